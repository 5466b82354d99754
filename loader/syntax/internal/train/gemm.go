package train

// block is how many steps of the depth one tile takes: 32 columns of B then fill half of a first-level cache.
const block = 192

// gemm adds A·B to C. C is m×n with rows ldc apart; element (i, k) of A is a[i*rs+k*cs], element (k, j) of B is
// b[k*brs+j*bcs], where one of brs and bcs is 1. n is a multiple of 32. Both operands are packed so that the kernel reads them
// in order.
func (p *packer) gemm(c []float32, ldc, m, n, depth int, a []float32, rs, cs int, b []float32, brs, bcs int) {
	if m == 0 || depth == 0 {
		return
	}
	if n%32 != 0 {
		panic("gemm: columns are no multiple of 32")
	}
	_, _, _ = c[(m-1)*ldc+n-1], a[(m-1)*rs+(depth-1)*cs], b[(depth-1)*brs+(n-1)*bcs]
	for k0 := 0; k0 < depth; k0 += block {
		d := min(block, depth-k0)
		p.packA(a[k0*cs:], m, d, rs, cs)
		for j := 0; j < n; j += 32 {
			if bcs == 1 {
				for k := range d {
					*(*[32]float32)(p.cols[k*32:]) = *(*[32]float32)(b[(k0+k)*brs+j:])
				}
			} else {
				for q := 0; q < 32; q += 8 {
					weave(p.cols[q:], 32, b[k0+(j+q)*bcs:], bcs, d)
				}
			}
			for i := 0; i < m; i += 8 {
				panel := p.rows[i*d : (i+8)*d]
				if i+8 <= m {
					tile(c[i*ldc+j:], ldc, panel, p.cols[:d*32], 32, d)
					continue
				}
				clear(p.edge[:])
				tile(p.edge[:], 32, panel, p.cols[:d*32], 32, d)
				for r := range m - i {
					add(c[(i+r)*ldc+j:(i+r)*ldc+j+32], p.edge[r*32:r*32+32])
				}
			}
		}
	}
}

// packA fills rows: panel after panel of eight rows, each depth×8.
func (p *packer) packA(a []float32, m, depth, rs, cs int) {
	n := (m + 7) / 8 * 8 * depth
	if cap(p.rows) < n {
		p.rows = make([]float32, n+n/4)
	}
	p.rows = p.rows[:n]
	for i := 0; i < m; i += 8 {
		panel := p.rows[i*depth : (i+8)*depth]
		rows := min(8, m-i)
		if rows < 8 {
			clear(panel)
		}
		switch {
		case rs == 1 && rows == 8:
			for k := range depth {
				*(*[8]float32)(panel[k*8:]) = *(*[8]float32)(a[i+k*cs:])
			}
			continue
		case rs == 1:
			for k := range depth {
				copy(panel[k*8:k*8+rows], a[i+k*cs:])
			}
			continue
		case cs == 1 && rows == 8:
			weave(panel, 8, a[i*rs:], rs, depth)
			continue
		}
		for r := range rows {
			src := a[(i+r)*rs:]
			for k, o := 0, 0; k < depth; k, o = k+1, o+cs {
				panel[k*8+r] = src[o]
			}
		}
	}
}

// weave writes eight rows of a, rs apart, as eight columns of to, whose rows are step apart.
func weave(to []float32, step int, a []float32, rs, depth int) {
	r0, r1, r2, r3 := a[:depth], a[rs:rs+depth], a[2*rs:2*rs+depth], a[3*rs:3*rs+depth]
	r4, r5, r6, r7 := a[4*rs:4*rs+depth], a[5*rs:5*rs+depth], a[6*rs:6*rs+depth], a[7*rs:7*rs+depth]
	for k := range depth {
		o := (*[8]float32)(to[k*step:])
		o[0], o[1], o[2], o[3] = r0[k], r1[k], r2[k], r3[k]
		o[4], o[5], o[6], o[7] = r4[k], r5[k], r6[k], r7[k]
	}
}

// A packer holds the scratch memory of gemm.
type packer struct {
	rows []float32
	cols [block * 32]float32
	edge [8 * 32]float32
}

// tileGo is the kernel in plain Go: C[8][32] += panel[depth][8]·B[depth][32].
func tileGo(c []float32, ldc int, panel, b []float32, ldb, depth int) {
	var acc [8][32]float32
	for k := range depth {
		row := b[k*ldb : k*ldb+32]
		for r, v := range panel[k*8 : k*8+8] {
			x := &acc[r]
			for j, w := range row {
				x[j] += v * w
			}
		}
	}
	for r := range acc {
		add(c[r*ldc:r*ldc+32], acc[r][:])
	}
}

func add(a, b []float32) {
	b = b[:len(a)]
	for i := range a {
		a[i] += b[i]
	}
}
