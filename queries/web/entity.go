package web

import (
	"net/http"
	"net/url"
	"strings"

	"entente/queries"
)

func (s *server) entity() resource {
	return resource{
		path:    "entity/{id...}",
		summary: "What the graph knows of one entity",
		params: []param{
			{name: "id", kind: text, required: true, path: true, text: "id, Wikidata id or name"},
			{name: "limit", kind: integer, min: 1, max: 1000, standard: "10", text: "statements of each kind at most"},
			joinParam,
		},
		answer: queries.Profile{},
		handle: func(w http.ResponseWriter, r *http.Request, q *values) error {
			n, err := s.node(q, "id")
			if err != nil {
				return err
			}
			profile, err := s.index.Show(r.Context(), n, queries.ShowOptions{Limit: q.integer("limit", 10), NoJoin: !q.boolean("join", true)})
			if err != nil {
				return err
			}
			return writeJSON(w, r, profile)
		},
	}
}

// identifier sends whoever follows an entity's IRI to its page, or to its data if that is what they accept.
func (s *server) identifier(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", http.MethodGet)
		writeProblem(w, r, &problem{Status: http.StatusMethodNotAllowed, Detail: "use GET"})
		return
	}
	n, err := s.index.Resolve(strings.TrimPrefix(r.URL.Path, "/id/"))
	if err != nil {
		writeProblem(w, r, asProblem(err))
		return
	}
	target := "/e/"
	if prefers(r.Header.Get("Accept"), "text/html", "application/json") == "application/json" {
		target = "/api/v1/entity/"
	}
	w.Header().Add("Vary", "Accept")
	http.Redirect(w, r, target+escapePath(string(n)), http.StatusSeeOther)
}

// escapePath escapes every segment of an id and keeps its slashes.
func escapePath(id string) string {
	segments := strings.Split(id, "/")
	for i, segment := range segments {
		segments[i] = url.PathEscape(segment)
	}
	return strings.Join(segments, "/")
}
