package graph

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/syndtr/goleveldb/leveldb"
)

// beside reads a folder that another process may write to. It holds the newest state that it has read (pinnedFiles) and
// reads a newer one when it is asked for a view and GENERATION has changed.
type beside struct {
	path string
	o    Options

	mu     sync.Mutex
	at     *levelDB // the state, read-only
	old    []*levelDB
	told   uint64 // GENERATION before the state was read
	read   time.Time
	data   string
	closed bool
}

// besideInterval is how often a reader beside a busy writer reads a new state at most.
const besideInterval = 200 * time.Millisecond

func openBeside(ctx context.Context, path string, o Options) (backend, error) {
	b := &beside{path: path, o: o}
	if err := b.refresh(); err != nil {
		return nil, err
	}
	return b, nil
}

// refresh reads the newest state. The caller holds mu or is alone.
func (b *beside) refresh() error {
	for {
		data, _ := readFormat(b.path)
		err := b.readState()
		if err == nil {
			return nil
		}
		// A compaction may have put other data in place meanwhile.
		if now, ferr := readFormat(b.path); ferr != nil || now == data {
			return err
		}
	}
}

func (b *beside) readState() error {
	told, terr := readGeneration(b.path)
	data, err := readFormat(b.path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("store %s: %w", b.path, ErrNoStore)
	} else if err != nil {
		return err
	}
	if terr != nil && writerOf(b.path) == 0 && !b.o.Damaged {
		return &DamagedError{Path: b.path, Damage: []Damage{{generationFile, terr.Error()}}}
	}
	folder := filepath.Join(b.path, data)
	pinned, err := pinFiles(folder)
	if errors.Is(err, fs.ErrNotExist) {
		// A writer made the store just now and has put nothing there.
		if told == 0 {
			if damage, cerr := checkLogs(folder); cerr == nil && len(damage) == 0 {
				return fmt.Errorf("store %s: %w", b.path, ErrNoStore)
			}
		}
	}
	if err != nil {
		return &DamagedError{Path: b.path, Damage: []Damage{{data, err.Error()}}}
	}
	lo := b.o.levelDB()
	lo.ReadOnly, lo.ErrorIfMissing = true, true
	db, err := leveldb.Open(pinned, lo)
	if err != nil {
		pinned.Close()
		return &DamagedError{Path: b.path, Damage: []Damage{{data, err.Error()}}}
	}
	at := &levelDB{name: b.path, db: db, stor: pinned}
	if err := at.initialise(); err != nil {
		at.close()
		return err
	}
	if gen := at.gen.Load(); told > gen && !b.o.Damaged {
		at.close()
		return &DamagedError{Path: b.path, Damage: []Damage{{data, lostChanges(told, gen)}}}
	}
	if b.at != nil {
		b.old = append(b.old, b.at)
	}
	b.at, b.told, b.read, b.data = at, told, time.Now(), data
	return nil
}

// newest is the state to read from now on.
func (b *beside) newest() (*levelDB, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return nil, ErrClosed
	}
	if time.Since(b.read) > besideInterval {
		if told, err := readGeneration(b.path); err == nil && told != b.told {
			if err := b.refresh(); err != nil {
				return nil, err
			}
			b.retire()
		}
	}
	b.at.readers.Add(1)
	return b.at, nil
}

// retire closes states that nobody reads any more. The caller holds mu.
func (b *beside) retire() {
	b.old = slices.DeleteFunc(b.old, func(d *levelDB) bool {
		if d.readers.Load() > 0 {
			return false
		}
		d.close()
		return true
	})
}

func (b *beside) view(ctx context.Context) (view, error) {
	d, err := b.newest()
	if err != nil {
		return nil, err
	}
	v, err := d.view(ctx)
	if err != nil {
		d.readers.Add(-1)
		return nil, err
	}
	return besideView{v.(*levelView), d}, nil
}

// besideView keeps its state open until it is released.
type besideView struct {
	*levelView
	d *levelDB
}

func (v besideView) release() {
	v.levelView.release()
	v.d.readers.Add(-1)
}

func (b *beside) update(context.Context, func(change) error) error { return ErrReadOnly }

// generation is that of the newest state on disk, which the next view reads.
func (b *beside) generation() uint64 {
	b.mu.Lock()
	gen := b.at.gen.Load()
	b.mu.Unlock()
	if told, err := readGeneration(b.path); err == nil {
		gen = max(gen, told)
	}
	return gen
}

func (b *beside) watch(ctx context.Context, fn func(uint64)) {
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	last := b.generation()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if gen := b.generation(); gen != last {
				last = gen
				fn(gen)
			}
		}
	}
}

func (b *beside) status(ctx context.Context, s *Status) error {
	d, err := b.newest()
	if err != nil {
		return err
	}
	defer d.readers.Add(-1)
	if err := d.status(ctx, s); err != nil {
		return err
	}
	return describeFolder(b.path, s)
}

func (b *beside) close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return nil
	}
	b.closed = true
	for _, d := range b.old {
		d.close()
	}
	return b.at.close()
}
