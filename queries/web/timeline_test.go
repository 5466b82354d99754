package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"entente/queries"
)

func TestTimeline(t *testing.T) {
	s := open(t)
	a := get[queries.Timeline](s, "/api/v1/timeline")
	if len(a.Events) != a.Total || a.Total == 0 || a.Undated == 0 {
		t.Fatalf("%d events of %d, %d undated", len(a.Events), a.Total, a.Undated)
	}
	for i := 1; i < len(a.Events); i++ {
		if a.Events[i].Date < a.Events[i-1].Date[:4] {
			t.Errorf("%s stands after %s", a.Events[i].Date, a.Events[i-1].Date)
		}
	}
	if a := get[queries.Timeline](s, "/api/v1/timeline?actor=boria&actor=ardelia&predicate=rel:sanctioned"); a.Total != 1 {
		t.Errorf("sanctions between the two: %+v", a)
	}
	if a := get[queries.Timeline](s, "/api/v1/timeline?modality=planned"); a.Total != 1 || a.Events[0].Modality != "planned" {
		t.Errorf("planned: %+v", a)
	}

	w := s.do("GET", "/api/v1/timeline", "", "Accept", "application/x-ndjson")
	lines := strings.Split(strings.TrimSpace(w.Body.String()), "\n")
	if w.Header().Get("Content-Type") != "application/x-ndjson" || len(lines) != a.Total+1 {
		t.Fatalf("%s: %d lines, want %d", w.Header().Get("Content-Type"), len(lines), a.Total+1)
	}
	var last struct{ End ending }
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil || last.End.Rows != a.Total {
		t.Errorf("last line %s: %v", lines[len(lines)-1], err)
	}
	s.wantProblem(s.do("GET", "/api/v1/timeline?actor=nobody-known", ""), http.StatusNotFound)
}

func TestEvidence(t *testing.T) {
	s := open(t)
	for _, want := range get[queries.Timeline](s, "/api/v1/timeline?undated=true").Events {
		got := get[queries.Evidence](s, "/api/v1/evidence/"+string(want.Event))
		if got.Text != want.Text || got.Event != want.Event {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	s.wantProblem(s.do("GET", "/api/v1/evidence/evt:0000000000000000", ""), http.StatusNotFound)
}

func TestStats(t *testing.T) {
	s := open(t)
	a := get[queries.Stats](s, "/api/v1/stats")
	if a.Articles != 6 || a.Statements != 13 {
		t.Errorf("%d articles, %d statements; the sample has 6 and 13", a.Articles, a.Statements)
	}
}
