package graph

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// Imported is what Import loaded.
type Imported struct {
	Quads      int64
	Articles   int
	Statements int
	Dropped    int64 // background quads that follow from no entity of the articles
}

// Import loads the quads of a store, as Quads yields them or an RDF export of them holds them, in any order, and
// rebuilds the articles from them. An empty store in a folder is built in one go: the indexes are sorted and written
// once, which is several times as fast as Put. The quads become part of the store together, when all of them were read.
func (s *Store) Import(ctx context.Context, quads iter.Seq2[quad.Quad, error]) (Imported, error) {
	if s.o.ReadOnly {
		return Imported{}, ErrReadOnly
	}
	if b, ok := s.b.(*levelDB); ok && b.folder != nil {
		done, loaded, err := b.importEmpty(ctx, quads)
		if err == nil && loaded {
			err = s.rewrite(ctx, done.again)
		}
		if err != nil || loaded {
			return done.Imported, err
		}
	}
	// Through a store of its own, article by article.
	dir, err := os.MkdirTemp("", "entente-import-")
	if err != nil {
		return Imported{}, err
	}
	defer os.RemoveAll(dir)
	tmp, err := Open(ctx, filepath.Join(dir, "db"), Options{Symmetric: s.symmetric})
	if err != nil {
		return Imported{}, err
	}
	defer tmp.Close()
	done, err := tmp.Import(ctx, quads)
	if err != nil {
		return Imported{}, err
	}
	var batch []Record
	for a, err := range tmp.Articles(ctx) {
		if err != nil {
			return done, err
		}
		rec, err := tmp.Record(ctx, a.ID)
		if err != nil {
			return done, err
		}
		if batch = append(batch, rec); len(batch) == 32 {
			if err := s.Put(ctx, batch...); err != nil {
				return done, err
			}
			batch = batch[:0]
		}
	}
	return done, s.Put(ctx, batch...)
}

// rewrite puts articles again whose quads came in several places or twice, so that they stand together and once.
func (s *Store) rewrite(ctx context.Context, ids []string) error {
	for len(ids) > 0 {
		n := min(len(ids), 32)
		err := s.b.update(ctx, func(c change) error {
			for _, id := range ids[:n] {
				rec, err := s.Record(ctx, id)
				if err != nil {
					return err
				}
				m, err := readManifest(c, id)
				if err != nil {
					return err
				}
				p, err := s.prepare(&rec)
				if err != nil {
					return err
				}
				if err := removeArticle(c, id, m); err != nil {
					return err
				}
				if _, err := replaceArticle(c, p); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

type bulkResult struct {
	Imported
	again []string // articles to write again
}

// importEmpty loads quads if the store holds none yet.
func (b *levelDB) importEmpty(ctx context.Context, quads iter.Seq2[quad.Quad, error]) (done bulkResult, loaded bool, err error) {
	b.writer.Lock()
	defer b.writer.Unlock()
	db, err := b.handle()
	if err != nil {
		return done, false, err
	}
	if n, err := (levelReader{r: db}).metaInt("horizon"); err != nil || n != 0 {
		return done, false, err
	}
	gen := b.gen.Load() + 1
	var dead []uint64
	err = b.rebuild(func(t *tableBuilder) error {
		k := newBulk(ctx, t)
		for q, err := range quads {
			if err != nil {
				return err
			}
			if err := k.add(q); err != nil {
				return err
			}
		}
		if err := k.finish(gen); err != nil {
			return err
		}
		done, dead = k.result(), k.twice
		return nil
	})
	if err != nil {
		return done, false, fmt.Errorf("store %s: import: %w", b.name, err)
	}
	b.onNews(gen)
	b.news.publish()
	if len(dead) > 0 {
		b.writer.Unlock()
		err = b.update(ctx, func(c change) error { return c.(*levelChange).removeIDs(dead) })
		b.writer.Lock()
	}
	return done, true, err
}

// removeIDs removes quads by their ids.
func (c *levelChange) removeIDs(ids []uint64) error {
	for _, id := range ids {
		p, ok, err := c.quad(id)
		if err != nil || !ok {
			return err
		}
		if err := c.kill(&p); err != nil {
			return err
		}
		if err := c.dropFromLabel(&p); err != nil {
			return err
		}
	}
	return nil
}

// bulk builds a graph in Cayley's form from a stream of quads. The log is written as the quads come; what the indexes need
// is kept in memory (16 bytes a quad, about 60 a value), sorted at the end, and written once. Keys must come in the order
// of their escaped bytes, which is the order of their bytes with two of them moved (escapedRank): sorting is by ids whose
// bytes were replaced by their ranks.
type bulk struct {
	ctx context.Context
	t   *tableBuilder

	next  uint32 // id
	quads int64

	values valueSet
	ids    []uint32 // by value
	uses   []uint32
	recent [2]map[quad.Value]uint32 // values by what they are: younger and older half of a cache

	run     []quad.Quad // of one label, not yet written
	numbers [][4]uint32 // the values of run

	tuples [][]tuple
	labels []labelRun
	twice  []uint64

	window     []byte // log entries of the 65,536 ids under way
	ends       []uint32
	windowBase uint32
	scratch    []byte
	key        []byte

	articles   map[string]*bulkArticle
	seen       map[quad.Value]bool // labels whose run has ended
	again      map[string]bool
	byLabel    map[uint32]string // articles by the ids of their labels, made when it is first needed
	background []quad.Quad
	dropped    int64
	statements int
}

type tuple struct{ s, p, o, id uint32 }

type labelRun struct{ label, first, last uint32 }

type bulkArticle struct {
	m    manifest
	sum  quadSum
	refs map[Node]int // index in m.Entities
}

const (
	tupleChunk = 1 << 18
	runLimit   = 8192
	windowSize = 1 << 16
)

// escapedRank is the place of a byte among all bytes when '/' and '\' are escaped by '\'; rankedByte is its inverse.
var escapedRank, rankedByte = func() (rank, inverse [256]byte) {
	order := make([]int, 256)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return strings.Compare(string(appendEscaped(nil, byte(a))), string(appendEscaped(nil, byte(b))))
	})
	for place, c := range order {
		rank[c], inverse[place] = byte(place), byte(c)
	}
	return rank, inverse
}()

func ranked(id uint32) uint32 { return substitute(id, &escapedRank) }
func unrank(r uint32) uint32  { return substitute(r, &rankedByte) }

func substitute(x uint32, table *[256]byte) uint32 {
	return uint32(table[x>>24])<<24 | uint32(table[x>>16&255])<<16 | uint32(table[x>>8&255])<<8 | uint32(table[x&255])
}

func newBulk(ctx context.Context, t *tableBuilder) *bulk {
	return &bulk{ctx: ctx, t: t, articles: map[string]*bulkArticle{}, seen: map[quad.Value]bool{}, again: map[string]bool{},
		recent: [2]map[quad.Value]uint32{{}, {}}}
}

func (k *bulk) add(q quad.Quad) error {
	if len(k.run) > 0 && k.run[0].Label != q.Label || len(k.run) == runLimit {
		over := k.run[0].Label != q.Label
		label := k.run[0].Label
		if err := k.flush(); err != nil {
			return err
		}
		if over {
			k.seen[label] = true
			if again, ok := labelArticle(q.Label); ok && k.seen[q.Label] {
				k.again[again] = true
			}
		}
		if err := k.ctx.Err(); err != nil {
			return err
		}
	}
	k.run = append(k.run, q)
	return nil
}

// number is the number of a value, by which ids and uses are found; a new one gets an id and goes to the log.
func (k *bulk) number(v quad.Value) (uint32, error) {
	if n, ok := k.recent[0][v]; ok {
		return n, nil
	}
	n, ok := k.recent[1][v]
	if !ok {
		h := hashValue(v)
		var fresh bool
		if n, fresh = k.values.add(&h); fresh {
			if err := k.newID(); err != nil {
				return 0, err
			}
			k.ids = append(k.ids, k.next)
			k.uses = append(k.uses, 0)
			k.scratch = appendStored(k.scratch[:0], v)
			p := primitive{id: uint64(k.next), value: k.scratch}
			k.window = p.append(k.window)
			k.ends = append(k.ends, uint32(len(k.window)))
		}
	}
	if s, ok := v.(quad.String); !ok || len(s) <= cacheValueSize {
		if len(k.recent[0]) >= cacheHalf {
			k.recent[0], k.recent[1] = make(map[quad.Value]uint32, cacheHalf), k.recent[0]
		}
		k.recent[0][v] = n
	}
	return n, nil
}

// newID gives the next id, and writes the log's window if it is full.
func (k *bulk) newID() error {
	if k.next == 1<<32-1 {
		return errors.New("more than 4,294,967,295 quads and values")
	}
	k.next++
	if k.next&(windowSize-1) == 0 {
		if err := k.flushWindow(); err != nil {
			return err
		}
		k.windowBase = k.next
	} else if k.next == 1 {
		k.windowBase = 1
	}
	return nil
}

// flushWindow writes the log's entries under way, in the order of their escaped keys, as a table of their own: windows
// are not in that order among themselves.
func (k *bulk) flushWindow() error {
	base := k.windowBase &^ (windowSize - 1)
	for hi := range 256 {
		for lo := range 256 {
			at := int(base) + int(rankedByte[hi])<<8 + int(rankedByte[lo]) - int(k.windowBase)
			if at < 0 || at >= len(k.ends) {
				continue
			}
			begin := uint32(0)
			if at > 0 {
				begin = k.ends[at-1]
			}
			k.key = logKey(k.key, uint64(k.windowBase)+uint64(at))
			if err := k.t.add(k.key, k.window[begin:k.ends[at]]); err != nil {
				return err
			}
		}
	}
	k.window, k.ends = k.window[:0], k.ends[:0]
	return k.t.cut()
}

// flush writes the quads of the run to the log, their new values before them.
func (k *bulk) flush() error {
	if len(k.run) == 0 {
		return nil
	}
	label := k.run[0].Label
	var labelNumber uint32
	var err error
	if label != nil {
		if labelNumber, err = k.number(label); err != nil {
			return err
		}
		k.uses[labelNumber] += uint32(len(k.run))
	}
	k.numbers = k.numbers[:0]
	var subject quad.Value
	var subjectNumber uint32
	for i := range k.run {
		q := &k.run[i]
		if i == 0 || q.Subject != subject {
			subject = q.Subject
			if subjectNumber, err = k.number(subject); err != nil {
				return err
			}
		}
		p, err := k.number(q.Predicate)
		if err != nil {
			return err
		}
		o, err := k.number(q.Object)
		if err != nil {
			return err
		}
		k.uses[subjectNumber]++
		k.uses[p]++
		k.uses[o]++
		k.numbers = append(k.numbers, [4]uint32{subjectNumber, p, o})
	}
	first := k.next + 1
	for i := range k.numbers {
		n := &k.numbers[i]
		if err := k.newID(); err != nil {
			return err
		}
		p := primitive{id: uint64(k.next), s: uint64(k.ids[n[0]]), p: uint64(k.ids[n[1]]), o: uint64(k.ids[n[2]])}
		if label != nil {
			p.l = uint64(k.ids[labelNumber])
		}
		k.window = p.append(k.window)
		k.ends = append(k.ends, uint32(len(k.window)))
		if last := len(k.tuples) - 1; last < 0 || len(k.tuples[last]) == tupleChunk {
			k.tuples = append(k.tuples, make([]tuple, 0, tupleChunk))
		}
		chunk := &k.tuples[len(k.tuples)-1]
		*chunk = append(*chunk, tuple{ranked(uint32(p.s)), ranked(uint32(p.p)), ranked(uint32(p.o)), k.next})
	}
	k.quads += int64(len(k.run))
	if label != nil {
		k.labels = append(k.labels, labelRun{k.ids[labelNumber], first, k.next})
	}
	if label == quad.Value(quad.IRI(BackgroundLabel)) {
		k.background = append(k.background, k.run...)
	} else if id, ok := labelArticle(label); ok {
		k.describe(id)
	}
	k.run = k.run[:0]
	return nil
}

// describe adds the run to the manifest of its article.
func (k *bulk) describe(id string) {
	a := k.articles[id]
	if a == nil {
		a = &bulkArticle{m: manifest{ID: id}, refs: map[Node]int{}}
		k.articles[id] = a
	}
	node := k.run[0].Label
	ref := func(e Node) *entityRef {
		i, ok := a.refs[e]
		if !ok {
			i = len(a.m.Entities)
			a.refs[e] = i
			a.m.Entities = append(a.m.Entities, entityRef{ID: e})
		}
		return &a.m.Entities[i]
	}
	for i := range k.run {
		q := &k.run[i]
		a.sum.add(*q)
		a.m.Quads++
		switch pred, _ := q.Predicate.(quad.IRI); pred {
		case iriType:
			if q.Object == quad.Value(ontoEvent) {
				a.m.Statements++
				k.statements++
			}
		case ontoCode:
			if s, ok := q.Subject.(quad.IRI); ok {
				ref(NodeOf(s)).Code = textOf(q.Object)
			}
		case ontoMentions:
			if o, ok := q.Object.(quad.IRI); ok {
				ref(NodeOf(o))
			}
		case iriTitle, iriDate, iriPublisher, iriURL, iriLanguage, ontoSHA256, ontoExtractor:
			if q.Subject != node {
				continue
			}
			d := decodeArticle(id, k.run[i:i+1])
			for to, from := range map[*string]string{&a.m.Title: d.Title, &a.m.Publisher: d.Publisher, &a.m.URL: d.URL, &a.m.Lang: d.Lang, &a.m.SHA256: d.SHA256, &a.m.Extractor: d.Extractor, (*string)(&a.m.Date): string(d.Date)} {
				if from != "" {
					*to = from
				}
			}
		}
	}
}

func (k *bulk) result() bulkResult {
	return bulkResult{
		Imported: Imported{Quads: k.quads - int64(len(k.twice)), Articles: len(k.articles), Statements: k.statements, Dropped: k.dropped},
		again:    slices.Sorted(maps.Keys(k.again)),
	}
}

// finish writes everything but the log, which is there.
func (k *bulk) finish(gen uint64) error {
	if err := k.flush(); err != nil {
		return err
	}
	if err := k.backgroundRecords(); err != nil {
		return err
	}
	if err := k.flushWindow(); err != nil {
		return err
	}
	k.window, k.recent, k.run = nil, [2]map[quad.Value]uint32{}, nil
	for _, write := range []func() error{k.writeSP, k.writeOPS, k.writeLabels, k.writeValues, func() error { return k.writeRest(gen) }} {
		if err := k.ctx.Err(); err != nil {
			return err
		}
		if err := errors.Join(write(), k.t.cut()); err != nil {
			return err
		}
	}
	return nil
}

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
		h := &k.values.hashes[n]
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
		return bytes.Compare(valueKey(x[:0], &k.values.hashes[a.n]), valueKey(y[:0], &k.values.hashes[b.n]))
	})
	for _, at := range order {
		k.key = valueKey(k.key, &k.values.hashes[at.n])
		k.scratch = appendValue(k.scratch[:0], uint64(k.ids[at.n]), uint64(k.uses[at.n]))
		if err := k.t.add(k.key, k.scratch); err != nil {
			return err
		}
	}
	return nil
}

// writeRest writes the manifests, the records of entities and background, and the numbers of the graph.
func (k *bulk) writeRest(gen uint64) error {
	puts := map[string][]byte{
		generationKey:          binary.BigEndian.AppendUint64(nil, gen),
		bucketMeta + "version": binary.LittleEndian.AppendUint64(nil, cayleyVersion),
		bucketMeta + "indexes": indexesJSON(),
		bucketMeta + "size":    binary.LittleEndian.AppendUint64(nil, uint64(k.quads)),
		bucketMeta + "horizon": binary.LittleEndian.AppendUint64(nil, uint64(k.next)),
	}
	entities, background := k.entityRecords()
	for _, a := range k.articles {
		a.m.Sum = a.sum.String()
		for i := range a.m.Entities {
			a.m.Entities[i].Variant = entities[a.m.Entities[i].ID].variant
		}
		b, err := json.Marshal(&a.m)
		if err != nil {
			return err
		}
		puts[recordPrefix+manifestPrefix+a.m.ID] = b
	}
	for id, e := range entities {
		puts[recordPrefix+entityKey(id, e.variant)] = entityRecord(e.articles, e.name, e.data)
	}
	for key, n := range background {
		puts[recordPrefix+key] = binary.AppendUvarint(nil, n)
	}
	numbers := false
	for _, key := range slices.Sorted(maps.Keys(puts)) {
		if !numbers && strings.HasPrefix(key, bucketMeta) {
			numbers = true // the log lies between them and the records, so they need a table of their own
			if err := k.t.cut(); err != nil {
				return err
			}
		}
		if err := k.t.add([]byte(key), puts[key]); err != nil {
			return err
		}
	}
	return nil
}

type bulkEntity struct {
	e        Entity
	articles uint64
	variant  string
	name     string
	data     []byte
}

// mentioned are the entities of all articles, as the background describes them.
func (k *bulk) mentioned() map[Node]*bulkEntity {
	entities := map[Node]*bulkEntity{}
	for _, a := range k.articles {
		for _, ref := range a.m.Entities {
			e := entities[ref.ID]
			if e == nil {
				e = &bulkEntity{e: Entity{ID: ref.ID}}
				entities[ref.ID] = e
			}
			e.articles++
		}
	}
	describeEntities(entities, k.background)
	return entities
}

// backgroundRecords notes background quads that no entity calls for, so that they are removed.
func (k *bulk) backgroundRecords() error {
	if len(k.background) == 0 {
		return nil
	}
	wanted := map[string]bool{}
	for _, e := range k.mentioned() {
		for _, q := range backgroundQuads(&e.e) {
			wanted[backgroundKey(q)] = true
		}
	}
	// The quads are in the log already, in the order of the runs of their label.
	h := hashValue(quad.IRI(BackgroundLabel))
	n, _ := k.values.find(&h)
	i := 0
	for _, r := range k.labels {
		if r.label != k.ids[n] {
			continue
		}
		for id := r.first; id <= r.last; id++ {
			if !wanted[backgroundKey(k.background[i])] {
				k.twice = append(k.twice, uint64(id))
				k.dropped++
			}
			i++
		}
	}
	return nil
}

func (k *bulk) entityRecords() (map[Node]*bulkEntity, map[string]uint64) {
	entities := k.mentioned()
	background := map[string]uint64{}
	for _, e := range entities {
		e.name = e.e.Name
		e.variant, e.data, _ = encodeEntity(&e.e)
		for _, q := range backgroundQuads(&e.e) {
			background[backgroundKey(q)]++
		}
	}
	return entities, background
}

// describeEntities fills in entities from background quads.
func describeEntities(entities map[Node]*bulkEntity, quads []quad.Quad) {
	type fact struct {
		f     Fact
		actor Node
	}
	types := map[Node]Type{}
	names := map[Node]string{}
	facts := map[Node]*fact{}
	var order []Node
	edges := map[Node][]Fact{}
	classes := map[Node]Type{}
	for _, t := range []Type{Person, Country, IGO, NGO, GovernmentBody, Military, Media, Party, Company, ArmedGroup, Place, Facility, EventType, Group, Topic} {
		classes[Class(t)] = t
	}
	for _, q := range quads {
		s, _ := q.Subject.(quad.IRI)
		p, _ := q.Predicate.(quad.IRI)
		o, _ := q.Object.(quad.IRI)
		subject, object := NodeOf(s), NodeOf(o)
		e := &Entity{}
		if x := entities[subject]; x != nil {
			e = &x.e
		}
		if strings.HasPrefix(string(subject), "fact:") {
			f := facts[subject]
			if f == nil {
				f = &fact{}
				facts[subject] = f
				order = append(order, subject)
			}
			switch p {
			case ontoPredicate:
				f.f.Predicate, _ = PredicateOf(o)
			case ontoActor:
				f.actor = object
			case ontoRecipient:
				f.f.Object = object
			case ontoPosition:
				f.f.Position = textOf(q.Object)
			case ontoFrom:
				f.f.From = Date(textOf(q.Object))
			case ontoTo:
				f.f.To = Date(textOf(q.Object))
			case ontoSource:
				f.f.Source = textOf(q.Object)
			}
			continue
		}
		switch p {
		case iriType:
			if t := classes[object]; types[subject] == "" || t < types[subject] {
				types[subject] = t
			}
		case iriLabel:
			if name := textOf(q.Object); names[subject] == "" || name < names[subject] {
				names[subject] = name
			}
		case iriAltLabel:
			e.Aliases = append(e.Aliases, textOf(q.Object))
		case ontoCountry:
			e.Country = textOf(q.Object)
		case ontoISO2:
			e.ISO2 = textOf(q.Object)
		case ontoWikipedia:
			e.Wikipedia = textOf(q.Object)
		case iriSameAs:
			e.Wikidata = strings.TrimPrefix(string(object), "wd:")
		default:
			if pred, ok := PredicateOf(p); ok {
				edges[subject] = append(edges[subject], Fact{Predicate: pred, Object: object})
			}
		}
	}
	told := map[Node]map[Fact]bool{}
	add := func(id Node, f Fact) {
		if e := entities[id]; e != nil {
			f.ObjectName, f.ObjectType = names[f.Object], types[f.Object]
			e.e.Facts = append(e.e.Facts, f)
		}
	}
	for _, node := range order {
		f := facts[node]
		if told[f.actor] == nil {
			told[f.actor] = map[Fact]bool{}
		}
		told[f.actor][Fact{Predicate: f.f.Predicate, Object: f.f.Object}] = true
		add(f.actor, f.f)
	}
	for id, list := range edges {
		for _, f := range list {
			if !told[id][f] {
				add(id, f)
			}
		}
	}
	for id, e := range entities {
		e.e.Name, e.e.Type = names[id], types[id]
	}
}

// A valueSet numbers hashes from 0 in the order in which they come: an open table of numbers over the list of hashes.
type valueSet struct {
	hashes []valueHash
	slots  []uint32 // number + 1, 0 if free
}

func (s *valueSet) find(h *valueHash) (n uint32, ok bool) {
	if len(s.slots) == 0 {
		return 0, false
	}
	mask := uint64(len(s.slots) - 1)
	for at := binary.LittleEndian.Uint64(h[:]) & mask; s.slots[at] != 0; at = (at + 1) & mask {
		if n := s.slots[at] - 1; s.hashes[n] == *h {
			return n, true
		}
	}
	return 0, false
}

func (s *valueSet) add(h *valueHash) (n uint32, fresh bool) {
	if n, ok := s.find(h); ok {
		return n, false
	}
	if 4*(len(s.hashes)+1) > 3*len(s.slots) {
		s.slots = make([]uint32, max(1024, 2*len(s.slots)))
		for n := range s.hashes {
			s.place(uint32(n))
		}
	}
	s.hashes = append(s.hashes, *h)
	n = uint32(len(s.hashes) - 1)
	s.place(n)
	return n, true
}

func (s *valueSet) place(n uint32) {
	mask := uint64(len(s.slots) - 1)
	at := binary.LittleEndian.Uint64(s.hashes[n][:]) & mask
	for s.slots[at] != 0 {
		at = (at + 1) & mask
	}
	s.slots[at] = n + 1
}
