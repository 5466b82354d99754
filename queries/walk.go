package queries

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"math/bits"
	"slices"

	"entente/graph"
)

// A tied node is a direct neighbour: with which node it is tied, the one asked for or one that is taken for it, and by how
// many statements and facts.
type tied struct {
	node, from uint32
	rows       int
}

// strongest are the neighbours with most rows, at most limit of those that accept says, equal ones in the order of ties; and
// how many it says. An accept of nil says all.
func strongest(ties []tied, limit int, accept func(u uint32) bool) ([]tied, int) {
	total := 0
	var count [256]int // neighbours by rows; most have few
	many := map[int]int{}
	for _, t := range ties {
		if accept != nil && !accept(t.node) {
			continue
		}
		if total++; t.rows < len(count) {
			count[t.rows]++
		} else {
			many[t.rows]++
		}
	}
	// Those with more than least rows all belong to the answer, of those with least rows as many as there is room for.
	least, room := 0, limit
	take := func(rows, n int) (enough bool) {
		if n == 0 {
			return false
		}
		if least = rows; n >= room {
			return true
		}
		room -= n
		return false
	}
	enough := false
	for _, rows := range slices.SortedFunc(maps.Keys(many), func(a, b int) int { return b - a }) {
		if enough = take(rows, many[rows]); enough {
			break
		}
	}
	for rows := len(count) - 1; rows > 0 && !enough; rows-- {
		enough = take(rows, count[rows])
	}
	var out []tied
	for _, t := range ties {
		if t.rows < least || accept != nil && !accept(t.node) {
			continue
		}
		if t.rows == least {
			if room--; room < 0 {
				continue
			}
		}
		out = append(out, t)
	}
	slices.SortStableFunc(out, func(a, b tied) int { return cmp.Compare(b.rows, a.rows) })
	return out, total
}

// A tally counts the neighbours by one predicate and direction.
type tally struct {
	rows, nodes int
	top         []tied // those with most rows, at most as many as are wanted
}

// Directions in the order of a tally's number.
var directions = []Direction{Forward, Backward, Both}

// A tallying counts rows neighbour by neighbour.
type tallying struct {
	tallies []tally
	now     []int32 // by tally: rows of the neighbour that is being counted
	touched []int   // tallies that the present neighbour has rows of
	limit   int
	accept  func(u uint32) bool // whom it counts; nil is all
}

func newTallying(v *view, limit int) tallying {
	n := v.tables.Predicates.len() * len(directions)
	return tallying{tallies: make([]tally, n), now: make([]int32, n), limit: limit}
}

func (t *tallying) row(c *csr, i uint32, up bool) {
	at := 0
	switch how := c.How[i]; {
	case how&howSymmetric != 0:
		at = 2
	case (how&howBackward == 0) != up:
		at = 1
	}
	at += int(c.Predicate[i]) * len(directions)
	if t.now[at]++; t.now[at] == 1 {
		t.touched = append(t.touched, at)
	}
}

// next ends a neighbour.
func (t *tallying) next(n tied) {
	for _, at := range t.touched {
		y := &t.tallies[at]
		n.rows, t.now[at] = int(t.now[at]), 0
		if t.accept != nil && !t.accept(n.node) {
			continue
		}
		y.rows += n.rows
		y.nodes++
		if len(y.top) == t.limit && y.top[t.limit-1].rows >= n.rows {
			continue
		}
		place, _ := slices.BinarySearchFunc(y.top, n, func(a, b tied) int {
			if a.rows >= b.rows {
				return -1
			}
			return 1
		})
		y.top = slices.Insert(y.top, place, n)
		y.top = y.top[:min(len(y.top), t.limit)]
	}
	t.touched = t.touched[:0]
}

// groups are the direct neighbours of u that accept says (nil is all) by predicate, with at most limit nodes each, those with
// most statements first; and all of them, in the order of their numbers.
func (v *view) groups(f *filter, u uint32, limit int, accept func(u uint32) bool) ([]Group, []tied) {
	tallies, ties := f.tally(u, limit, accept)
	out := []Group{}
	for k := range tallies {
		y := &tallies[k]
		if y.rows == 0 {
			continue
		}
		g := Group{Predicate: graph.Predicate(v.tables.Predicates.get(uint32(k / len(directions)))), Direction: directions[k%len(directions)],
			Total: y.nodes, Statements: y.rows, Nodes: []Ref{}}
		for _, m := range y.top[:min(len(y.top), limit)] {
			g.Nodes = append(g.Nodes, v.ref(m.node))
		}
		out = append(out, g)
	}
	slices.SortFunc(out, func(a, b Group) int {
		return cmp.Or(-cmp.Compare(a.Statements, b.Statements), cmp.Compare(a.Predicate, b.Predicate), cmp.Compare(a.Direction, b.Direction))
	})
	return out, ties
}

// tally counts the rows of u and of whom accept says by predicate; a tally has at least limit nodes if there are as many.
func (f *filter) tally(u uint32, limit int, accept func(u uint32) bool) ([]tally, []tied) {
	plain := f.unchanged() && f.simple && f.joins.others(u) == nil
	if plain && limit <= crowdNodes && accept == nil {
		if c, ok := f.v.base.hubs.crowds[u]; ok {
			return c.tallies, c.ties(f.v.base, u)
		}
	}
	t := newTallying(f.v, limit)
	t.accept = accept
	if plain {
		ties := f.tallyPlain(u, &t)
		return t.tallies, ties
	}
	ties := f.tallyAll(u, &t)
	return t.tallies, ties
}

// tallyPlain counts the rows of u where the base is all there is: pair by pair.
func (f *filter) tallyPlain(u uint32, t *tallying) []tied {
	c := &f.v.base.csr
	ties := make([]tied, 0, c.degree(u))
	count := func(p, w uint32, up bool) {
		n := 0
		for i := c.First[p]; i < c.First[p+1]; i++ {
			if f.passesSimply(c, i) {
				n++
				t.row(c, i, up)
			}
		}
		if n > 0 {
			ties = append(ties, tied{w, u, n})
			t.next(tied{w, u, n})
		}
	}
	b, y := c.behind(u)
	for j := b; j < y; j++ {
		if p := c.Back[j]; c.Cost[p] != 0 {
			count(p, c.BackLo[j], false)
		}
	}
	a, z := c.ahead(u)
	for p := a; p < z; p++ {
		if c.Cost[p] != 0 && c.Hi[p] != u {
			count(p, c.Hi[p], true)
		}
	}
	return ties
}

// tallyAll counts the rows of u and of those that it is taken for, in the base and over it.
func (f *filter) tallyAll(u uint32, t *tallying) []tied {
	type row struct {
		node, from uint32
		c          *csr
		i          uint32
		up         bool
	}
	var all []row
	f.eachRowOf(u, func(m, w uint32, c *csr, i uint32, up bool) bool {
		if w != m && w != u && !f.v.gone[w] && f.row(c, i, up) && !f.joins.one(u, w) {
			all = append(all, row{w, m, c, i, up})
		}
		return true
	})
	slices.SortStableFunc(all, func(a, b row) int { return cmp.Compare(a.node, b.node) })
	var ties []tied
	for i := 0; i < len(all); {
		n := tied{node: all[i].node, from: all[i].from}
		for ; i < len(all) && all[i].node == n.node; i++ {
			n.rows++
			t.row(all[i].c, all[i].i, all[i].up)
		}
		ties = append(ties, n)
		t.next(n)
	}
	return ties
}

// A reached node lies a number of hops away, the last of them from another.
type reached struct {
	node, from uint32
	hops       uint8
}

// beyond goes on from the direct neighbours of u, breadth first, through at most so many hops, and returns the first nodes
// that accept says (nil is all), at most limit, and how many there are. Topics and groups are reached and not passed.
//
// The nodes of a level are a set of bits. The next level is reached from them or, where they have very many edges, from the
// nodes that are left: each looks for a neighbour in the level before, its greatest hub first. In a graph where everything
// is three hops away from everything the last levels cost nearly nothing that way. Nodes of a level come in the order of
// being reached, in the second case by number.
func (f *filter) beyond(ctx context.Context, u uint32, ties []tied, hops, limit int, accept func(u uint32) bool) ([]reached, int, error) {
	n := f.v.nodeCount()
	w := &walk{f: f, plain: f.unchanged(), ctx: ctx, limit: limit, accept: accept, seen: make(bitset, n/64+1), next: make(bitset, n/64+1), left: n, hops: uint8(hops)}
	if w.plain && f.joins == nil {
		// What is tied to nothing is never reached.
		copy(w.seen, f.v.base.lone)
		w.left -= f.v.base.lones
	}
	for _, m := range f.all(u) {
		w.seen.set(m)
	}
	for _, t := range ties {
		w.seen.set(t.node)
		w.next.set(t.node)
		w.left--
	}
	for w.hop = 2; w.hop <= w.hops && w.left > 0 && !w.next.empty(); w.hop++ {
		w.level, w.next = w.next, make(bitset, n/64+1)
		w.step()
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
	}
	return w.out, w.total, nil
}

type walk struct {
	f           *filter
	plain       bool // see filter.unchanged
	ctx         context.Context
	seen        bitset
	level, next bitset // the nodes of the level before, and of this one
	hop, hops   uint8
	left        int // nodes that are not reached
	limit       int
	accept      func(u uint32) bool
	out         []reached
	total       int
	buf         []edge
}

func (w *walk) reach(u, from uint32) {
	w.seen.set(u)
	w.next.set(u)
	w.left--
	if w.accept == nil || w.accept(u) {
		if w.total++; len(w.out) < w.limit {
			w.out = append(w.out, reached{u, from, w.hop})
		}
	}
}

// full says whether what is still reached is only counted.
func (w *walk) full() bool { return w.accept == nil && len(w.out) == w.limit }

// step reaches a level.
func (w *walk) step() {
	f, b := w.f, w.f.v.base
	all := 2*len(b.Hi) + 1
	if f.v.over != nil {
		all += 2 * len(f.v.over.Hi)
	}
	if w.plain {
		w.pushHubs()
	}
	edges := w.edges()
	// Every node asks its hub where so many are reached that most hubs are.
	if edges > f.v.nodeCount() && w.plain {
		w.askHubs()
	}
	// A node that is left finds one of the level before among its edges after all/edges of them on the average.
	if w.left*(all/max(edges, 1)+1) < edges {
		w.pull()
	} else {
		w.push()
	}
}

// edges takes the nodes that are not passed out of the level and counts the edges of the others.
func (w *walk) edges() int {
	f, n := w.f, 0
	if w.plain && !f.topics {
		for i := range w.level {
			w.level[i] &^= f.v.base.ends[i]
		}
		for u := range w.level.all() {
			n += int(f.v.base.degrees[u])
		}
		return n
	}
	for u := range w.level.all() {
		if f.inner(u) {
			n += f.v.degree(u)
		} else {
			w.level.clear(u)
		}
	}
	return n
}

// pushHubs goes on from those nodes of the level whose neighbours are known as a set, and takes them out of it.
func (w *walk) pushHubs() {
	f := w.f
	for at := range uint32(len(f.v.base.hubs.near)) {
		near := f.near(at)
		if near == nil || !w.level.has(at) || !f.inner(at) {
			continue
		}
		w.level.clear(at)
		for i, word := range near {
			fresh := word &^ w.seen[i]
			if fresh != 0 && w.full() {
				n := bits.OnesCount64(fresh)
				w.seen[i] |= fresh
				w.next[i] |= fresh
				w.left -= n
				w.total += n
				continue
			}
			for ; fresh != 0; fresh &= fresh - 1 {
				w.reach(uint32(i*64+bits.TrailingZeros64(fresh)), at)
			}
		}
	}
}

// askHubs reaches the nodes that are left whose hub is in the level before.
func (w *walk) askHubs() {
	hubs, last := w.f.v.base.hub, w.hop == w.hops
	for x := range w.free(len(hubs)) {
		switch {
		case !w.level.has(hubs[x]):
		case last && w.full():
			w.seen.set(x)
			w.left--
			w.total++
		default:
			w.reach(x, hubs[x])
		}
	}
}

// free yields the nodes below n that are not reached, in their order.
func (w *walk) free(n int) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for i := range w.seen {
			free := ^w.seen[i]
			if i == n/64 {
				free &= 1<<(n%64) - 1
			}
			for ; free != 0; free &= free - 1 {
				if !yield(uint32(i*64 + bits.TrailingZeros64(free))) {
					return
				}
			}
		}
	}
}

// push goes on from a level's nodes.
func (w *walk) push() {
	f := w.f
	fresh := func(u uint32) bool { return !w.seen.has(u) && !f.v.gone[u] }
	for at := range w.level.all() {
		if at&255 == 0 && w.ctx.Err() != nil {
			return
		}
		if w.plain {
			for u := range f.v.base.csr.around(at) {
				if !w.seen.has(u) {
					w.reach(u, at)
				}
			}
			if f.joins == nil {
				continue
			}
			w.buf = f.joinEdges(at, false, fresh, w.buf[:0])
		} else {
			w.buf = f.edges(at, false, false, fresh, w.buf[:0])
		}
		for _, e := range w.buf {
			if !w.seen.has(e.node) {
				w.reach(e.node, at)
			}
		}
	}
}

// pull looks from the nodes that are not reached for those of the level before.
func (w *walk) pull() {
	f := w.f
	for u := range w.free(f.v.nodeCount()) {
		if len(f.v.gone) > 0 && f.v.gone[u] {
			continue
		}
		if u&255 == 0 && w.ctx.Err() != nil {
			return
		}
		if w.plain {
			x, ok := f.v.base.csr.tiedTo(u, w.level)
			if ok {
				w.reach(u, x)
			}
			if ok || f.joins == nil {
				continue
			}
			w.buf = f.joinEdges(u, true, w.level.has, w.buf[:0])
		} else {
			w.buf = f.edges(u, true, false, w.level.has, w.buf[:0])
		}
		if len(w.buf) > 0 {
			w.reach(u, w.buf[0].node)
		}
	}
}

func (b bitset) empty() bool {
	for _, word := range b {
		if word != 0 {
			return false
		}
	}
	return true
}

func (b bitset) clear(i uint32) { b[i>>6] &^= 1 << (i & 63) }

// all yields the members, least first.
func (b bitset) all() iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for i, word := range b {
			for ; word != 0; word &= word - 1 {
				if !yield(uint32(i*64 + bits.TrailingZeros64(word))) {
					return
				}
			}
		}
	}
}
