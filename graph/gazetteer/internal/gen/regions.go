package main

import (
	"regexp"
	"slices"
	"strings"

	"entente/graph/gazetteer"
)

// regionTitles is the word that the first-level regions of a country have after their names, in the titles of the English Wikipedia.
var regionTitles = map[string]string{"THA": "province", "VNM": "province", "KHM": "province", "LAO": "province", "TUR": "Province", "IRN": "Province", "AFG": "Province",
	"DZA": "Province", "ZMB": "Province", "ARG": "Province", "CUB": "Province", "DOM": "Province", "ECU": "Province", "MNG": "Province", "SAU": "Province", "BDI": "Province", "MOZ": "Province",
	"UKR": "Oblast", "BLR": "Region", "KAZ": "Region", "UZB": "Region", "KGZ": "Region", "IRQ": "Governorate", "SYR": "Governorate", "EGY": "Governorate", "YEM": "Governorate",
	"JOR": "Governorate", "LBN": "Governorate", "TUN": "Governorate", "JPN": "Prefecture", "COL": "Department", "HND": "Department", "GTM": "Department", "SLV": "Department",
	"NGA": "State", "MMR": "State", "SDN": "State", "TZA": "Region", "GHA": "Region", "ETH": "Region", "PNG": "Province", "RUS": "Oblast",
	"BGR": "Province", "PRT": "District", "SEN": "Region", "MLI": "Region", "GIN": "Region", "NER": "Region", "AGO": "Province", "LTU": "County", "HRV": "County", "ROU": "County", "HUN": "County",
	"SWE": "County", "EST": "County", "URY": "Department", "PRY": "Department", "BOL": "Department", "PER": "Region", "LSO": "District", "ISR": "District", "BWA": "District", "TKM": "Region",
	"OMN": "Governorate", "POL": "Voivodeship", "LBY": "District", "CZE": "Region", "AZE": "District", "CHN": "Province", "NLD": "Province", "BRA": "State", "MEX": "State", "VEN": "State"}

// bracketed are the countries of which a region that shares its name with a city has its kind in brackets there.
var bracketed = map[string]string{"BRA": "(state)", "MEX": "(state)", "VEN": "(state)", "NLD": "(province)"}

// cityRegions are the cities that are a first-level region themselves where other regions of the country have a kind.
var cityRegions = strings.Fields("bangkok phnom-penh kyiv moscow saint-petersburg almaty astana shymkent baikonur minsk tashkent bishkek beijing shanghai tianjin chongqing mexico-city brasilia " +
	"budapest bucharest zagreb prague sofia vilnius jerusalem vientiane hanoi ulaanbaatar bamako niamey conakry bogota caracas havana callao rio-de-janeiro-city ashgabat warsaw tallinn baku nay-pyi-taw")

// regionWords are what English texts call the first-level regions of a country.
func regionWords(iso string) []string {
	switch {
	case iso == "RUS":
		return []string{"Region", "Territory", "Oblast", "Krai", "Republic"}
	case strings.Contains("UKR BLR KAZ KGZ UZB", iso):
		return []string{"Oblast", "Region"}
	case strings.Contains("USA BRA MEX IND AUS NGA VEN MYS DEU AUT SDN SSD MMR SOM", iso):
		return []string{"State"}
	case strings.Contains("SYR IRQ EGY JOR LBN TUN YEM PSE KWT OMN BHR", iso):
		return []string{"Governorate", "Province"}
	case iso == "JPN":
		return []string{"Prefecture"}
	case iso == "GBR" || iso == "KEN" || iso == "LBR" || iso == "HRV" || iso == "ROU" || iso == "NOR" || iso == "EST":
		return []string{"County"}
	case iso == "COL" || iso == "BOL" || iso == "PER" || iso == "HND" || iso == "GTM" || iso == "SLV" || iso == "HTI":
		return []string{"Department", "Region"}
	}
	return []string{"Province", "Region"}
}

// inState finds the state of an American city that shares its name with a larger one.
var inState = regexp.MustCompile(`^place/.*-usa-([a-z][a-z])$`)

var states = map[string]string{"al": "Alabama", "ak": "Alaska", "az": "Arizona", "ar": "Arkansas", "ca": "California", "co": "Colorado", "ct": "Connecticut", "de": "Delaware", "fl": "Florida",
	"ga": "Georgia", "hi": "Hawaii", "id": "Idaho", "il": "Illinois", "in": "Indiana", "ia": "Iowa", "ks": "Kansas", "ky": "Kentucky", "la": "Louisiana", "me": "Maine", "md": "Maryland",
	"ma": "Massachusetts", "mi": "Michigan", "mn": "Minnesota", "ms": "Mississippi", "mo": "Missouri", "mt": "Montana", "ne": "Nebraska", "nv": "Nevada", "nh": "New Hampshire", "nj": "New Jersey",
	"nm": "New Mexico", "ny": "New York", "nc": "North Carolina", "nd": "North Dakota", "oh": "Ohio", "ok": "Oklahoma", "or": "Oregon", "pa": "Pennsylvania", "ri": "Rhode Island", "sc": "South Carolina",
	"sd": "South Dakota", "tn": "Tennessee", "tx": "Texas", "ut": "Utah", "vt": "Vermont", "va": "Virginia", "wa": "Washington", "wv": "West Virginia", "wi": "Wisconsin", "wy": "Wyoming"}

// kindWords end the name of a region that needs no further kind.
var kindWords = strings.Fields("province region oblast governorate prefecture state county department district krai kray territory republic okrug canton city voivodeship")

// regions parts first-level regions from the cities of their names: the region takes its kind into its name, or, where it has
// none, is the city. It leaves ids as they are.
func (f *facts) regions() {
	type named struct{ country, name string }
	cities := map[named]*item{}
	for _, it := range f.sorted() {
		k := named{it.country, gazetteer.Fold(it.name)}
		if it.typ == "place" && (it.kind == "city" || it.kind == "capital") && (cities[k] == nil || it.population > cities[k].population) {
			cities[k] = it
		}
	}
	f.bareCities()
	for _, it := range f.sorted() {
		if it.kind != "region" {
			if m := inState.FindStringSubmatch(it.key); m != nil && it.kind == "city" && it.wikipedia == "" && states[m[1]] != "" {
				it.wikipedia = it.name + ", " + states[m[1]]
			}
			continue
		}
		word := regionTitles[it.country]
		folded := gazetteer.Fold(it.name)
		kinded := slices.ContainsFunc(strings.Fields(folded), func(w string) bool { return slices.Contains(kindWords, w) })
		city := cities[named{it.country, folded}]
		switch {
		case city != nil && (word == "" || slices.Contains(cityRegions, slug(it.name))):
			f.merge(it, city)
		case city != nil:
			bare := it.name
			it.name = bare + " " + strings.ToUpper(word[:1]) + word[1:]
			it.wikipedia = bare + " " + word
			if b := bracketed[it.country]; b != "" {
				it.wikipedia = bare + " " + b
			}
			it.aliases = slices.DeleteFunc(it.aliases, func(a alias) bool { return gazetteer.Fold(a.name) == folded })
			it.score = min(it.score, max(0, city.score-1))
			f.regionNames(it, bare)
		case !kinded:
			if it.wikipedia == "" && word != "" && bracketed[it.country] == "" && it.country != "RUS" && it.country != "CHN" {
				it.wikipedia = it.name + " " + word
			}
			f.regionNames(it, it.name)
		default:
			words := strings.Fields(it.name)
			if last := gazetteer.Fold(words[len(words)-1]); len(words) > 1 && slices.Contains(kindWords, last) && last != "city" {
				f.regionNames(it, strings.Join(words[:len(words)-1], " "))
			}
		}
	}
}

// bareCities takes from "Jambi City" the name of the region around it.
func (f *facts) bareCities() {
	regions := map[string]bool{}
	for _, it := range f.items {
		if it.kind == "region" {
			regions[it.country+" "+gazetteer.Fold(it.name)] = true
		}
	}
	for _, it := range f.items {
		bare, ok := strings.CutSuffix(gazetteer.Fold(it.name), " city")
		if ok && it.kind == "city" && regions[it.country+" "+bare] {
			it.aliases = slices.DeleteFunc(it.aliases, func(a alias) bool { return gazetteer.Fold(a.name) == bare })
		}
	}
}

// regionNames adds what English texts call a region: "Osaka Prefecture", "state of Bahia".
func (f *facts) regionNames(it *item, bare string) {
	for _, w := range regionWords(it.country) {
		it.aliases = append(it.aliases, alias{name: bare + " " + w, kind: "name"}, alias{name: strings.ToLower(w) + " of " + bare, kind: "name"})
	}
}
