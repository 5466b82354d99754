package gizmo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"entente/queries"
	"entente/queries/internal/skewed"
)

// BenchmarkBesideGizmo asks the same questions of the index and of Cayley's Gizmo, over the same store in one run: how two
// actors are connected in one, two and three hops. Gizmo runs in this process, so that it pays for no child; a program
// that has not ended after ten seconds counts as unfinished. The store has 20,000 statements between 1,000 actors, or as
// many as ENTENTE_BENCH_STATEMENTS says; ENTENTE_BENCH_STORE keeps it for the next run.
func BenchmarkBesideGizmo(b *testing.B) {
	statements := skewed.Statements(20_000)
	actors := uint64(skewed.Actors(statements))
	ctx := b.Context()
	store, err := skewed.Open(ctx, b.TempDir(), statements)
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	ix, err := queries.Open(ctx, store, queries.Options{Still: true})
	if err != nil {
		b.Fatal(err)
	}
	defer ix.Close()
	runner, err := New(store, ix, Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer runner.Close()

	var via []string
	for _, p := range skewed.Predicates {
		via = append(via, `"<rel:`+string(p)+`>"`)
	}
	both := ".Both([" + strings.Join(via, ",") + "])"
	for _, bb := range []struct {
		name    string
		hops    int
		program string
	}{
		{"hops=1", 1, `g.V("<%s>")` + both + `.Is("<%s>").GetLimit(10)`},
		{"hops=2", 2, `g.V("<%s>")` + both + `.And(g.V("<%s>")` + both + `).GetLimit(10)`},
		{"hops=3", 3, `g.V("<%s>")` + both + both + `.And(g.V("<%s>")` + both + `).GetLimit(10)`},
	} {
		b.Run(bb.name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(3, 4))
			var ours, both, theirs []time.Duration // of all questions, and of those that Gizmo ends
			for b.Loop() {
				from, to := skewed.Actor(r.Uint64N(actors)), skewed.Actor(r.Uint64N(actors))
				if bb.hops == 1 { // two actors taken by chance have no statement between them
					st := skewed.Record(r.IntN(statements/10), int(actors)).Statements[r.IntN(10)]
					from, to = st.Subject, st.Object
				}
				begin := time.Now()
				if _, err := ix.Paths(context.Background(), from, to, queries.PathOptions{K: 10, By: queries.ByHops, MaxHops: bb.hops,
					NoBackground: true, Evidence: -1}); err != nil {
					b.Fatal(err)
				}
				took := time.Since(begin)
				ours = append(ours, took)
				begin = time.Now()
				if _, err := collect(runner, fmt.Sprintf(bb.program, from, to), Limits{Timeout: 10 * time.Second}); err == nil {
					theirs = append(theirs, time.Since(begin))
					both = append(both, took)
				}
			}
			median := func(list []time.Duration) float64 {
				slices.Sort(list)
				return float64(list[len(list)/2].Nanoseconds()) / 1e3
			}
			b.ReportMetric(median(ours), "index-p50-µs")
			b.ReportMetric(float64(len(ours)-len(theirs)), "gizmo-unfinished")
			if len(theirs) > 0 {
				b.ReportMetric(median(theirs), "gizmo-p50-µs")
				b.ReportMetric(median(theirs)/median(both), "times-faster")
			}
		})
	}
}
