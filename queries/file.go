package queries

import (
	"context"
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"unsafe"

	"entente/graph"
)

// The saved index.
//
// A header of 64 bytes: the magic, the version of this format, a number that tells the byte order, the store's
// generation, the newest date, the number of dropped statements, the number of sections and a checksum of all of this.
// Then a table with the length and the CRC-32C of each section, with its own checksum, and the sections themselves, in
// the order of base.sections, each beginning at a multiple of eight. Sections are the arrays of the index as they lie in
// memory, so that loading is reading. A file that fails a check is not used; the index is built anew.
const (
	fileMagic   = "ENTINDEX"
	fileVersion = 4
	fileOrder   = 0x01020304
	headerSize  = 64
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A section is an array of the index as bytes.
type section interface {
	bytes() []byte
	set(b []byte) bool
}

type column[T any] struct{ s *[]T }

func (c column[T]) bytes() []byte {
	if len(*c.s) == 0 {
		return nil
	}
	var t T
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(*c.s))), len(*c.s)*int(unsafe.Sizeof(t)))
}

func (c column[T]) set(b []byte) bool {
	var t T
	size := int(unsafe.Sizeof(t))
	if len(b)%size != 0 {
		return false
	}
	if len(b) > 0 {
		*c.s = unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/size)
	}
	return true
}

func col[T any](s *[]T) section { return column[T]{s} }

func (s *strs) sections() []section { return []section{col(&s.Off), col(&s.Data)} }

func (b *base) sections() []section {
	out := []section{
		col(&b.Predicate), col(&b.How), col(&b.Confidence), col(&b.Date), col(&b.Article), col(&b.Event),
		col(&b.From), col(&b.Hi), col(&b.First), col(&b.Mask), col(&b.Cost), col(&b.Oldest), col(&b.Newest), col(&b.BackFrom), col(&b.Back), col(&b.BackLo),
		col(&b.PlaceNode), col(&b.PlaceRow),
		col(&b.Str), col(&b.Type), col(&b.ByID), col(&b.ByWikidata),
		col(&b.Names.Text), col(&b.Names.Starts), col(&b.Names.Owner), col(&b.Names.Words), col(&b.Names.TopKey), col(&b.Names.TopFrom), col(&b.Names.TopWord),
		col(&b.Flags), col(&b.Published), col(&b.Publisher), col(&b.Digest),
		col(&b.Facts.To), col(&b.Facts.Position), col(&b.Facts.Source),
	}
	for _, s := range []*strs{&b.Strs, &b.Predicates, &b.Articles, &b.Publishers, &b.Facts.Text} {
		out = append(out, s.sections()...)
	}
	return out
}

func padded(n int) int { return (n + 7) &^ 7 }

// write writes the file beside its place and renames it, so that readers see whole files only.
func (b *base) write(path string) (err error) {
	sections := b.sections()
	head := make([]byte, headerSize+16*len(sections)+8)
	copy(head, fileMagic)
	binary.NativeEndian.PutUint32(head[8:], fileVersion)
	binary.NativeEndian.PutUint32(head[12:], fileOrder)
	binary.NativeEndian.PutUint64(head[16:], b.generation)
	binary.NativeEndian.PutUint32(head[24:], uint32(b.latest))
	binary.NativeEndian.PutUint64(head[32:], uint64(b.dropped))
	binary.NativeEndian.PutUint32(head[40:], uint32(len(sections)))
	binary.NativeEndian.PutUint32(head[60:], crc32.Checksum(head[:60], castagnoli))
	for i, s := range sections {
		data := s.bytes()
		binary.NativeEndian.PutUint64(head[headerSize+16*i:], uint64(len(data)))
		binary.NativeEndian.PutUint32(head[headerSize+16*i+8:], crc32.Checksum(data, castagnoli))
	}
	table := head[headerSize : len(head)-8]
	binary.NativeEndian.PutUint32(head[len(head)-8:], crc32.Checksum(table, castagnoli))

	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if _, err := f.Write(head); err != nil {
		return err
	}
	var zero [8]byte
	for _, s := range sections {
		data := s.bytes()
		if _, err := f.Write(data); err != nil {
			return err
		}
		if _, err := f.Write(zero[:padded(len(data))-len(data)]); err != nil {
			return err
		}
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// readBase reads a saved index; ok is false if there is none that can be used.
func readBase(path string) (_ *base, ok bool) {
	data, err := os.ReadFile(path)
	if err != nil || len(data) < headerSize || string(data[:8]) != fileMagic {
		return nil, false
	}
	u32 := func(at int) uint32 { return binary.NativeEndian.Uint32(data[at:]) }
	u64 := func(at int) uint64 { return binary.NativeEndian.Uint64(data[at:]) }
	if u32(8) != fileVersion || u32(12) != fileOrder || u32(60) != crc32.Checksum(data[:60], castagnoli) {
		return nil, false
	}
	b := &base{generation: u64(16), latest: day(u32(24)), dropped: int(u64(32))}
	sections := b.sections()
	at := headerSize + 16*len(sections) + 8
	if int(u32(40)) != len(sections) || len(data) < at || u32(at-8) != crc32.Checksum(data[headerSize:at-8], castagnoli) {
		return nil, false
	}
	for i, s := range sections {
		n := u64(headerSize + 16*i)
		if at > len(data) || n > uint64(len(data)-at) {
			return nil, false
		}
		part := data[at : at+int(n) : at+int(n)]
		if u32(headerSize+16*i+8) != crc32.Checksum(part, castagnoli) || !s.set(part) {
			return nil, false
		}
		at += padded(int(n))
	}
	return b.derive(), true
}

// load reads the file at o.Path if it is of this store: of its generation or an earlier one, and with the articles that the
// store has, but for those that changed since. What changed is put over it.
func (ix *Index) load(ctx context.Context) *base {
	if ix.o.Path == "" {
		return nil
	}
	b, ok := readBase(ix.o.Path)
	now := ix.g.Generation()
	if !ok || b.generation > now {
		return nil
	}
	if _, living := ix.g.(Living); !living && b.generation != now {
		return nil
	}
	changed := map[graph.Node]bool{}
	if b.generation != now {
		c, is := ix.g.(Changer)
		if !is {
			return b
		}
		put, deleted, known, err := c.Changes(ctx, b.generation)
		if !known || err != nil {
			return b // every article is going to be compared
		}
		for _, n := range slices.Concat(put, deleted) {
			changed[n] = true
		}
	}
	k, ok := ix.g.(interface {
		Known(ctx context.Context, id string) (sha, extractor string, ok bool, err error)
	})
	if !ok {
		return b
	}
	// A store that was made anew at the same place has other articles.
	n := b.Articles.len()
	if n == 0 && len(changed) == 0 {
		return nil
	}
	for i := range min(n, 16) {
		at := uint32(i * n / min(n, 16))
		id := b.Articles.get(at)
		if changed[graph.ArticleNode(id)] {
			continue
		}
		sha, extractor, ok, err := k.Known(ctx, id)
		if err != nil || !ok || digest(&graph.Article{SHA256: sha, Extractor: extractor}) != b.Digest[at] {
			return nil
		}
	}
	return b
}

// save writes the base to o.Path. That a file cannot be written costs time at the next start and nothing else.
func (ix *Index) save(b *base) {
	if ix.o.Path != "" {
		_ = b.write(ix.o.Path)
	}
}
