package queries

import (
	"cmp"
	"slices"
	"strings"

	"entente/graph"
)

// Resolve returns the entity that name means: an id ("ent:kim-jong-un" or "kim-jong-un"), a Wikidata id ("Q15487"), or
// a name as people write it, in any script that the graph or the usual transliteration knows.
//
// A full name or alias goes before a part of a name. Of several entities with the same name the one whose id is the name
// itself is meant ("Georgia" is ent:georgia, the best-known bearer); otherwise a surname goes before another word of a
// name, and actors before topics and nameless groups. What is still open is an *AmbiguousError, what nobody bears an
// *UnknownError with the nearest names.
func (ix *Index) Resolve(name string) (graph.Node, error) {
	v := ix.view.Load()
	name = strings.TrimSpace(name)
	if u, ok := v.byID(name); ok {
		return v.id(u), nil
	}
	q := fold(name)
	if spelt, ok := latin(q); ok && !v.known(q) {
		q = spelt
	}
	found := v.find(q, 50, 0)
	best := bearers(found, func(r ranked) bool { return r.match == MatchExact })
	if len(best) > 1 {
		own := bearers(best, func(r ranked) bool { return slug(r.id) == strings.ReplaceAll(q, " ", "-") })
		canonical := bearers(best, func(r ranked) bool { return r.canonical })
		switch {
		case len(own) == 1:
			best = own
		case len(canonical) > 0:
			best = canonical
		}
	}
	if len(best) == 0 {
		best = bearers(found, func(r ranked) bool { return r.match == MatchWord && r.tail && types[r.kind] == graph.Person })
	}
	if len(best) == 0 {
		best = bearers(found, func(r ranked) bool { return r.match == MatchWord })
	}
	if len(best) > 1 && !slices.ContainsFunc(best[1:], func(r ranked) bool { return !v.joins().one(best[0].node, r.node) }) {
		best = best[:1] // all of them are taken for one
	}
	switch len(best) {
	case 1:
		return best[0].id, nil
	case 0:
		return "", &UnknownError{Name: name, Near: ix.Search(name, 5)}
	}
	return "", &AmbiguousError{Name: name, Candidates: v.results(best[:min(len(best), 10)])}
}

// bearers are the results that fit; actors without topics and groups if there are any.
func bearers(list []ranked, fits func(ranked) bool) []ranked {
	var all, actors []ranked
	for _, r := range list {
		if fits(r) {
			all = append(all, r)
			if r.kind != typeGroup && r.kind != typeTopic {
				actors = append(actors, r)
			}
		}
	}
	if len(actors) > 0 {
		return actors
	}
	return all
}

func slug(id graph.Node) string { return strings.TrimPrefix(string(id), "ent:") }

// byID finds a node by its id, with or without prefix, or by its Wikidata id.
func (v *view) byID(name string) (uint32, bool) {
	if u, ok := v.number(graph.Node(name)); ok {
		return u, true
	}
	if u, ok := v.number(graph.Node("ent:" + name)); ok && strings.ToLower(name) == name && strings.ContainsAny(name, "-/") {
		return u, true
	}
	q := strings.ToUpper(name)
	if len(q) < 2 || q[0] != 'Q' || strings.Trim(q[1:], "0123456789") != "" {
		return 0, false
	}
	list := v.base.ByWikidata
	i, ok := slices.BinarySearchFunc(list, q, func(u uint32, q string) int { return strings.Compare(v.str(u, strWikidata), q) })
	if ok && !v.gone[list[i]] {
		return list[i], true
	}
	for i := range uint32(v.extra.len()) {
		if v.extra.str(i, strWikidata) == q {
			return uint32(v.base.nodes.len()) + i, true
		}
	}
	return 0, false
}

// known says whether any name begins with a folded one.
func (v *view) known(q string) bool {
	for _, n := range []*names{&v.base.Names, &v.alias} {
		if lo, hi := n.find(q); hi > lo {
			return true
		}
	}
	return false
}

// ranked is a node that a name may mean, with what decides its place.
type ranked struct {
	node      uint32
	id        graph.Node
	text      string
	match     Match
	edits     int
	tail      bool // the words found end the name, as a surname does
	whole     bool // they begin it
	canonical bool
	kind      uint8
	degree    int
}

var matchRank = map[Match]int{MatchID: 0, MatchExact: 1, MatchWord: 2, MatchPrefix: 3, MatchFuzzy: 4}

func compareRanked(a, b ranked) int {
	actor := func(r ranked) int {
		if r.kind == typeGroup || r.kind == typeTopic {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(matchRank[a.match], matchRank[b.match]), cmp.Compare(a.edits, b.edits), cmp.Compare(actor(a), actor(b)),
		-cmp.Compare(a.degree, b.degree), cmp.Compare(len(a.text), len(b.text)), cmp.Compare(a.id, b.id))
}

// find returns at most limit nodes for a folded name, best first.
func (v *view) find(q string, limit, edits int) []ranked {
	best := map[uint32]ranked{}
	for _, n := range []*names{&v.base.Names, &v.alias} {
		n.search(q, edits, func(h hit) {
			owner := n.Owner[h.name]
			u := owner >> 1
			if v.gone[u] {
				return
			}
			old, ok := best[u]
			if ok && matchRank[old.match] < matchRank[h.match] {
				return
			}
			r := ranked{node: u, match: h.match, edits: h.edits, tail: h.tail, whole: h.whole, canonical: owner&1 != 0, kind: v.typeOf(u),
				degree: v.degree(u)}
			if ok && old.match == h.match && (old.edits < h.edits || old.edits == h.edits && (old.canonical || !r.canonical)) {
				if h.tail && !old.tail {
					old.tail = true
					best[u] = old
				}
				return
			}
			r.text = string(n.at(n.Starts[h.name]))
			best[u] = r
		})
	}
	out := make([]ranked, 0, len(best))
	for _, r := range best {
		out = append(out, r)
	}
	for i := range out {
		out[i].id = v.id(out[i].node)
	}
	slices.SortFunc(out, compareRanked)
	return out[:min(len(out), limit)]
}

// Search returns at most limit entities that name may mean, best first; 0 is 10.
func (ix *Index) Search(name string, limit int) []SearchResult {
	v := ix.view.Load()
	if limit <= 0 {
		limit = 10
	}
	name = strings.TrimSpace(name)
	var out []ranked
	if u, ok := v.byID(name); ok {
		out = append(out, ranked{node: u, match: MatchID, text: name})
	}
	more := func(list []ranked) {
		for _, r := range list {
			if !slices.ContainsFunc(out, func(o ranked) bool { return o.node == r.node }) {
				out = append(out, r)
			}
		}
	}
	q := fold(name)
	more(v.find(q, limit, editsFor(q)))
	if spelt, ok := latin(q); ok && len(out) < limit {
		more(v.find(spelt, limit, editsFor(spelt)))
	}
	return v.results(out[:min(len(out), limit)])
}

// editsFor is how many typing errors a query may have.
func editsFor(q string) int {
	switch n := len(q); {
	case n < 3:
		return 0
	case n < 6:
		return 1
	}
	return 2
}

func (v *view) results(list []ranked) []SearchResult {
	out := make([]SearchResult, len(list))
	f := filter{v: v, joins: v.joins()}
	for i, r := range list {
		out[i] = SearchResult{Ref: v.ref(r.node), Matched: v.shown(r), Match: r.match, Statements: v.statements(r.node),
			Country: v.str(r.node, strCountry), Wikidata: v.str(r.node, strWikidata), Joined: f.joinedWith(r.node)}
	}
	return out
}

// shown is the name that was found as it is written, not as it is folded.
func (v *view) shown(r ranked) string {
	name := v.str(r.node, strName)
	if fold(name) == r.text {
		return name
	}
	for _, a := range v.aliases(r.node) {
		if fold(a) == r.text {
			return a
		}
	}
	for _, a := range v.aliasOf(r.node) {
		if a == r.text {
			return a
		}
	}
	return name
}

// aliasOf are folded names of a node of the base that came after it.
func (v *view) aliasOf(u uint32) []string {
	var out []string
	for i, o := range v.alias.Owner {
		if o>>1 == u {
			out = append(out, string(v.alias.at(v.alias.Starts[i])))
		}
	}
	return out
}

// statements is the number of statements that u takes part in.
func (v *view) statements(u uint32) int {
	n := 0
	v.eachRow(u, func(_ uint32, c *csr, i uint32, _ bool) bool {
		if c.How[i]&kindMask == kindStatement {
			n++
		}
		return true
	})
	return n
}
