package web

import (
	"net/http"

	"entente/graph"
	"entente/queries"
)

func (s *server) evidence() resource {
	return resource{
		path:    "evidence/{event}",
		summary: "One statement with the sentence that gives it",
		params:  []param{{name: "event", kind: text, required: true, path: true, text: "evt: and 16 hexadecimal digits"}},
		answer:  queries.Evidence{},
		handle: func(w http.ResponseWriter, r *http.Request, q *values) error {
			answer, err := s.index.Evidence(r.Context(), graph.Node(q.text("event")))
			if err != nil {
				return err
			}
			return writeJSON(w, r, answer)
		},
	}
}
