package entity

import (
	"slices"
	"strings"

	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/syntax"
)

// emitOffice makes the mention of an office that stands alone, resolved by country and date or by who was named with it;
// of an office beside a name it makes the mention of the office itself, which neither ByHead nor ByToken show.
func (w *work) emitOffice(x int32) {
	o := &w.offices[x]
	d := w.d
	words := w.text(o.first, o.last)
	m := Mention{First: o.first, Last: o.last, Head: o.head, Kind: Title, OfficeOf: -1, From: min(o.start, o.first), Office: words}
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
			if ps := w.inPerson(o, es); ps != nil {
				es = ps
			}
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

// inPerson returns who holds the office in each of the countries if the text names all of them, else nil.
func (w *work) inPerson(o *office, countries []int32) []int32 {
	t := w.toks[o.main].word
	if w.date == "" || t == nil || t.role != "head_of_state" && t.role != "head_of_government" {
		return nil
	}
	role, ok := gazetteer.OfficeRole(strings.TrimSuffix(w.text(o.first, o.last), "s"))
	if !ok {
		return nil
	}
	var list []int32
	for _, c := range countries {
		hs := w.g.Holders(role, w.gaz[c], w.date)
		if len(hs) == 0 {
			return nil
		}
		e, ok := w.byIndex[hs[0].Person]
		if !ok || !slices.ContainsFunc(w.spans, func(s span) bool { return s.entity == e && !s.demonym }) {
			return nil
		}
		list = append(list, e)
	}
	return list
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
	if o.of < 0 {
		if c := w.ownTitle(o); c != gazetteer.None {
			of, m.OfficeOf = c, w.known(c)
		}
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
	if e := w.bearerOf(o, m.OfficeOf); e >= 0 && !anyone {
		return e, whyEarlier, 0.88
	}
	if o.past {
		return -1, nil, 0
	}
	if o.of < 0 && m.OfficeOf < 0 && !anyone {
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
			if p, ok := w.leaderOf(of); ok {
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
			if p, ok := w.leaderOf(of); ok {
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

// leaderOf returns whom "the leader" of a country means at the date: a supreme leader before the other heads of state.
func (w *work) leaderOf(of gazetteer.Index) (gazetteer.Index, bool) {
	for _, h := range w.g.Holders(gazetteer.HeadOfState, of, w.date) {
		if h.Title == "Supreme Leader" {
			return h.Person, true
		}
	}
	return w.g.LeaderOf(of, w.date)
}

// ownTitle returns the country that alone has ministers of such a title, else None: the Home Secretary is Britain's, unless
// the text speaks of a country of South Asia, where officials bear it.
func (w *work) ownTitle(o *office) gazetteer.Index {
	iso := ""
	switch w.text(o.first, o.last) {
	case "Home Secretary", "Foreign Secretary", "Shadow Home Secretary", "Shadow Foreign Secretary":
		iso = "GBR"
	case "Taoiseach", "taoiseach", "Tanaiste", "Tánaiste":
		iso = "IRL"
	default:
		return gazetteer.None
	}
	for _, other := range [...]string{"IND", "PAK", "BGD", "LKA", "NPL", "PHL"} {
		if c, ok := w.g.ByISO3(other); ok && w.countries[c] > 0 {
			return gazetteer.None
		}
	}
	c, _ := w.g.ByISO3(iso)
	return c
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
	case "the", "The", "THE", "their", "his", "its", "our", "her":
		return true
	}
	if s > 0 {
		switch w.d.Form(s - 1) {
		case "the", "The", "THE", "their", "his", "its", "our", "her":
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
