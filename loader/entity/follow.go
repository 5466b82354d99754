package entity

import (
	"slices"
	"strings"

	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/syntax"
)

// A seen is something that a pronoun or a description may stand for: one entity or several that are joined.
type seen struct {
	entities [2]int32 // the second -1 for one
	more     []int32  // all of them if there are more than two
	head     int32
	sent     int32
	weight   float32 // by its part in the clause
	plural   bool
	subject  bool
	quoted   bool
	joined   bool // one of several subjects or objects
}

const window = 48 // how many seen entries a pronoun looks back over

// follow makes the mentions in text order: names as they were linked, and what stands for something named before.
func (w *work) follow() {
	d := w.d
	w.quotes()
	w.seen = w.seen[:0]
	w.pending = w.pending[:0]
	w.home = w.publisher()
	w.turn, w.prevTurn, w.labels = -1, -1, w.countLabels()
	n := d.Len()
	for i := 0; i < n; {
		if s := w.toks[i].span; s >= 0 && w.spans[s].first == int32(i) {
			i = w.emit(s)
			continue
		}
		if o := w.toks[i].office; o >= 0 {
			of := &w.offices[o]
			w.emitOffice(o)
			// names inside the office's own words are mentions too
			next := i + 1
			for next < int(of.last) && w.toks[next].span < 0 {
				next++
			}
			i = next
			continue
		}
		switch d.UPOS[i] {
		case syntax.PRON, syntax.DET:
			w.pronoun(i)
		case syntax.NOUN, syntax.PROPN, syntax.ADJ, syntax.NUM:
			w.described(i)
		}
		i++
	}
	w.speakers()
}

// add appends a mention.
func (w *work) add(m Mention) int32 {
	t := w.d.Tokens
	m.Begin, m.End = t[m.First].Begin, t[m.Last-1].End
	w.m.Mentions = append(w.m.Mentions, m)
	return int32(len(w.m.Mentions) - 1)
}

// one returns a slice that holds e, from the arena of the document.
func (w *work) one(e int32) []int32 {
	n := len(w.m.refs)
	w.m.refs = append(w.m.refs, e)
	return w.m.refs[n : n+1 : n+1]
}

func (w *work) several(es ...int32) []int32 {
	n := len(w.m.refs)
	w.m.refs = append(w.m.refs, es...)
	return w.m.refs[n:len(w.m.refs):len(w.m.refs)]
}

// emit makes the mention of span x, of the forces or the government that an adjective begins, and returns the next token.
func (w *work) emit(x int32) int {
	s := &w.spans[x]
	next := int(s.last)
	if s.entity < 0 {
		return next
	}
	m := Mention{First: s.first, Last: s.last, Kind: Name, Office: "", OfficeOf: -1, Score: s.score, Reasons: s.reasons}
	m.Head = w.headOf(int(s.first), int(s.last))
	switch {
	case s.demonym:
		m.Kind = Demonym
		if x := w.d.XPOS[s.last-1]; (x == syntax.TagNNPS || x == syntax.TagNNS) && w.m.Entities[s.entity].Type == graph.Country && !w.definite(int(s.first)) {
			s.entity = w.groupEntity(w.text(s.first, s.last), w.m.Entities[s.entity].Country)
			m.Reasons = whyGroup
		}
	case s.metonym && w.m.Entities[s.entity].Type == graph.Country && w.isCapital(s):
		m.Kind = Metonym
	}
	m.Entities = w.one(s.entity)
	if o := s.office; o >= 0 {
		of := &w.offices[o]
		if of.named >= 0 {
			m.title = of.head
		}
		m.Office = w.text(of.first, of.last)
		if of.of >= 0 && w.spans[of.of].entity >= 0 {
			m.OfficeOf = w.spans[of.of].entity
		}
		if of.last <= s.first {
			m.Head = w.headOf(int(min(of.first, of.start)), int(s.last))
			if m.Head < s.first && (m.Head < of.first || m.Head >= of.last) {
				m.Head = w.headOf(int(s.first), int(s.last))
			}
		}
		p := &w.people[s.entity]
		p.office = o
		p.class |= w.toks[of.main].word.classOf() & (isFemale | isMale)
	}
	if w.m.Entities[s.entity].Type == graph.Person {
		p := &w.people[s.entity]
		if s.honor != nil {
			p.class |= s.honor.class & (isFemale | isMale)
		}
		if p.class&(isFemale|isMale) == 0 {
			if w.toks[s.first].word.is(isGiven) || s.last-s.first > 1 && feminine(w.d.Form(int(s.last)-1)) {
				p.class |= isFemale
			}
		}
	}
	w.add(m)
	w.note(m.Head, s.entity, s.demonym)
	w.speakerLabel(s)
	w.prefix(s)
	w.suffix(s)
	w.within(s)
	if e := w.happening(s); e > next {
		return e
	}
	// "Russian troops", "US officials", "Israeli police", "Kyiv authorities"
	if typ := w.m.Entities[s.entity].Type; typ == graph.Country || typ == graph.IGO || typ == graph.ArmedGroup || typ == graph.Place && s.demonym || typ == graph.Person && w.gaz[s.entity] != gazetteer.None {
		if e := w.group(s, m); e > next {
			return e
		}
	}
	return next
}

// definite reports whether "the" stands before token i.
func (w *work) definite(i int) bool {
	return i > 0 && (w.d.Form(i-1) == "the" || w.d.Form(i-1) == "The")
}

func (w *word) classOf() wordClass {
	if w == nil {
		return 0
	}
	return w.class
}

// feminine reports whether a Slavic surname is a woman's.
func feminine(f string) bool {
	for _, e := range [...]string{"ova", "eva", "ina", "skaya", "ska", "ová"} {
		if len(f) > len(e)+2 && f[len(f)-len(e):] == e {
			return true
		}
	}
	return false
}

// prefix makes the mention of the country or organisation that the name of a body begins with: "UN" in "UN Security
// Council", "Israeli" in "Israeli Air Force".
func (w *work) prefix(s *span) {
	switch w.m.Entities[s.entity].Type {
	case graph.GovernmentBody, graph.Military, graph.IGO, graph.Party, graph.Media:
	case graph.Country: // "Syrian" in "Syrian government"
		if len(s.cands) == 0 || w.g.Type(s.cands[0].Entity) != graph.GovernmentBody {
			return
		}
	default:
		return
	}
	if s.last-s.first < 2 {
		return
	}
	n, c := w.match(int(w.d.Sent[s.first]), int(s.first), int(s.last)-1)
	kind, e := Name, gazetteer.None
	for x := range c {
		switch typ := w.g.Type(c[x].Entity); {
		case c[x].Kind == gazetteer.Demonym:
			kind, e = Demonym, c[x].Entity
		case c[x].Kind == gazetteer.Metonym:
			continue
		case typ == graph.Country, typ == graph.IGO, typ == graph.GovernmentBody:
			e = c[x].Entity
		default:
			continue
		}
		break
	}
	if n == 0 || e == gazetteer.None || int(s.first)+n >= int(s.last) || w.d.Form(int(s.first)+n) == "of" {
		return // "Commonwealth" in "Commonwealth of Independent States" is not that of Nations
	}
	x := w.known(e)
	if x == s.entity && w.m.Entities[x].Type != graph.Country {
		return
	}
	w.add(Mention{First: s.first, Last: s.first + int32(n), Head: w.headOf(int(s.first), int(s.first)+n), Kind: kind, OfficeOf: -1,
		Entities: w.one(x), Score: 0.9, Reasons: whyOnly, inner: true})
	w.people[x].count++
}

// suffix makes the mention of who stands at the end of the name of a body of its own: "El Salvador" in "Embassy of El Salvador".
func (w *work) suffix(s *span) {
	if w.gaz[s.entity] != gazetteer.None || s.last-s.first < 3 || w.m.Entities[s.entity].Type == graph.Person {
		return
	}
	for t := s.first + 1; t+1 < s.last; t++ {
		if w.d.Form(int(t)) != "of" {
			continue
		}
		for t++; t+1 < s.last && w.d.Form(int(t)) == "the"; t++ {
		}
		n, c := w.match(int(w.d.Sent[t]), int(t), int(s.last))
		if n == 0 || int(t)+n != int(s.last) || c[0].Kind == gazetteer.Metonym || c[0].Kind == gazetteer.Demonym || c[0].Kind == gazetteer.Short || c[0].Prominence < 60 || len(c) > 1 && c[1].Prominence >= c[0].Prominence && c[1].Entity != c[0].Entity {
			continue
		}
		switch w.g.Type(c[0].Entity) {
		case graph.Country, graph.IGO, graph.Party, graph.Place, graph.GovernmentBody:
		default:
			continue
		}
		x := w.known(c[0].Entity)
		w.add(Mention{First: t, Last: s.last, Head: w.headOf(int(t), int(s.last)), Kind: Name, OfficeOf: -1, Entities: w.one(x), Score: 0.85,
			Reasons: whyOnly, inner: true})
		w.people[x].count++
		return
	}
}

// within makes the mention of a place together with the larger one that follows it: "Las Vegas, Nevada".
func (w *work) within(s *span) {
	d := w.d
	if t := w.m.Entities[s.entity].Type; t != graph.Place || int(s.last)+1 >= d.Len() || d.Form(int(s.last)) != "," || s.metonym {
		return
	}
	x := w.toks[s.last+1].span
	if x < 0 || d.Sent[s.last+1] != d.Sent[s.first] {
		return
	}
	o := &w.spans[x]
	if o.entity < 0 || o.demonym || o.entity == s.entity {
		return
	}
	outer := &w.m.Entities[o.entity]
	switch own := &w.m.Entities[s.entity]; {
	case outer.Type == graph.Country && (own.Country == "" || own.Country == outer.Country):
	case outer.Type == graph.Place && outer.Country == "USA" && (own.Country == "" || own.Country == outer.Country) && d.Rels[o.first] != syntax.RelConj:
	default:
		return
	}
	w.add(Mention{First: s.first, Last: o.last, Head: w.headOf(int(s.first), int(s.last)), Kind: Name, OfficeOf: -1, Entities: w.one(s.entity),
		Score: 0.8, Reasons: whyLocated, inner: true, beside: true})
}

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

// emitOffice makes the mention of an office that stands alone, resolved by country and date or by who was named with it;
// of an office beside a name it makes the mention of the office itself, which neither ByHead nor ByToken show.
func (w *work) emitOffice(x int32) {
	o := &w.offices[x]
	d := w.d
	words := w.text(o.first, o.last)
	m := Mention{First: o.first, Last: o.last, Head: o.head, Kind: Title, OfficeOf: -1, Office: words}
	if o.of >= 0 && w.spans[o.of].entity >= 0 {
		m.OfficeOf = w.spans[o.of].entity
		if w.spans[o.of].first < o.first {
			m.First = w.spans[o.of].first
		} else if o.end > m.Last {
			m.Last = o.end
		}
	}
	if o.named >= 0 {
		w.standing(o, m)
		return
	}
	plural := d.XPOS[o.head] == syntax.TagNNS || d.XPOS[o.head] == syntax.TagNNPS
	if plural {
		if es := w.represented(o); len(es) > 1 {
			m.Entities, m.Score, m.Reasons = w.several(es...), 0.75, whyGov
			w.add(m)
			w.seen = append(w.seen, seen{entities: [2]int32{es[0], es[1]}, more: m.Entities, head: o.head, sent: d.Sent[o.head], weight: 24, plural: true})
			return
		}
		if m.OfficeOf >= 0 {
			e := w.groupEntity(w.text(m.First, m.Last), w.m.Entities[m.OfficeOf].Country)
			m.Kind, m.Entities, m.Score, m.Reasons = Demonym, w.one(e), 0.7, whyGroup
			w.add(m)
			w.note(o.head, e, false)
			w.seen[len(w.seen)-1].plural = true
			return
		}
		w.described(int(o.head))
		return
	}
	if w.asOffice(o) {
		w.standing(o, m) // "elected as President of ...": the office, not who holds it
		return
	}
	e, why, score := w.holder(o, &m)
	if e >= 0 && e == w.turn && !w.officeLabel(o) || e >= 0 && w.possessedBy(o, e) {
		e = -1 // nobody speaks of himself by his office, and nobody is her own adviser
	}
	if e < 0 {
		if w.toks[o.first].cap == initial && o.last-o.first > 1 && !w.title[d.Sent[o.first]] {
			w.standing(o, m)
		}
		return
	}
	m.Entities, m.Reasons, m.Score = w.one(e), why, score
	w.add(m)
	w.note(o.head, e, false)
	if w.labels >= 2 && w.turn != e && w.officeLabel(o) {
		w.prevTurn, w.turn = w.turn, e // "THE PRESIDENT: ..."
	}
	if o.last == o.first+1 || m.OfficeOf >= 0 {
		if p := &w.people[e]; p.office < 0 {
			p.office = x
		}
	}
}

// possessedBy reports whether a pronoun before the office stands for e: "her adviser".
func (w *work) possessedBy(o *office, e int32) bool {
	for k := len(w.m.Mentions) - 1; k >= 0 && w.m.Mentions[k].First >= o.first-2; k-- {
		if m := &w.m.Mentions[k]; m.Kind == Pronoun && m.Last <= o.first && m.Entities[0] == e {
			return true
		}
	}
	return false
}

// asOffice reports whether "as" stands before the office or before one that it is joined to: "elected as leader of the party and
// prime minister".
func (w *work) asOffice(o *office) bool {
	d := w.d
	if o.start > 0 && (d.Form(int(o.start)-1) == "as" || d.Form(int(o.start)) == "as") {
		return true
	}
	for k := range w.offices {
		p := &w.offices[k]
		if p.first >= o.first {
			break
		}
		if p.start > 0 && d.Form(int(p.start)-1) == "as" && (d.Rels[o.head] == syntax.RelConj && d.Heads[o.head] == p.head || o.start > 0 && d.Form(int(o.start)-1) == "and" && p.end == o.start-1) {
			return true
		}
	}
	return false
}

// represented returns the countries for which the holders of one office stand: "the presidents of Chad and Niger", "the
// French and German foreign ministers". They act for their countries, and the text names none of them.
func (w *work) represented(o *office) []int32 {
	if o.of < 0 {
		return nil
	}
	d := w.d
	var list [12]int32
	n := 0
	add := func(x int32) {
		if s := &w.spans[x]; n < len(list) && s.entity >= 0 && w.m.Entities[s.entity].Type == graph.Country {
			list[n] = s.entity
			n++
		}
	}
	last := int(d.Sentences[d.Sent[o.first]].Last)
	add(o.of)
	if s := &w.spans[o.of]; s.first > o.first {
		for q := int(s.last); q+1 < last && (d.Form(q) == "," || d.Form(q) == "and"); {
			for q < last && (d.Form(q) == "," || d.Form(q) == "and" || d.Form(q) == "the") {
				q++
			}
			if q >= last || w.toks[q].span < 0 || w.spans[w.toks[q].span].demonym {
				break
			}
			add(w.toks[q].span)
			q = int(w.spans[w.toks[q].span].last)
		}
	} else if s.demonym {
		for p := int(s.first) - 1; p > 0 && (d.Form(p) == "and" || d.Form(p) == ","); {
			for p > 0 && (d.Form(p) == "and" || d.Form(p) == ",") {
				p--
			}
			if w.toks[p].span < 0 || !w.spans[w.toks[p].span].demonym {
				break
			}
			add(w.toks[p].span)
			p = int(w.spans[w.toks[p].span].first) - 1
		}
		slices.Reverse(list[:n])
	}
	if n < 2 {
		return nil
	}
	return slices.Clone(list[:n])
}

// standing adds the office beside a name as a mention of the office, an entity of the class topic.
func (w *work) standing(o *office, m Mention) {
	if w.toks[o.main].word == nil || w.toks[o.main].word.role == "expert" || o.named >= 0 && w.spans[o.named].entity < 0 {
		return
	}
	role := w.toks[o.main].word.role
	if o.named < 0 && o.of < 0 && (role == "director" || role == "adviser" || role == "governor" || role == "judge" || role == "legislator") {
		return
	}
	if role == "leader" && (w.toks[o.first].cap == lower || m.OfficeOf < 0) || role == "spokesperson" || role == "legislator" || role == "envoy" || role == "-" && w.toks[o.first].cap == lower {
		return
	}
	name := capitalised(m.Office)
	if role == "head_of_state" || role == "head_of_government" || role == "minister" || role == "vice_president" || role == "governor" || role == "leader" || role == "director" || role == "secretary" && m.OfficeOf >= 0 && w.m.Entities[m.OfficeOf].Type != graph.Country {
		of := ""
		if m.OfficeOf >= 0 {
			of = w.m.Entities[m.OfficeOf].Name
		} else if o.named >= 0 && !o.past && role != "governor" && role != "leader" && role != "director" {
			if c := w.ofEntity(w.spans[o.named].entity); c != gazetteer.None {
				of = w.g.Name(c)
			}
		}
		if of != "" {
			name += " of " + withArticle(of)
		} else if w.toks[o.first].cap == lower {
			return
		}
	}
	if a := o.first - 1; a >= o.start && w.toks[a].word.is(isActing) && role != "director" {
		name = capitalised(w.d.Form(int(a))) + " " + name // "Interim President of Gabon"
	}
	m.beside = true
	m.Entities = w.one(w.topicEntity(name))
	m.Score, m.Reasons = 0.8, whyTopic
	m.Office = ""
	w.add(m)
}

// withArticle puts "the" before the names that take it: "the Czech Republic".
func withArticle(name string) string {
	for _, p := range [...]string{"United ", "Republic of", "Democratic Republic", "Dominican Rep", "Palestinian Auth"} {
		if strings.HasPrefix(name, p) {
			return "the " + name
		}
	}
	for _, e := range [...]string{" Republic", " Islands", " Party", " Netherlands", " Union", " Council", " Department", " Ministry", " Agency", " Committee", " Commission", " Authority"} {
		if strings.HasSuffix(name, e) {
			return "the " + name
		}
	}
	switch name {
	case "Netherlands", "Philippines", "Bahamas", "Gambia", "Maldives", "Comoros":
		return "the " + name
	}
	return name
}

func capitalised(s string) string {
	b := []byte(s)
	up := true
	for i, c := range b {
		if up && 'a' <= c && c <= 'z' && !(i+3 <= len(s) && s[i:i+3] == "of ") && !(i+4 <= len(s) && s[i:i+4] == "the ") && !(i+4 <= len(s) && s[i:i+4] == "and ") && !(i+4 <= len(s) && s[i:i+4] == "for ") {
			b[i] = c - 'a' + 'A'
		}
		up = c == ' ' || c == '-'
	}
	return string(b)
}

// holder returns whom an office alone means.
func (w *work) holder(o *office, m *Mention) (int32, []string, float32) {
	g := w.g
	d := w.d
	role := ""
	if t := w.toks[o.main].word; t != nil {
		role = t.role
	}
	of := gazetteer.None
	if m.OfficeOf >= 0 {
		of = w.gaz[m.OfficeOf]
	}
	if o.of < 0 && int(o.last) < d.Len() && d.Form(int(o.last)) == "of" && d.Sent[o.last] == d.Sent[o.first] {
		return -1, nil, 0 // of something that nobody knows
	}
	anyone := w.indefinite(o)
	if anyone && (role == "head_of_state" || role == "head_of_government") {
		return -1, nil, 0 // "a Russian president", "the third pope"
	}
	definite := o.of >= 0 || w.determined(o)
	if !definite && w.toks[o.first].cap == lower {
		return -1, nil, 0
	}
	// someone of the text with that office
	if e := w.bearerOf(o, m.OfficeOf); e >= 0 {
		return e, whyEarlier, 0.88
	}
	if o.past {
		return -1, nil, 0
	}
	if o.of < 0 && !anyone {
		if e := w.inOffice(m.Office, o); e >= 0 {
			return e, whyOffice, 0.7
		}
	}
	if role == "expert" || role == "legislator" || role == "adviser" && o.of < 0 {
		return -1, nil, 0
	}
	if of == gazetteer.None && o.of < 0 {
		of = w.nearCountry(o)
		if of == gazetteer.None {
			return -1, nil, 0
		}
	}
	words := m.Office
	if w.date != "" && of != gazetteer.None && !anyone {
		if role == "leader" && o.last-o.first > 1 {
			if hs := g.HoldersOf(words, of, w.date); len(hs) > 0 {
				return w.known(hs[0].Person), whyOffice, 0.85
			}
		}
		if role == "leader" && g.Type(of) == graph.Country && o.last == o.main+1 && (o.first == o.main || w.d.Form(int(o.first)) == "supreme" || w.d.Form(int(o.first)) == "Supreme") {
			if p, ok := g.LeaderOf(of, w.date); ok {
				return w.known(p), whyOffice, 0.85
			}
		}
		if home := g.Country(of); role == "secretary" && home != gazetteer.None && strings.Contains(g.Name(of), "Security Council") {
			if hs := g.Holders(gazetteer.SecurityCouncilSecretary, home, w.date); len(hs) > 0 {
				return w.known(hs[0].Person), whyOffice, 0.85
			}
		}
		r, ok := gazetteer.OfficeRole(words)
		switch {
		case r == gazetteer.Ambassador && w.toUN(o):
			r = gazetteer.UNAmbassador
		case r == gazetteer.Ambassador || r == gazetteer.Envoy || r == gazetteer.Legislator:
			if m.OfficeOf < 0 || o.last == o.first+1 {
				ok = false // one of many, of whom the gazetteer may know one
			}
		case role == "secretary" && g.Type(of) == graph.IGO && strings.Contains(strings.ToLower(words), "general"):
			r = gazetteer.SecretaryGeneral // "general secretary"
		}
		if ok {
			if hs := g.Holders(r, of, w.date); len(hs) > 0 && (len(hs) == 1 || r != gazetteer.Minister && r != gazetteer.Ambassador && r != gazetteer.Official) {
				h := hs[0]
				for k := range hs {
					if len(hs) > 1 && titled(hs[k].Title, words) {
						h = hs[k] // the pope before the president of the governorate
						break
					}
				}
				score := float32(0.85)
				if h.Stale {
					score = 0.6
				}
				return w.known(h.Person), whyOffice, score
			}
		}
		if hs := g.HoldersOf(words, of, w.date); len(hs) > 0 && (ok || role != "ambassador" && role != "envoy") {
			return w.known(hs[0].Person), whyOffice, 0.75
		}
		if role == "leader" && (words == "leader" || words == "ruler" || words == "strongman" || words == "Leader" || words == "dictator") {
			if p, ok := g.LeaderOf(of, w.date); ok {
				return w.known(p), whyOffice, 0.85
			}
		}
	}
	if m.OfficeOf >= 0 && !w.determined(o) && w.d.UPOS[o.head] != syntax.PROPN && o.of >= 0 && w.spans[o.of].first > o.first {
		return -1, nil, 0 // "director of the fund"
	}
	if o.of < 0 || m.OfficeOf < 0 || role == "envoy" || role == "expert" || role == "-" {
		return -1, nil, 0
	}
	// nobody is known: the office holder as a person of the text
	ent := &w.m.Entities[m.OfficeOf]
	name := capitalised(words) + " of " + withArticle(ent.Name)
	w.buf = append(append(w.buf[:0], "ent:x/person/"...), appendSlug(nil, name)...)
	if ent.Country != "" {
		w.buf = appendSlug(append(w.buf, '-'), ent.Country)
	}
	x, ok := w.byID[graph.Node(w.buf)]
	if !ok {
		x = w.own(graph.Node(w.buf), name, graph.Person, ent.Country)
	}
	return x, whyOwn, 0.6
}

// toUN reports whether "to the UN" follows the office.
func (w *work) toUN(o *office) bool {
	for x := int(o.last) + 1; x < w.d.Len() && x < int(o.last)+4 && w.d.Form(int(o.last)) == "to"; x++ {
		if s := w.toks[x].span; s >= 0 && w.spans[s].entity >= 0 {
			return w.m.Entities[w.spans[s].entity].ID == "ent:united-nations"
		}
	}
	return false
}

// inOffice returns the person of the text, named last before, who holds the office at the date wherever it is.
func (w *work) inOffice(words string, o *office) int32 {
	r, ok := gazetteer.OfficeRole(words)
	if !ok || r == gazetteer.Minister || r == gazetteer.Official || r == gazetteer.Director || r == gazetteer.Expert || r == gazetteer.Commander {
		return -1
	}
	for k := len(w.seen) - 1; k >= 0 && k > len(w.seen)-1-window; k-- {
		e := w.seen[k].entities[0]
		if w.seen[k].plural || w.m.Entities[e].Type != graph.Person || w.gaz[e] == gazetteer.None {
			continue
		}
		for _, t := range w.g.Roles(w.gaz[e], w.date) {
			if t.Role == r && (t.Title == "" || r != gazetteer.HeadOfState || titled(t.Title, words)) {
				return e
			}
		}
	}
	return -1
}

// titled reports whether a title of the gazetteer has the last word of the office: "President of Chad" is one of a president.
func titled(title, office string) bool {
	return containsWord(title, office[strings.LastIndexByte(office, ' ')+1:])
}

// indefinite reports whether the office is told of anyone who may hold it: "any president", "the first pope to visit".
func (w *work) indefinite(o *office) bool {
	d := w.d
	for x := int(o.first); x >= 0 && x >= int(o.start)-1 && d.Sent[x] == d.Sent[o.first]; x-- {
		switch d.Form(x) {
		case "a", "an", "A", "An", "any", "every", "each", "another", "no", "some", "Any", "Every", "Another", "No":
			return true
		case "first", "second", "third", "fourth", "fifth", "sixth", "next", "previous", "only":
			switch w.officeRoleOf(o) {
			case "head_of_state", "head_of_government":
				if !w.toks[x+1].word.is(isModifier) {
					return true
				}
			}
		}
		if x < int(o.start) && (d.UPOS[x] == syntax.VERB || d.UPOS[x] == syntax.ADP || w.toks[x].punct) {
			break
		}
	}
	return false
}

// determined reports whether "the" or a possessive stands before the office.
func (w *work) determined(o *office) bool {
	s := int(o.start)
	switch w.d.Form(s) {
	case "the", "The", "their", "his", "its", "our", "her":
		return true
	}
	if s > 0 {
		switch w.d.Form(s - 1) {
		case "the", "The", "their", "his", "its", "our", "her":
			return true
		}
	}
	return false
}

// bearerOf returns the last person before (else after) the office whose own office agrees with it in words and country.
func (w *work) bearerOf(o *office, of int32) int32 {
	best, at := int32(-1), int32(-1<<30)
	a := w.toks[o.main].word
	for k := range w.offices {
		p := &w.offices[k]
		if p.named < 0 || w.spans[p.named].entity < 0 || p.past != o.past {
			continue
		}
		b := w.toks[p.main].word
		if a == nil || b == nil || a != b && (a.role != b.role || a.role == "-" || a.role == "head_of_state" || a.role == "director" || a.role == "military_chief") {
			continue
		}
		if !w.wordsAgree(o, p) {
			continue
		}
		if of >= 0 {
			have := int32(-1)
			if p.of >= 0 {
				have = w.spans[p.of].entity
			}
			if have >= 0 && have != of {
				continue
			}
			if have < 0 {
				e := w.spans[p.named].entity
				if c := w.m.Entities[e].Country; c == "" || c != w.m.Entities[of].Country {
					continue
				}
			}
		}
		pos := w.spans[p.named].first
		if pos > o.first {
			if best >= 0 {
				break
			}
			if of < 0 && w.d.Sent[pos] > w.d.Sent[o.first]+1 {
				break
			}
			return w.spans[p.named].entity
		}
		if v := w.salience(w.spans[p.named].entity, pos, o.first); v >= at {
			best, at = w.spans[p.named].entity, v
		}
	}
	return best
}

// salience tells how much a person named with an office at token pos is in the reader's mind at token i: one named often, and
// not long ago.
func (w *work) salience(e, pos, i int32) int32 {
	d := w.d
	p := &w.people[e]
	if p.last > pos && p.last < i {
		pos = p.last
	}
	v := 2*min(p.count, 5) - 2*min(d.Sent[i]-d.Sent[pos], 6)
	if d.Sent[i] == d.Sent[pos] {
		v += 4
	}
	return v
}

// wordsAgree reports whether the shorter office is the longer one without some of its words: "the Secretary" for
// "Secretary of State", "the minister" for "foreign minister"; "the President" is no "Vice President".
func (w *work) wordsAgree(o, p *office) bool {
	for x := o.first; x < o.last; x++ {
		t := w.toks[x].word
		if t == nil || w.toks[x].punct {
			continue
		}
		found := false
		for y := p.first; y < p.last; y++ {
			if w.toks[y].word == t || w.toks[y].word != nil && t.role != "" && w.toks[y].word.role == t.role {
				found = true
				break
			}
		}
		if !found {
			return false
		}
	}
	for y := p.first; y < p.last; y++ {
		switch w.d.Form(int(y)) {
		case "vice", "Vice", "deputy", "Deputy", "assistant", "Assistant", "shadow", "Shadow", "prime", "Prime":
			found := false
			for x := o.first; x < o.last; x++ {
				if w.toks[x].word == w.toks[y].word {
					found = true
				}
			}
			if !found && !(w.d.Form(int(y)) == "prime" || w.d.Form(int(y)) == "Prime") {
				return false
			}
		}
	}
	return true
}

// nearCountry is the country that an office without one belongs to: that of the subject before it in the sentence, of a
// possessive, else the country of the text if it has only one.
func (w *work) nearCountry(o *office) gazetteer.Index {
	d := w.d
	for k := len(w.seen) - 1; k >= 0 && k > len(w.seen)-12; k-- {
		s := &w.seen[k]
		if s.sent != d.Sent[o.first] {
			break
		}
		if c := w.ofEntity(s.entities[0]); c != gazetteer.None && (s.subject || d.Heads[o.head] == s.head) {
			return c
		}
	}
	// "Kim and the foreign minister"
	if b := int(o.start) - 2; b >= 0 && d.Form(b+1) == "and" && w.toks[b].span >= 0 {
		if e := w.spans[w.toks[b].span].entity; e >= 0 && d.Sent[b] == d.Sent[o.first] {
			if c := w.ofEntity(e); c != gazetteer.None {
				return c
			}
		}
	}
	if w.home >= 0 {
		if c := w.ofEntity(w.home); c != gazetteer.None {
			return c
		}
	}
	best, n, second := gazetteer.None, int32(0), int32(0)
	for c, m := range w.countries {
		switch {
		case m > n || m == n && c < best:
			best, n, second = c, m, n
		case m > second:
			second = m
		}
	}
	if n >= 1 && second*3 <= n {
		return best
	}
	return gazetteer.None
}

// ofEntity returns the country of an entity.
func (w *work) ofEntity(e int32) gazetteer.Index {
	if c := w.gaz[e]; c != gazetteer.None {
		return w.g.Country(c)
	}
	if iso := w.m.Entities[e].Country; iso != "" {
		if c, ok := w.g.ByISO3(iso); ok {
			return c
		}
	}
	if o := w.people[e].office; o >= 0 {
		if c := w.ownerOf(&w.offices[o]); c != gazetteer.None {
			return w.g.Country(c)
		}
	}
	return gazetteer.None
}

// note puts an entity among what later words may stand for.
func (w *work) note(head, e int32, demonym bool) {
	d := w.d
	p := &w.people[e]
	p.count++
	p.last = head
	s := seen{entities: [2]int32{e, -1}, head: head, sent: d.Sent[head], quoted: w.quote[head] > 0}
	switch d.Rels[head] {
	case syntax.RelNsubj, syntax.RelNsubjOuter:
		s.weight, s.subject = 30, true
	case syntax.RelNsubjPass:
		s.weight, s.subject = 26, true
	case syntax.RelRoot:
		s.weight = 18
	case syntax.RelObj, syntax.RelIobj:
		s.weight = 16
	case syntax.RelObl, syntax.RelOblAgent:
		s.weight = 10
	case syntax.RelNmodPoss:
		s.weight = 11
	case syntax.RelConj:
		s.weight = 12
	default:
		s.weight = 6
	}
	if demonym {
		s.weight = 4
	}
	// joined to one before: "Putin and Kim"
	if d.Rels[head] == syntax.RelConj && d.Heads[head] >= 0 {
		for k := len(w.seen) - 1; k >= 0 && k > len(w.seen)-12; k-- {
			o := &w.seen[k]
			if o.head != d.Heads[head] {
				continue
			}
			if o.plural && len(o.more) > 0 {
				s.joined = true
				if !slices.Contains(o.more, e) {
					o.more = append(o.more, e)
				}
			} else if o.entities[0] != e && !o.plural && w.sameClass(o.entities[0], e) {
				s.weight, s.subject, s.joined, o.joined = o.weight, o.subject, true, true
				j := seen{entities: [2]int32{o.entities[0], e}, more: []int32{o.entities[0], e}, head: o.head, sent: o.sent, weight: o.weight, plural: true, subject: o.subject, quoted: o.quoted}
				w.seen = append(w.seen, s, j)
				return
			}
			break
		}
	}
	w.seen = append(w.seen, s)
}

func (w *work) sameClass(a, b int32) bool {
	x, y := w.m.Entities[a].Type, w.m.Entities[b].Type
	return x == y || x != graph.Person && y != graph.Person
}

// index sorts the mentions and fills ByHead and ByToken.
func (w *work) index() { w.m.sort() }

func (m *Mentions) sort() {
	slices.SortStableFunc(m.Mentions, func(a, b Mention) int {
		if a.First != b.First {
			return int(a.First - b.First)
		}
		return int(b.Last - a.Last)
	})
	for i := range m.ByHead {
		m.ByHead[i], m.ByToken[i] = -1, -1
	}
	for i := range m.Mentions {
		x := &m.Mentions[i]
		if x.beside {
			continue
		}
		for t := x.First; t < x.Last; t++ {
			if k := m.ByToken[t]; k < 0 || m.Mentions[k].Last-m.Mentions[k].First >= x.Last-x.First {
				m.ByToken[t] = int32(i)
			}
		}
		if k := m.ByHead[x.Head]; k < 0 || m.Mentions[k].inner || x.Kind == Name && m.Mentions[k].Kind != Name && !x.inner {
			m.ByHead[x.Head] = int32(i)
		}
	}
	for i := range m.Mentions {
		if x := &m.Mentions[i]; x.title > 0 && !x.beside && m.ByHead[x.title] < 0 {
			m.ByHead[x.title] = int32(i)
		}
	}
}
