package queries

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"entente/graph"
)

func entity(id graph.Node, name string, t graph.Type, aliases ...string) graph.Entity {
	return graph.Entity{ID: id, Name: name, Type: t, Aliases: aliases}
}

func world() []graph.Record {
	putin := entity("ent:vladimir-putin", "Vladimir Putin", graph.Person)
	putin.Wikidata = "Q7747"
	putin.Facts = []graph.Fact{{Predicate: "leader_of", Object: "ent:russia", ObjectName: "Russia", ObjectType: graph.Country, Position: "President",
		From: "2012-05-07", Source: "offices"}}
	medvedev := entity("ent:dmitry-medvedev", "Dmitry Medvedev", graph.Person)
	medvedev.Facts = []graph.Fact{{Predicate: "leader_of", Object: "ent:russia", ObjectName: "Russia", Position: "President",
		From: "2008-05-07", To: "2012-05-07", Source: "offices"}}
	all := []graph.Entity{
		putin, medvedev,
		entity("ent:kim-jong-un", "Kim Jong Un", graph.Person, "Kim Jong-un"),
		entity("ent:kim-yo-jong", "Kim Yo Jong", graph.Person),
		entity("ent:sergei-shoigu", "Sergei Shoigu", graph.Person, "Sergey Shoygu"),
		entity("ent:volodymyr-zelensky", "Volodymyr Zelensky", graph.Person, "Володимир Зеленський"),
		entity("ent:georgia", "Georgia", graph.Country),
		entity("ent:georgia-us", "Georgia", graph.Place),
		entity("ent:france", "France", graph.Country, "the French Republic"),
		entity("ent:cote-divoire", "Côte d’Ivoire", graph.Country, "Ivory Coast"),
		entity("ent:topic/france", "France", graph.Topic),
		entity("ent:russia", "Russia", graph.Country),
		entity("ent:pyongyang", "Pyongyang", graph.Place),
		entity("ent:kyodo", "Kyodo", graph.Media),
	}
	return []graph.Record{
		sketch{id: "one", date: "2023-07-30", lines: []line{
			{subject: "ent:sergei-shoigu", predicate: "visited", object: "ent:pyongyang", date: "2023-07-25", says: []graph.Node{"ent:kyodo"}},
			{subject: "ent:kim-jong-un", predicate: "met", object: "ent:sergei-shoigu", date: "2023-07-26", place: "ent:pyongyang"},
			{subject: "ent:kim-jong-un", predicate: "met", object: "ent:vladimir-putin", modality: graph.Planned, date: "2023-09"},
		}}.record(all...),
		sketch{id: "two", date: "2023-09-14", lines: []line{
			{subject: "ent:kim-jong-un", predicate: "met", object: "ent:sergei-shoigu"},
			{subject: "ent:vladimir-putin", predicate: "accused", object: "ent:volodymyr-zelensky", modality: graph.Alleged},
			{subject: "ent:russia", predicate: "supplied_arms_to", object: "ent:kim-jong-un", modality: graph.Denied, says: []graph.Node{"ent:russia"}},
			{subject: "ent:vladimir-putin", predicate: "praised", object: "ent:topic/france"},
			{subject: "ent:volodymyr-zelensky", predicate: "praised", object: "ent:topic/france"},
		}}.record(all...),
	}
}

func TestResolve(t *testing.T) {
	ix := open(t, newFake(world()...), Options{Still: true})
	tests := []struct {
		name string
		want graph.Node
		near graph.Node   // of an unknown name
		may  []graph.Node // of an ambiguous one
	}{
		{name: "ent:kim-jong-un", want: "ent:kim-jong-un"},
		{name: "kim-jong-un", want: "ent:kim-jong-un"},
		{name: "Q7747", want: "ent:vladimir-putin"},
		{name: "q7747", want: "ent:vladimir-putin"},
		{name: "Kim Jong Un", want: "ent:kim-jong-un"},
		{name: " kim  JONG-un ", want: "ent:kim-jong-un"},
		{name: "Kim Jong Un's", want: "ent:kim-jong-un"},
		{name: "Putin", want: "ent:vladimir-putin"},
		{name: "Шойгу", want: "ent:sergei-shoigu"},
		{name: "Сергей Шойгу", want: "ent:sergei-shoigu"},
		{name: "Зеленський", want: "ent:volodymyr-zelensky"},
		{name: "Shoygu", want: "ent:sergei-shoigu"},
		{name: "Georgia", want: "ent:georgia"},
		{name: "France", want: "ent:france"},
		{name: "French Republic", want: "ent:france"},
		{name: "cote d'ivoire", want: "ent:cote-divoire"},
		{name: "Jong Un", want: "ent:kim-jong-un"},
		{name: "Kim", may: []graph.Node{"ent:kim-jong-un", "ent:kim-yo-jong"}},
		{name: "Shoigoo", near: "ent:sergei-shoigu"},
		{name: "Vladimir Puttin", near: "ent:vladimir-putin"},
		{name: "Zelenski", near: "ent:volodymyr-zelensky"},
		{name: "", near: ""},
		{name: "Xyzzy Plugh", near: ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ix.Resolve(tt.name)
			var unknown *UnknownError
			var ambiguous *AmbiguousError
			switch {
			case tt.want != "":
				if err != nil || got != tt.want {
					t.Errorf("%s, %v, want %s", got, err, tt.want)
				}
			case tt.may != nil:
				if !errors.As(err, &ambiguous) {
					t.Fatalf("%s, %v, want an ambiguous name", got, err)
				}
				var may []graph.Node
				for _, c := range ambiguous.Candidates {
					may = append(may, c.ID)
				}
				slices.Sort(may)
				if !slices.Equal(may, tt.may) {
					t.Errorf("candidates %v, want %v", may, tt.may)
				}
			default:
				if !errors.As(err, &unknown) {
					t.Fatalf("%s, %v, want an unknown name", got, err)
				}
				if tt.near != "" && (len(unknown.Near) == 0 || unknown.Near[0].ID != tt.near) {
					t.Errorf("near %v, want %s first", unknown.Near, tt.near)
				}
			}
		})
	}
}

// Every name is found by itself, by its words, by its beginnings and with one error, in a dictionary of any size.
func TestSearchFindsEveryName(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var b nameBuilder
	var all []string
	for i := range 3000 {
		name := personName(r)
		all = append(all, name)
		b.add(uint32(i), name, nil)
	}
	n := b.finish(func(u uint32) int { return int(u) })
	finds := func(q string, edits int, want string) bool {
		ok := false
		n.search(q, edits, func(h hit) { ok = ok || string(n.at(n.Starts[h.name])) == want })
		return ok
	}
	for i, name := range all {
		if i%7 != 0 {
			continue
		}
		words := strings.Fields(name)
		for _, q := range []string{name, words[len(words)-1], name[:len(name)-1], words[1] + " " + words[0]} {
			if !finds(q, 0, name) {
				t.Errorf("%q does not find %q", q, name)
			}
		}
		at := 1 + r.IntN(len(name)-2)
		for _, q := range []string{name[:at] + name[at+1:], name[:at] + "x" + name[at:], name[:at] + "x" + name[at+1:],
			name[:at] + name[at+1:at+2] + name[at:at+1] + name[at+2:]} {
			if q = fold(q); q != name && !finds(q, 1, name) && !finds(q, 2, name) {
				t.Errorf("%q does not find %q", q, name)
			}
		}
	}
}

// distance is the slow reference of fuzzy: edits with swaps of neighbours.
func distance(a, b string) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		for j := range d[i] {
			switch {
			case i == 0 || j == 0:
				d[i][j] = i + j
				continue
			case a[i-1] == b[j-1]:
				d[i][j] = d[i-1][j-1]
			default:
				d[i][j] = d[i-1][j-1] + 1
			}
			d[i][j] = min(d[i][j], d[i-1][j]+1, d[i][j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

func TestFuzzyAgainstReference(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	var b nameBuilder
	var all []string
	word := func() string {
		c := make([]byte, 3+r.IntN(5))
		for i := range c {
			c[i] = byte('a' + r.IntN(3))
		}
		return string(c)
	}
	for i := range 300 {
		all = append(all, word())
		b.add(uint32(i), all[i], nil)
	}
	n := b.finish(nil)
	for range 300 {
		q := word()
		for edits := 1; edits <= 2; edits++ {
			got := map[int]int{}
			n.fuzzy(q, edits, func(h hit) { got[h.name] = h.edits })
			for i, name := range all {
				d := distance(q, name)
				if found, ok := got[i]; ok != (d <= edits) || ok && found != d {
					t.Fatalf("%q and %q with %d edits: %v %d, want distance %d", q, name, edits, ok, found, d)
				}
			}
		}
	}
}

func FuzzSearch(f *testing.F) {
	for _, s := range []string{"Kim Jong Un", "Шойгу", "'s", "the", "\x00", "\xff", "a b c d e f g", "Côte d’Ivoire", "Q1", "ent:", "İ", "ﬁ"} {
		f.Add(s)
	}
	ix, err := Open(context.Background(), newFake(world()...), Options{Still: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if q := fold(s); fold(q) != q && !strings.HasPrefix(q, "the ") {
			t.Errorf("%q folds to %q and that to %q", s, q, fold(q))
		}
		if n := len(ix.Search(s, 5)); n > 5 {
			t.Errorf("%d results", n)
		}
		if n, err := ix.Resolve(s); (n == "") == (err == nil) {
			t.Errorf("%q, %v", n, err)
		}
	})
}

func TestReasons(t *testing.T) {
	ix := open(t, newFake(world()...), Options{Still: true})
	tests := []struct {
		name     string
		from, to graph.Node
		o        PathOptions
		opens    string
		change   string
	}{
		{"planned", "ent:kim-jong-un", "ent:vladimir-putin", PathOptions{MaxHops: 1}, "modality", "--modality asserted,planned"},
		{"alleged", "ent:vladimir-putin", "ent:volodymyr-zelensky", PathOptions{}, "modality", "--modality asserted,alleged"},
		{"through a topic", "ent:vladimir-putin", "ent:volodymyr-zelensky", PathOptions{}, "topics", "--topics"},
		{"farther", "ent:kim-jong-un", "ent:pyongyang", PathOptions{MaxHops: 1}, "max_hops", "--max-hops 2"},
		{"background", "ent:vladimir-putin", "ent:russia", PathOptions{NoBackground: true}, "background", "--background on"},
		{"an office that was not held yet", "ent:dmitry-medvedev", "ent:russia", PathOptions{MaxHops: 1, AsOf: "2007"}, "as_of", "without --as-of"},
		{"an office that was held no more", "ent:dmitry-medvedev", "ent:russia", PathOptions{MaxHops: 1, AsOf: "2020"}, "as_of", "without --as-of"},
		{"who speaks", "ent:kyodo", "ent:sergei-shoigu", PathOptions{MaxHops: 1}, "attribution", "--attribution"},
		{"nothing", "ent:france", "ent:georgia", PathOptions{}, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := ix.Paths(t.Context(), tt.from, tt.to, tt.o)
			if err != nil {
				t.Fatal(err)
			}
			if len(p.Paths) > 0 || len(p.Reasons) == 0 || !errors.Is(p.Err(), ErrNoPath) {
				t.Fatalf("%+v", p)
			}
			ok := tt.opens == "" && len(p.Reasons) == 1
			for _, r := range p.Reasons[1:] {
				ok = ok || r.Filter == tt.opens && r.Change == tt.change && r.Paths > 0
			}
			if !ok {
				t.Errorf("reasons %+v, want %s by %s", p.Reasons, tt.opens, tt.change)
			}
		})
	}
	if p, _ := ix.Paths(t.Context(), "ent:dmitry-medvedev", "ent:russia", PathOptions{AsOf: "2010-01-01"}); len(p.Paths) != 1 || p.Paths[0].Hops[0].Source != "offices" ||
		p.Paths[0].Hops[0].Position != "President" {
		t.Errorf("Medvedev and Russia in 2010: %+v", p.Paths)
	}
}

func TestBadOptions(t *testing.T) {
	ix := open(t, newFake(world()...), Options{Still: true})
	for _, o := range []PathOptions{{K: -1}, {K: MaxPaths + 1}, {MaxHops: MaxHops + 1}, {MaxHops: -1}, {By: "luck"}, {Since: "yesterday"}, {Since: "2023-13"},
		{Since: "2024", Until: "2023"}, {Modalities: []graph.Modality{"sure"}}, {AsOf: "2023-1-1"}, {Via: make([]graph.Node, MaxVia+1)}} {
		if _, err := ix.Paths(t.Context(), "ent:kim-jong-un", "ent:russia", o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
	var unknown *UnknownError
	if _, err := ix.Paths(t.Context(), "ent:nobody", "ent:russia", PathOptions{}); !errors.As(err, &unknown) {
		t.Errorf("error %v, want an unknown name", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	big, err := Open(t.Context(), generated{20_000, 1000}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := big.Neighbourhood(ctx, "ent:actor-000000", NeighbourOptions{Hops: 4}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

func TestTimelineAndShow(t *testing.T) {
	ix := open(t, newFake(world()...), Options{Still: true})
	said := func(tl Timeline) string {
		var out []string
		for _, e := range tl.Events {
			out = append(out, fmt.Sprint(e.Date, " ", e.Subject.Name, " ", e.Predicate, " ", e.Modality))
		}
		return fmt.Sprint(strings.Join(out, "; "), " | ", tl.Total, tl.Undated, tl.Truncated)
	}
	tests := []struct {
		o    TimelineOptions
		want string
	}{
		{TimelineOptions{Actors: []graph.Node{"ent:kim-jong-un"}}, "2023-07-26 Kim Jong Un met asserted; 2023-09 Kim Jong Un met planned | 2 2 false"},
		{TimelineOptions{Actors: []graph.Node{"ent:kim-jong-un"}, Newest: true, Limit: 1}, "2023-09 Kim Jong Un met planned | 2 2 true"},
		{TimelineOptions{Actors: []graph.Node{"ent:kim-jong-un", "ent:sergei-shoigu"}}, "2023-07-26 Kim Jong Un met asserted | 1 1 false"},
		{TimelineOptions{Actors: []graph.Node{"ent:kim-jong-un"}, Since: "2023-08"}, "2023-09 Kim Jong Un met planned | 1 2 false"},
		{TimelineOptions{Places: []graph.Node{"ent:pyongyang"}}, "2023-07-25 Sergei Shoigu visited asserted; 2023-07-26 Kim Jong Un met asserted | 2 0 false"},
		{TimelineOptions{Predicates: []graph.Predicate{"visited"}}, "2023-07-25 Sergei Shoigu visited asserted | 1 0 false"},
		{TimelineOptions{Actors: []graph.Node{"ent:kyodo"}}, " | 0 0 false"},
		{TimelineOptions{Actors: []graph.Node{"ent:kyodo"}, Attribution: true}, "2023-07-25 Sergei Shoigu visited asserted | 1 0 false"},
		{TimelineOptions{Actors: []graph.Node{"ent:kim-jong-un"}, Modalities: []graph.Modality{graph.Denied}, Undated: true},
			" Russia supplied_arms_to denied | 1 0 false"},
	}
	for i, tt := range tests {
		tl, err := ix.Timeline(t.Context(), tt.o)
		if err != nil {
			t.Fatal(err)
		}
		if got := said(tl); got != tt.want {
			t.Errorf("%d: %s\nwant %s", i, got, tt.want)
		}
	}
	p, err := ix.Show(t.Context(), "ent:vladimir-putin", ShowOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Offices) != 1 || p.Offices[0].Position != "President" || p.Statements != 3 || p.Articles != 2 || p.Wikidata != "Q7747" || len(p.About) != 3 {
		t.Errorf("%+v", p)
	}
	if p, err = ix.Show(t.Context(), "ent:kyodo", ShowOptions{}); err != nil || len(p.Said) != 1 || p.Statements != 0 {
		t.Errorf("%+v, %v: want one thing said", p, err)
	}
	c, err := ix.Common(t.Context(), []graph.Node{"ent:kim-jong-un", "ent:pyongyang"}, NeighbourOptions{Evidence: 1})
	if err != nil || len(c.Nodes) != 1 || c.Nodes[0].ID != "ent:sergei-shoigu" || len(c.Nodes[0].Hops) != 2 || len(c.Nodes[0].Hops[0].Evidence) != 1 {
		t.Errorf("%+v, %v: want Shoigu in common", c, err)
	}
	n, err := ix.Neighbourhood(t.Context(), "ent:pyongyang", NeighbourOptions{Hops: 2})
	if err != nil || n.Total != 2 || n.Nodes[0].ID != "ent:sergei-shoigu" || n.Nodes[1].Hops != 2 || len(n.Edges) != 2 || len(n.Groups) != 1 {
		t.Errorf("%+v, %v: want Shoigu and, behind him, Kim", n, err)
	}
	n, err = ix.Neighbourhood(t.Context(), "ent:pyongyang", NeighbourOptions{Types: []graph.Type{graph.Country}})
	if err != nil || n.Total != 0 || len(n.Groups) != 0 {
		t.Errorf("%+v, %v: want no country around Pyongyang", n, err)
	}
	s := ix.Stats()
	if s.Articles != 2 || s.Statements != 8 || s.Background != 2 || s.Entities != 14 || s.Modalities[0] != (Count{"asserted", 5}) {
		t.Errorf("%+v", s)
	}
}

// Walks agree with a plain breadth-first search whichever way levels are reached.
func TestWalkAgainstReference(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 3))
		recs := random(r, 40, 40)
		f := newFake(recs[:20]...)
		ix := open(t, f, Options{Still: true, Overlay: 1 << 30})
		if seed%2 == 0 {
			f.put(recs[20:]...)
			if err := ix.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
		} else {
			recs = recs[:20]
		}
		o := PathOptions{Directed: seed%3 == 0}
		w := newSlow(recs, o)
		nodes := nodesOf(recs)
		from := nodes[r.IntN(len(nodes))]
		want := map[graph.Node]int{from: 0}
		queue := []graph.Node{from}
		for n := range w.names {
			if w.joined(from, n) {
				want[n] = 0
				queue = append(queue, n)
			}
		}
		for len(queue) > 0 {
			at := queue[0]
			queue = queue[1:]
			if want[at] == 5 || at != from && strings.HasPrefix(string(at), "ent:topic/") {
				continue
			}
			ways := maps.Clone(w.all[at])
			for n := range w.names {
				ways[n] = true
			}
			for next := range ways {
				if _, ok := want[next]; !ok {
					if _, ok := w.hop(at, next); ok {
						want[next] = want[at] + 1
						queue = append(queue, next)
					}
				}
			}
		}
		maps.DeleteFunc(want, func(_ graph.Node, hops int) bool { return hops == 0 })
		got, err := ix.Neighbourhood(t.Context(), from, NeighbourOptions{Hops: 5, Limit: 1000, Directed: o.Directed})
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Nodes) != len(want) {
			t.Fatalf("seed %d: %d nodes, want %d", seed, len(got.Nodes), len(want))
		}
		for _, n := range got.Nodes {
			if want[n.ID] != n.Hops {
				t.Errorf("seed %d: %s is %d hops away, want %d", seed, n.ID, n.Hops, want[n.ID])
			}
		}
	}
}

func TestSavedIndex(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index")
	f := newFake(world()...)
	ask := func(ix *Index) string {
		t.Helper()
		p, err := ix.Paths(t.Context(), "ent:vladimir-putin", "ent:pyongyang", PathOptions{Modalities: graph.Modalities})
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal([]any{p, ix.Search("kim", 5), ix.Stats().Statements})
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	want := ask(open(t, f, Options{Path: path, Still: true}))
	scans := f.scans
	if got := ask(open(t, f, Options{Path: path, Still: true})); got != want || f.scans != scans {
		t.Errorf("with a saved index %d scans and %s\nwant %s", f.scans-scans, got, want)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	bad := 0
	for range 300 {
		data := bytes.Clone(whole)
		if r.IntN(4) == 0 {
			data = data[:r.IntN(len(data))]
		} else {
			data[r.IntN(len(data))] ^= 1 << r.IntN(8)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if b, ok := readBase(path); ok {
			// Padding is not covered by a checksum: nothing is read from it.
			ix := &Index{g: f}
			ix.view.Store(ix.fresh(b))
			if got := ask(ix); got != want {
				t.Fatalf("a damaged file gives %s", got)
			}
		} else {
			bad++
		}
		if got := ask(open(t, f, Options{Path: path, Still: true})); got != want {
			t.Fatalf("beside a damaged file: %s", got)
		}
	}
	if bad < 250 {
		t.Errorf("only %d of 300 damaged files were noticed", bad)
	}
	// An older file is brought up to date without a scan.
	scans = f.scans
	f.remove("two")
	ix := open(t, f, Options{Path: path, Still: true})
	if got := ix.Stats().Statements; got != 3 || f.scans != scans {
		t.Errorf("%d statements and %d scans, want 3 and none", got, f.scans-scans)
	}
}

// Commits are seen, while questions are asked all the time; how soon is measured by BenchmarkFollow.
func TestFollowUnderLoad(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	recs := random(r, 400, 200)
	f := newFake(recs[:200]...)
	ix := open(t, f, Options{Overlay: 100})
	stop := make(chan struct{})
	var asking sync.WaitGroup
	nodes := nodesOf(recs[:200])
	for range 3 {
		asking.Go(func() {
			r := rand.New(rand.NewPCG(4, 4))
			for {
				select {
				case <-stop:
					return
				default:
				}
				from, to := nodes[r.IntN(len(nodes))], nodes[r.IntN(len(nodes))]
				var unknown *UnknownError
				if _, err := ix.Paths(context.Background(), from, to, PathOptions{K: 5, Evidence: 1}); err != nil && !errors.As(err, &unknown) {
					t.Error(err)
					return
				}
				ix.Search("a1", 5)
				if _, err := ix.Neighbourhood(context.Background(), from, NeighbourOptions{Hops: 2}); err != nil && !errors.As(err, &unknown) {
					t.Error(err)
					return
				}
			}
		})
	}
	var slowest time.Duration
	wait := func(what string, seen func() bool) {
		begin := time.Now()
		for !seen() {
			if time.Since(begin) > 10*time.Second {
				t.Fatalf("%s is not seen", what)
			}
			time.Sleep(100 * time.Microsecond)
		}
		slowest = max(slowest, time.Since(begin))
	}
	for i := range 40 {
		id := fmt.Sprintf("new-%d", i)
		node := graph.Node("ent:x/person/new-" + fmt.Sprint(i))
		f.put(sketch{id: id, lines: []line{{subject: node, predicate: "met", object: nodes[0], date: "2023"}}}.record(), recs[200+i])
		wait("a new statement", func() bool {
			p, err := ix.Paths(t.Context(), node, nodes[0], PathOptions{MaxHops: 1})
			return err == nil && len(p.Paths) == 1
		})
		f.remove(id)
		wait("a deletion", func() bool {
			_, err := ix.Paths(t.Context(), node, nodes[0], PathOptions{MaxHops: 1})
			return err != nil
		})
	}
	close(stop)
	asking.Wait()
	t.Logf("the slowest of 80 commits was seen after %v", slowest)
	if f.compares > 1+f.scans {
		t.Errorf("articles were compared %d times beside %d builds, though the store tells what changed", f.compares, f.scans)
	}
	// After all of it the index is what a new one is.
	if err := ix.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	now := f.sorted()
	all := nodesOf(now)
	for range 50 {
		checkPaths(t, ix, now, all[r.IntN(len(all))], all[r.IntN(len(all))], PathOptions{K: 4, MaxHops: 3, By: ByHops, Evidence: -1})
	}
}

func TestRender(t *testing.T) {
	ix := open(t, newFake(world()...), Options{Still: true})
	p, err := ix.Paths(t.Context(), "ent:vladimir-putin", "ent:pyongyang", PathOptions{Modalities: []graph.Modality{graph.Asserted, graph.Planned}, K: 1})
	if err != nil {
		t.Fatal(err)
	}
	none, err := ix.Paths(t.Context(), "ent:france", "ent:georgia", PathOptions{})
	if err != nil {
		t.Fatal(err)
	}
	n, err := ix.Neighbourhood(t.Context(), "ent:kim-jong-un", NeighbourOptions{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := ix.Common(t.Context(), []graph.Node{"ent:kim-jong-un", "ent:pyongyang"}, NeighbourOptions{})
	if err != nil {
		t.Fatal(err)
	}
	tl, err := ix.Timeline(t.Context(), TimelineOptions{Undated: true})
	if err != nil {
		t.Fatal(err)
	}
	show, err := ix.Show(t.Context(), "ent:vladimir-putin", ShowOptions{})
	if err != nil {
		t.Fatal(err)
	}
	wants := map[string]string{
		"table":   "Vladimir Putin —met— Kim Jong Un —met— Sergei Shoigu —visited→ Pyongyang",
		"json":    `"modality": "planned"`,
		"jsonl":   `{"hops":[{"from":{"id":"ent:vladimir-putin","name":"Vladimir Putin"`,
		"csv":     "1,1,Vladimir Putin,ent:vladimir-putin,met,both,Kim Jong Un,ent:kim-jong-un,planned,2023-09,1,1,,evt:",
		"tsv":     "1\t1\tVladimir Putin\tent:vladimir-putin\tmet\tboth",
		"dot":     `"ent:sergei-shoigu" -> "ent:pyongyang" [label="visited 2023-07-25"];`,
		"mermaid": `n1 <-.->|"met (planned) 2023-09"| n2`,
	}
	for _, format := range Formats {
		var b bytes.Buffer
		if err := Render(&b, format, p, RenderOptions{}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), wants[format]) {
			t.Errorf("%s:\n%s\nwant in it %s", format, &b, wants[format])
		}
		for _, answer := range []any{none, &none, n, c, tl, show, ix.Search("kim", 3), ix.Stats()} {
			var again, b bytes.Buffer
			err := Render(&b, format, answer, RenderOptions{Width: 80, Color: true})
			if want := slices.Contains(FormatsOf(answer), format); want != (err == nil) {
				t.Errorf("%s of %T: %v", format, answer, err)
			}
			if _ = Render(&again, format, answer, RenderOptions{Width: 80, Color: true}); again.String() != b.String() {
				t.Errorf("%s of %T differs the second time", format, answer)
			}
		}
	}
	if err := Render(&bytes.Buffer{}, "gif", p, RenderOptions{}); err == nil {
		t.Error("gif is taken")
	}
	// A name cannot steer the terminal or break out of a drawing.
	evil := Paths{Paths: []Path{{Hops: []Hop{{From: Ref{ID: "ent:a", Name: "a\x1b[2J\u202e\"]; x"}, To: Ref{ID: "ent:b", Name: "b|\n\"<script>"}, Predicate: "met",
		Direction: Both}}}}}
	for _, format := range []string{"table", "dot", "mermaid"} {
		var b bytes.Buffer
		if err := Render(&b, format, evil, RenderOptions{}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "<script>") && format == "mermaid" || strings.ContainsAny(b.String(), "\x1b\u202e") && format == "table" ||
			strings.Contains(b.String(), `[2J`+"\u202e"+`"]; x`) {
			t.Errorf("%s: %q", format, &b)
		}
	}
}

// TestPlainAgainstGeneral compares what is counted where a pair of the base is all there is with what is counted in general.
func TestPlainAgainstGeneral(t *testing.T) {
	ties := 0
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 5))
		recs := random(r, 5+r.IntN(60), 4+r.IntN(12))
		v := open(t, newFake(recs...), Options{Still: true}).view.Load()
		f, err := v.filter(rules{noJoin: true})
		if err != nil {
			t.Fatal(err)
		}
		for u := range uint32(v.nodeCount()) {
			got, want := newTallying(v, 3), newTallying(v, 3)
			plain, all := f.tallyPlain(u, &got), f.tallyAll(u, &want)
			if !slices.Equal(plain, all) || !reflect.DeepEqual(got.tallies, want.tallies) {
				t.Fatalf("seed %d: %s has %v %+v, want %v %+v", seed, v.id(u), plain, got.tallies, all, want.tallies)
			}
			for _, tie := range plain {
				ties++
				l, _ := v.link(u, tie.node)
				one, many := f.summarize(u, tie.node, 0, ^day(0), 0), f.summarize(u, tie.node, 0, ^day(0), 1)
				if many.top = nil; !reflect.DeepEqual(one, many) {
					t.Fatalf("seed %d: %s and %s, pair %d: %+v, want %+v", seed, v.id(u), v.id(tie.node), l.base, one, many)
				}
			}
		}
	}
	if ties < 500 {
		t.Errorf("only %d ties were compared", ties)
	}
}

// A sentence that several articles have word for word is written once.
func TestRenderSentencesOnce(t *testing.T) {
	say := func(article string, sentence int, p graph.Predicate) Evidence {
		return Evidence{Article: article, Sentence: sentence, Predicate: p, Modality: graph.Asserted, Text: "Ann met Ben and praised him.", AttributedTo: []string{}}
	}
	other := say("c", 0, "met")
	other.Text = "Ann saw Ben."
	p := Paths{Paths: []Path{{Modality: graph.Asserted, Hops: []Hop{{From: Ref{Name: "Ann"}, To: Ref{Name: "Ben"}, Predicate: "met", Direction: Both,
		Modality: graph.Asserted, Statements: 4, Articles: 3,
		Evidence: []Evidence{say("a", 0, "met"), say("b", 3, "met"), say("a", 0, "praised"), other}}}}}}
	var b bytes.Buffer
	if err := Render(&b, "table", p, RenderOptions{}); err != nil {
		t.Fatal(err)
	}
	e := say("a", 0, "met")
	e.Subject.Name, e.Object.Name = "Ann", "Ben"
	if err := Render(&b, "table", Timeline{Events: []Evidence{e}, Total: 1}, RenderOptions{}); err != nil {
		t.Fatal(err)
	}
	if want := "Ann —met— Ben"; !strings.Contains(b.String()[strings.Index(b.String(), "no date"):], want) {
		t.Errorf("want %s in:\n%s", want, b.String())
	}
	for text, want := range map[string]int{"praised him": 2, "here: praised": 1, "word for word in b": 1, "Ann saw Ben": 1} {
		if n := strings.Count(b.String(), text); n != want {
			t.Errorf("%q stands %d times, want %d, in:\n%s", text, n, want, b.String())
		}
	}
}
