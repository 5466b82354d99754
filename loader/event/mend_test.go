package event

import "testing"

// What a form is mended to does not depend on what was read before it.
func TestMend(t *testing.T) {
	known := func(s string) bool { return s == "shell" || s == "carry" || s == "shoot" }
	var kept tree
	for _, c := range []struct{ lemma, form, want string }{
		{"shel", "shelled", "shell"},
		{"co-chaire", "co-chaired", "co-chaire"},
		{"co-chair", "co-chaired", "co-chair"},
		{"shelle", "shelled", "shell"},
		{"carri", "carries", "carry"},
		{"shot", "shot", "shoot"},
		{"", "x", ""},
	} {
		var fresh tree
		if got := fresh.mend(c.lemma, c.form, known); got != c.want {
			t.Errorf("%s, lemma %s: %s, want %s", c.form, c.lemma, got, c.want)
		}
		if got := kept.mend(c.lemma, c.form, known); got != c.want {
			t.Errorf("%s, lemma %s, after others: %s, want %s", c.form, c.lemma, got, c.want)
		}
	}
}
