package model

import "golang.org/x/sys/cpu"

// Vector kernels are taken where the machine has them; they give the same bits as the plain ones.
var (
	vector = cpu.X86.HasAVX2
	// VPDPBUSD, the 32 wide registers that its kernel uses, and VPMOVWB.
	vnni = cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512VNNI
)

const (
	lanes = 8  // numbers of 32 bits in a vector
	units = 32 // that scanVector runs at a time
)

// prepare lays the weights out for the kernels of this machine.
func (d *Dense) prepare() {
	switch {
	case !vector:
		d.wide = newWide(d)
	case vnni:
		d.quads = d.fours()
		d.unsigned = make([]int32, d.Cols)
		for i, v := range d.quads {
			d.unsigned[i/(32*d.Rows)*32+i%128/4] -= offset * int32(v)
		}
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
	full, stride := (rows+7)/8*8, d.inputs()
	n := (full-1)*stride + d.Rows
	_, _ = acc[full*d.Cols-1], x[n-1]
	if vnni {
		s.bytes = grow(s.bytes, n)
		toBytes(s.bytes, x)
		for j := 0; j < d.Cols; j += 32 {
			for i := 0; i < full; i += 8 {
				tileVNNI(&acc[i*d.Cols+j], d.Cols, &s.bytes[i*stride], stride, &d.quads[j*d.Rows], d.Rows/4, &d.unsigned[j])
			}
		}
		return
	}
	for j := 0; j < d.Cols; j += 32 {
		w := &d.W[j*d.Rows]
		for i := 0; i < full; i += 4 {
			tileAVX2(&acc[i*d.Cols+j], d.Cols, &x[i*stride], stride, w, d.Rows/2)
			tileAVX2(&acc[i*d.Cols+j+16], d.Cols, &x[i*stride], stride, &d.W[j*d.Rows+32], d.Rows/2)
		}
	}
}

// toBytes adds 128 modulo 256: without sign, no number is below 0.
func toBytes(b []int8, x []int16) {
	n := len(b) &^ 31
	if n > 0 {
		bytesAVX512(&b[0], &x[0], n)
	}
	for i := n; i < len(b); i++ {
		b[i] = int8(x[i] + offset)
	}
}

// tileVNNI makes 8 rows × 32 columns. Each column's sum begins at start.
//
//go:noescape
func tileVNNI(acc *int32, cols int, x *int8, stride int, w *int8, quads int, start *int32)

//go:noescape
func bytesAVX512(b *int8, x *int16, n int)

// tileAVX2 makes 4 rows × 16 columns.
//
//go:noescape
func tileAVX2(acc *int32, cols int, x *int16, stride int, w *int8, pairs int)
