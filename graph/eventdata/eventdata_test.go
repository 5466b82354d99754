package eventdata

import (
	"bytes"
	"context"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"

	"entente/graph"
	"entente/graph/graphtest"
)

func each(records ...graph.Record) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// shells is an article with an act that is asserted, one that is planned, and much that belongs in no table.
func shells() graph.Record {
	r := graph.Record{
		Article: graph.Article{ID: "shells", Title: "Shells", Date: "2023-09-13", Publisher: "Example\tWire", URL: "https://news.example/shells", Lang: "en"},
		Entities: []graph.Entity{
			{ID: "ent:sergei-shoigu", Name: "Sergei Shoigu", Type: graph.Person, Code: "RUSGOVMIL", Country: "RUS", Wikipedia: "Sergei Shoigu"},
			{ID: "ent:north-korea", Name: "North Korea", Type: graph.Country, Code: "PRK", Country: "PRK"},
			{ID: "ent:united-nations", Name: "United Nations", Type: graph.IGO, Code: "IGOUNO"},
		},
	}
	say := func(p graph.Predicate, o graph.Node, m graph.Modality, d graph.Date, plover, mode, cameo string) {
		r.Statements = append(r.Statements, graph.Statement{Subject: "ent:sergei-shoigu", Predicate: p, Object: o, Modality: m, Date: d, PLOVER: plover, Mode: mode, CAMEO: cameo, Sentence: len(r.Statements), PlaceName: "Pyongyang"})
	}
	say("visited", "ent:north-korea", graph.Asserted, "2023-07-25", "CONSULT", "visit", "042")
	say("met", "ent:united-nations", graph.Planned, "", "CONSULT", "", "040")
	say("supplied_arms_to", "ent:north-korea", graph.Denied, "", "AID", "military", "072")
	say("supplied_arms_to", "ent:north-korea", graph.Alleged, "", "AID", "military", "072")
	say("ally_of", "ent:north-korea", graph.Asserted, "", "", "", "")
	say("open/look at", "ent:north-korea", graph.Asserted, "", "", "", "")
	graph.Identify(&r)
	return r
}

// write writes a record and returns its rows by column name.
func write(t *testing.T, f Format, r graph.Record) []map[string]string {
	t.Helper()
	var b bytes.Buffer
	n, err := Write(&b, f, each(r))
	if err != nil {
		t.Fatal(err)
	}
	names := Columns(f)
	var rows []map[string]string
	for i, line := range strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n") {
		fields := strings.Split(line, "\t")
		if len(fields) != len(names) {
			t.Fatalf("%s: line %d has %d columns, want %d", f, i+1, len(fields), len(names))
		}
		if i == 0 && f != GDELT {
			if !slices.Equal(fields, names) {
				t.Errorf("%s: names %v", f, fields)
			}
			continue
		}
		row := map[string]string{}
		for i, name := range names {
			row[name] = fields[i]
		}
		rows = append(rows, row)
	}
	if len(rows) != n {
		t.Errorf("%s: %d rows, told %d", f, len(rows), n)
	}
	return rows
}

func TestTables(t *testing.T) {
	want := map[Format][2]string{
		PLOVER: {
			"Event Date=2023-07-25|Event Type=CONSULT|Event Mode=visit|Quad Code=VERBAL COOPERATION|Actor Name=Sergei Shoigu|Actor Country=RUS|Primary Actor Sector=GOV|Actor Sectors=GOV;MIL|Wikipedia Actor ID=Sergei Shoigu|Recipient Name=North Korea|Recipient Country=PRK|Primary Recipient Sector=|Source=Example Wire|Publication Date=2023-09-13|Story People=Sergei Shoigu|Story Organizations=United Nations|Story Locations=North Korea|Placename=Pyongyang",
			"Event Date=2023-09-13|Event Type=AGREE|Event Mode=|Recipient Name=United Nations|Recipient Country=|Recipient Sectors=IGO;UNO",
		},
		CAMEO: {
			"Date=20230725|Year=2023|Month=07|Day=25|SourceActorFull=RUSGOVMIL|SourceActorEntity=RUS|SourceActorRole=GOV|SourceActorAttribute=MIL|TargetActorFull=PRK|EventCode=042|EventRootCode=04|PentaClass=1|GoldsteinScore=1.0|SentenceID=shells_0",
			"Date=20230913|EventCode=036|EventRootCode=03|PentaClass=1|TargetActorFull=IGOUNO|TargetActorRole=IGO",
		},
		ICEWS: {
			"Event Date=2023-07-25|Source Name=Sergei Shoigu|Source Sectors=Government,Military|Source Country=Russia|CAMEO Code=042|Intensity=1.0|Target Name=North Korea|Target Country=North Korea|Story ID=shells|Sentence Number=1|Publisher=Example Wire",
			"CAMEO Code=036|Target Name=United Nations|Target Country=",
		},
		GDELT: {
			"SQLDATE=20230725|MonthYear=202307|Year=2023|FractionDate=2023.5616|Actor1Code=RUSGOVMIL|Actor1Name=SERGEI SHOIGU|Actor1CountryCode=RUS|Actor1Type1Code=GOV|Actor1Type2Code=MIL|Actor2Code=PRK|IsRootEvent=1|EventCode=042|EventBaseCode=042|EventRootCode=04|QuadClass=1|ActionGeo_FullName=Pyongyang|DATEADDED=20230913000000|SOURCEURL=https://news.example/shells",
			"EventCode=036|IsRootEvent=0|NumMentions=1",
		},
	}
	for f, lines := range want {
		rows := write(t, f, shells())
		if len(rows) != len(lines) {
			t.Errorf("%s: %d rows, want %d: %v", f, len(rows), len(lines), rows)
			continue
		}
		for i, line := range lines {
			for pair := range strings.SplitSeq(line, "|") {
				name, value, _ := strings.Cut(pair, "=")
				got, ok := rows[i][name]
				if !ok || got != value {
					t.Errorf("%s, row %d: %s is %q (known %v), want %q", f, i, name, got, ok, value)
				}
			}
		}
	}
	if n := len(Columns(GDELT)); n != 61 {
		t.Errorf("GDELT has %d columns, want 61", n)
	}
	if n := len(Columns(ICEWS)); n != 20 {
		t.Errorf("ICEWS has %d columns, want 20", n)
	}
	if n := len(Columns(CAMEO)); n != 26 {
		t.Errorf("Phoenix has %d columns, want 26", n)
	}
	if n := len(Columns(PLOVER)); n != 40 {
		t.Errorf("POLECAT has %d columns, want 40", n)
	}
}

func TestDay(t *testing.T) {
	for _, test := range []struct{ event, published, want graph.Date }{
		{"2023-07-25", "2023-09-13", "2023-07-25"},
		{"2023-09", "2023-09-13", "2023-09-13"},
		{"2023-07", "2023-09-13", "2023-07-01"},
		{"2023", "2023-09-13", "2023-09-13"},
		{"2018", "2023-09-13", "2018-01-01"},
		{"", "2023-09-13", "2023-09-13"},
		{"", "", "--"},
		{"2023-07", "", "2023-07-01"},
	} {
		y, m, d := day(test.event, test.published)
		if got := graph.Date(y + "-" + m + "-" + d); got != test.want {
			t.Errorf("event %q, published %q: %s, want %s", test.event, test.published, got, test.want)
		}
	}
}

func TestAnnounced(t *testing.T) {
	for code, want := range map[string]string{"": "", "042": "036", "045": "039", "072": "033", "057": "030", "163": "130", "190": "130", "036": "036", "112": "112", "091": "091"} {
		if got := announced(code); got != want {
			t.Errorf("%q: %q, want %q", code, got, want)
		}
	}
}

func TestRecords(t *testing.T) {
	ctx := context.Background()
	s, err := graph.Open(ctx, "mem:", graph.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Put(ctx, graphtest.Sample()...); err != nil {
		t.Fatal(err)
	}
	for _, f := range Formats {
		var b [2]bytes.Buffer
		for i := range b {
			if n, err := Write(&b[i], f, Records(ctx, s)); err != nil || n == 0 {
				t.Errorf("%s: %d rows, %v", f, n, err)
			}
		}
		if !bytes.Equal(b[0].Bytes(), b[1].Bytes()) {
			t.Errorf("%s: the same store gives other bytes", f)
		}
	}
	if _, err := Write(io.Discard, "xml", Records(ctx, s)); err == nil {
		t.Error("format xml was taken")
	}
}
