package event

// Whose a thing is, and names for those who have none.

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/entity"
	"entente/loader/syntax"
)

// armed appends the organisation that the people i belong to by a noun before them.
func (w *work) armed(i int32, dst []arg) []arg {
	for c := w.first[i]; c >= 0 && c < i; c = w.next[c] {
		if r := w.d.Rels[c]; r != syntax.RelAmod && r != syntax.RelCompound {
			continue
		}
		if k := w.mentionAt(c); k >= 0 && len(w.m.Mentions[k].Entities) == 1 {
			e := w.m.Mentions[k].Entities[0]
			switch w.m.Entities[e].Type {
			case graph.ArmedGroup, graph.Military, graph.Party, graph.GovernmentBody:
				if x := &w.m.Entities[e]; x.Country != "" && x.Type != graph.ArmedGroup && x.Type != graph.Party {
					if c := w.country(x.Country); c >= 0 && w.d.UPOS[w.m.Mentions[k].Head] == syntax.NOUN {
						e = c // "Turkish police officers"
					}
				}
				return append(dst, arg{entity: e, token: i, score: w.m.Mentions[k].Score, how: agency})
			}
		}
	}
	for c := w.first[i]; c >= 0; c = w.next[c] { // "a bomber of the Taliban"
		if w.d.Rels[c] != syntax.RelNmod || c < i || w.preposition(c) != "of" && w.preposition(c) != "from" {
			continue
		}
		if k := w.mentionAt(c); k >= 0 && len(w.m.Mentions[k].Entities) == 1 && w.m.Entities[w.m.Mentions[k].Entities[0]].Type == graph.ArmedGroup {
			return append(dst, arg{entity: w.m.Mentions[k].Entities[0], token: i, score: w.m.Mentions[k].Score, how: agency})
		}
	}
	return dst
}

// inside reports whether token i stands inside the name of an event without being its head, and returns the country that
// it names there, or -1.
func (w *work) inside(i int32) (e int32, ok bool) {
	k := w.m.ByToken[i]
	if k < 0 || w.m.Mentions[k].Head == i || w.m.ByHead[i] >= 0 || w.d.UPOS[i] != syntax.PROPN && w.d.UPOS[i] != syntax.ADJ || len(w.m.Mentions[k].Entities) != 1 {
		return -1, false
	}
	if w.m.Entities[w.m.Mentions[k].Entities[0]].Type != graph.EventType {
		return -1, false
	}
	first := i
	for c := w.first[i]; c >= 0 && c < i; c = w.next[c] {
		if w.d.Rels[c] == syntax.RelCompound && c >= w.m.Mentions[k].First {
			first = min(first, c)
		}
	}
	name := w.d.Text[w.d.Tokens[first].Begin:w.d.Tokens[i].End]
	for _, c := range w.g.Lookup(name) {
		if w.g.Type(c.Entity) != graph.Country || !c.Holds(w.date) {
			continue
		}
		return w.add(c.Entity), true
	}
	return -1, true
}

// add returns the index of a gazetteer's entity among those of the mentions.
func (w *work) add(i gazetteer.Index) int32 {
	id := w.g.ID(i)
	if e, ok := w.made[id]; ok {
		return e
	}
	e := int32(len(w.m.Entities))
	w.m.Entities = append(w.m.Entities, w.g.Entity(i, w.date))
	w.made[id] = e
	return e
}

// localCountry returns the only country that the sentence of token i and the two before it name, or -1: "the government";
// where they name none, the one that the places of its own sentence lie in: "clashed with police in Jakarta".
func (w *work) localCountry(i int32) int32 {
	s := w.d.Sent[i]
	first := w.d.Sentences[max(s-2, 0)].First
	found := int32(-1)
	for t := first; t < w.d.Sentences[s].Last; t++ {
		k := w.m.ByHead[t]
		if k < 0 || len(w.m.Mentions[k].Entities) != 1 {
			continue
		}
		e := &w.m.Entities[w.m.Mentions[k].Entities[0]]
		if e.Type != graph.Country {
			continue
		}
		if found >= 0 && found != w.m.Mentions[k].Entities[0] {
			return -1
		}
		found = w.m.Mentions[k].Entities[0]
	}
	if found >= 0 {
		return found
	}
	iso3 := ""
	for t := w.d.Sentences[s].First; t < w.d.Sentences[s].Last; t++ {
		k := w.m.ByHead[t]
		if k < 0 || len(w.m.Mentions[k].Entities) != 1 {
			continue
		}
		e := &w.m.Entities[w.m.Mentions[k].Entities[0]]
		if e.Type != graph.Place || e.Country == "" {
			continue
		}
		if iso3 != "" && iso3 != e.Country {
			return -1
		}
		iso3 = e.Country
	}
	if c, ok := w.g.ByISO3(iso3); ok && iso3 != "" {
		return w.add(c)
	}
	return -1
}

// governs reports whether a person holds or held an office of state.
func (w *work) governs(e *graph.Entity) bool {
	i, ok := w.g.ByID(e.ID)
	return ok && e.Country != "" && strings.Contains(w.g.Code(i, w.date), "GOV")
}

// institution reports whether i is a body of state that a town may have.
func (w *work) institution(i int32) bool {
	switch w.lemma[i] {
	case "court", "judge", "tribunal", "parliament", "council", "senate", "prosecutor", "magistrate", "embassy", "consulate", "leadership", "junta", "base", "position", "checkpoint":
		return true
	}
	return false
}

// owners appends whom the thing or agency i belongs to: "Hungary's", "of Hungary", "Hungarian", "fired by Hungary".
func (w *work) owners(i int32, dst []arg, h how, depth int) []arg {
	n := len(dst)
	for pass := range 3 {
		for c := w.first[i]; c >= 0; c = w.next[c] {
			take := false
			switch w.d.Rels[c] {
			case syntax.RelNmodPoss: // "their Chinese counterparts" are not theirs
				take = pass == 0 && (w.lemma[i] != "counterpart" || w.d.UPOS[c] != syntax.PRON)
			case syntax.RelAmod, syntax.RelCompound, syntax.RelNmodDesc, syntax.RelFlat:
				take = pass == 1
				if take && w.mentionAt(c) < 0 && w.d.Rels[c] == syntax.RelCompound { // "a PKK car bombing"
					for k := w.first[c]; k >= 0; k = w.next[k] {
						if w.d.Rels[k] == syntax.RelCompound && w.mentionAt(k) >= 0 {
							dst = w.owned(k, dst, h, depth)
						}
					}
				}
			case syntax.RelNmod, syntax.RelObl:
				if pass == 2 || pass == 0 {
					switch w.preposition(c) {
					case "by":
						take = pass == 0
					case "of", "from":
						take = pass == 2
					case "in": // "a court in Lyon", but not "gunmen in Lyon"
						take = pass == 2 && h == agency && (w.p.roles[w.lemma[i]]&w.organClass != 0 || w.institution(i))
					case "for":
						take = pass == 2 && h == agency && strings.HasPrefix(w.lemma[i], "spokes")
					case "with": // "on the border with Syria"
						take = pass == 0 && (w.lemma[i] == "border" || w.lemma[i] == "frontier")
					}
				}
			case syntax.RelAcl:
				if a := w.agent(c); a >= 0 && pass == 0 {
					dst = w.owned(a, dst, h, depth)
				} else if pass == 0 && (w.lemma[c] == "carry" || w.lemma[c] == "transport") { // "a train carrying Kim"
					if o := w.object(c); o >= 0 {
						dst = w.owned(o, dst, h, depth)
					}
				}
			}
			if take {
				dst = w.owned(c, dst, h, depth)
			}
		}
		if len(dst) > n {
			return dst
		}
	}
	if g := w.d.Heads[i]; g >= 0 && w.d.Rels[i] == syntax.RelObj && !w.passive(g) { // "denied charges by Poland" with "by" at the verb
		for c := w.first[g]; c >= 0; c = w.next[c] {
			if p := w.preposition(c); w.d.Rels[c] == syntax.RelObl && c > i && (p == "by" || p == "from" && w.p.classes[w.lemma[i]].meets(w.p.names["demand"])) {
				dst = w.owned(c, dst, h, depth)
			}
		}
	}
	return dst
}

func (w *work) owned(c int32, dst []arg, h how, depth int) []arg {
	n := len(dst)
	dst, ok := w.linked(c, dst, true)
	if !ok && w.lemma[c] == "terrorist" && w.d.XPOS[c] != syntax.TagNNS && w.d.XPOS[c] != syntax.TagNNPS {
		return dst // "a terrorist attack" is nobody's
	}
	if !ok && (w.d.UPOS[c] == syntax.NOUN || w.d.UPOS[c] == syntax.PROPN) && w.p.roles[w.lemma[c]]&(w.agencyClass|w.peopleClass) != 0 {
		g := w.d.Heads[c]
		people := g >= 0 && w.p.roles[w.lemma[g]]&(w.peopleClass|w.agencyClass|w.stateClass) != 0
		mark := len(dst)
		dst = w.resolveOne(c, slot{local: people}, dst, depth+1)
		if people && w.d.Rels[c] == syntax.RelCompound && len(dst) > mark && dst[mark].how == nameless {
			dst = dst[:mark] // "rebel fighters" are no rebel's
		}
	} else if !ok && w.d.UPOS[c] == syntax.PRON {
		dst = w.firstPerson(c, dst)
	}
	for k := w.first[c]; k >= 0; k = w.next[k] {
		if w.d.Rels[k] == syntax.RelConj {
			dst, _ = w.linked(k, dst, true)
		}
	}
	if len(dst) > n && dst[n].how == direct && w.m.Entities[dst[n].entity].Type == graph.Country {
		if k := w.mentionAt(dst[n].token); k >= 0 {
			dst = w.listed(k, n, dst)
		}
	}
	if g := w.d.Heads[c]; g >= 0 && w.p.roles[w.lemma[g]]&w.stateClass != 0 && w.p.roles[w.lemma[g]]&w.peopleClass == 0 {
		for k := n; k < len(dst); k++ { // "Plenkovic and his government": of Croatia
			if e := &w.m.Entities[dst[k].entity]; e.Type == graph.Person && w.governs(e) {
				if of := w.country(e.Country); of >= 0 {
					dst[k].entity = of
				}
			}
		}
	}
	for k := n; k < len(dst); k++ {
		if dst[k].how < h {
			dst[k].how = h
		}
	}
	return dst
}

// group appends a nameless group or person: "protesters", "Indonesian fishermen".
func (w *work) group(i int32, dst []arg) []arg {
	country := ""
	nation := int32(-1)
	for c := w.first[i]; c >= 0; c = w.next[c] {
		if r := w.d.Rels[c]; r == syntax.RelAmod || r == syntax.RelCompound || r == syntax.RelNmodPoss {
			if k := w.mentionAt(c); k >= 0 && len(w.m.Mentions[k].Entities) > 0 && w.d.UPOS[c] != syntax.PRON {
				e := &w.m.Entities[w.m.Mentions[k].Entities[0]]
				switch {
				case e.Type == graph.Country:
					nation, country = c, e.Country
				case e.Type == graph.Group && w.m.Mentions[k].Kind != entity.Description: // "Hutu rebels", whose country the name does not tell
					nation = c
				}
			}
		}
	}
	name := w.lower(i)
	if w.p.classes[w.lemma[i]].meets(w.p.names["captive"]) && i > 0 && w.d.Heads[i-1] == i && w.d.Rels[i-1] == syntax.RelCompound && w.d.UPOS[i-1] == syntax.NOUN {
		i-- // "took a worker hostage" with "hostage" as the head
		name = w.lower(i)
		for c := w.first[i]; c >= 0; c = w.next[c] {
			if k := w.mentionAt(c); k >= 0 && len(w.m.Mentions[k].Entities) > 0 && w.d.Rels[c] == syntax.RelAmod {
				if e := &w.m.Entities[w.m.Mentions[k].Entities[0]]; e.Type == graph.Country {
					nation, country = c, e.Country
				}
			}
		}
	}
	if k := i - 1; k >= 0 && w.d.Heads[k] == i && w.d.Rels[k] == syntax.RelCompound && w.mentionAt(k) < 0 && w.p.roles[w.lemma[k]]&(w.peopleClass|w.agencyClass) != 0 {
		name = w.lower(k) + " " + name // "rebel fighters", "police officers"
	}
	if nation >= 0 && w.d.Rels[nation] != syntax.RelNmodPoss {
		name = w.d.Form(int(nation)) + " " + name
	}
	tail := strings.ToLower(country)
	if tail == "" {
		tail = w.textHash()
	}
	return append(dst, arg{entity: w.make("ent:group/", name, tail, graph.Group, country), token: i, score: 0.7, how: nameless})
}

// topic appends a class of things, by its lemma with the nouns and adjectives that stand directly before it.
func (w *work) topic(i int32, dst []arg) []arg {
	lo := i
	for k := i - 1; k >= 0 && w.d.Heads[k] == i && w.d.Sent[k] == w.d.Sent[i]; k-- {
		r := w.d.Rels[k]
		if r != syntax.RelCompound && r != syntax.RelAmod || w.d.UPOS[k] == syntax.NUM || w.mentionAt(k) >= 0 {
			break
		}
		if k < i-2 || k > 0 && w.d.Form(int(k-1)) == "-" {
			break // "short-range" is cut at its hyphen
		}
		lo = k
	}
	var b strings.Builder
	for k := lo; k < i; k++ {
		b.WriteString(strings.ToLower(w.d.Form(int(k))))
		b.WriteByte(' ')
	}
	b.WriteString(w.lemma[i])
	return append(dst, arg{entity: w.make("ent:topic/", b.String(), "", graph.Topic, ""), token: i, score: 0.7, how: topic})
}

// lower returns the form of token i in lower case.
func (w *work) lower(i int32) string { return strings.ToLower(w.d.Form(int(i))) }

// textHash tells nameless groups of different articles apart.
func (w *work) textHash() string {
	if w.hash == "" {
		h := sha256.Sum256([]byte(w.d.Text))
		w.hash = hex.EncodeToString(h[:6])
	}
	return w.hash
}

// make returns the index of an entity without a name of its own, adding it to the mentions' entities once.
func (w *work) make(prefix, name, tail string, typ graph.Type, country string) int32 {
	id := prefix + slug(name)
	if tail != "" {
		id += "-" + tail
	}
	if i, ok := w.made[graph.Node(id)]; ok {
		return i
	}
	i := int32(len(w.m.Entities))
	w.m.Entities = append(w.m.Entities, graph.Entity{ID: graph.Node(id), Name: name, Type: typ, Country: country})
	w.made[graph.Node(id)] = i
	return i
}

// slug writes letters and digits in lower case and everything else as single hyphens.
func slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(s) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127 {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		} else {
			gap = true
		}
	}
	return b.String()
}
