package graph

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/syndtr/goleveldb/leveldb/storage"
)

// A store in a folder has these files; others, which other packages put there, are left alone.
//
//	FORMAT        "entente store 2", "data NAME" and "sum CRC" (CRC-32C of the two lines before), a line each
//	LOCK          the process that writes: "PID RFC3339-TIME", locked as long as it does
//	GENERATION    "GENERATION16 CRC" in hex: the number of the last change, written after the change is durable, never
//	              before. If the data knows only an older one, changes were lost.
//	SUMS          sizes and checksums of the files (sumFile)
//	data-NNNNNN/  a folder of LevelDB with packed tables (tableWriter); NAME is the one in use
//
// A store of format 1 is brought up to date when it is opened for writing (upgrade).
const (
	formatVersion  = 2
	formatFile     = "FORMAT"
	lockFile       = "LOCK"
	generationFile = "GENERATION"
	sumsFile       = "SUMS"
	firstData      = "data-000001"
)

// readFormat returns the data folder in use. It returns fs.ErrNotExist if the folder has no FORMAT.
func readFormat(path string) (data string, err error) {
	data, version, err := readAnyFormat(path)
	if err == nil && version < formatVersion {
		return "", &FormatError{Path: path, Format: version, Reason: fmt.Sprintf("format %d was made by an older entente; this one reads %d", version, formatVersion),
			Hint: "entente compact brings it up to date, as does whatever else writes to it"}
	}
	return data, err
}

// readAnyFormat is readFormat for all formats that can be brought up to date.
func readAnyFormat(path string) (data string, version int, err error) {
	b, err := os.ReadFile(filepath.Join(path, formatFile))
	if err != nil {
		return "", 0, err
	}
	bad := &FormatError{Path: path, Reason: "its FORMAT is damaged", Hint: "entente restore FILE puts a backup in its place"}
	lines := strings.SplitAfter(string(b), "\n")
	number, ok := strings.CutPrefix(lines[0], "entente store ")
	version, err = strconv.Atoi(strings.TrimSuffix(number, "\n"))
	if !ok || err != nil || version < 1 {
		return "", 0, bad
	}
	if version > formatVersion {
		return "", 0, &FormatError{Path: path, Format: version, Reason: fmt.Sprintf("format %d was made by a newer entente; this one knows %d", version, formatVersion),
			Hint: "use the entente that made it, or entente export there and entente load here"}
	}
	if len(lines) != 4 || lines[3] != "" || lines[2] != fmt.Sprintf("sum %08x\n", crc32.Checksum([]byte(lines[0]+lines[1]), castagnoli)) {
		return "", 0, bad
	}
	data = strings.TrimSuffix(strings.TrimPrefix(lines[1], "data "), "\n")
	if !strings.HasPrefix(data, "data-") || data != filepath.Base(data) {
		return "", 0, bad
	}
	return data, version, nil
}

func encodeFormat(version int, data string) []byte {
	text := fmt.Sprintf("entente store %d\ndata %s\n", version, data)
	return fmt.Appendf([]byte(text), "sum %08x\n", crc32.Checksum([]byte(text), castagnoli))
}

func writeFormat(path, data string) error {
	return writeDurable(filepath.Join(path, formatFile), encodeFormat(formatVersion, data))
}

func encodeGeneration(gen uint64) []byte {
	text := fmt.Sprintf("%016x", gen)
	return []byte(fmt.Sprintf("%s %08x\n", text, crc32.Checksum([]byte(text), castagnoli)))
}

// readGeneration returns 0 if there is none yet.
func readGeneration(path string) (uint64, error) {
	name := filepath.Join(path, generationFile)
	b, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	if len(b) >= 16 {
		if gen, err := strconv.ParseUint(string(b[:16]), 16, 64); err == nil && string(encodeGeneration(gen)) == string(b) {
			return gen, nil
		}
	}
	return 0, fmt.Errorf("%s: %w", name, errForm)
}

// ours says whether a file of a folder belongs to a store, also to one whose making was cut short.
func ours(name string) bool {
	name = strings.TrimSuffix(name, ".new")
	return name == formatFile || name == lockFile || name == generationFile || name == sumsFile || strings.HasPrefix(name, "data-")
}

// A folder is the files of a store that LevelDB does not know of.
type folder struct {
	path, data string
	lock       *os.File
	generation *os.File
	sums       *sumFile
}

func openFolder(ctx context.Context, path string, o Options) (backend, error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.IsDir():
		return nil, &FormatError{Path: path, Reason: "is a file and no store"}
	case errors.Is(err, fs.ErrNotExist) && o.ReadOnly:
		return nil, fmt.Errorf("store %s: %w", path, ErrNoStore)
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(path, 0o755); err != nil {
			return nil, fmt.Errorf("store %s: %w", path, err)
		}
	case err != nil:
		return nil, fmt.Errorf("store %s: %w", path, err)
	}
	data, version, err := readAnyFormat(path)
	if err == nil && o.ReadOnly && version < formatVersion {
		_, err = readFormat(path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		foreign, ferr := foreignFiles(path)
		switch {
		case ferr != nil:
			return nil, fmt.Errorf("store %s: %w", path, ferr)
		case foreign == "CURRENT":
			return nil, &FormatError{Path: path, Reason: "is a LevelDB data base but no store of entente"}
		case foreign != "":
			return nil, &FormatError{Path: path, Reason: fmt.Sprintf("holds other files (%s) and is no store", foreign)}
		case o.ReadOnly:
			return nil, fmt.Errorf("store %s: %w", path, ErrNoStore)
		}
	} else if err != nil {
		return nil, err
	}
	if o.ReadOnly {
		return openBeside(ctx, path, o)
	}
	f := &folder{path: path, data: data}
	b, err := f.open(o)
	if err != nil {
		return nil, err
	}
	return b, nil
}

// foreignFiles names a file that no store has, "" if there is none.
func foreignFiles(path string) (string, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return "", err
	}
	name := ""
	for _, e := range entries {
		if ours(e.Name()) || e.Name() == "lost+found" {
			continue
		}
		if e.Name() == "CURRENT" {
			return e.Name(), nil
		}
		name = e.Name()
	}
	return name, nil
}

func (f *folder) file(name string) string { return filepath.Join(f.path, name) }

// open takes the lock, checks what can be checked quickly, and opens the data.
func (f *folder) open(o Options) (_ *levelDB, err error) {
	defer func() {
		if err != nil {
			f.close()
		}
	}()
	if err := f.takeLock(); err != nil {
		return nil, err
	}
	wrap := func(err error) error { return fmt.Errorf("store %s: %w", f.path, err) }
	// What another process wrote before this one had the lock counts.
	data, version, err := readAnyFormat(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		version = formatVersion
		// FORMAT comes before the first data, so there are none.
		data = firstData
		if left, err := listData(f.file(data), storage.TypeAll); err == nil && len(left) > 0 {
			return nil, &FormatError{Path: f.path, Reason: "its FORMAT is missing", Hint: "entente restore FILE puts a backup in its place"}
		}
		if err := os.Mkdir(f.file(data), 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, wrap(err)
		}
		if err := writeFormat(f.path, data); err != nil {
			return nil, wrap(err)
		}
	} else if err != nil {
		return nil, err
	}
	f.data = data
	if err := f.sweep(); err != nil {
		return nil, wrap(err)
	}
	damage, sums, err := f.check()
	if err != nil {
		return nil, wrap(err)
	}
	if len(damage) > 0 && !o.Damaged {
		return nil, &DamagedError{Path: f.path, Damage: damage}
	}

	// From here on the files change: SUMS lists tables only.
	tables := map[string]fileSum{}
	for name, sum := range sums {
		if isTable(name) && strings.HasPrefix(name, f.data+"/") {
			tables[name] = sum
		}
	}
	if err := writeDurable(f.file(sumsFile), encodeSums(tables, false)); err != nil {
		return nil, wrap(err)
	}
	sumsAppend, err := os.OpenFile(f.file(sumsFile), os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, wrap(err)
	}
	f.sums = &sumFile{sums: tables, f: sumsAppend}
	if f.generation, err = os.OpenFile(f.file(generationFile), os.O_RDWR|os.O_CREATE, 0o644); err != nil {
		return nil, wrap(err)
	}

	b := &levelDB{name: f.path, memory: o.Memory, sync: true}
	b.open = func() (storage.Storage, error) {
		if err := f.trim(); err != nil {
			return nil, wrap(err)
		}
		return &dataFiles{path: f.file(f.data), sums: f.sums}, nil
	}
	b.onNews = func(gen uint64) {
		// It tells readers of other processes, and shows losses; the change itself is durable.
		_, _ = f.generation.WriteAt(encodeGeneration(gen), 0)
	}
	b.ended = func() error {
		err := f.seal(b.failed)
		return errors.Join(err, f.close())
	}
	b.describe = func(s *Status) error { return describeFolder(f.path, s) }
	b.folder = f
	if _, err := b.handle(); err != nil {
		return nil, err
	}
	if told, err := readGeneration(f.path); err == nil && told > b.gen.Load() && !o.Damaged {
		b.ended = nil
		gen := b.gen.Load()
		b.close()
		return nil, &DamagedError{Path: f.path, Damage: []Damage{{f.data, lostChanges(told, gen)}}}
	}
	if version < formatVersion {
		if err := b.upgrade(); err != nil {
			b.ended = nil
			b.close()
			return nil, err
		}
	}
	b.onNews(b.gen.Load())
	return b, nil
}

func lostChanges(told, gen uint64) string {
	return fmt.Sprintf("the last %d changes are missing: it ends with change %d of %d", told-gen, gen, told)
}

func (f *folder) takeLock() error {
	lock, err := os.OpenFile(f.file(lockFile), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return fmt.Errorf("store %s: %w", f.path, err)
	}
	ok, err := tryLock(lock)
	if err != nil {
		lock.Close()
		return fmt.Errorf("store %s: %w", f.path, err)
	}
	if !ok {
		lock.Close()
		pid, since := readLock(f.path)
		return &LockedError{Path: f.path, PID: pid, Since: since}
	}
	text := fmt.Sprintf("%d %s\n", os.Getpid(), time.Now().UTC().Format(time.RFC3339))
	if err := errors.Join(lock.Truncate(0), writeAt(lock, text)); err != nil {
		unlock(lock)
		lock.Close()
		return fmt.Errorf("store %s: %w", f.path, err)
	}
	f.lock = lock
	return nil
}

func writeAt(f *os.File, text string) error {
	_, err := f.WriteAt([]byte(text), 0)
	return err
}

// readLock returns what the writer wrote into LOCK. It waits a moment for a writer that took it just now.
func readLock(path string) (pid int, since time.Time) {
	for range 20 {
		b, err := os.ReadFile(filepath.Join(path, lockFile))
		if err != nil {
			return 0, time.Time{}
		}
		first, second, _ := strings.Cut(strings.TrimSpace(string(b)), " ")
		pid, err = strconv.Atoi(first)
		since, _ = time.Parse(time.RFC3339, second)
		if err == nil {
			return pid, since
		}
		time.Sleep(10 * time.Millisecond)
	}
	return 0, time.Time{}
}

func (f *folder) close() error {
	var err error
	if f.sums != nil && f.sums.f != nil {
		err = f.sums.f.Close()
	}
	if f.generation != nil {
		err = errors.Join(err, f.generation.Close())
	}
	if f.lock != nil {
		unlock(f.lock)
		err = errors.Join(err, f.lock.Close())
	}
	f.sums, f.generation, f.lock = nil, nil, nil
	return err
}

// sweep removes data folders that are not in use: a compaction or a restore that was cut short left them.
func (f *folder) sweep() error {
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return err
	}
	synced := false
	for _, e := range entries {
		if e.Name() != f.data && strings.HasPrefix(e.Name(), "data-") || ours(e.Name()) && strings.HasSuffix(e.Name(), ".new") {
			if !synced {
				// The FORMAT that was read must be the one that a power cut leaves.
				if err := syncFolder(f.path); err != nil {
					return err
				}
				synced = true
			}
			if err := os.RemoveAll(f.file(e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// trim removes what a crash left of records that were not yet durable: the unreadable ends of the manifest and the
// journals, and the files of a data base that was never finished.
func (f *folder) trim() error {
	data := f.file(f.data)
	fd, err := readCurrent(data)
	if errors.Is(err, fs.ErrNotExist) {
		files, err := listData(data, storage.TypeAll)
		if err != nil {
			return err
		}
		for _, fd := range files {
			name := filepath.Join(data, dataName(fd))
			if info, err := os.Stat(name); err == nil && info.Size() > 0 && fd.Type&(storage.TypeTable|storage.TypeJournal) != 0 {
				return fmt.Errorf("%s: CURRENT is missing", f.data)
			}
		}
		for _, fd := range files {
			if err := os.Remove(filepath.Join(data, dataName(fd))); err != nil {
				return err
			}
		}
		return nil
	}
	if err != nil {
		return err
	}
	journals, err := listData(data, storage.TypeJournal)
	if err != nil {
		return err
	}
	for _, fd := range append(journals, fd) {
		name := filepath.Join(data, dataName(fd))
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		valid, err := scanJournal(b)
		if err != nil {
			continue // open reported it
		}
		if valid < len(b) {
			if err := os.Truncate(name, int64(valid)); err != nil {
				return err
			}
		}
	}
	return nil
}

// seal writes SUMS over every file, after the data base is closed. After a failed write the tables are read again.
func (f *folder) seal(failed bool) error {
	if f.sums == nil {
		return nil
	}
	f.sums.mu.Lock()
	defer f.sums.mu.Unlock()
	sums := map[string]fileSum{}
	files, err := listData(f.file(f.data), storage.TypeAll)
	if err != nil {
		return err
	}
	for _, fd := range files {
		name := f.data + "/" + dataName(fd)
		if sum, ok := f.sums.sums[name]; ok && fd.Type == storage.TypeTable && !failed {
			sums[name] = sum
			continue
		}
		if sums[name], err = sumOf(f.file(filepath.FromSlash(name))); err != nil {
			return err
		}
	}
	if err := f.generation.Sync(); err != nil {
		return err
	}
	for _, name := range []string{f.data + "/CURRENT", formatFile, generationFile} {
		if sums[name], err = sumOf(f.file(filepath.FromSlash(name))); err != nil {
			return err
		}
	}
	return writeDurable(f.file(sumsFile), encodeSums(sums, true))
}

// size is how many bytes the data takes on disk.
func (f *folder) size() (n int64) {
	entries, err := os.ReadDir(f.file(f.data))
	if err != nil {
		return 0
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			n += info.Size()
		}
	}
	return n
}

func describeFolder(path string, s *Status) error {
	s.Backend, s.Format = "leveldb", formatVersion
	data, err := readFormat(path)
	if err != nil {
		return err
	}
	s.Bytes = (&folder{path: path, data: data}).size()
	if info, err := os.Stat(filepath.Join(path, generationFile)); err == nil {
		s.Changed = info.ModTime().UTC().Format(time.RFC3339)
	}
	s.WriterPID = writerOf(path)
	return nil
}

// writerOf is the process that writes to the store now, 0 if there is none.
func writerOf(path string) int {
	lock, err := os.OpenFile(filepath.Join(path, lockFile), os.O_RDWR, 0)
	if err != nil {
		return 0
	}
	defer lock.Close()
	ok, err := tryLock(lock)
	if err != nil {
		return 0
	}
	if ok {
		unlock(lock)
		return 0
	}
	pid, _ := readLock(path)
	return pid
}
