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
}

// An AliasRow is a line of an aliases table.
type AliasRow struct {
	ID, Alias string
	Kind      Kind
	From, To  graph.Date
}

// An OfficeRow is a line of an offices table.
type OfficeRow struct {
	Person, Of     string
	Role           Role
	Title          string
	From, To, AsOf graph.Date
	Source         string
}

// A RelationRow is a line of a relations table.
type RelationRow struct {
	Subject, Kind, Object string
	From, To              graph.Date
	Source                string
}

// Compile makes a Gazetteer of the rows of t. Every id that a row names must have an entity row.
func Compile(t *Table) (*Gazetteer, error) { return compile(t) }

func compile(t *Table) (*Gazetteer, error) {
	g := &Gazetteer{byID: make(map[graph.Node]Index, len(t.Entities)), iso: map[string]Index{}, words: map[string]Word{}}
	for i, e := range t.Entities {
		id := graph.Node("ent:" + e.ID)
		if _, ok := g.byID[id]; ok {
			return nil, fmt.Errorf("entity %s: twice", id)
		}
		g.byID[id] = Index(i)
		g.entities = append(g.entities, entity{id: string(id), name: e.Name, country: e.Country, iso2: e.ISO2, code: e.Code, wikidata: e.Wikidata,
			wikipedia: e.Wikipedia, source: e.Source, typ: e.Type, prominence: e.Prominence, home: None, of: None, lat: e.Lat, lon: e.Lon, population: e.Population})
		if e.Type == graph.Country {
			g.iso[e.Country] = Index(i)
		}
	}
	for i := range g.entities {
		if k, ok := g.iso[g.entities[i].country]; ok {
			g.entities[i].home = k
		}
	}
	find := func(id string) (Index, error) {
		if i, ok := g.byID[graph.Node("ent:"+id)]; ok {
			return i, nil
		}
		return None, fmt.Errorf("no entity %q", id)
	}
	g.aliases = make([][]Candidate, len(g.entities))
	type key struct {
		words []Word
		c     Candidate
	}
	keys := make([]key, 0, len(t.Aliases)+len(t.Entities))
	add := func(c Candidate) {
		var ws []Word
		for _, w := range strings.Fields(Fold(c.Alias)) {
			id, ok := g.words[w]
			if !ok {
				id = Word(len(g.words) + 1)
				g.words[w] = id
			}
			ws = append(ws, id)
		}
		if len(ws) > 0 {
			keys = append(keys, key{ws, c})
		}
	}
	for i, e := range t.Entities {
		add(Candidate{Entity: Index(i), Kind: Name, Prominence: e.Prominence, Alias: e.Name})
	}
	for _, a := range t.Aliases {
		i, err := find(a.ID)
		if err != nil {
			return nil, fmt.Errorf("alias %q: %w", a.Alias, err)
		}
		c := Candidate{Entity: i, Kind: a.Kind, Prominence: g.entities[i].prominence, From: a.From, To: a.To, Alias: a.Alias}
		g.aliases[i] = append(g.aliases[i], c)
		add(c)
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
			if m := len(g.candidates); m > int(g.nodes[n].cand) && g.candidates[m-1].Entity == c.Entity && g.candidates[m-1].Kind == c.Kind &&
				g.candidates[m-1].From == c.From && g.candidates[m-1].To == c.To {
				continue
			}
			g.candidates = append(g.candidates, c)
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
	return g, nil
}

// order sorts offices and relations and indexes them from their other end.
func (g *Gazetteer) order() {
	slices.SortStableFunc(g.offices, func(a, b Office) int {
		return cmp.Or(cmp.Compare(a.Of, b.Of), cmp.Compare(a.Role, b.Role), cmp.Compare(a.From, b.From), cmp.Compare(a.Person, b.Person))
	})
	g.byHolder = make([]int32, len(g.offices))
	for i := range g.byHolder {
		g.byHolder[i] = int32(i)
	}
	slices.SortStableFunc(g.byHolder, func(a, b int32) int {
		x, y := &g.offices[a], &g.offices[b]
		return cmp.Or(cmp.Compare(x.Person, y.Person), cmp.Compare(x.From, y.From))
	})
	slices.SortStableFunc(g.relations, func(a, b Relation) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Object, b.Object), cmp.Compare(a.From, b.From))
	})
	g.byObject = make([]int32, len(g.relations))
	for i := range g.byObject {
		g.byObject[i] = int32(i)
	}
	slices.SortStableFunc(g.byObject, func(a, b int32) int { return cmp.Compare(g.relations[a].Object, g.relations[b].Object) })
}
