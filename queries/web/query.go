package web

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"entente/queries/gizmo"
)

// A queryBody is a Gizmo program as JSON; as text/plain the body is the program.
type queryBody struct {
	Query   string `json:"query"`
	Limit   int    `json:"limit,omitempty"`
	Timeout string `json:"timeout,omitempty"` // "5s"
}

// A queryAnswer is what a program gave.
type queryAnswer struct {
	Rows      []gizmo.Row `json:"rows"`
	Truncated bool        `json:"truncated"`
	Millis    int64       `json:"elapsed_ms"`
}

func (s *server) query() resource {
	return resource{
		path:    "query",
		method:  http.MethodPost,
		summary: "Runs a Gizmo program",
		rows:    true,
		params: []param{
			{name: "limit", kind: integer, min: 1, max: maxRows, standard: "1000", text: "rows at most"},
		},
		body:   queryBody{},
		answer: queryAnswer{},
		handle: s.runQuery,
	}
}

func (s *server) runQuery(w http.ResponseWriter, r *http.Request, q *values) error {
	if s.runner == nil {
		return &problem{Status: http.StatusNotImplemented, Detail: "this server runs no programs"}
	}
	http.NewResponseController(w).SetReadDeadline(time.Now().Add(10 * time.Second))
	body, err := readQuery(w, r)
	if err != nil {
		return err
	}
	http.NewResponseController(w).SetReadDeadline(time.Time{})
	limits := gizmo.Limits{Rows: q.integer("limit", defaultRows), Timeout: s.o.Timeout}
	if body.Limit != 0 {
		if body.Limit < 0 || body.Limit > maxRows {
			return badRequest("limit", "limit is %d, want 1 to %d", body.Limit, maxRows)
		}
		limits.Rows = body.Limit
	}
	wanted, err := q.duration("timeout")
	if err != nil {
		return err
	}
	if body.Timeout != "" {
		q.query.Set("timeout", body.Timeout)
		if wanted, err = q.duration("timeout"); err != nil {
			return err
		}
	}
	if wanted > 0 {
		limits.Timeout = wanted
	}

	begin := time.Now()
	// The request's own time limit is the runner's to keep, which says more about what happened.
	rows := s.runner.Run(r.Context(), body.Query, limits)
	if wantsRows(r, q) {
		return writeRows(w, r, rows, func(err error) (bool, *problem) {
			if errors.Is(err, gizmo.ErrTruncated) {
				return true, nil
			}
			return false, queryProblem(err)
		})
	}
	answer := queryAnswer{Rows: []gizmo.Row{}}
	for row, err := range rows {
		if errors.Is(err, gizmo.ErrTruncated) {
			answer.Truncated = true
			break
		}
		if err != nil {
			return queryProblem(err)
		}
		answer.Rows = append(answer.Rows, row)
	}
	answer.Millis = time.Since(begin).Milliseconds()
	return writeJSON(w, r, answer)
}

// queryProblem is the problem of a program's error: what the server cannot help is the program's fault.
func queryProblem(err error) *problem {
	p := asProblem(err)
	if p.Status == http.StatusInternalServerError {
		return &problem{Status: http.StatusUnprocessableEntity, Title: "The program failed", Detail: err.Error()}
	}
	return p
}

func readQuery(w http.ResponseWriter, r *http.Request) (body queryBody, err error) {
	media := "text/plain"
	if given := r.Header.Get("Content-Type"); given != "" {
		if media, _, err = mime.ParseMediaType(given); err != nil {
			return body, badRequest("", "Content-Type: %v", err)
		}
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxQuery))
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return body, err
		}
		return body, badRequest("", "the body: %v", err)
	}
	switch media {
	case "text/plain", "application/x-www-form-urlencoded": // the latter is what curl --data says of any body
		body.Query = string(data)
	case "application/json":
		d := json.NewDecoder(strings.NewReader(string(data)))
		d.DisallowUnknownFields()
		if err := d.Decode(&body); err != nil {
			return body, badRequest("", "the body: %v", err)
		}
		if _, err := d.Token(); err != io.EOF {
			return body, badRequest("", "the body holds more than one JSON value")
		}
	default:
		return body, &problem{Status: http.StatusUnsupportedMediaType, Detail: "send the program as text/plain or application/json"}
	}
	if strings.TrimSpace(body.Query) == "" {
		return body, badRequest("", "the body holds no program")
	}
	if !utf8.ValidString(body.Query) {
		return body, badRequest("", "the program is not UTF-8")
	}
	return body, nil
}
