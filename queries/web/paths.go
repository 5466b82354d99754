package web

import (
	"net/http"

	"entente/queries"
)

func (s *server) paths() resource {
	return resource{
		path:    "paths",
		summary: "How two actors are connected, with the sentence behind every hop",
		params: []param{
			{name: "from", kind: text, required: true, text: "id or name"},
			{name: "to", kind: text, required: true, text: "id or name"},
			{name: "k", kind: integer, min: 1, max: queries.MaxPaths, standard: "3", text: "paths at most"},
			{name: "by", kind: text, enum: []string{string(queries.ByWeight), string(queries.ByHops)}, standard: "weight", text: "what paths are ranked by"},
			{name: "max_hops", kind: integer, min: 1, max: queries.MaxHops, standard: "4", text: "hops of a path at most"},
			{name: "via", kind: text, many: true, text: "actors that every path passes"},
			{name: "avoid", kind: text, many: true, text: "actors that no path passes"},
			{name: "time_ordered", kind: boolean, standard: "false", text: "hops do not go back in time"},
			{name: "min_confidence", kind: number, standard: "0", text: "of every statement"},
			{name: "evidence", kind: integer, min: 0, max: 20, standard: "5", text: "sentences a hop"},
			predicateParam, asserted(modalityParam), sinceParam, untilParam, asOfParam, directedParam,
			backgroundParam, attributionParam, topicsParam, openParam, joinParam,
		},
		answer: queries.Paths{},
		handle: func(w http.ResponseWriter, r *http.Request, q *values) error {
			from, err := s.node(q, "from")
			if err != nil {
				return err
			}
			to, err := s.node(q, "to")
			if err != nil {
				return err
			}
			o := queries.PathOptions{
				K: q.integer("k", 0), By: queries.By(q.text("by")), MaxHops: q.integer("max_hops", 0),
				Predicates: q.predicates(), Modalities: q.modalities(),
				Since: q.date("since"), Until: q.date("until"), AsOf: q.date("as_of"),
				TimeOrdered: q.boolean("time_ordered", false), Directed: q.boolean("directed", false),
				NoBackground: !q.boolean("background", true), Attribution: q.boolean("attribution", false),
				Topics: q.boolean("topics", false), Open: q.boolean("open", false),
				NoJoin:        !q.boolean("join", true),
				MinConfidence: q.number("min_confidence"), Evidence: q.integer("evidence", 5),
			}
			if o.Evidence == 0 {
				o.Evidence = -1 // the index takes 0 for its default
			}
			if o.Via, err = s.nodes(q, "via"); err != nil {
				return err
			}
			if len(o.Via) > queries.MaxVia {
				return badRequest("via", "%d actors to pass, at most %d", len(o.Via), queries.MaxVia)
			}
			if o.Avoid, err = s.nodes(q, "avoid"); err != nil {
				return err
			}
			answer, err := s.index.Paths(r.Context(), from, to, o)
			if err != nil {
				return err
			}
			if answer.Paths == nil {
				answer.Paths = []queries.Path{}
			}
			return writeJSON(w, r, answer)
		},
	}
}
