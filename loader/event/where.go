package event

import (
	"entente/graph"
	"entente/graph/ontology"
	"entente/loader/entity"
	"entente/loader/syntax"
)

// where returns the entity of the place of an act, or -1. A place belongs to an act that it stands beside ("met in Sochi",
// "the Sochi talks", "talks held in Sochi"), to the act of the verb that carries it ("held talks in Sochi"), and, for what is
// done by hands, to the act whose object it tells the place of ("killed two officers in Mardin", "shelled Donetsk"). Who
// condemns an attack in Sochi need not be there.
func (w *work) where(p *proto) int32 {
	row := ontology.Lookup(p.predicate)
	if row == nil || row.Kind != ontology.Event {
		return -1
	}
	return w.placeOf(p, row)
}

func (w *work) placeOf(p *proto, row *ontology.Predicate) int32 {
	t := p.trigger
	if e := w.placeBeside(t, p); e >= 0 {
		return e
	}
	if e := w.placeBehindNames(t, p); e >= 0 {
		return e
	}
	if e := w.placeThere(t); e >= 0 {
		return e
	}
	bodily := bodily(row.Class)
	if w.d.UPOS[t] != syntax.VERB {
		h := w.d.Heads[t]
		if h < 0 || !w.clausal(h) {
			return -1
		}
		switch w.d.Rels[t] {
		case syntax.RelObj, syntax.RelNsubj, syntax.RelNsubjPass:
			if w.carries(h) {
				return w.placeBeside(h, p)
			}
		case syntax.RelObl:
			if bodily && !w.comments(h) {
				return w.placeBeside(h, p)
			}
		}
		return -1
	}
	carries := w.p.support(w.lemma[t]) || row.Class == "AGREE" || p.predicate == "signed_agreement_with"
	for o := w.first[t]; o >= 0; o = w.next[o] {
		if w.d.Rels[o] == syntax.RelObj && (bodily || carries && o != p.b.token) || w.d.Rels[o] == syntax.RelOblAgent && bodily && w.m.ByHead[o] < 0 {
			if e := w.placeBeside(o, p); e >= 0 {
				return e
			}
		}
	}
	if bodily {
		if e := w.placeWithin(p.b.token, p); e >= 0 {
			return e
		}
	}
	if bodily || p.predicate == "hosted" {
		if e := w.placeBelow(t, p, 0); e >= 0 {
			return e
		}
	}
	if e := w.placeWhere(t); e >= 0 {
		return e
	}
	if h := w.d.Heads[t]; bodily && h >= 0 && w.d.Rels[t] == syntax.RelAdvcl && w.d.XPOS[t] == syntax.TagVBG && w.ownSubject(t) < 0 && t > h && w.clausal(h) {
		if act := w.acts[h]; act != nil && act.meta != nil && (act.meta.Class == "ASSAULT" || act.meta.Class == "COERCE") { // "bombed a market in Aden, killing ten people"
			if e := w.placeBelow(h, p, 0); e >= 0 {
				return e
			}
		}
	}
	for k, depth := t, 0; depth < 3; depth++ { // "met and spoke in Sochi", "met to talk in Sochi"
		h := w.d.Heads[k]
		if h < 0 || !w.clausal(h) || w.ownSubject(k) >= 0 || w.d.Rels[k] != syntax.RelConj && (w.d.Rels[k] != syntax.RelXcomp || w.infinitive(k)) {
			break
		}
		if e := w.placeBeside(h, p); e >= 0 {
			return e
		}
		if e := w.destination(h); e >= 0 && h < k { // "flew to Sochi and met"
			return e
		}
		k = h
	}
	if p.predicate == "hosted" || p.predicate == "met" || p.predicate == "consulted_with" {
		return w.visitAround(t, p)
	}
	if bodily && p.b.how == direct {
		if b := &w.m.Entities[p.b.entity]; b.Type == graph.Place || b.Type == graph.Facility {
			return p.b.entity
		}
	}
	return -1
}

// bodily reports whether acts of a PLOVER class are done by hands, at a place.
func bodily(class string) bool {
	switch class {
	case "ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT":
		return true
	}
	return false
}

// comments reports whether verb h is one of saying.
func (w *work) comments(h int32) bool {
	x, ok := w.wrapperOf(h)
	return ok && (x.gives == givesSaid || x.gives == givesFact || x.gives == givesAlleged || x.gives == givesDenied)
}

// happensIn reports whether verb h only says of an event how it went: "the talks ended", "the attack left".
func (w *work) happensIn(h int32) bool {
	switch w.lemma[h] {
	case "end", "finish", "leave", "kill", "wound", "injure", "hit", "come", "focus", "centre", "center", "erupt", "break", "mark":
		return true
	}
	return false
}

// placeBeside returns the place that stands in a phrase of token t, or -1.
func (w *work) placeBeside(t int32, p *proto) int32 {
	for c := w.first[t]; c >= 0; c = w.next[c] {
		switch w.d.Rels[c] {
		case syntax.RelObl, syntax.RelNmod, syntax.RelOblUnmarked:
			if w.ofTopic(t, c) {
				continue
			}
			if e := w.placeIn(c, p); e >= 0 {
				return e
			}
		case syntax.RelAcl, syntax.RelAclRelcl: // "talks held in Sochi", "jets stationed at Hmeimim"
			if w.happens(c) || w.stands(c) {
				if e := w.placeBeside(c, p); e >= 0 {
					return e
				}
			}
		case syntax.RelCompound, syntax.RelNmodPoss: // "the Sochi talks"
			if e := w.placeAt(c); e >= 0 && w.event(t) && w.m.Entities[e].Type == graph.Place && e != p.a.entity && e != p.b.entity {
				return e
			}
		}
	}
	return -1
}

// ofTopic reports whether phrase c of verb t stands right behind its object, a state of affairs that it tells the place of: "discussed
// the situation in Aden", whatever the parser made of it.
func (w *work) ofTopic(t, c int32) bool {
	o := w.child(t, syntax.RelObj)
	if k := w.child(c, syntax.RelCase); o < 0 || k != o+1 || w.preposition(c) != "in" {
		return false
	}
	switch w.lemma[o] {
	case "situation", "crisis", "conflict", "war", "development", "event", "issue", "violence", "fighting", "unrest", "settlement", "peace", "hostility", "tension":
		return true
	}
	return false
}

// placeBehindNames returns the place that parsers hang below a name that t takes: "talks between Oslo and Kyiv in Geneva". A
// name of a person or country has no place of its own.
func (w *work) placeBehindNames(t int32, p *proto) int32 {
	for c := w.first[t]; c >= 0; c = w.next[c] {
		switch w.d.Rels[c] {
		case syntax.RelObj, syntax.RelObl, syntax.RelNmod:
		default:
			continue
		}
		for k := c; k >= 0; k = w.child(k, syntax.RelConj) {
			if m := w.m.ByHead[k]; m < 0 || w.m.Mentions[m].Kind != entity.Name || k != p.a.token && k != p.b.token {
				continue
			}
			for i := w.first[k]; i >= 0; i = w.next[i] {
				if w.d.Rels[i] == syntax.RelNmod {
					if e := w.placeIn(i, p); e >= 0 {
						return e
					}
				}
			}
		}
	}
	return -1
}

// placeBelow returns a place that stands anywhere in the phrases of act t: "fired tear gas at youths near the mosque".
func (w *work) placeBelow(t int32, p *proto, depth int) int32 {
	for c := w.first[t]; c >= 0 && depth < 4; c = w.next[c] {
		switch w.d.Rels[c] {
		case syntax.RelObj, syntax.RelObl, syntax.RelNmod, syntax.RelConj, syntax.RelOblUnmarked, syntax.RelNmodUnmarked:
		default:
			continue
		}
		if w.clausal(c) || w.event(c) && depth > 0 {
			continue
		}
		if w.d.Rels[c] == syntax.RelObl || w.d.Rels[c] == syntax.RelNmod {
			if e := w.placeIn(c, p); e >= 0 {
				return e
			}
		}
		if e := w.placeBelow(c, p, depth+1); e >= 0 {
			return e
		}
	}
	return -1
}

// stands reports whether verb c tells where something is.
func (w *work) stands(c int32) bool {
	switch w.lemma[c] {
	case "station", "base", "deploy", "locate", "situate", "park", "dock", "anchor", "stand", "live", "hide", "shelter", "camp", "detain", "jail", "imprison", "trap":
		return true
	}
	return false
}

// placeIn returns the place that phrase c tells by its preposition, or -1.
func (w *work) placeIn(c int32, p *proto) int32 {
	prep := w.preposition(c)
	switch prep {
	case "in", "at", "near", "outside", "inside", "off", "on", "across", "around", "throughout", "within", "along", "aboard", "during", "amid":
	case "to":
		if p.predicate != "hosted" { // "welcomed her to Sochi"
			return -1
		}
	default:
		return -1
	}
	if e := w.placeAt(c); e >= 0 {
		country := w.m.Entities[e].Type == graph.Country
		switch {
		case prep == "during" || prep == "amid", country && (prep == "on" || prep == "at" || c == p.b.token), c == p.a.token:
			return -1
		}
		return e
	}
	if e := w.venue(c, prep); e >= 0 {
		return e
	}
	if prep == "on" && !placeNoun(w.lemma[c]) && !tripNoun(w.lemma[c]) {
		return -1 // "views on the situation in Aden"
	}
	return w.placeInside(c, p, 0)
}

// placeAt returns the place that token c names, or -1.
func (w *work) placeAt(c int32) int32 {
	k := w.mentionAt(c)
	if k < 0 || len(w.m.Mentions[k].Entities) == 0 {
		return -1
	}
	switch w.m.Mentions[k].Kind {
	case entity.Demonym, entity.Pronoun:
		return -1
	}
	e := w.m.Mentions[k].Entities[0]
	switch w.m.Entities[e].Type {
	case graph.Country, graph.Place, graph.Facility:
		return e
	}
	return -1
}

// venue returns the body at whose seat something is: "met at the White House".
func (w *work) venue(c int32, prep string) int32 {
	k := w.mentionAt(c)
	if prep != "at" || k < 0 || len(w.m.Mentions[k].Entities) != 1 || w.m.Mentions[k].Kind != entity.Name {
		return -1
	}
	e := w.m.Mentions[k].Entities[0]
	switch w.m.Entities[e].Type {
	case graph.GovernmentBody, graph.IGO:
		return e
	}
	return -1
}

// placeInside returns the place that tells more about the place or occasion c: "at a cosmodrome in Kourou", "in the Kurram
// district of Pakistan", "on the sidelines of the summit in Bali", "during a visit to Sochi".
func (w *work) placeInside(c int32, p *proto, depth int) int32 {
	if depth > 2 {
		return -1
	}
	site, trip := placeNoun(w.lemma[c]), tripNoun(w.lemma[c])
	for k := w.first[c]; k >= 0; k = w.next[k] {
		e := w.placeAt(k)
		prep := ""
		switch w.d.Rels[k] {
		case syntax.RelNmod, syntax.RelObl:
			prep = w.preposition(k)
		case syntax.RelNmodPoss, syntax.RelCompound:
			if !site {
				continue
			}
		case syntax.RelAppos:
			if e >= 0 {
				return e // "in the region's largest city, Izmir"
			}
			continue
		default:
			continue
		}
		switch prep {
		case "in", "at", "near", "outside", "inside":
		case "":
			if !site {
				continue
			}
		case "of":
			if !site {
				if e < 0 {
					if e = w.placeInside(k, p, depth+1); e >= 0 {
						return e
					}
				}
				continue
			}
		case "to", "on":
			if !trip && !site || prep == "on" && !site {
				continue
			}
		default:
			continue
		}
		if e < 0 && prep != "" {
			e = w.placeInside(k, p, depth+1)
		}
		if e >= 0 {
			return e
		}
	}
	return -1
}

// placeWithin returns the wider place that the words put recipient o into: "seized Karm, a town in Sinai", "Egypt's Sinai".
func (w *work) placeWithin(o int32, p *proto) int32 {
	if o < 0 || int(o) >= w.d.Len() {
		return -1
	}
	for k := w.first[o]; k >= 0; k = w.next[k] {
		switch w.d.Rels[k] {
		case syntax.RelAppos:
			if e := w.placeInside(k, p, 0); e >= 0 {
				return e
			}
			if e := w.placeAt(k); e >= 0 && e != p.b.entity {
				return e
			}
		case syntax.RelNmodPoss:
			if e := w.placeAt(k); e >= 0 && e != p.b.entity && e != p.a.entity && w.placeAt(o) >= 0 {
				return e
			}
		}
	}
	return -1
}

// placeThere returns what "there" in the clause of act t means: the last place told before.
func (w *work) placeThere(t int32) int32 {
	end := min(w.d.Sentences[w.d.Sent[t]].Last, t+maxReach/2)
	for i := t + 1; i < end; i++ {
		if w.d.UPOS[i] == syntax.ADV && w.lemma[i] == "there" && w.clauseOf(i) == w.clauseOf(t) {
			return w.placeBefore(i)
		}
	}
	return -1
}

// placeBefore returns the last place told before token c, in its sentence or the three before.
func (w *work) placeBefore(c int32) int32 {
	s := w.d.Sent[c]
	for i := c - 1; i >= 0 && w.d.Sent[i] >= s-3; i-- {
		if w.m.ByHead[i] < 0 {
			continue
		}
		visited := w.d.Rels[i] == syntax.RelObj && w.d.Heads[i] >= 0 && w.lemma[w.d.Heads[i]] == "visit"
		switch w.preposition(i) {
		case "in", "at", "to", "near":
			visited = true
		}
		if visited {
			if e := w.placeAt(i); e >= 0 {
				return e
			}
		}
	}
	return -1
}

// visitAround returns where somebody was received: in "when Lavrov visited Cairo, Sisi received him", Cairo.
func (w *work) visitAround(t int32, p *proto) int32 {
	for c := w.first[t]; c >= 0; c = w.next[c] {
		if w.d.Rels[c] != syntax.RelAdvcl || !w.meanwhile(t, c) {
			continue
		}
		if e := w.destination(c); e >= 0 {
			return e
		}
	}
	return -1
}

// destination returns the place that motion verb c leads to: "visited Cairo", "flew to Cairo".
func (w *work) destination(c int32) int32 {
	switch w.lemma[c] {
	case "visit", "tour":
		if o := w.object(c); o >= 0 {
			return w.placeAt(o)
		}
	case "arrive", "travel", "stay", "come", "fly", "go", "return", "head":
		for k := w.first[c]; k >= 0; k = w.next[k] {
			if w.d.Rels[k] == syntax.RelObl {
				switch w.preposition(k) {
				case "in", "to", "at":
					if e := w.placeAt(k); e >= 0 {
						return e
					}
				}
			}
		}
	}
	return -1
}

// placeWhere returns the place that relative clause t tells of: "in Cairo, where he met him".
func (w *work) placeWhere(t int32) int32 {
	h := w.d.Heads[t]
	if h < 0 || w.d.Rels[t] != syntax.RelAclRelcl && w.d.Rels[t] != syntax.RelAdvcl && w.d.Rels[t] != syntax.RelAdvclRelcl || !w.hasLemma(t, syntax.RelAdvmod, "where") {
		return -1
	}
	if w.clausal(h) {
		return w.destination(h)
	}
	return w.placeAt(h)
}

func tripNoun(lemma string) bool {
	switch lemma {
	case "visit", "trip", "tour", "stay", "journey", "mission":
		return true
	}
	return false
}

func placeNoun(lemma string) bool {
	switch lemma {
	case "sideline", "sidelines", "margin", "margins", "city", "town", "village", "capital", "province", "region", "district", "area", "county", "state", "territory", "island", "islands", "border", "coast", "port", "airport", "base",
		"camp", "embassy", "consulate", "hotel", "palace", "residence", "resort", "school", "university", "hospital", "mosque", "church", "headquarters", "centre", "center", "cosmodrome",
		"spaceport", "site", "suburb", "outskirts", "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "north-east", "north-west", "south-east", "south-west",
		"part", "heart", "enclave", "exclave", "peninsula", "valley", "mountain", "sea", "water", "waters", "gulf", "strait", "river", "square", "street", "neighbourhood", "neighborhood", "municipality",
		"governorate", "oblast", "prefecture", "zone", "sector", "front", "quarter", "stadium", "factory", "plant", "facility", "market", "bridge", "road", "highway", "checkpoint", "prison", "jungle", "desert":
		return true
	}
	return false
}
