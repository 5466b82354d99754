package syntax

import (
	"strings"

	"entente/loader/syntax/internal/model"
)

// repair mends what the network, which chooses every head by itself and every relation by itself, cannot see: that a
// predicate has one subject, that a name is one thing, and where punctuation belongs. It keeps every sentence a tree. The
// span is of at most model.MaxSpan tokens.
func (d *Document) repair(first, last int32, w *workspace) {
	d.joinNames(first, last)
	d.atLeast(first, last)
	d.looseNouns(first, last)
	w.found = sized(w.found, int(last-first))
	d.oneSubject(first, last, w.found)
	d.punctuate(first, last, w)
}

// joinNames makes a person's name hang together: of its words that have their head outside, the one nearest to the root
// keeps it, and those after it become flat parts of the name.
func (d *Document) joinNames(first, last int32) {
	for a := first; a < last; a++ {
		if d.Names[a] != BeginPER {
			continue
		}
		b := a + 1
		for b < last && d.Names[b] == InPER {
			b++
		}
		top := int32(-1)
		for i := a; i < b; i++ {
			if h := d.Heads[i]; (h < a || h >= b) && (top < 0 || d.depth(i) < d.depth(top)) {
				top = i
			}
		}
		for i := top + 1; i < b; i++ {
			if h := d.Heads[i]; (h < a || h >= b) && d.UPOS[i] == PROPN {
				d.Heads[i], d.Rels[i], d.Score[i] = top, RelFlat, d.Score[i]/2
			}
		}
		a = b - 1
	}
}

// depth is how many heads are above a token, as far as one goes to count.
func (d *Document) depth(i int32) int {
	n := 0
	for i = d.Heads[i]; i >= 0 && n < model.MaxSpan; i = d.Heads[i] {
		n++
	}
	return n
}

// oneSubject leaves a predicate one subject. Of two before the verb with a comma between them, the second explains the first:
// "Fyodor, an expert on the North, says". Of two side by side the first is a part of the second. A predicate may keep two
// where neither holds: what they are then is for the reader of the tree to say.
//
// subject is room for the subject of every token, as an index plus one; it is empty.
func (d *Document) oneSubject(first, last int32, subject []int32) {
	for i := first; i < last; i++ {
		if d.Rels[i] != RelNsubj && d.Rels[i] != RelNsubjPass || d.Heads[i] < first {
			continue
		}
		v := d.Heads[i]
		one := subject[v-first] - 1
		switch {
		case one < 0:
			subject[v-first] = i + 1
		case i < v && d.nominal(one) && d.nominal(i) && d.commaBetween(one, i):
			d.Heads[i], d.Rels[i] = one, RelAppos
			d.Score[i] /= 2
		case i < v && i == one+1 && d.nominal(one) && d.nominal(i):
			d.Heads[one], d.Rels[one] = i, RelCompound
			d.Score[one] /= 2
			subject[v-first] = i + 1
		}
	}
}

func (d *Document) nominal(i int32) bool {
	return d.UPOS[i] == NOUN || d.UPOS[i] == PROPN
}

// commaBetween reports a comma between two tokens and no verb.
func (d *Document) commaBetween(a, b int32) bool {
	if b-a > model.MaxSpan {
		return false
	}
	comma := false
	for i := a + 1; i < b; i++ {
		if d.UPOS[i] == VERB || d.UPOS[i] == CCONJ {
			return false
		}
		comma = comma || d.Form(int(i)) == ","
	}
	return comma
}

// punctuate gives every punctuation mark the head that the treebanks' guidelines want: two that enclose something belong to
// its head; any other to the inner end of the shortest arc above it, or to the root where there is none.
func (d *Document) punctuate(first, last int32, w *workspace) {
	w.pairs = sized(w.pairs, int(last-first))
	w.open = w.open[:0]
	// Marks with something other than marks below them stay where they are, lest a circle arise.
	w.found = sized(w.found, int(last-first))
	for again := true; again; {
		again = false
		for i := first; i < last; i++ {
			h := d.Heads[i]
			if h >= first && w.found[h-first] == 0 && (d.UPOS[i] != PUNCT || d.Rels[i] != RelPunct || w.found[i-first] != 0) {
				w.found[h-first] = 1
				again = true
			}
		}
	}
	mark := func(i int32) bool { return d.UPOS[i] == PUNCT && d.Rels[i] == RelPunct && w.found[i-first] == 0 }
	root := int32(-1)
	for i := first; i < last; i++ {
		if d.Heads[i] < 0 {
			root = i
		}
		if !mark(i) {
			continue
		}
		f := d.Form(int(i))
		if n := len(w.open); n > 0 && closes(d.Form(int(w.open[n-1])), f) {
			w.pairs[i-first], w.pairs[w.open[n-1]-first] = w.open[n-1]+1, i+1
			w.open = w.open[:n-1]
		} else if opens(f) {
			w.open = append(w.open, i)
		}
	}
	for i := first; i < last; i++ {
		if !mark(i) {
			continue
		}
		if o := w.pairs[i-first] - 1; o >= 0 {
			if h := d.enclosed(min(i, o), max(i, o), mark); h >= 0 {
				d.Heads[i] = h
				continue
			}
		}
		best, reach := root, last-first+1
		for k := first; k < last; k++ {
			h := d.Heads[k]
			if h < 0 || mark(k) {
				continue
			}
			if a, b := min(k, h), max(k, h); a < i && i < b && b-a < reach {
				best, reach = k, b-a
			}
		}
		d.Heads[i] = best
	}
}

// enclosed is the one token between a and b, marks apart, that has its head outside, or -1.
func (d *Document) enclosed(a, b int32, mark func(int32) bool) int32 {
	one := int32(-1)
	for i := a + 1; i < b; i++ {
		if h := d.Heads[i]; mark(i) || h > a && h < b {
			continue
		}
		if one >= 0 {
			return -1
		}
		one = i
	}
	return one
}

const (
	opening = "( [ { “ ‘ « \" ' `` -LRB-"
	closing = ") ] } ” ’ » \" ' '' -RRB-"
)

var pairs = func() map[string]string {
	m := make(map[string]string)
	o, c := strings.Fields(opening), strings.Fields(closing)
	for i := range o {
		m[o[i]] = c[i]
	}
	return m
}()

func opens(f string) bool { return pairs[f] != "" }

func closes(open, f string) bool { return pairs[open] == f }

// atLeast makes "killed at least 12 soldiers" a verb with an object: the preposition belongs to the number, and what it counts
// is no oblique.
func (d *Document) atLeast(first, last int32) {
	for i := first + 1; i < last-1; i++ {
		if f := d.Form(int(i)); f != "least" && f != "most" || !strings.EqualFold(d.Form(int(i-1)), "at") {
			continue
		}
		number := i + 1
		for number < last-1 && d.UPOS[number] != NUM && number < i+3 {
			number++
		}
		noun := d.Heads[number]
		if d.UPOS[number] != NUM || noun <= number || d.Rels[noun] != RelObl && d.Rels[noun] != RelNmod {
			continue
		}
		v := d.Heads[noun]
		if v < first || v >= i || d.UPOS[v] != VERB || !d.takesObject(v, noun, i-1, first, last) {
			continue
		}
		d.Rels[noun] = RelObj
	}
}

// takesObject reports that a verb is active and has no object, and that a noun has no preposition but at.
func (d *Document) takesObject(v, noun, at, first, last int32) bool {
	for k := first; k < last; k++ {
		switch {
		case d.Heads[k] == v && (d.Rels[k] == RelObj || d.Rels[k] == RelNsubjPass || d.Rels[k] == RelAuxPass):
			return false
		case d.Heads[k] == noun && d.Rels[k] == RelCase && k != at:
			return false
		}
	}
	return true
}

// looseNouns makes a noun after a comma an apposition of the noun before it where the verb cannot govern it: a subject after
// the verb's object, an object of a passive verb, a second object: "influenced by China, their largest partner".
func (d *Document) looseNouns(first, last int32) {
	for i := first; i < last; i++ {
		v := d.Heads[i]
		if v < first || v > i || !d.nominal(i) || d.Rels[i] != RelNsubj && d.Rels[i] != RelObj {
			continue
		}
		// The comma is before the noun's own words.
		a := i
		for a-1 > v && d.UPOS[a-1] != PUNCT && d.under(a-1, i) {
			a--
		}
		if a-2 <= v || d.Form(int(a-1)) != "," {
			continue
		}
		y := a - 2
		for n := 0; y > v && d.Heads[y] != v && n < model.MaxSpan; n++ {
			y = d.Heads[y]
		}
		if y <= v || y == i || d.Heads[y] != v || !d.nominal(y) || !d.bare(i, first, last) || d.Rels[i] == RelObj && !d.saturated(v, i, first, last) {
			continue
		}
		d.Heads[i], d.Rels[i], d.Score[i] = y, RelAppos, d.Score[i]/2
	}
}

// under reports that token i is token top or below it.
func (d *Document) under(i, top int32) bool {
	for n := 0; i >= 0 && n < model.MaxSpan; n++ {
		if i == top {
			return true
		}
		i = d.Heads[i]
	}
	return false
}

// bare reports that a noun has neither a preposition nor a conjunction.
func (d *Document) bare(i, first, last int32) bool {
	for k := first; k < last; k++ {
		if d.Heads[k] == i && (d.Rels[k] == RelCase || d.Rels[k] == RelCc) {
			return false
		}
	}
	return true
}

// saturated reports that a verb is passive or has an object other than i.
func (d *Document) saturated(v, i, first, last int32) bool {
	for k := first; k < last; k++ {
		if d.Heads[k] == v && (d.Rels[k] == RelNsubjPass || d.Rels[k] == RelAuxPass || d.Rels[k] == RelObj && k != i) {
			return true
		}
	}
	return false
}
