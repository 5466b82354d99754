package queries

import (
	"context"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"entente/graph"
)

// TestEventDataShape compares shortest paths with a plain breadth-first search over 500,000 dated events between 25,000
// actors, as skewed as public event data (see generated): over all asserted events, and over those of one year.
func TestEventDataShape(t *testing.T) {
	if testing.Short() {
		t.Skip("builds an index of half a million events")
	}
	g := generated{500_000, 25_000}
	ix := open(t, g, Options{Still: true})
	t.Run("hubs", func(t *testing.T) { checkHubs(t, ix) })
	for _, year := range []string{"", "2016"} {
		near := map[graph.Node][]graph.Node{}
		for s := range g.Statements(context.Background()) {
			if s.Modality == graph.Asserted && (year == "" || string(s.Date[:4]) == year) {
				near[s.Subject] = append(near[s.Subject], s.Object)
				near[s.Object] = append(near[s.Object], s.Subject)
			}
		}
		o := PathOptions{K: 1, By: ByHops, MaxHops: 4, Evidence: -1}
		if year != "" {
			o.Since, o.Until = graph.Date(year), graph.Date(year)
		}
		for _, i := range []uint64{0, 1, 40, 400, 4000, 24000} {
			from := g.actor(i)
			n, err := ix.Neighbourhood(t.Context(), from, NeighbourOptions{Hops: 3, Since: o.Since, Until: o.Until})
			if err != nil {
				t.Fatal(err)
			}
			if want := reachable(near, from, 3); n.Total != want {
				t.Errorf("year %q: %d nodes lie within 3 hops of %s, want %d", year, n.Total, from, want)
			}
		}
		r, lengths := rand.New(rand.NewPCG(5, 6)), map[int]int{}
		for range 120 {
			from, to := g.actor(r.Uint64N(uint64(g.actors))), g.actor(r.Uint64N(uint64(g.actors)))
			if from == to || len(near[from]) == 0 {
				continue
			}
			got, err := ix.Paths(t.Context(), from, to, o)
			if err != nil {
				t.Fatal(err)
			}
			hops := 0
			if len(got.Paths) > 0 {
				hops = len(got.Paths[0].Hops)
			}
			want := distanceBetween(near, from, to, o.MaxHops)
			if hops != want {
				t.Errorf("year %q: %s to %s has %d hops, want %d", year, from, to, hops, want)
			}
			lengths[want]++
		}
		if len(lengths) < 3 {
			t.Errorf("year %q: the pairs are %v hops apart: too much alike to tell anything", year, lengths)
		}
	}
}

// distanceBetween is the length of the shortest path, 0 if none has up to most hops.
func distanceBetween(near map[graph.Node][]graph.Node, from, to graph.Node, most int) int {
	seen, front := map[graph.Node]bool{from: true}, []graph.Node{from}
	for hops := 1; hops <= most; hops++ {
		var next []graph.Node
		for _, n := range front {
			for _, m := range near[n] {
				if m == to {
					return hops
				}
				if !seen[m] {
					seen[m] = true
					next = append(next, m)
				}
			}
		}
		front = next
	}
	return 0
}

// reachable is how many nodes lie within so many hops.
func reachable(near map[graph.Node][]graph.Node, from graph.Node, hops int) int {
	seen, front := map[graph.Node]bool{from: true}, []graph.Node{from}
	for range hops {
		var next []graph.Node
		for _, n := range front {
			for _, m := range near[n] {
				if !seen[m] {
					seen[m] = true
					next = append(next, m)
				}
			}
		}
		front = next
	}
	return len(seen) - 1
}

// checkHubs compares what the index has worked out for its hubs with their rows.
func checkHubs(t *testing.T, ix *Index) {
	v := ix.view.Load()
	f, err := v.filter(rules{})
	if err != nil {
		t.Fatal(err)
	}
	sets := 0
	for i, near := range v.hubs.near {
		u := uint32(i)
		for w := range v.around(u) {
			if near != nil && !near.has(w) {
				t.Errorf("%s is tied to %s and does not know", v.id(u), v.id(w))
			}
		}
		if near != nil {
			sets++
		}
	}
	if sets == 0 || len(v.hubs.crowds) == 0 {
		t.Fatalf("%d sets of neighbours, %d crowds: nothing is tested", sets, len(v.hubs.crowds))
	}
	for u := range v.hubs.crowds {
		want := newTallying(v, crowdNodes)
		ties := f.tallyAll(u, &want)
		if got, all := f.tally(u, crowdNodes, nil); !slices.Equal(all, ties) || !reflect.DeepEqual(got, want.tallies) {
			t.Errorf("%s is counted otherwise than row by row", v.id(u))
		}
		if _, all := f.tally(u, crowdNodes+1, nil); !slices.Equal(all, ties) {
			t.Errorf("%s is counted otherwise with more nodes", v.id(u))
		}
	}
}
