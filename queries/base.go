package queries

import (
	"fmt"
	"iter"
	"math"
	"math/bits"
	"sort"
	"strconv"
	"strings"
	"unsafe"

	"entente/graph"
)

// The index in memory.
//
// Nodes are numbered by their rows, those with most first, so that most of what a hub is tied to lies behind it in one
// run, and what is worked out for the few that everything passes lies close together. A row is one statement, one
// background fact, or one attribution (from who says a statement to one of its parties). Rows are filed under the
// unordered pair of their nodes, (lo, hi); pairs are sorted, so the pairs of a node with greater ones are a run of Hi,
// and Back lists those with smaller ones.
//
// A row takes 20 bytes and a pair 26, so a graph without any two statements between the same two actors needs 46 bytes a
// statement, and a real one less: 32 a row where a pair has two rows. While it is built every row takes another 32 bytes.

// The kinds of rows, in bits 5 and 6 of rows.How. Bits 0 to 2 are the modality (an index of graph.Modalities), bit 3
// says that the subject is the pair's hi, bit 4 that the predicate is symmetric.
const (
	kindStatement   = 0 << 5
	kindBackground  = 1 << 5
	kindAttribution = 2 << 5
	kindMask        = 3 << 5
	howModality     = 7
	howBackward     = 1 << 3
	howSymmetric    = 1 << 4
)

type rows struct {
	Predicate  []uint16 // index of tables.Predicates
	How        []uint8
	Confidence []uint8  // 255 is certain
	Date       []day    // of the event; of a background fact, from when
	Article    []uint32 // index of tables.Articles
	Event      []uint64 // the event's number; of a background fact, index of tables.Facts
}

// The bits of a pair's mask: 0 to 7 a modality of its statements, then what else there is.
const (
	maskBackground  = 1 << (8 + iota)
	maskAttribution // also statements of who speaks of whom
	maskOpen        // statements by predicates that no table knows
	maskUndated     // statements or attributions without a date
	maskPredicates  // this and the further bits: predicates by their number modulo predicateBits
)

const predicateBits = 20

// csr is rows filed under pairs. Runs of a node are found through From and BackFrom, by node number, or, if Local is
// not nil, by the number that Local gives the node: an overlay touches few nodes.
type csr struct {
	rows
	Local map[uint32]uint32

	From  []uint32 // node -> its first pair as lo; one more at the end
	Hi    []uint32
	First []uint32 // pair -> its first row; one more at the end
	Mask  []uint32
	Cost  []uint16 // of the hop under the default filter, 0 if nothing passes it; see filter.cost
	// The months of the first and of the last day that the pair's statements and attributions may be of.
	Oldest, Newest []month

	BackFrom []uint32 // node -> its first entry of Back; one more at the end
	Back     []uint32 // pairs whose hi is the node
	BackLo   []uint32 // their lo

	// Events at a place, for timelines: PlaceRow holds rows in the order of their PlaceNode.
	PlaceNode []uint32
	PlaceRow  []uint32
}

func (c *csr) pairs() int { return len(c.Hi) }

func (c *csr) local(u uint32) (uint32, bool) {
	if c.Local != nil {
		i, ok := c.Local[u]
		return i, ok
	}
	return u, int(u) < len(c.From)-1
}

// ahead is the range of pairs whose lo is u.
func (c *csr) ahead(u uint32) (lo, hi uint32) {
	if i, ok := c.local(u); ok {
		return c.From[i], c.From[i+1]
	}
	return 0, 0
}

// behind is the range of Back for pairs whose hi is u.
func (c *csr) behind(u uint32) (lo, hi uint32) {
	if i, ok := c.local(u); ok {
		return c.BackFrom[i], c.BackFrom[i+1]
	}
	return 0, 0
}

// degree is how many other nodes u is paired with.
func (c *csr) degree(u uint32) int {
	i, ok := c.local(u)
	if !ok {
		return 0
	}
	n := int(c.From[i+1] - c.From[i] + c.BackFrom[i+1] - c.BackFrom[i])
	if at := c.From[i]; at < c.From[i+1] && c.Hi[at] == u {
		n--
	}
	return n
}

// rowsOf is how many rows u takes part in, whatever they are.
func (c *csr) rowsOf(u uint32) int {
	a, z := c.ahead(u)
	n := int(c.First[z] - c.First[a])
	b, y := c.behind(u)
	for _, p := range c.Back[b:y] {
		n += int(c.First[p+1] - c.First[p])
	}
	return n
}

// tiedTo finds a node of a set that u is tied to under the default filter.
func (c *csr) tiedTo(u uint32, set bitset) (uint32, bool) {
	b, y := c.behind(u)
	for j, w := range c.BackLo[b:y] {
		if set.has(w) && c.Cost[c.Back[int(b)+j]] != 0 {
			return w, true
		}
	}
	a, z := c.ahead(u)
	for j, w := range c.Hi[a:z] {
		if set.has(w) && w != u && c.Cost[int(a)+j] != 0 {
			return w, true
		}
	}
	return 0, false
}

// pair finds the pair of two nodes.
func (c *csr) pair(u, v uint32) (uint32, bool) {
	if u > v {
		u, v = v, u
	}
	a, z := c.ahead(u)
	b, y := c.behind(v)
	if z-a <= y-b {
		i := a + uint32(sort.Search(int(z-a), func(i int) bool { return c.Hi[a+uint32(i)] >= v }))
		return i, i < z && c.Hi[i] == v
	}
	i := b + uint32(sort.Search(int(y-b), func(i int) bool { return c.BackLo[b+uint32(i)] >= u }))
	if i < y && c.BackLo[i] == u {
		return c.Back[i], true
	}
	return 0, false
}

// around yields the nodes that u is tied to under the default filter, and what the hops cost.
func (c *csr) around(u uint32) iter.Seq2[uint32, uint32] {
	return func(yield func(w, cost uint32) bool) {
		b, y := c.behind(u)
		lo := c.BackLo[b:y]
		for j, p := range c.Back[b:y] {
			if cost := c.Cost[p]; cost != 0 && !yield(lo[j], uint32(cost)) {
				return
			}
		}
		a, z := c.ahead(u)
		costs := c.Cost[a:z]
		for i, w := range c.Hi[a:z] {
			if cost := costs[i]; cost != 0 && w != u && !yield(w, uint32(cost)) {
				return
			}
		}
	}
}

// strs is a list of strings in one block.
type strs struct {
	Off  []uint32 // one more at the end
	Data []byte
}

// get is a string that lies in Data, which is only ever appended to.
func (s *strs) get(i uint32) string {
	b := s.Data[s.Off[i]:s.Off[i+1]]
	return unsafe.String(unsafe.SliceData(b), len(b))
}

func (s *strs) add(t string) uint32 {
	if s.Off == nil {
		s.Off = []uint32{0}
	}
	s.Data = append(s.Data, t...)
	s.Off = append(s.Off, uint32(len(s.Data)))
	return uint32(len(s.Off) - 2)
}

func (s *strs) len() int { return max(0, len(s.Off)-1) }

// The strings of a node, in their order; the aliases follow.
const (
	strID = iota
	strName
	strCode
	strCountry
	strWikidata
	strWikipedia
	strAliases
)

// nodes is the entities.
type nodes struct {
	Strs  strs
	Str   []uint32 // node -> its first string; one more at the end
	Type  []uint8  // index of types; typeBare is added where no entity record was seen, only references
	Names names
	ByID  []uint32 // nodes in the order of their ids
	// ByWikidata holds nodes with a Wikidata id, sorted by it.
	ByWikidata []uint32
}

func (n *nodes) len() int                      { return len(n.Type) }
func (n *nodes) str(u uint32, i uint32) string { return n.Strs.get(n.Str[u] + i) }
func (n *nodes) id(u uint32) graph.Node        { return graph.Node(n.str(u, strID)) }

// lookup finds a node by its id.
func (n *nodes) lookup(id graph.Node) (uint32, bool) {
	i := n.from(id)
	if i == len(n.ByID) || n.id(n.ByID[i]) != id {
		return 0, false
	}
	return n.ByID[i], true
}

// from is the place in ByID of the first node with an id not before this one.
func (n *nodes) from(id graph.Node) int {
	return sort.Search(len(n.ByID), func(i int) bool { return n.id(n.ByID[i]) >= id })
}

func (n *nodes) aliases(u uint32) []string {
	out := []string{}
	for i := n.Str[u] + strAliases; i < n.Str[u+1]; i++ {
		out = append(out, n.Strs.get(i))
	}
	return out
}

// types lists the types of nodes; the zero value is a node of which no entity is known.
var types = []graph.Type{"", graph.Person, graph.Country, graph.IGO, graph.NGO, graph.GovernmentBody, graph.Military,
	graph.Media, graph.Party, graph.Company, graph.ArmedGroup, graph.Place, graph.Facility, graph.EventType, graph.Group,
	graph.Topic}

const typeBare = 0x80

func typeNumber(t graph.Type) uint8 {
	for i, x := range types {
		if x == t {
			return uint8(i)
		}
	}
	return 0
}

// tables is what rows point into. They only grow: an index and its overlay share one, by length.
type tables struct {
	Predicates strs
	Flags      []uint8 // of predicates: pred*
	Articles   strs
	Published  []day    // of articles
	Publisher  []uint32 // of articles, index of Publishers
	Digest     []uint64 // of articles: which content the rows are from
	Publishers strs
	Facts      facts
}

// Flags of a predicate.
const (
	predSymmetric = 1 << iota
	predState     // holds over a time
	predSaid      // who speaks of whom: never a tie
	predOpen      // no table knows it
)

type facts struct {
	To       []day
	Position []uint32 // index of Text
	Source   []uint32
	Text     strs
}

// base is an index without an overlay.
type base struct {
	csr
	nodes
	tables
	generation uint64
	latest     day // the newest date of a row, for recency
	dropped    int // statements without a subject or an object

	// Worked out, not saved: what it costs to pass a node; the same, but barred where the default filter lets no path
	// pass; and its neighbour that has most neighbours itself, under the default filter, noNode if there is none.
	pass []uint16
	step []uint16
	hub  []uint32
	// The nodes without a hub, and how many there are.
	lone  bitset
	lones int
	// How many neighbours nodes have, and which nodes the default filter lets no path pass.
	degrees []uint32
	ends    bitset
	// What the pairs with more than heavyRows rows sum up to under the default filter.
	heavy map[uint32]summary
	hubs  hubs

	joining joining
}

// barred is more than it costs to pass any node.
const barred = math.MaxUint16

// between says whether nodes of a type are no actors to pass, unless asked for.
func between(t uint8) bool { return t == typeGroup || t == typeTopic }

// heavyRows is how many rows may be summed up for an edge that is drawn.
const heavyRows = 200

// derive works out what is not saved.
func (b *base) derive() *base {
	n := b.nodes.len()
	b.pass, b.step, b.hub = make([]uint16, n), make([]uint16, n), make([]uint32, n)
	most, degree := make([]uint32, n), make([]uint32, n)
	b.degrees, b.ends = degree, make(bitset, n/64+1)
	for u := range n {
		degree[u] = uint32(b.csr.degree(uint32(u)))
		b.pass[u], b.hub[u] = uint16(hubCost(int(degree[u]))), noNode
		if b.step[u] = b.pass[u]; between(b.nodes.Type[u] &^ typeBare) {
			b.step[u] = barred
			b.ends.set(uint32(u))
		}
	}
	for u := range uint32(n) {
		a, z := b.csr.ahead(u)
		for p := a; p < z; p++ {
			w := b.Hi[p]
			if w == u || b.Mask[p]&(maskBackground|1) == 0 {
				continue
			}
			if degree[w] > most[u] {
				most[u], b.hub[u] = degree[w], w
			}
			if degree[u] > most[w] {
				most[w], b.hub[w] = degree[u], u
			}
		}
	}
	b.lone = make(bitset, n/64+1)
	for u, hub := range b.hub {
		if hub == noNode {
			b.lone.set(uint32(u))
			b.lones++
		}
	}
	b.heavy = map[uint32]summary{}
	for p := range uint32(b.pairs()) {
		if b.First[p+1]-b.First[p] > heavyRows {
			s := summary{costing: newCosting(b.latest)}
			s.simple(&b.csr, b.Flags, p)
			b.heavy[p] = s
		}
	}
	b.hubs = newHubs(b)
	return b
}

// eventNumber reads the number of an event: "evt:" and 16 hexadecimal digits.
func eventNumber(n graph.Node) (uint64, error) {
	hex, ok := strings.CutPrefix(string(n), "evt:")
	if !ok || len(hex) != 16 {
		return 0, fmt.Errorf("event %q is not evt: and 16 hexadecimal digits", n)
	}
	v, err := strconv.ParseUint(hex, 16, 64)
	if err != nil {
		return 0, fmt.Errorf("event %q is not evt: and 16 hexadecimal digits", n)
	}
	return v, nil
}

func eventNode(v uint64) graph.Node { return graph.Node(fmt.Sprintf("evt:%016x", v)) }

// hubCost is what it costs to pass an actor that has n neighbours, in thousandths: a quarter of log2(n+1), the
// logarithm made of straight lines between powers of two, so that every machine has the same.
func hubCost(n int) uint32 {
	x := uint64(n) + 1
	k := bits.Len64(x) - 1
	return uint32(250*k) + uint32(250*(x-1<<k)>>k)
}
