package web

import (
	"net/http"
	"testing"

	"entente/queries"
)

func TestEntity(t *testing.T) {
	s := open(t)
	for _, id := range []string{"ent:lena-marsh", "lena-marsh", "Lena%20Marsh", "Q900004"} {
		p := get[queries.Profile](s, "/api/v1/entity/"+id)
		if p.ID != "ent:lena-marsh" || p.Name != "Lena Marsh" || p.Wikidata != "Q900004" || p.Statements == 0 || len(p.Offices) == 0 {
			t.Errorf("%s: %+v", id, p)
		}
	}
	if p := get[queries.Profile](s, "/api/v1/entity/ent:x/person/ira-velt"); p.Name != "Ira Velt" {
		t.Errorf("an id with slashes: %+v", p)
	}
	p := s.wantProblem(s.do("GET", "/api/v1/entity/Lena%20Marhs", ""), http.StatusNotFound)
	if p.Type != unknownName || len(p.Near) == 0 || p.Near[0].ID != "ent:lena-marsh" {
		t.Errorf("unknown name: %+v", p)
	}
}

func TestIdentifier(t *testing.T) {
	s := open(t)
	for accept, want := range map[string]string{
		"":                                  "/e/ent:x/person/ira-velt",
		"text/html,*/*;q=0.8":               "/e/ent:x/person/ira-velt",
		"application/json":                  "/api/v1/entity/ent:x/person/ira-velt",
		"text/html;q=0.1, application/json": "/api/v1/entity/ent:x/person/ira-velt",
	} {
		w := s.do("GET", "/id/ent:x/person/ira-velt", "", "Accept", accept)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
			t.Errorf("%q: %d %s, want %s", accept, w.Code, w.Header().Get("Location"), want)
		}
	}
	s.wantProblem(s.do("GET", "/id/ent:nobody-at-all", ""), http.StatusNotFound)
}
