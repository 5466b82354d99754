package web

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestPages(t *testing.T) {
	files := fstest.MapFS{
		"index.html":          {Data: []byte("<!DOCTYPE html><title>pages</title>")},
		"assets/main-ABC.js":  {Data: []byte(strings.Repeat("export {};\n", 500))},
		"assets/main-ABC.css": {Data: []byte("a{}")},
		".keep":               {Data: []byte("x")},
	}
	s := &site{Handler: pages(files), t: t}
	for _, path := range []string{"/", "/path?from=a&to=b", "/q", "/time", "/articles", "/e/ent:x/person/a", "/a/news/shells%202024"} {
		w := s.do("GET", path, "")
		if w.Code != 200 || !strings.Contains(w.Body.String(), "pages") || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") || w.Header().Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %d %v", path, w.Code, w.Header())
		}
	}
	script := s.do("GET", "/assets/main-ABC.js", "", "Accept-Encoding", "gzip")
	if script.Header().Get("Content-Type") != "text/javascript; charset=utf-8" || script.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(script.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("script: %v", script.Header())
	}
	if w := s.do("GET", "/assets/main-ABC.js", "", "If-None-Match", script.Header().Get("ETag")); w.Code != 304 {
		t.Errorf("unchanged script: %d", w.Code)
	}
	for _, path := range []string{"/nothing", "/e/", "/assets/", "/assets/nothing.js", "/.keep", "/assets/../index.html", "/path/more"} {
		if w := s.do("GET", path, ""); w.Code != 404 {
			t.Errorf("%s: %d, want 404", path, w.Code)
		}
	}
}

func TestUnbuiltPages(t *testing.T) {
	s := &site{Handler: pages(nil), t: t}
	w := s.do("GET", "/", "")
	if w.Code != 200 || !strings.Contains(w.Body.String(), "make web") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := s.do("GET", "/assets/main.js", ""); w.Code != 404 {
		t.Errorf("asset: %d", w.Code)
	}
}

func TestCommittedPlaceholder(t *testing.T) {
	if _, err := dist.ReadFile("dist/.keep"); err != nil {
		t.Errorf("dist must hold a committed file for embedding: %v", err)
	}
}
