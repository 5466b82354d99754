package model

// A tree finds the best projective tree with one root (Eisner 1996).
type tree struct {
	c0, c1, i0, i1 []int32 // best spans: complete and incomplete, head at the right (0) and at the left (1)
	b0, b1, bi     []uint8 // where the best was split
	todo           []piece
}

type piece struct {
	s, t uint8
	kind uint8 // 0 complete with head right, 1 complete with head left, 2 and 3 incomplete
}

// solve sets the heads of n tokens; n stands for the root. Row i of scores (n+1 wide) is what each head is worth to token i.
func (t *tree) solve(heads []int32, scores []int32, n int) {
	for i := range n {
		row := scores[i*(n+1) : (i+1)*(n+1)]
		best := n
		for j, v := range row {
			if v > row[best] {
				best = j
			}
		}
		heads[i] = int32(best)
	}
	// The best heads one by one are the best tree whenever they form one.
	if !projective(heads, n) {
		t.eisner(heads, scores, n)
	}
}

// projective reports that the heads are a projective tree with one root.
func projective(heads []int32, n int) bool {
	roots := 0
	for i, h := range heads {
		if int(h) == n {
			roots++
			continue
		}
		lo, hi := min(i, int(h)), max(i, int(h))
		for k := lo + 1; k < hi; k++ {
			if g := int(heads[k]); g < lo || g > hi {
				return false
			}
		}
	}
	if roots != 1 {
		return false
	}
	for i := range heads {
		steps := 0
		for j := i; j != n; j = int(heads[j]) {
			if steps++; steps > n {
				return false
			}
		}
	}
	return true
}

func (t *tree) eisner(heads, scores []int32, n int) {
	size := n * n
	t.c0, t.c1, t.i0, t.i1 = grow(t.c0, size), grow(t.c1, size), grow(t.i0, size), grow(t.i1, size)
	t.b0, t.b1, t.bi = grow(t.b0, size), grow(t.b1, size), grow(t.bi, size)
	// c0 and i0 are stored with their columns as rows: t.c0[b*n+a] is the span a..b.
	c0, c1, i0, i1 := t.c0, t.c1, t.i0, t.i1
	for a := range n {
		c0[a*n+a], c1[a*n+a] = 0, 0
	}
	w := n + 1
	for k := 1; k < n; k++ {
		for a := 0; a+k < n; a++ {
			b := a + k
			best, at := split(c1[a*n+a:a*n+b], c0[b*n+a+1:b*n+b+1])
			t.bi[a*n+b] = uint8(a + at)
			i1[a*n+b] = best + scores[b*w+a]
			i0[b*n+a] = best + scores[a*w+b]
			// Complete to the left: c0[a..q] and the arc from b to q.
			best, at = splitColumn(i0[b*n+a:b*n+b], c0[a*n+a:], n)
			c0[b*n+a], t.b0[a*n+b] = best, uint8(a+at)
			// Complete to the right: the arc from a to q and c1[q..b].
			best, at = splitColumn(i1[a*n+a+1:a*n+b+1], c1[(a+1)*n+b:], n)
			c1[a*n+b], t.b1[a*n+b] = best, uint8(a+1+at)
		}
	}
	root, top := 0, int32(0)
	for r := range n {
		if v := c0[r*n] + c1[r*n+n-1] + scores[r*w+n]; r == 0 || v > top {
			root, top = r, v
		}
	}
	heads[root] = int32(n)
	t.todo = append(t.todo[:0], piece{0, uint8(root), 0}, piece{uint8(root), uint8(n - 1), 1})
	for len(t.todo) > 0 {
		p := t.todo[len(t.todo)-1]
		t.todo = t.todo[:len(t.todo)-1]
		if p.s == p.t {
			continue
		}
		at := int(p.s)*n + int(p.t)
		switch p.kind {
		case 0:
			q := t.b0[at]
			t.todo = append(t.todo, piece{p.s, q, 0}, piece{q, p.t, 2})
		case 1:
			q := t.b1[at]
			t.todo = append(t.todo, piece{p.s, q, 3}, piece{q, p.t, 1})
		default:
			if p.kind == 2 {
				heads[p.s] = int32(p.t)
			} else {
				heads[p.t] = int32(p.s)
			}
			q := t.bi[at]
			t.todo = append(t.todo, piece{p.s, q, 1}, piece{q + 1, p.t, 0})
		}
	}
}

// split is the greatest sum of x[i] and y[i], and its i.
func split(x, y []int32) (int32, int) {
	y = y[:len(x)]
	best, at := x[0]+y[0], 0
	for i, v := range x {
		if v += y[i]; v > best {
			best, at = v, i
		}
	}
	return best, at
}

// splitColumn is the greatest sum of x[i] and y[i*step], and its i.
func splitColumn(x, y []int32, step int) (int32, int) {
	best, at := x[0]+y[0], 0
	for i, v := range x {
		if v += y[i*step]; v > best {
			best, at = v, i
		}
	}
	return best, at
}
