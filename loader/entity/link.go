package entity

import (
	"strings"

	"entente/graph"
	"entente/graph/gazetteer"
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
