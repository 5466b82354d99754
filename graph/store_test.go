package graph_test

import (
	"strings"
	"testing"

	"entente/graph"
	"entente/graph/graphtest"
	"entente/graph/ontology"
)

func TestMemory(t *testing.T) {
	graphtest.TestStore(t, func(t *testing.T) *graph.Store {
		s, err := graph.Open(t.Context(), "mem:", graph.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}

// The store reads the symmetric predicates from the ontology's table by itself; both readings must agree.
func TestSymmetricPredicates(t *testing.T) {
	ctx := t.Context()
	for _, p := range ontology.Predicates() {
		s := open(t, "mem:", graph.Options{})
		err := s.Put(ctx, graph.Record{Article: graph.Article{ID: "a"}, Statements: []graph.Statement{{Subject: "ent:a", Predicate: p.Name, Object: "ent:b", Modality: graph.Asserted}}})
		if err != nil {
			t.Fatal(err)
		}
		if both := strings.Contains(strings.Join(graphtest.Lines(t, s), "\n"), "<ent:b> <rel:"); both != ontology.Symmetric(p.Name) {
			t.Errorf("%s: edges in both directions %v, the ontology says %v", p.Name, both, ontology.Symmetric(p.Name))
		}
		s.Close()
	}
}
