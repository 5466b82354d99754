package graph

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/syndtr/goleveldb/leveldb/journal"
	"github.com/syndtr/goleveldb/leveldb/storage"
)

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
