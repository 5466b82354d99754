package event

import (
	"slices"
	"strings"
	"testing"
)

// Who is taken for the actor or the recipient, and is not; and what one act is taken for. Each text has what it must not
// state, and mostly what it must.
func TestMistaken(t *testing.T) {
	s := open(t)
	for _, tt := range []struct{ name, text, not, want string }{
		{"force of nature", "An earthquake strikes Peru and Chile, killing over 200 people.", "|killed|", ""},
		{"force of nature with by", "Peru was hit by a tsunami, killing 200 people.", "|killed|", ""},
		{"after an attack", "Norway and Denmark signed a treaty months after the attack on Mexico.", "|attacked|", "Norway|signed_agreement_with|Denmark|asserted"},
		{"after talks", "Norway criticized Denmark after talks with Mexico.", "Denmark|consulted_with", "Norway|consulted_with|Mexico|asserted"},
		{"welcomed deed", "Norway welcomes Denmark's leadership.", "|hosted|", ""},
		{"welcomed guest", "Norway welcomed Emmanuel Macron in Oslo.", "|praised|", "Norway|hosted|Emmanuel Macron|asserted"},
		{"refused means", "Norway wants to deny the Kremlin the means to fight.", "|denied|", ""},
		{"denied", "Norway denied that it had attacked Mexico.", "|asserted|", "Norway|denied|Mexico|asserted"},
		{"name-calling", "Emmanuel Macron called Denmark a puppet.", "|phoned|", ""},
		{"ready to harm", "Norway stands ready to attack Mexico.", "|agreed_to|", "Norway|threatened_force_against|Mexico|asserted"},
		{"ready to meet", "Emmanuel Macron is ready to meet Vladimir Putin.", "|agreed_to|", "Emmanuel Macron|met|Vladimir Putin|planned"},
		{"vow to spare", "Norway vowed it would never attack Mexico.", "|promised|", ""},
		{"agreement to spare", "Norway agreed not to attack Mexico.", "|agreed_to|", "Norway|attacked|Mexico|negated"},
		{"affirmed, not asked for", "Norway insisted that it had not bombed Mexico.", "|urged|", ""},
		{"asked for", "Norway insisted that Mexico release Emmanuel Macron.", "|met|", "Norway|demanded_concession_from|Mexico|asserted"},
		{"owner of what is destroyed", "The police of Norway ransacked Emmanuel Macron's flat.", "|destroyed|", ""},
		{"released text", "The list was released by Norway on the day of the Mexican uprising.", "|released|", ""},
		{"tanks for a friend", "Norway sent tanks to Denmark.", "|mobilized_against|", "Norway|supplied_arms_to|Denmark|asserted"},
		{"engaged with", "Norway is engaging with Denmark on fishing.", "|attacked|", "Norway|consulted_with|Denmark|asserted"},
		{"given a task", "Norway charged the ministers to oversee the work of Mexico.", "|charged|", ""},
		{"children are no property", "Norway returned the children to Mexico.", "|returned_property_to|", ""},
		{"an order of one's own", "Emmanuel Macron signed the Maritime Safety Order.", "|ratified|", ""},
		{"death of somebody", "Protests calling for accountability for the death of Emmanuel Macron spread in Norway.", "|urged|", ""},
		{"prevented attack", "Norway prevented a Mexican attack on Oslo.", "|restricted|", ""},
		{"demonstrated resolve", "Norway demonstrated its commitment to Denmark.", "|demonstrated_against|", ""},
		{"verbal attack", "Emmanuel Macron launched a scathing attack on Norway.", "|attacked|", "Emmanuel Macron|criticized|Norway|asserted"},
		{"sanctions called for", "Norway called for sanctions against Mexico.", "|urged|", "Norway|criticized|Mexico|asserted"},
		{"submitted to be read", "Emmanuel Macron submitted a draft to Norway.", "|conceded_to|", ""},
		{"hostage", "Hamas took a Danish nurse hostage.", "nurse hostage", "Hamas|abducted|Danish nurse|asserted"},
		{"recipients in a list", "Norway agreed to lift the embargoes on exports to Peru, Chile, Mexico and Sudan.", "|sanctioned|", "Norway|agreed_to|Sudan|asserted"},
		{"captured town", "The Taliban captured Kabul.", "|arrested|", "Taliban|seized|Kabul|asserted"},
		{"captured man", "Peru captured Nicolas Maduro.", "|seized|", "Peru|arrested|Nicolas Maduro|asserted"},
		{"list of places", "Nampula, Beira and Pemba were flooded.", "|located_in|", ""},
		{"longer list of places", "Svay Rieng, Kandal, Prey Veng and others were flooded.", "|located_in|", ""},
		{"place in a larger one", "Norway opened a consulate in Houston, Texas.", "|visited|", "Houston|located_in|Texas|asserted"},
		{"medal", "Peru received the National Medal of France.", "|hosted|", ""},
		{"short", "The talks between Norway and Denmark were short.", "negated", "Norway|consulted_with|Denmark|asserted"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := s.lines(tt.text)
			if tt.want != "" && !slices.Contains(got, tt.want) {
				t.Errorf("%s\n got %s\nwant %s", tt.text, strings.Join(got, ", "), tt.want)
			}
			for _, g := range got {
				if strings.Contains(g, tt.not) {
					t.Errorf("%s\nstates %s", tt.text, g)
				}
			}
		})
	}
}
