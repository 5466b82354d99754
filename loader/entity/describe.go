package entity

import (
	"strings"

	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/syntax"
)

// described resolves a common noun that stands for something named: "both leaders", "the two countries", "the ministry".
func (w *work) described(i int) {
	d := w.d
	if d.Form(i) == "latter" || d.Form(i) == "former" {
		w.latter(i)
		return
	}
	if f := d.Form(i); f == "two" && w.definite(i) {
		w.theTwo(i)
		return
	}
	t := w.toks[i].word
	if t == nil {
		t = w.look(d.Lemmas[i]) // "sides"
	}
	if !t.is(isDescribed|isPeople|isOffice|isGovernment|isMilitary) || d.UPOS[i] != syntax.NOUN && d.UPOS[i] != syntax.PROPN {
		return
	}
	det, at := w.determiner(i)
	if det == "" {
		return
	}
	m := Mention{First: int32(at), Last: int32(i + 1), Head: int32(i), Kind: Description, OfficeOf: -1}
	many := d.XPOS[i] == syntax.TagNNS || d.XPOS[i] == syntax.TagNNPS
	lemma := d.Lemmas[i]
	if many {
		if w.owned(i) {
			return
		}
		var fits func(e int32) bool
		typ := graph.Type("")
		switch lemma {
		case "leader", "president", "minister", "man", "woman", "official", "diplomat", "politician", "premier", "counterpart", "statesman", "monarch", "chief", "envoy":
			typ = graph.Person
			fits = func(e int32) bool { return w.m.Entities[e].Type == graph.Person }
			if lemma == "leader" || lemma == "president" || lemma == "statesman" || lemma == "premier" || lemma == "monarch" {
				fits = w.leads
			}
		case "country", "nation", "state", "neighbour", "neighbor", "ally", "government", "capital", "military", "army", "power", "people", "economy", "republic":
			typ = graph.Country
			fits = func(e int32) bool { return w.m.Entities[e].Type == graph.Country }
		case "side", "party", "delegation":
			typ = graph.Country
			fits = func(e int32) bool {
				switch w.m.Entities[e].Type {
				case graph.Country, graph.ArmedGroup:
					return true
				}
				return false
			}
		default:
			return
		}
		if lemma == "ally" || lemma == "neighbour" || lemma == "neighbor" || lemma == "power" || lemma == "party" {
			if det != "both" && det != "two" {
				return
			}
		}
		if det != "both" && det != "two" && typ == graph.Country && lemma != "side" {
			return
		}
		a, b := w.pair(i, typ, fits)
		if b < 0 {
			return
		}
		m.Entities, m.Score, m.Reasons = w.several(a, b), 0.7, whyPair
		w.add(m)
		j := seen{entities: [2]int32{a, b}, more: m.Entities, head: int32(i), sent: d.Sent[i], weight: 20, plural: true}
		if d.Rels[i].Base() == syntax.RelNsubj {
			j.weight, j.subject = 30, true
		}
		w.seen = append(w.seen, j)
		return
	}
	if det == "both" || det == "two" {
		return
	}
	if w.owned(i) {
		return
	}
	e, why, score := w.antecedent(i, t, lemma)
	if e < 0 {
		return
	}
	m.Entities, m.Score, m.Reasons = w.one(e), score, why
	w.add(m)
	w.note(int32(i), e, false)
}

// theTwo resolves "the two" where no noun follows it.
func (w *work) theTwo(i int) {
	d := w.d
	if d.Rels[i] == syntax.RelNummod || d.Rels[i].Base() != syntax.RelNsubj && d.Rels[i].Base() != syntax.RelObj && d.Rels[i].Base() != syntax.RelObl && d.Rels[i].Base() != syntax.RelNmod {
		return
	}
	if i+1 < d.Len() && d.Sent[i+1] == d.Sent[i] {
		if u := d.UPOS[i+1]; u == syntax.NOUN || u == syntax.PROPN || u == syntax.ADJ || u == syntax.NUM || w.hyphen(i+1) || d.Form(i+1) == "of" {
			return
		}
	}
	a, b := w.lastTwo(i, 2, func(e int32) bool { return w.m.Entities[e].Type == graph.Person })
	if b < 0 {
		a, b = w.lastTwo(i, 2, func(e int32) bool { return w.m.Entities[e].Type == graph.Country })
	}
	if b < 0 {
		return
	}
	m := Mention{First: int32(i - 1), Last: int32(i + 1), Head: int32(i), Kind: Description, OfficeOf: -1, Entities: w.several(a, b), Score: 0.65, Reasons: whyPair}
	w.add(m)
	j := seen{entities: [2]int32{a, b}, more: m.Entities, head: int32(i), sent: d.Sent[i], weight: 20, plural: true}
	if d.Rels[i].Base() == syntax.RelNsubj {
		j.weight, j.subject = 30, true
	}
	w.seen = append(w.seen, j)
}

// determiner returns the word that makes the noun phrase of token i definite: "the", "both", "two", "this", and where the
// phrase begins. Other words than adjectives in between make it nothing.
func (w *work) determiner(i int) (string, int) {
	d := w.d
	first := int(d.Sentences[d.Sent[i]].First)
	two := false
	for x := i - 1; x >= first && x > i-4; x-- {
		switch f := d.Form(x); f {
		case "the", "The", "this", "This", "that", "these", "These":
			if two {
				return "two", x
			}
			return "the", x
		case "our", "Our", "their", "Their":
			if two {
				return "two", x // "our two peoples"
			}
		case "both", "Both":
			return "both", x
		case "two", "Two":
			two = true
			if x > first && d.Form(x-1) == "between" {
				return "two", x // "talks between two delegations"
			}
			if x == first || d.UPOS[x-1] != syntax.DET && d.UPOS[x-1] != syntax.PRON {
				return "", 0
			}
			continue
		}
		if w.toks[x].span >= 0 || d.UPOS[x] != syntax.ADJ && d.UPOS[x] != syntax.NUM {
			return "", 0
		}
	}
	return "", 0
}

// owned reports whether "of ..." or a name says more closely what is meant, so that nothing before is.
func (w *work) owned(i int) bool {
	d := w.d
	if i+1 >= d.Len() || d.Sent[i+1] != d.Sent[i] {
		return false
	}
	if f := d.Form(i + 1); f == "of" {
		return true
	}
	if d.Rels[i] == syntax.RelCompound || d.Rels[i] == syntax.RelAppos {
		return true
	}
	return w.toks[i+1].span >= 0 && !w.toks[i].punct || d.UPOS[i+1] == syntax.NOUN && int(d.Heads[i]) == i+1
}

// pair returns the two persons or countries that a plural stands for.
func (w *work) pair(i int, typ graph.Type, fits func(int32) bool) (a, b int32) {
	if a, b = w.lastTwo(i, 6, fits); b >= 0 {
		return a, b
	}
	// fewer nearby: the two most named of the text so far
	if a, b = w.twoMost(i, fits); b >= 0 {
		return a, b
	}
	if typ == graph.Country {
		// the countries of two persons
		a, b = w.lastTwo(i, 6, func(e int32) bool {
			return w.m.Entities[e].Type == graph.Person && w.ofEntity(e) != gazetteer.None
		})
		if b >= 0 {
			x, y := w.known(w.ofEntity(a)), w.known(w.ofEntity(b))
			if x != y {
				return x, y
			}
		}
	}
	return -1, -1
}

// leads reports whether an entity is a person who leads a state, a government or a movement, by the text or by date.
func (w *work) leads(e int32) bool {
	if w.m.Entities[e].Type != graph.Person {
		return false
	}
	if o := w.people[e].office; o >= 0 {
		if t := w.toks[w.offices[o].main].word; t != nil {
			switch t.role {
			case "head_of_state", "head_of_government", "leader", "prince":
				return true
			case "minister":
				return w.offices[o].main > 0 && w.toks[w.offices[o].main-1].word == w.l.lex["prime"]
			}
		}
	}
	if g := w.gaz[e]; g != gazetteer.None {
		for _, r := range w.g.Roles(g, w.date) {
			switch r.Role {
			case gazetteer.HeadOfState, gazetteer.HeadOfGovernment, gazetteer.Leader:
				return true
			}
		}
	}
	return false
}

func (w *work) twoMost(i int, fits func(int32) bool) (a, b int32) {
	a, b = -1, -1
	for e := range w.m.Entities {
		if w.people[e].count == 0 || !fits(int32(e)) {
			continue
		}
		switch {
		case a < 0 || w.people[e].count > w.people[a].count:
			a, b = int32(e), a
		case b < 0 || w.people[e].count > w.people[b].count:
			b = int32(e)
		}
	}
	if b >= 0 && a > b {
		a, b = b, a
	}
	return a, b
}

// antecedent returns the named entity that a singular description stands for.
func (w *work) antecedent(i int, t *word, lemma string) (int32, []string, float32) {
	d := w.d
	if t.is(isGovernment) && (lemma == "government" || lemma == "regime" || lemma == "junta" || lemma == "authority" || lemma == "administration") {
		if e := w.mainCountry(i); e >= 0 {
			return e, whyGov, 0.55
		}
		return -1, nil, 0
	}
	if t.is(isMilitary) {
		if c := w.mainCountry(i); c >= 0 && w.gaz[c] != gazetteer.None && (lemma == "army" || lemma == "military") {
			s := span{first: int32(i), last: int32(i + 1)}
			return w.forces(&s, c), whyForces, 0.5
		}
		return -1, nil, 0
	}
	want := t.means
	if want == "" || want == graph.Person || w.anyOf(i, lemma) {
		return -1, nil, 0
	}
	var pick *seen
	for k := len(w.seen) - 1; k >= 0 && k > len(w.seen)-1-window; k-- {
		s := &w.seen[k]
		if s.plural || d.Sent[i]-s.sent > 5 {
			continue
		}
		e := &w.m.Entities[s.entities[0]]
		ok := e.Type == want
		switch want {
		case graph.GovernmentBody:
			ok = (ok || e.Type == graph.IGO) && containsWord(e.Name, lemma)
			if lemma == "agency" || lemma == "department" {
				ok = e.Type == want || e.Type == graph.Media && lemma == "agency" || e.Type == graph.IGO && lemma == "agency"
			}
		case graph.ArmedGroup:
			ok = ok || e.Type == graph.NGO && lemma == "organization" || e.Type == graph.NGO && lemma == "group" || lemma == "group" && e.Type == graph.Company
		case graph.IGO:
			ok = (ok || e.Type == graph.NGO && (lemma == "organization" || lemma == "organisation")) && !organ(e.Name)
		case graph.EventType:
			ok = ok && containsWord(e.Name, lemma)
		case graph.Place:
			ok = ok && (lemma == "city" || lemma == "town" || lemma == "village" || containsWord(e.Name, lemma))
		case graph.Facility:
			ok = ok && containsWord(e.Name, lemma)
		}
		if !ok {
			continue
		}
		pick = s
		break
	}
	if pick == nil {
		if want == graph.IGO {
			return w.parent(i), whyNearest, 0.55
		}
		return -1, nil, 0
	}
	return pick.entities[0], whyNearest, 0.65
}

// anyOf reports whether the sentence speaks of any such thing before: "if a country is warned, that country".
func (w *work) anyOf(i int, lemma string) bool {
	d := w.d
	for x := i - 2; x > 0 && d.Sent[x] == d.Sent[i]; x-- {
		if d.Lemmas[x] == lemma {
			switch d.Form(x - 1) {
			case "a", "any", "each", "every", "another", "A", "Any", "Each", "Every":
				return true
			}
		}
	}
	return false
}

// parent returns the organisation that the name of a body or of an event before token i begins with, "CIS" in "CIS summit", or -1.
func (w *work) parent(i int) int32 {
	for k := len(w.m.Mentions) - 1; k >= 0; k-- {
		m := &w.m.Mentions[k]
		if w.d.Sent[i]-w.d.Sent[m.First] > 3 {
			break
		}
		if e := m.Entities[0]; (m.inner || m.Kind == Name) && w.m.Entities[e].Type == graph.IGO && !organ(w.m.Entities[e].Name) {
			return e
		}
	}
	return -1
}

// organ reports whether a name is that of a part of an organisation: its council, committee or summit.
func organ(name string) bool {
	for _, f := range [...]string{"council", "committee", "commission", "summit", "assembly", "secretariat"} {
		if containsWord(name, f) {
			return true
		}
	}
	return false
}

func containsWord(name, word string) bool {
	for f := range strings.FieldsSeq(name) {
		if strings.EqualFold(f, word) {
			return true
		}
	}
	return false
}

// mainCountry is the country that "the government" at token i belongs to: the only one of its sentence, else the one
// that the text names most.
func (w *work) mainCountry(i int) int32 {
	d := w.d
	var found int32 = -1
	for k := len(w.seen) - 1; k >= 0 && w.seen[k].sent == d.Sent[i]; k-- {
		s := &w.seen[k]
		if s.plural {
			continue
		}
		c := s.entities[0]
		if w.m.Entities[c].Type != graph.Country {
			continue
		}
		if found >= 0 && found != c {
			found = -1
			break
		}
		found = c
	}
	if found >= 0 {
		return found
	}
	best := int32(-1)
	for e := range w.m.Entities {
		if w.m.Entities[e].Type == graph.Country && w.people[e].count > 0 && (best < 0 || w.people[e].count > w.people[best].count) {
			best = int32(e)
		}
	}
	return best
}

// latter resolves "the latter" and "the former" to the last two joined.
func (w *work) latter(i int) {
	d := w.d
	if i == 0 || (d.Form(i-1) != "the" && d.Form(i-1) != "The") {
		return
	}
	if i+1 < d.Len() && d.Sent[i+1] == d.Sent[i] && (w.toks[i+1].word.is(isOffice|isModifier|isPeople|isDescribed) || w.toks[i+1].span >= 0) {
		return // "the former president"
	}
	a, b := w.lastTwo(i, 2, func(int32) bool { return true })
	if b < 0 {
		return
	}
	e := b
	if d.Form(i) == "former" {
		e = a
	}
	w.add(Mention{First: int32(i - 1), Last: int32(i + 1), Head: int32(i), Kind: Description, OfficeOf: -1, Entities: w.one(e), Score: 0.6, Reasons: whyPair})
	w.note(int32(i), e, false)
}
