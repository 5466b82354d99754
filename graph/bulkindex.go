package graph

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"iter"
	"maps"
	"slices"

	"github.com/cayleygraph/quad"
)

// merged yields the tuples in the order of less: sorted chunks, merged.
func (k *bulk) merged(compare func(a, b tuple) int) iter.Seq[tuple] {
	return func(yield func(tuple) bool) {
		heads := make([][]tuple, 0, len(k.tuples))
		for _, chunk := range k.tuples {
			slices.SortFunc(chunk, compare)
			heads = append(heads, chunk)
		}
		down := func(i int) {
			for {
				least := i
				for _, c := range [...]int{2*i + 1, 2*i + 2} {
					if c < len(heads) && compare(heads[c][0], heads[least][0]) < 0 {
						least = c
					}
				}
				if least == i {
					return
				}
				heads[i], heads[least] = heads[least], heads[i]
				i = least
			}
		}
		for i := len(heads)/2 - 1; i >= 0; i-- {
			down(i)
		}
		for len(heads) > 0 {
			if !yield(heads[0][0]) {
				return
			}
			if heads[0] = heads[0][1:]; len(heads[0]) == 0 {
				heads[0] = heads[len(heads)-1]
				heads = heads[:len(heads)-1]
			}
			if len(heads) > 0 {
				down(0)
			}
		}
	}
}

func (k *bulk) writeSP() error {
	var list []byte
	var at tuple
	put := func() error {
		if len(list) == 0 {
			return nil
		}
		key := listKey{'s', uint64(unrank(at.s)), uint64(unrank(at.p)), 0}
		k.key = key.append(k.key)
		return k.t.add(k.key, list)
	}
	for t := range k.merged(func(a, b tuple) int {
		return cmp.Or(cmp.Compare(uint64(a.s)<<32|uint64(a.p), uint64(b.s)<<32|uint64(b.p)), cmp.Compare(a.id, b.id))
	}) {
		if t.s != at.s || t.p != at.p {
			if err := put(); err != nil {
				return err
			}
			list, at = list[:0], t
		}
		list = binary.AppendUvarint(list, uint64(t.id))
	}
	return put()
}

func (k *bulk) writeOPS() error {
	var list []byte
	var ids []uint32
	var at tuple
	put := func() error {
		if len(list) == 0 {
			return nil
		}
		if len(ids) > 1 {
			k.findTwice(ids)
		}
		key := listKey{'o', uint64(unrank(at.o)), uint64(unrank(at.p)), uint64(unrank(at.s))}
		k.key = key.append(k.key)
		return k.t.add(k.key, list)
	}
	for t := range k.merged(func(a, b tuple) int {
		if c := cmp.Compare(uint64(a.o)<<32|uint64(a.p), uint64(b.o)<<32|uint64(b.p)); c != 0 {
			return c
		}
		return cmp.Compare(uint64(a.s)<<32|uint64(a.id), uint64(b.s)<<32|uint64(b.id))
	}) {
		if t.o != at.o || t.p != at.p || t.s != at.s {
			if err := put(); err != nil {
				return err
			}
			list, ids, at = list[:0], ids[:0], t
		}
		list = binary.AppendUvarint(list, uint64(t.id))
		ids = append(ids, t.id)
	}
	err := put()
	k.tuples = nil
	return err
}

// findTwice notes quads that are there twice, with one label, among quads that are equal but for their labels.
func (k *bulk) findTwice(ids []uint32) {
	seen := map[uint32]bool{}
	for _, id := range ids {
		i, _ := slices.BinarySearchFunc(k.labels, id, func(r labelRun, id uint32) int {
			if r.last < id {
				return -1
			}
			return 1
		})
		label := uint32(0)
		if i < len(k.labels) && k.labels[i].first <= id {
			label = k.labels[i].label
		}
		if seen[label] {
			k.twice = append(k.twice, uint64(id))
			if k.byLabel == nil {
				k.byLabel = make(map[uint32]string, len(k.articles))
				for id := range k.articles {
					h := hashValue(quad.IRI(ArticleNode(id)))
					if n, ok := k.values.find(&h); ok {
						k.byLabel[k.ids[n]] = id
					}
				}
			}
			if id, ok := k.byLabel[label]; ok {
				k.again[id] = true
			}
		}
		seen[label] = true
	}
}

func (k *bulk) writeLabels() error {
	slices.SortFunc(k.labels, func(a, b labelRun) int {
		return cmp.Or(cmp.Compare(ranked(a.label), ranked(b.label)), cmp.Compare(a.first, b.first))
	})
	h := hashValue(quad.IRI(BackgroundLabel))
	background := uint32(0)
	if n, ok := k.values.find(&h); ok {
		background = k.ids[n]
	}
	for i := 0; i < len(k.labels); {
		label := k.labels[i].label
		var ids []uint64
		for ; i < len(k.labels) && k.labels[i].label == label; i++ {
			for id := k.labels[i].first; id <= k.labels[i].last; id++ {
				ids = append(ids, uint64(id))
			}
		}
		first := ids
		chunks := map[string][]uint64{}
		if label == background && len(ids) > firstChunk {
			first = ids[:firstChunk]
			for _, id := range ids[firstChunk:] {
				key := listKey{'c', uint64(label), id >> chunkBits, 0}
				k.key = key.append(k.key)
				chunks[string(k.key)] = append(chunks[string(k.key)], id)
			}
		}
		key := listKey{'c', uint64(label), 0, 0}
		k.key = key.append(k.key)
		k.scratch = appendRuns(k.scratch[:0], first)
		if err := k.t.add(k.key, k.scratch); err != nil {
			return err
		}
		for _, chunk := range slices.Sorted(maps.Keys(chunks)) {
			k.scratch = appendRuns(k.scratch[:0], chunks[chunk])
			if err := k.t.add([]byte(chunk), k.scratch); err != nil {
				return err
			}
		}
	}
	return nil
}

func (k *bulk) writeValues() error {
	type place struct {
		rank uint64
		n    uint32
	}
	order := make([]place, len(k.ids))
	for n := range order {
		h := k.values.hash(uint32(n))
		var r uint64
		for _, c := range h[:8] {
			r = r<<8 | uint64(escapedRank[c])
		}
		order[n] = place{r, uint32(n)}
	}
	slices.SortFunc(order, func(a, b place) int {
		if a.rank != b.rank {
			return cmp.Compare(a.rank, b.rank)
		}
		var x, y [64]byte
		return bytes.Compare(valueKey(x[:0], k.values.hash(a.n)), valueKey(y[:0], k.values.hash(b.n)))
	})
	for _, at := range order {
		k.key = valueKey(k.key, k.values.hash(at.n))
		k.scratch = appendValue(k.scratch[:0], uint64(k.ids[at.n]), uint64(k.uses[at.n]))
		if err := k.t.add(k.key, k.scratch); err != nil {
			return err
		}
	}
	return nil
}

// A valueSet numbers hashes from 0 in the order in which they come: an open table of numbers over the list of hashes.
type valueSet struct {
	hashes []*[hashChunk]valueHash // in pieces, so that growing copies none
	n      uint32
	slots  []uint32 // number + 1, 0 if free
}

const hashChunk = 1 << 12

func (s *valueSet) hash(n uint32) *valueHash { return &s.hashes[n/hashChunk][n%hashChunk] }

func (s *valueSet) find(h *valueHash) (n uint32, ok bool) {
	if len(s.slots) == 0 {
		return 0, false
	}
	mask := uint64(len(s.slots) - 1)
	for at := binary.LittleEndian.Uint64(h[:]) & mask; s.slots[at] != 0; at = (at + 1) & mask {
		if n := s.slots[at] - 1; *s.hash(n) == *h {
			return n, true
		}
	}
	return 0, false
}

func (s *valueSet) add(h *valueHash) (n uint32, fresh bool) {
	if n, ok := s.find(h); ok {
		return n, false
	}
	if 4*(int(s.n)+1) > 3*len(s.slots) {
		s.slots = make([]uint32, max(1024, 2*len(s.slots)))
		for n := range s.n {
			s.place(n)
		}
	}
	n = s.n
	if n%hashChunk == 0 {
		s.hashes = append(s.hashes, new([hashChunk]valueHash))
	}
	s.n++
	*s.hash(n) = *h
	s.place(n)
	return n, true
}

func (s *valueSet) place(n uint32) {
	mask := uint64(len(s.slots) - 1)
	at := binary.LittleEndian.Uint64(s.hash(n)[:]) & mask
	for s.slots[at] != 0 {
		at = (at + 1) & mask
	}
	s.slots[at] = n + 1
}
