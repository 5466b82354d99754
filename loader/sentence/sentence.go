// Package sentence finds blocks, sentences and tokens as byte ranges of a text. The text is never rewritten.
//
// A text is cut in three steps. Lines become blocks: paragraphs, headlines, bullets, quotes, lists, and the
// furniture of a page (menus, tags, "Follow us on ..."), which yields no sentence. A block becomes tokens after the
// conventions of the English Universal Dependencies treebanks EWT and GUM: contractions and hyphenated compounds are
// split ("do n't", "15 - year"), abbreviations, initials, numbers and addresses are not. Tokens become sentences.
//
// Everything is decided by looking at most a fixed number of bytes or tokens away, so the time is linear in the
// length of the text whatever it holds.
package sentence

// BlockKind is what a stretch of lines is.
type BlockKind uint8

const (
	Paragraph BlockKind = iota
	Headline            // a title, a section heading, the topic before a colon
	Bullet              // a list item: "– Deepening ties: ..."
	Quote               // a quoted block
	Furniture           // menus, tags, "Follow us on ...": never becomes knowledge
	List                // one of a run of short lines without verbs or full stops: names, places
)

var kindNames = [...]string{"paragraph", "headline", "bullet", "quote", "furniture", "list"}

func (k BlockKind) String() string { return kindNames[k] }

// A Block is a byte range of the text without the white space around it.
type Block struct {
	Begin, End uint32
	Kind       BlockKind
}

// A Token is a byte range of the text.
type Token struct{ Begin, End uint32 }

// A Sentence is a run of tokens of one block. Every token belongs to one sentence and sentences follow one another:
// First is the Last of the sentence before.
type Sentence struct {
	First, Last int32 // tokens [First, Last)
	Number      int32 // what is printed: 0, 1, ...; -1 for the title
	Kind        BlockKind
	Block       int32 // index of its block
}

// A Segmentation is a text cut into sentences and tokens. It can be used again for another text.
// With a title the text is title + "\n\n" + body, and Body is where the body begins.
type Segmentation struct {
	Text      string
	Body      int // byte offset of the article's text in Text: offsets that leave the loader subtract it
	Tokens    []Token
	Sentences []Sentence // furniture is left out
	Blocks    []Block    // furniture is here

	lines []line          // scratch of Split
	seen  map[string]bool // headlines
}

// A Splitter cuts texts. Its zero value is ready and may be shared by goroutines.
type Splitter struct{}

// MaxTokens is the length at which a sentence without an end is cut, at the last comma, semicolon or dash of its
// second half if there is one. The parser's time grows faster than a sentence's length.
const MaxTokens = 256

// Split cuts an article. The title's sentences have Number -1; the body's count from 0.
func (s *Splitter) Split(title, text string, into *Segmentation) {
	into.reset()
	into.Text = text
	if title != "" {
		into.Text = title + "\n\n" + text
		into.Body = len(title) + 2
		into.blocks(0, len(title))
		for i := range into.Blocks {
			if k := into.Blocks[i].Kind; k != Furniture {
				into.Blocks[i].Kind = Headline
			}
		}
	}
	titles := len(into.Blocks)
	into.blocks(into.Body, len(into.Text))
	into.classify(titles)
	number := int32(0)
	for i, b := range into.Blocks {
		if b.Kind == Furniture && i >= titles {
			continue
		}
		begin := int(b.Begin)
		if b.Kind == Bullet {
			begin += markerLen(into.Text[b.Begin:b.End])
		} else if i >= titles {
			begin += gluedPrefix(into.Text[b.Begin:b.End])
		}
		first := len(into.Sentences)
		into.sentences(i, begin, int(b.End), i >= titles)
		for j := first; j < len(into.Sentences); j++ {
			if i < titles {
				into.Sentences[j].Number = -1
				continue
			}
			into.Sentences[j].Number = number
			number++
		}
	}
}

// SplitAll cuts a bare text: nothing is furniture, and every character that is no white space is in exactly one token.
func (s *Splitter) SplitAll(text string, into *Segmentation) {
	into.reset()
	into.Text = text
	into.blocks(0, len(text))
	for i, b := range into.Blocks {
		into.sentences(i, int(b.Begin), int(b.End), false)
	}
	for i := range into.Sentences {
		into.Sentences[i].Number = int32(i)
	}
}

func (g *Segmentation) reset() {
	g.Body = 0
	g.Tokens, g.Sentences, g.Blocks = g.Tokens[:0], g.Sentences[:0], g.Blocks[:0]
}

// Form is the i-th token as it stands in the text.
func (g *Segmentation) form(i int) string { t := g.Tokens[i]; return g.Text[t.Begin:t.End] }
