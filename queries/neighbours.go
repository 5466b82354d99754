package queries

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"entente/graph"
)

func (o *NeighbourOptions) rules() rules {
	return rules{predicates: o.Predicates, modalities: o.Modalities, since: o.Since, until: o.Until, asOf: o.AsOf,
		directed: o.Directed, topics: o.Topics, noBackground: o.NoBackground, attribution: o.Attribution, open: o.Open, noJoin: o.NoJoin}
}

func (o *NeighbourOptions) normal() error {
	if o.Hops == 0 {
		o.Hops = 1
	}
	if o.Limit == 0 {
		o.Limit = 100
	}
	switch {
	case o.Hops < 1 || o.Hops > MaxHops:
		return fmt.Errorf("%d hops: want 1 to %d", o.Hops, MaxHops)
	case o.Limit < 1 || o.Limit > MaxNodes:
		return fmt.Errorf("limit %d: want 1 to %d", o.Limit, MaxNodes)
	}
	return nil
}

// A reached node of a breadth-first walk.
type reached struct {
	node, from uint32
	hops       uint8
}

// walk goes out from u and those that it is taken for, breadth first, through at most so many hops. Topics and groups are
// reached and not passed.
//
// A level is reached from the nodes of the one before or, where these have more edges than the nodes that are left, from
// those: each looks for a neighbour in the level before, its greatest hub first. In a graph where everything is three hops
// away from everything the last levels cost nearly nothing that way. Nodes of a level come in the order of being reached,
// in the second case by number.
func (f *filter) walk(ctx context.Context, u uint32, hops int) ([]reached, error) {
	n := f.v.nodeCount()
	w := walk{f: f, seen: make(bitset, (n+63)/64), left: 2 * len(f.v.base.Hi)}
	if hops > 2 {
		w.out = make([]reached, 0, n)
	}
	if f.v.over != nil {
		w.left += 2 * len(f.v.over.Hi)
	}
	starts := f.all(u)
	for _, m := range starts {
		w.reach(m, m, 0)
	}
	hubs := f.standard && f.but == 0 && f.v.over == nil && len(f.v.touched) == 0 && len(f.v.gone) == 0
	for begin, hop := 0, uint8(1); int(hop) <= hops && begin < len(w.out); hop++ {
		end := len(w.out)
		edges := 0
		for _, r := range w.out[begin:end] {
			edges += f.v.degree(r.node)
		}
		var level bitset // the nodes of the level before, made when it is needed
		if edges > n/4 && edges > 1000 {
			level = make(bitset, (n+63)/64)
			for _, r := range w.out[begin:end] {
				if r.hops == 0 || f.inner(r.node) {
					level.set(r.node)
				}
			}
			if hubs {
				for x, hub := range f.v.base.hub {
					if hub != noNode && level.has(hub) && !w.seen.has(uint32(x)) {
						w.reach(uint32(x), hub, hop)
					}
				}
			}
		}
		var err error
		if level == nil || edges <= w.left+n/8 {
			err = w.push(ctx, begin, end, hop)
		} else {
			err = w.pull(ctx, level, hop)
		}
		if err != nil {
			return nil, err
		}
		begin = end
	}
	return w.out[len(starts):], nil
}

type walk struct {
	f    *filter
	seen bitset
	out  []reached
	left int // edges of the nodes that are not reached
	buf  []edge
}

func (w *walk) reach(u, from uint32, hop uint8) {
	w.seen.set(u)
	w.out = append(w.out, reached{u, from, hop})
	w.left -= w.f.v.degree(u)
}

// push goes on from a level's nodes.
func (w *walk) push(ctx context.Context, begin, end int, hop uint8) error {
	f := w.f
	fresh := func(u uint32) bool { return !w.seen.has(u) && !f.v.gone[u] }
	for i := begin; i < end; i++ {
		at := w.out[i].node
		if w.out[i].hops > 0 && !f.inner(at) {
			continue
		}
		if i&255 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		w.buf = f.edges(at, false, false, fresh, w.buf[:0])
		for _, e := range w.buf {
			if !w.seen.has(e.node) {
				w.reach(e.node, at, hop)
			}
		}
	}
	return nil
}

// pull looks from the nodes that are not reached for those of the level before.
func (w *walk) pull(ctx context.Context, level bitset, hop uint8) error {
	f := w.f
	for u := range uint32(f.v.nodeCount()) {
		if w.seen.has(u) || f.v.gone[u] {
			continue
		}
		if u&255 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		w.buf = f.edges(u, true, false, level.has, w.buf[:0])
		if len(w.buf) > 0 {
			w.reach(u, w.buf[0].node, hop)
		}
	}
	return nil
}

// Neighbourhood returns what lies around n. Direct neighbours come in the order of the statements that tie them to n,
// others as they are reached.
func (ix *Index) Neighbourhood(ctx context.Context, n graph.Node, o NeighbourOptions) (Neighbourhood, error) {
	if err := o.normal(); err != nil {
		return Neighbourhood{}, err
	}
	v := ix.view.Load()
	f, err := v.filter(o.rules())
	if err != nil {
		return Neighbourhood{}, err
	}
	u, ok := v.number(n)
	if !ok {
		return Neighbourhood{}, &UnknownError{Name: string(n)}
	}
	all, err := f.walk(ctx, u, o.Hops)
	if err != nil {
		return Neighbourhood{}, err
	}
	if len(o.Types) > 0 {
		all = slices.DeleteFunc(all, func(r reached) bool { return !slices.Contains(o.Types, types[v.typeOf(r.node)]) })
	}
	out := Neighbourhood{Center: v.ref(u), Joined: f.joinedWith(u), Nodes: []Neighbour{}, Edges: []Hop{}, Total: len(all), Truncated: len(all) > o.Limit}

	direct := 0
	for direct < len(all) && all[direct].hops == 1 {
		direct++
	}
	type counted struct {
		reached
		statements int
	}
	shown := make([]counted, direct, max(direct, min(len(all), o.Limit)))
	groups, counts := v.groups(f, u, 10)
	for i, r := range all[:direct] {
		shown[i] = counted{r, counts[r.node]}
	}
	slices.SortStableFunc(shown, func(a, b counted) int {
		return cmp.Or(-cmp.Compare(a.statements, b.statements), cmp.Compare(a.node, b.node))
	})
	shown = shown[:min(len(shown), o.Limit)]
	if len(shown) == direct {
		for _, r := range all[direct:min(len(all), o.Limit)] {
			shown = append(shown, counted{r, f.count(r.from, r.node)})
		}
	}
	for _, r := range shown {
		out.Nodes = append(out.Nodes, Neighbour{v.ref(r.node), int(r.hops), r.statements})
	}

	// The tree by which the nodes were reached first, then what else ties them, up to five edges a node.
	members := f.all(u)
	for _, r := range shown {
		members = append(members, r.node)
	}
	member := map[uint32]bool{}
	for _, m := range members {
		member[m] = true
	}
	type tie struct{ a, b uint32 }
	drawn := map[tie]bool{}
	draw := func(a, b uint32) error {
		t := tie{min(a, b), max(a, b)}
		if drawn[t] || a == b || !member[a] || !member[b] {
			return nil
		}
		drawn[t] = true
		h, err := ix.between(ctx, f, a, b, max(o.Evidence, 0))
		if err == nil && h.Predicate != "" {
			out.Edges = append(out.Edges, h)
		}
		return err
	}
	for _, m := range members[1 : len(members)-len(shown)] {
		if err := draw(u, m); err != nil {
			return out, err
		}
	}
	for _, r := range shown {
		if err := draw(r.from, r.node); err != nil {
			return out, err
		}
	}
	most := 5*len(shown) + 10
	var buf []edge
	for _, m := range members {
		if v.degree(m) > 20*len(members) {
			buf = buf[:0]
			for _, w := range members {
				if l, ok := v.link(m, w); ok && f.passes(l, m < w) {
					buf = append(buf, edge{w, 0, l.base})
				}
			}
		} else {
			buf = f.edges(m, false, false, nil, buf[:0])
		}
		for _, e := range buf {
			if len(out.Edges) >= most {
				out.Truncated = out.Truncated || member[e.node] && !drawn[tie{min(m, e.node), max(m, e.node)}]
				break
			}
			if err := draw(m, e.node); err != nil {
				return out, err
			}
		}
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
	}
	out.Groups = groups
	return out, nil
}

// count is the number of statements and facts between two nodes that pass.
func (f *filter) count(u, w uint32) int {
	n := 0
	l, _ := f.v.link(u, w)
	f.eachRow(l, u < w, func(*csr, uint32) bool { n++; return true })
	return n
}

// groups are the direct neighbours of u by predicate, with at most limit nodes each, those with most statements first; and
// how many statements and facts tie each to u.
func (v *view) groups(f *filter, u uint32, limit int) ([]Group, map[uint32]int) {
	type member struct {
		node uint32
		rows int
	}
	type tally struct {
		rows  int
		nodes []member
	}
	directions := []Direction{Forward, Backward, Both}
	tallies := make([]tally, v.tables.Predicates.len()*len(directions))
	counts := make(map[uint32]int, v.degree(u))
	last, run := uint32(noNode), 0 // rows come pair by pair
	f.eachRowOf(u, func(m, w uint32, c *csr, i uint32, up bool) bool {
		if w == m || v.gone[w] || !f.row(c, i, up) || f.joins.one(u, w) || w == u {
			return true
		}
		if w != last {
			counts[last] += run
			last, run = w, 0
		}
		run++
		at := 0
		switch how := c.How[i]; {
		case how&howSymmetric != 0:
			at = 2
		case (how&howBackward == 0) != up:
			at = 1
		}
		t := &tallies[int(c.Predicate[i])*len(directions)+at]
		t.rows++
		// Rows come pair by pair; one that is in the base and in the overlay comes twice.
		if n := len(t.nodes); n > 0 && t.nodes[n-1].node == w {
			t.nodes[n-1].rows++
		} else {
			t.nodes = append(t.nodes, member{w, 1})
		}
		return true
	})
	counts[last] += run
	out := []Group{}
	for k := range tallies {
		t := &tallies[k]
		if t.rows == 0 {
			continue
		}
		if v.over != nil || f.joins != nil {
			slices.SortFunc(t.nodes, func(a, b member) int { return cmp.Compare(a.node, b.node) })
			merged := t.nodes[:1]
			for _, m := range t.nodes[1:] {
				if last := &merged[len(merged)-1]; last.node == m.node {
					last.rows += m.rows
				} else {
					merged = append(merged, m)
				}
			}
			t.nodes = merged
		}
		order := func(a, b member) int { return cmp.Or(-cmp.Compare(a.rows, b.rows), v.compareIDs(a.node, b.node)) }
		var top []member
		for _, m := range t.nodes {
			if len(top) == limit && order(top[limit-1], m) < 0 {
				continue
			}
			at, _ := slices.BinarySearchFunc(top, m, order)
			top = slices.Insert(top, at, m)
			top = top[:min(len(top), limit)]
		}
		g := Group{Predicate: graph.Predicate(v.tables.Predicates.get(uint32(k / len(directions)))), Direction: directions[k%len(directions)],
			Total: len(t.nodes), Statements: t.rows, Nodes: []Ref{}}
		for _, m := range top {
			g.Nodes = append(g.Nodes, v.ref(m.node))
		}
		out = append(out, g)
	}
	slices.SortFunc(out, func(a, b Group) int {
		return cmp.Or(-cmp.Compare(a.Statements, b.Statements), cmp.Compare(a.Predicate, b.Predicate), cmp.Compare(a.Direction, b.Direction))
	})
	return out, counts
}

// Common returns what all of the nodes are directly connected with, the rarest first: what few others know of says more.
func (ix *Index) Common(ctx context.Context, of []graph.Node, o NeighbourOptions) (Common, error) {
	if err := o.normal(); err != nil {
		return Common{}, err
	}
	if len(of) < 2 {
		return Common{}, fmt.Errorf("common neighbours of %d actors: want at least 2", len(of))
	}
	v := ix.view.Load()
	f, err := v.filter(o.rules())
	if err != nil {
		return Common{}, err
	}
	out := Common{Of: []Ref{}, Nodes: []CommonNode{}}
	var asked []uint32
	tally := map[uint32]int{}
	for _, n := range of {
		u, ok := v.number(n)
		if !ok {
			return Common{}, &UnknownError{Name: string(n)}
		}
		if slices.Contains(asked, u) {
			continue
		}
		asked = append(asked, u)
		out.Of = append(out.Of, v.ref(u))
		out.Joined = append(out.Joined, f.joinedWith(u)...)
		mine := map[uint32]bool{}
		for _, m := range f.all(u) {
			for _, e := range f.ties(m, false, false, nil, nil) {
				mine[e.node] = true
			}
		}
		for w := range mine {
			tally[w]++
		}
	}
	var found []uint32
	for w, n := range tally {
		if n == len(asked) && f.inner(w) && !slices.Contains(asked, w) &&
			(len(o.Types) == 0 || slices.Contains(o.Types, types[v.typeOf(w)])) {
			found = append(found, w)
		}
	}
	slices.SortFunc(found, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(v.degree(a), v.degree(b)), v.compareIDs(a, b))
	})
	if len(found) > o.Limit {
		found, out.Truncated = found[:o.Limit], true
	}
	for _, w := range found {
		c := CommonNode{Ref: v.ref(w)}
		for _, u := range asked {
			// The hop is that of whoever of those who are taken for one has it.
			for _, m := range f.all(u) {
				if l, ok := v.link(m, w); ok && f.passes(l, m < w) {
					u = m
					break
				}
			}
			h, err := ix.between(ctx, f, u, w, max(o.Evidence, 0))
			if err != nil {
				return out, err
			}
			c.Hops = append(c.Hops, h)
		}
		out.Nodes = append(out.Nodes, c)
	}
	return out, nil
}
