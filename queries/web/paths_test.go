package web

import (
	"net/http"
	"strings"
	"testing"

	"entente/queries"
)

func TestPaths(t *testing.T) {
	s := open(t)
	a := get[queries.Paths](s, "/api/v1/paths?from=Ardelia&to=Oto%20Brandt")
	if len(a.Paths) == 0 || a.From.ID != "ent:ardelia" || a.To.ID != "ent:oto-brandt" {
		t.Fatalf("%+v", a)
	}
	for _, path := range a.Paths {
		for _, hop := range path.Hops {
			for _, e := range hop.Evidence {
				article, err := s.store.Article(t.Context(), e.Article)
				if err != nil {
					t.Fatal(err)
				}
				text := article.Text
				if e.Sentence < 0 {
					text = article.Title
				}
				if text[e.Begin:e.End] != e.Text || e.Text == "" {
					t.Errorf("evidence %q is not at %d-%d of %s", e.Text, e.Begin, e.End, e.Article)
				}
			}
			if len(hop.Evidence) == 0 && hop.Source == "" {
				t.Errorf("hop %s %s %s has neither evidence nor source", hop.From.Name, hop.Predicate, hop.To.Name)
			}
		}
	}

	// Who denies arms supplies is not connected by them unless denials are asked for.
	supplied := func(query string) bool {
		for _, path := range get[queries.Paths](s, "/api/v1/paths?from=boria&to=corvath&k=20&max_hops=1"+query).Paths {
			for _, hop := range path.Hops {
				if hop.Predicate == "supplied_arms_to" {
					return true
				}
			}
		}
		return false
	}
	if supplied("") || !supplied("&modality=denied&predicate=supplied_arms_to") {
		t.Error("the denied supply is an asserted hop, or no denied one")
	}

	none := get[queries.Paths](s, "/api/v1/paths?from=lena-marsh&to=corvath&max_hops=1&background=off")
	if none.Paths == nil || len(none.Paths) != 0 || len(none.Reasons) == 0 {
		t.Errorf("no path: %+v", none)
	}

	p := s.wantProblem(s.do("GET", "/api/v1/paths?from=Ardelia&to=Brant", ""), http.StatusNotFound)
	if p.Parameter != "to" || len(p.Near) == 0 {
		t.Errorf("unknown name: %+v", p)
	}
}

func TestNeighbours(t *testing.T) {
	s := open(t)
	a := get[queries.Neighbourhood](s, "/api/v1/neighbours?of=boria&evidence=1")
	var names []string
	for _, n := range a.Nodes {
		names = append(names, n.Name)
	}
	if got := strings.Join(names, " "); !strings.Contains(got, "Ardelia") || !strings.Contains(got, "Oto Brandt") {
		t.Errorf("neighbours of Boria: %s", got)
	}
	if a := get[queries.Neighbourhood](s, "/api/v1/neighbours?of=boria&type=person&limit=1"); len(a.Nodes) != 1 || a.Nodes[0].ID != "ent:oto-brandt" {
		t.Errorf("persons: %+v", a.Nodes)
	}
}
