package gazetteer

import "entente/graph"

// factKinds are the relations that the graph keeps as background, by their predicate.
var factKinds = map[string]graph.Predicate{"member_of": "member_of", "located_in": "located_in", "part_of": "part_of", "capital_of": "capital_of"}

// facts returns the background of entity i: its offices, by start, then what it belongs to, then its country.
func (g *Gazetteer) facts(i Index) []graph.Fact {
	var out []graph.Fact
	add := func(p graph.Predicate, object Index, position string, from, to graph.Date, source string) {
		out = append(out, graph.Fact{Predicate: p, Object: g.ID(object), ObjectName: g.name(object), ObjectType: g.Type(object), Position: position, From: from, To: to, Source: source})
	}
	for _, o := range g.Offices(i) {
		p := graph.Predicate("holds_position")
		switch o.Role {
		case HeadOfState, HeadOfGovernment, Leader, SecretaryGeneral:
			p = "leader_of"
		}
		add(p, o.Of, o.Title, o.From, o.To, o.Source)
	}
	within := false
	for _, r := range g.Relations(i) {
		if p, ok := factKinds[r.Kind]; ok {
			add(p, r.Object, "", r.From, r.To, r.Source)
			within = within || r.Object == g.entities.home[i] && r.Kind != "capital_of"
		}
	}
	home := g.entities.home[i]
	if home == None || home == i || within {
		return out
	}
	source := g.pool[g.entities.source[i]]
	switch g.Type(i) {
	case graph.Person:
		add("national_of", home, "", "", "", source)
	case graph.GovernmentBody, graph.Military:
		add("part_of", home, "", "", "", source)
	case graph.Group, graph.Topic, graph.EventType:
	default:
		add("located_in", home, "", "", "", source)
	}
	return out
}
