package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestQuery(t *testing.T) {
	s := open(t)
	w := s.do("POST", "/api/v1/query", "rows 3")
	if a := decode[queryAnswer](t, "query", w.Body); w.Code != 200 || len(a.Rows) != 3 || a.Truncated || a.Rows[0]["id"] != "ent:0" {
		t.Errorf("%d %+v", w.Code, a)
	}
	w = s.do("POST", "/api/v1/query", `{"query": "rows 9", "limit": 4, "timeout": "3s"}`, "Content-Type", "application/json")
	if a := decode[queryAnswer](t, "query", w.Body); len(a.Rows) != 4 || !a.Truncated {
		t.Errorf("limit 4: %+v", a)
	}
	if l := s.runner.limits; l.Rows != 4 || l.Timeout != 3*time.Second {
		t.Errorf("limits %+v", l)
	}
	s.do("POST", "/api/v1/query?limit=7&timeout=500ms", "rows 1", "Content-Type", "text/plain; charset=utf-8")
	if l := s.runner.limits; l.Rows != 7 || l.Timeout != 500*time.Millisecond {
		t.Errorf("limits of the address: %+v", l)
	}
	if a := decode[queryAnswer](t, "query", s.do("POST", "/api/v1/query", "rows 0").Body); a.Rows == nil || len(a.Rows) != 0 {
		t.Errorf("no rows: %+v", a)
	}

	w = s.do("POST", "/api/v1/query?limit=2", "rows 5", "Accept", "application/x-ndjson")
	lines := strings.Split(strings.TrimSpace(w.Body.String()), "\n")
	var last struct{ End ending }
	if len(lines) != 3 || json.Unmarshal([]byte(lines[2]), &last) != nil || last.End.Rows != 2 || !last.End.Truncated {
		t.Errorf("NDJSON: %s", w.Body)
	}
}

func TestQueryRefuses(t *testing.T) {
	s := open(t)
	tests := []struct {
		body, media string
		status      int
	}{
		{"", "text/plain", 400},
		{"  \n", "text/plain", 400},
		{"bad \xff", "text/plain", 400},
		{"nonsense", "text/plain", 422},
		{"busy", "text/plain", 429},
		{strings.Repeat("a", maxQuery+1), "text/plain", 413},
		{`{"query": "rows 1"`, "application/json", 400},
		{`{"query": "rows 1"} {}`, "application/json", 400},
		{`{"query": "rows 1", "limits": 4}`, "application/json", 400},
		{`{"query": "rows 1", "limit": -4}`, "application/json", 400},
		{`{"query": "rows 1", "limit": 1000000}`, "application/json", 400},
		{`{"query": "rows 1", "timeout": "1h"}`, "application/json", 400},
		{`<a/>`, "application/xml", 415},
		{"rows 1", "text/plain; =", 400},
	}
	for _, test := range tests {
		w := s.do("POST", "/api/v1/query", test.body, "Content-Type", test.media)
		if len(test.body) > 80 {
			test.body = test.body[:80]
		}
		if w.Code != test.status {
			t.Errorf("%s as %s: %d %s, want %d", test.body, test.media, w.Code, w.Body, test.status)
			continue
		}
		s.wantProblem(w, test.status)
	}
	if w := s.do("POST", "/api/v1/query", "busy"); w.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	s.wantProblem(s.do("POST", "/api/v1/query", "nonsense", "Accept", "application/x-ndjson"), 422)
	without := &site{Handler: New(s.index, s.store, nil, Options{}), t: t}
	without.wantProblem(without.do("POST", "/api/v1/query", "rows 1"), http.StatusNotImplemented)
}
