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
		if inner == graph.Negated {
			return graph.Hypothetical
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

func modalityOf(g gives) graph.Modality {
	switch g {
	case givesPlanned:
		return graph.Planned
	case givesRequested:
		return graph.Requested
	case givesNegated:
		return graph.Negated
	case givesDenied:
		return graph.Denied
	case givesAlleged:
		return graph.Alleged
	case givesPossible:
		return graph.Possible
	case givesHypothetical:
		return graph.Hypothetical
	}
	return graph.Asserted
}

// wrapperOf returns what token h does to its complement.
func (w *work) wrapperOf(h int32) (wrapper, bool) {
	pos := byte('v')
	switch w.d.UPOS[h] {
	case syntax.NOUN, syntax.PROPN:
		pos = 'n'
	case syntax.ADJ, syntax.ADV:
		pos = 'a'
	}
	x, ok := w.p.wrappers[wrapperKey{w.lemma[h], pos}]
	if pos == 'v' {
		if k := w.child(h, syntax.RelCompoundPrt); k >= 0 {
			if x, ok := w.p.wrappers[wrapperKey{w.lemma[h] + "+" + w.lemma[k], pos}]; ok {
				return x, true
			}
		}
	}
	if ok && pos == 'v' {
		switch w.lemma[h] {
		case "want", "need", "like": // "wants Berlin to pay"
			if o := w.child(h, syntax.RelObj); o >= 0 && w.has(h, syntax.RelXcomp) {
				return wrapper{gives: givesRequested, object: true}, true
			}
		case "expect": // "expects Berlin to pay"
			if o := w.child(h, syntax.RelObj); o >= 0 && w.has(h, syntax.RelXcomp) {
				return wrapper{gives: givesPlanned, object: true}, true
			}
		case "order", "authorize", "authorise", "approve": // "ordered him to leave" asks, "ordered an attack" does
			if w.has(h, syntax.RelXcomp) || w.has(h, syntax.RelCcomp) {
				return wrapper{gives: givesRequested, object: true}, true
			}
			return wrapper{support: true}, true
		case "call":
			if !w.has(h, syntax.RelXcomp) && w.child(h, syntax.RelObl) < 0 {
				return wrapper{}, false
			}
		case "confirm", "reaffirm", "reiterate", "demonstrate", "show", "underscore":
			if w.has(h, syntax.RelCcomp) {
				return wrapper{gives: givesSaid}, true
			}
		case "claim", "say": // "claims to have": of oneself
			if k := w.child(h, syntax.RelXcomp); k >= 0 && w.infinitive(k) {
				return wrapper{gives: givesSaid}, true
			}
		case "have": // "has to pay"
			if k := w.child(h, syntax.RelXcomp); k >= 0 && w.infinitive(k) && !w.has(h, syntax.RelObj) {
				return wrapper{gives: givesRequested}, true
			}
		}
	}
	return x, ok
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
			c.modality = graph.Asserted
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
		// given, whatever is claimed around it; a wrapper noun's clause is its complement: "reports that ..."
		if x, ok := w.wrapperOf(h); ok && w.complementClause(t) {
			w.wrap(&c, h, x)
			break
		}
		c.modality = graph.Asserted
	case syntax.RelAcl:
		x, ok := w.wrapperOf(h)
		switch {
		case ok && x.gives != givesNothing:
			w.wrap(&c, h, x)
		case w.infinitive(t) && w.predicateOf(h) >= 0:
			// "is one of the few nations to back Minsk" does so
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
			c.modality = graph.Asserted
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
			w.wrap(&c, h, x)
		case w.d.Rels[t] == syntax.RelCcomp && w.finite(t):
			c.modality = combine(c.modality, graph.Possible)
			c.claimed = true
		}
	case syntax.RelAdvcl, syntax.RelAdvclRelcl:
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

// performs reports whether t under h says what it does by saying it: "would like to thank".
func (w *work) performs(t, h int32) bool {
	switch w.lemma[h] {
	case "like", "want", "wish", "let":
		switch w.lemma[t] {
		case "thank", "congratulate", "welcome", "express", "extend", "convey", "apologize", "apologise", "praise", "commend", "salute":
			return w.infinitive(t) || w.lemma[h] == "let"
		}
	}
	return false
}

// objectWraps returns the noun between verb h and infinitive t that the infinitive belongs to: "confirmed plans to expand".
func (w *work) objectWraps(t, h int32) (int32, bool) {
	if !w.infinitive(t) {
		return -1, false
	}
	o := w.child(h, syntax.RelObj)
	if o < 0 || o > t || w.d.UPOS[o] != syntax.NOUN {
		return -1, false
	}
	x, ok := w.p.wrappers[wrapperKey{w.lemma[o], 'n'}]
	return o, ok && x.gives != givesNothing
}

// complementClause reports whether clause t completes the noun it stands at: it has a subject of its own and "that" is
// no part of it.
func (w *work) complementClause(t int32) bool {
	m := w.child(t, syntax.RelMark)
	return m >= 0 && (w.lemma[m] == "that" || w.lemma[m] == "to" || w.lemma[m] == "of")
}

// speaks reports whether t is a verb of saying with a subject: ", Peskov said,".
func (w *work) speaks(t int32) bool {
	x, ok := w.wrapperOf(t)
	return ok && w.d.UPOS[t] == syntax.VERB && (x.gives == givesSaid || x.gives == givesFact) && w.ownSubject(t) >= 0
}

// inserted reports whether the verb of saying k stands outside what is said, after a comma or a quotation mark and with its
// subject behind it or nothing told behind it: ", said Peskov", whatever the parser made of it.
func (w *work) inserted(k int32) bool {
	s := w.ownSubject(k)
	if s < 0 || w.has(k, syntax.RelCcomp) || w.d.UPOS[k] != syntax.VERB || w.has(k, syntax.RelMark) {
		return false
	}
	lo := min(s, k)
	for c := w.first[s]; c >= 0 && s < k; c = w.next[c] {
		lo = min(lo, c)
	}
	if lo == 0 {
		return false
	}
	switch w.d.Form(int(lo - 1)) {
	case ",", "”", "\"", "''", "’":
		return s > k || w.d.Rels[k] != syntax.RelConj
	}
	return false
}

// wrap changes c, the context of token h, into that of its complement.
func (w *work) wrap(c *context, h int32, x wrapper) {
	m := modalityOf(x.gives)
	c.verb = h
	switch x.gives {
	case givesSaid, givesFact, givesAlleged, givesDenied:
		c.claimed = true
		if s := w.speakerOf(h); s >= 0 {
			c.say(speaker{s, -1})
			w.cited(c, s)
		} else if w.d.UPOS[h] == syntax.VERB && w.passive(h) && x.gives == givesSaid {
			m = graph.Alleged // "is said to"
		}
		if x.gives == givesFact && c.modality != graph.Negated && c.modality != graph.Denied {
			c.modality = graph.Asserted
			return
		}
		// what is said in an asserted, planned or possible saying is as it is told
		if x.gives == givesSaid && (c.modality == graph.Negated || c.modality == graph.Planned) {
			if c.modality == graph.Negated {
				c.modality = graph.Possible // "did not say that"
			} else {
				c.modality = graph.Asserted
			}
			return
		}
		if (x.gives == givesDenied || x.gives == givesAlleged) && c.modality == graph.Negated {
			c.modality = graph.Possible // "did not deny that"
			return
		}
	case givesNegated:
		if c.modality == graph.Negated {
			c.modality = graph.Asserted // "did not fail to"
			return
		}
	}
	if x.gives == givesPlanned && c.modality == graph.Requested {
		return
	}
	c.modality = combine(c.modality, m)
}

// speakerOf returns whose words h introduces, or -1.
func (w *work) speakerOf(h int32) int32 {
	if w.d.UPOS[h] == syntax.VERB {
		if w.passive(h) {
			return w.agent(h)
		}
		s, _ := w.surfaceSubject(h)
		return s
	}
	if p := w.child(h, syntax.RelNmodPoss); p >= 0 {
		return p
	}
	for c := w.first[h]; c >= 0; c = w.next[c] {
		if w.d.Rels[c] == syntax.RelNmod {
			switch w.preposition(c) {
			case "by", "from":
				return c
			}
		}
	}
	for c := w.first[h]; c >= 0; c = w.next[c] {
		if (w.d.Rels[c] == syntax.RelAmod || w.d.Rels[c] == syntax.RelCompound) && w.mentionAt(c) >= 0 {
			return c
		}
	}
	if g := w.d.Heads[h]; g >= 0 && w.d.UPOS[g] == syntax.VERB && w.d.Rels[h] == syntax.RelObj {
		s, _ := w.surfaceSubject(g)
		return s
	}
	return -1
}

// cited adds whom the speaker cites: "a report from Kyodo, which cited an official".
func (w *work) cited(c *context, s int32) {
	for r := w.first[s]; r >= 0; r = w.next[r] {
		if w.d.Rels[r] == syntax.RelAclRelcl || w.d.Rels[r] == syntax.RelAcl {
			switch w.lemma[r] {
			case "cite", "quote":
				if o := w.child(r, syntax.RelObj); o >= 0 {
					c.say(speaker{o, -1})
				}
			}
		}
	}
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
	switch mark {
	case "if", "unless", "whether", "lest":
		out.modality = graph.Hypothetical
	case "to":
		if o, ok := w.objectWraps(t, h); ok {
			w.wrap(&c, o, w.p.wrappers[wrapperKey{w.lemma[o], 'n'}])
			return c
		}
		if x, ok := w.wrapperOf(h); ok && x.object {
			w.wrap(&c, h, x)
			return c
		}
		c.modality = combine(c.modality, graph.Planned)
		return c
	case "of", "for", "against", "from", "into":
		if x, ok := w.wrapperOf(h); ok {
			w.wrap(&c, h, x)
			if mark == "against" && c.modality == graph.Requested {
				c.modality = graph.Hypothetical
			}
			return c
		}
		if c.modality == graph.Negated || c.modality == graph.Denied || c.modality == graph.Planned {
			c.modality = graph.Asserted
		}
		return c
	case "without":
		out.modality = graph.Negated
	case "before", "until", "till":
		if !w.finite(t) || w.lemma[t] == "can" {
			out.modality = combine(out.modality, graph.Asserted)
		}
	default:
		// a finite clause of time, cause or manner is given; without a tense it shares the main clause's modality
		if mark == "about" || mark == "on" || mark == "over" {
			c.modality = combine(c.modality, graph.Possible) // what is talked about
			return c
		}
		if !w.finite(t) {
			if c.modality == graph.Negated || c.modality == graph.Denied {
				c.modality = graph.Asserted
			}
			return c
		}
	}
	return out
}

// mark reads the modality that stands at the clause itself, combines it into c and returns it.
func (w *work) mark(t int32, c *context) graph.Modality {
	m := graph.Asserted
	negated := false
	d := w.d
	for k := w.first[t]; k >= 0; k = w.next[k] {
		switch d.Rels[k] {
		case syntax.RelAux, syntax.RelAuxPass:
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
			switch w.lemma[k] {
			case "not", "n't", "n’t", "never", "neither", "nor", "hardly":
				negated = true
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
			}
		case syntax.RelMark:
			switch w.lemma[k] {
			case "if", "unless", "whether":
				m = graph.Hypothetical
			case "due":
				m = graph.Planned // "was due to arrive" with "due" below the verb
			}
		case syntax.RelCc:
			if w.lemma[k] == "nor" {
				negated = true
			}
		case syntax.RelObj, syntax.RelNsubj, syntax.RelNsubjPass, syntax.RelObl:
			if det := w.child(k, syntax.RelDet); det >= 0 && (w.lemma[det] == "no" || w.lemma[det] == "neither") {
				negated = true
			}
			if w.lemma[k] == "nobody" || w.lemma[k] == "none" && d.Rels[k] != syntax.RelObl {
				negated = true
			}
			if d.Rels[k] == syntax.RelObl && w.preposition(k) == "according" {
				w.source(c, k)
			}
		case syntax.RelParataxis, syntax.RelCcomp, syntax.RelConj, syntax.RelXcomp, syntax.RelAdvcl:
			if (d.Rels[k] == syntax.RelParataxis || w.inserted(k)) && w.speaks(k) {
				if s := w.ownSubject(k); s >= 0 {
					c.say(speaker{s, -1})
					c.claimed = true
					c.verb = k
				}
			}
		}
	}
	// "is to visit": a plan in the form of a copula
	if w.infinitive(t) && d.Rels[t] == syntax.RelXcomp {
		if h := d.Heads[t]; h >= 0 && w.lemma[h] == "be" {
			m = combine(graph.Planned, m)
		}
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

// mightNot tells "may not come", which may be, from "cannot come", which is not.
func (w *work) mightNot(t int32) bool {
	for k := w.first[t]; k >= 0; k = w.next[k] {
		if w.d.Rels[k] == syntax.RelAux && (w.lemma[k] == "may" || w.lemma[k] == "might") {
			return true
		}
	}
	return false
}

// source adds whom an "according to" names.
func (w *work) source(c *context, k int32) {
	c.claimed = true
	s := k
	if w.p.roles[w.lemma[k]]&w.reportClass != 0 && w.mentionAt(k) < 0 {
		if o := w.speakerOf(k); o >= 0 {
			s = o
		}
	}
	c.say(speaker{s, -1})
	w.cited(c, k)
	if s != k {
		w.cited(c, s)
	}
}

// nounContext is the context of nominal t under h.
func (w *work) nounContext(t, h int32) context {
	c := *w.context(h)
	c.demand = false
	rel := w.d.Rels[t]
	x, ok := w.wrapperOf(h)
	switch {
	case rel == syntax.RelAppos:
		c.modality = graph.Asserted
	case ok && x.support:
	case ok && x.gives != givesNothing && w.complementNoun(t, h):
		w.wrap(&c, h, x)
	case rel == syntax.RelConj:
		c = *w.context(h)
	case rel == syntax.RelNmod || rel == syntax.RelNmodPoss || rel == syntax.RelCompound:
		// inside a noun phrase: as the phrase is given
	case w.d.UPOS[h] == syntax.VERB && w.clausal(h) && w.event(t):
		// an act that is talked about is taken as given, unless the clause only plans, asks or supposes it without "the"
		switch c.modality {
		case graph.Negated, graph.Denied, graph.Alleged:
			c.modality = graph.Asserted
		case graph.Planned, graph.Requested, graph.Possible, graph.Hypothetical:
			if w.definite(t) && !w.happens(h) && conflict(w.p.nouns[w.lemma[t]][0].meta.Class) {
				c.modality = graph.Asserted
			}
		}
		if w.happens(h) {
			c = *w.context(h)
		}
	}
	for k := w.first[t]; k >= 0; k = w.next[k] {
		switch w.d.Rels[k] {
		case syntax.RelAmod, syntax.RelCompound, syntax.RelAdvmod:
			cl := w.p.roles[w.lemma[k]]
			if w.d.UPOS[k] == syntax.VERB { // "the alleged attack": the class has the participle
				cl |= w.p.roles[w.d.Form(int(k))]
			}
			switch {
			case cl&w.plannedClass != 0:
				c.modality = combine(c.modality, graph.Planned)
			case cl&w.possibleClass != 0:
				c.modality = combine(c.modality, graph.Possible)
			case cl&w.allegedClass != 0:
				c.modality = combine(c.modality, graph.Alleged)
			}
		case syntax.RelDet:
			if w.lemma[k] == "no" || w.lemma[k] == "neither" {
				c.modality = combine(c.modality, graph.Negated)
			} else if w.lemma[k] == "any" {
				c.modality = combine(c.modality, graph.Hypothetical)
			}
		}
	}
	return c
}

// complementNoun reports whether nominal t is what wrapper h wraps: its object, or what stands after its preposition.
func (w *work) complementNoun(t, h int32) bool {
	switch w.d.Rels[t] {
	case syntax.RelObj, syntax.RelXcomp, syntax.RelCcomp:
		return w.event(t)
	case syntax.RelNsubjPass:
		return w.event(t)
	case syntax.RelObl, syntax.RelNmod:
		if !w.event(t) {
			return false
		}
		switch w.preposition(t) {
		case "to", "for", "of", "against", "on", "about", "from":
			return true
		}
	case syntax.RelNmodPoss, syntax.RelCompound:
		return false
	}
	return false
}

// event reports whether noun t is a trigger of the table: "talks", "invasion".
func (w *work) event(t int32) bool {
	if w.d.UPOS[t] != syntax.NOUN && w.d.UPOS[t] != syntax.PROPN {
		return false
	}
	return len(w.p.nouns[w.lemma[t]]) > 0
}

// definite reports whether noun phrase t has "the", "this" or an owner.
func (w *work) definite(t int32) bool {
	for k := w.first[t]; k >= 0; k = w.next[k] {
		switch w.d.Rels[k] {
		case syntax.RelDet:
			switch w.lemma[k] {
			case "the", "this", "that", "these", "those":
				return true
			}
		case syntax.RelNmodPoss:
			return true
		}
	}
	return false
}

// happens reports whether verb h tells of an event noun beside it that it takes place: "the talks will begin".
func (w *work) happens(h int32) bool { return w.p.roles[w.lemma[h]]&w.happenClass != 0 }
