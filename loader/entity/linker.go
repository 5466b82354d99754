package entity

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/syntax"
)

// A Linker finds and links mentions. It is shared by goroutines.
type Linker struct {
	g   *gazetteer.Gazetteer
	lex lexicon
	mil map[gazetteer.Index]gazetteer.Index // armed forces by country
	// kept holds the entities that some article named, by index, without their date-dependent code. They are shared: who
	// gets one must not change its slices.
	kept []atomic.Pointer[graph.Entity]
	pool sync.Pool // of *work
}

// New returns a linker to the entities of g.
func New(g *gazetteer.Gazetteer) *Linker {
	lex, err := lexiconOnce()
	if err != nil {
		panic(err) // words.tsv is part of the binary and read by the tests
	}
	l := &Linker{g: g, lex: lex, mil: armedForces(g), kept: make([]atomic.Pointer[graph.Entity], g.Len())}
	l.pool.New = func() any { return newWork(l) }
	return l
}

// Link finds the mentions of d and links them as of date (of publication; "" if unknown). What into held is lost.
//
// It goes over the document three times: spans finds the runs of tokens that may name something and the offices around
// them, name links these from the longest and surest to the shortest, and follow reads in text order what stands for
// something named before. Each pass is linear in the tokens.
func (l *Linker) Link(d *syntax.Document, date graph.Date, into *Mentions) {
	w := l.pool.Get().(*work)
	w.reset(d, date, into)
	w.spansOf()
	w.name()
	w.follow()
	w.index()
	w.release()
	l.pool.Put(w)
}

// entity returns what the graph keeps of entity i at date at.
func (l *Linker) entity(i gazetteer.Index, at graph.Date) graph.Entity {
	if e := l.kept[i].Load(); e != nil {
		out := *e
		out.Code = l.g.Code(i, at)
		return out
	}
	out := l.g.Entity(i, at)
	out.Facts, out.Aliases = slices.Clip(out.Facts), slices.Clip(out.Aliases)
	kept := out
	l.kept[i].Store(&kept)
	return out
}

// A capital tells how a token is written.
type capital uint8

const (
	lower    capital = iota // or no letters at all
	initial                 // "Moscow"
	upper                   // "NATO", at least two letters
	mixed                   // "iPhone", "al-Assad"
	caseless                // Han, Hangul, Arabic
)

// A token is what the linker knows of one token.
type token struct {
	word   *word // nil if words.tsv has nothing
	first  int32 // its first word in work.words
	cap    capital
	punct  bool
	broken bool  // a line ends before it
	office int32 // office that begins here, -1 if none
	span   int32 // innermost span that covers it, -1 if none
}

// work is the state of one call of Link, used again for the next one.
type work struct {
	l     *Linker
	g     *gazetteer.Gazetteer
	d     *syntax.Document
	date  graph.Date
	m     *Mentions
	toks  []token
	words []gazetteer.Word
	title []bool // per sentence: written in title case, so that capitals tell nothing

	spans   []span
	offices []office

	byIndex   map[gazetteer.Index]int32 // entity of the gazetteer to Mentions.Entities
	byID      map[graph.Node]int32
	surname   map[string]int32  // last, and in East Asia first, word of a person's name to span
	gaz       []gazetteer.Index // per Mentions.Entities: its index in the gazetteer or None
	people    []person          // per Mentions.Entities
	countries map[gazetteer.Index]int32
	named     map[string]int32 // words of a name to the first span that was linked under them

	seen     []seen
	quote    []int32 // per token: number of its quotation, 0 outside
	pending  []pendingPronoun
	home     int32 // entity that publishes the text, -1
	turn     int32 // entity that speaks in a transcript, -1
	prevTurn int32
	labels   int // of a transcript

	low [64]byte
	buf []byte
}

// person is what the document tells of an entity while it is read.
type person struct {
	class   wordClass // isFemale, isMale
	office  int32     // last office named with it, -1
	count   int32
	last    int32 // token of the last mention
	subject int32 // token of its last mention as a subject
}

func newWork(l *Linker) *work {
	return &work{l: l, g: l.g, byIndex: map[gazetteer.Index]int32{}, byID: map[graph.Node]int32{}, surname: map[string]int32{},
		countries: map[gazetteer.Index]int32{}, named: map[string]int32{}}
}

func (w *work) release() {
	clear(w.byIndex)
	clear(w.byID)
	clear(w.surname)
	clear(w.countries)
	clear(w.named)
	clear(w.spans)
	w.d, w.m = nil, nil
}

func (w *work) reset(d *syntax.Document, date graph.Date, m *Mentions) {
	w.d, w.date, w.m = d, date, m
	n := d.Len()
	m.reset(n)
	w.toks = sized(w.toks, n+1)
	w.words = w.words[:0]
	w.spans, w.offices = w.spans[:0], w.offices[:0]
	w.gaz, w.people = w.gaz[:0], w.people[:0]
	for i := range n {
		form := d.Form(i)
		t := &w.toks[i]
		t.first = int32(len(w.words))
		t.office, t.span = -1, -1
		t.cap, t.punct = shape(form)
		t.word = w.look(form)
		t.broken = i > 0 && strings.IndexByte(d.Text[d.Tokens[i-1].End:d.Tokens[i].Begin], '\n') >= 0
		if d.UPOS[i] == syntax.PUNCT && t.cap == lower {
			t.punct = true
		}
		w.words = w.g.Words(form, w.words)
	}
	w.toks[n].first = int32(len(w.words))
	w.title = w.title[:0]
	for _, s := range d.Sentences {
		w.title = append(w.title, w.titleCase(int(s.First), int(s.Last)))
	}
}

// look returns the row of a word form whatever its case.
func (w *work) look(form string) *word {
	if len(form) > len(w.low) {
		return nil
	}
	b := w.low[:0]
	for i := 0; i < len(form); i++ {
		c := form[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return w.l.lex[string(b)]
}

// titleCase reports whether nearly all long words of the tokens are capitalised.
func (w *work) titleCase(first, last int) bool {
	big, small := 0, 0
	for i := first; i < last; i++ {
		switch f := w.d.Form(i); {
		case len(f) < 4 || w.toks[i].punct:
		case w.toks[i].cap == lower:
			if f[0] < '0' || f[0] > '9' {
				small++
			}
		default:
			big++
		}
	}
	if small > 0 && w.d.Form(last-1) == "." {
		return false // a sentence full of names
	}
	return big >= 3 && big >= 4*small && last-first >= 5
}

func (m *Mentions) reset(tokens int) {
	m.Mentions, m.Entities = m.Mentions[:0], m.Entities[:0]
	m.refs = m.refs[:0]
	m.ByHead, m.ByToken = sized(m.ByHead, tokens), sized(m.ByToken, tokens)
	for i := range m.ByHead {
		m.ByHead[i], m.ByToken[i] = -1, -1
	}
}

func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	s = s[:n]
	clear(s)
	return s
}
