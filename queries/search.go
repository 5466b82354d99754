package queries

import (
	"context"
	"math"
	"slices"
)

// The search for paths.
//
// A path costs the sum of its hops and of the actors that it passes (hubCost). The k cheapest simple paths are looked
// for in rounds, one for each number of hops, fewest first. A round of h hops knows the most that a path may cost to
// count, its bound, and works in two steps. First, for every node, the least cost of getting from it to the target in
// exactly r hops is worked out backwards from the target, layer by layer, leaving out whatever cannot be part of a path
// within the bound (layers.go). Then partial paths are taken from a heap in the order of what they cost plus that least
// rest; a taken path puts its cheapest continuation and its next sibling into the heap, so a hub's thousand neighbours
// cost one scan and not a thousand entries. Paths come out in the order of their costs, exactly.
//
// The bound is the k-th cheapest path of the rounds before or, as long as there are fewer, a guess that grows until k
// paths lie below it: what is within a bound is found completely, so a guess that is high enough loses nothing, and a
// low one spares the hubs, whose neighbours are most of a graph. As every hop and every actor costs something, a round
// whose cheapest path could not be within the bound ends the search. When fewest hops come first, each hop costs a
// constant more, so that hops decide before weight.

// byHops is what a hop costs more when fewest hops come first; no path of MaxHops hops costs as much otherwise.
const byHops = 1 << 20

const infinite = math.MaxUint32

// dearest is more than any hop with the node behind it costs.
const dearest = 20_000

// A found path: its nodes in order and its cost, without byHops.
type found struct {
	nodes []uint32
	cost  uint32
}

func (p *found) hops() int { return len(p.nodes) - 1 }

// A search is one question. It is used by one goroutine.
type search struct {
	f        *filter
	from, to uint32
	k        int
	maxHops  int
	perHop   uint32 // byHops or 0
	via      []uint32
	turned   bool     // source and target have changed places, hops are walked against their direction and time runs back
	minInner uint32   // least that it costs to pass a node
	first    uint32   // least that the first hop and passing its end cost,
	last     uint32   // and the last hop and passing its beginning; both 0 as long as nothing is known
	earliest day      // in time order: no first hop is before it; see clock
	near     []bitset // by via node: see beside

	// Of a round.
	hops   int
	bound  uint32  // most that a path may cost, byHops included
	cut    bool    // something was left out because of the bound
	layers []layer // layers[r]: least cost to the target in exactly r hops
	kids   map[kidsKey]*kids
	beyond map[kidsKey]rest // least costs one layer beyond

	buf, front []edge
	popped     int
	work       int
	most       int // work at most
	givenUp    bool
	stop       error // of the context
}

// maxWork bounds the edges that one search looks at, and maxPopped the partial paths.
const (
	maxWork   = 200_000_000
	maxPopped = 2_000_000
)

func newSearch(f *filter, from, to uint32, via []uint32, k, maxHops int, hopsFirst bool) *search {
	s := &search{f: f, from: from, to: to, k: k, maxHops: maxHops, via: via, most: maxWork}
	if hopsFirst {
		s.perHop = byHops
	}
	s.minInner = hubCost(1)
	// Layers grow from the target: it is better the end with fewer neighbours.
	if f.v.degree(from) < f.v.degree(to) {
		s.from, s.to, s.turned = to, from, true
	}
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

// total is what a path is ranked by.
func (s *search) total(p *found) uint32 { return p.cost + uint32(p.hops())*s.perHop }

// least is less than or equal to what any path of h hops costs.
func (s *search) least(h int) uint32 {
	if h > 2 && s.first != 0 && len(s.via) == 0 {
		return s.first + s.last + uint32(h)*s.perHop + uint32(h-2)*hopCost + uint32(h-3)*s.minInner
	}
	cost := uint32(h)*(hopCost+s.perHop) + uint32(h-1)*s.minInner
	for _, v := range s.via {
		cost += s.f.v.passCost(v) - s.minInner
	}
	return cost
}

// run returns the paths in the order of their costs, equal ones in the order of their hops and then of their ids.
func (s *search) run(ctx context.Context) ([]found, error) {
	defer s.release()
	s.f.against = s.turned
	defer func() { s.f.against, s.f.dawn, s.f.dusk = false, 0, never }()
	if s.from == s.to || s.f.avoid[s.from] || s.f.avoid[s.to] {
		return nil, nil
	}
	var out []found
	measured := len(s.via) > 0
	for h := 1 + len(s.via); h <= s.maxHops; h++ {
		bound := uint32(infinite)
		if len(out) == s.k {
			bound = s.total(&out[s.k-1])
		}
		if h > 2 && s.first == 0 && s.ends() {
			for i := range out {
				slices.Reverse(out[i].nodes)
			}
		}
		if s.least(h) > bound {
			break
		}
		if h > 2 && len(out) == 0 && !measured {
			// Before anything farther is looked for: how far is it?
			measured = true
			distance := s.distance(ctx)
			if distance == 0 || s.stop != nil {
				break
			}
			h = max(h, distance)
		}
		out = s.best(append(out, s.exactly(ctx, h, bound, out)...))
		if s.stop != nil || s.givenUp {
			break
		}
	}
	if s.turned {
		for i := range out {
			slices.Reverse(out[i].nodes)
		}
	}
	return out, s.stop
}

// The first guess of a bound leaves so much beyond the least for each hop. The next ones leave twice as much, then
// everything: what a round costs is mostly to look through the hubs that lie within its bound.
const firstRoom = 900

// exactly finds the paths of h hops that belong to the k best, given the best ones of fewer hops.
func (s *search) exactly(ctx context.Context, h int, limit uint32, fewer []found) []found {
	if h <= 2 {
		return s.round(ctx, h, limit)
	}
	for room := uint32(h) * firstRoom; ; room *= 2 {
		bound := min(s.least(h)+room, limit)
		if room > dearest {
			bound = limit
		}
		out := s.round(ctx, h, bound)
		if bound == limit || !s.cut || s.stop != nil || s.givenUp || len(out) >= s.k {
			return out
		}
		if n := len(fewer) + len(out); n >= s.k {
			all := s.best(slices.Concat(fewer, out))
			if s.total(&all[s.k-1]) <= bound {
				return out
			}
		}
	}
}

// best sorts paths and keeps k.
func (s *search) best(list []found) []found {
	node := func(p *found, i int) uint32 {
		if s.turned {
			i = len(p.nodes) - 1 - i
		}
		return p.nodes[i]
	}
	slices.SortFunc(list, func(a, b found) int {
		if x, y := s.total(&a), s.total(&b); x != y {
			return compare(x, y)
		}
		if len(a.nodes) != len(b.nodes) {
			return len(a.nodes) - len(b.nodes)
		}
		for i := range a.nodes {
			if x, y := node(&a, i), node(&b, i); x != y {
				return s.f.v.compareIDs(x, y)
			}
		}
		return 0
	})
	return list[:min(len(list), s.k)]
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

// A partial path is a tree's leaf: its last node and the entry that it goes on from.
type partial struct {
	parent int32
	state  uint32
	cost   uint32 // of the hops and passed nodes, the last node included
	bound  uint32 // cost and the least rest
	hops   uint8
	nth    int32 // which of its parent's ways on it is
	time   day   // in time order: the earliest day on which the last hop can be; see clock
	joins  bool  // the last hop is there only because two actors are taken for one
}

// maxTies bounds how many paths that cost as much as the k-th are compared by their ids.
const maxTies = 500

// round finds the k cheapest simple paths of h hops within a bound, and those that cost as much as the k-th.
func (s *search) round(ctx context.Context, h int, bound uint32) []found {
	s.release()
	s.hops, s.bound, s.cut = h, bound, false
	s.kids, s.beyond = map[kidsKey]*kids{}, map[kidsKey]rest{}
	s.deepen(ctx, max(h-2, 0))
	if h > 1 && s.stop == nil && !s.givenUp && s.pushLast() {
		s.deepen(ctx, h-1)
	}
	if s.stop != nil || s.givenUp {
		return nil
	}
	m := len(s.via)
	fr := &frontier{tree: []partial{{parent: -1, state: s.from<<m | (1<<m - 1)}}}
	s.goOn(ctx, fr, 0, 0)
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
		at := fr.pop()
		p := fr.tree[at]
		if len(out) >= s.k && (p.bound > s.total(&out[s.k-1]) || len(out) >= s.k+maxTies) {
			break
		}
		s.goOn(ctx, fr, p.parent, p.nth+1)
		if p.state>>m == s.to {
			out = append(out, found{fr.nodes(at, m), p.cost - uint32(p.hops)*s.perHop})
			continue
		}
		s.goOn(ctx, fr, at, 0)
	}
	return out
}

// goOn puts the continuation of a partial path by its nth way on, or by the next that can be gone, into the heap.
func (s *search) goOn(ctx context.Context, fr *frontier, parent, nth int32) {
	m := len(s.via)
	p := fr.tree[parent]
	left := s.hops - int(p.hops)
	if left == 0 {
		return
	}
	ways := s.waysOn(ctx, p.state, left)
	for ; s.stop == nil; nth++ {
		k, ok := ways.get(int(nth))
		if !ok {
			return
		}
		if uint64(p.cost)+uint64(k.total) > uint64(s.bound) {
			s.cut = true
			return
		}
		if k.node != s.to && fr.passes(parent, k.node, m) {
			continue
		}
		joins := s.f.joinHop(p.state>>m, k.node)
		if joins && p.joins {
			continue // taken for one directly, or not at all
		}
		time := p.time
		if s.f.timed {
			if p.time > k.late {
				continue
			}
			if time, ok = s.after(p.state>>m, k.node, p.time); !ok || time > k.late {
				continue
			}
		}
		cost := p.cost + k.hop + s.perHop
		if k.node != s.to {
			cost += s.f.v.passCost(k.node)
		}
		fr.push(partial{parent: parent, state: k.node<<m | p.state&(1<<m-1)&^s.viaBit(k.node), cost: cost, bound: p.cost + k.total,
			hops: p.hops + 1, nth: nth, time: time, joins: joins})
		return
	}
}

// frontier is the tree of partial paths and a heap of its entries, cheapest first.
type frontier struct {
	tree []partial
	heap []int32
}

func (f *frontier) less(i, j int32) bool {
	a, b := &f.tree[i], &f.tree[j]
	if a.bound != b.bound {
		return a.bound < b.bound
	}
	return i < j
}

func (f *frontier) push(p partial) {
	n := int32(len(f.tree))
	f.tree = append(f.tree, p)
	f.heap = append(f.heap, n)
	i := len(f.heap) - 1
	for i > 0 {
		up := (i - 1) / 2
		if !f.less(n, f.heap[up]) {
			break
		}
		f.heap[i] = f.heap[up]
		i = up
	}
	f.heap[i] = n
}

func (f *frontier) pop() int32 {
	top, last := f.heap[0], f.heap[len(f.heap)-1]
	f.heap = f.heap[:len(f.heap)-1]
	if len(f.heap) == 0 {
		return top
	}
	i := 0
	for {
		down := 2*i + 1
		if down >= len(f.heap) {
			break
		}
		if down+1 < len(f.heap) && f.less(f.heap[down+1], f.heap[down]) {
			down++
		}
		if !f.less(f.heap[down], last) {
			break
		}
		f.heap[i] = f.heap[down]
		i = down
	}
	f.heap[i] = last
	return top
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
