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

func compile(t *Table) (*Gazetteer, error) {
	g := &Gazetteer{}
	rows := slices.Clone(t.Entities)
	slices.SortStableFunc(rows, func(a, b EntityRow) int { return strings.Compare(a.ID, b.ID) })
	for i, e := range rows {
		if i > 0 && e.ID == rows[i-1].ID {
			return nil, fmt.Errorf("entity %s: twice", e.ID)
		}
		g.entities = append(g.entities, entity{id: "ent:" + e.ID, name: e.Name, country: e.Country, iso2: e.ISO2, code: e.Code, wikidata: e.Wikidata,
			wikipedia: e.Wikipedia, source: e.Source, typ: e.Type, prominence: e.Prominence, lat: e.Lat, lon: e.Lon, population: e.Population})
	}
	g.homes()
	find := func(id string) (Index, error) {
		if i, ok := g.ByID(graph.Node("ent:" + id)); ok {
			return i, nil
		}
		return None, fmt.Errorf("no entity %q", id)
	}
	for c := range len(g.initials) {
		g.words.add(string(rune('a' + c)))
	}
	type key struct {
		words []Word
		c     Candidate
	}
	keys := make([]key, 0, len(t.Aliases)+len(rows))
	add := func(c Candidate) {
		var ws []Word
		for _, w := range strings.Fields(Key(c.Alias)) {
			ws = append(ws, g.words.add(w))
		}
		if len(ws) > 0 {
			keys = append(keys, key{ws, c})
		}
	}
	for i, e := range rows {
		add(Candidate{Entity: Index(i), Kind: Name, Prominence: e.Prominence, Alias: e.Name})
	}
	for _, a := range t.Aliases {
		i, err := find(a.ID)
		if err != nil {
			return nil, fmt.Errorf("alias %q: %w", a.Alias, err)
		}
		add(Candidate{Entity: i, Kind: a.Kind, Prominence: g.entities[i].prominence, From: a.From, To: a.To, Alias: a.Alias})
	}
	slices.SortStableFunc(keys, func(a, b key) int {
		return cmp.Or(slices.Compare(a.words, b.words), cmp.Compare(b.c.Prominence, a.c.Prominence), cmp.Compare(a.c.Entity, b.c.Entity), cmp.Compare(a.c.Kind, b.c.Kind))
	})
	// Breadth first, so that the children of one node are adjacent: each level groups the keys by one more word.
	type span struct{ lo, hi, depth int }
	queue := []span{{0, len(keys), 0}}
	g.nodes = append(g.nodes, node{})
	next := uint32(1)
	for n := 0; n < len(queue); n++ {
		s := queue[n]
		g.nodes[n].child, g.nodes[n].cand = next, uint32(len(g.candidates))
		k := s.lo
		for ; k < s.hi && len(keys[k].words) == s.depth; k++ {
			c := keys[k].c
			if !covered(g.candidates[g.nodes[n].cand:], c) {
				g.candidates = append(g.candidates, c)
			}
		}
		for k < s.hi {
			w, lo := keys[k].words[s.depth], k
			for k < s.hi && keys[k].words[s.depth] == w {
				k++
			}
			g.nodes = append(g.nodes, node{word: w})
			queue = append(queue, span{lo, k, s.depth + 1})
			next++
		}
	}
	g.nodes = append(g.nodes, node{child: next, cand: uint32(len(g.candidates))})
	for _, o := range t.Offices {
		p, err := find(o.Person)
		if err == nil {
			var of Index
			if of, err = find(o.Of); err == nil {
				g.offices = append(g.offices, Office{p, of, o.Role, o.Title, o.From, o.To, o.AsOf, o.Source})
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
				g.relations = append(g.relations, Relation{s, o, r.Kind, r.From, r.To, r.Source})
				continue
			}
		}
		return nil, fmt.Errorf("relation %s: %w", r.Kind, err)
	}
	g.order()
	g.index()
	return g, nil
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
func (g *Gazetteer) order() {
	slices.SortStableFunc(g.offices, func(a, b Office) int {
		return cmp.Or(cmp.Compare(a.Of, b.Of), cmp.Compare(a.Role, b.Role), cmp.Compare(a.From, b.From), cmp.Compare(a.Person, b.Person))
	})
	slices.SortStableFunc(g.relations, func(a, b Relation) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Object, b.Object), cmp.Compare(a.From, b.From))
	})
}

// homes finds the country of each entity.
func (g *Gazetteer) homes() {
	g.iso = make(map[string]Index, 300)
	for i := range g.entities {
		if e := &g.entities[i]; e.typ == graph.Country && e.iso2 != "" {
			g.iso[e.country] = Index(i)
		}
	}
	for i := range g.entities {
		e := &g.entities[i]
		e.home = None
		if e.country == "" {
			continue
		}
		if k, ok := g.iso[e.country]; ok {
			e.home = k
		}
		if e.typ == graph.Country {
			e.home = Index(i)
		}
	}
}

// index finds the rows of one entity from the ends by which they are not sorted.
func (g *Gazetteer) index() {
	g.byHolder = group(len(g.entities), len(g.offices), func(k int) Index { return g.offices[k].Person })
	g.byObject = group(len(g.entities), len(g.relations), func(k int) Index { return g.relations[k].Object })
	for c := range g.initials {
		g.initials[c] = g.words.word([]byte{'a' + byte(c)})
	}
	g.aliases = group(len(g.entities), len(g.candidates), func(k int) Index { return g.candidates[k].Entity })
}

// rows are the indexes of the rows of each entity: those of entity i are row[start[i]:start[i+1]], in their own order.
type rows struct{ start, row []uint32 }

func (r *rows) of(i Index) []uint32 { return r.row[r.start[i]:r.start[i+1]] }

func group(entities, n int, of func(int) Index) rows {
	r := rows{make([]uint32, entities+2), make([]uint32, n)}
	for k := range n {
		r.start[of(k)+2]++
	}
	for i := 2; i < len(r.start); i++ {
		r.start[i] += r.start[i-1]
	}
	for k := range n {
		s := &r.start[of(k)+1]
		r.row[*s] = uint32(k)
		*s++
	}
	return r
}
