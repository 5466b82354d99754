package web

import (
	"net/url"
	"strings"
	"testing"

	"entente/queries/gizmo"
)

func TestCayleyPaths(t *testing.T) {
	s := open(t)
	type result struct{ Result []gizmo.Row }
	for _, answer := range []string{
		s.do("POST", "/api/v2/query?lang=gizmo", "rows 3").Body.String(),
		s.do("GET", "/api/v2/query?lang=gizmo&qu="+url.QueryEscape("rows 3"), "").Body.String(),
		s.do("POST", "/api/v2/query?limit=3", "rows 9").Body.String(),
	} {
		if a := decode[result](t, "v2", strings.NewReader(answer)); len(a.Result) != 3 || a.Result[0]["id"] != "ent:0" {
			t.Errorf("%s", answer)
		}
	}
	for _, w := range []struct {
		method, path, body string
		status             int
	}{
		{"POST", "/api/v2/query?lang=gizmo", "nonsense", 422},
		{"POST", "/api/v2/query?lang=gizmo", "busy", 429},
		{"POST", "/api/v2/query?lang=mql", "rows 1", 400},
		{"POST", "/api/v2/query", strings.Repeat("a", maxQuery+1), 413},
		{"GET", "/api/v2/query", "", 400},
	} {
		got := s.do(w.method, w.path, w.body)
		if got.Code != w.status || !strings.Contains(got.Body.String(), `{"error":`) {
			t.Errorf("%s %s: %d %s, want %d", w.method, w.path, got.Code, got.Body, w.status)
		}
	}
	if w := s.do("GET", "/api/v2/read?format=nquads", ""); w.Code != 200 || !strings.Contains(w.Body.String(), "<https://entente.example/rel/met>") {
		t.Errorf("read: %d", w.Code)
	}
	if w := s.do("GET", "/api/v2/formats", ""); w.Code != 200 || !strings.Contains(w.Body.String(), `"nquads"`) {
		t.Errorf("formats: %d %s", w.Code, w.Body)
	}
	for _, path := range []string{"/api/v2/write", "/api/v2/delete"} {
		if w := s.do("POST", path, ""); w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if w := s.do("POST", "/api/v2/query", "rows 1", "Origin", "https://evil.example"); w.Code != 403 {
		t.Errorf("from another site: %d", w.Code)
	}
}
