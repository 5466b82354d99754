package web

import (
	"net/http"

	"entente/queries"
)

func (s *server) stats() resource {
	return resource{
		path:    "stats",
		summary: "What the graph holds, in numbers",
		answer:  queries.Stats{},
		handle: func(w http.ResponseWriter, r *http.Request, q *values) error {
			return writeJSON(w, r, s.index.Stats())
		},
	}
}
