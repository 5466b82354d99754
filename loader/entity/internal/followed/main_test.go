package main

import "testing"

func TestCases(t *testing.T) {
	d := &document{
		Text: "Ana Ruiz met Bo Lund in Oslo. She praised him. The two leaders will meet again, Ruiz said.",
		Mentions: []mention{{Begin: 30, End: 33, Text: "She", Entity: "Ana Ruiz"}, {Begin: 42, End: 45, Text: "him", Entity: "Ana Ruiz"},
			{Begin: 47, End: 62, Text: "The two leaders", Entity: "Bo Lund"}},
	}
	d.Entities = append(d.Entities, struct {
		Name, Type string
		Mentions   []string
	}{"Ana Ruiz", "person", []string{"Ana Ruiz", "Ruiz"}}, struct {
		Name, Type string
		Mentions   []string
	}{"Bo Lund", "person", []string{"Bo Lund"}})
	for _, e := range []string{"Ana Ruiz met Bo Lund", "She praised him", "The two leaders will meet again"} {
		d.Facts = append(d.Facts, struct {
			Subject, Object []string
			Evidence        string
		}{[]string{"Ana Ruiz"}, []string{"Bo Lund"}, e})
	}
	// named in the first sentence; "She" right and "him" wrong in the second; Ruiz named in the third, Lund followed
	got := cases(d)
	if len(got) != 3 || !got[0].right || got[1].right || !got[2].right {
		t.Errorf("%+v, want right, wrong, right", got)
	}
}
