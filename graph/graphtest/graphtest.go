package graphtest

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"entente/graph"
)

// Lines is the whole store as sorted lines of quads: equal stores give equal lines.
func Lines(t testing.TB, s *graph.Store) []string {
	t.Helper()
	var lines []string
	for q, err := range s.Quads(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, q.Subject.String()+" "+q.Predicate.String()+" "+q.Object.String()+" "+q.Label.String())
	}
	slices.Sort(lines)
	return lines
}

// Equal fails the test where the two stores' quads differ, and names up to five of them.
func Equal(t testing.TB, what string, got, want []string) {
	t.Helper()
	if slices.Equal(got, want) {
		return
	}
	has := map[string]int{}
	for _, l := range want {
		has[l]++
	}
	for _, l := range got {
		has[l]--
	}
	n := 0
	for _, l := range slices.Sorted(func(yield func(string) bool) {
		for l, d := range has {
			if d != 0 && !yield(l) {
				return
			}
		}
	}) {
		if n++; n > 5 {
			break
		}
		sign := "missing"
		if has[l] < 0 {
			sign = "too many"
		}
		if len(l) > 300 {
			l = l[:300]
		}
		t.Errorf("%s: %s: %s", what, sign, l)
	}
	t.Errorf("%s: %d quads, want %d", what, len(got), len(want))
}

// wantRecord is rec as a store gives it back.
func wantRecord(rec graph.Record) graph.Record {
	graph.Identify(&rec)
	rec.Statements = slices.Clone(rec.Statements)
	for i := range rec.Statements {
		rec.Statements[i].Article = rec.Article.ID
	}
	return rec
}

// TestStore runs the tests that every store passes. open returns an empty store, which the test closes.
func TestStore(t *testing.T, open func(t *testing.T) *graph.Store) {
	ctx := context.Background()
	fill := func(t *testing.T, recs ...graph.Record) *graph.Store {
		s := open(t)
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error("close:", err)
			}
		})
		for _, r := range recs {
			if err := s.Put(ctx, r); err != nil {
				t.Fatal(err)
			}
		}
		return s
	}
	t.Run("round trip", func(t *testing.T) {
		s := fill(t, Sample()...)
		for _, rec := range Sample() {
			want := wantRecord(rec)
			got, err := s.Record(ctx, rec.Article.ID)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("article %s:\n got %+v\nwant %+v", rec.Article.ID, got, want)
			}
			a, err := s.Article(ctx, rec.Article.ID)
			if err != nil || a != want.Article {
				t.Errorf("Article(%s) = %+v, %v", rec.Article.ID, a, err)
			}
			for _, st := range want.Statements {
				got, a, err := s.Event(ctx, st.Event)
				if err != nil || !reflect.DeepEqual(got, st) || a != want.Article {
					t.Errorf("Event(%s) = %+v, %+v, %v\nwant %+v", st.Event, got, a, err, st)
				}
			}
			sha, extractor, ok, err := s.Known(ctx, rec.Article.ID)
			if sha != rec.Article.SHA256 || extractor != rec.Article.Extractor || !ok || err != nil {
				t.Errorf("Known(%s) = %s, %s, %v, %v", rec.Article.ID, sha, extractor, ok, err)
			}
		}
		_ = strings.TrimSpace
	})
}
