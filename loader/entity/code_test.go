package entity

import (
	"testing"

	"entente/graph"
)

// TestCode asks for the actor codes of who is named by words alone.
func TestCode(t *testing.T) {
	p := newPipeline(t)
	for _, tt := range []struct {
		text, name, want, why string
	}{
		{"Judge Ramona Velde opened an inquiry against two Peruvian ministers on Friday.", "Ramona Velde", "PERJUD", codedSentence},
		{"Gen. Ousmane Talba stepped down so that Gabon could hold a vote.", "Ousmane Talba", "GABMIL", codedSentence},
		{"The Danish journalist Mette Ravn was expelled from Belarus.", "Mette Ravn", "DNKMED", codedPhrase},
		{"Opposition leader Tomas Ilves was arrested in Minsk.", "Tomas Ilves", "BLROPP", codedPlace},
		{"Kyrgyz Prime Minister Almaz Toktorov welcomed the envoys.", "Almaz Toktorov", "KGZGOV", codedOffice},
		{"Gabonese rebels shelled a garrison on Sunday.", "Gabonese rebels", "GABREB", codedOwn},
		{"Israel shelled targets in South Lebanon.", "South Lebanon", "LBN", ""},
		{"A UN spokesman regretted the delay in Kenya.", "Spokesman of the United Nations", "IGOUNO", codedOffice},
		{"The tourist board praised Ramona Velde of Peru and Chile.", "Ramona Velde", "PER", codedPhrase},
		{"Leaders of the Tavrik (Dawn) opposition coalition called off a march in Minsk.", "Tavrik", "BLROPP", codedSentence},
		{"Chile and Peru agreed on a border. Ramona Velde sang.", "Ramona Velde", "", ""},
	} {
		p.link("", tt.text, "")
		p.linker.Code(&p.doc, &p.found, nil)
		code, why, found := "", "", false
		for i, e := range p.found.Entities {
			if e.Name != tt.name {
				continue
			}
			code, found = e.Code, true
			for _, c := range p.found.Codings {
				if int(c.Entity) == i {
					why = c.Reasons[0]
				}
			}
		}
		if !found || code != tt.want || tt.why != "" && why != tt.why {
			t.Errorf("%q: %s (found %v) is %q by %q, want %q by %q", tt.text, tt.name, found, code, why, tt.want, tt.why)
		}
	}
}

// TestCodeMade codes entities that the event stage makes: they have no mention.
func TestCodeMade(t *testing.T) {
	p := newPipeline(t)
	for _, tt := range []struct{ text, name, country, want string }{
		{"Armenian police detained dozens of demonstrators in Yerevan.", "demonstrators", "", "ARMCVL"},
		{"The Albanians of southern Serbia asked for a school.", "Albanians", "ALB", "SRBCVL"},
		{"Gunmen stormed a market in Bangui.", "gunmen", "", "CAFREB"},
		{"Hungary took back foreign soldiers.", "soldiers", "", ""},
		{"Greece asked its European Union partners for help.", "partners", "", "IGOEUREEC"},
		{"Serb forces shelled the Albanian population of a province in Montenegro.", "Albanian population", "ALB", "MNECVL"},
		{"Up to 300 ethnic Turks marched in Plovdiv, a city in Bulgaria.", "Turks", "TUR", "BGRCVL"},
	} {
		p.link("", tt.text, "")
		id := graph.Node("ent:group/test")
		p.found.Entities = append(p.found.Entities, graph.Entity{ID: id, Name: tt.name, Type: graph.Group, Country: tt.country})
		p.linker.Code(&p.doc, &p.found, []graph.Statement{{Subject: id, Object: "ent:x/person/nobody"}})
		if got := p.found.Entities[len(p.found.Entities)-1].Code; got != tt.want {
			t.Errorf("%q: %s is %q, want %q", tt.text, tt.name, got, tt.want)
		}
	}
}

func TestRolesTable(t *testing.T) {
	if _, err := readRoles("roles.tsv", rolesTSV); err != nil {
		t.Error(err)
	}
	for bad, want := range map[string]string{"REB\thome": "x.tsv:2: 2 columns, want 3", "REBEL\thome\trebel": `x.tsv:2: role "REBEL", want three capitals`,
		"REB\there\trebel": `x.tsv:2: "here", want home, there or away`, "REB\thome\trebel rebel": "x.tsv:2: rebel stands twice"} {
		if _, err := readRoles("x.tsv", "# roles\n"+bad+"\n"); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", bad, err, want)
		}
	}
}
