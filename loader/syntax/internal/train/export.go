package train

import (
	"math"
	"slices"

	"entente/loader/syntax/internal/model"
)

// Export rounds the network to integers. sample shows the range of its activations.
func (n *Net) Export(tags, rels, names []string, sample []*Sample) *model.Model {
	m := new(model.Model)
	m.Width = n.Width
	m.Dims, m.Vocabulary, m.Hidden, m.Layers, m.TagAt, m.Arc, m.Label = n.Dims, len(n.freq), n.Hidden, n.Layers, n.TagAt, n.Arc, n.Label
	m.Tags, m.Rels, m.Names = tags, rels, names
	// Ranges.
	var layer = make([][]float32, n.Layers+1)
	var tag, dep, head, label []float32
	w := n.mlp.cols
	for i := 0; i < len(sample); i += 16 {
		f := n.forward(sample[i:min(i+16, len(sample))], false)
		for l := 1; l <= n.Layers; l++ {
			layer[l] = append(layer[l], magnitudes(f.x[l])...)
		}
		tag = append(tag, magnitudes(f.x[n.TagAt])...)
		for r := range f.rows {
			dep = append(dep, magnitudes(f.mlp[r*w:r*w+n.Arc])...)
			head = append(head, magnitudes(f.mlp[r*w+n.Arc:r*w+2*n.Arc])...)
			label = append(label, magnitudes(f.mlp[r*w+2*n.Arc:(r+1)*w])...)
		}
	}
	m.Scale = []float32{1}
	for l := 1; l <= n.Layers; l++ {
		m.Scale = append(m.Scale, step(layer[l], 0.9999))
	}
	m.TagScale = step(tag, 0.9999)
	m.ArcScale = [2]float32{step(dep, 0.9999), step(head, 0.9999)}
	// A hidden unit is the sum of two of these.
	m.LabelScale = 1.5 * step(label, 0.9999)

	// Embeddings: a scale for each dimension goes into the first layer's weights.
	var inScale []float32
	for e, p := range n.emb {
		d := p.cols
		scale := make([]float32, d)
		for k := range d {
			top := float32(1e-6)
			for r := range p.rows {
				top = max(top, abs(p.w[r*d+k]))
			}
			scale[k] = top / 127
		}
		q := make([]int8, len(p.w))
		for i, v := range p.w {
			q[i] = round(v / scale[i%d])
		}
		m.Emb[e] = q
		inScale = append(inScale, scale...)
	}
	in := n.in
	for l := range n.Layers {
		s := make([]float32, n.Width[l]*in)
		for k := range s {
			s[k] = m.Scale[l]
			if l == 0 {
				s[k] = inScale[k%in]
			}
		}
		m.Layer = append(m.Layer, dense(n.w[l], n.b[l], s))
		in = 2 * n.Hidden
	}
	same := func(rows int, v float32) []float32 { return slices.Repeat([]float32{v}, rows) }
	m.Tag = dense(n.tag, n.tagB, same(in, m.TagScale))
	m.TagE = n.tagE.w
	last := m.Scale[n.Layers]
	m.MLP = dense(n.mlp, n.mlpB, same(in, last))
	for _, v := range n.root.w {
		m.Root = append(m.Root, round(v/m.ArcScale[1]))
	}
	unit := m.ArcScale[0] * m.ArcScale[1]
	for _, v := range n.dist.w {
		m.Dist = append(m.Dist, int32(math.RoundToEven(float64(v/unit))))
	}
	m.Lab = dense(n.lab, n.labB, same(n.Label, m.LabelScale))
	m.Name = dense(n.name, n.nameB, same(in, last))
	return m
}

func dense(w, b *param, rowScale []float32) model.Dense {
	d := model.Dense{Rows: w.rows, Cols: w.cols, Bias: b.w}
	q := make([]int8, len(w.w))
	for j := range w.cols {
		top := float32(1e-9)
		for k := range w.rows {
			top = max(top, abs(w.w[k*w.cols+j]*rowScale[k]))
		}
		s := top / 127
		d.Scale = append(d.Scale, s)
		for k := range w.rows {
			q[k*w.cols+j] = round(w.w[k*w.cols+j] * rowScale[k] / s)
		}
	}
	d.Pack(q)
	return d
}

func round(v float32) int8 { return int8(min(max(math.RoundToEven(float64(v)), -127), 127)) }

func abs(v float32) float32 { return float32(math.Abs(float64(v))) }

func magnitudes(x []float32) []float32 {
	out := make([]float32, len(x))
	for i, v := range x {
		out[i] = abs(v)
	}
	return out
}

// step is what one of 127 steps stands for when the given share of the values is to be in range.
func step(x []float32, share float64) float32 {
	slices.Sort(x)
	return max(x[int(float64(len(x)-1)*share)], 1e-6) / 127
}
