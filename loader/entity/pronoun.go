package entity

import (
	"strings"

	"entente/graph"
	"entente/loader/syntax"
)

// pronoun resolves token i if it is one.
func (w *work) pronoun(i int) {
	d := w.d
	switch d.Form(i) {
	case "he", "He", "him", "his", "His", "himself":
		w.personal(i, isMale)
	case "she", "She", "her", "Her", "herself", "hers":
		w.personal(i, isFemale)
	case "it", "It", "its", "Its", "itself":
		w.neuter(i)
	case "they", "They", "them", "their", "Their", "themselves":
		w.plural(i)
	case "I", "me", "my", "My", "myself":
		w.firstPerson(i, false, false)
	case "we", "We", "our", "Our", "us", "ourselves":
		w.firstPerson(i, true, false)
	case "you", "You", "your", "Your":
		if w.turn >= 0 || w.quote[i] > 0 {
			w.firstPerson(i, false, true)
		}
	case "both", "Both":
		w.described(i)
	}
}

func (w *work) possessor(i int) bool {
	return w.d.Rels[i] == syntax.RelNmodPoss || w.d.XPOS[i] == syntax.TagPRPS
}

// clause returns the verb that token i depends on, over nouns and prepositions.
func (w *work) clause(i int) int32 {
	h := w.d.Heads[i]
	for steps := 0; h >= 0 && steps < 6; steps++ {
		if u := w.d.UPOS[h]; u == syntax.VERB || u == syntax.AUX {
			return h
		}
		h = w.d.Heads[h]
	}
	return h
}

// best returns the seen entry that fits a third person at token i most.
func (w *work) best(i int, fits func(*seen) bool, reach int32) *seen {
	d := w.d
	sent := d.Sent[i]
	poss := w.possessor(i)
	obj := d.Rels[i].Base() == syntax.RelObj || d.Rels[i].Base() == syntax.RelIobj || d.Rels[i].Base() == syntax.RelObl
	verb := w.clause(i)
	many := d.Form(i)[0]|0x20 == 't'
	top := float32(-1000)
	var pick *seen
	for k := len(w.seen) - 1; k >= 0 && k > len(w.seen)-1-window; k-- {
		s := &w.seen[k]
		far := sent - s.sent
		if far > reach {
			break
		}
		if int(s.head) >= i || !fits(s) {
			continue
		}
		v := s.weight - 16*float32(far)
		if poss && far > 0 {
			v -= 10
		}
		if far == 0 {
			same := d.Heads[s.head] == verb
			switch {
			case same && s.subject && obj && !poss:
				continue // "Kim gave him a tour"
			case same && s.subject && poss:
				v += 16
			case int(s.head) == int(d.Heads[i]):
				continue
			}
			v -= float32(i-int(s.head)) / 20
			if h := d.Heads[i]; poss && h >= 0 && d.Rels[h] == syntax.RelConj && d.Heads[h] >= 0 && (d.Heads[h] == s.head || w.toks[d.Heads[h]].span >= 0 && w.spans[w.toks[d.Heads[h]].span].entity == s.entities[0]) {
				v += 40 // "Washington and its allies"
			}
			if s.plural {
				v += 14
			}
			if poss && i >= 2 && int(s.head) == i-2 && d.Form(i-1) == "for" {
				v += 44 // "costs on Iran for its support"
			}
			if poss && i >= 2 && d.Form(i-1) == "," && w.toks[i-2].span >= 0 && w.spans[w.toks[i-2].span].entity == s.entities[0] {
				v += 50 // "Joe Biden, his wife"
			}
			if i >= 2 && poss && d.Form(i-1) == "and" && w.toks[i-2].span >= 0 && w.spans[w.toks[i-2].span].entity == s.entities[0] {
				v += 40 // "Plenkovic and his government"
			}
			// inside the phrase that the pronoun heads: "his brother's"
		}
		v += 2 * float32(min(w.people[s.entities[0]].count, 4))
		if s.quoted != (w.quote[i] > 0) {
			v -= 8
		}
		if many {
			switch w.m.Entities[s.entities[0]].Type {
			case graph.Group:
				v += 12
			case graph.GovernmentBody, graph.Company, graph.NGO:
				v -= 12
			}
		}
		if v > top {
			top, pick = v, s
		}
	}
	return pick
}

func (w *work) personal(i int, gender wordClass) {
	other := (isMale | isFemale) &^ gender
	s := w.best(i, func(s *seen) bool {
		if s.plural {
			return false
		}
		e := s.entities[0]
		if w.m.Entities[e].Type != graph.Person {
			return false
		}
		c := w.people[e].class
		return c&gender != 0 || c&other == 0
	}, 4)
	if s == nil {
		return
	}
	e := s.entities[0]
	w.people[e].class |= gender
	w.stand(i, whyNearest, 0.75, e)
	w.note(int32(i), e, false)
}

func (w *work) neuter(i int) {
	d := w.d
	if d.Rels[i] == syntax.RelExpl || !w.possessor(i) && w.empty(i) {
		return
	}
	if i >= 2 && d.Form(i-1) == "and" && w.toks[i-2].span >= 0 {
		if e := w.spans[w.toks[i-2].span].entity; e >= 0 && (w.m.Entities[e].Type == graph.Topic || w.m.Entities[e].Type == graph.EventType) {
			return // "the Treaty and its goals"
		}
	}
	obj := d.Rels[i].Base() == syntax.RelObj && !w.called(i)
	s := w.best(i, func(s *seen) bool {
		if s.plural || s.joined && d.Sent[i] == s.sent && !(i > 0 && d.Form(i-1) == "and") || obj && !w.above(d.Heads[s.head], w.clause(i)) {
			return false
		}
		switch w.m.Entities[s.entities[0]].Type {
		case graph.Person, graph.Group:
			return false
		case graph.Topic, graph.EventType:
			return false
		case graph.Place, graph.Facility:
			return w.possessor(i)
		}
		return true
	}, 1)
	if s == nil {
		return
	}
	if !w.possessor(i) && !s.subject {
		return // "it" is mostly a thing that is no actor
	}
	w.stand(i, whyNearest, 0.65, s.entities[0])
	w.note(int32(i), s.entities[0], false)
}

// called reports whether the verb of "it" gives it a name: "considered it a threat", which parsers take for either of two objects.
func (w *work) called(i int) bool {
	d := w.d
	for x := i + 1; x < d.Len() && x < i+6 && d.Sent[x] == d.Sent[i]; x++ {
		if d.Heads[x] == d.Heads[i] {
			return d.Rels[x] == syntax.RelXcomp && d.UPOS[x] == syntax.NOUN
		}
	}
	return false
}

// above reports whether verb a governs verb b: "Iraq says that Russia is assisting it".
func (w *work) above(a, b int32) bool {
	for steps := 0; b >= 0 && steps < 6; steps++ {
		b = w.d.Heads[b]
		if b == a {
			return a >= 0
		}
	}
	return false
}

// empty reports whether "it" stands for nothing: "it is clear that", "it was expected that", "it seems".
func (w *work) empty(i int) bool {
	d := w.d
	h := d.Heads[i]
	if h < 0 {
		return true
	}
	if d.UPOS[h] == syntax.ADJ || d.UPOS[h] == syntax.NOUN {
		return true
	}
	switch d.Lemmas[h] {
	case "seem", "appear", "rain", "snow", "take", "be", "emerge", "happen", "remain", "mean":
		return true
	}
	if d.Rels[i] == syntax.RelNsubjPass {
		for x := int(h) + 1; x < d.Len() && x < int(h)+4 && d.Sent[x] == d.Sent[i]; x++ {
			if d.Form(x) == "that" {
				return true
			}
		}
	}
	return false
}

func (w *work) plural(i int) {
	s := w.best(i, func(s *seen) bool {
		e := s.entities[0]
		switch w.m.Entities[e].Type {
		case graph.Person:
			return s.plural
		case graph.Topic, graph.EventType, graph.Place, graph.Facility, graph.Media:
			return false
		case graph.Country:
			return s.plural || s.subject
		case graph.Group:
			return !strings.HasSuffix(w.m.Entities[e].Name, "media") // who reports is not what is reported on
		}
		return true
	}, 2)
	d := w.d
	if w.crowd(i, s) || w.peopleBefore(i, s) {
		return
	}
	if f := d.Form(i); (f == "them" || f == "themselves") && s != nil && !s.plural && w.m.Entities[s.entities[0]].Type != graph.Group {
		s = nil
	}
	if s != nil {
		switch {
		case s.plural && len(s.more) > 1:
			w.standAll(i, whyCoord, 0.7, s.more)
			return
		case !w.possessor(i) && !s.plural && w.d.Sent[i] != s.sent || s.plural:
			w.stand(i, whyNearest, 0.6, s.entities[0])
			return
		}
	}
	// "their friendship"
	if h := d.Heads[i]; w.possessor(i) && h >= 0 && (w.toks[h].word.is(isMutual)) {
		if a, b := w.lastTwo(i, 1, func(e int32) bool { return w.m.Entities[e].Type == graph.Person }); b >= 0 {
			w.standAll(i, whyPair, 0.6, w.several(a, b))
			return
		}
	}
	// two persons of the sentence before, with one act: "Kim gave him a tour. They also stood together"
	if d.Form(i) == "They" || d.Form(i) == "they" {
		if a, b := w.lastTwo(i, 1, func(e int32) bool { return w.m.Entities[e].Type == graph.Person }); b >= 0 {
			w.standAll(i, whyPair, 0.6, w.several(a, b))
			return
		}
	}
	if s != nil {
		w.stand(i, whyNearest, 0.55, s.entities[0])
		return
	}
	if a, b := w.lastTwo(i, 1, func(e int32) bool { return w.m.Entities[e].Type == graph.Country }); b >= 0 {
		w.standAll(i, whyPair, 0.5, w.several(a, b))
	}
}

// crowd reports whether people without a name stand nearer to the pronoun than what was seen: "if someone arrives they".
func (w *work) crowd(i int, s *seen) bool {
	d := w.d
	for x := i - 1; x >= 0 && d.Sent[x] == d.Sent[i]; x-- {
		if s != nil && s.head >= int32(x) {
			return false
		}
		switch d.Form(x) {
		case "someone", "anyone", "everyone", "whoever", "those", "people", "People", "nobody", "who":
			return true
		}
		if d.XPOS[x] == syntax.TagNNS && w.toks[x].span < 0 && d.Rels[x] != syntax.RelCompound && (w.toks[x].word.is(isPeople) || d.Rels[x].Base() == syntax.RelNsubj) {
			return true
		}
	}
	return false
}

// peopleBefore reports whether the subject of the sentence before token i is people without a name: "Thousands of migrants arrived.
// They ...".
func (w *work) peopleBefore(i int, s *seen) bool {
	d := w.d
	k := d.Sent[i] - 1
	if k < 0 || d.Sentences[k].Block != d.Sentences[k+1].Block || s != nil && (s.sent > k || s.subject && s.sent == k) {
		return false
	}
	for x := d.Sentences[k].First; x < d.Sentences[k].Last; x++ {
		if r := d.Rels[x].Base(); r != syntax.RelNsubj || d.XPOS[x] != syntax.TagNNS || w.toks[x].span >= 0 {
			continue
		}
		if w.toks[x].word.is(isPeople) {
			return true
		}
		// "thousands of migrants"
		if y := x + 2; y < d.Sentences[k].Last && d.Form(int(x)+1) == "of" && w.toks[y].word.is(isPeople) && w.toks[y].span < 0 {
			return true
		}
	}
	return false
}

// lastTwo returns the last two distinct entities of a kind within some sentences before token i, in text order; b is -1
// if there are not two.
func (w *work) lastTwo(i int, reach int32, fits func(e int32) bool) (a, b int32) {
	a, b = -1, -1
	sent := w.d.Sent[i]
	for k := len(w.seen) - 1; k >= 0 && k > len(w.seen)-1-window; k-- {
		s := &w.seen[k]
		if sent-s.sent > reach {
			break
		}
		if s.plural {
			if len(s.more) == 2 && b < 0 && fits(s.more[0]) && fits(s.more[1]) {
				return s.more[0], s.more[1]
			}
			continue
		}
		e := s.entities[0]
		if !fits(e) || int(s.head) >= i {
			continue
		}
		switch {
		case b < 0:
			b = e
		case e != b:
			return e, b
		}
	}
	return -1, -1
}

func (w *work) stand(i int, why []string, score float32, e int32) {
	w.add(Mention{First: int32(i), Last: int32(i + 1), Head: int32(i), Kind: Pronoun, OfficeOf: -1, Entities: w.one(e), Score: score, Reasons: why})
}

func (w *work) standAll(i int, why []string, score float32, es []int32) {
	w.add(Mention{First: int32(i), Last: int32(i + 1), Head: int32(i), Kind: Pronoun, OfficeOf: -1, Entities: w.several(es...), Score: score, Reasons: why})
	if len(es) > 1 {
		j := seen{entities: [2]int32{es[0], es[1]}, more: es, head: int32(i), sent: w.d.Sent[i], weight: 20, plural: true}
		if w.d.Rels[i].Base() == syntax.RelNsubj {
			j.weight, j.subject = 30, true
		}
		w.seen = append(w.seen, j)
	}
}
