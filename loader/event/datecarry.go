package event

import (
	"sort"

	"entente/graph"
	"entente/loader/syntax"
)

// How many sentences after a dated meeting its date still holds for what is said there.
const carried = 5

// Carry dates acts whose own sentence tells no date by what was told before. "Blinken spoke today with Kuleba. He
// condemned the attack.": the second act belongs to the first. It holds for acts in words by an actor that met or spoke
// with somebody on a known day not long before, and for the title, whose act is dated where the text tells it again.
func (c *Calendar) Carry(d *syntax.Document, list []graph.Statement) {
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
	for i := range list {
		s := &list[i]
		if s.Date != "" || s.Modality != graph.Asserted {
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
		if !inWords(s.PLOVER) || tells(s.Sentence) {
			continue
		}
		for j := i - 1; j >= max(0, i-64) && list[j].Sentence >= 0 && list[j].Sentence >= s.Sentence-carried; j-- {
			t := &list[j]
			if t.Sentence < s.Sentence && t.PLOVER == "CONSULT" && t.Modality == graph.Asserted && len(t.Date) == len("2006-01-02") && (t.Subject == s.Subject || t.Object == s.Subject) {
				s.Date = t.Date
				break
			}
		}
	}
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
