package event

import (
	"entente/graph"
	"entente/loader/sentence"
	"entente/loader/syntax"
)

// frame sets how a whole sentence is given: a question supposes, and what goes on in a film, or in a report that the writer
// calls a hoax, did not happen because of it.
func (w *work) frame(s *sentence.Sentence, c *context) {
	switch {
	case w.fiction(s.First, s.Last):
		c.modality, c.frame = graph.Hypothetical, graph.Hypothetical
	case w.unreliable(s.First, s.Last):
		c.modality, c.frame = graph.Alleged, graph.Alleged
	case w.question(s.Last):
		c.modality = graph.Hypothetical
	}
}

// fiction reports whether a sentence tells what goes on in a work of the mind: "In the novel, ...".
func (w *work) fiction(first, last int32) bool {
	for t := first; t < last; t++ {
		if w.d.UPOS[t] != syntax.NOUN || w.d.Rels[t] != syntax.RelObl || w.preposition(t) != "in" && w.preposition(t) != "under" {
			continue
		}
		switch w.lemma[t] {
		case "film", "movie", "novel", "thriller", "sitcom", "simulation", "wargame", "war-game", "scenario", "dream", "parody", "satire", "spoof", "sketch", "fiction":
		case "case": // "in the worst case"
			if !w.hasLemma(t, syntax.RelAmod, "bad") && !w.hasLemma(t, syntax.RelAmod, "worst") {
				continue
			}
		case "game", "series", "drama":
			if k := w.child(t, syntax.RelCompound); k < 0 || !screen(w.lemma[k]) {
				continue
			}
		default:
			continue
		}
		if h := w.d.Heads[t]; t <= first+6 || h >= 0 && w.d.Rels[h] == syntax.RelRoot {
			return true
		}
	}
	return false
}

func screen(lemma string) bool {
	switch lemma {
	case "video", "computer", "war", "board", "television", "tv", "tabletop", "table-top":
		return true
	}
	return false
}

// unreliable reports whether the main clause tells what a rumour, a hoax or a fake video says, or that something proved fake.
func (w *work) unreliable(first, last int32) bool {
	for t := first; t < last; t++ {
		if w.d.Rels[t] != syntax.RelRoot {
			continue
		}
		s := w.ownSubject(t)
		if s < 0 || w.d.UPOS[s] == syntax.PROPN {
			return false
		}
		switch w.lemma[s] { // "a television series shows Oslo invading Minsk"
		case "novel", "film", "movie", "thriller", "sitcom", "series", "drama":
			switch w.lemma[t] {
			case "show", "depict", "portray", "imagine", "tell", "see", "have":
				return true
			}
		}
		if w.invented(t) && w.has(t, syntax.RelCop) {
			return true
		}
		for k := w.first[t]; k >= 0; k = w.next[k] {
			if r := w.d.Rels[k]; (r == syntax.RelXcomp || r == syntax.RelObj && w.lemma[t] == "prove") && w.invented(k) { // "proved fake"
				return true
			}
		}
		if w.d.UPOS[t] != syntax.VERB {
			return false
		}
		if w.invented(s) {
			return true
		}
		for k := w.first[s]; k >= 0; k = w.next[k] {
			if r := w.d.Rels[k]; (r == syntax.RelAmod || r == syntax.RelCompound) && (w.invented(k) || w.lower(k) == "conspiracy") {
				return true
			}
		}
		return false
	}
	return false
}

// invented reports whether token t calls something made up.
func (w *work) invented(t int32) bool {
	switch w.lower(t) {
	case "fake", "fakes", "doctored", "fabricated", "fabrication", "forged", "forgery", "bogus", "phoney", "phony", "manipulated", "satirical", "satire", "fictional", "fictitious",
		"imaginary", "debunked", "unfounded", "baseless", "groundless", "untrue", "hoax", "rumour", "rumor", "rumours", "rumors", "legend", "myth", "meme", "deepfake", "parody", "prophecy", "propaganda", "propagandists":
		return true
	}
	return false
}

// imagined is how relative clause t of noun h is given: "a world in which", "the day when Oslo attacks".
func (w *work) imagined(t, h int32) graph.Modality {
	switch w.lemma[h] {
	case "scenario", "world", "universe", "fantasy", "future", "dream", "novel", "film", "movie", "series", "play", "thriller", "game", "drama", "sketch":
		for k := w.first[t]; k >= 0; k = w.next[k] {
			if w.relativizer(k) && w.preposition(k) == "in" || w.lemma[k] == "where" {
				return graph.Hypothetical
			}
		}
	case "day", "moment", "time":
		if w.hasLemma(t, syntax.RelAdvmod, "when") && w.finite(t) && !w.past(t) {
			return graph.Hypothetical
		}
	}
	return graph.Asserted
}

// ahead reports whether verb t tells in the present tense what is dated after the article: "travels to Rome next week".
func (w *work) ahead(t int32) bool {
	if w.d.UPOS[t] != syntax.VERB || w.past(t) {
		return false
	}
	switch w.d.XPOS[t] {
	case syntax.TagVBZ, syntax.TagVBP:
	case syntax.TagVBG:
		if !w.hasLemma(t, syntax.RelAux, "be") {
			return false
		}
	default:
		return false
	}
	list := w.phrases(w.d.Sent[t])
	for i := range list {
		if p := &list[i]; p.Attribute(w.d) < 0 && w.clauseOf(p.Top(w.d)) == t && p.coming(w.date) {
			return true
		}
	}
	return false
}
