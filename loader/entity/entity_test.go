package entity

import (
	"testing"

	"entente/graph"
)

func TestLexicon(t *testing.T) {
	lex, err := readLexicon("words.tsv", wordsTSV)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		form  string
		class wordClass
	}{
		{"minister", isOffice}, {"prime", isModifier}, {"mrs", isHonorific | isFemale}, {"queen", isOffice | isFemale},
		{"troops", isMilitary}, {"officials", isPeople}, {"forum", isKeyword}, {"monday", isCalendar}, {"say", isSpeech},
	} {
		w := lex[tt.form]
		if w == nil || w.class&tt.class != tt.class {
			t.Errorf("%s: class %b, want %b", tt.form, w.classOf(), tt.class)
		}
	}
	if k := lex["university"].keyword; k != graph.NGO {
		t.Errorf("university is a keyword of %q", k)
	}
	for _, bad := range []string{"office\tpresident", "verb\t-\tgo"} {
		if _, err := readLexicon("x.tsv", "# ok\n"+bad+"\n"); err == nil || err.Error()[:8] != "x.tsv:2:" {
			t.Errorf("%q: error %v, want one at x.tsv:2:", bad, err)
		}
	}
}
