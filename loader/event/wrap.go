package event

import (
	"entente/graph"
	"entente/loader/syntax"
)

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
	if w.lemma[h] == "fall" && (w.hasLemma(h, syntax.RelXcomp, "short") || w.hasLemma(h, syntax.RelAdvmod, "short")) {
		return wrapper{gives: givesNegated}, true // "fell short of condemning"
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
		case "come": // "came close to paying"
			if w.hasLemma(h, syntax.RelAdvmod, "close") || w.hasLemma(h, syntax.RelXcomp, "close") {
				return wrapper{gives: givesPossible}, true
			}
		case "claim", "say": // "claims to have": of oneself
			if k := w.child(h, syntax.RelXcomp); k >= 0 && w.infinitive(k) {
				return wrapper{gives: givesSaid}, true
			}
		case "have": // "has to pay", "has yet to pay"
			if w.has(h, syntax.RelXcomp) && w.hasLemma(h, syntax.RelAdvmod, "yet") {
				return wrapper{gives: givesNegated}, true
			}
			if k := w.child(h, syntax.RelXcomp); k >= 0 && w.infinitive(k) && !w.has(h, syntax.RelObj) {
				return wrapper{gives: givesRequested}, true
			}
		}
	}
	return x, ok
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
		if x.gives == givesFact && !w.falsely(h) && c.modality != graph.Negated && c.modality != graph.Denied {
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
		if w.falsely(h) {
			m = graph.Alleged
		}
		if w.lemma[h] == "doubt" && c.modality == graph.Negated {
			c.modality = graph.Asserted // "nobody doubts that"
			return
		}
		if (x.gives == givesDenied || x.gives == givesAlleged) && c.modality == graph.Negated {
			c.modality = graph.Possible // "did not deny that"
			return
		}
	case givesTrue:
		c.give()
		return
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

// falsely reports whether the writer says that what h tells is not so: "wrongly claimed".
func (w *work) falsely(h int32) bool {
	for k := w.first[h]; k >= 0; k = w.next[k] {
		if w.d.Rels[k] == syntax.RelAdvmod {
			switch w.lemma[k] {
			case "falsely", "wrongly", "erroneously", "mistakenly", "incorrectly", "baselessly", "jokingly", "sarcastically", "dishonestly":
				return true
			}
		}
	}
	return false
}

// told reports whether clause t completes noun h, which is not known to make it a fact: "the notion that". A relative
// clause has a gap where the noun would stand.
func (w *work) told(t, h int32) bool {
	m := w.child(t, syntax.RelMark)
	if m < 0 || w.lemma[m] != "that" || !w.finite(t) || w.d.UPOS[h] != syntax.NOUN || w.ownSubject(t) < 0 {
		return false
	}
	return w.has(t, syntax.RelObj) || w.has(t, syntax.RelCop) || w.passive(t)
}
