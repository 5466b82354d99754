// Train makes the model of package syntax: see the model card beside it.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"time"

	"entente/loader/syntax"
	"entente/loader/syntax/internal/model"
	"entente/loader/syntax/internal/train"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run() error {
	data := flag.String("data", "../shared/data", "folder of the treebank, the names, the gazetteer and the news")
	out := flag.String("out", "loader/syntax/model.bin", "the model to write")
	epochs := flag.Int("epochs", 12, "times the treebank is read")
	hidden := flag.Int("hidden", 96, "units of one direction of a layer")
	width := flag.String("width", "3,3,3", "rows that each layer sees")
	arc := flag.Int("arc", 128, "dimensions of the arc scorer")
	label := flag.Int("label", 96, "units of the label classifier")
	rate := flag.Float64("rate", 0.003, "greatest learning rate")
	drop := flag.Float64("drop", 0.3, "dropout")
	profile := flag.String("profile", "", "write a CPU profile")
	words := flag.Float64("words", 0, "millions of words of raw news to learn words from first")
	start := flag.String("start", "", "weights to begin with, instead of learning words")
	keep := flag.String("keep", "", "where to write the weights after learning words")
	seed := flag.Uint64("seed", 1, "of all randomness")
	flag.Parse()
	if *profile != "" {
		f, err := os.Create(*profile)
		if err != nil {
			return err
		}
		pprof.StartCPUProfile(f)
		defer pprof.StopCPUProfile()
	}
	var widths []int
	for w := range strings.SplitSeq(*width, ",") {
		n, err := strconv.Atoi(w)
		if err != nil || n != 1 && n != 3 {
			return fmt.Errorf("width %q: 1 or 3", w)
		}
		widths = append(widths, n)
	}
	began := time.Now()
	say := func(format string, a ...any) {
		fmt.Printf("%6.0fs  %s\n", time.Since(began).Seconds(), fmt.Sprintf(format, a...))
	}
	bank, err := train.ReadTreebank(filepath.Join(*data, "treebank/train.conllu.gz"))
	if err != nil {
		return err
	}
	dev, err := train.ReadTreebank(filepath.Join(*data, "treebank/dev.conllu.gz"))
	if err != nil {
		return err
	}
	named, err := train.ReadNames(filepath.Join(*data, "ner/gum-train.bio.gz"))
	if err != nil {
		return err
	}
	trees := len(bank)
	names := train.TagSet(bank)
	bank = train.MergeNames(bank, named)
	tags := make(map[string]int32)
	for i, t := range names {
		tags[t] = int32(i)
	}
	var news [][]string
	if *words > 0 || *start != "" {
		if news, err = train.ReadNews(filepath.Join(*data, "news")); err != nil {
			return err
		}
		say("%d sentences of news", len(news))
	}
	vocabulary := train.MakeVocabulary(bank, news, 12, 24000)
	x := model.Lexicon{Common: vocabulary.Common, Words: train.Table(vocabulary.Row)}
	phrases, singles, err := train.Gazetteer(filepath.Join(*data, "gazetteer"))
	if err != nil {
		return err
	}
	x.Phrases, x.Singles = train.Table(phrases), train.Table(singles)
	x.Build()
	var scratch model.Scratch
	var samples []*train.Sample
	withNames := 0
	for i := range bank {
		s := train.Features(&x, &bank[i], tags, &scratch)
		if s.Name == nil {
			proper := func(k int) bool { return strings.HasPrefix(bank[i].Tags[k], "PROPN") }
			if names, found := train.SilverNames(s.Rows, bank[i].Forms, proper); found > 0 {
				s.Name = names
			}
		}
		if s.Name != nil {
			withNames++
		}
		samples = append(samples, s)
		switch i % 12 {
		case 0:
			if c, ok := bank[i].Capitals(); ok {
				samples = append(samples, train.Features(&x, &c, tags, &scratch))
			}
		case 5:
			c := bank[i].Lower()
			samples = append(samples, train.Features(&x, &c, tags, &scratch))
		}
	}
	plain := slices.Clone(samples[:200])
	say("%d sentences with trees, %d in all, %d with names, %d samples, %d words, %d tags, %d phrases, %d words of names", trees, len(bank), withNames, len(samples), len(vocabulary.Keys), len(names), len(phrases), len(singles))
	lemmas := train.Lemmas(bank[:trees], tags)
	say("lemmatiser: %d rules, %d keys", len(lemmas.Rules), len(lemmas.Table.Keys))
	var devSamples []*train.Sample
	for i := range dev {
		devSamples = append(devSamples, train.Features(&x, &dev[i], tags, &scratch))
	}
	net := train.NewNet(train.Sizes{
		Dims: [model.Slots]int{64, 16, 24, 16, 16, 8, 8, 8}, Hidden: *hidden, Layers: len(widths), Width: widths, TagAt: len(widths) - 1,
		Arc: *arc, Label: *label, Tags: len(names), Rels: len(syntax.RelNames()), Names: 7,
	}, vocabulary.Freq, *seed)
	switch {
	case *start != "":
		if err := net.Load(*start); err != nil {
			return err
		}
	case *words > 0:
		learnWords(net, news, &x, len(vocabulary.Keys), *words, *seed, say)
		if *keep != "" {
			if err := net.Save(*keep); err != nil {
				return err
			}
		}
	}

	net.Drop, net.DropIn = float32(*drop), 0.2
	r := rand.New(rand.NewPCG(*seed, 7))
	const batch = 16
	steps := *epochs * ((len(samples) + batch - 1) / batch)
	step := 0
	for e := range *epochs {
		if e == *epochs/3 && news != nil {
			more := silver(net, news, &x, names, 6000)
			say("%d sentences of news with listed names", len(more))
			samples = append(samples, more...)
			// What is left to do has grown.
			steps = step + (*epochs-e)*((len(samples)+batch-1)/batch)
		}
		r.Shuffle(len(samples), func(a, b int) { samples[a], samples[b] = samples[b], samples[a] })
		var t train.Tally
		for i := 0; i < len(samples); i += batch {
			done := float64(step) / float64(steps)
			net.Train(samples[i:min(i+batch, len(samples))], float32(*rate*min(1, float64(step+1)/200)*(1-done)), &t)
			step++
			if done > 0.75 && step%50 == 0 {
				net.Collect()
			}
		}
		if e+1 == *epochs {
			net.Average()
		}
		d := test(net, devSamples)
		n, k := float64(t.Tokens), float64(d.Tokens)
		say("epoch %d: train tags %.2f heads %.2f; dev tags %.2f UAS %.2f LAS %.2f (greedy, with subtypes)", e+1,
			100*float64(t.Tags)/n, 100*float64(t.Heads)/n, 100*float64(d.Tags)/k, 100*float64(d.Heads)/k, 100*float64(d.LAS)/k)
	}
	m := net.Export(names, syntax.RelNames(), syntax.NameTagNames(), plain)
	m.Lexicon, m.Lemmas, m.LemmaRules = x, lemmas, lemmas.Rules
	b, err := m.Encode()
	if err != nil {
		return err
	}
	if _, err := model.Decode(b); err != nil {
		return err
	}
	say("%s: %d bytes", *out, len(b))
	return os.WriteFile(*out, b, 0o644)
}

func test(net *train.Net, samples []*train.Sample) train.Tally {
	var t train.Tally
	for i := 0; i < len(samples); i += 16 {
		part := samples[i:min(i+16, len(samples))]
		for k, p := range net.Parse(part) {
			g := part[k]
			for j := range g.Rows {
				t.Tokens++
				if p.Tag[j] == g.Tag[j] {
					t.Tags++
				}
				if p.Head[j] == g.Head[j] {
					t.Heads++
					if syntax.Rel(p.Rel[j]).Base() == syntax.Rel(g.Rel[j]).Base() {
						t.LAS++
					}
				}
			}
		}
	}
	return t
}

// learnWords reads millions of words of raw text, and so gives the network its first weights.
func learnWords(net *train.Net, news [][]string, x *model.Lexicon, vocabulary int, millions float64, seed uint64, say func(string, ...any)) {
	var scratch model.Scratch
	count := make([]int, vocabulary)
	for _, s := range news {
		for _, row := range train.Features(x, &train.Sentence{Forms: s}, nil, &scratch).Rows {
			count[row[model.SlotWord]]++
		}
	}
	r := rand.New(rand.NewPCG(seed, 11))
	r.Shuffle(len(news), func(a, b int) { news[a], news[b] = news[b], news[a] })
	g := train.NewGuesser(net, count, seed)
	defer g.Close()
	net.Drop, net.DropIn = 0.1, 0
	goal, done, told := int(millions*1e6), 0, 0
	for i := 0; done < goal; {
		var batch []*train.Sample
		for size := 0; size < 500 && len(batch) < 32; i++ {
			s := train.Features(x, &train.Sentence{Forms: news[i%len(news)]}, nil, &scratch)
			size += len(s.Rows)
			batch = append(batch, s)
		}
		rate := 0.003 * min(1, float64(done+1)/200000) * max(0.05, 1-float64(done)/float64(goal))
		g.Train(batch, float32(rate))
		for _, s := range batch {
			done += len(s.Rows)
		}
		if done-told >= 500000 || done >= goal {
			say("%.1f million words: %.1f %% of the hidden ones guessed right, loss %.3f", float64(done)/1e6, 100*float64(g.Right)/float64(g.Asked), g.Loss/float64(g.Asked))
			told = done
			g.Right, g.Asked, g.Loss = 0, 0, 0
		}
	}
}

// silver tags the listed names of at most limit sentences of news, with the network's own idea of what is a proper noun.
func silver(net *train.Net, news [][]string, x *model.Lexicon, tags []string, limit int) []*train.Sample {
	var scratch model.Scratch
	var out []*train.Sample
	for i := 0; i < len(news) && len(out) < limit; i += 16 {
		var batch []*train.Sample
		part := news[i:min(i+16, len(news))]
		for _, s := range part {
			batch = append(batch, train.Features(x, &train.Sentence{Forms: s}, nil, &scratch))
		}
		for k, p := range net.Parse(batch) {
			names, found := train.SilverNames(batch[k].Rows, part[k], func(i int) bool { return strings.HasPrefix(tags[p.Tag[i]], "PROPN") })
			if found >= 2 {
				batch[k].Name = names
				out = append(out, batch[k])
			}
		}
	}
	return out
}
