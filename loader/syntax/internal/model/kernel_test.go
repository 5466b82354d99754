package model

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func randomDense(r *rand.Rand, taps, inputs, cols int) *Dense {
	rows := taps * inputs
	d := &Dense{Rows: rows, Cols: cols, Taps: taps}
	w := make([]int8, rows*cols)
	for i := range w {
		w[i] = int8(r.IntN(255) - 127)
	}
	d.Pack(w)
	for range cols {
		d.Scale, d.Bias = append(d.Scale, r.Float32()), append(d.Bias, r.Float32()-0.5)
	}
	d.prepare()
	return d
}

// every calls fn with each set of kernels that this machine has, by switching the better ones off.
func every(t *testing.T, fn func(t *testing.T)) {
	t.Helper()
	for _, level := range levels() {
		t.Run(level.Name, func(t *testing.T) {
			defer level.Set()()
			fn(t)
		})
	}
}

func TestMultiply(t *testing.T) {
	every(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 2))
		for _, c := range []struct{ rows, taps, in, out int }{
			{1, 1, 4, 32}, {5, 1, 64, 32}, {9, 1, 132, 64}, {16, 1, 300, 64}, {17, 1, 96, 32},
			{1, 3, 4, 32}, {2, 3, 8, 32}, {23, 3, 160, 96}, {22, 3, 256, 96}, {8, 3, 192, 384}, {50, 3, 384, 64}, {25, 3, 520, 32},
		} {
			for _, extreme := range []int{0, 127, -127} {
				d := randomDense(r, c.taps, c.in, c.out)
				x := make([]int16, (c.rows+8)*c.in+d.Rows)
				if extreme != 0 { // the greatest sums
					d.Pack(slices.Repeat([]int8{int8(extreme)}, d.Rows*d.Cols))
					d.prepare()
				}
				for i := range x {
					x[i] = int16(r.IntN(255) - 127)
					if extreme != 0 {
						x[i] = 127
					}
				}
				acc := make([]int32, (c.rows+8)*c.out)
				var s scratch
				for range 2 {
					multiply(&s, acc, x, c.rows, d)
				}
				for i := range c.rows {
					for j := range c.out {
						want := int32(0)
						for k := range d.Rows {
							want += int32(x[i*c.in+k]) * int32(d.at(k, j))
						}
						if acc[i*c.out+j] != want {
							t.Fatalf("%+v: row %d column %d is %d, want %d", c, i, j, acc[i*c.out+j], want)
						}
					}
				}
			}
		}
	})
}

func TestElementwise(t *testing.T) {
	every(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(3, 4))
		for _, n := range []int{1, 7, 8, 31, 64, 100} {
			acc, y := make([]int32, n), make([]float32, n)
			scale, bias, x := make([]float32, n), make([]float32, n), make([]float32, n)
			a, b := make([]int16, n), make([]int16, n)
			for i := range n {
				acc[i], scale[i], bias[i], x[i] = int32(r.IntN(1<<20))-1<<19, r.Float32()/1e4, r.Float32()*4-2, r.Float32()*6-3
				a[i], b[i] = int16(r.IntN(255)-127), int16(r.IntN(255)-127)
			}
			x[0] = 2.5 // a tie: rounds to even
			want := make([]float32, n)
			check := func(what string) {
				t.Helper()
				for i := range want {
					if math.Float32bits(y[i]) != math.Float32bits(want[i]) {
						t.Fatalf("%s of %d: element %d is %v, want %v", what, n, i, y[i], want[i])
					}
				}
			}
			linear(y, acc, scale, bias)
			linearGo(want, acc, scale, bias)
			check("linear")
			squash(y, acc, scale, bias)
			squashGo(want, acc, scale, bias)
			check("squash")
			add(y, x)
			addGo(want, x)
			check("add")
			q, p := make([]int16, n), make([]int16, n)
			for _, inv := range []float32{1, 40, 1000} {
				quantise(q, x, inv, 127)
				quantiseGo(p, x, inv, 127)
				if !slices.Equal(q, p) {
					t.Fatalf("quantise of %d by %v: %v, want %v", n, inv, q, p)
				}
			}
			if got, want := dot(a, b), dotGo(a, b); got != want {
				t.Fatalf("dot of %d: %d, want %d", n, got, want)
			}
		}
	})
}

func TestScan(t *testing.T) {
	every(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(5, 6))
		const width = 64
		for _, n := range []int{1, 2, 9} {
			g := make([]float32, n*4*width)
			for i := range g {
				g[i] = r.Float32()*2 - 1
			}
			got, want := make([]float32, n*2*width), make([]float32, n*2*width)
			scan(got, 2*width, g, g[2*width:], 4*width, n, width)
			scanGo(want, 2*width, g, g[2*width:], 4*width, n, width)
			scan(got[width:], -2*width, g[width:], g[3*width:], -4*width, n, width)
			scanGo(want[width:], -2*width, g[width:], g[3*width:], -4*width, n, width)
			if !slices.Equal(got, want) {
				t.Fatalf("%d rows differ", n)
			}
		}
	})
}

func BenchmarkMultiply(b *testing.B) {
	const rows = 384
	for _, c := range []struct {
		name     string
		taps, in int
	}{{"layer", 3, 256}, {"arcs", 1, 256}} {
		for _, level := range levels() {
			b.Run(c.name+"/"+level.Name, func(b *testing.B) {
				defer level.Set()()
				d := randomDense(rand.New(rand.NewPCG(1, 2)), c.taps, c.in, 512)
				x, acc := make([]int16, (rows+8)*c.in+d.Rows), make([]int32, (rows+8)*d.Cols)
				var s scratch
				for b.Loop() {
					multiply(&s, acc, x, rows, d)
				}
				b.ReportMetric(float64(rows*d.Rows*d.Cols)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
			})
		}
	}
}
