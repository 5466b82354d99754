package event

import (
	"sort"

	"entente/graph"
	"entente/graph/ontology"
	"entente/loader/entity"
	"entente/loader/syntax"
)

// How many sentences after a dated meeting its date still holds for what is said there.
const carried = 5

// Carry dates acts whose own sentence tells no date by what was told before, in an article of the date given. "Blinken
// spoke today with Kuleba. He condemned the attack.": the second act belongs to the first. It holds for acts in words by
// an actor that met or spoke with somebody on a known day not long before, or that is named in a sentence whose main
// clause tells a day; for the title, whose act is dated where the text tells it again; and for who attends an occasion
// whose day the text tells.
func (c *Calendar) Carry(d *syntax.Document, m *entity.Mentions, article graph.Date, list []graph.Statement) {
	if len(list) == 0 {
		return
	}
	told := map[int]graph.Date{} // sentence -> the day that its main clause tells
	dayOf := func(i int) graph.Date {
		x, ok := told[i]
		if !ok {
			for _, p := range c.Find(d, i) {
				if x = p.Resolve(article, false); len(x) == len(article) && len(x) == len("2006-01-02") && x <= article && p.main(d) {
					break
				}
				x = ""
			}
			told[i] = x
		}
		return x
	}
	silent := map[int]bool{} // sentence -> no phrase that dates its acts
	tells := func(number int) bool {
		s, ok := silent[number]
		if !ok {
			s = true
			for i := sentenceAt(d, number); i < len(d.Sentences) && int(d.Sentences[i].Number) == number; i++ {
				for _, p := range c.Find(d, i) {
					s = s && p.Attribute(d) >= 0 // "the July 3 talks" dates the talks alone
				}
			}
			silent[number] = s
		}
		return !s
	}
	occasions := map[graph.Node]graph.Date{}
	for i := range list {
		s := &list[i]
		if s.Date != "" {
			continue
		}
		if s.Predicate == "attended" {
			x, ok := occasions[s.Object]
			if !ok && len(occasions) < 16 {
				x = c.occasion(d, m, article, s.Object)
				occasions[s.Object] = x
			}
			s.Date = x
		}
		if s.Date != "" || s.Modality != graph.Asserted {
			continue
		}
		if x := retold(list, i, article); x != "" {
			s.Date = x
			continue
		}
		if s.Sentence < 0 {
			for j := range list {
				t := &list[j]
				if t.Sentence >= 0 && t.Sentence < carried && t.Date != "" && t.PLOVER == s.PLOVER && t.Modality == s.Modality && samePair(s, t) {
					s.Date = t.Date
					break
				}
			}
			continue
		}
		if row := ontology.Lookup(s.Predicate); row != nil && row.Kind != ontology.Event || !inWords(s.PLOVER) || tells(s.Sentence) {
			continue
		}
		for j := i - 1; j >= max(0, i-64) && list[j].Sentence >= 0 && list[j].Sentence >= s.Sentence-carried; j-- {
			t := &list[j]
			if t.Sentence < s.Sentence && t.PLOVER == "CONSULT" && t.Modality == graph.Asserted && len(t.Date) == len("2006-01-02") && (t.Subject == s.Subject || t.Object == s.Subject) && (s.PLOVER != "CONSULT" || samePair(s, t)) {
				s.Date = t.Date
				break
			}
		}
		if s.Date != "" {
			continue
		}
		for i := sentenceAt(d, s.Sentence) - 1; i >= 0 && int(d.Sentences[i].Number) >= max(0, s.Sentence-carried); i-- {
			if x := dayOf(i); x != "" {
				if mentioned(d, m, i, s.Subject) {
					s.Date = x
				}
				break
			}
		}
	}
}

// retold returns the day of act i where the article tells of the same act, between the same two, once more and dates it near
// its own date: a lead says that two met, a later sentence says when. With two days there are two acts.
func retold(list []graph.Statement, i int, article graph.Date) graph.Date {
	s := &list[i]
	base, precision := parseDay(article)
	if row := ontology.Lookup(s.Predicate); precision < 3 || row == nil || row.Kind != ontology.Event {
		return ""
	}
	found := graph.Date("")
	for j := range list {
		t := &list[j]
		if t.Date == "" || t.Modality != s.Modality || t.Predicate != s.Predicate && (s.PLOVER != "CONSULT" || t.PLOVER != "CONSULT") || !samePair(s, t) || s.Predicate == t.Predicate && s.Subject != t.Subject && !ontology.Symmetric(s.Predicate) {
			continue
		}
		day, precision := parseDay(t.Date)
		if precision < 3 || found != "" && found != t.Date {
			return ""
		}
		if apart := base.Sub(day).Hours() / 24; apart < 0 || apart > recent {
			return ""
		}
		found = t.Date
	}
	return found
}

// recent is how many days before the article an act is that it is about.
const recent = 10

// occasion returns the day at which the text says that a summit, a forum or the like is held.
func (c *Calendar) occasion(d *syntax.Document, m *entity.Mentions, article graph.Date, id graph.Node) graph.Date {
	for i := range d.Sentences {
		if !mentioned(d, m, i, id) {
			continue
		}
		s := &d.Sentences[i]
		future, held := false, false
		for t := s.First; t < s.Last; t++ {
			switch d.Lemmas[t] {
			case "will", "would":
				future = true
			case "take", "hold", "begin", "start", "open":
				held = held || d.Rels[t] == syntax.RelRoot
			}
		}
		if !held {
			continue
		}
		for _, p := range c.Find(d, i) {
			if p.main(d) {
				return p.Resolve(article, future)
			}
		}
	}
	return ""
}

// main tells whether the phrase stands in the main clause of its sentence and dates its verb.
func (p *DatePhrase) main(d *syntax.Document) bool {
	switch p.Prep {
	case "", "on", "in", "during", "at":
	default:
		return false
	}
	if p.Attribute(d) >= 0 {
		return false
	}
	for i, n := p.Top(d), 0; i >= 0 && n < 8; i, n = d.Heads[i], n+1 {
		switch d.Rels[i] {
		case syntax.RelRoot:
			return true
		case syntax.RelObl, syntax.RelOblUnmarked, syntax.RelNmodUnmarked, syntax.RelAdvmod, syntax.RelObj, syntax.RelConj, syntax.RelXcomp:
		case syntax.RelNmod, syntax.RelDep: // "a call today with ..."
			if n > 0 {
				return false
			}
		default:
			return false
		}
	}
	return false
}

// mentioned tells whether sentence i names the entity.
func mentioned(d *syntax.Document, m *entity.Mentions, i int, id graph.Node) bool {
	s := &d.Sentences[i]
	for t := s.First; t < s.Last && int(t) < len(m.ByHead); t++ {
		if k := m.ByHead[t]; k >= 0 {
			for _, e := range m.Mentions[k].Entities {
				if m.Entities[e].ID == id {
					return true
				}
			}
		}
	}
	return false
}

// sentenceAt is the index of the first sentence with a number.
func sentenceAt(d *syntax.Document, number int) int {
	return sort.Search(len(d.Sentences), func(i int) bool { return int(d.Sentences[i].Number) >= number })
}

func samePair(s, t *graph.Statement) bool {
	return s.Subject == t.Subject && s.Object == t.Object || s.Subject == t.Object && s.Object == t.Subject
}

// inWords tells whether acts of a PLOVER class are mostly spoken.
func inWords(class string) bool {
	switch class {
	case "CONSULT", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONCEDE", "AGREE":
		return true
	}
	return false
}
