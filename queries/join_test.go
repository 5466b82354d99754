package queries

import (
	"slices"
	"strings"
	"testing"

	"entente/graph"
)

// stranger makes an article in which an unknown actor meets somebody.
func stranger(id, name string, t graph.Type, country string, date graph.Date, more ...line) graph.Record {
	lines := []line{{subject: graph.Node(id), predicate: "met", object: graph.Node("ent:of-" + slug(graph.Node(strings.ReplaceAll(id, "/", "-"))))}}
	return sketch{id: "on " + id, date: date, lines: append(lines, more...)}.record(
		graph.Entity{ID: graph.Node(id), Name: name, Type: t, Country: country},
		graph.Entity{ID: "ent:france", Name: "France", Type: graph.Country, Country: "FRA"},
		graph.Entity{ID: "ent:chad", Name: "Chad", Type: graph.Country, Country: "TCD"})
}

func TestJoin(t *testing.T) {
	const a, b, c = "ent:x/person/a", "ent:x/person/b", "ent:x/person/c"
	minister := func(of graph.Node) line { return line{subject: a, predicate: "holds_position", object: of} }
	denied := minister("ent:chad")
	denied.modality = graph.Denied
	tests := []struct {
		name string
		recs []graph.Record
		want string // groups, as ids without their beginning
		why  string // part of the reason
	}{
		{"a country that only one article tells", []graph.Record{stranger(a, "Ivo Marek", graph.Person, "", "2023-01-01"),
			stranger(b, "Ivo Marek", graph.Person, "CZE", "2023-02-01")}, "a b", "nobody else of that name has another"},
		{"no country at all", []graph.Record{stranger(a, "Ivo Marek", graph.Person, "", "2023-01-01"),
			stranger(b, "Ivo J. Marek", graph.Person, "", "2023-01-02")}, "a b", "but for its spelling (Ivo Marek, Ivo J. Marek), no country told of either, articles of 2023-01-01 and 2023-01-02"},
		{"accents and hyphens", []graph.Record{stranger(a, "Jean-Noël Béri", graph.Person, "FRA", ""), stranger(b, "Jean Noel Beri", graph.Person, "FRA", "")},
			"a b", "same country (FRA)"},
		{"the article of Arabic names", []graph.Record{stranger(a, "Omar al-Haddad", graph.Person, "", ""), stranger(b, "Omar Haddad", graph.Person, "", "")}, "a b", "but for its spelling"},
		{"two countries", []graph.Record{stranger(a, "Ivo Marek", graph.Person, "SVK", ""), stranger(b, "Ivo Marek", graph.Person, "CZE", "")}, "", ""},
		{"two countries, and one without", []graph.Record{stranger(a, "Ivo Marek", graph.Person, "SVK", ""), stranger(b, "Ivo Marek", graph.Person, "CZE", ""),
			stranger(c, "Ivo Marek", graph.Person, "", "")}, "", ""},
		{"an office in the country of the other", []graph.Record{stranger(a, "Ivo Marek", graph.Person, "", "", minister("ent:france")),
			stranger(b, "Ivo Marek", graph.Person, "FRA", ""), stranger(c, "Ivo Marek", graph.Person, "CZE", "")}, "a b", "same country (FRA by the office of the first)"},
		{"an office in another country", []graph.Record{stranger(a, "Ivo Marek", graph.Person, "", "", minister("ent:chad")),
			stranger(b, "Ivo Marek", graph.Person, "FRA", "")}, "", ""},
		{"a denied office", []graph.Record{stranger(a, "Ivo Marek", graph.Person, "", "", denied), stranger(b, "Ivo Marek", graph.Person, "FRA", "")}, "a b", ""},
		{"a surname only", []graph.Record{stranger(a, "Marek", graph.Person, "", ""), stranger(b, "Marek", graph.Person, "CZE", "")}, "", ""},
		{"an initial and a surname", []graph.Record{stranger(a, "I. Marek", graph.Person, "", ""), stranger(b, "I. Marek", graph.Person, "CZE", "")}, "", ""},
		{"an office for a name", []graph.Record{stranger(a, "Governor of Kesh", graph.Person, "", ""), stranger(b, "Governor of Kesh", graph.Person, "CZE", "")}, "", ""},
		{"twelve years between", []graph.Record{stranger(a, "Ivo Marek", graph.Person, "", "2009-05-01"), stranger(b, "Ivo Marek", graph.Person, "CZE", "2021")}, "", ""},
		{"a company", []graph.Record{stranger("ent:x/company/a", "Norte Shipping", graph.Company, "", ""),
			stranger("ent:x/company/b", "Norte Shipping", graph.Company, "PAN", "")}, "a b", ""},
		{"a company and a party", []graph.Record{stranger("ent:x/company/a", "Norte Unida", graph.Company, "", ""),
			stranger("ent:x/party/b", "Norte Unida", graph.Party, "", "")}, "", ""},
		{"a body of many countries", []graph.Record{stranger("ent:x/government_body/a", "Foreign Ministry", graph.GovernmentBody, "", ""),
			stranger("ent:x/government_body/b", "the Foreign Ministry", graph.GovernmentBody, "CZE", "")}, "", ""},
		{"known to the gazetteer", []graph.Record{stranger("ent:ivo-marek", "Ivo Marek", graph.Person, "", ""),
			stranger(b, "Ivo Marek", graph.Person, "", "")}, "", ""},
		{"a place", []graph.Record{stranger("ent:x/place/a", "Port Kesh", graph.Place, "", ""), stranger("ent:x/place/b", "Port Kesh", graph.Place, "CZE", "")}, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			check := func(ix *Index) {
				t.Helper()
				v := ix.view.Load()
				var groups []string
				if j := v.joins(); j != nil {
					for _, g := range j.list {
						var ids []string
						for _, u := range g {
							id := string(v.id(u))
							ids = append(ids, id[strings.LastIndexByte(id, '/')+1:])
						}
						groups = append(groups, strings.Join(ids, " "))
						if why := v.joined(g[0], g[1]).Reason; !strings.Contains(why, tt.why) {
							t.Errorf("reason %q, want %q in it", why, tt.why)
						}
					}
				}
				if got := strings.Join(groups, "; "); got != tt.want {
					t.Errorf("groups %q, want %q", got, tt.want)
				}
			}
			check(open(t, newFake(tt.recs...), Options{Still: true}))
			// The same when the articles come one by one, and another comes and goes.
			f := newFake(tt.recs[0])
			ix := open(t, f, Options{Still: true, Overlay: 1 << 30})
			passing := stranger(string(tt.recs[0].Entities[0].ID)+"-usa", tt.recs[0].Entities[0].Name, tt.recs[0].Entities[0].Type, "USA", "")
			for _, r := range append(slices.Clone(tt.recs[1:]), passing) {
				f.put(r)
				if err := ix.Refresh(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			f.remove(passing.Article.ID)
			if err := ix.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
			check(ix)
		})
	}
}

// One answer each: what two articles tell of one person, and how to keep them apart.
func TestJoinedAnswers(t *testing.T) {
	const a, b = graph.Node("ent:x/person/ivo-marek"), graph.Node("ent:x/person/ivo-marek-cze")
	recs := []graph.Record{stranger(string(a), "Ivo Marek", graph.Person, "", "2023-01-01", line{subject: a, predicate: "visited", object: "ent:chad", date: "2022-12"}),
		stranger(string(b), "Ivo Marek", graph.Person, "CZE", "2023-02-01", line{subject: b, predicate: "praised", object: "ent:france", date: "2023-01"})}
	f := newFake(recs...)
	ctx := t.Context()
	for _, apart := range []bool{false, true} {
		o := Options{Still: true}
		if apart {
			o.Apart = [][2]graph.Node{{b, a}}
		}
		ix := open(t, f, o)
		for _, noJoin := range []bool{false, true} {
			want := !apart && !noJoin
			p, err := ix.Paths(ctx, "ent:chad", "ent:france", PathOptions{NoJoin: noJoin})
			if err != nil {
				t.Fatal(err)
			}
			if want != (len(p.Paths) == 1) {
				t.Fatalf("apart %v, no join %v: %+v", apart, noJoin, p)
			}
			if want {
				h := p.Paths[0].Hops[1]
				if h.Joined == "" || h.Predicate != sameAs || h.Source == "" || len(p.Paths[0].Hops) != 3 || p.Paths[0].Weight < 2 {
					t.Errorf("%+v: want a hop that tells that it is a join", p.Paths[0])
				}
			} else if !apart && !slices.ContainsFunc(p.Reasons, func(r Reason) bool { return r.Filter == "join" && r.Paths == 1 }) {
				t.Errorf("reasons %+v, want the join", p.Reasons)
			}
			show, err := ix.Show(ctx, a, ShowOptions{NoJoin: noJoin})
			if err != nil || want != (show.Statements == 4 && show.Country == "CZE" && len(show.Joined) == 1 && show.Joined[0].Article == recs[1].Article.ID) {
				t.Errorf("apart %v, no join %v: %+v, %v", apart, noJoin, show, err)
			}
			n, err := ix.Neighbourhood(ctx, a, NeighbourOptions{NoJoin: noJoin})
			if err != nil || want != (n.Total == 4 && len(n.Joined) == 1) {
				t.Errorf("apart %v, no join %v: %+v, %v", apart, noJoin, n, err)
			}
			tl, err := ix.Timeline(ctx, TimelineOptions{Actors: []graph.Node{a}, NoJoin: noJoin})
			if err != nil || want != (len(tl.Events) == 2 && len(tl.Joined) == 1) {
				t.Errorf("apart %v, no join %v: %+v, %v", apart, noJoin, tl, err)
			}
			c, err := ix.Common(ctx, []graph.Node{a, "ent:of-x-person-ivo-marek-cze"}, NeighbourOptions{NoJoin: noJoin})
			if err != nil || len(c.Nodes) != 0 {
				t.Errorf("%+v, %v: nobody is a neighbour of himself", c, err)
			}
		}
		n, err := ix.Resolve("Ivo Marek")
		if apart != (err != nil) || err == nil && n != a {
			t.Errorf("apart %v: %s, %v", apart, n, err)
		}
		if found := ix.Search("ivo marek", 2); len(found) != 2 || apart != (found[0].Joined == nil) {
			t.Errorf("apart %v: %+v", apart, found)
		}
	}
}
