package gizmo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"entente/graph"
	"entente/queries"
)

// BenchmarkBesideGizmo asks the same questions of the index and of Cayley's Gizmo, over the same store in one run: what
// lies between two actors two and three hops apart. Gizmo runs in this process, so that it pays for no child. The store
// has 20,000 statements between 1,000 actors, or as many as ENTENTE_BENCH_STATEMENTS says.
func BenchmarkBesideGizmo(b *testing.B) {
	n := 20_000
	if s, err := strconv.Atoi(os.Getenv("ENTENTE_BENCH_STATEMENTS")); err == nil && s > 0 {
		n = s
	}
	ctx := b.Context()
	store, err := graph.Open(ctx, filepath.Join(b.TempDir(), "graph.db"), graph.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	predicates := []graph.Predicate{"met", "visited", "accused", "praised", "criticized"}
	r := rand.New(rand.NewPCG(1, 2))
	actors := uint64(max(n/20, 10))
	z := rand.NewZipf(r, 1.1, 2, actors-1)
	actor := func(i uint64) graph.Node { return graph.Node(fmt.Sprintf("ent:actor-%06d", i)) }
	var batch []graph.Record
	for i := range n / 10 {
		rec := graph.Record{Article: graph.Article{ID: "a" + strconv.Itoa(i), Text: "A sentence.", SHA256: strconv.Itoa(i)}}
		named := map[graph.Node]bool{}
		for range 10 {
			s := graph.Statement{Subject: actor(z.Uint64()), Object: actor(r.Uint64N(actors)), Predicate: predicates[r.IntN(len(predicates))],
				Modality: graph.Asserted, Confidence: 0.9, End: 11, Evidence: "A sentence."}
			rec.Statements = append(rec.Statements, s)
			for _, n := range []graph.Node{s.Subject, s.Object} {
				if !named[n] {
					named[n] = true
					rec.Entities = append(rec.Entities, graph.Entity{ID: n, Name: string(n), Type: graph.Person})
				}
			}
		}
		if batch = append(batch, rec); len(batch) == 200 || i == n/10-1 {
			if err := store.Put(ctx, batch...); err != nil {
				b.Fatal(err)
			}
			batch = batch[:0]
		}
	}
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
	for _, p := range predicates {
		via = append(via, `"<rel:`+string(p)+`>"`)
	}
	both := ".Both([" + strings.Join(via, ",") + "])"
	for _, bb := range []struct {
		name    string
		hops    int
		program string
	}{
		{"hops=2", 2, `g.V("<%s>")` + both + `.And(g.V("<%s>")` + both + `).GetLimit(10)`},
		{"hops=3", 3, `g.V("<%s>")` + both + both + `.And(g.V("<%s>")` + both + `).GetLimit(10)`},
	} {
		b.Run(bb.name, func(b *testing.B) {
			var ours, theirs []time.Duration
			unfinished := 0
			for b.Loop() {
				from, to := actor(r.Uint64N(actors)), actor(r.Uint64N(actors))
				begin := time.Now()
				if _, err := ix.Paths(context.Background(), from, to, queries.PathOptions{K: 10, By: queries.ByHops, MaxHops: bb.hops,
					NoBackground: true, Evidence: -1}); err != nil {
					b.Fatal(err)
				}
				ours = append(ours, time.Since(begin))
				begin = time.Now()
				if _, err := collect(runner, fmt.Sprintf(bb.program, from, to), Limits{Timeout: 10 * time.Second}); err != nil {
					unfinished++
					continue
				}
				theirs = append(theirs, time.Since(begin))
			}
			slices.Sort(ours)
			slices.Sort(theirs)
			b.ReportMetric(float64(ours[len(ours)/2].Microseconds()), "index-p50-µs")
			b.ReportMetric(float64(unfinished), "gizmo-unfinished")
			if len(theirs) > 0 {
				b.ReportMetric(float64(theirs[len(theirs)/2].Microseconds()), "gizmo-p50-µs")
				b.ReportMetric(float64(theirs[len(theirs)/2])/float64(ours[len(ours)/2]), "times-faster")
			}
		})
	}
}
