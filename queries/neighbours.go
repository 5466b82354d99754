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
		directed: o.Directed, topics: o.Topics, noBackground: o.NoBackground, attribution: o.Attribution, open: o.Open, noJoin: o.NoJoin,
		confidence: o.MinConfidence}
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
	var accept func(w uint32) bool // nil is all
	if len(o.Types) > 0 {
		accept = func(w uint32) bool { return slices.Contains(o.Types, types[v.typeOf(w)]) }
	}
	groups, ties := v.groups(f, u, 10, accept)
	direct, total := strongest(ties, o.Limit, accept)
	var far []reached
	if o.Hops > 1 {
		var more int
		if far, more, err = f.beyond(ctx, u, ties, o.Hops, o.Limit-len(direct), accept); err != nil {
			return Neighbourhood{}, err
		}
		total += more
	}
	out := Neighbourhood{Center: v.ref(u), Joined: f.joinedWith(u), Nodes: []Neighbour{}, Edges: []Hop{}, Total: total, Truncated: total > o.Limit}

	type counted struct {
		reached
		statements int
	}
	var shown []counted
	for _, t := range direct {
		shown = append(shown, counted{reached{t.node, t.from, 1}, t.rows})
	}
	for _, r := range far {
		shown = append(shown, counted{r, f.count(r.from, r.node)})
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
		if out.Truncated && len(out.Edges) >= most {
			break
		}
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
	if out.Total = len(found); out.Total > o.Limit {
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
