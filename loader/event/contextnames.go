package event

import (
	"entente/graph"
	"entente/loader/entity"
	"entente/loader/syntax"
)

// lists mends the tree of names with titles, of which parsers hang some words elsewhere ("met with Vice President and Minister-
// designate Roe"), and of such names that stand in a row: "met with NATO Deputy Secretary General Jane Roe,
// Polish Minister of Labour and Social Policy John Doe, and Governor of Izmir Ali Kaya". Parsers hang the later ones below the
// titles and countries of the earlier ones; here they are joined to the first one.
func (w *work) lists(m *entity.Mentions) {
	for k := 0; k < len(m.Mentions); k++ {
		if !isPerson(m, k) && !isOfficials(m, k) {
			continue
		}
		first := &m.Mentions[k]
		head := w.outermost(first.From, first.Last)
		last, titled := first.Last, withTitle(first)
		row := [maxRow]int{}
		n, sure := 0, 0 // names behind the first; those up to the last "and"
		for j := k + 1; head >= 0 && j < len(m.Mentions) && n < maxRow; j++ {
			x := &m.Mentions[j]
			if x.First < last || !isPerson(m, j) {
				if x.First >= last+maxGap {
					break
				}
				continue
			}
			and, ok := w.rowGoesOn(last, x.From)
			if !ok || w.doer(x, head) {
				break
			}
			titled = titled || withTitle(x)
			row[n] = j
			n++
			if last = x.Last; and && titled {
				sure = n
			}
		}
		if head >= 0 && first.From < first.First {
			head = w.whole(head, first)
		}
		for _, j := range row[:sure] {
			x := &m.Mentions[j]
			w.doc.Heads[x.Head], w.doc.Rels[x.Head] = head, syntax.RelConj
			w.gather(x.Head, x.From, x.Last)
			k = j
		}
	}
}

const (
	maxRow = 12 // names that are joined to one
	maxGap = 12 // tokens between two names of a row
)

// isPerson reports whether mention k is the name of a person or an office that stands for one.
func isPerson(m *entity.Mentions, k int) bool {
	x := &m.Mentions[k]
	return (x.Kind == entity.Name || x.Kind == entity.Title) && len(x.Entities) == 1 && m.Entities[x.Entities[0]].Type == graph.Person && m.ByHead[x.Head] == int32(k)
}

// isOfficials reports whether mention k is a group by its office: "foreign ministers of the bloc".
func isOfficials(m *entity.Mentions, k int) bool {
	x := &m.Mentions[k]
	return x.Kind == entity.Demonym && x.Office != "" && m.ByHead[x.Head] == int32(k)
}

func withTitle(x *entity.Mention) bool {
	return x.Office != "" && (x.Kind != entity.Name || x.From < x.First)
}

// outermost returns the first token of [first, last) that hangs at a word before them, or at the verb behind them as its
// subject; -1 if there is none.
func (w *work) outermost(first, last int32) int32 {
	d := &w.doc
	for t := first; t < last; t++ {
		h := d.Heads[t]
		if h >= first && h < last {
			continue
		}
		switch d.UPOS[t] {
		case syntax.NOUN, syntax.PROPN, syntax.VERB:
			if h >= 0 && (h < first || d.Rels[t].Base() == syntax.RelNsubj) {
				return t
			}
		}
	}
	return -1
}

// whole hangs a name with its title, of which several words hang elsewhere, at what the first of these, o, hangs at: by the
// head of the mention, which it returns.
func (w *work) whole(o int32, x *entity.Mention) int32 {
	d := &w.doc
	if x.Head == o {
		w.gather(o, x.From, x.Last)
		return o
	}
	for t := max(x.From-3, d.Sentences[d.Sent[o]].First); t < x.From; t++ {
		if d.Heads[t] == o {
			d.Heads[t] = x.Head
			if d.UPOS[t] == syntax.ADP {
				d.Rels[t] = syntax.RelCase
			}
		}
	}
	d.Heads[x.Head], d.Rels[x.Head] = d.Heads[o], d.Rels[o]
	if d.UPOS[o] == syntax.VERB { // "with acting Chancellor Roe"
		if d.Rels[x.Head] = syntax.RelObl; d.UPOS[d.Heads[o]] != syntax.VERB {
			d.Rels[x.Head] = syntax.RelNmod
		}
	}
	d.Heads[o] = x.Head
	w.gather(x.Head, x.From, x.Last)
	return x.Head
}

// gather hangs the words of [first, last) that hang elsewhere at head, one of them.
func (w *work) gather(head, first, last int32) {
	d := &w.doc
	for t := first; t < last; t++ {
		if d.UPOS[t] == syntax.VERB { // "Minister-designate"
			d.UPOS[t], d.XPOS[t] = syntax.PROPN, syntax.TagNNP
		}
		if h := d.Heads[t]; t == head || h >= first && h < last {
			continue
		}
		d.Heads[t] = head
		switch d.UPOS[t] {
		case syntax.NOUN, syntax.PROPN, syntax.ADJ:
			d.Rels[t] = syntax.RelNmodDesc
		}
	}
}

// rowGoesOn reports whether nothing but a comma, "and" and what a participle says of the name before stands in [from, to), and
// whether "and" does: ", ", " representing the bloc, and ".
func (w *work) rowGoesOn(from, to int32) (and, ok bool) {
	d := &w.doc
	if to <= from || to > from+maxGap || d.Sent[to] != d.Sent[from-1] {
		return false, false
	}
	t := from
	if d.XPOS[t] == syntax.TagVBG && d.UPOS[t] == syntax.VERB {
		for t < to && d.Form(int(t)) != "," && d.Form(int(t)) != "and" {
			t++
		}
	}
	for ; t < to; t++ {
		switch d.Form(int(t)) {
		case "(": // "the Association of Southeast Asian Nations (ASEAN)"
			for t < to && d.Form(int(t)) != ")" {
				t++
			}
		case ",", ";":
			ok = true
		case "and":
			and, ok = true, true
		case "the":
		default:
			return false, false
		}
	}
	return and, ok
}

// doer reports whether a name is the subject of a verb behind it, other than the one that head is a subject of.
func (w *work) doer(x *entity.Mention, head int32) bool {
	d := &w.doc
	for t := x.From; t < x.Last; t++ {
		if h := d.Heads[t]; h >= x.Last && d.Rels[t].Base() == syntax.RelNsubj && h != d.Heads[head] {
			return true
		}
	}
	if int(x.Last) >= d.Len() || d.Sent[x.Last] != d.Sent[x.First] || d.Rels[head].Base() == syntax.RelNsubj {
		return false
	}
	switch d.XPOS[x.Last] {
	case syntax.TagVBD, syntax.TagVBZ, syntax.TagVBP, syntax.TagMD:
		return true
	}
	return false
}

// delegations joins those whom a delegation is said to include, or to be led by, to it: "met a delegation that included Foreign
// Minister Jane Roe": she was met too.
func (w *work) delegations(m *entity.Mentions) {
	d := &w.doc
	for k := range m.Mentions {
		x := &m.Mentions[k]
		if !isPerson(m, k) || x.From == 0 {
			continue
		}
		v := x.From - 1
		for v > 0 && (d.Form(int(v)) == "by" || d.Form(int(v)) == "of" || d.Form(int(v)) == "the") {
			v--
		}
		switch d.Form(int(v)) {
		case "including", "included", "includes", "comprising", "comprised", "led", "headed":
		default:
			continue
		}
		n := v - 1
		for n > 0 && (d.Form(int(n)) == "," || d.Form(int(n)) == "that" || d.Form(int(n)) == "which" || d.Form(int(n)) == "was" || d.Form(int(n)) == "is") {
			n--
		}
		if n < 0 || d.Sent[n] != d.Sent[x.First] || d.UPOS[n] != syntax.NOUN {
			continue
		}
		switch d.Form(int(n)) {
		case "delegation", "delegations", "team", "group", "mission", "officials", "ministers", "leaders", "lawmakers", "senators", "representatives":
		default:
			continue
		}
		for t := x.Last; t < d.Sentences[d.Sent[n]].Last; t++ {
			if d.Heads[t] == x.Head && d.Rels[t] == syntax.RelConj {
				d.Heads[t] = n
			}
		}
		d.Heads[x.Head], d.Rels[x.Head] = n, syntax.RelConj
		w.gather(x.Head, x.From, x.Last)
	}
}

// occasions mends "began the day with a working breakfast with Merkel": what the day or the trip begins and ends with is what
// its subject begins and ends.
func (w *work) occasions() {
	d := &w.doc
	for n := range int32(d.Len()) {
		if d.UPOS[n] != syntax.NOUN || d.Rels[n] != syntax.RelNmod && d.Rels[n] != syntax.RelObl {
			continue
		}
		switch d.Form(int(n)) {
		case "meeting", "meetings", "talks", "conversation", "breakfast", "lunch", "dinner", "call", "discussion", "discussions", "consultations":
		default:
			continue
		}
		with := n - 1
		for with > 0 && d.Sent[with] == d.Sent[n] && d.Heads[with] == n && d.Form(int(with)) != "with" {
			with--
		}
		if d.Form(int(with)) != "with" || d.Heads[with] != n {
			continue
		}
		o := d.Heads[n]
		v := o
		if d.UPOS[o] == syntax.NOUN && d.Rels[o] != syntax.RelObj { // "concluded his trip to the region with"
			o = d.Heads[o]
			v = o
		}
		if o >= 0 && d.UPOS[o] != syntax.VERB {
			v = d.Heads[o]
		}
		if v < 0 || v >= n {
			continue
		}
		switch w.verbLemma(v) {
		case "begin", "start", "conclude", "complete":
		default:
			continue
		}
		for t := v + 1; t < n; t++ {
			if d.Heads[t] == v && d.Rels[t] == syntax.RelObj {
				d.Rels[t] = syntax.RelOblUnmarked
			}
		}
		d.Heads[n], d.Rels[n] = v, syntax.RelObj
		d.Rels[with] = syntax.RelDep
	}
}

// subjects mends "following the launch, Deputy Secretary Roe held a call": a name with its title between a comma and a verb that
// has no subject is its subject, not an apposition to what is before the comma. Before a verb of saying that holds for any
// name, "A attacked B, the Times reported", and of two subjects the name stands beside the other: "the rights chief, Jane Roe, said".
func (w *work) subjects(m *entity.Mentions) {
	d := &w.doc
	for k := range m.Mentions {
		x := &m.Mentions[k]
		if m.ByHead[x.Head] != int32(k) || x.Kind != entity.Name && x.Kind != entity.Title || x.From == 0 || int(x.Last) >= d.Len() {
			continue
		}
		v := x.Last
		behind := d.Form(int(v)) == "," && int(v)+1 < d.Len()
		if behind {
			v++
		}
		if d.UPOS[v] != syntax.VERB || d.Sent[v] != d.Sent[x.First] {
			continue
		}
		before := x.From - 1
		if d.Form(int(before)) == "the" && before > 0 {
			before--
		}
		if d.Form(int(before)) != "," {
			continue
		}
		switch d.XPOS[v] {
		case syntax.TagVBD, syntax.TagVBZ, syntax.TagVBP:
		default:
			continue
		}
		if behind {
			w.beside(x, v, before)
			continue
		}
		saying := w.saying(v)
		if !saying && (!isPerson(m, k) || !withTitle(x)) {
			continue
		}
		w.giveSubject(x, v, saying)
	}
}

// saying reports whether the table knows verb v as one of saying.
func (w *work) saying(v int32) bool {
	x, ok := w.p.wrappers[wrapperKey{w.verbLemma(v), 'v'}]
	return ok && x.gives == givesSaid
}

// beside makes the second of two subjects of v, a name between commas, an apposition to the first.
func (w *work) beside(x *entity.Mention, v, comma int32) {
	d := &w.doc
	if d.Heads[x.Head] != v || d.Rels[x.Head] != syntax.RelNsubj || comma == 0 {
		return
	}
	if s := comma - 1; d.Heads[s] == v && d.Rels[s] == syntax.RelNsubj {
		d.Heads[x.Head], d.Rels[x.Head] = s, syntax.RelAppos
	}
}

// giveSubject makes name x the subject of the verb v behind it unless that has one.
func (w *work) giveSubject(x *entity.Mention, v int32, saying bool) {
	d := &w.doc
	h := d.Heads[x.Head]
	if h < 0 || h >= x.From || d.Sent[h] != d.Sent[v] {
		return
	}
	s := &d.Sentences[d.Sent[v]]
	for t := s.First; t < min(s.Last, v+maxReach); t++ {
		if d.Heads[t] == v && (d.Rels[t].Base() == syntax.RelNsubj || saying && d.Rels[t] == syntax.RelCcomp) {
			return
		}
	}
	above := v
	for n := 0; above >= 0 && above != x.Head && n < maxDepth; n++ {
		above = d.Heads[above]
	}
	if above >= 0 {
		return
	}
	d.Heads[x.Head], d.Rels[x.Head] = v, syntax.RelNsubj
	if saying && d.Rels[v] == syntax.RelAdvcl {
		d.Rels[v] = syntax.RelParataxis
	}
}

// corrections mends "not Oslo but Minsk attacked" and "met not Roe but Doe": the second name stands where the first one hangs,
// which is told of nothing.
func (w *work) corrections() {
	d := &w.doc
	for y := range int32(d.Len()) {
		x := d.Heads[y]
		if d.Rels[y] != syntax.RelConj || x < 0 || x >= y || y > x+maxGap || d.UPOS[x] != syntax.PROPN && d.UPOS[x] != syntax.NOUN {
			continue
		}
		not, but := false, false
		for t := max(x-4, d.Sentences[d.Sent[x]].First); t < y; t++ {
			switch f := d.Form(int(t)); {
			case t < x && (f == "not" || f == "Not"):
				not = d.Heads[t] == x
			case t > x && f == "but":
				but = d.Heads[t] == y
			}
		}
		if !not || !but {
			continue
		}
		for t := max(x-4, d.Sentences[d.Sent[x]].First); t < x; t++ {
			if d.Heads[t] == x && d.Rels[t] == syntax.RelCase {
				d.Heads[t] = y
			}
		}
		d.Heads[y], d.Rels[y] = d.Heads[x], d.Rels[x]
		d.Heads[x], d.Rels[x] = y, syntax.RelDislocated
	}
}
