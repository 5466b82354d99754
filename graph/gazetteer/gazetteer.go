package gazetteer

import (
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"

	"entente/graph"
)

// An Index is an entity's position in its Gazetteer: dense from 0, the same for equal tables.
type Index int32

// None is the Index of no entity.
const None Index = -1

// Kind tells how an alias names its entity.
type Kind uint8

const (
	Name    Kind = iota // a full name: "Sergei Shoigu", "Democratic People's Republic of Korea"
	Short               // a part of it, usually dated: "Shoigu", "the North"
	Abbrev              // "DPRK", "NATO"
	Native              // in the entity's own language or another: "Rossiya", "Россия"
	Former              // "Zaire", "Burma"
	Demonym             // "Russian", "Russians"
	Metonym             // "Moscow", "Kremlin" for the country
	Title               // "King Salman"
)

var kindNames = []string{"name", "short", "abbrev", "native", "former", "demonym", "metonym", "title"}

func (k Kind) String() string { return kindNames[k] }

// A Candidate is one entity that a name may mean.
type Candidate struct {
	Entity     Index
	Kind       Kind
	Prominence uint8      // 0..100, of the entity
	From, To   graph.Date // when the name means the entity; "" has no bound
	Alias      string     // as the table writes it: its case and article ("the North", "US") tell when it holds
}

// Holds reports whether the name means the entity at date at; an unknown date excludes nothing.
func (c *Candidate) Holds(at graph.Date) bool { return within(at, c.From, c.To) }

// within compares at the precision that both dates share, so that "2023" lies within "2023-05".."2023-07".
func within(at, from, to graph.Date) bool {
	if at == "" {
		return true
	}
	if n := min(len(at), len(from)); at[:n] < from[:n] {
		return false
	}
	n := min(len(at), len(to))
	return to == "" || at[:n] <= to[:n]
}

// An Office is one term of one person in one role.
type Office struct {
	Person   Index
	Of       Index // the country or body
	Role     Role
	Title    string // "Minister of Defence"
	From, To graph.Date
	AsOf     graph.Date // last date at which the source showed the row; an open term is weak long after it
	Source   string
}

// Holds reports whether the office was held at date at; an unknown date excludes nothing.
func (o *Office) Holds(at graph.Date) bool { return within(at, o.From, o.To) }

// Stale reports whether the term is open only because its source ends more than 18 months before at.
func (o *Office) Stale(at graph.Date) bool {
	return o.To == "" && o.AsOf != "" && len(at) >= 7 && months(at)-months(o.AsOf) > 18
}

func months(d graph.Date) int {
	if len(d) < 4 {
		return 0
	}
	n := 0
	for _, c := range d[:4] {
		n = n*10 + int(c-'0')
	}
	n *= 12
	if len(d) >= 7 {
		n += int(d[5]-'0')*10 + int(d[6]-'0')
	}
	return n
}

// A Holder is an Office with what its date is worth.
type Holder struct {
	Office
	Stale bool
}

// A Relation joins two entities: member_of, part_of, located_in, operates_in, observer_of ...
type Relation struct {
	Subject, Object Index
	Kind            string // a predicate's name
	From, To        graph.Date
	Source          string
}

// What there are many of is held in columns of numbers: they cost the garbage collector nothing and are read fast. Numbers
// of strings are indexes into the pool, text is where strings stand in body.

type entities struct {
	text                             []uint32 // where the id stands; name, Wikidata id and Wikipedia title follow
	id, name, wikidata, wikipedia    []uint16 // their lengths; wikipedia: 0 none, 1 the name, else its length + 2
	typ, country, iso2, code, source []uint32
	prominence                       []uint8
	home                             []Index  // entity of the country
	lat, lon                         []uint32 // hundredths of a degree, zigzag
	population                       []uint32
}

// namings are Candidates.
type namings struct {
	entity   []Index
	kind     []Kind
	from, to []uint32
	text     []uint32
	length   []uint16 // of the alias + 1; 0: it is the entity's name
}

// terms are Offices.
type terms struct {
	of, person                    []Index
	role                          []Role
	title, from, to, asof, source []uint32
}

// A Gazetteer holds entities with their names, offices and relations. It is never changed after it was made and safe
// for any number of goroutines: what it makes on demand is equal whoever makes it.
type Gazetteer struct {
	body      string // the stored form after its header; all strings are parts of it
	pool      []string
	entities  entities // by id
	words     vocabulary
	nodes     nodes
	namings   namings
	offices   terms // by Of, Role, From
	relations []Relation
	iso       map[string]Index
	initials  [26]Word // of "a" to "z"

	found []atomic.Pointer[[]Candidate] // what the name that ends in a node means
	terms []atomic.Pointer[[]Office]    // those in a country or body
	once  struct{ aliases, holders, objects sync.Once }

	aliases, byHolder, byObject rows // of candidates, offices, relations
}

func (g *Gazetteer) id(i Index) string {
	e := &g.entities
	return g.body[e.text[i]:][:e.id[i]]
}

func (g *Gazetteer) name(i Index) string {
	e := &g.entities
	return g.body[e.text[i]+uint32(e.id[i]):][:e.name[i]]
}

func (g *Gazetteer) wikidata(i Index) string {
	e := &g.entities
	return g.body[e.text[i]+uint32(e.id[i])+uint32(e.name[i]):][:e.wikidata[i]]
}

func (g *Gazetteer) wikipedia(i Index) string {
	e := &g.entities
	switch e.wikipedia[i] {
	case 0:
		return ""
	case 1:
		return g.name(i)
	}
	return g.body[e.text[i]+uint32(e.id[i])+uint32(e.name[i])+uint32(e.wikidata[i]):][:e.wikipedia[i]-2]
}

func (g *Gazetteer) country(i Index) string { return g.pool[g.entities.country[i]] }

func (g *Gazetteer) code(i Index) string { return g.pool[g.entities.code[i]] }

// candidate makes the candidate of row k.
func (g *Gazetteer) candidate(k uint32) Candidate {
	n := &g.namings
	i := n.entity[k]
	c := Candidate{Entity: i, Kind: n.kind[k], Prominence: g.entities.prominence[i], From: graph.Date(g.pool[n.from[k]]), To: graph.Date(g.pool[n.to[k]])}
	if n.length[k] == 0 {
		c.Alias = g.name(i)
	} else {
		c.Alias = g.body[n.text[k]:][:n.length[k]-1]
	}
	return c
}

// meanings returns the candidates of the name that ends in a node.
func (g *Gazetteer) meanings(at uint32) []Candidate {
	lo, hi := g.nodes.cand[at], g.nodes.cand[at+1]
	if lo == hi {
		return nil
	}
	if made := g.found[at].Load(); made != nil {
		return *made
	}
	out := make([]Candidate, 0, hi-lo)
	for k := lo; k < hi; k++ {
		out = append(out, g.candidate(k))
	}
	g.found[at].Store(&out)
	return out
}

// office makes the office of row k.
func (g *Gazetteer) office(k uint32) Office {
	t := &g.offices
	return Office{Person: t.person[k], Of: t.of[k], Role: t.role[k], Title: g.pool[t.title[k]], From: graph.Date(g.pool[t.from[k]]), To: graph.Date(g.pool[t.to[k]]),
		AsOf: graph.Date(g.pool[t.asof[k]]), Source: g.pool[t.source[k]]}
}

// Len is the number of entities.
func (g *Gazetteer) Len() int { return len(g.entities.id) }

// Core returns the embedded gazetteer. It is read once; the callers share it.
func Core() (*Gazetteer, error) { return core() }

// ByID returns the entity with that id.
func (g *Gazetteer) ByID(id graph.Node) (Index, bool) {
	i, ok := sort.Find(len(g.entities.id), func(i int) int { return strings.Compare(string(id), g.id(Index(i))) })
	if !ok {
		return None, false
	}
	return Index(i), true
}

// ID returns the id of entity i: "ent:kim-jong-un".
func (g *Gazetteer) ID(i Index) graph.Node { return graph.Node(g.id(i)) }

// Name returns the canonical English name of entity i.
func (g *Gazetteer) Name(i Index) string { return g.name(i) }

// Type returns the type of entity i.
func (g *Gazetteer) Type(i Index) graph.Type { return graph.Type(g.pool[g.entities.typ[i]]) }

// Prominence ranks entities of equal names: 0 (a village) to 100 (a permanent member of the Security Council).
func (g *Gazetteer) Prominence(i Index) uint8 { return g.entities.prominence[i] }

// Country returns the country that entity i belongs to (of a country: itself), or None.
func (g *Gazetteer) Country(i Index) Index { return g.entities.home[i] }

// ISO3 returns the ISO 3166-1 alpha-3 code of the country that entity i belongs to, or "".
func (g *Gazetteer) ISO3(i Index) string { return g.country(i) }

// ByISO3 returns the country with that ISO 3166-1 alpha-3 code.
func (g *Gazetteer) ByISO3(code string) (Index, bool) {
	i, ok := g.iso[code]
	return i, ok
}

// Aliases returns the names of entity i, the canonical one among them, in no telling order.
func (g *Gazetteer) Aliases(i Index) []Candidate {
	g.once.aliases.Do(func() {
		g.aliases = group(len(g.entities.id), g.namings.entity)
	})
	ks := g.aliases.of(i)
	out := make([]Candidate, len(ks))
	for n, k := range ks {
		out[n] = g.candidate(k)
	}
	return out
}

// Entity returns what the graph keeps of entity i. Code and the order of Facts depend on the date at ("" takes the latest).
func (g *Gazetteer) Entity(i Index, at graph.Date) graph.Entity {
	out := graph.Entity{ID: g.ID(i), Name: g.name(i), Type: g.Type(i), Code: g.Code(i, at), Country: g.country(i),
		ISO2: g.pool[g.entities.iso2[i]], Wikidata: g.wikidata(i), Wikipedia: g.wikipedia(i), Facts: g.facts(i)}
	for _, a := range g.Aliases(i) {
		if a.Kind != Demonym && a.Kind != Metonym && a.Alias != out.Name && !slices.Contains(out.Aliases, a.Alias) {
			out.Aliases = append(out.Aliases, a.Alias)
		}
	}
	return out
}

// Demonym returns the country that an adjective or a people's name means: "Russian", "Russians", "North Korean".
func (g *Gazetteer) Demonym(name string) (Index, bool) {
	best := None
	for _, c := range g.Lookup(name) {
		if c.Kind == Demonym && (best == None || c.Prominence > g.entities.prominence[best]) {
			best = c.Entity
		}
	}
	return best, best != None
}

// Capital returns the capital of the country of entity i.
func (g *Gazetteer) Capital(country Index) (Index, bool) {
	for _, r := range g.About(country) {
		if r.Kind == "capital_of" {
			return r.Subject, true
		}
	}
	return None, false
}

// CapitalOf returns the country whose capital entity i is.
func (g *Gazetteer) CapitalOf(i Index) (Index, bool) {
	for _, r := range g.Relations(i) {
		if r.Kind == "capital_of" {
			return r.Object, true
		}
	}
	return None, false
}

// Relations returns the relations of which entity i is the subject. The caller must not change them.
func (g *Gazetteer) Relations(i Index) []Relation {
	lo, _ := slices.BinarySearchFunc(g.relations, i, func(r Relation, i Index) int { return int(r.Subject) - int(i) })
	hi := lo
	for hi < len(g.relations) && g.relations[hi].Subject == i {
		hi++
	}
	return g.relations[lo:hi]
}

// About returns the relations of which entity i is the object.
func (g *Gazetteer) About(i Index) []Relation {
	g.once.objects.Do(func() {
		objects := make([]Index, len(g.relations))
		for k := range objects {
			objects[k] = g.relations[k].Object
		}
		g.byObject = group(len(g.entities.id), objects)
	})
	ks := g.byObject.of(i)
	out := make([]Relation, len(ks))
	for n, k := range ks {
		out[n] = g.relations[k]
	}
	return out
}

// Members returns the members of organisation i at date at.
func (g *Gazetteer) Members(i Index, at graph.Date) []Index {
	var out []Index
	for _, r := range g.About(i) {
		if r.Kind == "member_of" && within(at, r.From, r.To) {
			out = append(out, r.Subject)
		}
	}
	return out
}

// Holders returns who held role in the country or body of at date at, those whose term is sure first, then by start, the latest first.
func (g *Gazetteer) Holders(role Role, of Index, at graph.Date) []Holder {
	var out []Holder
	for _, o := range g.OfficesOf(of) {
		if o.Role == role && o.Holds(at) {
			out = append(out, Holder{o, o.Stale(at)})
		}
	}
	sortHolders(out)
	return out
}

func sortHolders(hs []Holder) {
	slices.SortStableFunc(hs, func(a, b Holder) int {
		if a.Stale != b.Stale {
			if b.Stale {
				return -1
			}
			return 1
		}
		return strings.Compare(string(b.From), string(a.From))
	})
}

// OfficesOf returns every term in the country or body of. The caller must not change them.
func (g *Gazetteer) OfficesOf(of Index) []Office {
	if made := g.terms[of].Load(); made != nil {
		return *made
	}
	lo, _ := slices.BinarySearch(g.offices.of, of)
	out := []Office{}
	for k := lo; k < len(g.offices.of) && g.offices.of[k] == of; k++ {
		out = append(out, g.office(uint32(k)))
	}
	g.terms[of].Store(&out)
	return out
}

// Offices returns every term of a person, by start.
func (g *Gazetteer) Offices(person Index) []Office {
	g.once.holders.Do(func() {
		g.byHolder = group(len(g.entities.id), g.offices.person)
	})
	ks := g.byHolder.of(person)
	out := make([]Office, len(ks))
	for n, k := range ks {
		out[n] = g.office(k)
	}
	slices.SortStableFunc(out, func(a, b Office) int { return strings.Compare(string(a.From), string(b.From)) })
	return out
}

// Roles returns the terms of a person that held at date at.
func (g *Gazetteer) Roles(person Index, at graph.Date) []Office {
	all := g.Offices(person)
	out := all[:0]
	for _, o := range all {
		if o.Holds(at) {
			out = append(out, o)
		}
	}
	return out
}
