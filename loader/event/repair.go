package event

import (
	"entente/loader/syntax"
)

// repair mends what parsers make of "Japan on Friday lifted sanctions": a finite verb between a day and its object is
// taken for a participle before the noun. It works on copies of the document's columns.
func (w *work) repair() {
	d := &w.doc
	for i := range d.Sentences {
		s := &d.Sentences[i]
		for t := s.First + 2; t < s.Last; t++ {
			if d.UPOS[t] != syntax.VERB || d.Rels[t] != syntax.RelAmod && d.Rels[t] != syntax.RelAcl || d.XPOS[t] != syntax.TagVBD && d.XPOS[t] != syntax.TagVBN {
				continue
			}
			h := d.Heads[t]
			if h <= t || d.UPOS[h] != syntax.NOUN && d.UPOS[h] != syntax.PROPN || !weekdayWord(d.Form(int(t-1))) {
				continue
			}
			root := h
			for n := 0; d.Heads[root] >= 0 && n < maxDepth; n++ {
				root = d.Heads[root]
			}
			if root == h {
				subject := int32(-1)
				for c := s.First; c < t; c++ {
					if d.Heads[c] == h && (d.UPOS[c] == syntax.PROPN || d.UPOS[c] == syntax.NOUN) && !weekdayWord(d.Form(int(c))) {
						subject = c
						break
					}
				}
				if subject < 0 {
					continue
				}
				root = subject
			} else if root > t || d.UPOS[root] == syntax.VERB || d.Heads[root] >= 0 {
				continue
			}
			d.Heads[t], d.Rels[t] = -1, syntax.RelRoot
			d.Heads[h], d.Rels[h] = t, syntax.RelObj
			d.Heads[root], d.Rels[root] = t, syntax.RelNsubj
			break
		}
	}
}

// weekdayWord reports whether a word is a day that may stand before a verb.
func weekdayWord(s string) bool {
	switch s {
	case "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "today", "yesterday":
		return true
	}
	return false
}
