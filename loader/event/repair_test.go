package event

import (
	"slices"
	"testing"

	"entente/loader/sentence"
	"entente/loader/syntax"
)

// A sentence whose heads hang at each other is as the parser left it; the others stay mended.
func TestKeepTrees(t *testing.T) {
	sentences := []sentence.Sentence{{First: 0, Last: 3}, {First: 3, Last: 6}}
	document := func(heads ...int32) syntax.Document {
		d := syntax.Document{Heads: heads}
		d.Sentences, d.Tokens = sentences, make([]sentence.Token, 6)
		d.Rels, d.UPOS, d.XPOS = make([]syntax.Rel, 6), make([]syntax.UPOS, 6), make([]syntax.XPOS, 6)
		return d
	}
	parsed := document(-1, 0, 1, 4, -1, 4)
	w := &work{doc: document(1, -1, 1, 5, 3, 4)}
	w.keepTrees(&parsed)
	if want := []int32{1, -1, 1, 4, -1, 4}; !slices.Equal(w.doc.Heads, want) {
		t.Errorf("heads %v, want %v", w.doc.Heads, want)
	}
}
