package graph_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"entente/graph"
	"entente/graph/graphtest"
)

func open(t testing.TB, path string, o graph.Options) *graph.Store {
	t.Helper()
	s, err := graph.Open(context.Background(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestFolder(t *testing.T) {
	graphtest.TestStore(t, func(t *testing.T) *graph.Store { return open(t, filepath.Join(t.TempDir(), "db"), graph.Options{}) })
}

func TestFolderAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	s := open(t, path, graph.Options{})
	if err := s.Put(t.Context(), graphtest.Sample()...); err != nil {
		t.Fatal(err)
	}
	want := graphtest.Lines(t, s)
	for _, o := range []graph.Options{{ReadOnly: true}, {}, {}, {ReadOnly: true}} {
		if !o.ReadOnly {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
		r := open(t, path, o)
		graphtest.Equal(t, "opened again", graphtest.Lines(t, r), want)
		if g := r.Generation(); g != 1 {
			t.Errorf("generation %d, want 1", g)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSecondWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	s := open(t, path, graph.Options{})
	defer s.Close()
	start := time.Now()
	_, err := graph.Open(t.Context(), path, graph.Options{})
	var locked *graph.LockedError
	if !errors.As(err, &locked) || locked.PID != os.Getpid() {
		t.Fatalf("second writer: %v, want a LockedError with process %d", err, os.Getpid())
	}
	if d := time.Since(start); d > time.Second {
		t.Errorf("refused after %v", d)
	}
}

func TestReaderBesideWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	s := open(t, path, graph.Options{})
	defer s.Close()
	if _, err := graph.Open(t.Context(), path, graph.Options{ReadOnly: true}); !errors.Is(err, graph.ErrNoStore) && err != nil {
		t.Fatal(err)
	}
	sample := graphtest.Sample()
	if err := s.Put(t.Context(), sample[0]); err != nil {
		t.Fatal(err)
	}
	r := open(t, path, graph.Options{ReadOnly: true})
	defer r.Close()
	graphtest.Equal(t, "first article", graphtest.Lines(t, r), graphtest.Lines(t, s))
	news := make(chan uint64, 10)
	go r.Watch(t.Context(), func(g uint64) { news <- g })
	time.Sleep(50 * time.Millisecond)
	for _, rec := range sample[1:] {
		if err := s.Put(t.Context(), rec); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case <-news:
	case <-time.After(2 * time.Second):
		t.Error("the reader was not told of the change")
	}
	time.Sleep(250 * time.Millisecond)
	graphtest.Equal(t, "all articles", graphtest.Lines(t, r), graphtest.Lines(t, s))
	if err := r.Put(t.Context(), sample[0]); !errors.Is(err, graph.ErrReadOnly) {
		t.Errorf("Put of a reader: %v", err)
	}
	st, err := r.Status(t.Context())
	if err != nil || st.WriterPID != os.Getpid() || st.Articles != len(sample) {
		t.Errorf("status %+v, %v", st, err)
	}
}

func TestNoStore(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	other := filepath.Join(dir, "other")
	newer := filepath.Join(dir, "newer")
	for name, text := range map[string]string{file: "x", other + "/a.txt": "x", newer + "/FORMAT": "entente store 9\nwhatever\n"} {
		os.MkdirAll(filepath.Dir(name), 0o755)
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		path   string
		o      graph.Options
		format bool
		want   error
	}{
		{file, graph.Options{}, true, nil},
		{file, graph.Options{ReadOnly: true}, true, nil},
		{other, graph.Options{}, true, nil},
		{newer, graph.Options{}, true, nil},
		{filepath.Join(dir, "none"), graph.Options{ReadOnly: true}, false, graph.ErrNoStore},
	} {
		_, err := graph.Open(t.Context(), c.path, c.o)
		var format *graph.FormatError
		if errors.As(err, &format) != c.format || c.want != nil && !errors.Is(err, c.want) || err == nil {
			t.Errorf("Open(%s): %v", c.path, err)
		}
	}
	if _, err := graph.Open(t.Context(), "mysql://host/db", graph.Options{}); !errors.As(err, new(*graph.BackendError)) {
		t.Errorf("mysql: %v", err)
	}
}

// torture asks for the long forms of the tests that break stores: ENTENTE_TORTURE=1, or ENTENTE_TORTURE=2/8 for the second
// of eight parts of them, each of which makes choices of its own.
var torture, part, parts = func() (bool, int, int) {
	asked := os.Getenv("ENTENTE_TORTURE")
	var part, parts int
	if n, _ := fmt.Sscanf(asked, "%d/%d", &part, &parts); n < 2 || part < 1 || part > parts {
		part, parts = 1, 1
	}
	return asked != "", part, parts
}()

// times is short, or this part's share of long if long forms are asked for.
func times(short, long int) int {
	if torture {
		return (long + parts - 1) / parts
	}
	return short
}

// chance is a test's source of choices, another one in each part.
func chance(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, uint64(part))) }

// One writer and eight readers in a folder, and a reader beside them as another process is.
func TestConcurrent(t *testing.T) {
	d := time.Second
	if torture {
		d = time.Minute / time.Duration(parts)
	}
	path := filepath.Join(t.TempDir(), "db")
	s := open(t, path, graph.Options{})
	defer s.Close()
	if err := s.Put(t.Context(), graphtest.Sample()[0]); err != nil {
		t.Fatal(err)
	}
	r := open(t, path, graph.Options{ReadOnly: true})
	defer r.Close()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for n := 0; ctx.Err() == nil; n++ {
			for _, err := range r.Statements(context.Background()) {
				if err != nil {
					t.Errorf("beside: %v", err)
					return
				}
			}
			if _, err := r.QuadStore(); err != nil {
				t.Errorf("beside: %v", err)
				return
			}
			time.Sleep(time.Millisecond)
		}
	}()
	graphtest.Concurrent(t, s, d)
	<-ended
}
