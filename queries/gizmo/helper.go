package gizmo

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"entente/graph"
	"entente/queries"
)

// A helper answers the functions of the entente object from the index.
type helper struct{ ix *queries.Index }

// node finds what an argument means: "<ent:...>", an id, or a name.
func (h helper) node(name string) (graph.Node, error) {
	if inner, ok := strings.CutPrefix(name, "<"); ok {
		name = strings.TrimSuffix(inner, ">")
	}
	return h.ix.Resolve(name)
}

func (h helper) nodes(names []graph.Node) error {
	for i, n := range names {
		id, err := h.node(string(n))
		if err != nil {
			return err
		}
		names[i] = id
	}
	return nil
}

// bare is a node or predicate without brackets and, for a predicate, without prefix.
func bare(s string) string {
	return strings.TrimPrefix(strings.TrimSuffix(strings.TrimPrefix(s, "<"), ">"), "rel:")
}

func (h helper) call(ctx context.Context, function string, args json.RawMessage) (json.RawMessage, error) {
	answer, err := h.answer(ctx, function, args)
	if err != nil {
		return nil, err
	}
	return json.Marshal(answer)
}

func (h helper) answer(ctx context.Context, function string, data json.RawMessage) (any, error) {
	if h.ix == nil {
		return nil, fmt.Errorf("there is no index")
	}
	var args []json.RawMessage
	if err := json.Unmarshal(data, &args); err != nil {
		return nil, err
	}
	// text and options read one argument each; a missing one is empty.
	text := func(i int) (s string, err error) {
		if i < len(args) {
			if err := json.Unmarshal(args[i], &s); err != nil {
				return "", fmt.Errorf("argument %d is no text", i+1)
			}
		}
		return s, nil
	}
	options := func(i int, into any) error {
		if i >= len(args) || string(args[i]) == "null" {
			return nil
		}
		d := json.NewDecoder(strings.NewReader(string(args[i])))
		d.DisallowUnknownFields()
		if err := d.Decode(into); err != nil {
			return fmt.Errorf("argument %d: %w", i+1, err)
		}
		return nil
	}
	first, err := text(0)
	if err != nil {
		return nil, err
	}
	if first == "" {
		return nil, fmt.Errorf("want a name")
	}
	switch function {
	case "search":
		limit := 0
		if err := options(1, &limit); err != nil {
			return nil, err
		}
		results := h.ix.Search(first, min(limit, 1000))
		if results == nil {
			results = []queries.SearchResult{}
		}
		return results, nil
	case "evidence":
		return h.evidence(ctx, first, text, len(args))
	}
	n, err := h.node(first)
	if err != nil {
		return nil, err
	}
	switch function {
	case "resolve":
		return "<" + string(n) + ">", nil
	case "label":
		return h.ix.Ref(n).Name, nil
	case "show":
		return h.ix.Show(ctx, n, queries.ShowOptions{})
	case "neighbours":
		var o queries.NeighbourOptions
		if err := options(1, &o); err != nil {
			return nil, err
		}
		return h.ix.Neighbourhood(ctx, n, o)
	case "timeline":
		var o queries.TimelineOptions
		if err := options(1, &o); err != nil {
			return nil, err
		}
		if err := h.nodes(o.Actors); err != nil {
			return nil, err
		}
		if err := h.nodes(o.Places); err != nil {
			return nil, err
		}
		o.Actors = append([]graph.Node{n}, o.Actors...)
		t, err := h.ix.Timeline(ctx, o)
		return t.Events, err
	case "path":
		second, err := text(1)
		if err != nil {
			return nil, err
		}
		to, err := h.node(second)
		if err != nil {
			return nil, err
		}
		var o queries.PathOptions
		if err := options(2, &o); err != nil {
			return nil, err
		}
		if err := h.nodes(o.Via); err != nil {
			return nil, err
		}
		if err := h.nodes(o.Avoid); err != nil {
			return nil, err
		}
		p, err := h.ix.Paths(ctx, n, to, o)
		return p.Paths, err
	}
	return nil, fmt.Errorf("no such function")
}

// evidence is the statement of an event, or the statements of an edge.
func (h helper) evidence(ctx context.Context, first string, text func(int) (string, error), n int) (any, error) {
	if n < 2 {
		return h.ix.Evidence(ctx, graph.Node(bare(first)))
	}
	from, err := h.node(first)
	if err != nil {
		return nil, err
	}
	predicate, err := text(1)
	if err != nil {
		return nil, err
	}
	object, err := text(2)
	if err != nil {
		return nil, err
	}
	to, err := h.node(object)
	if err != nil {
		return nil, err
	}
	p, err := h.ix.Paths(ctx, from, to, queries.PathOptions{K: 1, MaxHops: 1, Directed: true, NoBackground: true, Topics: true, Open: true,
		Predicates: []graph.Predicate{graph.Predicate(bare(predicate))}, Modalities: graph.Modalities, Evidence: 1000})
	if err != nil || len(p.Paths) == 0 {
		return []queries.Evidence{}, err
	}
	return p.Paths[0].Hops[0].Evidence, nil
}
