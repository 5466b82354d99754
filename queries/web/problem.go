package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"entente/graph"
	"entente/queries"
	"entente/queries/gizmo"
)

// A problem is an error as RFC 9457 writes it.
type problem struct {
	Type       string                 `json:"type"`
	Title      string                 `json:"title"`
	Status     int                    `json:"status"`
	Detail     string                 `json:"detail,omitempty"`
	Instance   string                 `json:"instance,omitempty"`
	Parameter  string                 `json:"parameter,omitempty"`  // that is wrong
	Near       []queries.SearchResult `json:"near,omitempty"`       // names like the unknown one
	Candidates []queries.SearchResult `json:"candidates,omitempty"` // what an ambiguous name may mean
}

func (p *problem) Error() string { return p.Detail }

const (
	unknownName   = "/problems/unknown-name"
	ambiguousName = "/problems/ambiguous-name"
)

func badRequest(parameter, format string, args ...any) *problem {
	return &problem{Status: http.StatusBadRequest, Detail: fmt.Sprintf(format, args...), Parameter: parameter}
}

// asProblem finds the status for an error of the index, the store or a program.
func asProblem(err error) *problem {
	var (
		p         *problem
		unknown   *queries.UnknownError
		ambiguous *queries.AmbiguousError
		tooLarge  *http.MaxBytesError
	)
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &unknown):
		return &problem{Type: unknownName, Title: "Unknown name", Status: http.StatusNotFound, Detail: unknown.Error(), Near: unknown.Near}
	case errors.As(err, &ambiguous):
		return &problem{Type: ambiguousName, Title: "Ambiguous name", Status: http.StatusConflict, Detail: ambiguous.Error(), Candidates: ambiguous.Candidates}
	case errors.As(err, &tooLarge):
		return &problem{Status: http.StatusRequestEntityTooLarge, Detail: fmt.Sprintf("the body is larger than %d KiB", tooLarge.Limit>>10)}
	case errors.Is(err, graph.ErrNotFound):
		return &problem{Status: http.StatusNotFound, Detail: err.Error()}
	case errors.Is(err, gizmo.ErrBusy):
		return &problem{Status: http.StatusTooManyRequests, Detail: err.Error()}
	case errors.Is(err, context.DeadlineExceeded):
		return &problem{Status: http.StatusGatewayTimeout, Detail: "the time limit is over; a larger timeout or a narrower question may help"}
	case errors.Is(err, context.Canceled):
		return &problem{Status: 499, Title: "Cancelled", Detail: "the request was cancelled"}
	}
	return &problem{Status: http.StatusInternalServerError, Detail: err.Error()}
}

func writeProblem(w http.ResponseWriter, r *http.Request, p *problem) {
	shown := *p
	if shown.Type == "" {
		shown.Type = "about:blank"
	}
	if shown.Title == "" {
		shown.Title = http.StatusText(p.Status)
	}
	shown.Instance = r.URL.Path
	if p.Status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "2")
	}
	w.Header().Del("ETag")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		json.NewEncoder(w).Encode(shown)
	}
}
