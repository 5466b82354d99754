package loader

import (
	"sort"

	"entente/graph"
	"entente/loader/entity"
	"entente/loader/sentence"
	"entente/loader/syntax"
)

// speakers attributes what is said in a transcript ("President Moon Jae-in: Thank you ...") to who says it. A label holds
// for its own paragraph and for those after it that speak in the first or second person, until the next label or heading.
// One label does not make a transcript: "Iran: Talks go on" is a topic.
func speakers(d *syntax.Document, m *entity.Mentions, list []graph.Statement) {
	if len(list) == 0 {
		return
	}
	labels := 0
	for i := range d.Sentences {
		if label(d, m, i) >= 0 {
			labels++
		}
	}
	if labels < 2 {
		return
	}
	of := make([]int32, len(d.Sentences)) // entity that speaks, -1 if none
	current, block := int32(-1), int32(-1)
	for i := range d.Sentences {
		s := &d.Sentences[i]
		switch e := label(d, m, i); {
		case e >= 0:
			current, block = e, s.Block
			of[i] = -1
			continue
		case s.Kind == sentence.Headline && s.Block != block:
			current = -1
		}
		of[i] = current
	}
	for k := range list {
		s := &list[k]
		i := sort.Search(len(d.Sentences), func(i int) bool { return int(d.Sentences[i].Number) >= s.Sentence })
		if s.Sentence < 0 || i == len(of) || of[i] < 0 || len(s.AttributedTo) > 0 {
			continue
		}
		e := &m.Entities[of[i]]
		s.AttributedTo = []graph.Node{e.ID}
		s.Attribution = []string{e.Name}
	}
}

// label returns the person of a sentence that is nothing but a person's name, with titles, and a colon; else -1.
func label(d *syntax.Document, m *entity.Mentions, i int) int32 {
	s := &d.Sentences[i]
	if s.Kind != sentence.Headline || s.Number < 0 || s.Last-s.First < 2 || s.Last-s.First > 14 || d.Form(int(s.Last-1)) != ":" {
		return -1
	}
	end := s.Last - 1
	if d.Form(int(end-1)) == ")" { // "(retranslated)"
		for end > s.First && d.Form(int(end)) != "(" {
			end--
		}
	}
	if end == s.First {
		return -1
	}
	k := m.ByToken[end-1]
	if k < 0 {
		return -1
	}
	x := &m.Mentions[k]
	if x.Last != end || x.Kind != entity.Name || len(x.Entities) != 1 || m.Entities[x.Entities[0]].Type != graph.Person {
		return -1
	}
	return x.Entities[0]
}
