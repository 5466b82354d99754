package entity

import (
	"strings"

	"entente/graph"
	"entente/graph/gazetteer"
)

// armedForces maps every country to the gazetteer's entity for its armed forces as a whole.
func armedForces(g *gazetteer.Gazetteer) map[gazetteer.Index]gazetteer.Index {
	m := map[gazetteer.Index]gazetteer.Index{}
	for i := gazetteer.Index(0); int(i) < g.Len(); i++ {
		c := g.Country(i)
		if c == gazetteer.None || g.Type(i) != graph.Military {
			continue
		}
		n := g.Name(i)
		whole := strings.HasSuffix(n, " Armed Forces") || strings.HasPrefix(n, "Armed Forces of") || strings.HasSuffix(n, " Defense Forces") && !strings.Contains(n, "Air") && !strings.Contains(n, "Territorial") ||
			strings.HasSuffix(n, " Defence Forces") || strings.HasSuffix(n, " Defense Force") || n == "People's Liberation Army" || n == "Korean People's Army"
		if !whole {
			continue
		}
		if old, ok := m[c]; !ok || g.Prominence(i) > g.Prominence(old) || g.Prominence(i) == g.Prominence(old) && len(n) < len(g.Name(old)) {
			m[c] = i
		}
	}
	return m
}

func (l *Linker) militaryOf(country gazetteer.Index) gazetteer.Index {
	if i, ok := l.mil[country]; ok {
		return i
	}
	return gazetteer.None
}
