package gazetteer

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"entente/graph"
)

// Load returns the core gazetteer with the tables of the given files, and of the .tsv files of the given folders, laid over it.
// One file may be a gazetteer that Encode wrote: it takes the place of the core. Package doc tells the columns.
func Load(paths ...string) (*Gazetteer, error) {
	g, tables, err := base(paths)
	if err != nil || len(tables) == 0 {
		return g, err
	}
	over, err := ReadFiles(tables...)
	if err != nil {
		return nil, err
	}
	t := g.Table()
	if err := t.Merge(over); err != nil {
		return nil, err
	}
	return compile(t)
}

// A Problem is something in a table that is not an error but seldom meant.
type Problem struct {
	Where string // "people.tsv:4"
	What  string
}

// Check reads users' tables as Load does and returns what is doubtful in them: an alias that already means something of equal
// rank, a name that only differs in spelling from one in the core, offices without dates.
func Check(paths ...string) ([]Problem, error) {
	base, tables, err := base(paths)
	if err != nil {
		return nil, err
	}
	over, err := ReadFiles(tables...)
	if err != nil {
		return nil, err
	}
	t := base.Table()
	if err := t.Merge(over); err != nil {
		return nil, err
	}
	g, err := compile(t)
	if err != nil {
		return nil, err
	}
	var out []Problem
	for _, e := range over.Entities {
		if _, ok := base.ByID(graph.Node("ent:" + e.ID)); ok {
			out = append(out, Problem{e.where, fmt.Sprintf("%s overrides an entity of the core", e.ID)})
			continue
		}
		for _, c := range base.Lookup(e.Name) {
			if c.Kind == Name && base.Type(c.Entity) == e.Type {
				out = append(out, Problem{e.where, fmt.Sprintf("%q is also %s", e.Name, base.ID(c.Entity))})
			}
		}
	}
	for _, a := range over.Aliases {
		i, _ := g.ByID(graph.Node("ent:" + a.ID))
		for _, c := range g.Lookup(a.Alias) {
			if c.Entity != i && c.Kind == a.Kind && g.Prominence(c.Entity) == g.Prominence(i) && (a.From == "" || c.From == "" || c.Holds(a.From)) {
				out = append(out, Problem{a.where, fmt.Sprintf("alias %q means %s as well", a.Alias, g.ID(c.Entity))})
			}
		}
	}
	for _, o := range over.Offices {
		if o.From == "" && o.To == "" {
			out = append(out, Problem{o.where, fmt.Sprintf("office %q has no dates", o.Title)})
		}
	}
	return out, nil
}

// ReadFiles reads tables; a folder stands for its .tsv files in the order of their names.
func ReadFiles(paths ...string) (*Table, error) {
	t := &Table{}
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return nil, err
		}
		files := []string{p}
		if info.IsDir() {
			if files, err = filepath.Glob(filepath.Join(p, "*.tsv")); err != nil {
				return nil, err
			}
			slices.Sort(files)
		}
		for _, f := range files {
			if err := t.readFile(f); err != nil {
				return nil, err
			}
		}
	}
	return t, nil
}

func (t *Table) readFile(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return t.Read(f, name)
}

// The columns of a table that must be there, by which its kind is known; others may be absent.
var headers = []struct {
	need []string
	also []string
	read func(t *Table, r *record) error
}{
	{[]string{"id", "alias", "kind"}, []string{"lang", "from", "to", "source"}, (*Table).alias},
	{[]string{"person", "role", "of", "title"}, []string{"from", "to", "asof", "source"}, (*Table).office},
	{[]string{"member", "organisation", "kind"}, []string{"from", "to", "source"}, (*Table).relation},
	{[]string{"id", "type", "name"}, []string{"country", "iso2", "cameo", "wikidata", "wikipedia", "prominence", "lat", "lon", "population", "aliases", "offices", "source"}, (*Table).entity},
}

// A record is one line of a table.
type record struct {
	where   string
	columns map[string]int
	values  []string
}

func (r *record) get(column string) string {
	if i, ok := r.columns[column]; ok {
		return r.values[i]
	}
	return ""
}

// Read adds the rows of one table; name is for errors.
func (t *Table) Read(in io.Reader, name string) error {
	sc := bufio.NewScanner(in)
	sc.Buffer(nil, 1<<20)
	var read func(*Table, *record) error
	r := &record{}
	for line := 1; sc.Scan(); line++ {
		text := strings.TrimSuffix(sc.Text(), "\r")
		if line == 1 {
			text = strings.TrimPrefix(text, "\ufeff")
		}
		if text == "" || text[0] == '#' {
			continue
		}
		r.where = fmt.Sprintf("%s:%d", name, line)
		r.values = strings.Split(text, "\t")
		if read == nil {
			var err error
			if r.columns, read, err = header(r.values); err != nil {
				return fmt.Errorf("%s: %w", r.where, err)
			}
			continue
		}
		if len(r.values) != len(r.columns) {
			return fmt.Errorf("%s: %d columns, want %d", r.where, len(r.values), len(r.columns))
		}
		for i, v := range r.values {
			r.values[i] = strings.TrimSpace(v)
		}
		if err := read(t, r); err != nil {
			return fmt.Errorf("%s: %w", r.where, err)
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func header(values []string) (map[string]int, func(*Table, *record) error, error) {
	columns := make(map[string]int, len(values))
	for i, v := range values {
		v = strings.TrimSpace(v)
		if _, ok := columns[v]; ok {
			return nil, nil, fmt.Errorf("column %q twice", v)
		}
		columns[v] = i
	}
	for _, h := range headers {
		n := 0
		for _, c := range h.need {
			if _, ok := columns[c]; ok {
				n++
			}
		}
		if n < len(h.need) {
			continue
		}
		for _, c := range values {
			if c = strings.TrimSpace(c); !slices.Contains(h.need, c) && !slices.Contains(h.also, c) {
				return nil, nil, fmt.Errorf("column %q is none of %v", c, append(slices.Clone(h.need), h.also...))
			}
		}
		return columns, h.read, nil
	}
	var want []string
	for _, h := range headers {
		want = append(want, strings.Join(h.need, " "))
	}
	return nil, nil, fmt.Errorf("the first line names no columns of a table: want one of: %s", strings.Join(want, "; "))
}

func (t *Table) alias(r *record) error {
	kind := slices.Index(kindNames, r.get("kind"))
	if kind < 0 && r.get("kind") != "drop" {
		return fmt.Errorf("kind %q is none of %v", r.get("kind"), kindNames)
	}
	a := AliasRow{ID: bare(r.get("id")), Alias: r.get("alias"), Kind: Kind(max(kind, 0)), drop: kind < 0, where: r.where}
	if a.ID == "" || Fold(a.Alias) == "" {
		return fmt.Errorf("empty id or alias")
	}
	var err error
	if a.From, a.To, err = r.span(); err != nil {
		return err
	}
	t.Aliases = append(t.Aliases, a)
	return nil
}

func (t *Table) office(r *record) error {
	role, ok := ParseRole(r.get("role"))
	if !ok {
		return fmt.Errorf("role %q is none of %v", r.get("role"), roleNames[1:])
	}
	o := OfficeRow{Person: bare(r.get("person")), Of: bare(r.get("of")), Role: role, Title: r.get("title"), Source: cmp.Or(r.get("source"), "user"), where: r.where}
	if o.Person == "" || o.Of == "" {
		return fmt.Errorf("empty person or of")
	}
	var err error
	if o.From, o.To, err = r.span(); err != nil {
		return err
	}
	if o.AsOf, err = date(r.get("asof")); err != nil {
		return err
	}
	t.Offices = append(t.Offices, o)
	return nil
}

func (t *Table) relation(r *record) error {
	k := RelationRow{Subject: bare(r.get("member")), Object: bare(r.get("organisation")), Kind: r.get("kind"), Source: cmp.Or(r.get("source"), "user"), where: r.where}
	if k.Kind == "member" {
		k.Kind = "member_of"
	}
	if k.Subject == "" || k.Object == "" || k.Kind == "" {
		return fmt.Errorf("empty member, organisation or kind")
	}
	var err error
	if k.From, k.To, err = r.span(); err != nil {
		return err
	}
	t.Relations = append(t.Relations, k)
	return nil
}

var types = []graph.Type{graph.Person, graph.Country, graph.IGO, graph.NGO, graph.GovernmentBody, graph.Military, graph.Media, graph.Party,
	graph.Company, graph.ArmedGroup, graph.Place, graph.Facility, graph.EventType, graph.Group, graph.Topic}

func (t *Table) entity(r *record) error {
	e := EntityRow{ID: bare(r.get("id")), Name: r.get("name"), Type: graph.Type(r.get("type")), Country: r.get("country"), ISO2: r.get("iso2"),
		Code: r.get("cameo"), Wikidata: r.get("wikidata"), Wikipedia: r.get("wikipedia"), Source: cmp.Or(r.get("source"), "user"), where: r.where}
	if e.ID == "" {
		return fmt.Errorf("empty id")
	}
	if strings.ContainsFunc(e.ID, func(c rune) bool { return c <= ' ' || c == '<' || c == '>' || c == '"' }) {
		return fmt.Errorf("id %q holds a character that no id may hold", e.ID)
	}
	if e.Type != "" && !slices.Contains(types, e.Type) {
		return fmt.Errorf("type %q is none of %v", e.Type, types)
	}
	number := func(column string, most float64) float64 {
		v := r.get(column)
		if v == "" {
			return 0
		}
		n, err := strconv.ParseFloat(v, 64)
		if err != nil || n < -most || n > most {
			r.values[r.columns[column]] = "" // the first bad one is reported
			e.bad = cmp.Or(e.bad, fmt.Sprintf("%s %q is no number up to %g", column, v, most))
			return 0
		}
		return n
	}
	e.Prominence = uint8(max(0, number("prominence", 100)))
	e.Lat, e.Lon = float32(number("lat", 90)), float32(number("lon", 180))
	e.Population = uint32(max(0, number("population", 1e9)))
	if e.bad != "" {
		return fmt.Errorf("%s", e.bad)
	}
	t.Entities = append(t.Entities, e)
	for a := range strings.SplitSeq(r.get("aliases"), "|") {
		if a = strings.TrimSpace(a); a == "" {
			continue
		}
		row := AliasRow{ID: e.ID, Alias: a, where: r.where}
		if k, rest, ok := strings.Cut(a, ":"); ok && (slices.Contains(kindNames, k) || k == "drop") {
			row.Kind, row.drop, row.Alias = Kind(max(0, slices.Index(kindNames, k))), k == "drop", rest
		}
		t.Aliases = append(t.Aliases, row)
	}
	for o := range strings.SplitSeq(r.get("offices"), "|") {
		if o = strings.TrimSpace(o); o == "" {
			continue
		}
		f := strings.Split(o, ";")
		if len(f) < 3 || len(f) > 5 {
			return fmt.Errorf("office %q: want role;of;title[;from[;to]]", o)
		}
		for i := range f {
			f[i] = strings.TrimSpace(f[i])
		}
		f = append(f, "", "")
		role, ok := ParseRole(f[0])
		if !ok {
			return fmt.Errorf("role %q is none of %v", f[0], roleNames[1:])
		}
		row := OfficeRow{Person: e.ID, Of: bare(f[1]), Role: role, Title: f[2], Source: e.Source, where: r.where}
		var err error
		if row.From, err = date(f[3]); err == nil {
			row.To, err = date(f[4])
		}
		if err == nil {
			err = ordered(row.From, row.To)
		}
		if err != nil {
			return fmt.Errorf("office %q: %w", o, err)
		}
		t.Offices = append(t.Offices, row)
	}
	return nil
}

func bare(id string) string { return strings.TrimPrefix(id, "ent:") }

func (r *record) span() (from, to graph.Date, err error) {
	if from, err = date(r.get("from")); err != nil {
		return
	}
	if to, err = date(r.get("to")); err != nil {
		return
	}
	err = ordered(from, to)
	return
}

// ordered tells what is wrong with a span that ends before it begins, at the precision that both ends share.
func ordered(from, to graph.Date) error {
	if n := min(len(from), len(to)); n > 0 && from[:n] > to[:n] {
		return fmt.Errorf("from %s is after to %s", from, to)
	}
	return nil
}

func date(s string) (graph.Date, error) {
	ok := s == "" || len(s) == 4 || len(s) == 7 || len(s) == 10
	for i := 0; ok && i < len(s); i++ {
		if i == 4 || i == 7 {
			ok = s[i] == '-'
		} else {
			ok = '0' <= s[i] && s[i] <= '9'
		}
	}
	if ok && len(s) >= 7 {
		ok = s[5:7] >= "01" && s[5:7] <= "12"
	}
	if ok && len(s) == 10 {
		ok = s[8:] >= "01" && s[8:] <= "31"
	}
	if !ok {
		return "", fmt.Errorf("date %q is not YYYY, YYYY-MM or YYYY-MM-DD", s)
	}
	return graph.Date(s), nil
}

// Merge lays the rows of over on t. An entity row of a known id replaces the fields that it fills ("-" empties one); alias and
// relation rows are added, an alias of kind "drop" takes one away; an office row takes the place of one of the same person,
// role, body and start, or of the one that its start falls into.
func (t *Table) Merge(over *Table) error {
	at := make(map[string]int, len(t.Entities))
	for i, e := range t.Entities {
		at[e.ID] = i
	}
	for _, e := range over.Entities {
		i, ok := at[e.ID]
		if !ok {
			if e.Name == "" || e.Type == "" {
				return fmt.Errorf("%s: a new entity wants a type and a name", e.where)
			}
			at[e.ID] = len(t.Entities)
			t.Entities = append(t.Entities, e)
			continue
		}
		b := &t.Entities[i]
		if e.Name != "" && e.Name != b.Name {
			t.Aliases = append(t.Aliases, AliasRow{ID: b.ID, Alias: b.Name})
			b.Name = e.Name
		}
		if e.Type != "" {
			b.Type = e.Type
		}
		for _, f := range []struct {
			to   *string
			from string
		}{{&b.Country, e.Country}, {&b.ISO2, e.ISO2}, {&b.Code, e.Code}, {&b.Wikidata, e.Wikidata}, {&b.Wikipedia, e.Wikipedia}} {
			if f.from == "-" {
				*f.to = ""
			} else if f.from != "" {
				*f.to = f.from
			}
		}
		if e.Prominence > 0 {
			b.Prominence = e.Prominence
		}
		if e.Lat != 0 || e.Lon != 0 {
			b.Lat, b.Lon = e.Lat, e.Lon
		}
		if e.Population > 0 {
			b.Population = e.Population
		}
	}
	drop := map[[2]string]bool{}
	for _, a := range over.Aliases {
		if _, ok := at[a.ID]; !ok {
			return fmt.Errorf("%s: no entity %q", a.where, a.ID)
		}
		if a.drop {
			drop[[2]string{a.ID, Fold(a.Alias)}] = true
		}
	}
	if len(drop) > 0 {
		t.Aliases = slices.DeleteFunc(t.Aliases, func(a AliasRow) bool { return drop[[2]string{a.ID, Fold(a.Alias)}] })
	}
	for _, a := range over.Aliases {
		if !a.drop {
			t.Aliases = append(t.Aliases, a)
		}
	}
	type term struct {
		person, of string
		role       Role
	}
	terms, done := map[term][]int{}, map[int]bool{}
	for i, o := range t.Offices {
		k := term{o.Person, o.Of, o.Role}
		terms[k] = append(terms[k], i)
	}
	for _, o := range over.Offices {
		for _, id := range []string{o.Person, o.Of} {
			if _, ok := at[id]; !ok {
				return fmt.Errorf("%s: no entity %q", o.where, id)
			}
		}
		replaced := false
		for _, same := range []bool{true, false} { // the term of the same start, else the one that holds it
			for _, i := range terms[term{o.Person, o.Of, o.Role}] {
				b := &t.Offices[i]
				if replaced || done[i] || same && o.From != b.From || !same && o.From != "" && b.From != "" && !within(o.From, b.From, b.To) && b.From[:4] != o.From[:4] {
					continue
				}
				*b, replaced, done[i] = o, true, true
			}
		}
		if !replaced {
			t.Offices = append(t.Offices, o)
		}
	}
	for _, r := range over.Relations {
		for _, id := range []string{r.Subject, r.Object} {
			if _, ok := at[id]; !ok {
				return fmt.Errorf("%s: no entity %q", r.where, id)
			}
		}
		t.Relations = append(t.Relations, r)
	}
	return nil
}

// Table returns the rows of g.
func (g *Gazetteer) Table() *Table {
	t := &Table{}
	e := &g.entities
	for n := range e.id {
		i := Index(n)
		t.Entities = append(t.Entities, EntityRow{ID: bare(g.id(i)), Name: g.name(i), Type: g.Type(i), Country: g.country(i), ISO2: g.pool[e.iso2[i]], Code: g.code(i),
			Wikidata: g.wikidata(i), Wikipedia: g.wikipedia(i), Prominence: e.prominence[i], Lat: float32(unzigzag(e.lat[i])) / 100, Lon: float32(unzigzag(e.lon[i])) / 100,
			Population: e.population[i], Source: g.pool[e.source[i]]})
	}
	for k := range g.namings.entity {
		c := g.candidate(uint32(k))
		t.Aliases = append(t.Aliases, AliasRow{ID: bare(g.id(c.Entity)), Alias: c.Alias, Kind: c.Kind, From: c.From, To: c.To})
	}
	for k := range g.offices.of {
		o := g.office(uint32(k))
		t.Offices = append(t.Offices, OfficeRow{Person: bare(g.id(o.Person)), Of: bare(g.id(o.Of)), Role: o.Role, Title: o.Title,
			From: o.From, To: o.To, AsOf: o.AsOf, Source: o.Source})
	}
	for _, r := range g.relations {
		t.Relations = append(t.Relations, RelationRow{Subject: bare(g.id(r.Subject)), Object: bare(g.id(r.Object)), Kind: r.Kind, From: r.From, To: r.To, Source: r.Source})
	}
	return t
}
