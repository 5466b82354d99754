package gazetteer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"entente/graph"
)

// A Table is a gazetteer as rows; entities are named by id without "ent:".
type Table struct {
	Entities  []EntityRow
	Aliases   []AliasRow
	Offices   []OfficeRow
	Relations []RelationRow
}

// An EntityRow is a line of an entities table.
type EntityRow struct {
	ID, Name            string
	Type                graph.Type
	Country, ISO2, Code string
	Wikidata, Wikipedia string
	Prominence          uint8
	Lat, Lon            float32
	Population          uint32
	Source              string

	where, bad string // "file:line" and what is wrong, for errors
}

// An AliasRow is a line of an aliases table.
type AliasRow struct {
	ID, Alias string
	Kind      Kind
	From, To  graph.Date

	drop  bool
	where string
}

// An OfficeRow is a line of an offices table.
type OfficeRow struct {
	Person, Of     string
	Role           Role
	Title          string
	From, To, AsOf graph.Date
	Source         string

	where string
}

// A RelationRow is a line of a relations table.
type RelationRow struct {
	Subject, Kind, Object string
	From, To              graph.Date
	Source                string

	where string
}

// Compile makes a Gazetteer of the rows of t. Every id that a row names must have an entity row.
func Compile(t *Table) (*Gazetteer, error) { return compile(t) }

// most is the longest a name, id or title may be.
const most = 1 << 15

func compile(t *Table) (*Gazetteer, error) {
	d := &draft{entities: slices.Clone(t.Entities)}
	slices.SortStableFunc(d.entities, func(a, b EntityRow) int { return strings.Compare(a.ID, b.ID) })
	at := make(map[string]Index, len(d.entities))
	for i, e := range d.entities {
		if _, ok := at[e.ID]; ok {
			return nil, fmt.Errorf("entity %s: twice", e.ID)
		}
		if max(len(e.ID), len(e.Name), len(e.Wikidata), len(e.Wikipedia)) > most {
			return nil, fmt.Errorf("entity %.40s...: its id, name or title has more than %d bytes", e.ID, most)
		}
		at[e.ID] = Index(i)
	}
	find := func(id string) (Index, error) {
		if i, ok := at[id]; ok {
			return i, nil
		}
		return None, fmt.Errorf("no entity %q", id)
	}
	number := map[string]Word{}
	word := func(folded string) Word {
		w, ok := number[folded]
		if !ok {
			d.words = append(d.words, folded)
			w = Word(len(d.words))
			number[folded] = w
		}
		return w
	}
	for c := 'a'; c <= 'z'; c++ {
		word(string(c))
	}
	type key struct {
		words []Word
		c     Candidate
	}
	keys := make([]key, 0, len(t.Aliases)+len(d.entities))
	add := func(c Candidate) {
		var ws []Word
		for _, w := range strings.Fields(Key(c.Alias)) {
			ws = append(ws, word(w))
		}
		if len(ws) > 0 {
			keys = append(keys, key{ws, c})
		}
	}
	for i, e := range d.entities {
		add(Candidate{Entity: Index(i), Kind: Name, Prominence: e.Prominence, Alias: e.Name})
	}
	for _, a := range t.Aliases {
		i, err := find(a.ID)
		if err != nil {
			return nil, fmt.Errorf("alias %q: %w", a.Alias, err)
		}
		if len(a.Alias) > most {
			return nil, fmt.Errorf("alias %.40s...: more than %d bytes", a.Alias, most)
		}
		add(Candidate{Entity: i, Kind: a.Kind, Prominence: d.entities[i].Prominence, From: a.From, To: a.To, Alias: a.Alias})
	}
	slices.SortStableFunc(keys, func(a, b key) int {
		return cmp.Or(slices.Compare(a.words, b.words), cmp.Compare(b.c.Prominence, a.c.Prominence), cmp.Compare(a.c.Entity, b.c.Entity), cmp.Compare(a.c.Kind, b.c.Kind))
	})
	// Breadth first, so that the children of one node are adjacent: each level groups the keys by one more word.
	type span struct{ lo, hi, depth int }
	queue := []span{{0, len(keys), 0}}
	d.nodes = append(d.nodes, node{})
	next := uint32(1)
	for n := 0; n < len(queue); n++ {
		s := queue[n]
		d.nodes[n].child, d.nodes[n].cand = next, uint32(len(d.candidates))
		k := s.lo
		for ; k < s.hi && len(keys[k].words) == s.depth; k++ {
			c := keys[k].c
			if !covered(d.candidates[d.nodes[n].cand:], c) {
				d.candidates = append(d.candidates, c)
			}
		}
		for k < s.hi {
			w, lo := keys[k].words[s.depth], k
			for k < s.hi && keys[k].words[s.depth] == w {
				k++
			}
			d.nodes = append(d.nodes, node{word: w})
			queue = append(queue, span{lo, k, s.depth + 1})
			next++
		}
	}
	d.nodes = append(d.nodes, node{child: next, cand: uint32(len(d.candidates))})
	for _, o := range t.Offices {
		p, err := find(o.Person)
		if err == nil {
			var of Index
			if of, err = find(o.Of); err == nil {
				d.offices = append(d.offices, Office{p, of, o.Role, o.Title, o.From, o.To, o.AsOf, o.Source})
				continue
			}
		}
		return nil, fmt.Errorf("office %q: %w", o.Title, err)
	}
	for _, r := range t.Relations {
		s, err := find(r.Subject)
		if err == nil {
			var o Index
			if o, err = find(r.Object); err == nil {
				d.relations = append(d.relations, Relation{s, o, r.Kind, r.From, r.To, r.Source})
				continue
			}
		}
		return nil, fmt.Errorf("relation %s: %w", r.Kind, err)
	}
	d.order()
	return read(d.encode())
}

// covered reports whether one of cs says all that c does: the same entity without a narrower date. The kinds come in
// the order in which they are preferred, so that "Djibouti" is the country's name before it is its capital's metonym.
func covered(cs []Candidate, c Candidate) bool {
	for _, p := range cs {
		if p.Entity == c.Entity && (p.From == "" && p.To == "" || p.From == c.From && p.To == c.To) {
			return true
		}
	}
	return false
}

// order sorts offices by country and role, relations by subject.
func (d *draft) order() {
	slices.SortStableFunc(d.offices, func(a, b Office) int {
		return cmp.Or(cmp.Compare(a.Of, b.Of), cmp.Compare(a.Role, b.Role), cmp.Compare(a.From, b.From), cmp.Compare(a.Person, b.Person))
	})
	slices.SortStableFunc(d.relations, func(a, b Relation) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Object, b.Object), cmp.Compare(a.From, b.From))
	})
}

// homes finds the country of each entity.
func (g *Gazetteer) homes() {
	g.iso = make(map[string]Index, 300)
	of := make([]Index, len(g.pool))
	for i := range of {
		of[i] = None
	}
	country := uint32(slices.Index(g.pool, string(graph.Country)))
	e := &g.entities
	e.home = make([]Index, len(e.id))
	for i := range e.id {
		if e.typ[i] == country && e.iso2[i] != 0 {
			g.iso[g.country(Index(i))] = Index(i)
			of[e.country[i]] = Index(i)
		}
	}
	for i := range e.id {
		switch {
		case e.country[i] == 0:
			e.home[i] = None
		case e.typ[i] == country:
			e.home[i] = Index(i)
		default:
			e.home[i] = of[e.country[i]]
		}
	}
}

// rows are the indexes of the rows of each entity: those of entity i are row[start[i]:start[i+1]], in their own order.
type rows struct{ start, row []uint32 }

func (r *rows) of(i Index) []uint32 { return r.row[r.start[i]:r.start[i+1]] }

func group(entities int, of []Index) rows {
	r := rows{make([]uint32, entities+2), make([]uint32, len(of))}
	for _, i := range of {
		r.start[i+2]++
	}
	for i := 2; i < len(r.start); i++ {
		r.start[i] += r.start[i-1]
	}
	for k, i := range of {
		s := &r.start[i+1]
		r.row[*s] = uint32(k)
		*s++
	}
	return r
}
