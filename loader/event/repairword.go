package event

import "entente/loader/syntax"

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
