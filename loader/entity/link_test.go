package entity

import (
	"os"
	"slices"
	"strings"
	"testing"

	"entente/graph"
	"entente/loader/syntax"
)

// report is a text of our own with most kinds of mention, for the benchmark and for the tests of a whole document.
const report = `Norwegian Prime Minister Jonas Gahr Støre received Ukrainian President Volodymyr Zelenskyy in Oslo on Wednesday. The two leaders discussed air defence, and Støre promised that his government would send more generators before the winter. “We will stand by Ukraine,” he told reporters.

The Kremlin dismissed the visit. Its spokesman, Dmitry Peskov, said that Moscow saw no sign that Kyiv wanted talks. Russian forces had struck the port of Odesa hours before, according to the Ukrainian air force, and officials in Romania said that fragments had fallen on their side of the border.

In Brussels, NATO Secretary General Jens Stoltenberg welcomed the Norwegian pledge. The alliance has asked its members for additional systems. Germany and the Netherlands are expected to announce theirs next month; both countries have already delivered Patriot batteries.

The International Atomic Energy Agency (IAEA) warned again of the risk at the Zaporizhzhia nuclear power plant. The IAEA wants a protection zone, which Kyiv and Moscow have so far refused. Rafael Grossi, the agency's director general, will travel to both capitals. China's foreign minister called on all sides to show restraint, while Washington accused Beijing of backing Russia's war.
`

func TestLinkTwice(t *testing.T) {
	p := newPipeline(t)
	p.link("Støre meets Zelenskyy", report, "2023-12-13")
	first := describe(&p.found)
	p.link("", "Something else about Chad.", "2020-01-01")
	p.link("Støre meets Zelenskyy", report, "2023-12-13")
	if second := describe(&p.found); first != second {
		t.Errorf("the same document linked twice:\n%s\nthen:\n%s", first, second)
	}
	if n := strings.Count(first, "\n"); n < 40 {
		t.Errorf("%d mentions, want at least 40:\n%s", n, first)
	}
}

func describe(m *Mentions) string {
	var b strings.Builder
	for _, x := range m.Mentions {
		b.WriteString(x.Kind.String())
		for _, e := range x.Entities {
			b.WriteByte(' ')
			b.WriteString(string(m.Entities[e].ID))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// check reports what may not be in any result of Link.
func check(t *testing.T, d *syntax.Document, m *Mentions) {
	t.Helper()
	n := int32(d.Len())
	if len(m.ByHead) != int(n) || len(m.ByToken) != int(n) {
		t.Fatalf("%d and %d rows for %d tokens", len(m.ByHead), len(m.ByToken), n)
	}
	for i, x := range m.Mentions {
		if x.First < 0 || x.First >= x.Last || x.Last > n || x.Head < 0 || x.Head >= n || x.Begin >= x.End {
			t.Fatalf("mention %d: %+v of %d tokens", i, x, n)
		}
		if d.Sent[x.First] != d.Sent[x.Last-1] {
			t.Errorf("mention %d crosses a sentence: %+v", i, x)
		}
		if len(x.Entities) == 0 {
			t.Errorf("mention %d names nothing: %+v", i, x)
		}
		for _, e := range x.Entities {
			if e < 0 || int(e) >= len(m.Entities) {
				t.Fatalf("mention %d: entity %d of %d", i, e, len(m.Entities))
			}
		}
		if x.OfficeOf >= int32(len(m.Entities)) {
			t.Fatalf("mention %d: office of %d", i, x.OfficeOf)
		}
	}
	if !slices.IsSortedFunc(m.Mentions, func(a, b Mention) int { return int(a.First - b.First) }) {
		t.Error("mentions are not in text order")
	}
	for i := range d.Tokens {
		if k := m.ByHead[i]; k >= 0 && int(m.Mentions[k].Head) != i && int(m.Mentions[k].title) != i {
			t.Errorf("ByHead[%d] has head %d", i, m.Mentions[k].Head)
		}
		if k := m.ByToken[i]; k >= 0 && (int(m.Mentions[k].First) > i || int(m.Mentions[k].Last) <= i) {
			t.Errorf("ByToken[%d] is mention %d, which does not cover it", i, k)
		}
	}
	seen := map[graph.Node]bool{}
	for _, e := range m.Entities {
		if seen[e.ID] || e.ID == "" || e.Name == "" || e.Type == "" {
			t.Errorf("entity %+v: twice or without a part", e)
		}
		seen[e.ID] = true
	}
}

func FuzzLink(f *testing.F) {
	b, err := os.ReadFile("testdata/hard.tsv")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if col := strings.Split(line, "\t"); len(col) == 5 {
			f.Add("", col[2], col[1])
		}
	}
	f.Add("A title: Kim", report, "2023-12-13")
	f.Add("", "“We,” said the the of Prime Minister of the - ’s President: I, Minister", "")
	f.Add("", "U.S.-Russia summit (RSF) North and South of the", "20")
	p := newPipeline(f)
	f.Fuzz(func(t *testing.T, title, text, date string) {
		if len(text) > 4000 || len(title) > 400 {
			return
		}
		p.link(title, text, graph.Date(date))
		p.linker.Code(&p.doc, &p.found, nil)
		check(t, &p.doc, &p.found)
	})
}

func BenchmarkLink(b *testing.B) {
	p := newPipeline(b)
	p.link("", report, "2023-12-13")
	b.ReportAllocs()
	b.SetBytes(int64(len(report)))
	for b.Loop() {
		p.linker.Link(&p.doc, "2023-12-13", &p.found)
	}
}

func BenchmarkCode(b *testing.B) {
	p := newPipeline(b)
	p.link("", report, "2023-12-13")
	codes := make([]string, len(p.found.Entities))
	for i, e := range p.found.Entities {
		codes[i] = e.Code
	}
	b.ReportAllocs()
	b.SetBytes(int64(len(report)))
	for b.Loop() {
		for i := range codes {
			p.found.Entities[i].Code = codes[i]
		}
		p.linker.Code(&p.doc, &p.found, nil)
	}
}

// BenchmarkBefore is what goes before Link: sentences and parse. Linking is to stay below 15 % of the extraction.
func BenchmarkBefore(b *testing.B) {
	p := newPipeline(b)
	b.ReportAllocs()
	b.SetBytes(int64(len(report)))
	for b.Loop() {
		p.split.Split("", report, &p.doc.Segmentation)
		p.parser.Parse(&p.doc)
	}
}
