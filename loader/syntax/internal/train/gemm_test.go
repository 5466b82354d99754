package train

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestGemm(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var p packer
	for _, c := range []struct{ m, n, depth, rs, cs int }{{1, 32, 1, 1, 1}, {8, 32, 5, 5, 1}, {13, 96, 31, 31, 1}, {19, 64, 40, 1, 19}, {20, 32, 30, 10, 1}} {
		random := func(n int) []float32 {
			x := make([]float32, n)
			for i := range x {
				x[i] = r.Float32() - 0.5
			}
			return x
		}
		a, b, got := random((c.m-1)*c.rs+(c.depth-1)*c.cs+1), random(c.depth*c.n), random(c.m*c.n)
		want := append([]float32(nil), got...)
		for i := range c.m {
			for k := range c.depth {
				for j := range c.n {
					want[i*c.n+j] += 2 * a[i*c.rs+k*c.cs] * b[k*c.n+j]
				}
			}
		}
		// B by rows, then by columns: twice the product.
		p.gemm(got, c.n, c.m, c.n, c.depth, a, c.rs, c.cs, b, c.n, 1)
		bt := make([]float32, len(b))
		for k := range c.depth {
			for j := range c.n {
				bt[j*c.depth+k] = b[k*c.n+j]
			}
		}
		p.gemm(got, c.n, c.m, c.n, c.depth, a, c.rs, c.cs, bt, 1, c.depth)
		for i := range want {
			if math.Abs(float64(got[i]-want[i])) > 1e-4 {
				t.Fatalf("%+v: element %d is %v, want %v", c, i, got[i], want[i])
			}
		}
	}
}

func BenchmarkGemm(b *testing.B) {
	const m, n, depth = 320, 384, 576
	x, w, c := make([]float32, m*depth), make([]float32, depth*n), make([]float32, m*n)
	var p packer
	for b.Loop() {
		p.gemm(c, n, m, n, depth, x, depth, 1, w, n, 1)
	}
	b.ReportMetric(float64(m*n*depth)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
}
