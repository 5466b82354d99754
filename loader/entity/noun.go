package entity

import (
	"strings"

	"entente/graph"
	"entente/loader/syntax"
)

// groupEntity returns the nameless group of that name: "Russian soldiers".
func (w *work) groupEntity(name, iso3 string) int32 {
	return w.m.class("ent:group/", name, graph.Group, iso3, w.byID, w)
}

func (w *work) topicEntity(name string) int32 {
	return w.m.class("ent:topic/", name, graph.Topic, "", w.byID, w)
}

func (m *Mentions) class(prefix, name string, typ graph.Type, iso3 string, byID map[graph.Node]int32, w *work) int32 {
	w.buf = appendSlug(append(w.buf[:0], prefix...), name)
	if iso3 != "" {
		w.buf = appendSlug(append(w.buf, '-'), iso3)
	}
	if x, ok := byID[graph.Node(w.buf)]; ok {
		return x
	}
	return w.own(graph.Node(w.buf), name, typ, iso3)
}

// AddGroup returns the index in m.Entities of a nameless group ("protesters", "North Korean officials"), which is made
// if it is new. iso3 is its country, else article tells groups of different articles apart; it may be any short string.
func (m *Mentions) AddGroup(name, iso3, article string) int32 {
	id := appendSlug([]byte("ent:group/"), name)
	if iso3 != "" {
		id = appendSlug(append(id, '-'), iso3)
	} else if article != "" {
		id = appendSlug(append(id, '-'), article)
	}
	return m.addClass(graph.Node(id), name, graph.Group, iso3)
}

// AddTopic returns the index in m.Entities of a class of things ("ballistic missiles"), which is made if it is new.
// lemma is the name of the class in the singular.
func (m *Mentions) AddTopic(lemma string) int32 {
	return m.addClass(graph.Node(appendSlug([]byte("ent:topic/"), lemma)), lemma, graph.Topic, "")
}

func (m *Mentions) addClass(id graph.Node, name string, typ graph.Type, iso3 string) int32 {
	for i := range m.Entities {
		if m.Entities[i].ID == id {
			return int32(i)
		}
	}
	m.Entities = append(m.Entities, graph.Entity{ID: id, Name: name, Type: typ, Country: iso3})
	return int32(len(m.Entities) - 1)
}

// AddNoun returns the index in m.Entities of the group or topic that the common noun at token head names with its
// adjectives and compounds, made if it is new, and adds the mention, so that ByHead finds it next time. Nouns for people
// make a group, others a topic. article is as for AddGroup.
func (m *Mentions) AddNoun(d *syntax.Document, head int, article string) int32 {
	if k := m.ByHead[head]; k >= 0 && len(m.Mentions[k].Entities) > 0 {
		return m.Mentions[k].Entities[0]
	}
	first := head
	iso3 := ""
	for x := head - 1; x >= 0 && d.Sent[x] == d.Sent[head] && head-x < 6; x-- {
		inside := false
		for h, steps := d.Heads[x], 0; h >= 0 && steps < 4; h, steps = d.Heads[h], steps+1 {
			if int(h) == head {
				inside = true
				break
			}
		}
		if !inside {
			break
		}
		switch d.Rels[x] {
		case syntax.RelAmod, syntax.RelCompound, syntax.RelPunct, syntax.RelFlat, syntax.RelNmodUnmarked:
		default:
			inside = false
		}
		if !inside || d.Rels[x] == syntax.RelPunct && x+1 < len(d.Tokens) && d.Tokens[x].End != d.Tokens[x+1].Begin {
			break
		}
		if k := m.ByToken[x]; k >= 0 && len(m.Mentions[k].Entities) > 0 && iso3 == "" {
			iso3 = m.Entities[m.Mentions[k].Entities[0]].Country
		}
		first = x
	}
	for first < head && (d.UPOS[first] == syntax.PUNCT || d.UPOS[first] == syntax.NUM) {
		first++
	}
	name := d.Text[d.Tokens[first].Begin:d.Tokens[head].End]
	lex, err := lexiconOnce()
	var t *word
	if err == nil {
		if t = lex[strings.ToLower(d.Form(head))]; t == nil {
			t = lex[d.Lemmas[head]]
		}
	}
	var e int32
	kind := Description
	why := whyTopic
	if t.is(isPeople|isMilitary|isGovernment|isPolice) || iso3 != "" && t.is(isOffice) {
		e, why = m.AddGroup(name, iso3, article), whyGroup
	} else {
		if l := d.Lemmas[head]; l != "" && l != d.Form(head) {
			name = name[:len(name)-len(d.Form(head))] + l
		}
		e = m.AddTopic(name)
	}
	k := int32(len(m.Mentions))
	m.Mentions = append(m.Mentions, Mention{First: int32(first), Last: int32(head + 1), Head: int32(head), Begin: d.Tokens[first].Begin, End: d.Tokens[head].End,
		Kind: kind, Entities: []int32{e}, OfficeOf: -1, Score: 0.5, Reasons: why})
	m.ByHead[head] = k
	return e
}

// AddNouns adds a mention of kind Description for every common noun that heads no mention, with its adjectives, compounds
// and article: the class of things that it names. A graph has no use for them; whoever wants to see all that a text
// speaks of has.
func (m *Mentions) AddNouns(d *syntax.Document) {
	for i := range d.Tokens {
		if d.UPOS[i] != syntax.NOUN || m.ByHead[i] >= 0 || d.Rels[i] == syntax.RelCompound || len(d.Form(i)) < 3 {
			continue
		}
		if k := m.ByToken[i]; k >= 0 && m.Mentions[k].Kind != Pronoun {
			continue
		}
		m.AddNoun(d, i, "")
		x := &m.Mentions[len(m.Mentions)-1]
		if f := int(x.First) - 1; f >= 0 && d.Sent[f] == d.Sent[i] && d.UPOS[f] == syntax.DET {
			x.First, x.Begin = int32(f), d.Tokens[f].Begin
		}
		// "state of emergency", "contempt of court"
		if o := i + 2; o < d.Len() && d.Sent[o] == d.Sent[i] && d.Form(i+1) == "of" && d.UPOS[o] == syntax.NOUN && int(d.Heads[o]) == i && m.ByHead[o] < 0 {
			e := m.AddTopic(d.Lemmas[i] + " of " + d.Form(o))
			m.Mentions = append(m.Mentions, Mention{First: x.First, Last: int32(o + 1), Head: int32(i), Begin: x.Begin, End: d.Tokens[o].End,
				Kind: Description, Entities: []int32{e}, OfficeOf: -1, Score: 0.5, Reasons: whyTopic})
		}
	}
	m.sort()
}
