package event

import (
	"slices"
	"strings"
	"testing"
)

// What news tells without its having happened, one sentence for each way to say so. Nothing of it may be asserted.
func TestNotAsserted(t *testing.T) {
	s := open(t)
	for _, tt := range []struct{ name, text, want string }{
		{"no evidence", "There is no evidence that Norway attacked Mexico.", "Norway|attacked|Mexico|possible"},
		{"notion", "The notion that Norway attacked Mexico is odd.", "Norway|attacked|Mexico|alleged"},
		{"unknown noun with a clause", "The footage that Norway attacked Mexico was seen in Oslo.", "Norway|attacked|Mexico|possible"},
		{"film", "In the film, Norway attacks Mexico.", "Norway|attacked|Mexico|hypothetical"},
		{"video game", "In the video game Norway attacks Mexico.", "Norway|attacked|Mexico|hypothetical"},
		{"fake", "A fake clip shows Norway attacking Mexico.", "Norway|attacked|Mexico|alleged"},
		{"hoax", "The hoax said Norway had attacked Mexico.", "Norway|attacked|Mexico|alleged"},
		{"wrongly", "Emmanuel Macron wrongly asserted that Norway attacked Mexico.", "Norway|attacked|Mexico|alleged"},
		{"far off", "A treaty between Norway and Mexico is far off.", "Norway|signed_agreement_with|Mexico|possible"},
		{"elusive", "A treaty between Norway and Mexico remains elusive.", "Norway|signed_agreement_with|Mexico|possible"},
		{"averted", "Denmark averted a Norwegian attack on Mexico.", "Norway|attacked|Mexico|negated"},
		{"aborted", "An aborted Norwegian attack on Mexico came to light.", "Norway|attacked|Mexico|negated"},
		{"so-called", "The so-called Norwegian attack on Mexico is over.", "Norway|attacked|Mexico|alleged"},
		{"worry", "Denmark is worried about a Norwegian attack on Mexico.", "Norway|attacked|Mexico|possible"},
		{"not once", "Not once has Norway attacked Mexico.", "Norway|attacked|Mexico|negated"},
		{"neither", "Neither Denmark nor Norway attacked Mexico.", "Norway|attacked|Mexico|negated"},
		{"no longer", "Norway is no longer an ally of Mexico.", "Norway|ally_of|Mexico|negated"},
		{"yet to", "Norway has yet to attack Mexico.", "Norway|attacked|Mexico|negated"},
		{"ought", "Norway ought to attack Mexico.", "Norway|attacked|Mexico|requested"},
		{"pretend", "Norway pretended to attack Mexico.", "Norway|attacked|Mexico|hypothetical"},
		{"right", "Norway has the right to attack Mexico.", "Norway|attacked|Mexico|possible"},
		{"in case", "Denmark shut its ports in case Norway attacked Mexico.", "Norway|attacked|Mexico|hypothetical"},
		{"as if", "It looked as if Norway had attacked Mexico.", "Norway|attacked|Mexico|hypothetical"},
		{"inverted condition", "Should Norway attack Mexico, prices would rise.", "Norway|attacked|Mexico|hypothetical"},
		{"will if", "Norway will attack Mexico if talks fail.", "Norway|attacked|Mexico|hypothetical"},
		{"asked whether", "Denmark asked whether Norway had attacked Mexico.", "Norway|attacked|Mexico|hypothetical"},
		{"voted against", "Norway voted against attacking Mexico.", "Norway|attacked|Mexico|negated"},
		{"held back", "Norway held back from attacking Mexico.", "Norway|attacked|Mexico|negated"},
		{"instead of", "Instead of attacking Mexico, Norway waited.", "Norway|attacked|Mexico|negated"},
		{"doubtful", "It is doubtful that Norway attacked Mexico.", "Norway|attacked|Mexico|possible"},
		{"seems", "Norway seems to have attacked Mexico.", "Norway|attacked|Mexico|possible"},
		{"no hurry", "Norway is in no hurry to attack Mexico.", "Norway|attacked|Mexico|negated"},
		{"mock", "Norway staged a mock attack on Mexico.", "Norway|attacked|Mexico|hypothetical"},
		{"supposed to", "Norway was supposed to attack Mexico.", "Norway|attacked|Mexico|planned"},
		{"dared", "Denmark has dared Norway to attack Mexico.", "Norway|attacked|Mexico|requested"},
		{"put off", "Norway put off joining NATO.", "Norway|joined|NATO|negated"},
		{"proved fake", "Pictures of a Norwegian attack on Mexico proved fake.", "Norway|attacked|Mexico|alleged"},
		{"yet to begin", "Talks between Norway and Mexico have yet to begin.", "Norway|consulted_with|Mexico|negated"},
		{"imagined world", "The poet sees a world in which Norway attacked Mexico.", "Norway|attacked|Mexico|hypothetical"},
		{"not confirmed", "The attack by Norway on Mexico has not been confirmed.", "Norway|attacked|Mexico|possible"},
		{"hearsay", "According to unconfirmed reports, Norway attacked Mexico.", "Norway|attacked|Mexico|alleged"},
		{"question with a predicate", "Is Norway an ally of Mexico?", "Norway|ally_of|Mexico|hypothetical"},
		{"no longer, set off", "Norway, no longer an ally of Mexico, protested.", "Norway|ally_of|Mexico|negated"},
		{"tomorrow", "Norway attacks Mexico tomorrow.", "Norway|attacked|Mexico|planned"},
		{"kept from", "Denmark kept Norway from attacking Mexico.", "Norway|attacked|Mexico|negated"},
		{"cleared of", "Norway was cleared of attacking Mexico.", "Norway|attacked|Mexico|negated"},
		{"incapable", "Norway is incapable of attacking Mexico.", "Norway|attacked|Mexico|negated"},
		{"dreamed", "Norway dreamed of attacking Mexico.", "Norway|attacked|Mexico|hypothetical"},
		{"verge", "Norway and Mexico were on the verge of signing a treaty.", "Norway|signed_agreement_with|Mexico|possible"},
		{"nowhere near", "Norway and Mexico are nowhere near signing a treaty.", "Norway|signed_agreement_with|Mexico|possible"},
		{"all but", "Norway has all but attacked Mexico.", "Norway|attacked|Mexico|possible"},
		{"was to have", "Norway was to have attacked Mexico, but waited.", "Norway|attacked|Mexico|planned"},
		{"not known to", "Norway is not known to have attacked Mexico.", "Norway|attacked|Mexico|negated"},
		{"worst case", "In the worst case, Norway attacks Mexico.", "Norway|attacked|Mexico|hypothetical"},
		{"series", "A television series shows Norway attacking Mexico.", "Norway|attacked|Mexico|alleged"},
		{"refused to join in", "Norway refused to join Denmark in attacking Mexico.", "Norway|attacked|Mexico|negated"},
		{"scrapped", "A visit by Emmanuel Macron to Mexico was scrapped.", "Emmanuel Macron|visited|Mexico|negated"},
		{"when he visits", "Emmanuel Macron will speak when he visits Mexico.", "Emmanuel Macron|visited|Mexico|planned"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := s.lines(tt.text)
			if !slices.Contains(got, tt.want) {
				t.Errorf("%s\n got %s\nwant %s", tt.text, strings.Join(got, ", "), tt.want)
			}
			act := tt.want[:strings.LastIndexByte(tt.want, '|')+1]
			if slices.Contains(got, act+"asserted") {
				t.Errorf("%s\nstates it", tt.text)
			}
		})
	}
}

// What looks like one of those and did happen.
func TestStillAsserted(t *testing.T) {
	s := open(t)
	const want = "Norway|attacked|Mexico|asserted"
	for _, text := range []string{
		"Norway did not hesitate to attack Mexico.",
		"Nobody doubts that Norway attacked Mexico.",
		"The fact that Norway attacked Mexico is known.",
		"Denmark is worried about the Norwegian attack on Mexico.",
		"Norway, which attacked Mexico, will meet Denmark if talks begin.",
		"Norway gained from attacking Mexico.",
		"When Norway attacked Mexico, Denmark planned talks.",
		"Even though Denmark protested, Norway attacked Mexico.",
		"In the summer, Norway attacked Mexico.",
		"Norway managed to attack Mexico.",
		"After attacking Mexico, Norway rested.",
		"The attack by Norway on Mexico will not hinder Denmark.",
		"Norway not only attacked Mexico but also closed its ports.",
		"Denmark has not forgotten that Norway attacked Mexico.",
		"It is no secret that Norway attacked Mexico.",
		"Denmark will not pay because Norway attacked Mexico.",
		"During the drill, Norway attacked Mexico.",
	} {
		if got := s.lines(text); !slices.Contains(got, want) {
			t.Errorf("%s\n got %s", text, strings.Join(got, ", "))
		}
	}
}
