package model

import (
	"strings"
	"unicode"

	"entente/loader/sentence"
)

// A Table maps 32-bit hashes to small values. Two keys may share a hash; with n keys a stranger is taken for one of
// them once in 2^32/n times.
type Table struct {
	Keys []uint32 // sorted
	Vals []uint16
	slot []uint32 // open addressing: index into Keys plus one
	mask uint32
}

func (t *Table) build() {
	n := 16
	for n < 2*len(t.Keys) {
		n *= 2
	}
	t.slot, t.mask = make([]uint32, n), uint32(n-1)
	for i, k := range t.Keys {
		p := k & t.mask
		for t.slot[p] != 0 {
			p = (p + 1) & t.mask
		}
		t.slot[p] = uint32(i + 1)
	}
}

// Find is the value of a hash.
func (t *Table) Find(k uint32) (uint16, bool) {
	for p := k & t.mask; ; p = (p + 1) & t.mask {
		i := t.slot[p]
		if i == 0 {
			return 0, false
		}
		if t.Keys[i-1] == k {
			return t.Vals[i-1], true
		}
	}
}

// A Lexicon is what is known about words before any is seen in its sentence.
type Lexicon struct {
	Words   Table  // row of SlotWord
	Common  []byte // per word: 1 if it is mostly written in lower case
	Phrases Table  // kinds of the names that a run of words is
	Singles Table  // kinds of the names that a word is part of
}

// Build makes the lexicon ready for lookup.
func (x *Lexicon) Build() {
	x.Words.build()
	x.Phrases.build()
	x.Singles.build()
}

// Kinds of listed names, as bits.
const (
	KindPerson = 1 << iota
	KindOrganisation
	KindPlace
	// Of SlotSingle only: the word begins or ends a person's name.
	KindGiven
	KindFamily
)

// Short is the 32-bit hash of a word.
func Short(k *Key) uint32 { return uint32(spread(k.Hash()) >> 32) }

// JoinHash is the hash of a phrase of which one more word is known; a phrase begins with 0.
func JoinHash(phrase, word uint32) uint32 {
	return uint32(spread(uint64(phrase)<<32|uint64(word)) >> 32)
}

const maxPhrase = 7 // words

// Scratch is memory for Rows, used again from sentence to sentence.
type Scratch struct {
	key    Key
	short  []uint32
	shape  []Shape
	hyphen []bool
}

// Rows fills the features of one sentence.
func (x *Lexicon) Rows(rows []Row, text string, tokens []sentence.Token, s *Scratch) {
	n := len(tokens)
	s.short, s.shape, s.hyphen = grow(s.short, n), grow(s.shape, n), grow(s.hyphen, n)
	words, initial, upper, lower := 0, 0, 0, 0
	for i, t := range tokens {
		k := &s.key
		k.Set(text[t.Begin:t.End])
		s.short[i], s.shape[i] = Short(k), k.Shape
		s.hyphen[i] = k.n == 1 && k.r[0] == '-'
		row := &rows[i]
		*row = Row{}
		if id, ok := x.Words.Find(s.short[i]); ok {
			row[SlotWord] = int32(id)
		} else {
			k.American(func(k *Key) bool {
				id, ok := x.Words.Find(Short(k))
				if ok {
					row[SlotWord] = int32(id)
				}
				return ok
			})
		}
		k.Fill(row)
		switch k.Shape {
		case Initial, HyphenInitial:
			words++
			initial++
		case AllUpper, OneUpper:
			words++
			upper++
		case Lower, HyphenLower:
			if k.n > 3 {
				words++
				lower++
			}
		}
	}
	mode := 0
	switch {
	case words >= 3 && upper*4 >= words*3 && upper > 2:
		mode = 2
	case words >= 4 && (initial+upper)*4 >= words*3:
		mode = 1
	case initial+upper == 0 && lower >= 2:
		mode = 3
	}
	for i := range tokens {
		sh := s.shape[i]
		common := rows[i][SlotWord] > 0 && x.Common[rows[i][SlotWord]] != 0
		switch {
		case mode == 1 && sh == Initial && common, mode == 2 && sh == AllUpper && common:
			sh = Lower
		case mode == 2 && sh == AllUpper:
			sh = Initial
		}
		first := 0
		if i == 0 || i == 1 && s.shape[0] >= Punctuation {
			first = 1
		}
		lowerOnly := 0
		if mode == 3 {
			lowerOnly = 1
		}
		rows[i][SlotShape] = int32(int(sh)*4 + first*2 + lowerOnly)
		if v, ok := x.Singles.Find(s.short[i]); ok && (sh != Lower || mode == 3) {
			rows[i][SlotSingle] = int32(v)
		}
		s.shape[i] = sh
	}
	x.phrases(rows, s, mode == 3)
}

// phrases marks the longest listed names. SlotPhrase has a digit in base four for each kind of name: 0 outside, 1 the
// first word, 2 a later one, 3 a name of one word.
func (x *Lexicon) phrases(rows []Row, s *Scratch, lowerOnly bool) {
	var until [3]int // where the last name of each kind ends
	n := len(rows)
	for i := range n {
		if s.shape[i] == Lower && !lowerOnly || s.shape[i] >= Digits && s.shape[i] != HyphenInitial && s.shape[i] != DigitsAndMore {
			continue
		}
		h := uint32(0)
		var end [3]int
		for j, words := i, 0; j < n && words < maxPhrase; j++ {
			if s.hyphen[j] {
				continue
			}
			h = JoinHash(h, s.short[j])
			words++
			if v, ok := x.Phrases.Find(h); ok {
				for k := range end {
					if v>>k&1 != 0 {
						end[k] = j + 1
					}
				}
			}
		}
		for k, e := range end {
			if e <= until[k] {
				continue
			}
			until[k] = e
			f := int32(1) << (2 * k)
			for j := i; j < e; j++ {
				d := int32(2)
				if j == i {
					d = 1
				}
				if e == i+1 {
					d = 3
				}
				rows[j][SlotPhrase] = rows[j][SlotPhrase]&^(3*f) | d*f
			}
		}
	}
}

// PhraseWords cuts a listed name into the words that Rows compares.
func PhraseWords(name string) []string {
	var out []string
	for w := range strings.FieldsFuncSeq(name, func(r rune) bool { return unicode.IsSpace(r) || r == '-' || r == '–' }) {
		for _, end := range []string{",", "'s", "’s"} {
			if v, ok := strings.CutSuffix(w, end); ok && v != "" {
				out = append(out, v)
				w = end
			}
		}
		out = append(out, w)
	}
	return out
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2+16)
	}
	return s[:n]
}
