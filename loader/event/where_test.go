package event

import "testing"

func TestPlaces(t *testing.T) {
	s := open(t)
	for _, tt := range []struct{ text, predicate, want string }{
		{"Emmanuel Macron met Olaf Scholz in Lyon.", "met", "Lyon"},
		{"Emmanuel Macron held talks with Olaf Scholz in Lyon.", "consulted_with", "Lyon"},
		{"In Lyon, Emmanuel Macron met Olaf Scholz.", "met", "Lyon"},
		{"The Lyon talks between Norway and Mexico ended.", "consulted_with", "Lyon"},
		{"Talks between Norway and Mexico in Lyon ended.", "consulted_with", "Lyon"},
		{"Talks held in Lyon between Norway and Mexico ended.", "consulted_with", "Lyon"},
		{"Emmanuel Macron met Olaf Scholz at a hotel in Lyon.", "met", "Lyon"},
		{"Emmanuel Macron met Olaf Scholz on the sidelines of the summit in Lyon.", "met", "Lyon"},
		{"Emmanuel Macron met Olaf Scholz during a visit to Egypt.", "met", "Egypt"},
		{"Olaf Scholz welcomed Emmanuel Macron to Berlin.", "hosted", "Berlin"},
		{"When Emmanuel Macron visited Cairo, Abdel Fattah el-Sisi received him.", "hosted", "Cairo"},
		{"Emmanuel Macron visited Minsk. He signed an agreement with Belarus there.", "signed_agreement_with", "Minsk"},
		{"Norwegian forces shelled Lyon.", "launched_missile_toward", "Lyon"},
		{"Israel killed two Palestinians in Jenin.", "killed", "Jenin"},
		{"Emmanuel Macron arrived in Cairo, where he met Olaf Scholz.", "met", "Cairo"},
		{"Norway and Mexico signed an agreement in Lyon.", "signed_agreement_with", "Lyon"},
		{"Emmanuel Macron flew to Cairo and met Olaf Scholz.", "met", "Cairo"},
		{"Emmanuel Macron flew to Cairo after he met Olaf Scholz.", "met", ""},
		{"Norwegian aircraft bombed a market in Lyon, killing ten people.", "killed", "Lyon"},
		// The country that is visited is the object; what is talked about and who is condemned are elsewhere.
		{"Emmanuel Macron visited Egypt.", "visited", ""},
		{"Emmanuel Macron and Olaf Scholz discussed the situation in Mali.", "consulted_with", ""},
		{"Norway attacked Mexico in the interest of Mali.", "attacked", ""},
		{"Norway is an ally of Mexico in Africa.", "ally_of", ""},
	} {
		s.read("", tt.text, "2023-09-12")
		got := "no statement"
		for _, st := range s.finder.Find(&s.d, &s.m, "2023-09-12") {
			if string(st.Predicate) == tt.predicate && (got == "no statement" || got == "") {
				got = st.PlaceName
			}
		}
		if got != tt.want {
			t.Errorf("%s\n got %q, want %q", tt.text, got, tt.want)
		}
	}
}
