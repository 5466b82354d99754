package syntax

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"entente/loader/sentence"
)

// text is news of our own making.
const text = `Leaders Meet To Discuss Grain Deal

The foreign minister of Freedonia, Anna Berg, visited Pyongyang on Monday and signed an agreement on grain. Officials in
the capital said that the two countries would not buy arms from each other. "We have no such plans," said Mr. Oda, a
spokesman for the ministry.

She was met at the airport by General Marek Novak, who gave her a tour of the harbour. Analysts emphasise that sanctions
imposed by the United Nations in 2017 remain in force.`

func segmented(text string) *Document {
	d := new(Document)
	var s sentence.Splitter
	s.SplitAll(text, &d.Segmentation)
	return d
}

func columns(d *Document) string {
	var b bytes.Buffer
	if err := WriteCoNLLU(&b, "", d); err != nil {
		return err.Error()
	}
	fmt.Fprint(&b, d.Score)
	return b.String()
}

func newParser(t testing.TB) *Parser {
	t.Helper()
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestParse(t *testing.T) {
	d := segmented("Shoigu visited Pyongyang in July.")
	newParser(t).Parse(d)
	var got []string
	for i := range d.Len() {
		head := "root"
		if h := d.Heads[i]; h >= 0 {
			head = d.Form(int(h))
		}
		got = append(got, fmt.Sprint(d.Form(i), "/", d.UPOS[i], "/", d.Lemmas[i], "/", d.Rels[i], "/", head))
	}
	want := "Shoigu/PROPN/Shoigu/nsubj/visited visited/VERB/visit/root/root Pyongyang/PROPN/Pyongyang/obj/visited in/ADP/in/case/July July/PROPN/July/obl/visited ./PUNCT/./punct/visited"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

// Neither the goroutine nor the sentences beside it nor what was parsed before change a tree. (What is a name is settled over
// the whole document.)
func TestParseIsDeterministic(t *testing.T) {
	p := newParser(t)
	whole := segmented(text)
	p.Parse(whole)
	want := columns(whole)
	var wg sync.WaitGroup
	for k := range 8 {
		wg.Go(func() {
			d := segmented(strings.Repeat("Another text was here. ", k))
			p.Parse(d)
			var s sentence.Splitter
			s.SplitAll(text, &d.Segmentation)
			p.Parse(d)
			if got := columns(d); got != want {
				t.Errorf("goroutine %d: another tree", k)
			}
		})
	}
	wg.Wait()
	for i, s := range whole.Sentences {
		one := *whole
		one.Sentences = whole.Sentences[i : i+1]
		one.Resize(0)
		one.Heads, one.Rels, one.UPOS = nil, nil, nil
		one.XPOS, one.Names, one.Score, one.Lemmas, one.Sent = nil, nil, nil, nil, nil
		p.Parse(&one)
		for j := s.First; j < s.Last; j++ {
			if one.Heads[j] != whole.Heads[j] || one.Rels[j] != whole.Rels[j] || one.UPOS[j] != whole.UPOS[j] || one.Lemmas[j] != whole.Lemmas[j] {
				t.Errorf("sentence %d alone: token %d differs", i, j)
			}
		}
	}
}

// checkTree fails unless every sentence is a tree with one root.
func checkTree(t *testing.T, d *Document) {
	t.Helper()
	for k, s := range d.Sentences {
		roots := 0
		for i := s.First; i < s.Last; i++ {
			if (d.Heads[i] < 0) != (d.Rels[i] == RelRoot) {
				t.Fatalf("sentence %d token %d: head %d, relation %v", k, i, d.Heads[i], d.Rels[i])
			}
			if d.Heads[i] < 0 {
				roots++
			}
			steps := 0
			for j := i; j >= 0; j = d.Heads[j] {
				if j < s.First || j >= s.Last {
					t.Fatalf("sentence %d token %d: a head %d outside %v", k, i, j, s)
				}
				if steps++; steps > int(s.Last-s.First) {
					t.Fatalf("sentence %d: a cycle through token %d", k, i)
				}
			}
			if d.Lemmas[i] == "" {
				t.Fatalf("sentence %d token %d: no lemma", k, i)
			}
		}
		if s.First < s.Last && roots != 1 {
			t.Fatalf("sentence %d: %d roots", k, roots)
		}
	}
}

var odd = []string{
	"", "a", ".", "\x00", "\x00\x00 \x01", "🤖🤝🇰🇵 met 🧑‍🚀.", "\u202eשלום said.", "((((((((((", "“““““ ‘‘‘ “", "- - - - -",
	strings.Repeat("word ", 1000), strings.Repeat("\"He said, ", 500), strings.Repeat("a", 5000), strings.Repeat("и", 300), "İİİ ǅ ﬁ",
	strings.Repeat("one, two and ", 90), "A\u0300 e\u0301 \ufeff x", "\xff\xfe broken", "e\u0301" + strings.Repeat("\u0301", 200),
}

// commas are sentences in which a mark is between a noun and its own words.
var commas = []string{
	"The two discussed our ongoing, coordinated outreach to Sylvania, our continued support for allies in the east, and the importance of concrete steps.",
	"There should be a clear, understandable list of companies. There is a significant diplomatic, logistical, and bureaucratic challenge.",
	"That, through a mutual return, we can reimpose the permanent, verifiable limits on their programme is what we are seeking.",
	"As a result, we have adopted documents that we find important, and measures that should help stabilise the situation.",
	"I would like to thank you all, ladies and gentlemen, for your attention to our work.",
}

func TestParseOddTexts(t *testing.T) {
	p := newParser(t)
	for _, s := range append(commas, odd...) {
		d := segmented(s)
		p.Parse(d)
		checkTree(t, d)
	}
}

// A sentence of any length is parsed in pieces, so that time and memory grow with the text and not with its square.
func TestParseHostile(t *testing.T) {
	const n = 10_000
	p := newParser(t)
	for name, text := range map[string]string{
		"one line":      strings.Repeat("the minister, he said and ", n/7),
		"one word":      strings.Repeat("a", 10*n),
		"nested quotes": strings.Repeat("“", n/2) + "a" + strings.Repeat("”", n/2),
		"brackets":      strings.Repeat("(", n/2),
		"NULs":          strings.Repeat("\x00 ", n/2),
		"emoji":         strings.Repeat("👨‍👩‍👧 met 🤖, ", n/8),
		"right to left": strings.Repeat("\u202eשלום said, ", n/8),
	} {
		t.Run(name, func(t *testing.T) {
			d := segmented(text)
			p.Parse(d)
			checkLong(t, d)
		})
	}
}

// checkLong is checkTree without following every chain of heads to its end.
func checkLong(t *testing.T, d *Document) {
	t.Helper()
	roots := 0
	for i, h := range d.Heads {
		if h < 0 {
			roots++
		} else if d.Sent[h] != d.Sent[i] {
			t.Fatalf("token %d: its head is in another sentence", i)
		}
	}
	if roots != len(d.Sentences) {
		t.Fatalf("%d roots of %d sentences", roots, len(d.Sentences))
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range odd {
		f.Add(s)
	}
	f.Add(text)
	p := newParser(f)
	f.Fuzz(func(t *testing.T, s string) {
		d := segmented(s)
		p.Parse(d)
		checkTree(t, d)
	})
}

func TestWriteTree(t *testing.T) {
	d := segmented("Shoigu visited Pyongyang.")
	newParser(t).Parse(d)
	for i := range d.Names {
		d.Names[i] = NoName
	}
	d.Names[0] = BeginPER
	var b bytes.Buffer
	if err := WriteTree(&b, d); err != nil {
		t.Fatal(err)
	}
	want := `Shoigu visited Pyongyang.
visited  root VERB visit
├─ Shoigu  nsubj PROPN [B-PER]
├─ Pyongyang  obj PROPN
└─ .  punct PUNCT
`
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

// From text to trees on one core; internal/model compares the kernels.
func BenchmarkText(b *testing.B) {
	p := newParser(b)
	long := strings.Repeat(text+"\n\n", 20)
	var d Document
	var s sentence.Splitter
	b.ReportAllocs()
	b.SetBytes(int64(len(long)))
	for b.Loop() {
		s.SplitAll(long, &d.Segmentation)
		p.Parse(&d)
	}
	b.ReportMetric(float64(d.Len())*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parser(stored); err != nil {
			b.Fatal(err)
		}
	}
}
