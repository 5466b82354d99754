package event

import (
	"strings"

	"entente/graph"
	"entente/loader/entity"
	"entente/loader/syntax"
)

// transcript sets whose words each line of a transcript is: those of the name before the last colon ("Vladimir Putin: ..."),
// nobody's behind a label that names no known person ("QUESTION:"). One label alone is a heading: a transcript has several.
func (w *work) transcript() {
	labels := 0
	for i := range w.d.Sentences {
		if _, named := w.label(w.d.Sentences[i].First, w.d.Sentences[i].Last); named {
			labels++
		}
	}
	if labels < 2 {
		return
	}
	speaks := speaker{-1, -1}
	for i := range w.d.Sentences {
		s := &w.d.Sentences[i]
		if label, named := w.label(s.First, s.Last); named {
			speaks = label
			w.labels[i] = w.labelEnd(s.First, s.Last)
			w.dialogue(label.entity, s.First)
		} else if s.Number < 0 || w.otherLabel(i) {
			speaks = speaker{-1, -1}
		}
		if speaks.entity >= 0 {
			w.bases[i].say(speaks)
			w.bases[i].claimed = true
			w.today = w.today || w.saysToday(int32(i))
		}
	}
}

// otherLabel reports whether sentence i begins a paragraph with a label in capitals: "QUESTION:", "MS. DOE:", "Q  Thank you".
func (w *work) otherLabel(i int) bool {
	s := &w.d.Sentences[i]
	if i > 0 && w.d.Sentences[i-1].Block == s.Block {
		return false
	}
	if w.d.Form(int(s.First)) == "Q" && s.Last-s.First > 2 {
		return true
	}
	for t := s.First; t < s.Last && t < s.First+6; t++ {
		f := w.d.Form(int(t))
		if f == ":" {
			return t > s.First
		}
		if f != strings.ToUpper(f) {
			return false
		}
	}
	return false
}

// dialogue joins whoever speaks in a transcript to the person who spoke first: they talk with each other.
func (w *work) dialogue(e, token int32) {
	if w.host < 0 {
		w.host = e
		return
	}
	if e != w.host {
		w.protos = append(w.protos, proto{predicate: "consulted_with", cameo: "040", trigger: token, state: true, about: -1, modality: graph.Asserted,
			a: arg{entity: w.host, token: token}, b: arg{entity: e, token: token}, prior: 0.7})
	}
}

// saysToday reports whether sentence i tells of the day on which it is spoken.
func (w *work) saysToday(i int32) bool {
	list := w.phrases(i)
	for k := range list {
		if p := &list[k]; p.kind == relative && p.unit == days && p.n == 0 {
			return true
		}
	}
	return false
}

// label reads "President of Russia Vladimir Putin:" at the head of a sentence.
func (w *work) label(first, last int32) (speaker, bool) {
	aside := false
	for t := first; t < last && t < first+14; t++ {
		if f := w.d.Form(int(t)); f != ":" {
			aside = f == "(" || aside && f != ")"
			if aside {
				continue
			}
			if w.d.UPOS[t] == syntax.VERB || w.d.UPOS[t] == syntax.AUX {
				return speaker{-1, -1}, false
			}
			continue
		}
		end := t
		if end > first && w.d.Form(int(end-1)) == ")" { // "(retranslated):"
			for end > first && w.d.Form(int(end)) != "(" {
				end--
			}
		}
		if end == first || w.m.ByToken[end-1] < 0 {
			break // "Reports about the meeting:" is a heading
		}
		x := &w.m.Mentions[w.m.ByToken[end-1]]
		if len(x.Entities) == 1 && w.m.Entities[x.Entities[0]].Type == graph.Person && (x.Kind == entity.Name || x.Kind == entity.Title) && int(t)+1 < w.d.Len() {
			return speaker{-1, x.Entities[0]}, true
		}
		break
	}
	return speaker{-1, -1}, false
}

// labelEnd returns the token behind the colon of a label.
func (w *work) labelEnd(first, last int32) int32 {
	for t := first; t < last; t++ {
		if w.d.Form(int(t)) == ":" {
			return t + 1
		}
	}
	return last
}

// inLabel reports whether token t stands in the label before what somebody says: it is not said by him.
func (w *work) inLabel(t int32) bool { return t < w.labels[w.d.Sent[t]] }
