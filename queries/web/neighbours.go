package web

import (
	"net/http"

	"entente/graph"
	"entente/queries"
)

// Parameters that several resources share.
var (
	predicateParam   = param{name: "predicate", kind: text, many: true, text: "only these predicates: met, visited"}
	modalityParam    = param{name: "modality", kind: text, many: true, enum: modalityNames(), text: "only statements given so"}
	sinceParam       = param{name: "since", kind: date, text: "events on or after this date; undated ones are left out"}
	untilParam       = param{name: "until", kind: date, text: "events on or before this date; undated ones are left out"}
	asOfParam        = param{name: "as_of", kind: date, text: "what had happened and what held on this day"}
	directedParam    = param{name: "directed", kind: boolean, standard: "false", text: "from subject to object only"}
	backgroundParam  = param{name: "background", kind: boolean, standard: "true", text: "use facts of the gazetteer, which no article states"}
	attributionParam = param{name: "attribution", kind: boolean, standard: "false", text: "use who says something about whom"}
	topicsParam      = param{name: "topics", kind: boolean, standard: "false", text: "use topics and nameless groups"}
	openParam        = param{name: "open", kind: boolean, standard: "false", text: "use predicates that no table knows"}
	joinParam        = param{name: "join", kind: boolean, standard: "true", text: "take unknown actors of different articles for one by name, country and office"}
)

func asserted(p param) param { p.standard = "asserted"; return p }

func (s *server) neighbours() resource {
	return resource{
		path:    "neighbours",
		summary: "What lies around one actor, nearest first",
		params: []param{
			{name: "of", kind: text, required: true, text: "id or name of the actor"},
			{name: "hops", kind: integer, min: 1, max: queries.MaxHops, standard: "1", text: "distance at most"},
			{name: "limit", kind: integer, min: 1, max: 10_000, standard: "100", text: "actors at most"},
			{name: "type", kind: text, many: true, text: "only actors of these types: person, country"},
			{name: "evidence", kind: integer, min: 0, max: 20, standard: "0", text: "sentences an edge"},
			predicateParam, asserted(modalityParam), sinceParam, untilParam, asOfParam, directedParam,
			backgroundParam, attributionParam, topicsParam, openParam, joinParam,
		},
		answer: queries.Neighbourhood{},
		handle: func(w http.ResponseWriter, r *http.Request, q *values) error {
			n, err := s.node(q, "of")
			if err != nil {
				return err
			}
			o := queries.NeighbourOptions{
				Hops: q.integer("hops", 0), Limit: q.integer("limit", 0), Evidence: q.integer("evidence", 0),
				Predicates: q.predicates(), Modalities: q.modalities(),
				Since: q.date("since"), Until: q.date("until"), AsOf: q.date("as_of"),
				Directed: q.boolean("directed", false), NoBackground: !q.boolean("background", true),
				Attribution: q.boolean("attribution", false), Topics: q.boolean("topics", false), Open: q.boolean("open", false),
				NoJoin: !q.boolean("join", true),
			}
			for _, t := range q.texts("type") {
				o.Types = append(o.Types, graph.Type(t))
			}
			answer, err := s.index.Neighbourhood(r.Context(), n, o)
			if err != nil {
				return err
			}
			return writeJSON(w, r, answer)
		},
	}
}
