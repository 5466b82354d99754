package model

import "golang.org/x/sys/cpu"

// Vector kernels; they give the same bits as the plain ones. Every arm64 has NEON. Without such a machine they are tested by
// an emulator: make test-arm64.
var (
	vector = true
	// SDOT
	dotProduct = cpu.ARM64.HasASIMDDP
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

func linear(y []float32, acc []int32, scale, bias []float32) {
	n := len(y) &^ 3
	if !vector || n == 0 {
		linearGo(y, acc, scale, bias)
		return
	}
	_, _, _ = acc[n-1], scale[n-1], bias[n-1]
	linearNEON(&y[0], &acc[0], &scale[0], &bias[0], n)
	linearGo(y[n:], acc[n:], scale[n:], bias[n:])
}

func squash(y []float32, acc []int32, scale, bias []float32) {
	n := len(y) &^ 3
	if !vector || n == 0 {
		squashGo(y, acc, scale, bias)
		return
	}
	_, _, _ = acc[n-1], scale[n-1], bias[n-1]
	squashNEON(&y[0], &acc[0], &scale[0], &bias[0], n)
	squashGo(y[n:], acc[n:], scale[n:], bias[n:])
}

func scan(out []float32, outStep int, gate, cand []float32, gateStep, count, width int) {
	if !vector || width%16 != 0 || count == 0 {
		scanGo(out, outStep, gate, cand, gateStep, count, width)
		return
	}
	o, g := 0, 0
	if outStep < 0 {
		o, g = -outStep*(count-1), -gateStep*(count-1)
	}
	last, end := o+outStep*(count-1), g+gateStep*(count-1)
	_, _, _, _, _, _ = out[o+width-1], out[last+width-1], gate[g+width-1], gate[end+width-1], cand[g+width-1], cand[end+width-1]
	for k := 0; k < width; k += 16 {
		scanNEON(&out[o+k], outStep, &gate[g+k], &cand[g+k], gateStep, count)
	}
}

func add(y, x []float32) {
	n := len(y) &^ 3
	if !vector || n == 0 {
		addGo(y, x)
		return
	}
	_ = x[n-1]
	addNEON(&y[0], &x[0], n)
	addGo(y[n:], x[n:])
}

func quantise(q []int16, x []float32, inv, limit float32) {
	n := len(q) &^ 7
	if !vector || n == 0 {
		quantiseGo(q, x, inv, limit)
		return
	}
	_ = x[n-1]
	quantiseNEON(&q[0], &x[0], inv, limit, n)
	quantiseGo(q[n:], x[n:], inv, limit)
}

func dot(a, b []int16) int32 {
	n := len(a) &^ 15
	if !vector || n == 0 {
		return dotGo(a, b)
	}
	_ = b[len(a)-1]
	return dotNEON(&a[0], &b[0], n) + dotGo(a[n:], b[n:len(a)])
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

//go:noescape
func linearNEON(y *float32, acc *int32, scale, bias *float32, n int)

//go:noescape
func squashNEON(y *float32, acc *int32, scale, bias *float32, n int)

// scanNEON runs 16 units over count rows.
//
//go:noescape
func scanNEON(out *float32, outStep int, gate, cand *float32, gateStep, count int)

//go:noescape
func addNEON(y, x *float32, n int)

//go:noescape
func quantiseNEON(q *int16, x *float32, inv, limit float32, n int)

//go:noescape
func dotNEON(a, b *int16, n int) int32
