package gizmo

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/cayley/query/gizmo"

	"entente/graph"
	"entente/queries"
)

// childVariable makes the test binary a child: Runners of the tests start it again.
const childVariable = "ENTENTE_TEST_GIZMO_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) != "" {
		os.Exit(ChildMain(nil))
	}
	os.Setenv(childVariable, "1")
	os.Exit(m.Run())
}

func records() []graph.Record {
	people := []graph.Entity{
		{ID: "ent:kim-jong-un", Name: "Kim Jong Un", Type: graph.Person},
		{ID: "ent:vladimir-putin", Name: "Vladimir Putin", Type: graph.Person},
		{ID: "ent:sergei-shoigu", Name: "Sergei Shoigu", Type: graph.Person},
		{ID: "ent:pyongyang", Name: "Pyongyang", Type: graph.Place},
		{ID: "ent:china", Name: "China", Type: graph.Country},
		{ID: "ent:north-korea", Name: "North Korea", Type: graph.Country, Aliases: []string{"DPRK"}},
	}
	text := "Kim met Putin in Vladivostok. Shoigu visited Pyongyang in July. China backs North Korea. Kim toured Pyongyang."
	at := func(s string) (begin, end int) {
		begin = strings.Index(text, s)
		return begin, begin + len(s)
	}
	var rec graph.Record
	rec.Article = graph.Article{ID: "one", Title: "A summit", Date: "2023-09-13", Publisher: "The Example", Text: text, SHA256: "00"}
	rec.Entities = people
	for i, s := range []struct {
		subject, object graph.Node
		predicate       graph.Predicate
		sentence        string
	}{
		{"ent:kim-jong-un", "ent:vladimir-putin", "met", "Kim met Putin in Vladivostok."},
		{"ent:sergei-shoigu", "ent:pyongyang", "visited", "Shoigu visited Pyongyang in July."},
		{"ent:china", "ent:north-korea", "patron_of", "China backs North Korea."},
		{"ent:kim-jong-un", "ent:pyongyang", "visited", "Kim toured Pyongyang."},
	} {
		begin, end := at(s.sentence)
		rec.Statements = append(rec.Statements, graph.Statement{Subject: s.subject, Predicate: s.predicate, Object: s.object,
			Modality: graph.Asserted, Confidence: 0.9, Sentence: i, Begin: begin, End: end, Evidence: s.sentence})
	}
	graph.Identify(&rec)
	return []graph.Record{rec}
}

func runner(t testing.TB, o Options) (*Runner, *graph.Store) {
	t.Helper()
	dsn := filepath.Join(t.TempDir(), "graph.db")
	store, err := graph.Open(context.Background(), dsn, graph.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	if err := store.Put(context.Background(), records()...); err != nil {
		t.Fatal(err)
	}
	ix, err := queries.Open(context.Background(), store, queries.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	r, err := New(store, ix, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r, store
}

func beside(t testing.TB) Options {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Options{Child: []string{self}}
}

func collect(r *Runner, program string, l Limits) (rows []Row, err error) {
	for row, e := range r.Run(context.Background(), program, l) {
		if e != nil {
			return rows, e
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// lines writes rows as sorted JSON.
func lines(t *testing.T, rows []Row) []string {
	t.Helper()
	out := []string{}
	for _, r := range rows {
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(string(data)))
	}
	slices.Sort(out)
	return out
}

func TestPrograms(t *testing.T) {
	tests := []struct {
		name, program string
		want          []string
		err           string // a part of it
	}{
		{name: "out", program: `g.V("<ent:kim-jong-un>").Out("<rel:met>").All()`, want: []string{`{"id":"<ent:vladimir-putin>"}`}},
		{name: "in and tags", program: `g.V("<ent:pyongyang>").Tag("where").In("<rel:visited>").Tag("who").All()`, want: []string{
			`{"id":"<ent:kim-jong-un>","where":"<ent:pyongyang>","who":"<ent:kim-jong-un>"}`,
			`{"id":"<ent:sergei-shoigu>","where":"<ent:pyongyang>","who":"<ent:sergei-shoigu>"}`}},
		{name: "a name", program: `g.V(entente.resolve("Shoigu")).Out("<rel:visited>").All()`, want: []string{`{"id":"<ent:pyongyang>"}`}},
		{name: "another script", program: `g.emit(entente.resolve("Шойгу"))`, want: []string{`{"value":"<ent:sergei-shoigu>"}`}},
		{name: "a label", program: `entente.label("ent:north-korea")`, want: []string{`{"value":"North Korea"}`}},
		{name: "a path", program: `entente.path("Putin", "Shoigu")[0].hops.forEach(function (h) { g.emit(h.from.name + " " + h.predicate + " " + h.to.name + ": " + h.evidence[0].text) })`,
			want: []string{`{"value":"Kim Jong Un visited Pyongyang: Kim toured Pyongyang."}`,
				`{"value":"Pyongyang visited Sergei Shoigu: Shoigu visited Pyongyang in July."}`,
				`{"value":"Vladimir Putin met Kim Jong Un: Kim met Putin in Vladivostok."}`}},
		{name: "path options", program: `g.emit(entente.path("Putin", "Shoigu", {max_hops: 2}).length)`, want: []string{`{"value":0}`}},
		{name: "avoided by name", program: `g.emit(entente.path("Putin", "Shoigu", {avoid: ["Pyongyang"]}).length)`, want: []string{`{"value":0}`}},
		{name: "evidence of an edge", program: `g.emit(entente.evidence("China", "patron_of", "<ent:north-korea>")[0].text)`,
			want: []string{`{"value":"China backs North Korea."}`}},
		{name: "search", program: `g.emit(entente.search("shoygu", 1)[0].id)`, want: []string{`{"value":"ent:sergei-shoigu"}`}},
		{name: "timeline", program: `g.emit(entente.timeline("Kim Jong Un", {undated: true}).length)`, want: []string{`{"value":2}`}},
		{name: "neighbours", program: `g.emit(entente.neighbours("Pyongyang").nodes.length)`, want: []string{`{"value":2}`}},
		{name: "show", program: `g.emit(entente.show("DPRK").name)`, want: []string{`{"value":"North Korea"}`}},
		{name: "count at the end", program: `g.V("<ent:pyongyang>").In("<rel:visited>").Count()`, want: []string{`{"value":2}`}},
		{name: "a list at the end", program: `entente.search("shoygu").map(function (r) { return r.name })`, want: []string{`{"value":"Sergei Shoigu"}`}},
		{name: "objects at the end", program: `entente.path("Putin", "Shoigu").map(function (p) { return {hops: p.hops.length} })`, want: []string{`{"hops":3}`}},
		{name: "an object at the end", program: `({a: entente.show("DPRK").name})`, want: []string{`{"a":"North Korea"}`}},
		{name: "a function at the end", program: `(function () {})`, want: []string{}},
		{name: "a path of Gizmo at the end", program: `g.V("<ent:china>")`, want: []string{}},
		{name: "emitted object", program: `g.emit({a: 1, b: ["x"]})`, want: []string{`{"a":1,"b":["x"]}`}},
		{name: "intersection", program: `g.V("<ent:kim-jong-un>").Out("<rel:visited>").Intersect(g.V("<ent:sergei-shoigu>").Out("<rel:visited>")).All()`,
			want: []string{`{"id":"<ent:pyongyang>"}`}},
		{name: "nothing", program: ``, want: []string{}},
		{name: "an unknown node", program: `g.V("<ent:nobody>").Out().All()`, want: []string{}},
		{name: "except an unknown node", program: `g.V("<ent:kim-jong-un>").Except(g.V("<ent:nobody>")).All()`, want: []string{`{"id":"<ent:kim-jong-un>"}`}},
		{name: "difference", program: `g.V("<ent:kim-jong-un>", "<ent:china>").Difference(g.V("<ent:china>")).All()`, want: []string{`{"id":"<ent:kim-jong-un>"}`}},
		{name: "union with nothing", program: `g.V("<ent:nobody>").Union(g.V("<ent:china>")).All()`, want: []string{`{"id":"<ent:china>"}`}},
		{name: "an unknown name", program: `entente.resolve("Shoygu")`, err: "Sergei Shoigu"},
		{name: "an unknown option", program: `entente.path("Putin", "Shoigu", {hops: 2})`, err: "hops"},
		{name: "no name", program: `entente.resolve()`, err: "want a name"},
		{name: "syntax", program: "g.V(\n  oops oops)", err: "Line 2"},
		{name: "throws", program: `throw "enough"`, err: "enough"},
		{name: "no such thing", program: `graphs.V()`, err: "graphs is not defined"},
	}
	for _, where := range []struct {
		name string
		o    Options
	}{{"inside", Options{}}, {"beside", beside(t)}} {
		t.Run(where.name, func(t *testing.T) {
			r, _ := runner(t, where.o)
			for _, tt := range tests {
				t.Run(tt.name, func(t *testing.T) {
					rows, err := collect(r, tt.program, Limits{})
					if tt.err != "" {
						var program *ProgramError
						if !errors.As(err, &program) || !strings.Contains(err.Error(), tt.err) {
							t.Fatalf("error %v, want one of the program with %q", err, tt.err)
						}
						return
					}
					if err != nil {
						t.Fatal(err)
					}
					if got := lines(t, rows); !slices.Equal(got, tt.want) {
						t.Errorf("got %s\nwant %s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
					}
				})
			}
		})
	}
}

func TestLimits(t *testing.T) {
	for _, where := range []struct {
		name string
		o    Options
	}{{"inside", Options{}}, {"beside", beside(t)}} {
		t.Run(where.name, func(t *testing.T) {
			r, store := runner(t, where.o)
			rows, err := collect(r, `for (var i = 0; i < 100; i++) g.emit(i)`, Limits{Rows: 10})
			if len(rows) != 10 || !errors.Is(err, ErrTruncated) {
				t.Errorf("%d rows and %v, want 10 and %v", len(rows), err, ErrTruncated)
			}
			rows, err = collect(r, `for (var i = 0; i < 10; i++) g.emit(i)`, Limits{Rows: 10})
			if len(rows) != 10 || err != nil {
				t.Errorf("%d rows and %v, want 10 and no error", len(rows), err)
			}
			rows, err = collect(r, `for (;;) g.emit("0123456789")`, Limits{Rows: MaxRows, Bytes: 1000})
			if len(rows) != 45 || !errors.Is(err, ErrTruncated) {
				t.Errorf("%d rows and %v, want the 45 that fit into 1000 bytes and %v", len(rows), err, ErrTruncated)
			}
			begin := time.Now()
			if _, err := collect(r, `for (;;) ;`, Limits{Timeout: 200 * time.Millisecond}); !errors.Is(err, ErrTimeout) || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("error %v, want %v", err, ErrTimeout)
			}
			if took := time.Since(begin); took > 1200*time.Millisecond {
				t.Errorf("a limit of 200 ms took %v", took)
			}
			ctx, cancel := context.WithCancel(context.Background())
			time.AfterFunc(100*time.Millisecond, cancel)
			for _, err := range r.Run(ctx, `for (;;) ;`, Limits{}) {
				if !errors.Is(err, context.Canceled) {
					t.Errorf("error %v, want %v", err, context.Canceled)
				}
			}
			// What is committed while a child waits is seen by its next program.
			rec := records()[0]
			rec.Article.ID, rec.Article.SHA256 = "two", "01"
			rec.Statements = rec.Statements[:1]
			rec.Statements[0].Predicate = "praised"
			if err := store.Put(context.Background(), rec); err != nil {
				t.Fatal(err)
			}
			rows, err = collect(r, `g.V("<ent:kim-jong-un>").Out("<rel:praised>").All()`, Limits{})
			if len(rows) != 1 || err != nil {
				t.Errorf("%d rows and %v after a commit, want 1", len(rows), err)
			}
			// Globals of one program are not there for the next.
			if _, err := collect(r, `secret = 1`, Limits{}); err != nil {
				t.Error(err)
			}
			if rows, _ := collect(r, `g.emit(typeof secret)`, Limits{}); len(rows) != 1 || rows[0]["value"] != "undefined" {
				t.Errorf("a global of another program: %v", rows)
			}
			// Leaving the loop ends the program.
			for range r.Run(context.Background(), `for (;;) g.emit(1)`, Limits{}) {
				break
			}
		})
	}
}

func TestBusy(t *testing.T) {
	o := beside(t)
	o.Running, o.Waiting = 1, 1
	r, _ := runner(t, o)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 2)
	for range 2 {
		go func() {
			var last error
			for _, err := range r.Run(ctx, `for (;;) ;`, Limits{Timeout: 5 * time.Second}) {
				last = err
			}
			done <- last
		}()
	}
	for len(r.waiting) < 2 {
		time.Sleep(time.Millisecond)
	}
	if _, err := collect(r, `1`, Limits{}); !errors.Is(err, ErrBusy) {
		t.Errorf("error %v, want %v", err, ErrBusy)
	}
	cancel()
	for range 2 {
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want %v", err, context.Canceled)
		}
	}
	if rows, err := collect(r, `1`, Limits{}); len(rows) != 1 || err != nil {
		t.Errorf("%v, %v after the others were cancelled", rows, err)
	}
}

func TestMachine(t *testing.T) {
	vm, err := machine(gizmo.NewSession(memstore.New()))
	if err != nil {
		t.Fatal(err)
	}
	if v, err := vm.RunString("typeof g.V"); err != nil || v.String() != "function" {
		t.Errorf("%v, %v: want the session's own machine, which knows g.V", v, err)
	}
}
