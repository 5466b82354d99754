package model

import "math"

// Kernels in plain Go. Where a machine has vector kernels they give the same bits.

// multiplyGo is acc = x·W for rows of int16 that hold values of int8: acc[i*cols+j] = Σ x[i*stride+k]·W[k][j].
func multiplyGo(acc []int32, x []int16, rows, stride int, d *Dense) {
	// Three columns share a 64-bit word, 21 bits apart, so that one multiplication makes three products. The sum of 64
	// products of two numbers in -127..127 fits 21 bits with its sign.
	const run = 64
	groups := (d.Cols + 5) / 6
	row := func(i int) []int16 { return x[min(i, rows-1)*stride:][:d.Rows] }
	for g := range groups {
		w := d.swar[g*d.Rows : (g+1)*d.Rows]
		n := min(6, d.Cols-g*6)
		for i := 0; i < rows; i += 2 {
			x0, x1 := row(i), row(i+1)
			var s [2][6]int32
			for k0 := 0; k0 < d.Rows; k0 += run {
				k1 := min(k0+run, d.Rows)
				a, b, c, e := products(w[k0:k1], x0[k0:k1], x1[k0:k1])
				spill(&s[0], a, b)
				spill(&s[1], c, e)
			}
			copy(acc[i*d.Cols+g*6:][:n], s[0][:n])
			if i+1 < rows {
				copy(acc[(i+1)*d.Cols+g*6:][:n], s[1][:n])
			}
		}
	}
}

// products sums the products of two rows with two words of weights. It is a function of its own so that all it needs
// stays in registers.
//
//go:noinline
func products(w [][2]int64, x, y []int16) (a, b, c, d int64) {
	x, y = x[:len(w)], y[:len(w)]
	for k := range w {
		v := &w[k]
		p, q := int64(x[k]), int64(y[k])
		a += p * v[0]
		b += p * v[1]
		c += q * v[0]
		d += q * v[1]
	}
	return a, b, c, d
}

func spill(s *[6]int32, a, b int64) {
	v := a << 43 >> 43
	s[0] += int32(v)
	a = (a - v) >> 21
	v = a << 43 >> 43
	s[1] += int32(v)
	s[2] += int32((a - v) >> 21)
	v = b << 43 >> 43
	s[3] += int32(v)
	b = (b - v) >> 21
	v = b << 43 >> 43
	s[4] += int32(v)
	s[5] += int32((b - v) >> 21)
}

// packWords lays the weights out for multiplyGo: for every six columns, row after row, two words of three.
func packWords(d *Dense) [][2]int64 {
	groups := (d.Cols + 5) / 6
	out := make([][2]int64, groups*d.Rows)
	for g := range groups {
		for k := range d.Rows {
			for h := range 2 {
				var v int64
				for c := 2; c >= 0; c-- {
					v <<= 21
					if j := g*6 + h*3 + c; j < d.Cols {
						v += int64(d.at(k, j))
					}
				}
				out[g*d.Rows+k][h] = v
			}
		}
	}
	return out
}

// parts cuts the map into one for each row of a window.
func (d *Dense) parts(width int) []Dense {
	out := make([]Dense, width)
	n := d.Rows / width
	for p := range out {
		w := make([]int8, n*d.Cols)
		for k := range n {
			for j := range d.Cols {
				w[k*d.Cols+j] = d.at(p*n+k, j)
			}
		}
		out[p] = Dense{Rows: n, Cols: d.Cols, Scale: d.Scale, Bias: d.Bias}
		out[p].Pack(w)
		out[p].swar = packWords(&out[p])
	}
	return out
}

// at is the weight of row k and column j.
func (d *Dense) at(k, j int) int8 { return d.W[d.index(k, j)] }

func (d *Dense) index(k, j int) int { return (j/32*(d.Rows/2)+k/2)*64 + j%32*2 + k%2 }

// Pack stores weights, row after row, in the order of the kernels.
func (d *Dense) Pack(w []int8) {
	d.W = make([]int8, len(w))
	for k := range d.Rows {
		for j := range d.Cols {
			d.W[d.index(k, j)] = w[k*d.Cols+j]
		}
	}
}

// linearGo is y = acc*scale + bias.
func linearGo(y []float32, acc []int32, scale, bias []float32) {
	acc, scale, bias = acc[:len(y)], scale[:len(y)], bias[:len(y)]
	for i := range y {
		y[i] = float32(float32(acc[i])*scale[i]) + bias[i]
	}
}

// squashGo is y = x/√(1+x²) for x = acc*scale + bias.
func squashGo(y []float32, acc []int32, scale, bias []float32) {
	acc, scale, bias = acc[:len(y)], scale[:len(y)], bias[:len(y)]
	for i := range y {
		x := float32(float32(acc[i])*scale[i]) + bias[i]
		y[i] = x / float32(math.Sqrt(float64(1+float32(x*x))))
	}
}

// scanGo moves the states of one direction over a sentence: p += (g/2+1/2)*(h-p), from a zero state. Row i of out, gate
// and cand begins at i*step of its own stride; width is a multiple of 32.
func scanGo(out []float32, outStep int, gate, cand []float32, gateStep, count, width int) {
	o, g := 0, 0
	if outStep < 0 {
		o, g = -outStep*(count-1), -gateStep*(count-1)
	}
	prev := zeros[:width]
	for range count {
		y, z, h := out[o:o+width], gate[g:g+width], cand[g:g+width]
		for k := range y {
			p := prev[k]
			y[k] = p + float32((float32(z[k]*0.5)+0.5)*(h[k]-p))
		}
		prev = y
		o += outStep
		g += gateStep
	}
}

var zeros [1024]float32

// addGo is y += x.
func addGo(y, x []float32) {
	x = x[:len(y)]
	for i := range y {
		y[i] += x[i]
	}
}

// quantiseGo is q = x*inv, rounded to the nearest (even) integer and held within ±limit.
func quantiseGo(q []int16, x []float32, inv, limit float32) {
	// Adding 1.5·2²³ leaves the rounded integer in the low bits.
	const shift = 12582912
	x = x[:len(q)]
	for i := range q {
		v := min(max(float32(x[i]*inv), -limit), limit)
		q[i] = int16(int32(math.Float32bits(v+shift)) - 0x4B400000)
	}
}

// dotGo is the sum of products.
func dotGo(a, b []int16) int32 {
	b = b[:len(a)]
	var s int32
	for i, v := range a {
		s += int32(v) * int32(b[i])
	}
	return s
}
