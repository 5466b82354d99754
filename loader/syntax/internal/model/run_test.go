package model

import (
	"bytes"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"entente/loader/sentence"
)

const words = `The ministers of Freedonia and Sylvania , Anna Berg and Ivo Klein , met in Geneva on Friday ; they did not sign anything .
“ We will not recognise the vote , ” a spokeswoman told reporters , adding that talks with the rebels would go on .
MINISTERS MEET IN GENEVA TO DISCUSS GRAIN
Ministers Meet In Geneva To Discuss The Grain Deal
why is everyone in kyiv asking about this ?`

func tokens(text string) (toks []sentence.Token, spans []Span) {
	at := 0
	for line := range strings.SplitSeq(text, "\n") {
		first := int32(len(toks))
		for w := range strings.FieldsSeq(line) {
			i := strings.Index(text[at:], w) + at
			toks = append(toks, sentence.Token{Begin: uint32(i), End: uint32(i + len(w))})
			at = i + len(w)
		}
		spans = append(spans, Span{first, int32(len(toks))})
	}
	return toks, spans
}

// Every set of kernels, and every way to cut the text into batches, gives the same columns.
func TestParseIsTheSameOnEveryMachine(t *testing.T) {
	stored, err := os.ReadFile("../../model.bin")
	if err != nil {
		t.Fatal(err)
	}
	toks, spans := tokens(words)
	var want []byte
	every(t, func(t *testing.T) {
		m, err := Decode(stored)
		if err != nil {
			t.Fatal(err)
		}
		var ws Workspace
		for range 2 {
			m.Parse(&ws, words, toks, spans)
		}
		var b bytes.Buffer
		for i := range toks {
			b.Write([]byte{ws.Tag[i], byte(ws.Head[i]), ws.Rel[i], ws.Name[i], ws.Score[i]})
		}
		if want == nil {
			want = b.Bytes()
		}
		if !bytes.Equal(b.Bytes(), want) {
			t.Error("the columns differ from those of the plain kernels")
		}
		for k, s := range spans {
			var one Workspace
			m.Parse(&one, words, toks, spans[k:k+1])
			for i := s.First; i < s.Last; i++ {
				if one.Tag[i] != ws.Tag[i] || one.Head[i] != ws.Head[i] || one.Rel[i] != ws.Rel[i] || one.Name[i] != ws.Name[i] || one.Score[i] != ws.Score[i] {
					t.Errorf("sentence %d alone: token %d differs", k, i)
				}
			}
		}
	})
}

func TestDecodeErrors(t *testing.T) {
	stored, err := os.ReadFile("../../model.bin")
	if err != nil {
		t.Fatal(err)
	}
	flipped := slices.Clone(stored)
	flipped[len(flipped)/2] ^= 1
	for _, c := range []struct {
		name string
		b    []byte
		want string
	}{
		{"empty", nil, "not a model"},
		{"text", []byte(strings.Repeat("x", 100)), "not a model"},
		{"cut", stored[:len(stored)-9], "checksum"},
		{"flipped", flipped, "checksum"},
	} {
		if _, err := Decode(c.b); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
}

// best tries all heads.
func best(scores []int32, n int) int64 {
	heads := make([]int32, n)
	top := int64(math.MinInt64)
	var try func(i int, sum int64)
	try = func(i int, sum int64) {
		if i == n {
			if sum > top && projective(heads, n) {
				top = sum
			}
			return
		}
		for h := range n + 1 {
			if h != i {
				heads[i] = int32(h)
				try(i+1, sum+int64(scores[i*(n+1)+h]))
			}
		}
	}
	try(0, 0)
	return top
}

func TestTreeIsTheBest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var tr tree
	for n := 1; n <= 6; n++ {
		for range 60 {
			scores := make([]int32, n*(n+1))
			for i := range scores {
				scores[i] = int32(r.IntN(2001) - 1000)
			}
			for i := range n {
				scores[i*(n+1)+i] = math.MinInt32
			}
			heads := make([]int32, n)
			tr.solve(heads, scores, n)
			if !projective(heads, n) {
				t.Fatalf("%d tokens: %v is no projective tree with one root", n, heads)
			}
			sum := int64(0)
			for i, h := range heads {
				sum += int64(scores[i*(n+1)+int(h)])
			}
			if want := best(scores, n); sum != want {
				t.Fatalf("%d tokens: a tree of %d, want %d", n, sum, want)
			}
		}
	}
}

func TestProjective(t *testing.T) {
	for _, c := range []struct {
		heads []int32
		want  bool
	}{
		{[]int32{1}, true},
		{[]int32{1, 2}, true},
		{[]int32{2, 2}, false},       // two roots
		{[]int32{1, 0}, false},       // a cycle, no root
		{[]int32{1, 0, 3}, false},    // a cycle beside a root
		{[]int32{2, 3, 4, 2}, false}, // crossing
		{[]int32{1, 4, 1, 2}, true},
	} {
		if got := projective(c.heads, len(c.heads)); got != c.want {
			t.Errorf("%v: %v", c.heads, got)
		}
	}
}

func TestShape(t *testing.T) {
	for _, c := range []struct {
		form  string
		key   string
		shape Shape
	}{
		{"visited", "visited", Lower}, {"Shoigu", "shoigu", Initial}, {"NATO", "nato", AllUpper}, {"U.S.", "u.s.", Dotted}, {"A", "a", OneUpper},
		{"iPhone", "iphone", Mixed}, {"2023", "0000", Digits}, {"19th", "00th", DigitsAndMore}, {"—", "-", Punctuation}, {"“", "\"", Quote},
		{"’s", "'s", Lower}, {"Al-Assad", "al-assad", HyphenInitial}, {"anti-tank", "anti-tank", HyphenLower}, {"O’Neill", "o'neill", Initial}, {"Élysée", "élysée", Initial},
		{"", "", Punctuation},
	} {
		var k Key
		k.Set(c.form)
		if k.String() != c.key || k.Shape != c.shape {
			t.Errorf("%q: %q %d, want %q %d", c.form, k.String(), k.Shape, c.key, c.shape)
		}
	}
}

func TestAmerican(t *testing.T) {
	for _, c := range []struct{ british, american string }{
		{"emphasises", "emphasizes"}, {"colour", "color"}, {"Defence", "defense"}, {"neighbouring", "neighboring"}, {"travelled", "traveled"}, {"organisation", "organization"}, {"centre", "center"},
	} {
		var k Key
		k.Set(c.british)
		if !k.American(func(k *Key) bool { return k.String() == c.american }) {
			t.Errorf("%s: not found as %s", c.british, c.american)
		}
		k.Set(c.british)
		if k.American(func(*Key) bool { return false }) || k.String() != strings.ToLower(c.british) {
			t.Errorf("%s: changed to %s though nothing was found", c.british, k.String())
		}
	}
}

func TestRuleApply(t *testing.T) {
	for _, c := range []struct {
		rule       Rule
		form, want string
	}{
		{Rule{}, "Talks", "talks"}, {Rule{Cut: 1}, "Talks", "talk"}, {Rule{Keep: true}, "Berg", "Berg"}, {Rule{Cut: 4, Add: "go"}, "went", "go"}, {Rule{Cut: 9, Add: "x"}, "a", "x"}, {Rule{}, "’s", "'s"},
	} {
		if got := string(c.rule.Apply(nil, c.form)); got != c.want {
			t.Errorf("%+v of %q: %q, want %q", c.rule, c.form, got, c.want)
		}
	}
}
