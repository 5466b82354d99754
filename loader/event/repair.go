package event

import (
	"entente/loader/syntax"
)

// repair mends what parsers often make of news. It works on copies of the document's columns.
func (w *work) repair() {
	w.daysBeforeVerbs()
	w.daysBeforeObjects()
	w.casesBeforeParticiples()
	w.namesBeforePurposes()
	w.namesBeforeVerbs()
	w.nounsTakenForVerbs()
	w.headlineVerbs()
	w.headlessClauses()
	w.secondSubjects()
	w.thatClauses()
	w.daysBeforeSubjects()
	w.titlesBeforeNames()
	w.relativesClosed()
	w.phrasesBeforeRelatives()
	w.clauses()
	w.conjunctsOfAppositions()
	w.subjectsBehindCases()
	w.sayings()
}

// maxReach bounds how far a repair looks back.
const maxReach = 40

// namesBeforePurposes mends "met with Prime Minister Abe to discuss": the name is not the subject of "discuss".
func (w *work) namesBeforePurposes() {
	d := &w.doc
	for i := range d.Sentences {
		s := &d.Sentences[i]
		for v := s.First + 2; v < s.Last; v++ {
			if d.XPOS[v] != syntax.TagVB || d.Heads[v] < s.First || d.Rels[v] != syntax.RelAdvcl && d.Rels[v] != syntax.RelXcomp && d.Rels[v] != syntax.RelAcl && d.Rels[v] != syntax.RelCcomp {
				continue
			}
			g := d.Heads[v]
			if d.UPOS[g] != syntax.VERB && d.UPOS[g] != syntax.NOUN || g > v {
				continue
			}
			to, n, wh := int32(-1), int32(-1), false
			for k := max(s.First, v-maxReach); k < v; k++ {
				switch {
				case d.Heads[k] != v:
				case d.XPOS[k] == syntax.TagTO:
					to = k
				case d.Rels[k] == syntax.RelNsubj:
					n = k
				case d.Rels[k] == syntax.RelMark || d.Rels[k] == syntax.RelAux:
					wh = true // "for him to go"
				}
			}
			if to < 0 || n < g || wh || to < n || d.UPOS[n] != syntax.PROPN && d.UPOS[n] != syntax.NOUN {
				continue
			}
			adposition, object := false, false
			for k := g + 1; k < n; k++ {
				if d.Rels[k] == syntax.RelCase && d.UPOS[k] == syntax.ADP && (d.Heads[k] == n || d.Heads[d.Heads[k]] == n) {
					adposition = true
				}
				object = object || d.Heads[k] == g && d.Rels[k] == syntax.RelObj
			}
			switch {
			case adposition && d.UPOS[g] == syntax.NOUN:
				d.Heads[n], d.Rels[n] = g, syntax.RelNmod
			case adposition:
				d.Heads[n], d.Rels[n] = g, syntax.RelObl
			case !object && d.UPOS[g] == syntax.VERB && d.Rels[v] == syntax.RelAdvcl:
				d.Heads[n], d.Rels[n] = g, syntax.RelObj
			}
		}
	}
}

// headlessClauses mends "A report called for sanctions." whose only verb was taken for a participle after its subject.
func (w *work) headlessClauses() {
	d := &w.doc
	for i := range d.Sentences {
		s := &d.Sentences[i]
		root, verb := int32(-1), int32(-1)
		for t := s.First; t < s.Last; t++ {
			switch d.XPOS[t] {
			case syntax.TagVBD, syntax.TagVBZ, syntax.TagVBP, syntax.TagMD:
				if d.Rels[t] != syntax.RelAmod {
					root = -2
				}
			}
			if root == -2 {
				break
			}
			if d.Heads[t] < 0 && (d.UPOS[t] == syntax.NOUN || d.UPOS[t] == syntax.PROPN) {
				root = t
			}
			if verb < 0 && root >= 0 && d.Heads[t] == root && d.Rels[t] == syntax.RelAcl && d.XPOS[t] == syntax.TagVBN {
				verb = t
			}
		}
		if root >= 0 && verb < 0 {
			w.verbBeforeRoot(s.First, root)
		}
		if root < 0 || verb < 0 {
			continue
		}
		for t := verb + 1; t < s.Last; t++ {
			if d.Heads[t] != verb {
				continue
			}
			switch r := d.Rels[t]; {
			case r == syntax.RelObj, r == syntax.RelXcomp, r == syntax.RelCcomp, r == syntax.RelObl && d.Lemmas[verb] == "call" && d.Lemmas[verb+1] == "for":
				d.Heads[verb], d.Rels[verb] = -1, syntax.RelRoot
				d.Heads[root], d.Rels[root] = verb, syntax.RelNsubj
			}
		}
	}
}

// verbBeforeRoot mends "Turkey airlifted supplies to Bosnia." whose verb was taken for a participle or adjective before its
// object.
func (w *work) verbBeforeRoot(first, root int32) {
	d := &w.doc
	for t := first + 1; t < root; t++ {
		if d.Heads[t] != root || d.Rels[t] != syntax.RelAmod {
			continue
		}
		if _, past := irregular[d.Form(int(t))]; !past && (d.UPOS[t] != syntax.VERB || d.XPOS[t] != syntax.TagVBN && d.XPOS[t] != syntax.TagVBD) {
			continue
		}
		for c := t - 1; c >= first; c-- {
			if d.Heads[c] == root && (d.UPOS[c] == syntax.PROPN || d.UPOS[c] == syntax.NOUN) {
				d.Heads[t], d.Rels[t] = -1, syntax.RelRoot
				d.Heads[root], d.Rels[root] = t, syntax.RelObj
				d.Heads[c], d.Rels[c] = t, syntax.RelNsubj
				d.UPOS[t], d.XPOS[t] = syntax.VERB, syntax.TagVBD
				return
			}
		}
		return
	}
}

// secondSubjects mends "Croatia severed ties": the second of two subjects, behind the verb, is its object.
func (w *work) secondSubjects() {
	d := &w.doc
	for i := range d.Sentences {
		s := &d.Sentences[i]
		for t := s.First; t < s.Last; t++ {
			v := d.Heads[t]
			if d.Rels[t] != syntax.RelNsubj || v < s.First || v >= t || d.UPOS[v] != syntax.VERB {
				continue
			}
			subject, object, adposition := false, false, false
			for k := s.First; k < s.Last; k++ {
				if d.Heads[k] == v {
					subject = subject || k < v && d.Rels[k] == syntax.RelNsubj
					object = object || d.Rels[k] == syntax.RelObj || d.Rels[k] == syntax.RelCcomp
				}
				adposition = adposition || k > v && k < t && d.Rels[k] == syntax.RelCase && d.UPOS[k] == syntax.ADP && (d.Heads[k] == t || d.Heads[d.Heads[k]] == t)
			}
			switch {
			case subject && adposition: // "issued warrants for President Putin"
				d.Rels[t] = syntax.RelObl
			case subject && !object:
				d.Rels[t] = syntax.RelObj
			}
		}
	}
}

// daysBeforeVerbs mends "Japan on Friday lifted sanctions": a finite verb between a day and its object is taken for a
// participle before the noun.
func (w *work) daysBeforeVerbs() {
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

// daysBeforeObjects mends "denied on Thursday charges by Ghana": the day is not part of the object behind it.
func (w *work) daysBeforeObjects() {
	d := &w.doc
	for t := int32(3); int(t) < d.Len(); t++ {
		v, day := d.Heads[t], t-1
		if d.Rels[t] != syntax.RelObl || d.XPOS[t] != syntax.TagNNS || v < 0 || v != t-3 || d.UPOS[v] != syntax.VERB || d.Heads[day] != t || d.Rels[day] != syntax.RelCompound ||
			!weekdayWord(d.Form(int(day))) || d.Heads[t-2] != t || d.Rels[t-2] != syntax.RelCase {
			continue
		}
		d.Rels[t] = syntax.RelObj
		d.Heads[day], d.Rels[day] = v, syntax.RelObl
		d.Heads[t-2] = day
	}
}

// casesBeforeParticiples mends "granted asylum to officers holed up in": who stands after a preposition belongs to the verb
// before it, and is no subject of the participle.
func (w *work) casesBeforeParticiples() {
	d := &w.doc
	for k := int32(0); int(k) < d.Len(); k++ {
		if d.Rels[k] != syntax.RelCase || d.UPOS[k] != syntax.ADP {
			continue
		}
		n := d.Heads[k]
		if n <= k || d.Rels[n] != syntax.RelNsubj || d.UPOS[n] != syntax.NOUN && d.UPOS[n] != syntax.PROPN {
			continue
		}
		v := d.Heads[n]
		if v <= n || d.Rels[v] != syntax.RelAdvcl || d.XPOS[v] != syntax.TagVBN && d.XPOS[v] != syntax.TagVBG {
			continue
		}
		g := d.Heads[v]
		if g < 0 || g >= k || d.UPOS[g] != syntax.VERB || d.Sent[g] != d.Sent[k] {
			continue
		}
		d.Heads[n], d.Rels[n] = g, syntax.RelObl
		d.Heads[v], d.Rels[v] = n, syntax.RelAcl
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

// keepTrees gives a sentence back what the parser made of it where the mends before have left heads that hang at each other.
func (w *work) keepTrees(parsed *syntax.Document) {
	d := &w.doc
	w.walked = resize(w.walked, d.Len())
	clear(w.walked)
	for i := range d.Sentences {
		s := d.Sentences[i]
		if !w.isTree(s.First, s.Last) {
			copy(d.Heads[s.First:s.Last], parsed.Heads[s.First:s.Last])
			copy(d.Rels[s.First:s.Last], parsed.Rels[s.First:s.Last])
			copy(d.UPOS[s.First:s.Last], parsed.UPOS[s.First:s.Last])
			copy(d.XPOS[s.First:s.Last], parsed.XPOS[s.First:s.Last])
		}
	}
}

// isTree reports whether every token of [first, last) comes to a root. w.walked, zero before, tells from which token, counted
// from 1, a token was come to.
func (w *work) isTree(first, last int32) bool {
	for t := first; t < last; t++ {
		h := t
		for ; h >= 0 && w.walked[h] == 0; h = w.doc.Heads[h] {
			w.walked[h] = t + 1
		}
		if h >= 0 && w.walked[h] == t+1 {
			return false
		}
	}
	return true
}
