package model_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"entente/loader/sentence"
	"entente/loader/syntax"
	"entente/loader/syntax/internal/model"
)

// samples is the text of the sample articles.
func samples(b *testing.B) string {
	f, err := os.Open("../../../../cmd/entente/samples/samples.jsonl")
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	var text strings.Builder
	for d := json.NewDecoder(f); d.More(); {
		var a struct{ Title, Text string }
		if err := d.Decode(&a); err != nil {
			b.Fatal(err)
		}
		text.WriteString(a.Title + "\n\n" + a.Text + "\n\n")
	}
	return text.String()
}

// From text to trees on one core, with each set of kernels.
func BenchmarkText(b *testing.B) {
	text := samples(b)
	stored, err := os.ReadFile("../../model.bin")
	if err != nil {
		b.Fatal(err)
	}
	for _, level := range model.Levels() {
		b.Run(level.Name, func(b *testing.B) {
			defer level.Set()()
			p, err := syntax.Load(stored)
			if err != nil {
				b.Fatal(err)
			}
			var d syntax.Document
			var s sentence.Splitter
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				s.SplitAll(text, &d.Segmentation)
				p.Parse(&d)
			}
			b.ReportMetric(float64(d.Len())*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
}
