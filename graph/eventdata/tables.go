package eventdata

import (
	"slices"
	"strconv"
	"strings"

	"entente/graph/ontology"
)

// A column is a name and how its value is found; nil stays empty.
type column struct {
	name  string
	value func(event) string
}

type table struct {
	header  bool
	columns []column
}

var tables = map[Format]table{
	PLOVER: {true, plover()},
	CAMEO:  {true, phoenix()},
	ICEWS:  {true, icews()},
	GDELT:  {false, gdelt()},
}

// plover has the columns of POLECAT's files, whose codebook is that of PLOVER.
func plover() []column {
	columns := []column{
		{"Event ID", id},
		{"Event Date", isoDate},
		{"Event Type", func(e event) string { return e.class }},
		{"Event Mode", func(e event) string { return e.mode }},
		{"Intensity", goldstein},
		{"Quad Code", quadCode},
		{"Contexts", contexts},
	}
	for _, p := range parties("Actor", "Recipient") {
		columns = append(columns,
			column{p.name + " Name", p.of(actor.name)},
			column{p.name + " Country", p.of(func(a actor) string { return a.country })},
			column{p.name + " COW", nil},
			column{"Primary " + p.name + " Sector", p.of(func(a actor) string { return a.sector(0) })},
			column{p.name + " Sectors", p.of(func(a actor) string { return strings.Join(a.sectors, ";") })},
			column{p.name + " Title", nil},
			column{p.name + " Name Raw", nil},
			column{"Wikipedia " + p.name + " ID", p.of(func(a actor) string { return a.entity.Wikipedia })},
		)
	}
	return append(columns,
		column{"Placename", place}, column{"City", nil}, column{"District", nil}, column{"Province", nil}, column{"Country", nil},
		column{"Latitude", nil}, column{"Longitude", nil}, column{"GeoNames ID", nil}, column{"Raw Placename", place}, column{"Feature Type", nil},
		column{"Source", publisher},
		column{"Publication Date", published},
		column{"Story People", func(e event) string { return e.story.people }},
		column{"Story Organizations", func(e event) string { return e.story.organizations }},
		column{"Story Locations", func(e event) string { return e.story.locations }},
		column{"Language", func(e event) string { return e.article.Lang }},
		column{"Version", func(event) string { return Version }},
	)
}

// phoenix has the columns of the Phoenix data sets, whose codes are those of CAMEO.
func phoenix() []column {
	columns := []column{
		{"EventID", id},
		{"Date", compactDate},
		{"Year", func(e event) string { return e.year }},
		{"Month", func(e event) string { return e.month }},
		{"Day", func(e event) string { return e.day }},
	}
	for _, p := range parties("SourceActor", "TargetActor") {
		columns = append(columns,
			column{p.name + "Full", p.of(func(a actor) string { return a.entity.Code })},
			column{p.name + "Entity", p.of(func(a actor) string { return a.country })},
			column{p.name + "Role", p.of(func(a actor) string { return a.sector(0) })},
			column{p.name + "Attribute", p.of(func(a actor) string { return strings.Join(a.sectors[min(1, len(a.sectors)):], ";") })},
		)
	}
	return append(columns,
		column{"EventCode", code},
		column{"EventRootCode", root},
		column{"PentaClass", func(e event) string { return classOf(e.code, "0", "0") }},
		column{"GoldsteinScore", goldstein},
		column{"Issues", nil}, column{"Lat", nil}, column{"Lon", nil},
		column{"LocationName", place},
		column{"StateName", nil}, column{"CountryCode", nil},
		column{"SentenceID", func(e event) string { return e.article.ID + "_" + strconv.Itoa(e.statement.Sentence) }},
		column{"URLs", url},
		column{"NewsSources", publisher},
	)
}

func icews() []column {
	sectors := func(a actor) string {
		var list []string
		for _, s := range a.sectors {
			if name, ok := sectorNames[s]; ok {
				s = name
			}
			list = append(list, s)
		}
		return strings.Join(list, ",")
	}
	country := func(a actor) string { return countryName(a.country) }
	source, target := party{"Source", func(e event) actor { return e.source }}, party{"Target", func(e event) actor { return e.target }}
	return []column{
		{"Event ID", id},
		{"Event Date", isoDate},
		{"Source Name", source.of(actor.name)},
		{"Source Sectors", source.of(sectors)},
		{"Source Country", source.of(country)},
		{"Event Text", func(e event) string {
			if row := ontology.LookupCode(e.code); row != nil {
				return row.Name
			}
			return ""
		}},
		{"CAMEO Code", code},
		{"Intensity", goldstein},
		{"Target Name", target.of(actor.name)},
		{"Target Sectors", target.of(sectors)},
		{"Target Country", target.of(country)},
		{"Story ID", func(e event) string { return e.article.ID }},
		{"Sentence Number", func(e event) string { return strconv.Itoa(e.statement.Sentence + 1) }}, // from 1; 0 is the title
		{"Publisher", publisher},
		{"City", nil}, {"District", nil}, {"Province", nil}, {"Country", nil}, {"Latitude", nil}, {"Longitude", nil},
	}
}

// gdelt has the columns of GDELT 1.0 with DATEADDED and SOURCEURL, as version 2.0 has them in 15-minute files.
func gdelt() []column {
	columns := []column{
		{"GLOBALEVENTID", number},
		{"SQLDATE", compactDate},
		{"MonthYear", func(e event) string { return e.year + e.month }},
		{"Year", func(e event) string { return e.year }},
		{"FractionDate", fraction},
	}
	for _, p := range parties("Actor1", "Actor2") {
		columns = append(columns,
			column{p.name + "Code", p.of(func(a actor) string { return a.entity.Code })},
			column{p.name + "Name", p.of(func(a actor) string { return strings.ToUpper(a.entity.Name) })},
			column{p.name + "CountryCode", p.of(func(a actor) string { return a.country })},
			column{p.name + "KnownGroupCode", nil}, column{p.name + "EthnicCode", nil},
			column{p.name + "Religion1Code", nil}, column{p.name + "Religion2Code", nil},
			column{p.name + "Type1Code", p.of(func(a actor) string { return a.sector(0) })},
			column{p.name + "Type2Code", p.of(func(a actor) string { return a.sector(1) })},
			column{p.name + "Type3Code", p.of(func(a actor) string { return a.sector(2) })},
		)
	}
	one := func(event) string { return "1" }
	columns = append(columns,
		column{"IsRootEvent", func(e event) string {
			if e.statement.Sentence <= 0 { // told in the title or first sentence
				return "1"
			}
			return "0"
		}},
		column{"EventCode", code},
		column{"EventBaseCode", func(e event) string { return e.code[:min(3, len(e.code))] }},
		column{"EventRootCode", root},
		column{"QuadClass", func(e event) string { return classOf(e.code, "1", "1") }},
		column{"GoldsteinScale", goldstein},
		column{"NumMentions", one}, column{"NumSources", one}, column{"NumArticles", one},
		column{"AvgTone", nil},
	)
	for _, p := range []string{"Actor1Geo", "Actor2Geo", "ActionGeo"} {
		var name func(event) string
		if p == "ActionGeo" {
			name = place
		}
		columns = append(columns, column{p + "_Type", nil}, column{p + "_FullName", name}, column{p + "_CountryCode", nil},
			column{p + "_ADM1Code", nil}, column{p + "_ADM2Code", nil}, column{p + "_Lat", nil}, column{p + "_Long", nil}, column{p + "_FeatureID", nil})
	}
	return append(columns,
		column{"DATEADDED", func(e event) string {
			if len(e.article.Date) != len("2006-01-02") {
				return ""
			}
			return strings.ReplaceAll(string(e.article.Date), "-", "") + "000000"
		}},
		column{"SOURCEURL", url},
	)
}

// A party is the one who acts or the one acted on, under a scheme's name for it.
type party struct {
	name string
	find func(event) actor
}

func parties(source, target string) []party {
	return []party{{source, func(e event) actor { return e.source }}, {target, func(e event) actor { return e.target }}}
}

func (p party) of(value func(actor) string) func(event) string {
	return func(e event) string { return value(p.find(e)) }
}

func (a actor) name() string { return a.entity.Name }

func (a actor) sector(i int) string {
	if i < len(a.sectors) {
		return a.sectors[i]
	}
	return ""
}

func id(e event) string        { return strings.TrimPrefix(string(e.statement.Event), "evt:") }
func code(e event) string      { return e.code }
func root(e event) string      { return rootOf(e.code) }
func place(e event) string     { return e.statement.PlaceName }
func publisher(e event) string { return e.article.Publisher }
func url(e event) string       { return e.article.URL }
func published(e event) string { return string(e.article.Date) }

func isoDate(e event) string {
	if e.year == "" {
		return ""
	}
	return e.year + "-" + e.month + "-" + e.day
}

func compactDate(e event) string { return e.year + e.month + e.day }

// number is the event's id as a positive 63-bit integer.
func number(e event) string {
	n, err := strconv.ParseUint(id(e), 16, 64)
	if err != nil {
		return ""
	}
	return strconv.FormatUint(n>>1, 10)
}

// fraction is the year with the part of it that has passed, by GDELT's rule: months of 30 days in a year of 365.
func fraction(e event) string {
	year, err := strconv.Atoi(e.year)
	if err != nil {
		return ""
	}
	month, _ := strconv.Atoi(e.month)
	day, _ := strconv.Atoi(e.day)
	return strconv.FormatFloat(float64(year)+float64((month-1)*30+day)/365, 'f', 4, 64)
}

// classOf is the class of a CAMEO code by its root: 1 and 2 are words and deeds of cooperation, 3 and 4 of conflict.
// Statements and appeals, roots 01 and 02, are classed apart by Phoenix.
func classOf(code, statement, appeal string) string {
	switch root := rootOf(code); {
	case root == "":
		return ""
	case root == "01":
		return statement
	case root == "02":
		return appeal
	case root <= "05":
		return "1"
	case root <= "08":
		return "2"
	case root <= "13":
		return "3"
	}
	return "4"
}

var ploverQuads = map[string][]string{
	"VERBAL COOPERATION":   {"AGREE", "CONSULT", "SUPPORT", "CONCEDE"},
	"MATERIAL COOPERATION": {"COOPERATE", "AID", "RETREAT"},
	"VERBAL CONFLICT":      {"REQUEST", "ACCUSE", "REJECT", "THREATEN"},
	"MATERIAL CONFLICT":    {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"},
}

func quadCode(e event) string {
	for name, classes := range ploverQuads {
		if slices.Contains(classes, e.class) {
			return name
		}
	}
	return ""
}

func contexts(e event) string {
	if row := ontology.LookupCode(e.code); row != nil {
		return row.Context
	}
	return ""
}

// goldsteinScale is the weight from -10 (conflict) to 10 (cooperation) of each root category of CAMEO, after
// Goldstein's scale. Finer codes have weights of their own in the published scale; here they take their root's.
var goldsteinScale = map[string]string{
	"01": "0.0", "02": "3.0", "03": "4.0", "04": "1.0", "05": "3.5", "06": "6.0", "07": "7.0", "08": "5.0", "09": "-2.0", "10": "-5.0",
	"11": "-2.0", "12": "-4.0", "13": "-6.0", "14": "-6.5", "15": "-7.2", "16": "-4.0", "17": "-7.0", "18": "-9.0", "19": "-10.0", "20": "-10.0",
}

func goldstein(e event) string { return goldsteinScale[rootOf(e.code)] }

// sectorNames are ICEWS's words for the commoner codes.
var sectorNames = map[string]string{
	"GOV": "Government", "MIL": "Military", "COP": "Police", "JUD": "Judicial", "LEG": "Legislative / Parliamentary", "OPP": "Opposition",
	"PTY": "Parties", "REB": "Rebel", "INS": "Insurgents", "SPY": "Intelligence", "MED": "News", "BUS": "Business", "CVL": "Civilian",
	"EDU": "Education", "ELI": "Elite", "LAB": "Labor", "NGO": "Nongovernmental Organization / Activism", "IGO": "Global", "UAF": "Unidentified Forces",
}
