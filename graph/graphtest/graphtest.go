package graphtest

import (
	"context"
	"errors"
	"iter"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"entente/graph"

	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/quad"
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
	if len(rec.Statements) == 0 {
		rec.Statements = nil
	}
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
	})
	t.Run("scan", func(t *testing.T) {
		s := fill(t, Sample()...)
		var want []graph.Statement
		var articles []graph.Article
		for _, rec := range Sample() {
			want = append(want, wantRecord(rec).Statements...)
			rec.Article.Text = ""
			articles = append(articles, rec.Article)
		}
		byEvent := func(a, b graph.Statement) int { return strings.Compare(string(a.Event), string(b.Event)) }
		got := collect(t, s.Statements(ctx))
		slices.SortFunc(got, byEvent)
		slices.SortFunc(want, byEvent)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("Statements:\n got %+v\nwant %+v", got, want)
		}
		slices.SortFunc(articles, func(a, b graph.Article) int { return strings.Compare(a.ID, b.ID) })
		if got := collect(t, s.Articles(ctx)); !reflect.DeepEqual(got, articles) {
			t.Errorf("Articles:\n got %+v\nwant %+v", got, articles)
		}
		entities := map[graph.Node]graph.Entity{}
		for _, rec := range Sample() {
			for _, e := range rec.Entities {
				e.Code = ""
				entities[e.ID] = e
			}
		}
		var last graph.Node
		for _, e := range collect(t, s.Entities(ctx)) {
			if e.ID <= last {
				t.Errorf("entity %s after %s", e.ID, last)
			}
			last = e.ID
			if e.ID == "ent:ardelia" && e.Code != "ARD" {
				t.Errorf("code of Ardelia %q, want ARD", e.Code)
			}
			e.Code = ""
			if !reflect.DeepEqual(e, entities[e.ID]) {
				t.Errorf("entity %+v, want %+v", e, entities[e.ID])
			}
			delete(entities, e.ID)
		}
		if len(entities) > 0 {
			t.Errorf("entities missing: %v", entities)
		}
		st, err := s.Status(ctx)
		if err != nil || st.Articles != len(articles) || st.Statements != len(want) || st.Entities != 10 || int(st.Quads) != len(Lines(t, s)) {
			t.Errorf("status %+v, %v; want %d articles, %d statements, 10 entities, %d quads", st, err, len(articles), len(want), len(Lines(t, s)))
		}
	})
	t.Run("edges", func(t *testing.T) {
		lines := strings.Join(Lines(t, fill(t, Sample()...)), "\n") + "\n"
		for _, edge := range []struct {
			line string
			want bool
		}{
			{"<ent:lena-marsh> <rel:met> <ent:oto-brandt> <art:visit>", true},
			{"<ent:oto-brandt> <rel:met> <ent:lena-marsh> <art:visit>", true},
			{"<ent:lena-marsh> <rel:visited> <ent:corvath-city> <art:visit>", true},
			{"<ent:corvath-city> <rel:visited> <ent:lena-marsh> <art:visit>", false},
			{"<ent:boria> <rel:supplied_arms_to> <ent:corvath> <art:news/shells%202024>", false},
			{"<ent:boria> <rel:ally_of> <ent:corvath> <art:%C3%BCn%C3%AFcode%3F%231>", true},
			{"<ent:ardelia> <rel:member_of> <ent:northern-pact> <src:gazetteer>", true},
			{"<ent:corvath> <rel:open/be%20admitted%20to> <ent:northern-pact> <art:pact>", false},
		} {
			if strings.Contains(lines, edge.line+"\n") != edge.want {
				t.Errorf("%s: there %v, want %v", edge.line, !edge.want, edge.want)
			}
		}
	})
	t.Run("idempotent", func(t *testing.T) {
		recs := Sample()
		s := fill(t, recs...)
		want, gen := Lines(t, s), s.Generation()
		if err := s.Put(ctx, Sample()...); err != nil {
			t.Fatal(err)
		}
		if s.Generation() != gen {
			t.Errorf("putting what is there changed generation %d to %d", gen, s.Generation())
		}
		Equal(t, "again", Lines(t, s), want)
		slices.Reverse(recs)
		o := fill(t, append(recs, recs[2], recs[0])...)
		Equal(t, "other order", Lines(t, o), want)
		b := open(t)
		defer b.Close()
		if err := b.Put(ctx, append(recs, Sample()...)...); err != nil {
			t.Fatal(err)
		}
		Equal(t, "one batch", Lines(t, b), want)
	})
	t.Run("replace", func(t *testing.T) {
		s := fill(t, Sample()...)
		want := Lines(t, s)
		for i := range Sample() {
			changed := Sample()[i]
			changed.Article.SHA256, changed.Article.Text = "other", "Other text. "+changed.Article.Text
			changed.Statements = changed.Statements[:len(changed.Statements)/2]
			changed.Entities = changed.Entities[len(changed.Entities)/2:]
			for j := range changed.Entities {
				changed.Entities[j].Aliases = append(slices.Clone(changed.Entities[j].Aliases), "also known as this")
			}
			if err := s.Put(ctx, changed); err != nil {
				t.Fatal(err)
			}
			all := Sample()
			all[i] = changed
			Equal(t, "replaced "+changed.Article.ID, Lines(t, s), Lines(t, fill(t, all...)))
			if got, err := s.Record(ctx, changed.Article.ID); err != nil || !reflect.DeepEqual(got, wantRecord(changed)) {
				t.Errorf("replaced record %+v, %v", got, err)
			}
			if err := s.Put(ctx, Sample()[i]); err != nil {
				t.Fatal(err)
			}
			Equal(t, "put back "+changed.Article.ID, Lines(t, s), want)
		}
	})
	t.Run("delete", func(t *testing.T) {
		s := fill(t, Sample()...)
		recs := Sample()
		for len(recs) > 0 {
			if err := s.Delete(ctx, recs[0].Article.ID); err != nil {
				t.Fatal(err)
			}
			if err := s.Delete(ctx, recs[0].Article.ID); !errors.Is(err, graph.ErrNotFound) {
				t.Errorf("deleted twice: %v", err)
			}
			if _, err := s.Article(ctx, recs[0].Article.ID); !errors.Is(err, graph.ErrNotFound) {
				t.Errorf("deleted article: %v", err)
			}
			recs = recs[1:]
			Equal(t, "after a delete", Lines(t, s), Lines(t, fill(t, recs...)))
		}
		if lines := Lines(t, s); len(lines) > 0 {
			t.Errorf("%d quads are left", len(lines))
		}
		if es := collect(t, s.Entities(ctx)); len(es) > 0 {
			t.Errorf("%d entities are left", len(es))
		}
		qs, err := s.QuadStore()
		if err != nil {
			t.Fatal(err)
		}
		if v, err := qs.ValueOf(quad.IRI("ent:boria")); err == nil && v != nil {
			it := qs.QuadIterator(quad.Subject, v).Iterate()
			defer it.Close()
			if it.Next(ctx) {
				t.Error("Cayley still finds quads of a deleted article")
			}
		}
	})
	t.Run("cayley reads it", func(t *testing.T) {
		s := fill(t, Sample()...)
		qs, err := s.QuadStore()
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		it := qs.QuadsAllIterator().Iterate()
		defer it.Close()
		for it.Next(ctx) {
			q, err := qs.Quad(it.Result())
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, q.Subject.String()+" "+q.Predicate.String()+" "+q.Object.String()+" "+q.Label.String())
		}
		if err := it.Err(); err != nil {
			t.Fatal(err)
		}
		slices.Sort(all)
		Equal(t, "Cayley's own iterator", all, Lines(t, s))
		st, err := qs.Stats(ctx, true)
		if err != nil || int(st.Quads.Value) != len(all) {
			t.Errorf("stats %+v, %v, want %d quads", st, err, len(all))
		}
		met, err := path.StartPath(qs, quad.IRI("ent:oto-brandt")).Out(quad.IRI("rel:met")).Iterate(ctx).AllValues(qs)
		if err != nil || len(met) != 1 || met[0] != quad.IRI("ent:lena-marsh") {
			t.Errorf("whom Brandt met: %v, %v", met, err)
		}
		from, err := path.StartPath(qs, quad.IRI("ent:boria")).In(quad.IRI("onto:actor")).Has(quad.IRI("onto:modality"), quad.IRI("onto:denied")).Iterate(ctx).AllValues(qs)
		if err != nil || len(from) != 2 {
			t.Errorf("denied events of Boria: %v, %v, want 2", from, err)
		}
		in, err := path.StartPath(qs, quad.IRI("ent:ardelia")).LabelContext(quad.IRI("art:sanctions")).Out(quad.IRI("rel:sanctioned")).Iterate(ctx).AllValues(qs)
		if err != nil || len(in) != 1 {
			t.Errorf("sanctioned in one article: %v, %v", in, err)
		}
		in, err = path.StartPath(qs, quad.IRI("ent:ardelia")).LabelContext(quad.IRI("art:visit")).Out(quad.IRI("rel:sanctioned")).Iterate(ctx).AllValues(qs)
		if err != nil || len(in) != 0 {
			t.Errorf("sanctioned in another article: %v, %v", in, err)
		}
		if v, err := qs.ValueOf(quad.IRI("art:sanctions")); err != nil {
			t.Error(err)
		} else {
			n := 0
			it := qs.QuadIterator(quad.Label, v).Iterate()
			defer it.Close()
			for it.Next(ctx) {
				n++
			}
			want := 0
			for _, l := range all {
				if strings.HasSuffix(l, " <art:sanctions>") {
					want++
				}
			}
			if n != want {
				t.Errorf("%d quads by label, want %d", n, want)
			}
		}
	})
	t.Run("bad records", func(t *testing.T) {
		s := fill(t, Sample()[0])
		want := Lines(t, s)
		good := Sample()[1]
		for what, rec := range map[string]graph.Record{
			"no id":       {Article: graph.Article{Text: "x"}},
			"no object":   {Article: graph.Article{ID: "x"}, Statements: []graph.Statement{{Subject: "ent:a", Predicate: "met", Modality: graph.Asserted}}},
			"no modality": {Article: graph.Article{ID: "x"}, Statements: []graph.Statement{{Subject: "ent:a", Predicate: "met", Object: "ent:b"}}},
			"no entity":   {Article: graph.Article{ID: "x"}, Entities: []graph.Entity{{Name: "a"}}},
		} {
			if err := s.Put(ctx, good, rec); err == nil {
				t.Errorf("%s: stored", what)
			}
		}
		Equal(t, "after refused records", Lines(t, s), want)
	})
	t.Run("changes", func(t *testing.T) {
		s := fill(t, Sample()[:3]...)
		start := s.Generation()
		edited := Sample()[0]
		edited.Article.Title += ", again"
		steps := []func() error{
			func() error { return s.Put(ctx, Sample()[1], Sample()[4], Sample()[3]) }, // the first is there
			func() error { return s.Delete(ctx, Sample()[1].Article.ID) },
			func() error { return s.Put(ctx, edited) },
			func() error { return s.Delete(ctx, Sample()[4].Article.ID) },
			func() error { return s.Put(ctx, Sample()[4]) },
		}
		for i, step := range steps {
			if err := step(); err != nil {
				t.Fatalf("step %d: %v", i, err)
			}
		}
		node := func(ids ...string) (nodes []graph.Node) {
			for _, id := range ids {
				nodes = append(nodes, graph.ArticleNode(id))
			}
			slices.Sort(nodes)
			return nodes
		}
		visit, shells, unicode, pact := edited.Article.ID, Sample()[1].Article.ID, Sample()[3].Article.ID, Sample()[4].Article.ID
		for _, c := range []struct {
			since            uint64
			changed, deleted []graph.Node
			ok               bool
		}{
			{start, node(visit, unicode, pact), node(shells), true},
			{start + 2, node(visit, pact), nil, true},
			{start + 4, node(pact), nil, true},
			{start + 5, nil, nil, true},
			{start + 6, nil, nil, false}, // of another store
			{0, node(visit, Sample()[2].Article.ID, unicode, pact), node(shells), true},
		} {
			changed, deleted, ok, err := s.Changes(ctx, c.since)
			slices.Sort(changed)
			if !slices.Equal(changed, c.changed) || !slices.Equal(deleted, c.deleted) || ok != c.ok || err != nil {
				t.Errorf("Changes(%d of %d) = %v, %v, %v, %v, want %v, %v, %v", c.since, s.Generation(), changed, deleted, ok, err, c.changed, c.deleted, c.ok)
			}
		}
	})
	t.Run("watch", func(t *testing.T) {
		s := fill(t)
		ctx, cancel := context.WithCancel(ctx)
		news, done := make(chan uint64, 16), make(chan struct{})
		go func() { s.Watch(ctx, func(g uint64) { news <- g }); close(done) }()
		time.Sleep(20 * time.Millisecond)
		if err := s.Put(ctx, Sample()[0]); err != nil {
			t.Fatal(err)
		}
		select {
		case g := <-news:
			if g != s.Generation() {
				t.Errorf("told generation %d, want %d", g, s.Generation())
			}
		case <-time.After(5 * time.Second):
			t.Error("not told of a change")
		}
		cancel()
		select {
		case <-done:
		case <-time.After(5 * time.Second):
			t.Error("Watch does not end with its context")
		}
	})
	t.Run("concurrent", func(t *testing.T) { concurrent(t, fill(t), time.Second/2) })
}

func collect[T any](t *testing.T, seq iter.Seq2[T, error]) []T {
	t.Helper()
	var all []T
	for x, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, x)
	}
	return all
}

// Concurrent has one goroutine write and eight read for a while. Readers must see whole articles only.
func Concurrent(t *testing.T, s *graph.Store, d time.Duration) { concurrent(t, s, d) }

func concurrent(t *testing.T, s *graph.Store, d time.Duration) {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	recs := Sample()
	count := map[string]int{}
	for _, r := range recs {
		count[r.Article.ID] = len(r.Statements)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			rec := Sample()[i%len(recs)]
			var err error
			if i/len(recs)%2 == 0 {
				err = s.Put(context.Background(), rec)
			} else {
				err = s.Delete(context.Background(), rec.Article.ID)
			}
			if err != nil {
				t.Error(err)
				return
			}
		}
	})
	for i := range 8 {
		wg.Go(func() {
			for ctx.Err() == nil {
				switch i % 4 {
				case 0, 1:
					seen := map[string]int{}
					for st, err := range s.Statements(context.Background()) {
						if err != nil {
							t.Error(err)
							return
						}
						seen[st.Article]++
					}
					for id, n := range seen {
						if n != count[id] {
							t.Errorf("article %s has %d statements, want %d: it is not whole", id, n, count[id])
							return
						}
					}
				case 2:
					rec, err := s.Record(context.Background(), recs[i%len(recs)].Article.ID)
					if err == nil && !reflect.DeepEqual(rec, wantRecord(recs[i%len(recs)])) {
						t.Errorf("article %s is not whole: %+v", rec.Article.ID, rec)
						return
					}
					if err != nil && !errors.Is(err, graph.ErrNotFound) {
						t.Error(err)
						return
					}
				case 3:
					qs, err := s.QuadStore()
					if err != nil {
						t.Error(err)
						return
					}
					for range 10 {
						got, err := path.StartPath(qs, quad.IRI("ent:lena-marsh")).Out().Iterate(ctx).AllValues(qs)
						if err != nil && ctx.Err() == nil {
							t.Errorf("Cayley: %v, %v", got, err)
							return
						}
					}
				}
			}
		})
	}
	wg.Wait()
}
