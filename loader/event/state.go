package event

import (
	"strings"

	"entente/graph"
	"entente/loader/entity"
	"entente/loader/syntax"
)

// states finds what titles, names and addresses tell: who holds which office of whom, what is part of what, what lies where.
func (w *work) states() {
	for i := range w.m.Mentions {
		k := int32(i)
		m := &w.m.Mentions[i]
		if len(m.Entities) == 0 {
			continue
		}
		w.office(k, m)
		if m.Kind == entity.Demonym && m.Last-m.First > 1 && w.m.Entities[m.Entities[0]].Type == graph.Military {
			w.belongs(m) // "Yemeni troops"
		}
		if m.Kind == entity.Name || m.Kind == entity.Title {
			w.belongs(m)
			w.affiliated(m)
			w.address(k, m)
		}
	}
	for t := range int32(w.d.Len()) {
		if w.d.UPOS[t] == syntax.VERB && w.p.roles[w.lemma[t]]&w.installClass != 0 {
			w.installed(t)
		}
	}
	w.nations()
}

// installed reads "was elected as President of Chile", "was named to succeed May as prime minister".
func (w *work) installed(t int32) {
	person := int32(-1)
	switch w.lemma[t] {
	case "become", "serve", "succeed", "replace":
		person, _ = w.surfaceSubject(t)
	default:
		if w.passive(t) {
			person, _ = w.surfaceSubject(t)
		} else {
			person = w.object(t)
		}
	}
	if person < 0 {
		return
	}
	mark := len(w.args)
	defer func() { w.args = w.args[:mark] }()
	w.args = w.resolve(person, slot{named: true}, w.args)
	if len(w.args) == mark || w.m.Entities[w.args[mark].entity].Type != graph.Person {
		return
	}
	holder := w.args[mark].entity
	for c := w.first[t]; c >= 0; c = w.next[c] {
		if c == person || c < t {
			continue
		}
		switch w.d.Rels[c] {
		case syntax.RelObl, syntax.RelOblAgent, syntax.RelXcomp, syntax.RelObj, syntax.RelNmod:
			if (w.d.Rels[c] == syntax.RelObl || w.d.Rels[c] == syntax.RelOblAgent) && w.preposition(c) != "as" {
				continue
			}
			w.given(t, holder, c)
			for k := w.first[c]; k >= 0; k = w.next[k] {
				if w.d.Rels[k] == syntax.RelConj {
					w.given(t, holder, k)
				}
				if w.d.Rels[k] == syntax.RelNmod && w.preposition(k) == "as" {
					w.given(t, holder, k)
				}
			}
		}
	}
}

// given adds that the holder has the office that noun phrase c names.
func (w *work) given(t, holder, c int32) {
	if w.p.roles[w.lemma[c]]&w.titleClass == 0 {
		return
	}
	office := w.lower(c)
	of := int32(-1)
	if k := w.mentionAt(c); k >= 0 {
		m := &w.m.Mentions[k]
		of = m.OfficeOf
		if m.Office != "" {
			office = m.Office
		}
		if len(m.Entities) == 1 && m.Kind == entity.Name {
			return
		}
	}
	for k := w.first[c]; k >= 0 && of < 0; k = w.next[k] {
		switch w.d.Rels[k] {
		case syntax.RelNmod, syntax.RelNmodPoss, syntax.RelAmod, syntax.RelCompound:
			if j := w.mentionAt(k); j >= 0 && len(w.m.Mentions[j].Entities) == 1 {
				of = w.m.Mentions[j].Entities[0]
			} else if w.d.UPOS[k] == syntax.ADJ && w.d.Rels[k] == syntax.RelAmod {
				office = w.lower(k) + " " + office
			}
		}
	}
	if of < 0 || of == holder || w.m.Entities[of].Type == graph.Person {
		return
	}
	p := OfficePredicate(office, w.m.Entities[of].Type)
	w.protos = append(w.protos, proto{predicate: p, trigger: t, state: true, position: office, about: -1,
		a: arg{entity: holder, token: t}, b: arg{entity: of, token: c}, prior: 0.75})
}

// state adds a statement that holds.
func (w *work) state(p graph.Predicate, trigger, a, b int32, position string, prior float32) {
	w.protos = append(w.protos, proto{predicate: p, trigger: trigger, state: true, position: position, about: -1, modality: graph.Asserted,
		a: arg{entity: a, token: trigger}, b: arg{entity: b, token: trigger}, prior: prior})
}

// office reads the title that stands with a name.
func (w *work) office(k int32, m *entity.Mention) {
	if m.Office == "" || len(m.Entities) != 1 {
		return
	}
	holder := m.Entities[0]
	e := &w.m.Entities[holder]
	if e.Type != graph.Person {
		return
	}
	of := m.OfficeOf
	prior := float32(0.96)
	if of < 0 {
		of = w.officeOf(m)
	}
	if of < 0 {
		of = w.country(e.Country)
		if of < 0 && e.Country == "" && w.m.Entities[holder].Wikidata == "" {
			of = w.localCountry(m.Head)
		}
		if of < 0 {
			return
		}
		prior = 0.88
	}
	if of == holder || w.m.Entities[of].Type == graph.Group || w.m.Entities[of].Type == graph.Topic {
		return
	}
	p := OfficePredicate(m.Office, w.m.Entities[of].Type)
	if p == "expert_on" || p == "affiliated_with" && m.OfficeOf < 0 {
		return // what an expert knows is told beside the word, not by a title
	}
	w.state(p, m.Head, holder, of, m.Office, prior)
	if w.m.Entities[of].Type == graph.Party && p != "leader_of" {
		w.state("member_of", m.Head, holder, of, "", prior)
	}
}

// officeOf returns the country or body before the title: "Pakistani" in "former Pakistani President Pervez Musharraf".
func (w *work) officeOf(m *entity.Mention) int32 {
	for t := m.First - 1; t >= 0 && t >= m.First-6 && w.d.Sent[t] == w.d.Sent[m.Head]; t-- {
		k := w.m.ByToken[t]
		if k < 0 {
			switch w.d.UPOS[t] {
			case syntax.NOUN, syntax.PROPN, syntax.ADJ:
				continue
			}
			return -1
		}
		x := &w.m.Mentions[k]
		if len(x.Entities) != 1 {
			return -1
		}
		switch b := x.Entities[0]; w.m.Entities[b].Type {
		case graph.Country, graph.IGO, graph.NGO, graph.GovernmentBody, graph.Party, graph.Company:
			return b
		}
		return -1
	}
	return -1
}

// OfficePredicate returns the predicate that joins the holder of an office to its country or body.
func OfficePredicate(office string, of graph.Type) graph.Predicate {
	low := strings.ToLower(office)
	has := func(words ...string) bool {
		for _, x := range words {
			if containsWord(low, x) {
				return true
			}
		}
		return false
	}
	minor := has("vice", "deputy", "assistant", "under", "acting deputy", "first", "former first") && !has("first minister")
	switch {
	case strings.Contains(low, "spokes") || has("press secretary"):
		return "spokesperson_for"
	case has("ambassador", "envoy", "emissary", "negotiator", "representative", "consul", "charge"):
		return "represents"
	case has("expert", "analyst", "scholar", "specialist"):
		if of == graph.Country {
			return "expert_on"
		}
		return "affiliated_with"
	case minor:
		return "holds_position"
	case has("president", "king", "queen", "emperor", "emir", "sultan", "premier", "prime minister", "chancellor", "taoiseach", "leader", "ruler",
		"monarch", "pope", "dictator", "strongman", "pm", "supreme leader") && !has("lady", "candidate", "elect", "designate"):
		return "leader_of"
	}
	return "holds_position"
}

func containsWord(s, word string) bool {
	for from := 0; ; {
		i := strings.Index(s[from:], word)
		if i < 0 {
			return false
		}
		i += from
		j := i + len(word)
		if (i == 0 || !letter(s[i-1])) && (j == len(s) || !letter(s[j])) {
			return true
		}
		from = j
	}
}

func letter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c > 127 }

// country returns the country with an ISO code among the mentioned entities, or -1.
func (w *work) country(iso3 string) int32 {
	if iso3 == "" {
		return -1
	}
	for i := range w.m.Entities {
		if e := &w.m.Entities[i]; e.Type == graph.Country && e.Country == iso3 {
			return int32(i)
		}
	}
	return -1
}

// belongs reads the country inside or before a name: "Iranian Air Force", "the Japanese Kyodo agency".
func (w *work) belongs(m *entity.Mention) {
	a := m.Entities[0]
	e := &w.m.Entities[a]
	var p graph.Predicate
	switch e.Type {
	case graph.Military, graph.GovernmentBody:
		p = "part_of"
	case graph.Media, graph.Company, graph.NGO:
		p = "national_of"
	case graph.Person:
		p = "national_of"
	default:
		return
	}
	nation := int32(-1)
	for t := m.First; t < m.Last; t++ {
		if k := w.m.ByHead[t]; k >= 0 {
			if b := w.nation(k, a); b >= 0 {
				nation = b
			}
		}
	}
	if nation < 0 {
		for c := w.first[m.Head]; c >= 0; c = w.next[c] {
			switch w.d.Rels[c] {
			case syntax.RelAmod, syntax.RelCompound, syntax.RelNmodPoss, syntax.RelNmod:
				if w.d.Rels[c] == syntax.RelNmod && w.preposition(c) != "of" {
					continue
				}
				if k := w.m.ByHead[c]; k >= 0 {
					if b := w.nation(k, a); b >= 0 {
						nation = b
					}
				}
			}
		}
	}
	if nation < 0 && e.Type == graph.Person && m.Office == "" && m.First > 0 { // "American singer Chris Brown"
		if t := m.First - 1; w.p.roles[w.lemma[t]]&(w.peopleClass|w.agencyClass|w.titleClass) != 0 && w.d.UPOS[t] != syntax.VERB && t > 0 {
			if k := w.m.ByHead[t-1]; k >= 0 && w.m.Mentions[k].Kind == entity.Demonym {
				nation = w.nation(k, a)
			}
		}
	}
	for t := m.First + 1; t < m.Last && nation >= 0; t++ {
		if l := w.lemma[t]; l == "lead" || l == "led" { // "the Saudi-led coalition"
			w.state("leader_of", m.Head, nation, a, "", 0.7)
			return
		}
	}
	if e.Type == graph.GovernmentBody && w.sovereign(a, m) != a {
		return // the state itself: "Turkish police"
	}
	if nation < 0 || e.Type == graph.Person && m.Office != "" {
		return
	}
	if e.Type == graph.Person && e.Country != "" && e.Country != w.m.Entities[nation].Country {
		return
	}
	w.state(p, m.Head, a, nation, "", 0.85)
}

// nation returns the country that mention k names, if it is not entity a.
func (w *work) nation(k, a int32) int32 {
	x := &w.m.Mentions[k]
	if len(x.Entities) != 1 || x.Kind == entity.Pronoun || x.Kind == entity.Description {
		return -1
	}
	if b := x.Entities[0]; b != a && w.m.Entities[b].Type == graph.Country {
		return b
	}
	return -1
}

// affiliated reads "Michael Madden of the Stimson Center".
func (w *work) affiliated(m *entity.Mention) {
	a := m.Entities[0]
	if w.m.Entities[a].Type != graph.Person || m.OfficeOf >= 0 {
		return
	}
	if t := m.First - 1; t > 0 && w.d.Sent[t-1] == w.d.Sent[m.Head] && w.p.roles[w.lemma[t]]&w.peopleClass != 0 && w.d.UPOS[t] == syntax.NOUN {
		if k := w.m.ByToken[t-1]; k >= 0 && len(w.m.Mentions[k].Entities) == 1 { // "Amnesty campaigner Jane Doe"
			b := w.m.Mentions[k].Entities[0]
			switch w.m.Entities[b].Type {
			case graph.NGO, graph.Company, graph.Media, graph.IGO, graph.GovernmentBody, graph.Military, graph.Party, graph.ArmedGroup:
				w.state("affiliated_with", m.Head, a, b, "", 0.88)
				return
			}
		}
	}
	for c := w.first[m.Head]; c >= 0; c = w.next[c] {
		if w.d.Rels[c] != syntax.RelNmod {
			continue
		}
		switch w.preposition(c) {
		case "of", "at", "from", "with":
		default:
			continue
		}
		k := w.mentionAt(c)
		if k < 0 || len(w.m.Mentions[k].Entities) != 1 {
			continue
		}
		b := w.m.Mentions[k].Entities[0]
		switch w.m.Entities[b].Type {
		case graph.NGO, graph.Company, graph.Media, graph.IGO, graph.GovernmentBody, graph.Military, graph.Party, graph.ArmedGroup:
			w.state("affiliated_with", m.Head, a, b, "", 0.7)
		}
	}
}

// address reads "Pokhara, Nepal" and "the Jizan region of Saudi Arabia".
func (w *work) address(k int32, m *entity.Mention) {
	a := m.Entities[0]
	e := &w.m.Entities[a]
	if e.Type != graph.Place && e.Type != graph.Facility || w.enumerated(m) {
		return
	}
	if int(m.Last)+1 < w.d.Len() && w.d.Form(int(m.Last)) == "," && w.d.Sent[m.Last+1] == w.d.Sent[m.Head] {
		if j := w.m.ByToken[m.Last+1]; j >= 0 && w.m.Mentions[j].First == m.Last+1 && len(w.m.Mentions[j].Entities) == 1 && w.m.Mentions[j].Kind == entity.Name {
			b := w.m.Mentions[j].Entities[0]
			if w.contains(b, a) && (w.d.Rels[w.m.Mentions[j].Head] != syntax.RelConj || e.Country != "") {
				w.state("located_in", m.Head, a, b, "", 0.92)
				return
			}
		}
	}
	for c := w.first[m.Head]; c >= 0; c = w.next[c] {
		ok := false
		switch w.d.Rels[c] {
		case syntax.RelNmod:
			p := w.preposition(c)
			ok = p == "in" || p == "of"
		case syntax.RelNmodPoss, syntax.RelAppos:
			ok = true
		case syntax.RelAmod, syntax.RelCompound:
			ok = (c < m.First || c >= m.Last) && !w.joinedBefore(c, m.First)
		}
		if !ok {
			continue
		}
		j := w.m.ByHead[c]
		if j < 0 || j == k || len(w.m.Mentions[j].Entities) != 1 {
			continue
		}
		if b := w.m.Mentions[j].Entities[0]; w.contains(b, a) {
			w.state("located_in", m.Head, a, b, "", 0.9)
			return
		}
	}
}

// joinedBefore reports whether "and" stands between token c and token first: "Mardin and Batman provinces" are two.
func (w *work) joinedBefore(c, first int32) bool {
	for i := c + 1; i <= first && i < c+maxDepth; i++ {
		if w.d.UPOS[i] == syntax.CCONJ {
			return true
		}
	}
	return false
}

// enumerated reports whether place m and the place behind its comma are members of a list: "Nampula, Beira and Pemba",
// "Nampula, Beira, Pemba and others".
func (w *work) enumerated(m *entity.Mention) bool {
	last, before := w.placeAfterComma(m.Last)
	if !before {
		return false
	}
	if m.First > 1 && w.d.Form(int(m.First-1)) == "," && w.d.Sent[m.First-2] == w.d.Sent[m.Head] && w.place(m.First-2) {
		return true
	}
	if third, more := w.placeAfterComma(last); more {
		last = third
		if _, more := w.placeAfterComma(last); more {
			return true
		}
	}
	if int(last)+1 >= w.d.Len() || w.d.Sent[last+1] != w.d.Sent[m.Head] || w.lemma[last] != "and" && w.lemma[last] != "or" {
		return false
	}
	return w.place(last+1) || w.lemma[last+1] == "other"
}

// placeAfterComma returns the end of the place, other than a country, that stands behind a comma at token t.
func (w *work) placeAfterComma(t int32) (last int32, ok bool) {
	if int(t)+1 >= w.d.Len() || w.d.Form(int(t)) != "," || w.d.Sent[t+1] != w.d.Sent[t] || !w.place(t+1) {
		return t, false
	}
	return w.m.Mentions[w.m.ByToken[t+1]].Last, true
}

// place reports whether a name of a place, other than a country, stands at token t.
func (w *work) place(t int32) bool {
	k := w.m.ByToken[t]
	if k < 0 || len(w.m.Mentions[k].Entities) != 1 || w.m.Mentions[k].Kind != entity.Name {
		return false
	}
	return w.m.Entities[w.m.Mentions[k].Entities[0]].Type == graph.Place
}

// contains reports whether entity b can be the larger place around a.
func (w *work) contains(b, a int32) bool {
	if a == b {
		return false
	}
	x, y := &w.m.Entities[b], &w.m.Entities[a]
	switch x.Type {
	case graph.Country:
		return y.Country == "" || y.Country == x.Country
	case graph.Place:
		return y.Country == "" || x.Country == "" || y.Country == x.Country
	}
	return false
}

// nations tells the country of nameless groups that statements are about: "Afghan refugees".
func (w *work) nations() {
	n := len(w.protos)
	done := map[int32]bool{}
	for i := range n {
		p := &w.protos[i]
		if p.drop != "" {
			continue
		}
		for _, a := range [2]arg{p.a, p.b} {
			e := &w.m.Entities[a.entity]
			if a.how != nameless || e.Country == "" || done[a.entity] || !strings.Contains(e.Name, " ") {
				continue
			}
			done[a.entity] = true
			if b := w.country(e.Country); b >= 0 {
				w.state("national_of", a.token, a.entity, b, "", 0.7)
			}
		}
	}
}
