package event

import (
	"entente/graph"
	"entente/loader/syntax"
)

// maxSpeakers bounds a chain of attribution: the agency, the official whom it cites, and whom that one cites.
const maxSpeakers = 4

// A context is how a clause is given: its modality, and who says so, nearest to the reader first.
type context struct {
	modality graph.Modality
	speakers [maxSpeakers]speaker
	n        uint8
	claimed  bool // somebody's word, not the writer's
	demand   bool // "must", "should": whoever says it asks for it
	idle     bool // asked or warned not to happen: tells nothing of the act
	verb     int32

	frame graph.Modality // of what the sentence gives as having happened, "" for asserted: a film, a hoax
}

// give makes c the context of what is given, whatever is claimed around it.
func (c *context) give() {
	c.modality = graph.Asserted
	if c.frame != "" {
		c.modality = c.frame
	}
}

// A speaker is the head of a noun phrase, or where a quotation goes on from another sentence, an entity.
type speaker struct {
	token  int32
	entity int32 // index of Mentions.Entities, -1 to resolve the token
}

func (c *context) say(s speaker) {
	if s.token < 0 && s.entity < 0 {
		return
	}
	for i := range c.n {
		if c.speakers[i] == s {
			return
		}
	}
	if c.n < maxSpeakers {
		c.speakers[c.n] = s
		c.n++
	}
}

// combine returns the modality of an act told with modality inner in a context of modality outer.
func combine(outer, inner graph.Modality) graph.Modality {
	switch {
	case outer == graph.Asserted:
		return inner
	case inner == graph.Asserted:
		return outer
	}
	switch outer {
	case graph.Denied:
		return graph.Denied
	case graph.Negated:
		return graph.Negated
	case graph.Requested:
		if inner == graph.Negated || inner == graph.Hypothetical {
			return graph.Hypothetical // "asked whether"
		}
		return graph.Requested
	case graph.Alleged:
		if inner == graph.Negated || inner == graph.Denied || inner == graph.Requested {
			return inner
		}
		return graph.Alleged
	case graph.Planned:
		return inner
	case graph.Possible, graph.Hypothetical:
		return outer
	}
	return inner
}

// context returns how token t is given: top-down over the tree, each token once.
func (w *work) context(t int32) *context {
	if w.known[t] {
		return &w.contexts[t]
	}
	w.known[t] = true
	base := w.bases[w.d.Sent[t]]
	w.contexts[t] = base // what a broken tree with a cycle gets
	w.outer[t] = base
	h := w.d.Heads[t]
	if h < 0 {
		w.own[t] = w.mark(t, &base)
		w.contexts[t] = base
		return &w.contexts[t]
	}
	if !w.clausal(t) {
		w.contexts[t] = w.nounContext(t, h)
		w.own[t] = graph.Asserted
		return &w.contexts[t]
	}
	c := *w.context(h)
	c.demand = false
	switch w.d.Rels[t] {
	case syntax.RelConj:
		if !w.clausal(h) {
			c.give()
			break
		}
		if w.allBut(t, h) {
			c.modality = combine(c.modality, graph.Possible)
			break
		}
		own := w.own[h]
		demand := w.contexts[h].demand
		c = w.outer[h]
		if w.ownSubject(t) < 0 && !w.has(t, syntax.RelAux) && (!w.finite(t) || own == graph.Alleged) {
			c.modality = combine(c.modality, own)
			c.demand = demand
		}
	case syntax.RelAclRelcl, syntax.RelAppos:
		if w.d.Rels[t] == syntax.RelAppos && w.joined(h, t) {
			break
		}
		// given, whatever is claimed around it; a wrapper noun's clause is its complement: "reports that ..."
		if w.complementClause(t) {
			if x, ok := w.wrapperOf(h); ok {
				w.wrap(&c, h, x)
				break
			}
			if w.told(t, h) {
				c.modality = combine(c.modality, graph.Possible)
				break
			}
		}
		c.give()
		if w.d.Rels[t] == syntax.RelAclRelcl {
			c.modality = combine(c.modality, w.imagined(t, h))
		}
	case syntax.RelAcl:
		x, ok := w.wrapperOf(h)
		switch {
		case ok && x.gives != givesNothing:
			w.wrap(&c, h, x)
		case w.infinitive(t) && w.predicateOf(h) >= 0:
			// "is one of the few nations to back Minsk" does so, "is in no hurry to" does not
			if w.hasLemma(h, syntax.RelDet, "no") {
				c.modality = combine(c.modality, graph.Negated)
			}
		case w.infinitive(t):
			c.modality = combine(c.modality, graph.Planned)
		case w.has(t, syntax.RelMark):
			if g := w.d.Heads[h]; g >= 0 && w.d.Rels[h] == syntax.RelObj && w.control(g) { // "accused Russia of shelling"
				if x, ok := w.wrapperOf(g); ok {
					c = *w.context(g)
					w.wrap(&c, g, x)
					break
				}
			}
			c.modality = combine(c.modality, graph.Possible)
		default:
			c.give()
		}
	case syntax.RelCcomp, syntax.RelXcomp, syntax.RelCsubj, syntax.RelCsubjPass:
		x, ok := w.wrapperOf(h)
		o, planned := w.objectWraps(t, h)
		switch {
		case w.performs(t, h):
			c = w.outer[h] // "I would like to thank you" does so
		case planned:
			w.wrap(&c, o, w.p.wrappers[wrapperKey{w.lemma[o], 'n'}])
		case ok:
			w.wrap(&c, h, w.warns(&c, h, t, x))
		case w.d.Rels[t] == syntax.RelCcomp && w.finite(t):
			c.modality = combine(c.modality, graph.Possible)
			c.claimed = true
		}
	case syntax.RelAdvcl, syntax.RelAdvclRelcl:
		if w.quotedBefore(t, h) {
			x, _ := w.wrapperOf(h)
			w.wrap(&c, h, x)
			break
		}
		// "ruled out sending troops": a gerund right after its wrapper is its complement, whatever the parser made of it
		if x, ok := w.wrapperOf(h); ok && !x.support && w.d.XPOS[t] == syntax.TagVBG && w.first[t] != t-1 &&
			(t == h+1 || t == h+2 && w.d.Rels[h+1] == syntax.RelCompoundPrt) {
			w.wrap(&c, h, x)
			break
		}
		c = w.adverbial(t, h, c)
	case syntax.RelParataxis:
		if x, ok := w.wrapperOf(h); ok && (x.gives == givesSaid || x.gives == givesFact || x.gives == givesAlleged) && !w.speaks(t) {
			w.wrap(&c, h, x)
		} else {
			c = w.outer[h]
		}
	case syntax.RelDep, syntax.RelList, syntax.RelDislocated:
		c = w.outer[h]
	case syntax.RelObj, syntax.RelObl, syntax.RelNmod:
		// a nominal predicate in an argument's place
		c = w.nounContext(t, h)
	}
	w.outer[t] = c
	w.own[t] = w.mark(t, &c)
	w.contexts[t] = c
	return &w.contexts[t]
}

// quotedBefore reports whether clause t is what h says, in quotation marks before it, whatever the parser made of it: "A," he added.
func (w *work) quotedBefore(t, h int32) bool {
	if t > h || !w.speaks(h) || w.has(t, syntax.RelMark) || !w.finite(t) {
		return false
	}
	s := w.ownSubject(h)
	for i := min(s, h) - 1; i > t; i-- {
		switch w.d.Form(int(i)) {
		case "”", "\"", "''":
			return true
		}
		if w.d.UPOS[i] == syntax.VERB {
			return false
		}
	}
	return false
}

// putSo reports whether clause k tells whose words the clause above it are: "as Macron put it".
func (w *work) putSo(k int32) bool {
	return w.d.Rels[k] == syntax.RelAdvcl && w.hasLemma(k, syntax.RelMark, "as") && w.ownSubject(k) >= 0 && !w.has(k, syntax.RelCcomp) &&
		(w.lemma[k] == "put" && w.hasLemma(k, syntax.RelObj, "it") || w.speaks(k) && w.object(k) < 0)
}

// adverbial is the context of adverbial clause t of h.
func (w *work) adverbial(t, h int32, c context) context {
	mark := ""
	if m := w.child(t, syntax.RelMark); m >= 0 {
		mark = w.lemma[m]
	} else if a := w.child(t, syntax.RelAdvmod); a >= 0 && w.d.XPOS[a] == syntax.TagWRB {
		mark = w.lemma[a]
	}
	out := w.outer[h]
	m := w.child(t, syntax.RelMark)
	if s := w.ownSubject(t); m < 0 && s >= 0 && s < t { // "in case Oslo agreed" with "in case" at the subject
		m = w.child(s, syntax.RelCase)
	}
	if m >= 0 && w.d.Sent[m] == w.d.Sent[t] {
		if f := w.child(m, syntax.RelFixed); f >= 0 {
			switch w.lemma[m] + " " + w.lemma[f] {
			case "as if", "as though", "in case", "on condition":
				mark = "if"
			}
		}
	}
	switch mark {
	case "if", "unless", "whether", "lest", "":
		if mark != "" || w.inverted(t) {
			out.modality = graph.Hypothetical
			break
		}
		return w.untensed(t, out, c)
	case "that":
		if x, ok := w.wrapperOf(h); ok && (x.gives == givesSaid || x.gives == givesFact || x.gives == givesAlleged) { // "said, citing him, that"
			w.wrap(&c, h, x)
			return c
		}
		return w.untensed(t, out, c)
	case "to":
		if o, ok := w.objectWraps(t, h); ok {
			w.wrap(&c, o, w.p.wrappers[wrapperKey{w.lemma[o], 'n'}])
			return c
		}
		if x, ok := w.wrapperOf(h); ok && (x.object || w.d.XPOS[t] == syntax.TagVBG) {
			w.wrap(&c, h, x)
			return c
		}
		c.modality = combine(c.modality, graph.Planned)
		return c
	case "of", "for", "from", "into":
		return w.complement(t, h, mark, c)
	case "against":
		switch w.lemma[h] {
		case "vote", "decide", "rule", "choose", "opt":
			c.modality = combine(c.modality, graph.Negated)
			return c
		case "argue", "campaign", "protest", "advise", "lobby":
			c.modality = combine(c.modality, graph.Hypothetical)
			return c
		}
		return w.complement(t, h, mark, c)
	case "without", "instead", "rather", "out": // "talked out of leaving"
		if !w.finite(t) {
			out.modality = graph.Negated
		}
	case "when", "once", "after", "while":
		// what is told in the present tense beside a plan is to come: "will speak when he visits Rome"
		if w.finite(t) && !w.past(t) {
			switch c.modality {
			case graph.Planned, graph.Requested, graph.Possible, graph.Hypothetical:
				out.modality = combine(out.modality, graph.Planned)
			}
			return out
		}
		return w.untensed(t, out, c)
	case "near", "towards", "toward", "short": // "is nowhere near signing"
		c.modality = combine(c.modality, graph.Possible)
		return c
	case "in": // "refused to join them in attacking": part of what is refused
		if w.lemma[h] == "join" || w.lemma[h] == "follow" || w.lemma[h] == "help" || w.lemma[h] == "support" {
			return c
		}
		return w.untensed(t, out, c)
	case "before", "until", "till":
		if !w.finite(t) || w.lemma[t] == "can" {
			out.modality = combine(out.modality, graph.Asserted)
		}
	default:
		if mark == "about" || mark == "on" || mark == "over" {
			c.modality = combine(c.modality, graph.Possible) // what is talked about
			return c
		}
		return w.untensed(t, out, c)
	}
	return out
}

// complement is the context of adverbial clause t after a preposition that goes with h: "accused of shelling".
func (w *work) complement(t, h int32, mark string, c context) context {
	if undoes(w.lemma[h], mark) {
		c.modality = combine(c.modality, graph.Negated)
		return c
	}
	if x, ok := w.wrapperOf(h); ok && !(x.support && mark == "from") {
		w.wrap(&c, h, x)
		if mark == "against" && c.modality == graph.Requested {
			c.modality = graph.Hypothetical
		}
		return c
	}
	if mark == "from" && w.d.XPOS[t] == syntax.TagVBG {
		switch w.lemma[h] {
		case "benefit", "profit", "gain", "earn", "return", "come", "go", "move", "switch", "shift", "emerge", "suffer", "recover", "learn", "result", "stem", "arise":
		default: // "held back from", "talked him out of"
			c.modality = combine(c.modality, graph.Negated)
			return c
		}
	}
	if mark == "of" {
		switch w.lemma[h] {
		case "dream", "think", "speak", "talk", "capable", "fond":
			c.modality = combine(c.modality, graph.Hypothetical)
			return c
		case "verge", "brink", "cusp", "point":
			c.modality = combine(c.modality, graph.Possible)
			return c
		}
	}
	if c.modality == graph.Negated || c.modality == graph.Denied || c.modality == graph.Planned {
		c.give()
	}
	return c
}

// undoes reports whether what is told behind a word and its preposition is not done: "kept them from leaving", "cleared of
// killing", "thought better of going".
func undoes(word, mark string) bool {
	switch mark {
	case "from":
		return word == "keep" || word == "save" || word == "spare" || word == "protect" || word == "stop" || word == "shield"
	case "of":
		switch word {
		case "clear", "acquit", "absolve", "exonerate", "innocent", "incapable", "better", "good", "well", "tire":
			return true
		}
	}
	return false
}

// untensed is the context of adverbial clause t that is given by its tense: without one it shares the main clause's modality.
func (w *work) untensed(t int32, out, c context) context {
	if w.finite(t) {
		switch out.modality {
		case graph.Negated, graph.Denied, graph.Planned, graph.Requested:
			if w.past(t) { // "will not go since they attacked"
				out.give()
			}
		}
		return out
	}
	if c.modality == graph.Negated || c.modality == graph.Denied {
		c.give()
	}
	return c
}

// inverted reports whether clause t is a condition without "if": "had Kyiv agreed", "should Beijing attack".
func (w *work) inverted(t int32) bool {
	k := w.first[t]
	if k < 0 || k > t || w.d.Rels[k] != syntax.RelAux {
		return false
	}
	switch w.lemma[k] {
	case "have", "should", "be":
		s := w.next[k]
		return s >= 0 && s < t && (w.d.Rels[s] == syntax.RelNsubj || w.d.Rels[s] == syntax.RelNsubjPass)
	}
	return false
}

// conditional reports whether clause t has a clause with "if" or "unless" under it.
func (w *work) conditional(t int32) bool {
	for k := w.first[t]; k >= 0; k = w.next[k] {
		if w.d.Rels[k] == syntax.RelAdvcl && (w.hasLemma(k, syntax.RelMark, "if") && !w.hasLemma(k, syntax.RelAdvmod, "even") || w.hasLemma(k, syntax.RelMark, "unless")) {
			return true
		}
	}
	return false
}

// notOnly reports whether negation k belongs to "not only", which grants what it stands before.
func (w *work) notOnly(k int32) bool {
	if int(k)+1 >= w.d.Len() {
		return false
	}
	switch w.lower(k + 1) {
	case "only", "just", "merely", "simply":
		return true
	}
	return false
}

// noLonger reports whether k ends "no longer".
func (w *work) noLonger(k int32) bool {
	return (w.lemma[k] == "longer" || w.lemma[k] == "long") && k > 0 && w.lower(k-1) == "no"
}

// joined reports whether nothing separates what the parser took for an apposition: "is Turkey an ally of".
func (w *work) joined(h, t int32) bool {
	if t < h || w.d.UPOS[t] == syntax.PROPN {
		return false
	}
	for i := h + 1; i < t; i++ {
		if w.d.UPOS[i] == syntax.PUNCT {
			return false
		}
	}
	return w.has(t, syntax.RelDet)
}

// past reports whether verb t or its auxiliary has the past tense.
func (w *work) past(t int32) bool {
	if w.d.XPOS[t] == syntax.TagVBD {
		return true
	}
	for k := w.first[t]; k >= 0; k = w.next[k] {
		switch w.d.Rels[k] {
		case syntax.RelAux, syntax.RelAuxPass, syntax.RelCop:
			if w.d.XPOS[k] == syntax.TagVBD || w.lemma[k] == "have" {
				return true
			}
		}
	}
	return false
}

// mark reads the modality that stands at the clause itself, combines it into c and returns it.
func (w *work) mark(t int32, c *context) graph.Modality {
	m := graph.Asserted
	negated := false
	d := w.d
	for k := w.first[t]; k >= 0; k = w.next[k] {
		switch d.Rels[k] {
		case syntax.RelAux, syntax.RelAuxPass:
			if w.hasLemma(k, syntax.RelAdvmod, "once") { // "not once has it"
				negated = negated || w.hasLemma(w.child(k, syntax.RelAdvmod), syntax.RelAdvmod, "not")
			}
			switch w.lemma[k] {
			case "will", "shall", "'ll", "’ll", "wo":
				m = graph.Planned
			case "would", "'d":
				if c.claimed || d.Rels[t] == syntax.RelAclRelcl {
					m = graph.Planned
				} else {
					m = graph.Hypothetical
				}
			case "may", "might", "could", "can":
				m = graph.Possible
			case "must", "should", "ought":
				m = graph.Requested
				c.demand = true
			}
		case syntax.RelAdvmod:
			if w.lower(k) == "lest" {
				m = graph.Hypothetical
			}
			switch w.lemma[k] {
			case "not", "n't", "n’t", "never", "neither", "nor", "hardly":
				negated = negated || !w.notOnly(k)
			case "reportedly", "allegedly", "supposedly", "purportedly", "apparently":
				m = graph.Alleged
			case "possibly", "perhaps", "maybe", "likely", "probably", "potentially":
				if m == graph.Asserted {
					m = graph.Possible
				}
			case "almost", "nearly":
				m = graph.Possible
			case "due":
				m = graph.Planned
			case "longer", "long":
				negated = negated || w.noLonger(k)
			case "once":
				negated = negated || w.hasLemma(k, syntax.RelAdvmod, "not") // "it has not once"
			}
		case syntax.RelMark:
			switch w.lemma[k] {
			case "if", "unless", "whether":
				m = graph.Hypothetical
			case "due":
				m = graph.Planned // "was due to arrive" with "due" below the verb
			}
		case syntax.RelCc:
			if w.lemma[k] == "nor" || w.lemma[k] == "neither" {
				negated = true
			}
		case syntax.RelObj, syntax.RelNsubj, syntax.RelNsubjPass, syntax.RelObl:
			if det := w.child(k, syntax.RelDet); det >= 0 && (w.lemma[det] == "no" || w.lemma[det] == "neither") {
				negated = true
			}
			if w.hasLemma(k, syntax.RelCcPreconj, "neither") {
				negated = true
			}
			if w.lemma[k] == "nobody" || w.lemma[k] == "none" && d.Rels[k] != syntax.RelObl {
				negated = true
			}
			if d.Rels[k] == syntax.RelObl {
				switch w.preposition(k) {
				case "according":
					w.source(c, k)
				case "in":
					w.opinion(c, k)
				case "per": // "per Axios"
					if w.d.UPOS[k] == syntax.PROPN && w.named(k) && !w.linkedCountry(k) {
						w.source(c, k)
					}
				}
			}
		case syntax.RelParataxis, syntax.RelCcomp, syntax.RelConj, syntax.RelXcomp, syntax.RelAdvcl:
			switch {
			case (d.Rels[k] == syntax.RelParataxis || w.inserted(k)) && w.speaks(k), w.putSo(k):
				if s := w.speakerOf(k); s >= 0 {
					c.say(speaker{s, -1})
					w.citing(c, k)
					c.claimed = true
					c.verb = k
				}
			}
		}
	}
	if d.Rels[t] == syntax.RelRoot {
		if k := w.lostSource(t); k >= 0 {
			w.source(c, k)
		}
	}
	switch {
	case w.inverted(t) && d.Rels[t] == syntax.RelRoot && c.modality == graph.Asserted && !w.question(d.Sentences[d.Sent[t]].Last): // "should Oslo agree, ..."
		m = graph.Hypothetical
	case m == graph.Asserted && w.ahead(t):
		m = graph.Planned
	case m == graph.Planned && w.conditional(t):
		m = graph.Hypothetical
	}
	// "is to visit": a plan in the form of a copula
	if w.d.UPOS[t] == syntax.VERB && w.has(t, syntax.RelCop) && w.infinitive(t) {
		m = combine(graph.Planned, m)
		negated = negated || w.hasLemma(t, syntax.RelAdvmod, "yet")
	}
	if w.infinitive(t) && d.Rels[t] == syntax.RelXcomp {
		if h := d.Heads[t]; h >= 0 && w.lemma[h] == "be" {
			m = combine(graph.Planned, m)
		}
	}
	if m == graph.Asserted && w.wasToHave(t) {
		m = graph.Possible
	}
	if negated && (c.modality == graph.Requested || c.modality == graph.Hypothetical || m == graph.Requested) {
		c.idle = true
	}
	if negated {
		switch m {
		case graph.Asserted, graph.Planned, graph.Alleged:
			m = graph.Negated
		case graph.Possible:
			if !w.mightNot(t) {
				m = graph.Negated
			}
		case graph.Requested:
			m = graph.Hypothetical
		}
	}
	c.modality = combine(c.modality, m)
	return m
}

// wasToHave reports whether clause t tells what was meant to be: "was to have met".
func (w *work) wasToHave(t int32) bool {
	return w.d.XPOS[t] == syntax.TagVBN && w.hasLemma(t, syntax.RelMark, "to") && w.hasLemma(t, syntax.RelAux, "have") && w.hasLemma(t, syntax.RelAux, "be")
}

// allBut reports whether "has all but" stands before verb t, joined to the "has".
func (w *work) allBut(t, h int32) bool {
	return t == h+3 && w.lower(h+1) == "all" && w.lower(h+2) == "but"
}

// mightNot tells "may not come", which may be, from "cannot come", which is not.
func (w *work) mightNot(t int32) bool {
	for k := w.first[t]; k >= 0; k = w.next[k] {
		if w.d.Rels[k] == syntax.RelAux && (w.lemma[k] == "may" || w.lemma[k] == "might") {
			return true
		}
	}
	return false
}
