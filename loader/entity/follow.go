package entity

import (
	"slices"

	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/syntax"
)

// A seen is something that a pronoun or a description may stand for: one entity or several that are joined.
type seen struct {
	entities [2]int32 // the second -1 for one
	more     []int32  // all of them if there are more than two
	head     int32
	sent     int32
	weight   float32 // by its part in the clause
	plural   bool
	subject  bool
	quoted   bool
	joined   bool // one of several subjects or objects
}

const window = 48 // how many seen entries a pronoun looks back over

// follow makes the mentions in text order: names as they were linked, and what stands for something named before.
func (w *work) follow() {
	d := w.d
	w.quotes()
	w.seen = w.seen[:0]
	w.pending = w.pending[:0]
	w.home = w.publisher()
	w.turn, w.prevTurn, w.labels = -1, -1, w.countLabels()
	n := d.Len()
	for i := 0; i < n; {
		if s := w.toks[i].span; s >= 0 && w.spans[s].first == int32(i) {
			i = w.emit(s)
			continue
		}
		if o := w.toks[i].office; o >= 0 {
			of := &w.offices[o]
			w.emitOffice(o)
			// names inside the office's own words are mentions too
			next := i + 1
			for next < int(of.last) && w.toks[next].span < 0 {
				next++
			}
			i = next
			continue
		}
		if e := w.dated(i); e > i {
			i = e
			continue
		}
		switch d.UPOS[i] {
		case syntax.PRON, syntax.DET:
			w.pronoun(i)
		case syntax.NOUN, syntax.PROPN, syntax.ADJ, syntax.NUM:
			w.described(i)
		}
		i++
	}
	w.speakers()
}

// add appends a mention.
func (w *work) add(m Mention) int32 {
	t := w.d.Tokens
	m.Begin, m.End = t[m.First].Begin, t[m.Last-1].End
	w.m.Mentions = append(w.m.Mentions, m)
	return int32(len(w.m.Mentions) - 1)
}

// one returns a slice that holds e, from the arena of the document.
func (w *work) one(e int32) []int32 {
	n := len(w.m.refs)
	w.m.refs = append(w.m.refs, e)
	return w.m.refs[n : n+1 : n+1]
}

func (w *work) several(es ...int32) []int32 {
	n := len(w.m.refs)
	w.m.refs = append(w.m.refs, es...)
	return w.m.refs[n:len(w.m.refs):len(w.m.refs)]
}

// emit makes the mention of span x, of the forces or the government that an adjective begins, and returns the next token.
func (w *work) emit(x int32) int {
	s := &w.spans[x]
	next := int(s.last)
	if s.entity < 0 {
		return next
	}
	m := Mention{First: s.first, Last: s.last, Kind: Name, Office: "", OfficeOf: -1, From: s.first, Score: s.score, Reasons: s.reasons}
	m.Head = w.headOf(int(s.first), int(s.last))
	switch {
	case s.demonym:
		m.Kind = Demonym
		if x := w.d.XPOS[s.last-1]; (x == syntax.TagNNPS || x == syntax.TagNNS) && w.m.Entities[s.entity].Type == graph.Country && !w.definite(int(s.first)) {
			s.entity = w.groupEntity(w.text(s.first, s.last), w.m.Entities[s.entity].Country)
			m.Reasons = whyGroup
		}
	case s.metonym && w.m.Entities[s.entity].Type == graph.Country && w.isCapital(s):
		m.Kind = Metonym
	}
	m.Entities = w.one(s.entity)
	if o := s.office; o >= 0 {
		of := &w.offices[o]
		if of.named >= 0 {
			m.title = of.head
		}
		m.Office = w.text(of.first, of.last)
		if of.of >= 0 && w.spans[of.of].entity >= 0 {
			m.OfficeOf = w.spans[of.of].entity
		}
		if of.last <= s.first {
			m.From = min(of.first, of.start)
			m.Head = w.headOf(int(min(of.first, of.start)), int(s.last))
			if m.Head < s.first && (m.Head < of.first || m.Head >= of.last) && !w.toks[m.Head].word.is(isOffice) {
				m.Head = w.headOf(int(s.first), int(s.last))
			}
		}
		p := &w.people[s.entity]
		p.office = o
		p.class |= w.toks[of.main].word.classOf() & (isFemale | isMale)
	}
	if w.m.Entities[s.entity].Type == graph.Person {
		p := &w.people[s.entity]
		if s.honor != nil {
			p.class |= s.honor.class & (isFemale | isMale)
		}
		if p.class&(isFemale|isMale) == 0 {
			if w.toks[s.first].word.is(isGiven) || s.last-s.first > 1 && feminine(w.d.Form(int(s.last)-1)) {
				p.class |= isFemale
			}
		}
	}
	w.add(m)
	w.note(m.Head, s.entity, s.demonym)
	w.speakerLabel(s)
	w.prefix(s)
	w.suffix(s)
	w.within(s)
	if e := w.happening(s); e > next {
		return e
	}
	// "Russian troops", "US officials", "Israeli police", "Kyiv authorities"
	if typ := w.m.Entities[s.entity].Type; typ == graph.Country || typ == graph.IGO || typ == graph.ArmedGroup || typ == graph.Place && s.demonym || typ == graph.Person && w.gaz[s.entity] != gazetteer.None {
		if e := w.group(s, m); e > next {
			return e
		}
	}
	return next
}

// definite reports whether "the" stands before token i.
func (w *work) definite(i int) bool {
	return i > 0 && (w.d.Form(i-1) == "the" || w.d.Form(i-1) == "The" || w.d.Form(i-1) == "THE")
}

func (w *word) classOf() wordClass {
	if w == nil {
		return 0
	}
	return w.class
}

// feminine reports whether a Slavic surname is a woman's.
func feminine(f string) bool {
	for _, e := range [...]string{"ova", "eva", "ina", "skaya", "ska", "ová"} {
		if len(f) > len(e)+2 && f[len(f)-len(e):] == e {
			return true
		}
	}
	return false
}

// prefix makes the mention of the country or organisation that the name of a body begins with: "UN" in "UN Security
// Council", "Israeli" in "Israeli Air Force".
func (w *work) prefix(s *span) {
	switch w.m.Entities[s.entity].Type {
	case graph.GovernmentBody, graph.Military, graph.IGO, graph.Party, graph.Media:
	case graph.Country: // "Syrian" in "Syrian government"
		if len(s.cands) == 0 || w.g.Type(s.cands[0].Entity) != graph.GovernmentBody {
			return
		}
	default:
		return
	}
	if s.last-s.first < 2 {
		return
	}
	n, c := w.match(int(w.d.Sent[s.first]), int(s.first), int(s.last)-1)
	kind, e := Name, gazetteer.None
	for x := range c {
		switch typ := w.g.Type(c[x].Entity); {
		case c[x].Kind == gazetteer.Demonym:
			kind, e = Demonym, c[x].Entity
		case c[x].Kind == gazetteer.Metonym:
			continue
		case typ == graph.Country, typ == graph.IGO, typ == graph.GovernmentBody:
			e = c[x].Entity
		default:
			continue
		}
		break
	}
	if n == 0 || e == gazetteer.None || int(s.first)+n >= int(s.last) || w.d.Form(int(s.first)+n) == "of" {
		return // "Commonwealth" in "Commonwealth of Independent States" is not that of Nations
	}
	x := w.known(e)
	if x == s.entity && w.m.Entities[x].Type != graph.Country {
		return
	}
	w.add(Mention{First: s.first, Last: s.first + int32(n), Head: w.headOf(int(s.first), int(s.first)+n), Kind: kind, OfficeOf: -1,
		Entities: w.one(x), Score: 0.9, Reasons: whyOnly, inner: true})
	w.people[x].count++
}

// suffix makes the mention of who stands at the end of the name of a body of its own: "El Salvador" in "Embassy of El Salvador".
func (w *work) suffix(s *span) {
	if w.gaz[s.entity] != gazetteer.None || s.last-s.first < 3 || w.m.Entities[s.entity].Type == graph.Person {
		return
	}
	for t := s.first + 1; t+1 < s.last; t++ {
		if w.d.Form(int(t)) != "of" {
			continue
		}
		for t++; t+1 < s.last && w.d.Form(int(t)) == "the"; t++ {
		}
		n, c := w.match(int(w.d.Sent[t]), int(t), int(s.last))
		if n == 0 || int(t)+n != int(s.last) || c[0].Kind == gazetteer.Metonym || c[0].Kind == gazetteer.Demonym || c[0].Kind == gazetteer.Short || c[0].Prominence < 60 || len(c) > 1 && c[1].Prominence >= c[0].Prominence && c[1].Entity != c[0].Entity {
			continue
		}
		switch w.g.Type(c[0].Entity) {
		case graph.Country, graph.IGO, graph.Party, graph.Place, graph.GovernmentBody:
		default:
			continue
		}
		x := w.known(c[0].Entity)
		w.add(Mention{First: t, Last: s.last, Head: w.headOf(int(t), int(s.last)), Kind: Name, OfficeOf: -1, Entities: w.one(x), Score: 0.85,
			Reasons: whyOnly, inner: true})
		w.people[x].count++
		return
	}
}

// within makes the mention of a place together with the larger one that follows it: "Las Vegas, Nevada".
func (w *work) within(s *span) {
	d := w.d
	if t := w.m.Entities[s.entity].Type; t != graph.Place || int(s.last)+1 >= d.Len() || d.Form(int(s.last)) != "," || s.metonym {
		return
	}
	x := w.toks[s.last+1].span
	if x < 0 || d.Sent[s.last+1] != d.Sent[s.first] {
		return
	}
	o := &w.spans[x]
	if o.entity < 0 || o.demonym || o.entity == s.entity {
		return
	}
	outer := &w.m.Entities[o.entity]
	switch own := &w.m.Entities[s.entity]; {
	case outer.Type == graph.Country && (own.Country == "" || own.Country == outer.Country):
	case outer.Type == graph.Place && outer.Country == "USA" && (own.Country == "" || own.Country == outer.Country) && d.Rels[o.first] != syntax.RelConj:
	default:
		return
	}
	w.add(Mention{First: s.first, Last: o.last, Head: w.headOf(int(s.first), int(s.last)), Kind: Name, OfficeOf: -1, Entities: w.one(s.entity),
		Score: 0.8, Reasons: whyLocated, inner: true, beside: true})
}

// note puts an entity among what later words may stand for.
func (w *work) note(head, e int32, demonym bool) {
	d := w.d
	p := &w.people[e]
	p.count++
	p.last = head
	s := seen{entities: [2]int32{e, -1}, head: head, sent: d.Sent[head], quoted: w.quote[head] > 0}
	switch d.Rels[head] {
	case syntax.RelNsubj, syntax.RelNsubjOuter:
		s.weight, s.subject = 30, true
	case syntax.RelNsubjPass:
		s.weight, s.subject = 26, true
	case syntax.RelRoot:
		s.weight = 18
	case syntax.RelObj, syntax.RelIobj:
		s.weight = 16
	case syntax.RelObl, syntax.RelOblAgent:
		s.weight = 10
	case syntax.RelNmodPoss:
		s.weight = 11
	case syntax.RelConj:
		s.weight = 12
	default:
		s.weight = 6
	}
	if demonym {
		s.weight = 4
	}
	// joined to one before: "Putin and Kim"
	if d.Rels[head] == syntax.RelConj && d.Heads[head] >= 0 {
		for k := len(w.seen) - 1; k >= 0 && k > len(w.seen)-12; k-- {
			o := &w.seen[k]
			if o.head != d.Heads[head] {
				continue
			}
			if o.plural && len(o.more) > 0 {
				s.joined = true
				if !slices.Contains(o.more, e) {
					o.more = append(o.more, e)
				}
			} else if o.entities[0] != e && !o.plural && w.sameClass(o.entities[0], e) {
				s.weight, s.subject, s.joined, o.joined = o.weight, o.subject, true, true
				j := seen{entities: [2]int32{o.entities[0], e}, more: []int32{o.entities[0], e}, head: o.head, sent: o.sent, weight: o.weight, plural: true, subject: o.subject, quoted: o.quoted}
				w.seen = append(w.seen, s, j)
				return
			}
			break
		}
	}
	w.seen = append(w.seen, s)
}

func (w *work) sameClass(a, b int32) bool {
	x, y := w.m.Entities[a].Type, w.m.Entities[b].Type
	return x == y || x != graph.Person && y != graph.Person
}

// index sorts the mentions and fills ByHead and ByToken.
func (w *work) index() { w.m.sort() }

func (m *Mentions) sort() {
	slices.SortStableFunc(m.Mentions, func(a, b Mention) int {
		if a.First != b.First {
			return int(a.First - b.First)
		}
		return int(b.Last - a.Last)
	})
	for i := range m.ByHead {
		m.ByHead[i], m.ByToken[i] = -1, -1
	}
	for i := range m.Mentions {
		x := &m.Mentions[i]
		if x.beside {
			continue
		}
		for t := x.First; t < x.Last; t++ {
			if k := m.ByToken[t]; k < 0 || m.Mentions[k].Last-m.Mentions[k].First >= x.Last-x.First {
				m.ByToken[t] = int32(i)
			}
		}
		if k := m.ByHead[x.Head]; k < 0 || m.Mentions[k].inner || x.Kind == Name && m.Mentions[k].Kind != Name && !x.inner {
			m.ByHead[x.Head] = int32(i)
		}
	}
	for i := range m.Mentions {
		if x := &m.Mentions[i]; x.title > 0 && !x.beside && m.ByHead[x.title] < 0 {
			m.ByHead[x.title] = int32(i)
		}
	}
}
