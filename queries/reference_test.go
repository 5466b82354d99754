package queries

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"entente/graph"
	"entente/graph/ontology"
)

// The slow reference: every simple path by depth-first search over plain lists of statements, its cost added up from the
// definitions, all of them sorted. It shares no code with the index but the constants.

type slowEdge struct {
	from, to graph.Node // as the statement runs
	s        *graph.Statement
	fact     *graph.Fact
	said     bool // an attribution
	article  *graph.Article
}

type slow struct {
	o      PathOptions
	names  map[graph.Node]graph.Entity // of strangers that are there
	edges  map[[2]graph.Node][]slowEdge
	all    map[graph.Node]map[graph.Node]bool
	latest int
}

func newSlow(recs []graph.Record, o PathOptions) *slow {
	w := &slow{o: o, names: map[graph.Node]graph.Entity{}, edges: map[[2]graph.Node][]slowEdge{}, all: map[graph.Node]map[graph.Node]bool{}}
	add := func(e slowEdge) {
		k := [2]graph.Node{min(e.from, e.to), max(e.from, e.to)}
		w.edges[k] = append(w.edges[k], e)
		for _, n := range k {
			if w.all[n] == nil {
				w.all[n] = map[graph.Node]bool{}
			}
			w.all[n][k[0]], w.all[n][k[1]] = true, true
			delete(w.all[n], n)
		}
	}
	done := map[graph.Node]bool{}
	for i := range recs {
		r := &recs[i]
		for j := range r.Statements {
			s := &r.Statements[j]
			add(slowEdge{s.Subject, s.Object, s, nil, false, &r.Article})
			for _, who := range s.AttributedTo {
				for _, party := range []graph.Node{s.Subject, s.Object} {
					if who != party {
						add(slowEdge{who, party, s, nil, true, &r.Article})
					}
				}
			}
			if len(s.Date) >= 4 {
				y := 0
				fmt.Sscan(string(s.Date[:4]), &y)
				w.latest = max(w.latest, y)
			}
		}
		for j := range r.Entities {
			if e := &r.Entities[j]; !done[e.ID] {
				if strings.HasPrefix(string(e.ID), "ent:x/") {
					w.names[e.ID] = *e
				}
				done[e.ID] = true
				for k := range e.Facts {
					add(slowEdge{from: e.ID, to: e.Facts[k].Object, fact: &e.Facts[k]})
				}
			}
		}
	}
	return w
}

// span is the first and last day that a date may mean.
func span(d graph.Date) (first, last string) {
	switch len(d) {
	case 4:
		return string(d) + "-01-01", string(d) + "-12-31"
	case 7:
		return string(d) + "-01", string(d) + "-31"
	}
	return string(d), string(d)
}

func (w *slow) passes(e slowEdge, from graph.Node) bool {
	o := &w.o
	var p graph.Predicate
	symmetric := false
	if e.fact != nil {
		p = e.fact.Predicate
	} else if p = e.s.Predicate; e.said {
		p = "stated_about"
	}
	symmetric = ontology.Symmetric(p)
	if o.Directed && !symmetric && e.from != from {
		return false
	}
	if len(o.Predicates) > 0 && !slices.Contains(o.Predicates, p) {
		return false
	}
	if e.fact != nil {
		first, last := span(e.fact.From)
		_, until := span(e.fact.To)
		for _, at := range []graph.Date{o.Until, o.AsOf} {
			if _, end := span(at); at != "" && first > end {
				return false
			}
		}
		for _, at := range []graph.Date{o.Since, o.AsOf} {
			if begin, _ := span(at); at != "" && until != "" && until < begin {
				return false
			}
		}
		_ = last
		return !o.NoBackground
	}
	speaks := e.said || p == "stated_about"
	asked := slices.Contains(o.Predicates, "stated_about")
	if speaks && !o.Attribution && !asked {
		return false
	}
	if !e.said {
		modalities := o.Modalities
		if len(modalities) == 0 {
			modalities = []graph.Modality{graph.Asserted}
		}
		if !slices.Contains(modalities, e.s.Modality) {
			return false
		}
		if strings.HasPrefix(string(p), "open/") && !o.Open && !slices.Contains(o.Predicates, p) {
			return false
		}
	}
	if int(255*e.s.Confidence+0.5) < int(255*o.MinConfidence+0.5) {
		return false
	}
	first, last := span(e.s.Date)
	if o.TimeOrdered && e.s.Date == "" {
		return false
	}
	if begin, _ := span(o.Since); o.Since != "" && (e.s.Date == "" || last < begin) {
		return false
	}
	if _, end := span(o.Until); o.Until != "" && (e.s.Date == "" || first > end) {
		return false
	}
	if o.AsOf != "" {
		_, end := span(o.AsOf)
		if e.s.Date == "" {
			first, _ = span(e.article.Date)
		}
		return first != "" && first <= end
	}
	return true
}

// joined says whether a and b are taken for one: the same name, and no country of anybody of that name but one, or the
// same country.
func (w *slow) joined(a, b graph.Node) bool {
	name := func(n graph.Node) string {
		return strings.ReplaceAll(strings.ReplaceAll(w.names[n].Name, " B.", ""), " al-", " ")
	}
	if w.o.NoJoin || a == b || name(a) == "" || name(a) != name(b) {
		return false
	}
	countries := map[string]bool{}
	for n, e := range w.names {
		if name(n) == name(a) && e.Country != "" {
			countries[e.Country] = true
		}
	}
	return len(countries) < 2 || w.names[a].Country != "" && w.names[a].Country == w.names[b].Country
}

// hop is the cost of going from a to b, by the rows that pass.
func (w *slow) hop(a, b graph.Node) (uint32, bool) {
	if cost, ok := w.tie(a, b); ok {
		return cost, true
	}
	return 2000, w.joined(a, b)
}

func (w *slow) tie(a, b graph.Node) (uint32, bool) {
	best, ok := uint32(1<<30), false
	articles := map[string]bool{}
	newest := 0
	for _, e := range w.edges[[2]graph.Node{min(a, b), max(a, b)}] {
		if !w.passes(e, a) {
			continue
		}
		ok = true
		if e.fact != nil {
			best = min(best, backgroundCost)
			continue
		}
		cost := (255 - uint32(255*e.s.Confidence+0.5)) * 500 / 255
		if e.said {
			cost += attributionCost
		} else {
			cost += weakness[slices.Index(graph.Modalities, e.s.Modality)]
		}
		best = min(best, cost)
		articles[e.article.ID] = true
		if len(e.s.Date) >= 4 {
			y := 0
			fmt.Sscan(string(e.s.Date[:4]), &y)
			newest = max(newest, y)
		}
	}
	cost := hopCost + best
	if n := len(articles); n > 0 {
		cost += uint32(300 / min(n, maxArticles))
		if newest == 0 {
			cost += 100
		} else {
			cost += uint32(min((w.latest-newest)*20, 200))
		}
	}
	return cost, ok
}

// earliest is the earliest day of a hop not before t.
func (w *slow) earliest(a, b graph.Node, t string) (string, bool) {
	if _, tied := w.tie(a, b); !tied && w.joined(a, b) {
		return t, true
	}
	best, ok := "9999-99-99", false
	for _, e := range w.edges[[2]graph.Node{min(a, b), max(a, b)}] {
		if !w.passes(e, a) {
			continue
		}
		at := t
		if e.fact == nil {
			first, last := span(e.s.Date)
			if last < t {
				continue
			}
			at = max(t, first)
		}
		if ok = true; at < best {
			best = at
		}
	}
	return best, ok
}

func (w *slow) paths(from, to graph.Node) []slowPath {
	var out []slowPath
	var walk func(path []graph.Node, cost uint32, t string, joined bool)
	walk = func(path []graph.Node, cost uint32, t string, joined bool) {
		at := path[len(path)-1]
		if at == to {
			for _, v := range w.o.Via {
				if !slices.Contains(path, v) {
					return
				}
			}
			out = append(out, slowPath{slices.Clone(path), cost})
			return
		}
		if len(path) > w.o.MaxHops {
			return
		}
		ways := maps.Clone(w.all[at])
		for n := range w.names {
			if w.joined(at, n) {
				if ways == nil {
					ways = map[graph.Node]bool{}
				}
				ways[n] = true
			}
		}
		for next := range ways {
			if slices.Contains(path, next) || slices.Contains(w.o.Avoid, next) {
				continue
			}
			hop, ok := w.hop(at, next)
			if !ok {
				continue
			}
			joins := false
			if _, tied := w.tie(at, next); !tied {
				if joins = true; joined {
					continue
				}
			}
			now := t
			if w.o.TimeOrdered {
				if now, ok = w.earliest(at, next, t); !ok {
					continue
				}
			}
			if next != to {
				n := string(next)
				if !w.o.Topics && strings.HasPrefix(n, "ent:topic/") {
					continue
				}
				hop += hubCost(len(w.all[next]))
			}
			walk(append(path, next), cost+hop, now, joins)
		}
	}
	if from != to && !slices.Contains(w.o.Avoid, from) && !slices.Contains(w.o.Avoid, to) {
		walk([]graph.Node{from}, 0, "", false)
	}
	slices.SortFunc(out, func(a, b slowPath) int {
		if w.o.By == ByHops && len(a.nodes) != len(b.nodes) {
			return len(a.nodes) - len(b.nodes)
		}
		if a.cost != b.cost {
			return int(a.cost) - int(b.cost)
		}
		if len(a.nodes) != len(b.nodes) {
			return len(a.nodes) - len(b.nodes)
		}
		return slices.Compare(a.nodes, b.nodes)
	})
	return out
}

type slowPath struct {
	nodes []graph.Node
	cost  uint32
}

func (p slowPath) String() string { return fmt.Sprint(p.cost, " ", p.nodes) }

// randomOptions turns on a few filters.
func randomOptions(r *rand.Rand, nodes []graph.Node) PathOptions {
	o := PathOptions{K: 1 + r.IntN(8), MaxHops: 1 + r.IntN(5), By: []By{ByWeight, ByHops}[r.IntN(2)], Evidence: -1}
	some := func() bool { return r.IntN(7) == 0 }
	if some() {
		for range 1 + r.IntN(2) {
			o.Via = append(o.Via, nodes[r.IntN(len(nodes))])
		}
	}
	if some() {
		o.Avoid = append(o.Avoid, nodes[r.IntN(len(nodes))])
	}
	if some() {
		o.Modalities = []graph.Modality{graph.Asserted, graph.Planned, graph.Alleged}
	}
	if some() {
		o.Predicates = [][]graph.Predicate{{"met", "visited", "member_of"}, {"stated_about", "met"}, {"open/lean on", "accused"}}[r.IntN(3)]
	}
	if some() {
		o.Since = []graph.Date{"2022", "2023-07-20"}[r.IntN(2)]
	}
	if some() {
		o.Until = []graph.Date{"2023-07", "2023-08-01", "2022"}[r.IntN(3)]
		if o.Since > o.Until {
			o.Since = ""
		}
	}
	if some() {
		o.AsOf = []graph.Date{"2023-01-01", "2022-11"}[r.IntN(2)]
	}
	o.Directed, o.NoBackground, o.Attribution, o.Topics, o.Open = some(), some(), some(), some(), some()
	o.TimeOrdered = r.IntN(8) == 0
	o.NoJoin = some()
	if some() {
		o.MinConfidence = 0.5
	}
	return o
}

func ids(p Path) []graph.Node {
	out := []graph.Node{p.Hops[0].From.ID}
	for _, h := range p.Hops {
		out = append(out, h.To.ID)
	}
	return out
}

// checkPaths compares one question with the slow reference.
func checkPaths(t *testing.T, ix *Index, recs []graph.Record, from, to graph.Node, o PathOptions) (found int) {
	t.Helper()
	got, err := ix.Paths(context.Background(), from, to, o)
	if err != nil {
		t.Fatalf("%s to %s %+v: %v", from, to, o, err)
	}
	want := newSlow(recs, o).paths(from, to)
	if len(want) > o.K {
		want = want[:o.K]
	}
	if len(got.Paths) != len(want) {
		t.Fatalf("%s to %s %+v: %d paths, want %d: %v", from, to, o, len(got.Paths), len(want), want)
	}
	for i, p := range got.Paths {
		if o.TimeOrdered {
			checkOrder(t, p)
		}
		if cost := uint32(p.Weight*1000 + 0.5); cost != want[i].cost || !slices.Equal(ids(p), want[i].nodes) {
			t.Fatalf("%s to %s %+v: path %d is %d %v, want %v\nwhy %v", from, to, o, i, cost, ids(p), want[i], p.Why)
		}
	}
	return len(want)
}

// checkOrder fails where the dates that a path in time order shows are not in that order.
func checkOrder(t *testing.T, p Path) {
	t.Helper()
	at := ""
	for _, h := range p.Hops {
		first, last := span(h.Date)
		if h.Source != "" || h.Date == "" {
			continue
		}
		if last < at {
			t.Fatalf("%s to %s on %s, after %s: %+v", h.From.ID, h.To.ID, h.Date, at, p)
		}
		at = max(at, first)
	}
}

func nodesOf(recs []graph.Record) []graph.Node {
	var out []graph.Node
	for _, r := range recs {
		for _, e := range r.Entities {
			out = append(out, e.ID)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestPathsAgainstReference(t *testing.T) {
	rounds := 150
	if testing.Short() {
		rounds = 40
	}
	found := 0
	for seed := range uint64(rounds) {
		r := rand.New(rand.NewPCG(seed, 1))
		recs := random(r, 5+r.IntN(40), 8+r.IntN(30))
		ix := open(t, newFake(recs...), Options{Still: true})
		nodes := nodesOf(recs)
		for range 30 {
			found += checkPaths(t, ix, recs, nodes[r.IntN(len(nodes))], nodes[r.IntN(len(nodes))], randomOptions(r, nodes))
		}
	}
	if found < rounds*10 {
		t.Errorf("only %d paths were compared", found)
	}
}

// The index has to answer after any run of changes as one that is built from what is there then.
func TestOverlayAgainstReference(t *testing.T) {
	rounds := 60
	if testing.Short() {
		rounds = 15
	}
	for seed := range uint64(rounds) {
		r := rand.New(rand.NewPCG(seed, 2))
		recs := random(r, 30, 25)
		// The year decides when a base is built anew; here everything is to lie over the first one.
		recs[0].Statements[0].Date = "2023-12-31"
		f := newFake(recs[:10]...)
		f.forgetful = seed%2 == 0
		ix := open(t, f, Options{Still: true, Overlay: 1 << 30})
		for range 12 {
			switch r.IntN(3) {
			case 0:
				f.remove(recs[1+r.IntN(9)].Article.ID)
			case 1:
				f.put(recs[r.IntN(len(recs))], recs[r.IntN(len(recs))])
			default:
				other := random(r, 1, 25)[0]
				other.Article.ID = recs[1+r.IntN(len(recs)-1)].Article.ID
				f.put(other)
			}
			if err := ix.Refresh(context.Background()); err != nil {
				t.Fatal(err)
			}
			now := f.sorted()
			nodes := nodesOf(now)
			for range 6 {
				checkPaths(t, ix, now, nodes[r.IntN(len(nodes))], nodes[r.IntN(len(nodes))], randomOptions(r, nodes))
			}
		}
		if ix.view.Load().over == nil {
			t.Fatal("nothing lies over the base")
		}
	}
}
