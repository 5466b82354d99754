// Package model is the network that tags, names and parses: its features, its weights as they are stored, and its
// integer arithmetic. All results are the same on every machine: sums are integers, and the few steps in floating point
// are single operations that IEEE 754 rounds exactly.
package model

import (
	"unicode"
	"unicode/utf8"
)

// Slots of a token's features; each has a table of embeddings.
const (
	SlotWord = iota
	SlotSuffix4
	SlotSuffix3
	SlotSuffix2
	SlotPrefix
	SlotShape
	SlotPhrase // what listed names the token is inside of
	SlotSingle // what kinds of listed names hold the word
	Slots
)

// SlotSizes are the rows of each table; the rows of SlotWord are the words of the vocabulary.
var SlotSizes = [Slots]int{0, 8192, 4096, 1024, 4096, 128, 64, 64}

// A Row is the features of a token.
type Row [Slots]int32

// NoWord is the row of every word that is not in the vocabulary.
const NoWord = 0

const keyRunes = 40 // what a longer word has beyond is not looked at

// A Key is a form made ready for lookup: lower case, straight quotes, every digit 0.
type Key struct {
	r     [keyRunes]rune
	n     int
	Shape Shape
}

// A Shape is a coarse picture of how a word is written.
type Shape uint8

// Shapes.
const (
	Lower Shape = iota
	Initial
	AllUpper
	Mixed
	OneUpper
	Dotted // U.S.
	Digits
	DigitsAndMore
	Punctuation
	HyphenLower
	HyphenInitial
	Quote
	shapes
)

// Set fills k from a form.
func (k *Key) Set(form string) {
	k.n = 0
	upper, lower, digit, other, hyphen, dot := 0, 0, 0, 0, 0, 0
	first := true
	firstUpper, upperAfterHyphen := false, true
	last := rune(0)
	for _, r := range form {
		var c rune
		switch {
		case r >= 'a' && r <= 'z':
			c = r
			lower++
			if last == '-' {
				upperAfterHyphen = false
			}
		case r >= 'A' && r <= 'Z':
			c = r + 'a' - 'A'
			upper++
			firstUpper = firstUpper || first
		case r >= '0' && r <= '9':
			c = '0'
			digit++
		case r < utf8.RuneSelf:
			c = r
			other++
			switch r {
			case '-':
				hyphen++
			case '.':
				dot++
			}
		default:
			switch r {
			case '’', '‘', 'ʼ', '`', '´':
				c = '\''
				other++
			case '“', '”', '„', '«', '»':
				c = '"'
				other++
			case '–', '—', '‒', '―', '‑', '‐':
				c = '-'
				hyphen++
				other++
			default:
				switch {
				case unicode.IsUpper(r):
					c = unicode.ToLower(r)
					upper++
					firstUpper = firstUpper || first
				case unicode.IsLetter(r):
					c = r
					lower++
				case unicode.IsDigit(r):
					c = '0'
					digit++
				default:
					c = r
					other++
				}
			}
		}
		first = false
		last = c
		if k.n == keyRunes {
			// Keep the end: suffixes tell more than middles.
			copy(k.r[8:], k.r[9:])
			k.n--
		}
		k.r[k.n] = c
		k.n++
	}
	letters := upper + lower
	switch {
	case letters == 0 && digit == 0:
		k.Shape = Punctuation
		if k.n > 0 && (k.r[0] == '"' || k.r[0] == '\'') {
			k.Shape = Quote
		}
	case digit > 0 && letters == 0:
		k.Shape = Digits
	case digit > 0:
		k.Shape = DigitsAndMore
	case hyphen > 0 && firstUpper && upperAfterHyphen:
		k.Shape = HyphenInitial
	case hyphen > 0:
		k.Shape = HyphenLower
	case dot > 0 && upper > 0 && lower == 0:
		k.Shape = Dotted
	case upper == 0:
		k.Shape = Lower
	case upper == 1 && letters == 1:
		k.Shape = OneUpper
	case lower == 0:
		k.Shape = AllUpper
	case upper == 1 && firstUpper:
		k.Shape = Initial
	default:
		k.Shape = Mixed
		if firstUpper && other > 0 { // O'Neill, Ma'am
			k.Shape = Initial
		}
	}
}

// Hash is the 64-bit FNV-1a hash of the runes.
func (k *Key) Hash() uint64 { return hash(k.r[:k.n], 0) }

func hash(r []rune, seed uint64) uint64 {
	h := 14695981039346656037 ^ seed
	for _, c := range r {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// spread mixes the bits of an FNV hash, whose low bits are weak.
func spread(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}

func bucket(r []rune, slot int) int32 {
	return int32(spread(hash(r, uint64(slot)<<56)) % uint64(SlotSizes[slot]))
}

// Fill sets the features that the letters give.
func (k *Key) Fill(f *Row) {
	n := k.n
	f[SlotSuffix4] = bucket(k.r[max(0, n-4):n], SlotSuffix4)
	f[SlotSuffix3] = bucket(k.r[max(0, n-3):n], SlotSuffix3)
	f[SlotSuffix2] = bucket(k.r[max(0, n-2):n], SlotSuffix2)
	f[SlotPrefix] = bucket(k.r[:min(n, 3)], SlotPrefix)
}

// String is the key as text.
func (k *Key) String() string { return string(k.r[:k.n]) }

// spellings are British endings and the American ones, which the treebanks know better.
var spellings = []struct{ british, american string }{
	{"isation", "ization"}, {"isations", "izations"},
	{"ise", "ize"}, {"ised", "ized"}, {"ises", "izes"}, {"ising", "izing"}, {"iser", "izer"}, {"isers", "izers"},
	{"yse", "yze"}, {"ysed", "yzed"}, {"yses", "yzes"}, {"ysing", "yzing"},
	{"our", "or"}, {"ours", "ors"}, {"oured", "ored"}, {"ouring", "oring"}, {"ourable", "orable"}, {"ourite", "orite"}, {"ourites", "orites"},
	{"bour", "bor"}, {"bours", "bors"}, {"bouring", "boring"}, {"bourhood", "borhood"},
	{"tre", "ter"}, {"tres", "ters"}, {"tred", "tered"},
	{"lled", "led"}, {"lling", "ling"}, {"ller", "ler"}, {"llers", "lers"},
	{"ence", "ense"}, {"ences", "enses"}, {"ogue", "og"}, {"ogues", "ogs"}, {"amme", "am"}, {"ammes", "ams"},
}

// American calls try with every American spelling of k until try returns true; k then keeps that spelling.
// If none does, k is as before and the result is false.
func (k *Key) American(try func(*Key) bool) bool {
	if k.n < 5 || k.n > keyRunes-2 {
		return false
	}
	saved := *k
	for _, s := range spellings {
		if !k.endsIn(s.british) {
			continue
		}
		k.n -= len(s.british)
		for _, c := range s.american {
			k.r[k.n] = c
			k.n++
		}
		if try(k) {
			return true
		}
		*k = saved
	}
	return false
}

func (k *Key) endsIn(s string) bool {
	if k.n < len(s)+2 {
		return false
	}
	for i := range len(s) {
		if k.r[k.n-len(s)+i] != rune(s[i]) {
			return false
		}
	}
	return true
}
