package web

import (
	"net/http"

	"entente/queries"
)

// A searchAnswer lists entities that a text may name, best first.
type searchAnswer struct {
	Query   string                 `json:"query"`
	Results []queries.SearchResult `json:"results"`
}

func (s *server) search() resource {
	return resource{
		path:    "search",
		summary: "Entities by name, alias, id or the beginning of a name",
		params: []param{
			{name: "q", kind: text, required: true, text: "what to look for, as people write it"},
			{name: "limit", kind: integer, min: 1, max: 100, standard: "10", text: "results at most"},
		},
		answer: searchAnswer{},
		handle: func(w http.ResponseWriter, r *http.Request, q *values) error {
			results := s.index.Search(q.text("q"), q.integer("limit", 10))
			if results == nil {
				results = []queries.SearchResult{}
			}
			return writeJSON(w, r, searchAnswer{q.text("q"), results})
		},
	}
}
