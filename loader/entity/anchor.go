package entity

import (
	"slices"
	"strings"

	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/syntax"
)

// country returns for whom an entity acts: a country or the code of the body that it belongs to.
func (c *coder) country(e *graph.Entity, t int32, x *Mention, role actorRole) (code, why string) {
	if x != nil && x.OfficeOf >= 0 {
		if of := &c.m.Entities[x.OfficeOf]; of.Code != "" && of.Type != graph.Place {
			return of.Code, codedOffice
		} else if of.Country != "" {
			return c.iso(of.Country), codedOffice
		}
	}
	ethnic := false
	own := e.Country
	if e.Type == graph.Group {
		for k := t - 1; k >= 0 && k > t-4 && c.d.Sent[k] == c.d.Sent[t]; k-- {
			ethnic = ethnic || strings.EqualFold(c.d.Form(int(k)), "ethnic")
		}
		if c.residents(t) {
			// "in Montenegro against its Albanian population"
			if code := c.phrase(t, own); code != "" {
				return code, codedPhrase
			}
			if code := c.clause(t, own); code != "" {
				return code, codedPlace
			}
			if code := c.marked(t, own); code != "" {
				return code, codedSentence
			}
		}
		people := c.people(t) // "the Albanians of southern Serbia" live there
		if own != "" && !ethnic && !people {
			return c.iso(own), codedOwn
		}
		if code := c.phrase(t, own); code != "" {
			return code, codedPhrase
		}
		if people && !ethnic && own != "" {
			return c.iso(own), codedOwn
		}
	} else if own != "" {
		return c.iso(own), codedOwn
	}
	if code := c.phrase(t, ""); code != "" && !ethnic {
		return code, codedPhrase
	}
	switch e.Type {
	case graph.Place, graph.Facility, graph.GovernmentBody, graph.Military:
		if code := c.within(e.Name); code != "" {
			return code, codedOwn
		}
	}
	if e.Type == graph.Person {
		if code := c.beside(t, x); code != "" {
			return code, codedPhrase
		}
	}
	if !role.home && !role.near && !ethnic || c.foreign(t) {
		return "", ""
	}
	if code := c.clause(t, own); code != "" {
		return code, codedPlace
	}
	if role.near {
		return "", ""
	}
	if code := c.sentence(t, own, ethnic); code != "" {
		return code, codedSentence
	}
	if code := c.text(own); code != "" {
		return code, codedText
	}
	if own != "" {
		return c.iso(own), codedOwn
	}
	return "", ""
}

// residents reports whether the noun at token t is one of people who share a country with others: "the Albanian minority".
func (c *coder) residents(t int32) bool {
	switch c.d.Lemmas[t] {
	case "minority", "population", "community", "majority", "enclave":
		return true
	}
	return false
}

// people reports whether the noun at token t is a nation's name: "Albanians".
func (c *coder) people(t int32) bool {
	f := c.d.Form(int(t))
	return f[0] >= 'A' && f[0] <= 'Z'
}

// foreign reports whether an adjective says that the group is from elsewhere.
func (c *coder) foreign(t int32) bool {
	for k := t - 1; k >= 0 && k > t-5 && c.d.Heads[k] == t; k-- {
		switch strings.ToLower(c.d.Form(int(k))) {
		case "foreign", "international", "multinational", "overseas", "allied", "african", "european", "arab", "asian", "western", "global":
			return true
		}
	}
	return false
}

// iso is the country's part of an actor code.
func (c *coder) iso(iso3 string) string {
	if i, ok := c.l.g.ByISO3(iso3); ok {
		if code := c.l.g.Code(i, ""); len(code) >= 3 {
			return code[:3]
		}
	}
	return iso3
}

// iso3 is the country of that part of a code.
func (c *coder) iso3(code string) string {
	if _, ok := c.l.g.ByISO3(code); ok {
		return code
	}
	if code == "KSV" {
		return "XKX"
	}
	return ""
}

// of returns the country that a mention stands for, or the code of the organisation.
func (c *coder) of(k int32, not string) string {
	x := &c.m.Mentions[k]
	if len(x.Entities) == 0 {
		return ""
	}
	e := &c.m.Entities[x.Entities[0]]
	switch e.Type {
	case graph.Topic, graph.EventType, graph.Media, graph.Group:
		return ""
	case graph.IGO:
		return e.Code
	case graph.ArmedGroup, graph.Party:
		if e.Code != "" {
			return e.Code
		}
	}
	if e.Country == "" || e.Country == not {
		return ""
	}
	return c.iso(e.Country)
}

// within returns the country whose name or adjective is among the words of a longer name: "South Lebanon".
func (c *coder) within(name string) string {
	for f := range strings.FieldsSeq(name) {
		if f[0] < 'A' || f[0] > 'Z' {
			continue
		}
		for _, k := range c.l.g.Lookup(f) {
			if c.l.g.Type(k.Entity) == graph.Country && (k.Kind == gazetteer.Name || k.Kind == gazetteer.Demonym) {
				return c.iso(c.l.g.ISO3(k.Entity))
			}
		}
	}
	return ""
}

// How the words of a phrase may tell a country, surest first.
const (
	byAdjective = iota // "Sudanese rebels", "Sudan's rebels"
	byPlace            // "the Albanians of southern Serbia"
	byOwner            // "its rebels"
	phrasePasses
)

// phrase returns the country that the words which depend on the noun at t tell: "Sudanese rebels", "their leaders", "the
// Albanians of southern Serbia", "Poonch district in Kashmir".
func (c *coder) phrase(t int32, not string) string {
	d := c.d
	s := d.Sentences[d.Sent[t]]
	for pass := range phrasePasses {
		for k := s.First; k < s.Last; k++ {
			if d.Heads[k] != t || k == t {
				continue
			}
			pron := d.UPOS[k] == syntax.PRON || d.UPOS[k] == syntax.DET
			var want int
			switch d.Rels[k] {
			case syntax.RelAmod, syntax.RelCompound, syntax.RelNmodPoss, syntax.RelFlat, syntax.RelNmodDesc, syntax.RelNmodUnmarked:
				want = byAdjective
				if pron {
					want = byOwner
				}
			case syntax.RelNmod:
				want = byPlace
			case syntax.RelAppos:
				if pass == byPlace && k > t {
					if code := c.phrase(k, not); code != "" {
						return code
					}
				}
				continue
			default:
				continue
			}
			if want != pass || want == byPlace && !c.inside(k) || want == byOwner && c.other(t) {
				continue
			}
			if code := c.at(k, not); code != "" {
				return code
			}
		}
	}
	// a parser may leave the adjective to another word
	if t > s.First && c.m.ByToken[t-1] >= 0 && c.m.Mentions[c.m.ByToken[t-1]].Kind == Demonym {
		return c.of(c.m.ByToken[t-1], not)
	}
	if int(t)+2 < int(s.Last) && (d.Form(int(t)+1) == "of" || d.Form(int(t)+1) == "in") {
		for k := t + 2; k < min(t+5, s.Last); k++ {
			if m := c.m.ByToken[k]; m >= 0 {
				return c.of(m, not)
			}
			if u := d.UPOS[k]; u != syntax.DET && u != syntax.ADJ {
				break
			}
		}
	}
	// "extremist" in "extremist organisation in Northern Ireland"
	if h := d.Heads[t]; h > t && h < t+4 && (d.Rels[t] == syntax.RelCompound || d.Rels[t] == syntax.RelAmod) && d.UPOS[h] == syntax.NOUN {
		return c.phrase(h, not)
	}
	return ""
}

// other reports whether the noun at token t says that someone belongs to another side than its owner: "its partners".
func (c *coder) other(t int32) bool {
	switch c.d.Lemmas[t] {
	case "ally", "partner", "neighbour", "neighbor", "opponent", "enemy", "rival", "critic", "counterpart", "adversary", "friend", "foe":
		return true
	}
	return false
}

// at returns the country of the mention at token k, or of what stands with it: "Darfur region of Sudan".
func (c *coder) at(k int32, not string) string {
	m := c.m.ByHead[k]
	if m < 0 {
		m = c.m.ByToken[k]
	}
	if m >= 0 {
		return c.of(m, not)
	}
	for j := k - 1; j >= 0 && k-j < 4 && c.d.Heads[j] == k; j-- {
		if m := c.m.ByToken[j]; m >= 0 {
			if code := c.of(m, not); code != "" {
				return code
			}
		}
	}
	return ""
}

// inside reports whether the preposition of token k says where something is or to whom it belongs.
func (c *coder) inside(k int32) bool {
	for j := k - 1; j >= 0 && k-j < 8; j-- {
		if c.d.Heads[j] == k && c.d.Rels[j] == syntax.RelCase {
			switch strings.ToLower(c.d.Form(int(j))) {
			case "of", "in", "from", "at", "near", "inside", "across", "throughout", "for":
				return true
			}
			return false
		}
	}
	return false
}

// beside returns the country that stands with the profession before a name: "the German journalist Jane Roe", or in its
// apposition.
func (c *coder) beside(t int32, x *Mention) string {
	d := c.d
	for k := c.start(t, x) - 1; k >= 0 && d.Sent[k] == d.Sent[t] && t-k < 9; k-- {
		if m := c.m.ByToken[k]; m >= 0 {
			if y := &c.m.Mentions[m]; y.Kind == Demonym || y.Kind == Name && c.m.Entities[y.Entities[0]].Type == graph.Country {
				return c.of(m, "")
			}
			return ""
		}
		switch d.UPOS[k] {
		case syntax.NOUN, syntax.ADJ, syntax.PROPN:
		default:
			return ""
		}
	}
	return ""
}

// clause returns the country of the place where the clause of token t puts what happens.
func (c *coder) clause(t int32, not string) string {
	d := c.d
	v := d.Heads[t]
	for steps := 0; v >= 0 && d.UPOS[v] != syntax.VERB && steps < 5; steps++ {
		v = d.Heads[v]
	}
	if v < 0 {
		return ""
	}
	s := d.Sentences[d.Sent[t]]
	found := ""
	for k := s.First; k < s.Last; k++ {
		if d.Heads[k] != v || d.Rels[k].Base() != syntax.RelObl || !c.locative(k) {
			continue
		}
		m := c.m.ByHead[k]
		if m < 0 || len(c.m.Mentions[m].Entities) != 1 {
			continue
		}
		switch c.m.Entities[c.m.Mentions[m].Entities[0]].Type {
		case graph.Place, graph.Country, graph.Facility:
		default:
			continue
		}
		switch code := c.of(m, not); {
		case code == "" || code == found:
		case found != "":
			return ""
		default:
			found = code
		}
	}
	return found
}

// locative reports whether a preposition makes token k the place where something is.
func (c *coder) locative(k int32) bool {
	for j := k - 1; j >= 0 && k-j < 8; j-- {
		if c.d.Heads[j] == k && c.d.Rels[j] == syntax.RelCase {
			switch strings.ToLower(c.d.Form(int(j))) {
			case "in", "into", "at", "near", "inside", "across", "throughout", "outside":
				return true
			}
			return false
		}
	}
	return false
}

// How surely a mention of a sentence tells where things are.
const (
	bySpot  = iota // marked by a locative preposition
	byLand         // a country or a place
	byActor        // a body or a person of the country
	landPasses
)

// sentence returns the only country of the sentence of token t: of its places, its countries, else of its bodies and persons.
// For an ethnic group it is the first one that is not its people's own.
func (c *coder) sentence(t int32, not string, ethnic bool) string {
	for pass := range landPasses {
		if ethnic && pass == bySpot {
			continue
		}
		if code, many := c.only(t, not, pass, ethnic); code != "" || many {
			return code
		}
	}
	return ""
}

// marked returns the only country of the sentence of token t that a locative preposition marks as the place.
func (c *coder) marked(t int32, not string) string {
	code, _ := c.only(t, not, bySpot, false)
	return code
}

// only returns the one country that the mentions of a sentence tell which count in a pass; many if there are several. With
// first the first one is taken.
func (c *coder) only(t int32, not string, pass int, first bool) (code string, many bool) {
	c.index()
	k := c.d.Sent[t]
	found := ""
	for i := c.first[k]; i < c.first[k+1]; i++ {
		x := &c.m.Mentions[i]
		if len(x.Entities) != 1 || x.First <= t && t < x.Last {
			continue
		}
		e := &c.m.Entities[x.Entities[0]]
		switch e.Type {
		case graph.Country, graph.Place, graph.Facility:
		case graph.GovernmentBody, graph.Military, graph.Person, graph.Party, graph.ArmedGroup:
			if pass < byActor {
				continue
			}
		default:
			continue
		}
		if e.Country == "" || e.Country == not || pass == bySpot && (x.Kind == Demonym || !c.locative(x.Head)) {
			continue
		}
		if found != "" && found != e.Country {
			return "", true
		}
		if found = e.Country; first {
			break
		}
	}
	if found == "" {
		return "", false
	}
	return c.iso(found), false
}

// index fills first.
func (c *coder) index() {
	if c.first != nil {
		return
	}
	c.first = make([]int32, len(c.d.Sentences)+1)
	at := int32(0)
	for k := range c.d.Sentences {
		for int(at) < len(c.m.Mentions) && c.m.Mentions[at].First < c.d.Sentences[k].First {
			at++
		}
		c.first[k] = at
	}
	c.first[len(c.d.Sentences)] = int32(len(c.m.Mentions))
}

// text returns the country that the text is about: named at least twice as often as any other.
func (c *coder) text(not string) string {
	if c.count == nil {
		c.count = map[string]int32{}
		for i := range c.m.Mentions {
			x := &c.m.Mentions[i]
			if len(x.Entities) != 1 || x.inner || x.beside {
				continue
			}
			switch e := &c.m.Entities[x.Entities[0]]; e.Type {
			case graph.Country, graph.Place, graph.GovernmentBody, graph.Military, graph.Person:
				if e.Country != "" {
					c.count[e.Country]++
				}
			}
		}
	}
	names := make([]string, 0, len(c.count))
	for n := range c.count {
		if n != not {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	best, second := "", int32(0)
	for _, n := range names {
		switch k := c.count[n]; {
		case best == "":
			best = n
		case k > c.count[best]:
			best, second = n, c.count[best]
		default:
			second = max(second, k)
		}
	}
	if best == "" || c.count[best] < 2*second {
		return ""
	}
	return c.iso(best)
}
