package syntax

import "entente/loader/syntax/internal/model"

// repair mends what the network, which chooses every head by itself and every relation by itself, cannot see: that a
// predicate has one subject, and that a name is one thing. It keeps every sentence a tree.
func (d *Document) repair(first, last int32, w *workspace) {
	d.joinNames(first, last)
	w.subject = sized(w.subject, int(last-first))
	d.oneSubject(first, last, w.subject)
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
// subject is room for the subject of every token, as an index plus one.
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
