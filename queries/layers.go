package queries

import (
	"container/heap"
	"context"
	"math/bits"
	"sync"
)

// A layer holds what is known of the states of a search that have a number of hops to go: node<<len(via) | the via nodes
// that are still to be passed after the node.
type layer struct {
	cost []uint32 // least cost to the target, the state's own node passed; infinite if not reached
	late []day    // in time order: the last day from which the target can be reached
	list []uint32 // the states reached, in the order of being reached
}

var layerPool sync.Pool

func newLayer(n int, timed bool) layer {
	l, ok := layerPool.Get().(*layer)
	if !ok || cap(l.cost) < n {
		l = &layer{cost: make([]uint32, n, n+n/8)}
		for i := range l.cost[:cap(l.cost)] {
			l.cost[:cap(l.cost)][i] = infinite
		}
	}
	l.cost, l.list = l.cost[:n], l.list[:0]
	if timed && len(l.late) < n {
		l.late = make([]day, n)
	}
	return *l
}

func (l *layer) release() {
	for _, s := range l.list {
		l.cost[s] = infinite
	}
	layerPool.Put(&layer{cost: l.cost, late: l.late, list: l.list[:0]})
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

// delay moves the last day of a state on; a state that is new has none yet.
func (l *layer) delay(state uint32, t day) {
	if l.cost[state] == infinite || l.late[state] < t {
		l.late[state] = t
	}
}

func (s *search) release() {
	for i := range s.layers {
		s.layers[i].release()
	}
	s.layers = s.layers[:0]
}

// ahead is the least that a path costs from the source to a node f hops on, which is not passed yet, when the via nodes of
// need lie in between; ok is false if they cannot.
func (s *search) ahead(f int, need uint32) (cost uint32, ok bool) {
	inner := f - 1
	cost = uint32(f) * (hopCost + s.perHop)
	for i, v := range s.via {
		if need>>i&1 == 0 {
			continue
		}
		cost += s.f.v.passCost(v)
		if inner--; f == 2 {
			hop, ok := s.f.hop(s.from, v)
			if !ok {
				return 0, false
			}
			cost += hop - hopCost
		}
	}
	if inner < 0 {
		return 0, false
	}
	cost += uint32(inner) * s.minInner
	if f >= 2 && need == 0 {
		cost = max(cost, s.first+s.perHop+uint32(f-1)*(hopCost+s.perHop)+uint32(f-2)*s.minInner)
	}
	return cost, true
}

// beside are the nodes with a hop to or from the via node of need, or nil if need is not one node.
func (s *search) beside(need uint32) bitset {
	if bits.OnesCount32(need) != 1 {
		return nil
	}
	i := bits.TrailingZeros32(need)
	if s.near == nil {
		s.near = make([]bitset, len(s.via))
	}
	if s.near[i] == nil {
		s.near[i] = make(bitset, s.f.v.nodeCount()/64+1)
		for _, e := range s.f.edges(s.via[i], false, false, nil, nil) {
			s.near[i].set(e.node)
		}
	}
	return s.near[i]
}

// firstHop works out what the first hop and passing its end cost at least, and its earliest day. Of a hub it takes
// what holds for all nodes.
func (s *search) firstHop() {
	s.first = hopCost + s.minInner
	if s.f.v.degree(s.from) > 2000 {
		return
	}
	s.first, s.earliest = dearest, ^day(0)
	defer func() {
		if s.f.timed {
			s.f.dawn = s.earliest.month()
		}
	}()
	s.front = s.f.edges(s.from, false, true, s.f.inner, s.front[:0])
	for _, e := range s.front {
		s.first = min(s.first, e.cost+s.f.v.passCost(e.node))
		if s.f.timed {
			if t, ok := s.f.after(s.from, e.node, 0); ok {
				s.earliest = min(s.earliest, t)
			}
		}
	}
}

// deepen works out layers up to r hops from the target.
func (s *search) deepen(ctx context.Context, r int) {
	m, timed := len(s.via), s.f.timed
	all := uint32(1)<<m - 1
	size := s.f.v.nodeCount() << m
	if len(s.layers) == 0 {
		l := newLayer(size, timed)
		if timed {
			l.late[s.to<<m] = ^day(0)
		}
		l.improve(s.to<<m, 0)
		s.layers = append(s.layers, l)
	}
	var room uint32 // what a hop and the node behind it may cost
	var near bitset // if not nil, the only nodes of use
	want := func(u uint32) bool {
		if s.f.v.passCost(u)+hopCost > room {
			s.cut = true
			return false
		}
		return u != s.from && u != s.to && (near == nil || near.has(u)) && s.f.inner(u)
	}
	for len(s.layers) <= r && s.stop == nil && !s.givenUp {
		last, next := &s.layers[len(s.layers)-1], newLayer(size, timed)
		hops := s.hops - len(s.layers) // from the source to the nodes of the next layer
		spread := func(u, hop, w, left, so uint32, late day) {
			if s.viaBit(u)&left != 0 {
				return
			}
			pass := s.f.v.passCost(u)
			if hop+pass > room {
				s.cut = true
				return
			}
			state := u<<m | left
			if timed {
				t, ok := s.f.before(u, w, late)
				if !ok || t < s.earliest {
					return
				}
				next.delay(state, t)
			}
			next.improve(state, so+hop+pass)
		}
		for _, state := range last.list {
			w, left := state>>m, state&all
			var late day
			if timed {
				late = last.late[state]
			}
			left |= s.viaBit(w)
			need := all &^ left
			so := last.cost[state] + s.perHop
			allow := func(need uint32) bool {
				ahead, ok := s.ahead(hops, need)
				if !ok {
					return false
				}
				if uint64(so)+uint64(ahead)+hopCost+uint64(s.minInner) > uint64(s.bound) {
					s.cut = true
					return false
				}
				room = s.bound - so - ahead
				return true
			}
			// The next node may be one of those that are needed,
			for i, u := range s.via {
				if need>>i&1 == 0 || !s.f.inner(u) || !allow(need&^(1<<i)) {
					continue
				}
				if hop, ok := s.f.hop(u, w); ok {
					spread(u, hop, w, left, so, late)
				}
			}
			// or any other.
			if !allow(need) {
				continue
			}
			if near = nil; hops == 2 {
				near = s.beside(need)
			}
			s.buf = s.f.edges(w, true, true, want, s.buf[:0])
			if s.spent(ctx, s.f.v.degree(w)) {
				break
			}
			for _, e := range s.buf {
				if s.viaBit(e.node)&need == 0 {
					spread(e.node, e.cost, w, left, so, late)
				}
			}
		}
		s.layers = append(s.layers, next)
	}
}

// pushLast says whether the layer next to the source is better spread from the target's side than pulled from the
// source's, of which only the source's neighbours are looked at.
func (s *search) pushLast() bool {
	last := &s.layers[len(s.layers)-1]
	push, pull := 0, 0
	for _, state := range last.list {
		push += s.f.v.degree(state >> len(s.via))
	}
	if pull = s.f.v.degree(s.from); pull > push {
		return true
	}
	s.buf = s.f.edges(s.from, false, false, nil, s.buf[:0])
	for _, e := range s.buf {
		if pull += min(s.f.v.degree(e.node), few*len(last.list)); pull > push {
			return true
		}
	}
	return false
}

// kids are the ways on from a state, cheapest first as far as they have been asked for.
type kids struct {
	all    []kid // a heap beyond sorted
	sorted []kid
}

// A kid is a neighbour: what the hop costs and what the whole rest costs, the hop and passing the neighbour included.
type kid struct {
	node       uint32
	hop, total uint32
	late       day // in time order: the last day from which the target can be reached from it
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

// A rest is what is known of the way from a state to the target.
type rest struct {
	cost uint32
	late day
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
	switch {
	case r == 1:
		if hop, ok := s.f.hop(u, s.to); ok && left == 0 {
			k.all = []kid{{s.to, hop, hop + s.perHop, ^day(0)}}
		}
	case r-1 < len(s.layers):
		s.toward(ctx, u, left, &s.layers[r-1], func(w, hop uint32, on rest) {
			k.all = append(k.all, kid{w, hop, hop + s.perHop + on.cost, on.late})
		})
	default:
		s.pull(ctx, k, u, left, r-1)
	}
	heap.Init(k)
	s.kids[key] = k
	return k
}

// pull lists the ways on from the source when the layer next to it was not worked out: from each neighbour that is not
// too dear, by a look at its neighbours in the last layer that was.
func (s *search) pull(ctx context.Context, k *kids, u, left uint32, r int) {
	below := &s.layers[r-1]
	nearest := uint32(infinite)
	for _, state := range below.list {
		nearest = min(nearest, below.cost[state])
	}
	so := uint64(nearest) + 2*uint64(s.perHop) + hopCost
	if so > uint64(s.bound) {
		s.cut = true
		return
	}
	room := s.bound - uint32(so)
	s.front = s.f.edges(u, false, true, func(w uint32) bool {
		if s.f.v.passCost(w)+hopCost > room {
			s.cut = true
			return false
		}
		return w != s.from && w != s.to && s.f.inner(w)
	}, s.front[:0])
	s.spent(ctx, s.f.v.degree(u))
	for _, e := range s.front {
		if e.cost+s.f.v.passCost(e.node) > room {
			s.cut = true
			continue
		}
		if s.stop != nil || s.givenUp {
			return
		}
		if on := s.restFrom(ctx, e.node, left, r); on.cost != infinite {
			k.all = append(k.all, kid{e.node, e.cost, e.cost + s.perHop + on.cost, on.late})
		}
	}
}

// few is how many neighbours are looked through in the time that one is looked up.
const few = 16

// toward calls fn with the neighbours of u from which the target is reached as a layer says: with what the hop costs and
// what is known of the rest.
func (s *search) toward(ctx context.Context, u, left uint32, below *layer, fn func(w, hop uint32, on rest)) {
	m := len(s.via)
	on := func(state uint32) rest {
		if s.f.timed {
			return rest{below.cost[state], below.late[state]}
		}
		return rest{cost: below.cost[state]}
	}
	if len(below.list)*few < s.f.v.degree(u) {
		s.spent(ctx, len(below.list))
		for _, state := range below.list {
			w := state >> m
			if state != w<<m|left&^s.viaBit(w) || w == u {
				continue
			}
			if hop, ok := s.f.hop(u, w); ok {
				fn(w, hop, on(state))
			}
		}
		return
	}
	s.buf = s.f.edges(u, false, true, func(w uint32) bool { return below.cost[w<<m|left&^s.viaBit(w)] != infinite }, s.buf[:0])
	s.spent(ctx, s.f.v.degree(u))
	for _, e := range s.buf {
		fn(e.node, e.cost, on(e.node<<m|left&^s.viaBit(e.node)))
	}
}

// restFrom is the least cost from v to the target in exactly r hops, passing v included, when the via nodes of left are
// still to be passed, v among them or not.
func (s *search) restFrom(ctx context.Context, v, left uint32, r int) rest {
	m := len(s.via)
	left &^= s.viaBit(v)
	key := kidsKey{v<<m | left, r}
	if c, ok := s.beyond[key]; ok {
		return c
	}
	best := rest{cost: infinite}
	s.toward(ctx, v, left, &s.layers[r-1], func(w, hop uint32, on rest) {
		if s.f.timed {
			t, ok := s.f.before(v, w, on.late)
			if !ok {
				return
			}
			best.late = max(best.late, t)
		}
		best.cost = min(best.cost, hop+s.perHop+on.cost)
	})
	if best.cost != infinite {
		best.cost += s.f.v.passCost(v)
	}
	s.beyond[key] = best
	return best
}

// distance is how many hops lie between source and target at least, 0 if more than may be. It looks from both ends in
// turn, from the one with less to look at.
func (s *search) distance(ctx context.Context) int {
	n := s.f.v.nodeCount()
	sides := [2]layer{newLayer(n, false), newLayer(n, false)}
	defer func() {
		sides[0].release()
		sides[1].release()
	}()
	begin, edges := [2]int{}, [2]int{}
	for i, u := range []uint32{s.from, s.to} {
		sides[i].improve(u, 0)
		edges[i] = s.f.v.degree(u)
	}
	for hops := 1; hops <= s.maxHops; hops++ {
		i := 0
		if edges[1] < edges[0] {
			i = 1
		}
		mine, other := &sides[i], &sides[1-i]
		want := func(w uint32) bool { return mine.cost[w] == infinite }
		end := len(mine.list)
		next := 0
		for _, u := range mine.list[begin[i]:end] {
			if s.spent(ctx, s.f.v.degree(u)) {
				return 0
			}
			s.buf = s.f.edges(u, i == 1, false, want, s.buf[:0])
			for _, e := range s.buf {
				if other.cost[e.node] != infinite {
					return hops
				}
				if mine.cost[e.node] == infinite && s.f.inner(e.node) {
					mine.improve(e.node, uint32(hops))
					next += s.f.v.degree(e.node)
				}
			}
		}
		begin[i], edges[i] = end, next
		if next == 0 {
			return 0
		}
	}
	return 0
}
