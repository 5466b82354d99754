package event

import (
	"strings"

	"entente/loader/syntax"
)

// thatClauses mends "nobody doubts that Oslo joined the pact": a verb that has an object behind it has none before it, so
// that its "that" opens a clause and stands for nothing.
func (w *work) thatClauses() {
	d := &w.doc
	for i := range int32(d.Len()) {
		v := d.Heads[i]
		if d.Rels[i] != syntax.RelObj || v <= i || d.Form(int(i)) != "that" {
			continue
		}
		subject, object := false, false
		for k := i + 1; k < min(d.Sentences[d.Sent[v]].Last, v+maxReach); k++ {
			if d.Heads[k] == v {
				subject = subject || k < v && d.Rels[k] == syntax.RelNsubj
				object = object || k > v && d.Rels[k] == syntax.RelObj
			}
		}
		if subject && object {
			d.Rels[i] = syntax.RelMark
		}
	}
}

// daysBeforeSubjects mends "last November the two states held talks": of two subjects the first, which names a month, a day or
// a week, tells when.
func (w *work) daysBeforeSubjects() {
	d := &w.doc
	for i := range int32(d.Len()) {
		h := d.Heads[i]
		if d.Rels[i] != syntax.RelNsubj || h <= i {
			continue
		}
		switch dateWords[d.Form(int(i))].class {
		case cMonth, cWeekday, cUnit, cWeekend, cPartOfDay:
		default:
			continue
		}
		for k := i + 1; k < h; k++ {
			if d.Heads[k] == h && (d.Rels[k] == syntax.RelNsubj || d.Rels[k] == syntax.RelNsubjPass) {
				d.Rels[i] = syntax.RelOblUnmarked
				break
			}
		}
	}
}

// sayings mends two readings of reported speech. "The expert stresses that ...": the noun before "that" is the verb. "... left,"
// Macron said: of the two subjects of "left" the second, which stands right before the verb of saying, is that verb's.
func (w *work) sayings() {
	d := &w.doc
	for t := range int32(d.Len()) {
		x, ok := w.p.wrappers[wrapperKey{w.verbLemma(t), 'v'}]
		if !ok || x.gives != givesSaid && x.gives != givesFact && x.gives != givesAlleged {
			continue
		}
		switch {
		case d.UPOS[t] == syntax.NOUN && d.XPOS[t] == syntax.TagNNS:
			w.nounThatSays(t)
		case d.UPOS[t] == syntax.VERB:
			w.subjectBehindQuote(t)
		}
	}
}

func (w *work) verbLemma(t int32) string { return strings.ToLower(w.doc.Lemmas[t]) }

// nounThatSays makes noun t, between a singular noun and "that", the verb it is.
func (w *work) nounThatSays(t int32) {
	d := &w.doc
	s := &d.Sentences[d.Sent[t]]
	if t == s.First || t+2 >= s.Last || d.Form(int(t+1)) != "that" || d.Rels[t] != syntax.RelRoot {
		return
	}
	n := t - 1
	if d.Heads[n] != t || d.Rels[n] != syntax.RelCompound || d.XPOS[n] != syntax.TagNN && d.XPOS[n] != syntax.TagNNP {
		return
	}
	v := d.Heads[t+1]
	if v <= t || v >= s.Last || d.UPOS[v] == syntax.ADJ && d.Heads[v] != t {
		return
	}
	d.UPOS[t], d.XPOS[t] = syntax.VERB, syntax.TagVBZ
	d.Rels[n] = syntax.RelNsubj
	for k := s.First; k < n; k++ {
		if d.Heads[k] == t && d.Rels[k] != syntax.RelPunct {
			d.Heads[k] = n
		}
	}
	d.Heads[v], d.Rels[v], d.Rels[t+1] = t, syntax.RelCcomp, syntax.RelMark
}

// subjectBehindQuote gives verb t the subject right before it that the parser gave to what is said.
func (w *work) subjectBehindQuote(t int32) {
	d := &w.doc
	s := &d.Sentences[d.Sent[t]]
	first, second := int32(-1), int32(-1)
	for k := max(s.First, t-maxReach); k < t; k++ {
		if d.Rels[k] == syntax.RelNsubj {
			switch h := d.Heads[k]; {
			case h == t:
				return
			case h > k && h < t || h >= s.First && h < k && d.Heads[h] == t && d.Rels[h] == syntax.RelCcomp:
				first, second = second, k
			}
		}
	}
	if first < 0 || second < 0 || d.Heads[first] != d.Heads[second] || d.Heads[second] > second {
		return
	}
	for k := second + 1; k < t; k++ { // nothing but the rest of the name
		if h := d.Heads[k]; h < second || h >= t {
			return
		}
	}
	d.Heads[second] = t
}
