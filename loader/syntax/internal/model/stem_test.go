package model

import (
	"os"
	"strings"
	"testing"
)

func TestLemma(t *testing.T) {
	stored, err := os.ReadFile("../../model.bin")
	if err != nil {
		t.Fatal(err)
	}
	m, err := Decode(stored)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ tag, want string }{
		{"VERB|VBD", `ruled rule; pulled pull; planned plan; chaired chair; monitored monitor; upgraded upgrade; tackled tackle; freed free;
			agreed agree; focussed focus; signalled signal; emphasised emphasise; centred centre; absorbed absorb; applauded applaud;
			convened convene; sponsored sponsor; resettled resettle; aired air; spoiled spoil; spelled spell; trafficked traffic;
			climbed climb; revoked revoke; preceded precede; rallied rally; installed install; vetoed veto; lied lie; died die;
			underwent undergo; rebuilt rebuild; overthrew overthrow; shot shoot; withheld withhold; fled flee; misled mislead`},
		{"VERB|VBN", `hoped hope; biased bias; rooted root; restated restate; understated understate; enshrined enshrine; drawn draw;
			undone undo; added add; situated situate; besieged besiege; relied rely; forbidden forbid; slain slay`},
		{"VERB|VBG", `overcoming overcome; shaping shape; fuelling fuel; combating combat; repairing repair; mining mine; boiling boil;
			patrolling patrol; synthesising synthesise; skiing ski; seeing see; trafficking traffic`},
		{"VERB|VBZ", `fixes fix; focuses focus; uses use; taxes tax; imposes impose; accuses accuse; pushes push; goes go; dies die; relies rely;
			emphasises emphasise; presses press; launches launch`},
		{"NOUN|NNS", `viruses virus; tornadoes tornado; houses house; boxes box; quizzes quiz; buses bus; crises crisis; causes cause;
			ties tie; allies ally; speeches speech; axes ax; toes toe; talks talk`},
	} {
		tag := -1
		for i, s := range m.Tags {
			if s == c.tag {
				tag = i
			}
		}
		if tag < 0 {
			t.Fatalf("no tag %s", c.tag)
		}
		var k Key
		for pair := range strings.SplitSeq(c.want, ";") {
			form, lemma, _ := strings.Cut(strings.TrimSpace(pair), " ")
			k.Set(form)
			r := m.Lemma(&k, tag)
			if got := string(r.Apply(nil, form)); got != lemma {
				t.Errorf("%s as %s: %s, want %s", form, c.tag, got, lemma)
			}
		}
	}
}
