package web

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"time"

	"github.com/cayleygraph/quad"

	"entente/graph/rdf"
)

func (s *server) exports() resource {
	names, media := []string{}, []string{}
	for _, f := range rdf.Formats {
		names, media = append(names, string(f)), append(media, f.MediaType())
	}
	return resource{
		path:    "export",
		summary: "The graph as RDF",
		media:   rdf.NQuads.MediaType(),
		params: []param{
			{name: "format", kind: text, enum: names, standard: "by Accept, else nquads", text: "syntax"},
			{name: "graph", kind: text, text: "only this graph: art: and the id of an article, or src:gazetteer"},
			{name: "sorted", kind: boolean, standard: "false", text: "in the order of the terms; equal graphs give equal bytes"},
		},
		handle: func(w http.ResponseWriter, r *http.Request, q *values) error {
			format, err := rdf.ParseFormat(q.text("format"))
			if err != nil {
				format, _ = rdf.ParseFormat(prefers(r.Header.Get("Accept"), media...))
			}
			select {
			case s.export <- struct{}{}:
				defer func() { <-s.export }()
			default:
				return &problem{Status: http.StatusTooManyRequests, Detail: "two exports are running"}
			}
			out := &exportWriter{w: w, r: r, media: format.MediaType(), name: "entente" + format.Extension()}
			if r.Method == http.MethodHead {
				out.begin()
				return nil
			}
			_, err = rdf.Write(out, format, until(r.Context(), s.store.Quads(r.Context())), rdf.Options{
				Base: s.o.Base, Graph: q.text("graph"), Sorted: q.boolean("sorted", false),
			})
			return out.end(err)
		},
	}
}

// until ends a stream when ctx does, whether or not its source looks at ctx.
func until(ctx context.Context, quads iter.Seq2[quad.Quad, error]) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for q, err := range quads {
			if err == nil {
				err = ctx.Err()
			}
			if !yield(q, err) || err != nil {
				return
			}
		}
	}
}

// An exportWriter starts the answer with the first bytes, so that an error before them is a problem, and moves the
// connection's deadline on as long as the client reads.
type exportWriter struct {
	w     http.ResponseWriter
	r     *http.Request
	media string
	name  string
	out   io.Writer
	zip   *gzip.Writer
}

func (e *exportWriter) begin() {
	h := e.w.Header()
	h.Set("Content-Type", e.media)
	h.Set("Content-Disposition", `attachment; filename="`+e.name+`"`)
	e.out = e.w
	if acceptsGzip(e.r) {
		h.Set("Content-Encoding", "gzip")
		e.zip = gzip.NewWriter(e.w)
		e.out = e.zip
	}
}

func (e *exportWriter) Write(b []byte) (int, error) {
	if e.out == nil {
		e.begin()
	}
	http.NewResponseController(e.w).SetWriteDeadline(time.Now().Add(30 * time.Second))
	return e.out.Write(b)
}

// end finishes the answer. After the first byte an error can only be told by breaking off, so that the client does
// not take a part for the whole.
func (e *exportWriter) end(err error) error {
	switch {
	case err != nil && e.out == nil:
		return err
	case err != nil && errors.Is(err, context.Canceled):
		return nil
	case err != nil:
		panic(http.ErrAbortHandler)
	case e.out == nil:
		e.begin() // an empty graph
	}
	if e.zip != nil {
		e.zip.Close()
	}
	return nil
}
