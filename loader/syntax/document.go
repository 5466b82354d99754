// Package syntax tags, lemmatises and parses sentences after Universal Dependencies.
package syntax

import "entente/loader/sentence"

// A Document is a parsed text as parallel columns, one row a token; it is reused from article to article.
// Heads are indexes of the document's tokens; the root of a sentence has head -1.
type Document struct {
	sentence.Segmentation

	UPOS   []UPOS
	XPOS   []XPOS
	Heads  []int32
	Rels   []Rel
	Names  []NameTag // BIO of person, organisation, place
	Score  []uint8   // confidence in the head: 255 is certain
	Lemmas []string  // dictionary form: lower case, but for names; points into the model or an arena of the document
	// Sent is the sentence of each token.
	Sent []int32
}

// Len is the number of tokens.
func (d *Document) Len() int { return len(d.Tokens) }

// Form is the token as it stands in the text.
func (d *Document) Form(i int) string { t := d.Tokens[i]; return d.Text[t.Begin:t.End] }

// Resize gives every column but the segmentation n rows and clears them; what they held is lost.
func (d *Document) Resize(n int) {
	d.UPOS, d.XPOS, d.Heads, d.Rels = sized(d.UPOS, n), sized(d.XPOS, n), sized(d.Heads, n), sized(d.Rels, n)
	d.Names, d.Score, d.Lemmas, d.Sent = sized(d.Names, n), sized(d.Score, n), sized(d.Lemmas, n), sized(d.Sent, n)
}

func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	s = s[:n]
	clear(s)
	return s
}
