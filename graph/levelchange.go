package graph

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/syndtr/goleveldb/leveldb"
)

// A valueCache remembers ids and uses of values that come again and again. Only the writer changes them, so what it
// remembers is right until an error. It holds two halves and drops the older when the newer is full.
type valueCache struct {
	young, old map[quad.Value]cachedValue
}

type cachedValue struct {
	id   uint64
	uses int64
	hash valueHash
}

const (
	cacheHalf      = 1 << 15
	cacheValueSize = 128 // bytes; longer values hardly come again
)

func (c *valueCache) get(v quad.Value) (cachedValue, bool) {
	if x, ok := c.young[v]; ok {
		return x, true
	}
	x, ok := c.old[v]
	if ok {
		c.put(v, x)
	}
	return x, ok
}

func (c *valueCache) put(v quad.Value, x cachedValue) {
	switch s := v.(type) {
	case quad.IRI:
		if len(s) > cacheValueSize {
			return
		}
	case quad.String:
		if len(s) > cacheValueSize {
			return
		}
	}
	if c.young == nil || len(c.young) >= cacheHalf {
		c.young, c.old = make(map[quad.Value]cachedValue), c.young
	}
	c.young[v] = x
}

func (c *valueCache) drop(v quad.Value) {
	delete(c.young, v)
	delete(c.old, v)
}

// A levelChange collects what an update changes, over the data base as it is.
type levelChange struct {
	levelReader
	gen     uint64 // that it makes
	start   uint64 // the highest id in the data base: ids above it are this update's
	horizon uint64
	size    int64
	cache   *valueCache

	vals    map[quad.Value]*changedValue
	byID    map[uint64]*changedValue
	lists   map[listKey]*changedList
	log     map[uint64]primitive // new quads
	dead    map[uint64]bool      // quads that go
	recs    map[string][]byte    // nil: goes
	touched bool
}

type changedValue struct {
	v        quad.Value
	hash     valueHash
	id       uint64
	uses     int64 // with this update
	old      int64 // before it
	existing bool
}

// A listKey is the key of an index entry: bucket 's', 'o' or 'c', and its ids.
type listKey struct {
	bucket  byte
	a, b, c uint64
}

func (k *listKey) append(key []byte) []byte {
	switch k.bucket {
	case 's':
		return appendID(appendID(append(key[:0], bucketSP...), k.a), k.b)
	case 'o':
		return appendID(appendID(appendID(append(key[:0], bucketOPS...), k.a), k.b), k.c)
	}
	key = appendID(append(key[:0], bucketC...), k.a)
	if k.b != 0 {
		key = appendID(key, k.b)
	}
	return key
}

func (k *listKey) parse(ids []uint64, b []byte) ([]uint64, error) {
	if k.bucket == 'c' {
		return parseRuns(ids, b)
	}
	return parseList(ids, b)
}

func (k *listKey) appendIDs(b []byte, ids []uint64) []byte {
	if k.bucket == 'c' {
		return appendRuns(b, ids)
	}
	return appendList(b, ids)
}

type changedList struct {
	ids []uint64
}

func (c *levelChange) record(key string) ([]byte, error) {
	if v, ok := c.recs[key]; ok {
		return v, nil
	}
	return c.levelReader.record(key)
}

func (c *levelChange) touch()       { c.touched = true }
func (c *levelChange) next() uint64 { return c.gen }

func (c *levelChange) setRecord(key string, value []byte) { c.touched = true; c.recs[key] = value }
func (c *levelChange) deleteRecord(key string)            { c.touched = true; c.recs[key] = nil }

// value finds or makes the state of a value in this update.
func (c *levelChange) value(v quad.Value) (*changedValue, error) {
	if x, ok := c.vals[v]; ok {
		return x, nil
	}
	x := &changedValue{v: v}
	if known, ok := c.cache.get(v); ok {
		x.id, x.uses, x.old, x.hash, x.existing = known.id, known.uses, known.uses, known.hash, true
	} else {
		x.hash = hashValue(v)
		id, uses, err := c.lookup(&x.hash)
		if err != nil {
			return nil, err
		}
		if id != 0 {
			x.id, x.uses, x.old, x.existing = id, int64(uses), int64(uses), true
		}
	}
	c.vals[v] = x
	if x.id != 0 {
		c.byID[x.id] = x
	}
	return x, nil
}

// use is value with an id, given to it now if it has none, used once more.
func (c *levelChange) use(v quad.Value) (uint64, error) {
	if v == nil {
		return 0, nil
	}
	x, err := c.value(v)
	if err != nil {
		return 0, err
	}
	if x.id == 0 {
		c.horizon++
		x.id = c.horizon
		c.byID[x.id] = x
	}
	x.uses++
	return x.id, nil
}

// list is the state of an index entry in this update. If fresh is true it is not in the data base.
func (c *levelChange) list(k listKey, fresh bool) (*changedList, error) {
	if l, ok := c.lists[k]; ok {
		return l, nil
	}
	l := &changedList{}
	if !fresh {
		var buf [96]byte
		b, err := c.get(k.append(buf[:0]))
		if err != nil {
			return nil, err
		}
		if l.ids, err = k.parse(nil, b); err != nil {
			return nil, err
		}
	}
	c.lists[k] = l
	return l, nil
}

// add needs values before quads, so that a scan of the log meets each value before it is used.
func (c *levelChange) add(quads []quad.Quad) error {
	if len(quads) == 0 {
		return nil
	}
	c.touched = true
	prims := make([]primitive, len(quads))
	for i, q := range quads {
		p := &prims[i]
		var err error
		if p.s, err = c.use(q.Subject); err != nil {
			return err
		}
		if p.p, err = c.use(q.Predicate); err != nil {
			return err
		}
		if p.o, err = c.use(q.Object); err != nil {
			return err
		}
		if p.l, err = c.use(q.Label); err != nil {
			return err
		}
	}
	for i := range prims {
		p := &prims[i]
		c.horizon++
		p.id = c.horizon
		c.log[p.id] = *p
		fresh := p.s > c.start
		l, err := c.list(listKey{'s', p.s, p.p, 0}, fresh)
		if err != nil {
			return err
		}
		l.ids = append(l.ids, p.id)
		if l, err = c.list(listKey{'o', p.o, p.p, p.s}, fresh || p.o > c.start); err != nil {
			return err
		}
		l.ids = append(l.ids, p.id)
		if err := c.addToLabel(p); err != nil {
			return err
		}
	}
	c.size += int64(len(prims))
	return nil
}

func (c *levelChange) addToLabel(p *primitive) error {
	if p.l == 0 {
		return nil
	}
	first := listKey{'c', p.l, 0, 0}
	l, err := c.list(first, p.l > c.start)
	if err != nil {
		return err
	}
	if len(l.ids) >= firstChunk && c.background(p.l) {
		if l, err = c.list(listKey{'c', p.l, p.id >> chunkBits, 0}, false); err != nil {
			return err
		}
	}
	l.ids = append(l.ids, p.id)
	return nil
}

// background says whether id is that of the background's label, the one label whose list is cut.
func (c *levelChange) background(id uint64) bool {
	x := c.byID[id]
	return x != nil && x.v == quad.Value(quad.IRI(BackgroundLabel))
}

// quad reads a quad's entry of the log, as of this update.
func (c *levelChange) quad(id uint64) (p primitive, ok bool, err error) {
	if c.dead[id] {
		return p, false, nil
	}
	if p, ok := c.log[id]; ok {
		return p, true, nil
	}
	return c.primitive(id)
}

func (c *levelChange) removeLabel(label quad.Value) (int, error) {
	x, err := c.value(label)
	if err != nil || x.id == 0 {
		return 0, err
	}
	l, err := c.list(listKey{'c', x.id, 0, 0}, false)
	if err != nil {
		return 0, err
	}
	ids := slices.Clone(l.ids)
	l.ids = nil
	prims := make([]primitive, len(ids))
	for i, id := range ids {
		p, ok, err := c.quad(id)
		if err != nil {
			return 0, err
		}
		if !ok || p.value != nil {
			return 0, fmt.Errorf("quad %d: %w", id, errForm)
		}
		if err := c.disuse(&p); err != nil {
			return 0, err
		}
		prims[i] = p
	}
	for i := range prims {
		if err := c.unlist(&prims[i]); err != nil {
			return 0, err
		}
	}
	return len(ids), nil
}

func (c *levelChange) remove(quads []quad.Quad) error {
next:
	for _, q := range quads {
		var ids [4]uint64
		for i, v := range [...]quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
			if v == nil {
				continue
			}
			x, err := c.value(v)
			if err != nil {
				return err
			}
			if x.id == 0 {
				continue next
			}
			ids[i] = x.id
		}
		l, err := c.list(listKey{'o', ids[2], ids[1], ids[0]}, false)
		if err != nil {
			return err
		}
		for _, id := range l.ids {
			p, ok, err := c.quad(id)
			if err != nil {
				return err
			}
			if !ok || p.l != ids[3] {
				continue
			}
			if err := c.kill(&p); err != nil {
				return err
			}
			if err := c.dropFromLabel(&p); err != nil {
				return err
			}
			continue next
		}
	}
	return nil
}

// dropFromLabel removes a quad from its label's list.
func (c *levelChange) dropFromLabel(p *primitive) error {
	if p.l == 0 {
		return nil
	}
	l, err := c.list(listKey{'c', p.l, 0, 0}, false)
	if err != nil {
		return err
	}
	if !l.drop(p.id) && c.background(p.l) {
		if l, err = c.list(listKey{'c', p.l, p.id >> chunkBits, 0}, false); err != nil {
			return err
		}
		l.drop(p.id)
	}
	return nil
}

func (l *changedList) drop(id uint64) bool {
	i, ok := slices.BinarySearch(l.ids, id)
	if ok {
		l.ids = slices.Delete(l.ids, i, i+1)
	}
	return ok
}

// kill removes a quad from everything but its label's list.
func (c *levelChange) kill(p *primitive) error {
	if err := c.disuse(p); err != nil {
		return err
	}
	return c.unlist(p)
}

// disuse counts the values of a quad down.
func (c *levelChange) disuse(p *primitive) error {
	c.touched = true
	for _, id := range [...]uint64{p.s, p.p, p.o, p.l} {
		if id == 0 {
			continue
		}
		x, ok := c.byID[id]
		if !ok {
			e, found, err := c.primitive(id)
			if err != nil {
				return err
			}
			if !found || e.value == nil {
				return fmt.Errorf("value %d: %w", id, errForm)
			}
			v, err := parseStored(e.value)
			if err != nil {
				return fmt.Errorf("value %d: %w", id, err)
			}
			if x, err = c.value(v); err != nil {
				return err
			}
			if x.id != id {
				return fmt.Errorf("value %d is indexed as %d: %w", id, x.id, errForm)
			}
		}
		x.uses--
	}
	return nil
}

// unlist removes a quad, which is disused, from the log and from the entries by subject and by object.
func (c *levelChange) unlist(p *primitive) error {
	gone := c.byID[p.s] != nil && c.byID[p.s].uses == 0
	for _, k := range [...]listKey{{'s', p.s, p.p, 0}, {'o', p.o, p.p, p.s}} {
		if _, ok := c.lists[k]; !ok && gone {
			// No quad has this subject any more, so what the entry holds need not be read.
			c.lists[k] = &changedList{}
			continue
		}
		l, err := c.list(k, false)
		if err != nil {
			return err
		}
		l.drop(p.id)
	}
	if p.id > c.start {
		delete(c.log, p.id)
	} else {
		c.dead[p.id] = true
	}
	c.size--
	return nil
}

// batch is all that the update writes. Keys come in order, bucket by bucket, because sorted writes are cheaper.
func (c *levelChange) batch() (*leveldb.Batch, error) {
	batch := leveldb.MakeBatch(256 * (len(c.log) + len(c.vals)))
	var key, value []byte
	for _, id := range slices.Sorted(maps.Keys(c.dead)) {
		key = logKey(key, id)
		batch.Delete(key)
	}
	for _, id := range slices.Sorted(maps.Keys(c.byID)) {
		x := c.byID[id]
		if x.uses == x.old {
			continue
		}
		if x.uses < 0 {
			return nil, fmt.Errorf("value %v is used %d times: %w", x.v, x.uses, errForm)
		}
		if x.uses == 0 {
			if x.existing {
				batch.Delete(valueKey(key, &x.hash))
				batch.Delete(logKey(key, id))
			}
			continue
		}
		if !x.existing {
			p := primitive{id: id, value: appendStored(nil, x.v)}
			value = p.append(value[:0])
			batch.Put(logKey(key, id), value)
		}
		value = appendValue(value[:0], id, uint64(x.uses))
		batch.Put(valueKey(key, &x.hash), value)
	}
	for _, id := range slices.Sorted(maps.Keys(c.log)) {
		p := c.log[id]
		value = p.append(value[:0])
		batch.Put(logKey(key, id), value)
	}
	keys := slices.SortedFunc(maps.Keys(c.lists), compareListKeys)
	for _, k := range keys {
		l := c.lists[k]
		key = k.append(key)
		if len(l.ids) > 0 {
			value = k.appendIDs(value[:0], l.ids)
			batch.Put(key, value)
		} else if k.bucket == 'c' && k.b == 0 && c.byID[k.a] != nil && c.byID[k.a].uses > 0 {
			// Cayley asks for the first entry of a label by its key alone, so it stays, with the ids that it had, while
			// the list has other entries.
		} else {
			batch.Delete(key)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(c.recs)) {
		key = append(append(key[:0], recordPrefix...), k...)
		if v := c.recs[k]; v != nil {
			batch.Put(key, v)
		} else {
			batch.Delete(key)
		}
	}
	batch.Put([]byte(bucketMeta+"size"), binary.LittleEndian.AppendUint64(nil, uint64(c.size)))
	batch.Put([]byte(bucketMeta+"horizon"), binary.LittleEndian.AppendUint64(nil, c.horizon))
	batch.Put([]byte(generationKey), binary.BigEndian.AppendUint64(nil, c.gen))
	return batch, nil
}

func compareListKeys(x, y listKey) int {
	return cmp.Or(cmp.Compare(y.bucket, x.bucket), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b), cmp.Compare(x.c, y.c))
}

// remember keeps in the cache what is likely to come again in another article.
func (c *levelChange) remember() {
	for v, x := range c.vals {
		if x.uses == 0 || !recurs(v) {
			c.cache.drop(v)
			continue
		}
		c.cache.put(v, cachedValue{id: x.id, uses: x.uses, hash: x.hash})
	}
}

// recurs says whether articles share v: entities, predicates, codes, small numbers, but no events, texts or evidence.
func recurs(v quad.Value) bool {
	switch v := v.(type) {
	case quad.IRI:
		return !strings.HasPrefix(string(v), "evt:") && !strings.HasPrefix(string(v), "act:") && !strings.HasPrefix(string(v), "art:")
	case quad.String:
		return len(v) <= 32
	}
	return true
}
