// Command bench-cayley compares loading quads into a store of entente with `cayley load` into the same kind of data base:
// the same N-Quads file, which is what an export of ours is, LevelDB, one run each, one after the other. It is a module of its own because it builds Cayley's
// command, whose dependencies the product does not need.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"syscall"
	"time"

	"entente/graph"
	"entente/graph/graphtest"
	"entente/graph/rdf"

	"github.com/cayleygraph/quad"
)

func main() {
	var (
		n      = flag.Int("quads", 1_000_000, "quads to load, about")
		cayley = flag.String("cayley", "", "Cayley's command; \"\" leaves the comparison out")
		dir    = flag.String("dir", "", "where to work (default: a temporary folder)")
		load   = flag.String("load", "", "only load this N-Quads file into the store -db")
		db     = flag.String("db", "", "the store for -load")
	)
	flag.Parse()
	if *load != "" {
		if err := loadFile(*load, *db); err != nil {
			fail(err)
		}
		return
	}
	if err := compare(*n, *cayley, *dir); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "bench-cayley:", err)
	os.Exit(1)
}

// loadFile is the timed work of ours, what the command import does: read N-Quads and import them.
func loadFile(file, db string) error {
	if to := os.Getenv("CPUPROFILE"); to != "" {
		f, err := os.Create(to)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	s, err := graph.Open(context.Background(), db, graph.Options{})
	if err != nil {
		return err
	}
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	done, err := s.Import(context.Background(), rdf.Read(in, rdf.Options{}))
	if err == nil {
		fmt.Printf("%d quads, %d articles, %d statements\n", done.Quads, done.Articles, done.Statements)
	}
	return errors.Join(err, s.Close())
}

func compare(n int, cayley, dir string) error {
	keep := dir != ""
	if !keep {
		tmp, err := os.MkdirTemp("", "bench-cayley-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		dir = tmp
	}
	file := filepath.Join(dir, "quads.nq")
	made, err := generate(file, n)
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if keep {
		fmt.Println("quads in", file)
	}
	ours := filepath.Join(dir, "entente.db")
	os.RemoveAll(ours)
	own, err := timed("entente", made, exec.Command(self, "-load", file, "-db", ours))
	if err != nil {
		return err
	}
	if err := figures(ours); err != nil {
		return err
	}
	if cayley == "" {
		return nil
	}
	theirs := filepath.Join(dir, "cayley.db")
	os.RemoveAll(theirs)
	other, err := timed("cayley load", made, exec.Command(cayley, "load", "--init", "--db", "leveldb", "--dbpath", theirs, "--load", file))
	if err != nil {
		return err
	}
	fmt.Printf("%-12s %.1f MB\n", "cayley load", float64(size(theirs))/1e6)
	fmt.Printf("wall time: %.1f times as fast; processor time: %.1f times as little\n", other.wall.Seconds()/own.wall.Seconds(), other.cpu.Seconds()/own.cpu.Seconds())
	return nil
}

type cost struct{ wall, cpu time.Duration }

func timed(name string, quads int, cmd *exec.Cmd) (cost, error) {
	var out limited
	cmd.Stdout, cmd.Stderr = &out, &out
	start := time.Now()
	err := cmd.Run()
	if err != nil {
		return cost{}, fmt.Errorf("%s: %w: %s", name, err, out.b)
	}
	c := cost{time.Since(start), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	rss := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss // KiB
	fmt.Printf("%-12s %d quads in %.2f s (%.2f s of processor): %.0f quads/s, %.0f a processor second, at most %d MB\n",
		name, quads, c.wall.Seconds(), c.cpu.Seconds(), float64(quads)/c.wall.Seconds(), float64(quads)/c.cpu.Seconds(), rss/1024)
	return c, nil
}

type limited struct{ b []byte }

func (l *limited) Write(p []byte) (int, error) {
	if len(l.b) < 4096 {
		l.b = append(l.b, p...)
	}
	return len(p), nil
}

// generate writes the quads of as many articles as give n quads.
func generate(file string, n int) (int, error) {
	s, err := graph.Open(context.Background(), "mem:", graph.Options{})
	if err != nil {
		return 0, err
	}
	f, err := os.Create(file)
	if err != nil {
		return 0, err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	made := 0
	seen := map[quad.Quad]bool{}
	var batch []graph.Record
	flush := func() error {
		if err := s.Put(context.Background(), batch...); err != nil {
			return err
		}
		var quads []quad.Quad
		for q, err := range s.Quads(context.Background()) {
			if err != nil {
				return err
			}
			if q.Label == quad.Value(quad.IRI(graph.BackgroundLabel)) {
				if seen[q] {
					continue
				}
				seen[q] = true
			}
			quads = append(quads, q)
		}
		made += len(quads)
		each := func(yield func(quad.Quad, error) bool) {
			for _, q := range quads {
				if !yield(q, nil) {
					return
				}
			}
		}
		if _, err := rdf.Write(w, rdf.NQuads, each, rdf.Options{NoLabels: true}); err != nil {
			return err
		}
		// A store for each batch keeps the memory small.
		s.Close()
		s, err = graph.Open(context.Background(), "mem:", graph.Options{})
		batch = batch[:0]
		return err
	}
	for rec := range graphtest.Articles(11, n) {
		if made >= n {
			break
		}
		if batch = append(batch, rec); len(batch) == 500 {
			if err := flush(); err != nil {
				return made, err
			}
		}
	}
	return made, errors.Join(s.Close(), w.Flush(), f.Close())
}

// figures prints what opening, reading and deleting cost, as wall and as processor time.
func figures(db string) error {
	ctx := context.Background()
	from := now()
	s, err := graph.Open(ctx, db, graph.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	fmt.Printf("%-12s opened for reading in %v\n", "entente", from.since())
	if err := s.Close(); err != nil {
		return err
	}
	from = now()
	if s, err = graph.Open(ctx, db, graph.Options{}); err != nil {
		return err
	}
	fmt.Printf("%-12s opened for writing in %v\n", "entente", from.since())
	st, err := s.Status(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("%-12s %.1f MB: %.0f bytes a statement, %.1f a quad\n", "entente", float64(st.Bytes)/1e6, float64(st.Bytes)/float64(st.Statements), float64(st.Bytes)/float64(st.Quads))
	from = now()
	statements := 0
	for _, err := range s.Statements(ctx) {
		if err != nil {
			return err
		}
		statements++
	}
	scan := from.since()
	fmt.Printf("%-12s %d statements read in %v: %.0f quads a processor second\n", "entente", statements, scan, float64(st.Quads)/scan.cpu.Seconds())
	deletes := min(300, st.Articles)
	var each []cost
	for i := range deletes {
		from := now()
		if err := s.Delete(ctx, graphtest.Article(11, i*31%st.Articles).Article.ID); err != nil {
			return err
		}
		each = append(each, from.since())
	}
	rank := func(part int) cost {
		return cost{ranked(each, part, func(c cost) time.Duration { return c.wall }), ranked(each, part, func(c cost) time.Duration { return c.cpu })}
	}
	fmt.Printf("%-12s an article deleted, synced: median %v, nine of ten within %v\n", "entente", rank(50), rank(90))
	return s.Close()
}

// ranked is the duration that part hundredths of the costs do not exceed.
func ranked(costs []cost, part int, what func(cost) time.Duration) time.Duration {
	var all []time.Duration
	for _, c := range costs {
		all = append(all, what(c))
	}
	slices.Sort(all)
	return all[(len(all)-1)*part/100]
}

type moment struct {
	wall time.Time
	cpu  time.Duration
}

func now() moment {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return moment{wall: time.Now()}
	}
	return moment{time.Now(), time.Duration(u.Utime.Nano() + u.Stime.Nano())}
}

func (m moment) since() cost {
	n := now()
	return cost{n.wall.Sub(m.wall), n.cpu - m.cpu}
}

func (c cost) String() string {
	return fmt.Sprintf("%v (%v of processor)", c.wall.Round(10*time.Microsecond), c.cpu.Round(10*time.Microsecond))
}

func size(dir string) (n int64) {
	filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			if info, err := d.Info(); err == nil {
				n += info.Size()
			}
		}
		return nil
	})
	return n
}
