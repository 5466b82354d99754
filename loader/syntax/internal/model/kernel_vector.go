//go:build amd64 || arm64

package model

// What the plain kernels do, on the vector unit: whole vectors there, the rest in plain Go.

func linear(y []float32, acc []int32, scale, bias []float32) {
	n := len(y) &^ (lanes - 1)
	if !vector || n == 0 {
		linearGo(y, acc, scale, bias)
		return
	}
	_, _, _ = acc[n-1], scale[n-1], bias[n-1]
	linearVector(&y[0], &acc[0], &scale[0], &bias[0], n)
	linearGo(y[n:], acc[n:], scale[n:], bias[n:])
}

func squash(y []float32, acc []int32, scale, bias []float32) {
	n := len(y) &^ (lanes - 1)
	if !vector || n == 0 {
		squashGo(y, acc, scale, bias)
		return
	}
	_, _, _ = acc[n-1], scale[n-1], bias[n-1]
	squashVector(&y[0], &acc[0], &scale[0], &bias[0], n)
	squashGo(y[n:], acc[n:], scale[n:], bias[n:])
}

func scan(out []float32, outStep int, gate, cand []float32, gateStep, count, width int) {
	if !vector || width%units != 0 || count == 0 {
		scanGo(out, outStep, gate, cand, gateStep, count, width)
		return
	}
	o, g := 0, 0
	if outStep < 0 {
		o, g = -outStep*(count-1), -gateStep*(count-1)
	}
	last, end := o+outStep*(count-1), g+gateStep*(count-1)
	_, _, _, _, _, _ = out[o+width-1], out[last+width-1], gate[g+width-1], gate[end+width-1], cand[g+width-1], cand[end+width-1]
	for k := 0; k < width; k += units {
		scanVector(&out[o+k], outStep, &gate[g+k], &cand[g+k], gateStep, count)
	}
}

func add(y, x []float32) {
	n := len(y) &^ (lanes - 1)
	if !vector || n == 0 {
		addGo(y, x)
		return
	}
	_ = x[n-1]
	addVector(&y[0], &x[0], n)
	addGo(y[n:], x[n:])
}

func quantise(q []int16, x []float32, inv, limit float32) {
	n := len(q) &^ 7
	if !vector || n == 0 {
		quantiseGo(q, x, inv, limit)
		return
	}
	_ = x[n-1]
	quantiseVector(&q[0], &x[0], inv, limit, n)
	quantiseGo(q[n:], x[n:], inv, limit)
}

func dot(a, b []int16) int32 {
	n := len(a) &^ 15
	if !vector || n == 0 {
		return dotGo(a, b)
	}
	_ = b[len(a)-1]
	return dotVector(&a[0], &b[0], n) + dotGo(a[n:], b[n:len(a)])
}

//go:noescape
func linearVector(y *float32, acc *int32, scale, bias *float32, n int)

//go:noescape
func squashVector(y *float32, acc *int32, scale, bias *float32, n int)

// scanVector runs so many units over count rows.
//
//go:noescape
func scanVector(out *float32, outStep int, gate, cand *float32, gateStep, count int)

//go:noescape
func addVector(y, x *float32, n int)

//go:noescape
func quantiseVector(q *int16, x *float32, inv, limit float32, n int)

//go:noescape
func dotVector(a, b *int16, n int) int32
