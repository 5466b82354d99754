package graph

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/syndtr/goleveldb/leveldb/storage"
)

// check looks at what can be checked without reading the tables: the files that SUMS names, the manifest and the journals.
func (f *folder) check() ([]Damage, map[string]fileSum, error) {
	var damage []Damage
	sums, closed, err := readSums(f.file(sumsFile))
	if err != nil {
		if _, missing := err.(*fs.PathError); missing {
			return nil, nil, err
		}
		damage = append(damage, Damage{sumsFile, err.Error()})
		sums = map[string]fileSum{}
	}
	if closed {
		for _, name := range slices.Sorted(maps.Keys(sums)) {
			if d := f.checkSum(name, sums[name], false); d != nil {
				damage = append(damage, *d)
			}
		}
	}
	if _, err := readGeneration(f.path); err != nil && closed {
		damage = append(damage, Damage{generationFile, err.Error()})
	}
	more, err := checkLogs(f.file(f.data))
	if err != nil {
		return nil, nil, err
	}
	for _, d := range more {
		d.Where = f.data + "/" + d.Where
		if !slices.ContainsFunc(damage, func(x Damage) bool { return x.Where == d.Where }) {
			damage = append(damage, d)
		}
	}
	return damage, sums, nil
}

// checkSum compares a file with its line in SUMS. Tables are read only if all is true.
func (f *folder) checkSum(name string, want fileSum, all bool) *Damage {
	path := f.file(filepath.FromSlash(name))
	info, err := os.Stat(path)
	if err != nil {
		return &Damage{name, "is missing"}
	}
	if info.Size() != want.size {
		return &Damage{name, fmt.Sprintf("has %d bytes, want %d", info.Size(), want.size)}
	}
	if isTable(name) && !all {
		return nil
	}
	got, err := sumOf(path)
	if err != nil {
		return &Damage{name, err.Error()}
	}
	if got != want {
		return &Damage{name, "its checksum is wrong"}
	}
	return nil
}

// isTable says whether a name in SUMS is a table's.
func isTable(name string) bool {
	fd, ok := parseDataName(filepath.Base(name))
	return ok && fd.Type == storage.TypeTable
}

// checkLogs checks the manifest and the journals of a LevelDB folder, and that the tables in use are there.
func checkLogs(data string) ([]Damage, error) {
	fd, err := readCurrent(data)
	if errors.Is(err, fs.ErrNotExist) {
		files, lerr := listData(data, storage.TypeTable|storage.TypeJournal)
		if errors.Is(lerr, fs.ErrNotExist) {
			return []Damage{{"", "the folder is missing"}}, nil
		}
		if lerr != nil {
			return nil, lerr
		}
		for _, fd := range files {
			if info, err := os.Stat(filepath.Join(data, dataName(fd))); err == nil && info.Size() > 0 {
				return []Damage{{"CURRENT", "is missing"}}, nil
			}
		}
		return nil, nil // nothing was ever written
	}
	if err != nil {
		return []Damage{{"CURRENT", err.Error()}}, nil
	}
	b, err := os.ReadFile(filepath.Join(data, dataName(fd)))
	if errors.Is(err, fs.ErrNotExist) {
		return []Damage{{dataName(fd), "is missing"}}, nil
	}
	if err != nil {
		return nil, err
	}
	valid, err := scanJournal(b)
	if err != nil {
		return []Damage{{dataName(fd), err.Error()}}, nil
	}
	tables, first, err := liveFiles(b[:valid])
	if err != nil {
		return []Damage{{dataName(fd), err.Error()}}, nil
	}
	var damage []Damage
	for _, num := range slices.Sorted(maps.Keys(tables)) {
		name := dataName(storage.FileDesc{Type: storage.TypeTable, Num: int64(num)})
		size, err := tableSize(filepath.Join(data, name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			damage = append(damage, Damage{name, "is missing"})
		case err != nil:
			damage = append(damage, Damage{name, err.Error()})
		case uint64(size) != tables[num]:
			damage = append(damage, Damage{name, fmt.Sprintf("has %d bytes, want %d", size, tables[num])})
		}
	}
	journals, err := listData(data, storage.TypeJournal)
	if err != nil {
		return nil, err
	}
	for _, fd := range journals {
		if uint64(fd.Num) < first {
			continue
		}
		b, err := os.ReadFile(filepath.Join(data, dataName(fd)))
		if err != nil {
			return nil, err
		}
		if _, err := scanJournal(b); err != nil {
			damage = append(damage, Damage{dataName(fd), err.Error()})
		}
	}
	return damage, nil
}
