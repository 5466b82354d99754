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

func TestAgree(t *testing.T) {
	one := Parse{Tag: []int32{1, 2}, Head: []int32{1, -1}, Rel: []int32{3, 1}, Name: []int32{0, 5}}
	two := Parse{Tag: []int32{1, 3}, Head: []int32{1, 0}, Rel: []int32{3, 1}, Name: []int32{0, 0}}
	s := &Sample{Rows: make([]model.Row, 2)}
	if n := s.Agree([][]Parse{{one}, {two}}, 0); n != 1 {
		t.Errorf("%d tokens agreed on, want 1", n)
	}
	if got, want := fmt.Sprint(s.Tag, s.Name, s.Sure), "[1 -1] [0 -1] [1 0]"; got != want {
		t.Errorf("%s, want %s", got, want)
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
