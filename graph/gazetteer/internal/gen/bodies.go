package main

import (
	"regexp"
	"slices"
	"sort"
	"strings"

	"entente/graph"
	"entente/graph/gazetteer"
)

// adjectives names the adjective of a country where its first demonym is a noun or not the usual word.
var adjectives = map[string]string{"CHE": "Swiss", "CIV": "Ivorian", "COD": "Congolese", "COG": "Congolese", "CZE": "Czech", "DNK": "Danish", "ESP": "Spanish", "FIN": "Finnish",
	"FRA": "French", "GBR": "British", "GRL": "Greenlandic", "HKG": "Hong Kong", "HRV": "Croatian", "IRL": "Irish", "ISL": "Icelandic", "KAZ": "Kazakh", "KGZ": "Kyrgyz",
	"LAO": "Lao", "LSO": "Lesotho", "LUX": "Luxembourg", "MCO": "Monegasque", "NZL": "New Zealand", "PHL": "Philippine", "POL": "Polish", "PSE": "Palestinian", "SAU": "Saudi", "SRB": "Serbian",
	"SUN": "Soviet", "SVN": "Slovenian", "SWE": "Swedish", "TJK": "Tajik", "TKM": "Turkmen", "TUR": "Turkish", "UZB": "Uzbek", "XKX": "Kosovar", "BWA": "Botswana", "VAT": "Vatican",
	"SWZ": "Eswatini", "TWN": "Taiwanese", "BFA": "Burkinabe", "ARG": "Argentine", "VUT": "Vanuatu", "KIR": "Kiribati", "MAC": "Macau", "SGP": "Singapore", "BIH": "Bosnian",
	"ESH": "Sahrawi", "KNA": "Kittitian", "ATG": "Antiguan", "TTO": "Trinidadian", "NLD": "Dutch", "USA": "American", "MKD": "North Macedonian", "BRB": "Barbadian", "JEY": "Jersey", "GGY": "Guernsey", "IMN": "Manx"}

// more are adjectives and peoples' names that the facts lack.
var more = map[string][]string{"KAZ": {"Kazakh", "Kazakhs"}, "KGZ": {"Kyrgyz"}, "TJK": {"Tajik", "Tajiks"}, "TKM": {"Turkmen", "Turkmens"}, "UZB": {"Uzbek", "Uzbeks"}, "CIV": {"Ivorian", "Ivorians"},
	"XKX": {"Kosovar", "Kosovars", "Kosovan", "Kosovans"}, "PSE": {"Palestinian", "Palestinians"}, "VAT": {"Vatican"}, "HKG": {"Hong Konger", "Hong Kongers"}, "ARG": {"Argentinian", "Argentinians", "Argentinean"},
	"MMR": {"Myanmar"}, "BFA": {"Burkinabé"}, "MKD": {"North Macedonian", "North Macedonians"}, "IND": {}, "NPL": {"Nepalese", "Nepali", "Nepalis"}, "AZE": {"Azeri", "Azeris", "Azerbaijani", "Azerbaijanis"}, "AFG": {"Afghani"},
	"THA": {"Thais"}, "LAO": {"Laotian", "Laotians"}, "PRK": {"North Korean", "North Koreans"}, "USA": {"American", "Americans"}, "GBR": {"Brits", "Brit"}, "BGD": {"Bengali"}, "CRI": {"Costa Rican"},
	"VEN": {"Venezuelan"}, "SWZ": {"Swazi", "Swazis"}, "MUS": {}, "SVN": {"Slovenian", "Slovenians"}, "GTM": {}, "MDG": {"Madagascan"}, "SLV": {"Salvadorean", "Salvadoreans", "Salvadorian"}, "PAK": {}, "TTO": {},
	"NZL": {"New Zealander", "Kiwi", "Kiwis"}, "AUS": {"Aussie", "Aussies"}, "SSD": {"South Sudanese"}, "BIH": {"Herzegovinian"}, "IRQ": {}, "SYC": {"Seychellois"}, "SUN": {"Soviet", "Soviets"}, "YUG": {"Yugoslavian"}}

// A body is what every state has: its usual name and how else news call it. N is the country's name, A its adjective.
type body struct {
	typ   graph.Type
	code  string
	name  string
	alias []string
	big   bool // only for the countries that the news are full of
}

func ministry(topics ...string) []string {
	var out []string
	for _, t := range topics {
		out = append(out, "A "+t+" Ministry", "N "+t+" Ministry", t+" Ministry of N", "A Ministry of "+t, "N Ministry of "+t, "Ministry of "+t+" of N")
	}
	return out
}

var bodies = []body{
	{graph.GovernmentBody, "GOV", "Government of N", []string{"A government", "N government", "A cabinet", "A Council of Ministers", "A Cabinet of Ministers"}, false},
	{graph.GovernmentBody, "GOV", "Ministry of Foreign Affairs of N", append(ministry("Foreign Affairs", "Foreign"), "A MFA", "Foreign Ministry of N"), false},
	{graph.GovernmentBody, "MIL", "Ministry of Defence of N", ministry("Defence", "National Defence"), false},
	{graph.GovernmentBody, "GOV", "Ministry of Internal Affairs of N", append(ministry("Interior", "Internal Affairs"), "A Ministry of the Interior", "Ministry of the Interior of N"), false},
	{graph.GovernmentBody, "GOV", "Ministry of Finance of N", ministry("Finance"), false},
	{graph.GovernmentBody, "JUD", "Ministry of Justice of N", ministry("Justice"), false},
	{graph.GovernmentBody, "HLH", "Ministry of Health of N", append(ministry("Health"), "A health authorities"), false},
	{graph.GovernmentBody, "GOV", "Ministry of Energy of N", ministry("Energy"), true},
	{graph.GovernmentBody, "GOV", "Ministry of Economy of N", ministry("Economy"), true},
	{graph.GovernmentBody, "GOV", "Ministry of Commerce of N", ministry("Commerce", "Trade"), true},
	{graph.GovernmentBody, "AGR", "Ministry of Agriculture of N", ministry("Agriculture"), true},
	{graph.GovernmentBody, "EDU", "Ministry of Education of N", ministry("Education"), true},
	{graph.GovernmentBody, "GOV", "Ministry of Transport of N", ministry("Transport"), true},
	{graph.GovernmentBody, "GOV", "Presidency of N", []string{"A presidency", "N presidency", "Office of the President of N", "A presidential office", "A presidential administration", "A President's Office"}, false},
	{graph.Military, "MIL", "A Armed Forces", []string{"Armed Forces of N", "N Armed Forces", "A military", "N military", "A forces", "A troops", "N troops", "N forces"}, false},
	{graph.Military, "MIL", "A Army", []string{"N Army", "Army of N"}, false},
	{graph.Military, "MIL", "A Navy", []string{"N Navy", "Navy of N"}, false},
	{graph.Military, "MIL", "A Air Force", []string{"N Air Force", "Air Force of N"}, false},
	{graph.Military, "MIL", "A Coast Guard", []string{"N Coast Guard"}, false},
	{graph.GovernmentBody, "COP", "A Police", []string{"N Police", "A National Police", "National Police of N", "Police of N"}, false},
	{graph.GovernmentBody, "LEG", "Parliament of N", []string{"A parliament", "N parliament", "A legislature", "A lawmakers"}, false},
	{graph.GovernmentBody, "JUD", "Supreme Court of N", []string{"A Supreme Court", "N Supreme Court"}, false},
	{graph.GovernmentBody, "JUD", "Constitutional Court of N", []string{"A Constitutional Court", "N Constitutional Court"}, true},
	{graph.GovernmentBody, "GOV", "Central Bank of N", []string{"A central bank", "N central bank"}, false},
	{graph.Group, "OPP", "A opposition", []string{"N opposition"}, false},
}

// namedOtherwise are the bodies of two countries that go under names of their own, "-" what they do not have: none of the usual
// name is made beside them.
var namedOtherwise = map[string]string{
	"USA Ministry of Foreign Affairs of N": "united-states-department-of-state", "USA Ministry of Defence of N": "united-states-department-of-defense",
	"USA Ministry of Internal Affairs of N": "-", "USA Ministry of Finance of N": "united-states-department-of-the-treasury", "USA Ministry of Justice of N": "united-states-department-of-justice",
	"USA Ministry of Health of N": "united-states-department-of-health-and-human-services", "USA Ministry of Energy of N": "united-states-department-of-energy", "USA Ministry of Economy of N": "-",
	"USA Ministry of Commerce of N": "united-states-department-of-commerce", "USA Ministry of Agriculture of N": "united-states-department-of-agriculture",
	"USA Ministry of Education of N": "united-states-department-of-education", "USA Ministry of Transport of N": "united-states-department-of-transportation",
	"USA Presidency of N": "white-house", "USA Parliament of N": "united-states-congress", "USA Constitutional Court of N": "-", "USA Central Bank of N": "federal-reserve",
	"GBR Ministry of Finance of N": "hm-treasury", "GBR Ministry of Health of N": "department-of-health-and-social-care", "GBR Ministry of Energy of N": "-", "GBR Ministry of Economy of N": "-",
	"GBR Ministry of Commerce of N": "-", "GBR Ministry of Agriculture of N": "-", "GBR Ministry of Education of N": "department-for-education", "GBR Ministry of Transport of N": "department-for-transport",
	"GBR Constitutional Court of N": "-", "GBR Presidency of N": "-", "GBR A Air Force": "royal-air-force"}

// addDemonyms gives countries the adjectives that the facts lack.
func addDemonyms(t *gazetteer.Table, ids map[string]string) {
	for _, iso := range keys(more) {
		for _, d := range more[iso] {
			if id := ids[iso]; id != "" {
				t.Aliases = append(t.Aliases, gazetteer.AliasRow{ID: id, Alias: d, Kind: gazetteer.Demonym})
			}
		}
	}
}

func keys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// bodies adds the bodies that every state has, or more names to those that the facts have.
func (f *facts) bodies(t *gazetteer.Table) {
	ids, names := map[string]string{}, map[string]string{}
	for _, e := range t.Entities {
		if e.Type == graph.Country {
			ids[e.Country], names[e.Country] = e.ID, e.Name
		}
	}
	addDemonyms(t, ids)
	adjective := map[string]string{}
	for iso := range ids {
		adjective[iso] = f.adjective(iso)
	}
	type named struct{ country, fold string }
	known := map[named]string{}
	used := map[string]bool{}
	kind := map[string]graph.Type{}
	for _, e := range t.Entities {
		used[e.ID] = true
		kind[e.ID] = e.Type
		if e.Type == graph.GovernmentBody || e.Type == graph.Military {
			known[named{e.Country, gazetteer.Fold(e.Name)}] = e.ID
		}
	}
	country := map[string]string{}
	for _, e := range t.Entities {
		country[e.ID] = e.Country
	}
	for _, a := range t.Aliases {
		if k := kind[a.ID]; k == graph.GovernmentBody || k == graph.Military {
			n := named{country[a.ID], gazetteer.Fold(a.Alias)}
			if known[n] == "" {
				known[n] = a.ID
			}
		}
	}
	for _, iso := range keys(ids) {
		if iso2(iso) == "" || dependent[iso] && iso != "ESH" || adjective[iso] == "" {
			continue
		}
		for _, b := range bodies {
			if b.big && power[iso] == 0 {
				continue
			}
			fill := func(s string) string {
				s = strings.ReplaceAll(s, " of N", " of "+names[iso])
				if strings.HasPrefix(s, "A ") {
					s = adjective[iso] + s[1:]
				}
				if strings.HasPrefix(s, "N ") {
					s = names[iso] + s[1:]
				}
				return s
			}
			all := []string{fill(b.name)}
			for _, a := range b.alias {
				all = append(all, fill(a))
				if strings.HasPrefix(a, "A ") {
					for _, d := range extra[iso] {
						all = append(all, d+a[1:])
					}
				}
			}
			id := namedOtherwise[iso+" "+b.name]
			if id == "-" {
				continue
			}
			for _, a := range all {
				if id != "" {
					break
				}
				id = known[named{iso, gazetteer.Fold(a)}]
			}
			if id == "" {
				id = slug(all[0])
				if used[id] {
					id += "-" + strings.ToLower(iso2(iso))
				}
				if used[id] {
					continue
				}
				used[id] = true
				t.Entities = append(t.Entities, gazetteer.EntityRow{ID: id, Name: all[0], Type: b.typ, Country: iso, Code: cameo(iso) + b.code, Prominence: bodyRank(iso), Source: "entente"})
			}
			for _, a := range all {
				k := named{iso, gazetteer.Fold(a)}
				if other := known[k]; other == "" || other == id {
					known[k] = id
					t.Aliases = append(t.Aliases, gazetteer.AliasRow{ID: id, Alias: a})
				}
			}
		}
	}
}

// extra are further adjectives under which a country's bodies go.
var extra = map[string][]string{"USA": {"US", "U.S.", "United States"}, "GBR": {"UK", "U.K."}, "PSE": {"Palestinian Authority"}, "KAZ": {"Kazakhstani"}, "ARE": {"UAE"}, "MMR": {"Myanmar"}, "NPL": {"Nepalese"},
	"SAU": {"Saudi Arabian"}, "PRK": {"DPRK"}, "KOR": {"ROK"}, "COD": {"DRC", "DR Congo"}, "PHL": {"Filipino"}, "ARG": {"Argentinian"}, "TWN": {"Taiwan"}, "IRN": {}, "AZE": {"Azeri"}, "SLV": {"Salvadorean"}, "XKX": {"Kosovan"}, "KGZ": {"Kyrgyzstani"}, "TJK": {"Tajikistani"}}

func bodyRank(iso string) uint8 {
	if power[iso] > 0 {
		return 58
	}
	return 45
}

// renameGeneric names bodies that several countries have under one name after their country. Parties keep theirs.
func (f *facts) renameGeneric() {
	count := map[string]int{}
	items := f.sorted()
	for _, it := range items {
		if it.typ == "government_body" || it.typ == "military" {
			count[gazetteer.Fold(it.name)]++
		}
	}
	for _, it := range items {
		c := f.items["country/"+it.country]
		k := gazetteer.Fold(it.name)
		if it.typ != "government_body" && it.typ != "military" || c == nil || it.score >= 80 ||
			count[k] < 2 && !(strings.HasPrefix(k, "ministry of ") && !strings.Contains(k[12:], " of ")) && !slices.Contains(genericBodies, k) {
			continue
		}
		adjective := f.adjective(it.country)
		if strings.Contains(k, gazetteer.Fold(c.name)) || adjective != "" && strings.Contains(k, gazetteer.Fold(adjective)) {
			continue
		}
		old := it.name
		it.name = old + " of " + c.name
		if slices.Contains(article, it.country) {
			it.name = old + " of the " + c.name
		}
		it.aliases = slices.DeleteFunc(it.aliases, func(a alias) bool { return gazetteer.Fold(a.name) == k })
		it.aliases = append(it.aliases, alias{name: c.name + " " + old, kind: "name"})
		if adjective != "" {
			it.aliases = append(it.aliases, alias{name: adjective + " " + old, kind: "name"})
		}
	}
}

// adjective returns the usual adjective of a country.
func (f *facts) adjective(iso string) string {
	if a := adjectives[iso]; a != "" {
		return a
	}
	if c := f.items["country/"+iso]; c != nil {
		for _, a := range c.aliases {
			if a.kind == "demonym" && !badAlias(c, &a) {
				return a.name
			}
		}
	}
	return ""
}

var article = strings.Fields("USA GBR NLD PHL CZE ARE COD COG BHS GMB DOM CAF COM MDV MHL SLB SYC")

var genericBodies = []string{"parliament", "senate", "congress", "national assembly", "house of representatives", "chamber of deputies", "chamber of senators", "federal assembly", "air force", "army", "navy",
	"armed forces", "national guard", "coast guard", "national police", "land forces", "ground forces", "naval forces", "legislative assembly", "house of assembly", "special branch", "intelligence bureau", "joint chiefs of staff"}

// finish settles what concerns every row: plain letters in persons' names, order of East Asian names, dates of short names, doubles.
func finish(t *gazetteer.Table) {
	at := map[string]int{}
	for i := range t.Entities {
		e := &t.Entities[i]
		at[e.ID] = i
		if e.Type != graph.Person {
			continue
		}
		if e.Wikipedia == "" && e.Wikidata != "" && e.Prominence >= 60 {
			e.Wikipedia = e.Name
		}
		words := strings.Fields(e.Name)
		switch e.Country {
		case "JPN":
			if len(words) == 2 {
				t.Aliases = append(t.Aliases, gazetteer.AliasRow{ID: e.ID, Alias: words[1] + " " + words[0]})
			}
		case "KOR", "PRK", "CHN", "TWN", "HKG":
			if len(words) >= 2 && e.Prominence >= 60 {
				t.Aliases = append(t.Aliases, gazetteer.AliasRow{ID: e.ID, Alias: strings.Join(words[1:], " ") + " " + words[0]})
			}
		}
	}
	for i := range t.Entities {
		e := &t.Entities[i]
		if prefix := map[string]string{"USA": "US", "GBR": "UK"}[e.Country]; prefix != "" && (e.Type == graph.GovernmentBody || e.Type == graph.Military) && !named.MatchString(e.Name) {
			t.Aliases = append(t.Aliases, gazetteer.AliasRow{ID: e.ID, Alias: prefix + " " + e.Name})
		}
		if e.Wikipedia == "" && (e.Type == graph.Country && e.ISO2 != "" || e.Type == graph.IGO || e.Type == graph.ArmedGroup || e.Type == graph.Media || e.Type == graph.Place && e.Prominence >= 78) {
			e.Wikipedia = e.Name
		}
		if e.Type == graph.IGO && e.Code == "" {
			e.Code = "IGO"
		}
		if e.Code == "" && e.Country != "" {
			switch e.Type {
			case graph.ArmedGroup:
				e.Code = cameo(e.Country) + "REB"
			case graph.Party:
				e.Code = cameo(e.Country) + "PTY"
			case graph.Media:
				e.Code = cameo(e.Country) + "MED"
			case graph.Company:
				e.Code = cameo(e.Country) + "BUS"
			case graph.NGO:
				e.Code = cameo(e.Country) + "NGO"
			case graph.GovernmentBody:
				e.Code = cameo(e.Country) + "GOV"
			case graph.Military:
				e.Code = cameo(e.Country) + "MIL"
			case graph.Place, graph.Facility, graph.Group:
				e.Code = cameo(e.Country)
			}
		} else if e.Code == "" && e.Type == graph.NGO {
			e.Code = "NGO"
		} else if e.Code == cameo(e.Country) && e.Type == graph.Party {
			e.Code += "PTY"
		}
	}
	relaxShort(t)
	slices.SortStableFunc(t.Entities, func(a, b gazetteer.EntityRow) int { return strings.Compare(a.ID, b.ID) })
}

// named finds bodies that say whose they are.
var named = regexp.MustCompile(`\b(?:US|U\.S\.|UK|United States|United Kingdom|American?|British|England|London|Scot\w+|Welsh|Ireland|Royal|House|White|Texas|California|New York|Los Angeles|Chicago|Minneapolis)\b`)

// relaxShort frees a surname from the dates of the office where nobody else is meant by it: "Trump" is Donald Trump between
// his terms too. Where several share it, a former holder keeps it until the next one's term.
func relaxShort(t *gazetteer.Table) {
	bearers := map[string]map[string]bool{}
	for _, a := range t.Aliases {
		if a.Kind == gazetteer.Short {
			k := gazetteer.Fold(a.Alias)
			if bearers[k] == nil {
				bearers[k] = map[string]bool{}
			}
			bearers[k][a.ID] = true
		}
	}
	for i := range t.Aliases {
		a := &t.Aliases[i]
		if a.Kind == gazetteer.Short && len(bearers[gazetteer.Fold(a.Alias)]) == 1 {
			a.From, a.To = "", ""
		}
	}
}

// plain writes a name as the agencies do, without accents.
func plain(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch r {
		case 'ß':
			b.WriteString("ss")
		case 'æ', 'Æ', 'ø', 'Ø', 'ð', 'Ð', 'þ', 'Þ', 'ə', 'Ə', 'œ', 'ł', 'Ł', 'đ', 'Đ', 'ı':
			b.WriteString(map[rune]string{'æ': "ae", 'Æ': "Ae", 'ø': "o", 'Ø': "O", 'ð': "d", 'Ð': "D", 'þ': "th", 'Þ': "Th", 'ə': "a", 'Ə': "A", 'œ': "oe", 'ł': "l", 'Ł': "L", 'đ': "d", 'Đ': "D", 'ı': "i"}[r])
		case '’', '‘', 'ʻ', 'ʿ', 'ʼ':
			b.WriteByte('\'')
		default:
			b.WriteString(strip(r))
		}
	}
	return b.String()
}

var given = strings.NewReplacer("Sergey ", "Sergei ", "Andrey ", "Andrei ", "Aleksey ", "Alexei ", "Alexey ", "Alexei ", "Aleksei ", "Alexei ", "Nikolay ", "Nikolai ", "Dmitriy ", "Dmitry ", "Dmitri ", "Dmitry ",
	"Aleksandr ", "Alexander ", "Alexandr ", "Alexander ", "Evgeny ", "Yevgeny ", "Evgeniy ", "Yevgeny ", "Yevgeniy ", "Yevgeny ", "Yuriy ", "Yury ", "Yuri ", "Yury ", "Gennadiy ", "Gennady ", "Gennadi ", "Gennady ", "Valeriy ", "Valery ",
	"Vitaliy ", "Vitaly ", "Anatoliy ", "Anatoly ", "Anatoli ", "Anatoly ", "Vasiliy ", "Vasily ", "Vasili ", "Vasily ", "Grigoriy ", "Grigory ", "Arkadiy ", "Arkady ", "Georgiy ", "Georgy ", "Aleksandra ", "Alexandra ", "Kseniya ", "Ksenia ", "Tatiana ", "Tatyana ",
	"Mikhail ", "Mikhail ", "Maksim ", "Maxim ", "Semyon ", "Semyon ", "Pyotr ", "Pyotr ", "Timofey ", "Timofei ", "Matvey ", "Matvei ")

// russian writes Russian given names as English-language Russian sources do.
func russian(name string) string {
	name = given.Replace(name)
	if strings.HasSuffix(name, "skiy") || strings.HasSuffix(name, "skii") {
		name = name[:len(name)-2] + "y"
	}
	return name
}
