// Package web serves the graph to browsers and programs: an HTTP API under /api/v1/ and the pages that use it.
//
// There is one file a resource. Each declares its route with the parameters that it takes and the type that it answers
// with; the mux, the check of parameters and /api/v1/openapi.json are made from these declarations, so they cannot
// disagree. Answers are the types of package queries, the same that the command line prints.
//
// Everything is read-only. A request passes, in this order: the Host allow-list (against DNS rebinding), the check
// that a browser sends it from our own pages, the headers that confine the pages, the check of method and parameters.
// The pages are built from ui into dist and embedded; without them the API works and / says how to build them.
package web

import (
	"context"
	"crypto/rand"
	"iter"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/cayleygraph/quad"

	"entente/graph"
	"entente/queries"
	"entente/queries/gizmo"
)

// An Index answers questions; a *queries.Index is one.
type Index interface {
	Resolve(name string) (graph.Node, error)
	Search(name string, limit int) []queries.SearchResult
	Ref(n graph.Node) queries.Ref
	Paths(ctx context.Context, from, to graph.Node, o queries.PathOptions) (queries.Paths, error)
	Neighbourhood(ctx context.Context, n graph.Node, o queries.NeighbourOptions) (queries.Neighbourhood, error)
	Timeline(ctx context.Context, o queries.TimelineOptions) (queries.Timeline, error)
	Show(ctx context.Context, n graph.Node, o queries.ShowOptions) (queries.Profile, error)
	Evidence(ctx context.Context, event graph.Node) (queries.Evidence, error)
	Stats() queries.Stats
	Generation() uint64
}

var _ Index = (*queries.Index)(nil)

// A Store holds the articles and all quads; a *graph.Store is one.
type Store interface {
	Article(ctx context.Context, id string) (graph.Article, error)
	Articles(ctx context.Context) iter.Seq2[graph.Article, error]
	StatementsOf(ctx context.Context, id string) iter.Seq2[graph.Statement, error]
	Quads(ctx context.Context) iter.Seq2[quad.Quad, error]
}

var _ Store = (*graph.Store)(nil)

// A Runner runs Gizmo programs; a *gizmo.Runner is one.
type Runner interface {
	Run(ctx context.Context, program string, l gizmo.Limits) iter.Seq2[gizmo.Row, error]
}

var _ Runner = (*gizmo.Runner)(nil)

// Options of a server. The zero value serves localhost.
type Options struct {
	Hosts   []string      // names by which the server may be asked beside localhost, 127.0.0.1 and [::1]
	Base    string        // of IRIs in exports; rdf.DefaultBase if empty
	Timeout time.Duration // of a request that gives none; 10 s
	Version string        // shown in the API description
}

// Limits of requests.
const (
	maxTimeout     = 60 * time.Second
	defaultTimeout = 10 * time.Second
	maxQuery       = 64 << 10 // bytes of a Gizmo program
	maxRows        = 100_000
	defaultRows    = 1_000
)

type server struct {
	index  Index
	store  Store
	runner Runner
	o      Options
	boot   string        // tells the ETags of this process from those of others
	export chan struct{} // exports at a time
}

// New returns the handler of API and pages. Without a runner, queries are answered with 501.
func New(ix Index, s Store, r Runner, o Options) http.Handler {
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	srv := &server{index: ix, store: s, runner: r, o: o, boot: rand.Text()[:8], export: make(chan struct{}, 2)}

	mux := http.NewServeMux()
	resources := srv.resources()
	for _, res := range resources {
		mux.Handle("/api/v1/"+res.path, srv.api(res))
	}
	mux.Handle("/api/v1/openapi.json", srv.api(openAPI(resources, o.Version)))
	srv.cayley(mux)
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, r, &problem{Status: http.StatusNotFound, Detail: "no such resource; /api/v1/openapi.json lists them"})
	})
	mux.HandleFunc("/id/", srv.identifier)
	mux.Handle("/", pages(uiFiles()))

	foreign := http.NewCrossOriginProtection()
	foreign.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, r, &problem{Status: http.StatusForbidden, Detail: "the request comes from another site's page"})
	}))
	return srv.hosts(confine(foreign.Handler(mux)))
}

// resources lists what /api/v1/ has.
func (s *server) resources() []resource {
	return []resource{
		s.search(), s.entity(), s.neighbours(), s.paths(), s.timeline(), s.evidence(),
		s.articles(), s.article(), s.exports(), s.stats(), s.query(),
	}
}

// hosts refuses requests that name a host which is not ours: a page of another site whose name was pointed at this
// address could read every answer otherwise.
func (s *server) hosts(next http.Handler) http.Handler {
	allowed := map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true}
	for _, h := range s.o.Hosts {
		allowed[strings.ToLower(h)] = true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		host = strings.ToLower(strings.Trim(host, "[]"))
		if !allowed[host] {
			writeProblem(w, r, &problem{Status: http.StatusMisdirectedRequest, Detail: "this server does not answer for that host name"})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// confine sets the headers that keep pages from loading or being loaded by others.
func confine(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}
