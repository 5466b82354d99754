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
