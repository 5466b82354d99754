package event

// The places of a trigger where its arguments stand.

import (
	"entente/graph"
	"entente/loader/entity"
	"entente/loader/syntax"
)

// predicated reports whether t says something of a bearer: "is an ally", "China, their patron", "friendly Oman".
func (w *work) predicated(t int32) bool {
	switch w.d.Rels[t] {
	case syntax.RelAppos, syntax.RelAmod, syntax.RelAcl:
		return true
	case syntax.RelXcomp: // "stands ready", "remains the largest donor"
		return w.d.UPOS[t] == syntax.ADJ || w.d.UPOS[t] == syntax.NOUN
	case syntax.RelConj:
		if h := w.d.Heads[t]; h >= 0 {
			return w.has(h, syntax.RelCop) || w.d.Rels[h] == syntax.RelAppos || w.d.UPOS[t] == syntax.NOUN && len(w.p.adjectives[w.lemma[t]]) > 0 && w.nameBefore(h) >= 0
		}
	}
	return w.has(t, syntax.RelCop) || w.has(t, syntax.RelAppos) || w.d.UPOS[t] == syntax.ADJ && w.has(t, syntax.RelNsubj) ||
		w.d.UPOS[t] == syntax.NOUN && len(w.p.adjectives[w.lemma[t]]) > 0 && w.nameBefore(t) >= 0
}

// bearer returns of whom the predicate noun or adjective t is said, or -1.
func (w *work) bearer(t int32) int32 {
	for range maxDepth {
		if s := w.ownSubject(t); s >= 0 {
			return s
		}
		h := w.d.Heads[t]
		if h < 0 {
			break
		}
		switch w.d.Rels[t] {
		case syntax.RelAppos, syntax.RelAmod, syntax.RelAcl, syntax.RelAclRelcl:
			if n := w.nameBefore(t); n >= 0 && w.d.Rels[t] == syntax.RelAppos && w.mentionAt(h) < 0 { // "in a suburb of Aden, the capital"
				return n
			}
			return h
		case syntax.RelXcomp:
			if s, _ := w.surfaceSubject(h); s >= 0 {
				return s
			}
		case syntax.RelConj:
			t = h
			continue
		}
		break
	}
	if a := w.child(t, syntax.RelAppos); a >= 0 {
		return a
	}
	return w.nameBefore(t)
}

// copular reports whether predicate noun t stands in a clause of its own: "is an ally".
func (w *work) copular(t int32) bool {
	if h := w.d.Heads[t]; h >= 0 && w.d.Rels[t] == syntax.RelConj {
		t = h
	}
	return w.has(t, syntax.RelCop) || w.ownSubject(t) >= 0 || w.d.Rels[t] == syntax.RelXcomp
}

// nameBefore returns the name that noun phrase t explains after a comma, whatever the parser made of it: "China, their
// largest trading partner"; or -1.
func (w *work) nameBefore(t int32) int32 {
	d := w.d
	lo := t
	for range maxDepth * 2 { // the leftmost token of the phrase
		k := w.first[lo]
		if k < 0 || k > lo || d.Rels[k] == syntax.RelPunct && w.next[k] > lo {
			break
		}
		for k >= 0 && (d.Rels[k] == syntax.RelPunct || d.Rels[k] == syntax.RelCc) {
			k = w.next[k]
		}
		if k < 0 || k >= lo || d.Rels[k] == syntax.RelCase || d.Rels[k] == syntax.RelCop || d.Rels[k] == syntax.RelNsubj {
			break
		}
		lo = k
	}
	if lo < 2 || d.Sent[lo-2] != d.Sent[t] || d.Form(int(lo-1)) != "," {
		return -1
	}
	if m := w.m.ByToken[lo-2]; m >= 0 {
		x := &w.m.Mentions[m]
		if x.Last == lo-1 && x.Kind == entity.Name && x.Head != t {
			return x.Head
		}
	}
	return -1
}

// governor returns the verb whose subject does what noun t names: the light verb of "held talks", the wrapper of
// "rejected talks"; derived tells a guess: "after talks with", -1 if there is none.
func (w *work) governor(t int32) (g int32, derived bool) {
	n := t
	for range 3 { // "a series of talks", "talks and consultations"
		h := w.d.Heads[n]
		if h < 0 {
			return -1, false
		}
		if w.d.Rels[n] == syntax.RelConj && !w.clausal(h) || w.d.Rels[n] == syntax.RelNmod && w.preposition(n) == "of" && w.p.roles[w.lemma[h]]&w.partitiveClass != 0 {
			n = h
			continue
		}
		if w.lemma[h] == "responsible" && w.preposition(n) == "for" && w.ownSubject(h) >= 0 {
			return h, true
		}
		if w.d.UPOS[h] != syntax.VERB {
			return -1, false
		}
		x, ok := w.wrapperOf(h)
		switch w.d.Rels[n] {
		case syntax.RelObj, syntax.RelNsubjPass:
			if ok && (x.does() || w.lemma[h] == "announce" || w.lemma[h] == "declare" || w.lemma[h] == "unveil") {
				return h, !x.support
			}
		case syntax.RelObl:
			switch w.preposition(n) {
			case "to", "in", "into", "for", "on", "with":
				if ok && x.does() && (!x.support || !w.has(h, syntax.RelObj) || w.hasLemma(h, syntax.RelObj, "part")) {
					return h, !x.support // not "put the blame for the attack on Russia"
				}
				if w.preposition(n) == "in" {
					return h, true
				}
			case "after", "during", "following", "at", "before", "ahead", "within":
				if class := w.p.class(w.lemma[t]); conflict(class) && (class != "PROTEST" || w.preposition(n) != "at") {
					return -1, false // who signs a treaty after an attack need not have attacked
				}
				return h, true
			}
		}
		return -1, false
	}
	return -1, false
}

// fill appends the tokens that stand in slot s of trigger t; derived tells that the slot was inherited or guessed.
func (w *work) fill(t int32, pos byte, s slot, dst []int32) (tokens []int32, derived bool) {
	d := w.d
	switch s.kind {
	case slotSubj:
		switch pos {
		case 'v':
			if w.passive(t) {
				if a := w.agent(t); a >= 0 {
					dst = append(dst, a)
				}
				return dst, false
			}
			if i, inherited := w.surfaceSubject(t); i >= 0 {
				return append(dst, i), inherited
			}
		case 'n':
			if i := w.ownSubject(t); i >= 0 && w.has(t, syntax.RelCop) && w.preposition(t) == "on" { // "is on a visit"
				return append(dst, i), false
			}
			g, guess := w.governor(t)
			if g < 0 {
				return dst, false
			}
			if d.Rels[t] == syntax.RelNsubjPass || w.passive(g) && d.Rels[t] != syntax.RelObl {
				if a := w.agent(g); a >= 0 {
					dst = append(dst, a)
				}
				return dst, guess
			}
			if w.passive(g) && w.lemma[g] != "engage" && w.lemma[g] != "involve" { // "were engaged in fighting"
				if a := w.agent(g); a >= 0 {
					dst = append(dst, a)
				}
				return dst, true
			}
			if x, ok := w.wrapperOf(g); ok && x.object && guess && w.addressee(g, t) < 0 {
				if o := w.object(g); o >= 0 && o != t {
					return append(dst, o), true
				}
				return dst, true
			}
			if i, _ := w.surfaceSubject(g); i >= 0 && i != t {
				dst = append(dst, i)
				if o := w.addressee(g, t); o >= 0 {
					dst = append(dst, o)
				}
				return dst, guess
			}
		case 'a':
			if i := w.bearer(t); i >= 0 {
				return append(dst, i), false
			}
		}
	case slotObj:
		if pos != 'v' {
			return dst, false
		}
		if w.passive(t) {
			if w.has(t, syntax.RelObj) {
				return append(dst, w.child(t, syntax.RelObj)), false
			}
			if i, inherited := w.surfaceSubject(t); i >= 0 {
				return append(dst, i), inherited
			}
			return dst, false
		}
		if o := w.object(t); o >= 0 {
			dst = append(dst, o)
			for c := w.next[o]; c >= 0 && d.Heads[o] == t; c = w.next[c] { // "shelled the capital Juba" taken apart
				if d.Rels[c] == syntax.RelObj {
					dst = append(dst, c)
				}
			}
			return dst, false
		}
		if j := w.behindPlace(t); j >= 0 {
			return append(dst, j), true
		}
		for c := w.first[t]; c >= 0; c = w.next[c] { // "expel United Nations inspectors" with the object as an adjunct
			if d.Rels[c] == syntax.RelObl && c > t && c <= t+4 && w.preposition(c) == "" && (d.UPOS[c] == syntax.NOUN || w.mentionAt(c) >= 0) {
				return append(dst, c), true
			}
		}
		if h := d.Heads[t]; h >= 0 && d.Rels[t] == syntax.RelXcomp && d.XPOS[t] == syntax.TagVBG { // "resume shelling positions" with the object at "resume"
			if o := w.child(h, syntax.RelObj); o > t {
				return append(dst, o), true
			}
		}
		if d.Rels[t] == syntax.RelAclRelcl && w.ownSubject(t) >= 0 && w.ownSubject(t) != d.Heads[t] {
			return append(dst, d.Heads[t]), true
		}
		// "met and praised Kim": the object stands at the last verb
		for c := w.first[t]; c >= 0; c = w.next[c] {
			if d.Rels[c] == syntax.RelConj && d.UPOS[c] == syntax.VERB && w.ownSubject(c) < 0 && c == t+2 {
				if o := w.object(c); o >= 0 {
					return append(dst, o), true
				}
			}
		}
	case slotIobj:
		if pos != 'v' {
			return dst, false
		}
		if i := w.child(t, syntax.RelIobj); i >= 0 {
			return append(dst, i), false
		}
		if o := w.child(t, syntax.RelObj); o > t && !w.passive(t) && w.twoObjects(o) { // "denied the Kremlin the means"
			return append(dst, o), false
		}
		if o := w.child(t, syntax.RelObj); o > t && !w.passive(t) { // "promised Ukraine tanks" with "Ukraine" before the noun
			for c := w.first[o]; c >= 0 && c < o; c = w.next[c] {
				if d.Rels[c] == syntax.RelCompound && c > t && c <= t+3 && (d.UPOS[c] == syntax.PROPN || d.UPOS[c] == syntax.NOUN) {
					if k := w.mentionAt(c); k >= 0 && (w.m.Mentions[k].Kind == entity.Name || w.m.Mentions[k].Kind == entity.Demonym && d.UPOS[c] == syntax.NOUN) && w.m.Mentions[k].First <= t+2 {
						return append(dst, c), true
					}
				}
			}
		}
		if w.passive(t) && w.has(t, syntax.RelObj) {
			if i, inherited := w.surfaceSubject(t); i >= 0 {
				return append(dst, i), inherited
			}
		}
	case slotPoss:
		if i := w.child(t, syntax.RelNmodPoss); i >= 0 {
			return append(dst, i), false
		}
		if h := d.Heads[t]; h >= 0 && d.Rels[t] == syntax.RelConj && pos != 'v' { // "their partner and patron"
			if i := w.child(h, syntax.RelNmodPoss); i >= 0 && i < h {
				return append(dst, i), false
			}
		}
	case slotMod:
		return w.modifiers(t, dst, 0), false
	case slotWord:
		for c := w.first[t]; c >= 0 && c < t; c = w.next[c] {
			if d.Rels[c] == syntax.RelCompound && d.UPOS[c] == syntax.NOUN {
				dst = append(dst, c)
			}
		}
		return dst, false
	case slotPrep:
		return w.after(t, pos, s.prep, dst)
	}
	return dst, false
}

// behindPlace returns whom verb t, which has no object, takes behind a place: "received in the Kremlin President Roe"; or -1.
func (w *work) behindPlace(t int32) int32 {
	d := w.d
	i := t + 1
	if int(i)+2 >= d.Len() || w.lemma[i] != "in" && w.lemma[i] != "at" || d.UPOS[i] != syntax.ADP {
		return -1
	}
	if i++; d.UPOS[i] == syntax.DET {
		i++
	}
	if int(i)+1 >= d.Len() || d.UPOS[i] != syntax.PROPN {
		return -1
	}
	end := i + 1
	if k := w.m.ByToken[i]; k >= 0 {
		if x := &w.m.Mentions[k]; x.Kind == entity.Name && x.First == i {
			end = x.Last
		}
	}
	if int(end) >= d.Len() || d.Sent[end] != d.Sent[t] {
		return -1
	}
	if j := w.personAfter(end); j >= 0 {
		return j
	}
	for k := end; int(k) < d.Len() && k < end+2*maxTitle && d.Sent[k] == d.Sent[t]; k++ { // of two titles: "Minister of Trade and Envoy to Mali Jane Roe"
		if m := w.m.ByToken[k]; m >= 0 {
			if x := &w.m.Mentions[m]; x.First == k && x.Kind == entity.Name && x.Office != "" && len(x.Entities) == 1 && w.m.Entities[x.Entities[0]].Type == graph.Person {
				return x.Head
			}
		}
		switch d.UPOS[k] {
		case syntax.ADJ, syntax.NOUN, syntax.PROPN, syntax.DET, syntax.ADP, syntax.CCONJ:
			continue
		}
		return -1
	}
	return -1
}

// twoObjects reports whether behind object o, a name, its verb has another with an article or a number: "denied Russia the
// means", "called Belarus a puppet".
func (w *work) twoObjects(o int32) bool {
	if w.mentionAt(o) < 0 {
		return false
	}
	for c := w.next[o]; c >= 0; c = w.next[c] {
		if w.d.Rels[c] == syntax.RelObj && w.d.UPOS[c] == syntax.NOUN && w.mentionAt(c) < 0 {
			return true
		}
	}
	return false
}

// addressee returns whom verb g speaks to in the conversation or meeting t: "in a telephone conversation Putin congratulated
// Xi"; or -1.
func (w *work) addressee(g, t int32) int32 {
	if w.d.Rels[t] != syntax.RelObl && w.d.Rels[t] != syntax.RelNmod || w.p.roles[w.lemma[g]]&w.addressClass == 0 {
		return -1
	}
	if w.p.class(w.lemma[t]) != "CONSULT" {
		return -1
	}
	if o := w.object(g); o >= 0 && w.mentionAt(o) >= 0 {
		return o
	}
	for c := w.first[g]; c >= 0; c = w.next[c] {
		if w.d.Rels[c] == syntax.RelObl && c > g && w.preposition(c) == "to" && w.mentionAt(c) >= 0 {
			return c
		}
	}
	if o := w.object(g); o >= 0 {
		for c := w.first[o]; c >= 0; c = w.next[c] {
			if w.d.Rels[c] == syntax.RelNmod && w.preposition(c) == "to" && w.mentionAt(c) >= 0 {
				return c
			}
		}
	}
	return -1
}

// modifiers appends actors that stand before noun t: "the Russian invasion", "Putin-Kim talks", "US-Russia summit".
func (w *work) modifiers(t int32, dst []int32, depth int) []int32 {
	for c := w.first[t]; c >= 0; c = w.next[c] {
		if c > t {
			break
		}
		switch w.d.Rels[c] {
		case syntax.RelAmod, syntax.RelCompound, syntax.RelNmodDesc, syntax.RelFlat, syntax.RelConj, syntax.RelNmod, syntax.RelNmodUnmarked:
			if w.mentionAt(c) >= 0 {
				dst = append(dst, c)
			}
			if depth < 2 {
				dst = w.modifiers(c, dst, depth+1)
				for k := w.first[c]; k >= 0; k = w.next[k] {
					if k > c && k < t && w.mentionAt(k) >= 0 && (w.d.Rels[k] == syntax.RelConj || w.d.Rels[k] == syntax.RelCompound || w.d.Rels[k] == syntax.RelFlat) && w.m.ByToken[k] != w.m.ByToken[c] {
						dst = append(dst, k)
					}
				}
			}
		}
	}
	return dst
}

// after appends what stands after preposition p of trigger t.
func (w *work) after(t int32, pos byte, p string, dst []int32) ([]int32, bool) {
	n := len(dst)
	dst, derived := w.afterTree(t, pos, p, dst)
	if p == "with" && len(dst) == n {
		dst = w.strayed(t, dst)
	}
	switch p {
	case "with", "to", "by":
		for k := n; k < len(dst); k++ {
			if j := w.personAfter(dst[k]); j >= 0 {
				dst[k] = j
			}
		}
		if len(dst) == n { // "spoke with acting Prime Minister Joseph" with "acting" as a verb
			for c := w.first[t]; c >= 0; c = w.next[c] {
				if (w.d.Rels[c] == syntax.RelAdvcl || w.d.Rels[c] == syntax.RelAcl) && w.hasLemma(c, syntax.RelMark, p) && w.d.XPOS[c] == syntax.TagVBG {
					if j := w.personAfter(c + 1); j >= 0 {
						dst = append(dst, j)
					}
				}
			}
		}
	}
	return dst, derived
}

// strayed appends the name after the first "with" behind t in its clause, which parsers hang below whatever stands between:
// "held talks in Jerusalem with Netanyahu", "met, on the margins of the summit, with President Duda".
func (w *work) strayed(t int32, dst []int32) []int32 {
	d := w.d
	end := d.Sentences[d.Sent[t]].Last
	for i := t + 1; i < end; i++ {
		switch d.UPOS[i] {
		case syntax.VERB, syntax.AUX, syntax.SCONJ, syntax.CCONJ:
			if w.clausal(i) || d.UPOS[i] != syntax.VERB {
				return dst
			}
		case syntax.PART:
			if d.XPOS[i] == syntax.TagTO {
				return dst
			}
		case syntax.NOUN:
			if w.event(i) {
				switch w.preposition(i) {
				case "via", "of", "at", "by", "in", "through":
				default:
					return dst // "after talks with": of the other noun
				}
			}
		case syntax.ADP:
			if w.lemma[i] != "with" || i+1 >= end {
				continue
			}
			if j := w.personAfter(i + 1); j >= 0 {
				return append(dst, j)
			}
			if h := d.Heads[i]; h > i && d.Rels[i] == syntax.RelCase && w.m.ByHead[h] >= 0 { // "with Special Envoy to Sudan Jane Roe"
				if x := &w.m.Mentions[w.m.ByHead[h]]; len(x.Entities) == 1 && w.m.Entities[x.Entities[0]].Type == graph.Person {
					return append(dst, h)
				}
			}
			if m := w.mentionAt(i + 1); m >= 0 && len(w.m.Mentions[m].Entities) == 1 && w.m.Entities[w.m.Mentions[m].Entities[0]].Type == graph.Person {
				return append(dst, i+1)
			}
			for k := i + 1; k < end && k <= i+maxTitle; k++ {
				if m := w.m.ByToken[k]; m >= 0 {
					x := &w.m.Mentions[m]
					if x.First == k && (x.Kind == entity.Name || x.Kind == entity.Title) && len(x.Entities) > 0 {
						return append(dst, x.Head)
					}
				}
				if u := d.UPOS[k]; u != syntax.ADJ && u != syntax.NOUN && u != syntax.PROPN && u != syntax.DET {
					return dst
				}
			}
			return dst
		}
	}
	return dst
}

// personAfter returns the head of the name that the title beginning near token i introduces, -1 if there is none or i names
// a person itself: "UN Special Envoy for Yemen Hans Grundberg", whatever the parser made of it.
func (w *work) personAfter(i int32) int32 {
	d := w.d
	if int(i) >= d.Len() {
		return -1
	}
	if k := w.mentionAt(i); k >= 0 && w.m.Mentions[k].Kind != entity.Title && len(w.m.Mentions[k].Entities) > 0 &&
		w.m.Entities[w.m.Mentions[k].Entities[0]].Type == graph.Person {
		return -1
	}
	title := false
	for t := i; int(t) < d.Len() && t < i+maxTitle && d.Sent[t] == d.Sent[i]; t++ {
		if k := w.m.ByToken[t]; k >= 0 {
			x := &w.m.Mentions[k]
			if x.First == t && x.Kind == entity.Name && len(x.Entities) == 1 && w.m.Entities[x.Entities[0]].Type == graph.Person {
				if title {
					return x.Head
				}
				return -1
			}
		}
		switch d.UPOS[t] {
		case syntax.ADJ, syntax.NOUN, syntax.PROPN, syntax.DET:
			title = title || w.p.roles[w.lemma[t]]&w.titleClass != 0
		case syntax.ADP:
			if l := w.lemma[t]; l != "of" && l != "for" || t == i {
				return -1
			}
		case syntax.PART: // "the region's governor"
			if d.XPOS[t] != syntax.TagPOS {
				return -1
			}
		case syntax.VERB:
			if w.lower(t) != "acting" {
				return -1
			}
		case syntax.PUNCT:
			if f := d.Form(int(t)); f != "-" && f != "/" && f != "–" {
				return -1
			}
		case syntax.CCONJ: // "Labour and Social Protection Minister"
			if t == i || w.m.ByHead[t-1] >= 0 {
				return -1
			}
		default:
			return -1
		}
	}
	return -1
}

func (w *work) afterTree(t int32, pos byte, p string, dst []int32) ([]int32, bool) {
	d := w.d
	n := len(dst)
	for c := w.first[t]; c >= 0; c = w.next[c] {
		switch d.Rels[c] {
		case syntax.RelObl, syntax.RelNmod, syntax.RelOblAgent, syntax.RelOblUnmarked, syntax.RelAdvmod, syntax.RelXcomp, syntax.RelCcomp:
			if w.preposition(c) == p && w.nominal(c) {
				dst = append(dst, c)
			}
		case syntax.RelObj: // "spoke with Minister Dr. Jaishankar"
			if p == "with" && w.mentionAt(c) >= 0 && w.preposition(c) == p {
				dst = append(dst, c)
			}
		}
	}
	if len(dst) > n {
		return dst, false
	}
	switch pos {
	case 'a':
		if p == "to" || p == "in" { // "the largest donor of aid to Iraq"
			return w.deep(t, p, dst, 0), false
		}
	case 'v':
		// "signed a treaty with Iran": the parser hangs "with" on either
		if o := w.child(t, syntax.RelObj); o >= 0 {
			for c := w.first[o]; c >= 0; c = w.next[c] {
				if d.Rels[c] != syntax.RelNmod {
					continue
				}
				if w.preposition(c) == p {
					dst = append(dst, c)
					continue
				}
				for k := w.first[c]; k >= 0; k = w.next[k] { // "some of its troops from Syria"
					if d.Rels[k] == syntax.RelNmod && w.preposition(k) == p && w.mentionAt(k) >= 0 {
						dst = append(dst, k)
					}
				}
			}
		}
		if o := w.object(t); o >= 0 && len(dst) == n && p != "of" && p != "in" {
			dst = w.deep(o, p, dst, 0)
		}
		// "arrived on Monday in Cairo" with the place below the day
		if len(dst) == n && p != "of" {
			for c := w.first[t]; c >= 0; c = w.next[c] {
				if d.Rels[c] == syntax.RelObl || d.Rels[c] == syntax.RelOblUnmarked {
					for k := w.first[c]; k >= 0; k = w.next[k] {
						if d.Rels[k] == syntax.RelNmod && w.preposition(k) == p && w.mentionAt(k) >= 0 {
							dst = append(dst, k)
						}
					}
				}
			}
		}
	case 'n':
		for c := w.first[t]; c >= 0; c = w.next[c] {
			// "talks held in Oslo between A and B", "relations between"
			if d.Rels[c] == syntax.RelAcl || d.Rels[c] == syntax.RelNmod && p != "of" {
				for k := w.first[c]; k >= 0; k = w.next[k] {
					if (d.Rels[k] == syntax.RelObl || d.Rels[k] == syntax.RelNmod || d.Rels[k] == syntax.RelOblAgent) && w.preposition(k) == p && (d.Rels[c] == syntax.RelAcl || w.mentionAt(k) >= 0) {
						dst = append(dst, k)
					} else if p == "between" && d.Rels[k] == syntax.RelObl { // below the place
						for j := w.first[k]; j >= 0; j = w.next[j] {
							if d.Rels[j] == syntax.RelNmod && w.preposition(j) == p {
								dst = append(dst, j)
							}
						}
					}
				}
			}
		}
		if i := t + 1; len(dst) == n && p == "between" && int(i) < d.Len() && w.lemma[i] == p && d.Rels[i] == syntax.RelCase && d.Heads[i] > i && w.mentionAt(d.Heads[i]) >= 0 {
			return append(dst, d.Heads[i]), false // "the agenda of talks between" at the agenda
		}
		if len(dst) == n && p != "of" && p != "in" && p != "by" {
			dst = w.deep(t, p, dst, 0)
		}
		if len(dst) > n {
			return dst, false
		}
		h := d.Heads[t]
		if h >= 0 && p != "of" && d.UPOS[h] == syntax.VERB && d.Rels[t] != syntax.RelNsubj {
			if x, ok := w.wrapperOf(h); ok || w.happens(h) {
				if p == "to" && !x.support && x.object {
					return dst, false
				}
				for c := w.first[h]; c >= 0; c = w.next[c] {
					if c != t && (d.Rels[c] == syntax.RelObl || d.Rels[c] == syntax.RelOblAgent) && w.preposition(c) == p {
						dst = append(dst, c)
					}
				}
			}
		} else if h >= 0 && d.Rels[t] == syntax.RelNsubj && w.happens(h) && p != "of" {
			for c := w.first[h]; c >= 0; c = w.next[c] {
				if d.Rels[c] == syntax.RelObl && w.preposition(c) == p {
					dst = append(dst, c)
				}
			}
		}
	}
	return dst, false
}

// taken lists participles that tell whose a thing was: "weapons seized from the army".
func taken(lemma string) bool {
	switch lemma {
	case "seize", "take", "steal", "capture", "confiscate", "loot", "borrow":
		return true
	}
	return false
}

// deep appends names after preposition p anywhere in noun phrase i: "lifted embargoes on sales of grain to Iran".
func (w *work) deep(i int32, p string, dst []int32, depth int) []int32 {
	if depth > 3 {
		return dst
	}
	for c := w.first[i]; c >= 0; c = w.next[c] {
		switch w.d.Rels[c] {
		case syntax.RelNmod:
		case syntax.RelConj:
			if w.d.UPOS[c] == syntax.VERB {
				continue
			}
		case syntax.RelAcl, syntax.RelAclRelcl: // "lifted the sanctions imposed on Iran"
			if !w.p.support(w.lemma[c]) && (p != "from" || !taken(w.lemma[c])) {
				continue
			}
			for k := w.first[c]; k >= 0; k = w.next[k] {
				if w.d.Rels[k] == syntax.RelObl && w.preposition(k) == p && w.mentionAt(k) >= 0 {
					return append(dst, k)
				}
			}
			continue
		default:
			continue
		}
		if w.preposition(c) == p && w.mentionAt(c) >= 0 {
			return append(dst, c)
		}
		n := len(dst)
		if dst = w.deep(c, p, dst, depth+1); len(dst) > n {
			return dst
		}
	}
	return dst
}
