package train

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"entente/loader/syntax/internal/model"
)

// rule is how the lemma follows from the form.
func rule(form, lemma string) (model.Rule, bool) {
	form = strings.Map(func(r rune) rune {
		if r == '’' || r == '‘' {
			return '\''
		}
		return r
	}, form)
	best, ok := model.Rule{}, false
	for _, keep := range []bool{false, true} {
		f := []rune(form)
		if !keep {
			for i := range f {
				f[i] = unicode.ToLower(f[i])
			}
		}
		l := []rune(lemma)
		n := 0
		for n < len(f) && n < len(l) && f[n] == l[n] {
			n++
		}
		r := model.Rule{Cut: len(f) - n, Add: string(l[n:]), Keep: keep}
		if !ok || r.Cut+len(r.Add) < best.Cut+len(best.Add) {
			best, ok = r, true
		}
	}
	return best, best.Cut < 20 && len(best.Add) < 20
}

// Lemmas learns the lemmatiser: a rule for each ending under a tag where one rule prevails, and exceptions for whole forms.
func Lemmas(bank []Sentence, tags map[string]int32) model.Lemmas {
	type cell map[model.Rule]int
	ends, forms := make(map[uint32]cell), make(map[uint32]cell)
	keys := make(map[uint32]*model.Key)
	tagOf := make(map[uint32]int)
	count := func(m map[uint32]cell, h uint32, r model.Rule) {
		if m[h] == nil {
			m[h] = make(cell)
		}
		m[h][r]++
	}
	type seen struct {
		form uint32
		rule model.Rule
	}
	counted := make(map[seen]bool)
	for _, s := range bank {
		for i, f := range s.Forms {
			if i >= len(s.Lemmas) || s.Lemmas[i] == "_" {
				continue
			}
			r, ok := rule(f, s.Lemmas[i])
			if !ok {
				continue
			}
			k, t := key(f), int(tags[s.Tags[i]])
			h := model.FormHash(k, t)
			keys[h], tagOf[h] = k, t
			count(forms, h, r)
			if counted[seen{h, r}] {
				continue // an ending is judged by types, not by how often one of them occurs
			}
			counted[seen{h, r}] = true
			for n := 0; n <= model.MaxEnding; n++ {
				if e, ok := model.EndingHash(k, t, n); ok {
					count(ends, e, r)
				}
			}
		}
	}
	best := func(c cell) (model.Rule, int) {
		rules := slices.SortedFunc(maps.Keys(c), func(a, b model.Rule) int {
			return cmp.Or(cmp.Compare(c[b], c[a]), cmp.Compare(a.Cut, b.Cut), cmp.Compare(a.Add, b.Add), cmp.Compare(bit(a.Keep), bit(b.Keep)))
		})
		return rules[0], c[rules[0]]
	}
	out := model.Lemmas{}
	id := make(map[model.Rule]uint16)
	number := func(r model.Rule) uint16 {
		if _, ok := id[r]; !ok {
			id[r] = uint16(len(out.Rules))
			out.Rules = append(out.Rules, r)
		}
		return id[r]
	}
	number(model.Rule{})
	table := make(map[uint32]uint16)
	for _, h := range slices.Sorted(maps.Keys(ends)) {
		r, n := best(ends[h])
		total := 0
		for _, c := range ends[h] {
			total += c
		}
		if n >= 2 && n*10 >= total*6 || total > 40 {
			table[h] = number(r)
		}
	}
	// An ending that says what the next shorter one says is not kept; then the forms that the endings get wrong.
	find := func(k *model.Key, t, from int) (model.Rule, bool) {
		for n := from; n >= 0; n-- {
			if e, ok := model.EndingHash(k, t, n); ok {
				if v, ok := table[e]; ok {
					return out.Rules[v], true
				}
			}
		}
		return model.Rule{}, false
	}
	drop := make(map[uint32]bool)
	for h, k := range keys {
		for n := 1; n <= model.MaxEnding; n++ {
			e, ok := model.EndingHash(k, tagOf[h], n)
			if !ok {
				continue
			}
			if v, ok := table[e]; ok {
				if r, ok := find(k, tagOf[h], n-1); ok && r == out.Rules[v] {
					drop[e] = true
				}
			}
		}
	}
	for e := range drop {
		delete(table, e)
	}
	for _, h := range slices.Sorted(maps.Keys(forms)) {
		r, _ := best(forms[h])
		if g, _ := find(keys[h], tagOf[h], model.MaxEnding); g != r {
			table[h] = number(r)
		}
	}
	out.Table = Table(table)
	return out
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
