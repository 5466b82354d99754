package train

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sort"

	"entente/loader/sentence"
	"entente/loader/syntax/internal/model"
)

// ReadNews returns the sentences of the raw news in a folder, as forms, in the order of the files.
func ReadNews(dir string) ([][]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl.gz"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no *.jsonl.gz", dir)
	}
	slices.Sort(files)
	var out [][]string
	for _, name := range files {
		f, err := open(name)
		if err != nil {
			return nil, err
		}
		r := bufio.NewReaderSize(f, 1<<20)
		var split sentence.Splitter
		var g sentence.Segmentation
		for line := 1; ; line++ {
			b, err := r.ReadBytes('\n')
			if len(b) > 1 {
				var a struct{ Title, Text string }
				if err := json.Unmarshal(b, &a); err != nil {
					f.Close()
					return nil, fmt.Errorf("%s: line %d: %w", name, line, err)
				}
				split.Split(a.Title, a.Text, &g)
				for _, s := range g.Sentences {
					if n := s.Last - s.First; n < 4 || n > 70 {
						continue
					}
					forms := make([]string, 0, s.Last-s.First)
					for _, t := range g.Tokens[s.First:s.Last] {
						forms = append(forms, g.Text[t.Begin:t.End])
					}
					out = append(out, forms)
				}
			}
			if err == io.EOF {
				break
			}
			if err != nil {
				f.Close()
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
		f.Close()
	}
	return out, nil
}

// A Guesser teaches a network's layers and embeddings to guess hidden words of raw text (Devlin et al. 2019), against a
// sample of other words. The embeddings of words serve as output weights too.
type Guesser struct {
	n      *Net
	out    *param // 2H × dimensions of a word
	outB   *param
	bias   *param // of each word
	cum    []float64
	prob   []float64
	r      *rand.Rand
	slot   map[int32]int
	Right  int
	Asked  int
	Loss   float64
	others int
	twin   *Guesser // learns from half of each batch
}

// NewGuesser prepares a network. count is how often each word of the vocabulary occurs in the raw text.
func NewGuesser(n *Net, count []int, seed uint64) *Guesser {
	d := n.Dims[model.SlotWord]
	g := &Guesser{n: n, r: rand.New(rand.NewPCG(seed, 3)), slot: make(map[int32]int), others: 1024}
	g.out = newParam(n.r, 2*n.Hidden, d, math.Sqrt(6/float64(2*n.Hidden+d)), false)
	g.outB = newParam(n.r, 1, d, 0, false)
	g.bias = newParam(n.r, len(count), 1, 0, true)
	n.all = append(n.all, g.out, g.outB, g.bias)
	n.words = true
	total := 0.0
	for i, c := range count {
		if i != model.NoWord {
			total += math.Pow(float64(c), 0.75)
		}
		g.cum = append(g.cum, total)
	}
	for i := range g.cum {
		g.prob = append(g.prob, math.Pow(float64(count[i]), 0.75)/total)
	}
	t := n.share()
	t.words = true
	own := func(p *param) *param {
		q := newParam(nil, p.rows, p.cols, 0, p.sparse)
		q.w, q.m, q.v = p.w, nil, nil
		t.all = append(t.all, q)
		return q
	}
	g.twin = &Guesser{n: t, out: own(g.out), outB: own(g.outB), bias: own(g.bias), cum: g.cum, prob: g.prob, r: rand.New(rand.NewPCG(seed, 4)), slot: make(map[int32]int), others: g.others}
	return g
}

// Close takes the guesser's weights from the network and forgets the optimiser's state.
func (g *Guesser) Close() {
	n := g.n
	n.words = false
	n.all = n.all[:len(n.all)-3]
	n.step = 0
	for _, p := range n.all {
		clear(p.m)
		clear(p.v)
	}
}

func (g *Guesser) draw() int32 {
	x := g.r.Float64() * g.cum[len(g.cum)-1]
	return int32(min(sort.SearchFloat64s(g.cum, x), len(g.cum)-1))
}

// Train makes one step with a batch of sentences, half of it in a goroutine of its own.
func (g *Guesser) Train(batch []*Sample, rate float32) {
	n, t := g.n, g.twin
	t.n.Drop, t.n.DropIn = n.Drop, n.DropIn
	done := make(chan struct{})
	go func() {
		t.learn(batch[len(batch)/2:])
		close(done)
	}()
	g.learn(batch[:len(batch)/2])
	<-done
	g.Right, g.Asked, g.Loss = g.Right+t.Right, g.Asked+t.Asked, g.Loss+t.Loss
	t.Right, t.Asked, t.Loss = 0, 0, 0
	for i, p := range n.all {
		p.gather(t.n.all[i])
	}
	n.adam(rate)
}

// learn adds the gradients of some sentences.
func (g *Guesser) learn(batch []*Sample) {
	n := g.n
	type question struct{ sentence, token, word int }
	var asked []question
	for s, x := range batch {
		for i := range x.Rows {
			w := x.Rows[i][model.SlotWord]
			if w == model.NoWord || g.r.IntN(100) >= 22 {
				continue
			}
			asked = append(asked, question{s, i, int(w)})
			switch g.r.IntN(10) {
			case 0:
			case 1:
				x.Rows[i][model.SlotWord] = g.draw()
			default:
				for k := range x.Rows[i] {
					x.Rows[i][k] = masked
				}
			}
		}
	}
	if len(asked) == 0 {
		return
	}
	f := n.forward(batch, true)
	d, out := g.out.cols, 2*n.Hidden
	m := len(asked)
	// Choices: the words asked for and a sample of others.
	clear(g.slot)
	var words []int32
	choose := func(w int32) {
		if _, ok := g.slot[w]; !ok {
			g.slot[w] = len(words)
			words = append(words, w)
		}
	}
	for _, q := range asked {
		choose(int32(q.word))
	}
	for range g.others {
		choose(g.draw())
	}
	k := pad32(len(words))
	x, y := n.buf(m*out), n.buf(m*d)
	last := f.x[n.Layers]
	for i, q := range asked {
		r := f.first[q.sentence] + q.token
		copy(x[i*out:(i+1)*out], last[r*out:(r+1)*out])
		copy(y[i*d:(i+1)*d], g.outB.w)
	}
	n.pack.gemm(y, d, m, d, out, x, out, 1, g.out.w, d, 1)
	e := n.buf(k * d) // the choices' embeddings
	emb := n.emb[model.SlotWord]
	for c, w := range words {
		copy(e[c*d:(c+1)*d], emb.w[int(w)*d:])
	}
	logits := n.buf(m * k)
	n.pack.gemm(logits, k, m, k, d, y, d, 1, e, 1, d)
	correct := make([]float32, len(words))
	for c, w := range words {
		correct[c] = g.bias.w[w] - float32(math.Log(float64(g.others)*g.prob[w]+1e-9))
	}
	// The other half has its own mean.
	scale := 0.5 / float32(m)
	dbias := make([]float32, len(words))
	for i, q := range asked {
		row := logits[i*k : i*k+len(words)]
		add(row, correct)
		gold := g.slot[int32(q.word)]
		if int(argmax(row)) == gold {
			g.Right++
		}
		g.Loss += softmax(row, gold, scale)
		add(dbias, row)
	}
	g.Asked += m
	// Back.
	dy, de := n.buf(m*d), n.buf(k*d)
	n.pack.gemm(dy, d, m, d, k, logits, k, 1, e, d, 1)
	n.pack.gemm(de, d, k, d, m, logits, 1, k, y, d, 1)
	for c, w := range words {
		emb.touch(w)
		add(emb.g[int(w)*d:(int(w)+1)*d], de[c*d:(c+1)*d])
		g.bias.touch(w)
		g.bias.g[w] += dbias[c]
	}
	dxa, dx := n.buf(m*out), n.buf(len(last))
	n.linearBack(dxa, dy, x, m, out, g.out, g.outB)
	for i, q := range asked {
		r := f.first[q.sentence] + q.token
		add(dx[r*out:(r+1)*out], dxa[i*out:(i+1)*out])
	}
	n.back(f, batch, dx)
}

// Save writes the weights.
func (n *Net) Save(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	for _, p := range n.all {
		if err := binary.Write(w, binary.LittleEndian, p.w); err != nil {
			f.Close()
			return err
		}
	}
	if err := w.Flush(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// Load reads weights that a network of the same sizes saved.
func (n *Net) Load(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := bufio.NewReader(f)
	for _, p := range n.all {
		if err := binary.Read(r, binary.LittleEndian, p.w); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	if _, err := r.ReadByte(); err != io.EOF {
		return fmt.Errorf("%s: of another network", path)
	}
	return nil
}
