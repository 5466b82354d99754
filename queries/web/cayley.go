package web

import (
	"encoding/json"
	"errors"
	"net/http"

	"entente/graph/rdf"
	"entente/queries/gizmo"
)

// Paths of Cayley's own HTTP API, version 2, for clients that know it. They are read-only and bounded like the rest;
// errors have its form, {"error": "..."}.
func (s *server) cayley(mux *http.ServeMux) {
	mux.HandleFunc("/api/v2/query", s.cayleyQuery)
	mux.HandleFunc("/api/v2/formats", func(w http.ResponseWriter, r *http.Request) {
		type format struct {
			ID    string   `json:"id"`
			Read  bool     `json:"read"`
			Write bool     `json:"write"`
			Ext   []string `json:"ext"`
			Mime  []string `json:"mime"`
		}
		var list []format
		for _, f := range rdf.Formats {
			list = append(list, format{string(f), false, true, []string{f.Extension()}, []string{f.MediaType()}})
		}
		writeJSON(w, r, map[string][]format{"data": list})
	})
	read := s.exports()
	read.path = "read"
	mux.Handle("/api/v2/read", s.api(read))
}

func (s *server) cayleyQuery(w http.ResponseWriter, r *http.Request) {
	fail := func(err error) {
		p := queryProblem(err)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(p.Status)
		json.NewEncoder(w).Encode(map[string]string{"error": p.Detail})
	}
	res := resource{params: []param{
		{name: "lang", kind: text, enum: []string{"gizmo"}},
		{name: "qu", kind: text},
		{name: "limit", kind: integer, min: -1, max: maxRows},
	}}
	q, err := parseValues(r, res)
	if err != nil {
		fail(err)
		return
	}
	var program string
	switch {
	case s.runner == nil:
		err = &problem{Status: http.StatusNotImplemented, Detail: "this server runs no programs"}
	case r.Method == http.MethodGet && q.text("qu") != "":
		program = q.text("qu")
	case r.Method == http.MethodPost:
		var body queryBody
		body, err = readQuery(w, r)
		program = body.Query
	default:
		err = badRequest("qu", "send the program as the body of a POST, or as qu")
	}
	if err != nil {
		fail(err)
		return
	}
	limit := q.integer("limit", 100) // Cayley's own default; -1 is as many as there may be
	if limit < 1 {
		limit = maxRows
	}
	rows := []gizmo.Row{}
	for row, err := range s.runner.Run(r.Context(), program, gizmo.Limits{Rows: limit, Timeout: s.o.Timeout}) {
		if errors.Is(err, gizmo.ErrTruncated) {
			break
		}
		if err != nil {
			fail(err)
			return
		}
		rows = append(rows, row)
	}
	writeJSON(w, r, map[string][]gizmo.Row{"result": rows})
}
