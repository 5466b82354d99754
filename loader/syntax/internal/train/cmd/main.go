// Train makes the model of package syntax: see the model card beside it.
//
// A network first learns to guess hidden words of raw news. Teachers that begin with its embeddings learn the treebank, each
// with other random numbers. The last of them goes on to learn the treebank together with what all of them think of sentences
// of the news, at last the treebank alone; it is the model.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strings"
	"time"

	"entente/loader/syntax"
	"entente/loader/syntax/internal/model"
	"entente/loader/syntax/internal/train"
)

type options struct {
	data, out, work string
	words           float64
	units           int
	teachers        int
	taught, longest int
	named           int
	epochs          int
	more, alone     int
	rate, drop      float64
	warm            int
	seed            uint64
}

func main() {
	var o options
	flag.StringVar(&o.data, "data", "../shared/data", "folder of the treebank, the names, the gazetteer and the news")
	flag.StringVar(&o.out, "out", "loader/syntax/model.bin", "the model to write")
	flag.StringVar(&o.work, "work", "", "folder for weights on the way; a step whose weights are there is not done again")
	flag.Float64Var(&o.words, "words", 9, "millions of words of raw news to guess first")
	flag.IntVar(&o.units, "units", 128, "units of one direction of the layers, a multiple of 32")
	flag.IntVar(&o.teachers, "teachers", 4, "networks that learn the treebank; the model goes on from the last")
	flag.IntVar(&o.taught, "taught", 50000, "sentences of news that the teachers parse")
	flag.IntVar(&o.longest, "longest", 35, "words of the longest of them")
	flag.IntVar(&o.named, "named", 3000, "sentences of news with listed names to learn names from")
	flag.IntVar(&o.epochs, "epochs", 10, "times that a teacher reads the treebank")
	flag.IntVar(&o.more, "more", 8, "times that the model reads it and what the teachers say")
	flag.IntVar(&o.alone, "alone", 4, "times that it reads the treebank alone then")
	flag.Float64Var(&o.rate, "rate", 0.003, "greatest learning rate")
	flag.IntVar(&o.warm, "warm", 200, "steps until the greatest learning rate")
	flag.Float64Var(&o.drop, "drop", 0.25, "dropout")
	flag.Uint64Var(&o.seed, "seed", 1, "of all randomness")
	profile := flag.String("profile", "", "write a CPU profile")
	flag.Parse()
	if *profile != "" {
		f, err := os.Create(*profile)
		if err == nil {
			err = pprof.StartCPUProfile(f)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "train:", err)
			os.Exit(1)
		}
		defer pprof.StopCPUProfile()
	}
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

// A trainer is the data that every network learns from.
type trainer struct {
	options
	began   time.Time
	tags    []string
	lexicon model.Lexicon
	lemmas  model.Lemmas
	freq    []int
	samples []*train.Sample
	dev     []*train.Sample
	news    [][]string
}

func (t *trainer) say(format string, a ...any) {
	fmt.Printf("%6.0fs  %s\n", time.Since(t.began).Seconds(), fmt.Sprintf(format, a...))
}

func run(o options) error {
	t := &trainer{options: o, began: time.Now()}
	if err := t.read(); err != nil {
		return err
	}
	if t.units <= 0 || t.units%32 != 0 {
		return fmt.Errorf("units: %d: want a multiple of 32", t.units)
	}
	if t.teachers < 1 {
		return fmt.Errorf("teachers: %d: want one at least", t.teachers)
	}
	words, err := t.step("words", func() *train.Net { return t.net(0) }, t.learnWords)
	if err != nil {
		return err
	}
	var teachers []*train.Net
	for k := range t.teachers {
		n, err := t.step(fmt.Sprintf("teacher%d", k+1), func() *train.Net {
			n := t.net(k)
			n.CopyWords(words)
			return n
		}, func(n *train.Net) { t.learnTrees(n, k, t.epochs, t.rate, nil, 0) })
		if err != nil {
			return err
		}
		t.say("teacher %d: %s", k+1, t.test(n))
		teachers = append(teachers, n)
	}
	t.say("the teachers together: %s", t.together(teachers))
	pupil, err := t.step("pupil", func() *train.Net {
		n := t.net(t.teachers)
		n.Copy(teachers[t.teachers-1])
		return n
	}, func(n *train.Net) { t.learnTrees(n, t.teachers, t.more, 0.5*t.rate, t.teach(teachers), t.alone) })
	if err != nil {
		return err
	}
	m := pupil.Export(t.tags, syntax.RelNames(), syntax.NameTagNames(), t.samples[:200])
	m.Lexicon, m.Lemmas, m.LemmaRules, m.Next = t.lexicon, t.lemmas, t.lemmas.Rules, train.Transitions(t.samples)
	b, err := m.Encode()
	if err != nil {
		return err
	}
	if old, err := os.ReadFile(t.out); err == nil {
		if s, err := t.score(old); err == nil {
			t.say("the model that was there: %s", s)
		}
	}
	s, err := t.score(b)
	if err != nil {
		return err
	}
	t.say("this model, %d bytes: %s", len(b), s)
	return os.WriteFile(t.out, b, 0o644)
}

// score is what the finished parser gets right on the development treebank.
func (t *trainer) score(stored []byte) (string, error) {
	p, err := syntax.Load(stored)
	if err != nil {
		return "", err
	}
	tokens, tags, lemmas, heads, labels := 0, 0, 0, 0, 0
	err = train.ReadDocuments(filepath.Join(t.data, "treebank/dev.conllu.gz"), func(_ string, gold *syntax.Document) error {
		d := &syntax.Document{Segmentation: gold.Segmentation}
		p.Parse(d)
		for i := range d.Len() {
			tokens++
			if d.UPOS[i] == gold.UPOS[i] {
				tags++
			}
			if d.Lemmas[i] == gold.Lemmas[i] {
				lemmas++
			}
			if d.Heads[i] == gold.Heads[i] {
				heads++
				if d.Rels[i].Base() == gold.Rels[i].Base() {
					labels++
				}
			}
		}
		return nil
	})
	share := func(n int) float64 { return 100 * float64(n) / float64(max(tokens, 1)) }
	return fmt.Sprintf("dev: UPOS %.2f lemma %.2f UAS %.2f LAS %.2f", share(tags), share(lemmas), share(heads), share(labels)), err
}

// step makes a network with make and do, or reads what an earlier run made.
func (t *trainer) step(name string, make func() *train.Net, do func(*train.Net)) (*train.Net, error) {
	n := make()
	path := filepath.Join(t.work, name+".w")
	if t.work != "" {
		err := n.Load(path)
		if err == nil {
			t.say("%s: read from %s", name, path)
			return n, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	do(n)
	if t.work != "" {
		return n, n.Save(path)
	}
	return n, nil
}

// net is a new network with random numbers of its own. Only the first layer sees neighbouring tokens at once: with windows in
// the layers above, whose states hold what went before, a parser learns the treebank less well.
func (t *trainer) net(k int) *train.Net {
	return train.NewNet(train.Sizes{
		Dims: [model.Slots]int{64, 16, 24, 16, 16, 8, 8, 8}, Hidden: t.units, Layers: 4, Width: []int{3, 1, 1, 1}, TagAt: 2,
		Arc: 128, Label: 96, Tags: len(t.tags), Rels: len(syntax.RelNames()), Names: len(syntax.NameTagNames()),
	}, t.freq, t.seed+uint64(k))
}

// read reads all data and makes the samples.
func (t *trainer) read() error {
	bank, err := train.ReadTreebank(filepath.Join(t.data, "treebank/train.conllu.gz"))
	if err != nil {
		return err
	}
	dev, err := train.ReadTreebank(filepath.Join(t.data, "treebank/dev.conllu.gz"))
	if err != nil {
		return err
	}
	named, err := train.ReadNames(filepath.Join(t.data, "ner/gum-train.bio.gz"))
	if err != nil {
		return err
	}
	trees := len(bank)
	t.tags = train.TagSet(bank)
	bank = train.MergeNames(bank, named)
	number := make(map[string]int32)
	for i, s := range t.tags {
		number[s] = int32(i)
	}
	if t.news, err = train.ReadNews(filepath.Join(t.data, "news")); err != nil {
		return err
	}
	vocabulary := train.MakeVocabulary(bank, t.news, 12, 24000)
	if err := t.keepOrder(vocabulary); err != nil {
		return err
	}
	t.freq = vocabulary.Freq
	x := &t.lexicon
	x.Common, x.Words = vocabulary.Common, train.Table(vocabulary.Row)
	listed, err := train.Gazetteer(filepath.Join(t.data, "gazetteer"))
	if err != nil {
		return err
	}
	x.Phrases, x.Singles = train.Table(listed.Phrases), train.Table(listed.Singles)
	x.Build()
	var scratch model.Scratch
	withNames := 0
	swaps := rand.New(rand.NewPCG(t.seed, 5))
	for i := range bank {
		b := &bank[i]
		if b.Names != nil && i%2 == 0 {
			if c, ok := b.Swap(listed, swaps); ok {
				t.samples = append(t.samples, train.Features(x, &c, number, &scratch))
			}
		}
		s := train.Features(x, b, number, &scratch)
		if s.Name == nil {
			names, found := train.SilverNames(s.Rows, b.Forms, func(k int) bool { return strings.HasPrefix(b.Tags[k], "PROPN") })
			if found > 0 {
				s.Name = names
			}
		}
		if s.Name != nil {
			withNames++
		}
		t.samples = append(t.samples, s)
		switch i % 12 {
		case 0:
			if c, ok := b.Capitals(); ok {
				t.samples = append(t.samples, train.Features(x, &c, number, &scratch))
			}
		case 5:
			c := b.Lower()
			t.samples = append(t.samples, train.Features(x, &c, number, &scratch))
		}
	}
	for i := range dev {
		t.dev = append(t.dev, train.Features(x, &dev[i], number, &scratch))
	}
	t.lemmas = train.Lemmas(bank[:trees], number)
	t.say("%d sentences with trees, %d of %d samples with names, %d sentences of news", trees, withNames, len(t.samples), len(t.news))
	t.say("%d words, %d tags, %d listed names, %d words of names, %d rules for lemmas with %d keys", len(t.freq), len(t.tags), len(listed.Phrases), len(listed.Singles), len(t.lemmas.Rules), len(t.lemmas.Table.Keys))
	return nil
}

// keepOrder numbers the words as an earlier run did, whose weights may be in the work folder.
func (t *trainer) keepOrder(v *train.Vocabulary) error {
	if t.work == "" {
		return nil
	}
	path := filepath.Join(t.work, "words.txt")
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return os.WriteFile(path, []byte(strings.Join(v.Keys, "\n")), 0o644)
	}
	if err != nil {
		return err
	}
	return v.Order(strings.Split(string(b), "\n"))
}

// shuffled is the news in an order of its own.
func (t *trainer) shuffled(stream uint64) [][]string {
	news := slices.Clone(t.news)
	rand.New(rand.NewPCG(t.seed, stream)).Shuffle(len(news), func(a, b int) { news[a], news[b] = news[b], news[a] })
	return news
}

// learnWords reads raw text, and so gives the network its first weights.
func (t *trainer) learnWords(net *train.Net) {
	var scratch model.Scratch
	count := make([]int, len(t.freq))
	news := t.shuffled(11)
	for _, s := range news {
		for _, row := range train.Features(&t.lexicon, &train.Sentence{Forms: s}, nil, &scratch).Rows {
			count[row[model.SlotWord]]++
		}
	}
	g := train.NewGuesser(net, count, t.seed)
	defer g.Close()
	net.Drop, net.DropIn = 0.1, 0
	goal, done, told := int(t.words*1e6), 0, 0
	for i := 0; done < goal; {
		var batch []*train.Sample
		for size := 0; size < 500 && len(batch) < 32; i++ {
			s := train.Features(&t.lexicon, &train.Sentence{Forms: news[i%len(news)]}, nil, &scratch)
			size += len(s.Rows)
			batch = append(batch, s)
		}
		rate := 0.003 * min(1, float64(done+1)/200000) * max(0.05, 1-float64(done)/float64(goal))
		g.Train(batch, float32(rate))
		for _, s := range batch {
			done += len(s.Rows)
		}
		if done-told >= 500000 || done >= goal {
			t.say("%.1f million words: %.1f %% of the hidden ones guessed right, loss %.3f", float64(done)/1e6, 100*float64(g.Right)/float64(g.Asked), g.Loss/float64(g.Asked))
			told = done
			g.Right, g.Asked, g.Loss = 0, 0, 0
		}
	}
}

// learnTrees reads the treebank a number of times, with more samples beside it but for the last times. What it leaves is the
// mean of the weights in the last quarter of its steps, or of those that read the treebank alone.
func (t *trainer) learnTrees(net *train.Net, k, epochs int, rate float64, more []*train.Sample, alone int) {
	net.Drop, net.DropIn = float32(t.drop), 0.15
	samples := append(slices.Clone(t.samples), more...)
	r := rand.New(rand.NewPCG(t.seed, 20+uint64(k)))
	const batch = 24
	size := func(samples []*train.Sample) int { return (len(samples) + batch - 1) / batch }
	var silver []*train.Sample
	// A new network knows proper nouns after a third of its readings.
	knows := 0
	if more == nil {
		knows = epochs / 3
	}
	step, steps, last := 0, epochs*size(samples), 0.75
	if alone > 0 {
		last = 1
	}
	for e := range epochs + alone {
		if e == knows {
			silver = t.silver(net, t.shuffled(40+uint64(k)))
			samples = append(samples, silver...)
			steps = step + (epochs-e)*size(samples) + alone*(size(t.samples)+size(silver))
		}
		if e == epochs {
			samples = append(slices.Clone(t.samples), silver...)
			last = 1 - 0.25*float64(steps-step)/float64(steps)
		}
		r.Shuffle(len(samples), func(a, b int) { samples[a], samples[b] = samples[b], samples[a] })
		var sum train.Tally
		for i := 0; i < len(samples); i += batch {
			done := float64(step) / float64(steps)
			net.Train(samples[i:min(i+batch, len(samples))], float32(rate*min(1, float64(step+1)/float64(t.warm))*(1-done)), &sum)
			step++
			if done > last && step%50 == 0 {
				net.Collect()
			}
		}
		said := t.test(net)
		if e+1 == epochs+alone {
			net.Average()
			said += "; the mean of its last weights: " + t.test(net)
		}
		t.say("epoch %d of %d samples: loss of tags %.3f heads %.3f labels %.3f names %.3f; %s", e+1, len(samples),
			sum.Loss[0]/float64(sum.Tokens), sum.Loss[1]/float64(sum.Tokens), sum.Loss[2]/float64(sum.Tokens), sum.Loss[3]/float64(sum.Tokens), said)
	}
}

// A count is of what a network got right.
type count struct{ tokens, tags, heads, labels int }

func (c *count) add(p train.Parse, gold *train.Sample) {
	for j := range gold.Rows {
		c.tokens++
		if p.Tag[j] == gold.Tag[j] {
			c.tags++
		}
		if p.Head[j] == gold.Head[j] {
			c.heads++
			if gold.Head[j] < 0 || syntax.Rel(p.Rel[j]).Base() == syntax.Rel(gold.Rel[j]).Base() {
				c.labels++
			}
		}
	}
}

func (c *count) String() string {
	share := func(n int) float64 { return 100 * float64(n) / float64(max(c.tokens, 1)) }
	return fmt.Sprintf("dev: UPOS and XPOS %.2f UAS %.2f LAS %.2f", share(c.tags), share(c.heads), share(c.labels))
}

// test tells how the network does on the development treebank, head by head.
func (t *trainer) test(net *train.Net) string {
	var c count
	for i := 0; i < len(t.dev); i += 16 {
		part := t.dev[i:min(i+16, len(t.dev))]
		for k, p := range net.Parse(part) {
			c.add(p, part[k])
		}
	}
	return c.String()
}

// together tells how the mean of several networks does there.
func (t *trainer) together(nets []*train.Net) string {
	var c count
	for i := 0; i < len(t.dev); i += 16 {
		gold := t.dev[i:min(i+16, len(t.dev))]
		batch := make([]*train.Sample, len(gold))
		for k, s := range gold {
			batch[k] = &train.Sample{Rows: s.Rows}
		}
		train.Teach(nets, batch)
		for k, s := range batch {
			n := len(s.Rows)
			c.add(train.Parse{Tag: train.Best(s.Likely.Tag, n), Head: s.Head, Rel: train.Best(s.Likely.Rel, n)}, gold[k])
		}
	}
	return c.String()
}

// silver tags the listed names of sentences of news, with the network's own idea of what is a proper noun.
func (t *trainer) silver(net *train.Net, news [][]string) []*train.Sample {
	var scratch model.Scratch
	var out []*train.Sample
	for i := 0; i < min(len(news), 30*t.named) && len(out) < t.named; i += 16 {
		var batch []*train.Sample
		part := news[i:min(i+16, len(news))]
		for _, s := range part {
			batch = append(batch, train.Features(&t.lexicon, &train.Sentence{Forms: s}, nil, &scratch))
		}
		for k, p := range net.Parse(batch) {
			proper := func(i int) bool { return strings.HasPrefix(t.tags[p.Tag[i]], "PROPN") }
			if names, found := train.SilverNames(batch[k].Rows, part[k], proper); found >= 2 {
				batch[k].Name = names
				out = append(out, batch[k])
			}
		}
	}
	return out
}

// teach asks the teachers about sentences of news.
func (t *trainer) teach(teachers []*train.Net) []*train.Sample {
	var scratch model.Scratch
	var out []*train.Sample
	news := t.shuffled(60)
	for i := 0; i < len(news) && len(out) < t.taught; i += 16 {
		var batch []*train.Sample
		for _, s := range news[i:min(i+16, len(news))] {
			if len(s) >= 8 && len(s) <= t.longest {
				batch = append(batch, train.Features(&t.lexicon, &train.Sentence{Forms: s}, nil, &scratch))
			}
		}
		train.Teach(teachers, batch)
		out = append(out, batch...)
	}
	return out
}
