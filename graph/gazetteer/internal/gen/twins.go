package main

import (
	"slices"

	"entente/graph"
	"entente/graph/gazetteer"
)

// dropTwins joins places of the facts that nobody knows by themselves with those of our own tables that have their name:
// the region "Anbar" of the facts is our "Anbar Governorate".
func dropTwins(t, own *gazetteer.Table) {
	type named struct{ country, name string }
	ours := map[string]bool{}
	for _, e := range own.Entities {
		ours[e.ID] = true
	}
	known := map[named]string{}
	for _, e := range t.Entities {
		if ours[e.ID] && (e.Type == graph.Place || e.Type == graph.Facility) {
			known[named{e.Country, gazetteer.Fold(e.Name)}] = e.ID
			known[named{e.Country, gazetteer.Fold(e.Wikipedia)}] = e.ID
		}
	}
	names := map[string][]string{}
	for _, a := range t.Aliases {
		if a.Kind == gazetteer.Name {
			names[a.ID] = append(names[a.ID], a.Alias)
		}
	}
	into := map[string]string{}
	for _, e := range t.Entities {
		if ours[e.ID] || e.Type != graph.Place || e.Population > 0 || e.Prominence > 45 {
			continue
		}
		for _, n := range append([]string{e.Name, e.Wikipedia}, names[e.ID]...) {
			if k := gazetteer.Fold(n); k != "" && known[named{e.Country, k}] != "" {
				into[e.ID] = known[named{e.Country, k}]
				break
			}
		}
	}
	t.Entities = slices.DeleteFunc(t.Entities, func(e gazetteer.EntityRow) bool { return into[e.ID] != "" })
	for i := range t.Aliases {
		if a := &t.Aliases[i]; into[a.ID] != "" {
			a.ID = into[a.ID]
		}
	}
	for i := range t.Relations {
		r := &t.Relations[i]
		for _, id := range []*string{&r.Subject, &r.Object} {
			if into[*id] != "" {
				*id = into[*id]
			}
		}
	}
	for i := range t.Offices {
		if o := &t.Offices[i]; into[o.Of] != "" {
			o.Of = into[o.Of]
		}
	}
}
