package event

import (
	"strconv"
	"strings"

	"entente/graph"
	"entente/graph/gazetteer"
	"entente/graph/ontology"
	"entente/loader/entity"
	"entente/loader/syntax"
)

// A proto is a statement in the making.
type proto struct {
	row       *row
	predicate graph.Predicate
	cameo     string
	trigger   int32
	a, b      arg
	state     bool
	position  string
	about     int32          // proto of the act that this one wraps, -1
	modality  graph.Modality // "" is that of the trigger's context
	drop      string         // why it is no statement
	prior     float32        // for statements without a row
}

// span is a range of protos.
type span struct{ from, to int32 }

// work is what one article needs; it is used again for the next.
type work struct {
	tree
	p    *patterns
	g    *gazetteer.Gazetteer
	m    *entity.Mentions
	date graph.Date // of the article

	doc   syntax.Document // the document with mended heads, relations and tags
	heads []int32
	rels  []syntax.Rel
	upos  []syntax.UPOS
	xpos  []syntax.XPOS

	known    []bool
	contexts []context
	outer    []context
	own      []graph.Modality
	bases    []context // per sentence
	bare     []bool    // sentences without a verb

	matched []bool
	spans   []span
	acts    []*row // the row that fits a trigger, whatever its arguments
	protos  []proto

	known1 func(string) bool
	host   int32   // who speaks first in a transcript, -1
	today  bool    // somebody in it says "today"
	labels []int32 // per sentence: where the label that names the speaker ends

	made map[graph.Node]int32
	hash string

	calendar Calendar
	dates    []DatePhrase
	datesOf  int32 // sentence, -1 for none

	args    []arg
	argMark int // where the arguments of the row in work begin
	tokens  []int32

	partitiveClass, agencyClass, instrumentClass, peopleClass, reportClass, organClass           wordClass
	addressClass                                                                                 wordClass
	plannedClass, possibleClass, allegedClass, happenClass, titleClass, stateClass, installClass wordClass
}

func newWork(p *patterns, g *gazetteer.Gazetteer) *work {
	w := &work{p: p, g: g, made: map[graph.Node]int32{}}
	w.known1 = w.knownVerb
	w.control = func(i int32) bool {
		x, ok := w.wrapperOf(i)
		return ok && (x.object || w.lemma[i] == "accuse" || w.lemma[i] == "suspect")
	}
	w.reports = func(i int32) bool { return w.p.roles[w.lemma[i]]&w.reportClass != 0 }
	w.partitiveClass = p.roleNames["partitive"]
	w.agencyClass = p.roleNames["agency"]
	w.instrumentClass = p.roleNames["instrument"]
	w.peopleClass = p.roleNames["people"]
	w.reportClass = p.roleNames["report"]
	w.organClass = p.roleNames["organ"]
	w.addressClass = p.roleNames["address"]
	w.plannedClass = p.roleNames["planned"]
	w.possibleClass = p.roleNames["possible"]
	w.allegedClass = p.roleNames["alleged"]
	w.happenClass = p.roleNames["happen"]
	w.titleClass = p.roleNames["title"]
	w.installClass = p.roleNames["install"]
	w.stateClass = p.roleNames["state"]
	return w
}

func (w *work) reset(d *syntax.Document, m *entity.Mentions) {
	w.doc = *d
	w.heads = append(w.heads[:0], d.Heads...)
	w.rels = append(w.rels[:0], d.Rels...)
	w.upos = append(w.upos[:0], d.UPOS...)
	w.xpos = append(w.xpos[:0], d.XPOS...)
	w.doc.Heads, w.doc.Rels, w.doc.UPOS, w.doc.XPOS = w.heads, w.rels, w.upos, w.xpos
	w.repair()
	d = &w.doc
	w.tree.reset(d, w.known1)
	w.m = m
	n := d.Len()
	w.known = resize(w.known, n)
	w.contexts = resize(w.contexts, n)
	w.outer = resize(w.outer, n)
	w.own = resize(w.own, n)
	w.matched = resize(w.matched, n)
	w.spans = resize(w.spans, n)
	w.acts = resize(w.acts, n)
	clear(w.known)
	clear(w.matched)
	clear(w.acts)
	w.bases = resize(w.bases, len(d.Sentences))
	w.bare = resize(w.bare, len(d.Sentences))
	w.labels = resize(w.labels, len(d.Sentences))
	clear(w.labels)
	for i := range d.Sentences {
		w.bare[i] = true
		for t := d.Sentences[i].First; t < d.Sentences[i].Last; t++ {
			if d.UPOS[t] == syntax.VERB && d.Rels[t] != syntax.RelAmod || d.UPOS[t] == syntax.AUX {
				w.bare[i] = false
				break
			}
		}
	}
	w.protos = w.protos[:0]
	clear(w.made)
	for i := range m.Entities {
		w.made[m.Entities[i].ID] = int32(i)
	}
	w.hash = ""
	w.datesOf = -1
	w.host = -1
	w.today = false
}

// knownVerb reports whether a table knows the verb.
func (w *work) knownVerb(lemma string) bool {
	if len(w.p.verbs[lemma]) > 0 {
		return true
	}
	_, ok := w.p.wrappers[wrapperKey{lemma, 'v'}]
	return ok
}

// rows returns the rows of trigger t.
func (w *work) rows(t int32) []*row {
	switch w.d.UPOS[t] {
	case syntax.VERB, syntax.AUX:
		if w.d.Rels[t] == syntax.RelAux || w.d.Rels[t] == syntax.RelAuxPass || w.d.Rels[t] == syntax.RelCop || w.d.Rels[t] == syntax.RelCase {
			return nil
		}
		return w.p.verbs[w.lemma[t]]
	case syntax.NOUN, syntax.PROPN, syntax.ADJ:
		if k := w.m.ByToken[t]; k >= 0 && w.m.Mentions[k].Kind == entity.Name && w.d.UPOS[t] != syntax.NOUN && w.m.Mentions[k].Last-w.m.Mentions[k].First > 1 {
			return nil // part of a name
		}
		if w.predicated(t) {
			if r := w.p.adjectives[w.lemma[t]]; len(r) > 0 {
				return r
			}
		}
		if w.d.UPOS[t] == syntax.ADJ {
			if w.has(t, syntax.RelObj) { // "it would free prisoners" with "free" as an adjective
				return w.p.verbs[w.lemma[t]]
			}
			return nil
		}
		return w.p.nouns[w.lemma[t]]
	}
	return nil
}

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

// addressee returns whom verb g speaks to in the conversation or meeting t: "in a telephone conversation Putin congratulated
// Xi"; or -1.
func (w *work) addressee(g, t int32) int32 {
	if w.d.Rels[t] != syntax.RelObl && w.d.Rels[t] != syntax.RelNmod || w.p.roles[w.lemma[g]]&w.addressClass == 0 {
		return -1
	}
	if m := ontology.Lookup(w.p.nouns[w.lemma[t]][0].predicate); m.Class != "CONSULT" {
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
		case syntax.NOUN:
			if w.event(i) {
				switch w.preposition(i) {
				case "via", "of", "at", "by", "in", "through":
				default:
					return dst // "after talks with": of the other noun
				}
			}
		case syntax.ADP:
			if w.lemma[i] != "with" {
				continue
			}
			if j := w.personAfter(i + 1); j >= 0 {
				return append(dst, j)
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
		if p == "to" { // "the largest donor of aid to Iraq"
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
					}
				}
			}
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
			if !w.p.support(w.lemma[c]) {
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

// arguments resolves the first alternative of slots that names somebody.
func (w *work) arguments(t int32, pos byte, alternatives []slot, side byte, kinds []string, dst []arg) []arg {
	n := len(dst)
	for _, s := range alternatives {
		if s.kind == slotComp {
			continue
		}
		if s.kind == slotAny {
			mark := n
			for mark > 0 && side == 'B' && w.args[mark-1].token >= 0 && mark > w.argMark {
				mark--
			}
			k := len(dst)
			for _, a := range w.anyone(t, mark, nil) {
				if accepts(kinds, w.m.Entities[a.entity].Type) {
					dst = append(dst, a)
				}
			}
			if len(dst) > k {
				return dst
			}
			continue
		}
		if s.kind == slotOffice {
			if dst = w.officeArgument(t, kinds, dst); len(dst) > n {
				return dst
			}
			continue
		}
		var derived bool
		mark := len(w.tokens)
		w.tokens, derived = w.fill(t, pos, s, w.tokens)
		list := w.tokens[mark:]
		for _, i := range list {
			dst = w.resolve(i, s, dst)
		}
		w.tokens = w.tokens[:mark]
		kept := dst[:n]
		for _, a := range dst[n:] {
			if s.body && !accepts(bodies, w.m.Entities[a.entity].Type) {
				continue
			}
			if !w.accepts(kinds, a) {
				if a.entity = w.seat(a); a.entity < 0 || !accepts(kinds, graph.Country) {
					continue
				}
				a.how = max(a.how, agency)
			}
			a.derived = derived
			kept = append(kept, a)
		}
		dst = kept
		if len(dst) > n {
			return dst
		}
	}
	return dst
}

// bodies are the kinds of a slot with %.
var bodies = []string{"Organization", "Agreement", "Event"}

// accepts reports whether an argument is of one of the kinds. A name that nothing is known of may be an actor.
func (w *work) accepts(kinds []string, a arg) bool {
	e := &w.m.Entities[a.entity]
	return accepts(kinds, e.Type) || w.unknownName(a) && accepts(kinds, graph.Company)
}

// seat returns the country of a place that stands for its government, "aid to Kabul", or whose courts and police act,
// "a court in Lyon"; or -1.
func (w *work) seat(a arg) int32 {
	e := &w.m.Entities[a.entity]
	if e.Type != graph.Place {
		return -1
	}
	i, ok := w.g.ByID(e.ID)
	if !ok {
		return -1
	}
	if c, ok := w.g.CapitalOf(i); ok {
		return w.add(c)
	}
	if a.how == agency {
		if c, ok := w.g.ByISO3(e.Country); ok {
			return w.add(c)
		}
	}
	return -1
}

func (w *work) unknownName(a arg) bool {
	e := &w.m.Entities[a.entity]
	if e.Type != graph.Topic && (e.Type != graph.Place || !strings.HasPrefix(string(e.ID), "ent:x/")) || a.token < 0 || w.d.UPOS[a.token] != syntax.PROPN {
		return false
	}
	k := w.mentionAt(a.token)
	return k >= 0 && w.m.Mentions[k].Kind == entity.Name
}

// anyone appends the first name in the clause of t behind it, other than those in w.args[mark:].
func (w *work) anyone(t int32, mark int, dst []arg) []arg {
	end := w.d.Sentences[w.d.Sent[t]].Last
	if h := w.d.Heads[t]; h >= 0 && w.d.Rels[t] == syntax.RelObj && w.d.UPOS[t] == syntax.NOUN && w.d.UPOS[h] == syntax.VERB {
		t = h // what hangs at "opened" in "opened an inquiry into"
	}
	for i := t + 1; i < end; i++ {
		k := w.m.ByHead[i]
		if k < 0 || len(w.m.Mentions[k].Entities) != 1 {
			continue
		}
		m := &w.m.Mentions[k]
		if m.Kind == entity.Pronoun || m.Kind == entity.Description {
			continue
		}
		inside := false
		for h, n := i, 0; h >= 0 && n < 3*maxDepth; h, n = w.d.Heads[h], n+1 {
			if h == t {
				inside = true
				break
			}
			if r := w.d.Rels[h]; r == syntax.RelParataxis || r == syntax.RelAclRelcl || r == syntax.RelConj && w.d.UPOS[h] == syntax.VERB {
				break
			}
		}
		if !inside {
			continue
		}
		e := m.Entities[0]
		known := false
		for _, a := range w.args[mark:] {
			known = known || a.entity == e
		}
		switch w.m.Entities[e].Type {
		case graph.Topic, graph.EventType, graph.Group:
			known = true
		}
		if !known {
			return append(dst, arg{entity: e, token: i, score: m.Score, how: owner, derived: true})
		}
	}
	return dst
}

// officeArgument appends the country or body of the office that the subject of t holds.
func (w *work) officeArgument(t int32, kinds []string, dst []arg) []arg {
	i, _ := w.surfaceSubject(t)
	if i < 0 {
		return dst
	}
	k := w.mentionAt(i)
	if k < 0 {
		return dst
	}
	m := &w.m.Mentions[k]
	of := m.OfficeOf
	if of < 0 && m.Office != "" {
		of = w.officeOf(m)
	}
	if of >= 0 && accepts(kinds, w.m.Entities[of].Type) {
		dst = append(dst, arg{entity: of, token: i, score: m.Score})
	}
	return dst
}

// classOf returns the word classes of noun phrase i: its head's, those of what stands before it and after "of".
func (w *work) classOf(i int32) frameClass {
	cl := w.p.classes[w.lemma[i]]
	for c := w.first[i]; c >= 0; c = w.next[c] {
		switch w.d.Rels[c] {
		case syntax.RelCompound, syntax.RelAmod, syntax.RelConj:
			cl.add(w.p.classes[w.lemma[c]])
			for k := w.first[c]; k >= 0; k = w.next[k] {
				if w.d.Rels[k] == syntax.RelCompound || w.d.Rels[k] == syntax.RelConj {
					cl.add(w.p.classes[w.lemma[k]])
				}
			}
		case syntax.RelNmod:
			if p := w.preposition(c); p == "like" || p == "of" && (w.p.roles[w.lemma[i]]&w.partitiveClass != 0 || w.d.UPOS[i] == syntax.NUM || w.d.UPOS[i] == syntax.SYM) || p == "in" && w.d.UPOS[i] == syntax.SYM {
				cl.add(w.p.classes[w.lemma[c]])
				for k := w.first[c]; k >= 0; k = w.next[k] {
					if w.d.Rels[k] == syntax.RelCompound || w.d.Rels[k] == syntax.RelAmod || w.d.Rels[k] == syntax.RelConj {
						cl.add(w.p.classes[w.lemma[k]])
					}
				}
			}
		}
	}
	return cl
}

func (w *work) holds(t int32, r *row) bool {
	if r.pos == 'v' {
		if r.passive != 0 && (r.passive > 0) != w.passive(t) {
			return false
		}
		if r.particle != "" && !w.particle(t, r.particle) {
			return false
		}
	}
	for i := range r.conditions {
		c := &r.conditions[i]
		found := false
		mark := len(w.tokens)
		if c.slot.kind == slotMod { // any word before the noun, not only actors
			var cl frameClass
			for k := w.first[t]; k >= 0; k = w.next[k] {
				switch w.d.Rels[k] {
				case syntax.RelCompound, syntax.RelAmod:
					cl.add(w.p.classes[w.lemma[k]])
					for j := w.first[k]; j >= 0; j = w.next[j] {
						cl.add(w.p.classes[w.lemma[j]])
					}
				}
			}
			found = cl.meets(c.class)
		} else if c.slot.kind == slotComp {
			for k := w.first[t]; k >= 0 && !found; k = w.next[k] {
				switch w.d.Rels[k] {
				case syntax.RelXcomp, syntax.RelCcomp, syntax.RelAdvcl, syntax.RelAcl:
					found = c.class == (frameClass{}) || w.classOf(k).meets(c.class)
				}
			}
		} else {
			w.tokens, _ = w.fill(t, r.pos, c.slot, w.tokens)
			for _, k := range w.tokens[mark:] {
				if c.class == (frameClass{}) || w.classOf(k).meets(c.class) {
					found = true
					break
				}
			}
		}
		w.tokens = w.tokens[:mark]
		if found == c.absent {
			return false
		}
	}
	return true
}

// complements appends the acts that stand in the complement of wrapper t.
func (w *work) complements(t int32, dst []int32) []int32 {
	if g := w.d.Heads[t]; g >= 0 && w.d.Rels[t] == syntax.RelObj && w.d.UPOS[t] == syntax.NOUN {
		if x, ok := w.wrapperOf(g); ok && x.support { // "showed its willingness to help" with the clause at the verb
			for c := w.first[g]; c >= 0; c = w.next[c] {
				if (w.d.Rels[c] == syntax.RelXcomp || w.d.Rels[c] == syntax.RelAdvcl) && c > t && w.infinitive(c) {
					dst = append(dst, c)
				}
			}
		}
	}
	for c := w.first[t]; c >= 0; c = w.next[c] {
		take := false
		switch w.d.Rels[c] {
		case syntax.RelXcomp, syntax.RelCcomp:
			take = true
		case syntax.RelAcl:
			take = w.d.UPOS[t] == syntax.NOUN && (w.infinitive(c) || w.complementClause(c))
		case syntax.RelAclRelcl:
			take = w.d.UPOS[t] == syntax.NOUN && w.complementClause(c)
		case syntax.RelAdvcl:
			if m := w.child(c, syntax.RelMark); m >= 0 {
				switch w.lemma[m] {
				case "of", "against", "for", "from", "to":
					take = true
				}
			}
		case syntax.RelObj, syntax.RelObl, syntax.RelNmod, syntax.RelNsubjPass:
			take = w.event(c) && w.complementNoun(c, t)
		}
		if w.d.Rels[c] == syntax.RelObj && w.control(t) { // "accused Russia of shelling" with the clause at the object
			for k := w.first[c]; k >= 0; k = w.next[k] {
				if (w.d.Rels[k] == syntax.RelAcl || w.d.Rels[k] == syntax.RelAclRelcl) && w.has(k, syntax.RelMark) {
					dst = append(dst, k)
				}
			}
		}
		if !take {
			continue
		}
		dst = append(dst, c)
		for k := w.first[c]; k >= 0; k = w.next[k] {
			if w.d.Rels[k] == syntax.RelConj && (w.d.UPOS[k] == syntax.VERB || w.event(k)) {
				dst = append(dst, k)
			}
			// "agreed to hold talks with": the act is the noun
			if w.d.Rels[k] == syntax.RelObj && w.event(k) {
				if x, ok := w.wrapperOf(c); ok && x.support {
					dst = append(dst, k)
				}
			}
			// "agreed to begin withdrawing"
			if w.d.Rels[k] == syntax.RelXcomp && w.d.UPOS[k] == syntax.VERB && w.d.UPOS[c] == syntax.VERB {
				dst = append(dst, k)
			}
		}
	}
	return dst
}

// match finds the statements of trigger t, those in its complement first.
func (w *work) match(t int32) span {
	if w.matched[t] {
		return w.spans[t]
	}
	w.matched[t] = true
	w.spans[t] = span{}
	rows := w.rows(t)
	if len(rows) == 0 {
		return span{}
	}
	wraps := false
	for _, r := range rows {
		if len(w.p.refine[r.predicate]) > 0 || slotsHave(r.b, slotComp) {
			wraps = true
			break
		}
	}
	mark := len(w.tokens)
	if wraps {
		w.tokens = w.complements(t, w.tokens)
		for k := mark; k < len(w.tokens); k++ {
			w.match(w.tokens[k])
		}
	}
	from := int32(len(w.protos))
	found := false
	for _, r := range rows {
		if !w.holds(t, r) {
			continue
		}
		if w.acts[t] == nil {
			w.acts[t] = r
		}
		if w.try(t, r, w.tokens[mark:]) {
			w.acts[t], found = r, true
			if r.pos != 'a' { // "an expert at the Stimson Center on Iran" says two things
				break
			}
		}
	}
	if r := w.acts[t]; !found && r != nil && !r.pair {
		w.tryPlace(t, r, w.tokens[mark:])
	}
	w.tokens = w.tokens[:mark]
	w.spans[t] = span{from, int32(len(w.protos))}
	return w.spans[t]
}

// try fills row r at trigger t; comps are the acts of its complement.
func (w *work) try(t int32, r *row, comps []int32) bool {
	mark := len(w.args)
	w.argMark = mark
	defer func() { w.args = w.args[:mark] }()
	if r.pair {
		for k := range r.a { // the first place that names two
			w.args = w.arguments(t, r.pos, r.a[k:k+1], 'A', r.meta.Domain, w.args[:mark])
			list := w.args[mark:]
			done := false
			for i := range list {
				for j := i + 1; j < len(list); j++ {
					if list[i].entity != list[j].entity {
						w.push(t, r, r.predicate, r.cameo, list[i], list[j], -1)
						done = true
					}
				}
			}
			if done {
				return true
			}
		}
		return false
	}
	w.args = w.arguments(t, r.pos, r.a, 'A', r.meta.Domain, w.args)
	mid := len(w.args)
	if mid == mark {
		return false
	}
	predicate, cameo, about := r.predicate, r.cameo, int32(-1)
	refined := w.p.refine[r.predicate]
	if len(refined) > 0 {
		predicate, cameo, about = w.refined(r, refined, comps)
	}
	if r.b[0].kind == slotComp && w.tryComplement(t, r, predicate, cameo, mark, mid, comps) {
		return true
	}
	w.args = w.arguments(t, r.pos, r.b, 'B', r.meta.Range, w.args)
	as, bs := w.args[mark:mid], w.args[mid:]
	done := false
	for _, a := range as {
		for _, b := range bs {
			if a.entity != b.entity {
				w.push(t, r, predicate, cameo, a, b, about)
				done = true
			}
		}
	}
	if len(bs) > 0 || !slotsHave(r.b, slotComp) {
		return done
	}
	return r.b[0].kind != slotComp && w.tryComplement(t, r, predicate, cameo, mark, mid, comps)
}

// tryPlace takes what the act at t happens in, on or to for its recipient where the words name no other: "imposed a curfew
// on Basra", "protested in Hong Kong", "agreed to withdraw from Lebanon".
func (w *work) tryPlace(t int32, r *row, comps []int32) {
	switch r.meta.Class {
	case "ASSAULT", "COERCE", "MOBILIZE", "AID", "PROTEST", "RETREAT", "CONCEDE", "AGREE", "REJECT", "THREATEN", "SANCTION":
	default:
		return
	}
	if r.meta.Kind != ontology.Event || r.b[0].named || !r.meta.Accepts("Place") && r.pos == 'v' && r.b[0].kind == slotObj && !r.b[0].owner {
		return // who kills people in a country does not kill the country
	}
	mark := len(w.args)
	w.argMark = mark
	defer func() { w.args = w.args[:mark] }()
	w.args = w.arguments(t, r.pos, r.a, 'A', r.meta.Domain, w.args)
	mid := len(w.args)
	if mid == mark {
		return
	}
	if w.args = w.around(t, 0, r.meta.Range, w.args); len(w.args) == mid && r.meta.Class == "PROTEST" {
		w.args = w.around(w.args[mark].token, 0, r.meta.Range, w.args) // "workers in Poland went on strike"
	}
	predicate, cameo, about := r.predicate, r.cameo, int32(-1)
	if refined := w.p.refine[r.predicate]; len(refined) > 0 {
		predicate, cameo, about = w.refined(r, refined, comps)
	}
	as, bs := w.args[mark:mid], w.args[mid:]
	for _, a := range as {
		for _, b := range bs {
			if a.entity != b.entity {
				w.push(t, r, predicate, cameo, a, b, about)
			}
		}
	}
}

// around appends the first names that stand in a prepositional phrase of t or of what it governs.
func (w *work) around(t int32, depth int, kinds []string, dst []arg) []arg {
	if depth > 4 {
		return dst
	}
	n := len(dst)
	for c := w.first[t]; c >= 0; c = w.next[c] {
		switch w.d.Rels[c] {
		case syntax.RelObl, syntax.RelNmod:
			switch w.preposition(c) {
			case "in", "on", "at", "near", "against", "to", "from", "into", "along", "inside", "outside", "across", "for", "of", "towards", "throughout":
			case "with":
				if w.lemma[t] != "border" && w.lemma[t] != "frontier" {
					continue
				}
			default:
				continue
			}
			if k := w.mentionAt(c); k >= 0 && w.m.Mentions[k].Kind == entity.Name && len(w.m.Mentions[k].Entities) == 1 {
				a := arg{entity: w.m.Mentions[k].Entities[0], token: c, score: w.m.Mentions[k].Score, how: owner, derived: true}
				if !accepts(kinds, w.m.Entities[a.entity].Type) {
					a.how = agency
					a.entity, a.how = w.seat(a), owner
				}
				if a.entity >= 0 && accepts(kinds, w.m.Entities[a.entity].Type) && w.m.Entities[a.entity].Type != graph.Person {
					return append(dst, a)
				}
			}
		case syntax.RelObj, syntax.RelXcomp:
		default:
			continue
		}
		if dst = w.around(c, depth+1, kinds, dst); len(dst) > n {
			return dst
		}
	}
	return dst
}

// tryComplement takes the recipient of wrapper t from the act in its complement: w.args[mark:mid] are the actors.
func (w *work) tryComplement(t int32, r *row, predicate graph.Predicate, cameo string, mark, mid int, comps []int32) bool {
	done := false
	add := func(b arg, about int32) {
		if b.how == topic {
			return // who agrees to lay down weapons agrees with nobody by that
		}
		b.derived = true
		if !accepts(r.meta.Range, w.m.Entities[b.entity].Type) {
			if e := w.seat(b); e >= 0 {
				b.entity, b.how = e, max(b.how, agency)
			}
		}
		for k := mark; k < mid; k++ {
			if a := w.args[k]; b.entity != a.entity && accepts(r.meta.Range, w.m.Entities[b.entity].Type) {
				w.push(t, r, predicate, cameo, a, b, about)
				done = true
			}
		}
	}
	for _, c := range comps {
		sp := w.spans[c]
		for k := sp.from; k < sp.to; k++ {
			q := w.protos[k]
			if q.drop != "" {
				continue
			}
			b := q.b
			if q.a.entity != w.args[mark].entity {
				b = q.a
			} else if predicate == "accused" {
				continue // nobody accuses himself
			}
			if predicate == "accused" {
				if m := ontology.Lookup(q.predicate); m != nil && !conflict(m.Class) {
					continue
				}
			}
			add(b, k)
		}
	}
	if done {
		return true
	}
	// an act that the table does not know: who does it, else to whom
	for _, c := range comps {
		n := len(w.args)
		if predicate == "accused" {
			act := w.acts[c]
			if w.context(c); w.own[c] != graph.Negated && (act == nil || act.meta.Class != "REJECT" && !conflict(act.meta.Class)) {
				continue // to claim what another does accuses him of bad deeds and of what he leaves undone
			}
		}
		if w.d.UPOS[c] == syntax.VERB {
			if s, _ := w.surfaceSubject(c); s >= 0 {
				w.args = w.resolve(s, slot{}, w.args)
			}
			for k := n; k < len(w.args); k++ {
				add(w.args[k], -1)
			}
			if done {
				return true
			}
		}
		w.args = w.args[:n]
		for k := w.first[c]; k >= 0 && !done; k = w.next[k] {
			switch w.d.Rels[k] {
			case syntax.RelObj, syntax.RelObl, syntax.RelNmod:
				if k > c {
					w.args = w.resolve(k, slot{owner: w.d.Rels[k] == syntax.RelObj}, w.args)
					if len(w.args) == n {
						mark := len(w.tokens)
						for _, p := range [...]string{"on", "against", "to", "with", "for", "from", "of", "in"} {
							if w.tokens = w.deep(k, p, w.tokens, 0); len(w.tokens) > mark {
								w.args = w.resolve(w.tokens[mark], slot{}, w.args)
								break
							}
						}
						w.tokens = w.tokens[:mark]
					}
					for j := n; j < len(w.args); j++ {
						if w.args[j].how < nameless {
							add(w.args[j], -1)
						}
					}
					w.args = w.args[:n]
				}
			}
		}
		if !done {
			for _, b := range w.anyone(c, mark, nil) {
				add(b, -1)
			}
		}
		if done {
			return true
		}
	}
	return done
}

func slotsHave(s []slot, k slotKind) bool {
	for i := range s {
		if s[i].kind == k {
			return true
		}
	}
	return false
}

// refined returns what a wrapper of row r becomes by the first act in its complement that the table knows.
func (w *work) refined(r *row, table []refinement, comps []int32) (graph.Predicate, string, int32) {
	for _, c := range comps {
		act := w.acts[c]
		if act == nil {
			continue
		}
		predicate, code, about := act.predicate, act.cameo, int32(-1)
		if sp := w.spans[c]; sp.to > sp.from {
			about = sp.from
			predicate, code = w.protos[about].predicate, w.protos[about].cameo
		}
		if code == "" {
			_, _, code = ontology.Class(predicate, "")
		}
		best := -1
		for i := range table {
			x := &table[i]
			if x.base != "" && x.base != "-" && x.base != r.cameo {
				continue
			}
			ok := x.act != "" && x.act == predicate || x.act == "" && len(code) >= len(x.prefix) && code[:len(x.prefix)] == x.prefix
			if ok && (best < 0 || x.act != "" || table[best].act == "" && len(x.prefix) > len(table[best].prefix)) {
				best = i
			}
		}
		if best >= 0 {
			return table[best].predicate, table[best].cameo, about
		}
		return r.predicate, r.cameo, about
	}
	return r.predicate, r.cameo, -1
}

func (w *work) push(t int32, r *row, predicate graph.Predicate, cameo string, a, b arg, about int32) {
	p := proto{row: r, predicate: predicate, cameo: cameo, trigger: t, a: a, b: b, about: about}
	if r.pos == 'a' && !w.copular(t) {
		p.modality = graph.Asserted // an apposition is given, whatever the clause around it is
	}
	if b.how == topic && predicate == "tested_weapon" && !w.p.classes[w.lemma[b.token]].meets(w.p.names["missile"]) {
		p.drop = "no weapon"
	} else if e := w.eventOf(b.token); b.how == topic && predicate == "attended" && e >= 0 {
		p.b.entity, p.b.how = e, owner
	} else if b.how == topic && predicate == "attended" && !strings.Contains(w.m.Entities[b.entity].Name, " ") {
		if e := w.lastEvent(b.token); e >= 0 {
			p.b.entity, p.b.how = e, pronoun
		} else {
			p.drop = "a meeting without a name"
		}
	}
	w.protos = append(w.protos, p)
}

// eventOf returns the named event that a meeting is part of: "the forum's main session"; or -1.
func (w *work) eventOf(i int32) int32 {
	if i < 0 {
		return -1
	}
	for c := w.first[i]; c >= 0; c = w.next[c] {
		switch w.d.Rels[c] {
		case syntax.RelNmodPoss, syntax.RelCompound, syntax.RelNmod:
			if k := w.m.ByHead[c]; k >= 0 && len(w.m.Mentions[k].Entities) == 1 {
				if e := w.m.Mentions[k].Entities[0]; w.m.Entities[e].Type == graph.EventType {
					return e
				}
			}
		}
	}
	return -1
}

// lastEvent returns the named meeting that was last told before token i, or -1: "the event".
func (w *work) lastEvent(i int32) int32 {
	for k := i - 1; k >= 0 && w.d.Sent[k]+3 >= w.d.Sent[i]; k-- {
		if m := w.m.ByHead[k]; m >= 0 && len(w.m.Mentions[m].Entities) == 1 {
			if e := w.m.Mentions[m].Entities[0]; w.m.Entities[e].Type == graph.EventType {
				return e
			}
		}
	}
	return -1
}

func (p *proto) act() string { return "a" + strconv.Itoa(int(p.trigger)) }
