package queries

import (
	"context"
	"math/rand/v2"
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
