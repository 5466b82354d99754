package queries

import (
	"container/heap"
	"context"
	"math"
	"math/bits"
	"slices"
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

// ends works out what the first and the last hop and passing the nodes between cost at least, and the earliest day of the
// first. Layers grow from the end with less behind its neighbours: ends says whether source and target changed places
// for that. Of a hub it takes what holds for all nodes.
func (s *search) ends() (turned bool) {
	const hub = 2000
	s.first, s.last = hopCost+s.minInner, hopCost+s.minInner
	if s.f.v.degree(s.from) > hub {
		// Source and target were put in the order of their neighbours.
		if s.f.v.degree(s.to) <= hub {
			s.last, _ = s.nearest(s.to, true)
		}
		return false
	}
	var ahead, behind int
	s.first, ahead = s.nearest(s.from, false)
	s.last, behind = s.nearest(s.to, true)
	if turned = ahead < behind; turned {
		s.from, s.to, s.turned = s.to, s.from, !s.turned
		s.first, s.last = s.last, s.first
		s.f.against = s.turned
	}
	if !s.f.timed {
		return turned
	}
	s.earliest = ^day(0)
	s.buf = s.f.edges(s.from, false, false, s.f.inner, s.buf[:0])
	for _, e := range s.buf {
		if t, ok := s.after(s.from, e.node, 0); ok {
			s.earliest = min(s.earliest, t)
		}
	}
	s.narrow(s.earliest)
	return turned
}

// nearest is the least that a hop to a neighbour (or, with back, from one) costs and passing it, and how much lies behind
// the neighbours.
func (s *search) nearest(u uint32, back bool) (least uint32, behind int) {
	least = dearest
	s.buf = s.f.edges(u, back, true, s.f.inner, s.buf[:0])
	for _, e := range s.buf {
		least = min(least, e.cost+s.f.v.passCost(e.node))
		behind += s.f.v.degree(e.node)
	}
	return least, behind
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
	plain := s.plain()
	for len(s.layers) <= r && s.stop == nil && !s.givenUp {
		last, next := &s.layers[len(s.layers)-1], newLayer(size, timed)
		hops := s.hops - len(s.layers) // from the source to the nodes of the next layer
		spread := func(e edge, w, left, so uint32, late day) {
			u, hop := e.node, e.cost
			if s.viaBit(u)&left != 0 {
				return
			}
			pass := s.f.v.passCost(u)
			if hop+pass > room {
				s.cut = true
				return
			}
			state := u<<m | left
			cost := so + hop + pass
			if timed {
				if next.cost[state] <= cost && next.late[state] >= late {
					return
				}
				t, ok := s.before(e, w, late)
				if !ok || t < s.earliest {
					return
				}
				next.delay(state, t)
			}
			next.improve(state, cost)
		}
		for _, state := range last.list {
			w, left := state>>m, state&all
			var late day
			if timed {
				late = last.late[state]
				s.shorten(late)
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
					spread(edge{u, hop, noPair}, w, left, so, late)
				}
			}
			// or any other.
			if !allow(need) {
				continue
			}
			if s.spent(ctx, s.f.v.degree(w)) {
				break
			}
			if plain {
				s.spreadPlain(&next, w, so, room)
				if s.f.joins != nil {
					s.buf = s.f.joinEdges(w, true, want, s.buf[:0])
					for _, e := range s.buf {
						spread(e, w, left, so, late)
					}
				}
				continue
			}
			if near = nil; hops == 2 {
				near = s.beside(need)
			}
			s.buf = s.f.edges(w, true, true, want, s.buf[:0])
			for _, e := range s.buf {
				if s.viaBit(e.node)&need == 0 {
					spread(e, w, left, so, late)
				}
			}
		}
		s.layers = append(s.layers, next)
	}
	if timed {
		s.shorten(^day(0))
	}
}

// The clock of a search in time order. Its days are those of the calendar or, if source and target have changed places,
// counted backwards: the complement of the day. Either way a path's hops come in their order.

// after is the earliest day on or after t on which the hop from u to w can be.
func (s *search) after(u, w uint32, t day) (day, bool) {
	if s.f.joinHop(u, w) {
		return t, true
	}
	l, ok := s.f.v.link(u, w)
	if !ok {
		return 0, false
	}
	if s.turned {
		t, ok = s.f.before(l, s.f.up(u, w), ^t)
		return ^t, ok
	}
	return s.f.after(l, s.f.up(u, w), t)
}

// before is the last day on which one can be at e's node and go on to w so that one is there on or before t.
func (s *search) before(e edge, w uint32, t day) (day, bool) {
	l, ok := s.f.linkOf(e)
	if !ok {
		if s.f.joinHop(e.node, w) {
			return t, true
		}
		if l, ok = s.f.v.link(e.node, w); !ok {
			return 0, false
		}
	}
	if s.turned {
		t, ok = s.f.after(l, s.f.up(e.node, w), ^t)
		return ^t, ok
	}
	return s.f.before(l, s.f.up(e.node, w), t)
}

// narrow leaves out what is before a day.
func (s *search) narrow(t day) {
	if s.turned {
		s.f.dusk = (^t).month()
	} else {
		s.f.dawn = t.month()
	}
}

// shorten leaves out what is after a day.
func (s *search) shorten(t day) {
	if s.turned {
		s.f.dawn = (^t).month()
	} else {
		s.f.dusk = t.month()
	}
}

// plain says whether the costs that the base has worked out are all that a search looks at.
func (s *search) plain() bool {
	return len(s.via) == 0 && !s.f.timed && len(s.f.avoid) == 0 && !s.f.topics && s.f.unchanged()
}

// spreadPlain is what deepen does with a node of the last layer, where the search is plain and nobody is taken for it.
func (s *search) spreadPlain(next *layer, w, so, room uint32) {
	step, reached := s.f.v.base.step, next.cost
	for u, hop := range s.f.v.base.csr.around(w) {
		pass := uint32(step[u])
		if pass == barred {
			continue
		}
		cost := hop + pass
		if cost > room {
			s.cut = true
			continue
		}
		if cost += so; cost < reached[u] && u != s.from && u != s.to {
			next.improve(u, cost)
		}
	}
}

// pushLast says whether the layer next to the source is better spread from the target's side than pulled from the
// source's, of which only the source's neighbours are looked at.
func (s *search) pushLast() bool {
	last, few := &s.layers[len(s.layers)-1], s.few()
	push := func(most int) (edges int) {
		for _, state := range last.list {
			if edges += s.f.v.degree(state >> len(s.via)); edges > most {
				break
			}
		}
		return edges
	}
	pull := func(most int) (edges int) {
		if edges = s.f.v.degree(s.from); edges > most {
			return edges
		}
		s.buf = s.f.edges(s.from, false, false, nil, s.buf[:0])
		for _, e := range s.buf {
			if edges += min(s.f.v.degree(e.node), few*len(last.list)); edges > most {
				break
			}
		}
		return edges
	}
	// The one with less to sum up comes first and tells the other when to stop.
	if len(last.list) < s.f.v.degree(s.from) {
		most := push(math.MaxInt)
		return pull(most) > most
	}
	most := pull(math.MaxInt)
	return push(most) < most
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
		s.toward(ctx, u, left, &s.layers[r-1], func(e edge, on rest) {
			k.all = append(k.all, kid{e.node, e.cost, e.cost + s.perHop + on.cost, on.late})
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
func (s *search) few() int {
	if s.plain() {
		return 64
	}
	return 16
}

// toward calls fn with the neighbours of u from which the target is reached as a layer says: with what the hop costs and
// what is known of the rest.
func (s *search) toward(ctx context.Context, u, left uint32, below *layer, fn func(e edge, on rest)) {
	m := len(s.via)
	on := func(state uint32) rest {
		if s.f.timed {
			return rest{below.cost[state], below.late[state]}
		}
		return rest{cost: below.cost[state]}
	}
	near, few := s.f.near(u), s.few()
	if near != nil {
		few = 8
	}
	if len(below.list)*few < s.f.v.degree(u) {
		s.spent(ctx, len(below.list))
		for _, state := range below.list {
			w := state >> m
			if state != w<<m|left&^s.viaBit(w) || w == u || near != nil && !near.has(w) {
				continue
			}
			if hop, ok := s.f.hop(u, w); ok {
				fn(edge{w, hop, noPair}, on(state))
			}
		}
		return
	}
	s.spent(ctx, s.f.v.degree(u))
	if s.plain() {
		for w, hop := range s.f.v.base.csr.around(u) {
			if cost := below.cost[w]; cost != infinite {
				fn(edge{w, hop, noPair}, rest{cost: cost})
			}
		}
		if s.f.joins != nil {
			s.buf = s.f.joinEdges(u, false, nil, s.buf[:0])
			for _, e := range s.buf {
				if cost := below.cost[e.node]; cost != infinite {
					fn(e, rest{cost: cost})
				}
			}
		}
		return
	}
	s.buf = s.f.edges(u, false, true, func(w uint32) bool { return below.cost[w<<m|left&^s.viaBit(w)] != infinite }, s.buf[:0])
	for _, e := range s.buf {
		fn(e, on(e.node<<m|left&^s.viaBit(e.node)))
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
	s.toward(ctx, v, left, &s.layers[r-1], func(e edge, on rest) {
		if s.f.timed {
			t, ok := s.before(edge{v, e.cost, e.pair}, e.node, on.late)
			if !ok {
				return
			}
			best.late = max(best.late, t)
		}
		best.cost = min(best.cost, e.cost+s.perHop+on.cost)
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
		for _, u := range mine.list[begin[i]:end] {
			if near := s.f.near(u); near != nil && slices.ContainsFunc(other.list, near.has) {
				return hops
			}
		}
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
