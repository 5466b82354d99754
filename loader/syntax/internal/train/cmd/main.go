// Train makes the model of package syntax: see the model card beside it.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
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
	layers := flag.Int("layers", 3, "layers")
	arc := flag.Int("arc", 128, "dimensions of the arc scorer")
	label := flag.Int("label", 96, "units of the label classifier")
	rate := flag.Float64("rate", 0.003, "greatest learning rate")
	drop := flag.Float64("drop", 0.3, "dropout")
	seed := flag.Uint64("seed", 1, "of all randomness")
	flag.Parse()
	start := time.Now()
	say := func(format string, a ...any) {
		fmt.Printf("%6.0fs  %s\n", time.Since(start).Seconds(), fmt.Sprintf(format, a...))
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
	vocabulary := train.MakeVocabulary(bank, nil, 1<<30, 30000)
	x := model.Lexicon{Common: vocabulary.Common, Words: train.Table(vocabulary.Row)}
	phrases, singles, err := train.Gazetteer(filepath.Join(*data, "gazetteer"))
	if err != nil {
		return err
	}
	x.Phrases, x.Singles = train.Table(phrases), train.Table(singles)
	x.Build()
	var scratch model.Scratch
	var samples, plain []*train.Sample
	withNames := 0
	for i := range bank {
		s := train.Features(&x, &bank[i], tags, &scratch)
		samples = append(samples, s)
		if s.Name != nil {
			withNames++
		}
		if i%3 == 0 {
			if c, ok := bank[i].Capitals(); ok && i%4 == 0 {
				samples = append(samples, train.Features(&x, &c, tags, &scratch))
			}
		}
	}
	plain = samples[:200]
	plain = slices.Clone(plain)
	say("%d sentences with trees, %d in all, %d with names, %d samples, %d words, %d tags, %d phrases, %d words of names", trees, len(bank), withNames, len(samples), len(vocabulary.Keys), len(names), len(phrases), len(singles))
	lemmas := train.Lemmas(bank[:trees], tags)
	say("lemmatiser: %d rules, %d keys", len(lemmas.Rules), len(lemmas.Table.Keys))
	var devSamples []*train.Sample
	for i := range dev {
		devSamples = append(devSamples, train.Features(&x, &dev[i], tags, &scratch))
	}
	net := train.NewNet(train.Sizes{
		Dims: [model.Slots]int{64, 16, 24, 16, 16, 8, 8, 8}, Hidden: *hidden, Layers: *layers, TagAt: *layers - 1,
		Arc: *arc, Label: *label, Tags: len(names), Rels: len(syntax.RelNames()), Names: 7,
	}, vocabulary.Freq, *seed)
	net.Drop = float32(*drop)
	r := rand.New(rand.NewPCG(*seed, 7))
	const batch = 16
	steps := *epochs * ((len(samples) + batch - 1) / batch)
	step := 0
	for e := range *epochs {
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
