package event

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"entente/graph"
	"entente/graph/ontology"
)

// The tables are read once; a wrong row is an error of New.
var (
	//go:embed patterns.tsv
	patternsTSV string
	//go:embed words.tsv
	wordsTSV string
	//go:embed wrappers.tsv
	wrappersTSV string
	//go:embed refine.tsv
	refineTSV string
)

// slotKind is a place of a trigger where an argument stands.
type slotKind uint8

const (
	slotSubj   slotKind = iota // who does it, whatever the voice
	slotObj                    // to whom it is done, whatever the voice
	slotIobj                   // "gave Ukraine tanks"
	slotPoss                   // "Putin's visit"
	slotMod                    // "the Russian invasion", "Putin-Kim talks"
	slotComp                   // the recipient of the act in the complement: "agreed to send tanks to Kyiv"
	slotOffice                 // the country or body of the subject's office: "the president of Kosovo resigned"
	slotAny                    // any name behind the trigger in its clause
	slotWord                   // a noun before the trigger: "missile launches"
	slotPrep                   // after a preposition
)

// A slot is one alternative for an argument.
type slot struct {
	kind  slotKind
	prep  string
	owner bool // @: where a thing stands, its owner is meant: "criticized Hungary's decision"
	topic bool // *: where a thing stands, the thing itself is meant: "tested a missile"
	named bool // !: only a linked entity
	body  bool // %: an organisation or agreement, no country or person
	local bool // set by the engine: a government without a name is that of the only country around
}

// A condition must hold for a row to match.
type condition struct {
	slot   slot
	class  frameClass // some word of the argument is of this class; none: any
	absent bool       // the slot is empty, or holds no word of the class
}

// A row is a line of patterns.tsv.
type row struct {
	line       int
	pos        byte // v, n or a
	a, b       []slot
	pair       bool // both sides come from a: "Putin and Kim met"
	conditions []condition
	particle   string
	passive    int8 // 1 passive only, -1 active only
	predicate  graph.Predicate
	cameo      string
	meta       *ontology.Predicate
	order      int // more conditions first, those with a class before those without
}

// An Example is the sentence that a row of a table brings, with what it must yield.
type Example struct {
	Line int
	Text string
	Want []string // "subject|predicate|object|modality"
}

// A Row is what a line of patterns.tsv asks for.
type Row struct {
	Line            int
	Triggers, Frame string
	Rare            bool // read fewer than RareBelow sentences of the news that the table was counted on; kept for the ontology
	graph.Predicate
}

// RareBelow is the number of news sentences that a row must read not to be marked as rare.
const RareBelow = 3

// Rows lists patterns.tsv.
func Rows() []Row {
	var r []Row
	// New tells what is wrong with the table
	_ = lines("patterns.tsv", patternsTSV, 8, func(n int, f []string) error {
		r = append(r, Row{Line: n, Triggers: f[0], Frame: f[2], Predicate: graph.Predicate(f[3]), Rare: f[7] == "rare"})
		return nil
	})
	return r
}

// wordClass is a set of those classes of words.tsv that the engine asks for.
type wordClass uint64

// frameClass is a set of those classes of words.tsv that frames ask for.
type frameClass [3]uint64

func (c *frameClass) add(x frameClass) {
	for i := range c {
		c[i] |= x[i]
	}
}

func (c frameClass) meets(x frameClass) bool { return c[0]&x[0]|c[1]&x[1]|c[2]&x[2] != 0 }

// patterns is all tables, ready for use.
type patterns struct {
	verbs, nouns, adjectives map[string][]*row
	classes                  map[string]frameClass // word -> classes that frames ask for
	names                    map[string]frameClass // class -> bit
	roles, roleNames         map[string]wordClass  // the same for the classes that the engine asks for
	wrappers                 map[wrapperKey]wrapper
	refine                   map[graph.Predicate][]refinement
	examples                 []Example
}

type wrapperKey struct {
	lemma string
	pos   byte
}

// gives is what a word does to the modality of the act in its complement.
type gives uint8

const (
	givesNothing gives = iota
	givesAsserted
	givesPlanned
	givesRequested
	givesNegated
	givesDenied
	givesAlleged
	givesPossible
	givesHypothetical
	givesSaid // attribution
	givesFact // attribution; what is told is a fact whatever stands above
	givesTrue // what is told is a fact whatever stands above: "did not condemn the attack"
)

var givesNames = map[string]gives{
	"asserted": givesAsserted, "planned": givesPlanned, "requested": givesRequested, "negated": givesNegated, "denied": givesDenied,
	"alleged": givesAlleged, "possible": givesPossible, "hypothetical": givesHypothetical, "said": givesSaid, "fact": givesFact, "true": givesTrue,
}

// roleNames are the classes of words.tsv that the engine itself asks for.
var roleNames = []string{"partitive", "agency", "instrument", "people", "report", "planned", "possible", "alleged", "happen", "title", "state", "install", "organ", "address"}

// A wrapper is a line of wrappers.tsv.
type wrapper struct {
	gives   gives
	object  bool // the complement's subject is the wrapper's object: "urged Kim to stop"
	support bool // the word only carries the noun beside it: "held talks"
}

// does reports whether who does the wrapper does, or is to do, the act that its object names: "launched an attack", "planned
// talks", "cancelled a visit". Who condemns an attack or welcomes talks has no part in them.
func (x wrapper) does() bool {
	switch x.gives {
	case givesPlanned, givesRequested, givesNegated, givesDenied, givesPossible, givesHypothetical:
		return true
	}
	return x.support
}

// support reports whether a verb only carries the noun beside it.
func (p *patterns) support(lemma string) bool { return p.wrappers[wrapperKey{lemma, 'v'}].support }

// class returns the PLOVER class of an event noun where no other word says more, "" for another word.
func (p *patterns) class(noun string) string {
	rows := p.nouns[noun]
	if len(rows) == 0 {
		return ""
	}
	return rows[len(rows)-1].meta.Class
}

// A refinement says what a wrapper becomes by the act in its complement.
type refinement struct {
	base      string          // CAMEO code of the wrapper's row, "" for any
	prefix    string          // CAMEO prefix of the act
	act       graph.Predicate // or its predicate
	predicate graph.Predicate
	cameo     string
}

func readTables() (*patterns, error) {
	p := &patterns{
		verbs: map[string][]*row{}, nouns: map[string][]*row{}, adjectives: map[string][]*row{},
		classes: map[string]frameClass{}, names: map[string]frameClass{},
		roles: map[string]wordClass{}, roleNames: map[string]wordClass{}, wrappers: map[wrapperKey]wrapper{}, refine: map[graph.Predicate][]refinement{},
	}
	err := lines("words.tsv", wordsTSV, 2, func(_ int, f []string) error {
		if slices.Contains(roleNames, f[0]) {
			bit := p.roleNames[f[0]]
			if bit == 0 {
				bit = 1 << len(p.roleNames)
				p.roleNames[f[0]] = bit
			}
			for w := range strings.FieldsSeq(f[1]) {
				if p.roles[w]&bit != 0 {
					return fmt.Errorf("class %s: %s stands twice", f[0], w)
				}
				p.roles[w] |= bit
			}
			return nil
		}
		bit, ok := p.names[f[0]]
		if !ok {
			n := len(p.names)
			if n == 64*len(bit) {
				return fmt.Errorf("class %s: more than %d classes", f[0], n)
			}
			bit[n/64] = 1 << (n % 64)
			p.names[f[0]] = bit
		}
		for w := range strings.FieldsSeq(f[1]) {
			x := p.classes[w]
			if x.meets(bit) {
				return fmt.Errorf("class %s: %s stands twice", f[0], w)
			}
			x.add(bit)
			p.classes[w] = x
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = lines("wrappers.tsv", wrappersTSV, 4, func(_ int, f []string) error {
		g, ok := givesNames[f[2]]
		if !ok && f[2] != "support" {
			return fmt.Errorf("%q is no modality", f[2])
		}
		if len(f[0]) != 1 || !strings.Contains("vna", f[0]) {
			return fmt.Errorf("part of speech %q", f[0])
		}
		for w := range strings.FieldsSeq(f[3]) {
			k := wrapperKey{w, f[0][0]}
			if _, ok := p.wrappers[k]; ok {
				return fmt.Errorf("%s stands twice", w)
			}
			p.wrappers[k] = wrapper{gives: g, object: f[1] == "object", support: f[2] == "support"}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = lines("refine.tsv", refineTSV, 5, func(_ int, f []string) error {
		r := refinement{base: f[1], predicate: graph.Predicate(f[3]), cameo: f[4]}
		if ontology.Lookup(r.predicate) == nil {
			return fmt.Errorf("no predicate %s", r.predicate)
		}
		for act := range strings.SplitSeq(f[2], ",") {
			r.prefix, r.act = act, ""
			if act[0] < '0' || act[0] > '9' {
				r.prefix, r.act = "", graph.Predicate(act)
				if ontology.Lookup(r.act) == nil {
					return fmt.Errorf("no predicate %s", act)
				}
			}
			for base := range strings.SplitSeq(f[0], ",") {
				p.refine[graph.Predicate(base)] = append(p.refine[graph.Predicate(base)], r)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = lines("patterns.tsv", patternsTSV, 8, func(n int, f []string) error { return p.add(n, f) })
	if err != nil {
		return nil, err
	}
	for _, m := range []map[string][]*row{p.verbs, p.nouns, p.adjectives} {
		for _, rows := range m {
			slices.SortStableFunc(rows, func(a, b *row) int { return b.order - a.order })
		}
	}
	return p, nil
}

// add reads one line of patterns.tsv: triggers, part of speech, frame, predicate, CAMEO code, example, wanted statements, and
// whether it is rare.
func (p *patterns) add(line int, f []string) error {
	r := row{line: line, pos: f[1][0], predicate: graph.Predicate(f[3]), cameo: f[4]}
	if r.meta = ontology.Lookup(r.predicate); r.meta == nil {
		return fmt.Errorf("no predicate %s", r.predicate)
	}
	if r.cameo == "-" {
		r.cameo = ""
	} else if ontology.LookupCode(r.cameo) == nil {
		return fmt.Errorf("no CAMEO code %s", r.cameo)
	}
	if len(f[5]) < 2 || len(f[6]) < 2 {
		return fmt.Errorf("no example")
	}
	if f[7] != "rare" && f[7] != "-" {
		return fmt.Errorf("%q is neither rare nor -", f[7])
	}
	for part := range strings.FieldsSeq(f[2]) {
		switch {
		case strings.HasPrefix(part, "AB="):
			s, err := slots(part[3:])
			if err != nil {
				return err
			}
			r.a, r.pair = s, true
		case strings.HasPrefix(part, "A="), strings.HasPrefix(part, "B="):
			s, err := slots(part[2:])
			if err != nil {
				return err
			}
			if part[0] == 'A' {
				r.a = s
			} else {
				r.b = s
			}
		case part == "passive":
			r.passive = 1
		case part == "active":
			r.passive = -1
		default:
			c := condition{absent: part[0] == '!'}
			name, class, ok := strings.Cut(strings.TrimPrefix(part, "!"), "~")
			s, err := slots(name)
			if err != nil {
				return err
			}
			if ok {
				for one := range strings.SplitSeq(class, "|") {
					bit, ok := p.names[one]
					if !ok {
						return fmt.Errorf("no class %s in words.tsv", one)
					}
					c.class.add(bit)
				}
			}
			c.slot = s[0]
			r.conditions = append(r.conditions, c)
			if ok && !c.absent {
				r.order += 2
			} else if !c.absent {
				r.order++
			}
		}
	}
	if len(r.a) == 0 || len(r.b) == 0 && !r.pair {
		return fmt.Errorf("frame %q: no A or no B", f[2])
	}
	var m map[string][]*row
	switch f[1] {
	case "v":
		m = p.verbs
	case "n":
		m = p.nouns
	case "a":
		m = p.adjectives
	default:
		return fmt.Errorf("part of speech %q", f[1])
	}
	for t := range strings.SplitSeq(f[0], ",") {
		one := r
		lemma, particle, ok := strings.Cut(strings.TrimSpace(t), "+")
		if ok {
			one.particle = particle
			one.order += 2
		}
		m[lemma] = append(m[lemma], &one)
	}
	p.examples = append(p.examples, Example{Line: line, Text: f[5], Want: strings.Split(f[6], "; ")})
	return nil
}

func slots(s string) ([]slot, error) {
	var r []slot
	for one := range strings.SplitSeq(s, "|") {
		var t slot
		for one != "" {
			last := one[len(one)-1]
			if last == '@' {
				t.owner = true
			} else if last == '*' {
				t.topic = true
			} else if last == '!' {
				t.named = true
			} else if last == '%' {
				t.body = true
			} else {
				break
			}
			one = one[:len(one)-1]
		}
		switch one {
		case "":
			return nil, fmt.Errorf("empty slot in %q", s)
		case "subj":
			t.kind = slotSubj
		case "obj":
			t.kind = slotObj
		case "iobj":
			t.kind = slotIobj
		case "poss":
			t.kind = slotPoss
		case "mod":
			t.kind = slotMod
		case "comp":
			t.kind = slotComp
		case "office":
			t.kind = slotOffice
		case "any":
			t.kind = slotAny
		case "word":
			t.kind = slotWord
		default:
			t.kind, t.prep = slotPrep, one
		}
		r = append(r, t)
	}
	return r, nil
}

// lines calls fn for every row of a table.
func lines(name, table string, columns int, fn func(line int, fields []string) error) error {
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
		if err := fn(n, f); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return nil
}
