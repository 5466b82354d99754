package event

import (
	"strings"
	"testing"
)

// Who says what: the attribution of each attack, in text order, nearest to the reader first.
func TestWhoSays(t *testing.T) {
	s := open(t)
	for _, tt := range []struct{ name, text, want string }{
		{"nobody", "Norway attacked Mexico.", "-"},
		{"that", "Emmanuel Macron said that Norway had attacked Mexico.", "Emmanuel Macron"},
		{"behind", "Norway attacked Mexico, Emmanuel Macron said.", "Emmanuel Macron"},
		{"citing", "Reuters reported, citing a KCNA dispatch, that Norway attacked Mexico.", "Reuters,Korean Central News Agency"},
		{"citing first", "Citing Kyodo, Reuters said Norway had attacked Mexico.", "Reuters,Kyodo News"},
		{"quoted by", "Emmanuel Macron was quoted by TASS as saying that Norway attacked Mexico.", "TASS,Emmanuel Macron"},
		{"media without a name", "According to state-run media, Norway attacked Mexico.", "state-run media"},
		{"view", "In the view of Emmanuel Macron, Norway attacked Mexico.", "Emmanuel Macron"},
		{"agency behind", "Norway attacked Mexico, Reuters reported, citing Kyodo.", "Reuters,Kyodo News"},
		{"newspaper behind", "Norway attacked Mexico, the Wall Street Journal reported on Tuesday.", "The Wall Street Journal"},
		{"body without a name", "Norway attacked Mexico, the ministry said in a statement.", "ministry"},
		{"television without a name", "Norway attacked Mexico, state television said.", "state television"},
		{"quoted as saying", "TASS quoted Emmanuel Macron as saying that Norway attacked Mexico.", "TASS,Emmanuel Macron"},
		{"it was reported by", "Norway attacked Mexico, it was reported by the BBC.", "BBC"},
		{"as he put it", "As Emmanuel Macron put it, Norway attacked Mexico.", "Emmanuel Macron"},
		{"per", "Norway attacked Mexico, per Axios.", "Axios"},
		{"chief with a name", "The UN rights chief, Volker Turk, said on Friday that Norway attacked Mexico.", "Volker Turk"},
		{"quotation before he added", "\"Norway attacked Mexico,\" said Emmanuel Macron, the French president. \"Denmark attacked Chile,\" he added.", "Emmanuel Macron; Emmanuel Macron"},
		{"found", "A report by Amnesty International found that Norway attacked Mexico.", "Amnesty International"},
		{"warned", "Emmanuel Macron warned that Norway had attacked Mexico.", "Emmanuel Macron"},
		{"spokesman", "A spokesman for the Taliban said Norway had attacked Mexico.", "Taliban"},
		{"quotation goes on", "\"Norway attacked Mexico,\" Emmanuel Macron said. \"Denmark attacked Chile.\"", "Emmanuel Macron; Emmanuel Macron"},
		{"quotation begins before", "\"Norway attacked Mexico. Denmark attacked Chile,\" Emmanuel Macron said.", "Emmanuel Macron; Emmanuel Macron"},
		{"colon", "Emmanuel Macron said: \"Norway attacked Mexico. Denmark attacked Chile.\"", "Emmanuel Macron; Emmanuel Macron"},
		{"quotation of two paragraphs", "\"Norway attacked Mexico,\" Emmanuel Macron said. \"It is bad.\n\n\"Denmark attacked Chile.\"", "Emmanuel Macron; Emmanuel Macron"},
		{"between two reports", "Emmanuel Macron said it was late. Norway attacked Mexico. Emmanuel Macron added that Denmark attacked Chile.", "Emmanuel Macron; Emmanuel Macron"},
		{"after a report", "Emmanuel Macron said it was late. Norway attacked Mexico.", "-"},
		{"another paragraph", "Emmanuel Macron said it was late.\n\nNorway attacked Mexico.\n\nEmmanuel Macron added that Denmark attacked Chile.", "-; Emmanuel Macron"},
		{"transcript", "Emmanuel Macron: Norway attacked Mexico.\n\nQUESTION: Norway attacked Peru.\n\nOlaf Scholz: Denmark attacked Chile.", "Emmanuel Macron; -; Olaf Scholz"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s.read("", tt.text, "2023-09-12")
			var got []string
			for _, st := range s.finder.Find(&s.d, &s.m, "2023-09-12") {
				if st.Predicate != "attacked" {
					continue
				}
				who := strings.Join(st.Attribution, ",")
				if who == "" {
					who = "-"
				}
				got = append(got, who)
			}
			if x := strings.Join(got, "; "); x != tt.want {
				t.Errorf("%s\n got %s\nwant %s", tt.text, x, tt.want)
			}
		})
	}
}

// What somebody's thanks or promises sum up is his word; what he condemns the writer tells.
func TestVoiced(t *testing.T) {
	s := open(t)
	for _, tt := range []struct{ text, predicate, want string }{
		{"Antony Blinken expressed appreciation for the support of Croatia for Ukraine.", "supports", "Antony Blinken"},
		{"Antony Blinken reaffirmed France's commitment to Japan.", "promised", "Antony Blinken"},
		{"Antony Blinken condemned the attack by Norway on Mexico.", "attacked", ""},
	} {
		s.read("", tt.text, "")
		found := false
		for _, st := range s.finder.Find(&s.d, &s.m, "") {
			if string(st.Predicate) == tt.predicate {
				found = true
				if got := strings.Join(st.Attribution, ","); got != tt.want {
					t.Errorf("%s: said by %q, want %q", tt.text, got, tt.want)
				}
			}
		}
		if !found {
			t.Errorf("%s: no %s", tt.text, tt.predicate)
		}
	}
}
