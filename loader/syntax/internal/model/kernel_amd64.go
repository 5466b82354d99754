package model

import "golang.org/x/sys/cpu"

// Vector kernels are taken where the machine has them; they give the same bits as the plain ones.
var (
	vector = cpu.X86.HasAVX2
	// VPDPBUSD, the 32 wide registers that its kernel uses, and VPMOVWB.
	vnni = cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512VNNI
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

func linear(y []float32, acc []int32, scale, bias []float32) {
	n := len(y) &^ 7
	if !vector || n == 0 {
		linearGo(y, acc, scale, bias)
		return
	}
	_, _, _ = acc[n-1], scale[n-1], bias[n-1]
	linearAVX2(&y[0], &acc[0], &scale[0], &bias[0], n)
	linearGo(y[n:], acc[n:], scale[n:], bias[n:])
}

func squash(y []float32, acc []int32, scale, bias []float32) {
	n := len(y) &^ 7
	if !vector || n == 0 {
		squashGo(y, acc, scale, bias)
		return
	}
	_, _, _ = acc[n-1], scale[n-1], bias[n-1]
	squashAVX2(&y[0], &acc[0], &scale[0], &bias[0], n)
	squashGo(y[n:], acc[n:], scale[n:], bias[n:])
}

func scan(out []float32, outStep int, gate, cand []float32, gateStep, count, width int) {
	if !vector || width%32 != 0 || count == 0 {
		scanGo(out, outStep, gate, cand, gateStep, count, width)
		return
	}
	o, g := 0, 0
	if outStep < 0 {
		o, g = -outStep*(count-1), -gateStep*(count-1)
	}
	last, end := o+outStep*(count-1), g+gateStep*(count-1)
	_, _, _, _, _, _ = out[o+width-1], out[last+width-1], gate[g+width-1], gate[end+width-1], cand[g+width-1], cand[end+width-1]
	for k := 0; k < width; k += 32 {
		scanAVX2(&out[o+k], outStep, &gate[g+k], &cand[g+k], gateStep, count)
	}
}

func add(y, x []float32) {
	n := len(y) &^ 7
	if !vector || n == 0 {
		addGo(y, x)
		return
	}
	_ = x[n-1]
	addAVX2(&y[0], &x[0], n)
	addGo(y[n:], x[n:])
}

func quantise(q []int16, x []float32, inv, limit float32) {
	n := len(q) &^ 7
	if !vector || n == 0 {
		quantiseGo(q, x, inv, limit)
		return
	}
	_ = x[n-1]
	quantiseAVX2(&q[0], &x[0], inv, limit, n)
	quantiseGo(q[n:], x[n:], inv, limit)
}

func dot(a, b []int16) int32 {
	n := len(a) &^ 15
	if !vector || n == 0 {
		return dotGo(a, b)
	}
	_ = b[len(a)-1]
	return dotAVX2(&a[0], &b[0], n) + dotGo(a[n:], b[n:len(a)])
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

//go:noescape
func linearAVX2(y *float32, acc *int32, scale, bias *float32, n int)

//go:noescape
func squashAVX2(y *float32, acc *int32, scale, bias *float32, n int)

// scanAVX2 runs 32 units over count rows.
//
//go:noescape
func scanAVX2(out *float32, outStep int, gate, cand *float32, gateStep, count int)

//go:noescape
func addAVX2(y, x *float32, n int)

//go:noescape
func quantiseAVX2(q *int16, x *float32, inv, limit float32, n int)

//go:noescape
func dotAVX2(a, b *int16, n int) int32
