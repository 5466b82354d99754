package entity

import (
	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/syntax"
)

// happening makes the mention of the event that a name and a noun in small letters name: "the CIS summit", "the Syrian
// civil war". It returns the token after it, or 0.
func (w *work) happening(s *span) int {
	d := w.d
	j := int(s.last)
	last := int(d.Sentences[d.Sent[s.first]].Last)
	switch w.m.Entities[s.entity].Type {
	case graph.Country, graph.IGO, graph.Place:
	default:
		return 0
	}
	for j < last && w.toks[j].word.is(isMiddle) && w.toks[j].cap == lower {
		j++
	}
	if j >= last || w.toks[j].cap != lower || d.UPOS[j] != syntax.NOUN {
		return 0
	}
	pact := w.toks[j].word.is(isKeyword) && w.toks[j].word.keyword == graph.Topic && w.m.Entities[s.entity].Type == graph.Place && j == int(s.last) // "the Oslo accords"
	if !pact && !w.toks[j].word.is(isHappening) {
		return 0
	}
	if j+1 < last && d.Rels[j] == syntax.RelCompound && int(d.Heads[j]) == j+1 {
		return 0 // "war effort"
	}
	first := s.first
	if first >= 2 && w.hyphen(int(first)-1) && w.toks[first-2].span >= 0 && w.spans[w.toks[first-2].span].entity >= 0 {
		first = w.spans[w.toks[first-2].span].first // "U.S.-Russia summit"
	}
	name := w.text(first, int32(j+1))
	if f := d.Form(j); (f == "election" || f == "referendum") && len(w.date) >= 4 && !w.otherYear(int(first), j+1) {
		name = string(w.date[:4]) + " " + name // there is one every few years
	}
	w.buf = append(append(w.buf[:0], "ent:x/event/"...), appendSlug(nil, name)...)
	x, ok := w.byID[graph.Node(w.buf)]
	if !ok {
		x = w.own(graph.Node(w.buf), name, graph.EventType, "")
	}
	w.add(Mention{First: first, Last: int32(j + 1), Head: int32(j), Kind: Name, OfficeOf: -1, Entities: w.one(x), Score: 0.6, Reasons: whyOwn})
	w.note(int32(j), x, false)
	return j + 1
}

// dated makes the mention of an event that is known by its day: "the October 7 attacks". It returns the token after it, or 0.
func (w *work) dated(i int) int {
	d := w.d
	if t := &w.toks[i]; t.cap != initial || !t.word.is(isCalendar) || i+2 >= d.Len() || d.Sent[i+2] != d.Sent[i] || !w.definite(i) {
		return 0
	}
	if f := d.Form(i + 1); len(f) > 2 || f[0] < '1' || f[0] > '9' || w.toks[i+2].cap != lower || d.UPOS[i+2] != syntax.NOUN {
		return 0
	}
	switch d.Lemmas[i+2] {
	case "attack", "massacre", "riot", "coup", "uprising", "protest", "bombing", "killing", "raid", "earthquake", "election", "referendum":
	default:
		return 0
	}
	name := w.text(int32(i), int32(i+3))
	w.buf = append(append(w.buf[:0], "ent:x/event/"...), appendSlug(nil, name)...)
	x, ok := w.byID[graph.Node(w.buf)]
	if !ok {
		x = w.own(graph.Node(w.buf), name, graph.EventType, "")
	}
	w.add(Mention{First: int32(i), Last: int32(i + 3), Head: int32(i + 2), Kind: Name, OfficeOf: -1, Entities: w.one(x), Score: 0.6, Reasons: whyOwn})
	w.note(int32(i+2), x, false)
	return i + 3
}

// otherYear reports whether the words around an event tell that it is not of the article's own year.
func (w *work) otherYear(first, end int) bool {
	for x := max(first-2, 0); x < min(end+3, w.d.Len()); x++ {
		switch f := w.d.Form(x); f {
		case "last", "next", "previous", "upcoming", "coming", "earlier", "past", "first", "disputed":
			return true
		default:
			if len(f) == 4 && f[0] >= '0' && f[0] <= '9' {
				return true
			}
		}
	}
	return false
}

// group makes the mention of the noun phrase that the country's name or adjective begins, where its noun names forces,
// a government, police or people. It returns the token after it, or 0.
func (w *work) group(s *span, m Mention) int {
	d := w.d
	j := int(s.last)
	sent := d.Sentences[d.Sent[s.first]]
	last := int(sent.Last)
	if j < last && possessive(d.Form(j)) {
		j++
	}
	if j+2 < last && w.hyphen(j) && d.Form(j+1) == "led" && d.Form(j+2) == "coalition" {
		name := w.text(s.first, int32(j+3))
		w.buf = append(append(w.buf[:0], "ent:x/military/"...), appendSlug(nil, name)...)
		e, ok := w.byID[graph.Node(w.buf)]
		if !ok {
			e = w.own(graph.Node(w.buf), name, graph.Military, "")
		}
		w.add(Mention{First: s.first, Last: int32(j + 3), Head: int32(j + 2), Kind: Name, OfficeOf: -1, Entities: w.one(e), Score: 0.7, Reasons: whyOwn})
		w.note(int32(j+2), e, false)
		return j + 3
	}
	k := j
	for k < last && k < j+4 && w.toks[k].span < 0 && !w.toks[k].word.is(isMilitary|isGovernment|isPolice) &&
		(d.UPOS[k] == syntax.ADJ || d.UPOS[k] == syntax.NOUN || d.UPOS[k] == syntax.PROPN || w.hyphen(k) || d.UPOS[k] == syntax.VERB && d.Rels[k] == syntax.RelAmod) && w.toks[k].office < 0 {
		if w.toks[k].word.is(isPeople) && (k+1 >= last || d.UPOS[k+1] != syntax.NOUN || d.Rels[k] != syntax.RelCompound) {
			break
		}
		k++
	}
	if k >= last || w.toks[k].span >= 0 || w.toks[k].word == nil {
		return 0
	}
	t := w.toks[k].word
	if !t.is(isMilitary | isGovernment | isPolice | isPeople) {
		return 0
	}
	switch d.UPOS[k] {
	case syntax.NOUN, syntax.PROPN:
	default:
		return 0
	}
	// "army chief", "police officers": the noun belongs to what follows
	if k+1 < last && d.Rels[k] == syntax.RelCompound && d.UPOS[k+1] == syntax.NOUN && int(d.Heads[k]) == k+1 && (d.XPOS[k] != syntax.TagNNS || w.toks[k+1].word != nil) {
		if !w.toks[k+1].word.is(isPeople|isMilitary|isGovernment) || w.toks[k+1].office >= 0 {
			return 0
		}
		k++
		if t.is(isMilitary) || t.is(isPolice) {
			t = w.toks[k].word
		}
	}
	if w.toks[k].office >= 0 {
		return 0
	}
	country := s.entity
	typ := w.m.Entities[country].Type
	if typ == graph.Person {
		c := w.ofEntity(country)
		if c == gazetteer.None || !t.is(isGovernment) || j != int(s.last) || d.Form(k) == "side" {
			return 0
		}
		country = w.known(c)
		typ = graph.Country
	}
	g := Mention{First: s.first, Last: int32(k + 1), Head: int32(k), Kind: Demonym, OfficeOf: -1, Score: 0.85}
	var e int32
	name := w.text(s.first, int32(k+1))
	switch {
	case typ == graph.ArmedGroup:
		e, g.Reasons = country, whyForces
	case typ == graph.IGO && t.is(isPeople) && official(d.Form(k)) && d.Form(k) != "leaders":
		e, g.Reasons = country, whyGov
	case typ == graph.IGO && !t.is(isPeople):
		return 0
	case typ == graph.IGO:
		e, g.Reasons = w.groupEntity(name, ""), whyGroup
	case t.is(isMilitary) && k-j <= 1:
		e, g.Reasons = w.forces(s, country), whyForces
	case t.is(isGovernment) || t.is(isPeople) && official(d.Form(k)) && k-j <= 1:
		e, g.Reasons = country, whyGov
	case t.is(isPolice):
		e, g.Reasons = w.police(s, country), whyForces
	default:
		e, g.Reasons = w.groupEntity(name, w.m.Entities[country].Country), whyGroup
	}
	g.Entities = w.one(e)
	w.add(g)
	if e != country {
		w.note(int32(k), e, false)
		if len(w.seen) > 0 {
			w.seen[len(w.seen)-1].plural = true
		}
	} else if n := len(w.seen); n > 0 && w.seen[n-1].entities[0] == e {
		w.seen = w.seen[:n-1]
		w.note(int32(k), e, false)
	}
	return k + 1
}

func official(f string) bool {
	return f == "officials" || f == "official" || f == "leaders" || f == "diplomats"
}

// forces returns the armed forces of a country.
func (w *work) forces(s *span, country int32) int32 {
	c := w.gaz[country]
	ent := &w.m.Entities[country]
	adj := w.text(s.first, s.last)
	if !s.demonym && c != gazetteer.None {
		adj = w.adjective(c)
	}
	iso := ent.Country
	if c != gazetteer.None {
		if i := w.l.militaryOf(c); i != gazetteer.None {
			return w.known(i)
		}
	}
	name := adj + " Armed Forces"
	w.buf = append(append(w.buf[:0], "ent:x/military/"...), appendSlug(nil, name)...)
	if iso != "" {
		w.buf = appendSlug(append(w.buf, '-'), iso)
	}
	if x, ok := w.byID[graph.Node(w.buf)]; ok {
		return x
	}
	return w.own(graph.Node(w.buf), name, graph.Military, iso)
}

// adjective returns the adjective of a country, else its name.
func (w *work) adjective(c gazetteer.Index) string {
	for _, a := range w.g.Aliases(c) {
		if a.Kind == gazetteer.Demonym {
			return a.Alias
		}
	}
	return w.g.Name(c)
}

// police returns the police of a country.
func (w *work) police(s *span, country int32) int32 {
	ent := &w.m.Entities[country]
	name := w.text(s.first, s.last) + " police"
	if c := w.g.Lookup(name); len(c) > 0 {
		return w.known(c[0].Entity)
	}
	if ent.Type == graph.Country {
		if c := w.g.Lookup(ent.Name + " Police"); len(c) > 0 {
			return w.known(c[0].Entity)
		}
	}
	w.buf = append(append(w.buf[:0], "ent:x/government_body/"...), appendSlug(nil, name)...)
	if ent.Country != "" {
		w.buf = appendSlug(append(w.buf, '-'), ent.Country)
	}
	if x, ok := w.byID[graph.Node(w.buf)]; ok {
		return x
	}
	return w.own(graph.Node(w.buf), name, graph.GovernmentBody, ent.Country)
}
