package graph

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/syndtr/goleveldb/leveldb/storage"
)

// packedTable writes blocks as LevelDB does, and returns where, and what they are together.
func packedTable(t testing.TB, blocks ...[]byte) (path string, whole []byte) {
	t.Helper()
	files := &dataFiles{path: t.TempDir()}
	fd := storage.FileDesc{Type: storage.TypeTable, Num: 1}
	w, err := files.Create(fd)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range blocks {
		if n, err := w.Write(b); n != len(b) || err != nil {
			t.Fatal(n, err)
		}
		whole = append(whole, b...)
	}
	if err := w.Sync(); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("more")); err == nil {
		t.Error("a table takes blocks after it was synced")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return files.file(fd), whole
}

func readTable(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r, err := openTable(f, f.Close)
	if err != nil {
		f.Close()
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func TestPackedTable(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	chance := make([]byte, 20000) // which does not get smaller
	for i := range chance {
		chance[i] = byte(rnd.Uint32())
	}
	path, want := packedTable(t, bytes.Repeat([]byte("sergei shoigu visited pyongyang. "), 600), chance, []byte("x"), nil, bytes.Repeat([]byte{0}, 70000), []byte("the end"))
	got, err := readTable(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("%d bytes, %v, want %d", len(got), err, len(want))
	}
	if size, err := tableSize(path); size != int64(len(want)) || err != nil {
		t.Errorf("size %d, %v, want %d", size, err, len(want))
	}
	stored, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(stored) > len(chance)+2000 {
		t.Errorf("%d bytes take %d", len(want), len(stored))
	}

	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := openTable(f, func() error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	for range 2000 {
		at := rnd.IntN(len(want) + 10)
		p := make([]byte, rnd.IntN(40000))
		n, err := r.ReadAt(p, int64(at))
		part := want[min(at, len(want)):min(at+len(p), len(want))]
		if !bytes.Equal(p[:n], part) || (err != nil) != (len(part) < len(p)) {
			t.Fatalf("%d bytes at %d: %d, %v, want %d", len(p), at, n, err, len(part))
		}
	}

	// Damage of the index shows when the table is opened; without its end the table is none of ours, and LevelDB looks at it.
	other := filepath.Join(t.TempDir(), "000001.ldb")
	for at := len(stored) - tableTrailer - 10; at < len(stored); at++ {
		bad := slices.Clone(stored)
		bad[at] ^= 8
		if err := os.WriteFile(other, bad, 0o644); err != nil {
			t.Fatal(err)
		}
		if got, err := readTable(other); err == nil && !bytes.Equal(got, bad) {
			t.Errorf("byte %d of the index changed: %d bytes are read", at, len(got))
		}
	}
}

// No bytes may make the reader of packed tables panic.
func FuzzPackedTable(f *testing.F) {
	for _, blocks := range [][][]byte{{[]byte("a")}, {bytes.Repeat([]byte("ab"), 500), []byte("c")}, {}} {
		path, _ := packedTable(f, blocks...)
		b, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
		f.Add(b[:len(b)-1])
	}
	path := filepath.Join(f.TempDir(), "000001.ldb")
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		readTable(path)
	})
}
