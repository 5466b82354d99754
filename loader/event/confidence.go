package event

import (
	"math"

	"entente/graph"
)

// The weights of confidence, in log odds. They were set on development texts with hand-made statements (some 320 of them)
// so that of the statements at 0.9 nine in ten are right, of those at 0.5 one in two. Of 150 asserted statements of news that
// were read by eye those at .96, .88, .77, .70, .55 and .38 were right in .89, .95, .87, .75, .60 and .29.
const (
	weightEvent    = 2.2  // an event whose row found both sides in the clause itself
	weightDerived  = -0.9 // a side comes from another clause or is guessed
	weightAgency   = -0.4 // a side is the country of "Russian officials"
	weightOwner    = -0.6 // a side is the owner of a thing
	weightNameless = -0.7 // a side is a nameless group
	weightTopic    = -0.7 // a side is a class of things
	weightPronoun  = -0.3 // a side was followed from a pronoun or description
	weightPlanned  = -0.2
	weightPossible = -1.6 // possible or hypothetical
	weightTree     = -1.2 // times the parser's doubt about the trigger's head
	weightLink     = -0.8 // times the linker's doubt about each side
)

// confidence is how likely the statement is right.
func (w *work) confidence(p *proto, c *context, m graph.Modality) float64 {
	x := weightEvent
	if p.prior > 0 {
		x = logit(float64(p.prior))
	}
	for _, a := range [2]arg{p.a, p.b} {
		if a.derived {
			x += weightDerived
		}
		switch a.how {
		case pronoun:
			x += weightPronoun
		case agency:
			x += weightAgency
		case owner:
			x += weightOwner
		case nameless:
			x += weightNameless
		case topic:
			x += weightTopic
		}
		if a.score > 0 && a.score < 1 {
			x += weightLink * float64(1-a.score)
		}
	}
	switch m {
	case graph.Planned:
		x += weightPlanned
	case graph.Possible, graph.Hypothetical:
		x += weightPossible
	}
	if !p.state && int(p.trigger) < len(w.d.Score) {
		x += weightTree * (1 - float64(w.d.Score[p.trigger])/255)
	}
	return math.Round(100/(1+math.Exp(-x))) / 100
}

func logit(p float64) float64 { return math.Log(p / (1 - p)) }
