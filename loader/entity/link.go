package entity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/syntax"
)

// Why a mention was linked as it was. The slices are shared: nobody may change them.
var (
	whyOnly      = []string{"the only entity of that name at that date"}
	whyProminent = []string{"most prominent of that name"}
	whyContext   = []string{"country named in the text"}
	whyOffice    = []string{"office and country at that date"}
	whyMemory    = []string{"named in full in the text"}
	whyAbbrev    = []string{"abbreviation introduced in the text"}
	whyMetonym   = []string{"capital or seat standing for the government"}
	whyPlace     = []string{"capital or seat as a place"}
	whyDemonym   = []string{"adjective or people of the country"}
	whyOwn       = []string{"no entity of that name: one of its own"}
	whyUnsure    = []string{"several entities of that name and no margin: one of its own"}
	whyForces    = []string{"forces of the country"}
	whyGov       = []string{"government of the country"}
	whyGroup     = []string{"nameless group"}
	whyTopic     = []string{"class of things"}
	whyNearest   = []string{"nearest fitting entity before it"}
	whyPair      = []string{"last two fitting entities"}
	whyCoord     = []string{"the entities joined before it"}
	whySpeaker   = []string{"speaker of the quotation"}
	whyPublisher = []string{"body that publishes the text"}
	whyEarlier   = []string{"office named before"}
	whyLocated   = []string{"place that the name stands in"}
)

// name links every span: first the countries, which are the context of all others, then the names that can be told by
// themselves, then the short forms of those.
func (w *work) name() {
	for i := range w.spans {
		s := &w.spans[i]
		if len(s.cands) > 0 {
			if c := &s.cands[0]; w.g.Type(c.Entity) == graph.Country && (c.Kind == gazetteer.Demonym || len(s.cands) == 1 || c.Kind == gazetteer.Abbrev || c.Kind == gazetteer.Metonym) {
				w.countries[c.Entity] += 2
			} else if w.g.Type(c.Entity) == graph.Country && c.Kind == gazetteer.Name && c.Prominence >= 90 {
				w.countries[c.Entity]++ // "Italy" is a town in Texas too
			} else if home := w.g.Country(c.Entity); home != gazetteer.None && len(s.cands) == 1 && !w.generic(s, c) && (c.Kind == gazetteer.Name && s.last-s.first > 1 || c.Prominence >= 70 && c.Kind != gazetteer.Short) {
				w.countries[home]++
			}
		}
	}
	for i := range w.spans {
		if s := &w.spans[i]; !w.short(s) {
			w.linkSpan(int32(i))
		}
	}
	for i := range w.spans {
		if s := &w.spans[i]; w.short(s) {
			w.linkShort(int32(i))
		}
	}
	w.abbreviations()
}

// generic reports whether a body or a party bears the name in its own country alone, and others elsewhere: "House of
// Representatives", "Reform Party". The name itself then tells nothing of the country.
func (w *work) generic(s *span, c *gazetteer.Candidate) bool {
	switch w.g.Type(c.Entity) {
	case graph.GovernmentBody, graph.Party, graph.Military:
	default:
		return false
	}
	if !w.toks[s.last-1].word.is(isKeyword|isGovernment) && (!w.toks[s.first].word.is(isKeyword) || c.Alias == w.g.Name(c.Entity)) {
		return false
	}
	k, first, last := int(w.d.Sent[s.first]), int(s.first), int(s.last)
	if n, own := w.match(k, first, last-1); n > 0 && (own[0].Kind == gazetteer.Demonym || w.g.Type(own[0].Entity) == graph.Country || w.g.Type(own[0].Entity) == graph.IGO) {
		return false // "Sudanese government"
	}
	return w.homeAfter(k, first, last) == gazetteer.None
}

// short reports whether the span is one word that may be the surname or the given name of a person.
func (w *work) short(s *span) bool {
	n := 0
	for t := s.first; t < s.last; t++ {
		if !w.toks[t].punct {
			n++
		}
	}
	if n > 1 || s.demonym {
		if n == 2 && len(s.cands) > 0 && s.cands[0].Kind == gazetteer.Short && w.g.Type(s.cands[0].Entity) == graph.Person {
			return true // "Al Sabah"
		}
		return false
	}
	if len(s.cands) == 0 {
		return true
	}
	for i := range s.cands {
		switch w.g.Type(s.cands[i].Entity) {
		case graph.Person:
			return true
		case graph.Place:
			return !w.countryName(s) // "Paris" after "Valeska Paris"
		}
	}
	return false
}

// countryName reports whether a candidate is a country by its name.
func (w *work) countryName(s *span) bool {
	for i := range s.cands {
		if c := &s.cands[i]; w.g.Type(c.Entity) == graph.Country && c.Kind != gazetteer.Metonym {
			return true
		}
	}
	return false
}

// text is the span's words without line breaks inside.
func (w *work) text(first, last int32) string {
	t := w.d.Text[w.d.Tokens[first].Begin:w.d.Tokens[last-1].End]
	if strings.ContainsAny(t, "\n\r\t") || strings.Contains(t, "  ") {
		t = strings.Join(strings.Fields(t), " ")
	}
	return t
}

// linkSpan links a name of several words, or one that can be no person.
func (w *work) linkSpan(i int32) {
	s := &w.spans[i]
	if s.demonym {
		if c := w.demonymOf(s); c != gazetteer.None {
			s.entity, s.score, s.reasons = w.known(c), 0.98, whyDemonym
			return
		}
	}
	if len(s.cands) == 0 && w.lookUpShorter(s) {
		s = &w.spans[i]
	}
	if len(s.cands) > 0 {
		w.choose(i)
	}
	if s.entity < 0 {
		w.linkUnknown(i)
	}
	w.remember(i)
}

// demonymOf returns the country of an adjective; of several the one that the text names.
func (w *work) demonymOf(s *span) gazetteer.Index {
	best, at := gazetteer.None, int32(-1)
	for k := range s.cands {
		c := &s.cands[k]
		if c.Kind != gazetteer.Demonym {
			continue
		}
		if n := w.countries[c.Entity]; n > at {
			best, at = c.Entity, n
		}
	}
	return best
}

// lookUpShorter finds a person's name without its middle initials, and "Mori Takeo" as "Takeo Mori".
func (w *work) lookUpShorter(s *span) bool {
	if s.typ != graph.Person && s.typ != "" || s.last-s.first < 2 || s.last-s.first > 6 {
		return false
	}
	var buf [12]gazetteer.Word
	words := buf[:0]
	var marks [12]int
	n := 0
	for t := s.first; t < s.last; t++ {
		f := w.d.Form(int(t))
		if w.toks[t].punct && !w.hyphen(int(t)) {
			continue
		}
		if t > s.first && (len(f) == 1 || len(f) == 2 && f[1] == '.') {
			continue
		}
		if n < len(marks) {
			marks[n] = len(words)
			n++
		}
		if len(words) > 8 {
			return false
		}
		words = append(words, w.words[w.toks[t].first:w.toks[t+1].first]...)
	}
	find := func(words []gazetteer.Word) []gazetteer.Candidate {
		var found []gazetteer.Candidate
		w.g.Walk(words, func(m int, c []gazetteer.Candidate) bool {
			if m == len(words) && w.g.Type(c[0].Entity) == graph.Person {
				found = c
			}
			return true
		})
		return found
	}
	if len(words) < 2 {
		return false
	}
	if c := find(words); c != nil {
		s.cands = c
		return true
	}
	if n == 2 {
		var turned [12]gazetteer.Word
		r := append(turned[:0], words[marks[1]:]...)
		r = append(r, words[:marks[1]]...)
		if c := find(r); c != nil {
			s.cands = c
			return true
		}
	}
	if n >= 3 { // first and last
		var ends [12]gazetteer.Word
		r := append(ends[:0], words[:marks[1]]...)
		r = append(r, words[marks[n-1]:]...)
		if c := find(r); len(c) == 1 {
			s.cands = c
			return true
		}
	}
	return false
}

// choose links the span to the best of its candidates, if that is clear.
func (w *work) choose(i int32) {
	s := &w.spans[i]
	place := w.placeUse(s)
	best, second := float32(-1000), float32(-1000)
	var pick *gazetteer.Candidate
	why := whyProminent
	for k := range s.cands {
		c := &s.cands[k]
		if !w.fits(int(s.first), int(s.last), c) {
			continue
		}
		v, reason := w.weigh(s, c, place)
		if v > best {
			if pick != nil && pick.Entity != c.Entity {
				second = best
			}
			best, pick, why = v, c, reason
		} else if v > second && pick.Entity != c.Entity {
			second = v
		}
	}
	if pick == nil || best < 0 {
		return
	}
	famous := false
	if pick.Kind == gazetteer.Short && w.g.Type(pick.Entity) == graph.Person && why == nil {
		if famous = w.wellKnown(s, pick); !famous && pick.Prominence < 94 {
			return // a surname that nothing in the text supports
		}
	}
	margin := best - second
	if margin < 6 && w.g.Type(pick.Entity) == graph.Person {
		s.reasons = whyUnsure // a place beside its region does little harm, a wrong person much
		return
	}
	if home := w.g.Country(pick.Entity); w.g.Type(pick.Entity) == graph.GovernmentBody && home != gazetteer.None && strings.HasPrefix(w.g.Name(pick.Entity), "Government of") {
		s.entity, s.score, s.reasons, s.typ = w.known(home), 0.9, whyGov, graph.Country
		return
	}
	if len(s.cands) == 1 && why == nil {
		why = whyOnly
	}
	if why == nil {
		why = whyProminent
	}
	s.entity = w.known(pick.Entity)
	s.metonym = pick.Kind == gazetteer.Metonym || w.g.Type(pick.Entity) == graph.Country && place == metonymUse
	s.reasons = why
	s.score = 0.6 + min(max(margin, 0), 40)/100
	if len(s.cands) == 1 {
		s.score = 0.95
		if famous {
			s.score, s.reasons = 0.7, whyProminent
		}
	}
	if s.typ == "" || s.typ == graph.NGO {
		s.typ = w.g.Type(pick.Entity)
	}
}

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

// known returns the index in Mentions.Entities of an entity of the gazetteer.
func (w *work) known(i gazetteer.Index) int32 {
	if x, ok := w.byIndex[i]; ok {
		return x
	}
	x := int32(len(w.m.Entities))
	w.m.Entities = append(w.m.Entities, w.l.entity(i, w.date))
	w.byIndex[i] = x
	w.byID[w.m.Entities[x].ID] = x
	w.gaz = append(w.gaz, i)
	w.people = append(w.people, person{office: -1, last: -1, subject: -1})
	return x
}

// own returns the entity of the document with that id, made of the name where it is new.
func (w *work) own(id graph.Node, name string, typ graph.Type, iso3 string) int32 {
	if x, ok := w.byID[id]; ok {
		return x
	}
	x := int32(len(w.m.Entities))
	w.m.Entities = append(w.m.Entities, graph.Entity{ID: id, Name: name, Type: typ, Country: iso3, Code: codeOf(typ, iso3)})
	w.byID[id] = x
	w.gaz = append(w.gaz, gazetteer.None)
	w.people = append(w.people, person{office: -1, last: -1, subject: -1})
	return x
}

// linkUnknown makes an entity of the span's own words.
func (w *work) linkUnknown(i int32) {
	s := &w.spans[i]
	if s.weak && s.office < 0 && s.honor == nil {
		return // decided when the rest of the text is known
	}
	name := w.text(s.first, s.last)
	if s.typ == graph.Person && s.last-s.first == 1 {
		name = memoryKey(name) // "DR. WALENSKY:"
	}
	if k, ok := w.named[name]; ok && w.spans[k].entity >= 0 {
		s.entity, s.score, s.reasons = w.spans[k].entity, 0.9, whyMemory
		s.typ = w.m.Entities[s.entity].Type
		return
	}
	typ := s.typ
	if typ == "" && len(s.cands) > 0 && w.generic(s, &s.cands[0]) {
		typ = w.g.Type(s.cands[0].Entity) // "the Labour Party" of a country whose parties nobody knows
	}
	if typ == "" || typ == graph.Place || typ == graph.NGO {
		if k := w.kindBeside(s); k != "" {
			typ = k
		}
	}
	if typ == "" {
		typ = w.guessByUse(s)
	}
	s.typ = typ
	if typ == graph.Person {
		if k := w.fullName(s); k >= 0 {
			s.entity, s.score, s.reasons = w.spans[k].entity, 0.85, whyMemory
			return
		}
	}
	if typ == graph.GovernmentBody || typ == graph.Military || typ == graph.Party || typ == graph.Company && s.last-s.first == 2 {
		if b := w.bodyWithin(s); b != gazetteer.None {
			s.entity, s.score, s.reasons = w.known(b), 0.8, whyContext
			return
		}
	}
	if typ == graph.Person && s.office >= 0 {
		if p := w.officeholder(s); p != gazetteer.None {
			s.entity, s.score, s.reasons = w.known(p), 0.85, whyOffice
			return
		}
	}
	iso := ""
	if s.country != gazetteer.None && w.countries[s.country] == 0 {
		_, c := w.match(int(w.d.Sent[s.first]), int(s.first), int(s.last))
		for x := range c {
			if home := w.g.Country(c[x].Entity); home != gazetteer.None && w.countries[home] > 0 {
				s.country = home // the Salamanca of the text's country
				break
			}
		}
	}
	switch {
	case s.country != gazetteer.None:
		iso = w.g.ISO3(s.country)
	case s.office >= 0:
		if of := w.ownerOf(&w.offices[s.office]); of != gazetteer.None {
			iso = w.g.ISO3(of)
		}
	}
	if iso == "" && len(s.cands) > 0 && w.generic(s, &s.cands[0]) {
		if c := w.clearCountry(); c != gazetteer.None {
			iso = w.g.ISO3(c)
		}
	}
	name = strings.TrimPrefix(name, "The ")
	if typ == graph.Place {
		if state := w.stateAfter(s); state != gazetteer.None {
			name += ", " + w.g.Name(state) // there is a Springfield in every one of them
			iso = w.g.ISO3(state)
		}
	}
	w.buf = append(w.buf[:0], "ent:x/"...)
	w.buf = append(w.buf, typ...)
	w.buf = append(w.buf, '/')
	n := len(w.buf)
	w.buf = appendSlug(w.buf, name)
	if len(w.buf) == n {
		return
	}
	if iso != "" {
		w.buf = append(w.buf, '-')
		w.buf = appendSlug(w.buf, iso)
	}
	x, ok := w.byID[graph.Node(w.buf)]
	if !ok {
		x = w.own(graph.Node(w.buf), name, typ, iso)
	}
	s.entity, s.score = x, 0.6
	if s.reasons == nil {
		s.reasons = whyOwn
	}
}

// stateAfter returns the state of the United States that the text puts a town in: "Champlin, Minnesota".
func (w *work) stateAfter(s *span) gazetteer.Index {
	d := w.d
	q := int(s.last)
	if q+1 >= d.Len() || d.Form(q) != "," || d.Sent[q+1] != d.Sent[s.first] || w.toks[q+1].span < 0 {
		return gazetteer.None
	}
	for _, c := range w.spans[w.toks[q+1].span].cands {
		if w.g.Type(c.Entity) == graph.Place && c.Kind == gazetteer.Name && w.g.ISO3(c.Entity) == "USA" {
			if n := w.g.Name(c.Entity); n == w.text(int32(q+1), w.spans[w.toks[q+1].span].last) && c.Prominence >= 50 {
				return c.Entity
			}
		}
	}
	return gazetteer.None
}

// bodyWithin returns the body that a general name means in the country of its words or of the text: "Foreign Ministry".
func (w *work) bodyWithin(s *span) gazetteer.Index {
	country, first := s.country, s.first
	if country != gazetteer.None {
		n, c := w.match(int(w.d.Sent[s.first]), int(s.first), int(s.last))
		if first += int32(n); n == 0 || first >= s.last || w.g.Type(c[0].Entity) != graph.Country {
			return gazetteer.None
		}
	} else {
		if s.last-s.first > 4 {
			return gazetteer.None
		}
		if country = w.clearCountry(); country == gazetteer.None {
			return gazetteer.None
		}
	}
	rest := w.text(first, s.last)
	if c := w.g.Within(country, rest); len(c) > 0 {
		return c[0].Entity
	}
	if first > s.first {
		for _, c := range w.g.Lookup(rest) { // "United States Justice Department"
			if w.g.Country(c.Entity) == country && (w.g.Type(c.Entity) == graph.GovernmentBody || w.g.Type(c.Entity) == graph.Military) {
				return c.Entity
			}
		}
	}
	return gazetteer.None
}

// clearCountry returns the country that the text names clearly more often than any other, or None.
func (w *work) clearCountry() gazetteer.Index {
	country, best, second := gazetteer.None, int32(0), int32(0)
	for c, n := range w.countries {
		switch {
		case n > best || n == best && c < country:
			country, best, second = c, n, best
		case n > second:
			second = n
		}
	}
	if best*2 < second*3 {
		return gazetteer.None
	}
	return country
}

// officeholder returns who of the span's surname holds an office in the country or body of the span's office at the date.
func (w *work) officeholder(s *span) gazetteer.Index {
	of := w.ownerOf(&w.offices[s.office])
	if w.date == "" {
		return gazetteer.None
	}
	if of == gazetteer.None {
		return w.ministerOf(s)
	}
	name := w.d.Form(int(s.last) - 1)
	role, _ := gazetteer.OfficeRole(w.text(w.offices[s.office].first, w.offices[s.office].last))
	offices := w.g.OfficesOf(of)
	for i := range offices {
		o := &offices[i]
		if !o.Holds(w.date) {
			continue
		}
		if f := w.d.Form(int(s.first)); o.Role == role && role == gazetteer.HeadOfState && strings.HasPrefix(w.g.Name(o.Person), f) && strings.HasPrefix(w.g.Name(o.Person)[len(f):], " of ") {
			return o.Person // "Salman bin Abdulaziz Al Saud" is Salman of Saudi Arabia
		}
		if s.last-s.first > 1 && begins(w.g.Name(o.Person), w.text(s.first, s.last)) {
			return o.Person // "Otto Pérez" is Otto Pérez Molina
		}
		if !strings.HasSuffix(w.g.Name(o.Person), name) {
			continue
		}
		if full := w.g.Name(o.Person); len(full) == len(name) || full[len(full)-len(name)-1] == ' ' {
			if s.last-s.first == 1 || strings.HasPrefix(full, w.d.Form(int(s.first))) {
				return o.Person
			}
		}
	}
	return gazetteer.None
}

// kindBeside returns the type that a common noun right before the name or close behind it tells: "the newspaper Tavrik", "the
// Tavrik (Dawn) opposition coalition". "" if there is none.
func (w *work) kindBeside(s *span) graph.Type {
	d := w.d
	sent := d.Sentences[d.Sent[s.first]]
	if b := int(s.first) - 1; b >= int(sent.First) && w.toks[b].word.is(isKind) && w.toks[b].cap == lower && d.UPOS[b] == syntax.NOUN && d.XPOS[b] == syntax.TagNN {
		return w.toks[b].word.kind
	}
	if w.toks[s.last-1].word.is(isKeyword) {
		return ""
	}
	x := int(s.last)
	if x+2 < int(sent.Last) && d.Form(x) == "(" && d.Form(x+2) == ")" {
		x += 3
	}
	for steps := 0; x < int(sent.Last) && steps < 3 && w.toks[x].cap == lower && !w.toks[x].punct; x, steps = x+1, steps+1 {
		if w.toks[x].word.is(isKind) && (d.UPOS[x] == syntax.NOUN) && (x+1 >= int(sent.Last) || d.UPOS[x+1] != syntax.NOUN) {
			return w.toks[x].word.kind
		}
		if d.UPOS[x] != syntax.ADJ && d.UPOS[x] != syntax.NOUN {
			break
		}
	}
	return ""
}

// ministerOf returns the only person of the span's surname who holds the very office, told without its country, in one of
// the countries of the text: "External Affairs Minister Jaishankar".
func (w *work) ministerOf(s *span) gazetteer.Index {
	o := &w.offices[s.office]
	role, ok := gazetteer.OfficeRole(w.text(o.first, o.last))
	if !ok || o.past || o.of >= 0 {
		return gazetteer.None
	}
	switch role {
	case gazetteer.Minister, gazetteer.Official, gazetteer.Expert, gazetteer.Commander, gazetteer.Legislator, gazetteer.Director, gazetteer.Leader:
		return gazetteer.None
	}
	name := w.d.Form(int(s.last) - 1)
	found := gazetteer.None
	for c := range w.countries {
		for _, h := range w.g.Holders(role, c, w.date) {
			full := w.g.Name(h.Person)
			if s.last-s.first > 1 && begins(full, w.text(s.first, s.last)) {
				found = h.Person
				continue
			}
			if !strings.HasSuffix(full, name) || len(full) > len(name) && full[len(full)-len(name)-1] != ' ' || s.last-s.first > 1 && !strings.HasPrefix(full, w.d.Form(int(s.first))) {
				continue
			}
			if found != gazetteer.None && found != h.Person {
				return gazetteer.None
			}
			found = h.Person
		}
	}
	return found
}

// begins reports whether a name is that of a person without its last words.
func begins(full, name string) bool {
	full, name = gazetteer.Fold(full), gazetteer.Fold(name)
	return len(full) > len(name)+1 && full[:len(name)] == name && full[len(name)] == ' '
}

// guessByUse tells the type of an unknown name by what the sentence does with it.
func (w *work) guessByUse(s *span) graph.Type {
	n := s.last - s.first
	if w.toks[s.first].word.is(isGiven) && n > 1 {
		return graph.Person
	}
	before := s.first > 0 && w.toks[s.first-1].word.is(isLocative) && w.d.Sent[s.first-1] == w.d.Sent[s.first]
	if before || n == 1 && w.placeUse(s) == placeUse {
		return graph.Place
	}
	h := int(w.headOf(int(s.first), int(s.last)))
	d := w.d
	up := w.toks[s.first].cap == upper
	if up && n == 1 {
		return graph.NGO
	}
	if r := d.Rels[h]; r.Base() == syntax.RelNsubj && d.Heads[h] >= 0 && w.look(d.Lemmas[d.Heads[h]]).is(isSpeech) {
		return graph.Person
	} else if r == syntax.RelNsubj && n == 1 && d.Heads[h] >= 0 && d.UPOS[d.Heads[h]] == syntax.VERB && w.toks[h].cap == initial && w.bare(h) {
		return graph.Person // "Malvinder refused"
	}
	if n >= 2 && n <= 4 {
		if w.toks[s.first].word.is(isGiven) {
			return graph.Person
		}
		for t := s.first; t < s.last; t++ {
			if d.UPOS[t] != syntax.PROPN {
				return graph.Topic
			}
			if w.toks[t].cap == upper {
				return graph.NGO
			}
		}
		return graph.Person
	}
	return graph.Topic
}

// bare reports whether token h stands alone, without article, adjective or noun before it.
func (w *work) bare(h int) bool {
	d := w.d
	if d.UPOS[h] != syntax.PROPN || d.XPOS[h] != syntax.TagNNP || w.toks[h].word != nil {
		return false
	}
	for x := range d.Heads[max(h-4, 0):min(h+4, d.Len())] {
		if x += max(h-4, 0); int(d.Heads[x]) == h && x != h && d.Rels[x] != syntax.RelPunct && d.Rels[x] != syntax.RelConj && d.Rels[x] != syntax.RelAppos {
			return false
		}
	}
	return true
}

// appendSlug appends the lower-case letters and digits of s with "-" between its words.
func appendSlug(dst []byte, s string) []byte {
	start := len(dst)
	for _, c := range gazetteer.Fold(s) {
		switch {
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			dst = utf8.AppendRune(dst, c)
		case len(dst) > start && dst[len(dst)-1] != '-':
			dst = append(dst, '-')
		}
	}
	for len(dst) > start && dst[len(dst)-1] == '-' {
		dst = dst[:len(dst)-1]
	}
	return dst
}

// remember keeps a name for what repeats or shortens it.
func (w *work) remember(i int32) {
	s := &w.spans[i]
	if s.entity < 0 {
		return
	}
	name := w.text(s.first, s.last)
	if _, ok := w.named[name]; !ok {
		w.named[name] = i
	}
	if w.m.Entities[s.entity].Type != graph.Person {
		return
	}
	first, last := int(s.first), int(s.last)-1
	for last > first && (w.toks[last].punct || w.suffixOfName(last)) {
		last--
	}
	if g := w.gaz[s.entity]; g != gazetteer.None && !w.eastern(s.entity) {
		// "Ned" where only "Mr Price" was named
		full := w.g.Name(g)
		if k := strings.IndexByte(full, ' '); k >= 3 {
			if _, ok := w.surname[full[:k]]; !ok {
				w.surname[full[:k]] = i
			}
		}
	}
	if last == first {
		return
	}
	w.keep(w.d.Form(last), i)
	// hyphenated and East Asian given names: "Kim Jong Un" is also "Kim"; any given name may stand alone
	w.keep(w.d.Form(first), i)
	if h := last - 1; h > first && w.hyphen(h) && h-1 > first {
		w.keep(w.d.Form(h-1), i)
	}
}

func (w *work) suffixOfName(t int) bool {
	switch w.d.Form(t) {
	case "Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV":
		return true
	}
	return false
}

// memoryKey is the form under which persons are remembered: without accents.
func memoryKey(word string) string {
	if c, _ := shape(word); c == upper && len(word) > 3 {
		word = word[:1] + strings.ToLower(word[1:])
	}
	for i := 0; i < len(word); i++ {
		if word[i] >= utf8.RuneSelf {
			if f := gazetteer.Fold(word); len(f) > 0 {
				return strings.ToUpper(f[:1]) + f[1:]
			}
			break
		}
	}
	return word
}

func (w *work) keep(word string, i int32) {
	word = memoryKey(word)
	if k, ok := w.surname[word]; ok {
		if w.spans[k].entity == w.spans[i].entity {
			return
		}
		// two bearers: the one named more often is found by mentions in between, see bearer
		w.spans[i].same = k
	}
	w.surname[word] = i
}

// fullName finds the person of which s is a longer or shorter form: same first and last word.
func (w *work) fullName(s *span) int32 {
	last := int(s.last) - 1
	for last > int(s.first) && w.suffixOfName(last) {
		last--
	}
	k, ok := w.surname[memoryKey(w.d.Form(last))]
	if !ok {
		return -1
	}
	o := &w.spans[k]
	if w.d.Form(int(o.first)) == w.d.Form(int(s.first)) {
		return k
	}
	return -1
}

// linkShort links a single word: the person of that surname in the text, else as the gazetteer has it.
func (w *work) linkShort(i int32) {
	s := &w.spans[i]
	word := memoryKey(w.d.Form(int(s.first)))
	use := w.placeUse(s)
	personal := s.typ == graph.Person || s.office >= 0 || s.honor != nil
	if k, ok := w.surname[word]; ok && s.office >= 0 && w.spans[k].entity >= 0 && w.gaz[w.spans[k].entity] == gazetteer.None && w.spans[k].office < 0 {
		for x := range s.cands {
			if c := &s.cands[x]; w.g.Type(c.Entity) == graph.Person && c.Holds(w.date) && w.officeFits(&w.offices[s.office], c.Entity) > 20 {
				s.entity, s.score, s.reasons, s.typ = w.known(c.Entity), 0.85, whyOffice, graph.Person
				return
			}
		}
	}
	if k, ok := w.surname[word]; ok {
		k = w.bearer(k, i)
		other := len(s.cands) > 0 && w.g.Type(s.cands[0].Entity) != graph.Person && s.cands[0].Prominence >= 50
		if other && use != placeUse && w.mayBePlace(s) && !w.countryName(s) {
			last := int(w.spans[k].last) - 1
			other = memoryKey(w.d.Form(last)) != word
		}
		given := word == w.d.Form(int(w.spans[k].first)) && !w.eastern(w.spans[k].entity)
		if (!other || personal) && (use != placeUse || personal || !given && !w.mayBePlace(s)) && !(given && w.toks[s.first].cap == upper) {
			s.entity, s.score, s.reasons = w.spans[k].entity, 0.9, whyMemory
			s.typ = graph.Person
			return
		}
	}
	if k := w.keywordAlone(i); k >= 0 {
		s.entity, s.score, s.reasons, s.typ = w.spans[k].entity, 0.75, whyMemory, w.m.Entities[w.spans[k].entity].Type
		return
	} else if t := &w.toks[s.first]; len(s.cands) == 0 && t.word.is(isKeyword) && t.cap == initial && !personal {
		return // "the Department": nothing named before
	}
	if len(s.cands) > 0 {
		w.choose(i)
	}
	if s.entity < 0 {
		w.linkUnknown(i)
	}
	if s.entity >= 0 {
		name := w.text(s.first, s.last)
		if _, ok := w.named[name]; !ok {
			w.named[name] = i
		}
		if w.m.Entities[s.entity].Type == graph.Person {
			if _, ok := w.surname[word]; !ok {
				w.surname[word] = i
			}
		}
	}
}

// keywordAlone finds the name that span i shortens to its keyword: "the Treaty", "the Mosque".
func (w *work) keywordAlone(i int32) int32 {
	t := w.toks[w.spans[i].first].word
	if !t.is(isKeyword) || len(w.spans[i].cands) > 0 {
		return -1
	}
	for k := i - 1; k >= 0 && k > i-40; k-- {
		s := &w.spans[k]
		if s.entity >= 0 && s.last-s.first > 1 && w.toks[s.last-1].word == t {
			return k
		}
	}
	return -1
}

func (w *work) mayBePlace(s *span) bool {
	for k := range s.cands {
		switch w.g.Type(s.cands[k].Entity) {
		case graph.Place, graph.Country, graph.Facility:
			return true
		}
	}
	return false
}

// bearer returns which of the persons of one surname is meant at span i: the one whose office stands with it, else, of those
// named before it, the one named last who holds an office at the date, else the one named last.
func (w *work) bearer(k, i int32) int32 {
	best := k
	at, serves := int32(-1), false
	for x, steps := k, 0; x >= 0 && steps < 8; x, steps = w.spans[x].same, steps+1 {
		s := &w.spans[x]
		g := w.gaz[s.entity]
		if o := w.spans[i].office; o >= 0 && g != gazetteer.None && w.officeFits(&w.offices[o], g) > 20 {
			return x
		}
		if s.first < w.spans[i].first {
			in := g == gazetteer.None || len(w.g.Roles(g, w.date)) > 0 // of unknown persons the text tells no more
			if in && !serves || in == serves && s.first > at {
				best, at, serves = x, s.first, in
			}
		}
		if s.same == x {
			break
		}
	}
	return best
}

// eastern reports whether the family name of the person comes first.
func (w *work) eastern(e int32) bool {
	switch w.m.Entities[e].Country {
	case "PRK", "KOR", "CHN", "TWN", "VNM", "JPN", "HKG", "SGP", "HUN", "KHM":
		return true
	}
	return w.gaz[e] == gazetteer.None
}

// abbreviations links "RSF" where the text says "Rapid Support Forces (RSF)", before and after.
func (w *work) abbreviations() {
	d := w.d
	for i := 1; i < len(w.spans); i++ {
		s := &w.spans[i]
		if s.last-s.first != 1 || w.toks[s.first].cap != upper && w.toks[s.first].cap != mixed || int(s.last) >= d.Len() || s.first < 2 {
			continue
		}
		if d.Form(int(s.first)-1) != "(" || d.Form(int(s.last)) != ")" {
			continue
		}
		full := w.toks[s.first-2].span
		if full < 0 || w.spans[full].entity < 0 || w.spans[full].demonym {
			continue
		}
		abbr := d.Form(int(s.first))
		if !w.initials(abbr, int(w.spans[full].first), int(w.spans[full].last)) {
			continue
		}
		e := w.spans[full].entity
		for k := range w.spans {
			if o := &w.spans[k]; o.last-o.first == 1 && d.Form(int(o.first)) == abbr {
				o.entity, o.score, o.reasons, o.weak = e, 0.95, whyAbbrev, false
				o.typ = w.m.Entities[e].Type
			}
		}
	}
	// what only its capitals speak for, in headings: the same words elsewhere in the text
	for i := range w.spans {
		s := &w.spans[i]
		if s.entity >= 0 || !s.weak {
			continue
		}
		if k, ok := w.named[w.text(s.first, s.last)]; ok {
			s.entity, s.score, s.reasons = w.spans[k].entity, 0.85, whyMemory
		} else if k, ok := w.surname[d.Form(int(s.last)-1)]; ok && s.last-s.first == 1 {
			s.entity, s.score, s.reasons = w.spans[k].entity, 0.8, whyMemory
		}
	}
}

// initials reports whether the capitals of abbr begin words of the tokens in order; nearly all must.
func (w *work) initials(abbr string, first, last int) bool {
	hit, need := 0, 0
	t := first
	for k := 0; k < len(abbr); k++ {
		c := abbr[k]
		if c < 'A' || c > 'Z' {
			continue
		}
		need++
		for x := t; x < last; x++ {
			f := w.d.Form(x)
			if f[0] == c || f[0] == c+'a'-'A' {
				hit++
				t = x + 1
				break
			}
		}
	}
	return need >= 2 && hit*3 >= need*2
}

// placeUse tells whether the sentence uses the name as a place or as an actor.
func (w *work) placeUse(s *span) use {
	d := w.d
	first, last := int(s.first), int(s.last)
	h := int(w.headOf(first, last))
	sent := d.Sentences[d.Sent[first]]
	if first > int(sent.First) && w.toks[first-1].word.is(isCityNoun) && w.toks[first-1].cap == lower {
		return placeUse // "the capital Dushanbe"
	}
	// "Washington-based"; "US-led" is an actor
	if last+1 < int(sent.Last) && w.hyphen(last) {
		if t := w.toks[last+1].word; t.is(isJoined) {
			if t.means == graph.Place {
				return placeUse
			}
			return metonymUse
		}
		return anyUse
	}
	if first >= 2 && w.hyphen(first-1) && w.toks[first-2].span >= 0 {
		return metonymUse // "Moscow-Beijing axis"
	}
	// a dateline at the beginning: "MOSCOW, Sept. 12 (Reuters) -", "MOSCOW (AP) —"
	if first == int(sent.First) && last < int(sent.Last) {
		switch f := d.Form(last); {
		case f == "—" || f == "–" || f == "(" && w.toks[first].cap == upper:
			return placeUse
		case f == "," && w.toks[first].cap == upper && last+1 < int(sent.Last) && w.toks[last+1].word.is(isCalendar):
			return placeUse
		}
	}
	// "Reykjavik, Iceland"
	if last+1 < int(sent.Last) && d.Form(last) == "," {
		if n := w.toks[last+1].span; n >= 0 && len(w.spans[n].cands) > 0 && w.g.Type(w.spans[n].cands[0].Entity) == graph.Country && !w.spans[n].demonym {
			for k := range s.cands {
				if c := s.cands[k].Entity; w.g.Type(c) == graph.Place && w.g.Country(c) == w.spans[n].cands[0].Entity {
					return placeUse
				}
			}
		}
	}
	// possessive: "Moscow's suburbs", "Moscow's position"
	if last < int(sent.Last) && possessive(d.Form(last)) {
		if last+1 < int(sent.Last) {
			if n := w.toks[last+1].span; n >= 0 && (w.spans[n].typ == graph.Facility || w.spans[n].typ == graph.Place) {
				return placeUse
			}
			for x := last + 1; x < min(last+4, int(sent.Last)); x++ {
				if w.toks[x].word.is(isLocal) && d.UPOS[x] != syntax.VERB && w.localNoun(x) {
					return placeUse
				}
			}
		}
		return metonymUse
	}
	// inside a compound: "Moscow airport", "Moscow officials"
	if r := d.Rels[h].Base(); (r == syntax.RelCompound || r == syntax.RelAmod || r == syntax.RelNmod) && last < int(sent.Last) && int(d.Heads[h]) >= last && int(d.Heads[h]) < last+4 {
		t := w.toks[d.Heads[h]].word
		switch {
		case t.is(isLocal) && w.localNoun(int(d.Heads[h])):
			return placeUse
		case t.is(isGovernment | isMilitary):
			return metonymUse
		}
		return anyUse
	}
	return w.clauseUse(h, 0)
}

// localNoun reports whether a noun makes the city before it a place and not a government.
func (w *work) localNoun(x int) bool {
	switch w.d.Form(x) {
	case "office", "talks", "visit", "trip", "time", "post", "attack", "meeting", "meetings", "university", "court", "prison", "police":
		return w.d.Form(x) != "time"
	}
	return true
}

// clauseUse reads the use of the noun phrase headed by h from its preposition and from the word that governs it.
func (w *work) clauseUse(h, depth int) use {
	d := w.d
	gov := int(d.Heads[h])
	rel := d.Rels[h].Base()
	prep := -1
	for x := h - 1; x >= 0 && x > h-8 && d.Sent[x] == d.Sent[h]; x-- {
		if int(d.Heads[x]) == h && d.Rels[x].Base() == syntax.RelCase && d.UPOS[x] == syntax.ADP {
			prep = x
			break
		}
	}
	if prep < 0 && h > 0 && d.UPOS[h-1] == syntax.ADP && d.Sent[h-1] == d.Sent[h] {
		prep = h - 1
	}
	if rel == syntax.RelConj && prep < 0 && gov >= 0 && depth < 4 {
		return w.clauseUse(gov, depth+1)
	}
	verb := gov >= 0 && (d.UPOS[gov] == syntax.VERB || d.UPOS[gov] == syntax.AUX)
	var gw *word
	if gov >= 0 {
		gw = w.look(d.Lemmas[gov])
	}
	if prep >= 0 {
		p := d.Form(prep)
		switch {
		case p == "between" || p == "with" || p == "against" || p == "by" || p == "With" || p == "Between" || p == "among" || p == "than" || p == "like" || p == "on" || p == "for" || p == "over" || p == "of" || p == "about" || p == "as" || p == "despite":
			if p == "for" && (gw.is(isMotion) || gov >= 0 && (d.Lemmas[gov] == "bind" || d.Lemmas[gov] == "depart" || d.Lemmas[gov] == "leave")) {
				return placeUse
			}
			if p == "of" && gov >= 0 {
				switch d.Lemmas[gov] {
				case "city", "capital", "town", "port", "east", "west", "north", "south", "outskirts", "suburb", "centre", "center", "street", "mayor", "part", "siege", "bombing", "streets", "kilometer", "kilometre", "mile", "km", "outside", "heart":
					return placeUse
				}
			}
			if gov >= 0 && p == "over" {
				switch d.Lemmas[gov] {
				case "airspace", "sky", "fly", "flight", "air", "explosion":
					return placeUse
				}
			}
			if (p == "over" || p == "on" || p == "about") && verb && gw.is(isMotion) {
				return placeUse
			}
			return metonymUse
		case w.toks[prep].word.is(isLocative):
			return placeUse
		case p == "to" || p == "To":
			if gw.is(isTransfer) && verb {
				return metonymUse
			}
			if gov >= 0 && !verb {
				switch d.Lemmas[gov] {
				case "visit", "trip", "travel", "journey", "flight", "return", "way", "road", "train", "tour", "arrival", "invitation", "ambassador", "envoy", "embassy", "route":
					if d.Lemmas[gov] == "ambassador" || d.Lemmas[gov] == "envoy" {
						return metonymUse
					}
					return placeUse
				}
				return metonymUse
			}
			if verb {
				switch d.Lemmas[gov] {
				case "belong", "say", "respond", "turn", "look", "appeal", "concede", "listen", "signal", "relate", "apologize", "apologise", "object", "speak", "talk":
					return metonymUse
				}
			}
			return placeUse
		case p == "from" || p == "From":
			if gov >= 0 && !verb {
				switch d.Lemmas[gov] {
				case "flight", "train", "departure", "return", "way", "road", "withdrawal", "km", "kilometre", "kilometer", "mile", "report":
					return placeUse
				}
				return metonymUse
			}
			if gov >= 0 {
				switch d.Lemmas[gov] {
				case "hear", "receive", "buy", "purchase", "get", "obtain", "import", "demand", "seek", "accept", "procure", "acquire", "require", "differ", "expect", "borrow":
					return metonymUse
				}
			}
			return placeUse
		}
	}
	switch rel {
	case syntax.RelNsubj:
		if verb || gov >= 0 && d.UPOS[gov] != syntax.NOUN {
			switch {
			case gov >= 0 && (d.Lemmas[gov] == "lie" || d.Lemmas[gov] == "sit"):
				return placeUse
			case d.Rels[h] == syntax.RelNsubjPass && gov >= 0 && gw.is(isMotion) && !gw.is(isPersonal):
				return placeUse
			}
			return metonymUse
		}
		return metonymUse
	case syntax.RelObj, syntax.RelIobj:
		if gov >= 0 && gw.is(isMotion) {
			return placeUse
		}
		return metonymUse
	case syntax.RelObl:
		return placeUse
	}
	return anyUse
}
