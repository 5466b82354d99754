package graph_test

import (
	"iter"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"entente/graph"
	"entente/graph/graphtest"

	"github.com/cayleygraph/quad"
)

func quadsOf(t testing.TB, s *graph.Store) []quad.Quad {
	t.Helper()
	var quads []quad.Quad
	for q, err := range s.Quads(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		quads = append(quads, q)
	}
	return quads
}

func seq(quads []quad.Quad) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for _, q := range quads {
			if !yield(q, nil) {
				return
			}
		}
	}
}

// What Import builds must be what Put builds, in the same order, in any order, and with quads that come twice.
func TestImport(t *testing.T) {
	n := 600 // enough ids for several windows of the log, with every byte that is escaped
	mem := open(t, "mem:", graph.Options{})
	defer mem.Close()
	recs := slices.Collect(graphtest.Articles(5, n))
	if err := mem.Put(t.Context(), append(recs, graphtest.Sample()...)...); err != nil {
		t.Fatal(err)
	}
	quads := quadsOf(t, mem)
	want := graphtest.Lines(t, mem)
	few := open(t, "mem:", graph.Options{})
	defer few.Close()
	if err := few.Put(t.Context(), recs[:60]...); err != nil {
		t.Fatal(err)
	}
	fewQuads, fewWant := quadsOf(t, few), graphtest.Lines(t, few)
	shuffled := slices.Clone(fewQuads)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	twice := append(slices.Clone(fewQuads), fewQuads[len(fewQuads)/2:len(fewQuads)/2+20]...)
	for _, c := range []struct {
		name  string
		quads []quad.Quad
		want  []string
	}{
		{"in order", quads, want},
		{"twice", twice, fewWant},
		{"shuffled", shuffled, fewWant},
		{"nothing", nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "db")
			s := open(t, path, graph.Options{})
			done, err := s.Import(t.Context(), seq(c.quads))
			if err != nil {
				t.Fatal(err)
			}
			if _, _, ok, err := s.Changes(t.Context(), 0); ok || err != nil {
				t.Errorf("Changes over an import: %v, %v", ok, err)
			}
			graphtest.Equal(t, "imported", graphtest.Lines(t, s), c.want)
			if int(done.Quads) != len(c.want) {
				t.Errorf("%+v, want %d quads", done, len(c.want))
			}
			if c.want != nil {
				for _, rec := range []graph.Record{recs[0], recs[30], recs[59]} {
					got, err := s.Record(t.Context(), rec.Article.ID)
					if err != nil || got.Article != rec.Article || len(got.Statements) != len(rec.Statements) {
						t.Errorf("record %s: %+v, %v", rec.Article.ID, got.Article, err)
					}
				}
				// It goes on as any other store.
				for _, rec := range recs[:5] {
					if err := s.Delete(t.Context(), rec.Article.ID); err != nil {
						t.Fatal(err)
					}
				}
				if err := s.Put(t.Context(), recs[:5]...); err != nil {
					t.Fatal(err)
				}
				graphtest.Equal(t, "imported and changed", graphtest.Lines(t, s), c.want)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			whole(t, path)
		})
	}
}
