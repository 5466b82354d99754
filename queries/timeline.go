package queries

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sort"

	"entente/graph"
)

// Timeline returns events in the order of their dates. An event that is known by its month or year only comes before
// the days of it.
func (ix *Index) Timeline(ctx context.Context, o TimelineOptions) (Timeline, error) {
	if o.Limit == 0 {
		o.Limit = 100
	}
	if o.Limit < 1 || o.Limit > MaxNodes {
		return Timeline{}, fmt.Errorf("limit %d: want 1 to %d", o.Limit, MaxNodes)
	}
	if len(o.Modalities) == 0 {
		o.Modalities = graph.Modalities
	}
	v := ix.view.Load()
	r := rules{predicates: o.Predicates, modalities: o.Modalities, since: o.Since, until: o.Until, noBackground: true,
		attribution: true, open: true, noJoin: o.NoJoin}
	f, err := v.filter(r)
	if err != nil {
		return Timeline{}, err
	}
	undated := *f // what the dates alone keep out
	undated.since, undated.until = 0, 0
	out := Timeline{Actors: []Ref{}, Events: []Evidence{}}

	find := func(list []graph.Node) ([]uint32, error) {
		var nodes []uint32
		for _, n := range list {
			u, ok := v.number(n)
			if !ok {
				return nil, &UnknownError{Name: string(n)}
			}
			nodes = append(nodes, u)
		}
		return nodes, nil
	}
	actors, err := find(o.Actors)
	if err != nil {
		return out, err
	}
	places, err := find(o.Places)
	if err != nil {
		return out, err
	}
	type event struct {
		rowAt
		date day
	}
	var events []event
	none := 0
	seen := map[uint64]bool{}
	take := func(c *csr, i uint32) {
		kind := c.How[i] & kindMask
		if kind == kindBackground || kind == kindAttribution && !o.Attribution || seen[c.Event[i]] || v.dead.has(c.Article[i]) {
			return
		}
		date := c.Date[i]
		if date == 0 && !o.Undated {
			if undated.row(c, i, true) {
				seen[c.Event[i]] = true
				none++
			}
			return
		}
		if f.row(c, i, true) || date == 0 && undated.row(c, i, true) {
			seen[c.Event[i]] = true
			events = append(events, event{rowAt{c: c, row: i}, date})
		}
	}
	for _, u := range actors {
		out.Actors = append(out.Actors, v.ref(u))
		out.Joined = append(out.Joined, f.joinedWith(u)...)
	}
	switch {
	case len(actors) > 0:
		// Walk the first actor's events; the others have to be in them.
		keep := map[uint64]int{}
		for _, u := range actors[1:] {
			mine := map[uint64]bool{}
			for _, m := range f.all(u) {
				v.eachEvent(m, o.Attribution, func(c *csr, i uint32) { mine[c.Event[i]] = true })
			}
			for e := range mine {
				keep[e]++
			}
		}
		at := map[uint64]bool{}
		for _, u := range places {
			v.eachEvent(u, false, func(c *csr, i uint32) { at[c.Event[i]] = true })
		}
		for _, m := range f.all(actors[0]) {
			v.eachEvent(m, o.Attribution, func(c *csr, i uint32) {
				if e := c.Event[i]; keep[e] == len(actors)-1 && (len(places) == 0 || at[e]) {
					take(c, i)
				}
			})
		}
	case len(places) > 0:
		for _, u := range places {
			v.eachEvent(u, false, take)
		}
	default:
		for _, c := range []*csr{&v.base.csr, v.over} {
			if c == nil {
				continue
			}
			for i := range c.Event {
				take(c, uint32(i))
			}
		}
	}
	slices.SortFunc(events, func(a, b event) int {
		x, y := a.date, b.date
		if x == 0 || y == 0 {
			return cmp.Or(-cmp.Compare(b2d(x != 0), b2d(y != 0)), cmp.Compare(a.c.Event[a.row], b.c.Event[b.row]))
		}
		order := cmp.Compare(x, y)
		if o.Newest {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(a.c.Event[a.row], b.c.Event[b.row]))
	})
	out.Total, out.Undated = len(events), none
	if len(events) > o.Limit {
		events, out.Truncated = events[:o.Limit], true
	}
	for _, e := range events {
		got, ok, err := ix.evidence(ctx, v, e.rowAt)
		if err != nil {
			return out, err
		}
		if ok {
			out.Events = append(out.Events, got)
		}
		if err := ctx.Err(); err != nil {
			return out, err
		}
	}
	return out, nil
}

// eachEvent calls fn with the live statements that u takes part in or that happen there; with said, also with those that
// u is the source of.
func (v *view) eachEvent(u uint32, said bool, fn func(c *csr, i uint32)) {
	v.eachRow(u, func(_ uint32, c *csr, i uint32, up bool) bool {
		switch c.How[i] & kindMask {
		case kindStatement:
			fn(c, i)
		case kindAttribution:
			if said && (c.How[i]&howBackward == 0) == up {
				fn(c, i)
			}
		}
		return true
	})
	for _, c := range []*csr{&v.base.csr, v.over} {
		if c == nil {
			continue
		}
		lo := sort.Search(len(c.PlaceNode), func(i int) bool { return c.PlaceNode[i] >= u })
		for ; lo < len(c.PlaceNode) && c.PlaceNode[lo] == u; lo++ {
			if i := c.PlaceRow[lo]; !v.dead.has(c.Article[i]) {
				fn(c, i)
			}
		}
	}
}
