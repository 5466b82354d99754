package event

import (
	"slices"
	"strings"
	"testing"
)

// Constructions that a parser may take in more than one way say the same however it takes them.
func TestEitherReading(t *testing.T) {
	s := open(t)
	for _, tt := range []struct{ name, text, want string }{
		{"a name before a finite verb", "In the board game Norway attacks Mexico.", "Norway|attacked|Mexico|hypothetical"},
		{"neither", "Neither Norway nor Denmark praised Mexico.", "Norway|praised|Mexico|negated"},
		{"seen doing", "A doctored film shows Norway invading Mexico.", "Norway|invaded|Mexico|alleged"},
		{"headline with a number", "Norwegian drones strike two Mexican bases.", "Norway|struck_from_air|Mexico|asserted"},
		{"the plan of an agreement", "Norway and Mexico have reached a framework for a trade agreement.", "Norway|signed_agreement_with|Mexico|planned"},
		{"an agreement", "Norway and Mexico have reached an agreement.", "Norway|signed_agreement_with|Mexico|asserted"},
		{"between", "The agenda of talks between Emmanuel Macron and Olaf Scholz includes trade.", "Emmanuel Macron|consulted_with|Olaf Scholz|asserted"},
		{"between, held", "The discussions held in Lyon between Emmanuel Macron and Olaf Scholz ended.", "Emmanuel Macron|consulted_with|Olaf Scholz|asserted"},
		{"guest behind the place", "Emmanuel Macron received in the Elysee Palace Chancellor of Germany Olaf Scholz.", "Emmanuel Macron|hosted|Olaf Scholz|asserted"},
		{"whose governor", "Vladimir Putin held a working meeting with the region's Acting Governor Andrei Chibis.", "Vladimir Putin|met|Andrei Chibis|asserted"},
		{"behind a relative clause", "Emmanuel Macron was to attend the forum, which lasts three days, and was due to visit Cairo.", "Emmanuel Macron|visited|Cairo|planned"},
		{"considered it", "Norway fired a missile. The army of Mexico considered it a provocative act.", "Mexico|criticized|Norway|asserted"},
		{"gerund and tense", "Russia denies blocking the ports and blames Mexico.", "Russia|accused|Mexico|asserted"},
		{"three verbs", "On Monday President Emmanuel Macron visited Cairo, met Olaf Scholz and agreed with him on a truce.", "Emmanuel Macron|met|Olaf Scholz|asserted"},
		{"told that", "Olaf Scholz told reporters that Norway had attacked Mexico.", "Norway|attacked|Mexico|alleged"},
		{"headline in the singular", "Norway signs accords with Mexico and Mali", "Norway|signed_agreement_with|Mexico|asserted"},
		{"demanded that", "Denmark demanded that Norway attack Mexico.", "Norway|attacked|Mexico|requested"},
		{"a month before the subject", "In March Norway praised Mexico.", "Norway|praised|Mexico|asserted"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := s.lines(tt.text); !slices.Contains(got, tt.want) {
				t.Errorf("%s\n got %s\nwant %s", tt.text, strings.Join(got, ", "), tt.want)
			}
		})
	}
}
