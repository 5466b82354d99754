package event

import "entente/loader/syntax"

// clauses mends how clauses hang together where their verbs, by tense and number, leave one reading.
func (w *work) clauses() {
	d := &w.doc
	for t := range int32(d.Len()) {
		switch {
		case d.Rels[t] == syntax.RelConj:
			w.finiteJoined(t)
		case d.Rels[t] == syntax.RelAdvcl:
			w.firstOfThree(t)
		case d.Rels[t] == syntax.RelCcomp && d.UPOS[t] == syntax.NOUN:
			w.verbAfterThat(t)
		case d.Rels[t] == syntax.RelNsubj && d.Form(int(t)) == "that":
			w.thatBeforeSubject(t)
		case d.Rels[t] == syntax.RelMark && d.Form(int(t)) == "that":
			w.toldThat(t)
		case d.Rels[t] == syntax.RelNsubj && d.XPOS[t] == syntax.TagNNS:
			w.pluralBeforeSingular(t)
		case d.Rels[t] == syntax.RelObl || d.Rels[t] == syntax.RelVocative:
			w.bareSubject(t)
		}
	}
}

// finiteJoined mends "denies blocking the ports and blames Mali": a verb with a tense is joined to one with a tense, not to its gerund
// or infinitive.
func (w *work) finiteJoined(t int32) {
	d := &w.doc
	h := d.Heads[t]
	if h < 0 || h > t || d.XPOS[t] != syntax.TagVBZ && d.XPOS[t] != syntax.TagVBD || d.XPOS[h] != syntax.TagVBG && d.XPOS[h] != syntax.TagVB || d.Rels[h] != syntax.RelXcomp {
		return
	}
	for k := h + 1; k < t; k++ {
		if d.Heads[k] == t && (d.Rels[k] == syntax.RelNsubj || d.Rels[k] == syntax.RelNsubjPass || d.Rels[k] == syntax.RelMark) {
			return
		}
	}
	if g := d.Heads[h]; g >= 0 && g < h && d.XPOS[g] == d.XPOS[t] {
		d.Heads[t] = g
	}
}

// firstOfThree mends "Pence visited Ankara, met Erdogan and left": of verbs in the past without a conjunction before them the first,
// which has the subject, leads.
func (w *work) firstOfThree(t int32) {
	d := &w.doc
	v := d.Heads[t]
	if v <= t || d.XPOS[t] != syntax.TagVBD || d.XPOS[v] != syntax.TagVBD || d.Heads[v] >= 0 || d.Form(int(v-1)) != "," {
		return
	}
	subject := false
	for k := d.Sentences[d.Sent[t]].First; k < v; k++ {
		switch {
		case d.Heads[k] == v && (d.Rels[k] == syntax.RelNsubj || d.Rels[k] == syntax.RelNsubjPass):
			return
		case d.Heads[k] == t && (d.Rels[k] == syntax.RelMark || d.XPOS[k] == syntax.TagWRB):
			return
		case d.Heads[k] == t && d.Rels[k] == syntax.RelNsubj:
			subject = true
		}
	}
	if subject {
		d.Heads[t], d.Rels[t], d.Heads[v], d.Rels[v] = -1, syntax.RelRoot, t, syntax.RelConj
	}
}

// verbAfterThat mends "demanded that Roe resign": the noun that the clause would end in is its verb.
func (w *work) verbAfterThat(t int32) {
	d := &w.doc
	if t < 2 || d.Heads[t-2] != t || d.Form(int(t-2)) != "that" || d.Heads[t-1] != t || d.UPOS[t-1] != syntax.PROPN || d.Rels[t-1] != syntax.RelCompound && d.Rels[t-1] != syntax.RelAmod {
		return
	}
	d.UPOS[t], d.XPOS[t], d.Rels[t-1] = syntax.VERB, syntax.TagVB, syntax.RelNsubj
}

// thatBeforeSubject mends "told reporters that Oslo had asked": a clause with a subject behind "that" is what is told, not what the
// hearers did.
func (w *work) thatBeforeSubject(t int32) {
	d := &w.doc
	v := d.Heads[t]
	if v <= t+1 || d.Rels[v] != syntax.RelAclRelcl {
		return
	}
	for k := t + 1; k < v; k++ {
		if d.Heads[k] != v || d.Rels[k] != syntax.RelNsubj && d.Rels[k] != syntax.RelNsubjPass {
			continue
		}
		d.Rels[t], d.UPOS[t], d.XPOS[t] = syntax.RelMark, syntax.SCONJ, syntax.TagIN
		w.toldThat(t)
		return
	}
}

// toldThat gives the clause of "that" at token t to the verb that tells it where it hangs at the hearer right before it.
func (w *work) toldThat(t int32) {
	d := &w.doc
	v := d.Heads[t]
	if v <= t || d.Rels[v] != syntax.RelAclRelcl && d.Rels[v] != syntax.RelAcl || t == 0 || d.Heads[v] != t-1 {
		return
	}
	h := t - 1
	g := d.Heads[h]
	if g < 0 || g > h || d.UPOS[g] != syntax.VERB || d.Rels[h] != syntax.RelObj && d.Rels[h] != syntax.RelIobj {
		return
	}
	switch w.verbLemma(g) {
	case "tell", "inform", "assure", "warn", "remind", "notify", "convince", "persuade":
		d.Heads[v], d.Rels[v] = g, syntax.RelCcomp
	}
}

// pluralBeforeSingular mends "Norway signs accords with Mali": a plural has no verb in the singular, so that it is the verb and what
// follows its object.
func (w *work) pluralBeforeSingular(t int32) {
	d := &w.doc
	v := d.Heads[t]
	if v != t+1 || t == 0 || d.XPOS[v] != syntax.TagVBZ || d.Heads[v] >= 0 || d.Heads[t-1] != t || d.Rels[t-1] != syntax.RelCompound || d.UPOS[t-1] != syntax.PROPN ||
		len(w.p.verbs[w.verbLemma(t)]) == 0 {
		return
	}
	s := &d.Sentences[d.Sent[t]]
	for k := s.First; k < s.Last; k++ {
		if d.Heads[k] == v {
			d.Heads[k] = t
		}
	}
	d.UPOS[t], d.XPOS[t], d.Heads[t], d.Rels[t] = syntax.VERB, syntax.TagVBZ, -1, syntax.RelRoot
	d.UPOS[v], d.XPOS[v], d.Heads[v], d.Rels[v] = syntax.NOUN, syntax.TagNNS, t, syntax.RelObj
	d.Rels[t-1] = syntax.RelNsubj
}

// bareSubject mends "in March Norway vetoed it" and "Roe, now a minister, will leave": a name without a preposition before a finite
// verb without a subject is that.
func (w *work) bareSubject(t int32) {
	d := &w.doc
	v := d.Heads[t]
	if v <= t || d.UPOS[t] != syntax.PROPN || d.UPOS[v] != syntax.VERB || dateWords[d.Form(int(t))].class != 0 {
		return
	}
	finite := d.XPOS[v] == syntax.TagVBZ || d.XPOS[v] == syntax.TagVBD || d.XPOS[v] == syntax.TagVBP
	for k := d.Sentences[d.Sent[t]].First; k < v; k++ {
		switch {
		case d.Heads[k] == t && d.Rels[k] == syntax.RelCase:
			return
		case d.Heads[k] != v:
		case d.Rels[k] == syntax.RelNsubj, d.Rels[k] == syntax.RelNsubjPass, d.Rels[k] == syntax.RelExpl, d.Rels[k] == syntax.RelCsubj, d.Rels[k] == syntax.RelAuxPass:
			return
		case d.Rels[k] == syntax.RelAux:
			finite = k > t
		}
	}
	if !finite || d.Rels[t] == syntax.RelObl && v != t+1 || d.Sentences[d.Sent[t]].First == t && d.Rels[t] == syntax.RelObl {
		return
	}
	d.Rels[t] = syntax.RelNsubj
}
