package ontology

import (
	"strings"
	"testing"

	"entente/graph"
)

func TestTables(t *testing.T) {
	if err := Check(); err != nil {
		t.Fatal(err)
	}
	covered := map[string]bool{}
	inverse := map[graph.Predicate]bool{}
	for _, p := range Predicates() {
		if p.Symmetric != (p.Inverse == p.Name) {
			t.Errorf("%s: inverse %s, symmetric %v", p.Name, p.Inverse, p.Symmetric)
		}
		if inverse[p.Inverse] {
			t.Errorf("%s: inverse %s is taken", p.Name, p.Inverse)
		}
		inverse[p.Inverse] = true
		if !strings.HasSuffix(p.Example, ".") {
			t.Errorf("%s: example %q is no sentence", p.Name, p.Example)
		}
		if p.Class != "" {
			covered[p.Class] = true
			for _, c := range p.CAMEO {
				if got, _, _ := Class(p.Name, c); got == "" {
					t.Errorf("%s: code %s has no class", p.Name, c)
				}
			}
		}
	}
	for _, c := range strings.Fields("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT") {
		if !covered[c] {
			t.Errorf("no predicate of class %s", c)
		}
	}
	for _, c := range Codes() {
		if c.Class != "" && !covered[c.Class] {
			t.Errorf("code %s: no predicate of class %s", c.Code, c.Class)
		}
	}
}

func TestClass(t *testing.T) {
	tests := []struct {
		p           graph.Predicate
		code        string
		class, mode string
		cameo       string
	}{
		{"met", "", "CONSULT", "", "040"},
		{"visited", "", "CONSULT", "visit", "042"},
		{"accused", "1121", "ACCUSE", "allege", "1121"},
		{"accused", "", "ACCUSE", "allege", "112"},
		{"bombed", "1831", "ASSAULT", "suicide-attack", "1831"},
		{"eased_restrictions_on", "0813", "RETREAT", "", "0813"},
		{"leader_of", "", "", "", ""},
		{"stated_about", "", "", "", "010"},
		{"unheard_of", "", "", "", ""},
	}
	for _, tt := range tests {
		class, mode, cameo := Class(tt.p, tt.code)
		if class != tt.class || mode != tt.mode || cameo != tt.cameo {
			t.Errorf("Class(%s, %q) = %q %q %q, want %q %q %q", tt.p, tt.code, class, mode, cameo, tt.class, tt.mode, tt.cameo)
		}
	}
}

func TestFold(t *testing.T) {
	for _, tt := range []struct {
		class string
		m     graph.Modality
		want  string
	}{{"CONSULT", graph.Planned, "AGREE"}, {"ASSAULT", graph.Planned, "THREATEN"}, {"AID", graph.Negated, "REJECT"}, {"AID", graph.Asserted, "AID"}} {
		if got := Fold(tt.class, tt.m); got != tt.want {
			t.Errorf("Fold(%s, %s) = %s, want %s", tt.class, tt.m, got, tt.want)
		}
	}
}

func TestLookup(t *testing.T) {
	if p := Lookup("supplied_arms_to"); p == nil || p.Class != "AID" || p.Kind != Event || p.Inverse != "received_arms_from" {
		t.Errorf("Lookup(supplied_arms_to) = %+v", p)
	}
	if p := LookupInverse("received_arms_from"); p == nil || p.Name != "supplied_arms_to" {
		t.Errorf("LookupInverse(received_arms_from) = %+v", p)
	}
	if !Symmetric("met") || Symmetric("visited") || Symmetric("unheard_of") {
		t.Error("Symmetric: met is, visited and unknown ones are not")
	}
}

func TestBadTables(t *testing.T) {
	const codes = "040\tConsult\tCONSULT\t-\t-\tV-COOP\tmet\n"
	const row = "met\tevent\tCONSULT\t-\t040\tMet\tActor\tActor\tmet\ty\tA met B.\t1\n"
	if _, err := parse(row, codes); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ predicates, codes, want string }{
		{"met\tevent\n", codes, "predicates.tsv:1: 2 columns, want 12"},
		{strings.Replace(row, "event", "act", 1), codes, "kind"},
		{strings.Replace(row, "040", "999", 1), codes, "no CAMEO code 999"},
		{row + row, codes, "not in order"},
		{row, "040\tConsult\tCONSULT\t-\t-\tV-COOP\tgreeted\n", "no predicate greeted"},
		{strings.Replace(row, "\ty\t", "\tx\t", 1), codes, "symmetric"},
		{strings.Replace(row, "\t1\n", "\t3\n", 1), codes, "tier"},
	} {
		if _, err := parse(tt.predicates, tt.codes); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("parse: error %v, want %q", err, tt.want)
		}
	}
}
