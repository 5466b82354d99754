package model

import "math/bits"

// A Dense is a linear map with integer weights: y = scale*(x·W) + bias, column by column. It may be a window of Taps
// neighbouring rows of x, which then are Rows/Taps numbers each.
//
// Weights are -127 to 127, and so are the inputs. They are stored for kernels that multiply two neighbouring inputs at once:
// tiles of 32 columns, and in each, for every pair of rows, 32 pairs of weights. What other kernels want is derived when a
// model is read.
type Dense struct {
	Rows, Cols int
	Taps       int
	W          []int8
	Scale      []float32
	Bias       []float32
	quads      []int8  // tiles of 32 columns, and in each, for every four rows, 32 times four weights
	unsigned   []int32 // what the sums of a column begin with where inputs have 128 added
	wide       *wide
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

// fours lays pairs of rows side by side.
func (d *Dense) fours() []int8 {
	out := make([]int8, len(d.W))
	for i := 0; i < len(out); i += 128 {
		to, a, b := out[i:i+128], d.W[i:i+64], d.W[i+64:i+128]
		for j := range 32 {
			to[4*j], to[4*j+1], to[4*j+2], to[4*j+3] = a[2*j], a[2*j+1], b[2*j], b[2*j+1]
		}
	}
	return out
}

// A scratch is room for what kernels make of their inputs.
type scratch struct {
	bytes []int8
	words [][4]uint64
	own   [][2]uint64
	sums  []int32
}

// Without vector instructions one multiplication of 64-bit words makes up to nine products of bytes, for words can hold
// the coefficients of polynomials.
//
// Window of three: a word of x is u0 + u1·z + u2·z² for three neighbouring tokens, z = 2²⁶, and a word of weights is
// v2 + v1·z + v0·z² for the three places in the window; the coefficients of the product, which is of 128 bits, are what the
// tokens give to five neighbouring rows of the result. No window: a word of x holds two tokens 28 bits apart, one of
// weights two columns 56 bits apart, and the product all four products.
//
// Numbers have 128 added, so that there are no signs to carry; what that adds to the sums is taken off again. A coefficient
// holds the sum of a run of 256 inputs: 3·255²·256 < 2²⁶, and at the top, in 24 bits, 255²·256.
//
// Of two inputs a, b and weights c, d the sum ac + bd is (a+d)(b+c) - ab - cd (Winograd 1968). The last two are summed once
// for a word of x and a word of weights, which leaves one multiplication for two inputs. All is exact modulo 2¹²⁸.
type wide struct {
	words [][4]uint64 // for each column, or pair of columns, the words of its inputs; neighbours changed places
	own   [][2]uint64 // Σ cd of each column and run, high and low word
	bias  []int32     // of each column
}

const (
	run      = 256 // inputs
	triple   = 26  // bits between tokens of a window
	pair     = 28  // bits between tokens without
	columns  = 56  // bits between columns
	blockLen = 8   // words of x that each word of weights is multiplied with
	offset   = 128
)

// inputs is how many numbers a row of x has.
func (d *Dense) inputs() int { return d.Rows / d.Taps }

func newWide(d *Dense) *wide {
	n := d.inputs()
	o := &wide{bias: make([]int32, d.Cols)}
	step := 1
	if d.Taps == 1 {
		step = 2
	}
	o.words = make([][4]uint64, d.Cols/step*(n/4))
	for j := range d.Cols {
		w := o.words[j/step*(n/4) : (j/step+1)*(n/4)]
		sum := int32(0)
		for k := range n {
			for p := range d.Taps {
				v := int32(d.at(p*n+k, j)) + offset
				sum += v
				shift := triple * (2 - p)
				if d.Taps == 1 {
					shift = columns * (j % 2)
				}
				w[k/4][k%4^1] += uint64(v) << shift
			}
		}
		o.bias[j] = int32(d.Rows)*offset*offset - offset*sum
	}
	zero := make([][4]uint64, run/4)
	for i := 0; i < len(o.words); i += n / 4 {
		o.own = ownProducts(o.own, o.words[i:i+n/4], zero)
	}
	return o
}

// ownProducts appends Σ cd of each run.
func ownProducts(to [][2]uint64, w, zero [][4]uint64) [][2]uint64 {
	for a := 0; a < len(w); a += run / 4 {
		b := min(a+run/4, len(w))
		hi, lo := products(w[a:b], zero[:b-a])
		to = append(to, [2]uint64{hi, lo})
	}
	return to
}

// products is Σ (x[2k]+w[2k])·(x[2k+1]+w[2k+1]) modulo 2¹²⁸. It is a function of its own so that all it needs stays in
// registers.
//
//go:noinline
func products(x, w [][4]uint64) (hi, lo uint64) {
	w = w[:len(x)]
	var c uint64
	for k := range x {
		u, v := &x[k], &w[k]
		h, l := bits.Mul64(u[0]+v[0], u[1]+v[1])
		lo, c = bits.Add64(lo, l, 0)
		hi, _ = bits.Add64(hi, h, c)
		h, l = bits.Mul64(u[2]+v[2], u[3]+v[3])
		lo, c = bits.Add64(lo, l, 0)
		hi, _ = bits.Add64(hi, h, c)
	}
	return hi, lo
}

var noWords [run / 4][4]uint64

// multiplyGo is acc = x·W: acc[i*cols+j] = Σ x[i*inputs+k]·W[k][j].
func multiplyGo(s *scratch, acc []int32, x []int16, rows int, d *Dense) {
	n, in := d.inputs(), rows+d.Taps-1
	s.sums = grow(s.sums, in)
	for i := range in {
		sum := int32(0)
		for _, v := range x[i*n : (i+1)*n] {
			sum += int32(v)
		}
		s.sums[i] = sum + int32(n)*offset
	}
	for i := range rows {
		sum := int32(0)
		for _, v := range s.sums[i : i+d.Taps] {
			sum += v
		}
		a := acc[i*d.Cols : (i+1)*d.Cols]
		for j, v := range d.wide.bias {
			a[j] = v - offset*sum
		}
	}
	per := 2
	if d.Taps == 3 {
		per = 3
	}
	for t := 0; t < in; t += blockLen * per {
		m := (min(blockLen*per, in-t) + per - 1) / per
		s.pack(x[t*n:in*n], m, per, n)
		if d.Taps == 3 {
			convolve(acc, s, t-2, rows, m, d)
		} else {
			outer(acc, s, t, rows, m, d)
		}
	}
}

// pack makes m words of x for every input, each of per tokens.
func (s *scratch) pack(x []int16, m, per, n int) {
	s.words = grow(s.words, m*(n/4))
	clear(s.words)
	shift := pair
	if per == 3 {
		shift = triple
	}
	for t := range m {
		w := s.words[t*(n/4) : (t+1)*(n/4)]
		for p := range per {
			i := (t*per + p) * n
			if i >= len(x) {
				break
			}
			from, by := x[i:i+n], shift*p&63
			for k := range w {
				f, to := from[4*k:4*k+4], &w[k]
				to[0] += uint64(f[0]+offset) << by
				to[1] += uint64(f[1]+offset) << by
				to[2] += uint64(f[2]+offset) << by
				to[3] += uint64(f[3]+offset) << by
			}
		}
	}
	s.own = s.own[:0]
	for t := range m {
		s.own = ownProducts(s.own, s.words[t*(n/4):(t+1)*(n/4)], noWords[:])
	}
}

// convolve adds what m words of x give to the rows of acc from first on.
func convolve(acc []int32, s *scratch, first, rows, m int, d *Dense) {
	n := d.inputs() / 4
	runs := (n + run/4 - 1) / (run / 4)
	const mask = 1<<triple - 1
	for j := range d.Cols {
		w := d.wide.words[j*n : (j+1)*n]
		var out [3*blockLen + 2]int32
		for t := range m {
			to := (*[5]int32)(out[3*t:])
			for r := range runs {
				a, b := r*(run/4), min((r+1)*(run/4), n)
				hi, lo := products(s.words[t*n+a:t*n+b], w[a:b])
				hi, lo = less(hi, lo, &s.own[t*runs+r])
				hi, lo = less(hi, lo, &d.wide.own[j*runs+r])
				to[0] += int32(lo & mask)
				to[1] += int32(lo >> triple & mask)
				to[2] += int32((lo>>(2*triple) | hi<<(64-2*triple)) & mask)
				to[3] += int32(hi >> (3*triple - 64) & mask)
				to[4] += int32(hi >> (4*triple - 64))
			}
		}
		for i := max(0, -first); i < min(3*m+2, rows-first); i++ {
			acc[(first+i)*d.Cols+j] += out[i]
		}
	}
}

// outer adds what m words of x give to the rows of acc from first on, where there is no window.
func outer(acc []int32, s *scratch, first, rows, m int, d *Dense) {
	n := d.inputs() / 4
	runs := (n + run/4 - 1) / (run / 4)
	const mask = 1<<pair - 1
	for j := 0; j < d.Cols; j += 2 {
		w := d.wide.words[j/2*n : (j/2+1)*n]
		var out [2 * blockLen][2]int32
		for t := range m {
			one, two := &out[2*t], &out[2*t+1]
			for r := range runs {
				a, b := r*(run/4), min((r+1)*(run/4), n)
				hi, lo := products(s.words[t*n+a:t*n+b], w[a:b])
				hi, lo = less(hi, lo, &s.own[t*runs+r])
				hi, lo = less(hi, lo, &d.wide.own[j/2*runs+r])
				one[0] += int32(lo & mask)
				two[0] += int32(lo >> pair & mask)
				one[1] += int32((lo>>columns | hi<<(64-columns)) & mask)
				two[1] += int32(hi >> (columns + pair - 64))
			}
		}
		for i := range min(2*m, rows-first) {
			a := acc[(first+i)*d.Cols+j:][:2]
			a[0] += out[i][0]
			a[1] += out[i][1]
		}
	}
}

func less(hi, lo uint64, v *[2]uint64) (uint64, uint64) {
	lo, borrow := bits.Sub64(lo, v[1], 0)
	hi, _ = bits.Sub64(hi, v[0], borrow)
	return hi, lo
}
