package event

import (
	"entente/graph"
	"entente/loader/syntax"
)

// nounContext is the context of nominal t under h.
func (w *work) nounContext(t, h int32) context {
	c := *w.context(h)
	c.demand = false
	rel := w.d.Rels[t]
	x, ok := w.wrapperOf(h)
	switch {
	case rel == syntax.RelAppos:
		if !w.joined(h, t) {
			c.give()
		}
	case c.modality == graph.Negated && w.confirms(h) && rel != syntax.RelObl && w.d.UPOS[h] == syntax.VERB:
		c.give()
		c.modality = combine(c.modality, graph.Possible) // "the attack has not been confirmed"
	case ok && x.support:
	case ok && w.worries(h) && (w.definite(t) || w.d.XPOS[t] == syntax.TagNNS) && w.complementNoun(t, h):
		c.give() // "worried about the attacks": they happened, "about an attack" may not
	case ok && x.gives != givesNothing && w.complementNoun(t, h):
		w.wrap(&c, h, w.warns(&c, h, t, x))
	case (rel == syntax.RelNsubj || rel == syntax.RelNsubjPass) && w.event(t) && w.prospect(h) != graph.Asserted:
		c.modality = combine(c.modality, w.prospect(h))
	case rel == syntax.RelConj:
		c = *w.context(h)
	case rel == syntax.RelNmod || rel == syntax.RelNmodPoss || rel == syntax.RelCompound:
		// inside a noun phrase: as the phrase is given
	case w.d.UPOS[h] == syntax.VERB && w.clausal(h) && w.event(t):
		// an act that is talked about is taken as given, unless the clause only plans, asks or supposes it without "the"
		switch c.modality {
		case graph.Negated, graph.Denied, graph.Alleged:
			c.give()
		case graph.Planned, graph.Requested, graph.Possible, graph.Hypothetical:
			if w.definite(t) && !w.happens(h) && conflict(w.p.class(w.lemma[t])) {
				c.give()
			}
		}
		if w.happens(h) {
			c = *w.context(h)
		}
	case w.d.UPOS[h] == syntax.VERB && w.clausal(h) && c.modality == graph.Negated && !w.carries(h):
		c.give() // "will not hinder the development of": what has a part in an act that is not done may be there
	}
	for k := w.first[t]; k >= 0; k = w.next[k] {
		switch w.d.Rels[k] {
		case syntax.RelAmod, syntax.RelCompound, syntax.RelAdvmod:
			if w.noLonger(k) || w.lemma[k] == "never" {
				c.modality = combine(c.modality, graph.Negated)
			}
			cl := w.p.roles[w.lemma[k]]
			if w.d.UPOS[k] == syntax.VERB { // "the alleged attack": the class has the participle
				cl |= w.p.roles[w.d.Form(int(k))]
			}
			switch {
			case cl&w.plannedClass != 0:
				c.modality = combine(c.modality, graph.Planned)
			case cl&w.possibleClass != 0:
				c.modality = combine(c.modality, graph.Possible)
			case w.undone(k):
				c.modality = combine(c.modality, graph.Negated)
			case w.unreal(k):
				c.modality = combine(c.modality, graph.Hypothetical)
			case cl&w.allegedClass != 0 || w.lower(k) == "called" && k > 1 && w.lower(k-2) == "so":
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
	if w.event(t) {
		w.voiced(&c, t)
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
		case "to", "for", "of", "against", "on", "about", "from", "at":
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

// prospect returns how predicate h gives the act that is its subject: "a deal is far off", "talks remain elusive".
func (w *work) prospect(h int32) graph.Modality {
	switch w.d.UPOS[h] {
	case syntax.VERB:
		switch w.lemma[h] {
		case "remain", "seem", "look", "appear", "stay":
			if x := w.child(h, syntax.RelXcomp); x >= 0 && w.d.UPOS[x] != syntax.VERB {
				return w.prospect(x)
			}
		case "loom":
			return graph.Possible
		case "have": // "talks have yet to begin"
			if w.hasLemma(h, syntax.RelAdvmod, "yet") && w.has(h, syntax.RelXcomp) {
				return graph.Negated
			}
		}
	case syntax.ADJ:
		if x, ok := w.wrapperOf(h); ok {
			switch x.gives {
			case givesPossible, givesNegated, givesPlanned:
				return modalityOf(x.gives)
			}
		}
	case syntax.NOUN:
		switch w.lemma[h] {
		case "question":
			if w.has(h, syntax.RelCase) { // "out of the question"
				return graph.Negated
			}
		case "sight", "cards", "card", "horizon", "offing", "reach", "prospect":
			if w.has(h, syntax.RelCase) {
				return graph.Possible
			}
		}
	case syntax.ADV, syntax.ADP:
		if a := w.child(h, syntax.RelAdvmod); a >= 0 && (w.lemma[a] == "far" || w.lemma[a] == "long") { // "far off", "a long way away"
			return graph.Possible
		}
	}
	return graph.Asserted
}

// worries reports whether h tells somebody's fear of what stands beside it.
func (w *work) worries(h int32) bool {
	switch w.lemma[h] {
	case "worry", "worried", "concern", "concerned", "afraid", "fearful", "wary", "anxious", "nervous", "alarmed":
		return w.d.UPOS[h] != syntax.NOUN
	}
	return false
}

// confirms reports whether verb h says of something that it is so.
func (w *work) confirms(h int32) bool {
	switch w.lemma[h] {
	case "confirm", "verify", "corroborate", "substantiate", "prove":
		return true
	}
	return false
}

// undone reports whether modifier k says that the act did not come about: "an aborted strike".
func (w *work) undone(k int32) bool {
	switch w.lower(k) {
	case "aborted", "abandoned", "cancelled", "canceled", "foiled", "thwarted", "averted", "scrapped", "shelved", "called-off":
		return true
	}
	return false
}

// unreal reports whether modifier k says that the act is only played or thought of: "a mock attack".
func (w *work) unreal(k int32) bool {
	switch w.lower(k) {
	case "mock", "simulated", "imagined", "imaginary", "fictional", "fictitious", "make-believe", "virtual", "pretend", "hypothetical", "theoretical":
		return true
	}
	return false
}

// unsettled reports whether what looks like an apposition is none, or takes back what it says: "is Oslo an ally of", "no longer
// an ally".
func (w *work) unsettled(t int32) bool {
	for k := w.first[t]; k >= 0; k = w.next[k] {
		if w.noLonger(k) {
			return true
		}
	}
	h := w.d.Heads[t]
	return h >= 0 && w.d.Rels[t] == syntax.RelAppos && w.joined(h, t) && w.question(w.d.Sentences[w.d.Sent[t]].Last)
}
