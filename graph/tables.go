package graph

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/syndtr/goleveldb/leveldb/comparer"
	"github.com/syndtr/goleveldb/leveldb/filter"
	"github.com/syndtr/goleveldb/leveldb/journal"
	"github.com/syndtr/goleveldb/leveldb/opt"
	"github.com/syndtr/goleveldb/leveldb/storage"
	"github.com/syndtr/goleveldb/leveldb/table"
	"github.com/syndtr/goleveldb/leveldb/util"
)

// A tableBuilder writes a LevelDB data base from sorted keys, each once: its tables in one level, and a manifest that
// names them. Nothing is merged, so it costs a fraction of putting the keys one by one.
type tableBuilder struct {
	files  *dataFiles
	o      *opt.Options
	pool   *util.BufferPool
	next   int64
	tables []builtTable
	bytes  int64

	file storage.Writer
	w    *table.Writer
	at   builtTable
	ikey []byte
}

type builtTable struct {
	num      int64
	size     int64
	min, max []byte
}

const builtTableSize = 8 << 20

// Blocks of 32 KiB would make tables 4 % smaller and reads slower.
const (
	blockLg         = 14
	blockSize       = 1 << blockLg
	restartInterval = 32 // keys that share prefixes with the one before
)

// newTableBuilder writes into an empty folder.
func newTableBuilder(files *dataFiles) *tableBuilder {
	return &tableBuilder{
		files: files, next: 2,
		o: &opt.Options{BlockSize: blockSize, BlockRestartInterval: restartInterval, Compression: opt.NoCompression,
			Comparer: internalOrder{}, Filter: internalFilter{newValueFilter()}, FilterBaseLg: blockLg},
		pool: util.NewBufferPool(blockSize + 5),
	}
}

// add appends a key to the table under way. Within a table keys come in order; the key ranges of tables do not overlap.
func (b *tableBuilder) add(key, value []byte) error {
	if b.w != nil && b.w.BytesLen() >= builtTableSize {
		if err := b.cut(); err != nil {
			return err
		}
	}
	b.ikey = append(append(b.ikey[:0], key...), 1, 1, 0, 0, 0, 0, 0, 0) // a value, sequence number 1
	if b.w == nil {
		b.at = builtTable{num: b.next, min: bytes.Clone(b.ikey)}
		b.next++
		var err error
		if b.file, err = b.files.Create(storage.FileDesc{Type: storage.TypeTable, Num: b.at.num}); err != nil {
			return err
		}
		b.w = table.NewWriter(b.file, b.o, b.pool, 2*blockSize)
	}
	b.at.max = append(b.at.max[:0], b.ikey...)
	return b.w.Append(b.ikey, value)
}

// cut ends the table under way.
func (b *tableBuilder) cut() error {
	if b.w == nil {
		return nil
	}
	err := b.w.Close()
	b.at.size = int64(b.w.BytesLen())
	if err == nil {
		err = b.file.Sync()
	}
	err = errors.Join(err, b.file.Close())
	b.w, b.file = nil, nil
	b.bytes += b.at.size
	b.tables = append(b.tables, b.at)
	return err
}

// abandon closes the table under way; the folder is of no use then.
func (b *tableBuilder) abandon() {
	if b.file != nil {
		b.file.Close()
	}
}

// finish writes the manifest, and makes all durable.
func (b *tableBuilder) finish(options *opt.Options) error {
	if err := b.cut(); err != nil {
		return err
	}
	level := 1
	for level < 5 && b.bytes > options.GetCompactionTotalSize(level)/2 {
		level++
	}
	slices.SortFunc(b.tables, func(x, y builtTable) int { return internalOrder{}.Compare(x.min, y.min) })
	for i := 1; i < len(b.tables); i++ {
		if (internalOrder{}).Compare(b.tables[i-1].max, b.tables[i].min) >= 0 {
			return fmt.Errorf("table %d reaches into table %d", b.tables[i-1].num, b.tables[i].num)
		}
	}
	var rec []byte
	number := func(x uint64) { rec = binary.AppendUvarint(rec, x) }
	text := func(s []byte) { number(uint64(len(s))); rec = append(rec, s...) }
	number(1)
	text([]byte(comparer.DefaultComparer.Name()))
	for _, field := range [...][2]uint64{{2, uint64(b.next)}, {3, uint64(b.next)}, {4, 1}} { // first journal, next file, sequence number
		number(field[0])
		number(field[1])
	}
	for _, t := range b.tables {
		number(7)
		number(uint64(level))
		number(uint64(t.num))
		number(uint64(t.size))
		text(t.min)
		text(t.max)
	}
	manifest := storage.FileDesc{Type: storage.TypeManifest, Num: 1}
	f, err := b.files.Create(manifest)
	if err != nil {
		return err
	}
	jw := journal.NewWriter(f)
	w, err := jw.Next()
	if err == nil {
		_, err = w.Write(rec)
	}
	err = errors.Join(err, jw.Close())
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return b.files.SetMeta(manifest)
}

// newDataFolder makes an empty data folder beside the one in use.
func (f *folder) newDataFolder(name string) (*dataFiles, error) {
	path := f.file(name)
	if err := os.RemoveAll(path); err != nil {
		return nil, err
	}
	if err := os.Mkdir(path, 0o755); err != nil {
		return nil, err
	}
	return &dataFiles{path: path, sums: f.sums}, syncFolder(filepath.Dir(path))
}

// internalOrder is LevelDB's order of keys with their sequence numbers: by key, then the newest first.
type internalOrder struct{}

func (internalOrder) Name() string { return comparer.DefaultComparer.Name() }

func (internalOrder) Compare(a, b []byte) int {
	if c := bytes.Compare(a[:len(a)-8], b[:len(b)-8]); c != 0 {
		return c
	}
	x, y := binary.LittleEndian.Uint64(a[len(a)-8:]), binary.LittleEndian.Uint64(b[len(b)-8:])
	switch {
	case x > y:
		return -1
	case x < y:
		return 1
	}
	return 0
}

// maxSequence is behind a shortened key, so that it stands before every version of that key.
var maxSequence = []byte{1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

func (internalOrder) Separator(dst, a, b []byte) []byte {
	key := a[:len(a)-8]
	s := comparer.DefaultComparer.Separator(dst, key, b[:len(b)-8])
	if s == nil || len(s) >= len(key) || bytes.Compare(key, s) >= 0 {
		return nil
	}
	return append(s, maxSequence...)
}

func (internalOrder) Successor(dst, b []byte) []byte { return nil }

// internalFilter filters by the keys without their sequence numbers.
type internalFilter struct{ filter.Filter }

func (f internalFilter) NewGenerator() filter.FilterGenerator {
	return internalGenerator{f.Filter.NewGenerator()}
}

type internalGenerator struct{ filter.FilterGenerator }

func (g internalGenerator) Add(key []byte) { g.FilterGenerator.Add(key[:len(key)-8]) }
