package graph

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"os"
	"slices"
	"sync"

	"github.com/klauspost/compress/zstd"
	"github.com/syndtr/goleveldb/leveldb/filter"
)

// LevelDB's tables are written without its own compression (Snappy) and packed with Zstandard on their way to the disk,
// which makes them a fifth smaller. LevelDB writes a table block by block and reads whole blocks, so each block is packed
// by itself:
//
//	block...     Zstandard, or as it is if that is not smaller
//	index        uvarint length of each block and uvarint length of what is stored of it
//	trailer      length of the index (4), CRC-32C of the index and what follows in the trailer (4), length of the table (8),
//	             "enttable"; little endian
//
// LevelDB's own checksums are in the blocks. A file without the trailer is a table as LevelDB writes it (format 1).

const (
	tableMagic   = "enttable"
	tableTrailer = 4 + 4 + 8 + len(tableMagic)
)

// packer and unpacker are for any number of goroutines. Blocks are small, so that a bigger window would not help.
var packer = sync.OnceValue(func() *zstd.Encoder {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(64<<10),
		zstd.WithLowerEncoderMem(true), zstd.WithEncoderCRC(false))
	if err != nil {
		panic(err) // the options are constants
	}
	return e
})

var unpacker = sync.OnceValue(func() *zstd.Decoder {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(1<<30))
	if err != nil {
		panic(err) // the options are constants
	}
	return d
})

// A tableWriter packs what is written to it. Nothing may be written after Sync.
type tableWriter struct {
	*dataWriter
	index  []byte
	size   uint64
	packed []byte
	ended  bool
}

func (w *tableWriter) Write(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	if w.ended || uint64(len(b)) > math.MaxUint32 {
		return 0, errors.New("the table is finished, or a block of it too big")
	}
	w.packed = packer().EncodeAll(b, w.packed[:0])
	stored := w.packed
	if len(stored) >= len(b) {
		stored = b
	}
	if _, err := w.dataWriter.Write(stored); err != nil {
		return 0, err
	}
	w.index = binary.AppendUvarint(w.index, uint64(len(b)))
	w.index = binary.AppendUvarint(w.index, uint64(len(stored)))
	w.size += uint64(len(b))
	return len(b), nil
}

func (w *tableWriter) Sync() error {
	if !w.ended {
		w.ended = true
		end := binary.LittleEndian.AppendUint64(nil, w.size)
		end = append(end, tableMagic...)
		n := len(w.index)
		sum := crc32.Update(crc32.Checksum(w.index, castagnoli), castagnoli, end)
		w.index = binary.LittleEndian.AppendUint32(w.index, uint32(n))
		w.index = binary.LittleEndian.AppendUint32(w.index, sum)
		if _, err := w.dataWriter.Write(append(w.index, end...)); err != nil {
			return err
		}
	}
	return w.dataWriter.Sync()
}

// A tableReader reads a packed table as LevelDB wrote it.
type tableReader struct {
	file   io.ReaderAt
	close  func() error
	blocks []tableBlock // in order; begin only grows
	size   int64
	at     int64 // of Read and Seek
}

// A tableBlock says where a block begins and where what is stored of it does; the next one tells where it ends.
type tableBlock struct{ begin, stored int64 }

// openTable reads a table. close is called by Close.
func openTable(file *os.File, close func() error) (*tableReader, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	t := &tableReader{file: file, close: close, size: info.Size()}
	trailer, size, packed, err := tableIndex(file, info.Size())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file.Name(), err)
	}
	if !packed {
		return t, nil
	}
	t.size = size
	index := trailer[:len(trailer)-tableTrailer]
	var at tableBlock
	for len(index) > 0 {
		n, k := binary.Uvarint(index)
		m, l := binary.Uvarint(index[max(k, 0):])
		if k <= 0 || l <= 0 || n > math.MaxUint32 || m > n {
			return nil, fmt.Errorf("%s: %w", file.Name(), errTable)
		}
		index = index[k+l:]
		t.blocks = append(t.blocks, at)
		at.begin += int64(n)
		at.stored += int64(m)
	}
	if at.begin != size || at.stored+int64(len(trailer)) != info.Size() {
		return nil, fmt.Errorf("%s: %w", file.Name(), errTable)
	}
	t.blocks = append(t.blocks, at)
	return t, nil
}

var errTable = errors.New("the index of the table is damaged")

// tableIndex reads the index and the trailer of a table. packed is false if the table is as LevelDB wrote it.
func tableIndex(file io.ReaderAt, stored int64) (end []byte, size int64, packed bool, err error) {
	if stored < int64(tableTrailer) {
		return nil, stored, false, nil
	}
	var trailer [tableTrailer]byte
	if _, err := file.ReadAt(trailer[:], stored-int64(tableTrailer)); err != nil {
		return nil, 0, false, err
	}
	if string(trailer[16:]) != tableMagic {
		return nil, stored, false, nil
	}
	n := int64(binary.LittleEndian.Uint32(trailer[:]))
	if n > stored-int64(tableTrailer) {
		return nil, 0, true, errTable
	}
	end = make([]byte, n+int64(tableTrailer))
	if _, err := file.ReadAt(end, stored-int64(len(end))); err != nil {
		return nil, 0, true, err
	}
	sum := crc32.Update(crc32.Checksum(end[:n], castagnoli), castagnoli, trailer[8:])
	if sum != binary.LittleEndian.Uint32(trailer[4:]) {
		return nil, 0, true, errTable
	}
	return end, int64(binary.LittleEndian.Uint64(trailer[8:])), true, nil
}

// tableSize is the size that LevelDB knows a table by.
func tableSize(path string) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	_, size, _, err := tableIndex(f, info.Size())
	return size, err
}

// packedBuffers hold what is stored of a block while it is unpacked.
var packedBuffers = sync.Pool{New: func() any { b := make([]byte, 0, 2*blockSize); return &b }}

func (t *tableReader) ReadAt(p []byte, off int64) (n int, err error) {
	if t.blocks == nil {
		return t.file.ReadAt(p, off)
	}
	i, found := slices.BinarySearchFunc(t.blocks, off, func(b tableBlock, off int64) int { return cmp.Compare(b.begin, off) })
	if !found {
		i--
	}
	for n < len(p) {
		if i < 0 || i >= len(t.blocks)-1 {
			return n, io.EOF
		}
		begin, end := t.blocks[i].begin, t.blocks[i+1].begin
		if off == begin && int64(len(p)-n) >= end-begin {
			// What is asked for holds the whole block, as LevelDB's own questions do.
			if err := t.unpack(p[n:n:n+int(end-begin)], i); err != nil {
				return n, err
			}
			n += int(end - begin)
		} else {
			whole := make([]byte, end-begin)
			if err := t.unpack(whole[:0:len(whole)], i); err != nil {
				return n, err
			}
			n += copy(p[n:], whole[off-begin:])
		}
		off = end
		i++
	}
	return n, nil
}

// unpack puts block i into the capacity of to.
func (t *tableReader) unpack(to []byte, i int) error {
	at, size := t.blocks[i].stored, int(t.blocks[i+1].stored-t.blocks[i].stored)
	if size == cap(to) {
		_, err := t.file.ReadAt(to[:size], at)
		return err
	}
	buf := packedBuffers.Get().(*[]byte)
	defer packedBuffers.Put(buf)
	*buf = slices.Grow((*buf)[:0], size)[:size]
	if _, err := t.file.ReadAt(*buf, at); err != nil {
		return err
	}
	got, err := unpacker().DecodeAll(*buf, to)
	if err == nil && (len(got) != cap(to) || len(got) > 0 && &got[0] != &to[:1][0]) {
		err = errTable
	}
	return err
}

func (t *tableReader) Read(p []byte) (int, error) {
	if t.at >= t.size {
		return 0, io.EOF
	}
	n, err := t.ReadAt(p[:min(int64(len(p)), t.size-t.at)], t.at)
	t.at += int64(n)
	return n, err
}

func (t *tableReader) Seek(off int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		off += t.at
	case io.SeekEnd:
		off += t.size
	}
	if off < 0 {
		return t.at, errors.New("seek before the beginning")
	}
	t.at = off
	return off, nil
}

func (t *tableReader) Close() error { return t.close() }

// valueFilter is a Bloom filter over the keys that are often asked for in vain, those of values and of records. It would
// be a tenth of the tables if it were over all keys.
type valueFilter struct{ filter.Filter }

func newValueFilter() filter.Filter { return valueFilter{filter.NewBloomFilter(10)} }

func (valueFilter) Name() string { return "entente.ValueFilter" }

func filtered(key []byte) bool { return len(key) > 0 && (key[0] == 'v' || key[0] == recordPrefix[0]) }

func (f valueFilter) Contains(filter, key []byte) bool {
	return !filtered(key) || f.Filter.Contains(filter, key)
}

func (f valueFilter) NewGenerator() filter.FilterGenerator {
	return &valueGenerator{FilterGenerator: f.Filter.NewGenerator()}
}

type valueGenerator struct {
	filter.FilterGenerator
	any bool
}

func (g *valueGenerator) Add(key []byte) {
	if filtered(key) {
		g.any = true
		g.FilterGenerator.Add(key)
	}
}

func (g *valueGenerator) Generate(b filter.Buffer) {
	if !g.any {
		b.WriteByte(0) // no value and no record; an empty filter would mean that no key is there
		return
	}
	g.any = false
	g.FilterGenerator.Generate(b)
}
