package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"entente/graph"
)

// values are the checked parameters of a request.
type values struct {
	query url.Values
	names map[string]param
}

// parseValues checks the parameters of a request against those that the resource declares.
func parseValues(r *http.Request, res resource) (*values, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, badRequest("", "the query part of the address: %v", err)
	}
	q := &values{query: query, names: map[string]param{}}
	for _, p := range slices.Concat(res.params, common) {
		if _, own := q.names[p.name]; own {
			continue
		}
		q.names[p.name] = p
		if p.path {
			if given, twice := query[p.name]; twice {
				return nil, badRequest(p.name, "%s stands in the path, not after the question mark: %v", p.name, given)
			}
			query.Set(p.name, r.PathValue(p.name))
		}
		if err := q.check(p); err != nil {
			return nil, err
		}
	}
	for name := range query {
		if _, known := q.names[name]; !known {
			known := make([]string, 0, len(q.names))
			for n := range q.names {
				known = append(known, n)
			}
			slices.Sort(known)
			return nil, badRequest(name, "no parameter %q; there are %s", name, strings.Join(known, ", "))
		}
	}
	return q, nil
}

func (q *values) check(p param) error {
	given := slices.DeleteFunc(slices.Clone(q.query[p.name]), func(v string) bool { return strings.TrimSpace(v) == "" })
	if p.required && len(given) == 0 {
		return badRequest(p.name, "parameter %s is missing: %s", p.name, p.text)
	}
	if len(given) > 1 && !p.many {
		return badRequest(p.name, "parameter %s is given %d times", p.name, len(given))
	}
	if len(given) > 1000 {
		return badRequest(p.name, "parameter %s is given %d times", p.name, len(given))
	}
	q.query[p.name] = given
	for _, v := range given {
		if len(v) > 4096 || !utf8.ValidString(v) {
			return badRequest(p.name, "parameter %s is no text of at most 4096 bytes", p.name)
		}
		switch p.kind {
		case integer:
			if i, err := strconv.Atoi(v); err != nil || i < p.min || i > p.max {
				return badRequest(p.name, "parameter %s is %q, want a whole number from %d to %d", p.name, v, p.min, p.max)
			}
		case number:
			if f, err := strconv.ParseFloat(v, 64); err != nil || !(f >= 0 && f <= 1) {
				return badRequest(p.name, "parameter %s is %q, want a number from 0 to 1", p.name, v)
			}
		case boolean:
			if _, ok := parseBool(v); !ok {
				return badRequest(p.name, "parameter %s is %q, want true or false", p.name, v)
			}
		case date:
			if !isDate(v) {
				return badRequest(p.name, "parameter %s is %q, want a date such as 2023, 2023-07 or 2023-07-25", p.name, v)
			}
		}
		if len(p.enum) > 0 && !slices.Contains(p.enum, v) {
			return badRequest(p.name, "parameter %s is %q, want one of %s", p.name, v, strings.Join(p.enum, ", "))
		}
	}
	return nil
}

func parseBool(s string) (value, ok bool) {
	switch strings.ToLower(s) {
	case "true", "on", "yes", "1":
		return true, true
	case "false", "off", "no", "0":
		return false, true
	}
	return false, false
}

func isDate(s string) bool {
	for _, layout := range []string{"2006", "2006-01", "2006-01-02"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

func (q *values) text(name string) string { return q.query.Get(name) }

func (q *values) texts(name string) []string { return q.query[name] }

func (q *values) date(name string) graph.Date { return graph.Date(q.query.Get(name)) }

// integer is the parameter, or otherwise without it.
func (q *values) integer(name string, otherwise int) int {
	if i, err := strconv.Atoi(q.query.Get(name)); err == nil {
		return i
	}
	return otherwise
}

func (q *values) number(name string) float64 {
	f, _ := strconv.ParseFloat(q.query.Get(name), 64)
	return f
}

func (q *values) boolean(name string, otherwise bool) bool {
	if b, ok := parseBool(q.query.Get(name)); ok {
		return b
	}
	return otherwise
}

func (q *values) predicates() []graph.Predicate {
	var list []graph.Predicate
	for _, p := range q.query["predicate"] {
		list = append(list, graph.Predicate(strings.TrimPrefix(p, "rel:")))
	}
	return list
}

func (q *values) modalities() []graph.Modality {
	var list []graph.Modality
	for _, m := range q.query["modality"] {
		if m == "all" {
			return slices.Clone(graph.Modalities)
		}
		list = append(list, graph.Modality(m))
	}
	return list
}

func (q *values) duration(name string) (time.Duration, error) {
	s := q.query.Get(name)
	if s == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		seconds, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return 0, badRequest(name, "parameter %s is %q, want a duration such as 500ms or 5s", name, s)
		}
		d = time.Duration(seconds * float64(time.Second))
	}
	if d <= 0 || d > maxTimeout {
		return 0, badRequest(name, "parameter %s is %q, want more than 0 and at most %s", name, s, maxTimeout)
	}
	return d, nil
}

// nodes resolves every value of a parameter that holds names.
func (s *server) nodes(q *values, name string) ([]graph.Node, error) {
	var list []graph.Node
	for _, v := range q.texts(name) {
		n, err := s.index.Resolve(v)
		if err != nil {
			p := asProblem(err)
			p.Parameter = name
			return nil, p
		}
		list = append(list, n)
	}
	return list, nil
}

func (s *server) node(q *values, name string) (graph.Node, error) {
	list, err := s.nodes(q, name)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0], nil
}

// modalityNames is the enum of modality parameters.
func modalityNames() []string {
	names := []string{"all"}
	for _, m := range graph.Modalities {
		names = append(names, string(m))
	}
	return names
}
