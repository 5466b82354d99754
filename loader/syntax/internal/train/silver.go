package train

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/loader/syntax"
	"entente/loader/syntax/internal/model"
)

// unknown is a tag that is not learned from.
const unknown = -1

// notNames are words written as proper nouns that are not part of a person's, an organisation's or a place's name.
var notNames = func() map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(`president vice-president prime minister ministers mr. mr mrs. mrs ms. ms dr. dr sir secretary general chancellor king
		queen prince princess senator sen. rep. congressman representative governor gov. ambassador chairman chairwoman director speaker
		colonel col. captain capt. lieutenant lt. sergeant major admiral marshal pope sheikh ayatollah deputy vice foreign defense
		defence finance justice professor prof. judge premier envoy commissioner monday tuesday wednesday thursday friday saturday
		sunday january february march april may june july august september october november december jan. feb. mar. apr. aug. sept.
		sep. oct. nov. dec. christmas easter ramadan english russian french german chinese spanish arabic internet god`) {
		m[w] = true
	}
	return m
}()

// SilverNames tags the names of a sentence that a list knows as one kind only. A proper noun that the lists leave open is not
// learned from; all that is no proper noun is outside. found is the number of names.
func SilverNames(rows []model.Row, forms []string, proper func(i int) bool) (names []int32, found int) {
	names = make([]int32, len(rows))
	for i := range rows {
		p := rows[i][model.SlotPhrase]
		kinds, at := 0, 0
		for k := range 3 {
			if p>>(2*k)&3 != 0 {
				kinds++
				at = k
			}
		}
		low := strings.ToLower(forms[i])
		r, _ := utf8.DecodeRuneInString(forms[i])
		switch {
		case kinds > 1:
			names[i] = unknown
		case kinds == 1 && (proper(i) || p>>(2*at)&3 == 2):
			// A digit of 2 goes on with the name that the token before is in.
			begin := syntax.BeginPER + syntax.NameTag(2*at)
			if p>>(2*at)&3 == 2 {
				if i == 0 || names[i-1] != int32(begin) && names[i-1] != int32(begin)+1 {
					names[i] = unknown
					continue
				}
				begin++
			} else {
				found++
			}
			names[i] = int32(begin)
		case proper(i) && !notNames[low]:
			names[i] = unknown
		case kinds == 1 && unicode.IsUpper(r):
			names[i] = unknown
		}
	}
	// A name beside an open proper noun may be a part of a longer one.
	for i := range names {
		if names[i] != unknown || !proper(i) {
			continue
		}
		for j := i + 1; j < len(names) && names[j] > 0 && names[j]%2 == 0 || j == i+1 && j < len(names) && names[j] > 0; j++ {
			if names[j]%2 == 1 {
				found--
			}
			names[j] = unknown
		}
		for j := i - 1; j >= 0 && names[j] > 0; j-- {
			odd := names[j]%2 == 1
			names[j] = unknown
			if odd {
				found--
				break
			}
		}
	}
	return names, found
}

// Lower is the sentence without capitals.
func (s *Sentence) Lower() Sentence {
	c := *s
	c.Forms = make([]string, len(s.Forms))
	for i, f := range s.Forms {
		c.Forms[i] = strings.ToLower(f)
	}
	return c
}

// Transitions is how much likelier each name tag is after another than anywhere, as a logarithm; what cannot follow is -1e9.
func Transitions(samples []*Sample) []float32 {
	const tags = 7
	var pair [tags][tags]float64
	var from, to [tags]float64
	total := 0.0
	for _, s := range samples {
		if s.Name == nil {
			continue
		}
		prev := int32(0)
		for _, t := range s.Name {
			if prev != unknown && t != unknown {
				pair[prev][t]++
				from[prev]++
				to[t]++
				total++
			}
			prev = t
		}
	}
	out := make([]float32, 0, tags*tags)
	for p := range tags {
		for t := range tags {
			v := -1e9
			if t == 0 || t%2 == 1 || p == t || p == t-1 {
				// By half: the network knows the words around it, and so some of this already.
				v = 0.5 * (math.Log((pair[p][t]+0.5)/(from[p]+0.5*tags)) - math.Log((to[t]+0.5)/(total+0.5*tags)))
			}
			out = append(out, float32(v))
		}
	}
	return out
}
