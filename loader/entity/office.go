package entity

import (
	"strings"

	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/syntax"
)

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

// officeAt returns the end of the office that begins at token i, or i.
func (w *work) officeAt(i, last int) int {
	t := &w.toks[i]
	if e := w.ministryBefore(i, last); e > i {
		return w.officeTail(e, last)
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
		} else if j > i+1 && w.d.Form(j-1) == "Executive" && w.d.Form(j-2) == "Chief" {
			return j
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
	j = w.officeTail(j, last)
	// "Secretary of State", "Minister of Foreign Affairs", "minister for Europe"
	if j+1 < last && (w.d.Form(j) == "of" || w.d.Form(j) == "for") && w.hasPortfolio(i, j) {
		p := j + 1
		if f := w.d.Form(p); f == "the" && p+1 < last {
			p++
		}
		if field := p; w.portfolio(p) {
			p++
			for p < last && (w.portfolio(p) || p+1 < last && (w.d.Form(p) == "and" || w.d.Form(p) == ",") && w.portfolio(p+1)) {
				p++
			}
			if p < last && w.d.Form(p) == "and" {
				if e := w.fieldAfter(field, last); e > p && e < last && w.d.Names[e] == syntax.BeginPER {
					p = e // "Minister of Labour and Social Policy Jane Roe"
				}
			}
			if w.toks[j-1].word.role == "leader" && w.bodyGoesOn(p, last) {
				return j // "Head of the Presidential Office"
			}
			j = p
		} else if e := w.fieldAfter(p, last); e > p && w.toks[j-1].word.is(isOffice) && w.toks[j-1].word.role != "leader" {
			j = e
		}
	}
	// "Deputy Secretary of State for Management and Resources"
	if j+1 < last && w.d.Form(j) == "for" && w.toks[j-1].cap == initial && w.hasPortfolio(i, j) {
		if e := w.fieldAfter(j+1, last); e > j+1 {
			j = e
		}
	}
	return j
}

// bodyGoesOn reports whether the capitals from p on are the rest of a body's name: "Monitoring Agency".
func (w *work) bodyGoesOn(p, last int) bool {
	for x := p; x < last && x < p+4 && w.toks[x].cap == initial && !w.toks[x].broken && w.d.Names[x] != syntax.BeginPER; x++ {
		if w.toks[x].word.is(isKeyword) && w.toks[x].word.keyword == graph.GovernmentBody || w.d.Form(x) == "Office" {
			return true
		}
	}
	return false
}

// officeTail returns the end of what goes on from the head of an office before token j: "Secretary-General", "Attorney General",
// "Foreign Minister-Designate", "Foreign Minister II".
func (w *work) officeTail(j, last int) int {
	if j+1 < last && w.hyphen(j) && w.toks[j+1].word.is(isModifier|isOffice|isActing) {
		j += 2
	}
	if j >= last {
		return j
	}
	switch w.d.Form(j) {
	case "General", "general":
		j++
	case "II", "III":
		if w.toks[j-1].word.is(isOffice) && w.toks[j-1].word.role == "minister" {
			j++
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
		case "the", "The", "THE", "a", "an", "A", "An", "their", "his", "its", "our":
			o.start--
		}
	}
	// after: "of Russia", "of the Munitions Industry Department", "to the UN", "for the White House"
	q := int(o.last)
	if q+1 < last {
		switch d.Form(q) {
		case "of", "for", "to", "at", "in", "on":
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
				if between && (f == "to" || f == "for" || f == "on") && (role == "ambassador" || role == "envoy") && w.canOwn(&w.spans[s]) && !w.spans[s].demonym {
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
	// the name: right behind, behind "of ...", behind what is joined to that, in apposition
	for _, at := range [3]int32{o.last, o.end, w.behindOwner(o, last)} {
		if int(at)+1 < last && w.toks[at].word.is(isHonorific) && w.toks[at].cap == initial {
			at++ // "Deputy Minister Dr. Jane Roe"
		}
		if w.underling(o, index, at, last) {
			return
		}
		if int(at) < last && w.toks[at].span >= 0 && w.spans[w.toks[at].span].first == at && !w.toks[at].broken && (w.personLike(&w.spans[w.toks[at].span]) || w.nameless(&w.spans[w.toks[at].span]) || at == o.last && w.village(&w.spans[w.toks[at].span])) {
			w.bind(o, index, w.toks[at].span)
			return
		}
	}
	if e := int(o.end); e+1 < last && d.Form(e) == "," {
		if x := w.toks[e+1].office; x > index && w.underling(o, index, w.offices[x].last, last) {
			return // "Special Assistant to the Prime Minister of Chad, Ambassador Jane Roe"
		}
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

// behindOwner returns the token behind what follows the country or body of an office before the name: "President of the State
// Council and Council of Ministers of Chad | Jane Roe", "head of the Dawn party faction in the Senate | Jane Roe"; o.end if
// nothing does.
func (w *work) behindOwner(o *office, last int) int32 {
	d := w.d
	e := int(o.end)
	if o.of < 0 || e == int(o.last) || e+2 >= last {
		return o.end
	}
	at := e
	if d.Form(at) == "and" {
		at++
	} else {
		for at < last && at < e+4 && w.toks[at].cap == lower && w.toks[at].span < 0 && !w.toks[at].broken && (d.UPOS[at] == syntax.NOUN || d.UPOS[at] == syntax.ADJ) {
			at++
		}
		if at < last && (d.Form(at) == "in" || d.Form(at) == "of") && at > e {
			at++
			if at < last && d.Form(at) == "the" {
				at++
			}
		} else if at == e {
			return o.end
		} else {
			return int32(at)
		}
	}
	if at >= last || w.toks[at].span < 0 {
		return o.end
	}
	s := &w.spans[w.toks[at].span]
	if int(s.first) != at || s.demonym || !w.canOwn(s) || w.personLike(s) {
		return o.end
	}
	return s.last
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
	if w.joinedTo(p, o, index) {
		return true
	}
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
	o.start = min(o.start, p.start)
	w.bind(o, index, p.named)
	return true
}

// joinedTo gives office p, with what it is of, to whoever the office o joined to it by "and" names, unless the two are of
// different countries: "Deputy Prime Minister of Chad and Special Envoy to the Lake Region Jane Roe".
func (w *work) joinedTo(p, o *office, index int32) bool {
	d := w.d
	at := o.end
	if p.named >= 0 || p.end == p.last && p.of < 0 || int(p.end)+1 != int(o.start) || d.Form(int(p.end)) != "and" || d.Sent[p.first] != d.Sent[o.first] ||
		w.toks[p.first].cap != initial || w.toks[o.first].cap != initial || p.start < p.first && w.toks[p.start].cap != initial ||
		int(at) >= d.Len() || d.Sent[at] != d.Sent[o.first] || w.toks[at].span < 0 {
		return false
	}
	s := &w.spans[w.toks[at].span]
	if s.first != at || w.toks[at].broken || !w.personLike(s) || d.XPOS[p.main] == syntax.TagNNS || d.XPOS[p.main] == syntax.TagNNPS {
		return false
	}
	if p.of >= 0 && o.of >= 0 {
		a, b := &w.spans[p.of], &w.spans[o.of]
		if w.nation(a) != w.nation(b) && w.nation(a) != gazetteer.None && w.nation(b) != gazetteer.None {
			return false
		}
	}
	p.named = w.toks[at].span
	o.start = min(o.start, p.start)
	w.bind(o, index, p.named)
	return true
}

// nation returns the country that a span names.
func (w *work) nation(s *span) gazetteer.Index {
	if len(s.cands) > 0 && w.g.Type(s.cands[0].Entity) == graph.Country {
		return s.cands[0].Entity
	}
	return gazetteer.None
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
