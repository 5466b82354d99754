package entity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/syntax"
)

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
		n, c := w.match(int(w.d.Sent[s.first]), int(s.first), int(s.last)-1)
		if n > 0 && w.g.Type(c[0].Entity) == graph.Place && c[0].Prominence < 70 && c[0].Kind == gazetteer.Name {
			s.country = gazetteer.None // "Andrews Air Force Base" is not in a village of that name
		}
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
	if before || n == 1 && w.placeUse(s) == placeUse || w.calledPlace(int(s.last)) {
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

// calledPlace reports whether the words behind a name call it a place: ", a town in the north".
func (w *work) calledPlace(x int) bool {
	d := w.d
	if x+2 >= d.Len() || d.Form(x) != "," || d.Sent[x+2] != d.Sent[x] || d.Form(x+1) != "a" && d.Form(x+1) != "an" && d.Form(x+1) != "the" {
		return false
	}
	for x += 2; x < d.Len() && d.UPOS[x] == syntax.ADJ; x++ {
	}
	return x < d.Len() && w.toks[x].word.is(isDescribed) && w.toks[x].word.means == graph.Place && d.UPOS[x] == syntax.NOUN
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
