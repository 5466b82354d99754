package graph

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/syndtr/goleveldb/leveldb/journal"
	"github.com/syndtr/goleveldb/leveldb/storage"
	"github.com/syndtr/goleveldb/leveldb/util"
)

// dataFiles is a folder of LevelDB files as the writer uses it. It differs from LevelDB's own in that every new file's
// name is durable when the file is first synced, and in that it keeps the checksum of each table as it is written
// (tables never change afterwards).
type dataFiles struct {
	path string
	sums *sumFile

	mu     sync.Mutex
	locked bool
	closed bool
}

func dataName(fd storage.FileDesc) string { return fd.String() }

func parseDataName(name string) (fd storage.FileDesc, ok bool) {
	if num, found := strings.CutPrefix(name, "MANIFEST-"); found {
		n, err := strconv.ParseInt(num, 10, 64)
		return storage.FileDesc{Type: storage.TypeManifest, Num: n}, err == nil
	}
	num, kind, _ := strings.Cut(name, ".")
	n, err := strconv.ParseInt(num, 10, 64)
	if err != nil {
		return fd, false
	}
	fd.Num = n
	switch kind {
	case "log":
		fd.Type = storage.TypeJournal
	case "ldb", "sst":
		fd.Type = storage.TypeTable
	case "tmp":
		fd.Type = storage.TypeTemp
	default:
		return fd, false
	}
	return fd, true
}

// sumName is the file's name in SUMS: relative to the store's folder.
func (f *dataFiles) sumName(fd storage.FileDesc) string {
	return filepath.Base(f.path) + "/" + dataName(fd)
}

func (f *dataFiles) file(fd storage.FileDesc) string { return filepath.Join(f.path, dataName(fd)) }

// Lock keeps two data bases of this process apart; the store's LOCK keeps processes apart.
func (f *dataFiles) Lock() (storage.Locker, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.locked {
		return nil, storage.ErrLocked
	}
	f.locked = true
	return dataLock{f}, nil
}

type dataLock struct{ f *dataFiles }

func (l dataLock) Unlock() {
	l.f.mu.Lock()
	l.f.locked = false
	l.f.mu.Unlock()
}

func (f *dataFiles) Log(string) {}

func (f *dataFiles) SetMeta(fd storage.FileDesc) error {
	return writeDurable(filepath.Join(f.path, "CURRENT"), []byte(dataName(fd)+"\n"))
}

func (f *dataFiles) GetMeta() (storage.FileDesc, error) {
	return readCurrent(f.path)
}

func readCurrent(path string) (storage.FileDesc, error) {
	b, err := os.ReadFile(filepath.Join(path, "CURRENT"))
	if err != nil {
		return storage.FileDesc{}, err
	}
	name, ok := strings.CutSuffix(string(b), "\n")
	fd, valid := parseDataName(name)
	if !ok || !valid || fd.Type != storage.TypeManifest {
		return storage.FileDesc{}, fmt.Errorf("%s: %q names no manifest", filepath.Join(path, "CURRENT"), b)
	}
	return fd, nil
}

func (f *dataFiles) List(ft storage.FileType) ([]storage.FileDesc, error) {
	return listData(f.path, ft)
}

func listData(path string, ft storage.FileType) ([]storage.FileDesc, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	var fds []storage.FileDesc
	for _, e := range entries {
		if fd, ok := parseDataName(e.Name()); ok && fd.Type&ft != 0 {
			fds = append(fds, fd)
		}
	}
	slices.SortFunc(fds, func(a, b storage.FileDesc) int { return cmp.Compare(a.Num, b.Num) })
	return fds, nil
}

func (f *dataFiles) Open(fd storage.FileDesc) (storage.Reader, error) {
	file, err := os.Open(f.file(fd))
	if err != nil || fd.Type != storage.TypeTable {
		return file, err
	}
	t, err := openTable(file, file.Close)
	if err != nil {
		file.Close()
		return nil, err
	}
	return t, nil
}

func (f *dataFiles) Create(fd storage.FileDesc) (storage.Writer, error) {
	file, err := os.OpenFile(f.file(fd), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return nil, err
	}
	w := &dataWriter{File: file, files: f, fd: fd}
	if fd.Type == storage.TypeTable {
		return &tableWriter{dataWriter: w}, nil
	}
	return w, nil
}

// Remove keeps the manifest that CURRENT names: LevelDB removes a new one when making CURRENT durable failed, although
// CURRENT may name it already.
func (f *dataFiles) Remove(fd storage.FileDesc) error {
	if fd.Type == storage.TypeManifest {
		if current, err := readCurrent(f.path); err == nil && current == fd {
			return nil
		}
	}
	f.sums.drop(f.sumName(fd))
	return os.Remove(f.file(fd))
}

func (f *dataFiles) Rename(from, to storage.FileDesc) error {
	return os.Rename(f.file(from), f.file(to))
}

func (f *dataFiles) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	return nil
}

type dataWriter struct {
	*os.File
	files  *dataFiles
	fd     storage.FileDesc
	sum    uint32
	size   int64
	failed bool
	named  bool
}

func (w *dataWriter) Write(b []byte) (int, error) {
	n, err := w.File.Write(b)
	w.sum = crc32.Update(w.sum, castagnoli, b[:n])
	w.size += int64(n)
	w.failed = w.failed || err != nil
	return n, err
}

func (w *dataWriter) Sync() error {
	if err := w.File.Sync(); err != nil {
		w.failed = true
		return err
	}
	if !w.named {
		if err := syncFolder(w.files.path); err != nil {
			w.failed = true
			return err
		}
		w.named = true
	}
	return nil
}

func (w *dataWriter) Close() error {
	err := w.File.Close()
	if err == nil && !w.failed && w.fd.Type == storage.TypeTable {
		w.files.sums.put(w.files.sumName(w.fd), fileSum{w.size, w.sum})
	}
	return err
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// writeDurable puts a file in place of path, whole or not at all.
func writeDurable(path string, data []byte) error {
	tmp := path + ".new"
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err != nil {
		os.Remove(tmp)
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// A sumFile is the file SUMS: size and CRC-32C of the store's files, one a line, "NAME SIZE CRC". While a writer has the
// store open its first line is "open" and it lists tables only, each added when it is written; it may lack the last ones
// after a crash. A store that was closed lists every file behind a first line "closed N CRC", the number of lines that
// follow and the checksum over them; then any change of any file shows.
type sumFile struct {
	mu   sync.Mutex
	sums map[string]fileSum
	f    *os.File
}

type fileSum struct {
	size int64
	crc  uint32
}

func (s fileSum) line(name string) string { return fmt.Sprintf("%s %d %08x\n", name, s.size, s.crc) }

func (s *sumFile) put(name string, sum fileSum) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sums[name] = sum
	if s.f != nil {
		// What cannot be written here is computed again when the store is closed.
		_, _ = s.f.WriteString(sum.line(name))
	}
}

func (s *sumFile) drop(name string) {
	if s == nil {
		return
	}
	s.mu.Lock()
	delete(s.sums, name)
	s.mu.Unlock()
}

// dropFolder drops the files of a data folder.
func (s *sumFile) dropFolder(data string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name := range s.sums {
		if strings.HasPrefix(name, data+"/") {
			delete(s.sums, name)
		}
	}
}

// readSums reads SUMS. closed says that it lists every file.
func readSums(path string) (sums map[string]fileSum, closed bool, err error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]fileSum{}, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	head, rest, ok := strings.Cut(string(b), "\n")
	if ok {
		closed = head == closedLine(strings.Count(rest, "\n"), rest)
	}
	if !ok || !closed && head != "open" {
		return nil, false, fmt.Errorf("%s: its own checksum is wrong", path)
	}
	sums = map[string]fileSum{}
	n := 1
	for line := range strings.Lines(rest) {
		n++
		fields := strings.Fields(line)
		if !closed && !strings.HasSuffix(line, "\n") {
			break // a crash cut it
		}
		if len(fields) != 3 {
			return nil, false, fmt.Errorf("%s:%d: %q is no line of it", path, n, strings.TrimSpace(line))
		}
		size, err1 := strconv.ParseInt(fields[1], 10, 64)
		crc, err2 := strconv.ParseUint(fields[2], 16, 32)
		if err1 != nil || err2 != nil {
			return nil, false, fmt.Errorf("%s:%d: %q is no line of it", path, n, strings.TrimSpace(line))
		}
		sums[fields[0]] = fileSum{size, uint32(crc)}
	}
	return sums, closed, nil
}

func closedLine(lines int, rest string) string {
	return fmt.Sprintf("closed %d %08x", lines, crc32.Checksum([]byte(rest), castagnoli))
}

func encodeSums(sums map[string]fileSum, closed bool) []byte {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		b.WriteString(sums[name].line(name))
	}
	head := "open"
	if closed {
		head = closedLine(len(sums), b.String())
	}
	return []byte(head + "\n" + b.String())
}

func sumOf(path string) (fileSum, error) {
	f, err := os.Open(path)
	if err != nil {
		return fileSum{}, err
	}
	defer f.Close()
	h := crc32.New(castagnoli)
	n, err := io.Copy(h, f)
	return fileSum{n, h.Sum32()}, err
}

const journalBlock = 32 << 10

// scanJournal checks a file in LevelDB's journal form: blocks of 32 KiB with chunks of a header (CRC-32C 4, length 2,
// kind 1) and data. It returns where the last whole record ends. What follows is the trace of a crash if nothing readable
// comes after it; else the file is damaged.
func scanJournal(data []byte) (valid int, damage error) {
	chunk := func(at int) (end int, kind byte, ok bool) {
		room := journalBlock - at%journalBlock
		if room < 7 || at+7 > len(data) {
			return 0, 0, false
		}
		n := int(binary.LittleEndian.Uint16(data[at+4:]))
		kind = data[at+6]
		if 7+n > room || at+7+n > len(data) || kind < 1 || kind > 4 {
			return 0, 0, false
		}
		crc := binary.LittleEndian.Uint32(data[at:])
		return at + 7 + n, kind, crc == util.NewCRC(data[at+6:at+7+n]).Value()
	}
	at, within := 0, false
	for at < len(data) {
		if room := journalBlock - at%journalBlock; room < 7 {
			for _, c := range data[at:min(at+room, len(data))] {
				if c != 0 {
					return valid, fmt.Errorf("padding at byte %d is not empty", at)
				}
			}
			at += room
			continue
		}
		end, kind, ok := chunk(at)
		if !ok || within != (kind == 3 || kind == 4) {
			break
		}
		within = kind == 2 || kind == 3
		at = end
		if !within {
			valid = end
		}
	}
	if at >= len(data) {
		return valid, nil
	}
	// A header whose length was not changed leads to the next chunk; else the next block may be readable.
	bad := at
	if at+7 <= len(data) {
		next := at + 7 + int(binary.LittleEndian.Uint16(data[at+4:]))
		if _, _, ok := chunk(next); ok && next < len(data) && next > at {
			return valid, fmt.Errorf("record at byte %d is unreadable, what follows is not", bad)
		}
	}
	for next := (at/journalBlock + 1) * journalBlock; next < len(data); next += journalBlock {
		if _, _, ok := chunk(next); ok {
			return valid, fmt.Errorf("record at byte %d is unreadable, what follows is not", bad)
		}
	}
	return valid, nil
}

// An edit is one record of LevelDB's manifest, as far as it concerns which files are alive.
type edit struct {
	journal, next uint64
	hasJournal    bool
	added         map[uint64]uint64 // table -> size
	deleted       []uint64
}

func parseEdit(b []byte) (e edit, err error) {
	e.added = map[uint64]uint64{}
	number := func() uint64 {
		x, n := binary.Uvarint(b)
		if n <= 0 {
			err = errForm
			b = nil
			return 0
		}
		b = b[n:]
		return x
	}
	text := func() {
		n := number()
		if n > uint64(len(b)) {
			err, b = errForm, nil
			return
		}
		b = b[n:]
	}
	for len(b) > 0 {
		switch number() {
		case 1: // comparator
			text()
		case 2:
			e.journal, e.hasJournal = number(), true
		case 3:
			e.next = number()
		case 4, 9: // sequence number, previous journal
			number()
		case 5: // compaction pointer
			number()
			text()
		case 6:
			number()
			e.deleted = append(e.deleted, number())
		case 7:
			number()
			table := number()
			e.added[table] = number()
			text()
			text()
		default:
			return e, errForm
		}
	}
	return e, err
}

// liveFiles reads a manifest: the tables that are alive, with their sizes, and the first journal that counts.
func liveFiles(manifest []byte) (tables map[uint64]uint64, first uint64, err error) {
	tables = map[uint64]uint64{}
	r := journal.NewReader(bytes.NewReader(manifest), nil, true, true)
	for {
		rec, err := r.Next()
		if err == io.EOF {
			return tables, first, nil
		}
		if err != nil {
			return nil, 0, err
		}
		b, err := io.ReadAll(rec)
		if err != nil {
			return nil, 0, err
		}
		e, err := parseEdit(b)
		if err != nil {
			return nil, 0, err
		}
		if e.hasJournal {
			first = e.journal
		}
		for _, t := range e.deleted {
			delete(tables, t)
		}
		for t, size := range e.added {
			tables[t] = size
		}
	}
}

// pinnedFiles is one state of a folder of LevelDB files, for reading beside a writer of another process: the manifest and
// the journals copied into memory, the tables held open, so that they stay readable when the writer removes their names.
type pinnedFiles struct {
	manifest storage.FileDesc
	copies   map[storage.FileDesc][]byte
	tables   map[storage.FileDesc]*os.File
}

var errMoved = errors.New("the files changed while they were read")

// pinFiles takes the newest state of the folder. A writer may be at work: it tries again until it has read a state that
// was the same before and after.
func pinFiles(path string) (*pinnedFiles, error) {
	var err error
	for range 100 {
		var p *pinnedFiles
		p, err = tryPin(path)
		if err == nil {
			return p, nil
		}
		if !errors.Is(err, errMoved) && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return nil, err
}

func tryPin(path string) (_ *pinnedFiles, err error) {
	p := &pinnedFiles{copies: map[storage.FileDesc][]byte{}, tables: map[storage.FileDesc]*os.File{}}
	defer func() {
		if err != nil {
			p.Close()
		}
	}()
	if p.manifest, err = readCurrent(path); err != nil {
		return nil, err
	}
	read := func(fd storage.FileDesc) ([]byte, error) { return os.ReadFile(filepath.Join(path, dataName(fd))) }
	whole, err := read(p.manifest)
	if err != nil {
		return nil, err
	}
	valid, err := scanJournal(whole)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dataName(p.manifest), err)
	}
	p.copies[p.manifest] = whole[:valid]
	tables, first, err := liveFiles(whole[:valid])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dataName(p.manifest), err)
	}
	journals, err := listData(path, storage.TypeJournal)
	if err != nil {
		return nil, err
	}
	// In order, each after the one before it was complete, so that what is read is a prefix of what was written.
	for _, fd := range journals {
		if uint64(fd.Num) < first {
			continue
		}
		b, err := read(fd)
		if err != nil {
			return nil, err
		}
		valid, err := scanJournal(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", dataName(fd), err)
		}
		p.copies[fd] = b[:valid]
	}
	if err := p.mergeJournals(); err != nil {
		return nil, err
	}
	for num, size := range tables {
		fd := storage.FileDesc{Type: storage.TypeTable, Num: int64(num)}
		f, err := os.Open(filepath.Join(path, dataName(fd)))
		if err != nil {
			return nil, err
		}
		p.tables[fd] = f
		if t, err := openTable(f, nil); err != nil {
			return nil, err
		} else if uint64(t.size) != size {
			return nil, fmt.Errorf("%s: %d bytes, want %d", dataName(fd), t.size, size)
		}
	}
	now, err := readCurrent(path)
	if err != nil {
		return nil, err
	}
	if now != p.manifest {
		return nil, errMoved
	}
	again, err := read(p.manifest)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(again, whole) {
		return nil, errMoved
	}
	return p, nil
}

// mergeJournals makes one journal of several, as there are while a writer changes to a new one: LevelDB's reader of a
// read-only data base stops with an error at the second.
func (p *pinnedFiles) mergeJournals() error {
	fds, _ := p.List(storage.TypeJournal)
	if len(fds) < 2 {
		return nil
	}
	slices.SortFunc(fds, func(a, b storage.FileDesc) int { return cmp.Compare(a.Num, b.Num) })
	var merged bytes.Buffer
	w := journal.NewWriter(&merged)
	for _, fd := range fds {
		r := journal.NewReader(bytes.NewReader(p.copies[fd]), nil, true, true)
		for {
			rec, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				return fmt.Errorf("%s: %w", dataName(fd), err)
			}
			to, err := w.Next()
			if err == nil {
				_, err = io.Copy(to, rec)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", dataName(fd), err)
			}
		}
		delete(p.copies, fd)
	}
	if err := w.Close(); err != nil {
		return err
	}
	p.copies[fds[len(fds)-1]] = merged.Bytes()
	return nil
}

func (p *pinnedFiles) Lock() (storage.Locker, error)      { return nopLock{}, nil }
func (p *pinnedFiles) Log(string)                         {}
func (p *pinnedFiles) SetMeta(storage.FileDesc) error     { return ErrReadOnly }
func (p *pinnedFiles) GetMeta() (storage.FileDesc, error) { return p.manifest, nil }
func (p *pinnedFiles) Remove(storage.FileDesc) error      { return ErrReadOnly }
func (p *pinnedFiles) Rename(_, _ storage.FileDesc) error { return ErrReadOnly }
func (p *pinnedFiles) Create(storage.FileDesc) (storage.Writer, error) {
	return nil, ErrReadOnly
}

type nopLock struct{}

func (nopLock) Unlock() {}

func (p *pinnedFiles) List(ft storage.FileType) ([]storage.FileDesc, error) {
	var fds []storage.FileDesc
	for fd := range p.copies {
		if fd.Type&ft != 0 {
			fds = append(fds, fd)
		}
	}
	for fd := range p.tables {
		if fd.Type&ft != 0 {
			fds = append(fds, fd)
		}
	}
	return fds, nil
}

func (p *pinnedFiles) Open(fd storage.FileDesc) (storage.Reader, error) {
	if f, ok := p.tables[fd]; ok {
		return openTable(f, func() error { return nil })
	}
	return p.stored(fd)
}

// stored reads a file as it is on the disk.
func (p *pinnedFiles) stored(fd storage.FileDesc) (storage.Reader, error) {
	if b, ok := p.copies[fd]; ok {
		return pinnedReader{bytes.NewReader(b)}, nil
	}
	f, ok := p.tables[fd]
	if !ok {
		return nil, fs.ErrNotExist
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return pinnedReader{io.NewSectionReader(f, 0, info.Size())}, nil
}

type readerAt interface {
	io.ReadSeeker
	io.ReaderAt
}

type pinnedReader struct{ readerAt }

func (pinnedReader) Close() error { return nil }

func (p *pinnedFiles) Close() error {
	for _, f := range p.tables {
		f.Close()
	}
	return nil
}
