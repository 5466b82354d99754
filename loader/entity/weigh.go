package entity

import (
	"strings"

	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/syntax"
)

// wellKnown reports whether a surname alone means a person whom all readers know by it: one who led a state or its government,
// the only one whom the gazetteer knows under that word, which is the name of nothing else.
func (w *work) wellKnown(s *span, c *gazetteer.Candidate) bool {
	if c.Prominence < 84 || c.From != "" || c.To != "" || w.toks[s.first].cap != initial || w.toks[s.first].word != nil {
		return false
	}
	for k := range s.cands {
		if s.cands[k].Entity != c.Entity {
			return false
		}
	}
	if name := w.g.Name(c.Entity); strings.HasPrefix(name, c.Alias+" ") {
		switch w.g.ISO3(c.Entity) {
		case "PRK", "KOR", "CHN", "VNM":
		default:
			return false // a given name: "John"
		}
	}
	for _, o := range w.g.Offices(c.Entity) {
		switch o.Role {
		case gazetteer.HeadOfState, gazetteer.HeadOfGovernment, gazetteer.Leader:
			return true
		}
	}
	return false
}

// How the sentence uses a name that may be a place.
type use uint8

const (
	anyUse     use = iota
	placeUse       // in Moscow
	metonymUse     // Moscow warned
)

// weigh scores one candidate: prominence, kind of name, type asked for, country and office around it.
func (w *work) weigh(s *span, c *gazetteer.Candidate, place use) (float32, []string) {
	g := w.g
	typ := g.Type(c.Entity)
	v := float32(c.Prominence)
	var why []string
	if !c.Holds(w.date) {
		if c.Kind == gazetteer.Short {
			return -500, nil
		}
		v -= 25
	}
	switch c.Kind {
	case gazetteer.Name:
		v += 6
	case gazetteer.Short:
		v -= 8
		if typ == graph.Person && len(s.cands) > 1 {
			v += w.rules(c.Entity)
		}
	case gazetteer.Native:
		v -= 10
	case gazetteer.Former:
		v -= 12
	}
	if len(c.Alias) > 4 && c.Alias[:4] == "the " {
		v += 40 // and the text has its article, see fits
	}
	switch c.Kind {
	case gazetteer.Demonym:
		v -= 30
		if s.demonym {
			v += 60
		}
	}
	if typ == graph.Place && c.Kind == gazetteer.Name && !w.isCapital(s) && len(s.cands) > 1 && w.countryCandidate(s) && g.Name(c.Entity) == w.text(s.first, s.last) {
		v += 30 // "Gaza Strip" is the place before the state
	}
	home := g.Country(c.Entity)
	if c.Kind == gazetteer.Abbrev && c.Prominence < 66 && len(w.countries) > 0 && (home == gazetteer.None || w.countries[home] == 0) {
		switch typ {
		case graph.ArmedGroup, graph.Party, graph.NGO, graph.Company:
			v -= 120 // "IMU" may be anything
		}
	}
	if home != gazetteer.None && home != c.Entity {
		if n := w.countries[home]; n > 0 {
			v += 8 + float32(min(n, 6))
			why = whyContext
		}
		if s.country != gazetteer.None && s.country != home {
			v -= 30
		}
		if w.countries[home] == 0 {
			switch {
			case c.Kind == gazetteer.Short:
				v -= 30
			case c.Kind == gazetteer.Native:
				v -= 40 // "Island" in the language of Iceland
			case len(w.countries) > 0 && w.generic(s, c) && c.Alias != g.Name(c.Entity):
				v -= 120 // "the House of Representatives" of another country
			case len(w.countries) > 0 && (typ == graph.Party || typ == graph.GovernmentBody || typ == graph.Military) && (c.Prominence < 55 || len(s.cands) > 1 && s.cands[0].Entity != s.cands[len(s.cands)-1].Entity):
				v -= 120 // "the Reform Party" of another country
			}
		}
	}
	switch {
	case typ == graph.Person:
		if s.typ != graph.Person && s.typ != "" {
			v -= 30
		}
		if s.typ == graph.Person {
			v += 30
		}
		if s.office >= 0 {
			if b := w.officeFits(&w.offices[s.office], c.Entity); b != 0 {
				v += b
				if b > 0 {
					why = whyOffice
				}
			}
		}
		if place == placeUse {
			v -= 40
		}
	case s.honor != nil || s.office >= 0 && w.offices[s.office].named >= 0 && &w.spans[w.offices[s.office].named] == s:
		v -= 80
	}
	tag := w.d.Names[s.first]
	switch {
	case tag == syntax.BeginPER && typ != graph.Person:
		v -= 25
	case (tag == syntax.BeginLOC || tag == syntax.BeginORG) && typ == graph.Person:
		v -= 25
	case tag == syntax.BeginORG && typ == graph.Place && c.Kind != gazetteer.Metonym:
		v -= 8
	}
	if s.last-s.first == 1 && typ != graph.Person {
		if _, ok := w.byIndex[c.Entity]; ok {
			v += 10 // "Congo" after "Republic of the Congo"
		}
	}
	if typ == graph.Place && len(s.cands) > 1 && w.carried(s, home) {
		v += 90 // "Joe Biden won Georgia"
	}
	if typ == graph.Place && w.regionNoun(s) {
		v += 70
		if home := g.Country(c.Entity); home == gazetteer.None || w.countries[home] == 0 {
			v -= 50
		}
	}
	if typ == graph.Country && c.Kind == gazetteer.Metonym {
		switch place {
		case metonymUse:
			if w.body(s) {
				v -= 80
			} else {
				v, why = max(v, 60)+40, whyMetonym
			}

		case placeUse:
			v -= 70
		default:
			v -= 45
			if w.body(s) {
				v -= 60
			}
		}
	} else if typ == graph.GovernmentBody || typ == graph.Facility {
		v += 4 // the Kremlin, the White House: a body of its own rather than the country
	}
	if (typ == graph.Place || typ == graph.Facility) && place != anyUse {
		if place == placeUse {
			if w.isCapital(s) {
				v += 25
			}
			if why == nil {
				why = whyPlace
			}
		} else if w.isCapital(s) {
			v -= 30
		}
	}
	if s.typ == graph.Place && (typ == graph.Place || typ == graph.Country) {
		v += 10
	}
	if typ == graph.Place && s.last > s.first && w.toks[s.last-1].word.is(isSuffix) && w.toks[s.last-1].cap == lower {
		v += 5
	}
	return v, why
}

// carried reports whether the span is what a politician of the country home wins or loses in an election.
func (w *work) carried(s *span, home gazetteer.Index) bool {
	d := w.d
	t := w.headOf(int(s.first), int(s.last))
	for n := 0; d.Rels[t] == syntax.RelConj && d.Heads[t] >= 0 && n < 6; n++ {
		t = d.Heads[t]
	}
	v := d.Heads[t]
	if home == gazetteer.None || v < 0 || v > t || d.Rels[t] != syntax.RelObj {
		return false
	}
	switch d.Lemmas[v] {
	case "win", "lose", "carry", "flip", "contest", "concede":
	default:
		return false
	}
	for x := v - 1; x >= 0 && x > v-12 && d.Sent[x] == d.Sent[v]; x-- {
		if d.Heads[x] != v || d.Rels[x] != syntax.RelNsubj || w.toks[x].span < 0 {
			continue
		}
		for k := range w.spans[w.toks[x].span].cands {
			c := w.spans[w.toks[x].span].cands[k].Entity
			if typ := w.g.Type(c); (typ == graph.Person || typ == graph.Party) && w.g.Country(c) == home {
				return true
			}
		}
	}
	return false
}

// regionNoun reports whether "state of" or the like stands before the name.
func (w *work) regionNoun(s *span) bool {
	i := int(s.first) - 1
	if i < 1 || w.d.Form(i) != "of" {
		return false
	}
	switch w.d.Form(i - 1) {
	case "state", "states", "province", "city", "town", "village", "county", "district", "island":
		return true
	}
	return false
}

// body reports whether one candidate of the span is a body of its own: the Kremlin, the White House.
func (w *work) body(s *span) bool {
	for k := range s.cands {
		if s.cands[k].Kind == gazetteer.Name && w.g.Type(s.cands[k].Entity) == graph.GovernmentBody {
			return true
		}
	}
	return false
}

// rules is what it adds to a surname alone that its bearer leads a state or a government at the date.
func (w *work) rules(p gazetteer.Index) float32 {
	v := float32(0)
	for _, r := range w.g.Roles(p, w.date) {
		switch r.Role {
		case gazetteer.HeadOfState, gazetteer.Leader:
			v = 14
		case gazetteer.HeadOfGovernment:
			v = max(v, 5)
		}
	}
	return v
}

// countryCandidate reports whether a country of another name is among the candidates.
func (w *work) countryCandidate(s *span) bool {
	for k := range s.cands {
		if e := s.cands[k].Entity; w.g.Type(e) == graph.Country && w.g.Name(e) != w.text(s.first, s.last) {
			return true
		}
	}
	return false
}

// isCapital reports whether one candidate of the span is a country by metonymy.
func (w *work) isCapital(s *span) bool {
	for k := range s.cands {
		if s.cands[k].Kind == gazetteer.Metonym {
			return true
		}
	}
	return false
}

// officeFits tells how well a person fits an office that stands with the name.
func (w *work) officeFits(o *office, p gazetteer.Index) float32 {
	of := w.ownerOf(o)
	if of == gazetteer.None {
		if r, ok := gazetteer.OfficeRole(w.text(o.first, o.last)); ok {
			for _, t := range w.g.Roles(p, w.date) {
				if t.Role == r {
					return 45
				}
			}
		}
		if w.countries[w.g.Country(p)] > 0 {
			return 4
		}
		return 0
	}
	home := w.g.Country(of)
	mine := w.g.Country(p)
	if home != gazetteer.None && mine != gazetteer.None && home != mine {
		return -200
	}
	words := w.text(o.first, o.last)
	if r, ok := gazetteer.OfficeRole(words); ok {
		for _, t := range w.g.Roles(p, w.date) {
			if t.Role == r {
				return 45
			}
		}
	}
	return 15
}

// ownerOf returns the country or body of an office as the gazetteer knows it.
func (w *work) ownerOf(o *office) gazetteer.Index {
	if o.of < 0 {
		return gazetteer.None
	}
	s := &w.spans[o.of]
	if s.entity >= 0 {
		return w.gaz[s.entity]
	}
	if s.demonym {
		return w.demonymOf(s)
	}
	for k := range s.cands {
		if t := w.g.Type(s.cands[k].Entity); t != graph.Person && (t != graph.Place || s.cands[k].Kind == gazetteer.Metonym) {
			return s.cands[k].Entity
		}
	}
	return gazetteer.None
}
