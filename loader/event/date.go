package event

import (
	"time"

	"entente/loader/syntax"
)

// A Calendar finds the phrases of a text that tell a date. It reads words, not trees, so that a wrong parse costs no
// date. Its zero value is ready.
//
//	absolute   25 July 2023, July 25, Sept. 3-5, July 2023, mid-July, in 2019, 2023-07-25
//	weekday    on Tuesday, last Tuesday, Tuesday of last week
//	relative   yesterday, last week, earlier this month, next year, two days ago, July last year
//	anaphoric  the next day, two weeks later, the same month, the year before: counted from the date told before
//
// Durations ("over the past year", "for the first time in two years") are no dates.
type Calendar struct{}

// A DatePhrase is a phrase that tells a date: tokens [First, Last) of its document, without a preposition.
type DatePhrase struct {
	First, Last int32
	// Prep is the preposition before the phrase in lower case, "" if none: with "since", "until" or "by" the date
	// is a bound and not the day itself.
	Prep string

	kind             phraseKind
	year, month, day int
	weekday          time.Weekday
	unit             unit
	n                int         // units to go from the base, or for a weekday weeks; for months and weekdays told by "last" or "next" -1 or 1
	told             bool        // n was told
	anchor           *DatePhrase // what an anaphoric phrase counts from, nil if nothing was told before
}

type phraseKind uint8

const (
	absolute phraseKind = iota
	weekday
	relative
	anaphoric
	weekend
)

type unit uint8

const (
	days unit = iota
	weeks
	months
	years
)

// Find returns the date phrases of one sentence in text order.
func (c *Calendar) Find(d *syntax.Document, sentence int) []DatePhrase {
	var found []DatePhrase
	s := &d.Sentences[sentence]
	f := dateFinder{d: d, first: s.First, last: s.Last}
	for i := s.First; i < s.Last; {
		p, end := f.match(i)
		if end == i {
			i++
			continue
		}
		p.First, p.Last = i, end
		p.Prep = f.preposition(i)
		if p.kind == anaphoric {
			if n := len(found); n > 0 {
				a := found[n-1]
				p.anchor = &a
			} else {
				p.anchor = c.before(d, sentence)
			}
		}
		found = append(found, p)
		i = end
	}
	return found
}

// before returns the last date phrase that counts from nothing told before, within the three sentences before.
func (c *Calendar) before(d *syntax.Document, sentence int) *DatePhrase {
	for k := sentence - 1; k >= 0 && k >= sentence-3; k-- {
		s := &d.Sentences[k]
		f := dateFinder{d: d, first: s.First, last: s.Last}
		var last *DatePhrase
		for i := s.First; i < s.Last; {
			p, end := f.match(i)
			if end == i {
				i++
				continue
			}
			if p.kind != anaphoric {
				p.First, p.Last = i, end
				last = &p
			}
			i = end
		}
		if last != nil {
			return last
		}
	}
	return nil
}

// Top is the token of the phrase whose head stands outside it: what the date is attached by.
func (p *DatePhrase) Top(d *syntax.Document) int32 {
	for i := p.First; i < p.Last; i++ {
		if h := d.Heads[i]; h < p.First || h >= p.Last {
			return i
		}
	}
	return p.First
}

// Attribute is the noun that the phrase stands before and describes, "talks" in "the July 3 talks" and "Tuesday's talks",
// or -1.
func (p *DatePhrase) Attribute(d *syntax.Document) int32 {
	if p.Prep != "" && p.First > 0 {
		if h := d.Heads[p.First-1]; d.Rels[p.First-1] == syntax.RelCase && h >= p.First && h < p.Last {
			return -1 // "in 1791 Lisbon recognized"
		}
		if r := d.Rels[p.First]; r != syntax.RelCompound && r != syntax.RelNmodPoss && r != syntax.RelNmodUnmarked && r != syntax.RelNummod {
			return -1
		}
	}
	top := p.Top(d)
	h := d.Heads[top]
	switch d.Rels[top] {
	case syntax.RelCompound, syntax.RelNmodPoss, syntax.RelNmodUnmarked, syntax.RelNummod, syntax.RelNmod, syntax.RelAmod:
		if h >= p.Last && h <= p.Last+6 && p.phraseTo(d, h) {
			return h
		}
	}
	return p.determined(d)
}

// phraseTo reports whether the words behind p up to noun h can belong to one noun phrase with it.
func (p *DatePhrase) phraseTo(d *syntax.Document, h int32) bool {
	for k := p.Last; k < h; k++ {
		switch d.UPOS[k] {
		case syntax.VERB, syntax.AUX, syntax.ADP, syntax.SCONJ, syntax.DET, syntax.PRON:
			return false
		}
	}
	return d.UPOS[h] == syntax.NOUN || d.UPOS[h] == syntax.PROPN
}

// determined is the noun of "the March 17 U.S.-Croatia Dialogue", where the parser lost it: the head of the article or owner
// before the phrase, if it stands right behind.
func (p *DatePhrase) determined(d *syntax.Document) int32 {
	i := p.First - 1
	if i < 0 || d.Sent[i] != d.Sent[p.First] || d.Rels[i] != syntax.RelDet && d.Rels[i] != syntax.RelNmodPoss && d.XPOS[i] != syntax.TagPOS || p.kind == relative && p.unit != days {
		return -1
	}
	h := d.Heads[i]
	if d.XPOS[i] == syntax.TagPOS && h >= 0 {
		h = d.Heads[h]
	}
	if h < p.Last || h > p.Last+8 || !p.phraseTo(d, h) {
		return -1
	}
	return h
}
