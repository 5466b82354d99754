package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"entente/graph/rdf"
)

func TestExport(t *testing.T) {
	s := open(t)
	var want strings.Builder
	if _, err := rdf.Write(&want, rdf.NQuads, s.store.Quads(t.Context()), rdf.Options{}); err != nil {
		t.Fatal(err)
	}
	w := s.do("GET", "/api/v1/export", "")
	if w.Code != 200 || w.Header().Get("Content-Type") != "application/n-quads" || w.Body.String() != want.String() {
		t.Errorf("%d %s, %d bytes, want %d", w.Code, w.Header().Get("Content-Type"), w.Body.Len(), want.Len())
	}
	if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="entente.nq"` {
		t.Errorf("Content-Disposition: %s", got)
	}
	for accept, media := range map[string]string{"text/turtle": "text/turtle", "application/trig": "application/trig", "text/html": "application/n-quads"} {
		if got := s.do("GET", "/api/v1/export", "", "Accept", accept).Header().Get("Content-Type"); got != media {
			t.Errorf("Accept %s: %s, want %s", accept, got, media)
		}
	}
	packed := s.do("GET", "/api/v1/export?format=nquads", "", "Accept-Encoding", "gzip")
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(z); err != nil || string(got) != want.String() {
		t.Errorf("compressed: %d bytes, %v", len(got), err)
	}
	one := s.do("GET", "/api/v1/export?graph=art:visit&format=ntriples", "")
	if n := strings.Count(one.Body.String(), "\n"); n == 0 || n >= strings.Count(want.String(), "\n") {
		t.Errorf("one graph has %d lines", n)
	}
	if w := s.do("HEAD", "/api/v1/export", ""); w.Code != 200 || w.Body.Len() != 0 {
		t.Errorf("HEAD: %d, %d bytes", w.Code, w.Body.Len())
	}
	s.wantProblem(s.do("POST", "/api/v1/export", ""), http.StatusMethodNotAllowed)
}
