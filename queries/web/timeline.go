package web

import (
	"iter"
	"net/http"

	"entente/queries"
)

func (s *server) timeline() resource {
	return resource{
		path:    "timeline",
		summary: "Events in the order of their dates",
		rows:    true,
		params: []param{
			{name: "actor", kind: text, many: true, text: "events that all of these take part in"},
			{name: "place", kind: text, many: true, text: "events at any of these places"},
			{name: "undated", kind: boolean, standard: "false", text: "events without a date too, after the others"},
			{name: "newest", kind: boolean, standard: "false", text: "newest first"},
			{name: "limit", kind: integer, min: 1, max: queries.MaxNodes, standard: "100", text: "events at most"},
			predicateParam, modalityParam, sinceParam, untilParam, attributionParam, joinParam,
		},
		answer: queries.Timeline{},
		handle: func(w http.ResponseWriter, r *http.Request, q *values) error {
			o := queries.TimelineOptions{
				Predicates: q.predicates(), Modalities: q.modalities(), Since: q.date("since"), Until: q.date("until"),
				Attribution: q.boolean("attribution", false), Undated: q.boolean("undated", false),
				Newest: q.boolean("newest", false), Limit: q.integer("limit", 0), NoJoin: !q.boolean("join", true),
			}
			var err error
			if o.Actors, err = s.nodes(q, "actor"); err != nil {
				return err
			}
			if o.Places, err = s.nodes(q, "place"); err != nil {
				return err
			}
			answer, err := s.index.Timeline(r.Context(), o)
			if err != nil {
				return err
			}
			if !wantsRows(r, q) {
				return writeJSON(w, r, answer)
			}
			return writeRows(w, r, each(answer.Events), func(err error) (bool, *problem) { return answer.Truncated, endOf(err) })
		},
	}
}

// each gives the elements of a list as rows.
func each[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, x := range list {
			if !yield(x, nil) {
				return
			}
		}
	}
}

func endOf(err error) *problem {
	if err == nil {
		return nil
	}
	return asProblem(err)
}
