package rdf

import (
	"bytes"
	"context"
	"testing"

	"entente/graph"
	"entente/graph/graphtest"
)

func store(t *testing.T) *graph.Store {
	t.Helper()
	s, err := graph.Open(context.Background(), "mem:", graph.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// TestExportRestoresAStore writes a store, reads it into an empty one and compares both.
func TestExportRestoresAStore(t *testing.T) {
	ctx := context.Background()
	from := store(t)
	if err := from.Put(ctx, graphtest.Sample()...); err != nil {
		t.Fatal(err)
	}
	for _, o := range []Options{{}, {Sorted: true}, {Base: "https://graph.example/x"}} {
		var b bytes.Buffer
		if _, err := Write(&b, NQuads, from.Quads(ctx), o); err != nil {
			t.Fatal(err)
		}
		to := store(t)
		if _, err := to.Import(ctx, Read(bytes.NewReader(b.Bytes()), o)); err != nil {
			t.Fatal(err)
		}
		graphtest.Equal(t, "restored store", graphtest.Lines(t, to), graphtest.Lines(t, from))
		var again bytes.Buffer
		if _, err := Write(&again, NQuads, to.Quads(ctx), Options{Base: o.Base, Sorted: true}); err != nil {
			t.Fatal(err)
		}
		var sorted bytes.Buffer
		if _, err := Write(&sorted, NQuads, from.Quads(ctx), Options{Base: o.Base, Sorted: true}); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(again.Bytes(), sorted.Bytes()) {
			t.Error("equal stores give other bytes in sorted order")
		}
	}
}

// TestEveryNodeHasALabel checks that whoever opens an export in another tool sees words instead of IRIs.
func TestEveryNodeHasALabel(t *testing.T) {
	ctx := context.Background()
	s := store(t)
	if err := s.Put(ctx, graphtest.Sample()...); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := Write(&b, NQuads, s.Quads(ctx), Options{}); err != nil {
		t.Fatal(err)
	}
	labelled, used := map[string]bool{}, map[string]bool{}
	for q, err := range Read(&b, Options{NoLabels: true}) {
		if err != nil {
			t.Fatal(err)
		}
		if q.Predicate.String() == "<rdfs:label>" {
			labelled[q.Subject.String()] = true
		}
		for _, v := range []string{q.Subject.String(), q.Predicate.String(), q.Object.String()} {
			for _, own := range []string{"<ent:", "<evt:", "<art:", "<rel:", "<onto:", "<fact:"} {
				if len(v) > len(own) && v[:len(own)] == own {
					used[v] = true
				}
			}
		}
	}
	for v := range used {
		// An article without title has only its id.
		if !labelled[v] && v != "<art:%C3%BCn%C3%AFcode%3F%231>" {
			t.Errorf("%s has no label", v)
		}
	}
}
