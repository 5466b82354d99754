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
	if f := w.d.Form(i); strings.ContainsAny(f, "@/") && len(f) > 5 || strings.HasPrefix(f, "www.") {
		return false // an address
	}
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

// headOf returns the token of [i, j) whose head lies outside; the last one if several.
func (w *work) headOf(i, j int) int32 {
	for x := j - 1; x >= i; x-- {
		if h := w.d.Heads[x]; (h < int32(i) || h >= int32(j)) && !w.toks[x].punct && w.d.Rels[x] != syntax.RelCase && w.d.Rels[x] != syntax.RelPunct {
			return int32(x)
		}
	}
	return int32(j - 1)
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
