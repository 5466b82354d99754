package event

import (
	"cmp"
	"strings"

	"entente/loader/syntax"
)

// maxDepth bounds every walk over the tree, so that a broken parse costs no more than a good one.
const maxDepth = 8

// tree gives the columns of a document the shape that walks need: children in text order and lower-case lemmas.
type tree struct {
	d      *syntax.Document
	first  []int32 // first child, -1 if none
	next   []int32 // next sibling, -1 if none
	lemma  []string
	lower  map[string]string // capitalised lemma -> lower case; kept from article to article
	buf    []byte
	mended map[string]string // form -> known verb, "" if there is none, as lower
	// control reports whether the object of verb i does what its complement tells: "urged Kim to stop".
	control func(i int32) bool
	// reports reports whether noun i is a text or a protest that speaks for whoever makes it.
	reports func(i int32) bool
}

func (t *tree) reset(d *syntax.Document, known func(string) bool) {
	t.d = d
	n := d.Len()
	t.first = resize(t.first, n)
	t.next = resize(t.next, n)
	t.lemma = resize(t.lemma, n)
	for i := range n {
		t.first[i], t.next[i] = -1, -1
		t.lemma[i] = t.fold(d.Lemmas[i])
		if d.UPOS[i] == syntax.VERB && !known(t.lemma[i]) {
			t.lemma[i] = t.mend(t.lemma[i], t.fold(d.Form(i)), known)
		}
	}
	for i := n - 1; i >= 0; i-- {
		if h := d.Heads[i]; h >= 0 && int(h) < n && h != int32(i) {
			t.next[i] = t.first[h]
			t.first[h] = int32(i)
		}
	}
}

// mend returns the known verb that form is of, else the lemma: a lemmatiser that never saw "shelled" may give "shel", for
// "bombed" "bom".
func (t *tree) mend(lemma, form string, known func(string) bool) string {
	if len(form) < 3 {
		return lemma
	}
	if m, ok := t.mended[form]; ok {
		return cmp.Or(m, lemma)
	}
	m := "" // no verb is known: the lemma stays, which another reading of the form may have otherwise
	if base, ok := irregular[form]; ok && known(base) {
		m = base
	} else {
		for _, end := range [...]string{"ing", "ed", "es", "s", "d"} {
			stem, ok := strings.CutSuffix(form, end)
			if !ok || len(stem) < 2 {
				continue
			}
			n := len(stem)
			switch {
			case known(stem):
				m = stem
			case known(stem + "e"):
				m = stem + "e"
			case stem[n-1] == stem[n-2] && known(stem[:n-1]):
				m = stem[:n-1]
			case stem[n-1] == 'i' && known(stem[:n-1]+"y"):
				m = stem[:n-1] + "y"
			default:
				continue
			}
			break
		}
	}
	if t.mended == nil || len(t.mended) > maxFolded {
		t.mended = map[string]string{}
	}
	t.mended[form] = m
	return cmp.Or(m, lemma)
}

// irregular are forms of verbs of the tables that lemmatisers trained on other texts miss.
var irregular = map[string]string{
	"shot": "shoot", "lent": "lend", "sank": "sink", "sunk": "sink", "stole": "steal", "stolen": "steal", "swept": "sweep", "dealt": "deal", "struck": "strike", "stricken": "strike", "fought": "fight", "sought": "seek", "overthrew": "overthrow",
	"overthrown": "overthrow", "withdrew": "withdraw", "withdrawn": "withdraw", "froze": "freeze", "frozen": "freeze", "laid": "lay",
	"slain": "slay", "slew": "slay", "swore": "swear", "sworn": "swear", "fled": "flee", "broke": "break", "broken": "break",
	"drove": "drive", "driven": "drive", "threw": "throw", "thrown": "throw", "blew": "blow", "blown": "blow", "forgave": "forgive",
	"forgiven": "forgive", "forbade": "forbid", "forbidden": "forbid", "overran": "overrun", "retook": "retake", "retaken": "retake",
	"shook": "shake", "bound": "bind", "fed": "feed", "hung": "hang", "undertook": "undertake", "undertaken": "undertake",
}

// maxFolded bounds the memory of capitalised words over a long load.
const maxFolded = 1 << 15

// fold returns the lower case of an ASCII lemma that begins with a capital: "Talks" in a title.
func (t *tree) fold(s string) string {
	if s == "" || s[0] < 'A' || s[0] > 'Z' {
		return s
	}
	if l, ok := t.lower[s]; ok {
		return l
	}
	t.buf = t.buf[:0]
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		t.buf = append(t.buf, c)
	}
	if t.lower == nil || len(t.lower) > maxFolded {
		t.lower = map[string]string{}
	}
	l := string(t.buf)
	t.lower[s] = l
	return l
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}

// child returns the first child of i with relation r, or -1.
func (t *tree) child(i int32, r syntax.Rel) int32 {
	for c := t.first[i]; c >= 0; c = t.next[c] {
		if t.d.Rels[c] == r {
			return c
		}
	}
	return -1
}

func (t *tree) has(i int32, r syntax.Rel) bool { return t.child(i, r) >= 0 }

// hasLemma reports whether i has a child with relation r and that lemma.
func (t *tree) hasLemma(i int32, r syntax.Rel, lemma string) bool {
	for c := t.first[i]; c >= 0; c = t.next[c] {
		if t.d.Rels[c] == r && t.lemma[c] == lemma {
			return true
		}
	}
	return false
}

// preposition returns the preposition of a nominal: "with" for "together with", "according" for "according to".
func (t *tree) preposition(i int32) string {
	last := ""
	for c := t.first[i]; c >= 0; c = t.next[c] {
		switch t.d.Rels[c] {
		case syntax.RelCase:
			if l := t.lemma[c]; c > i || l == "at" && t.atLeast(i) || l == "'s" || l == "’s" || l == "'" || l == "’" {
				continue
			}
			last = t.lemma[c]
			if last == "according" || last == "accord" {
				return "according"
			}
			if f := t.child(c, syntax.RelFixed); f >= 0 && (last == "together" || last == "along" || last == "ahead" || last == "out") {
				last = t.lemma[f]
			}
		case syntax.RelMark: // "after talking to"
			if last == "" && t.d.UPOS[i] != syntax.VERB {
				last = t.lemma[c]
			}
		}
	}
	if last == "" {
		last = t.titleCase(i, 0)
	}
	switch last {
	case "alongside":
		return "with"
	case "toward":
		return "towards"
	case "upon":
		return "on"
	case "amongst":
		return "among"
	}
	return last
}

// titleCase returns the preposition that stands at the title of name i: "with former president Karzai".
func (t *tree) titleCase(i int32, depth int) string {
	for c := t.first[i]; c >= 0 && c < i; c = t.next[c] {
		switch t.d.Rels[c] {
		case syntax.RelNmodDesc, syntax.RelCompound, syntax.RelFlat, syntax.RelNmod:
			if k := t.child(c, syntax.RelCase); k >= 0 && k < c && t.d.XPOS[k] != syntax.TagPOS {
				return t.lemma[k]
			}
			if depth < 3 && t.d.Rels[c] == syntax.RelNmodDesc {
				if p := t.titleCase(c, depth+1); p != "" {
					return p
				}
			}
		}
	}
	return ""
}

func (t *tree) nominal(i int32) bool {
	switch t.d.UPOS[i] {
	case syntax.NOUN, syntax.PROPN, syntax.PRON, syntax.NUM, syntax.SYM, syntax.X:
		return true
	case syntax.ADJ, syntax.DET:
		return !t.has(i, syntax.RelCop)
	}
	return false
}

// clausal reports whether i heads a clause.
func (t *tree) clausal(i int32) bool {
	switch t.d.UPOS[i] {
	case syntax.VERB, syntax.AUX:
		switch t.d.Rels[i] {
		case syntax.RelAmod, syntax.RelCompound, syntax.RelAux, syntax.RelAuxPass, syntax.RelCop, syntax.RelCase, syntax.RelFlat:
			return false
		}
		return true
	}
	return t.has(i, syntax.RelCop) || t.has(i, syntax.RelNsubj)
}

// passive reports whether verb i is in the passive voice.
func (t *tree) passive(i int32) bool {
	d := t.d
	for c := t.first[i]; c >= 0; c = t.next[c] {
		switch d.Rels[c] {
		case syntax.RelOblAgent:
			if means(t.lemma[c]) { // "spoke by phone"
				return t.has(i, syntax.RelAuxPass)
			}
		}
	}
	for c := t.first[i]; c >= 0; c = t.next[c] {
		switch d.Rels[c] {
		case syntax.RelNsubjPass, syntax.RelAuxPass, syntax.RelOblAgent, syntax.RelCsubjPass:
			return d.Rels[c] != syntax.RelNsubjPass || t.has(i, syntax.RelAuxPass) || !t.active(i)
		}
	}
	if d.XPOS[i] != syntax.TagVBN {
		return false
	}
	switch d.Rels[i] {
	case syntax.RelAcl, syntax.RelAmod:
		return !t.has(i, syntax.RelObj)
	case syntax.RelConj, syntax.RelAdvcl, syntax.RelXcomp, syntax.RelParataxis:
		if t.has(i, syntax.RelAux) || t.has(i, syntax.RelObj) {
			return false
		}
		if h := d.Heads[i]; h >= 0 && d.Rels[i] == syntax.RelConj && t.clausal(h) && !t.has(i, syntax.RelNsubj) {
			return t.passive(h)
		}
		return d.Rels[i] != syntax.RelParataxis
	}
	// headlines drop the auxiliary: "Opposition leader arrested by police"; else a taggers' confusion with the past tense
	if t.has(i, syntax.RelAux) || t.has(i, syntax.RelObj) {
		return false
	}
	return !t.has(i, syntax.RelNsubj) || t.agent(i) >= 0
}

// active reports whether verb i, whose subject was taken for that of a passive without auxiliary, is in fact a past tense:
// "The group released at least 19 people", "The agency called on Yemen to".
func (t *tree) active(i int32) bool {
	switch {
	case intransitive(t.lemma[i]):
		return true
	case t.agent(i) >= 0:
		return false
	case t.has(i, syntax.RelObj), t.has(i, syntax.RelXcomp), t.has(i, syntax.RelCcomp):
		return true
	}
	for c := t.first[i]; c >= 0; c = t.next[c] {
		if t.d.Rels[c] != syntax.RelObl || c < i {
			continue
		}
		switch p := t.preposition(c); {
		case p == "" && !t.has(c, syntax.RelCase), t.atLeast(c), t.lemma[i] == "call" && (p == "on" || p == "for"):
			return true
		}
	}
	return false
}

// atLeast reports whether nominal i stands after "at least" or "at most".
func (t *tree) atLeast(i int32) bool {
	k := t.child(i, syntax.RelCase)
	return k >= 0 && k < i && t.lemma[k] == "at" && int(k)+1 < t.d.Len() && (t.lower1(k+1) == "least" || t.lower1(k+1) == "most")
}

func (t *tree) lower1(i int32) string { return t.fold(t.d.Form(int(i))) }

// intransitive lists verbs of the tables that have no passive.
func intransitive(lemma string) bool {
	switch lemma {
	case "march", "invest", "arrive", "clash", "demonstrate", "protest", "rally", "travel", "resign", "agree", "cooperate", "collaborate", "apologize", "appeal",
		"complain", "intervene", "meddle", "interfere", "participate", "flee", "go", "come", "meet", "speak", "talk", "riot", "rebel", "confer", "retreat":
		return true
	}
	return false
}

// means lists what stands after "by" without doing anything.
func means(lemma string) bool {
	switch lemma {
	case "phone", "telephone", "video", "videoconference", "letter", "mail", "email", "train", "plane", "teleconference", "videolink":
		return true
	}
	return false
}

// relativizer reports whether i is "who", "which" or "that" in a relative clause.
func (t *tree) relativizer(i int32) bool {
	switch t.d.XPOS[i] {
	case syntax.TagWDT, syntax.TagWP, syntax.TagWPS:
		return true
	}
	if t.d.UPOS[i] != syntax.PRON && t.d.UPOS[i] != syntax.DET {
		return false
	}
	switch t.lemma[i] {
	case "who", "whom", "which", "that", "whose":
		return t.lemma[i] != "that" || t.d.XPOS[i] != syntax.TagDT
	}
	return false
}

// antecedent returns what the relative clause that token i stands in belongs to, or -1.
func (t *tree) antecedent(i int32) int32 {
	for range maxDepth {
		if i < 0 {
			return -1
		}
		if r := t.d.Rels[i]; r == syntax.RelAclRelcl || r == syntax.RelAcl || r == syntax.RelAdvclRelcl {
			return t.d.Heads[i]
		}
		i = t.d.Heads[i]
	}
	return -1
}

// surfaceSubject returns the subject of verb i as the sentence has it; inherited tells that it stands at another clause.
// It is the receiver of the act where i is passive.
func (t *tree) surfaceSubject(i int32) (subject int32, inherited bool) {
	return t.subjectOf(i, 0)
}

func (t *tree) ownSubject(i int32) int32 {
	for c := t.first[i]; c >= 0; c = t.next[c] {
		switch t.d.Rels[c] {
		case syntax.RelNsubj, syntax.RelNsubjPass, syntax.RelNsubjOuter:
			if t.relativizer(c) {
				if a := t.antecedent(i); a >= 0 {
					return a
				}
			}
			return c
		}
	}
	return -1
}

func (t *tree) subjectOf(i int32, depth int) (int32, bool) {
	if i < 0 || depth > maxDepth {
		return -1, false
	}
	if s := t.ownSubject(i); s >= 0 {
		return s, depth > 0
	}
	h := t.d.Heads[i]
	if h < 0 {
		return -1, false
	}
	switch t.d.Rels[i] {
	case syntax.RelConj:
		if t.clausal(h) {
			s, _ := t.subjectOf(h, depth+1)
			return s, true
		}
		if t.d.UPOS[h] == syntax.VERB {
			s, _ := t.subjectOf(h, depth+1)
			return s, true
		}
	case syntax.RelXcomp, syntax.RelCcomp:
		if t.d.Rels[i] == syntax.RelCcomp && (t.finite(i) || t.has(i, syntax.RelMark) && !t.infinitive(i)) {
			return -1, false
		}
		if t.d.UPOS[h] != syntax.VERB && t.d.UPOS[h] != syntax.ADJ && t.d.UPOS[h] != syntax.NOUN && t.lemma[h] != "ought" {
			return -1, false
		}
		if o := t.object(h); o >= 0 && t.d.Rels[i] == syntax.RelXcomp && !subjectControl(t.lemma[h]) {
			return o, true
		}
		if t.control(h) && t.infinitive(i) {
			for c := t.first[h]; c >= 0 && c < i; c = t.next[c] { // "called on Serbia to"
				if t.d.Rels[c] == syntax.RelObl && t.nominal(c) {
					switch t.preposition(c) {
					case "on", "to", "with", "for":
						return c, true
					}
				}
			}
		}
		s, _ := t.subjectOf(h, depth+1)
		return s, true
	case syntax.RelAdvcl:
		if t.finite(i) {
			return -1, false
		}
		// "accused Minsk of helping", "barred the firm from exporting": the object does it
		if m := t.child(i, syntax.RelMark); m >= 0 && t.d.UPOS[h] == syntax.VERB {
			switch t.lemma[m] {
			case "of", "from", "for", "against", "into":
				if o := t.object(h); o >= 0 {
					return o, true
				}
				if t.passive(h) {
					return t.subjectOf(h, depth+1)
				}
			}
		}
		if t.d.XPOS[i] == syntax.TagVBG && shows(t.lemma[h]) && !t.passive(h) {
			if o := t.object(h); o > h && o < i && i-o <= 4 { // "shows Norway attacking" with the name as object
				return o, true
			}
		}
		if t.passive(h) && t.infinitive(i) {
			if a := t.agent(h); a >= 0 {
				return a, true
			}
		}
		if t.infinitive(i) && t.control(h) {
			if o := t.object(h); o >= 0 {
				return o, true
			}
			for c := t.first[h]; c >= 0 && c < i; c = t.next[c] { // "called on Serbia to"
				if t.d.Rels[c] == syntax.RelObl && t.nominal(c) && !t.has(c, syntax.RelNummod) {
					switch t.preposition(c) {
					case "on", "to", "with":
						return c, true
					}
				}
			}
		}
		s, _ := t.subjectOf(h, depth+1)
		return s, true
	case syntax.RelAmod:
		return h, true
	case syntax.RelAcl, syntax.RelAclRelcl:
		if t.infinitive(i) {
			if p := t.predicateOf(h); p >= 0 {
				return t.subjectOf(p, depth+1)
			}
			// "its plan to attack", "signed a deal to sell": the owner of the plan, else who has it
			if p := t.child(h, syntax.RelNmodPoss); p >= 0 {
				return p, true
			}
			g := t.d.Heads[h]
			if g >= 0 && t.d.UPOS[g] == syntax.VERB {
				switch t.d.Rels[h] {
				case syntax.RelObj, syntax.RelObl, syntax.RelXcomp:
					s, _ := t.subjectOf(g, depth+1)
					return s, true
				}
			}
			return -1, false
		}
		if t.d.Rels[i] == syntax.RelAclRelcl && t.finite(i) && !t.passive(i) && !t.relativeSubject(i) {
			return -1, false
		}
		if m := t.child(i, syntax.RelMark); m >= 0 { // "accusations of supplying", "accused Minsk of helping" with the clause at the object
			if g := t.d.Heads[h]; g >= 0 && t.d.Rels[h] == syntax.RelObj && t.control(g) {
				return h, true
			}
			if p := t.child(h, syntax.RelNmodPoss); p >= 0 {
				return p, true
			}
			if t.has(h, syntax.RelCop) && brink(t.lemma[h]) { // "are on the verge of signing"
				return t.subjectOf(h, depth+1)
			}
			if g := t.d.Heads[h]; g >= 0 && t.d.Rels[h] == syntax.RelObj && t.d.UPOS[g] == syntax.VERB && t.lemma[m] == "of" && undertaking(t.lemma[h]) && !t.passive(g) {
				return t.subjectOf(g, depth+1) // "began the process of returning the statues"
			}
			return -1, false
		}
		if i > 0 && t.d.XPOS[i] == syntax.TagVBG && t.d.Rels[i] == syntax.RelAcl && t.d.Form(int(i-1)) == "," {
			// "struck Turkey, killing": of the clause, not of the noun
			for g, n := t.d.Heads[h], 0; g >= 0 && n < maxDepth; g, n = t.d.Heads[g], n+1 {
				if t.d.UPOS[g] == syntax.VERB && t.clausal(g) {
					s, _ := t.subjectOf(g, depth+1)
					return s, true
				}
			}
		}
		if t.d.XPOS[i] == syntax.TagVBG && t.reports != nil && t.reports(h) {
			if g := t.d.Heads[h]; g >= 0 && t.d.UPOS[g] == syntax.VERB && t.d.Rels[h] == syntax.RelObj && !t.passive(g) { // "published a report accusing Russia"
				s, _ := t.subjectOf(g, depth+1)
				return s, true
			}
		}
		return h, true
	}
	return -1, false
}

// shows lists verbs whose object is seen to do what a participle tells.
func shows(lemma string) bool {
	switch lemma {
	case "show", "depict", "portray", "see", "film", "catch", "watch", "record", "spot":
		return true
	}
	return false
}

// brink lists nouns that tell that somebody is about to do what follows "of".
func brink(lemma string) bool {
	switch lemma {
	case "verge", "brink", "cusp", "point", "threshold", "eve":
		return true
	}
	return false
}

// undertaking lists nouns that tell no more than that somebody does, or is to do, what follows "of".
func undertaking(lemma string) bool {
	switch lemma {
	case "process", "task", "intention", "goal", "aim", "work", "business", "step", "hope":
		return true
	}
	return false
}

// predicateOf returns the predicate noun of a copula that noun h is or belongs to: "is one of the few nations to", or -1.
func (t *tree) predicateOf(h int32) int32 {
	for range 2 {
		if h < 0 {
			return -1
		}
		if t.has(h, syntax.RelCop) && t.ownSubject(h) >= 0 {
			return h
		}
		if t.d.Rels[h] != syntax.RelNmod || t.preposition(h) != "of" {
			return -1
		}
		h = t.d.Heads[h]
	}
	return -1
}

// relativeSubject reports whether a relative clause without a subject leaves it to what it describes: it has an object.
func (t *tree) relativeSubject(i int32) bool {
	return t.has(i, syntax.RelObj) || t.has(i, syntax.RelObl)
}

// subjectControl lists verbs whose object does not do what the complement tells: "promised Kyiv to send".
func subjectControl(lemma string) bool {
	switch lemma {
	case "promise", "threaten", "vow", "pledge", "use", "hold", "sign", "take", "spend", "have", "need":
		return true
	}
	return false
}

// agent returns the "by" phrase of a passive, or -1.
func (t *tree) agent(i int32) int32 {
	if a := t.child(i, syntax.RelOblAgent); a >= 0 && !means(t.lemma[a]) && (!t.has(a, syntax.RelCase) || t.hasLemma(a, syntax.RelCase, "by") || t.d.UPOS[a] == syntax.VERB) {
		if t.d.UPOS[a] == syntax.VERB { // "by allied troops" taken for a clause
			for c := t.first[a]; c >= 0; c = t.next[c] {
				if c > a && t.nominal(c) && (t.d.Rels[c] == syntax.RelObl || t.d.Rels[c] == syntax.RelObj || t.d.Rels[c] == syntax.RelNsubj) {
					return c
				}
			}
		}
		return a
	}
	for c := t.first[i]; c >= 0; c = t.next[c] {
		if t.d.Rels[c] == syntax.RelObl && t.hasLemma(c, syntax.RelCase, "by") && t.nominal(c) && !means(t.lemma[c]) {
			return c
		}
	}
	return t.agentBehind(i)
}

// agentBehind returns the noun behind "backed by allied troops" whose "by" the parser gave to a participle before the noun, or -1.
func (t *tree) agentBehind(i int32) int32 {
	by := i + 1
	if int(by)+2 >= t.d.Len() || t.d.XPOS[i] != syntax.TagVBN || t.lemma[by] != "by" {
		return -1
	}
	if v := t.d.Heads[by]; v != by+1 || t.d.XPOS[v] != syntax.TagVBN {
		return -1
	}
	n := int32(-1)
	for k := by + 2; int(k) < t.d.Len() && t.d.Sent[k] == t.d.Sent[i]; k++ {
		switch t.d.UPOS[k] {
		case syntax.ADJ, syntax.NUM:
		case syntax.NOUN, syntax.PROPN:
			n = k
		default:
			return n
		}
	}
	return n
}

// object returns the direct object of verb i as the sentence has it, or -1.
func (t *tree) object(i int32) int32 {
	o := t.child(i, syntax.RelObj)
	if o < 0 {
		o = t.child(i, syntax.RelIobj)
	}
	if o >= 0 && t.relativizer(o) {
		return t.antecedent(i)
	}
	return o
}

// finite reports whether verb i has a tense of its own.
func (t *tree) finite(i int32) bool {
	switch t.d.XPOS[i] {
	case syntax.TagVBD, syntax.TagVBZ, syntax.TagVBP, syntax.TagMD:
		return true
	}
	for c := t.first[i]; c >= 0; c = t.next[c] {
		switch t.d.Rels[c] {
		case syntax.RelAux, syntax.RelAuxPass, syntax.RelCop:
			switch t.d.XPOS[c] {
			case syntax.TagVBD, syntax.TagVBZ, syntax.TagVBP, syntax.TagMD:
				return true
			}
		}
	}
	return false
}

// infinitive reports whether verb i stands with "to".
func (t *tree) infinitive(i int32) bool {
	for c := t.first[i]; c >= 0; c = t.next[c] {
		if t.d.XPOS[c] == syntax.TagTO && (t.d.Rels[c] == syntax.RelMark || t.d.Rels[c] == syntax.RelAux) {
			return true
		}
		if t.d.Rels[c] == syntax.RelMark && t.lemma[c] == "to" && t.d.UPOS[i] == syntax.VERB {
			return true
		}
	}
	return false
}

// particle reports whether verb i goes with particle p, as a particle, adverb or bare preposition.
func (t *tree) particle(i int32, p string) bool {
	if int(i)+1 < t.d.Len() && t.lemma[i+1] == p && (t.d.UPOS[i+1] == syntax.ADP || t.d.UPOS[i+1] == syntax.ADV) && p != "on" && p != "in" {
		return true
	}
	for c := t.first[i]; c >= 0; c = t.next[c] {
		switch t.d.Rels[c] {
		case syntax.RelCompoundPrt, syntax.RelAdvmod:
			if t.lemma[c] == p {
				return true
			}
		case syntax.RelObl, syntax.RelOblAgent, syntax.RelAdvcl, syntax.RelCcomp, syntax.RelXcomp:
			if p == "by" || !t.hasLemma(c, syntax.RelCase, p) && !t.hasLemma(c, syntax.RelMark, p) {
				continue
			}
			if p != "in" || int(i)+1 < t.d.Len() && t.lemma[i+1] == p { // not "took to the streets in Seoul"
				return true
			}
		}
	}
	return false
}
