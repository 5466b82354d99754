package event

import (
	"entente/graph"
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
		if n := p.Attribute(w.d); n >= 0 && n != t && !w.below(n, t, clause) {
			continue // "welcomed the July 3 talks" does not tell when they were welcomed
		}
		top := p.Top(w.d)
		d := top - t
		if d < 0 {
			d = -d
		}
		switch {
		case w.below(top, t, clause):
			d -= 2000 // inside the event's own phrase
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
			if w.finite(k) {
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
