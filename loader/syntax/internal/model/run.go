package model

import (
	"math"

	"entente/loader/sentence"
)

// A Span is a run of tokens [First, Last) that is parsed as one sentence.
type Span struct{ First, Last int32 }

// MaxSpan bounds a span: time and memory for the tree of a sentence grow with the square of its length.
const MaxSpan = 192

// A Workspace is the memory of one goroutine. Its result columns hold a row for every token of the last call of Parse;
// tokens outside the spans are not touched. Head is -1 for the root of a span, otherwise an index of the tokens.
type Workspace struct {
	Tag   []uint8
	Head  []int32
	Rel   []uint8
	Name  []uint8
	Score []uint8

	scratch Scratch
	kernel  scratch
	rows    []Row
	first   []int // row of the first token of each span
	x       []int16
	acc     []int32
	gates   []float32
	y, prev []float32
	mlp     []float32
	dep     []int16
	head    []int16
	label   []int16
	hid     []int16
	root    []int16
	scores  []int32
	tree    tree
	path    []uint8
}

// batch is how many tokens go through the network together.
const batch = 384

// Parse predicts the tags, the tree and the names of the spans, each of at most MaxSpan tokens.
func (m *Model) Parse(ws *Workspace, text string, tokens []sentence.Token, spans []Span) {
	n := len(tokens)
	ws.Tag, ws.Head, ws.Rel, ws.Name, ws.Score = grow(ws.Tag, n), grow(ws.Head, n), grow(ws.Rel, n), grow(ws.Name, n), grow(ws.Score, n)
	for i := 0; i < len(spans); {
		size, j := 0, i
		for j < len(spans) && (size == 0 || size+int(spans[j].Last-spans[j].First) <= batch) {
			size += int(spans[j].Last - spans[j].First)
			j++
		}
		m.batch(ws, text, tokens, spans[i:j])
		i = j
	}
}

func (m *Model) batch(ws *Workspace, text string, tokens []sentence.Token, spans []Span) {
	ws.first = ws.first[:0]
	rows := 1
	for _, s := range spans {
		ws.first = append(ws.first, rows)
		rows += int(s.Last-s.First) + 1
	}
	// Kernels work on eight rows at a time and may read and write that far past the end.
	room := rows + 8
	h := m.Hidden
	g4, out := 4*h, 2*h
	wide := max(m.In, out)
	ws.x = grow(ws.x, room*wide)
	clear(ws.x[:room*m.In])
	ws.rows = grow(ws.rows, rows)
	for k, s := range spans {
		of := ws.rows[ws.first[k] : ws.first[k]+int(s.Last-s.First)]
		m.Rows(of, text, tokens[s.First:s.Last], &ws.scratch)
		for i := range of {
			at := (ws.first[k] + i) * m.In
			for e, id := range &of[i] {
				d := m.Dims[e]
				from := m.Emb[e][int(id)*d : int(id)*d+d]
				to := ws.x[at : at+d]
				for q, v := range from {
					to[q] = int16(v)
				}
				at += d
			}
		}
	}
	ws.acc = grow(ws.acc, room*max(g4, m.MLP.Cols, m.Tag.Cols))
	ws.gates = grow(ws.gates, room*max(g4, m.MLP.Cols))
	ws.y, ws.prev = grow(ws.y, room*out), grow(ws.prev, room*out)
	width := m.In
	for l := range m.Layer {
		d := &m.Layer[l]
		// Row 0 of acc is of the first token, whose window of three begins with the empty row before it.
		multiply(&ws.kernel, ws.acc, ws.x[(3-m.Width[l])/2*width:], rows-2, d)
		y := ws.y
		for k, s := range spans {
			a, n := ws.first[k], int(s.Last-s.First)
			for i := a; i < a+n; i++ {
				squash(ws.gates[i*g4:(i+1)*g4], ws.acc[(i-1)*g4:i*g4], d.Scale, d.Bias)
			}
			g := ws.gates[a*g4 : (a+n)*g4]
			o := y[a*out : (a+n)*out]
			scan(o, out, g, g[out:], g4, n, h)
			scan(o[h:], -out, g[h:], g[out+h:], -g4, n, h)
		}
		clear(y[:out])
		for k, s := range spans {
			e := (ws.first[k] + int(s.Last-s.First)) * out
			clear(y[e : e+out])
		}
		if l > 0 {
			add(y[:rows*out], ws.prev)
		}
		if l+1 == m.TagAt {
			m.tag(ws, spans, y, rows)
		}
		quantise(ws.x[:rows*out], y, 1/m.Scale[l+1], 127)
		clear(ws.x[rows*out : room*out])
		ws.y, ws.prev = ws.prev, y
		width = out
	}
	m.names(ws, spans, rows)
	multiply(&ws.kernel, ws.acc, ws.x, rows, &m.MLP)
	w := m.MLP.Cols
	ws.mlp = grow(ws.mlp, w)
	ws.dep, ws.head, ws.label = grow(ws.dep, rows*m.Arc), grow(ws.head, rows*m.Arc), grow(ws.label, rows*2*m.Label)
	for i := range rows {
		linear(ws.mlp, ws.acc[i*w:(i+1)*w], m.MLP.Scale, m.MLP.Bias)
		quantise(ws.dep[i*m.Arc:(i+1)*m.Arc], ws.mlp, 1/m.ArcScale[0], 127)
		heads := ws.mlp[m.Arc : 2*m.Arc]
		for k, v := range heads {
			heads[k] = max(v, float32(0.1*v))
		}
		quantise(ws.head[i*m.Arc:(i+1)*m.Arc], heads, 1/m.ArcScale[1], 127)
		quantise(ws.label[i*2*m.Label:(i+1)*2*m.Label], ws.mlp[2*m.Arc:], 1/m.LabelScale, 4000)
	}
	ws.root = grow(ws.root, m.Arc)
	for k, v := range m.Root {
		ws.root[k] = int16(v)
	}
	for k, s := range spans {
		m.arcs(ws, s, ws.first[k])
	}
}

// tag finds the best tag of every token and adds its embedding to the token's row of y.
func (m *Model) tag(ws *Workspace, spans []Span, y []float32, rows int) {
	out := 2 * m.Hidden
	quantise(ws.x[:rows*out], y, 1/m.TagScale, 127)
	multiply(&ws.kernel, ws.acc, ws.x, rows, &m.Tag)
	w := m.Tag.Cols
	for k, s := range spans {
		for i := range int(s.Last - s.First) {
			r := ws.first[k] + i
			a := ws.acc[r*w : r*w+len(m.Tags)]
			best, top := 0, float32(math.Inf(-1))
			for t, v := range a {
				if x := float32(float32(v)*m.Tag.Scale[t]) + m.Tag.Bias[t]; x > top {
					best, top = t, x
				}
			}
			ws.Tag[int(s.First)+i] = uint8(best)
			add(y[r*out:(r+1)*out], m.TagE[best*out:(best+1)*out])
		}
	}
}

// nameTags is how many name tags there are: outside, and begin and inside of three kinds.
const nameTags = 7

// names finds the best sequence of name tags (Viterbi).
func (m *Model) names(ws *Workspace, spans []Span, rows int) {
	multiply(&ws.kernel, ws.acc, ws.x, rows, &m.Name)
	w := m.Name.Cols
	for k, s := range spans {
		n := int(s.Last - s.First)
		ws.path = grow(ws.path, n*nameTags)
		// Before a sentence all is outside.
		best := [nameTags]float32{0, -1e9, -1e9, -1e9, -1e9, -1e9, -1e9}
		for i := range n {
			a := ws.acc[(ws.first[k]+i)*w:]
			var next [nameTags]float32
			for t := range nameTags {
				from, top := 0, best[0]+m.Next[t]
				for p := 1; p < nameTags; p++ {
					if v := best[p] + m.Next[p*nameTags+t]; v > top {
						from, top = p, v
					}
				}
				ws.path[i*nameTags+t] = uint8(from)
				next[t] = top + (float32(float32(a[t])*m.Name.Scale[t]) + m.Name.Bias[t])
			}
			best = next
		}
		t := 0
		for q := range nameTags {
			if best[q] > best[t] {
				t = q
			}
		}
		for i := n - 1; i >= 0; i-- {
			ws.Name[int(s.First)+i] = uint8(t)
			t = int(ws.path[i*nameTags+t])
		}
	}
}

// arcs builds the tree of a span.
func (m *Model) arcs(ws *Workspace, s Span, a int) {
	n := int(s.Last - s.First)
	// Row i: what each token, and in the last column the root, is worth as the head of token i.
	ws.scores = grow(ws.scores, n*(n+1))
	for i := range n {
		d := ws.dep[(a+i)*m.Arc : (a+i+1)*m.Arc]
		row := ws.scores[i*(n+1) : (i+1)*(n+1)]
		far := m.Dist[int(ws.Tag[int(s.First)+i])*Distances:]
		for j := range n {
			row[j] = dot(d, ws.head[(a+j)*m.Arc:(a+j+1)*m.Arc]) + far[Distance(j-i)]
		}
		row[n] = dot(d, ws.root)
		row[i] = math.MinInt32
	}
	heads := ws.Head[s.First:s.Last]
	ws.tree.solve(heads, ws.scores, n)
	unit := m.ArcScale[0] * m.ArcScale[1]
	ws.hid = grow(ws.hid, (n+8)*m.Label)
	clear(ws.hid)
	for i, h := range heads {
		row := ws.scores[i*(n+1) : (i+1)*(n+1)]
		second := int32(math.MinInt32)
		for j, v := range row {
			if j != int(h) && v > second {
				second = v
			}
		}
		ws.Score[int(s.First)+i] = sure((float32(row[h]) - float32(second)) * unit)
		if int(h) == n {
			heads[i] = -1
			continue
		}
		l1 := ws.label[(a+i)*2*m.Label : (a+i)*2*m.Label+m.Label]
		l2 := ws.label[(a+int(h))*2*m.Label+m.Label : (a+int(h)+1)*2*m.Label]
		hid := ws.hid[i*m.Label : (i+1)*m.Label]
		for k := range hid {
			hid[k] = min(max(l1[k]+l2[k], 0), 127)
		}
	}
	multiply(&ws.kernel, ws.acc, ws.hid, n, &m.Lab)
	w := m.Lab.Cols
	for i, h := range heads {
		if h < 0 {
			ws.Rel[int(s.First)+i] = rootRel
			continue
		}
		best, top, second := 0, float32(math.Inf(-1)), float32(math.Inf(-1))
		for t, v := range ws.acc[i*w : i*w+len(m.Rels)] {
			if t == rootRel {
				continue
			}
			x := float32(float32(v)*m.Lab.Scale[t]) + m.Lab.Bias[t]
			if x > top {
				best, top, second = t, x, top
			} else if x > second {
				second = x
			}
		}
		ws.Rel[int(s.First)+i] = uint8(best)
		at := &ws.Score[int(s.First)+i]
		*at = uint8(int(*at) * int(sure(top-second)) / 255)
		heads[i] = h + s.First
	}
}

const rootRel = 1 // index of "root" among the relations

// sure maps the lead of a choice over the next best, a difference of logits, to a confidence.
func sure(lead float32) uint8 {
	return certainty[int(min(max(lead, -8), 7.96)*16)+128]
}

var certainty = func() (t [256]uint8) {
	for i := range t {
		t[i] = uint8(255 / (1 + math.Exp(-float64(i-128)/16)))
	}
	return t
}()

// Distances is how many distances to a head are told apart: those to the left, then those to the right.
const Distances = 32

// Distance is the class of a distance in tokens, which is below 0 to the left.
func Distance(d int) int {
	side := 0
	if d < 0 {
		d = -d
	} else {
		side = Distances / 2
	}
	switch {
	case d <= 8:
	case d <= 10:
		d = 9
	case d <= 13:
		d = 10
	case d <= 17:
		d = 11
	case d <= 23:
		d = 12
	case d <= 32:
		d = 13
	case d <= 50:
		d = 14
	default:
		d = 15
	}
	return side + d
}
