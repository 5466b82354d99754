// Package ontology is the vocabulary of statements: the predicates with their PLOVER classes and modes, CAMEO codes,
// kinds of subject and object, inverses; and the CAMEO codes with the PLOVER class of each. Both are tables
// (predicates.tsv, cameo.tsv), embedded and read once. A new predicate is a row there.
package ontology

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"entente/graph"
)

//go:embed predicates.tsv
var predicatesTSV string

//go:embed cameo.tsv
var cameoTSV string

// Kind tells what happens from what holds.
type Kind uint8

// An Event happens at a time; a State holds.
const (
	Event Kind = iota
	State
)

func (k Kind) String() string {
	if k == State {
		return "state"
	}
	return "event"
}

// A Predicate is a row of predicates.tsv.
type Predicate struct {
	Name       graph.Predicate
	Kind       Kind
	Class      string   // PLOVER event class: "CONSULT", "" if it has none
	Modes      []string // PLOVER modes, the usual one first
	CAMEO      []string // codes, the most general first
	Definition string
	Domain     []string // kinds of subject: "Actor", "Person", "Place", ...
	Range      []string // kinds of object
	Inverse    graph.Predicate
	Symmetric  bool
	Example    string
	Tier       int // 1 common, 2 rare
}

// Mode is the usual mode, or "".
func (p *Predicate) Mode() string {
	if len(p.Modes) == 0 {
		return ""
	}
	return p.Modes[0]
}

// Accepts reports whether the range names the kind: "Topic", "Person".
func (p *Predicate) Accepts(kind string) bool { return slices.Contains(p.Range, kind) }

// A Code is a row of cameo.tsv.
type Code struct {
	Code       string // "0311"
	Name       string
	Class      string // PLOVER event class, "" for comments (root 01)
	Mode       string
	Context    string
	Quad       string // V-COOP, M-COOP, V-CONF, M-CONF
	Predicates []graph.Predicate
}

type tables struct {
	predicates []Predicate
	byName     map[graph.Predicate]*Predicate
	inverse    map[graph.Predicate]*Predicate
	codes      []Code
	byCode     map[string]*Code
}

var load = sync.OnceValues(func() (*tables, error) { return parse(predicatesTSV, cameoTSV) })

// must holds because the tables are part of the program and a test reads them.
func must() *tables {
	t, err := load()
	if err != nil {
		panic(err)
	}
	return t
}

// Check reads the tables and tells the first row that is wrong.
func Check() error { _, err := load(); return err }

// Predicates lists all predicates, sorted by name.
func Predicates() []Predicate { return must().predicates }

// Codes lists all CAMEO codes in order.
func Codes() []Code { return must().codes }

// Lookup returns the row of a predicate, nil if the table has none.
func Lookup(p graph.Predicate) *Predicate { return must().byName[p] }

// LookupInverse returns the row whose inverse is named p, nil if there is none.
func LookupInverse(p graph.Predicate) *Predicate { return must().inverse[p] }

// LookupCode returns the row of a CAMEO code, nil if the table has none.
func LookupCode(code string) *Code { return must().byCode[code] }

// Symmetric reports whether a statement of p says the same both ways round.
func Symmetric(p graph.Predicate) bool {
	r := must().byName[p]
	return r != nil && r.Symmetric
}

// Class returns PLOVER class, mode and CAMEO code of a statement with predicate p whose words support the code
// ("" if they support none beyond the predicate). The class is the code's where there is one. A code of four digits
// tells the mode better than the predicate, a shorter one worse.
func Class(p graph.Predicate, code string) (class, mode, cameo string) {
	t := must()
	row := t.byName[p]
	if row == nil {
		return "", "", ""
	}
	if code == "" && len(row.CAMEO) > 0 {
		code = row.CAMEO[0]
	}
	class, mode = row.Class, row.Mode()
	if c := t.byCode[code]; c != nil {
		if c.Class != class || len(code) == 4 && c.Mode != "" || mode == "" {
			class, mode = c.Class, c.Mode
		}
	}
	return class, mode, code
}

// Fold returns the PLOVER class under which a statement of the given class and modality is counted by PLOVER's rules:
// what is planned is AGREE or THREATEN, what is refused is REJECT.
func Fold(class string, m graph.Modality) string {
	switch m {
	case graph.Planned, graph.Hypothetical:
		switch class {
		case "CONSULT", "SUPPORT", "COOPERATE", "AID":
			return "AGREE"
		case "ASSAULT", "COERCE", "SANCTION", "PROTEST":
			return "THREATEN"
		}
	case graph.Negated:
		return "REJECT"
	}
	return class
}

func parse(predicates, codes string) (*tables, error) {
	t := &tables{byName: map[graph.Predicate]*Predicate{}, inverse: map[graph.Predicate]*Predicate{}, byCode: map[string]*Code{}}
	err := rows("cameo.tsv", codes, 7, func(f []string) error {
		t.codes = append(t.codes, Code{Code: f[0], Name: f[1], Class: f[2], Mode: f[3], Context: f[4], Quad: f[5], Predicates: names(f[6])})
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range t.codes {
		c := &t.codes[i]
		if i > 0 && t.codes[i-1].Code >= c.Code {
			return nil, fmt.Errorf("cameo.tsv: code %s: not in order", c.Code)
		}
		t.byCode[c.Code] = c
	}
	err = rows("predicates.tsv", predicates, 12, func(f []string) error {
		p := Predicate{
			Name: graph.Predicate(f[0]), Class: f[2], Modes: list(f[3]), CAMEO: list(f[4]), Definition: f[5],
			Domain: list(f[6]), Range: list(f[7]), Inverse: graph.Predicate(f[8]), Example: f[10],
		}
		switch f[1] {
		case "event":
		case "state":
			p.Kind = State
		default:
			return fmt.Errorf("kind %q is neither event nor state", f[1])
		}
		switch f[9] {
		case "y":
			p.Symmetric = true
		case "n":
		default:
			return fmt.Errorf("symmetric %q is neither y nor n", f[9])
		}
		switch f[11] {
		case "1", "2":
			p.Tier = int(f[11][0] - '0')
		default:
			return fmt.Errorf("tier %q is neither 1 nor 2", f[11])
		}
		if p.Definition == "" || p.Example == "" || p.Inverse == "" || len(p.Domain) == 0 || len(p.Range) == 0 {
			return fmt.Errorf("predicate %s: a column is empty", p.Name)
		}
		for _, c := range p.CAMEO {
			if t.byCode[c] == nil {
				return fmt.Errorf("predicate %s: no CAMEO code %s", p.Name, c)
			}
		}
		t.predicates = append(t.predicates, p)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range t.predicates {
		p := &t.predicates[i]
		if i > 0 && t.predicates[i-1].Name >= p.Name {
			return nil, fmt.Errorf("predicates.tsv: predicate %s: not in order", p.Name)
		}
		t.byName[p.Name] = p
		t.inverse[p.Inverse] = p
	}
	for _, c := range t.codes {
		for _, p := range c.Predicates {
			if t.byName[p] == nil {
				return nil, fmt.Errorf("cameo.tsv: code %s: no predicate %s", c.Code, p)
			}
		}
	}
	return t, nil
}

// rows calls fn for every row of a table; "-" is an empty field.
func rows(name, table string, columns int, fn func(fields []string) error) error {
	n := 0
	for line := range strings.Lines(table) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != columns {
			return fmt.Errorf("%s:%d: %d columns, want %d", name, n, len(f), columns)
		}
		for i := range f {
			if f[i] == "-" {
				f[i] = ""
			}
		}
		if err := fn(f); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return nil
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

func names(s string) []graph.Predicate {
	var r []graph.Predicate
	for _, p := range list(s) {
		r = append(r, graph.Predicate(p))
	}
	return r
}
