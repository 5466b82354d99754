package event

import (
	"strings"

	"entente/graph"
	"entente/loader/entity"
	"entente/loader/syntax"
)

// how tells in what way a noun phrase names its entity; later ones are less sure.
type how uint8

const (
	direct   how = iota // a linked name, title or demonym
	pronoun             // followed from another mention
	agency              // "Russian officials": the country that they act for
	owner               // "Hungary's decision": whose the thing is
	nameless            // "protesters"
	topic               // "ballistic missiles"
)

// An arg is one filler of a slot.
type arg struct {
	entity  int32 // index of Mentions.Entities
	token   int32
	score   float32
	how     how
	derived bool // the slot itself was inherited or guessed
}

// mentionAt returns the mention that token i heads or stands in as a name, or -1.
func (w *work) mentionAt(i int32) int32 {
	if m := w.m.ByHead[i]; m >= 0 {
		return m
	}
	if m := w.m.ByToken[i]; m >= 0 {
		switch w.m.Mentions[m].Kind {
		case entity.Name, entity.Title, entity.Description:
			return m
		}
	}
	// a parser may take "Minister Shoigu" apart: the title stands for the name after it
	if u := w.d.UPOS[i]; u == syntax.NOUN || u == syntax.PROPN {
		if j := i + 1; int(j) < w.d.Len() && w.d.Sent[j] == w.d.Sent[i] {
			if m := w.m.ByToken[j]; m >= 0 {
				x := &w.m.Mentions[m]
				if x.First == j && x.Kind == entity.Name && len(x.Entities) == 1 && w.m.Entities[x.Entities[0]].Type == graph.Person && w.d.XPOS[i] != syntax.TagNNS &&
					w.p.roles[w.lemma[i]]&(w.titleClass|w.peopleClass|w.agencyClass) != 0 {
					return m
				}
			}
		}
	}
	return -1
}

// linked appends the entities of the mention at token i; false if there is none or it is unknown. adjunct tells that i stands
// beside a noun ("Russian" in "Russian officials") and not in an argument's place.
func (w *work) linked(i int32, dst []arg, adjunct bool) ([]arg, bool) {
	k := w.mentionAt(i)
	if k < 0 {
		return dst, false
	}
	m := &w.m.Mentions[k]
	if m.Kind == entity.Demonym && (w.d.UPOS[i] == syntax.ADJ || w.d.Rels[i] == syntax.RelConj && w.d.XPOS[i] == syntax.TagJJ) && !w.has(i, syntax.RelDet) && !adjunct {
		return dst, false // an adjective that lost its noun
	}
	h := direct
	if m.Kind == entity.Pronoun || m.Kind == entity.Description {
		h = pronoun
	}
	if len(m.Entities) == 1 && w.m.Entities[m.Entities[0]].Type == graph.Group && w.p.roles[w.lemma[m.Head]]&w.organClass != 0 {
		if e := w.country(w.m.Entities[m.Entities[0]].Country); e >= 0 { // "an Israeli soldier" acts, and is hit, for Israel
			dst = append(dst, arg{entity: e, token: i, score: m.Score, how: agency})
			for c := w.first[i]; c >= 0; c = w.next[c] { // "Turkey's and Russia's ministers"
				if k := w.mentionAt(c); w.d.Rels[c] == syntax.RelNmodPoss && k >= 0 && len(w.m.Mentions[k].Entities) == 1 {
					if o := w.m.Mentions[k].Entities[0]; o != e && w.m.Entities[o].Type == graph.Country {
						dst = append(dst, arg{entity: o, token: c, score: m.Score, how: agency})
					}
				}
			}
			return dst, true
		}
	}
	if m.Kind == entity.Demonym && len(m.Entities) == 1 && w.people(m) {
		e := &w.m.Entities[m.Entities[0]]
		g := w.make("ent:group/", w.d.Form(int(m.Head)), strings.ToLower(e.Country), graph.Group, e.Country)
		return append(dst, arg{entity: g, token: i, score: m.Score, how: nameless}), true
	}
	if m.Kind == entity.Title && !adjunct { // "Head of the Presidential Office Andriy Yermak" is who is named
		if j := w.personAfter(i); j >= 0 {
			if k := w.mentionAt(j); k >= 0 {
				x := &w.m.Mentions[k]
				return append(dst, arg{entity: x.Entities[0], token: j, score: x.Score}), true
			}
		}
	}
	if len(m.Entities) == 1 && !adjunct && m.Kind != entity.Demonym && w.m.Entities[m.Entities[0]].Type == graph.Country {
		if p := w.titled(m); p >= 0 { // "Republic of Korea First Vice Foreign Minister Cho"
			x := &w.m.Mentions[p]
			return append(dst, arg{entity: x.Entities[0], token: x.Head, score: x.Score}), true
		}
	}
	for _, e := range m.Entities {
		if e >= 0 && int(e) < len(w.m.Entities) {
			dst = append(dst, arg{entity: w.sovereign(e, m), token: i, score: m.Score, how: h})
		}
	}
	if m.Kind == entity.Demonym && !adjunct { // "Nigerian and British armed forces"
		for c := w.first[m.Head]; c >= 0 && c < m.First; c = w.next[c] {
			if k := w.m.ByHead[c]; k >= 0 && w.d.Rels[c] == syntax.RelAmod && w.m.Mentions[k].Kind == entity.Demonym && len(w.m.Mentions[k].Entities) == 1 && w.lemma[m.First-1] == "and" {
				dst = append(dst, arg{entity: w.m.Mentions[k].Entities[0], token: c, score: m.Score, how: agency})
			}
		}
	}
	return dst, len(m.Entities) > 0
}

// titled returns the mention of the officeholder that country m stands before, or -1.
func (w *work) titled(m *entity.Mention) int32 {
	d := w.d
	for t := m.Last; int(t) < d.Len() && t < m.Last+maxTitle && d.Sent[t] == d.Sent[m.Head]; t++ {
		if k := w.m.ByToken[t]; k >= 0 {
			x := &w.m.Mentions[k]
			if len(x.Entities) == 1 && x.OfficeOf >= 0 && x.OfficeOf == m.Entities[0] && w.m.Entities[x.Entities[0]].Type == graph.Person && x.Kind == entity.Name {
				return k
			}
			if len(x.Entities) == 1 && x.Entities[0] == m.Entities[0] { // "(ROK)"
				continue
			}
			return -1
		}
		switch d.UPOS[t] {
		case syntax.ADJ, syntax.NOUN, syntax.PROPN:
		case syntax.PUNCT:
			if f := d.Form(int(t)); f != "(" && f != ")" && f != "-" {
				return -1
			}
		default:
			return -1
		}
	}
	return -1
}

// people reports whether a demonym stands for people, not for the state: "79 Palestinians".
func (w *work) people(m *entity.Mention) bool {
	if x := w.d.XPOS[m.Head]; x != syntax.TagNNS && x != syntax.TagNNPS || m.Last-m.First > 1 {
		return false
	}
	if c := w.d.Form(int(m.Head))[0]; c < 'A' || c > 'Z' {
		return false
	}
	switch w.d.Rels[m.Head] {
	case syntax.RelAmod, syntax.RelCompound:
		return false
	}
	return true
}

// sovereign returns the country for which a government or its forces act where the text names them by a common noun:
// "the Turkish police", "US troops".
func (w *work) sovereign(e int32, m *entity.Mention) int32 {
	x := &w.m.Entities[e]
	if x.Country == "" || x.Type != graph.GovernmentBody && x.Type != graph.Military || w.d.UPOS[m.Head] != syntax.NOUN && (x.Type != graph.Military || !w.lowerCase(m.Head)) {
		return e
	}
	cl := w.p.roles[w.lemma[m.Head]]
	if cl&w.stateClass == 0 {
		return e
	}
	if c := w.country(x.Country); c >= 0 {
		return c
	}
	return e
}

// lowerCase reports whether token i begins with a small letter, which no name of a body does.
func (w *work) lowerCase(i int32) bool {
	c := w.d.Form(int(i))[0]
	return 'a' <= c && c <= 'z'
}

// resolve appends the entities that noun phrase i and what is joined to it by "and" names.
func (w *work) resolve(i int32, s slot, dst []arg) []arg {
	n := len(dst)
	dst = w.resolveOne(i, s, dst, 0)
	for c := w.first[i]; c >= 0; c = w.next[c] {
		if w.d.Rels[c] == syntax.RelConj && w.nominal(c) && !w.clausal(c) {
			mark := len(dst)
			dst = w.resolveOne(c, s, dst, 0)
			if len(dst) > mark && dst[mark].token != c && dst[mark].how == direct && w.m.Entities[dst[mark].entity].Type == graph.Country {
				if k := w.mentionAt(dst[mark].token); k >= 0 && w.d.Rels[dst[mark].token] == syntax.RelAppos { // "Iran and the three (Cuba, Peru and Chile)"
					dst = w.listed(k, mark, dst)
				}
			}
		}
	}
	if len(dst) > n && dst[n].how == direct && (w.m.Entities[dst[n].entity].Type == graph.Person || w.m.Entities[dst[n].entity].Type == graph.Country) {
		if k := w.mentionAt(dst[n].token); k >= 0 {
			dst = w.listed(k, n, dst)
		}
	}
	return dst
}

// maxTitle is how many words may stand between two names of a list.
const maxTitle = 12

// listed appends the persons that follow mention k in a list with titles, which parsers take apart: "President Macron of
// France, Chancellor Scholz of Germany and Prime Minister Draghi". dst[n:] are those that are known already.
func (w *work) listed(k int32, n int, dst []arg) []arg {
	d := w.d
	m := &w.m.Mentions[k]
	end := d.Sentences[d.Sent[m.Head]].Last
	kind := w.m.Entities[dst[n].entity].Type
	if kind == graph.Country && m.Kind != entity.Name {
		return dst
	}
	subject := d.Rels[m.Head] == syntax.RelNsubj || d.Rels[m.Head] == syntax.RelNsubjPass
	mark, and := len(dst), false
	t := m.Last
	for {
		sep := false
		// "of the United Kingdom", "(NATO)"
		if t < end && w.lemma[t] == "of" {
			for t++; t < end && (d.UPOS[t] == syntax.PROPN || d.UPOS[t] == syntax.DET || d.UPOS[t] == syntax.ADJ || d.UPOS[t] == syntax.ADP && w.lemma[t] == "of"); t++ {
			}
		}
		last := false
		for ; t < end && (d.Form(int(t)) == "," || w.lemma[t] == "and"); t++ {
			sep = true
			last = last || w.lemma[t] == "and"
		}
		if !sep {
			break
		}
		next := int32(-1)
		for steps := 0; t < end && steps < maxTitle; t, steps = t+1, steps+1 {
			if j := w.m.ByToken[t]; j >= 0 {
				x := &w.m.Mentions[j]
				if x.First == t && (x.Kind == entity.Name) && len(x.Entities) == 1 && w.m.Entities[x.Entities[0]].Type == kind {
					next = j
					break
				}
			}
			if kind == graph.Country && d.UPOS[t] != syntax.DET {
				break
			}
			switch d.UPOS[t] {
			case syntax.PROPN, syntax.NOUN, syntax.ADJ, syntax.DET:
			case syntax.ADP:
				if w.lemma[t] != "of" {
					steps = maxTitle
				}
			case syntax.VERB:
				if w.lower(t) != "acting" {
					steps = maxTitle
				}
			case syntax.PART, syntax.PUNCT:
				if f := d.Form(int(t)); f != "'s" && f != "’s" && f != "-" {
					steps = maxTitle
				}
			default:
				steps = maxTitle
			}
		}
		if next < 0 {
			break
		}
		x := &w.m.Mentions[next]
		if !subject && (d.Rels[x.Head] == syntax.RelNsubj || d.Rels[x.Head] == syntax.RelNsubjPass) {
			break
		}
		dst = append(dst, arg{entity: x.Entities[0], token: x.Head, score: x.Score})
		and = and || last
		t = x.Last
		if last {
			break
		}
	}
	if !and && len(dst) < mark+2 { // "to Iran, Libya, Sudan, and, with strings attached, Cuba" is a list, "Moscow, Russia" is none
		return dst[:mark]
	}
	kept := dst[:mark]
	for _, a := range dst[mark:] {
		known := false
		for _, b := range kept[n:] {
			known = known || b.entity == a.entity
		}
		if !known {
			kept = append(kept, a)
		}
	}
	return kept
}

func (w *work) resolveOne(i int32, s slot, dst []arg, depth int) []arg {
	if i < 0 || depth > 3 {
		return dst
	}
	if w.relativizer(i) {
		if a := w.antecedent(i); a >= 0 && a != i {
			return w.resolve(a, s, dst)
		}
		return dst
	}
	n := len(dst)
	if e, inside := w.inside(i); inside { // "Russia" in "Russia's war", which is linked as a whole
		if e >= 0 {
			dst = append(dst, arg{entity: e, token: i, score: 0.9})
		}
		return dst
	}
	dst, ok := w.linked(i, dst, s.kind == slotMod || s.kind == slotPoss)
	if ok {
		if s.owner && depth == 0 && len(dst) == n+1 && w.m.Entities[dst[n].entity].Type == graph.Topic && !s.topic { // "struck two Iranian F-14s"
			if o := w.owners(i, nil, owner, depth); len(o) > 0 {
				return append(dst[:n], o...)
			}
		}
		return dst
	}
	if w.d.UPOS[i] == syntax.PRON {
		return w.firstPerson(i, dst)
	}
	// "thousands of protesters", "two of the ministers"
	cl := w.p.roles[w.lemma[i]]
	if depth == 0 && w.lemma[i] == "demonstration" { // "a demonstration staged by students"
		if dst = w.owners(i, dst, owner, depth); len(dst) > n {
			return dst
		}
	}
	if cl&w.partitiveClass != 0 || w.d.UPOS[i] == syntax.NUM || w.d.UPOS[i] == syntax.SYM || w.d.UPOS[i] == syntax.DET || w.d.UPOS[i] == syntax.ADJ {
		for c := w.first[i]; c >= 0; c = w.next[c] {
			if w.d.Rels[c] == syntax.RelNmod && w.preposition(c) == "of" {
				return w.resolve(c, s, dst)
			}
		}
	}
	if w.d.UPOS[i] == syntax.VERB || w.d.UPOS[i] == syntax.ADV {
		return dst
	}
	if !s.named && w.d.XPOS[i] == syntax.TagNNS && crowd(w.lemma[i]) { // "thousands marched"
		return append(dst, arg{entity: w.make("ent:group/", "people", w.textHash(), graph.Group, ""), token: i, score: 0.7, how: nameless})
	}
	// "the former minister Omar Razzaz" with the role as head
	for c := w.first[i]; c >= 0; c = w.next[c] {
		if r := w.d.Rels[c]; (r == syntax.RelAppos || r == syntax.RelFlat || r == syntax.RelNmodDesc) && w.d.UPOS[c] == syntax.PROPN && w.mentionAt(c) >= 0 {
			if dst, ok = w.linked(c, dst, false); ok {
				return dst
			}
		}
	}
	if cl&(w.peopleClass|w.partitiveClass) != 0 && !s.named { // "Taliban attackers" are the Taliban
		if dst = w.armed(i, dst); len(dst) > n {
			return dst
		}
	}
	if cl&w.agencyClass != 0 || !s.named && (cl&w.instrumentClass != 0 || s.owner) {
		h := agency
		if cl&w.agencyClass == 0 {
			h = owner
		}
		dst = w.owners(i, dst, h, depth)
		if len(dst) == n+1 && !s.named && w.m.Entities[dst[n].entity].Type == graph.Group && cl&w.peopleClass != 0 {
			return w.group(i, dst[:n]) // "Hutu rebels" are not the Hutu
		}
		if len(dst) > n {
			return dst
		}
	}
	if s.named {
		return dst
	}
	if (depth == 0 || s.local) && cl&w.stateClass != 0 && cl&w.agencyClass != 0 && (cl&w.peopleClass == 0 || w.lemma[i] == "police") {
		if e := w.localCountry(i); e >= 0 {
			return append(dst, arg{entity: e, token: i, score: 0.6, how: owner})
		}
	}
	if (cl&w.titleClass == 0 || w.d.XPOS[i] == syntax.TagNNS) && (cl&w.peopleClass != 0 || cl&w.agencyClass != 0 && cl&w.stateClass != 0) {
		return w.group(i, dst)
	}
	if s.topic && (w.d.UPOS[i] == syntax.NOUN || w.d.UPOS[i] == syntax.PROPN) {
		return w.topic(i, dst)
	}
	return dst
}

// crowd lists numbers that stand for people where nothing is counted.
func crowd(lemma string) bool {
	switch lemma {
	case "thousand", "thousands", "hundred", "hundreds", "dozen", "dozens", "score", "scores", "ten", "tens", "million", "millions":
		return true
	}
	return false
}

// firstPerson gives "I" and "we" to whoever is speaking.
func (w *work) firstPerson(i int32, dst []arg) []arg {
	switch w.lemma[i] {
	case "i", "we", "my", "our", "us", "me":
		c := w.context(i)
		if c.n == 0 {
			return dst
		}
		sp, n := c.speakers[c.n-1], len(dst)
		if sp.entity >= 0 {
			dst = append(dst, arg{entity: sp.entity, token: i, score: 0.8, how: pronoun})
		} else if sp.token != i && sp.token >= 0 && w.d.UPOS[sp.token] != syntax.PRON {
			dst, _ = w.linked(sp.token, dst, false)
		}
		switch w.lemma[i] {
		case "we", "our", "us": // a president's "our deals" are his country's
			for k := n; k < len(dst); k++ {
				if e := &w.m.Entities[dst[k].entity]; e.Type == graph.Person && w.governs(e) {
					if of := w.country(e.Country); of >= 0 {
						dst[k].entity = of
					}
				}
			}
		}
	case "they":
		// "The rebels said they will release" where the linker left it open
		c := w.context(i)
		if c.n == 0 || c.verb <= 0 {
			return dst
		}
		sp := c.speakers[c.n-1]
		if sp.token < 0 || sp.token >= i || w.d.Sent[sp.token] != w.d.Sent[i] || w.d.UPOS[sp.token] == syntax.PRON || w.person(sp.token) {
			return dst
		}
		n := len(dst)
		dst = w.resolve(sp.token, slot{}, dst)
		for k := n; k < len(dst); k++ {
			dst[k].how = max(dst[k].how, pronoun)
		}
	case "it", "he", "she":
		// "Israel announced that it has taken ..." where the linker left it open
		c := w.context(i)
		if c.n == 0 || c.verb <= 0 {
			return dst
		}
		sp := c.speakers[c.n-1]
		if sp.token < 0 || sp.token >= i || w.d.Sent[sp.token] != w.d.Sent[i] || w.d.UPOS[sp.token] == syntax.PRON {
			return dst
		}
		n := len(dst)
		dst, _ = w.linked(sp.token, dst, false)
		if len(dst) == n+1 && w.lemma[i] == "it" { // "Turkey's president says it will begin"
			if e := &w.m.Entities[dst[n].entity]; e.Type == graph.Person && w.m.Mentions[max(w.mentionAt(sp.token), 0)].OfficeOf >= 0 {
				if of := w.country(e.Country); of >= 0 {
					dst[n].entity = of
				}
			}
		}
		if len(dst) != n+1 || (w.m.Entities[dst[n].entity].Type == graph.Person) == (w.lemma[i] == "it") {
			return dst[:n]
		}
		dst[n].how = pronoun
	}
	return dst
}

// person reports whether token i names one person, whom no "they" means.
func (w *work) person(i int32) bool {
	k := w.mentionAt(i)
	return k >= 0 && len(w.m.Mentions[k].Entities) == 1 && w.m.Entities[w.m.Mentions[k].Entities[0]].Type == graph.Person
}

// kinds of subject and object, as the ontology names them.
func accepts(kinds []string, t graph.Type) bool {
	for _, k := range kinds {
		switch k {
		case "Actor":
			switch t {
			case graph.Place, graph.Facility, graph.EventType, graph.Topic:
			default:
				return true
			}
		case "Person":
			if t == graph.Person || t == graph.Group {
				return true
			}
		case "Group":
			if t == graph.Group || t == graph.Person {
				return true
			}
		case "Country":
			if t == graph.Country {
				return true
			}
		case "Place":
			if t == graph.Place || t == graph.Facility || t == graph.Country {
				return true
			}
		case "Facility":
			if t == graph.Facility || t == graph.Place {
				return true
			}
		case "Organization", "Party":
			switch t {
			case graph.IGO, graph.NGO, graph.GovernmentBody, graph.Military, graph.Media, graph.Party, graph.Company, graph.ArmedGroup:
				return true
			}
		case "Event":
			if t == graph.EventType || t == graph.Topic {
				return true
			}
		case "Topic", "Agreement", "Resolution", "Weapon", "Position":
			if t == graph.Topic || t == graph.EventType {
				return true
			}
		}
	}
	return false
}
