package loader

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"entente/graph"
	"entente/loader/article"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write want.tsv of testdata/golden as the code has it")

const samples = "../cmd/entente/samples"

var shared = sync.OnceValues(func() (*Loader, error) { return New(Options{}) })

func newLoader(tb testing.TB) *Loader {
	tb.Helper()
	l, err := shared()
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

// with is l with other options; the stages are shared.
func with(l *Loader, o Options) *Loader {
	n := &Loader{o: o, parser: l.parser, linker: l.linker, finder: l.finder}
	n.pool.New = func() any { return new(Work) }
	if n.o.Workers == 0 {
		n.o.Workers = 2
	}
	if n.o.Timeout == 0 {
		n.o.Timeout = time.Minute
	}
	return n
}

// TestGolden reads articles of our own and compares their statements: sentence, subject, predicate, object, modality, date,
// place, who says so. It says what the code does, not what is right.
func TestGolden(t *testing.T) {
	l := newLoader(t)
	files, err := filepath.Glob("testdata/golden/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			a := &article.Article{ID: "golden"}
			var want []byte
			at := -1
			for i, f := range ar.Files {
				switch f.Name {
				case "title.txt":
					a.Title = strings.TrimSpace(string(f.Data))
				case "date.txt":
					a.Date = graph.Date(strings.TrimSpace(string(f.Data)))
				case "article.txt":
					a.Text = string(f.Data)
				case "want.tsv":
					want, at = f.Data, i
				default:
					t.Fatalf("%s: unknown part %s", name, f.Name)
				}
			}
			rec, err := l.Extract(a)
			if err != nil {
				t.Fatal(err)
			}
			got := table(&rec)
			if *update {
				if at < 0 {
					ar.Files = append(ar.Files, txtar.File{Name: "want.tsv"})
					at = len(ar.Files) - 1
				}
				ar.Files[at].Data = got
				if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if !bytes.Equal(got, want) {
				t.Errorf("make golden shows the difference\n got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func table(rec *graph.Record) []byte {
	var b bytes.Buffer
	for _, e := range Events(rec).Events {
		fmt.Fprintf(&b, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", e.Sentence, e.Subject, e.Predicate, e.Object, e.Modality, e.Date, e.Place, strings.Join(e.AttributedTo, ", "))
	}
	return b.Bytes()
}

func sampleArticles(tb testing.TB) []*article.Article {
	tb.Helper()
	var out []*article.Article
	for a, err := range article.Read(context.Background(), []string{samples}, article.Options{}) {
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, a)
	}
	if len(out) < 16 {
		tb.Fatalf("%d sample articles", len(out))
	}
	return out
}

func seq(list []*article.Article) iter.Seq2[*article.Article, error] {
	return func(yield func(*article.Article, error) bool) {
		for _, a := range list {
			if !yield(a, nil) {
				return
			}
		}
	}
}

// fakeStore keeps what it is given, in order.
type fakeStore struct {
	recs  []graph.Record
	known map[string]string
	fail  error
	puts  int
}

func (s *fakeStore) Known(_ context.Context, id string) (sha, extractor string, ok bool, err error) {
	sha, ok = s.known[id]
	return sha, Version, ok, nil
}

func (s *fakeStore) Put(_ context.Context, recs ...graph.Record) error {
	if s.puts++; s.fail != nil {
		return s.fail
	}
	s.recs = append(s.recs, recs...)
	return nil
}

func (s *fakeStore) ids() string {
	var ids []string
	for _, r := range s.recs {
		ids = append(ids, r.Article.ID)
	}
	return strings.Join(ids, " ")
}

// TestSamples holds the samples to what they are for: a demonstration with enough in it.
func TestSamples(t *testing.T) {
	l := newLoader(t)
	n := 0
	for _, a := range sampleArticles(t) {
		if words := len(strings.Fields(a.Text)); words < 120 || words > 260 {
			t.Errorf("%s has %d words", a.ID, words)
		}
		rec, err := l.Extract(a)
		if err != nil {
			t.Error(err)
		}
		if len(rec.Statements) == 0 {
			t.Errorf("%s gives no statement", a.ID)
		}
		n += len(rec.Statements)
	}
	if n < 100 {
		t.Errorf("%d statements, want at least 100", n)
	}
}

// TestDeterminism loads the same articles with 1 and 8 workers, twice, in one order: the records are equal to the byte.
func TestDeterminism(t *testing.T) {
	l := newLoader(t)
	list := sampleArticles(t)
	var first []byte
	for _, workers := range []int{1, 8, 1, 8} {
		s := &fakeStore{}
		if _, err := with(l, Options{Workers: workers}).Load(context.Background(), seq(list), s, nil); err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(s.recs)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = got
		}
		if !bytes.Equal(got, first) {
			t.Fatalf("%d workers: other records", workers)
		}
	}
}

func TestLoad(t *testing.T) {
	const good = "Russian President Vladimir Putin met Kim Jong Un in Pyongyang."
	mk := func(id, text string) *article.Article {
		return &article.Article{ID: id, Text: text, Source: id + ".txt"}
	}
	stored := mk("stored", good)
	stored.Seal()
	changed := mk("changed", good)
	odd := mk("odd", good)
	odd.Warnings = []string{"an odd date"}
	bad := &article.ReadError{Path: "in.jsonl", Line: 7, Err: errors.New("broken JSON")}
	src := func(yield func(*article.Article, error) bool) {
		_ = yield(mk("a", good), nil) && yield(nil, bad) && yield(stored, nil) && yield(changed, nil) && yield(mk("a", good), nil) &&
			yield(mk("a", "Other text."), nil) && yield(odd, nil) && yield(mk("b", "Nothing here."), nil)
	}
	for _, refresh := range []bool{false, true} {
		s := &fakeStore{known: map[string]string{"stored": stored.SHA256, "changed": "00"}}
		var steps []Progress
		r, err := with(newLoader(t), Options{Refresh: refresh, Workers: 3}).Load(context.Background(), src, s, func(p Progress) { steps = append(steps, p) })
		if err != nil {
			t.Fatal(err)
		}
		wantIDs, unchanged, articles := "a changed odd b", 2, 4
		if refresh {
			wantIDs, unchanged, articles = "a stored changed odd b", 1, 5
		}
		if s.ids() != wantIDs {
			t.Errorf("refresh %v: stored %s, want %s", refresh, s.ids(), wantIDs)
		}
		if r.Articles != articles || r.Unchanged != unchanged || r.Failed != 2 || r.Statements == 0 {
			t.Errorf("refresh %v: %+v", refresh, r)
		}
		got, _ := json.Marshal(r.Problems)
		want := `[{"source":"in.jsonl:7","reason":"broken JSON"},{"source":"a.txt","id":"a","reason":"another article with this id was at a.txt: give it an id of its own"},{"source":"odd.txt","id":"odd","reason":"an odd date","warning":true}]`
		if string(got) != want {
			t.Errorf("problems\n got %s\nwant %s", got, want)
		}
		if len(steps) != 8 || steps[7].Done != 8 || steps[7].Statements != r.Statements {
			t.Errorf("progress %+v", steps)
		}
	}
}

func TestLoadStoreError(t *testing.T) {
	before := runtime.NumGoroutine()
	full := errors.New("disk full")
	s := &fakeStore{fail: full}
	r, err := with(newLoader(t), Options{Workers: 4}).Load(context.Background(), seq(sampleArticles(t)), s, nil)
	if !errors.Is(err, full) || s.puts != 1 || r.Articles != 0 {
		t.Errorf("error %v after %d puts, %+v", err, s.puts, r)
	}
	settle(t, before)
}

func TestLoadCancelled(t *testing.T) {
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	s := &fakeStore{}
	r, err := with(newLoader(t), Options{Workers: 2}).Load(ctx, seq(sampleArticles(t)), s, func(p Progress) { cancel() })
	if !errors.Is(err, context.Canceled) || r.Articles == 0 || r.Articles != len(s.recs) {
		t.Errorf("error %v, %+v, %d records", err, r, len(s.recs))
	}
	settle(t, before)
}

// settle waits until no more goroutines run than before.
func settle(t *testing.T, before int) {
	t.Helper()
	for range 200 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}

func TestLoadTimeout(t *testing.T) {
	s := &fakeStore{}
	long := &article.Article{ID: "long", Text: strings.Repeat("Putin met Kim in Pyongyang and Xi visited Moscow. ", 20_000), Source: "long.txt"}
	short := &article.Article{ID: "short", Text: "Putin met Kim.", Source: "short.txt"}
	l := with(newLoader(t), Options{Workers: 1, Timeout: 50 * time.Millisecond})
	r, err := l.Load(context.Background(), seq([]*article.Article{long, short}), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Problems) == 0 || r.Problems[0].ID != "long" || r.Problems[0].Reason != "extraction took more than 50ms" {
		t.Errorf("%+v", r.Problems)
	}
}

// TestPanic breaks a stage: the panic becomes the error of the article and names the place.
func TestPanic(t *testing.T) {
	l := with(newLoader(t), Options{})
	l.linker = nil
	_, err := l.Extract(&article.Article{ID: "a", Text: "Putin met Kim."})
	if err == nil || !strings.Contains(err.Error(), "article a: extraction broke off in entente/loader") {
		t.Errorf("error %v", err)
	}
	s := &fakeStore{}
	r, err := l.Load(context.Background(), seq([]*article.Article{{ID: "a", Text: "Putin met Kim.", Source: "a.txt"}}), s, nil)
	if err != nil || r.Failed != 1 || len(s.recs) != 0 {
		t.Errorf("load: %v, %+v", err, r)
	}
}

func TestCleanNames(t *testing.T) {
	if got := clean("Kim\u202e Jong\x00 Un"); got != "Kim Jong Un" {
		t.Errorf("%q", got)
	}
}

// check fails if a record says what its article does not hold.
func check(t *testing.T, a *article.Article, rec *graph.Record) {
	t.Helper()
	known := map[graph.Node]bool{}
	for i := range rec.Entities {
		if rec.Entities[i].Name == "" || known[rec.Entities[i].ID] {
			t.Fatalf("entity %+v", rec.Entities[i])
		}
		known[rec.Entities[i].ID] = true
	}
	ids := map[graph.Node]bool{}
	for i := range rec.Statements {
		s := &rec.Statements[i]
		text := a.Text
		if s.Sentence < 0 {
			text = a.Title
		}
		if s.Begin < 0 || s.End > len(text) || s.Evidence == "" || text[s.Begin:s.End] != s.Evidence {
			t.Fatalf("evidence %q is not at [%d,%d)", s.Evidence, s.Begin, s.End)
		}
		if !known[s.Subject] || !known[s.Object] || s.Place != "" && !known[s.Place] {
			t.Fatalf("%s %s %s in %s: unknown entity", s.Subject, s.Predicate, s.Object, s.Place)
		}
		if len(s.AttributedTo) != len(s.Attribution) {
			t.Fatalf("attribution %v, %v", s.AttributedTo, s.Attribution)
		}
		if _, err := graph.ParseModality(string(s.Modality)); err != nil {
			t.Fatal(err)
		}
		if s.Confidence < 0 || s.Confidence > 1 || s.Event == "" || ids[s.Event] {
			t.Fatalf("event %s, confidence %v", s.Event, s.Confidence)
		}
		ids[s.Event] = true
	}
}

func FuzzExtract(f *testing.F) {
	f.Add("Putin meets Kim", "Russian President Vladimir Putin met Kim Jong Un in Pyongyang on Tuesday, TASS said. He denied that Russia would buy arms.", "2023-09-12")
	f.Add("", "– Talks: Xi\u202e urged\x00 Iran’s “leaders” not to attack Israel.\n\nFollow us on TWITTER", "")
	f.Add("a\nb", "\xff\xfe(((\"\"\"''' U.S. U.S. and and , , ; Kim Kim Kim said said said.", "2023")
	files, _ := filepath.Glob("testdata/golden/*.txtar")
	for _, name := range files {
		if ar, err := txtar.ParseFile(name); err == nil {
			for _, x := range ar.Files {
				if x.Name == "article.txt" {
					f.Add("", string(x.Data), "2023-09-12")
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, title, text, date string) {
		if len(text) > 1<<14 {
			t.Skip()
		}
		l := with(newLoader(t), Options{Open: true})
		d, err := article.ParseDate(date)
		if err != nil {
			d = ""
		}
		a := &article.Article{ID: "fuzz", Title: title, Text: text, Date: d}
		rec, err := l.Extract(a)
		if err != nil {
			t.Fatal(err)
		}
		check(t, a, &rec)
		again, err := l.Extract(a)
		if err != nil {
			t.Fatal(err)
		}
		x, _ := json.Marshal(rec)
		y, _ := json.Marshal(again)
		if !bytes.Equal(x, y) {
			t.Fatalf("twice, two results:\n%s\n%s", x, y)
		}
	})
}

func TestCheckSamples(t *testing.T) {
	l := with(newLoader(t), Options{Open: true})
	for _, a := range sampleArticles(t) {
		rec, err := l.Extract(a)
		if err != nil {
			t.Fatal(err)
		}
		check(t, a, &rec)
	}
}

// BenchmarkExtract extracts an article of about 500 words, made of samples, on one core, and reports the share of each stage.
func BenchmarkExtract(b *testing.B) {
	l := newLoader(b)
	var text strings.Builder
	words := 0
	list := sampleArticles(b)
	for _, s := range list[len(list)-3:] {
		for p := range strings.SplitSeq(s.Text, "\n\n") {
			if n := len(strings.Fields(p)); words+n <= 510 {
				text.WriteString(p + "\n\n")
				words += n
			}
		}
	}
	a := &article.Article{ID: "bench", Title: "Sweden, Israel and Shoigu", Text: text.String(), Date: "2024-05-14"}
	a.Seal()
	w := new(Work)
	var parse, syntax, link, find time.Duration
	b.SetBytes(int64(len(a.Text)))
	b.ReportAllocs()
	for b.Loop() {
		t0 := time.Now()
		w.splitter.Split(a.Title, a.Text, &w.Document.Segmentation)
		t1 := time.Now()
		l.parser.Parse(&w.Document)
		t2 := time.Now()
		l.linker.Link(&w.Document, a.Date, &w.Mentions)
		t3 := time.Now()
		if _, err := l.record(a, w, l.finder.Find(&w.Document, &w.Mentions, a.Date), false); err != nil {
			b.Fatal(err)
		}
		t4 := time.Now()
		parse, syntax, link, find = parse+t1.Sub(t0), syntax+t2.Sub(t1), link+t3.Sub(t2), find+t4.Sub(t3)
	}
	all := float64(parse + syntax + link + find)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
	b.ReportMetric(float64(b.N*words)/b.Elapsed().Seconds(), "words/s")
	b.ReportMetric(100*float64(parse)/all, "%sentence")
	b.ReportMetric(100*float64(syntax)/all, "%syntax")
	b.ReportMetric(100*float64(link)/all, "%entity")
	b.ReportMetric(100*float64(find)/all, "%event")
}

// TestRandomTexts extracts texts put together at random from words that mean something to the stages.
func TestRandomTexts(t *testing.T) {
	l := with(newLoader(t), Options{Open: true})
	words := strings.Split("Putin|Kim Jong Un|Xi|the Kremlin|Russian|North Korean|the U.S.|Washington|Israel|Hamas|he|they|both|who|which|its|the ministry|President|Foreign Minister|spokesman|"+
		"met|met with|visited|denied|said|told|accused|of|urged|to|not|will|has|would|if|attack|attacked|sanctions on|talks with|invasion of|arms|soldiers|"+
		"and|,|.|;|:|“|”|\"|'|(|)|–|’s|on Tuesday|last week|the next day|in 2019|in Moscow|that|by|was|were|been|-|\n\n|\n– |according to|TASS|deal|agreement|signed|between", "|")
	state := uint64(1)
	next := func(n int) int { // a linear congruential generator: the same texts everywhere
		state = state*6364136223846793005 + 1442695040888963407
		return int(state>>33) % n
	}
	n := 0
	for range 400 {
		var b strings.Builder
		for range 5 + next(120) {
			b.WriteString(words[next(len(words))])
			if next(12) > 0 {
				b.WriteByte(' ')
			}
		}
		a := &article.Article{ID: "random", Title: words[next(20)] + " met " + words[next(20)], Text: b.String(), Date: "2023-09-12"}
		rec, err := l.Extract(a)
		if err != nil {
			t.Fatalf("%v\n%s", err, a.Text)
		}
		check(t, a, &rec)
		n += len(rec.Statements)
	}
	if n == 0 {
		t.Error("no statement at all")
	}
}

// TestHostile extracts texts that make careless stages slow: four times the text may take at most nine times as long.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	l := newLoader(t)
	for name, unit := range map[string]string{
		"one long coordination": "Putin and Kim and Xi and ",
		"names without end":     "Putin Kim Xi Biden Moon Abe ",
		"commas":                "Putin, Kim, Xi, ",
		"quotes":                "“ \" ‘ ",
		"brackets":              "(Putin ",
		"relative clauses":      "Putin, who met Kim, who met Xi, who met Biden, ",
		"said that":             "Putin said that Kim said that ",
		"pronouns":              "He met him and they met them. ",
		"denials":               "denied denied denied ",
		"topics":                "Putin: Kim: Xi: ",
		"nuls":                  "Putin\x00 ",
		"right to left":         "Putin\u202e שלום ",
	} {
		timeOf := func(n int) time.Duration {
			a := &article.Article{ID: "x", Text: strings.Repeat(unit, n/len(unit)), Date: "2023-09-12"}
			begin := time.Now()
			rec, err := l.Extract(a)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			check(t, a, &rec)
			return time.Since(begin)
		}
		ratio, small, large := 0.0, time.Duration(0), time.Duration(0)
		for range 3 { // the machine may be busy with something else
			small, large = timeOf(1<<12), timeOf(1<<14)
			if ratio = float64(large) / float64(small); ratio < 9 || large < 200*time.Millisecond {
				ratio = 0
				break
			}
		}
		if ratio > 0 {
			t.Errorf("%s: 4 kB take %v, 16 kB %v", name, small, large)
		}
	}
}
