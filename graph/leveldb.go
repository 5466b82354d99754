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
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/kv"
	"github.com/cayleygraph/quad"
	"github.com/syndtr/goleveldb/leveldb"
	"github.com/syndtr/goleveldb/leveldb/opt"
	"github.com/syndtr/goleveldb/leveldb/storage"
	"github.com/syndtr/goleveldb/leveldb/util"
)

// The records of manifest.go are in the same data base as Cayley's graph, with keys that begin with recordPrefix;
// generationKey holds the number of the last change, big endian, and is written with each.
const (
	recordPrefix  = "entente/"
	generationKey = "entente.generation"
)

// levelDB is the embedded backend: Cayley's key-value form (cayleyform.go) over LevelDB, in a folder or in memory. Each
// update is one LevelDB batch, synced, so that a crash leaves the whole of it or nothing: LevelDB's own journal is the
// durable intent that makes a replaced article whole.
type levelDB struct {
	name   string
	memory int
	sync   bool
	open   func() (storage.Storage, error) // again after an error
	ended  func() error                    // when the store is closed

	gen      atomic.Uint64
	news     news
	onNews   func(gen uint64)    // called after each change
	describe func(*Status) error // fills in what only a folder has
	folder   *folder             // nil if in memory
	readers  atomic.Int64        // views of a state that is read beside a writer

	mu      sync.RWMutex // guards db, stor: write-locked while they change
	db      *leveldb.DB
	stor    storage.Storage
	retired []func() error // closes data that a compaction replaced
	closed  bool
	failed  bool // a write failed since the store was opened

	writer sync.Mutex // one update at a time; guards what follows
	state  writerState
}

type writerState struct {
	ready   bool
	horizon uint64
	size    int64
	cache   valueCache
}

func indexesJSON() []byte {
	b, _ := json.Marshal([]kv.QuadIndex{
		{Dirs: []quad.Direction{quad.Subject, quad.Predicate}},
		{Dirs: []quad.Direction{quad.Object, quad.Predicate, quad.Subject}},
		{Dirs: []quad.Direction{quad.Label}},
	})
	return b
}

func (o *Options) levelDB() *opt.Options {
	memory := o.Memory
	if memory <= 0 {
		memory = 32 << 20
	}
	return &opt.Options{
		BlockCacheCapacity:     memory,
		BlockSize:              blockSize,
		BlockRestartInterval:   restartInterval,
		Compression:            opt.NoCompression, // tableWriter packs tables
		FilterBaseLg:           blockLg,
		WriteBuffer:            8 << 20,
		CompactionTableSize:    8 << 20,
		CompactionTotalSize:    32 << 20,
		OpenFilesCacheCapacity: 256,
		Filter:                 newValueFilter(),
		DisableSeeksCompaction: true,
		Strict:                 opt.DefaultStrict | opt.StrictManifest,
	}
}

func openMemory(o Options) (backend, error) {
	b := &levelDB{name: "mem:"}
	stor := storage.NewMemStorage()
	options := o.levelDB()
	options.Compression = opt.SnappyCompression
	db, err := leveldb.Open(stor, options)
	if err != nil {
		return nil, err
	}
	b.db, b.stor = db, stor
	if err := b.initialise(); err != nil {
		db.Close()
		return nil, err
	}
	return b, nil
}

// initialise makes an empty data base a graph of Cayley's, and reads the generation.
func (b *levelDB) initialise() error {
	version, err := b.db.Get([]byte(bucketMeta+"version"), nil)
	if err == leveldb.ErrNotFound {
		batch := new(leveldb.Batch)
		batch.Put([]byte(bucketMeta+"version"), binary.LittleEndian.AppendUint64(nil, cayleyVersion))
		batch.Put([]byte(bucketMeta+"indexes"), indexesJSON())
		if err := b.db.Write(batch, &opt.WriteOptions{Sync: b.sync}); err != nil {
			return fmt.Errorf("store %s: %w", b.name, err)
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("store %s: %w", b.name, err)
	}
	if v, err := metaInt(version); err != nil || v != cayleyVersion {
		return &FormatError{Path: b.name, Reason: fmt.Sprintf("its graph has version %d of Cayley's form, want %d", v, cayleyVersion)}
	}
	gen, err := b.db.Get([]byte(generationKey), nil)
	if err != nil && err != leveldb.ErrNotFound {
		return fmt.Errorf("store %s: %w", b.name, err)
	}
	if len(gen) == 8 {
		b.gen.Store(binary.BigEndian.Uint64(gen))
	}
	return nil
}

func (b *levelDB) generation() uint64 { return b.gen.Load() }

func (b *levelDB) close() error {
	b.writer.Lock()
	defer b.writer.Unlock()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return nil
	}
	b.closed = true
	var err error
	if b.db != nil {
		err = b.db.Close()
		b.db = nil
	}
	if b.stor != nil {
		err = errors.Join(err, b.stor.Close())
	}
	for _, end := range b.retired {
		err = errors.Join(err, end())
	}
	if b.ended != nil {
		err = errors.Join(err, b.ended())
	}
	return err
}

// handle returns the data base, opening it again if an error closed it.
func (b *levelDB) handle() (*leveldb.DB, error) {
	b.mu.RLock()
	db, closed := b.db, b.closed
	b.mu.RUnlock()
	if closed {
		return nil, ErrClosed
	}
	if db != nil {
		return db, nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return nil, ErrClosed
	}
	if b.db != nil {
		return b.db, nil
	}
	if b.open == nil {
		return nil, fmt.Errorf("store %s: not usable after an error", b.name)
	}
	stor, err := b.open()
	if err != nil {
		return nil, err
	}
	o := Options{Memory: b.memory}
	db, err = leveldb.Open(stor, o.levelDB())
	if err != nil {
		stor.Close()
		return nil, fmt.Errorf("store %s: %w", b.name, err)
	}
	b.db, b.stor = db, stor
	if err := b.initialise(); err != nil {
		db.Close()
		stor.Close()
		b.db, b.stor = nil, nil
		return nil, err
	}
	return b.db, nil
}

// broken closes the data base after a failed write, so that the next use opens it again from what is durable.
func (b *levelDB) broken() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.state = writerState{}
	if b.open == nil || b.db == nil {
		return
	}
	b.failed = true
	b.db.Close()
	b.stor.Close()
	b.db, b.stor = nil, nil
}

func (b *levelDB) view(ctx context.Context) (view, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	db, err := b.handle()
	if err != nil {
		return nil, err
	}
	snap, err := db.GetSnapshot()
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", b.name, err)
	}
	return newLevelView(snap)
}

// A levelView is a snapshot of the data base.
type levelView struct {
	levelReader
	snap *leveldb.Snapshot
	gen  uint64
}

func newLevelView(snap *leveldb.Snapshot) (*levelView, error) {
	v := &levelView{levelReader: levelReader{r: snap}, snap: snap}
	gen, err := snap.Get([]byte(generationKey), nil)
	if err != nil && err != leveldb.ErrNotFound {
		snap.Release()
		return nil, err
	}
	if len(gen) == 8 {
		v.gen = binary.BigEndian.Uint64(gen)
	}
	return v, nil
}

func (v *levelView) generation() uint64 { return v.gen }
func (v *levelView) release()           { v.snap.Release() }

func (v *levelView) quadStore() (cayley.QuadStore, error) {
	return kv.New(snapshotKV(v.snap), cayley.Options{kv.OptNoBloom: true})
}

// levelReader reads the graph and the records from a snapshot or from the data base itself.
type levelReader struct {
	r leveldb.Reader
}

func (r levelReader) get(key []byte) ([]byte, error) {
	b, err := r.r.Get(key, nil)
	if err == leveldb.ErrNotFound {
		return nil, nil
	}
	if b == nil && err == nil {
		b = []byte{}
	}
	return b, err
}

func (r levelReader) record(key string) ([]byte, error) {
	return r.get([]byte(recordPrefix + key))
}

func (r levelReader) records(prefix string) iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		it := r.r.NewIterator(util.BytesPrefix([]byte(recordPrefix+prefix)), nil)
		defer it.Release()
		for it.Next() {
			if !yield(record{string(it.Key()[len(recordPrefix):]), bytes.Clone(it.Value())}, nil) {
				return
			}
		}
		if err := it.Error(); err != nil {
			yield(record{}, err)
		}
	}
}

// lookup is the id of a value and how often quads use it, 0 if the graph does not hold it.
func (r levelReader) lookup(h *valueHash) (id, uses uint64, err error) {
	var buf [64]byte
	b, err := r.get(valueKey(buf[:0], h))
	if err != nil || b == nil {
		return 0, 0, err
	}
	return parseValue(b)
}

// primitive reads an entry of the log; ok is false if there is none.
func (r levelReader) primitive(id uint64) (p primitive, ok bool, err error) {
	var buf [32]byte
	b, err := r.get(logKey(buf[:0], id))
	if err != nil || b == nil {
		return p, false, err
	}
	if err := p.parse(id, b); err != nil {
		return p, false, fmt.Errorf("log entry %d: %w", id, err)
	}
	return p, !p.deleted, nil
}

// lists appends the ids of all entries whose keys begin with prefix, as parse reads them.
func (r levelReader) lists(ids []uint64, prefix []byte, parse func([]uint64, []byte) ([]uint64, error)) ([]uint64, error) {
	it := r.r.NewIterator(util.BytesPrefix(prefix), nil)
	defer it.Release()
	for it.Next() {
		var err error
		if ids, err = parse(ids, it.Value()); err != nil {
			return ids, err
		}
	}
	return ids, it.Error()
}

// values looks up values by id and remembers them.
type values struct {
	levelReader
	known map[uint64]quad.Value
}

func (v *values) value(id uint64) (quad.Value, error) {
	if id == 0 {
		return nil, nil
	}
	if x, ok := v.known[id]; ok {
		return x, nil
	}
	p, ok, err := v.primitive(id)
	if err != nil {
		return nil, err
	}
	if !ok || p.value == nil {
		return nil, fmt.Errorf("value %d: %w", id, errForm)
	}
	x, err := parseStored(p.value)
	if err != nil {
		return nil, fmt.Errorf("value %d: %w", id, err)
	}
	v.known[id] = x
	return x, nil
}

func (v *values) quad(p *primitive) (q quad.Quad, err error) {
	if q.Subject, err = v.value(p.s); err != nil {
		return q, err
	}
	if q.Predicate, err = v.value(p.p); err != nil {
		return q, err
	}
	if q.Object, err = v.value(p.o); err != nil {
		return q, err
	}
	q.Label, err = v.value(p.l)
	return q, err
}

func (r levelReader) quadsByID(ids []uint64) ([]quad.Quad, error) {
	slices.Sort(ids)
	vals := &values{r, map[uint64]quad.Value{}}
	quads := make([]quad.Quad, 0, len(ids))
	for _, id := range ids {
		p, ok, err := r.primitive(id)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		q, err := vals.quad(&p)
		if err != nil {
			return nil, fmt.Errorf("quad %d: %w", id, err)
		}
		quads = append(quads, q)
	}
	return quads, nil
}

func (r levelReader) byPrefix(bucket string, v quad.Value, parse func([]uint64, []byte) ([]uint64, error)) ([]quad.Quad, error) {
	h := hashValue(v)
	id, _, err := r.lookup(&h)
	if err != nil || id == 0 {
		return nil, err
	}
	ids, err := r.lists(nil, appendID([]byte(bucket), id), parse)
	if err != nil {
		return nil, err
	}
	return r.quadsByID(ids)
}

func (r levelReader) labelled(label quad.Value) ([]quad.Quad, error) {
	return r.byPrefix(bucketC, label, parseRuns)
}

func (r levelReader) subject(s quad.Value) ([]quad.Quad, error) {
	return r.byPrefix(bucketSP, s, parseList)
}

// log yields the entries of the log with ids from from on, in the order of their ids. Keys are not in that order, because
// some bytes are escaped, so it reads them in blocks of 256 ids. The value points into memory that is used again.
func (r levelReader) log(ctx context.Context, from uint64) iter.Seq2[*primitive, error] {
	return func(yield func(*primitive, error) bool) {
		var block [256]primitive
		var arena []byte
		horizon, err := r.metaInt("horizon")
		if err != nil {
			yield(nil, err)
			return
		}
		it := r.r.NewIterator(util.BytesPrefix([]byte(bucketLog)), &opt.ReadOptions{DontFillCache: true})
		defer it.Release()
		var key, raw []byte
		for base := from &^ 255; base <= uint64(horizon); base += 256 {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			var id [8]byte
			binary.BigEndian.PutUint64(id[:], base)
			key = appendEscaped(append(key[:0], bucketLog...), id[:7]...)
			clear(block[:])
			arena = arena[:0]
			if len(key) > 0 && bytes.HasPrefix(it.Key(), key) {
				// The iterator stands at the block already.
			} else if !it.Seek(key) {
				if it.Error() != nil {
					break
				}
				continue
			}
			for ok := true; ok && bytes.HasPrefix(it.Key(), key); ok = it.Next() {
				raw = unescapeKey(raw[:0], it.Key(), bucketLog)
				if len(raw) != 8 {
					// A shorter block number that is a prefix of this one after escaping cannot be: all have 7 bytes.
					yield(nil, fmt.Errorf("log key %q: %w", it.Key(), errForm))
					return
				}
				n := len(arena)
				arena = append(arena, it.Value()...)
				p := &block[raw[7]]
				id := binary.BigEndian.Uint64(raw)
				if err := p.parse(id, arena[n:len(arena):len(arena)]); err != nil {
					yield(nil, fmt.Errorf("log entry %d: %w", id, err))
					return
				}
			}
			for i := range block {
				p := &block[i]
				if p.id < max(from, 1) || p.deleted {
					continue
				}
				if !yield(p, nil) {
					return
				}
			}
		}
		if err := it.Error(); err != nil {
			yield(nil, err)
		}
	}
}

// keepLiterals bounds how many literals a scan remembers before it looks them up again.
const keepLiterals = 1 << 16

func (r levelReader) quads(ctx context.Context) iter.Seq2[quad.Quad, error] {
	return r.quadsFrom(ctx, 0)
}

func (r levelReader) quadsFrom(ctx context.Context, from uint64) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		vals := &values{r, map[uint64]quad.Value{}}
		literals := make([]uint64, 0, keepLiterals)
		for p, err := range r.log(ctx, from) {
			if err != nil {
				yield(quad.Quad{}, err)
				return
			}
			if p.value == nil {
				q, err := vals.quad(p)
				if err != nil {
					yield(quad.Quad{}, fmt.Errorf("quad %d: %w", p.id, err))
					return
				}
				if !yield(q, nil) {
					return
				}
				continue
			}
			v, err := parseStored(p.value)
			if err != nil {
				yield(quad.Quad{}, fmt.Errorf("value %d: %w", p.id, err))
				return
			}
			vals.known[p.id] = v
			if _, ok := v.(quad.IRI); !ok {
				if len(literals) == keepLiterals {
					for _, id := range literals[:keepLiterals/2] {
						delete(vals.known, id)
					}
					literals = append(literals[:0], literals[keepLiterals/2:]...)
				}
				literals = append(literals, p.id)
			}
		}
	}
}

func (r levelReader) metaInt(name string) (int64, error) {
	b, err := r.get([]byte(bucketMeta + name))
	if err != nil || b == nil {
		return 0, err
	}
	return metaInt(b)
}

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

func (b *levelDB) update(ctx context.Context, fn func(change) error) error {
	b.writer.Lock()
	defer b.writer.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	db, err := b.handle()
	if err != nil {
		return err
	}
	if !b.state.ready {
		if err := b.readState(db); err != nil {
			return err
		}
	}
	c := &levelChange{
		levelReader: levelReader{r: db}, gen: b.gen.Load() + 1, start: b.state.horizon, horizon: b.state.horizon, size: b.state.size, cache: &b.state.cache,
		vals: map[quad.Value]*changedValue{}, byID: map[uint64]*changedValue{}, lists: map[listKey]*changedList{},
		log: map[uint64]primitive{}, dead: map[uint64]bool{}, recs: map[string][]byte{},
	}
	if err := fn(c); err != nil {
		return err
	}
	if !c.touched {
		return nil
	}
	batch, err := c.batch()
	if err != nil {
		return err
	}
	if err := db.Write(batch, &opt.WriteOptions{Sync: b.sync}); err != nil {
		b.broken()
		return fmt.Errorf("store %s: %w", b.name, err)
	}
	c.remember()
	b.state.horizon, b.state.size = c.horizon, c.size
	b.gen.Store(c.gen)
	if b.onNews != nil {
		b.onNews(c.gen)
	}
	b.news.publish()
	return nil
}

func (b *levelDB) readState(db *leveldb.DB) error {
	r := levelReader{r: db}
	horizon, err := r.metaInt("horizon")
	if err != nil {
		return fmt.Errorf("store %s: %w", b.name, err)
	}
	size, err := r.metaInt("size")
	if err != nil {
		return fmt.Errorf("store %s: %w", b.name, err)
	}
	b.state = writerState{ready: true, horizon: uint64(horizon), size: size}
	return nil
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
	for _, id := range ids {
		p, ok, err := c.quad(id)
		if err != nil {
			return 0, err
		}
		if !ok || p.value != nil {
			return 0, fmt.Errorf("quad %d: %w", id, errForm)
		}
		if err := c.kill(&p); err != nil {
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
	for _, k := range [...]listKey{{'s', p.s, p.p, 0}, {'o', p.o, p.p, p.s}} {
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

func (b *levelDB) watch(ctx context.Context, fn func(uint64)) {
	ch := b.news.subscribe()
	defer b.news.unsubscribe(ch)
	for {
		select {
		case <-ctx.Done():
			return
		case <-ch:
			fn(b.gen.Load())
		}
	}
}

// news wakes those who wait for a change.
type news struct {
	mu   sync.Mutex
	subs map[chan struct{}]struct{}
}

func (n *news) subscribe() chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.subs == nil {
		n.subs = map[chan struct{}]struct{}{}
	}
	ch := make(chan struct{}, 1)
	n.subs[ch] = struct{}{}
	return ch
}

func (n *news) unsubscribe(ch chan struct{}) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.subs, ch)
}

func (n *news) publish() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for ch := range n.subs {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}

func (b *levelDB) status(ctx context.Context, s *Status) error {
	v, err := b.view(ctx)
	if err != nil {
		return err
	}
	defer v.release()
	s.Backend, s.Format = "leveldb", formatVersion
	s.Quads, err = v.(*levelView).metaInt("size")
	if err != nil {
		return err
	}
	if b.describe != nil {
		return b.describe(s)
	}
	s.Backend = "memory"
	return nil
}
