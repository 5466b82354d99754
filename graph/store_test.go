package graph_test

import (
	"testing"

	"entente/graph"
	"entente/graph/graphtest"
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
