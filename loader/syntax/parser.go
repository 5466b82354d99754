package syntax

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"entente/loader/syntax/internal/model"
)

//go:embed model.bin
var stored []byte

// A Parser fills the columns of documents. It is shared by goroutines.
type Parser struct {
	model *model.Model
	tags  []tag // by number of the model's tags
	pool  sync.Pool
}

type tag struct {
	upos UPOS
	xpos XPOS
}

var embedded = sync.OnceValues(func() (*Parser, error) { return parser(stored) })

// New returns the parser with the model that is part of the binary. The model is read at the first call.
func New() (*Parser, error) { return embedded() }

// Load returns a parser with another model.
func Load(b []byte) (*Parser, error) { return parser(b) }

func parser(b []byte) (*Parser, error) {
	m, err := model.Decode(b)
	if err != nil {
		return nil, err
	}
	if len(m.Rels) != len(relNames) || len(m.Names) > len(nameTags) {
		return nil, fmt.Errorf("syntax model: %d relations and %d kinds of names, want %d and %d", len(m.Rels), len(m.Names), len(relNames), len(nameTags))
	}
	p := &Parser{model: m}
	for _, s := range m.Tags {
		u, x, _ := strings.Cut(s, "|")
		var t tag
		t.upos, _ = ParseUPOS(u)
		t.xpos, _ = ParseXPOS(x)
		p.tags = append(p.tags, t)
	}
	p.pool.New = func() any { return new(workspace) }
	return p, nil
}

type workspace struct {
	model.Workspace
	spans []model.Span
	key   model.Key
	arena []byte
	found []int32
	pairs []int32
	open  []int32
	votes map[uint64][3]int16
	cuts  []cut
}

// A cut is a lemma in the arena.
type cut struct{ token, begin, end int32 }

// Parse tags, lemmatises and parses d's sentences; all columns but the segmentation are written anew. A sentence of more
// than some two hundred tokens is parsed in pieces, which hang side by side on the root of the first.
func (p *Parser) Parse(d *Document) {
	d.Resize(len(d.Tokens))
	w := p.pool.Get().(*workspace)
	defer p.pool.Put(w)
	w.spans = w.spans[:0]
	for k, s := range d.Sentences {
		for i := s.First; i < s.Last; i++ {
			d.Sent[i] = int32(k)
		}
		for a := s.First; a < s.Last; {
			b := d.piece(a, s.Last)
			w.spans = append(w.spans, model.Span{First: a, Last: b})
			a = b
		}
	}
	p.model.Parse(&w.Workspace, d.Text, d.Tokens, w.spans)
	for _, s := range w.spans {
		for i := s.First; i < s.Last; i++ {
			t := p.tags[w.Tag[i]]
			d.UPOS[i], d.XPOS[i] = t.upos, t.xpos
			d.Heads[i], d.Rels[i], d.Score[i] = w.Head[i], Rel(w.Rel[i]), w.Score[i]
			d.Names[i] = NameTag(w.Name[i])
		}
	}
	d.settleNames(w)
	for _, s := range w.spans {
		d.repair(s.First, s.Last, w)
	}
	for _, s := range d.Sentences {
		root := int32(-1)
		for i := s.First; i < s.Last; i++ {
			if d.Heads[i] >= 0 {
				continue
			}
			if root < 0 {
				root = i
			} else {
				d.Heads[i], d.Rels[i], d.Score[i] = root, RelParataxis, 0
			}
		}
	}
	p.lemmas(d, w)
}

// piece is where a piece of a sentence ends: at its end, or else after the last punctuation mark that leaves the piece
// at least half of the longest span.
func (d *Document) piece(first, last int32) int32 {
	if last-first <= model.MaxSpan {
		return last
	}
	for i := first + model.MaxSpan - 1; i > first+model.MaxSpan/2; i-- {
		switch d.Form(int(i)) {
		case ".", ";", ":", "!", "?", ",", "”", "\"", "–", "—":
			return i + 1
		}
	}
	return first + model.MaxSpan
}

// lemmas fills the lemmas. Those that differ from their form share one string of the document.
func (p *Parser) lemmas(d *Document, w *workspace) {
	w.arena, w.cuts = w.arena[:0], w.cuts[:0]
	for _, s := range w.spans {
		for i := s.First; i < s.Last; i++ {
			form := d.Form(int(i))
			w.key.Set(form)
			r := p.model.Lemma(&w.key, int(w.Tag[i]))
			if r.Same(form) {
				d.Lemmas[i] = form
				continue
			}
			a := len(w.arena)
			w.arena = r.Apply(w.arena, form)
			if len(w.arena) == a {
				w.arena = append(w.arena, form...)
			}
			w.cuts = append(w.cuts, cut{i, int32(a), int32(len(w.arena))})
		}
	}
	all := string(w.arena)
	for _, c := range w.cuts {
		d.Lemmas[c.token] = all[c.begin:c.end]
	}
}
