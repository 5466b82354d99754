// Package graphtest has the tests that every store passes, and one small sample graph for everybody's tests.
package graphtest

import (
	"fmt"
	"strings"

	"entente/graph"
)

// Sample returns a small graph: five articles about a visit, a meeting, a supply of arms that is denied, sanctions and a
// membership, with attribution, plans, and entities of most types. Every evidence is a sentence of its article. Each
// call returns values of its own.
func Sample() []graph.Record {
	entity := map[graph.Node]graph.Entity{}
	for _, e := range []graph.Entity{
		{ID: "ent:ardelia", Name: "Ardelia", Type: graph.Country, Country: "ARD", ISO2: "AX", Wikidata: "Q900001", Wikipedia: "Ardelia", Aliases: []string{"Republic of Ardelia"},
			Facts: []graph.Fact{{Predicate: "member_of", Object: "ent:northern-pact", ObjectName: "Northern Pact", ObjectType: graph.IGO, From: "1999", Source: "table"}}},
		{ID: "ent:boria", Name: "Boria", Type: graph.Country, Country: "BOR", ISO2: "BX", Wikidata: "Q900002", Wikipedia: "Boria"},
		{ID: "ent:corvath", Name: "Corvath", Type: graph.Country, Country: "COR", ISO2: "CX", Wikidata: "Q900003"},
		{ID: "ent:corvath-city", Name: "Corvath City", Type: graph.Place, Country: "COR",
			Facts: []graph.Fact{{Predicate: "capital_of", Object: "ent:corvath", ObjectName: "Corvath", ObjectType: graph.Country}}},
		{ID: "ent:lena-marsh", Name: "Lena Marsh", Type: graph.Person, Country: "ARD", Wikidata: "Q900004", Aliases: []string{"L. Marsh", "Лена Марш"},
			Facts: []graph.Fact{{Predicate: "holds_position", Object: "ent:ardelia", ObjectName: "Ardelia", ObjectType: graph.Country, Position: "foreign minister", From: "2021-03", Source: "table"}}},
		{ID: "ent:oto-brandt", Name: "Oto Brandt", Type: graph.Person, Country: "BOR",
			Facts: []graph.Fact{{Predicate: "leader_of", Object: "ent:boria", ObjectName: "Boria", ObjectType: graph.Country, Position: "president", From: "2018", To: "2026-05-01"}}},
		{ID: "ent:x/person/ira-velt", Name: "Ira Velt", Type: graph.Person},
		{ID: "ent:northern-pact", Name: "Northern Pact", Type: graph.IGO, Wikidata: "Q900005"},
		{ID: "ent:boria-press", Name: "Boria Press", Type: graph.Media, Country: "BOR"},
		{ID: "ent:topic/artillery-shell", Name: "artillery shells", Type: graph.Topic},
	} {
		entity[e.ID] = e
	}
	var recs []graph.Record
	article := func(id, title string, date graph.Date, text string) *graph.Record {
		recs = append(recs, graph.Record{Article: graph.Article{
			ID: id, Title: title, Date: date, Publisher: "Boria Press", URL: "https://news.example/" + strings.ReplaceAll(id, " ", "-"),
			Lang: "en", Text: text, SHA256: fmt.Sprintf("%064x", len(recs)+1), Extractor: "sample-1",
		}})
		return &recs[len(recs)-1]
	}
	say := func(r *graph.Record, sentence int, evidence string, st graph.Statement) {
		text := r.Article.Text
		if sentence < 0 {
			text = r.Article.Title
		}
		at := strings.Index(text, evidence)
		if at < 0 {
			panic("evidence is not in the text: " + evidence)
		}
		st.Sentence, st.Begin, st.End, st.Evidence = sentence, at, at+len(evidence), evidence
		if st.Confidence == 0 {
			st.Confidence = 0.9
		}
		r.Statements = append(r.Statements, st)
	}
	mention := func(r *graph.Record, code string, ids ...graph.Node) {
		for _, id := range ids {
			e := entity[id]
			e.Code = code
			r.Entities = append(r.Entities, e)
		}
	}

	r := article("visit", "Marsh in Corvath", "2024-03-12",
		"Lena Marsh, the Ardelian foreign minister, visited Corvath City in February, Boria Press said. She met Oto Brandt there. The two plan to meet again in May.")
	say(r, 0, "Lena Marsh, the Ardelian foreign minister, visited Corvath City in February, Boria Press said.", graph.Statement{
		Subject: "ent:lena-marsh", Predicate: "visited", Object: "ent:corvath-city", Modality: graph.Asserted, Date: "2024-02",
		AttributedTo: []graph.Node{"ent:boria-press"}, Attribution: []string{"Boria Press"}, PLOVER: "CONSULT", Mode: "visit", CAMEO: "042", Confidence: 0.93})
	say(r, 0, "Lena Marsh, the Ardelian foreign minister, visited Corvath City in February, Boria Press said.", graph.Statement{
		Subject: "ent:lena-marsh", Predicate: "holds_position", Object: "ent:ardelia", Modality: graph.Asserted, Position: "foreign minister"})
	say(r, 1, "She met Oto Brandt there.", graph.Statement{
		Subject: "ent:lena-marsh", Predicate: "met", Object: "ent:oto-brandt", Modality: graph.Asserted, Date: "2024-02",
		Place: "ent:corvath-city", PlaceName: "Corvath City", PLOVER: "CONSULT", CAMEO: "040"})
	say(r, 2, "The two plan to meet again in May.", graph.Statement{
		Subject: "ent:lena-marsh", Predicate: "met", Object: "ent:oto-brandt", Modality: graph.Planned, Date: "2024-05", PLOVER: "AGREE", CAMEO: "036"})
	mention(r, "ARDGOV", "ent:lena-marsh")
	mention(r, "ARD", "ent:ardelia")
	mention(r, "", "ent:corvath-city", "ent:oto-brandt", "ent:boria-press")

	r = article("news/shells 2024", "Boria denies selling shells", "2024-04-02",
		"Ardelia accused Boria of supplying artillery shells to Corvath, according to Ira Velt, whom Boria Press quoted. Boria denied that it had armed Corvath.")
	say(r, 0, "Ardelia accused Boria of supplying artillery shells to Corvath, according to Ira Velt, whom Boria Press quoted.", graph.Statement{
		Subject: "ent:ardelia", Predicate: "accused", Object: "ent:boria", Modality: graph.Asserted, Act: "accuse", About: []graph.Node{"supply"},
		AttributedTo: []graph.Node{"ent:boria-press", "ent:x/person/ira-velt"}, Attribution: []string{"Boria Press", "Ira Velt"}, PLOVER: "ACCUSE", Mode: "allege", CAMEO: "112"})
	say(r, 0, "Ardelia accused Boria of supplying artillery shells to Corvath, according to Ira Velt, whom Boria Press quoted.", graph.Statement{
		Subject: "ent:boria", Predicate: "supplied_arms_to", Object: "ent:corvath", Modality: graph.Alleged, Act: "supply",
		AttributedTo: []graph.Node{"ent:ardelia"}, Attribution: []string{"Ardelia"}, PLOVER: "AID", Mode: "military", CAMEO: "072", Confidence: 0.7})
	say(r, 1, "Boria denied that it had armed Corvath.", graph.Statement{
		Subject: "ent:boria", Predicate: "supplied_arms_to", Object: "ent:corvath", Modality: graph.Denied, Act: "armed",
		AttributedTo: []graph.Node{"ent:boria"}, Attribution: []string{"Boria"}, PLOVER: "AID", CAMEO: "072"})
	say(r, -1, "Boria denies selling shells", graph.Statement{
		Subject: "ent:boria", Predicate: "sold", Object: "ent:topic/artillery-shell", Modality: graph.Denied})
	mention(r, "", "ent:ardelia", "ent:boria", "ent:corvath", "ent:x/person/ira-velt", "ent:boria-press", "ent:topic/artillery-shell")

	r = article("sanctions", "New sanctions", "2024-04-20", "Ardelia imposed sanctions on Boria on Friday. Boria called the step unlawful.")
	say(r, 0, "Ardelia imposed sanctions on Boria on Friday.", graph.Statement{
		Subject: "ent:ardelia", Predicate: "sanctioned", Object: "ent:boria", Modality: graph.Asserted, Date: "2024-04-19", PLOVER: "SANCTION", CAMEO: "163"})
	say(r, 1, "Boria called the step unlawful.", graph.Statement{
		Subject: "ent:boria", Predicate: "criticized", Object: "ent:ardelia", Modality: graph.Asserted, PLOVER: "ACCUSE", CAMEO: "111", Confidence: 0.8})
	mention(r, "ARD", "ent:ardelia")
	mention(r, "BOR", "ent:boria")

	r = article("ünïcode?#1", "", "", "Brandt leads Boria. “Corvath is our ally,” he said.")
	say(r, 0, "Brandt leads Boria.", graph.Statement{Subject: "ent:oto-brandt", Predicate: "leader_of", Object: "ent:boria", Modality: graph.Asserted, Position: "president"})
	say(r, 1, "“Corvath is our ally,” he said.", graph.Statement{
		Subject: "ent:boria", Predicate: "ally_of", Object: "ent:corvath", Modality: graph.Asserted, AttributedTo: []graph.Node{"ent:oto-brandt"}, Attribution: []string{"Oto Brandt"}, PLOVER: "SUPPORT", CAMEO: "050"})
	mention(r, "BORGOV", "ent:oto-brandt")
	mention(r, "BOR", "ent:boria")
	mention(r, "COR", "ent:corvath")

	r = article("pact", "Pact talks", "2024-06-01", "The Northern Pact may admit Corvath. Nothing was decided.")
	say(r, 0, "The Northern Pact may admit Corvath.", graph.Statement{
		Subject: "ent:corvath", Predicate: "open/be admitted to", Object: "ent:northern-pact", Modality: graph.Possible, PlaceName: "somewhere"})
	mention(r, "", "ent:northern-pact", "ent:corvath")
	article("empty", "Nothing", "2024-06-02", "No one did anything.")
	for i := range recs {
		graph.Identify(&recs[i])
	}
	return recs
}
