package gazetteer

import (
	"cmp"
	"slices"
)

// Near returns up to n entities whose names are spelt most like name, the nearest first and among equals the best known: for
// "did you mean". It looks at every name that begins with the same letter or has the same number of letters give or take two.
func (g *Gazetteer) Near(name string, n int) []Index {
	want := Fold(name)
	if want == "" || n <= 0 {
		return nil
	}
	most := 1 + len(want)/5
	type hit struct {
		entity   Index
		distance int
	}
	best := map[Index]int{}
	var row [2][]int
	for k := range g.namings.entity {
		c := g.candidate(uint32(k))
		if d := len(c.Alias) - len(want); d > most+4 || -d > most {
			continue
		}
		have := Fold(c.Alias)
		if d := len(have) - len(want); d > most || -d > most {
			continue
		}
		d := distance(want, have, most, &row)
		if d > most {
			continue
		}
		if b, ok := best[c.Entity]; !ok || d < b {
			best[c.Entity] = d
		}
	}
	hits := make([]hit, 0, len(best))
	for i, d := range best {
		hits = append(hits, hit{i, d})
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(g.Prominence(b.entity), g.Prominence(a.entity)), cmp.Compare(a.entity, b.entity))
	})
	out := make([]Index, 0, n)
	for _, h := range hits[:min(n, len(hits))] {
		out = append(out, h.entity)
	}
	return out
}

// distance is the number of letters to add, drop, change or swap with a neighbour, given up above most.
func distance(a, b string, most int, rows *[2][]int) int {
	for len(rows[0]) <= len(b) {
		rows[0] = append(rows[0], 0)
		rows[1] = append(rows[1], 0)
	}
	before, now := rows[0], rows[1]
	for j := 0; j <= len(b); j++ {
		before[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			d := before[j-1]
			if a[i-1] != b[j-1] {
				d++
			}
			d = min(d, before[j]+1, now[j-1]+1)
			now[j] = d
			least = min(least, d)
		}
		if least > most {
			return most + 1
		}
		before, now = now, before
	}
	return before[len(b)]
}
