package entity

import (
	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/syntax"
)

// chunk cuts the run of capitalised words that begins at token i into names and offices and returns where it ends.
func (w *work) chunk(k, i, last int) int {
	n, cands := w.match(k, i, last)
	if n == 1 && w.toks[i].word.is(isLead|isKeyword) && w.villageOf(cands) {
		n, cands = 0, nil // "Temple of ..." is none of the villages
	}
	end := w.run(k, i, last, n)
	if t := &w.toks[i]; t.word.is(isHonorific) && n < 2 && i+1 < last && w.toks[i+1].cap >= initial && !w.toks[end-1].word.is(isKeyword) {
		return i + 1 // looked at again from the name
	}
	// an office inside ends the name before it
	stop := end
	for x := i + 1; x < end; x++ {
		if f := w.d.Form(x - 1); f == "of" || f == "the" && x > i+1 {
			x = max(x, min(end, w.officeAt(x, last))-1) // "Office of the Vice President"
			continue
		}
		if o := w.officeAt(x, last); o > x && (!w.toks[o-1].word.is(isKeyword) || w.d.Form(x+1) == "of" || w.d.Form(x) == "Chief") {
			if m, _ := w.match(k, x, last); x+m <= o {
				stop = x
				break
			}
		}
	}
	for stop > i+1 && w.linking(stop-1) {
		stop--
	}
	key := -1
	for x := i; x < stop; x++ {
		if t := &w.toks[x]; t.cap != lower && (t.word.is(isKeyword) || t.word.is(isLead) && (n == 0 || w.number(x+1))) {
			key = x
		}
	}
	if n == 1 && key < 0 && !w.title[k] && i+2 <= stop && stop <= i+4 && i > 0 && w.toks[i-1].word.is(isHonorific) && w.toks[i-1].cap == initial && w.d.Sent[i-1] == w.d.Sent[i] && !w.hyphen(i+1) {
		return w.addUnknown(k, i, stop, last, gazetteer.None) // "Dr. Jung Pak"
	}
	if n > 0 {
		m := i + n
		if m >= stop {
			return w.addKnown(k, i, m, last, cands)
		}
		if e := w.afterOffice(k, i, m, stop, key, cands); e > m {
			return w.addUnknown(k, i, e, last, gazetteer.None)
		}
		joined := w.hyphen(m)
		typ := w.g.Type(cands[0].Entity)
		if w.initialAt(m) && m+1 < stop && key < m && (cands[0].Kind == gazetteer.Short || w.villageOf(cands)) {
			e := m + 2 // "Antony J. Blinken"
			for e < stop && !w.title[k] {
				e++
			}
			return w.addUnknown(k, i, e, last, gazetteer.None)
		}
		demonym := cands[0].Kind == gazetteer.Demonym
		next, after := w.match(k, m, last)
		switch {
		case typ == graph.Place && next == 0 && !joined && !demonym && w.siteAt(stop, last) > stop && !w.title[k]:
			return w.addUnknown(k, i, stop, last, w.homeOf(cands)) // "Budapest Keleti railway station"
		case key >= m && joined && w.eventAfter(m, stop), key >= m && !joined && (next == 0 || w.thing(after) || m+next > key && (demonym || typ == graph.Country)) && w.mayLead(cands, m, key):
			return w.addUnknown(k, i, w.tail(key+1, stop), last, w.homeOf(cands))
		case w.toks[m].word.is(isParticle) && w.toks[m].cap == lower && (typ == graph.Person || cands[0].Kind == gazetteer.Short || typ == graph.Place):
			return w.addUnknown(k, i, stop, last, gazetteer.None) // "Salman bin Abdulaziz Al Saud"
		case key < m && w.loosePerson(cands) && m+4 >= stop && (w.d.UPOS[m] == syntax.PROPN && w.toks[m].cap == initial && (next == 0 || w.loosePersonAt(k, m, last)) || w.initialAt(m)) && !w.title[k]:
			return w.addUnknown(k, i, stop, last, gazetteer.None) // "Mori Takeo", "Antony J. Blinken"
		case next > 0 && !demonym && w.loosePerson(cands) && m+next >= stop && w.loosePersonAt(k, m, last) && !w.title[k]:
			return w.addUnknown(k, i, stop, last, gazetteer.None) // "Kim Davis"
		case n == 1 && next == 1 && !joined && m+1 >= stop && !w.title[k] && w.villageOf(cands) && w.villageOf(after) && w.d.Rels[m] != syntax.RelAppos:
			e := w.addUnknown(k, i, m+1, last, gazetteer.None) // "Michael Jackson" is none of two villages
			w.spans[len(w.spans)-1].typ = graph.Person
			return e
		case joined && n > 1 && typ == graph.Person && m+1 < stop && w.toks[m+1].cap == initial && !w.toks[m+1].word.is(isJoined) && w.single(k, m+1, last):
			return w.addUnknown(k, i, m+2, last, gazetteer.None) // "Hwang Hee-Chan" is not Hwang Hee
		case demonym || joined || next > 0 || w.linking(m):
			return w.addKnown(k, i, m, last, cands)
		case typ == graph.Country && cands[0].Kind != gazetteer.Short:
			// "President of Kazakhstan Nursultan Nazarbayev", but "Israel Katz"
			if m+1 < stop || w.d.Names[i] != syntax.BeginPER || !w.nameGoesOn(i, m) || i > 0 && (w.d.Form(i-1) == "of" || w.d.Form(i-1) == "the") {
				return w.addKnown(k, i, m, last, cands)
			}
			return w.addUnknown(k, i, m+1, last, gazetteer.None)
		case n == 1 && w.nameGoesOn(i, m) && typ != graph.IGO && !(w.title[k] && cands[0].Kind == gazetteer.Short) && !(i > 0 && w.d.Form(i-1) == "of"):
			e := m
			for e < stop && w.nameGoesOn(i, e) {
				e++
			}
			return w.addUnknown(k, i, e, last, gazetteer.None)
		case w.d.UPOS[m] == syntax.PROPN && w.loose(cands) && !w.title[k] && w.d.Names[m] != syntax.BeginPER:
			return w.addUnknown(k, i, stop, last, gazetteer.None)
		}
		return w.addKnown(k, i, m, last, cands)
	}
	if w.toks[i].word.is(isDirection) && w.toks[i].cap == initial && i+1 < stop && key < 0 {
		if m, c := w.match(k, i+1, last); m > 0 && c[0].Kind != gazetteer.Demonym {
			if typ := w.g.Type(c[0].Entity); typ == graph.Place || typ == graph.Country {
				e := w.addUnknown(k, i, i+1+m, last, w.homeOf(c)) // "Southern California"
				w.spans[len(w.spans)-1].typ = graph.Place
				return e
			}
		}
	}
	e := stop
	switch {
	case key >= 0 && !w.toks[key].word.is(isLead):
		e = w.tail(key+1, stop)
	case key >= 0 && key > i && !w.toks[key-1].word.is(isLead) && (key+1 < stop || !w.toks[key].word.is(isKeyword)):
		e = key // "... Hurricane Ian": the event begins a name of its own
	case key < 0:
		// a name that the gazetteer knows ends an unknown one: "analyst Doe Russia"
		for x := i + 1; x < stop; x++ {
			if w.hyphen(x-1) && x-2 >= i {
				if m, c := w.match(k, x, last); m > 0 && c[0].Kind == gazetteer.Demonym {
					e = x - 1 // "Arab-Israeli"
					break
				}
			}
			if w.hyphen(x) || w.hyphen(x-1) || w.toks[x].word.is(isParticle) && w.toks[x].cap != upper || w.toks[x-1].word.is(isParticle) {
				continue
			}
			if m, c := w.match(k, x, last); m > 0 && (m > 1 || c[0].Prominence >= 80 && x > i+1) && !w.nameGoesOn(i, x) {
				e = x
				break
			}
			switch w.d.Names[x] {
			case syntax.BeginPER, syntax.BeginORG, syntax.BeginLOC:
				e = x
			}
			if e == x {
				break
			}
		}
	}
	if e == i+1 && stop == i+2 && w.d.Names[i] == syntax.BeginPER && w.d.UPOS[e] == syntax.PROPN && !w.title[k] && !w.countryAt(k, e, last) && !w.toks[e].word.is(isCalendar) {
		e = stop // "Valeska Paris"
	}
	for e > i+1 && (w.toks[e-1].punct || w.hyphen(e-1) || w.linking(e-1)) {
		e--
	}
	return w.addUnknown(k, i, e, last, gazetteer.None)
}

func (w *work) number(i int) bool {
	if i >= w.d.Len() {
		return false
	}
	f := w.d.Form(i)
	return f[0] >= '0' && f[0] <= '9'
}

// afterOffice returns the end of a person's name that follows an office and begins with a surname or a given name that
// the gazetteer knows: "Vice Foreign Minister Mori Takeo", "Secretary of State Antony J. Blinken".
func (w *work) afterOffice(k, i, m, stop, key int, c []gazetteer.Candidate) int {
	if c[0].Kind != gazetteer.Short && !w.villageOf(c) || key >= m || len(w.offices) == 0 || int(w.offices[len(w.offices)-1].last) != i {
		return m
	}
	e := m
	for e < stop && e < m+4 && (w.toks[e].cap >= initial || w.hyphen(e) || w.initialAt(e)) {
		if w.title[k] && !w.nameGoesOn(i, e) && !w.initialAt(e) && !w.initialAt(e-1) {
			break
		}
		e++
	}
	return e
}

// single reports whether token i alone is no name of several words and no country: the second half of a given name.
func (w *work) single(k, i, last int) bool {
	n, c := w.match(k, i, last)
	return n == 0 || n == 1 && w.g.Type(c[0].Entity) != graph.Country && !(i+1 < last && w.toks[i+1].cap == initial)
}

// thing reports whether a name is that of a kind of thing and of nobody: "Tsunami".
func (w *work) thing(c []gazetteer.Candidate) bool {
	if len(c) == 0 {
		return false
	}
	switch w.g.Type(c[0].Entity) {
	case graph.Topic, graph.EventType:
		return true
	}
	return false
}

// linking reports whether token i only joins the words of a name.
func (w *work) linking(i int) bool {
	switch w.d.Form(i) {
	case "of", "for", "and", "the", "on", "in", "de", "&", "’", "'":
		return true
	}
	return false
}

// mayLead reports whether a known name may begin a longer one whose keyword is at key: a country its ministries and
// forces, but not its ports and rivers.
func (w *work) mayLead(c []gazetteer.Candidate, m, key int) bool {
	if c[0].Kind == gazetteer.Native {
		return true
	}
	if w.toks[key].word.is(isLead) {
		return c[0].Kind != gazetteer.Demonym
	}
	switch w.toks[key].word.keyword {
	case graph.Facility, graph.Place:
		return c[0].Kind != gazetteer.Demonym && w.g.Type(c[0].Entity) != graph.Country
	}
	return w.toks[key].word.is(isKeyword)
}

// tail is where a name with its keyword at end-1 ends: after "of ..." that the run holds.
func (w *work) tail(end, stop int) int {
	if end < stop {
		switch w.d.Form(end) {
		case "of", "for", "on", "and", "de":
			return stop
		}
		if c := w.toks[end].cap; c == lower && !w.toks[end].punct {
			return stop // a number: "Resolution 2375"
		}
	}
	return end
}

// eventAfter reports whether what follows the hyphen at m is named for both sides: "Russia-Ukraine War".
func (w *work) eventAfter(m, stop int) bool {
	for x := stop - 1; x > m; x-- {
		if t := w.toks[x].word; t.is(isKeyword) {
			return t.keyword == graph.EventType || t.keyword == graph.GovernmentBody || t.keyword == graph.IGO || t.keyword == graph.Topic
		}
	}
	return false
}

// nameGoesOn reports whether the tagger has token x inside the name that holds token i.
func (w *work) nameGoesOn(i, x int) bool {
	t := w.d.Names
	if t[i] == syntax.NoName || x >= len(t) || w.d.Sent[i] != w.d.Sent[x] {
		return false
	}
	switch t[x] {
	case syntax.InPER:
		return t[i] == syntax.BeginPER || t[i] == syntax.InPER
	case syntax.InORG:
		return t[i] == syntax.BeginORG || t[i] == syntax.InORG
	case syntax.InLOC:
		return t[i] == syntax.BeginLOC || t[i] == syntax.InLOC
	}
	return false
}

// loose reports whether a name may be the first word of another one: "Kim" in "Kim Davis", "Paris" in "Paris Hilton".
func (w *work) loose(c []gazetteer.Candidate) bool {
	switch c[0].Kind {
	case gazetteer.Short:
		return true
	case gazetteer.Name, gazetteer.Native:
		switch w.g.Type(c[0].Entity) {
		case graph.Place:
			return c[0].Prominence < 70
		case graph.Person:
			return true
		}
	}
	return false
}

func (w *work) loosePerson(c []gazetteer.Candidate) bool {
	return c[0].Kind == gazetteer.Short && w.g.Type(c[0].Entity) == graph.Person
}

// initialAt reports whether token i is the initial of a name: "J.".
func (w *work) initialAt(i int) bool {
	f := w.d.Form(i)
	return len(f) == 2 && f[1] == '.' && f[0] >= 'A' && f[0] <= 'Z'
}

func (w *work) loosePersonAt(k, i, last int) bool {
	_, c := w.match(k, i, last)
	return len(c) > 0 && w.loosePerson(c)
}

// homeOf returns the country of whom a longer name begins with; a person's tells nothing: "Andrews Air Force Base".
func (w *work) homeOf(c []gazetteer.Candidate) gazetteer.Index {
	if w.g.Type(c[0].Entity) == graph.Person {
		return gazetteer.None
	}
	return w.g.Country(c[0].Entity)
}

// run returns the end of the run of capitalised words that begins at token i, whose first n tokens are a known name.
func (w *work) run(k, i, last, n int) int {
	j := i + max(n, 1)
	key := w.toks[i].word.is(isKeyword)
	for x := i; x < j; x++ {
		key = key || w.toks[x].word.is(isKeyword)
	}
	of := false
	closed := false // a place after "of" ends the name unless a keyword follows
	for j < last {
		t := &w.toks[j]
		switch {
		case t.broken || t.word.is(isCalendar) && t.cap == initial:
			return j
		case t.cap >= initial:
			if closed && !t.word.is(isKeyword) {
				return j
			}
			if f := w.d.Form(j - 1); t.word.is(isFunction) && t.cap == initial && (w.title[k] || f[len(f)-1] == '.') {
				return j
			}
			key = key || t.word.is(isKeyword)
			j++
		case w.hyphen(j) && j+1 < last:
			nx := &w.toks[j+1]
			if c := w.d.Form(j + 1)[0]; '0' <= c && c <= '9' && n == 0 {
				j += 2 // "F-14"
				continue
			}
			if nx.word.is(isJoined) || nx.cap == lower && w.d.UPOS[j+1] != syntax.PROPN && !w.nameGoesOn(i, j+1) &&
				!(n == 0 && j-i >= 2 && nx.word == nil && w.d.Tokens[j+1].End-w.d.Tokens[j+1].Begin <= 6 && w.d.UPOS[j+1] != syntax.VERB) {
				return j
			}
			j += 2
		case t.punct:
			f := w.d.Form(j)
			if (f == "’" || f == "'") && j+1 < last && w.toks[j+1].cap >= initial && w.toks[j+1].word.is(isKeyword) ||
				f == "&" && j+1 < last && w.toks[j+1].cap >= initial {
				j++
				continue
			}
			return j
		default:
			f := w.d.Form(j)
			p := j + 1
			if p < last && w.d.Form(p) == "the" {
				p++
			}
			if p >= last {
				return j
			}
			capNext := w.toks[p].cap >= initial && !w.toks[p].word.is(isCalendar)
			switch {
			case f == "of" && capNext && !key && j > i && (w.toks[p].word.is(isKeyword) || w.keywordAhead(p, last)) && p == j+1 && n > 0:
				j = p // "NATO Status of Forces Agreement"
			case key && capNext && (f == "of" || f == "for" || f == "on"):
				of = true
				if m, c := w.match(k, p, last); m > 0 && c[0].Kind != gazetteer.Demonym {
					j, closed = p+m, true
				} else {
					j = p
				}
			case f == "and" && capNext && !key && j > i+max(n, 0) && w.keywordAhead(p, last):
				j = p // "Food and Drug Administration"
			case key && of && capNext && f == "and" && !closed && !w.countryAt(k, p, last) && w.officeAt(p, last) == p:
				j = p
			case t.word.is(isParticle) && j+2 < last && w.hyphen(j+1) && w.toks[j+2].cap >= initial:
				j += 3 // "Ahmad al-Faqi"
			case t.word.is(isParticle) && j+2 < last && w.toks[j+1].word.is(isParticle) && w.toks[j+1].cap == lower && w.toks[j+2].cap >= initial && w.nominal(j) && j > i:
				j += 2 // "Jan van der Berg"
			case t.word.is(isParticle) && j+1 < last && w.toks[j+1].cap >= initial && f != "e" && f != "y" && f != "a" && w.nominal(j):
				j++
			case '0' <= f[0] && f[0] <= '9' && w.toks[j-1].word.is(isKeyword|isLead):
				j++
				return j
			default:
				return j
			}
		}
	}
	return j
}

// keywordAhead reports whether the second capital from p on is a keyword: "Drug Administration".
func (w *work) keywordAhead(p, last int) bool {
	return p+1 < last && w.toks[p].cap == initial && !w.toks[p].word.is(isOffice|isModifier|isKeyword) && w.toks[p+1].cap == initial && w.toks[p+1].word.is(isKeyword) &&
		w.officeAt(p, last) == p
}

// nominal reports whether a small word between capitals may be part of a name.
func (w *work) nominal(i int) bool {
	switch w.d.UPOS[i] {
	case syntax.VERB, syntax.PRON, syntax.CCONJ, syntax.SCONJ:
		return w.d.Names[i] != syntax.NoName
	}
	return true
}

func (w *work) countryAt(k, i, last int) bool {
	n, c := w.match(k, i, last)
	return n > 0 && w.g.Type(c[0].Entity) == graph.Country && c[0].Kind != gazetteer.Metonym
}
