package train

import (
	"math"
	"math/rand/v2"

	"entente/loader/syntax/internal/model"
)

// Sizes are the dimensions of a network.
type Sizes struct {
	Dims   [model.Slots]int // of the embeddings
	Hidden int              // units of one direction
	Layers int
	Width  []int // rows that each layer sees: 3 or 1
	TagAt  int   // the layer, from 1, whose output is tagged
	Arc    int   // dimensions of the arc scorer
	Label  int   // hidden units of the label classifier
	Tags   int
	Rels   int
	Names  int
}

// A Sample is a sentence to learn from. Head is an index of the sentence or -1 for the root. A nil column is not learned from.
type Sample struct {
	Rows []model.Row
	Tag  []int32
	Head []int32
	Rel  []int32
	Name []int32
	// Likely is what teachers make of the sentence: it is learned from instead of the columns, of which Head alone is used, as
	// the head that the relation is of.
	Likely *Likely
}

// Likely holds probabilities, a row for each token; the last column of Head is the root.
type Likely struct{ Tag, Head, Rel, Name []float32 }

// Best is the likeliest column of each row of one of the tables, which has a row for each of count tokens.
func Best(table []float32, count int) []int32 {
	out := make([]int32, count)
	columns := len(table) / max(count, 1)
	for i := range out {
		out[i] = argmax(table[i*columns : (i+1)*columns])
	}
	return out
}

type param struct {
	rows, cols int
	w, g, m, v []float32
	sum        []float32 // of the weights at the averaged steps
	sparse     bool      // only touched rows have a gradient
	touched    []int32
	mark       []bool
}

func newParam(r *rand.Rand, rows, cols int, scale float64, sparse bool) *param {
	n := rows * cols
	p := &param{rows: rows, cols: cols, w: make([]float32, n), g: make([]float32, n), m: make([]float32, n), v: make([]float32, n), sparse: sparse}
	if scale > 0 {
		for i := range p.w {
			p.w[i] = float32((2*r.Float64() - 1) * scale)
		}
	}
	if sparse {
		p.mark = make([]bool, rows)
	}
	return p
}

func (p *param) touch(row int32) {
	if !p.mark[row] {
		p.mark[row] = true
		p.touched = append(p.touched, row)
	}
}

// A Net is a network in training.
//
// Every token has a row of embeddings. A layer sees a row and its two neighbours through one matrix, which gives a gate z
// and a candidate h for each direction; the state then moves by p += z*(h-p), from left to right and from right to left.
// From the second layer on a layer's input is added to its output. Rows are stored with an empty row before and after each
// sentence, so that a window of three rows is one stretch of memory.
type Net struct {
	Sizes
	in     int // width of a token's embeddings
	emb    [model.Slots]*param
	w, b   []*param // per layer: 3*in × 4H in the order gates forward, gates backward, candidates forward, backward
	tag    *param
	tagB   *param
	tagE   *param // embedding of the best tag, added to the layer's output
	mlp    *param // 2H × dependent A, head A, dependent R, head R
	mlpB   *param
	root   *param // the head vector of the root
	dist   *param // what each tag makes of the distance to its head
	lab    *param // R × labels
	labB   *param
	name   *param
	nameB  *param
	all    []*param
	freq   []int // of the vocabulary's words in the training data
	r      *rand.Rand
	fast   uint64
	pack   packer
	arena  []float32
	used   int
	step   int
	sums   int
	Drop   float32
	DropIn float32
	words  bool // learning to guess words: only the layers run
	twin   *Net // shares the weights and learns from half of each batch
}

// masked is a feature that is hidden: its embedding is zero.
const masked = -1

func pad32(n int) int { return (n + 31) / 32 * 32 }

// NewNet makes a network with random weights. freq counts each word of the vocabulary.
func NewNet(s Sizes, freq []int, seed uint64) *Net {
	n := &Net{Sizes: s, freq: freq, Drop: 0.3, DropIn: 0.2}
	n.r, n.fast = rand.New(rand.NewPCG(seed, 1)), seed*2654435761+88172645463325252
	sizes := model.SlotSizes
	sizes[model.SlotWord] = len(freq)
	for i := range sizes {
		n.emb[i] = newParam(n.r, sizes[i], s.Dims[i], 0.2, true)
		n.in += s.Dims[i]
		n.all = append(n.all, n.emb[i])
	}
	dense := func(rows, cols, fanOut int) *param {
		p := newParam(n.r, rows, cols, math.Sqrt(6/float64(rows+fanOut)), false)
		n.all = append(n.all, p)
		return p
	}
	zero := func(cols int) *param {
		p := newParam(n.r, 1, cols, 0, false)
		n.all = append(n.all, p)
		return p
	}
	in := n.in
	for l := range s.Layers {
		n.w = append(n.w, dense(s.Width[l]*in, 4*s.Hidden, s.Hidden))
		n.b = append(n.b, zero(4*s.Hidden))
		in = 2 * s.Hidden
	}
	n.tag, n.tagB = dense(in, pad32(s.Tags), s.Tags), zero(pad32(s.Tags))
	n.tagE = newParam(n.r, s.Tags, in, 0.1, true)
	n.all = append(n.all, n.tagE)
	n.mlp, n.mlpB = dense(in, 2*s.Arc+2*s.Label, s.Arc), zero(2*s.Arc+2*s.Label)
	// Sums of many products: begin small.
	for i := range n.mlp.w {
		n.mlp.w[i] *= 0.3
	}
	n.root = dense(1, s.Arc, s.Arc)
	n.dist = newParam(n.r, s.Tags, model.Distances, 0, true)
	n.all = append(n.all, n.dist)
	n.lab, n.labB = dense(s.Label, pad32(s.Rels), s.Rels), zero(pad32(s.Rels))
	n.name, n.nameB = dense(in, pad32(s.Names), s.Names), zero(pad32(s.Names))
	return n
}

// buf is zeroed scratch memory that lives until the next step.
func (n *Net) buf(size int) []float32 {
	b := n.raw(size)
	clear(b)
	return b
}

// raw is scratch memory for what is written before it is read.
func (n *Net) raw(size int) []float32 {
	if n.used+size > len(n.arena) {
		n.arena = make([]float32, max(2*len(n.arena), size, 1<<22))
		n.used = 0
	}
	b := n.arena[n.used : n.used+size : n.used+size]
	n.used += size
	return b
}

func (n *Net) uniform() float32 {
	n.fast ^= n.fast << 13
	n.fast ^= n.fast >> 7
	n.fast ^= n.fast << 17
	return float32(n.fast>>40) / (1 << 24)
}

// squash is x/√(1+x²).
func squash(x float32) float32 { return x / float32(math.Sqrt(float64(1+x*x))) }

// slope is the derivative of squash where its value is y.
func slope(y float32) float32 { c := 1 - y*y; return c * float32(math.Sqrt(float64(c))) }

func exp(x float32) float32 {
	if x < -80 {
		return 0
	}
	y := x * math.Log2E
	i := float32(math.Floor(float64(y)))
	f := y - i
	p := 1 + f*(0.69314718+f*(0.24022651+f*(0.05550411+f*(0.00961813+f*0.00133336))))
	return math.Float32frombits(uint32(int32(i)+127)<<23) * p
}

type run struct {
	rows  int // with the empty ones
	first []int
	count []int
	x     [][]float32 // input of each layer, then the last output
	gates [][]float32
	state [][]float32
	mask  [][]float32 // dropout of each layer's output
	maskX []float32
	mlp   []float32
	maskM []float32
	tags  []float32 // logits
	best  []int32   // best tag of each row
	names []float32
}

func (n *Net) forward(batch []*Sample, train bool) *run {
	n.used = 0
	f := &run{rows: 1}
	for _, s := range batch {
		f.first = append(f.first, f.rows)
		f.count = append(f.count, len(s.Rows))
		f.rows += len(s.Rows) + 1
	}
	x := n.buf(f.rows * n.in)
	for i, s := range batch {
		for k, row := range s.Rows {
			o := (f.first[i] + k) * n.in
			for e, id := range row {
				d := n.Dims[e]
				if id != masked {
					copy(x[o:o+d], n.emb[e].w[int(id)*d:])
				}
				o += d
			}
		}
	}
	if train {
		f.maskX = n.buf(len(x))
		keep := 1 / (1 - n.DropIn)
		for i := range x {
			if n.uniform() >= n.DropIn {
				f.maskX[i] = keep
			}
			x[i] *= f.maskX[i]
		}
	}
	f.x = append(f.x, x)
	h := n.Hidden
	g4, out := 4*h, 2*h
	in := n.in
	f.best = make([]int32, f.rows)
	for l := range n.Layers {
		x := f.x[l]
		g := n.buf(f.rows * g4)
		for i := 1; i < f.rows-1; i++ {
			copy(g[i*g4:(i+1)*g4], n.b[l].w)
		}
		n.pack.gemm(g[g4:], g4, f.rows-2, g4, n.Width[l]*in, x[(3-n.Width[l])/2*in:], in, 1, n.w[l].w, g4, 1)
		for i := range g {
			g[i] = squash(g[i])
		}
		for i := range f.rows {
			z := g[i*g4 : i*g4+out]
			for k := range z {
				z[k] = 0.5 + 0.5*z[k]
			}
		}
		c := n.buf(f.rows * out)
		for s, a := range f.first {
			scan(c, g, a, f.count[s], h)
		}
		y := n.raw(f.rows * out)
		copy(y, c)
		if train {
			m := n.buf(len(y))
			keep := 1 / (1 - n.Drop)
			for s, a := range f.first {
				for k := range out {
					if n.uniform() < n.Drop {
						continue
					}
					for i := a; i < a+f.count[s]; i++ {
						m[i*out+k] = keep
					}
				}
			}
			for i := range y {
				y[i] *= m[i]
			}
			f.mask = append(f.mask, m)
		}
		if l > 0 {
			add(y, x)
		}
		f.gates, f.state = append(f.gates, g), append(f.state, c)
		if l+1 == n.TagAt && !n.words {
			t := pad32(n.Tags)
			f.tags = n.linear(y, f.rows, out, n.tag, n.tagB)
			for s, a := range f.first {
				for i := a; i < a+f.count[s]; i++ {
					f.best[i] = argmax(f.tags[i*t : i*t+n.Tags])
				}
			}
			// What follows sees the tag, what is tagged does not: hence a copy.
			z := n.raw(len(y))
			copy(z, y)
			for s, a := range f.first {
				for i := a; i < a+f.count[s]; i++ {
					b := int(f.best[i])
					add(z[i*out:(i+1)*out], n.tagE.w[b*out:(b+1)*out])
				}
			}
			f.x = append(f.x, z)
		} else {
			f.x = append(f.x, y)
		}
		in = out
	}
	if n.words {
		return f
	}
	last := f.x[n.Layers]
	f.names = n.linear(last, f.rows, out, n.name, n.nameB)
	f.mlp = n.linear(last, f.rows, out, n.mlp, n.mlpB)
	w := n.mlp.cols
	for i := range f.rows {
		r := f.mlp[i*w+n.Arc : i*w+2*n.Arc]
		for k, v := range r {
			if v < 0 {
				r[k] = 0.1 * v
			}
		}
	}
	if train {
		f.maskM = n.buf(len(f.mlp))
		keep := 1 / (1 - n.Drop)
		for s, a := range f.first {
			for k := range w {
				v := float32(1)
				if k < 2*n.Arc {
					v = keep
					if n.uniform() < n.Drop {
						v = 0
					}
				}
				for i := a; i < a+f.count[s]; i++ {
					f.maskM[i*w+k] = v
				}
			}
		}
		for i := range f.mlp {
			f.mlp[i] *= f.maskM[i]
		}
	}
	return f
}

// scan runs the gates over a sentence in both directions.
func scan(c, g []float32, a, count, h int) {
	g4, out := 4*h, 2*h
	for i := a; i < a+count; i++ {
		p, o := c[(i-1)*out:(i-1)*out+h], c[i*out:i*out+h]
		z, q := g[i*g4:i*g4+h], g[i*g4+out:i*g4+out+h]
		if i == a {
			for k := range o {
				o[k] = z[k] * q[k]
			}
			continue
		}
		for k := range o {
			o[k] = p[k] + z[k]*(q[k]-p[k])
		}
	}
	for i := a + count - 1; i >= a; i-- {
		o := c[i*out+h : i*out+out]
		z, q := g[i*g4+h:i*g4+out], g[i*g4+out+h:i*g4+g4]
		if i == a+count-1 {
			for k := range o {
				o[k] = z[k] * q[k]
			}
			continue
		}
		p := c[(i+1)*out+h : (i+1)*out+out]
		for k := range o {
			o[k] = p[k] + z[k]*(q[k]-p[k])
		}
	}
}

func (n *Net) linear(x []float32, rows, in int, w, b *param) []float32 {
	y := n.raw(rows * w.cols)
	for i := range rows {
		copy(y[i*w.cols:(i+1)*w.cols], b.w)
	}
	n.pack.gemm(y, w.cols, rows, w.cols, in, x, in, 1, w.w, w.cols, 1)
	return y
}

// linearBack adds the gradients of a linear map's weights, and that of its input to dx.
func (n *Net) linearBack(dx, dy, x []float32, rows, in int, w, b *param) {
	n.pack.gemm(w.g, w.cols, in, w.cols, rows, x, 1, in, dy, w.cols, 1)
	for i := range rows {
		add(b.g, dy[i*w.cols:(i+1)*w.cols])
	}
	n.pack.gemm(dx, in, rows, in, w.cols, dy, w.cols, 1, w.w, 1, w.cols)
}

func argmax(x []float32) int32 {
	b := 0
	for i, v := range x {
		if v > x[b] {
			b = i
		}
	}
	return int32(b)
}

// softmax turns logits into the gradient of the cross entropy, scaled, and returns the loss.
func softmax(x []float32, gold int, scale float32) float64 {
	top := x[0]
	for _, v := range x {
		top = max(top, v)
	}
	var z float32
	for i, v := range x {
		x[i] = exp(v - top)
		z += x[i]
	}
	loss := -math.Log(float64(x[gold]/z) + 1e-9)
	for i := range x {
		x[i] *= scale / z
	}
	x[gold] -= scale
	return loss
}

// approach is softmax with probabilities to come near to instead of one right answer.
func approach(x, want []float32, scale float32) float64 {
	want = want[:len(x)]
	top := x[0]
	for _, v := range x {
		top = max(top, v)
	}
	var z float32
	for i, v := range x {
		x[i] = exp(v - top)
		z += x[i]
	}
	best := 0
	for i, v := range want {
		if v > want[best] {
			best = i
		}
	}
	loss := -math.Log(float64(x[best]/z) + 1e-9)
	for i, v := range want {
		x[i] = scale * (x[i]/z - v)
	}
	return loss
}

// A Tally counts what a training step or a test saw.
type Tally struct {
	Tokens, Tags, Heads, Labels, LAS, Names int
	Loss                                    [4]float64
}

// scores fills s (count × (count+1), row a dependent, column a head, the last the root) from the arc vectors.
func (n *Net) scores(s []float32, f *run, a, count int) {
	w := n.mlp.cols
	for i := range count {
		d := f.mlp[(a+i)*w : (a+i)*w+n.Arc]
		row := s[i*(count+1) : (i+1)*(count+1)]
		far := n.dist.w[int(f.best[a+i])*model.Distances:]
		for j := range count {
			row[j] = dot(d, f.mlp[(a+j)*w+n.Arc:(a+j)*w+2*n.Arc]) + far[model.Distance(j-i)]
		}
		row[count] = dot(d, n.root.w)
		row[i] = -1e9
	}
}

func dot(a, b []float32) float32 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float32
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	return s0 + s1 + s2 + s3
}

func axpy(y, x []float32, a float32) {
	x = x[:len(y)]
	for i := range y {
		y[i] += a * x[i]
	}
}

// Train makes one step with a batch. Two goroutines learn from half of it each; what comes out does not depend on when they run.
func (n *Net) Train(batch []*Sample, rate float32, t *Tally) {
	if n.twin == nil {
		n.twin = n.share()
	}
	n.twin.Drop, n.twin.DropIn = n.Drop, n.DropIn
	tokens := 0
	for _, s := range batch {
		tokens += len(s.Rows)
	}
	scale := 1 / float32(max(tokens, 1))
	half, size := 0, 0
	for half < len(batch) && 2*size < tokens {
		size += len(batch[half].Rows)
		half++
	}
	var other Tally
	done := make(chan struct{})
	go func() {
		n.twin.learn(batch[half:], scale, &other)
		close(done)
	}()
	n.learn(batch[:half], scale, t)
	<-done
	t.add(&other)
	for i, p := range n.all {
		p.gather(n.twin.all[i])
	}
	n.adam(rate)
}

// share is a network that has the weights in common with n, and gradients of its own.
func (n *Net) share() *Net {
	t := NewNet(n.Sizes, n.freq, n.r.Uint64())
	for i, p := range t.all {
		p.w, p.m, p.v = n.all[i].w, nil, nil
	}
	return t
}

// gather adds the gradient of q and forgets it there.
func (p *param) gather(q *param) {
	if !p.sparse {
		add(p.g, q.g)
		clear(q.g)
		return
	}
	for _, r := range q.touched {
		p.touch(r)
		a, b := int(r)*p.cols, int(r+1)*p.cols
		add(p.g[a:b], q.g[a:b])
		clear(q.g[a:b])
		q.mark[r] = false
	}
	q.touched = q.touched[:0]
}

func (t *Tally) add(o *Tally) {
	t.Tokens += o.Tokens
	t.Tags += o.Tags
	t.Heads += o.Heads
	t.Labels += o.Labels
	t.Names += o.Names
	for i := range t.Loss {
		t.Loss[i] += o.Loss[i]
	}
}

// learn adds the gradients of some samples, scaled.
func (n *Net) learn(batch []*Sample, scale float32, t *Tally) {
	if len(batch) == 0 {
		return
	}
	noisy := make([]*Sample, len(batch))
	for i, s := range batch {
		c := *s
		c.Rows = append([]model.Row(nil), s.Rows...)
		for k := range c.Rows {
			q := &c.Rows[k]
			if fr := float64(n.freq[q[model.SlotWord]]); n.r.Float64() < 0.25/(0.75+fr)+0.03 {
				q[model.SlotWord] = model.NoWord
			}
			if n.uniform() < 0.1 {
				q[model.SlotPhrase] = 0
			}
			if n.uniform() < 0.1 {
				q[model.SlotSingle] = 0
			}
		}
		noisy[i] = &c
	}
	f := n.forward(noisy, true)
	out := 2 * n.Hidden
	w := n.mlp.cols
	dm := n.buf(len(f.mlp))
	hid, mask := n.buf(n.Label), n.buf(n.Label)
	logit := n.buf(n.lab.cols)
	tp, np := n.tag.cols, n.name.cols
	for si, s := range noisy {
		a, count := f.first[si], f.count[si]
		t.Tokens += count
		for i := range count {
			r := a + i
			if l := s.Likely; l != nil {
				t.Loss[0] += approach(f.tags[r*tp:r*tp+n.Tags], l.Tag[i*n.Tags:], scale)
				t.Loss[3] += approach(f.names[r*np:r*np+n.Names], l.Name[i*n.Names:], scale)
				clear(f.tags[r*tp+n.Tags : (r+1)*tp])
				clear(f.names[r*np+n.Names : (r+1)*np])
				continue
			}
			if s.Tag != nil && s.Tag[i] != unknown {
				if f.best[r] == s.Tag[i] {
					t.Tags++
				}
				t.Loss[0] += softmax(f.tags[r*tp:r*tp+n.Tags], int(s.Tag[i]), scale)
			} else {
				clear(f.tags[r*tp : r*tp+n.Tags])
			}
			clear(f.tags[r*tp+n.Tags : (r+1)*tp])
			if s.Name != nil && s.Name[i] != unknown {
				if argmax(f.names[r*np:r*np+n.Names]) == s.Name[i] {
					t.Names++
				}
				t.Loss[3] += softmax(f.names[r*np:r*np+n.Names], int(s.Name[i]), scale)
			} else {
				clear(f.names[r*np : r*np+n.Names])
			}
			clear(f.names[r*np+n.Names : (r+1)*np])
		}
		if s.Head == nil {
			continue
		}
		sc := n.raw(count * (count + 1))
		n.scores(sc, f, a, count)
		for i := range count {
			row := sc[i*(count+1) : (i+1)*(count+1)]
			gold := int(s.Head[i])
			if gold < 0 {
				gold = count
			}
			if int(argmax(row)) == gold {
				t.Heads++
			}
			if s.Likely != nil {
				t.Loss[1] += approach(row, s.Likely.Head[i*(count+1):], scale)
			} else {
				t.Loss[1] += softmax(row, gold, scale)
			}
			d, dd := f.mlp[(a+i)*w:(a+i)*w+n.Arc], dm[(a+i)*w:(a+i)*w+n.Arc]
			n.dist.touch(f.best[a+i])
			far := n.dist.g[int(f.best[a+i])*model.Distances:]
			for j, v := range row {
				if v < 1e-7 && v > -1e-7 {
					continue
				}
				if j == count {
					axpy(dd, n.root.w, v)
					axpy(n.root.g, d, v)
					continue
				}
				far[model.Distance(j-i)] += v
				o := (a+j)*w + n.Arc
				axpy(dd, f.mlp[o:o+n.Arc], v)
				axpy(dm[o:o+n.Arc], d, v)
			}
			if gold == count {
				continue
			}
			o1, o2 := (a+i)*w+2*n.Arc, (a+gold)*w+2*n.Arc+n.Label
			for k := range hid {
				hid[k], mask[k] = 0, 0
				if v := f.mlp[o1+k] + f.mlp[o2+k]; v > 0 && n.uniform() >= n.Drop {
					mask[k] = 1 / (1 - n.Drop)
					hid[k] = v * mask[k]
				}
			}
			copy(logit, n.labB.w)
			for k, v := range hid {
				if v != 0 {
					axpy(logit, n.lab.w[k*n.lab.cols:(k+1)*n.lab.cols], v)
				}
			}
			if s.Likely != nil {
				t.Loss[2] += approach(logit[:n.Rels], s.Likely.Rel[i*n.Rels:], scale)
			} else {
				if argmax(logit[:n.Rels]) == s.Rel[i] {
					t.Labels++
				}
				t.Loss[2] += softmax(logit[:n.Rels], int(s.Rel[i]), scale)
			}
			clear(logit[n.Rels:])
			add(n.labB.g, logit)
			for k, v := range hid {
				if v == 0 {
					continue
				}
				axpy(n.lab.g[k*n.lab.cols:(k+1)*n.lab.cols], logit, v)
				d := dot(logit, n.lab.w[k*n.lab.cols:(k+1)*n.lab.cols]) * mask[k]
				dm[o1+k] += d
				dm[o2+k] += d
			}
		}
	}
	for i := range dm {
		dm[i] *= f.maskM[i]
	}
	for i := range f.rows {
		r, d := f.mlp[i*w+n.Arc:i*w+2*n.Arc], dm[i*w+n.Arc:i*w+2*n.Arc]
		for k, v := range r {
			if v < 0 {
				d[k] *= 0.1
			}
		}
	}
	f.clearPads(f.names, np)
	f.clearPads(f.tags, tp)
	last := f.x[n.Layers]
	dx := n.buf(len(last))
	n.linearBack(dx, dm, last, f.rows, out, n.mlp, n.mlpB)
	n.linearBack(dx, f.names, last, f.rows, out, n.name, n.nameB)
	n.back(f, noisy, dx)
}

// back goes from the gradient of the last layer's output back to the embeddings.
func (n *Net) back(f *run, batch []*Sample, dx []float32) {
	h, out, g4 := n.Hidden, 2*n.Hidden, 4*n.Hidden
	for l := n.Layers - 1; l >= 0; l-- {
		in := out
		if l == 0 {
			in = n.in
		}
		if l+1 == n.TagAt && !n.words {
			for s, a := range f.first {
				for i := a; i < a+f.count[s]; i++ {
					b := f.best[i]
					n.tagE.touch(b)
					add(n.tagE.g[int(b)*out:(int(b)+1)*out], dx[i*out:(i+1)*out])
				}
			}
			// The output before the tag's embedding was added.
			y := n.raw(len(dx))
			copy(y, f.x[l+1])
			for s, a := range f.first {
				for i := a; i < a+f.count[s]; i++ {
					b := int(f.best[i])
					axpy(y[i*out:(i+1)*out], n.tagE.w[b*out:(b+1)*out], -1)
				}
			}
			n.linearBack(dx, f.tags, y, f.rows, out, n.tag, n.tagB)
		}
		g, c := f.gates[l], f.state[l]
		dc, dg := n.buf(len(dx)), n.buf(len(g))
		for i, m := range f.mask[l] {
			dc[i] = dx[i] * m
		}
		for s, a := range f.first {
			scanBack(dc, dg, c, g, a, f.count[s], h)
		}
		x := f.x[l]
		n.pack.gemm(n.w[l].g, g4, n.Width[l]*in, g4, f.rows-2, x[(3-n.Width[l])/2*in:], 1, in, dg[g4:], g4, 1)
		for s, a := range f.first {
			for i := a; i < a+f.count[s]; i++ {
				add(n.b[l].g, dg[i*g4:(i+1)*g4])
			}
		}
		nx := n.buf(f.rows * in)
		if l > 0 {
			copy(nx, dx)
		}
		for p := range n.Width[l] {
			// Part p of a window of three is the row before, the row itself, the row after.
			n.pack.gemm(nx[(p+(3-n.Width[l])/2)*in:], in, f.rows-2, in, g4, dg[g4:], g4, 1, n.w[l].w[p*in*g4:], 1, g4)
		}
		f.clearPads(nx, in)
		dx = nx
	}
	for i, s := range batch {
		for k, row := range s.Rows {
			o := (f.first[i] + k) * n.in
			for e, id := range row {
				d := n.Dims[e]
				if id == masked {
					o += d
					continue
				}
				p := n.emb[e]
				p.touch(id)
				g := p.g[int(id)*d : (int(id)+1)*d]
				for q := range g {
					g[q] += dx[o+q] * f.maskX[o+q]
				}
				o += d
			}
		}
	}
}

func (f *run) clearPads(x []float32, w int) {
	clear(x[:w])
	for s, a := range f.first {
		e := a + f.count[s]
		clear(x[e*w : (e+1)*w])
	}
}

func scanBack(dc, dg, c, g []float32, a, count, h int) {
	g4, out := 4*h, 2*h
	one := func(i, prev int, o int) {
		z, q := g[i*g4+o:i*g4+o+h], g[i*g4+out+o:i*g4+out+o+h]
		dz, dq := dg[i*g4+o:i*g4+o+h], dg[i*g4+out+o:i*g4+out+o+h]
		e := dc[i*out+o : i*out+o+h]
		if prev < 0 {
			for k, d := range e {
				// z is half of squash plus a half.
				dz[k] = d * q[k] * 0.5 * slope(2*z[k]-1)
				dq[k] = d * z[k] * slope(q[k])
			}
			return
		}
		p, dp := c[prev*out+o:prev*out+o+h], dc[prev*out+o:prev*out+o+h]
		for k, d := range e {
			dz[k] = d * (q[k] - p[k]) * 0.5 * slope(2*z[k]-1)
			dq[k] = d * z[k] * slope(q[k])
			dp[k] += d * (1 - z[k])
		}
	}
	for i := a + count - 1; i > a; i-- {
		one(i, i-1, 0)
	}
	one(a, -1, 0)
	for i := a; i < a+count-1; i++ {
		one(i, i+1, h)
	}
	one(a+count-1, -1, h)
}

func (n *Net) adam(rate float32) {
	const b1, b2 = 0.9, 0.95
	n.step++
	c1 := 1 / (1 - float32(math.Pow(b1, float64(n.step))))
	c2 := 1 / (1 - float32(math.Pow(b2, float64(n.step))))
	var norm float64
	for _, p := range n.all {
		if !p.sparse {
			norm += float64(dot(p.g, p.g))
		}
	}
	clip := float32(1)
	if norm > 25 {
		clip = float32(5 / math.Sqrt(norm))
	}
	k := [8]float32{clip, 1 - b1, 1 - b2, rate * c1, c2, 1e-8}
	for _, p := range n.all {
		if !p.sparse {
			adamStep(p.w, p.g, p.m, p.v, &k)
			continue
		}
		for _, r := range p.touched {
			a, b := int(r)*p.cols, int(r+1)*p.cols
			adamStep(p.w[a:b], p.g[a:b], p.m[a:b], p.v[a:b], &k)
			p.mark[r] = false
		}
		p.touched = p.touched[:0]
	}
}

// adamGo moves the weights w by their gradient g and forgets it. m and v are the means of gradient and square; k holds the
// factor of the gradient, what m and v move by, the rate, the factor of v, and what keeps from dividing by zero.
func adamGo(w, g, m, v []float32, k *[8]float32) {
	g, m, v = g[:len(w)], m[:len(w)], v[:len(w)]
	for i := range w {
		x := g[i] * k[0]
		m[i] += k[1] * (x - m[i])
		v[i] += k[2] * (x*x - v[i])
		w[i] -= k[3] * m[i] / (float32(math.Sqrt(float64(v[i]*k[4]))) + k[5])
		g[i] = 0
	}
}

// Collect adds the present weights to the average that Average puts in their place.
func (n *Net) Collect() {
	n.sums++
	for _, p := range n.all {
		if p.sum == nil {
			p.sum = make([]float32, len(p.w))
		}
		add(p.sum, p.w)
	}
}

// Average makes the mean of the collected weights the weights; without any it does nothing.
func (n *Net) Average() {
	if n.sums == 0 {
		return
	}
	for _, p := range n.all {
		for i, v := range p.sum {
			p.w[i] = v / float32(n.sums)
		}
	}
}

// A Parse is what the network says about a sentence.
type Parse struct {
	Tag, Head, Rel, Name []int32
}

// Parse predicts with the trained weights, heads each for itself (no tree is enforced).
func (n *Net) Parse(batch []*Sample) []Parse {
	f := n.forward(batch, false)
	out := make([]Parse, len(batch))
	for s, a := range f.first {
		count := f.count[s]
		p := &out[s]
		sc := n.raw(count * (count + 1))
		n.scores(sc, f, a, count)
		for i := range count {
			p.Tag = append(p.Tag, f.best[a+i])
			p.Name = append(p.Name, argmax(f.names[(a+i)*n.name.cols:(a+i)*n.name.cols+n.Names]))
			head := argmax(sc[i*(count+1) : (i+1)*(count+1)])
			if int(head) == count {
				p.Head, p.Rel = append(p.Head, -1), append(p.Rel, 1)
				continue
			}
			p.Head, p.Rel = append(p.Head, head), append(p.Rel, argmax(n.label(f, a+i, a+int(head))))
		}
	}
	return out
}

// Teach gives the samples of a batch what the networks make of them: the mean of their probabilities.
func Teach(teachers []*Net, batch []*Sample) {
	if len(batch) == 0 {
		return
	}
	share := 1 / float32(len(teachers))
	mix := func(to, logits []float32) {
		approach(logits, make([]float32, len(logits)), 1)
		axpy(to, logits, share)
	}
	runs := make([]*run, len(teachers))
	for k, n := range teachers {
		runs[k] = n.forward(batch, false)
	}
	for b, s := range batch {
		count := len(s.Rows)
		n := teachers[0]
		l := &Likely{
			Tag: make([]float32, count*n.Tags), Head: make([]float32, count*(count+1)),
			Rel: make([]float32, count*n.Rels), Name: make([]float32, count*n.Names),
		}
		s.Likely, s.Head = l, make([]int32, count)
		for k, n := range teachers {
			f := runs[k]
			a := f.first[b]
			sc := n.raw(count * (count + 1))
			n.scores(sc, f, a, count)
			for i := range count {
				r := a + i
				mix(l.Tag[i*n.Tags:(i+1)*n.Tags], f.tags[r*n.tag.cols:r*n.tag.cols+n.Tags])
				mix(l.Name[i*n.Names:(i+1)*n.Names], f.names[r*n.name.cols:r*n.name.cols+n.Names])
				mix(l.Head[i*(count+1):(i+1)*(count+1)], sc[i*(count+1):(i+1)*(count+1)])
			}
		}
		for i := range count {
			h := argmax(l.Head[i*(count+1) : (i+1)*(count+1)])
			if int(h) == count {
				s.Head[i] = -1
				continue
			}
			s.Head[i] = h
			for k, n := range teachers {
				mix(l.Rel[i*n.Rels:(i+1)*n.Rels], n.label(runs[k], runs[k].first[b]+i, runs[k].first[b]+int(h)))
			}
		}
	}
}

// label is the logits of the relations of the row of a dependent to that of its head.
func (n *Net) label(f *run, dependent, head int) []float32 {
	w := n.mlp.cols
	logit := n.raw(n.lab.cols)
	copy(logit, n.labB.w)
	for k := range n.Label {
		if v := f.mlp[dependent*w+2*n.Arc+k] + f.mlp[head*w+2*n.Arc+n.Label+k]; v > 0 {
			axpy(logit, n.lab.w[k*n.lab.cols:(k+1)*n.lab.cols], v)
		}
	}
	return logit[:n.Rels]
}

// Copy takes the weights of a network of the same sizes.
func (n *Net) Copy(from *Net) {
	for i, p := range n.all {
		copy(p.w, from.all[i].w)
	}
}

// CopyWords takes the embeddings of a network whose embeddings have the same sizes.
func (n *Net) CopyWords(from *Net) {
	for i, p := range n.emb {
		copy(p.w, from.emb[i].w)
	}
}
