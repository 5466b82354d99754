package graph

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/syndtr/goleveldb/leveldb/storage"
)

// A backup is a tar archive of the store's files, in the same form as the folder: FORMAT first, then the data, GENERATION,
// and SUMS over all of them last.

const backupData = firstData // the data folder's name in an archive

// Backup writes one state of the store to w while the store is in use. Restore reads it.
func (s *Store) Backup(ctx context.Context, w io.Writer) error {
	var path string
	switch b := s.b.(type) {
	case *beside:
		path = b.path
	case *levelDB:
		if b.folder != nil {
			path = b.folder.path
		}
	}
	if path == "" {
		reason := "is kept in memory only"
		if schemeOf(s.dsn) != "mem" {
			reason = "is backed up with its own programs: pg_dump"
		}
		return &BackendError{Scheme: schemeOf(s.dsn), Reason: reason}
	}
	if err := backupFolder(ctx, path, w); err != nil {
		return fmt.Errorf("store %s: backup: %w", path, err)
	}
	return nil
}

func backupFolder(ctx context.Context, path string, w io.Writer) error {
	gen, err := readGeneration(path)
	if err != nil {
		return err
	}
	data, err := readFormat(path)
	if err != nil {
		return err
	}
	pinned, err := pinFiles(filepath.Join(path, data))
	if err != nil {
		return err
	}
	defer pinned.Close()
	tw := tar.NewWriter(w)
	sums := map[string]fileSum{}
	put := func(name string, size int64, r io.Reader) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := tw.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: size, Format: tar.FormatPAX}); err != nil {
			return err
		}
		h := crc32.New(castagnoli)
		n, err := io.Copy(io.MultiWriter(tw, h), r)
		sums[name] = fileSum{n, h.Sum32()}
		return err
	}
	text := func(name string, b []byte) error { return put(name, int64(len(b)), bytes.NewReader(b)) }
	if err := text(formatFile, encodeFormat(formatVersion, backupData)); err != nil {
		return err
	}
	fds, _ := pinned.List(storage.TypeAll)
	slices.SortFunc(fds, func(a, b storage.FileDesc) int { return strings.Compare(dataName(a), dataName(b)) })
	for _, fd := range fds {
		r, err := pinned.stored(fd)
		if err != nil {
			return err
		}
		size, err := r.Seek(0, io.SeekEnd)
		if err == nil {
			_, err = r.Seek(0, io.SeekStart)
		}
		if err == nil {
			err = put(backupData+"/"+dataName(fd), size, r)
		}
		if err != nil {
			return err
		}
	}
	if err := text(backupData+"/CURRENT", []byte(dataName(pinned.manifest)+"\n")); err != nil {
		return err
	}
	if err := text(generationFile, encodeGeneration(gen)); err != nil {
		return err
	}
	if err := text(sumsFile, encodeSums(sums, true)); err != nil {
		return err
	}
	return tw.Close()
}

// Restore puts the store of a backup at path, in place of what is there, once all of it was read and its checksums are
// right; until then nothing changes. A process that writes to the old store is in the way (*LockedError).
func Restore(ctx context.Context, r io.Reader, path string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("store %s: restore: %w", path, err)
		}
	}()
	if err := os.MkdirAll(path, 0o755); err != nil {
		return err
	}
	f := &folder{path: path}
	if foreign, err := foreignFiles(path); err != nil {
		return err
	} else if _, ferr := os.Stat(f.file(formatFile)); foreign != "" && errors.Is(ferr, fs.ErrNotExist) {
		return &FormatError{Path: path, Reason: fmt.Sprintf("holds other files (%s)", foreign)}
	}
	if err := f.takeLock(); err != nil {
		return err
	}
	defer f.close()
	old, _, err := readAnyFormat(path)
	if err != nil {
		old = "" // whatever is there is not a store that works
	}
	told, _ := readGeneration(path)

	name := firstData
	entries, err := os.ReadDir(path)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() >= name && strings.HasPrefix(e.Name(), "data-") {
			name = nextData(e.Name())
		}
	}
	done := false
	defer func() {
		if !done {
			os.RemoveAll(f.file(name))
		}
	}()
	if err := os.Mkdir(f.file(name), 0o755); err != nil {
		return err
	}
	gen, version, sums, err := f.extract(ctx, r, name)
	if err != nil {
		return err
	}
	if damage, err := checkLogs(f.file(name)); err != nil {
		return err
	} else if len(damage) > 0 {
		return &DamagedError{Path: "backup", Damage: damage}
	}

	// GENERATION and SUMS are of the old data: they go before the new data counts.
	for _, file := range []string{generationFile, sumsFile} {
		if err := os.Remove(f.file(file)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := syncFolder(path); err != nil {
		return err
	}
	if err := writeDurable(f.file(formatFile), encodeFormat(version, name)); err != nil {
		now, _, ferr := readAnyFormat(path)
		done = ferr == nil && now == name // then only the last sync failed, and the data is in use
		return err
	}
	done = true
	if err := f.close(); err != nil {
		return err
	}
	if err := writeDurable(f.file(sumsFile), encodeSums(sums, false)); err != nil {
		return err
	}
	b, err := (&folder{path: path}).open(Options{})
	if err != nil {
		return err
	}
	if old != "" {
		// Whoever remembers generations of the old store must not take this one for it.
		b.gen.Store(max(told, gen))
		err = b.update(ctx, func(c change) error { c.touch(); return nil })
	}
	return errors.Join(err, b.close())
}

// extract writes the data of a backup into a new data folder and checks it.
func (f *folder) extract(ctx context.Context, r io.Reader, data string) (gen uint64, version int, sums map[string]fileSum, err error) {
	bad := func(format string, args ...any) error {
		return &FormatError{Path: "backup", Reason: fmt.Sprintf(format, args...)}
	}
	tr := tar.NewReader(r)
	got, sums := map[string]fileSum{}, map[string]fileSum{}
	var listed []byte
	for {
		if err := ctx.Err(); err != nil {
			return 0, 0, nil, err
		}
		h, err := tr.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			if len(got) == 0 {
				return 0, 0, nil, bad("is no backup of a store")
			}
			return 0, 0, nil, bad("is damaged: %v", err)
		}
		dir, file := filepath.Split(h.Name)
		_, isData := parseDataName(file)
		switch {
		case dir == "" && (file == formatFile || file == generationFile || file == sumsFile):
			if h.Size > 64<<20 {
				return 0, 0, nil, bad("%s has %d bytes", file, h.Size)
			}
			b, err := io.ReadAll(tr)
			if err != nil {
				return 0, 0, nil, bad("is damaged: %v", err)
			}
			switch file {
			case formatFile:
				for version = formatVersion; version > 0 && string(b) != string(encodeFormat(version, backupData)); version-- {
				}
				if version == 0 {
					return 0, 0, nil, bad("has a format that this version does not read")
				}
			case generationFile:
				if _, err := fmt.Sscanf(string(b), "%016x", &gen); err != nil {
					return 0, 0, nil, bad("is damaged: %s", file)
				}
			case sumsFile:
				listed = b
			}
			got[file] = fileSum{int64(len(b)), crc32.Checksum(b, castagnoli)}
		case dir == backupData+"/" && (isData || file == "CURRENT"):
			out, err := os.OpenFile(filepath.Join(f.file(data), file), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
			if err != nil {
				return 0, 0, nil, err
			}
			sum := crc32.New(castagnoli)
			n, err := io.Copy(io.MultiWriter(out, sum), tr)
			if err == nil {
				err = out.Sync()
			}
			if err := errors.Join(err, out.Close()); err != nil {
				return 0, 0, nil, err
			}
			got[h.Name] = fileSum{n, sum.Sum32()}
			if isTable(file) {
				sums[data+"/"+file] = got[h.Name]
			}
		default:
			return 0, 0, nil, bad("holds %q, which no backup has", h.Name)
		}
	}
	if listed == nil {
		return 0, 0, nil, bad("is damaged: its end is missing")
	}
	delete(got, sumsFile)
	if string(listed) != string(encodeSums(got, true)) {
		return 0, 0, nil, bad("is damaged: its checksums are wrong")
	}
	return gen, version, sums, syncFolder(f.file(data))
}
