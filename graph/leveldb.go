package graph

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

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
	// bytes written since the opening
	written int64
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
		b.settle()
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

// settleLeast is what must have been written since the opening for it to be worth settling.
const settleLeast = 1 << 20

// settle packs what was written, before the data base is closed. The journal goes into tables, which makes the next
// opening quick. If more was written than the store is big, as after a first load, the tables of all levels become one
// level, which makes the store smaller by a third and takes a twentieth of the time that the writing took. What fails here
// is where it was.
func (b *levelDB) settle() {
	if b.folder == nil || b.failed || b.written < settleLeast {
		return
	}
	// Every change writes to this bucket, so every table that is young has keys in this range.
	young := *util.BytesPrefix([]byte(bucketMeta))
	if b.written > b.folder.size() {
		young = util.Range{}
	}
	_ = b.db.CompactRange(young)
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
	b.written += int64(len(batch.Dump()))
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
