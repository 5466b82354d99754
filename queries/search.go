package queries

import (
	"container/heap"
	"context"
	"math"
	"slices"
	"sync"
)

// The search for paths.
//
// A path costs the sum of its hops and of the actors that it passes (hubCost). The k cheapest simple paths of at most
// H hops are found in two steps. First, for every node, the least cost of getting from it to the target in at most r
// hops is worked out backwards from the target, layer by layer (walks that never come back to the source). Then
// partial paths are taken from a heap in the order of what they cost plus that least rest; a taken path puts its
// cheapest continuation and its next sibling into the heap, so a hub's thousand neighbours cost one scan and not a
// thousand entries. Paths come out in the order of their costs, exactly.
//
// H grows from 1: as every hop costs at least hopCost, k paths that are cheaper than any path of H+1 hops can be are
// the answer, and the last layers of a big graph are seldom worked out. When fewest hops come first, each hop costs a
// constant more, so that hops decide before weight.

// byHops is what a hop costs more when fewest hops come first; no path of MaxHops hops costs as much otherwise.
const byHops = 1 << 20

const infinite = math.MaxUint32

// A found path: its nodes in order and its cost, without byHops.
type found struct {
	nodes []uint32
	cost  uint32
}

// A search is one question. It is used by one goroutine.
type search struct {
	f        *filter
	from, to uint32
	k        int
	maxHops  int
	perHop   uint32 // byHops or 0
	via      []uint32
	minInner uint32

	layers  []layer // layers[r]: least cost to the target in exactly up to r hops, for r up to what is worked out
	kids    map[kidsKey]*kids
	beyond  map[kidsKey]uint32 // least costs one layer beyond
	buf     []edge
	front   []edge
	popped  int
	work    int
	most    int // work at most
	givenUp bool
	stop    error // of the context
}

// maxWork bounds the edges that one search looks at, and maxPopped the partial paths.
const (
	maxWork   = 200_000_000
	maxPopped = 2_000_000
)

// A layer holds a cost for the states of a search: node<<len(via) | the via nodes that are still to be passed.
type layer struct {
	cost []uint32 // infinite if not reached
	list []uint32 // the states reached, in the order of being reached
}

var layerPool sync.Pool

func newLayer(n int) layer {
	if l, ok := layerPool.Get().(*layer); ok && cap(l.cost) >= n {
		return layer{l.cost[:n], l.list[:0]}
	}
	c := make([]uint32, n, n+n/8)
	for i := range c[:cap(c)] {
		c[:cap(c)][i] = infinite
	}
	return layer{cost: c}
}

func (l *layer) release() {
	for _, s := range l.list {
		l.cost[s] = infinite
	}
	l.list = l.list[:0]
	layerPool.Put(&layer{l.cost, l.list})
}

// improve lowers the cost of a state.
func (l *layer) improve(state, cost uint32) {
	switch old := l.cost[state]; {
	case old == infinite:
		l.list = append(l.list, state)
		l.cost[state] = cost
	case cost < old:
		l.cost[state] = cost
	}
}

func newSearch(f *filter, from, to uint32, via []uint32, k, maxHops int, hopsFirst bool) *search {
	s := &search{f: f, from: from, to: to, k: k, maxHops: maxHops, via: via, most: maxWork}
	if hopsFirst {
		s.perHop = byHops
	}
	s.minInner = hubCost(1)
	return s
}

// viaBit is the bit of u among the nodes that have to be passed, 0 if it is none of them.
func (s *search) viaBit(u uint32) uint32 {
	for i, v := range s.via {
		if v == u {
			return 1 << i
		}
	}
	return 0
}

// passCost is what it costs to pass u.
func (s *search) passCost(u uint32) uint32 { return hubCost(s.f.v.degree(u)) }

// run returns the paths in the order of their costs, equal ones in the order of their hops and then of their ids.
func (s *search) run(ctx context.Context) ([]found, error) {
	defer s.close()
	if s.from == s.to || s.f.avoid[s.from] || s.f.avoid[s.to] {
		return nil, nil
	}
	var out []found
	for hops := 1; hops <= s.maxHops; hops++ {
		if hops < len(s.via)+1 {
			continue
		}
		// Shallow rounds are done again by deeper ones, at a small part of their cost.
		out = s.round(ctx, hops)
		if s.stop != nil {
			return nil, s.stop
		}
		least := uint32(hops+1)*(hopCost+s.perHop) + uint32(hops)*s.minInner
		if len(out) >= s.k && out[s.k-1].cost+uint32(len(out[s.k-1].nodes)-1)*s.perHop < least || s.givenUp {
			break
		}
	}
	if len(out) > s.k {
		out = out[:s.k]
	}
	return out, nil
}

func (s *search) close() {
	for i := range s.layers {
		s.layers[i].release()
	}
	s.layers = nil
}

func (s *search) spent(ctx context.Context, edges int) bool {
	before := s.work >> 16
	s.work += edges
	if s.work>>16 != before {
		s.stop = ctx.Err()
	}
	if s.work > s.most {
		s.givenUp = true
	}
	return s.stop != nil || s.givenUp
}

// deepen works out layers up to r.
func (s *search) deepen(ctx context.Context, r int) {
	m := len(s.via)
	size := s.f.v.nodeCount() << m
	if len(s.layers) == 0 {
		l := newLayer(size)
		l.improve(s.to<<m, 0)
		s.layers = append(s.layers, l)
	}
	for len(s.layers) <= r {
		last := &s.layers[len(s.layers)-1]
		next := newLayer(size)
		for _, state := range last.list {
			next.improve(state, last.cost[state])
		}
		for i := 0; i < len(last.list); i++ {
			state := last.list[i]
			w, left := state>>m, state&(1<<m-1)
			// A state whose cost did not change in the last layer has been spread already.
			if n := len(s.layers); n > 1 && s.layers[n-2].cost[state] == last.cost[state] {
				continue
			}
			s.buf = s.f.edges(w, true, true, s.buf[:0])
			if s.spent(ctx, len(s.buf)) {
				break
			}
			rest := last.cost[state]
			if bit := s.viaBit(w); bit != 0 {
				if left&bit != 0 {
					continue
				}
				left |= bit
			}
			for _, e := range s.buf {
				u := e.node
				if u == s.from || u == s.to {
					continue
				}
				cost := rest + e.cost + s.perHop
				state := u<<m | left
				old := next.cost[state]
				if old <= cost || !s.f.inner(u) {
					continue
				}
				if cost += s.passCost(u); cost < old {
					next.improve(state, cost)
				}
			}
		}
		s.layers = append(s.layers, next)
	}
}

// kids are the ways on from a state with r hops left, cheapest first as far as they have been asked for.
type kids struct {
	all    []kid // a heap beyond sorted
	sorted []kid
}

// A kid is a neighbour: what the hop costs and what the whole rest costs, the hop and passing the neighbour included.
type kid struct {
	node       uint32
	hop, total uint32
}

func (k kid) less(o kid) bool {
	return k.total < o.total || k.total == o.total && k.node < o.node
}

func (k *kids) Len() int           { return len(k.all) }
func (k *kids) Less(i, j int) bool { return k.all[i].less(k.all[j]) }
func (k *kids) Swap(i, j int)      { k.all[i], k.all[j] = k.all[j], k.all[i] }
func (k *kids) Push(x any)         { k.all = append(k.all, x.(kid)) }
func (k *kids) Pop() any {
	last := k.all[len(k.all)-1]
	k.all = k.all[:len(k.all)-1]
	return last
}

// get is the i-th cheapest.
func (k *kids) get(i int) (kid, bool) {
	for len(k.sorted) <= i && len(k.all) > 0 {
		k.sorted = append(k.sorted, k.all[0])
		n := len(k.all) - 1
		k.all[0] = k.all[n]
		k.all = k.all[:n]
		if n > 0 {
			heap.Fix(k, 0)
		}
	}
	if i < len(k.sorted) {
		return k.sorted[i], true
	}
	return kid{}, false
}

type kidsKey struct {
	state uint32
	left  int
}

// waysOn lists the ways on from a state with r hops left.
func (s *search) waysOn(ctx context.Context, state uint32, r int) *kids {
	key := kidsKey{state, r}
	if k, ok := s.kids[key]; ok {
		return k
	}
	m := len(s.via)
	u, left := state>>m, state&(1<<m-1)
	k := &kids{}
	if r == 1 {
		if l, ok := s.f.v.link(u, s.to); ok && left == 0 {
			if cost, ok := s.f.cost(l, u < s.to); ok {
				k.all = []kid{{s.to, cost, cost + s.perHop}}
			}
		}
		s.kids[key] = k
		return k
	}
	if r-1 < len(s.layers) {
		s.toward(ctx, u, left, &s.layers[r-1], func(w, hop, rest uint32) {
			k.all = append(k.all, kid{w, hop, hop + s.perHop + rest})
		})
	} else {
		s.front = s.f.edges(u, false, true, s.front[:0])
		s.spent(ctx, len(s.front))
		for _, e := range s.front {
			if rest := s.least(ctx, e.node, left, r-1); rest != infinite {
				k.all = append(k.all, kid{e.node, e.cost, e.cost + s.perHop + rest})
			}
			if s.stop != nil {
				break
			}
		}
	}
	heap.Init(k)
	s.kids[key] = k
	return k
}

// few is how many neighbours are looked through in the time that one is looked up.
const few = 16

// toward calls fn with the neighbours of u from which the target is reached as a layer says: with what the hop costs and
// what the rest does.
func (s *search) toward(ctx context.Context, u, left uint32, below *layer, fn func(w, hop, rest uint32)) {
	m := len(s.via)
	if m == 0 && len(below.list)*few < s.f.v.degree(u) {
		s.spent(ctx, len(below.list))
		for _, w := range below.list {
			if l, ok := s.f.v.link(u, w); ok && w != u {
				if hop, ok := s.f.cost(l, u < w); ok {
					fn(w, hop, below.cost[w])
				}
			}
		}
		return
	}
	s.buf = s.f.edges(u, false, true, s.buf[:0])
	s.spent(ctx, len(s.buf))
	for _, e := range s.buf {
		if rest := below.cost[e.node<<m|left&^s.viaBit(e.node)]; rest != infinite {
			fn(e.node, e.cost, rest)
		}
	}
}

// least is the least cost from v to the target within r hops, passing v included, when the via nodes of left are still
// to be passed, v among them or not. Layers hold it for up to two hops less than the round's; the one beyond is worked
// out here, for the neighbours of the source only.
func (s *search) least(ctx context.Context, v, left uint32, r int) uint32 {
	m := len(s.via)
	left &^= s.viaBit(v)
	state := v<<m | left
	if r < len(s.layers) {
		return s.layers[r].cost[state]
	}
	if v == s.to && left == 0 {
		return 0
	}
	if v == s.to || v == s.from || !s.f.inner(v) {
		return infinite
	}
	if c, ok := s.beyond[kidsKey{state, r}]; ok {
		return c
	}
	best := uint32(infinite)
	s.toward(ctx, v, left, &s.layers[r-1], func(_, hop, rest uint32) { best = min(best, hop+s.perHop+rest) })
	if best != infinite {
		best += s.passCost(v)
	}
	s.beyond[kidsKey{state, r}] = best
	return best
}

// A partial path is a tree's leaf: its last node and the entry that it goes on from.
type partial struct {
	parent int32
	state  uint32
	cost   uint32 // of the hops and passed nodes, the last node included
	bound  uint32 // cost and the least rest
	hops   uint8
	nth    int32 // which of its parent's ways on it is
	time   day   // in time order: the earliest day on which the last hop can be
}

type frontier struct {
	tree []partial
	heap []int32
}

func (f *frontier) Len() int { return len(f.heap) }
func (f *frontier) Less(i, j int) bool {
	a, b := &f.tree[f.heap[i]], &f.tree[f.heap[j]]
	if a.bound != b.bound {
		return a.bound < b.bound
	}
	return f.heap[i] < f.heap[j]
}
func (f *frontier) Swap(i, j int) { f.heap[i], f.heap[j] = f.heap[j], f.heap[i] }
func (f *frontier) Push(x any)    { f.heap = append(f.heap, x.(int32)) }
func (f *frontier) Pop() any {
	last := f.heap[len(f.heap)-1]
	f.heap = f.heap[:len(f.heap)-1]
	return last
}

// maxTies bounds how many paths that cost as much as the k-th are compared by their ids.
const maxTies = 500

// round finds the k cheapest simple paths of at most hops hops, and those that cost as much as the k-th.
func (s *search) round(ctx context.Context, hops int) []found {
	s.deepen(ctx, max(hops-2, 0))
	if r := hops - 2; r >= 0 && s.stop == nil && len(s.layers) == hops-1 {
		// The last layer is either spread from the target's side or pulled from the source's, whichever is less work.
		last := s.layers[r].list
		push, pull := 0, 0
		for _, state := range last {
			push += s.f.v.degree(state >> len(s.via))
		}
		s.buf = s.f.edges(s.from, false, false, s.buf[:0])
		for _, e := range s.buf {
			if pull += min(s.f.v.degree(e.node), few*len(last)); pull > push {
				s.deepen(ctx, hops-1)
				break
			}
		}
	}
	if s.stop != nil || s.givenUp {
		return nil
	}
	s.kids = map[kidsKey]*kids{}
	s.beyond = map[kidsKey]uint32{}
	m := len(s.via)
	fr := &frontier{}
	push := func(parent int32, nth int32) {
		p := fr.tree[parent]
		left := hops - int(p.hops)
		ways := s.waysOn(ctx, p.state, left)
		for ; ; nth++ {
			k, ok := ways.get(int(nth))
			if !ok || s.stop != nil {
				return
			}
			if k.node != s.to && fr.passes(parent, k.node, m) {
				continue
			}
			time, ok := p.time, true
			if s.f.timed {
				if time, ok = s.after(p.state>>m, k.node, p.time); !ok {
					continue
				}
			}
			cost := p.cost + k.hop + s.perHop
			if k.node != s.to {
				cost += s.passCost(k.node)
			}
			fr.tree = append(fr.tree, partial{parent: parent, state: k.node<<m | p.state&(1<<m-1)&^s.viaBit(k.node), cost: cost,
				bound: p.cost + k.total, hops: p.hops + 1, nth: nth, time: time})
			heap.Push(fr, int32(len(fr.tree)-1))
			return
		}
	}
	fr.tree = append(fr.tree, partial{parent: -1, state: s.from<<m | (1<<m - 1)})
	push(0, 0)
	var out []found
	for len(fr.heap) > 0 {
		if s.popped++; s.popped > maxPopped {
			s.givenUp = true
		}
		if s.popped&1023 == 0 {
			s.stop = ctx.Err()
		}
		if s.givenUp || s.stop != nil {
			break
		}
		at := heap.Pop(fr).(int32)
		p := fr.tree[at]
		if len(out) >= s.k && (p.bound > out[s.k-1].cost+uint32(len(out[s.k-1].nodes)-1)*s.perHop || len(out) >= s.k+maxTies) {
			break
		}
		push(p.parent, p.nth+1)
		if p.state>>m == s.to {
			out = append(out, found{fr.nodes(at, m), p.cost - uint32(p.hops)*s.perHop})
			continue
		}
		if int(p.hops) < hops {
			push(at, 0)
		}
	}
	slices.SortStableFunc(out, func(a, b found) int {
		x, y := a.cost+uint32(len(a.nodes))*s.perHop, b.cost+uint32(len(b.nodes))*s.perHop
		if x != y {
			return compare(x, y)
		}
		if len(a.nodes) != len(b.nodes) {
			return len(a.nodes) - len(b.nodes)
		}
		for i := range a.nodes {
			if a.nodes[i] != b.nodes[i] {
				return s.f.v.compareIDs(a.nodes[i], b.nodes[i])
			}
		}
		return 0
	})
	return out
}

// passes says whether the partial path at an entry has the node.
func (f *frontier) passes(at int32, u uint32, m int) bool {
	for ; at >= 0; at = f.tree[at].parent {
		if f.tree[at].state>>m == u {
			return true
		}
	}
	return false
}

func (f *frontier) nodes(at int32, m int) []uint32 {
	var out []uint32
	for ; at >= 0; at = f.tree[at].parent {
		out = append(out, f.tree[at].state>>m)
	}
	slices.Reverse(out)
	return out
}

// after is the earliest day on or after t on which the hop can be. Background facts take any time.
func (s *search) after(u, w uint32, t day) (day, bool) {
	l, ok := s.f.v.link(u, w)
	if !ok {
		return 0, false
	}
	best := ^day(0)
	s.f.eachRow(l, u < w, func(c *csr, i uint32) bool {
		switch {
		case c.How[i]&kindMask == kindBackground:
			best = min(best, t)
		case c.Date[i].last() >= t:
			best = min(best, max(t, c.Date[i].first()))
		}
		return best > t
	})
	return best, best != ^day(0)
}
