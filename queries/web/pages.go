package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

// dist is what `npm run build` in ui makes of the pages. In a checkout where they are not built it holds a placeholder
// only.
//
//go:embed all:dist
var dist embed.FS

// unbuilt is shown at / by a binary without the pages.
//
//go:embed unbuilt.html
var unbuilt []byte

// uiFiles are the built pages, nil if there are none.
func uiFiles() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil
	}
	if _, err := fs.Stat(files, "index.html"); err != nil {
		return nil
	}
	return files
}

// Built tells whether the binary holds the pages.
func Built() bool { return uiFiles() != nil }

// routes are the addresses that the pages know; the browser finds out what to show there.
var routes = []string{"/", "/path", "/time", "/q", "/articles"}

// prefixes of addresses that end in the name of something.
var routePrefixes = []string{"/e/", "/a/", "/f/"}

func isPage(p string) bool {
	for _, route := range routes {
		if p == route {
			return true
		}
	}
	for _, prefix := range routePrefixes {
		if strings.HasPrefix(p, prefix) && len(p) > len(prefix) {
			return true
		}
	}
	return false
}

// pages serves the built files, and index.html for every address of a page.
func pages(files fs.FS) http.Handler {
	assets := &assets{files: files, ready: map[string]*asset{}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", http.MethodGet)
			writeProblem(w, r, &problem{Status: http.StatusMethodNotAllowed, Detail: "use GET"})
			return
		}
		name := strings.TrimPrefix(r.URL.Path, "/")
		switch {
		case isPage(r.URL.Path):
			if files == nil {
				assets.write(w, r, newAsset("index.html", unbuilt))
				return
			}
			name = "index.html"
		case name == "index.html":
			http.Redirect(w, r, "/", http.StatusMovedPermanently)
			return
		}
		a := assets.get(name)
		if a == nil {
			writeProblem(w, r, &problem{Status: http.StatusNotFound, Detail: "no such page"})
			return
		}
		assets.write(w, r, a)
	})
}

// An asset is a file with its compressed form.
type asset struct {
	plain, packed []byte
	media, tag    string
	immutable     bool // its name holds a hash of its content
}

type assets struct {
	files fs.FS
	mu    sync.Mutex
	ready map[string]*asset // by name; only files that exist, so that it stays small
}

func (s *assets) get(name string) *asset {
	if s.files == nil || !fs.ValidPath(name) || strings.HasPrefix(path.Base(name), ".") {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if a, ok := s.ready[name]; ok {
		return a
	}
	data, err := fs.ReadFile(s.files, name)
	if err != nil {
		return nil
	}
	a := newAsset(name, data)
	s.ready[name] = a
	return a
}

func newAsset(name string, data []byte) *asset {
	sum := sha256.Sum256(data)
	a := &asset{plain: data, tag: `"` + hex.EncodeToString(sum[:8]) + `"`, media: mime.TypeByExtension(path.Ext(name)), immutable: strings.HasPrefix(name, "assets/")}
	switch path.Ext(name) { // the machine's own table may differ
	case ".html":
		a.media = "text/html; charset=utf-8"
	case ".js":
		a.media = "text/javascript; charset=utf-8"
	case ".css":
		a.media = "text/css; charset=utf-8"
	case ".svg":
		a.media = "image/svg+xml"
	}
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	z.Write(data)
	z.Close()
	if b.Len() < len(data)*9/10 {
		a.packed = b.Bytes()
	}
	return a
}

func (s *assets) write(w http.ResponseWriter, r *http.Request, a *asset) {
	h := w.Header()
	h.Set("Content-Type", a.media)
	h.Set("ETag", a.tag)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if a.immutable {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if matches(r.Header.Get("If-None-Match"), a.tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	data := a.plain
	if a.packed != nil && acceptsGzip(r) {
		data = a.packed
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	if r.Method != http.MethodHead {
		w.Write(data)
	}
}
