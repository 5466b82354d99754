package event

import (
	"strings"

	"entente/loader/syntax"
)

// namesBeforeVerbs mends "in the video game Norway attacks Mexico" and "should Norway attack Mexico": a name right before a
// verb that has no subject is no part of the noun before it, nor of the verb.
func (w *work) namesBeforeVerbs() {
	d := &w.doc
	for v := int32(1); int(v) < d.Len(); v++ {
		n := v - 1
		if d.UPOS[v] != syntax.VERB || d.UPOS[n] != syntax.PROPN || d.Sent[n] != d.Sent[v] {
			continue
		}
		for n > 0 && d.Rels[n] == syntax.RelFlat && d.Heads[n] == n-1 {
			n--
		}
		if h := d.Heads[n]; d.Rels[n] != syntax.RelCompound || h != v && (h < 0 || h >= n) || d.Heads[v] == n {
			continue
		}
		switch d.Rels[v] {
		case syntax.RelAmod, syntax.RelCompound, syntax.RelAcl, syntax.RelCase, syntax.RelFlat:
			continue
		}
		finite, subject := d.XPOS[v] == syntax.TagVBZ || d.XPOS[v] == syntax.TagVBP || d.XPOS[v] == syntax.TagVBD, false
		for k := d.Sentences[d.Sent[v]].First; k < v; k++ {
			if d.Heads[k] == v {
				finite = finite || d.Rels[k] == syntax.RelAux && d.XPOS[v] == syntax.TagVB && k < n
				subject = subject || d.Rels[k] == syntax.RelNsubj || d.Rels[k] == syntax.RelNsubjPass || d.XPOS[k] == syntax.TagTO
			}
		}
		if !finite || subject {
			continue
		}
		if h := d.Heads[n]; h < n && d.Heads[h] == v && d.Rels[h] == syntax.RelCompound {
			d.Rels[h] = syntax.RelObl
		}
		d.Heads[n], d.Rels[n] = v, syntax.RelNsubj
	}
}

// nounsTakenForVerbs mends "condemned the group's missile launches": what stands in an object's place with an owner, an article or
// an adjective before it is a noun.
func (w *work) nounsTakenForVerbs() {
	d := &w.doc
	for t := range int32(d.Len()) {
		if d.UPOS[t] != syntax.VERB || d.XPOS[t] != syntax.TagVBZ || d.Rels[t] != syntax.RelObj && d.Rels[t] != syntax.RelObl && d.Rels[t] != syntax.RelNmod {
			continue
		}
		noun, subject := false, false
		for k := max(d.Sentences[d.Sent[t]].First, t-maxReach); k < t; k++ {
			if d.Heads[k] != t {
				continue
			}
			switch d.Rels[k] {
			case syntax.RelNmodPoss, syntax.RelAmod, syntax.RelCompound, syntax.RelDet:
				noun = true
			case syntax.RelNsubj, syntax.RelAux, syntax.RelMark:
				subject = true
			}
		}
		if noun && !subject {
			d.UPOS[t], d.XPOS[t] = syntax.NOUN, syntax.TagNNS
		}
	}
}

// headlineVerbs mends "Norwegian drones strike two bases": a noun between a plural that it would be named after and a number
// is the verb of a sentence that has no other.
func (w *work) headlineVerbs() {
	d := &w.doc
	for i := range d.Sentences {
		s := &d.Sentences[i]
		for t := s.First + 1; t+1 < s.Last; t++ {
			switch d.XPOS[t] {
			case syntax.TagNN, syntax.TagNNS, syntax.TagVBP, syntax.TagVB:
			default:
				continue
			}
			if d.Heads[t] >= 0 || d.Heads[t-1] != t || d.Rels[t-1] != syntax.RelCompound || d.XPOS[t-1] != syntax.TagNNS || d.UPOS[t+1] != syntax.NUM && d.UPOS[t+1] != syntax.DET ||
				len(w.p.verbs[w.verbLemma(t)]) == 0 || w.hasFinite(s.First, t) || w.hasFinite(t+1, s.Last) {
				continue
			}
			d.UPOS[t], d.XPOS[t], d.Rels[t-1] = syntax.VERB, syntax.TagVBP, syntax.RelNsubj
			for k := t + 1; k < s.Last; k++ {
				if d.Heads[k] == t && (d.Rels[k] == syntax.RelObj || d.Rels[k] == syntax.RelAppos) && (d.UPOS[k] == syntax.NOUN || d.UPOS[k] == syntax.PROPN) {
					d.Rels[k] = syntax.RelObj
					break
				}
			}
			break
		}
	}
}

// hasFinite reports whether one of the tokens has a tense.
func (w *work) hasFinite(first, last int32) bool {
	for t := first; t < last; t++ {
		switch w.doc.XPOS[t] {
		case syntax.TagVBD, syntax.TagVBZ, syntax.TagVBP, syntax.TagMD:
			return true
		}
	}
	return false
}

// titlesBeforeNames mends "Head of the Republic Jane Roe informed the president": of two subjects before a verb the first, a title,
// is that of the second, a name right before the verb.
func (w *work) titlesBeforeNames() {
	d := &w.doc
	for n := int32(1); int(n) < d.Len(); n++ {
		v := d.Heads[n]
		if d.Rels[n] != syntax.RelNsubj || d.UPOS[n] != syntax.PROPN || v <= n || v > n+4 || d.UPOS[v] != syntax.VERB {
			continue
		}
		for k := n + 1; k < v; k++ { // nothing but the rest of the name
			if d.Heads[k] < n || d.Heads[k] >= v {
				v = -1
				break
			}
		}
		for k := n - 1; v >= 0 && k >= max(d.Sentences[d.Sent[n]].First, n-maxTitle); k-- {
			if d.Form(int(k)) == "," || d.UPOS[k] == syntax.CCONJ {
				break
			}
			if d.Heads[k] == v && d.Rels[k] == syntax.RelNsubj && w.p.roles[strings.ToLower(d.Lemmas[k])]&w.titleClass != 0 {
				d.Heads[k], d.Rels[k] = n, syntax.RelNmodDesc
				break
			}
		}
	}
}

// relativesClosed mends "was to attend the forum, which lasts a week, and was due to visit": a comma before "and" closes a relative
// clause in the present tense, so that a verb in the past behind it is joined to the main one.
func (w *work) relativesClosed() {
	d := &w.doc
	for v := int32(2); int(v) < d.Len(); v++ {
		h := d.Heads[v]
		if d.Rels[v] != syntax.RelConj || h < 0 || h >= v || d.Rels[h] != syntax.RelAclRelcl || d.XPOS[h] != syntax.TagVBZ && d.XPOS[h] != syntax.TagVBP {
			continue
		}
		closed, past, subject := false, d.XPOS[v] == syntax.TagVBD, false
		for k := h + 1; k < v; k++ {
			if d.Heads[k] != v {
				continue
			}
			closed = closed || d.Rels[k] == syntax.RelCc && d.Form(int(k-1)) == ","
			past = past || d.XPOS[k] == syntax.TagVBD
			subject = subject || d.Rels[k] == syntax.RelNsubj || d.Rels[k] == syntax.RelNsubjPass
		}
		g := d.Heads[h]
		for n := 0; g >= 0 && d.Heads[g] >= 0 && n < maxDepth; n++ {
			g = d.Heads[g]
		}
		if closed && past && !subject && g >= 0 && g < h && d.UPOS[g] == syntax.VERB {
			d.Heads[v] = g
		}
	}
}

// phrasesBeforeRelatives mends "a report of the agency on Monday, which cited him": what stands before "which" is no part of its
// clause.
func (w *work) phrasesBeforeRelatives() {
	d := &w.doc
	for r := int32(2); int(r) < d.Len(); r++ {
		v := d.Heads[r]
		if d.XPOS[r] != syntax.TagWDT && d.XPOS[r] != syntax.TagWP || v <= r || d.Rels[v] != syntax.RelAclRelcl || d.Form(int(r-1)) != "," {
			continue
		}
		h := d.Heads[v]
		for k := max(h+1, r-maxReach); k < r-1; k++ {
			if d.Heads[k] == v && (d.Rels[k] == syntax.RelObl || d.Rels[k] == syntax.RelOblUnmarked) {
				d.Heads[k], d.Rels[k] = h, syntax.RelNmod
			}
		}
	}
}

// conjunctsOfAppositions mends "China, their largest partner and patron": what is joined without a comma to an apposition is no
// member of a list with the name before it.
func (w *work) conjunctsOfAppositions() {
	d := &w.doc
	for c := int32(3); int(c) < d.Len(); c++ {
		x := d.Heads[c]
		if d.Rels[c] != syntax.RelConj || d.UPOS[c] != syntax.NOUN || x < 0 || x >= c || d.UPOS[x] != syntax.PROPN {
			continue
		}
		appos := int32(-1)
		for k := x + 1; k < c; k++ {
			if d.Heads[k] == x && d.Rels[k] == syntax.RelAppos && d.UPOS[k] == syntax.NOUN {
				appos = k
			}
			if appos >= 0 && k > appos && d.UPOS[k] == syntax.PUNCT {
				appos = -1
				break
			}
		}
		if appos >= 0 {
			d.Heads[c] = appos
		}
	}
}

// subjectsBehindCases mends "clashes in and around the capital Lyon kill ten": what stands behind the preposition that was given to
// the verb is no subject of it.
func (w *work) subjectsBehindCases() {
	d := &w.doc
	for k := range int32(d.Len()) {
		v := d.Heads[k]
		if d.Rels[k] != syntax.RelCase || d.UPOS[k] != syntax.ADP || v <= k || d.UPOS[v] != syntax.VERB {
			continue
		}
		for n := k + 1; n < v; n++ {
			if d.Heads[n] != v {
				continue
			}
			if d.Rels[n] == syntax.RelNsubj {
				d.Rels[n], d.Heads[k] = syntax.RelObl, n
			}
			break
		}
	}
}
