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

// tileAVX512 adds an 8×32 tile.
//
//go:noescape
func tileAVX512(c *float32, ldc int, panel, b *float32, ldb, depth int)

// tileAVX2 adds an 8×8 tile.
//
//go:noescape
func tileAVX2(c *float32, ldc int, panel, b *float32, ldb, depth int)
