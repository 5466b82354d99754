// Package skewed makes stores for benchmarks: articles of ten statements each between actors of whom few are frequent and
// most are rare, as in public event data. Subjects follow a Zipf distribution with exponent 1.1, objects are drawn evenly.
package skewed

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strconv"

	"entente/graph"
)

// Predicates are those of the statements.
var Predicates = []graph.Predicate{"met", "visited", "accused", "praised", "criticized"}

// Actors is how many actors a store of so many statements has.
func Actors(statements int) int { return max(statements/20, 10) }

// Actor is an actor; 0 is the most frequent one.
func Actor(i uint64) graph.Node { return graph.Node(fmt.Sprintf("ent:actor-%06d", i)) }

// Record is article i of a store with so many actors.
func Record(i, actors int) graph.Record {
	r := rand.New(rand.NewPCG(1, uint64(i)))
	z := rand.NewZipf(r, 1.1, 2, uint64(actors-1))
	rec := graph.Record{Article: graph.Article{ID: "a" + strconv.Itoa(i), Date: "2023-12-31", Text: "A sentence.", SHA256: strconv.Itoa(i)}}
	named := map[graph.Node]bool{}
	for range 10 {
		s := graph.Statement{Subject: Actor(z.Uint64()), Object: Actor(r.Uint64N(uint64(actors))), Predicate: Predicates[r.IntN(len(Predicates))],
			Modality: graph.Asserted, Confidence: 0.9, End: 11, Evidence: "A sentence.",
			Date: graph.Date(fmt.Sprintf("%04d-%02d-%02d", 2010+r.IntN(14), 1+r.IntN(12), 1+r.IntN(28)))}
		rec.Statements = append(rec.Statements, s)
		for _, n := range []graph.Node{s.Subject, s.Object} {
			if !named[n] {
				named[n] = true
				rec.Entities = append(rec.Entities, graph.Entity{ID: n, Name: string(n), Type: graph.Person})
			}
		}
	}
	return rec
}

// Open opens a store of so many statements, for writing: the one that the environment variable ENTENTE_BENCH_STORE names,
// which is filled if it is new, or else a new one below dir.
func Open(ctx context.Context, dir string, statements int) (*graph.Store, error) {
	path := filepath.Join(dir, "graph.db")
	if kept := os.Getenv("ENTENTE_BENCH_STORE"); kept != "" {
		path = kept
	}
	store, err := graph.Open(ctx, path, graph.Options{Memory: 256 << 20})
	if err != nil {
		return nil, err
	}
	if err := fill(ctx, store, statements); err != nil {
		store.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return store, nil
}

func fill(ctx context.Context, store *graph.Store, statements int) error {
	articles, actors := statements/10, Actors(statements)
	// Articles are put in order: an interrupted run goes on where it was.
	var err error
	first := sort.Search(articles, func(i int) bool {
		_, _, known, e := store.Known(ctx, "a"+strconv.Itoa(i))
		if e != nil {
			err = e
		}
		return !known
	})
	if err != nil {
		return err
	}
	var batch []graph.Record
	for i := first; i < articles; i++ {
		if batch = append(batch, Record(i, actors)); len(batch) == 500 || i == articles-1 {
			if err := store.Put(ctx, batch...); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	return nil
}

// Statements is the number of statements that ENTENTE_BENCH_STATEMENTS asks for.
func Statements(otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv("ENTENTE_BENCH_STATEMENTS")); err == nil && n > 0 {
		return n
	}
	return otherwise
}
