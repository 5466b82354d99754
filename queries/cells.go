package queries

import (
	"fmt"
	"strconv"
	"strings"
)

var hopHeader = []string{"path", "hop", "from", "from_id", "predicate", "direction", "to", "to_id", "modality", "date", "confidence",
	"statements", "source"}

var evidenceHeader = []string{"event", "subject", "subject_id", "predicate", "object", "object_id", "modality", "attributed_to", "date",
	"place", "position", "article", "title", "publisher", "published", "sentence", "begin", "end", "text", "confidence"}

func evidenceCells(e *Evidence) []string {
	return []string{string(e.Event), e.Subject.Name, string(e.Subject.ID), string(e.Predicate), e.Object.Name, string(e.Object.ID),
		string(e.Modality), strings.Join(e.AttributedTo, "; "), string(e.Date), e.Place, e.Position, e.Article, e.Title, e.Publisher,
		string(e.Published), strconv.Itoa(e.Sentence), strconv.Itoa(e.Begin), strconv.Itoa(e.End), e.Text, decimal(e.Confidence)}
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// hopCells is one row for each piece of a hop's evidence, or one if it has none.
func hopCells(path, n int, h *Hop) [][]string {
	source := h.Source
	if h.Joined != "" {
		source += ": " + h.Joined
	}
	head := []string{strconv.Itoa(path), strconv.Itoa(n), h.From.Name, string(h.From.ID), string(h.Predicate), string(h.Direction), h.To.Name,
		string(h.To.ID), string(h.Modality), string(h.Date), decimal(h.Confidence), strconv.Itoa(h.Statements), source}
	if len(h.Evidence) == 0 {
		return [][]string{append(head, make([]string, len(evidenceHeader))...)}
	}
	var out [][]string
	for i := range h.Evidence {
		out = append(out, append(head[:len(head):len(head)], evidenceCells(&h.Evidence[i])...))
	}
	return out
}

// cells is an answer as a table of one row per piece of evidence.
func cells(answer any) (header []string, rows [][]string, err error) {
	hops := func() []string {
		h := hopHeader[:len(hopHeader):len(hopHeader)]
		for _, name := range evidenceHeader {
			h = append(h, "evidence_"+name)
		}
		return h
	}
	switch a := answer.(type) {
	case Paths:
		for i := range a.Paths {
			for j := range a.Paths[i].Hops {
				rows = append(rows, hopCells(i+1, j+1, &a.Paths[i].Hops[j])...)
			}
		}
		return hops(), rows, nil
	case Neighbourhood:
		for j := range a.Edges {
			rows = append(rows, hopCells(1, j+1, &a.Edges[j])...)
		}
		return hops(), rows, nil
	case Common:
		for i := range a.Nodes {
			for j := range a.Nodes[i].Hops {
				rows = append(rows, hopCells(i+1, j+1, &a.Nodes[i].Hops[j])...)
			}
		}
		return hops(), rows, nil
	case Timeline:
		for i := range a.Events {
			rows = append(rows, evidenceCells(&a.Events[i]))
		}
		return evidenceHeader, rows, nil
	case Profile:
		for _, list := range [][]Evidence{a.About, a.Said} {
			for i := range list {
				rows = append(rows, evidenceCells(&list[i]))
			}
		}
		return evidenceHeader, rows, nil
	case []SearchResult:
		for _, r := range a {
			rows = append(rows, []string{string(r.ID), r.Name, string(r.Type), r.Matched, string(r.Match), strconv.Itoa(r.Statements), r.Country,
				r.Wikidata})
		}
		return []string{"id", "name", "type", "matched", "match", "statements", "country", "wikidata"}, rows, nil
	case Stats:
		add := func(kind string, list []Count) {
			for _, c := range list {
				rows = append(rows, []string{kind, c.Name, strconv.Itoa(c.Count)})
			}
		}
		add("total", a.totals())
		add("modality", a.Modalities)
		add("predicate", a.Predicates)
		add("type", a.Types)
		add("publisher", a.Publishers)
		return []string{"kind", "name", "count"}, rows, nil
	case Evidence:
		return evidenceHeader, [][]string{evidenceCells(&a)}, nil
	}
	return nil, nil, fmt.Errorf("%T is no answer that can be written as rows", answer)
}

func (s *Stats) totals() []Count {
	return []Count{{"articles", s.Articles}, {"entities", s.Entities}, {"statements", s.Statements}, {"background facts", s.Background},
		{"names", s.Names}}
}
