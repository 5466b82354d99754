package gazetteer

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"unsafe"

	"github.com/klauspost/compress/zstd"

	"entente/graph"
)

// The stored form is one zstd frame over:
//
//	magic      "entente gazetteer 2\n" and a line of text that tells what made it
//	pool       n, n strings: dates, titles, sources and other values that recur; index 0 is ""
//	entities   n, then per entity: id, name, type*, country*, iso2*, code*, wikidata, wikipedia, source*, prominence, lat, lon, population
//	words      n, n strings; the first is Word 1
//	nodes      n, then per trie node, breadth first: its word, number of children, number of candidates
//	candidates n, then per candidate in the order of the nodes: entity, kind, from*, to*, alias ("" if it is the entity's name)
//	offices    n, sorted as in memory: of, person, role, title*, from*, to*, asof*, source*
//	relations  n, sorted as in memory: subject, object, kind*, from*, to*, source*
//
// Numbers are uvarints (latitude and longitude: hundredths of a degree, zigzag), a string is its length and its bytes, * is an index
// into the pool. The trie is stored as it is walked, so that reading needs no sorting and no folding.
const magic = "entente gazetteer 2\n"

// Encode writes g. about is one line that tells where it is from.
func (g *Gazetteer) Encode(w io.Writer, about string) error {
	e := &encoder{pool: map[string]uint64{"": 0}, list: []string{""}}
	e.entities(g)
	body := e.b
	e.b = nil
	e.b = append(append(append(e.b, magic...), about...), '\n')
	e.num(uint64(len(e.list)))
	for _, s := range e.list {
		e.str(s)
	}
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	_, err = w.Write(z.EncodeAll(append(e.b, body...), nil)) // in one go, so that the frame tells its size
	return err
}

type encoder struct {
	b    []byte
	pool map[string]uint64
	list []string
}

func (e *encoder) num(n uint64) { e.b = binary.AppendUvarint(e.b, n) }

func (e *encoder) str(s string) {
	e.num(uint64(len(s)))
	e.b = append(e.b, s...)
}

func (e *encoder) ref(s string) {
	i, ok := e.pool[s]
	if !ok {
		i = uint64(len(e.list))
		e.pool[s] = i
		e.list = append(e.list, s)
	}
	e.num(i)
}

func (e *encoder) entities(g *Gazetteer) {
	e.num(uint64(len(g.entities)))
	for i := range g.entities {
		x := &g.entities[i]
		e.str(x.id)
		e.str(x.name)
		e.ref(string(x.typ))
		e.ref(x.country)
		e.ref(x.iso2)
		e.ref(x.code)
		e.str(x.wikidata)
		e.str(x.wikipedia)
		e.ref(x.source)
		e.num(uint64(x.prominence))
		e.b = binary.AppendVarint(e.b, int64(math.Round(float64(x.lat)*100)))
		e.b = binary.AppendVarint(e.b, int64(math.Round(float64(x.lon)*100)))
		e.num(uint64(x.population))
	}
	e.num(uint64(len(g.words.words)))
	for _, w := range g.words.words {
		e.str(w)
	}
	n := len(g.nodes) - 1
	e.num(uint64(n))
	for k := range n {
		e.num(uint64(g.nodes[k].word))
		e.num(uint64(g.nodes[k+1].child - g.nodes[k].child))
		e.num(uint64(g.nodes[k+1].cand - g.nodes[k].cand))
	}
	e.num(uint64(len(g.candidates)))
	for _, c := range g.candidates {
		e.num(uint64(c.Entity))
		e.num(uint64(c.Kind))
		e.ref(string(c.From))
		e.ref(string(c.To))
		if c.Alias == g.entities[c.Entity].name {
			c.Alias = ""
		}
		e.str(c.Alias)
	}
	e.num(uint64(len(g.offices)))
	for _, o := range g.offices {
		e.num(uint64(o.Of))
		e.num(uint64(o.Person))
		e.num(uint64(o.Role))
		e.ref(o.Title)
		e.ref(string(o.From))
		e.ref(string(o.To))
		e.ref(string(o.AsOf))
		e.ref(o.Source)
	}
	e.num(uint64(len(g.relations)))
	for _, r := range g.relations {
		e.num(uint64(r.Subject))
		e.num(uint64(r.Object))
		e.ref(r.Kind)
		e.ref(string(r.From))
		e.ref(string(r.To))
		e.ref(r.Source)
	}
}

// Decode reads what Encode wrote.
func Decode(stored []byte) (*Gazetteer, error) {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.IgnoreChecksum(true))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	raw, err := z.DecodeAll(stored, nil)
	if err != nil {
		return nil, fmt.Errorf("gazetteer: %w", err)
	}
	g, err := decode(raw)
	if err != nil {
		return nil, fmt.Errorf("gazetteer: %w", err)
	}
	return g, nil
}

var errStored = errors.New("the stored form is damaged")

type decoder struct {
	b    []byte
	all  string // the same bytes; strings are cut out of it without copies
	at   int
	pool []string
}

// num reads past the end as zeros; decode checks the end once.
func (d *decoder) num() uint64 {
	if d.at < len(d.b) && d.b[d.at] < 0x80 {
		d.at++
		return uint64(d.b[d.at-1])
	}
	if d.at >= len(d.b) {
		d.at = len(d.b) + 1
		return 0
	}
	n, k := binary.Uvarint(d.b[d.at:])
	if k <= 0 {
		d.at = len(d.b) + 1
		return 0
	}
	d.at += k
	return n
}

func (d *decoder) signed() int64 {
	u := d.num()
	return int64(u>>1) ^ -int64(u&1)
}

func (d *decoder) str() string {
	n := int(d.num())
	if n < 0 || n > len(d.b)-d.at {
		d.at = len(d.b) + 1
		return ""
	}
	d.at += n
	return d.all[d.at-n : d.at]
}

func (d *decoder) ref() string {
	i := d.num()
	if i >= uint64(len(d.pool)) {
		d.at = len(d.b) + 1
		return ""
	}
	return d.pool[i]
}

// count reads a number of rows; a row takes a byte at least.
func (d *decoder) count() int {
	n := d.num()
	if n > uint64(max(0, len(d.b)-d.at)) {
		d.at = len(d.b) + 1
		return 0
	}
	return int(n)
}

func decode(raw []byte) (*Gazetteer, error) {
	if len(raw) < len(magic) || string(raw[:len(magic)]) != magic {
		return nil, errStored
	}
	d := &decoder{b: raw, all: unsafe.String(unsafe.SliceData(raw), len(raw)), at: len(magic)}
	for d.at < len(raw) && raw[d.at] != '\n' {
		d.at++
	}
	d.at++
	d.pool = make([]string, d.count())
	for i := range d.pool {
		d.pool[i] = d.str()
	}
	g := &Gazetteer{}
	g.entities = make([]entity, d.count())
	known := make([]uint8, len(g.entities)) // the prominence of each, close together: candidates come in the order of names
	for i := range g.entities {
		g.entities[i] = entity{id: d.str(), name: d.str(), typ: graph.Type(d.ref()), country: d.ref(), iso2: d.ref(), code: d.ref(),
			wikidata: d.str(), wikipedia: d.str(), source: d.ref(), prominence: uint8(d.num()), home: None,
			lat: float32(d.signed()) / 100, lon: float32(d.signed()) / 100, population: uint32(d.num())}
		known[i] = g.entities[i].prominence
	}
	n := d.count()
	g.words.words = make([]string, n)
	for i := range n {
		g.words.words[i] = d.str()
	}
	g.words.index()
	n = d.count()
	g.nodes = make([]node, n+1)
	child, cand := uint32(1), uint32(0)
	for k := range n {
		g.nodes[k] = node{word: Word(d.num()), child: child, cand: cand}
		child += uint32(d.num())
		cand += uint32(d.num())
	}
	g.nodes[n] = node{child: child, cand: cand}
	g.candidates = make([]Candidate, d.count())
	if d.at > len(raw) || int(cand) != len(g.candidates) || n > 0 && int(child) != n {
		return nil, errStored
	}
	for k := range g.candidates {
		i := Index(d.num())
		c := Candidate{Entity: i, Kind: Kind(d.num()), From: graph.Date(d.ref()), To: graph.Date(d.ref()), Alias: d.str()}
		if d.at > len(raw) || int(i) >= len(g.entities) || int(c.Kind) >= len(kindNames) {
			return nil, errStored
		}
		c.Prominence = known[i]
		if c.Alias == "" {
			c.Alias = g.entities[i].name
		}
		g.candidates[k] = c
	}
	g.offices = make([]Office, d.count())
	for k := range g.offices {
		g.offices[k] = Office{Of: Index(d.num()), Person: Index(d.num()), Role: Role(d.num()), Title: d.ref(), From: graph.Date(d.ref()),
			To: graph.Date(d.ref()), AsOf: graph.Date(d.ref()), Source: d.ref()}
		if o := &g.offices[k]; int(o.Of) >= len(g.entities) || int(o.Person) >= len(g.entities) || int(o.Role) >= len(roleNames) {
			return nil, errStored
		}
	}
	g.relations = make([]Relation, d.count())
	for k := range g.relations {
		g.relations[k] = Relation{Subject: Index(d.num()), Object: Index(d.num()), Kind: d.ref(), From: graph.Date(d.ref()), To: graph.Date(d.ref()), Source: d.ref()}
		if r := &g.relations[k]; int(r.Subject) >= len(g.entities) || int(r.Object) >= len(g.entities) {
			return nil, errStored
		}
	}
	if d.at != len(raw) {
		return nil, errStored
	}
	g.homes()
	g.index()
	return g, nil
}
