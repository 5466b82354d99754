//go:build !amd64 && !arm64

package model

func (d *Dense) prepare() { d.wide = newWide(d) }

func multiply(s *scratch, acc []int32, x []int16, rows int, d *Dense) {
	multiplyGo(s, acc, x, rows, d)
}

func linear(y []float32, acc []int32, scale, bias []float32) { linearGo(y, acc, scale, bias) }

func squash(y []float32, acc []int32, scale, bias []float32) { squashGo(y, acc, scale, bias) }

func scan(out []float32, outStep int, gate, cand []float32, gateStep, count, width int) {
	scanGo(out, outStep, gate, cand, gateStep, count, width)
}

func add(y, x []float32) { addGo(y, x) }

func quantise(q []int16, x []float32, inv, limit float32) { quantiseGo(q, x, inv, limit) }

func dot(a, b []int16) int32 { return dotGo(a, b) }
