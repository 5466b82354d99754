package model

import "golang.org/x/sys/cpu"

// Vector kernels; they give the same bits as the plain ones. Every arm64 has NEON. Without such a machine they are tested by
// an emulator: make test-arm64.
var (
	vector = true
	// SDOT
	dotProduct = cpu.ARM64.HasASIMDDP
)

const (
	lanes = 4  // numbers of 32 bits in a vector
	units = 16 // that scanVector runs at a time
)

// prepare lays the weights out for the kernels of this machine.
func (d *Dense) prepare() {
	switch {
	case !vector:
		d.wide = newWide(d)
	case dotProduct:
		d.quads = d.fours()
	}
}

// multiply is acc = x·W. It may read rows of x and write rows of acc up to the next multiple of eight.
func multiply(s *scratch, acc []int32, x []int16, rows int, d *Dense) {
	if !vector {
		multiplyGo(s, acc, x, rows, d)
		return
	}
	if rows <= 0 {
		return
	}
	full, stride := (rows+3)/4*4, d.inputs()
	n := (full-1)*stride + d.Rows
	_, _ = acc[full*d.Cols-1], x[n-1]
	s.bytes = grow(s.bytes, n)
	toInt8(s.bytes, x)
	for j := 0; j < d.Cols; j += 16 {
		// A tile of weights has 32 columns.
		if dotProduct {
			w := &d.quads[j/32*32*d.Rows+j%32*4]
			for i := 0; i < full; i += 4 {
				tileDot(&acc[i*d.Cols+j], d.Cols, &s.bytes[i*stride], stride, w, d.Rows/4)
			}
			continue
		}
		w := &d.W[j/32*32*d.Rows+j%32*2]
		for i := 0; i < full; i += 4 {
			tileNEON(&acc[i*d.Cols+j], d.Cols, &s.bytes[i*stride], stride, w, d.Rows/4)
		}
	}
}

func toInt8(b []int8, x []int16) {
	n := len(b) &^ 15
	if n > 0 {
		narrowNEON(&b[0], &x[0], n)
	}
	for i := n; i < len(b); i++ {
		b[i] = int8(x[i])
	}
}

// tileDot makes 4 rows × 16 columns.
//
//go:noescape
func tileDot(acc *int32, cols int, x *int8, stride int, w *int8, quads int)

// tileNEON makes 4 rows × 16 columns.
//
//go:noescape
func tileNEON(acc *int32, cols int, x *int8, stride int, w *int8, quads int)

//go:noescape
func narrowNEON(b *int8, x *int16, n int)
