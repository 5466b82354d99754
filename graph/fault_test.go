//go:build linux

package graph_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"entente/graph"
	"entente/graph/graphtest"
	"entente/graph/internal/faultfs"
)

func mountFaults(t *testing.T) (*faultfs.FS, string) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("SKIPPED: power cuts and failing disks are not tested: mounting a file system needs root")
	}
	if _, err := os.Stat("/dev/fuse"); err != nil {
		t.Skipf("SKIPPED: power cuts and failing disks are not tested: %v", err)
	}
	dir := t.TempDir()
	f, err := faultfs.Mount(dir)
	if err != nil {
		t.Skipf("SKIPPED: power cuts and failing disks are not tested: mount: %v", err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Logf("unmount: %v", err)
		}
	})
	return f, dir
}

// late says that the test's time is nearly over. A test that ended by its time-out would leave its process hanging in a
// file system that it serves itself.
func late(t *testing.T) bool {
	deadline, ok := t.Deadline()
	if !ok || time.Until(deadline) > 2*time.Minute {
		return false
	}
	t.Log("cut short: the time for all tests is nearly over")
	return true
}

// cutOnce loads until a random operation, cuts the power there, and says what the store holds then. lost is how many
// acknowledged steps are not there.
func cutOnce(t *testing.T, f *faultfs.FS, mount string, rnd *rand.Rand, from, steps int) (gen, lost int, err error) {
	t.Helper()
	s, err := graph.Open(context.Background(), filepath.Join(mount, f.Disk(), "db"), graph.Options{})
	if err != nil {
		return 0, 0, err
	}
	acked := int(s.Generation())
	if acked < from {
		s.Close()
		return acked, from - acked, nil
	}
	for i := acked; i < acked+steps; i++ {
		if err := step(s, i); err != nil {
			s.Close()
			return 0, 0, err
		}
	}
	acked += steps
	closed := rnd.IntN(8) == 0
	if closed {
		s.Close()
	}
	f.Cut(rnd)
	if !closed {
		s.Close() // of a dead disk
	}
	s, err = graph.Open(context.Background(), filepath.Join(mount, f.Disk(), "db"), graph.Options{})
	if err != nil {
		return 0, 0, err
	}
	defer s.Close()
	gen = int(s.Generation())
	return gen, max(0, acked-gen), nil
}

func TestPowerCut(t *testing.T) {
	f, mount := mountFaults(t)
	cuts, every := times(20, 1000), 7
	if torture {
		every = 20
	}
	rnd := chance(5)
	gen := 0
	for cut := range cuts {
		if cut%100 == 99 {
			f.Fresh()
			gen = 0
		}
		now, lost, err := cutOnce(t, f, mount, rnd, gen, rnd.IntN(6))
		if err != nil {
			t.Fatalf("cut %d: %v", cut, err)
		}
		if lost > 0 {
			t.Fatalf("cut %d: %d acknowledged steps are lost", cut, lost)
		}
		gen = now
		if cut%every == 0 {
			path := filepath.Join(mount, f.Disk(), "db")
			whole(t, path)
			lines, err := readable(path)
			if err != nil {
				t.Fatalf("cut %d: %v", cut, err)
			}
			mem := open(t, "mem:", graph.Options{})
			for i := range gen {
				if err := step(mem, i); err != nil {
					t.Fatal(err)
				}
			}
			graphtest.Equal(t, "after a cut", lines, graphtest.Lines(t, mem))
			mem.Close()
		}
		if t.Failed() || late(t) {
			return
		}
	}
	t.Logf("%d cuts, 0 acknowledged steps lost", cuts)

	// A change that is bigger than LevelDB's journal takes another way to the disk.
	big := graphtest.Article(8, 0)
	big.Article.Text += strings.Repeat("Nothing else happened. ", 500_000)
	graph.Identify(&big)
	for range cuts / 20 {
		f.Fresh()
		path := filepath.Join(mount, f.Disk(), "db")
		s := open(t, path, graph.Options{})
		for i := range 3 {
			if err := step(s, i); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Put(t.Context(), big); err != nil {
			t.Fatal(err)
		}
		f.Cut(rnd)
		s.Close() // of a dead disk
		path = filepath.Join(mount, f.Disk(), "db")
		s = open(t, path, graph.Options{})
		if a, err := s.Article(t.Context(), big.Article.ID); err != nil || a != big.Article {
			t.Errorf("a big article after a cut: %d bytes, %v", len(a.Text), err)
		}
		if g := s.Generation(); g != 4 {
			t.Errorf("generation %d after a cut, want 4", g)
		}
		s.Close()
		whole(t, path)
	}

	// The same with a disk whose sync does nothing: the test must see it.
	f.IgnoreSync()
	controls, caught := times(10, 200), 0
	for range controls {
		if late(t) {
			return
		}
		f.Fresh()
		_, lost, err := cutOnce(t, f, mount, rnd, 0, 4+rnd.IntN(8))
		if lost > 0 || err != nil {
			caught++
		}
	}
	t.Logf("%d of %d cuts are caught where sync does nothing", caught, controls)
	if caught*10 < controls*9 {
		t.Error("the test does not see lost data")
	}
}

// Each operation that changes the disk fails once, in turn. The store must say so, lose nothing, and go on.
func TestFailingDisk(t *testing.T) {
	f, mount := mountFaults(t)
	ctx := context.Background()
	recs := slices.Collect(graphtest.Articles(9, 6))
	work := func(path string) (done int, err error) {
		s, err := graph.Open(ctx, path, graph.Options{})
		if err != nil {
			return 0, err
		}
		for i, rec := range recs {
			if err = s.Put(ctx, rec); err != nil {
				done = i
				break
			}
			done = i + 1
		}
		if err == nil {
			err = s.Compact(ctx, nil)
		}
		if cerr := s.Close(); err == nil {
			err = cerr
		}
		return done, err
	}
	f.Fresh()
	if _, err := work(filepath.Join(mount, f.Disk(), "db")); err != nil {
		t.Fatal(err)
	}
	_, ops := f.Failed()
	mem := open(t, "mem:", graph.Options{})
	defer mem.Close()
	if err := mem.Put(ctx, recs...); err != nil {
		t.Fatal(err)
	}
	want := graphtest.Lines(t, mem)
	first, step := 1, ops/25+1
	if torture {
		first, step = part, parts
	}
	failed := 0
	for n := first; n <= ops && !late(t); n += step {
		for _, errno := range []syscall.Errno{syscall.EIO, syscall.ENOSPC} {
			f.Fresh()
			path := filepath.Join(mount, f.Disk(), "db")
			f.Fail(n, errno)
			done, err := work(path)
			what, _ := f.Failed()
			if what != "" && err != nil {
				failed++
			}
			// What was acknowledged is there, and the load goes on.
			s, oerr := graph.Open(ctx, path, graph.Options{})
			if oerr != nil {
				t.Errorf("operation %d (%s, %v) failed with %v; then the store does not open: %v", n, what, errno, err, oerr)
				return
			}
			for _, rec := range recs[:done] {
				if _, _, ok, err := s.Known(ctx, rec.Article.ID); !ok || err != nil {
					t.Errorf("operation %d (%s): acknowledged article %s is lost: %v", n, what, rec.Article.ID, err)
				}
			}
			if err := s.Put(ctx, recs...); err != nil {
				t.Errorf("operation %d (%s): the store does not go on: %v", n, what, err)
			}
			graphtest.Equal(t, "after a failure", graphtest.Lines(t, s), want)
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			whole(t, path)
			if t.Failed() {
				t.Fatalf("operation %d (%s) of %d, %v", n, what, ops, errno)
			}
		}
	}
	t.Logf("%d operations, of which each %d. failed, by EIO and by ENOSPC: %d errors told", ops, step, failed)
}

// The disk fills up at many sizes. The store says so, keeps what it acknowledged, and goes on when there is room.
func TestDiskFull(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("SKIPPED: a full disk is not tested: mounting a tmpfs needs root")
	}
	sizes := times(3, 30)
	ctx := context.Background()
	for i := range sizes {
		dir := t.TempDir()
		size := 100<<10 + (i*parts+part-1)*(3<<20)/(sizes*parts)
		mount := func(size int, flags uintptr) error {
			return syscall.Mount("tmpfs", dir, "tmpfs", flags, fmt.Sprintf("size=%d", size))
		}
		if err := mount(size, 0); err != nil {
			t.Skipf("SKIPPED: a full disk is not tested: mount: %v", err)
		}
		func() {
			defer syscall.Unmount(dir, 0)
			path := filepath.Join(dir, "db")
			acked := []string{}
			var failure error
			s, err := graph.Open(ctx, path, graph.Options{})
			if err == nil {
				for rec := range graphtest.Articles(10, 2000) {
					if failure = s.Put(ctx, rec); failure != nil {
						break
					}
					acked = append(acked, rec.Article.ID)
				}
				s.Close()
			} else {
				failure = err
			}
			if failure == nil {
				t.Errorf("size %d: 2,000 articles fit", size)
			}
			if err := mount(size+16<<20, syscall.MS_REMOUNT); err != nil {
				t.Fatal(err)
			}
			s, err = graph.Open(ctx, path, graph.Options{})
			if err != nil {
				t.Errorf("size %d: after %v: %v", size, failure, err)
				return
			}
			for _, id := range acked {
				if _, _, ok, err := s.Known(ctx, id); !ok || err != nil {
					t.Errorf("size %d: article %s is lost: %v", size, id, err)
				}
			}
			for rec := range graphtest.Articles(10, len(acked)+3) {
				if err := s.Put(ctx, rec); err != nil {
					t.Errorf("size %d: does not go on: %v", size, err)
					break
				}
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			whole(t, path)
			if i == 0 {
				t.Logf("a full disk: %v", failure)
			}
		}()
	}
}
