package event

import "entente/graph"

// confidence is how likely the statement is right.
func (w *work) confidence(p *proto, c *context, m graph.Modality) float64 {
	x := 0.8
	if p.prior > 0 {
		x = float64(p.prior)
	}
	if p.a.derived || p.b.derived {
		x -= 0.15
	}
	if p.a.how >= agency {
		x -= 0.1
	}
	if p.b.how >= agency {
		x -= 0.1
	}
	if m == graph.Hypothetical || m == graph.Possible {
		x -= 0.2
	}
	return max(x, 0.05)
}
