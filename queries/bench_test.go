package queries

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"entente/graph"
)

// generated is a graph of dated events like the public event data sets: actors drawn from a Zipf distribution (exponent
// 1.1, so that the first actor of 25,000 takes part in about an eighth of all events), one event in eight with a speaker,
// one article for ten events, days of 2010 to 2023.
type generated struct{ statements, actors int }

func (g generated) Generation() uint64 { return uint64(g.statements) }

func (g generated) Articles(context.Context) iter.Seq2[graph.Article, error] {
	return func(yield func(graph.Article, error) bool) {
		for i := range g.statements / 10 {
			if !yield(graph.Article{ID: "a" + strconv.Itoa(i), Date: "2023-12-31", Publisher: "p" + strconv.Itoa(i%200)}, nil) {
				return
			}
		}
	}
}

func (g generated) actor(i uint64) graph.Node { return graph.Node(fmt.Sprintf("ent:actor-%06d", i)) }

func (g generated) Entities(context.Context) iter.Seq2[graph.Entity, error] {
	return func(yield func(graph.Entity, error) bool) {
		r := rand.New(rand.NewPCG(7, 7))
		for i := range g.actors {
			if !yield(graph.Entity{ID: g.actor(uint64(i)), Name: personName(r), Type: graph.Person}, nil) {
				return
			}
		}
	}
}

// personName makes a name of two or three words of two to four syllables.
func personName(r *rand.Rand) string {
	const consonants, vowels = "bdfghklmnprstvz", "aeiou"
	var b []byte
	for w := range 2 + r.IntN(2) {
		if w > 0 {
			b = append(b, ' ')
		}
		for range 2 + r.IntN(3) {
			b = append(b, consonants[r.IntN(len(consonants))], vowels[r.IntN(len(vowels))])
		}
	}
	return string(b)
}

var someModalities = []graph.Modality{graph.Asserted, graph.Asserted, graph.Asserted, graph.Asserted, graph.Planned, graph.Alleged, graph.Denied}

func (g generated) statement(i int, r *rand.Rand, z *rand.Zipf) graph.Statement {
	s := graph.Statement{Event: eventNode(uint64(i) + 1), Subject: g.actor(z.Uint64()), Object: g.actor(z.Uint64()),
		Predicate: somePredicates[r.IntN(len(somePredicates))], Modality: someModalities[r.IntN(len(someModalities))],
		Date:    graph.Date(fmt.Sprintf("%04d-%02d-%02d", 2010+r.IntN(14), 1+r.IntN(12), 1+r.IntN(28))),
		Article: "a" + strconv.Itoa(i/10), Confidence: 0.5 + r.Float64()/2, Evidence: "A sentence."}
	for s.Object == s.Subject {
		s.Object = g.actor(r.Uint64N(uint64(g.actors)))
	}
	if i%8 == 0 {
		s.AttributedTo = []graph.Node{g.actor(z.Uint64())}
	}
	return s
}

var somePredicates = []graph.Predicate{"met", "visited", "accused", "praised", "supplied_arms_to", "criticized", "phoned", "sanctioned",
	"threatened", "signed_agreement_with", "urged", "warned", "backed", "attacked", "arrested"}

func (g generated) Statements(context.Context) iter.Seq2[graph.Statement, error] {
	return func(yield func(graph.Statement, error) bool) {
		r := rand.New(rand.NewPCG(1, 2))
		z := rand.NewZipf(r, 1.1, 2, uint64(g.actors-1))
		for i := range g.statements {
			if !yield(g.statement(i, r, z), nil) {
				return
			}
		}
	}
}

func (g generated) Event(_ context.Context, event graph.Node) (graph.Statement, graph.Article, error) {
	n, err := eventNumber(event)
	return graph.Statement{Event: event, Subject: g.actor(n % 10), Object: g.actor(n % 7), Predicate: "met", Modality: graph.Asserted,
		Evidence: "A sentence."}, graph.Article{ID: "a" + strconv.Itoa(int(n/10))}, err
}

// size is the number of statements of the benchmarks: 1 M, or what ENTENTE_BENCH_STATEMENTS says.
func size() generated {
	n := 1_000_000
	if s, err := strconv.Atoi(os.Getenv("ENTENTE_BENCH_STATEMENTS")); err == nil && s > 0 {
		n = s
	}
	return generated{n, n / 20}
}

// benchIndex is the index of all benchmarks. The file that ENTENTE_BENCH_INDEX names keeps it for the next run.
var benchIndex = sync.OnceValue(func() *Index {
	ix, err := Open(context.Background(), size(), Options{Path: os.Getenv("ENTENTE_BENCH_INDEX")})
	if err != nil {
		panic(err)
	}
	return ix
})

// benchQuestions are pairs of actors that have a path under some options, or that have none: half of them drawn as the
// events draw them, half evenly, so that rare actors are asked for too. Why there is no path is another question than which
// there are: BenchmarkReasons asks it.
func benchQuestions(n int, o PathOptions, connected bool) [][2]graph.Node {
	o.K, o.By = 1, ByHops
	if err := o.normal(); err != nil {
		panic(err)
	}
	g := size()
	v := benchIndex().view.Load()
	r := rand.New(rand.NewPCG(3, 4))
	z := rand.NewZipf(r, 1.1, 2, uint64(g.actors-1))
	var out [][2]graph.Node
	for i := 0; len(out) < n; i++ {
		p := [2]graph.Node{g.actor(z.Uint64()), g.actor(z.Uint64())}
		if i%2 == 0 {
			p = [2]graph.Node{g.actor(r.Uint64N(uint64(g.actors))), g.actor(r.Uint64N(uint64(g.actors)))}
		}
		if p[0] == p[1] {
			continue
		}
		s, err := v.newPathSearch(p[0], p[1], &o)
		if err != nil {
			panic(err)
		}
		routes, err := s.run(context.Background())
		if err != nil {
			panic(err)
		}
		if connected == (len(routes) > 0) {
			out = append(out, p)
		}
	}
	return out
}

// percentiles runs ask in a loop and reports the median and the 99th percentile, by the clock and by the processor's time
// of the thread that asks.
func percentiles(b *testing.B, ask func(i int)) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	ask(0)
	var clock, cpu []time.Duration
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		begin, used := time.Now(), cpuTime()
		ask(i)
		cpu = append(cpu, cpuTime()-used)
		clock = append(clock, time.Since(begin))
		i++
	}
	for _, m := range []struct {
		name string
		took []time.Duration
	}{{"µs", clock}, {"cpu-µs", cpu}} {
		slices.Sort(m.took)
		b.ReportMetric(float64(m.took[len(m.took)/2].Nanoseconds())/1e3, "p50-"+m.name)
		b.ReportMetric(float64(m.took[len(m.took)*99/100].Nanoseconds())/1e3, "p99-"+m.name)
	}
}

// someYears are meetings and visits of 30 months.
var someYears = PathOptions{Predicates: []graph.Predicate{"met", "visited"}, Since: "2020", Until: "2022-06"}

func BenchmarkPaths(b *testing.B) {
	ix := benchIndex()
	for _, bb := range []struct {
		name string
		o    PathOptions
	}{
		{"shortest", PathOptions{K: 1, By: ByHops, Evidence: -1}},
		{"shortest10", PathOptions{K: 10, By: ByHops, Evidence: -1}},
		{"best", PathOptions{K: 1, Evidence: -1}},
		{"best10", PathOptions{K: 10, Evidence: -1}},
		{"best3evidence", PathOptions{K: 3}},
		{"filtered", PathOptions{K: 3, Evidence: -1, Predicates: someYears.Predicates, Since: someYears.Since, Until: someYears.Until}},
		{"ordered", PathOptions{K: 3, Evidence: -1, TimeOrdered: true}},
		{"via", PathOptions{K: 3, Evidence: -1, Via: []graph.Node{"ent:actor-000100"}}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			ask := benchQuestions(1000, bb.o, true)
			percentiles(b, func(i int) {
				q := ask[i%len(ask)]
				if _, err := ix.Paths(b.Context(), q[0], q[1], bb.o); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
}

func BenchmarkReasons(b *testing.B) {
	ix := benchIndex()
	for _, bb := range []struct {
		name string
		o    PathOptions
	}{
		{"plain", PathOptions{}},
		{"filtered", someYears},
		{"ordered", PathOptions{TimeOrdered: true}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			ask := benchQuestions(50, bb.o, false)
			percentiles(b, func(i int) {
				q := ask[i%len(ask)]
				if p, err := ix.Paths(b.Context(), q[0], q[1], bb.o); err != nil || len(p.Paths) > 0 {
					b.Fatal(p, err)
				}
			})
		})
	}
}

func BenchmarkNeighbourhood(b *testing.B) {
	ix := benchIndex()
	ask := benchQuestions(500, PathOptions{}, true)
	for _, hops := range []int{1, 2, 4} {
		b.Run(fmt.Sprintf("hops=%d", hops), func(b *testing.B) {
			percentiles(b, func(i int) {
				if _, err := ix.Neighbourhood(b.Context(), ask[i%len(ask)][0], NeighbourOptions{Hops: hops}); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
}

func BenchmarkSearch(b *testing.B) {
	g := generated{10, 1_000_000}
	ix, err := Open(b.Context(), g, Options{})
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(5, 6))
	var full []string
	for e := range g.Entities(b.Context()) {
		if r.IntN(500) == 0 {
			full = append(full, e.Name)
		}
	}
	typo := func(s string) string {
		c := []byte(s)
		at := 1 + r.IntN(len(c)-2)
		switch r.IntN(3) {
		case 0:
			c[at] = 'x'
		case 1:
			c[at], c[at+1] = c[at+1], c[at]
		default:
			c = append(c[:at], c[at+1:]...)
		}
		return string(c)
	}
	var wrong []string
	for _, s := range full {
		wrong = append(wrong, typo(s))
	}
	for _, bb := range []struct {
		name string
		of   func(i int) string
	}{
		{"full", func(i int) string { return full[i%len(full)] }},
		{"typo", func(i int) string { return wrong[i%len(wrong)] }},
		{"prefix4", func(i int) string { return full[i%len(full)][:4] }},
		{"prefix2", func(i int) string { return full[i%len(full)][:2] }},
		{"prefix1", func(i int) string { return full[i%len(full)][:1] }},
	} {
		b.Run(bb.name, func(b *testing.B) {
			percentiles(b, func(i int) {
				if len(ix.Search(bb.of(i), 10)) == 0 {
					b.Fatalf("nothing found for %q", bb.of(i))
				}
			})
		})
	}
}

func BenchmarkBuild(b *testing.B) {
	g := size()
	for b.Loop() {
		if _, err := build(b.Context(), g); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(g.statements)*float64(b.N)/b.Elapsed().Seconds(), "statements/s")
}

func BenchmarkLoadSaved(b *testing.B) {
	v := benchIndex().view.Load()
	path := filepath.Join(b.TempDir(), "index")
	if err := v.base.write(path); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := readBase(path); !ok {
			b.Fatal("the saved index is not read")
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(info.Size())/1e6, "MB")
	b.ReportMetric(benchIndex().Stats().EdgeBytes, "bytes/edge")
	b.ReportMetric(float64(v.base.csr.memory())/float64(size().statements), "bytes/statement")
}
