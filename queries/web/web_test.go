package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"entente/graph"
	"entente/graph/graphtest"
	"entente/queries"
	"entente/queries/gizmo"
)

// A scripted runner gives rows as the program says, in words of the tests: "rows 3", "error", "busy", "wait".
type scripted struct{ limits gizmo.Limits }

func (s *scripted) Run(ctx context.Context, program string, l gizmo.Limits) iter.Seq2[gizmo.Row, error] {
	s.limits = l
	return func(yield func(gizmo.Row, error) bool) {
		var n int
		if _, err := fmt.Sscanf(program, "rows %d", &n); err == nil {
			for i := range n {
				if i == l.Rows {
					yield(nil, gizmo.ErrTruncated)
					return
				}
				if !yield(gizmo.Row{"id": fmt.Sprintf("ent:%d", i)}, nil) {
					return
				}
			}
			return
		}
		switch program {
		case "busy":
			yield(nil, gizmo.ErrBusy)
		case "wait":
			if !yield(gizmo.Row{"id": "ent:first"}, nil) {
				return
			}
			<-ctx.Done()
			yield(nil, ctx.Err())
		default:
			yield(nil, errors.New("line 1: g.X is not a function"))
		}
	}
}

// A site is a handler over the sample graph.
type site struct {
	http.Handler
	t      testing.TB
	store  *graph.Store
	index  *queries.Index
	runner *scripted
}

func open(t testing.TB) *site {
	t.Helper()
	ctx := context.Background()
	store, err := graph.Open(ctx, "mem:", graph.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	if err := store.Put(ctx, graphtest.Sample()...); err != nil {
		t.Fatal(err)
	}
	index, err := queries.Open(ctx, store, queries.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { index.Close() })
	runner := &scripted{}
	return &site{New(index, store, runner, Options{Hosts: []string{"graph.example"}}), t, store, index, runner}
}

// do sends a request; headers are pairs of names and values.
func (s *site) do(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host = "127.0.0.1:7687"
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
			continue
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// get asks for a JSON answer and wants status 200.
func get[T any](s *site, path string) T {
	s.t.Helper()
	w := s.do("GET", path, "")
	if w.Code != 200 {
		s.t.Fatalf("GET %s: %d %s", path, w.Code, w.Body)
	}
	return decode[T](s.t, path, w.Body)
}

func decode[T any](t testing.TB, what string, r io.Reader) T {
	t.Helper()
	var v T
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	return v
}

// wantProblem checks status and form of an error and returns it.
func (s *site) wantProblem(w *httptest.ResponseRecorder, status int) problem {
	s.t.Helper()
	if w.Code != status || w.Header().Get("Content-Type") != "application/problem+json" {
		s.t.Fatalf("got %d %s %s, want problem %d", w.Code, w.Header().Get("Content-Type"), w.Body, status)
	}
	p := decode[problem](s.t, "problem", w.Body)
	if p.Status != status || p.Title == "" || p.Type == "" || p.Detail == "" {
		s.t.Errorf("problem %+v lacks something", p)
	}
	return p
}

func TestHosts(t *testing.T) {
	s := open(t)
	for host, want := range map[string]int{
		"localhost": 200, "LOCALHOST:80": 200, "127.0.0.1": 200, "127.0.0.1:7687": 200, "[::1]:7687": 200, "graph.example": 200,
		"evil.example": 421, "127.0.0.1.evil.example:7687": 421, "localhost.evil.example": 421, "": 421, "10.0.0.1": 421,
	} {
		if got := s.do("GET", "/api/v1/stats", "", "Host", host).Code; got != want {
			t.Errorf("Host %q: %d, want %d", host, got, want)
		}
	}
}

func TestForeignPagesCannotPost(t *testing.T) {
	s := open(t)
	for _, headers := range [][]string{
		{"Origin", "https://evil.example"},
		{"Origin", "http://127.0.0.1:9999"},
		{"Origin", "null"},
		{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"},
		{"Sec-Fetch-Site", "same-site"},
	} {
		s.wantProblem(s.do("POST", "/api/v1/query", "rows 1", headers...), http.StatusForbidden)
	}
	for _, headers := range [][]string{
		nil,
		{"Origin", "http://127.0.0.1:7687"},
		{"Sec-Fetch-Site", "same-origin", "Origin", "http://127.0.0.1:7687"},
	} {
		if w := s.do("POST", "/api/v1/query", "rows 1", headers...); w.Code != 200 {
			t.Errorf("%v: %d %s", headers, w.Code, w.Body)
		}
	}
}

func TestHeaders(t *testing.T) {
	s := open(t)
	for _, path := range []string{"/", "/api/v1/stats", "/api/v1/nothing", "/nothing"} {
		h := s.do("GET", path, "").Header()
		if !strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'self';") || strings.Contains(h.Get("Content-Security-Policy"), "unsafe") {
			t.Errorf("%s: policy %q", path, h.Get("Content-Security-Policy"))
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: headers %v", path, h)
		}
		if h.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: other sites may read", path)
		}
	}
}

func TestMethods(t *testing.T) {
	s := open(t)
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS"} {
		for _, path := range []string{"/api/v1/stats", "/api/v1/entity/ardelia", "/", "/id/ent:boria"} {
			s.wantProblem(s.do(method, path, ""), http.StatusMethodNotAllowed)
		}
	}
	s.wantProblem(s.do("GET", "/api/v1/query", ""), http.StatusMethodNotAllowed)
	w := s.do("HEAD", "/api/v1/stats", "")
	if w.Code != 200 || w.Body.Len() != 0 {
		t.Errorf("HEAD: %d, %d bytes", w.Code, w.Body.Len())
	}
	s.wantProblem(s.do("GET", "/api/v1/nothing", ""), http.StatusNotFound)
	s.wantProblem(s.do("GET", "/api/", ""), http.StatusNotFound)
}

func TestParameters(t *testing.T) {
	s := open(t)
	for path, parameter := range map[string]string{
		"search":                                         "q",
		"search?q=":                                      "q",
		"search?q=a&q=b":                                 "q",
		"search?q=a&limit=0":                             "limit",
		"search?q=a&limit=101":                           "limit",
		"search?q=a&limit=many":                          "limit",
		"search?q=a&unknown=1":                           "unknown",
		"search?q=a&timeout=-1s":                         "timeout",
		"search?q=a&timeout=61s":                         "timeout",
		"search?q=a&timeout=soon":                        "timeout",
		"search?q=" + strings.Repeat("a", 5000):          "q",
		"search?q=%ff":                                   "q",
		"paths?from=ardelia":                             "to",
		"paths?from=ardelia&to=boria&k=51":               "k",
		"paths?from=ardelia&to=boria&max_hops=9":         "max_hops",
		"paths?from=ardelia&to=boria&since=tomorrow":     "since",
		"paths?from=ardelia&to=boria&since=2024-13":      "since",
		"paths?from=ardelia&to=boria&modality=certain":   "modality",
		"paths?from=ardelia&to=boria&directed=maybe":     "directed",
		"paths?from=ardelia&to=boria&min_confidence=2":   "min_confidence",
		"paths?from=ardelia&to=boria&min_confidence=NaN": "min_confidence",
		"paths?from=ardelia&to=boria&by=luck":            "by",
		"paths?from=ardelia&to=boria&via=boria&via=boria&via=boria&via=boria&via=boria": "via",
		"entity/ardelia?id=boria":  "id",
		"export?format=rdfxml":     "format",
		"timeline?limit=100000000": "limit",
	} {
		if p := s.wantProblem(s.do("GET", "/api/v1/"+path, ""), http.StatusBadRequest); p.Parameter != parameter {
			t.Errorf("%s: parameter %q, want %q: %s", path, p.Parameter, parameter, p.Detail)
		}
	}
	s.wantProblem(s.do("GET", "/api/v1/search?q=%zz", ""), http.StatusBadRequest)
}

func TestConditionalRequests(t *testing.T) {
	s := open(t)
	first := s.do("GET", "/api/v1/stats", "")
	tag := first.Header().Get("ETag")
	if tag == "" {
		t.Fatal("no ETag")
	}
	if w := s.do("GET", "/api/v1/stats", "", "If-None-Match", `"x", `+tag); w.Code != 304 || w.Body.Len() != 0 {
		t.Errorf("same graph: %d", w.Code)
	}
	if w := s.do("GET", "/api/v1/stats", "", "If-None-Match", `W/"other"`); w.Code != 200 {
		t.Errorf("other tag: %d", w.Code)
	}
	if w := s.do("GET", "/api/v1/search", "", "If-None-Match", tag); w.Code != 400 || w.Header().Get("ETag") != "" {
		t.Errorf("an error has status %d and tag %q", w.Code, w.Header().Get("ETag"))
	}
	if err := s.store.Delete(context.Background(), "pact"); err != nil {
		t.Fatal(err)
	}
	if err := s.index.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if w := s.do("GET", "/api/v1/stats", "", "If-None-Match", tag); w.Code != 200 || w.Header().Get("ETag") == tag {
		t.Errorf("the tag outlives a change of the graph: %d, %s", w.Code, w.Header().Get("ETag"))
	}
}

func TestGzip(t *testing.T) {
	s := open(t)
	plain := s.do("GET", "/api/v1/openapi.json", "")
	packed := s.do("GET", "/api/v1/openapi.json", "", "Accept-Encoding", "br, gzip;q=0.8")
	if packed.Header().Get("Content-Encoding") != "gzip" {
		t.Fatal("not compressed")
	}
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(z)
	if err != nil || !bytes.Equal(got, plain.Body.Bytes()) {
		t.Errorf("the compressed answer differs: %v", err)
	}
	if w := s.do("GET", "/api/v1/openapi.json", "", "Accept-Encoding", "gzip;q=0"); w.Header().Get("Content-Encoding") != "" {
		t.Error("compressed for a client that refuses it")
	}
}

func TestPrefers(t *testing.T) {
	tests := []struct {
		header string
		offers []string
		want   string
	}{
		{"", []string{"a/x", "b/y"}, "a/x"},
		{"*/*", []string{"a/x", "b/y"}, "a/x"},
		{"b/y", []string{"a/x", "b/y"}, "b/y"},
		{"B/*", []string{"a/x", "b/y"}, "b/y"},
		{"a/x;q=0.5, b/y;q=0.9", []string{"a/x", "b/y"}, "b/y"},
		{"*/*, b/y", []string{"a/x", "b/y"}, "b/y"},
		{"c/z", []string{"a/x", "b/y"}, "a/x"},
		{"b/y;q=0", []string{"a/x", "b/y"}, "a/x"},
		{"b/y;q=nonsense", []string{"a/x", "b/y"}, "b/y"},
	}
	for _, test := range tests {
		if got := prefers(test.header, test.offers...); got != test.want {
			t.Errorf("%q: %s, want %s", test.header, got, test.want)
		}
	}
}

// TestServe checks the server over real connections: it ends with its context, stalled clients are dropped.
func TestServe(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for time-outs")
	}
	s := open(t)
	for _, addr := range []string{"0.0.0.0:0", ":0", "192.0.2.1:0", "example.org:80", "nonsense", "127.0.0.1:http", "127.0.0.1:65536"} {
		if l, err := Listen(addr); err == nil {
			l.Close()
			t.Errorf("%s was served", addr)
		}
	}
	l, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, l, s) }()

	url := "http://" + l.Addr().String()
	client := &http.Client{Timeout: 5 * time.Second}
	response, err := client.Get(url + "/api/v1/stats")
	if err != nil || response.StatusCode != 200 {
		t.Fatalf("%v, %v", response, err)
	}
	response.Body.Close()

	large, err := client.Get(url + "/api/v1/stats?" + strings.Repeat("a", 60<<10))
	if err != nil || large.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a header of 60 KiB: %v, %v", large, err)
	}

	// Clients that stop in the middle of a header, or of a body.
	var stalled []net.Conn
	for i := range 250 {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if i%2 == 0 {
			fmt.Fprint(c, "GET / HTTP/1.1\r\nHost: loc")
		} else {
			fmt.Fprint(c, "POST /api/v1/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\ng.V(")
		}
		stalled = append(stalled, c)
	}
	begin := time.Now()

	// A program that waits ends with the connection of whoever asked.
	request, cancel := context.WithCancel(context.Background())
	waiting, err := http.NewRequestWithContext(request, "POST", url+"/api/v1/query", strings.NewReader("wait"))
	if err != nil {
		t.Fatal(err)
	}
	waiting.Header.Set("Accept", "application/x-ndjson")
	rows, err := client.Do(waiting)
	if err != nil {
		t.Fatal(err)
	}
	first := make([]byte, 10)
	if _, err := io.ReadFull(rows.Body, first); err != nil {
		t.Errorf("the first row does not come while the program runs: %v", err)
	}
	cancel()
	rows.Body.Close()

	for i, c := range stalled {
		c.SetReadDeadline(begin.Add(15 * time.Second))
		if _, err := io.ReadAll(c); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatalf("stalled connection %d is open after 15 s", i)
		}
	}
	stop()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Error("the server does not end with its context")
	}
}
