package event

import (
	"strings"

	"entente/graph"
	"entente/loader/syntax"
)

func modalityOf(g gives) graph.Modality {
	switch g {
	case givesPlanned:
		return graph.Planned
	case givesRequested:
		return graph.Requested
	case givesNegated:
		return graph.Negated
	case givesDenied:
		return graph.Denied
	case givesAlleged:
		return graph.Alleged
	case givesPossible:
		return graph.Possible
	case givesHypothetical:
		return graph.Hypothetical
	}
	return graph.Asserted
}

// wrapperOf returns what token h does to its complement.
func (w *work) wrapperOf(h int32) (wrapper, bool) {
	pos := byte('v')
	switch w.d.UPOS[h] {
	case syntax.NOUN, syntax.PROPN:
		pos = 'n'
	case syntax.ADJ, syntax.ADV:
		pos = 'a'
	}
	x, ok := w.p.wrappers[wrapperKey{w.lemma[h], pos}]
	if pos == 'v' {
		if k := w.child(h, syntax.RelCompoundPrt); k >= 0 {
			if x, ok := w.p.wrappers[wrapperKey{w.lemma[h] + "+" + w.lemma[k], pos}]; ok {
				return x, true
			}
		}
	}
	if w.lemma[h] == "fall" && (w.hasLemma(h, syntax.RelXcomp, "short") || w.hasLemma(h, syntax.RelAdvmod, "short")) {
		return wrapper{gives: givesNegated}, true // "fell short of condemning"
	}
	if pos == 'a' && w.lemma[h] == "short" {
		of := false
		for c := w.first[h]; c >= 0; c = w.next[c] { // "stopped short of paying", not "the talks were short"
			of = of || c > h && (w.d.Rels[c] == syntax.RelObl || w.d.Rels[c] == syntax.RelNmod || w.d.Rels[c] == syntax.RelAdvcl)
		}
		if !of {
			return wrapper{}, false
		}
	}
	if ok && pos == 'v' {
		switch w.lemma[h] {
		case "want", "need", "like": // "wants Berlin to pay"
			if o := w.child(h, syntax.RelObj); o >= 0 && w.has(h, syntax.RelXcomp) {
				return wrapper{gives: givesRequested, object: true}, true
			}
		case "expect": // "expects Berlin to pay"
			if o := w.child(h, syntax.RelObj); o >= 0 && w.has(h, syntax.RelXcomp) {
				return wrapper{gives: givesPlanned, object: true}, true
			}
		case "order", "authorize", "authorise", "approve": // "ordered him to leave" asks, "ordered an attack" does
			if w.has(h, syntax.RelXcomp) || w.has(h, syntax.RelCcomp) {
				return wrapper{gives: givesRequested, object: true}, true
			}
			return wrapper{support: true}, true
		case "forget": // "forgot to pay"
			if k := w.child(h, syntax.RelXcomp); k >= 0 && w.infinitive(k) {
				return wrapper{gives: givesNegated}, true
			}
		case "suppose": // "is supposed to pay", "supposes that they paid"
			if w.has(h, syntax.RelXcomp) {
				return wrapper{gives: givesPlanned}, true
			}
		case "dare": // "dared Berlin to pay"
			if w.has(h, syntax.RelObj) {
				return wrapper{gives: givesRequested, object: true}, true
			}
		case "call":
			if !w.has(h, syntax.RelXcomp) && w.child(h, syntax.RelObl) < 0 {
				return wrapper{}, false
			}
		case "confirm", "reaffirm", "reiterate", "demonstrate", "show", "underscore":
			if w.has(h, syntax.RelCcomp) {
				return wrapper{gives: givesSaid}, true
			}
		case "find", "conclude": // "the inquiry found that"
			if k := w.child(h, syntax.RelCcomp); k >= 0 && w.hasLemma(k, syntax.RelMark, "that") {
				return wrapper{gives: givesSaid}, true
			}
		case "come": // "came close to paying"
			if w.hasLemma(h, syntax.RelAdvmod, "close") || w.hasLemma(h, syntax.RelXcomp, "close") {
				return wrapper{gives: givesPossible}, true
			}
		case "claim", "say": // "claims to have": of oneself
			if k := w.child(h, syntax.RelXcomp); k >= 0 && w.infinitive(k) {
				return wrapper{gives: givesSaid}, true
			}
		case "have": // "has to pay", "has yet to pay"
			if w.has(h, syntax.RelXcomp) && w.hasLemma(h, syntax.RelAdvmod, "yet") {
				return wrapper{gives: givesNegated}, true
			}
			if k := w.child(h, syntax.RelXcomp); k >= 0 && w.infinitive(k) && !w.has(h, syntax.RelObj) {
				return wrapper{gives: givesRequested}, true
			}
		}
	}
	return x, ok
}

// performs reports whether t under h says what it does by saying it: "would like to thank".
func (w *work) performs(t, h int32) bool {
	switch w.lemma[h] {
	case "like", "want", "wish", "let":
		switch w.lemma[t] {
		case "thank", "congratulate", "welcome", "express", "extend", "convey", "apologize", "apologise", "praise", "commend", "salute":
			return w.infinitive(t) || w.lemma[h] == "let"
		}
	}
	return false
}

// objectWraps returns the noun between verb h and infinitive t that the infinitive belongs to: "confirmed plans to expand".
func (w *work) objectWraps(t, h int32) (int32, bool) {
	if !w.infinitive(t) {
		return -1, false
	}
	o := w.child(h, syntax.RelObj)
	if o < 0 || o > t || w.d.UPOS[o] != syntax.NOUN {
		return -1, false
	}
	x, ok := w.p.wrappers[wrapperKey{w.lemma[o], 'n'}]
	return o, ok && x.gives != givesNothing
}

// complementClause reports whether clause t completes the noun it stands at: it has a subject of its own and "that" is
// no part of it.
func (w *work) complementClause(t int32) bool {
	m := w.child(t, syntax.RelMark)
	return m >= 0 && (w.lemma[m] == "that" || w.lemma[m] == "to" || w.lemma[m] == "of")
}

// speaks reports whether t is a verb of saying with a subject: ", Peskov said,".
func (w *work) speaks(t int32) bool {
	x, ok := w.wrapperOf(t)
	return ok && w.d.UPOS[t] == syntax.VERB && (x.gives == givesSaid || x.gives == givesFact) && w.ownSubject(t) >= 0
}

// inserted reports whether the verb of saying k stands outside what is said, after a comma or a quotation mark and with its
// subject behind it or nothing told behind it: ", said Peskov", whatever the parser made of it.
func (w *work) inserted(k int32) bool {
	s := w.ownSubject(k)
	if s < 0 || w.has(k, syntax.RelCcomp) || w.d.UPOS[k] != syntax.VERB || w.has(k, syntax.RelMark) {
		return false
	}
	lo := min(s, k)
	for c := w.first[s]; c >= 0 && s < k; c = w.next[c] {
		lo = min(lo, c)
	}
	if lo == 0 {
		return false
	}
	switch w.d.Form(int(lo - 1)) {
	case ",", "”", "\"", "''", "’":
		return s > k || w.d.Rels[k] != syntax.RelConj || !w.has(k, syntax.RelCc) && w.object(k) < 0 // ", Reuters reported" as a clause joined on
	}
	return false
}

// wrap changes c, the context of token h, into that of its complement.
func (w *work) wrap(c *context, h int32, x wrapper) {
	m := modalityOf(x.gives)
	c.verb = h
	switch x.gives {
	case givesSaid, givesFact, givesAlleged, givesDenied:
		c.claimed = true
		if s := w.speakerOf(h); s >= 0 {
			if g := w.d.Heads[h]; g >= 0 && (w.lemma[g] == "quote" || w.lemma[g] == "cite") {
				if w.passive(g) { // "was quoted by TASS as saying"
					c.say(speaker{w.agent(g), -1})
				} else if o := w.object(g); o >= 0 && o < h { // "TASS quoted Lavrov as saying"
					c.say(speaker{w.ownSubject(g), -1})
					s = o
				}
			}
			c.say(speaker{s, -1})
			w.cited(c, s)
			w.citing(c, h)
		} else if w.d.UPOS[h] == syntax.VERB && w.passive(h) && x.gives == givesSaid {
			m = graph.Alleged // "is said to"
		}
		if x.gives == givesFact && !w.falsely(h) && c.modality != graph.Negated && c.modality != graph.Denied {
			c.modality = graph.Asserted
			return
		}
		// what is said in an asserted, planned or possible saying is as it is told
		if x.gives == givesSaid && (c.modality == graph.Negated || c.modality == graph.Planned) {
			if c.modality == graph.Negated {
				c.modality = graph.Possible // "did not say that"
			} else {
				c.modality = graph.Asserted
			}
			return
		}
		if w.falsely(h) {
			m = graph.Alleged
		}
		if w.lemma[h] == "doubt" && c.modality == graph.Negated {
			c.modality = graph.Asserted // "nobody doubts that"
			return
		}
		if (x.gives == givesDenied || x.gives == givesAlleged) && c.modality == graph.Negated {
			c.modality = graph.Possible // "did not deny that"
			return
		}
	case givesTrue:
		if w.lemma[h] == "know" && w.passive(h) && c.modality == graph.Negated {
			return // "is not known to"
		}
		c.give()
		return
	case givesNegated:
		if c.modality == graph.Negated {
			c.modality = graph.Asserted // "did not fail to"
			return
		}
	}
	if x.gives == givesPlanned && c.modality == graph.Requested {
		return
	}
	c.modality = combine(c.modality, m)
}

// speakerOf returns whose words h introduces, or -1.
func (w *work) speakerOf(h int32) int32 {
	if w.d.UPOS[h] == syntax.VERB {
		if w.passive(h) {
			return w.agent(h)
		}
		s, _ := w.surfaceSubject(h)
		return s
	}
	if p := w.child(h, syntax.RelNmodPoss); p >= 0 {
		return p
	}
	for c := w.first[h]; c >= 0; c = w.next[c] {
		if w.d.Rels[c] == syntax.RelNmod {
			switch w.preposition(c) {
			case "by", "from":
				return c
			}
		}
	}
	for c := w.first[h]; c >= 0; c = w.next[c] {
		if (w.d.Rels[c] == syntax.RelAmod || w.d.Rels[c] == syntax.RelCompound) && w.mentionAt(c) >= 0 {
			return c
		}
	}
	if g := w.d.Heads[h]; g >= 0 && w.d.UPOS[g] == syntax.VERB && w.d.Rels[h] == syntax.RelObj {
		s, _ := w.surfaceSubject(g)
		return s
	}
	return -1
}

// cited adds whom the speaker cites: "a report from Kyodo, which cited an official".
func (w *work) cited(c *context, s int32) {
	for r := w.first[s]; r >= 0; r = w.next[r] {
		if w.d.Rels[r] == syntax.RelAclRelcl || w.d.Rels[r] == syntax.RelAcl {
			switch w.lemma[r] {
			case "cite", "quote":
				if o := w.child(r, syntax.RelObj); o >= 0 {
					c.say(speaker{o, -1})
				}
			}
		}
	}
}

// source adds whom an "according to" names.
func (w *work) source(c *context, k int32) {
	c.claimed = true
	s := k
	if w.p.roles[w.lemma[k]]&w.reportClass != 0 && w.mentionAt(k) < 0 {
		if o := w.speakerOf(k); o >= 0 && (!outlet(w.lemma[k]) || w.mentionAt(o) >= 0) {
			s = o
		}
	}
	if w.hearsay(k, s == k) {
		c.modality = combine(c.modality, graph.Alleged)
	}
	c.say(speaker{s, -1})
	w.cited(c, k)
	if s != k {
		w.cited(c, s)
	}
}

// hearsay reports whether source k vouches for nothing: "unconfirmed reports", or reports and rumours of nobody.
func (w *work) hearsay(k int32, nobody bool) bool {
	for i := w.first[k]; i >= 0; i = w.next[i] {
		if w.d.Rels[i] == syntax.RelAmod {
			switch w.lower(i) {
			case "unconfirmed", "unverified", "unsubstantiated", "disputed", "conflicting", "uncorroborated":
				return true
			}
		}
	}
	switch w.lemma[k] {
	case "report", "rumour", "rumor", "claim", "allegation", "leak", "speculation":
		return nobody && w.mentionAt(k) < 0
	}
	return false
}

// opinion adds whose view phrase k of a clause tells: "in the view of Macron", "in Macron's opinion".
func (w *work) opinion(c *context, k int32) {
	switch w.lemma[k] {
	case "view", "opinion", "word", "words", "assessment", "estimation":
	default:
		return
	}
	o := w.child(k, syntax.RelNmodPoss)
	for i := w.first[k]; i >= 0 && o < 0; i = w.next[i] {
		if w.d.Rels[i] == syntax.RelNmod && w.preposition(i) == "of" {
			o = i
		}
	}
	if o >= 0 {
		c.claimed = true
		c.say(speaker{o, -1})
	}
}

// lostSource returns the phrase with "according to" that the parser hung below a noun of the sentence of root t, or -1.
func (w *work) lostSource(t int32) int32 {
	s := &w.d.Sentences[w.d.Sent[t]]
	for k := s.First; k < s.Last; k++ {
		if w.d.Rels[k] != syntax.RelCase || w.lemma[k] != "according" && w.lemma[k] != "accord" {
			continue
		}
		n := w.d.Heads[k]
		if g := w.d.Heads[n]; n > k && g >= 0 && g != t && g < k && !w.clausal(g) && w.clauseOf(g) == t {
			return n
		}
	}
	return -1
}

// outlet reports whether a noun stands for newspapers and broadcasters as a whole.
func outlet(lemma string) bool {
	switch lemma {
	case "media", "press", "television", "tv", "radio", "newspaper", "broadcaster":
		return true
	}
	return false
}

// outlets returns the nameless group of "state-run media" or "police", or -1: without it one would not know who said it. A
// body that the words before it give to a country is that country: "the Mexican foreign ministry".
func (w *work) outlets(k int32) int32 {
	body := (w.d.UPOS[k] == syntax.NOUN || w.d.UPOS[k] == syntax.PROPN) && bodyNoun(w.lemma[k])
	if !outlet(w.lemma[k]) && !body || w.named(k) {
		return -1
	}
	name := ""
	for i := w.first[k]; i >= 0 && i < k; i = w.next[i] {
		switch w.d.Rels[i] {
		case syntax.RelAmod, syntax.RelCompound:
			if w.named(i) {
				if !body && i+1 < k && w.lemma[i+1] == "state" { // "Yemeni state television"
					name += strings.ToLower(w.d.Form(int(i))) + " "
					continue
				}
				return -1 // "Japanese media"
			}
			first := i
			for j := w.first[i]; j >= 0 && j < i; j = w.next[j] {
				if body && w.linkedCountry(j) {
					return w.m.Mentions[w.mentionAt(j)].Entities[0]
				}
				first = min(first, j)
			}
			name += strings.ToLower(w.d.Text[w.d.Tokens[first].Begin:w.d.Tokens[i].End]) + " "
		case syntax.RelNmodPoss:
			if w.mentionAt(i) >= 0 && w.d.UPOS[i] != syntax.PROPN || w.linkedCountry(i) {
				return -1
			}
		}
	}
	if body {
		mark := len(w.args)
		w.args = w.resolve(k, slot{owner: true}, w.args)
		known := len(w.args) > mark
		w.args = w.args[:mark]
		if known {
			return -1
		}
	} else if name == "" {
		return -1
	}
	return w.make("ent:group/", name+w.lemma[k], w.textHash(), graph.Group, "")
}

// bodyNoun reports whether a noun stands for people who speak for a body that the sentence does not name.
func bodyNoun(lemma string) bool {
	switch lemma {
	case "ministry", "police", "spokesman", "spokeswoman", "spokesperson", "official", "source", "agency", "army", "military", "prosecutor", "witness", "diplomat", "authority":
		return true
	}
	return false
}

// named reports whether token i names somebody, other than as a class of things.
func (w *work) named(i int32) bool {
	k := w.mentionAt(i)
	if k < 0 || len(w.m.Mentions[k].Entities) == 0 {
		return false
	}
	switch w.m.Entities[w.m.Mentions[k].Entities[0]].Type {
	case graph.Topic, graph.Group:
		return false
	}
	return true
}

func (w *work) linkedCountry(i int32) bool {
	k := w.mentionAt(i)
	return k >= 0 && len(w.m.Mentions[k].Entities) == 1 && w.m.Entities[w.m.Mentions[k].Entities[0]].Type == graph.Country
}

// citing adds whom verb h says it from: "Reuters said, citing Kyodo".
func (w *work) citing(c *context, h int32) {
	for k := w.first[h]; k >= 0; k = w.next[k] {
		if w.d.UPOS[k] == syntax.VERB && w.d.XPOS[k] == syntax.TagVBG && (w.lemma[k] == "cite" || w.lemma[k] == "quote") {
			if o := w.child(k, syntax.RelObj); o >= 0 {
				c.say(speaker{o, -1})
				w.cited(c, o)
			}
		}
	}
}

// warns adds who warns of what t tells, and returns how: of what is or was, it is a claim, of what may come a possibility.
func (w *work) warns(c *context, h, t int32, x wrapper) wrapper {
	if w.lemma[h] != "warn" && w.lemma[h] != "caution" || x.gives != givesHypothetical {
		return x
	}
	c.claimed = true
	if s, _ := w.surfaceSubject(h); s >= 0 && !w.passive(h) {
		c.say(speaker{s, -1})
	}
	going := w.d.Rels[t] == syntax.RelCcomp && w.finite(t)
	for k := w.first[t]; k >= 0; k = w.next[k] {
		switch w.d.Rels[k] {
		case syntax.RelAux:
			going = going && w.d.XPOS[k] != syntax.TagMD
		case syntax.RelAmod:
			switch w.lemma[k] {
			case "active", "ongoing", "current", "continuing", "continued", "recent", "growing":
				going = true
			}
		}
	}
	if going {
		x.gives = givesAlleged
	}
	return x
}

// voiced adds whose words about act t a noun phrase sums up: "reaffirmed Norway's support for Mali", "expressed appreciation
// for the support of Norway for Mali". What is condemned or welcomed is told by the writer.
func (w *work) voiced(c *context, t int32) {
	if conflict(w.p.class(w.lemma[t])) {
		return
	}
	owner := int32(-1)
	for k := w.first[t]; k >= 0; k = w.next[k] {
		switch w.d.Rels[k] {
		case syntax.RelNmodPoss:
			if w.d.UPOS[k] != syntax.PRON {
				owner = k
			}
		case syntax.RelAmod, syntax.RelCompound:
			if owner < 0 && w.m.ByHead[k] >= 0 {
				owner = k
			}
		case syntax.RelNmod:
			if p := w.preposition(k); owner < 0 && (p == "of" || p == "by") && w.mentionAt(k) >= 0 {
				owner = k
			}
		}
	}
	if owner < 0 {
		return
	}
	h := w.d.Heads[t]
	for n := 0; n < 3 && h >= 0 && w.d.UPOS[h] == syntax.NOUN && !w.clausal(h); n++ {
		h = w.d.Heads[h]
	}
	if h < 0 || w.d.UPOS[h] != syntax.VERB {
		return
	}
	switch w.lemma[h] {
	case "reaffirm", "reiterate", "underscore", "underline", "emphasize", "emphasise", "stress", "highlight", "note", "mention", "express", "convey", "voice", "acknowledge", "appreciate", "thank", "praise", "commend":
		if s, _ := w.surfaceSubject(h); s >= 0 && !w.passive(h) {
			c.say(speaker{s, -1})
		}
	}
}

// falsely reports whether the writer says that what h tells is not so: "wrongly claimed".
func (w *work) falsely(h int32) bool {
	for k := w.first[h]; k >= 0; k = w.next[k] {
		if w.d.Rels[k] == syntax.RelAdvmod {
			switch w.lemma[k] {
			case "falsely", "wrongly", "erroneously", "mistakenly", "incorrectly", "baselessly", "jokingly", "sarcastically", "dishonestly":
				return true
			}
		}
	}
	return false
}

// told reports whether clause t completes noun h, which is not known to make it a fact: "the notion that". A relative
// clause has a gap where the noun would stand.
func (w *work) told(t, h int32) bool {
	m := w.child(t, syntax.RelMark)
	if m < 0 || w.lemma[m] != "that" || !w.finite(t) || w.d.UPOS[h] != syntax.NOUN || w.ownSubject(t) < 0 {
		return false
	}
	return w.has(t, syntax.RelObj) || w.has(t, syntax.RelCop) || w.passive(t)
}
