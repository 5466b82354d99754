package train

// block is how many steps of the depth one tile takes: 32 columns of B then fill half of a first-level cache.
const block = 192

// gemm adds A·B to C. C is m×n with rows ldc apart; element (i, k) of A is a[i*rs+k*cs]; B is depth×n with rows ldb apart.
// n is a multiple of 32. Both operands are packed so that the kernel reads them in order.
func (p *packer) gemm(c []float32, ldc, m, n, depth int, a []float32, rs, cs int, b []float32, ldb int) {
	if m == 0 || depth == 0 {
		return
	}
	if n%32 != 0 {
		panic("gemm: columns are no multiple of 32")
	}
	_, _, _ = c[(m-1)*ldc+n-1], a[(m-1)*rs+(depth-1)*cs], b[(depth-1)*ldb+n-1]
	for k0 := 0; k0 < depth; k0 += block {
		d := min(block, depth-k0)
		p.packA(a[k0*cs:], m, d, rs, cs)
		for j := 0; j < n; j += 32 {
			for k := range d {
				copy(p.cols[k*32:k*32+32], b[(k0+k)*ldb+j:])
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
		if rs == 1 {
			for k := range depth {
				copy(panel[k*8:k*8+rows], a[i+k*cs:])
			}
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
