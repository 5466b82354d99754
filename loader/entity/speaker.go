package entity

import (
	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/syntax"
)

// A pendingPronoun is a first or second person that waits for its speaker, who may stand behind the quotation.
type pendingPronoun struct {
	token  int32
	quote  int32
	turn   int32 // entity of the speaker by a label: "Vladimir Putin: ...", -1
	other  int32 // entity who spoke before
	plural bool
	second bool
	seen   int // how much had been seen before it
}

// quotes numbers the quotations: quote[i] is that of token i, 0 outside.
func (w *work) quotes() {
	d := w.d
	w.quote = sized(w.quote, d.Len())
	id, open := int32(0), false
	block := int32(-1)
	for _, s := range d.Sentences {
		if s.Block != block {
			block = s.Block
			open = false
		}
		for i := s.First; i < s.Last; i++ {
			switch d.Form(int(i)) {
			case "“", "«", "``":
				id++
				open = true
			case "”", "»", "''":
				open = false
			case "\"":
				if open = !open; open {
					id++
				}
			}
			if open {
				w.quote[i] = id
			}
		}
	}
}

// publisher returns whom a text speaks for, told by a line of its own at its head: a body ("Office of the Spokesperson")
// or a person with an office ("Jane Roe, Secretary of State"); -1 if there is none. A body that the gazetteer does not
// know speaks for the country of the first office holder of the text.
func (w *work) publisher() int32 {
	d := w.d
	for k, s := range d.Sentences {
		if k > 4 {
			break
		}
		if s.Last-s.First > 10 || s.Number < 0 {
			continue
		}
		verb := false
		for i := s.First; i < s.Last; i++ {
			verb = verb || d.UPOS[i] == syntax.VERB || d.UPOS[i] == syntax.AUX
		}
		if verb {
			continue
		}
		body := int32(-1)
		for i := s.First; i < s.Last; i++ {
			x := w.toks[i].span
			if x < 0 || w.spans[x].entity < 0 {
				continue
			}
			e := w.spans[x].entity
			switch w.m.Entities[e].Type {
			case graph.GovernmentBody:
				body = e
			case graph.Person:
				if w.spans[x].office >= 0 && w.gaz[e] != gazetteer.None {
					return e
				}
			}
		}
		if body >= 0 {
			if w.ofEntity(body) != gazetteer.None {
				return body
			}
			return w.firstOfficial()
		}
	}
	return -1
}

// firstOfficial returns the country of the first person of the text who is named with an office and known.
func (w *work) firstOfficial() int32 {
	for i := range w.offices {
		o := &w.offices[i]
		if o.named < 0 || o.of >= 0 || w.spans[o.named].entity < 0 {
			continue
		}
		if c := w.ofEntity(w.spans[o.named].entity); c != gazetteer.None {
			return w.known(c)
		}
	}
	return -1
}

// label reports whether the name begins its sentence as the speaker of a transcript: "President of Russia Vladimir Putin:",
// "Ahmet Davutoglu (retranslated):".
func (w *work) label(s *span) bool {
	d := w.d
	q := int(s.last)
	if q+3 < d.Len() && d.Form(q) == "(" && d.Form(q+2) == ")" {
		q += 3
	}
	if q >= d.Len() || d.Form(q) != ":" || s.entity < 0 || w.m.Entities[s.entity].Type != graph.Person {
		return false
	}
	begin := s.first
	if s.office >= 0 {
		begin = min(begin, w.offices[s.office].start)
	}
	if s.honor != nil {
		begin = min(begin, s.first-1)
	}
	return begin == d.Sentences[d.Sent[s.first]].First
}

// officeLabel is label for an office alone: "THE PRESIDENT:".
func (w *work) officeLabel(o *office) bool {
	return o.named < 0 && int(o.end) < w.d.Len() && w.d.Form(int(o.end)) == ":" && o.start == w.d.Sentences[w.d.Sent[o.first]].First
}

// countLabels counts the turns of a transcript.
func (w *work) countLabels() int {
	n := 0
	for i := range w.spans {
		if w.label(&w.spans[i]) {
			n++
		}
	}
	for i := range w.offices {
		if o := &w.offices[i]; w.officeLabel(o) {
			n++
			if w.toks[o.first].cap == upper {
				n++ // "THE PRESIDENT: ..." may be the only one who speaks
			}
		}
	}
	return n
}

// audience reports whether a transcript notes laughter or applause, so that "you" are those who listen.
func (w *work) audience() bool {
	for i := 1; i < w.d.Len(); i++ {
		switch w.d.Form(i) {
		case "Laughter", "Applause", "laughter", "applause":
			if w.d.Form(i-1) == "(" {
				return true
			}
		}
	}
	return false
}

// speakerLabel notes who speaks from here on.
func (w *work) speakerLabel(s *span) {
	if w.labels >= 2 && w.label(s) && w.turn != s.entity {
		w.prevTurn, w.turn = w.turn, s.entity
	}
}

func (w *work) firstPerson(i int, plural, second bool) {
	p := pendingPronoun{token: int32(i), quote: w.quote[i], turn: -1, other: -1, plural: plural, second: second, seen: len(w.seen)}
	if p.quote == 0 {
		p.turn, p.other = w.turn, w.prevTurn
	}
	w.pending = append(w.pending, p)
}

// speakers resolves the first person: the speaker of the quotation, of the turn, or the body that publishes the text.
func (w *work) speakers() {
	public := w.labels > 0 && w.audience()
	for _, p := range w.pending {
		if p.second && public && p.quote == 0 {
			continue
		}
		who := p.turn
		why := whySpeaker
		if p.quote > 0 {
			who = w.speakerOf(int(p.token), p.quote)
		} else if e := w.unquoted(int(p.token)); e >= 0 {
			who = e
		}
		if p.second {
			if who < 0 {
				continue
			}
			to := p.other
			if to < 0 || to == who {
				if to = w.otherSpeaker(who); w.manySpeak(who, to) {
					to = -1
				}
			}
			if to >= 0 {
				w.stand(int(p.token), why, 0.5, to)
			}
			continue
		}
		if who < 0 && p.quote == 0 && (p.plural || w.home >= 0 && w.m.Entities[w.home].Type == graph.Person) && w.home >= 0 {
			who, why = w.home, whyPublisher
		}
		if who < 0 {
			continue
		}
		if p.plural {
			a, b := w.together(&p, who)
			if b >= 0 {
				w.standPair(int(p.token), a, b)
				continue
			}
			who = a
		}
		w.stand(int(p.token), why, 0.65, who)
	}
}

// withOthers reports whether verb h names whom it is done with: "we are negotiating with the bank" is not said of those who
// listen.
func (w *work) withOthers(h int32) bool {
	d := w.d
	last := d.Sentences[d.Sent[h]].Last
	for x := h + 1; x < last && x < h+16; x++ {
		if d.Form(int(x)) != "with" || d.Rels[x] != syntax.RelCase {
			continue
		}
		n := d.Heads[x]
		if n < 0 || d.UPOS[n] != syntax.NOUN && d.UPOS[n] != syntax.PROPN {
			continue
		}
		if g := d.Heads[n]; g == h || w.toks[n].span >= 0 || g >= 0 && d.Heads[g] == h && d.UPOS[g] == syntax.NOUN {
			return true
		}
	}
	return false
}

// together returns for whom the speaker says "we": for the institution, in a transcript alone; with the other side
// where it is said of both: "our friendship", "we signed", "we are neighbours"; b is -1 without one.
func (w *work) together(p *pendingPronoun, who int32) (a, b int32) {
	d := w.d
	i := int(p.token)
	transcript := p.turn >= 0 && p.quote == 0 && w.m.Entities[who].Type == graph.Person
	h := d.Heads[i]
	if h < 0 {
		return w.institution(who), -1
	}
	t := w.toks[h].word
	if t == nil {
		t = w.look(d.Lemmas[h])
	}
	var both bool
	switch {
	case w.possessor(i):
		both = t.is(isMutual) && !w.said(int(h)) || w.two(i, int(h)) || w.lands(int(h))
	case transcript:
		both = t.is(isTogether|isJoint) && !w.withOthers(h) || t.is(isPartner) && d.UPOS[h] == syntax.NOUN || w.toMeet(h)
	default:
		both = t.is(isPartner) && d.UPOS[h] == syntax.NOUN
	}
	a = w.institution(who)
	if transcript {
		to := w.otherSpeaker(who)
		switch {
		case both && to >= 0 && (t.is(isTogether|isTalk) || w.toMeet(h)):
			return who, to
		case both && to >= 0:
			if b = w.institution(to); b != a && w.m.Entities[a].Type != graph.Person && w.m.Entities[b].Type != graph.Person {
				return a, b
			}
		}
		if !w.possessor(i) && !t.is(isDeed) {
			return who, -1
		}
		return a, -1
	}
	if both {
		return a, w.otherCountry(p.seen, a)
	}
	return a, -1
}

// toMeet reports whether the clause of verb h says that its subjects may meet: "we have the opportunity to meet".
func (w *work) toMeet(h int32) bool {
	for x := int(h) + 1; x < w.d.Len() && x < int(h)+6 && w.d.Sent[x] == w.d.Sent[h]; x++ {
		if w.d.UPOS[x] == syntax.VERB && w.look(w.d.Lemmas[x]).is(isTogether) {
			r := w.d.Rels[x]
			return (r == syntax.RelXcomp || r == syntax.RelAcl || r == syntax.RelAdvcl) && w.d.Form(x-1) == "to"
		}
	}
	return false
}

// said reports whether the text itself says with whom: "our alliance with Japan".
func (w *work) said(h int) bool {
	return h+1 < w.d.Len() && (w.d.Form(h+1) == "with" || w.d.Form(h+1) == "between" || w.d.Form(h+1) == "to")
}

// lands reports whether token h stands for the countries of both sides: "our countries".
func (w *work) lands(h int) bool {
	if w.d.XPOS[h] != syntax.TagNNS {
		return false
	}
	switch w.d.Lemmas[h] {
	case "country", "nation", "people", "state":
		return true
	}
	return false
}

// two reports whether "two" stands between "our" at i and its noun: "our two peoples".
func (w *work) two(i, h int) bool {
	return h > i && i+1 < w.d.Len() && w.d.Form(i+1) == "two"
}

// otherCountry returns the country named last among the first n that were seen which is not c, or -1.
func (w *work) otherCountry(n int, c int32) int32 {
	if w.m.Entities[c].Type != graph.Country {
		return -1
	}
	for k := n - 1; k >= 0 && k > n-1-2*window; k-- {
		if e := w.seen[k].entities[0]; w.m.Entities[e].Type == graph.Country && e != c {
			return e
		} else if b := w.seen[k].entities[1]; b >= 0 && b != c && w.m.Entities[b].Type == graph.Country {
			return b
		}
	}
	return -1
}

func (w *work) standPair(i int, a, b int32) {
	w.add(Mention{First: int32(i), Last: int32(i + 1), Head: int32(i), Kind: Pronoun, OfficeOf: -1, Entities: w.several(a, b), Score: 0.55, Reasons: whySpeaker})
}

// institution returns for whom a person speaks: the country of the office; of a body its country.
func (w *work) institution(e int32) int32 {
	ent := &w.m.Entities[e]
	switch ent.Type {
	case graph.GovernmentBody, graph.Military:
		if c := w.ofEntity(e); c != gazetteer.None {
			return w.known(c)
		}
		return e
	case graph.Person:
	default:
		return e
	}
	if o := w.people[e].office; o >= 0 {
		of := w.offices[o].of
		if t := w.toks[w.offices[o].main].word; t != nil && t.role == "expert" {
			return e
		}
		if of >= 0 && w.spans[of].entity >= 0 {
			oe := w.spans[of].entity
			switch w.m.Entities[oe].Type {
			case graph.Country:
				return oe
			case graph.GovernmentBody, graph.Military:
				if c := w.ofEntity(oe); c != gazetteer.None {
					return w.known(c)
				}
			}
			return oe
		}
	}
	if g := w.gaz[e]; g != gazetteer.None && len(w.g.Roles(g, w.date)) > 0 {
		if c := w.g.Country(g); c != gazetteer.None {
			return w.known(c)
		}
	}
	return e
}

// otherSpeaker returns the one other person who speaks in turns.
func (w *work) otherSpeaker(who int32) int32 {
	for _, p := range w.pending {
		if p.turn >= 0 && p.turn != who {
			return p.turn
		}
	}
	return -1
}

// manySpeak reports whether others than these two speak in turns.
func (w *work) manySpeak(a, b int32) bool {
	for _, p := range w.pending {
		if p.turn >= 0 && p.turn != a && p.turn != b {
			return true
		}
	}
	return false
}

// speakerOf returns who says the quotation: the subject of a verb of saying outside of it in its sentences, or in the one
// before or after.
func (w *work) speakerOf(i int, q int32) int32 {
	d := w.d
	first, last := i, i
	for first > 0 && w.quote[first-1] == q {
		first--
	}
	for last+1 < d.Len() && w.quote[last+1] == q {
		last++
	}
	a, b := d.Sent[first], d.Sent[last]
	// behind the quotation first: "...," said Madden
	for _, k := range [4]int32{b, a, a - 1, b + 1} {
		if k < 0 || int(k) >= len(d.Sentences) {
			continue
		}
		if e := w.saidIn(d.Sentences[k].First, d.Sentences[k].Last, first, last); e >= 0 {
			return e
		}
	}
	return -1
}

func (w *work) saidIn(from, to int32, first, last int) int32 {
	d := w.d
	best, at := int32(-1), int32(1<<30)
	for x := from; x < to; x++ {
		if int(x) >= first && int(x) <= last || w.quote[x] > 0 {
			continue
		}
		if d.Rels[x].Base() != syntax.RelNsubj || d.Heads[x] < 0 || !w.look(d.Lemmas[d.Heads[x]]).is(isSpeech) {
			continue
		}
		e := w.entityAt(x)
		if e < 0 {
			continue
		}
		dist := x - int32(last)
		if int(x) < first {
			dist = int32(first) - x
		}
		if dist < 0 {
			dist = -dist
		}
		if dist < at {
			best, at = e, dist
		}
	}
	return best
}

// unquoted returns the subject of a verb of saying in the sentence of an unquoted first person: "We'll go on, Peskov stated."
func (w *work) unquoted(i int) int32 {
	s := w.d.Sentences[w.d.Sent[i]]
	for x := int32(i) + 1; x < s.Last; x++ {
		if w.d.Rels[x].Base() == syntax.RelNsubj && w.d.Heads[x] >= 0 && w.look(w.d.Lemmas[w.d.Heads[x]]).is(isSpeech) {
			if e := w.entityAt(x); e >= 0 {
				return e
			}
		}
	}
	return -1
}

// entityAt returns the entity of the mention that token x heads or lies in.
func (w *work) entityAt(x int32) int32 {
	for k := range w.m.Mentions {
		m := &w.m.Mentions[k]
		if !m.beside && m.Head == x && len(m.Entities) > 0 {
			return m.Entities[0]
		}
	}
	if s := w.toks[x].span; s >= 0 {
		return w.spans[s].entity
	}
	return -1
}
