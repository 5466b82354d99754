package train

import "golang.org/x/sys/cpu"

var tile = func() func(c []float32, ldc int, panel, b []float32, ldb, depth int) {
	switch {
	case cpu.X86.HasAVX512F:
		return func(c []float32, ldc int, panel, b []float32, ldb, depth int) {
			tileAVX512(&c[0], ldc, &panel[0], &b[0], ldb, depth)
		}
	case cpu.X86.HasAVX2 && cpu.X86.HasFMA:
		return func(c []float32, ldc int, panel, b []float32, ldb, depth int) {
			for j := 0; j < 32; j += 8 {
				tileAVX2(&c[j], ldc, &panel[0], &b[j], ldb, depth)
			}
		}
	}
	return tileGo
}()

// adamStep is adamGo for a whole number of rows of 16.
var adamStep = func() func(w, g, m, v []float32, k *[8]float32) {
	if cpu.X86.HasAVX512F {
		return func(w, g, m, v []float32, k *[8]float32) {
			n := len(w) &^ 15
			if n > 0 {
				_, _, _ = g[n-1], m[n-1], v[n-1]
				adamAVX512(&w[0], &g[0], &m[0], &v[0], n, k)
			}
			adamGo(w[n:], g[n:], m[n:], v[n:], k)
		}
	}
	return adamGo
}()

//go:noescape
func adamAVX512(w, grad, m, v *float32, n int, k *[8]float32)

// tileAVX512 adds an 8×32 tile.
//
//go:noescape
func tileAVX512(c *float32, ldc int, panel, b *float32, ldb, depth int)

// tileAVX2 adds an 8×8 tile.
//
//go:noescape
func tileAVX2(c *float32, ldc int, panel, b *float32, ldb, depth int)
