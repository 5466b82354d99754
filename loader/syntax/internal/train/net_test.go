package train

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"entente/loader/sentence"
	"entente/loader/syntax"
	"entente/loader/syntax/internal/model"
)

// bank is a small treebank of our own; the last tree is not projective, as gold trees may be.
func bank(t *testing.T) []Sentence {
	t.Helper()
	var out []Sentence
	for _, s := range []string{
		"Anna/PROPN|NNP/2/nsubj visited/VERB|VBD/0/root Oslo/PROPN|NNP/2/obj ./PUNCT|./2/punct",
		"the/DET|DT/2/det minister/NOUN|NN/3/nsubj left/VERB|VBD/0/root",
		"Oslo/PROPN|NNP/2/nsubj denied/VERB|VBD/0/root it/PRON|PRP/2/obj",
		"they/PRON|PRP/2/nsubj signed/VERB|VBD/0/root the/DET|DT/4/det deal/NOUN|NN/2/obj in/ADP|IN/6/case Oslo/PROPN|NNP/2/obl",
		"deal/NOUN|NN/3/obj they/PRON|PRP/3/nsubj signed/VERB|VBD/0/root there/ADV|RB/1/advmod",
	} {
		var x Sentence
		for w := range strings.FieldsSeq(s) {
			c := strings.Split(w, "/")
			rel, ok := syntax.ParseRel(c[3])
			if !ok {
				t.Fatal(w)
			}
			x.Forms, x.Lemmas = append(x.Forms, c[0]), append(x.Lemmas, map[string]string{"visited": "visit", "left": "leave", "signed": "sign", "denied": "deny"}[c[0]])
			if x.Lemmas[len(x.Lemmas)-1] == "" {
				x.Lemmas[len(x.Lemmas)-1] = c[0]
			}
			x.Tags, x.Heads, x.Rels = append(x.Tags, c[1]), append(x.Heads, int32(c[2][0]-'0')-1), append(x.Rels, int32(rel))
			name := syntax.NoName
			if c[0] == "Oslo" {
				name = syntax.BeginLOC
			}
			x.Names = append(x.Names, int32(name))
		}
		out = append(out, x)
	}
	return out
}

// A network learns a small treebank by heart, and what is stored of it parses as the network does.
func TestLearnAndExport(t *testing.T) {
	sentences := bank(t)
	tags := TagSet(sentences)
	number := make(map[string]int32)
	for i, s := range tags {
		number[s] = int32(i)
	}
	vocabulary := MakeVocabulary(sentences, nil, 1, 100)
	x := model.Lexicon{Common: vocabulary.Common, Words: Table(vocabulary.Row)}
	x.Build()
	var scratch model.Scratch
	var samples []*Sample
	for i := range sentences {
		samples = append(samples, Features(&x, &sentences[i], number, &scratch))
	}
	n := NewNet(Sizes{Dims: [model.Slots]int{32, 16, 8, 8, 8, 8, 8, 8}, Hidden: 32, Layers: 2, Width: []int{3, 1}, TagAt: 1, Arc: 32, Label: 32, Tags: len(tags), Rels: len(syntax.RelNames()), Names: 7}, vocabulary.Freq, 1)
	n.Drop, n.DropIn = 0.1, 0.1
	for range 150 {
		n.Train(samples, 0.01, new(Tally))
	}
	parses := n.Parse(samples)
	for i, p := range parses {
		g := samples[i]
		for j := range g.Rows {
			if p.Tag[j] != g.Tag[j] || p.Head[j] != g.Head[j] || p.Rel[j] != g.Rel[j] || p.Name[j] != g.Name[j] {
				t.Errorf("%s: token %d: tag %s head %d relation %v name %d, want %s %d %v %d", strings.Join(sentences[i].Forms, " "), j,
					tags[p.Tag[j]], p.Head[j], syntax.Rel(p.Rel[j]), p.Name[j], tags[g.Tag[j]], g.Head[j], syntax.Rel(g.Rel[j]), g.Name[j])
			}
		}
	}
	m := n.Export(tags, syntax.RelNames(), syntax.NameTagNames(), samples)
	m.Lexicon, m.Lemmas = x, Lemmas(sentences, number)
	m.LemmaRules, m.Next = m.Lemmas.Rules, Transitions(samples)
	stored, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	p, err := syntax.Load(stored)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range sentences[:4] {
		d := &syntax.Document{}
		d.Text = strings.Join(s.Forms, " ")
		at := 0
		for _, f := range s.Forms {
			d.Tokens = append(d.Tokens, sentence.Token{Begin: uint32(at), End: uint32(at + len(f))})
			at += len(f) + 1
		}
		d.Sentences = []sentence.Sentence{{Last: int32(len(s.Forms))}}
		p.Parse(d)
		for j := range s.Forms {
			if d.Heads[j] != s.Heads[j] || d.Rels[j] != syntax.Rel(s.Rels[j]) || d.Lemmas[j] != s.Lemmas[j] || int32(d.Names[j]) != s.Names[j] || d.UPOS[j].String()+"|"+d.XPOS[j].String() != s.Tags[j] {
				t.Errorf("stored: sentence %d token %d: %v %v|%v head %d lemma %s name %v", i, j, d.Rels[j], d.UPOS[j], d.XPOS[j], d.Heads[j], d.Lemmas[j], d.Names[j])
			}
		}
	}
}

// A network that guesses words gets better at it.
func TestGuesser(t *testing.T) {
	sentences := bank(t)
	vocabulary := MakeVocabulary(sentences, nil, 1, 100)
	x := model.Lexicon{Common: vocabulary.Common, Words: Table(vocabulary.Row)}
	x.Build()
	var scratch model.Scratch
	n := NewNet(Sizes{Dims: [model.Slots]int{32, 16, 8, 8, 8, 8, 8, 8}, Hidden: 32, Layers: 1, Width: []int{3}, TagAt: 1, Arc: 32, Label: 32, Tags: 4, Rels: 4, Names: 7}, vocabulary.Freq, 1)
	n.Drop, n.DropIn = 0, 0
	count := make([]int, len(vocabulary.Keys))
	for i := range count {
		count[i] = 1
	}
	g := NewGuesser(n, count, 1)
	loss := func() float64 {
		g.Loss, g.Asked = 0, 0
		for range 60 {
			var batch []*Sample
			for i := range sentences {
				batch = append(batch, Features(&x, &sentences[i], nil, &scratch))
			}
			g.Train(batch, 0.01)
		}
		return g.Loss / float64(g.Asked)
	}
	first := loss()
	if last := loss(); last > first*0.9 {
		t.Errorf("loss %.3f after %.3f", last, first)
	}
	g.Close()
}

func TestSilverNames(t *testing.T) {
	person, place := int32(1), int32(16) // the first word of one kind
	for _, c := range []struct {
		what   string
		phrase []int32
		proper string
		want   []int32
		found  int
	}{
		{"a listed name", []int32{person, 2 * person, 0}, "yyn", []int32{1, 2, 0}, 1},
		{"of two kinds", []int32{person * 3, 0, place*3 + person*3}, "yny", []int32{1, 0, unknown}, 1},
		{"beside an open proper noun", []int32{0, place * 3, 0}, "yyn", []int32{unknown, unknown, 0}, 0},
		{"nothing listed", []int32{0, 0, 0}, "nyn", []int32{0, unknown, 0}, 0},
	} {
		rows := make([]model.Row, len(c.phrase))
		for i, p := range c.phrase {
			rows[i][model.SlotPhrase] = p
		}
		got, found := SilverNames(rows, []string{"Aa", "Bb", "Cc"}, func(i int) bool { return c.proper[i] == 'y' })
		if found != c.found {
			t.Errorf("%s: %d names, want %d", c.what, found, c.found)
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: %v, want %v", c.what, got, c.want)
				break
			}
		}
	}
}

func TestRule(t *testing.T) {
	for _, c := range []struct {
		form, lemma string
		want        model.Rule
	}{
		{"Talks", "talk", model.Rule{Cut: 1}},
		{"Berg", "Berg", model.Rule{Keep: true}},
		{"went", "go", model.Rule{Cut: 4, Add: "go"}},
		{"UN", "UN", model.Rule{Keep: true}},
	} {
		got, _ := rule(c.form, c.lemma)
		if got != c.want {
			t.Errorf("%s, %s: %+v, want %+v", c.form, c.lemma, got, c.want)
		}
		if s := string(got.Apply(nil, c.form)); s != c.lemma {
			t.Errorf("%s: %s, want %s", c.form, s, c.lemma)
		}
	}
}

func TestSwap(t *testing.T) {
	l := &Listed{Names: [3][]string{{"Ada Lovelace"}, {"Order of the Owl"}, {"Saint-Denis"}}}
	s := Sentence{
		Forms: strings.Fields("Then Anna Berg of Acme left Oslo"),
		Tags:  strings.Fields("ADV|RB PROPN|NNP PROPN|NNP ADP|IN PROPN|NNP VERB|VBD PROPN|NNP"),
		Names: []int32{0, 1, 2, 0, 3, 0, 5},
	}
	c, ok := s.Swap(l, rand.New(rand.NewPCG(1, 1)))
	if got, want := strings.Join(c.Forms, " "), "Then Ada Lovelace of Order of the Owl left Saint Denis"; !ok || got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := fmt.Sprint(c.Names), "[0 1 2 0 3 4 4 4 0 5 6]"; got != want || len(c.Tags) != len(c.Forms) {
		t.Errorf("names %s, want %s; %d tags", got, want, len(c.Tags))
	}
	if _, ok := (&Sentence{Forms: []string{"a"}, Names: []int32{0}}).Swap(l, nil); ok {
		t.Error("a sentence without names was swapped")
	}
}

// tiny is a small network for samples of the features of bank's sentences.
func tiny(t *testing.T, hidden int, seed uint64) (*Net, []*Sample) {
	t.Helper()
	sentences := bank(t)
	tags := TagSet(sentences)
	number := make(map[string]int32)
	for i, s := range tags {
		number[s] = int32(i)
	}
	vocabulary := MakeVocabulary(sentences, nil, 1, 100)
	x := model.Lexicon{Common: vocabulary.Common, Words: Table(vocabulary.Row)}
	x.Build()
	var scratch model.Scratch
	var samples []*Sample
	for i := range sentences {
		samples = append(samples, Features(&x, &sentences[i], number, &scratch))
	}
	return NewNet(Sizes{Dims: [model.Slots]int{16, 8, 8, 8, 8, 8, 4, 4}, Hidden: hidden, Layers: 2, Width: []int{3, 3}, TagAt: 1, Arc: 32, Label: 32,
		Tags: len(tags), Rels: len(syntax.RelNames()), Names: len(syntax.NameTagNames())}, vocabulary.Freq, seed), samples
}

// A pupil that learns from what two teachers hold likely comes to say the same.
func TestTeach(t *testing.T) {
	one, samples := tiny(t, 32, 1)
	two, _ := tiny(t, 32, 2)
	for _, n := range []*Net{one, two} {
		n.Drop, n.DropIn = 0, 0
		for range 150 {
			n.Train(samples, 0.01, new(Tally))
		}
	}
	untold := make([]*Sample, len(samples))
	for i, s := range samples {
		untold[i] = &Sample{Rows: s.Rows}
	}
	Teach([]*Net{one, two}, untold)
	for i, s := range untold {
		if got, want := fmt.Sprint(s.Head), fmt.Sprint(samples[i].Head); got != want {
			t.Errorf("sentence %d: heads %s, want %s", i, got, want)
		}
		sum := float32(0)
		for _, v := range s.Likely.Head {
			sum += v
		}
		if n := float32(len(s.Rows)); sum < n-0.01 || sum > n+0.01 {
			t.Errorf("sentence %d: the heads of %v words have probability %v in all", i, n, sum)
		}
	}
	pupil, _ := tiny(t, 32, 3)
	pupil.Drop, pupil.DropIn = 0, 0
	for range 150 {
		pupil.Train(untold, 0.01, new(Tally))
	}
	for i, p := range pupil.Parse(untold) {
		if got, want := fmt.Sprint(p.Head, p.Rel[:1], p.Tag, p.Name), fmt.Sprint(samples[i].Head, samples[i].Rel[:1], samples[i].Tag, samples[i].Name); got != want {
			t.Errorf("sentence %d: %s, want %s", i, got, want)
		}
	}
}

// Two goroutines learn, and yet the weights are the same every time.
func TestTrainTwice(t *testing.T) {
	sum := func() float64 {
		n, samples := tiny(t, 32, 1)
		for range 5 {
			n.Train(samples, 0.01, new(Tally))
		}
		s := 0.0
		for _, p := range n.all {
			for i, v := range p.w {
				s += float64(v) * float64(i%7+1)
			}
		}
		return s
	}
	if a, b := sum(), sum(); a != b {
		t.Errorf("weights sum up to %v, then to %v", a, b)
	}
}

// A network of other layers takes the words of another one, and nothing but these.
func TestCopyWords(t *testing.T) {
	from, _ := tiny(t, 64, 1)
	n, _ := tiny(t, 32, 2)
	before := slices.Clone(n.w[0].w)
	n.CopyWords(from)
	for i := range n.emb {
		if !slices.Equal(n.emb[i].w, from.emb[i].w) {
			t.Errorf("embeddings %d are not the other network's", i)
		}
	}
	if !slices.Equal(n.w[0].w, before) {
		t.Error("the first layer changed")
	}
}

func TestOrder(t *testing.T) {
	v := MakeVocabulary(bank(t), nil, 1, 100)
	keys := slices.Clone(v.Keys)
	slices.Reverse(keys[1:])
	if err := v.Order(keys); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(v.Keys, keys) || v.Row[model.Short(key(keys[3]))] != 3 {
		t.Errorf("words are not in the order asked for: %v", v.Keys)
	}
	if err := v.Order([]string{"", "unheard-of"}); err == nil {
		t.Error("no error for a word that is not in the data")
	}
}
