package event

import (
	"entente/graph"
	"entente/graph/ontology"
	"entente/loader/syntax"
)

// phrases returns the date phrases of a sentence, read once.
func (w *work) phrases(sentence int32) []DatePhrase {
	if w.datesOf != sentence {
		w.datesOf = sentence
		w.dates = w.calendar.Find(w.d, int(sentence))
	}
	return w.dates
}

// dateOf returns the date of what p tells, "" if none is told. A state has one only where the words about it do: "chairman since
// 2019" and not "the chairman spoke on Monday".
func (w *work) dateOf(p *proto, article graph.Date, m graph.Modality) graph.Date {
	if p.state {
		if p.row == nil && p.predicate == "consulted_with" && w.today {
			return article
		}
		return ""
	}
	x := w.when(p.trigger, article, m)
	if row := ontology.Lookup(p.predicate); x == "" || row == nil || row.Kind == ontology.Event {
		if x == "" && w.today && m == graph.Asserted && row != nil && row.Kind == ontology.Event && w.speech(p) {
			return article
		}
		return x
	}
	if w.d.UPOS[p.trigger] == syntax.VERB {
		return x
	}
	list := w.phrases(w.d.Sent[p.trigger])
	for i := range list {
		if w.below(list[i].Top(w.d), p.trigger, -1) {
			return x
		}
	}
	return ""
}

// speech reports whether p is an act that a speaker does by saying so: "I thank you".
func (w *work) speech(p *proto) bool {
	row := ontology.Lookup(p.predicate)
	if row == nil || !inWords(row.Class) || p.a.how != pronoun || w.past(p.trigger) {
		return false
	}
	base := &w.bases[w.d.Sent[p.trigger]]
	return base.n == 1 && base.speakers[0].entity == p.a.entity
}

// when returns the date of the act at trigger t, "" if none is told.
func (w *work) when(t int32, article graph.Date, m graph.Modality) graph.Date {
	list := w.phrases(w.d.Sent[t])
	if len(list) == 0 {
		return ""
	}
	future := m == graph.Planned || m == graph.Hypothetical
	best, near := -1, int32(1<<30)
	clause := w.clauseOf(t)
	for i := range list {
		p := &list[i]
		switch p.Prep {
		case "until", "till", "by", "to", "before", "after": // bounds
			continue
		}
		top := p.Top(w.d)
		if n := p.Attribute(w.d); n >= 0 && n != t && !w.below(n, t, clause) {
			if !w.occasion(n) {
				continue // "welcomed the July 3 talks" does not tell when they were welcomed
			}
			top = n // "at the July 3 talks" does
		}
		d := top - t
		if d < 0 {
			d = -d
		}
		switch {
		case w.below(top, t, clause):
			d -= 2000 // inside the event's own phrase
		case !w.carried(t, clause):
			continue
		case w.clauseOf(top) == clause:
		case w.sharesTime(t, w.clauseOf(top)):
			d += 1000
		case w.meanwhile(clause, w.clauseOf(top)):
			d += 2000
		default:
			continue
		}
		if d < near {
			best, near = i, d
		}
	}
	if best < 0 {
		return ""
	}
	return list[best].Resolve(article, future)
}

// occasion reports whether noun n tells on which occasion its clause goes on: "at the July 3 talks", "during her May visit".
func (w *work) occasion(n int32) bool {
	if w.d.Rels[n] != syntax.RelObl {
		return false
	}
	switch w.preposition(n) {
	case "in", "at", "during", "on":
		switch w.lemma[n] {
		case "summit", "session", "conference", "call", "ceremony", "forum":
			return true
		}
		return w.event(n) || tripNoun(w.lemma[n])
	}
	return false
}

// carried reports whether the act of noun t goes on when its clause does: "held talks", "the talks ended". What is condemned
// or discussed went on before. An act of a verb is the clause's own.
func (w *work) carried(t, clause int32) bool {
	if t == clause || w.d.UPOS[t] != syntax.NOUN && w.d.UPOS[t] != syntax.PROPN {
		return true
	}
	i := t
	for n := 0; n < maxDepth && w.d.Heads[i] >= 0 && !w.clausal(w.d.Heads[i]); n++ {
		i = w.d.Heads[i]
	}
	h := w.d.Heads[i]
	if h < 0 || w.d.UPOS[h] != syntax.VERB {
		return true
	}
	switch w.d.Rels[i] {
	case syntax.RelObj, syntax.RelNsubj, syntax.RelNsubjPass:
		return w.carries(h)
	}
	return true
}

// carries reports whether verb h tells no more of the event noun beside it than that it goes on, is planned or does not.
func (w *work) carries(h int32) bool {
	x, ok := w.wrapperOf(h)
	return ok && x.does() || w.happens(h) || w.happensIn(h) || w.passive(h)
}

// clauseOf returns the head of the clause that token i stands in.
func (w *work) clauseOf(i int32) int32 {
	for range 2 * maxDepth {
		if w.clausal(i) {
			return i
		}
		h := w.d.Heads[i]
		if h < 0 {
			return i
		}
		i = h
	}
	return i
}

// below reports whether token i hangs under t without leaving the clause.
func (w *work) below(i, t, clause int32) bool {
	for range maxDepth {
		if i == t {
			return t != clause
		}
		if i < 0 || i == clause {
			return false
		}
		i = w.d.Heads[i]
	}
	return false
}

// meanwhile reports whether clause c tells by "as", "when" or "while" what went on during clause k.
func (w *work) meanwhile(k, c int32) bool {
	if w.d.Heads[c] != k || w.d.Rels[c] != syntax.RelAdvcl {
		return false
	}
	for i := w.first[c]; i >= 0; i = w.next[i] {
		if w.d.Rels[i] == syntax.RelMark || w.d.Rels[i] == syntax.RelAdvmod {
			switch w.d.Lemmas[i] {
			case "as", "when", "while":
				return true
			}
		}
	}
	return false
}

// sharesTime reports whether the act at t happens at the time of clause c: they are joined by "and", or t is a participle
// or purpose of c.
func (w *work) sharesTime(t, c int32) bool {
	k := w.clauseOf(t)
	for range maxDepth {
		h := w.d.Heads[k]
		if h < 0 {
			return false
		}
		switch w.d.Rels[k] {
		case syntax.RelConj:
			if w.ownSubject(k) >= 0 {
				return false
			}
		case syntax.RelAdvcl:
			if w.finite(k) && !w.hasLemma(k, syntax.RelAdvmod, "where") || w.hasLemma(k, syntax.RelMark, "for") { // "punished for testing"
				return false
			}
		case syntax.RelAcl:
			if w.d.XPOS[k] != syntax.TagVBG || w.finite(k) { // "met rebels fighting in the north"
				return false
			}
		case syntax.RelAclRelcl, syntax.RelAdvclRelcl: // "travels to Rome on Monday, where he will speak"
			if !w.hasLemma(k, syntax.RelAdvmod, "where") {
				return false
			}
		case syntax.RelXcomp:
			if x, ok := w.wrapperOf(h); ok && x.gives != givesAsserted {
				return false
			}
		case syntax.RelCcomp, syntax.RelParataxis:
			// "..., Lavrov said on Monday" tells when it was said
			return false
		default:
			return false
		}
		k = w.clauseOf(h)
		if k == c {
			return true
		}
	}
	return false
}
