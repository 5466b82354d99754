package queries

import (
	"fmt"
	"strings"

	"entente/graph"
)

// A bitset is a set of small numbers; numbers beyond its end are not in it.
type bitset []uint64

func (b bitset) has(i uint32) bool {
	return int(i>>6) < len(b) && b[i>>6]>>(i&63)&1 != 0
}

func (b *bitset) set(i uint32) {
	for int(i>>6) >= len(*b) {
		*b = append(*b, 0)
	}
	(*b)[i>>6] |= 1 << (i & 63)
}

// A view is the index at one moment: a base and what lies over it. It never changes.
type view struct {
	*base
	tables // the base's and more

	over    *csr // nil if nothing lies over; its nodes are numbered as the view's
	extra   nodes
	extraID map[graph.Node]uint32
	alias   names // names that the base does not have; owners are numbered as the view's

	dead      bitset            // articles whose rows are gone
	touched   bitset            // pairs of the base with dead rows or rows in over: their Mask and Cost do not hold
	twin      map[uint32]uint32 // pair of the base -> pair of over
	shadow    bitset            // pairs of over that have a pair in the base
	deadFacts bitset            // facts of entities that the store does not know any more
	unplaced  map[uint32]bool   // nodes of the base whose facts are dead
	gone      map[uint32]bool   // nodes that nothing names any more
	lost      map[uint32]int    // node -> pairs of the base of which no row is left
	deadRows  int               // of the base
	count     int               // rows in over and dead rows, as a measure of when to rebuild
	at        uint64            // generation

	joining *joining
	apart   map[[2]graph.Node]bool // pairs that are never taken for one
}

func (v *view) nodeCount() int { return v.base.nodes.len() + v.extra.len() }

func (v *view) str(u uint32, i uint32) string {
	if n := uint32(v.base.nodes.len()); u >= n {
		return v.extra.str(u-n, i)
	}
	return v.base.nodes.str(u, i)
}

func (v *view) id(u uint32) graph.Node { return graph.Node(v.str(u, strID)) }

// compareIDs orders nodes by their ids.
func (v *view) compareIDs(a, b uint32) int { return strings.Compare(v.str(a, strID), v.str(b, strID)) }

func (v *view) typeOf(u uint32) uint8 {
	if n := uint32(v.base.nodes.len()); u >= n {
		return v.extra.Type[u-n] &^ typeBare
	}
	return v.base.nodes.Type[u] &^ typeBare
}

func (v *view) aliases(u uint32) []string {
	if n := uint32(v.base.nodes.len()); u >= n {
		return v.extra.aliases(u - n)
	}
	return v.base.nodes.aliases(u)
}

// number finds a node that is not gone.
func (v *view) number(id graph.Node) (uint32, bool) {
	u, ok := v.base.nodes.lookup(id)
	if !ok {
		u, ok = v.extraID[id]
	}
	return u, ok && !v.gone[u]
}

func (v *view) ref(u uint32) Ref {
	return Ref{ID: v.id(u), Name: v.str(u, strName), Type: types[v.typeOf(u)]}
}

// predicate is the number of a predicate, -1 if no row has it.
func (v *view) predicate(p graph.Predicate) int {
	for i := range v.tables.Predicates.len() {
		if v.tables.Predicates.get(uint32(i)) == string(p) {
			return i
		}
	}
	return -1
}

// degree is the number of neighbours of u, whatever connects them; a hub has many.
func (v *view) degree(u uint32) int {
	n := v.base.csr.degree(u) - v.lost[u]
	if v.over != nil {
		a, z := v.over.ahead(u)
		for p := a; p < z; p++ {
			if !v.shadow.has(p) && v.over.Hi[p] != u {
				n++
			}
		}
		b, y := v.over.behind(u)
		for j := b; j < y; j++ {
			if !v.shadow.has(v.over.Back[j]) {
				n++
			}
		}
	}
	return n
}

// passCost is what it costs to pass u.
func (v *view) passCost(u uint32) uint32 {
	if int(u) < len(v.base.pass) && v.over == nil && len(v.lost) == 0 {
		return uint32(v.base.pass[u])
	}
	return hubCost(v.degree(u))
}

const (
	typeGroup = 14
	typeTopic = 15
)

// A link is the rows between two nodes: a pair of the base, one of the overlay, or both.
type link struct{ base, over uint32 }

const noPair = ^uint32(0)

func (v *view) link(u, w uint32) (link, bool) {
	l := link{noPair, noPair}
	if p, ok := v.base.csr.pair(u, w); ok {
		l.base = p
	}
	if v.over != nil {
		if p, ok := v.over.pair(u, w); ok {
			l.over = p
		}
	}
	return l, l.base != noPair || l.over != noPair
}

// A filter is what a question lets through.
type filter struct {
	v          *view
	modalities uint8    // bit per modality
	predicates []uint64 // bit per predicate; nil is all
	confidence uint8
	since      day
	until      day
	asOf       day
	background bool
	said       bool // attributions, and statements of who speaks of whom
	open       bool
	topics     bool
	directed   bool
	timed      bool // every hop has a date; see search
	avoid      map[uint32]bool
	joins      *joins // actors that are taken for one; nil if none are to be

	allowed    uint32 // masks of pairs that may pass
	classes    uint32 // and of those, by predicate; 0 is all
	against    bool   // hops are walked against their direction, by a search from the target
	dawn, dusk month  // what is before or after these months is of no use to a search in time order
	begin, end month  // and the months that some of their statements have to touch: 0 and never if any
	byMask     bool   // the mask alone decides,
	but        uint32 // unless it has one of these bits
	standard   bool   // a pair's Cost holds where the mask decides
	simple     bool   // what passes of the base is asserted, but for attributions and open predicates, and background
}

// rules is what the options of all questions have in common.
type rules struct {
	predicates         []graph.Predicate
	modalities         []graph.Modality
	since, until, asOf graph.Date
	directed, topics   bool
	noBackground       bool
	attribution, open  bool
	noJoin             bool
	confidence         float64
}

func (v *view) filter(r rules) (*filter, error) {
	f := &filter{v: v, directed: r.directed, topics: r.topics, background: !r.noBackground, said: r.attribution,
		open: r.open, confidence: uint8(255*min(max(r.confidence, 0), 1) + 0.5)}
	if !r.noJoin {
		f.joins = v.joins()
	}
	if len(r.modalities) == 0 {
		f.modalities = 1
	}
	for _, m := range r.modalities {
		i, ok := modalityNumber(m)
		if !ok {
			_, err := graph.ParseModality(string(m))
			return nil, err
		}
		f.modalities |= 1 << i
	}
	var err error
	for _, d := range []struct {
		from graph.Date
		to   *day
		name string
	}{{r.since, &f.since, "since"}, {r.until, &f.until, "until"}, {r.asOf, &f.asOf, "as of"}} {
		if *d.to, err = packDate(d.from); err != nil {
			return nil, fmt.Errorf("%s: %w", d.name, err)
		}
	}
	if f.since != 0 && f.until != 0 && f.until.last() < f.since.first() {
		return nil, fmt.Errorf("until %s is before since %s", r.until, r.since)
	}
	if len(r.predicates) > 0 {
		f.predicates = make([]uint64, (v.tables.Predicates.len()+63)/64)
		for _, p := range r.predicates {
			if i := v.predicate(p); i >= 0 {
				f.predicates[i/64] |= 1 << (i % 64)
				f.classes |= predicateMask(uint16(i))
			}
			if said[p] {
				f.said = true
			}
			if len(p) > 5 && p[:5] == "open/" {
				f.open = true
			}
		}
	}
	f.compile()
	return f, nil
}

func (f *filter) compile() {
	f.allowed = uint32(f.modalities)
	if f.background {
		f.allowed |= maskBackground
	}
	if f.said {
		f.allowed |= maskAttribution
	}
	if f.open {
		f.allowed |= maskOpen
	}
	f.byMask = f.predicates == nil && f.confidence == 0 && f.since == 0 && f.until == 0 && f.asOf == 0 && !f.directed &&
		!f.open && !f.said
	if f.but = 0; f.timed {
		f.but = maskUndated
	}
	f.begin, f.end, f.dawn, f.dusk = 0, never, 0, never
	if f.since != 0 {
		f.begin = f.since.first().month()
	}
	if f.until != 0 {
		f.end = f.until.last().month()
	}
	f.standard = f.byMask && f.modalities == 1 && f.background
	f.simple = f.standard && len(f.v.dead) == 0 && len(f.v.deadFacts) == 0
}

// unchanged says whether the hop costs of the base, the nodes behind them and what it costs to pass these hold as they are.
func (f *filter) unchanged() bool {
	v := f.v
	return f.standard && f.but == 0 && v.over == nil && len(v.touched) == 0 && len(v.gone) == 0 && len(v.lost) == 0
}

// row says whether row i of c passes when it is walked from lo to hi (up) or from hi to lo. For an undirected walk
// both are the same.
func (f *filter) row(c *csr, i uint32, up bool) bool {
	how := c.How[i]
	if f.directed && how&howSymmetric == 0 && (how&howBackward == 0) != up {
		return false
	}
	flags := f.v.tables.Flags[c.Predicate[i]]
	kind := how & kindMask
	switch {
	case kind == kindBackground:
		if !f.background || f.v.deadFacts.has(uint32(c.Event[i])) {
			return false
		}
	case f.v.dead.has(c.Article[i]):
		return false
	case kind == kindAttribution:
		if !f.said {
			return false
		}
	case flags&predSaid != 0 && !f.said, flags&predOpen != 0 && !f.open, f.modalities>>(how&howModality)&1 == 0:
		return false
	}
	if f.predicates != nil {
		p := c.Predicate[i]
		if int(p/64) >= len(f.predicates) || f.predicates[p/64]>>(p%64)&1 == 0 {
			return false
		}
	}
	return c.Confidence[i] >= f.confidence && f.when(c, i, kind, flags)
}

// when says whether the row's time passes.
func (f *filter) when(c *csr, i uint32, kind, flags uint8) bool {
	date := c.Date[i]
	if kind == kindBackground {
		// A fact holds from its date to its end, and always where these are open.
		to := f.v.tables.Facts.To[c.Event[i]]
		after, before := max(f.since.orNone(), f.asOf.orNone()), min(f.until.orEver(), f.asOf.orEver())
		return (date == 0 || date.first() <= before) && (to == 0 || to.last() >= after)
	}
	if f.timed && date == 0 {
		return false
	}
	if f.since != 0 && (date == 0 || date.last() < f.since.first()) {
		// What holds over a time and began before may hold still; that it does, nobody says.
		return false
	}
	if f.until != 0 && (date == 0 || date.first() > f.until.last()) {
		return false
	}
	if f.asOf != 0 {
		// What is asserted had happened when the article was published.
		if date == 0 {
			date = f.v.tables.Published[c.Article[i]]
		}
		return date != 0 && date.first() <= f.asOf.last()
	}
	return true
}

func (d day) orNone() day { return d.firstOr(0) }

func (d day) firstOr(none day) day {
	if d == 0 {
		return none
	}
	return d.first()
}

func (d day) orEver() day {
	if d == 0 {
		return ^day(0)
	}
	return d.last()
}

// late says whether no row of a pair of the base is of a day that is of use to a search in time order.
func (f *filter) late(p uint32) bool {
	b := f.v.base
	return (f.dawn > b.Newest[p] || f.dusk < b.Oldest[p]) && (!f.background || b.Mask[p]&maskBackground == 0)
}

// up says how a row is walked on the way from u to w.
func (f *filter) up(u, w uint32) bool { return (u < w) != f.against }

// may says whether some row of a pair may pass, by what is known of all of them.
func (f *filter) may(c *csr, p uint32) bool {
	mask := c.Mask[p]
	if mask&f.allowed == 0 || f.classes != 0 && mask&f.classes == 0 {
		return false
	}
	return c.Newest[p] >= f.begin && c.Oldest[p] <= f.end || f.background && mask&maskBackground != 0 || f.since == 0 && f.until == 0
}

// eachRow calls fn with the rows of a link that pass when walked from u to w, until it returns false.
func (f *filter) eachRow(l link, up bool, fn func(c *csr, i uint32) bool) {
	if l.base != noPair && f.may(&f.v.base.csr, l.base) {
		c := &f.v.base.csr
		if f.simple {
			if !f.eachSimple(c, l.base, fn) {
				return
			}
		} else {
			for i := c.First[l.base]; i < c.First[l.base+1]; i++ {
				if f.row(c, i, up) && !fn(c, i) {
					return
				}
			}
		}
	}
	if l.over != noPair && f.may(f.v.over, l.over) {
		c := f.v.over
		for i := c.First[l.over]; i < c.First[l.over+1]; i++ {
			if f.row(c, i, up) && !fn(c, i) {
				return
			}
		}
	}
}

// eachSimple calls fn with the rows of a pair of the base that pass, where that is simple to say.
func (f *filter) eachSimple(c *csr, p uint32, fn func(c *csr, i uint32) bool) (more bool) {
	for i := c.First[p]; i < c.First[p+1]; i++ {
		if f.passesSimply(c, i) && !fn(c, i) {
			return false
		}
	}
	return true
}

// passesSimply is row where that is simple to say.
func (f *filter) passesSimply(c *csr, i uint32) bool {
	how := c.How[i]
	return how&kindMask == kindBackground ||
		how&(kindMask|howModality) == 0 && f.v.tables.Flags[c.Predicate[i]]&(predSaid|predOpen) == 0 && (!f.timed || c.Date[i] != 0)
}

// plainly says whether what the base has worked out for a pair holds for the link.
func (f *filter) plainly(l link) bool {
	return l.over == noPair && !f.v.touched.has(l.base) && f.v.base.Mask[l.base]&f.but == 0
}

// passes says whether any row of the link passes.
func (f *filter) passes(l link, up bool) bool {
	if f.byMask && f.plainly(l) {
		return f.v.base.Mask[l.base]&f.allowed != 0
	}
	ok := false
	f.eachRow(l, up, func(*csr, uint32) bool { ok = true; return false })
	return ok
}

// cost is what walking the link costs, in thousandths; ok is false if no row passes.
func (f *filter) cost(l link, up bool) (uint32, bool) {
	if f.standard && f.plainly(l) {
		return uint32(f.v.base.Cost[l.base]), f.v.base.Mask[l.base]&f.allowed != 0
	}
	c := newCosting(f.v.latest)
	f.eachRow(l, up, func(s *csr, i uint32) bool { c.add(s, i); return true })
	return c.sum(), c.any
}

// hop is what the hop from u to w costs; ok is false if there is none that passes.
func (f *filter) hop(u, w uint32) (cost uint32, ok bool) {
	if l, some := f.v.link(u, w); some {
		if cost, ok = f.cost(l, f.up(u, w)); ok {
			return cost, true
		}
	}
	return joinCost, f.joins.one(u, w)
}

// after is the earliest day on or after t on which a link can be walked. Background facts take any time.
func (f *filter) after(l link, up bool, t day) (day, bool) {
	best := ^day(0)
	f.eachRow(l, up, func(c *csr, i uint32) bool {
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

// before is the last day on which one can begin to walk a link so as to be through on or before t.
func (f *filter) before(l link, up bool, t day) (best day, ok bool) {
	f.eachRow(l, up, func(c *csr, i uint32) bool {
		switch {
		case c.How[i]&kindMask == kindBackground:
			best, ok = t, true
		case c.Date[i].first() <= t:
			best, ok = max(best, min(t, c.Date[i].last())), true
		}
		return best < t
	})
	return best, ok
}

// An edge is a neighbour, what the hop to it costs, and the pair of the base that it is, if it is one.
type edge struct{ node, cost, pair uint32 }

// linkOf is the link of an edge; ok is false if it is there only because two actors are taken for one.
func (f *filter) linkOf(e edge) (l link, ok bool) {
	l = link{e.pair, noPair}
	if e.pair != noPair && f.v.touched.has(e.pair) {
		if o, twin := f.v.twin[e.pair]; twin {
			l.over = o
		}
	}
	return l, e.pair != noPair
}

// edges appends the neighbours of u that can be walked to (or, with back, from which u can be walked to), in the order
// of their numbers within the base and then within the overlay. Only those that want accepts are looked at more closely;
// a want of nil is all. Without costs it saves the work for them. Actors that u is taken for come last.
func (f *filter) edges(u uint32, back, costs bool, want func(w uint32) bool, into []edge) []edge {
	into = f.ties(u, back, costs, want, into)
	if f.joins != nil {
		into = f.joinEdges(u, back, want, into)
	}
	return into
}

// ties is edges without those that are there because actors are taken for one.
func (f *filter) ties(u uint32, back, costs bool, want func(w uint32) bool, into []edge) []edge {
	c := &f.v.base.csr
	if f.unchanged() {
		for w, cost := range c.around(u) {
			if want == nil || want(w) {
				into = append(into, edge{w, cost, noPair})
			}
		}
		return into
	}
	fast := f.byMask && (f.standard || !costs)
	if fast && f.v.over == nil && len(f.v.touched) == 0 {
		return f.plain(u, back, costs, want, into)
	}
	b, y := c.behind(u)
	for j := b; j < y; j++ {
		if w := c.BackLo[j]; want == nil || want(w) {
			into = f.edge(link{c.Back[j], noPair}, u, w, fast, back, costs, into)
		}
	}
	a, z := c.ahead(u)
	for p := a; p < z; p++ {
		if w := c.Hi[p]; want == nil || want(w) {
			into = f.edge(link{p, noPair}, u, w, fast, back, costs, into)
		}
	}
	if o := f.v.over; o != nil {
		b, y := o.behind(u)
		for j := b; j < y; j++ {
			if p := o.Back[j]; !f.v.shadow.has(p) && (want == nil || want(o.BackLo[j])) {
				into = f.edge(link{noPair, p}, u, o.BackLo[j], false, back, costs, into)
			}
		}
		a, z := o.ahead(u)
		for p := a; p < z; p++ {
			if !f.v.shadow.has(p) && (want == nil || want(o.Hi[p])) {
				into = f.edge(link{noPair, p}, u, o.Hi[p], false, back, costs, into)
			}
		}
	}
	return into
}

// plain is edges where masks decide and nothing lies over the base.
func (f *filter) plain(u uint32, back, costs bool, want func(w uint32) bool, into []edge) []edge {
	c := &f.v.base.csr
	add := func(p, w uint32) {
		if f.late(p) {
			return
		}
		if c.Mask[p]&f.but != 0 {
			into = f.edge(link{p, noPair}, u, w, false, back, costs, into)
		} else {
			into = append(into, edge{w, uint32(c.Cost[p]), p})
		}
	}
	b, y := c.behind(u)
	lo := c.BackLo[b:y]
	for j, p := range c.Back[b:y] {
		if w := lo[j]; (want == nil || want(w)) && c.Mask[p]&f.allowed != 0 {
			add(p, w)
		}
	}
	a, z := c.ahead(u)
	for p := a; p < z; p++ {
		if w := c.Hi[p]; c.Mask[p]&f.allowed != 0 && w != u && (want == nil || want(w)) {
			add(p, w)
		}
	}
	return into
}

func (f *filter) edge(l link, u, w uint32, fast, back, costs bool, into []edge) []edge {
	if l.base != noPair {
		if (!f.may(&f.v.base.csr, l.base) || f.late(l.base)) && !f.v.touched.has(l.base) {
			return into
		}
		if fast && f.plainly(l) {
			if u == w {
				return into
			}
			return append(into, edge{w, uint32(f.v.base.Cost[l.base]), l.base})
		}
		if f.v.touched.has(l.base) {
			if o, ok := f.v.twin[l.base]; ok {
				l.over = o
			}
		}
	}
	if u == w {
		return into
	}
	up := f.up(u, w) != back
	if !costs {
		if f.passes(l, up) {
			into = append(into, edge{w, 0, l.base})
		}
		return into
	}
	if cost, ok := f.cost(l, up); ok {
		into = append(into, edge{w, cost, l.base})
	}
	return into
}

// inner says whether a path may pass through u.
func (f *filter) inner(u uint32) bool {
	t := f.v.typeOf(u)
	return (f.topics || !between(t)) && !f.avoid[u] && !f.v.gone[u]
}

// A costing sums up what the rows of a hop cost: the strength of the best, how many articles say so, how recent it is.
type costing struct {
	best     uint32
	articles int
	last     uint32
	newest   day
	latest   day
	ground   bool // background among the rows
	any      bool
}

func newCosting(latest day) costing {
	return costing{best: 1 << 30, last: noNode, latest: latest}
}

// hopCost is the least that a hop costs.
const hopCost = 1000

// weakness is what a modality adds to a hop, in the order of graph.Modalities.
var weakness = [8]uint32{0, 500, 800, 800, 1000, 1500, 2000, 2000}

const (
	backgroundCost  = 1000 // a background fact is nobody's news
	attributionCost = 1000 // to speak of somebody is a weak tie
	maxArticles     = 16   // more articles do not make a hop cheaper
)

// add counts a row and returns what it costs by itself. Rows come in the order of their articles.
func (c *costing) add(s *csr, i uint32) uint32 {
	c.any = true
	how := s.How[i]
	cost := (255 - uint32(s.Confidence[i])) * 500 / 255
	switch how & kindMask {
	case kindBackground:
		c.ground = true
		cost += backgroundCost
		c.best = min(c.best, cost)
		return cost
	case kindAttribution:
		cost += attributionCost
	default:
		cost += weakness[how&howModality]
	}
	c.best = min(c.best, cost)
	if s.Article[i] != c.last {
		c.articles++
		c.last = s.Article[i]
	}
	c.newest = max(c.newest, s.Date[i])
	return cost
}

// support is what it costs that few articles say so.
func (c *costing) support() uint32 {
	if c.articles == 0 {
		return 0
	}
	return 300 / uint32(min(c.articles, maxArticles))
}

// age is what it costs that the hop is old: 20 for a year, at most 200; 100 if it has no date.
func (c *costing) age() uint32 {
	switch {
	case c.articles == 0:
		return 0
	case c.newest == 0:
		return 100
	}
	return uint32(min(max(c.latest.year()-c.newest.year(), 0)*20, 200))
}

func (c *costing) sum() uint32 {
	if !c.any {
		return 0
	}
	return hopCost + c.best + c.support() + c.age()
}
