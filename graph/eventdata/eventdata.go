// Package eventdata writes a store's statements as tables that users of political event data know: PLOVER's table in
// the form of POLECAT, CAMEO's in the form of Phoenix, and the tables of ICEWS and GDELT, with their column names and
// order. A column that needs what the graph does not hold (coordinates, tone) is empty.
//
// These tables know acts, not what is denied or alleged: a row is made of each statement about an act that is asserted,
// and of each planned one, which the coding schemes count as the announcement that it is: as an agreement or a threat.
// States ("is an ally of"), background facts and relations that the vocabulary does not know are left out. Everything,
// with its modality, is in the JSON of entente extract and in the RDF export.
//
// The schemes want a day. It is the event's own if the text tells it. If it tells the month or the year only, it is
// the day of publication if that lies within, else their first day; if it tells nothing, it is the day of publication,
// as the automatic coders of these schemes have it.
package eventdata

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"entente/graph"
	"entente/graph/ontology"
)

// A Format is one of the tables. All are lines of columns with tabs between them; GDELT's has no line of names.
type Format string

const (
	PLOVER Format = "plover"
	CAMEO  Format = "cameo"
	ICEWS  Format = "icews"
	GDELT  Format = "gdelt"
)

// Formats lists the formats that Write knows.
var Formats = []Format{PLOVER, CAMEO, ICEWS, GDELT}

// Version stands in PLOVER's column of that name.
const Version = "entente"

// Columns are the names of a format's columns; nil for a format that is not known.
func Columns(f Format) []string {
	t, ok := tables[f]
	if !ok {
		return nil
	}
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	return names
}

// A Store is where Records takes articles from; a *graph.Store is one.
type Store interface {
	Articles(ctx context.Context) iter.Seq2[graph.Article, error]
	Record(ctx context.Context, id string) (graph.Record, error)
}

var _ Store = (*graph.Store)(nil)

// Records gives the record of every article in the order of their ids.
func Records(ctx context.Context, s Store) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		for a, err := range s.Articles(ctx) {
			var r graph.Record
			if err == nil {
				r, err = s.Record(ctx, a.ID)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// Write writes a table and returns the number of its rows, the line of names not counted.
func Write(w io.Writer, f Format, records iter.Seq2[graph.Record, error]) (rows int, err error) {
	t, ok := tables[f]
	if !ok {
		return 0, fmt.Errorf("event table %q is none of %v", f, Formats)
	}
	out := bufio.NewWriter(w)
	if t.header {
		writeLine(out, Columns(f))
	}
	fields := make([]string, len(t.columns))
	for r, err := range records {
		if err != nil {
			return rows, err
		}
		for _, e := range events(&r) {
			for i, c := range t.columns {
				fields[i] = ""
				if c.value != nil {
					fields[i] = c.value(e)
				}
			}
			if err := writeLine(out, fields); err != nil {
				return rows, err
			}
			rows++
		}
	}
	return rows, out.Flush()
}

var oneLine = strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")

func writeLine(w *bufio.Writer, fields []string) error {
	for i, f := range fields {
		if i > 0 {
			w.WriteByte('\t')
		}
		w.WriteString(oneLine.Replace(f))
	}
	return w.WriteByte('\n')
}

// An event is one row, before it is cut into columns.
type event struct {
	statement         *graph.Statement
	article           *graph.Article
	source, target    actor
	class, mode, code string // PLOVER class and mode, CAMEO code
	year, month, day  string
	story             story
}

// A story is who and what occurs in an article, as PLOVER's columns have it.
type story struct{ people, organizations, locations string }

// An actor is an entity with the parts of its code.
type actor struct {
	entity  graph.Entity
	country string   // ISO 3166-1 alpha-3
	sectors []string // "GOV", "MIL"
}

// events selects and prepares the rows of an article, in the order of its statements.
func events(r *graph.Record) []event {
	entities := make(map[graph.Node]graph.Entity, len(r.Entities))
	for _, e := range r.Entities {
		entities[e.ID] = e
	}
	find := func(n graph.Node) actor {
		e, ok := entities[n]
		if !ok {
			e = graph.Entity{ID: n, Name: string(n)}
		}
		return newActor(e)
	}
	who := describe(r.Entities)
	var list []event
	for i := range r.Statements {
		st := &r.Statements[i]
		row := ontology.Lookup(st.Predicate)
		if row == nil || row.Kind != ontology.Event || st.Modality != graph.Asserted && st.Modality != graph.Planned {
			continue
		}
		e := event{statement: st, article: &r.Article, source: find(st.Subject), target: find(st.Object), class: st.PLOVER, mode: st.Mode, code: st.CAMEO, story: who}
		if st.Modality == graph.Planned {
			if folded := ontology.Fold(e.class, st.Modality); folded != e.class {
				e.class, e.mode = folded, ""
			}
			e.code = announced(e.code)
		}
		e.year, e.month, e.day = day(st.Date, r.Article.Date)
		list = append(list, e)
	}
	return list
}

// announced is the CAMEO code of saying that one will do what code stands for.
func announced(code string) string {
	switch root := rootOf(code); {
	case root == "":
		return ""
	case code == "045":
		return "039" // express intent to mediate
	case root == "04":
		return "036" // express intent to meet or negotiate
	case root == "07":
		return "033" // express intent to provide material aid
	case root == "01" || root == "02" || root == "03" || root == "13" || root == "10":
		return code // words already
	case root < "09":
		return "030" // express intent to cooperate
	case root >= "14":
		return "130" // threaten
	}
	return code
}

func rootOf(code string) string {
	if len(code) < 2 {
		return ""
	}
	return code[:2]
}

// newActor takes a code such as "RUSGOVMIL" apart. Codes begin with a country, or with the group to which an
// international actor belongs ("IGOUNO").
func newActor(e graph.Entity) actor {
	a := actor{entity: e, country: e.Country}
	code := e.Code
	if len(code) >= 3 && (code[:3] == e.Country || countryName(code[:3]) != "") {
		a.country, code = code[:3], code[3:]
	}
	for ; len(code) >= 3; code = code[3:] {
		a.sectors = append(a.sectors, code[:3])
	}
	return a
}

// countryName is the English name of a country, "" if the code is none.
func countryName(iso3 string) string {
	region, err := language.ParseRegion(iso3)
	if err != nil || region.ISO3() != iso3 || !region.IsCountry() {
		return ""
	}
	return display.English.Regions().Name(region)
}

// day chooses the day of an event; see the package's description.
func day(event, published graph.Date) (year, month, day string) {
	chosen := string(event)
	if len(chosen) < len("2006-01-02") && strings.HasPrefix(string(published), chosen) {
		chosen = string(published)
	}
	switch len(chosen) {
	case 10:
		return chosen[:4], chosen[5:7], chosen[8:]
	case 7:
		return chosen[:4], chosen[5:], "01"
	case 4:
		return chosen, "01", "01"
	}
	return "", "", ""
}

func describe(entities []graph.Entity) story {
	var people, organizations, locations []string
	for _, e := range entities {
		switch e.Type {
		case graph.Person:
			people = append(people, e.Name)
		case graph.IGO, graph.NGO, graph.GovernmentBody, graph.Military, graph.Media, graph.Party, graph.Company, graph.ArmedGroup:
			organizations = append(organizations, e.Name)
		case graph.Country, graph.Place, graph.Facility:
			locations = append(locations, e.Name)
		}
	}
	return story{strings.Join(people, ";"), strings.Join(organizations, ";"), strings.Join(locations, ";")}
}
