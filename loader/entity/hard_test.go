package entity

import (
	"os"
	"strings"
	"testing"

	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/sentence"
	"entente/loader/syntax"
)

// A pipeline is what the tests of whole texts share.
type pipeline struct {
	linker *Linker
	parser *syntax.Parser
	split  sentence.Splitter
	doc    syntax.Document
	found  Mentions
}

func newPipeline(t testing.TB) *pipeline {
	t.Helper()
	g, err := gazetteer.Core()
	if err != nil {
		t.Fatal(err)
	}
	p, err := syntax.New()
	if err != nil {
		t.Fatal(err)
	}
	return &pipeline{linker: New(g), parser: p}
}

func (p *pipeline) link(title, text string, date graph.Date) {
	p.split.Split(title, text, &p.doc.Segmentation)
	p.parser.Parse(&p.doc)
	p.linker.Link(&p.doc, date, &p.found)
}

// at returns the ids of what the words at text[begin:end] are linked to, else of the longest mention inside them, else of
// the shortest one around them.
func (p *pipeline) at(begin, end int) []string {
	best, rank := -1, 0
	for i, m := range p.found.Mentions {
		b, e := int(m.Begin)-p.doc.Body, int(m.End)-p.doc.Body
		r := 0
		switch {
		case m.beside:
		case b == begin && e == end:
			r = 1 << 20
		case b >= begin && e <= end:
			r = 1<<10 + e - b
		case b <= begin && e >= end:
			r = 1<<10 - (e - b)
		}
		if r > rank {
			best, rank = i, r
		}
	}
	if best < 0 {
		return nil
	}
	var ids []string
	for _, x := range p.found.Mentions[best].Entities {
		ids = append(ids, string(p.found.Entities[x].ID))
	}
	return ids
}

// nth returns where the n-th word or phrase begins in text, counted from 1, or -1.
func nth(text, phrase string, n int) int {
	at := 0
	for {
		k := strings.Index(text[at:], phrase)
		if k < 0 {
			return -1
		}
		at += k
		if inWord(text, at-1) || inWord(text, at+len(phrase)) {
			at += len(phrase)
			continue
		}
		if n--; n == 0 {
			return at
		}
		at += len(phrase)
	}
}

func inWord(s string, i int) bool {
	return i >= 0 && i < len(s) && (s[i] >= 'a' && s[i] <= 'z' || s[i] >= 'A' && s[i] <= 'Z')
}

// wantHard is the share of hard cases that must be right.
const wantHard = 0.90

func TestHardCases(t *testing.T) {
	b, err := os.ReadFile("testdata/hard.tsv")
	if err != nil {
		t.Fatal(err)
	}
	p := newPipeline(t)
	right, all := 0, 0
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		col := strings.Split(line, "\t")
		if len(col) != 5 {
			t.Fatalf("hard.tsv:%d: %d columns, want 5", n, len(col))
		}
		text, want := col[2], col[4]
		phrase, k, _ := strings.Cut(col[3], "#")
		at := nth(text, phrase, max(1, int(strings.TrimSpace(k + "1")[0]-'0')))
		if at < 0 {
			t.Errorf("hard.tsv:%d: %q is not in the text", n, col[3])
			continue
		}
		p.link("", text, graph.Date(col[1]))
		ids := p.at(at, at+len(phrase))
		got := strings.Join(ids, " ")
		ok := got == want
		switch {
		case want == "-":
			ok = got == ""
		case want[0] == '!':
			ok = got != want[1:]
		}
		all++
		if ok {
			right++
		} else {
			t.Logf("hard.tsv:%d: %s: %q in %q is %q, want %q", n, col[0], col[3], text, got, want)
		}
	}
	t.Logf("%d of %d right", right, all)
	if all < 120 || float64(right) < wantHard*float64(all) {
		t.Errorf("%d of %d hard cases are right, want %.0f %% of at least 120", right, all, 100*wantHard)
	}
}
