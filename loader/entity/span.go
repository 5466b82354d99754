package entity

import (
	"strings"

	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/syntax"
)

// A span is a run of tokens that may name something.
type span struct {
	first, last int32
	cands       []gazetteer.Candidate // what the gazetteer knows under these words
	typ         graph.Type            // what the words themselves tell, "" if nothing
	demonym     bool                  // "Russian", "Afghans"
	weak        bool                  // only its capitals speak for it, in a sentence where all words have them
	country     gazetteer.Index       // told by its words: Israel for "Israeli Air Force"
	office      int32                 // office that stands with it, -1
	honor       *word                 // "Mr", "Mrs"
	same        int32                 // earlier span that it abbreviates or repeats, -1
	entity      int32                 // index of Mentions.Entities, -1
	metonym     bool
	score       float32
	reasons     []string
}

// An office is a title: "Defence Minister", "Secretary of State", "director of the Munitions Industry Department".
type office struct {
	first, last int32 // the words of the office
	start, end  int32 // with determiner, country and what follows "of"
	head        int32
	main        int32 // "Minister" in "Minister of Foreign Affairs"
	of          int32 // span of the country or body, -1
	named       int32 // span of the person, -1
	past        bool
}

// spansOf finds names and offices, sentence by sentence, from left to right.
func (w *work) spansOf() {
	for k, s := range w.d.Sentences {
		w.sentence(k, int(s.First), int(s.Last))
	}
}

func (w *work) sentence(k, first, last int) {
	mark := len(w.offices)
	firstSpan := len(w.spans)
	for i := first; i < last; {
		t := &w.toks[i]
		if t.punct {
			i++
			continue
		}
		if end := w.officeAt(i, last); end > i {
			n, _ := w.match(k, i, last)
			if i+n <= end {
				w.addOffice(i, end)
				i = end
				continue
			}
		}
		if e := w.twin(k, i, last); e > i {
			i = e
			continue
		}
		if !w.mayStart(i, last) {
			i++
			continue
		}
		i = w.chunk(k, i, last)
	}
	for o := mark; o < len(w.offices); o++ {
		w.fitOffice(&w.offices[o], int32(o), firstSpan, first, last)
	}
}

// twin finds "North" in "North and South Korea".
func (w *work) twin(k, i, last int) int {
	f := w.d.Form(i)
	switch f {
	case "North", "South", "East", "West":
	default:
		return i
	}
	if i+3 >= last || w.d.Form(i+1) != "and" && w.d.Form(i+1) != "or" {
		return i
	}
	switch w.d.Form(i + 2) {
	case "North", "South", "East", "West", "Central":
	default:
		return i
	}
	n, c := w.match(k, i+2, last)
	if n != 2 || w.d.Form(i+2) == f {
		return i
	}
	twin := w.g.Lookup(f + " " + w.d.Form(i+3))
	if len(twin) == 0 || w.g.Type(twin[0].Entity) != w.g.Type(c[0].Entity) {
		return i
	}
	return w.addKnown(k, i, i+1, last, twin)
}

func (w *work) mayStart(i, last int) bool {
	t := &w.toks[i]
	if t.cap == lower {
		// "al-Shabaab", "al Qaeda"
		return t.word.is(isParticle) && i+1 < last && (w.toks[i+1].cap >= initial || w.hyphen(i+1) && i+2 < last && w.toks[i+2].cap >= initial) &&
			w.d.UPOS[i] == syntax.PROPN
	}
	if t.word.is(isFunction | isPast | isActing) {
		if t.word.is(isPast|isActing) && t.cap == initial && i+1 < last && w.toks[i+1].cap == initial && w.toks[i+1].word.is(isKeyword) {
			return true // "Interim Agreement"
		}
		k := int(w.d.Sent[i])
		n, _ := w.match(k, i, last)
		return n > 1 || n == 1 && t.cap == upper && !w.title[k]
	}
	return true
}

// hyphen reports whether token i is a hyphen that joins its neighbours.
func (w *work) hyphen(i int) bool {
	switch w.d.Form(i) {
	case "-", "‐", "‑", "–":
	default:
		return false
	}
	t := w.d.Tokens
	return i > 0 && i+1 < len(t) && t[i-1].End == t[i].Begin && t[i].End == t[i+1].Begin
}

// match returns how many tokens from i the longest acceptable name of the gazetteer covers.
func (w *work) match(k, i, last int) (n int, cands []gazetteer.Candidate) {
	for x := i + 1; x < last && x < i+12; x++ {
		if w.toks[x].broken {
			last = x
		}
	}
	base := w.toks[i].first
	words := w.words[base:w.toks[last].first]
	end := i
	w.g.Walk(words, func(m int, c []gazetteer.Candidate) bool {
		target := base + int32(m)
		for end < last && w.toks[end].first < target {
			end++
		}
		if w.toks[end].first != target {
			return true // ends inside a token
		}
		if w.acceptable(k, i, end, c) {
			n, cands = end-i, c
		}
		return true
	})
	return n, cands
}

// acceptable reports whether tokens [i, j) may be the name of the candidates, by case and part of speech.
func (w *work) acceptable(k, i, j int, c []gazetteer.Candidate) bool {
	t := &w.toks[i]
	ups, lows := 0, 0
	for x := i; x < j; x++ {
		switch {
		case w.toks[x].punct:
		case w.toks[x].cap == lower:
			lows++
		default:
			ups++
		}
	}
	if ups == 0 || j-i > 1 && lows > ups && j-i < 4 && !smallLetters(c, lows) {
		return false
	}
	if j-i > 1 && lows >= ups && t.word.is(isFunction) && w.begins(k, i) && !smallLetters(c, lows) {
		return false // "We believe" is no party
	}
	for x := i + 1; x < j; x++ {
		if w.toks[x].word.is(isJoined) && w.hyphen(x-1) {
			return false // "Washington-based Stimson Center" are two names
		}
	}
	if j-i > 1 && w.toks[j-1].cap == lower && w.toks[j-1].word.is(isMilitary) {
		return false // "Russian army" is all its forces, see forces
	}
	ok := false
	for x := range c {
		if w.fits(i, j, &c[x]) {
			ok = true
			break
		}
	}
	if !ok {
		return false
	}
	if t.cap == initial && j-i == 1 {
		switch w.d.Form(i) {
		case "North", "South", "East", "West":
			if w.g.Type(c[0].Entity) == graph.Place {
				return false // the villages of that name
			}
		}
	}
	if j-i > 1 {
		// "Kim said": the last word of a name of several words is a name as well, or the table has it in small letters.
		return true
	}
	if t.word.is(isCalendar) {
		return false
	}
	if typ := w.g.Type(c[0].Entity); t.word.is(isGiven) && typ != graph.Person && typ != graph.Country && j < w.d.Len() && w.toks[j].cap == initial && w.d.UPOS[j] == syntax.PROPN {
		return false // "Jane Roe"
	}
	if t.cap == upper || t.cap == mixed || t.cap == caseless {
		return !w.title[k] || !t.word.is(isFunction)
	}
	begins := w.begins(k, i) || w.title[k]
	switch w.d.UPOS[i] {
	case syntax.PROPN:
		return !begins || !t.word.is(isFunction)
	case syntax.ADJ:
		return c[0].Kind == gazetteer.Demonym || !begins && c[0].Prominence >= 50
	case syntax.NOUN, syntax.X:
		if !begins {
			return true
		}
		return !t.word.is(isFunction) && (w.d.Names[i] != syntax.NoName || c[0].Prominence >= 60 && t.word == nil)
	}
	return !begins && c[0].Prominence >= 60 || w.d.Names[i] != syntax.NoName
}

// begins reports whether token i has a capital for its place: it begins a sentence, a quotation or a part after a colon.
func (w *work) begins(k, i int) bool {
	if i == int(w.d.Sentences[k].First) || w.toks[i].broken {
		return true
	}
	switch w.d.Form(i - 1) {
	case "“", "\"", "‘", ":", "«", "``", "•", "–", "—", "*", ".", ")":
		return true
	}
	return false
}

// smallLetters reports whether a candidate's alias itself has that many words in small letters.
func smallLetters(c []gazetteer.Candidate, n int) bool {
	for i := range c {
		k := 0
		for f := range strings.FieldsSeq(c[i].Alias) {
			if 'a' <= f[0] && f[0] <= 'z' {
				k++
			}
		}
		if k >= n {
			return true
		}
	}
	return false
}

// fits reports whether the writing of tokens [i, j) allows the alias: "US" is not "us", "the North" needs its article.
func (w *work) fits(i, j int, c *gazetteer.Candidate) bool {
	a := c.Alias
	if len(a) > 4 && (a[:4] == "the " || a[:4] == "The ") {
		if i == 0 {
			return false
		}
		p := i - 1
		for back := 0; p > 0 && back < 2 && w.d.Form(p) != "the" && w.d.Form(p) != "The" && !w.toks[p].punct; back++ {
			p-- // "the nuclear-armed North"
		}
		for p > 0 && w.d.Form(p) != "the" && w.d.Form(p) != "The" && (w.hyphen(p) || w.d.UPOS[p] == syntax.ADJ || w.d.UPOS[p] == syntax.VERB) && i-p < 5 {
			p--
		}
		f := w.d.Form(p)
		if f != "the" && f != "The" && f != "THE" {
			return false
		}
		if j-i == 1 && j < w.d.Len() && w.toks[j].cap == initial && w.d.Sent[j] == w.d.Sent[i] && !w.toks[j].word.is(isFunction|isCalendar) && !w.title[w.d.Sent[i]] {
			return false // "the National Congress" is no newspaper
		}
	}
	if j-i > 1 {
		return true
	}
	ac, _ := shape(a)
	tc := w.toks[i].cap
	if ac == upper && len(a) <= 6 && tc != upper && tc != mixed {
		return false
	}
	return true
}

// officeAt returns the end of the office that begins at token i, or i.
func (w *work) officeAt(i, last int) int {
	t := &w.toks[i]
	if e := w.ministryBefore(i, last); e > i {
		return e
	}
	if t.word == nil || t.word.class&(isOffice|isModifier) == 0 {
		return i
	}
	j := i
	for j < last && w.toks[j].word.is(isModifier) && !w.toks[j].word.is(isOffice) && j-i < 6 {
		j++
		for j+1 < last && w.hyphen(j) {
			j++
		}
	}
	if j >= last || !w.toks[j].word.is(isOffice) {
		// "Chief of the General Staff", "head of state": modifiers that are offices too are taken here
		if j > i && w.toks[j-1].word.is(isOffice) {
			j--
		} else {
			return i
		}
	}
	// several heads: "Deputy Prime Minister", "general secretary", "director general"
	for j+1 < last && (w.toks[j+1].word.is(isOffice) || w.toks[j].word.is(isModifier) && w.toks[j+1].word.is(isModifier) && j+2 < last && w.toks[j+2].word.is(isOffice)) {
		j++
	}
	if w.toks[j].word.is(isModifier) && !w.toks[j].word.is(isOffice) {
		for j+1 < last && !w.toks[j].word.is(isOffice) {
			j++
		}
	}
	switch w.d.UPOS[j] {
	case syntax.NOUN, syntax.PROPN, syntax.ADJ, syntax.X:
	default:
		return i // "head" and "chair" as verbs, "general" as an adjective alone
	}
	if j == i && w.toks[j].word.is(isModifier) && w.d.UPOS[j] == syntax.ADJ {
		return i
	}
	j++
	// "Secretary-General", "Attorney General", "Secretary of State", "Minister of Foreign Affairs", "minister for Europe"
	if j+1 < last && w.hyphen(j) && w.toks[j+1].word.is(isModifier|isOffice) {
		j += 2
	}
	if j < last {
		switch w.d.Form(j) {
		case "General", "general":
			j++
		}
	}
	if j+1 < last && (w.d.Form(j) == "of" || w.d.Form(j) == "for") && w.hasPortfolio(i, j) {
		p := j + 1
		if f := w.d.Form(p); f == "the" && p+1 < last {
			p++
		}
		if w.portfolio(p) {
			p++
			for p < last && (w.portfolio(p) || p+1 < last && (w.d.Form(p) == "and" || w.d.Form(p) == ",") && w.portfolio(p+1)) {
				p++
			}
			j = p
		} else if e := w.fieldAfter(p, last); e > p && w.toks[j-1].word.is(isOffice) && w.toks[j-1].word.role != "leader" {
			j = e
		}
	}
	return j
}

// fieldAfter returns the end of the capitalised words that tell a minister's field after "of": "Civil Defence, Emergencies
// and Disaster Relief"; p if there are none, or if they are a country or a person.
func (w *work) fieldAfter(p, last int) int {
	d := w.d
	k := int(d.Sent[p])
	x := p
	for x < last && x < p+10 {
		f := d.Form(x)
		switch {
		case f == "and" || f == ",":
			if x == p || x+1 >= last || w.toks[x+1].cap != initial || d.Names[x+1] == syntax.BeginPER || w.actorAt(k, x+1, last) || w.officeAt(x+1, last) > x+1 {
				return x
			}
		case w.toks[x].cap != initial || w.toks[x].broken || d.Names[x] == syntax.BeginPER || w.actorAt(k, x, last):
			return x
		}
		x++
	}
	return x
}

// ministryBefore returns the end of an office whose field of work stands before it in capitals: "Healthcare Minister",
// "Labour and Social Protection Minister", "Human Rights Commissioner"; i if none begins at token i.
func (w *work) ministryBefore(i, last int) int {
	d := w.d
	k := int(d.Sent[i])
	if w.toks[i].cap != initial || w.toks[i].word.is(isOffice|isHonorific|isFunction|isPast|isActing|isCalendar) || w.title[k] && w.begins(k, i) {
		return i
	}
	for x := i; x < last && x < i+7; x++ {
		t := &w.toks[x]
		if t.broken && x > i {
			return i
		}
		if x > i && t.cap == initial && t.word.is(isOffice) && (t.word.role == "minister" || t.word.role == "director") {
			return x + 1
		}
		switch f := d.Form(x); {
		case f == "and" || f == ",":
			if x+1 >= last || w.toks[x+1].cap != initial || x == i {
				return i
			}
		case t.cap != initial || d.Names[x] == syntax.BeginPER || d.Names[x] == syntax.InPER:
			return i
		default:
			if w.actorAt(k, x, last) {
				return i
			}
		}
	}
	return i
}

// actorAt reports whether the gazetteer knows an actor or a place under a name that begins at token i.
func (w *work) actorAt(k, i, last int) bool {
	n, c := w.match(k, i, last)
	if n == 0 {
		return false
	}
	switch w.g.Type(c[0].Entity) {
	case graph.Topic, graph.EventType, graph.Group, graph.Military:
		return false
	case graph.Party:
		return n > 1 // not the field of labour
	case graph.Place:
		return c[0].Prominence >= 60
	}
	return true
}

// hasPortfolio reports whether what follows "of" may belong to the words of the office: ministers, secretaries, chiefs of staff.
func (w *work) hasPortfolio(i, j int) bool {
	for x := j - 1; x >= i; x-- {
		if t := w.toks[x].word; t.is(isOffice) {
			switch t.role {
			case "minister", "secretary", "leader", "legislature_speaker":
				return true
			}
		}
	}
	return false
}

// portfolio reports whether token i is what a minister is of: "Defence", "State", "Foreign", "Affairs".
func (w *work) portfolio(i int) bool {
	if w.toks[i].word.is(isModifier) {
		return true
	}
	switch w.d.Form(i) {
	case "Affairs", "affairs", "State", "Defence", "Defense", "Interior", "Finance", "Staff", "staff", "War", "Homeland", "Cooperation", "Communications":
		return true
	}
	return false
}

func (w *work) addOffice(i, end int) {
	o := office{first: int32(i), last: int32(end), start: int32(i), end: int32(end), of: -1, named: -1, head: w.headOf(i, end), main: int32(end - 1)}
	for x := i; x < end; x++ {
		if f := w.d.Form(x); f == "of" || f == "for" {
			break
		}
		if w.toks[x].word.is(isOffice) {
			o.main = int32(x)
		}
	}
	for o.start > 0 && w.d.Sent[o.start-1] == w.d.Sent[i] && (w.toks[o.start-1].word.is(isPast | isActing)) {
		o.start--
		o.past = o.past || w.toks[o.start].word.is(isPast)
	}
	w.toks[i].office = int32(len(w.offices))
	w.offices = append(w.offices, o)
}

// headOf returns the token of [i, j) whose head lies outside; the last one if several.
func (w *work) headOf(i, j int) int32 {
	for x := j - 1; x >= i; x-- {
		if h := w.d.Heads[x]; (h < int32(i) || h >= int32(j)) && !w.toks[x].punct && w.d.Rels[x] != syntax.RelCase && w.d.Rels[x] != syntax.RelPunct {
			return int32(x)
		}
	}
	return int32(j - 1)
}

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
		if o := w.officeAt(x, last); o > x && (!w.toks[o-1].word.is(isKeyword) || w.d.Form(x+1) == "of") {
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

func (w *work) homeOf(c []gazetteer.Candidate) gazetteer.Index { return w.g.Country(c[0].Entity) }

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

func (w *work) newSpan(i, j int) *span {
	w.spans = append(w.spans, span{first: int32(i), last: int32(j), office: -1, same: -1, entity: -1, country: gazetteer.None})
	x := int32(len(w.spans) - 1)
	for t := i; t < j; t++ {
		w.toks[t].span = x
	}
	s := &w.spans[x]
	if i > 0 && w.d.Sent[i-1] == w.d.Sent[i] && w.toks[i-1].word.is(isHonorific) && w.toks[i-1].cap != lower {
		s.honor = w.toks[i-1].word
		s.typ = graph.Person
	}
	return s
}

func (w *work) addKnown(k, i, j, last int, c []gazetteer.Candidate) int {
	s := w.newSpan(i, j)
	if j-i == 1 && j+1 < last && w.d.Form(j) == "," && w.toks[j+1].cap == upper && w.g.Type(c[0].Entity) != graph.Person {
		// "Washington, D.C."
		if whole := w.g.Lookup(w.d.Form(i) + " " + w.d.Form(j+1)); len(whole) > 0 {
			c = whole
			j += 2
			s.last = int32(j)
			w.toks[j-2].span, w.toks[j-1].span = int32(len(w.spans)-1), int32(len(w.spans)-1)
		}
	}
	s.cands = c
	s.demonym = c[0].Kind == gazetteer.Demonym && s.typ == ""
	if typ := w.g.Type(c[0].Entity); j < last && typ == graph.Place && !s.demonym {
		if w.toks[j].word.is(isSuffix) && w.toks[j].cap == lower && !w.toks[j].broken {
			w.toks[j].span = int32(len(w.spans) - 1)
			j++
			s.last = int32(j)
		} else if e := w.siteAt(j, last); e > j {
			for ; j < e; j++ {
				w.toks[j].span = int32(len(w.spans) - 1)
			}
			s.last, s.country, s.typ, s.cands = int32(e), w.homeOf(c), graph.Facility, nil
		}
	} else if typ == graph.Facility {
		for e := w.siteAt(j, last); j < e; j++ {
			w.toks[j].span = int32(len(w.spans) - 1)
			s.last++
		}
	}
	return j
}

func (w *work) addUnknown(k, i, j, last int, home gazetteer.Index) int {
	d := w.d
	if j <= i {
		return i + 1
	}
	if j-i == 1 {
		t := &w.toks[i]
		switch {
		case t.word.is(isCalendar | isHonorific | isFunction):
			return j
		case t.word.is(isPeople), t.word.is(isOffice|isModifier|isPast|isGovernment|isMilitary|isLead) && d.Names[i] == syntax.NoName:
			return j
		case d.Names[i] != syntax.NoName || t.cap == caseless:
		case w.begins(k, i):
			// the first word of a sentence has its capital for nothing
			if d.XPOS[i] != syntax.TagNNP || t.word != nil || t.cap == initial {
				return j
			}
		case d.UPOS[i] != syntax.PROPN && (t.cap != initial || t.word != nil || w.title[k]):
			return j
		}
	}
	if d.UPOS[i] != syntax.PROPN && d.Names[i] == syntax.NoName && (i == int(d.Sentences[k].First)) && w.toks[i].word.is(isFunction) {
		return w.addUnknown(k, i+1, j, last, home)
	}
	s := w.newSpan(i, j)
	if s.country = home; home == gazetteer.None {
		s.country = w.homeAfter(k, i, j)
	}
	s.weak = w.title[k] && d.Names[i] == syntax.NoName
	if s.typ == "" {
		s.typ = w.guess(i, j)
	}
	if j < last && w.toks[j].word.is(isSuffix) && w.toks[j].cap == lower && s.typ != graph.Person {
		w.toks[j].span = int32(len(w.spans) - 1)
		s.typ = graph.Place
		j++
		s.last = int32(j)
	} else if e := w.siteAt(j, last); e > j && s.honor == nil {
		for ; j < e; j++ {
			w.toks[j].span = int32(len(w.spans) - 1)
		}
		s.last, s.typ = int32(e), graph.Facility
	}
	return j
}

// homeAfter returns the country that a body's name ends with: "Embassy of El Salvador", "Bank of China".
func (w *work) homeAfter(k, i, j int) gazetteer.Index {
	if !w.toks[i].word.is(isKeyword) && !w.toks[j-1].word.is(isKeyword) && j-i < 4 {
		return gazetteer.None
	}
	for x := i + 1; x+1 < j; x++ {
		if w.d.Form(x) != "of" {
			continue
		}
		y := x + 1
		if w.d.Form(y) == "the" {
			y++
		}
		n, c := w.match(k, y, j)
		if n == 0 {
			continue
		}
		switch typ := w.g.Type(c[0].Entity); {
		case typ == graph.Country && c[0].Kind != gazetteer.Metonym && y+n == j:
			return c[0].Entity
		case c[0].Kind == gazetteer.Demonym && typ == graph.Country, typ == graph.Party && len(c) == 1 && y+n == j:
			return w.g.Country(c[0].Entity)
		}
	}
	return gazetteer.None
}

// siteAt returns the end of "airport", "military airport", "railway station" in small letters at j, or j.
func (w *work) siteAt(j, last int) int {
	e := j
	for e < last && w.toks[e].word.is(isSiteMiddle) && w.toks[e].cap == lower {
		e++
	}
	if e < last && w.toks[e].word.is(isSite) && w.toks[e].cap == lower && !w.toks[e].broken {
		return e + 1
	}
	return j
}

// guess tells the type of an unknown name by its keyword and by the tagger.
func (w *work) guess(i, j int) graph.Type {
	d := w.d
	for x := i; x < j; x++ {
		switch d.Form(x) {
		case "of", "for", "on":
			if x > i && w.toks[x-1].word.is(isKeyword) {
				return w.toks[x-1].word.keyword
			}
		}
	}
	if t := &w.toks[j-1]; t.word.is(isKeyword) && t.cap != lower && j-i > 1 {
		return t.word.keyword
	}
	per := d.Names[i] == syntax.BeginPER || d.Names[i] == syntax.InPER
	if !per {
		for x := j - 1; x >= i; x-- {
			if t := w.toks[x].word; t.is(isKeyword) && (w.toks[x].cap != lower) {
				return t.keyword
			}
		}
	}
	switch d.Names[i] {
	case syntax.BeginPER, syntax.InPER:
		return graph.Person
	case syntax.BeginLOC, syntax.InLOC:
		return graph.Place
	case syntax.BeginORG, syntax.InORG:
		return graph.NGO
	}
	return ""
}

// fitOffice finds the country or body of an office and the person who holds it.
func (w *work) fitOffice(o *office, index int32, firstSpan, first, last int) {
	d := w.d
	// before: "Russian", "Russia's", "Kremlin", "the former US"
	p := int(o.start) - 1
	if p >= first && possessive(d.Form(p)) {
		p--
	}
	for p >= first && (w.toks[p].word.is(isPast|isActing) || d.Form(p) == "top" || d.Form(p) == "chief") {
		p--
	}
	if p-3 >= first && d.Form(p) == ")" && d.Form(p-2) == "(" {
		p -= 3
	}
	if p >= first && w.toks[p].span >= 0 && !w.toks[o.start].broken {
		s := &w.spans[w.toks[p].span]
		if s.typ != graph.Person && w.canOwn(s) {
			o.of = w.toks[p].span
			o.start = s.first
		}
	}
	if s := int(o.start) - 1; s >= first {
		switch d.Form(s) {
		case "the", "The", "a", "an", "A", "An", "their", "his", "its", "our":
			o.start--
		}
	}
	// after: "of Russia", "of the Munitions Industry Department", "to the UN", "for the White House"
	q := int(o.last)
	if q+1 < last {
		switch d.Form(q) {
		case "of", "for", "to", "at", "in":
			x := q + 1
			for x < last && x < q+4 && w.toks[x].span < 0 && !w.toks[x].punct {
				x++
			}
			if x < last && w.toks[x].span >= 0 {
				s := w.toks[x].span
				between := true
				for y := q + 1; y < x; y++ {
					if u := d.UPOS[y]; u != syntax.DET && u != syntax.ADJ {
						between = false
					}
				}
				f := d.Form(q)
				role := w.officeRoleOf(o)
				if between && (f == "to" || f == "for") && (role == "ambassador" || role == "envoy") && w.canOwn(&w.spans[s]) && !w.spans[s].demonym {
					o.end = w.spans[s].last // whom they are sent to is not whom they stand for
				} else if between && w.canOwn(&w.spans[s]) && !w.spans[s].demonym && (f == "of" || f == "for" && o.of < 0) {
					if o.of < 0 || f == "of" && w.spans[o.of].demonym {
						o.of = s
					}
					o.end = w.spans[s].last
				} else if between && w.spans[s].demonym && int(w.spans[s].last) < last {
					// "Secretary of the Russian Security Council"
					if nx := w.toks[w.spans[s].last].span; nx >= 0 && nx != s {
						o.of = nx
						o.end = w.spans[nx].last
					}
				}
			}
		}
	}
	if w.joinedOffices(o, index) {
		return
	}
	// a second office of the same person: "director of the fund and chairman of the board"
	if h := d.Heads[o.head]; d.Rels[o.head] == syntax.RelConj && h >= 0 {
		for k := int(index) - 1; k >= 0 && w.offices[k].first >= int32(first); k-- {
			if p := &w.offices[k]; p.head == h && p.named >= 0 && w.spans[p.named].first < p.first {
				o.named = p.named
				return
			}
		}
	}
	// the name: right behind, behind "of ...", in apposition
	for _, at := range [2]int32{o.last, o.end} {
		if w.underling(o, index, at, last) {
			return
		}
		if int(at) < last && w.toks[at].span >= 0 && w.spans[w.toks[at].span].first == at && !w.toks[at].broken && (w.personLike(&w.spans[w.toks[at].span]) || w.nameless(&w.spans[w.toks[at].span]) || at == o.last && w.village(&w.spans[w.toks[at].span])) {
			w.bind(o, index, w.toks[at].span)
			return
		}
	}
	if e := int(o.end); e+1 < last && d.Form(e) == "," {
		if s := w.toks[e+1].span; s >= 0 && w.spans[s].office < 0 && w.personLike(&w.spans[s]) && w.apposed(int(o.head), &w.spans[s]) {
			w.bind(o, index, s)
			return
		}
	}
	if o.of < 0 || o.start == o.first {
		for x := int(o.start) - 1; x >= first && x > int(o.start)-7; x-- {
			if f := d.Form(x); f == "a" || f == "an" || f == "the" {
				o.start = int32(x)
				break
			}
			if u := d.UPOS[x]; w.toks[x].span < 0 && u != syntax.ADJ && u != syntax.NOUN && u != syntax.PROPN && !w.hyphen(x) {
				break
			}
		}
	}
	if b := int(o.start) - 1; b-1 >= first && (d.Form(b) == "," || d.Form(b) == "(" || d.Form(b) == "–" || d.Form(b) == "—") {
		if s := w.toks[b-1].span; s >= 0 && w.personLike(&w.spans[s]) && (!w.subjectOfOther(int(o.head)) || d.Form(int(o.start)) != "the") {
			w.bind(o, index, s)
		}
	}
}

// officeRoleOf is the role of the head of the office, "" if it has none.
func (w *work) officeRoleOf(o *office) string {
	if t := w.toks[o.main].word; t != nil {
		return t.role
	}
	return ""
}

// joinedOffices gives the office before "and" the country's other office holder where both are one person's: "Colombian Vice
// President and Foreign Minister Jane Roe"; it is called for the first one, and the second one names the person. It also reads
// "President and Mrs. Roe".
func (w *work) joinedOffices(o *office, index int32) bool {
	d := w.d
	a := int(o.last)
	if a+1 < d.Len() && d.Form(a) == "and" && w.toks[a+1].word.is(isHonorific) && a+2 < d.Len() && w.toks[a+2].span >= 0 && d.Sent[a+2] == d.Sent[o.first] && w.toks[o.first].cap == initial {
		o.named = w.toks[a+2].span
		return true
	}
	if index == 0 {
		return false
	}
	// o is the second one: whoever it names bears the first one as well
	p := &w.offices[index-1]
	if plural := d.XPOS[o.main] == syntax.TagNNS || d.XPOS[o.main] == syntax.TagNNPS || strings.HasSuffix(d.Form(int(o.main)), "s"); p.of < 0 || plural {
		return false // "the Secretary and Foreign Ministers Cho and Mori"
	}
	if p.named >= 0 || int(p.last)+1 != int(o.first) || d.Form(int(p.last)) != "and" || d.Sent[p.first] != d.Sent[o.first] || w.toks[o.first].cap != initial || w.toks[p.first].cap != initial {
		return false
	}
	at := o.last
	if int(at) >= d.Len() || w.toks[at].span < 0 || w.spans[w.toks[at].span].first != at || !w.personLike(&w.spans[w.toks[at].span]) || d.Sent[at] != d.Sent[o.first] {
		return false
	}
	if o.of < 0 {
		o.of = p.of
	}
	p.named = w.toks[at].span
	w.bind(o, index, p.named)
	return true
}

// underling binds the name that follows "Aide to the President" at token at to the aide.
func (w *work) underling(o *office, index, at int32, last int) bool {
	d := w.d
	if index == 0 || int(at) >= last || w.toks[at].span < 0 || w.spans[w.toks[at].span].first != at || w.toks[at].broken || !w.personLike(&w.spans[w.toks[at].span]) {
		return false
	}
	p := &w.offices[index-1]
	if p.named >= 0 || p.first+4 < p.last || o.first-p.last != 2 || d.Form(int(o.first)-1) != "the" || d.Sent[p.first] != d.Sent[o.first] {
		return false
	}
	switch d.Form(int(p.last)) {
	case "to", "of", "for":
	default:
		return false
	}
	if w.officeRoleOf(p) == "" || w.officeRoleOf(p) == "expert" {
		return false
	}
	w.bind(p, index-1, w.toks[at].span)
	p.of = o.of
	return true
}

// nameless reports whether only the tagger says that the unknown name is a place or an organisation.
func (w *work) nameless(s *span) bool {
	return len(s.cands) == 0 && (s.typ == graph.Place || s.typ == graph.NGO) && !w.toks[s.last-1].word.is(isKeyword|isSuffix|isSite) && s.country == gazetteer.None
}

// village reports whether the gazetteer knows the word only as a place that nobody would name after an office: "Deputy
// Secretary Sherman".
func (w *work) village(s *span) bool { return w.villageOf(s.cands) }

func (w *work) villageOf(c []gazetteer.Candidate) bool {
	for i := range c {
		if w.g.Type(c[i].Entity) != graph.Place || c[i].Prominence >= 70 {
			return false
		}
	}
	return len(c) > 0
}

func possessive(f string) bool {
	return f == "'s" || f == "’s" || f == "'" || f == "’" || f == "'S"
}

// apposed reports whether the parser sees the name as standing for the office, or sees nothing that speaks against it.
func (w *work) apposed(head int, s *span) bool {
	h := int(w.headOf(int(s.first), int(s.last)))
	d := w.d
	if int(d.Heads[h]) == head || int(d.Heads[head]) == h {
		return d.Rels[h] != syntax.RelConj && d.Rels[head] != syntax.RelConj
	}
	return d.Rels[h] == syntax.RelAppos
}

// subjectOfOther reports whether the office is the subject of a clause of its own, so that it is no apposition.
func (w *work) subjectOfOther(head int) bool {
	r := w.d.Rels[head]
	return r.Base() == syntax.RelNsubj || r == syntax.RelConj
}

func (w *work) bind(o *office, index, s int32) {
	o.named = s
	if w.spans[s].office < 0 {
		w.spans[s].office = index
	}
	if w.village(&w.spans[s]) {
		w.spans[s].cands = nil
	}
	// "Deputy Minister Petr Vankov of Bulgaria"
	if q := int(w.spans[s].last); o.of < 0 && q+1 < w.d.Len() && w.d.Form(q) == "of" && w.d.Sent[q+1] == w.d.Sent[q] {
		if n := w.toks[q+1].span; n >= 0 && w.canOwn(&w.spans[n]) && !w.spans[n].demonym {
			o.of = n
		}
	}
	if w.spans[s].typ == "" || len(w.spans[s].cands) == 0 {
		w.spans[s].typ = graph.Person
	}
}

// personLike reports whether the span may name a person.
func (w *work) personLike(s *span) bool {
	if s.demonym {
		return false
	}
	if len(s.cands) == 0 {
		return s.typ == graph.Person || s.typ == ""
	}
	for i := range s.cands {
		if w.g.Type(s.cands[i].Entity) == graph.Person {
			return true
		}
	}
	return false
}

// canOwn reports whether the span may be the country or body of an office.
func (w *work) canOwn(s *span) bool {
	if len(s.cands) == 0 {
		return s.typ != graph.Person && s.typ != ""
	}
	for i := range s.cands {
		if t := w.g.Type(s.cands[i].Entity); t != graph.Person {
			return true
		}
	}
	return false
}
