package graph_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"entente/graph"
	"entente/graph/graphtest"
)

func verify(t testing.TB, path string) []graph.Damage {
	t.Helper()
	var damage []graph.Damage
	if _, err := graph.Verify(context.Background(), path, graph.Options{}, func(d graph.Damage) { damage = append(damage, d) }); err != nil {
		damage = append(damage, graph.Damage{Where: "verify", What: err.Error()})
	}
	return damage
}

// whole fails the test if verify finds anything.
func whole(t testing.TB, path string) {
	t.Helper()
	for i, d := range verify(t, path) {
		if i == 5 {
			t.Error("...")
			break
		}
		t.Errorf("verify: %v", d)
	}
}

// filled is a closed store of n articles of graphtest.Articles, with a few replaced and deleted ones.
func filled(t testing.TB, path string, n int) {
	t.Helper()
	s := open(t, path, graph.Options{})
	var batch []graph.Record
	for rec := range graphtest.Articles(1, n) {
		if batch = append(batch, rec); len(batch) == 20 {
			if err := s.Put(context.Background(), batch...); err != nil {
				t.Fatal(err)
			}
			batch = batch[:0]
		}
	}
	if err := s.Put(context.Background(), append(batch, graphtest.Sample()...)...); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(context.Background(), graphtest.Sample()[1].Article.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	filled(t, path, 60)
	whole(t, path)
	// While it is in use, and after a process that did not close it.
	s := open(t, path, graph.Options{})
	if err := s.Put(t.Context(), graphtest.Sample()...); err != nil {
		t.Fatal(err)
	}
	whole(t, path)
	crashed := filepath.Join(t.TempDir(), "crashed")
	copyTree(t, path, crashed)
	whole(t, crashed)
	want := graphtest.Lines(t, s)
	if err := s.Compact(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	graphtest.Equal(t, "compacted", graphtest.Lines(t, s), want)
	if err := s.Delete(t.Context(), graphtest.Sample()[0].Article.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.Put(t.Context(), graphtest.Sample()...); err != nil {
		t.Fatal(err)
	}
	graphtest.Equal(t, "compacted and changed", graphtest.Lines(t, s), want)
	copyTree(t, path, crashed+"2")
	whole(t, crashed+"2")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole(t, path)
	if entries, _ := filepath.Glob(filepath.Join(path, "data-*")); len(entries) != 1 {
		t.Errorf("data folders after a compaction: %v", entries)
	}
}

// A backup of format 1 is brought up to date as it is restored, and so is a store of format 1 when it is opened for writing.
func TestFormat1(t *testing.T) {
	f, err := os.Open("testdata/format1.tar.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	mem := open(t, "mem:", graph.Options{})
	defer mem.Close()
	if err := errors.Join(mem.Put(t.Context(), graphtest.Sample()...), mem.Put(t.Context(), slices.Collect(graphtest.Articles(3, 2))...), mem.Delete(t.Context(), graphtest.Article(3, 1).Article.ID)); err != nil {
		t.Fatal(err)
	}
	want := graphtest.Lines(t, mem)

	restored := filepath.Join(t.TempDir(), "restored")
	if err := graph.Restore(t.Context(), bytes.NewReader(archive), restored); err != nil {
		t.Fatal(err)
	}
	old := filepath.Join(t.TempDir(), "old")
	if err := os.Mkdir(old, 0o755); err != nil {
		t.Fatal(err)
	}
	untar(t, archive, old)
	var format *graph.FormatError
	if _, err := graph.Open(t.Context(), old, graph.Options{ReadOnly: true}); !errors.As(err, &format) || format.Format != 1 || format.Hint == "" {
		t.Errorf("a store of format 1, opened for reading: %v", err)
	}
	if _, err := graph.Verify(t.Context(), old, graph.Options{}, nil); !errors.As(err, &format) {
		t.Errorf("verify of a store of format 1: %v", err)
	}
	for _, path := range []string{restored, old} {
		s := open(t, path, graph.Options{})
		graphtest.Equal(t, "brought up to date", graphtest.Lines(t, s), want)
		// It goes on as any other store.
		if err := errors.Join(s.Delete(t.Context(), "visit"), s.Put(t.Context(), graphtest.Sample()...)); err != nil {
			t.Fatal(err)
		}
		graphtest.Equal(t, "changed", graphtest.Lines(t, s), want)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		whole(t, path)
	}
}

func untar(t testing.TB, archive []byte, to string) {
	t.Helper()
	for r := tar.NewReader(bytes.NewReader(archive)); ; {
		h, err := r.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(to, h.Name)
		b, err := io.ReadAll(r)
		if err := errors.Join(err, os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, b, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
}

func copyTree(t testing.TB, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// Every changed bit and every missing end of every file must be found, and nothing may be silently wrong: a store that
// still opens holds what it held.
func TestDamage(t *testing.T) {
	flips, cuts, articles := times(40, 1000), times(15, 100), 15
	if torture {
		articles = 60
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "db")
	filled(t, path, articles)
	// Tables as well as a journal.
	s := open(t, path, graph.Options{})
	if err := errors.Join(s.Compact(t.Context(), nil), s.Put(t.Context(), graphtest.Sample()...), s.Close()); err != nil {
		t.Fatal(err)
	}
	var names []string
	var sizes []int64
	total := int64(0)
	for _, err := range walk(path) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for name := range walk(path) {
		info, _ := os.Stat(filepath.Join(path, name))
		if filepath.Base(name) == "LOCK" || info.Size() == 0 {
			continue
		}
		names = append(names, name)
		sizes = append(sizes, info.Size())
		total += info.Size()
	}
	r := open(t, path, graph.Options{ReadOnly: true})
	want := graphtest.Lines(t, r)
	r.Close()
	rnd := chance(1)
	missed, silent := 0, 0
	for i := range flips + cuts {
		// Half of the places by size, half by file, so that small files are hit as well.
		at := rnd.IntN(len(names))
		if i%2 == 0 {
			x := rnd.Int64N(total)
			for at = 0; x >= sizes[at]; at++ {
				x -= sizes[at]
			}
		}
		file := filepath.Join(path, names[at])
		good, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		bad := slices.Clone(good)
		what := ""
		if i < flips {
			bit := rnd.IntN(len(bad) * 8)
			bad[bit/8] ^= 1 << (bit % 8)
			what = fmt.Sprintf("bit %d of %s", bit, names[at])
		} else {
			n := rnd.IntN(len(bad))
			bad = bad[:n]
			what = fmt.Sprintf("%s cut to %d of %d bytes", names[at], n, len(good))
		}
		if err := os.WriteFile(file, bad, 0o644); err != nil {
			t.Fatal(err)
		}
		if len(verify(t, path)) == 0 {
			missed++
			t.Errorf("not found: %s", what)
		}
		if lines, err := readable(path); err == nil && !slices.Equal(lines, want) {
			silent++
			t.Errorf("silently wrong: %s", what)
		}
		if err := os.WriteFile(file, good, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d bit flips, %d truncations: %d not found, %d silently wrong", flips, cuts, missed, silent)
	whole(t, path)
}

// readable reads the store as any reader does.
func readable(path string) (lines []string, err error) {
	defer func() {
		if p := recover(); p != nil {
			panic(fmt.Sprintf("a damaged store makes a reader panic: %v", p))
		}
	}()
	s, err := graph.Open(context.Background(), path, graph.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	for q, err := range s.Quads(context.Background()) {
		if err != nil {
			return nil, err
		}
		lines = append(lines, q.Subject.String()+" "+q.Predicate.String()+" "+q.Object.String()+" "+q.Label.String())
	}
	slices.Sort(lines)
	return lines, nil
}

func walk(path string) func(func(string, error) bool) {
	return func(yield func(string, error) bool) {
		fs.WalkDir(os.DirFS(path), ".", func(name string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				return nil
			}
			if !yield(name, err) {
				return fs.SkipAll
			}
			return nil
		})
	}
}

func TestBackup(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	filled(t, path, 30)
	s := open(t, path, graph.Options{})
	want := graphtest.Lines(t, s)
	var backup, beside bytes.Buffer
	if err := s.Backup(t.Context(), &backup); err != nil {
		t.Fatal(err)
	}
	r := open(t, path, graph.Options{ReadOnly: true})
	if err := r.Backup(t.Context(), &beside); err != nil {
		t.Fatal(err)
	}
	r.Close()
	if err := s.Delete(t.Context(), "visit"); err != nil {
		t.Fatal(err)
	}
	gens := map[string]uint64{path: s.Generation()}
	if err := graph.Restore(t.Context(), bytes.NewReader(backup.Bytes()), path); err == nil {
		t.Error("restored over a store that is written to")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	// Into a new place, and over the store.
	for _, to := range []string{filepath.Join(t.TempDir(), "new"), path} {
		for _, b := range []*bytes.Buffer{&backup, &beside} {
			if err := graph.Restore(t.Context(), bytes.NewReader(b.Bytes()), to); err != nil {
				t.Fatal(err)
			}
			whole(t, to)
			s := open(t, to, graph.Options{})
			graphtest.Equal(t, "restored", graphtest.Lines(t, s), want)
			if s.Generation() <= gens[to] {
				t.Errorf("generation %d after a restore, was %d", s.Generation(), gens[to])
			}
			gens[to] = s.Generation()
			if err := s.Put(t.Context(), graphtest.Sample()...); err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			whole(t, to)
		}
	}
	// A damaged or foreign archive changes nothing.
	for at := 0; at < backup.Len(); at += backup.Len()/40 + 1 {
		bad := bytes.Clone(backup.Bytes())
		bad[at] ^= 4
		to := filepath.Join(t.TempDir(), "bad")
		if err := graph.Restore(t.Context(), bytes.NewReader(bad), to); err == nil {
			s, err := readable(to)
			if err != nil || !slices.Equal(s, want) {
				t.Errorf("restored a backup with byte %d changed: %v", at, err)
			}
		}
		if err := graph.Restore(t.Context(), bytes.NewReader(backup.Bytes()[:at]), to); err == nil {
			t.Errorf("restored the first %d bytes of a backup", at)
		}
	}
	if err := graph.Restore(t.Context(), strings.NewReader("no archive"), path); err == nil {
		t.Error("restored a text")
	}
	whole(t, path)
}
