package train

import (
	"math/rand/v2"
	"testing"

	"entente/loader/syntax/internal/model"
)

// One training step of the stored model's sizes.
func BenchmarkTrain(b *testing.B) {
	freq := make([]int, 20000)
	for i := range freq {
		freq[i] = 5
	}
	n := NewNet(Sizes{Dims: [model.Slots]int{96, 16, 24, 16, 16, 8, 8, 8}, Hidden: 128, Layers: 3, Width: []int{3, 3, 3}, TagAt: 2,
		Arc: 128, Label: 96, Tags: 109, Rels: 50, Names: 7}, freq, 1)
	r := rand.New(rand.NewPCG(1, 2))
	var batch []*Sample
	tokens := 0
	for range 16 {
		s := new(Sample)
		for i := range 10 + r.IntN(16) {
			var row model.Row
			row[0] = int32(r.IntN(20000))
			for k := 1; k < model.Slots; k++ {
				row[k] = int32(r.IntN(model.SlotSizes[k]))
			}
			s.Rows = append(s.Rows, row)
			s.Tag, s.Rel, s.Name, s.Head = append(s.Tag, int32(r.IntN(109))), append(s.Rel, int32(2+r.IntN(40))), append(s.Name, 0), append(s.Head, int32(i-1))
			tokens++
		}
		batch = append(batch, s)
	}
	var t Tally
	for b.Loop() {
		n.Train(batch, 0.001, &t)
	}
	b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}
