package graph

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/syndtr/goleveldb/leveldb"
)

// Compact rewrites the store without what deleted and replaced articles left. Readers go on, writers wait, and the space
// is free when the store is closed. progress, if
// it is not nil, is told how many of the store's entries are done; total is 0 where it is not known.
func (s *Store) Compact(ctx context.Context, progress func(done, total int64)) error {
	if s.o.ReadOnly {
		return ErrReadOnly
	}
	if progress == nil {
		progress = func(int64, int64) {}
	}
	c, ok := s.b.(interface {
		compact(context.Context, func(done, total int64)) error
	})
	if !ok {
		return &BackendError{Scheme: schemeOf(s.dsn), Reason: "compacts itself"}
	}
	return c.compact(ctx, progress)
}

func (b *levelDB) compact(ctx context.Context, progress func(done, total int64)) error {
	b.writer.Lock()
	defer b.writer.Unlock()
	db, err := b.handle()
	if err != nil {
		return err
	}
	if b.folder == nil {
		return nil
	}
	err = b.rebuild(func(t *tableBuilder) error {
		it := db.NewIterator(nil, nil)
		defer it.Release()
		var n int64
		for it.Next() {
			if n++; n&0xfff == 0 {
				if err := ctx.Err(); err != nil {
					return err
				}
				progress(n, 0)
			}
			if err := t.add(it.Key(), it.Value()); err != nil {
				return err
			}
		}
		progress(n, n)
		return it.Error()
	})
	if err != nil {
		return fmt.Errorf("store %s: compact: %w", b.name, err)
	}
	return nil
}

// rebuild writes a new data folder and puts it in place of the one in use. The caller holds the writer's lock.
func (b *levelDB) rebuild(fill func(*tableBuilder) error) error {
	f := b.folder
	name := nextData(f.data)
	files, err := f.newDataFolder(name)
	if err != nil {
		return err
	}
	done := false
	defer func() {
		if !done {
			os.RemoveAll(f.file(name))
			f.sums.dropFolder(name)
		}
	}()
	t := newTableBuilder(files)
	if err := fill(t); err != nil {
		t.abandon()
		return err
	}
	o := Options{Memory: b.memory}
	if err := t.finish(o.levelDB()); err != nil {
		return err
	}
	// Opened before it counts: what cannot be read does not replace anything.
	db, err := leveldb.Open(files, o.levelDB())
	if err != nil {
		return err
	}
	// If only the last sync fails, FORMAT names the new data all the same; then the old data stays until a later opening
	// has made sure that it is not needed.
	formatErr := writeFormat(f.path, name)
	if formatErr != nil {
		if now, err := readFormat(f.path); err != nil || now != name {
			db.Close()
			return formatErr
		}
	}
	done = true
	old := f.data
	f.data = name
	b.mu.Lock()
	oldDB, oldStor := b.db, b.stor
	b.db, b.stor = db, files
	b.state = writerState{}
	b.mu.Unlock()
	f.sums.dropFolder(old)
	// Readers may be at work on the old data, so it goes when the store is closed.
	b.retired = append(b.retired, func() error {
		var err error
		if oldDB != nil {
			err = errors.Join(oldDB.Close(), oldStor.Close())
		}
		if formatErr == nil {
			err = errors.Join(err, os.RemoveAll(f.file(old)))
		}
		return err
	})
	return errors.Join(formatErr, b.initialise())
}

// nextData is the name of the data folder after this one.
func nextData(name string) string {
	n, _ := strconv.Atoi(strings.TrimPrefix(name, "data-"))
	return fmt.Sprintf("data-%06d", n+1)
}
