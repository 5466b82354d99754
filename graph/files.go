package graph

import (
	"cmp"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/syndtr/goleveldb/leveldb/storage"
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
