package web

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A resource is one route of the API.
type resource struct {
	path    string // below /api/v1/, in the mux's syntax: "entity/{id...}"
	method  string // GET if empty, which takes HEAD too
	summary string
	params  []param
	answer  any    // a zero value of the type of the answer, for the description
	media   string // of the answer if it is not JSON
	body    any    // a zero value of the type of the request's body
	rows    bool   // the answer can be had as NDJSON
	handle  func(w http.ResponseWriter, r *http.Request, q *values) error
}

// A param is a parameter of a resource, in the query unless path is set.
type param struct {
	name     string
	kind     kind
	text     string // what it is for
	required bool
	many     bool // may be given several times
	path     bool
	min, max int      // of an integer
	enum     []string // of a text
	standard string   // what holds without it, for the description
}

type kind string

const (
	text    kind = "string"
	integer kind = "integer"
	number  kind = "number"
	boolean kind = "boolean"
	date    kind = "date"
)

// Parameters that every resource takes.
var common = []param{
	{name: "timeout", kind: text, text: "time limit, such as 500ms or 5s; at most 60s", standard: "10s"},
	{name: "format", kind: text, text: "json or ndjson, instead of the Accept header"},
}

// api checks method and parameters, sets the time limit, answers conditional requests and turns errors into problems.
func (s *server) api(res resource) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		method := res.method
		if method == "" {
			method = http.MethodGet
		}
		if r.Method != method && !(method == http.MethodGet && r.Method == http.MethodHead) {
			w.Header().Set("Allow", method)
			writeProblem(w, r, &problem{Status: http.StatusMethodNotAllowed, Detail: fmt.Sprintf("use %s", method)})
			return
		}
		q, err := parseValues(r, res)
		if err != nil {
			writeProblem(w, r, asProblem(err))
			return
		}
		timeout := s.o.Timeout
		if t, err := q.duration("timeout"); err != nil {
			writeProblem(w, r, asProblem(err))
			return
		} else if t > 0 {
			timeout = t
		}
		if method == http.MethodGet {
			tag := fmt.Sprintf(`W/"%s-%d"`, s.boot, s.index.Generation())
			w.Header().Set("Cache-Control", "no-cache")
			w.Header().Set("ETag", tag)
			w.Header().Add("Vary", "Accept, Accept-Encoding")
			if matches(r.Header.Get("If-None-Match"), tag) {
				w.WriteHeader(http.StatusNotModified)
				return
			}
		}
		ctx := r.Context()
		if res.media == "" && res.body == nil { // an export ends with its data or its connection, a program by its runner
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, timeout)
			defer cancel()
		}
		if err := res.handle(w, r.WithContext(ctx), q); err != nil {
			writeProblem(w, r, asProblem(err))
		}
	})
}

func matches(header, tag string) bool {
	for _, t := range strings.Split(header, ",") {
		if t = strings.TrimSpace(t); t == tag || t == "*" {
			return true
		}
	}
	return false
}

// writeJSON writes the whole answer, compressed if the client takes it.
func writeJSON(w http.ResponseWriter, r *http.Request, answer any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(answer); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	if b.Len() > 1<<10 && acceptsGzip(r) {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		z.Write(b.Bytes())
		z.Close()
		w.Header().Set("Content-Encoding", "gzip")
		b = packed
	}
	w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	if r.Method == http.MethodHead {
		return nil
	}
	w.Write(b.Bytes()) // the client may be gone; nobody is left to tell
	return nil
}

// An ending is the last line of an NDJSON answer; the lines before it are {"row": ...}.
type ending struct {
	Rows      int      `json:"rows"`
	Truncated bool     `json:"truncated,omitempty"`
	Millis    int64    `json:"elapsed_ms"`
	Problem   *problem `json:"problem,omitempty"` // what ended the rows too early
}

// writeRows writes rows as NDJSON as they come. An error before the first row is returned, a later one stands in the
// last line, as the status is gone by then.
func writeRows[T any](w http.ResponseWriter, r *http.Request, rows iter.Seq2[T, error], end func(error) (truncated bool, p *problem)) error {
	begin := time.Now()
	control := http.NewResponseController(w)
	out := bufio.NewWriter(w)
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	n, flushed := 0, begin
	var last ending
	for row, err := range rows {
		if err != nil {
			last.Truncated, last.Problem = end(err)
			if n == 0 && last.Problem != nil {
				return last.Problem
			}
			break
		}
		if n == 0 {
			w.Header().Set("Content-Type", "application/x-ndjson")
			w.Header().Set("X-Accel-Buffering", "no")
		}
		n++
		if err := e.Encode(map[string]T{"row": row}); err != nil {
			return nil // the client is gone; leaving the loop ends the work
		}
		if now := time.Now(); n == 1 || now.Sub(flushed) > 100*time.Millisecond {
			out.Flush()
			control.Flush()
			flushed = now
		}
	}
	last.Rows, last.Millis = n, time.Since(begin).Milliseconds()
	w.Header().Set("Content-Type", "application/x-ndjson")
	e.Encode(map[string]ending{"end": last})
	out.Flush()
	return nil
}

// wantsRows tells whether the client asks for NDJSON.
func wantsRows(r *http.Request, q *values) bool {
	if f := q.text("format"); f != "" {
		return f == "ndjson"
	}
	return prefers(r.Header.Get("Accept"), "application/json", "application/x-ndjson", "application/jsonl") != "application/json"
}

func acceptsGzip(r *http.Request) bool {
	return prefers(r.Header.Get("Accept-Encoding"), "identity", "gzip") == "gzip"
}

// prefers returns the offer that an Accept or Accept-Encoding header ranks first; the first offer if it names none or
// ranks several alike through a wildcard.
func prefers(header string, offers ...string) string {
	best, bestQ, bestExact := offers[0], 0.0, false
	for _, offer := range offers {
		for _, part := range strings.Split(header, ",") {
			name, parameters, _ := strings.Cut(part, ";")
			name = strings.ToLower(strings.TrimSpace(name))
			exact := name == offer
			family, _, _ := strings.Cut(offer, "/")
			if !exact && name != "*" && name != "*/*" && name != family+"/*" {
				continue
			}
			q := 1.0
			for _, p := range strings.Split(parameters, ";") {
				if v, ok := strings.CutPrefix(strings.TrimSpace(p), "q="); ok {
					if f, err := strconv.ParseFloat(v, 64); err == nil {
						q = f
					}
				}
			}
			if q > bestQ || q == bestQ && q > 0 && exact && !bestExact {
				best, bestQ, bestExact = offer, q, exact
			}
		}
	}
	return best
}
