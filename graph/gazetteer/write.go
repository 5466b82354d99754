package gazetteer

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"entente/graph"
)

// Only returns the rows of the entities that keep chooses. An office or relation is kept if its person or subject is; the
// entity at its other end comes along, without names and offices of its own.
func (t *Table) Only(keep func(*EntityRow) bool) *Table {
	out := &Table{}
	chosen, needed := map[string]bool{}, map[string]bool{}
	for i := range t.Entities {
		if keep(&t.Entities[i]) {
			chosen[t.Entities[i].ID] = true
		}
	}
	for _, a := range t.Aliases {
		if chosen[a.ID] {
			out.Aliases = append(out.Aliases, a)
		}
	}
	for _, o := range t.Offices {
		if chosen[o.Person] {
			out.Offices = append(out.Offices, o)
			needed[o.Of] = true
		}
	}
	for _, r := range t.Relations {
		if chosen[r.Subject] {
			out.Relations = append(out.Relations, r)
			needed[r.Object] = true
		}
	}
	for _, e := range t.Entities {
		if chosen[e.ID] || needed[e.ID] {
			out.Entities = append(out.Entities, e)
		}
	}
	return out
}

// Write writes t as the four tables that Read reads, entities.tsv, aliases.tsv, offices.tsv and members.tsv, into folder dir,
// which it makes if there is none. What a file of such a name held is lost.
func (t *Table) Write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	named := make(map[string]string, len(t.Entities))
	entities := make([][]string, 0, len(t.Entities))
	for _, e := range t.Entities {
		named[e.ID] = e.Name
		entities = append(entities, []string{e.ID, string(e.Type), e.Name, e.Country, e.ISO2, e.Code, e.Wikidata, e.Wikipedia, number(float64(e.Prominence)),
			number(float64(e.Lat)), number(float64(e.Lon)), number(float64(e.Population)), e.Source})
	}
	var aliases, offices, members [][]string
	for _, a := range t.Aliases {
		if a.Alias != named[a.ID] || a.Kind != Name || a.From != "" || a.To != "" {
			aliases = append(aliases, []string{a.ID, a.Alias, a.Kind.String(), string(a.From), string(a.To)})
		}
	}
	slices.SortStableFunc(aliases, func(a, b []string) int { return cmp.Compare(a[0], b[0]) })
	for _, o := range t.Offices {
		offices = append(offices, []string{o.Person, o.Role.String(), o.Of, o.Title, string(o.From), string(o.To), string(o.AsOf), o.Source})
	}
	for _, r := range t.Relations {
		members = append(members, []string{r.Subject, r.Object, r.Kind, string(r.From), string(r.To), r.Source})
	}
	for _, f := range []struct {
		name, header string
		rows         [][]string
	}{
		{"entities.tsv", "id type name country iso2 cameo wikidata wikipedia prominence lat lon population source", entities},
		{"aliases.tsv", "id alias kind from to", aliases},
		{"offices.tsv", "person role of title from to asof source", offices},
		{"members.tsv", "member organisation kind from to source", members},
	} {
		if err := writeRows(filepath.Join(dir, f.name), strings.Fields(f.header), f.rows); err != nil {
			return err
		}
	}
	return nil
}

func number(n float64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatFloat(n, 'f', -1, 32)
}

func writeRows(name string, header []string, rows [][]string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	for _, r := range append([][]string{header}, rows...) {
		w.WriteString(strings.Join(r, "\t"))
		w.WriteByte('\n')
	}
	err = w.Flush()
	return cmp.Or(f.Close(), err)
}

// Build compiles tables, laid over the core or alone, into the form that Load takes without compiling again.
func Build(alone bool, paths ...string) (*Gazetteer, error) {
	if !alone {
		return Load(paths...)
	}
	over, err := ReadFiles(paths...)
	if err != nil {
		return nil, err
	}
	t := &Table{}
	if err := t.Merge(over); err != nil {
		return nil, err
	}
	return compile(t)
}

// frame begins every file that Encode wrote.
const frame = "\x28\xb5\x2f\xfd"

// base returns what tables are laid over, the core or the one compiled file among paths, and the paths of tables.
func base(paths []string) (*Gazetteer, []string, error) {
	compiled := ""
	var tables []string
	for _, p := range paths {
		switch is, err := isCompiled(p); {
		case err != nil:
			return nil, nil, err
		case !is:
			tables = append(tables, p)
		case compiled != "":
			return nil, nil, fmt.Errorf("%s: there can be one compiled gazetteer, %s is one: build both from their tables into one", p, compiled)
		default:
			compiled = p
		}
	}
	if compiled == "" {
		g, err := Core()
		return g, tables, err
	}
	b, err := os.ReadFile(compiled)
	if err != nil {
		return nil, nil, err
	}
	g, err := Decode(b)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w: build it again with this version", compiled, err)
	}
	return g, tables, nil
}

func isCompiled(name string) (bool, error) {
	f, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer f.Close()
	var begin [len(frame)]byte
	n, _ := f.Read(begin[:]) // a folder, or a file too short for one, is none
	return string(begin[:n]) == frame, nil
}

// A Sense is one thing that a name may mean.
type Sense struct {
	Candidate
	graph.Entity
	Holds bool // at the date that was asked for
}

// Explain returns all that name may mean, the best known first, with what is known of each at date at.
func (g *Gazetteer) Explain(name string, at graph.Date) []Sense {
	var out []Sense
	for _, c := range g.Lookup(name) {
		out = append(out, Sense{c, g.Entity(c.Entity, at), c.Holds(at)})
	}
	return out
}
