package event

import (
	"entente/graph"
	"entente/loader/syntax"
)

// quotations sets the context that each sentence begins with, beside what its own words say: whose line of a transcript it is,
// whose quotation runs through it, and who is reported on both sides of it.
func (w *work) quotations() {
	for i := range w.bases {
		w.bases[i] = context{modality: graph.Asserted}
	}
	w.transcript()
	w.quoted()
	w.between()
	for i := range w.d.Sentences {
		w.frame(&w.d.Sentences[i], &w.bases[i])
	}
}

// quoted gives quotations of several sentences to their speaker. The speaker is named beside the first or the last sentence
// ("A. B," said Lavrov; Lavrov said: "A. B."), or in the sentence before ("A," Lavrov said. "B.").
func (w *work) quoted() {
	last := speaker{-1, -1} // of the quotation before
	inside := false
	from := 0
	for i := range w.d.Sentences {
		s := &w.d.Sentences[i]
		if i > 0 && s.Block != w.d.Sentences[i-1].Block {
			if inside { // a new paragraph of a quotation opens with a mark again
				w.voice(from, i-1, &last)
			} else if i < 2 || w.d.Sentences[i-2].Block != w.d.Sentences[i-1].Block && !w.opens(i) {
				last = speaker{-1, -1}
			}
			inside = false
		}
		whole := inside || w.opens(i)
		if !inside {
			from = i
		}
		for t := s.First; t < s.Last; t++ {
			switch w.d.Form(int(t)) {
			case "“", "``":
				inside = true
			case "”", "''":
				inside = false
			case "\"":
				inside = !inside
			}
		}
		switch r := w.reported(i); {
		case inside:
		case from < i || whole && r.entity < 0:
			w.voice(from, i, &last)
		case r.entity >= 0:
			last = r
		case !whole:
			last = speaker{-1, -1}
		}
	}
	if n := len(w.d.Sentences); inside && n > 0 {
		w.voice(from, n-1, &last)
	}
}

// opens reports whether sentence i begins with a quotation mark.
func (w *work) opens(i int) bool {
	switch w.d.Form(int(w.d.Sentences[i].First)) {
	case "“", "``", "\"":
		return true
	}
	return false
}

// voice gives the sentences from to to, one quotation, to whom one of them names as its speaker, else to whoever was quoted
// last, and sets last.
func (w *work) voice(from, to int, last *speaker) {
	who := w.reported(from)
	if who.entity < 0 {
		who = w.reported(to)
	}
	if n := to + 1; who.entity < 0 && n < len(w.d.Sentences) && w.d.Sentences[n].Block == w.d.Sentences[to].Block && w.d.Sentences[n].Last-w.d.Sentences[n].First < 12 && !w.opens(n) {
		if v := w.sayVerb(w.d.Sentences[n].First, w.d.Sentences[n].Last); v >= 0 && !w.has(v, syntax.RelCcomp) {
			who = w.speakerEntity(v) // "A." Lavrov said.
		}
	}
	if who.entity < 0 {
		who = *last
	}
	*last = who
	if who.entity < 0 {
		return
	}
	for i := from; i <= to; i++ {
		if s := &w.d.Sentences[i]; w.sayVerb(s.First, s.Last) < 0 {
			w.bases[i].say(who)
			w.bases[i].claimed = true
		}
	}
}

// maxBetween is how many sentences between two reports of one speaker's words are taken for his too.
const maxBetween = 2

// between gives a sentence that names no speaker, in a paragraph where the same one is reported before and after it, to him:
// "The expert says A. However, B. The expert adds C."
func (w *work) between() {
	for i := 1; i+1 < len(w.d.Sentences); i++ {
		before := w.reported(i - 1)
		if before.entity < 0 || w.bases[i].n > 0 || w.d.Sentences[i-1].Block != w.d.Sentences[i].Block {
			continue
		}
		for j := i; j < len(w.d.Sentences) && j <= i+maxBetween && w.d.Sentences[j].Block == w.d.Sentences[i].Block; j++ {
			r := w.reported(j)
			if r.entity < 0 {
				continue
			}
			if r.entity == before.entity {
				for k := i; k < j; k++ {
					w.bases[k].say(r)
					w.bases[k].claimed = true
				}
			}
			break
		}
	}
}

// reported returns whose words sentence i tells by its main clause or by "according to".
func (w *work) reported(i int) speaker {
	s := &w.d.Sentences[i]
	for t := s.First; t < s.Last; t++ {
		switch {
		case w.d.UPOS[t] == syntax.VERB && w.speaks(t):
			return w.speakerEntity(t)
		case w.d.Rels[t] == syntax.RelObl && w.preposition(t) == "according":
			if k := w.mentionAt(t); k >= 0 && len(w.m.Mentions[k].Entities) > 0 {
				return speaker{-1, w.m.Mentions[k].Entities[0]}
			}
		}
	}
	return speaker{-1, -1}
}

// sayVerb returns the verb of saying with a subject in a sentence, or -1.
func (w *work) sayVerb(first, last int32) int32 {
	for t := first; t < last; t++ {
		if w.d.UPOS[t] == syntax.VERB && w.speaks(t) {
			return t
		}
	}
	return -1
}

func (w *work) speakerEntity(v int32) speaker {
	s := w.ownSubject(v)
	if s < 0 {
		return speaker{-1, -1}
	}
	if k := w.mentionAt(s); k >= 0 && len(w.m.Mentions[k].Entities) > 0 {
		return speaker{-1, w.m.Mentions[k].Entities[0]}
	}
	return speaker{-1, -1}
}

func (w *work) question(last int32) bool {
	for t := last - 1; t >= 0 && t >= last-3; t-- {
		switch w.d.Form(int(t)) {
		case "?":
			return true
		case "”", "\"", "''", ")", ".":
		default:
			return false
		}
	}
	return false
}
