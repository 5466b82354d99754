package model

import "math"

// The steps between the matrices, in plain Go. Where a machine has vector kernels they give the same bits.

// linearGo is y = acc*scale + bias.
func linearGo(y []float32, acc []int32, scale, bias []float32) {
	acc, scale, bias = acc[:len(y)], scale[:len(y)], bias[:len(y)]
	for i := range y {
		y[i] = float32(float32(acc[i])*scale[i]) + bias[i]
	}
}

// squashGo is y = x/√(1+x²) for x = acc*scale + bias.
func squashGo(y []float32, acc []int32, scale, bias []float32) {
	acc, scale, bias = acc[:len(y)], scale[:len(y)], bias[:len(y)]
	for i := range y {
		x := float32(float32(acc[i])*scale[i]) + bias[i]
		y[i] = x / float32(math.Sqrt(float64(1+float32(x*x))))
	}
}

// scanGo moves the states of one direction over a sentence: p += (g/2+1/2)*(h-p), from a zero state. Row i of out, gate
// and cand begins at i*step of its own stride; width is a multiple of 32.
func scanGo(out []float32, outStep int, gate, cand []float32, gateStep, count, width int) {
	o, g := 0, 0
	if outStep < 0 {
		o, g = -outStep*(count-1), -gateStep*(count-1)
	}
	prev := zeros[:width]
	for range count {
		y, z, h := out[o:o+width], gate[g:g+width], cand[g:g+width]
		for k := range y {
			p := prev[k]
			y[k] = p + float32((float32(z[k]*0.5)+0.5)*(h[k]-p))
		}
		prev = y
		o += outStep
		g += gateStep
	}
}

var zeros [1024]float32

// addGo is y += x.
func addGo(y, x []float32) {
	x = x[:len(y)]
	for i := range y {
		y[i] += x[i]
	}
}

// quantiseGo is q = x*inv, rounded to the nearest (even) integer and held within ±limit.
func quantiseGo(q []int16, x []float32, inv, limit float32) {
	// Adding 1.5·2²³ leaves the rounded integer in the low bits.
	const shift = 12582912
	x = x[:len(q)]
	for i := range q {
		v := min(max(float32(x[i]*inv), -limit), limit)
		q[i] = int16(int32(math.Float32bits(v+shift)) - 0x4B400000)
	}
}

// dotGo is the sum of products.
func dotGo(a, b []int16) int32 {
	b = b[:len(a)]
	var s int32
	for i, v := range a {
		s += int32(v) * int32(b[i])
	}
	return s
}
