package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"entente/graph"
	"entente/loader"
	"entente/queries"
)

// sampleGraph is the sample articles as a graph with its index.
var sampleGraph = sync.OnceValues(func() (*graph.Store, *queries.Index) {
	ctx := context.Background()
	store, err := graph.Open(ctx, "mem:", graph.Options{})
	if err != nil {
		panic(err)
	}
	l, err := loader.New(loader.Options{})
	if err != nil {
		panic(err)
	}
	if _, err := l.Load(ctx, samples(ctx), store, nil); err != nil {
		panic(err)
	}
	ix, err := queries.Open(ctx, store, queries.Options{})
	if err != nil {
		panic(err)
	}
	return store, ix
})

// A question about the sample articles. Names are given as people write them; the predicate * is any.
type question struct {
	name     string
	from, to string
	o        queries.PathOptions
	via      string // names, comma-separated
	avoid    string
	// want is the best path, "Kim Jong Un met Vladimir Putin" a hop, hops separated by "; ". A hop may give several
	// predicates as alternatives, "hosted/met". "" wants no path.
	want     string
	date     graph.Date     // of the first hop
	modality graph.Modality // of the path; "" is asserted
	evidence string         // part of the first hop's first sentence
	says     string         // one of those who say so
	source   bool           // the first hop is background
	opens    string         // without a path: the filter whose change opens one
}

var sampleQuestions = []question{
	{name: "a summit", from: "Putin", to: "Kim Jong Un", o: queries.PathOptions{MaxHops: 1, Until: "2019"},
		want: "Vladimir Putin hosted/met/consulted_with/welcomed/invited Kim Jong Un", date: "2019-04-25"},
	{name: "other scripts", from: "Шойгу", to: "Путин", o: queries.PathOptions{MaxHops: 1, NoBackground: true},
		want: "Sergei Shoigu dismissed Vladimir Putin", date: "2024-05-12"},
	{name: "ids", from: "ent:vladimir-putin", to: "kim-jong-un", o: queries.PathOptions{MaxHops: 1}, want: "Vladimir Putin * Kim Jong Un"},
	{name: "the first meeting", from: "Trump", to: "Kim Jong Un",
		o: queries.PathOptions{MaxHops: 1, Predicates: []graph.Predicate{"met"}, Until: "2018"}, want: "Donald Trump met Kim Jong Un", date: "2018-06", evidence: "Singapore"},
	{name: "a wish is no meeting", from: "Shinzo Abe", to: "Kim Jong Un", o: queries.PathOptions{MaxHops: 1}, opens: "modality"},
	{name: "a wish, if wishes count", from: "Shinzo Abe", to: "Kim Jong Un",
		o: queries.PathOptions{MaxHops: 1, Modalities: []graph.Modality{graph.Asserted, graph.Planned}}, want: "Shinzo Abe met Kim Jong Un", modality: graph.Planned},
	{name: "denied arms are no edge", from: "China", to: "Russia",
		o: queries.PathOptions{MaxHops: 1, Predicates: []graph.Predicate{"supplied_arms_to"}}, opens: "modality"},
	{name: "the denial itself", from: "China", to: "Russia",
		o:    queries.PathOptions{MaxHops: 1, Predicates: []graph.Predicate{"supplied_arms_to"}, Modalities: []graph.Modality{graph.Denied}},
		want: "China supplied_arms_to Russia", modality: graph.Denied},
	{name: "an accusation is no edge", from: "Turkey", to: "Azerbaijan",
		o: queries.PathOptions{MaxHops: 1, Predicates: []graph.Predicate{"supplied_arms_to"}}, opens: "modality"},
	{name: "the accusation, with who makes it", from: "Turkey", to: "Azerbaijan",
		o:    queries.PathOptions{MaxHops: 1, Predicates: []graph.Predicate{"supplied_arms_to"}, Modalities: []graph.Modality{graph.Alleged}},
		want: "Turkey supplied_arms_to Azerbaijan", modality: graph.Alleged, says: "Armenia"},
	{name: "what is not disputed", from: "Turkey", to: "Azerbaijan", o: queries.PathOptions{MaxHops: 1, NoBackground: true}, want: "Turkey backed/supports Azerbaijan"},
	{name: "asserted beside alleged", from: "Iran", to: "Houthis", o: queries.PathOptions{MaxHops: 1}, want: "Iran backed/supports Houthis"},
	{name: "arms to the Houthis, says Riyadh", from: "Iran", to: "Houthis",
		o:    queries.PathOptions{MaxHops: 1, Predicates: []graph.Predicate{"supplied_arms_to"}, Modalities: []graph.Modality{graph.Alleged}},
		want: "Iran supplied_arms_to Houthis", modality: graph.Alleged, says: "Saudi Arabia"},
	{name: "within dates", from: "Ebrahim Raisi", to: "Xi Jinping", o: queries.PathOptions{MaxHops: 1, Since: "2023-01", Until: "2023-03"},
		want: "Ebrahim Raisi met Xi Jinping", date: "2023-02"},
	{name: "before those dates", from: "Ebrahim Raisi", to: "Xi Jinping", o: queries.PathOptions{MaxHops: 1, Until: "2022"}, opens: "date"},
	{name: "by telephone", from: "Erdogan", to: "Putin", o: queries.PathOptions{MaxHops: 1, Predicates: []graph.Predicate{"phoned"}},
		want: "Recep Tayyip Erdogan phoned Vladimir Putin", date: "2020-11-10"},
	{name: "by a predicate that nobody says", from: "Erdogan", to: "Putin", o: queries.PathOptions{MaxHops: 1, Predicates: []graph.Predicate{"invaded"}},
		opens: "predicates"},
	{name: "a visit", from: "Fumio Kishida", to: "Zelensky", o: queries.PathOptions{MaxHops: 1}, want: "Fumio Kishida met Volodymyr Zelensky", date: "2023-03-21"},
	{name: "along the direction", from: "International Criminal Court", to: "Putin", o: queries.PathOptions{MaxHops: 1, Directed: true},
		want: "International Criminal Court charged/accused Vladimir Putin"},
	{name: "against the direction", from: "Putin", to: "International Criminal Court", o: queries.PathOptions{MaxHops: 1, Directed: true}, opens: "directed"},
	{name: "in the order of events", from: "Joe Biden", to: "Fumio Kishida", via: "Zelensky",
		o:    queries.PathOptions{MaxHops: 2, NoBackground: true, TimeOrdered: true},
		want: "Joe Biden phoned Volodymyr Zelensky; Volodymyr Zelensky met Fumio Kishida", date: "2021-06"},
	{name: "against the order of events", from: "Fumio Kishida", to: "Joe Biden", via: "Zelensky",
		o: queries.PathOptions{MaxHops: 2, NoBackground: true, TimeOrdered: true}, opens: "time_ordered"},
	{name: "China and Shoigu, not through a country", from: "China", to: "Sergei Shoigu", avoid: "North Korea, Russia, Turkey",
		o:    queries.PathOptions{MaxHops: 2, NoBackground: true},
		want: "China visited Kim Jong Un; Kim Jong Un met Sergei Shoigu", evidence: "Kim has visited China"},
	{name: "China and Shoigu without Kim", from: "China", to: "Sergei Shoigu", avoid: "Kim Jong Un, Russia, Vladimir Putin",
		o:    queries.PathOptions{MaxHops: 2, NoBackground: true},
		want: "China * North Korea; North Korea visited Sergei Shoigu"},
	{name: "what is avoided is named", from: "Fumio Kishida", to: "Joe Biden", avoid: "Zelensky, Kim Jong Un, Japan, United States, North Korea, Russia, China, Ukraine, G7, South Korea, NATO",
		o: queries.PathOptions{MaxHops: 2, NoBackground: true}, opens: "avoid"},
	{name: "background", from: "Pyongyang", to: "North Korea", o: queries.PathOptions{MaxHops: 1, Predicates: []graph.Predicate{"capital_of"}},
		want: "Pyongyang capital_of North Korea", source: true},
	{name: "without background", from: "Pyongyang", to: "North Korea",
		o: queries.PathOptions{MaxHops: 1, Predicates: []graph.Predicate{"capital_of"}, NoBackground: true}, opens: "background"},
	{name: "who speaks of whom is no tie", from: "Dmitry Peskov", to: "Kim Jong Un", o: queries.PathOptions{MaxHops: 1}, opens: "attribution"},
	{name: "who speaks of whom", from: "Dmitry Peskov", to: "Kim Jong Un", o: queries.PathOptions{MaxHops: 1, Attribution: true},
		want: "Dmitry Peskov stated_about Kim Jong Un", says: "Dmitry Peskov"},
	{name: "an office on a day", from: "Boris Johnson", to: "United Kingdom", o: queries.PathOptions{MaxHops: 1, AsOf: "2021-10-01"},
		want: "Boris Johnson leader_of/holds_position United Kingdom"},
	{name: "an office before it was held", from: "Boris Johnson", to: "United Kingdom",
		o: queries.PathOptions{MaxHops: 1, AsOf: "2018-01-01", Predicates: []graph.Predicate{"leader_of"}}, opens: "as_of"},
	{name: "a rare actor beats a hub", from: "Mohammed bin Salman", to: "Ebrahim Raisi", o: queries.PathOptions{MaxHops: 3, NoBackground: true},
		want: "Mohammed bin Salman met Xi Jinping; Xi Jinping met Ebrahim Raisi"},
	{name: "grain", from: "Shoigu", to: "Oleksandr Kubrakov", o: queries.PathOptions{MaxHops: 1}, want: "Sergei Shoigu signed_agreement_with Oleksandr Kubrakov"},
	{name: "sanctions", from: "EU", to: "Lavrov", o: queries.PathOptions{MaxHops: 1, Directed: true}, want: "European Union sanctioned Sergei Lavrov"},
}

// oneOf says whether a hop is one of "A p/q B", in either direction.
func oneOf(h *queries.Hop, want string) bool {
	rest, ok := strings.CutPrefix(want, h.From.Name+" ")
	if !ok {
		return false
	}
	if rest, ok = strings.CutSuffix(rest, " "+h.To.Name); !ok {
		return false
	}
	return rest == "*" || slices.Contains(strings.Split(rest, "/"), string(h.Predicate))
}

func TestSampleQuestions(t *testing.T) {
	store, ix := sampleGraph()
	if len(sampleQuestions) < 25 {
		t.Fatalf("%d questions", len(sampleQuestions))
	}
	resolve := func(t *testing.T, name string) graph.Node {
		t.Helper()
		n, err := ix.Resolve(strings.TrimSpace(name))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, q := range sampleQuestions {
		t.Run(q.name, func(t *testing.T) {
			for _, name := range strings.Split(q.via, ",") {
				if name != "" {
					q.o.Via = append(q.o.Via, resolve(t, name))
				}
			}
			for _, name := range strings.Split(q.avoid, ",") {
				var unknown *queries.UnknownError
				if n, err := ix.Resolve(strings.TrimSpace(name)); err == nil {
					q.o.Avoid = append(q.o.Avoid, n)
				} else if name != "" && !errors.As(err, &unknown) {
					t.Fatal(err)
				}
			}
			p, err := ix.Paths(t.Context(), resolve(t, q.from), resolve(t, q.to), q.o)
			if err != nil {
				t.Fatal(err)
			}
			if q.want == "" {
				if len(p.Paths) > 0 {
					t.Fatalf("a path: %+v", p.Paths[0].Hops)
				}
				if !errors.Is(p.Err(), queries.ErrNoPath) {
					t.Errorf("error %v, want %v", p.Err(), queries.ErrNoPath)
				}
				if !slices.ContainsFunc(p.Reasons, func(r queries.Reason) bool { return r.Filter == q.opens && r.Paths > 0 }) {
					t.Errorf("reasons %+v, want one that opens by %s", p.Reasons, q.opens)
				}
				return
			}
			if len(p.Paths) == 0 {
				t.Fatalf("no path: %+v", p.Reasons)
			}
			for i := range p.Paths {
				checkEvidence(t, store, &p.Paths[i])
			}
			best := p.Paths[0]
			want := strings.Split(q.want, "; ")
			fits := len(want) == len(best.Hops)
			for i := 0; fits && i < len(want); i++ {
				fits = oneOf(&best.Hops[i], want[i])
			}
			if !fits {
				t.Fatalf("path %+v, want %s", best.Hops, q.want)
			}
			first := &best.Hops[0]
			if q.modality == "" {
				q.modality = graph.Asserted
			}
			if best.Modality != q.modality {
				t.Errorf("modality %s, want %s", best.Modality, q.modality)
			}
			if q.date != "" && first.Date != q.date {
				t.Errorf("date %q, want %q", first.Date, q.date)
			}
			if q.source != (first.Source != "") {
				t.Errorf("source %q, want one: %v", first.Source, q.source)
			}
			if q.evidence != "" && (len(first.Evidence) == 0 || !strings.Contains(first.Evidence[0].Text, q.evidence)) {
				t.Errorf("evidence %+v, want %q in it", first.Evidence, q.evidence)
			}
			if q.says != "" && (len(first.Evidence) == 0 || !slices.Contains(first.Evidence[0].AttributedTo, q.says)) {
				t.Errorf("evidence %+v, want one according to %s", first.Evidence, q.says)
			}
		})
	}
}

// checkEvidence sees to it that every hop has sentences that stand in their articles where they are said to, or a source.
func checkEvidence(t *testing.T, store *graph.Store, p *queries.Path) {
	t.Helper()
	for i := range p.Hops {
		h := &p.Hops[i]
		if (len(h.Evidence) == 0) == (h.Source == "") {
			t.Errorf("%s %s %s: %d pieces of evidence and source %q", h.From.Name, h.Predicate, h.To.Name, len(h.Evidence), h.Source)
		}
		for _, e := range h.Evidence {
			a, err := store.Article(t.Context(), e.Article)
			if err != nil {
				t.Fatal(err)
			}
			text := a.Text
			if e.Sentence < 0 {
				text = a.Title
			}
			if e.Begin < 0 || e.End > len(text) || text[e.Begin:e.End] != e.Text {
				t.Errorf("%s: %q does not stand at %d to %d", e.Article, e.Text, e.Begin, e.End)
			}
		}
	}
}

func TestSampleCommonAndTimeline(t *testing.T) {
	_, ix := sampleGraph()
	resolve := func(name string) graph.Node {
		n, err := ix.Resolve(name)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	c, err := ix.Common(t.Context(), []graph.Node{resolve("Putin"), resolve("Trump")}, queries.NeighbourOptions{NoBackground: true})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(c.Nodes, func(n queries.CommonNode) bool { return n.ID == "ent:kim-jong-un" && len(n.Hops) == 2 }) {
		t.Errorf("Putin and Trump have in common %+v, want Kim Jong Un among them", c.Nodes)
	}
	tl, err := ix.Timeline(t.Context(), queries.TimelineOptions{Actors: []graph.Node{resolve("Putin"), resolve("Kim Jong Un")}})
	if err != nil {
		t.Fatal(err)
	}
	if len(tl.Events) == 0 || !slices.IsSortedFunc(tl.Events, func(a, b queries.Evidence) int { return strings.Compare(string(a.Date), string(b.Date)) }) {
		t.Errorf("the timeline of Putin and Kim is %+v", tl.Events)
	}
	for _, name := range []string{"Shoigoo", "Kubrakof", "Erdogann"} {
		var unknown *queries.UnknownError
		if _, err := ix.Resolve(name); !errors.As(err, &unknown) || len(unknown.Near) == 0 {
			t.Errorf("%s: %v, want an unknown name with near ones", name, err)
		}
	}
}
