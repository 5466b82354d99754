package entity

import (
	"entente/graph"
	"entente/loader/syntax"
)

// placeUse tells whether the sentence uses the name as a place or as an actor.
func (w *work) placeUse(s *span) use {
	d := w.d
	first, last := int(s.first), int(s.last)
	h := int(w.headOf(first, last))
	sent := d.Sentences[d.Sent[first]]
	if first > int(sent.First) && w.toks[first-1].word.is(isCityNoun) && w.toks[first-1].cap == lower {
		return placeUse // "the capital Dushanbe"
	}
	// "Washington-based"; "US-led" is an actor
	if last+1 < int(sent.Last) && w.hyphen(last) {
		if t := w.toks[last+1].word; t.is(isJoined) {
			if t.means == graph.Place {
				return placeUse
			}
			return metonymUse
		}
		return anyUse
	}
	if first >= 2 && w.hyphen(first-1) && w.toks[first-2].span >= 0 {
		return metonymUse // "Moscow-Beijing axis"
	}
	// a dateline at the beginning: "MOSCOW, Sept. 12 (Reuters) -", "MOSCOW (AP) —"
	if first == int(sent.First) && last < int(sent.Last) {
		switch f := d.Form(last); {
		case f == "—" || f == "–" || f == "(" && w.toks[first].cap == upper:
			return placeUse
		case f == "," && w.toks[first].cap == upper && last+1 < int(sent.Last) && w.toks[last+1].word.is(isCalendar):
			return placeUse
		}
	}
	// "Reykjavik, Iceland"
	if last+1 < int(sent.Last) && d.Form(last) == "," {
		if n := w.toks[last+1].span; n >= 0 && len(w.spans[n].cands) > 0 && w.g.Type(w.spans[n].cands[0].Entity) == graph.Country && !w.spans[n].demonym {
			for k := range s.cands {
				if c := s.cands[k].Entity; w.g.Type(c) == graph.Place && w.g.Country(c) == w.spans[n].cands[0].Entity {
					return placeUse
				}
			}
		}
	}
	// possessive: "Moscow's suburbs", "Moscow's position"
	if last < int(sent.Last) && possessive(d.Form(last)) {
		if last+1 < int(sent.Last) {
			if n := w.toks[last+1].span; n >= 0 && (w.spans[n].typ == graph.Facility || w.spans[n].typ == graph.Place) {
				return placeUse
			}
			for x := last + 1; x < min(last+4, int(sent.Last)); x++ {
				if w.toks[x].word.is(isLocal) && d.UPOS[x] != syntax.VERB && w.localNoun(x) {
					return placeUse
				}
			}
		}
		return metonymUse
	}
	// inside a compound: "Moscow airport", "Moscow officials"
	if r := d.Rels[h].Base(); (r == syntax.RelCompound || r == syntax.RelAmod || r == syntax.RelNmod) && last < int(sent.Last) && int(d.Heads[h]) >= last && int(d.Heads[h]) < last+4 {
		t := w.toks[d.Heads[h]].word
		switch {
		case t.is(isLocal) && w.localNoun(int(d.Heads[h])):
			return placeUse
		case t.is(isGovernment | isMilitary):
			return metonymUse
		}
		return anyUse
	}
	return w.clauseUse(h, 0)
}

// localNoun reports whether a noun makes the city before it a place and not a government.
func (w *work) localNoun(x int) bool {
	switch w.d.Form(x) {
	case "office", "talks", "visit", "trip", "time", "post", "attack", "meeting", "meetings", "university", "court", "prison", "police":
		return w.d.Form(x) != "time"
	}
	return true
}

// clauseUse reads the use of the noun phrase headed by h from its preposition and from the word that governs it.
func (w *work) clauseUse(h, depth int) use {
	d := w.d
	gov := int(d.Heads[h])
	rel := d.Rels[h].Base()
	prep := -1
	for x := h - 1; x >= 0 && x > h-8 && d.Sent[x] == d.Sent[h]; x-- {
		if int(d.Heads[x]) == h && d.Rels[x].Base() == syntax.RelCase && d.UPOS[x] == syntax.ADP {
			prep = x
			break
		}
	}
	if prep < 0 && h > 0 && d.UPOS[h-1] == syntax.ADP && d.Sent[h-1] == d.Sent[h] {
		prep = h - 1
	}
	if rel == syntax.RelConj && prep < 0 && gov >= 0 && depth < 4 {
		return w.clauseUse(gov, depth+1)
	}
	verb := gov >= 0 && (d.UPOS[gov] == syntax.VERB || d.UPOS[gov] == syntax.AUX)
	var gw *word
	if gov >= 0 {
		gw = w.look(d.Lemmas[gov])
	}
	if prep >= 0 {
		p := d.Form(prep)
		switch {
		case p == "between" || p == "with" || p == "against" || p == "by" || p == "With" || p == "Between" || p == "among" || p == "than" || p == "like" || p == "on" || p == "for" || p == "over" || p == "of" || p == "about" || p == "as" || p == "despite":
			if p == "for" && (gw.is(isMotion) || gov >= 0 && (d.Lemmas[gov] == "bind" || d.Lemmas[gov] == "depart" || d.Lemmas[gov] == "leave")) {
				return placeUse
			}
			if p == "of" && gov >= 0 {
				switch d.Lemmas[gov] {
				case "city", "capital", "town", "port", "east", "west", "north", "south", "outskirts", "suburb", "centre", "center", "street", "mayor", "part", "siege", "bombing", "streets", "kilometer", "kilometre", "mile", "km", "outside", "heart":
					return placeUse
				}
			}
			if gov >= 0 && p == "over" {
				switch d.Lemmas[gov] {
				case "airspace", "sky", "fly", "flight", "air", "explosion":
					return placeUse
				}
			}
			if (p == "over" || p == "on" || p == "about") && verb && gw.is(isMotion) {
				return placeUse
			}
			return metonymUse
		case w.toks[prep].word.is(isLocative):
			return placeUse
		case p == "to" || p == "To":
			if gw.is(isTransfer) && verb {
				return metonymUse
			}
			if gov >= 0 && !verb {
				switch d.Lemmas[gov] {
				case "visit", "trip", "travel", "journey", "flight", "return", "way", "road", "train", "tour", "arrival", "invitation", "ambassador", "envoy", "embassy", "route":
					if d.Lemmas[gov] == "ambassador" || d.Lemmas[gov] == "envoy" {
						return metonymUse
					}
					return placeUse
				}
				return metonymUse
			}
			if verb {
				switch d.Lemmas[gov] {
				case "belong", "say", "respond", "turn", "look", "appeal", "concede", "listen", "signal", "relate", "apologize", "apologise", "object", "speak", "talk":
					return metonymUse
				}
			}
			return placeUse
		case p == "from" || p == "From":
			if gov >= 0 && !verb {
				switch d.Lemmas[gov] {
				case "flight", "train", "departure", "return", "way", "road", "withdrawal", "km", "kilometre", "kilometer", "mile", "report":
					return placeUse
				}
				return metonymUse
			}
			if gov >= 0 {
				switch d.Lemmas[gov] {
				case "hear", "receive", "buy", "purchase", "get", "obtain", "import", "demand", "seek", "accept", "procure", "acquire", "require", "differ", "expect", "borrow":
					return metonymUse
				}
			}
			return placeUse
		}
	}
	switch rel {
	case syntax.RelNsubj:
		if verb || gov >= 0 && d.UPOS[gov] != syntax.NOUN {
			switch {
			case gov >= 0 && (d.Lemmas[gov] == "lie" || d.Lemmas[gov] == "sit"):
				return placeUse
			case d.Rels[h] == syntax.RelNsubjPass && gov >= 0 && gw.is(isMotion) && !gw.is(isPersonal):
				return placeUse
			}
			return metonymUse
		}
		return metonymUse
	case syntax.RelObj, syntax.RelIobj:
		if gov >= 0 && gw.is(isMotion) {
			return placeUse
		}
		return metonymUse
	case syntax.RelObl:
		return placeUse
	}
	return anyUse
}
