package queries

// What is worked out beforehand for the nodes that nearly everything passes. Nodes are numbered by their rows, so these
// come first.

// hubs is of a base and its default filter.
type hubs struct {
	// near holds the neighbours of the first nodes, as sets; nil for one with too few.
	near []bitset
	// crowds are what the rows of nodes with more than crowdRows add up to.
	crowds map[uint32]crowd
}

const (
	// mostNear times a bit for each node is what the sets of neighbours take at most: 32 bytes a node.
	mostNear = 256
	// A set is gone through in the time of so many neighbours for each of its nodes.
	nearShare = 1.0 / 16
	// crowdRows is how many rows may be counted for a question.
	crowdRows = 30_000
	// crowdNodes is how many nodes are kept for a predicate.
	crowdNodes = 10
)

// A crowd is the neighbours of a node, counted.
type crowd struct {
	tallies []tally
	rows    []uint32 // of the neighbours, in their order
}

func newHubs(b *base) hubs {
	n := b.nodes.len()
	h := hubs{near: make([]bitset, min(n, mostNear)), crowds: map[uint32]crowd{}}
	for u := range h.near {
		if float64(b.degrees[u]) < nearShare*float64(n) {
			continue
		}
		h.near[u] = make(bitset, n/64+1)
		for w := range b.around(uint32(u)) {
			h.near[u].set(w)
		}
	}
	alone := &view{base: b, tables: b.tables}
	f := &filter{v: alone, modalities: 1, background: true}
	f.compile()
	for u := uint32(0); int(u) < n && b.rowsOf(u) > crowdRows; u++ {
		t := newTallying(alone, crowdNodes)
		ties := f.tallyPlain(u, &t)
		c := crowd{t.tallies, make([]uint32, len(ties))}
		for i := range ties {
			c.rows[i] = uint32(ties[i].rows)
		}
		h.crowds[u] = c
	}
	return h
}

// ties are the neighbours of u with their rows, in their order.
func (c *crowd) ties(b *base, u uint32) []tied {
	out := make([]tied, 0, len(c.rows))
	for w := range b.around(u) {
		out = append(out, tied{w, u, int(c.rows[len(out)])})
	}
	return out
}

// near is the set of the nodes that there is a hop to from u; nil if it is not known.
func (f *filter) near(u uint32) bitset {
	if h := f.v.base.hubs.near; int(u) < len(h) && h[u] != nil && f.unchanged() && f.joins.others(u) == nil {
		return h[u]
	}
	return nil
}
