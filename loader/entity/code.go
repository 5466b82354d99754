package entity

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/syntax"
)

//go:embed roles.tsv
var rolesTSV string

// An actorRole is what a noun tells of the role of an actor.
type actorRole struct {
	code string // "REB"
	home bool   // the country is that of the place told of
	near bool   // that of the place which the own clause names, and no other
}

var rolesOnce = sync.OnceValues(func() (map[string]actorRole, error) { return readRoles("roles.tsv", rolesTSV) })

func readRoles(name, table string) (map[string]actorRole, error) {
	m := map[string]actorRole{}
	n := 0
	for line := range strings.Lines(table) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		col := strings.Split(line, "\t")
		if len(col) != 3 {
			return nil, fmt.Errorf("%s:%d: %d columns, want 3", name, n, len(col))
		}
		if len(col[0]) != 3 || strings.ToUpper(col[0]) != col[0] {
			return nil, fmt.Errorf("%s:%d: role %q, want three capitals", name, n, col[0])
		}
		switch col[1] {
		case "home", "there", "away":
		default:
			return nil, fmt.Errorf("%s:%d: %q, want home, there or away", name, n, col[1])
		}
		for f := range strings.FieldsSeq(col[2]) {
			if _, twice := m[f]; twice {
				return nil, fmt.Errorf("%s:%d: %s stands twice", name, n, f)
			}
			m[f] = actorRole{code: col[0], home: col[1] == "home", near: col[1] == "there"}
		}
	}
	return m, nil
}

// A Coding tells why an entity has an actor code that neither its name nor the gazetteer gave it.
type Coding struct {
	Entity  int32 // index of Mentions.Entities
	Token   int32 // where it is named
	Reasons []string
}

// Why an entity belongs to a country.
const (
	codedOffice   = "country or body of the office"
	codedOwn      = "country of its own name"
	codedPhrase   = "country in the phrase"
	codedPlace    = "place of the event"
	codedSentence = "only country of the sentence"
	codedText     = "main country of the text"
)

// coder is the state of Code.
type coder struct {
	l     *Linker
	d     *syntax.Document
	m     *Mentions
	roles map[string]actorRole
	first []int32 // per sentence: its first mention; one more at the end
	count map[string]int32
	seen  []bool // per entity
}

// Code completes the actor codes (CAMEO: country and role) of the entities of m, with those of the statements that the
// event stage found: of nameless groups, of unknown persons, bodies and places, and of persons whose office only the text
// tells. The country is, in this order, that of the office, of the words of the phrase ("Sudanese rebels", "the Albanians
// of southern Serbia"), of the place where the clause puts it ("police in Lagos"), the only one of the sentence, the one that
// the text is about. The last three hold for those alone who act at home by their nature: rebels, police, judges, ministers, the
// opposition. What was coded so is in m.Codings, in order.
func (l *Linker) Code(d *syntax.Document, m *Mentions, statements []graph.Statement) {
	roles, err := rolesOnce()
	if err != nil {
		panic(err) // roles.tsv is part of the binary and read by the tests
	}
	c := &coder{l: l, d: d, m: m, roles: roles}
	m.Codings = m.Codings[:0]
	c.seen = make([]bool, len(m.Entities))
	for i := range m.Mentions {
		x := &m.Mentions[i]
		if len(x.Entities) != 1 || x.Kind == Pronoun || x.beside || x.inner {
			continue
		}
		c.code(x.Entities[0], x.Head, x)
	}
	var made map[graph.Node]int32 // entities without a mention
	for i := range m.Entities {
		if e := &m.Entities[i]; !c.seen[i] && codable(e) {
			if made == nil {
				made = map[graph.Node]int32{}
			}
			made[e.ID] = int32(i)
		}
	}
	if made == nil {
		return
	}
	for i := range statements {
		s := &statements[i]
		for _, id := range [2]graph.Node{s.Subject, s.Object} {
			if e, ok := made[id]; ok && !c.seen[e] {
				if t := c.find(s.Sentence, m.Entities[e].Name); t >= 0 {
					c.code(e, t, nil)
				}
			}
		}
	}
}

// codable reports whether an entity may need a code from its text.
func codable(e *graph.Entity) bool {
	switch e.Type {
	case graph.Country, graph.Topic, graph.EventType:
		return false
	case graph.Person:
		return len(e.Code) <= 3 // the gazetteer knows the country alone, or nothing
	case graph.Group:
		return !strings.HasPrefix(e.Code, e.Country) || len(e.Code) <= 3
	}
	return e.Code == ""
}

// codeOf is the CAMEO actor code of an entity that only its type and country tell.
func codeOf(typ graph.Type, iso3 string) string {
	switch {
	case iso3 != "":
		return iso3 + codeRole(typ)
	case typ == graph.NGO:
		return "NGO"
	}
	return ""
}

// codeRole is the role of a kind of entity.
func codeRole(typ graph.Type) string {
	switch typ {
	case graph.GovernmentBody:
		return "GOV"
	case graph.Military:
		return "MIL"
	case graph.Media:
		return "MED"
	case graph.Company:
		return "BUS"
	case graph.ArmedGroup:
		return "REB"
	case graph.NGO:
		return "NGO"
	case graph.Party:
		return "PTY"
	}
	return ""
}

// find returns the token of a sentence at which the last word of name stands, or -1.
func (c *coder) find(number int, name string) int32 {
	last := name[strings.LastIndexByte(name, ' ')+1:]
	for k := range c.d.Sentences {
		s := &c.d.Sentences[k]
		if int(s.Number) != number {
			continue
		}
		for t := s.First; t < s.Last; t++ {
			if strings.EqualFold(c.d.Form(int(t)), last) || strings.EqualFold(c.d.Lemmas[t], last) {
				return t
			}
		}
	}
	return -1
}

// code gives entity e, which is named at token t, its code where it lacks one. x is its mention, or nil.
func (c *coder) code(e, t int32, x *Mention) {
	ent := &c.m.Entities[e]
	if !codable(ent) {
		return
	}
	c.seen[e] = true
	role := c.role(ent, t, x)
	country, why := c.country(ent, t, x, role)
	if country == "" {
		return
	}
	code := country
	if len(country) == 3 && country != "IGO" && country != "NGO" {
		if ent.Type == graph.Place || ent.Type == graph.Facility {
			role.code = ""
		}
		code += role.code
	}
	if code == ent.Code || len(code) < len(ent.Code) {
		return
	}
	ent.Code = code
	if ent.Country == "" && ent.Type != graph.Group && why == codedPhrase && len(country) == 3 && country != "IGO" && country != "NGO" {
		ent.Country = c.iso3(country)
	}
	c.m.Codings = append(c.m.Codings, Coding{Entity: e, Token: t, Reasons: []string{why}})
}

// role returns what the words around the name tell of the role.
func (c *coder) role(e *graph.Entity, t int32, x *Mention) actorRole {
	d := c.d
	switch e.Type {
	case graph.Group:
		if r, ok := c.roleAt(t); ok {
			// "government troops", "opposition leaders", "police officers"
			for k := t - 1; k >= 0 && t-k < 4 && d.Heads[k] == t; k-- {
				if q, ok := c.roleAt(k); ok && (q.code == "OPP" || q.code == "REB" || q.code == "COP" || q.code == "MIL" || q.code == "LEG" || q.code == "JUD" || q.code == "MED" || q.code == "REL") && r.code != "CVL" {
					return q
				}
			}
			return r
		}
		return actorRole{code: "CVL"}
	case graph.Person:
		if x != nil && x.Office != "" {
			return c.officeRole(x.Office)
		}
		// "the journalist Jane Roe", "Jane Roe, a lawyer"
		for k := c.start(t, x) - 1; k >= 0 && d.Sent[k] == d.Sent[t] && (d.UPOS[k] == syntax.NOUN || d.UPOS[k] == syntax.PROPN); k-- {
			if r, ok := c.roleAt(k); ok {
				return r
			}
		}
		for k := t + 1; int(k) < d.Len() && k < t+12 && d.Sent[k] == d.Sent[t]; k++ {
			if d.Rels[k] == syntax.RelAppos && d.Heads[k] == t {
				if r, ok := c.roleAt(k); ok {
					return r
				}
			}
		}
		return actorRole{}
	}
	best := actorRole{code: codeRole(e.Type)}
	switch e.Type {
	case graph.GovernmentBody, graph.Military, graph.ArmedGroup:
		best.home = true
	case graph.Party:
		best.home = true
		// "the opposition coalition Tavrik", "Tavrik (Dawn) opposition party"
		for k := max(c.start(t, x)-3, 0); x != nil && int(k) < d.Len() && k < x.Last+5; k++ {
			if d.Sent[k] == d.Sent[t] && d.Form(int(k)) == "opposition" {
				best.code = "OPP"
			}
		}
	}
	for f := range strings.FieldsSeq(strings.ToLower(e.Name)) {
		r, ok := c.roles[f]
		if !ok && strings.HasSuffix(f, "s") {
			r, ok = c.roles[f[:len(f)-1]]
		}
		if ok && r.code != "CVL" && (best.code == "" || best.code == "GOV" || best.code == "NGO") {
			best.code = r.code
		}
	}
	return best
}

// officeRole is the role of who holds an office: of several words the one that is not of the government counts, unless it is a
// minister's field.
func (c *coder) officeRole(office string) actorRole {
	var best actorRole
	for f := range strings.FieldsSeq(strings.ToLower(office)) {
		f = strings.TrimRight(f, ".,")
		r, ok := c.roles[f]
		if !ok {
			continue
		}
		switch f {
		case "minister", "president", "premier", "secretary", "king", "queen", "governor":
			if best.code == "OPP" || best.code == "REB" {
				return best
			}
			return r
		}
		if best.code == "" || best.code == "GOV" {
			home := best.home
			best = r
			best.home = best.home || home
		}
	}
	if best.code == "" {
		if r, ok := gazetteer.OfficeRole(office); ok {
			switch r {
			case gazetteer.HeadOfState, gazetteer.HeadOfGovernment, gazetteer.Minister, gazetteer.Leader, gazetteer.RegionalHead:
				return actorRole{code: "GOV", home: true}
			case gazetteer.Commander, gazetteer.MilitaryChief:
				return actorRole{code: "MIL", home: true}
			case gazetteer.Judge, gazetteer.Prosecutor:
				return actorRole{code: "JUD", home: true}
			case gazetteer.Legislator, gazetteer.Speaker:
				return actorRole{code: "LEG", home: true}
			}
		}
	}
	return best
}

// roleAt returns what the noun at token t tells.
func (c *coder) roleAt(t int32) (actorRole, bool) {
	if r, ok := c.roles[c.d.Lemmas[t]]; ok {
		return r, true
	}
	r, ok := c.roles[strings.ToLower(c.d.Form(int(t)))]
	return r, ok
}

// start returns the first token of a mention at t, with its office.
func (c *coder) start(t int32, x *Mention) int32 {
	if x == nil {
		return t
	}
	return min(x.First, t)
}
