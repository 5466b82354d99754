package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"entente/graph"
	"entente/graph/gazetteer"
)

type alias struct {
	name, kind, from, to, source string
}

// An item is an entity of the fact tables, under the tables' own key ("person/kim-jong-un").
type item struct {
	key, typ, name, country, code, wikidata, wikipedia, source string
	score                                                      int
	aliases                                                    []alias
	lat, lon                                                   float64
	population                                                 int
	kind                                                       string // of a place
	id                                                         string
}

type office struct{ person, role, of, title, from, to, asof, source string }

type relation struct{ member, org, kind, from, to, source string }

type facts struct {
	items     map[string]*item
	offices   []office
	relations []relation
	into      map[string]string // key -> key that it was merged into
}

// read calls fn for each row after the header.
func read(file string, fn func(r []string)) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	sc := bufio.NewScanner(z)
	sc.Buffer(nil, 1<<20)
	columns := 0
	for line := 1; sc.Scan(); line++ {
		r := strings.Split(sc.Text(), "\t")
		if line == 1 {
			columns = len(r)
			continue
		}
		if len(r) != columns {
			return fmt.Errorf("%s:%d: %d columns, want %d", file, line, len(r), columns)
		}
		fn(r)
	}
	return sc.Err()
}

func readFacts(dir string) (*facts, error) {
	f := &facts{items: map[string]*item{}, into: map[string]string{}}
	step := func(name string, fn func(r []string)) error { return read(filepath.Join(dir, name+".tsv.gz"), fn) }
	err := step("entities", func(r []string) {
		f.items[r[0]] = &item{key: r[0], typ: r[1], name: r[2], country: r[3], code: r[4], wikidata: r[5], source: r[6]}
	})
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"aliases", "aliases_i18n"} {
		err := step(name, func(r []string) {
			if it := f.items[r[0]]; it != nil {
				kind := r[2]
				if name == "aliases_i18n" {
					kind = "native"
				}
				it.aliases = append(it.aliases, alias{r[1], kind, r[4], r[5], r[6]})
			}
		})
		if err != nil {
			return nil, err
		}
	}
	if err := step("roles", func(r []string) {
		f.offices = append(f.offices, office{r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7]})
	}); err != nil {
		return nil, err
	}
	if err := step("memberships", func(r []string) {
		f.relations = append(f.relations, relation{r[0], r[1], r[2], r[3], r[4], r[5]})
	}); err != nil {
		return nil, err
	}
	if err := step("places", func(r []string) {
		if it := f.items[r[0]]; it != nil {
			it.lat, _ = strconv.ParseFloat(r[3], 64)
			it.lon, _ = strconv.ParseFloat(r[4], 64)
			it.population, _ = strconv.Atoi(r[5])
			it.kind = r[6]
		}
	}); err != nil {
		return nil, err
	}
	if err := step("prominence", func(r []string) {
		if it := f.items[r[0]]; it != nil {
			it.score, _ = strconv.Atoi(r[1])
		}
	}); err != nil {
		return nil, err
	}
	return f, nil
}

// fix applies the corrections of fixes.tsv: key, field, value.
func (f *facts) fix(file string) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for n, line := range strings.Split(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		r := strings.Split(line, "\t")
		if len(r) != 3 {
			return fmt.Errorf("%s:%d: %d columns, want 3", file, n+1, len(r))
		}
		it := f.items[r[0]]
		if it == nil {
			return fmt.Errorf("%s:%d: no %s in the facts", file, n+1, r[0])
		}
		switch r[1] {
		case "name":
			it.aliases = append(it.aliases, alias{name: it.name, kind: "name"})
			it.name = r[2]
		case "type":
			it.typ = r[2]
		case "country":
			it.country = r[2]
		case "code":
			it.code = r[2]
		case "wikidata":
			it.wikidata = r[2]
		case "wikipedia":
			it.wikipedia = r[2]
		case "score":
			it.score, err = strconv.Atoi(r[2])
			if err != nil {
				return fmt.Errorf("%s:%d: %w", file, n+1, err)
			}
		case "unalias":
			it.aliases = slices.DeleteFunc(it.aliases, func(a alias) bool { return a.name == r[2] })
		case "demonym":
			it.aliases = slices.DeleteFunc(it.aliases, func(a alias) bool { return strings.EqualFold(a.name, r[2]) && a.kind != "demonym" })
		case "merge":
			to := f.items[r[2]]
			if to == nil {
				return fmt.Errorf("%s:%d: no %s in the facts", file, n+1, r[2])
			}
			f.merge(it, to)
		case "unoffice":
			of, role, _ := strings.Cut(r[2], " ")
			before := len(f.offices)
			f.offices = slices.DeleteFunc(f.offices, func(o office) bool { return o.person == r[0] && o.of == of && (role == "" || o.role == role) })
			if len(f.offices) == before {
				return fmt.Errorf("%s:%d: no office of %s in %s", file, n+1, r[0], r[2])
			}
		case "drop":
			delete(f.items, r[0])
		default:
			return fmt.Errorf("%s:%d: field %q", file, n+1, r[1])
		}
	}
	return nil
}

// merge makes from a set of names of to.
func (f *facts) merge(from, to *item) {
	to.aliases = append(append(to.aliases, alias{name: from.name, kind: "name"}), from.aliases...)
	to.score = max(to.score, from.score)
	if to.wikidata == "" {
		to.wikidata = from.wikidata
	}
	if to.country == "" {
		to.country = from.country
	}
	f.into[from.key] = to.key
	delete(f.items, from.key)
}

func (f *facts) resolve(key string) string {
	for f.into[key] != "" {
		key = f.into[key]
	}
	return key
}

func (f *facts) sorted() []*item {
	out := make([]*item, 0, len(f.items))
	for _, it := range f.items {
		out = append(out, it)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].key < out[j].key })
	return out
}

var (
	brackets  = regexp.MustCompile(`\s*[\[(][^\])}]*[\])}]\s*`)
	nickname  = regexp.MustCompile(`\s*["“(][^"”)]*["”)]\s*`)
	peerage   = regexp.MustCompile(`^(.*?), (?:\d+(?:st|nd|rd|th) )?((?:Baron|Baroness|Lord|Lady|Viscount|Earl|Marquis|Marquess)\b.*|\d+(?:st|nd|rd|th) Baronet)$`)
	junior    = regexp.MustCompile(`, (Jr|Sr|Jnr)\.?$`)
	frontWord = regexp.MustCompile(`^(?:(?:interim|acting|caretaker|president|president-elect|vice|prime|minister|minister-designate|prime minister-designate|foreign|sr\.|gen\.|gen|lt\.|maj\.|col\.|brig\.|adm\.|general|sir|dame|dr\.?|h\. ?e\.|ambassador|commander[- ]in[- ]chief|commander in chief|air chief marshall|committee chairman|commonwealth|ret\.|judge|justice|transitional|designate|(?:sac|administration council) chair,?|prof\.|professor|mr\.|mrs\.|ms\.|hon\.|rear adm\.|vice adm\.|capt\.|governor) )+`)
	tail      = regexp.MustCompile(`( - | appointed | was | resigned | died |; ).*$`)
)

var macron = strings.NewReplacer("ā", "a", "ī", "i", "ū", "u", "ē", "e", "ō", "o", "Ā", "A", "Ī", "I", "Ū", "U", "Ē", "E", "Ō", "O",
	"ḩ", "h", "Ḩ", "H", "ţ", "t", "Ţ", "T", "ş", "s", "Ş", "S", "z̧", "z", "ḑ", "d", "Ḑ", "D", "ḥ", "h", "ṭ", "t", "ṣ", "s", "ḍ", "d", "ẕ", "z", "ẖ", "h",
	"’", "'", "‘", "'", "ʻ", "'", "ʿ", "'", "ʼ", "'")

var shortened = strings.NewReplacer(" Is.", " Islands", " I.", " Island", " Mts.", " Mountains", " Pen.", " Peninsula", " Arch.", " Archipelago", " Ra.", " Range", " Des.", " Desert", " L.", " Lake", " R.", " River", " Str.", " Strait", " Chan.", " Channel", " Plat.", " Plateau", " Pt.", " Point")

func (f *facts) cleanNames() {
	for _, it := range f.sorted() {
		if gazetteer.Fold(it.name) == "" {
			delete(f.items, it.key)
			continue
		}
		name := it.name
		switch it.typ {
		case "person":
			if strings.HasPrefix(name, "[") || strings.HasSuffix(name, "}") {
				name = strings.TrimSpace(brackets.ReplaceAllString(name, " "))
			}
			if m := peerage.FindStringSubmatch(name); m != nil {
				it.wikipedia = name
				name = m[1]
				if title := m[2]; strings.HasPrefix(title, "Baron ") {
					it.aliases = append(it.aliases, alias{name: "Lord " + strings.Split(strings.TrimPrefix(title, "Baron "), " of ")[0], kind: "title"})
				}
			}
			if strings.HasSuffix(name, ")") && it.wikidata != "" {
				it.wikipedia = name
			}
			name = strings.TrimSpace(nickname.ReplaceAllString(name, " "))
			name = junior.ReplaceAllString(name, " $1.")
			if it.wikidata == "" {
				name = tail.ReplaceAllString(name, "")
				if k := frontWord.FindString(strings.ToLower(name)); len(k) > 0 && strings.Contains(name[len(k):], " ") {
					name = name[len(k):]
				}
			}
		case "place", "facility":
			name = strings.TrimSpace(shortened.Replace(name + " "))
			if !slices.Contains([]string{"LVA", "LTU", "NZL", "JPN", "TUR", "ROU", "AZE", "TKM"}, it.country) {
				name = macron.Replace(name)
			}
			if slices.Contains([]string{"bay", "sea", "gulf", "strait"}, it.kind) {
				name = strings.TrimPrefix(name, "Lake ")
			}
		case "country":
			name = strings.ReplaceAll(strings.ReplaceAll(name, " & ", " and "), "St. ", "Saint ")
		case "government_body", "military", "party":
			name = strings.TrimSpace(brackets.ReplaceAllString(name, " "))
			name = strings.TrimSuffix(strings.ReplaceAll(strings.ReplaceAll(name, "Bukina Faso", "Burkina Faso"), "id:", ""), ")")
		}
		if name != it.name && name != "" {
			if it.typ != "person" || it.wikidata != "" && !strings.ContainsAny(it.name, "[{") {
				it.aliases = append(it.aliases, alias{name: it.name, kind: "name"})
			}
			it.name = name
		}
		if it.typ == "person" {
			label := it.name
			it.name = plain(label)
			if it.country == "RUS" || it.country == "BLR" {
				it.name = russian(it.name)
			}
			if it.name != label {
				it.aliases = append(it.aliases, alias{name: label, kind: "name"})
				if it.wikipedia == "" && it.wikidata != "" {
					it.wikipedia = label
				}
			}
		}
		if it.typ == "person" {
			it.aliases = slices.DeleteFunc(it.aliases, func(a alias) bool { return a.kind == "name" && stray(it.name, &a) })
		}
		if it.typ == "person" && it.wikidata == "" {
			it.aliases = slices.DeleteFunc(it.aliases, func(a alias) bool {
				return strings.ContainsAny(a.name, "[]{}()") || tail.MatchString(a.name) || frontWord.MatchString(strings.ToLower(a.name))
			})
		}
	}
}

var titled = regexp.MustCompile(`(?i)^(?:mr|mrs|ms|dr|gov|governor|president|president-elect|us president|prime minister|king|queen|general|gen|senator|secretary)\b\.? |\badministration$|\[|\]|\{|\}`)

// stray reports whether a name cannot be one of a person called name: it holds a title, or it comes from a list of office
// holders in which rows slipped and shares no word with name.
func stray(name string, a *alias) bool {
	if titled.MatchString(a.name) {
		return true
	}
	if a.source != "factbook" && a.source != "phoenix" && a.source != "factbook+phoenix" || !strings.Contains(a.name, " ") {
		return false
	}
	of := strings.Fields(skeleton(name))
	return !slices.ContainsFunc(strings.Fields(skeleton(a.name)), func(w string) bool { return slices.Contains(of, w) })
}

// mergePersons joins entries of one person: without a Wikidata id, and the name equals another's of the same country, ends with
// it or differs from it in spelling only.
func (f *facts) mergePersons() {
	byName, bySkeleton := map[string][]*item{}, map[string][]*item{}
	all := f.sorted()
	for _, it := range all {
		if it.typ != "person" {
			continue
		}
		seen := map[string]bool{}
		for _, n := range append([]alias{{name: it.name, kind: "name"}}, it.aliases...) {
			k := it.country + " " + gazetteer.Fold(n.name)
			if n.kind == "name" && strings.Contains(gazetteer.Fold(n.name), " ") && !seen[k] {
				seen[k] = true
				byName[k] = append(byName[k], it)
			}
		}
		bySkeleton[it.country+" "+skeleton(it.name)] = append(bySkeleton[it.country+" "+skeleton(it.name)], it)
	}
	for _, it := range all {
		if it.typ != "person" || it.wikidata != "" || strings.Contains(it.source, "handmade") || f.items[it.key] == nil {
			continue
		}
		words := strings.Fields(gazetteer.Fold(it.name))
		var to *item
		for n := range max(0, len(words)-1) {
			to = best(byName[it.country+" "+strings.Join(words[n:], " ")], it, f)
			if to != nil {
				break
			}
		}
		if to == nil && len(skeleton(it.name)) >= 6 {
			to = best(bySkeleton[it.country+" "+skeleton(it.name)], it, f)
		}
		if to != nil {
			f.merge(it, to)
		}
	}
}

func best(list []*item, not *item, f *facts) *item {
	var b *item
	for _, it := range list {
		if it != not && f.items[it.key] != nil && (b == nil || (it.wikidata != "") && b.wikidata == "" || it.score > b.score && (it.wikidata != "") == (b.wikidata != "")) {
			b = it
		}
	}
	return b
}

// skeleton is what is left of a name when the letters that romanisations disagree about are gone: its consonants, doubled ones once.
func skeleton(name string) string {
	var b strings.Builder
	s := strings.NewReplacer("kh", "k", "gh", "g", "q", "k", "ph", "f", "v", "w", "z", "s", "dh", "d", "th", "t", "sh", "s", "ch", "c", "j", "y").Replace(gazetteer.Fold(name))
	words := strings.Fields(s)
	for _, w := range words {
		if w == "al" || w == "el" || w == "bin" || w == "ibn" {
			continue
		}
		last := byte(0)
		for i := range len(w) {
			c := w[i]
			if i > 0 && strings.IndexByte("aeiouyhw", c) >= 0 || c == last {
				continue
			}
			b.WriteByte(c)
			last = c
		}
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String())
}

func slug(s string) string {
	return strings.ReplaceAll(gazetteer.Fold(s), " ", "-")
}

// assignIDs gives the bare slug to the best-known bearer of a name and qualifies the others by country, then by what tells them apart.
func (f *facts) assignIDs() {
	rank := func(it *item) int {
		r := it.score
		if it.typ == "country" {
			r += 1000
		}
		return r
	}
	items := f.sorted()
	sort.SliceStable(items, func(i, j int) bool { return rank(items[i]) > rank(items[j]) })
	used := map[string]bool{}
	since := map[string]string{}
	for _, o := range f.offices {
		p := f.resolve(o.person)
		if y := o.from; len(y) >= 4 && (since[p] == "" || y[:4] < since[p]) {
			since[p] = y[:4]
		}
	}
	for _, it := range items {
		base := slug(it.name)
		if base == "" {
			base = slug(strings.ReplaceAll(it.key[strings.IndexByte(it.key, '/')+1:], "-", " "))
		}
		c2 := strings.ToLower(iso2(it.country))
		tries := []string{base}
		if c2 != "" {
			tries = append(tries, base+"-"+c2)
			if k := strings.LastIndexByte(it.key, '-'); it.typ == "place" && k > 0 && len(it.key)-k <= 4 {
				tries = append(tries, base+"-"+c2+it.key[k:])
			}
			tries = append(tries, base+"-"+c2+"-"+slug(it.typ))
		}
		if y := since[it.key]; y != "" {
			tries = append(tries, base+"-"+y)
		}
		tries = append(tries, base+"-"+slug(it.typ), base+"-"+slug(strings.ReplaceAll(it.key, "/", " ")))
		for n := 2; ; n++ {
			if n-2 < len(tries) && !used[tries[n-2]] {
				it.id = tries[n-2]
				break
			}
			if n-2 >= len(tries) {
				tries = append(tries, fmt.Sprintf("%s-%d", base, n))
			}
		}
		used[it.id] = true
	}
}

func iso2(iso3 string) string {
	switch iso3 {
	case "XKX":
		return "XK"
	case "SUN", "YUG", "DDR", "CSK", "":
		return ""
	}
	r, err := language.ParseRegion(iso3)
	if err != nil {
		return ""
	}
	return r.String()
}

var kinds = map[string]gazetteer.Kind{"name": gazetteer.Name, "short": gazetteer.Short, "abbrev": gazetteer.Abbrev, "native": gazetteer.Native,
	"former": gazetteer.Former, "demonym": gazetteer.Demonym, "metonym": gazetteer.Metonym, "title": gazetteer.Title}

var roles = map[string]string{"head_of_state_elected": "head_of_state", "chief_executive": "director", "party_leader": "leader",
	"regional_head_of_government": "regional_head", "regional_head_of_state": "regional_head", "regional_foreign_minister": "official",
	"regional_interior_minister": "official", "regional_finance_minister": "official", "regional_defence_minister": "official",
	"central_bank_governor": "central_bank_governor", "expert": "expert"}

// table turns the facts into rows.
func (f *facts) table() (*gazetteer.Table, error) {
	t := &gazetteer.Table{}
	for _, it := range f.sorted() {
		code, country := it.code, it.country
		if it.typ == "country" {
			country = strings.TrimPrefix(it.key, "country/")
			code = cameo(country)
		} else if country == "CSK" || country == "DDR" || country == "YUG" {
			country = ""
		}
		if it.typ == "person" {
			code = ""
		} else if len(code) >= 3 && country != "" && it.typ != "country" && it.typ != "igo" {
			code = cameo(country) + code[3:]
		}
		row := gazetteer.EntityRow{ID: it.id, Name: it.name, Type: graph.Type(it.typ), Country: country, Code: code, Wikidata: it.wikidata,
			Wikipedia: it.wikipedia, Prominence: prominence(it), Lat: float32(it.lat), Lon: float32(it.lon), Population: uint32(it.population), Source: source(it.source)}
		if it.typ == "country" {
			row.ISO2 = iso2(country)
		}
		t.Entities = append(t.Entities, row)
		for _, a := range it.aliases {
			k, ok := kinds[a.kind]
			if !ok || badAlias(it, &a) {
				continue
			}
			for _, n := range strings.Split(a.name, " or ") {
				if it.typ == "person" {
					n = a.name
				}
				if gazetteer.Fold(n) != "" {
					t.Aliases = append(t.Aliases, gazetteer.AliasRow{ID: it.id, Alias: strings.TrimSpace(n), Kind: k, From: graph.Date(a.from), To: graph.Date(a.to)})
				}
			}
		}
		if it.kind == "capital" {
			if c := f.items["country/"+it.country]; c != nil {
				t.Relations = append(t.Relations, gazetteer.RelationRow{Subject: it.id, Kind: "capital_of", Object: c.id, Source: source(it.source)})
			}
		}
	}
	for _, o := range f.offices {
		p, of := f.items[f.resolve(o.person)], f.items[f.resolve(o.of)]
		if p == nil || of == nil || o.from == "" && o.to == "" && o.source == "handmade:pk" {
			continue // an office of no register and no date says nothing
		}
		name := o.role
		if roles[name] != "" {
			name = roles[name]
		}
		if name == "national_security_adviser" && strings.HasPrefix(o.title, "Deputy ") {
			name = "official"
		}
		role, ok := gazetteer.ParseRole(name)
		if !ok {
			return nil, fmt.Errorf("office %q: role %q", o.title, o.role)
		}
		t.Offices = append(t.Offices, gazetteer.OfficeRow{Person: p.id, Of: of.id, Role: role, Title: title(o.title), From: graph.Date(o.from), To: graph.Date(o.to),
			AsOf: graph.Date(o.asof), Source: source(o.source)})
	}
	dropDoubles(t)
	for _, r := range f.relations {
		m, org := f.items[f.resolve(r.member)], f.items[f.resolve(r.org)]
		kind := r.kind
		switch kind {
		case "member", "elected_member", "permanent_member", "nonregional_member", "regional", "compliant_country", "de_facto_member", "nonregional_members":
			kind = "member_of"
		case "part_of", "located_in", "operates_in":
		case "observer", "dialogue_partner", "candidate_country", "candidate", "candidates", "suspended":
			kind += "_of"
		default:
			continue
		}
		if m != nil && org != nil && m != org {
			t.Relations = append(t.Relations, gazetteer.RelationRow{Subject: m.id, Kind: kind, Object: org.id, From: graph.Date(r.from), To: graph.Date(r.to), Source: source(r.source)})
		}
	}
	return t, nil
}

// dropDoubles takes away a term that another one of the same person, role and body contains.
func dropDoubles(t *gazetteer.Table) {
	slices.SortStableFunc(t.Offices, func(a, b gazetteer.OfficeRow) int {
		for _, c := range []int{strings.Compare(a.Person, b.Person), strings.Compare(a.Of, b.Of), int(a.Role) - int(b.Role), strings.Compare(string(a.From), string(b.From))} {
			if c != 0 {
				return c
			}
		}
		return 0
	})
	out := t.Offices[:0]
	for _, o := range t.Offices {
		if n := len(out); n > 0 {
			p := &out[n-1]
			if p.Person == o.Person && p.Of == o.Of && p.Role == o.Role && p.Title == o.Title && (p.From == o.From || p.To != "" && p.To == o.To || strings.HasPrefix(string(o.From), string(p.From))) {
				if p.To == "" {
					p.To = o.To
				}
				continue
			}
		}
		out = append(out, o)
	}
	t.Offices = out
}

func title(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(s, "Spokeperson", "Spokesperson"))
}

// source keeps the first two registers that a fact stands in.
func source(s string) string {
	parts := strings.Split(s, "+")
	out := parts[:0]
	for _, p := range parts {
		if strings.HasPrefix(p, "handmade") {
			p = "entente"
		}
		if strings.Contains(p, "succ") || strings.HasPrefix(p, "closed") || slices.Contains(out, p) {
			continue
		}
		out = append(out, p)
	}
	return strings.Join(out[:min(2, len(out))], "+")
}

func badAlias(it *item, a *alias) bool {
	n := a.name
	switch {
	case it.typ == "country" && a.kind == "demonym":
		return strings.Contains(n, "/") || n == "Laos" || n == "Congo" || n == "Luxembourg" || it.key == "country/ABW" && n == "Dutch" || it.key == "country/CUW" && n == "Dutch" || it.key == "country/SPM"
	case it.typ == "country" && a.kind == "former" && len(n) > 40:
		return true
	case it.typ == "person" && a.kind == "title":
		return strings.HasSuffix(n, " or")
	case it.typ == "person" && a.kind == "name" && !strings.Contains(gazetteer.Fold(n), " ") && it.score < 90:
		return !strings.EqualFold(n, it.name)
	}
	return false
}

var power = map[string]int{"USA": 100, "CHN": 100, "RUS": 100, "GBR": 99, "FRA": 99, "DEU": 98, "JPN": 98, "IND": 98, "UKR": 98, "ISR": 98, "IRN": 98,
	"KOR": 98, "PRK": 98, "TUR": 98, "SAU": 97, "ITA": 97, "CAN": 97, "AUS": 97, "BRA": 97, "ESP": 97, "POL": 97, "SYR": 97, "EGY": 97, "MEX": 97, "PAK": 97,
	"IRQ": 97, "AFG": 97, "PSE": 96, "TWN": 96, "GEO": 96, "COD": 96, "SUN": 80, "YUG": 75, "DDR": 70, "CSK": 70}

func prominence(it *item) uint8 {
	s := it.score
	switch it.typ {
	case "country":
		iso := strings.TrimPrefix(it.key, "country/")
		s = 94
		if p := power[iso]; p > 0 {
			s = p
		} else if dependent[iso] {
			s = 72
		}
	case "person":
		switch {
		case small[it.country] || dependent[it.country]:
			s = min(s, 60)
		case power[it.country] == 0 && s >= 80:
			s -= 4
		}
	case "place":
		switch {
		case it.kind == "capital":
			s = 78
		case it.population >= 3000000:
			s = 66
		case it.population >= 1000000:
			s = 60
		case it.population >= 300000:
			s = 52
		case it.kind == "ocean" || it.kind == "continent" || it.kind == "sea":
			s = 60
		}
	}
	return uint8(min(100, max(0, s)))
}

// small are states whose offices the world's news hardly name: their holders yield to namesakes elsewhere.
var small = map[string]bool{}

var dependent = map[string]bool{}

func init() {
	for _, c := range strings.Fields("ABW AIA ALA ASM ATA ATF BES BLM BMU BVT CCK COK CUW CXR CYM FLK FRO GGY GIB GLP GRL GUF GUM HMD IMN IOT JEY MAC MAF MNP MSR MTQ MYT NCL NFK NIU PCN PRI PYF REU SGS SHN SJM SPM SXM TCA TKL UMI VGB VIR WLF ESH") {
		dependent[c] = true
	}
	for _, c := range strings.Fields("AND ATG BHS BLZ BRB BRN BTN COM CPV DJI DMA FJI FSM GNQ GRD GUY KIR KNA LCA LIE MCO MDV MHL MUS NRU PLW SLB SMR STP SUR SWZ SYC TLS TON TTO TUV VCT VUT WSM") {
		small[c] = true
	}
}

// cameo is the code of a country in event data: ISO 3166-1 alpha-3 but for Kosovo.
func cameo(iso3 string) string {
	if iso3 == "XKX" {
		return "KSV"
	}
	return iso3
}
