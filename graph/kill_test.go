package graph_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"entente/graph"
	"entente/graph/graphtest"
)

// childStore names the store that this process, started by a test to be killed, works on.
const childStore = "ENTENTE_TEST_CHILD_STORE"

func TestMain(m *testing.M) {
	if path := os.Getenv(childStore); path != "" {
		if err := child(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// step does step i of a load: it puts article i, and now and then replaces or deletes an earlier one. Each step is one
// change, so that a store's generation is the number of steps that it holds.
func step(s *graph.Store, i int) error {
	ctx := context.Background()
	switch {
	case i%9 == 8:
		last := i - 3
		if last%7 == 6 {
			last++ // that step put no article of its own
		}
		return s.Delete(ctx, graphtest.Article(7, last).Article.ID)
	case i%7 == 6:
		rec := graphtest.Article(7, i-1)
		rec.Article.Title, rec.Article.SHA256 = "Second version", "second"
		rec.Statements = rec.Statements[:len(rec.Statements)/2]
		return s.Put(ctx, rec)
	}
	return s.Put(ctx, graphtest.Article(7, i))
}

// child goes on with the load where the store is, and prints the number of each step that is durable.
func child(path string) error {
	s, err := graph.Open(context.Background(), path, graph.Options{})
	if err != nil {
		return err
	}
	steps, err := strconv.Atoi(os.Getenv("ENTENTE_TEST_STEPS"))
	if err != nil {
		return err
	}
	fmt.Println("start", s.Generation())
	for i := int(s.Generation()); i < steps; i++ {
		if err := step(s, i); err != nil {
			return fmt.Errorf("step %d: %w", i, err)
		}
		if g := s.Generation(); g != uint64(i+1) {
			return fmt.Errorf("step %d gave generation %d", i, g)
		}
		fmt.Println("done", i+1)
	}
	return s.Close()
}

// TestKill kills a loading process again and again. What it said was durable must be there, and the store must be whole
// and hold exactly a number of steps.
func TestKill(t *testing.T) {
	kills, steps, every := times(50, 1000), 120, 17
	if torture {
		steps, every = 2000, 25
	}
	path := filepath.Join(t.TempDir(), "db")
	rnd := chance(3)
	mem := open(t, "mem:", graph.Options{}) // what the store must hold
	defer mem.Close()
	redone, loads := 0, 0
	for kill := 0; kill < kills; {
		acked, started := runChild(t, path, steps, rnd, steps/kills+1)
		acked = max(acked, int(mem.Generation()))
		r, err := graph.Open(t.Context(), path, graph.Options{ReadOnly: true})
		if err != nil {
			if acked == 0 && !started && errors.Is(err, graph.ErrNoStore) {
				kill++ // killed before there was a store
				continue
			}
			t.Fatalf("kill %d after step %d: %v", kill, acked, err)
		}
		kill++
		gen := int(r.Generation())
		if gen < acked || gen > acked+1 {
			t.Fatalf("kill %d: %d steps are there, %d were acknowledged", kill, gen, acked)
		}
		if gen == acked {
			redone++
		}
		for i := int(mem.Generation()); i < gen; i++ {
			if err := step(mem, i); err != nil {
				t.Fatal(err)
			}
		}
		if kill%every == 0 || gen == steps {
			graphtest.Equal(t, fmt.Sprintf("kill %d", kill), graphtest.Lines(t, r), graphtest.Lines(t, mem))
			whole(t, path)
		}
		r.Close()
		if t.Failed() {
			return
		}
		if gen == steps {
			loads++
			os.RemoveAll(path)
			mem.Close()
			mem = open(t, "mem:", graph.Options{})
		}
	}
	for { // to the end, undisturbed
		acked, _ := runChild(t, path, steps, nil, 0)
		if acked == steps {
			break
		}
	}
	for i := int(mem.Generation()); i < steps; i++ {
		if err := step(mem, i); err != nil {
			t.Fatal(err)
		}
	}
	s := open(t, path, graph.Options{})
	graphtest.Equal(t, "after all kills", graphtest.Lines(t, s), graphtest.Lines(t, mem))
	s.Close()
	whole(t, path)
	t.Logf("%d kills in %d loads of %d steps: 0 corrupt, 0 acknowledged steps lost, at most one step redone (%d times)", kills, loads+1, steps, redone)
}

// runChild starts a load and kills it a random moment after a random number of steps; without rnd it lets it end. It
// returns the last step that the child said was durable.
func runChild(t *testing.T, path string, steps int, rnd *rand.Rand, most int) (acked int, started bool) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), childStore+"="+path, "ENTENTE_TEST_STEPS="+strconv.Itoa(steps))
	var errs limitedBuffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	left := -1
	if rnd != nil {
		left = rnd.IntN(2*most + 1)
		if rnd.IntN(20) == 0 {
			// Sometimes while it opens the store.
			time.AfterFunc(time.Duration(rnd.IntN(30))*time.Millisecond, func() { cmd.Process.Kill() })
		}
	}
	killed := rnd == nil
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var word string
		var n int
		if k, _ := fmt.Sscan(lines.Text(), &word, &n); k != 2 {
			continue
		}
		acked = n
		if word == "start" {
			started = true
		}
		if left == 0 && !killed {
			killed = true
			time.Sleep(time.Duration(rnd.IntN(4000)) * time.Microsecond)
			cmd.Process.Kill()
		}
		left--
	}
	err = cmd.Wait()
	if rnd == nil && err != nil || len(errs.b) > 0 {
		t.Fatalf("child: %v: %s", err, errs.b)
	}
	return acked, started
}

type limitedBuffer struct{ b []byte }

func (l *limitedBuffer) Write(p []byte) (int, error) {
	if len(l.b) < 4096 {
		l.b = append(l.b, p...)
	}
	return len(p), nil
}
