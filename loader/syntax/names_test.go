package syntax

import (
	"strings"
	"testing"
)

func TestSettleNames(t *testing.T) {
	for _, c := range []struct{ what, in, want string }{
		{"a title is no part of a name", "President/PER Anna/per Berg/per spoke", "O B-PER I-PER O"},
		{"a title alone is left as it is", "Madam/PER spoke", "B-PER O"},
		{"a family name is a person's", "Anna/PER Novak/per spoke | Novak/LOC left | Novak/PER came", "B-PER I-PER O B-PER O B-PER O"},
		{"and so is a given name", "Anna/PER Novak/per spoke | Anna/LOC left | Anna/PER came", "B-PER I-PER O B-PER O B-PER O"},
		{"no name ends with a preposition", "Oslo/LOC of/loc Norway/LOC", "B-LOC O B-LOC"},
		{"a place that is a part of a body's name", "Norway/LOC Court/loc of/_ Appeals/_ ruled", "B-ORG I-ORG I-ORG I-ORG O"},
		{"a body's name goes on", "the Superior/ORG Court/org of/org the/_ District/LOC of/loc Oslo/loc ruled", "O B-ORG I-ORG I-ORG I-ORG I-ORG I-ORG I-ORG O"},
		{"what a ministry is of", "the Oslo/LOC Ministry/loc of/_ Trade/_ and/_ Urban/_ Planning/_ said", "O B-ORG I-ORG I-ORG I-ORG I-ORG I-ORG I-ORG O"},
		{"a company is of a place", "Acme/ORG Inc./org of/_ Oslo/LOC rose", "B-ORG I-ORG O B-LOC O"},
		{"a body without any name", "the Trade/_ Ministry/_ said", "O O O O"},
		{"a person in it", "Anna/PER Novak/per Foundation/_", "B-PER I-PER O"},
		{"the majority decides", "Acme/ORG grew | Acme/ORG fell | Acme/PER rose", "B-ORG O B-ORG O B-ORG O"},
		{"a name elsewhere is a name here", "Acme/ORG grew | Acme/ORG fell | Acme rose", "B-ORG O B-ORG O B-ORG O"},
		{"once is not enough", "Acme/ORG grew | Acme rose", "B-ORG O O O"},
		{"a part of a longer name stays", "Oslo/LOC | Oslo/LOC | Oslo/ORG Bank/org", "B-LOC B-LOC B-ORG I-ORG"},
	} {
		var b strings.Builder
		for s := range strings.SplitSeq(c.in, " | ") {
			for i, w := range strings.Fields(s) {
				form, tag, _ := strings.Cut(w, "/")
				pos, ner := "VERB", "_"
				switch {
				case tag == "_":
				case tag != "" && strings.ToUpper(tag) == tag:
					ner = "NER=B-" + tag
				case tag != "":
					ner = "NER=I-" + strings.ToUpper(tag)
				}
				switch {
				case form[0] < 'a':
					pos = "PROPN"
				case form == "of":
					pos = "ADP"
				}
				b.WriteString(strings.Join([]string{string(rune('1' + i)), form, "x", pos, "_", "_", "0", "root", "_", ner}, "\t") + "\n")
			}
			b.WriteString("\n")
		}
		err := ReadCoNLLU(strings.NewReader(b.String()), func(_ string, d *Document) error {
			d.settleNames(new(workspace))
			var got []string
			for _, n := range d.Names {
				got = append(got, n.String())
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("%s: %s, want %s", c.what, s, c.want)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}
