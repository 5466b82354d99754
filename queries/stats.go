package queries

import (
	"cmp"
	"slices"

	"entente/graph"
)

// Stats counts what the index holds.
func (ix *Index) Stats() Stats {
	v := ix.view.Load()
	s := Stats{Generation: v.at, Names: len(v.base.Names.Starts) + len(v.alias.Starts)}
	modalities := make([]int, len(graph.Modalities))
	predicates := make([]int, v.tables.Predicates.len())
	publishers := make([]int, v.tables.Publishers.len())
	kinds := make([]int, len(types))
	articles := make(bitset, v.tables.Articles.len()/64+1)
	taking := make([]int, v.nodeCount()) // statements by node
	var since, until day
	for _, c := range []*csr{&v.base.csr, v.over} {
		if c == nil {
			continue
		}
		c.eachPair(func(lo, hi, p uint32) {
			for i := c.First[p]; i < c.First[p+1]; i++ {
				kind := c.How[i] & kindMask
				switch {
				case kind == kindBackground:
					s.Background++
					continue
				case v.dead.has(c.Article[i]):
					continue
				case kind == kindAttribution:
					continue
				}
				s.Statements++
				taking[lo]++
				if hi != lo {
					taking[hi]++
				}
				modalities[c.How[i]&howModality]++
				predicates[c.Predicate[i]]++
				articles.set(c.Article[i])
				if d := c.Date[i]; d != 0 {
					if since == 0 || d.first() < since.first() {
						since = d
					}
					if until == 0 || d.last() > until.last() {
						until = d
					}
				}
			}
		})
	}
	s.Since, s.Until = since.date(), until.date()
	// Of an article that was replaced only the last number is alive.
	for a := range uint32(v.tables.Articles.len()) {
		if !v.dead.has(a) {
			s.Articles++
			publishers[v.tables.Publisher[a]]++
		}
	}
	top := make([]uint32, 0, v.nodeCount())
	for u := range uint32(v.nodeCount()) {
		if v.gone[u] {
			continue
		}
		s.Entities++
		kinds[v.typeOf(u)]++
		if taking[u] > 0 {
			top = append(top, u)
		}
	}
	slices.SortFunc(top, func(a, b uint32) int {
		return cmp.Or(-cmp.Compare(taking[a], taking[b]), v.compareIDs(a, b))
	})
	s.Top = []SearchResult{}
	for _, u := range top[:min(len(top), 10)] {
		s.Top = append(s.Top, SearchResult{Ref: v.ref(u), Matched: v.str(u, strName), Match: MatchID, Statements: taking[u],
			Country: v.str(u, strCountry), Wikidata: v.str(u, strWikidata)})
	}
	s.Modalities = counts(modalities, func(i int) string { return string(graph.Modalities[i]) })
	s.Predicates = counts(predicates, func(i int) string { return v.tables.Predicates.get(uint32(i)) })
	s.Publishers = counts(publishers, func(i int) string { return v.tables.Publishers.get(uint32(i)) })
	s.Types = counts(kinds, func(i int) string { return string(types[i]) })
	s.Memory = v.base.memory()
	if n := len(v.base.Event); n > 0 {
		s.EdgeBytes = float64(v.base.csr.memory()) / float64(n)
	}
	if v.over != nil {
		s.Overlay = len(v.over.Event)
	}
	return s
}

// counts lists what occurs and has a name, most first.
func counts(n []int, name func(int) string) []Count {
	out := []Count{}
	for i, c := range n {
		if c > 0 && name(i) != "" {
			out = append(out, Count{name(i), c})
		}
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Or(-cmp.Compare(a.Count, b.Count), cmp.Compare(a.Name, b.Name)) })
	return out
}

func (c *csr) eachPair(fn func(lo, hi, p uint32)) {
	each := func(u uint32) {
		a, z := c.ahead(u)
		for p := a; p < z; p++ {
			fn(u, c.Hi[p], p)
		}
	}
	if c.Local != nil {
		for u := range c.Local {
			each(u)
		}
		return
	}
	for u := range uint32(len(c.From) - 1) {
		each(u)
	}
}

// memory is the bytes of the arrays.
func (b *base) memory() int {
	n := 0
	for _, s := range b.sections() {
		n += len(s.bytes())
	}
	return n
}

func (c *csr) memory() int {
	n := 0
	for _, s := range []section{
		col(&c.Predicate), col(&c.How), col(&c.Confidence), col(&c.Date), col(&c.Article), col(&c.Event), col(&c.From), col(&c.Hi),
		col(&c.First), col(&c.Mask), col(&c.Cost), col(&c.Oldest), col(&c.Newest), col(&c.BackFrom), col(&c.Back), col(&c.BackLo), col(&c.PlaceNode), col(&c.PlaceRow),
	} {
		n += len(s.bytes())
	}
	return n
}
