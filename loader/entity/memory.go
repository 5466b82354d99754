package entity

import (
	"strings"
	"unicode/utf8"

	"entente/graph"
	"entente/graph/gazetteer"
)

// remember keeps a name for what repeats or shortens it.
func (w *work) remember(i int32) {
	s := &w.spans[i]
	if s.entity < 0 {
		return
	}
	name := w.text(s.first, s.last)
	if _, ok := w.named[name]; !ok {
		w.named[name] = i
	}
	if w.m.Entities[s.entity].Type != graph.Person {
		return
	}
	first, last := int(s.first), int(s.last)-1
	for last > first && (w.toks[last].punct || w.suffixOfName(last)) {
		last--
	}
	if g := w.gaz[s.entity]; g != gazetteer.None && !w.eastern(s.entity) {
		// "Ned" where only "Mr Price" was named
		full := w.g.Name(g)
		if k := strings.IndexByte(full, ' '); k >= 3 {
			if _, ok := w.surname[full[:k]]; !ok {
				w.surname[full[:k]] = i
			}
		}
	}
	if last == first {
		return
	}
	w.keep(w.d.Form(last), i)
	// hyphenated and East Asian given names: "Kim Jong Un" is also "Kim"; any given name may stand alone
	w.keep(w.d.Form(first), i)
	if h := last - 1; h > first && w.hyphen(h) && h-1 > first {
		w.keep(w.d.Form(h-1), i)
	}
}

func (w *work) suffixOfName(t int) bool {
	switch w.d.Form(t) {
	case "Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV":
		return true
	}
	return false
}

// memoryKey is the form under which persons are remembered: without accents.
func memoryKey(word string) string {
	if c, _ := shape(word); c == upper && len(word) > 3 {
		word = word[:1] + strings.ToLower(word[1:])
	}
	for i := 0; i < len(word); i++ {
		if word[i] >= utf8.RuneSelf {
			if f := gazetteer.Fold(word); len(f) > 0 {
				return strings.ToUpper(f[:1]) + f[1:]
			}
			break
		}
	}
	return word
}

func (w *work) keep(word string, i int32) {
	word = memoryKey(word)
	if k, ok := w.surname[word]; ok {
		if w.spans[k].entity == w.spans[i].entity {
			return
		}
		// two bearers: the one named more often is found by mentions in between, see bearer
		w.spans[i].same = k
	}
	w.surname[word] = i
}

// fullName finds the person of which s is a longer or shorter form: same first and last word.
func (w *work) fullName(s *span) int32 {
	last := int(s.last) - 1
	for last > int(s.first) && w.suffixOfName(last) {
		last--
	}
	k, ok := w.surname[memoryKey(w.d.Form(last))]
	if !ok {
		return -1
	}
	o := &w.spans[k]
	if w.d.Form(int(o.first)) == w.d.Form(int(s.first)) {
		return k
	}
	return -1
}

// linkShort links a single word: the person of that surname in the text, else as the gazetteer has it.
func (w *work) linkShort(i int32) {
	s := &w.spans[i]
	word := memoryKey(w.d.Form(int(s.first)))
	use := w.placeUse(s)
	personal := s.typ == graph.Person || s.office >= 0 || s.honor != nil
	if k, ok := w.surname[word]; ok && s.office >= 0 && w.spans[k].entity >= 0 && w.gaz[w.spans[k].entity] == gazetteer.None && w.spans[k].office < 0 {
		for x := range s.cands {
			if c := &s.cands[x]; w.g.Type(c.Entity) == graph.Person && c.Holds(w.date) && w.officeFits(&w.offices[s.office], c.Entity) > 20 {
				s.entity, s.score, s.reasons, s.typ = w.known(c.Entity), 0.85, whyOffice, graph.Person
				return
			}
		}
	}
	if k, ok := w.surname[word]; ok {
		k = w.bearer(k, i)
		other := len(s.cands) > 0 && w.g.Type(s.cands[0].Entity) != graph.Person && s.cands[0].Prominence >= 50
		if other && use != placeUse && w.mayBePlace(s) && !w.countryName(s) {
			last := int(w.spans[k].last) - 1
			other = memoryKey(w.d.Form(last)) != word
		}
		given := word == w.d.Form(int(w.spans[k].first)) && !w.eastern(w.spans[k].entity)
		if (!other || personal) && (use != placeUse || personal || !given && !w.mayBePlace(s)) && !(given && w.toks[s.first].cap == upper) {
			s.entity, s.score, s.reasons = w.spans[k].entity, 0.9, whyMemory
			s.typ = graph.Person
			return
		}
	}
	if k := w.keywordAlone(i); k >= 0 {
		s.entity, s.score, s.reasons, s.typ = w.spans[k].entity, 0.75, whyMemory, w.m.Entities[w.spans[k].entity].Type
		return
	} else if t := &w.toks[s.first]; len(s.cands) == 0 && t.word.is(isKeyword) && t.cap == initial && !personal {
		return // "the Department": nothing named before
	}
	if len(s.cands) > 0 {
		w.choose(i)
	}
	if s.entity < 0 {
		w.linkUnknown(i)
	}
	if s.entity >= 0 {
		name := w.text(s.first, s.last)
		if _, ok := w.named[name]; !ok {
			w.named[name] = i
		}
		if w.m.Entities[s.entity].Type == graph.Person {
			if _, ok := w.surname[word]; !ok {
				w.surname[word] = i
			}
		}
	}
}

// keywordAlone finds the name that span i shortens to its keyword: "the Treaty", "the Mosque".
func (w *work) keywordAlone(i int32) int32 {
	t := w.toks[w.spans[i].first].word
	if !t.is(isKeyword) || len(w.spans[i].cands) > 0 {
		return -1
	}
	for k := i - 1; k >= 0 && k > i-40; k-- {
		s := &w.spans[k]
		if s.entity >= 0 && s.last-s.first > 1 && w.toks[s.last-1].word == t {
			return k
		}
	}
	return -1
}

func (w *work) mayBePlace(s *span) bool {
	for k := range s.cands {
		switch w.g.Type(s.cands[k].Entity) {
		case graph.Place, graph.Country, graph.Facility:
			return true
		}
	}
	return false
}

// bearer returns which of the persons of one surname is meant at span i: the one whose office stands with it, else, of those
// named before it, the one named last who holds an office at the date, else the one named last.
func (w *work) bearer(k, i int32) int32 {
	best := k
	at, serves := int32(-1), false
	for x, steps := k, 0; x >= 0 && steps < 8; x, steps = w.spans[x].same, steps+1 {
		s := &w.spans[x]
		g := w.gaz[s.entity]
		if o := w.spans[i].office; o >= 0 && g != gazetteer.None && w.officeFits(&w.offices[o], g) > 20 {
			return x
		}
		if s.first < w.spans[i].first {
			in := g == gazetteer.None || len(w.g.Roles(g, w.date)) > 0 // of unknown persons the text tells no more
			if in && !serves || in == serves && s.first > at {
				best, at, serves = x, s.first, in
			}
		}
		if s.same == x {
			break
		}
	}
	return best
}

// eastern reports whether the family name of the person comes first.
func (w *work) eastern(e int32) bool {
	switch w.m.Entities[e].Country {
	case "PRK", "KOR", "CHN", "TWN", "VNM", "JPN", "HKG", "SGP", "HUN", "KHM":
		return true
	}
	return w.gaz[e] == gazetteer.None
}

// abbreviations links "RSF" where the text says "Rapid Support Forces (RSF)", before and after.
func (w *work) abbreviations() {
	d := w.d
	for i := 1; i < len(w.spans); i++ {
		s := &w.spans[i]
		if s.last-s.first != 1 || w.toks[s.first].cap != upper && w.toks[s.first].cap != mixed || int(s.last) >= d.Len() || s.first < 2 {
			continue
		}
		if d.Form(int(s.first)-1) != "(" || d.Form(int(s.last)) != ")" {
			continue
		}
		full := w.toks[s.first-2].span
		if full < 0 || w.spans[full].entity < 0 || w.spans[full].demonym {
			continue
		}
		abbr := d.Form(int(s.first))
		if !w.initials(abbr, int(w.spans[full].first), int(w.spans[full].last)) {
			continue
		}
		e := w.spans[full].entity
		for k := range w.spans {
			if o := &w.spans[k]; o.last-o.first == 1 && d.Form(int(o.first)) == abbr {
				o.entity, o.score, o.reasons, o.weak = e, 0.95, whyAbbrev, false
				o.typ = w.m.Entities[e].Type
			}
		}
	}
	// what only its capitals speak for, in headings: the same words elsewhere in the text
	for i := range w.spans {
		s := &w.spans[i]
		if s.entity >= 0 || !s.weak {
			continue
		}
		if k, ok := w.named[w.text(s.first, s.last)]; ok {
			s.entity, s.score, s.reasons = w.spans[k].entity, 0.85, whyMemory
		} else if k, ok := w.surname[d.Form(int(s.last)-1)]; ok && s.last-s.first == 1 {
			s.entity, s.score, s.reasons = w.spans[k].entity, 0.8, whyMemory
		}
	}
}

// initials reports whether the capitals of abbr begin words of the tokens in order; nearly all must.
func (w *work) initials(abbr string, first, last int) bool {
	hit, need := 0, 0
	t := first
	for k := 0; k < len(abbr); k++ {
		c := abbr[k]
		if c < 'A' || c > 'Z' {
			continue
		}
		need++
		for x := t; x < last; x++ {
			f := w.d.Form(x)
			if f[0] == c || f[0] == c+'a'-'A' {
				hit++
				t = x + 1
				break
			}
		}
	}
	return need >= 2 && hit*3 >= need*2
}
