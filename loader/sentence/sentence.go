// Package sentence finds blocks, sentences and tokens as byte ranges of a text. The text is never rewritten.
package sentence

// BlockKind is what a stretch of lines is.
type BlockKind uint8

const (
	Paragraph BlockKind = iota
	Headline            // a title, a section heading
	Bullet              // a list item: "– Deepening ties: ..."
	Quote               // a quoted block
	Furniture           // menus, tags, "Follow us on ...": never becomes knowledge
)

// A Token is a byte range of the text.
type Token struct{ Begin, End uint32 }

// A Sentence is a run of tokens of one block.
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
}
