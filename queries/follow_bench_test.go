package queries_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"entente/graph"
	"entente/queries"
	"entente/queries/internal/skewed"
)

// BenchmarkFollow measures how long after its commit an article is seen by paths, and how long after its deletion it is
// gone, while two goroutines ask for paths all the time. The store has 20,000 statements, or as many as
// ENTENTE_BENCH_STATEMENTS says; ENTENTE_BENCH_STORE keeps it for the next run.
func BenchmarkFollow(b *testing.B) {
	statements := skewed.Statements(20_000)
	actors := skewed.Actors(statements)
	ctx := context.Background()
	store, err := skewed.Open(ctx, b.TempDir(), statements)
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	ix, err := queries.Open(ctx, store, queries.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer ix.Close()
	stop := make(chan struct{})
	var asking sync.WaitGroup
	defer asking.Wait()
	defer close(stop)
	for i := range 2 {
		asking.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 1))
			for {
				select {
				case <-stop:
					return
				default:
				}
				from, to := skewed.Actor(r.Uint64N(uint64(actors))), skewed.Actor(r.Uint64N(uint64(actors)))
				_, _ = ix.Paths(ctx, from, to, queries.PathOptions{Evidence: -1})
			}
		})
	}
	var seen []time.Duration
	wait := func(done func() bool) {
		begin := time.Now()
		for !done() {
			if time.Since(begin) > 10*time.Second {
				b.Fatal("a commit is not seen")
			}
			time.Sleep(100 * time.Microsecond)
		}
		seen = append(seen, time.Since(begin))
	}
	node := graph.Node("ent:x/person/a-newcomer")
	for b.Loop() {
		rec := skewed.Record(statements, actors)
		rec.Article.ID = "newest"
		rec.Statements[0].Subject = node
		rec.Entities = append(rec.Entities, graph.Entity{ID: node, Name: "A Newcomer", Type: graph.Person})
		if err := store.Put(ctx, rec); err != nil {
			b.Fatal(err)
		}
		found := func() bool {
			p, err := ix.Paths(ctx, node, rec.Statements[0].Object, queries.PathOptions{MaxHops: 1, Evidence: -1})
			return err == nil && len(p.Paths) == 1
		}
		wait(found)
		if err := store.Delete(ctx, "newest"); err != nil {
			b.Fatal(err)
		}
		wait(func() bool { return !found() })
	}
	slices.Sort(seen)
	b.ReportMetric(float64(seen[len(seen)/2].Microseconds())/1e3, "p50-ms")
	b.ReportMetric(float64(seen[len(seen)*99/100].Microseconds())/1e3, "p99-ms")
	b.ReportMetric(float64(seen[len(seen)-1].Microseconds())/1e3, "slowest-ms")
}
