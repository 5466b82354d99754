package gazetteer

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sync/atomic"
	"unsafe"

	"github.com/klauspost/compress/zstd"

	"entente/graph"
)

// The stored form is one zstd frame over:
//
//	magic       "entente gazetteer 3\n" and a line of text that tells what made it
//	pool        n; lengths of n strings: types, countries, dates, titles, sources and other values that recur; string 0 is ""
//	entities    n; a column each: lengths of id, name, Wikidata id and Wikipedia title (0 none, 1 the name, else its length + 2),
//	            type*, country*, iso2*, code*, source*, prominence, latitude, longitude, population
//	words       n; lengths of n strings; the first is Word 1
//	nodes       n; a column each, per trie node, breadth first: its word less the word before it below the same parent (the
//	            first's less 0, zigzag), number of children, number of candidates
//	candidates  n; a column each, in the order of the nodes: entity, kind, from*, to*, length of the alias + 1 (0 if it is the entity's name)
//	offices     n; a column each, sorted by of, role, from: of, person, role, title*, from*, to*, asof*, source*
//	relations   n; a column each, sorted by subject: subject, object, kind*, from*, to*, source*
//	text        all strings one after the other: the pool's, id, name, Wikidata id and title of each entity, words, aliases
//
// Numbers are uvarints (latitude and longitude: hundredths of a degree, zigzag), * is an index into the pool. Columns are short
// loops over numbers of one size; strings are cut out of the text where they stand; the trie is stored as it is walked. So
// reading needs no sorting, no folding and hardly any pointers: what a name means is made when somebody asks for it.
const magic = "entente gazetteer 3\n"

// Encode writes g. about is one line that tells where it is from.
func (g *Gazetteer) Encode(w io.Writer, about string) error {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	raw := append(append(append([]byte(magic), about...), '\n'), g.body...)
	_, err = w.Write(z.EncodeAll(raw, nil)) // in one go, so that the frame tells its size
	return err
}

type node struct {
	word        Word
	child, cand uint32 // the first ones; the next node's end them
}

// A draft is a gazetteer as rows in the order in which they are stored.
type draft struct {
	entities   []EntityRow
	words      []string
	nodes      []node // one more than there are
	candidates []Candidate
	offices    []Office
	relations  []Relation
}

type encoder struct {
	b    []byte
	text []byte // of entities, words and aliases
	pool map[string]uint64
	list []string
}

func (e *encoder) ref(s string) uint64 {
	i, ok := e.pool[s]
	if !ok {
		i = uint64(len(e.list))
		e.pool[s] = i
		e.list = append(e.list, s)
	}
	return i
}

func zigzag(n int64) uint64 { return uint64(n<<1) ^ uint64(n>>63) }

// rows writes the number of rows and, column by column, what each returns for row i.
func (e *encoder) rows(n int, columns ...func(i int) uint64) {
	e.b = binary.AppendUvarint(e.b, uint64(n))
	for _, c := range columns {
		for i := range n {
			e.b = binary.AppendUvarint(e.b, c(i))
		}
	}
}

// encode returns all that follows the header.
func (d *draft) encode() []byte {
	e := &encoder{pool: map[string]uint64{"": 0}, list: []string{""}}
	at := make(map[string]int, len(d.entities))
	title := func(i int) uint64 {
		switch x := &d.entities[i]; x.Wikipedia {
		case "":
			return 0
		case x.Name:
			return 1
		default:
			return uint64(len(x.Wikipedia)) + 2
		}
	}
	for i, x := range d.entities {
		at[x.ID] = i
		e.text = append(append(append(append(e.text, "ent:"...), x.ID...), x.Name...), x.Wikidata...)
		if title(i) > 1 {
			e.text = append(e.text, x.Wikipedia...)
		}
	}
	entity := func(f func(x *EntityRow) uint64) func(int) uint64 {
		return func(i int) uint64 { return f(&d.entities[i]) }
	}
	e.rows(len(d.entities),
		entity(func(x *EntityRow) uint64 { return uint64(len(x.ID) + len("ent:")) }),
		entity(func(x *EntityRow) uint64 { return uint64(len(x.Name)) }),
		entity(func(x *EntityRow) uint64 { return uint64(len(x.Wikidata)) }),
		title,
		entity(func(x *EntityRow) uint64 { return e.ref(string(x.Type)) }),
		entity(func(x *EntityRow) uint64 { return e.ref(x.Country) }),
		entity(func(x *EntityRow) uint64 { return e.ref(x.ISO2) }),
		entity(func(x *EntityRow) uint64 { return e.ref(x.Code) }),
		entity(func(x *EntityRow) uint64 { return e.ref(x.Source) }),
		entity(func(x *EntityRow) uint64 { return uint64(x.Prominence) }),
		entity(func(x *EntityRow) uint64 { return zigzag(int64(math.Round(float64(x.Lat) * 100))) }),
		entity(func(x *EntityRow) uint64 { return zigzag(int64(math.Round(float64(x.Lon) * 100))) }),
		entity(func(x *EntityRow) uint64 { return uint64(x.Population) }))
	e.rows(len(d.words), func(i int) uint64 { return uint64(len(d.words[i])) })
	for _, w := range d.words {
		e.text = append(e.text, w...)
	}
	first := make(map[uint32]bool, len(d.nodes)) // nodes that are the first below their parent
	for k := range len(d.nodes) - 1 {
		first[d.nodes[k].child] = true
	}
	e.rows(len(d.nodes)-1,
		func(k int) uint64 {
			if k == 0 || first[uint32(k)] {
				return zigzag(int64(d.nodes[k].word))
			}
			return zigzag(int64(d.nodes[k].word) - int64(d.nodes[k-1].word))
		},
		func(k int) uint64 { return uint64(d.nodes[k+1].child - d.nodes[k].child) },
		func(k int) uint64 { return uint64(d.nodes[k+1].cand - d.nodes[k].cand) })
	candidate := func(f func(c *Candidate) uint64) func(int) uint64 {
		return func(i int) uint64 { return f(&d.candidates[i]) }
	}
	e.rows(len(d.candidates),
		candidate(func(c *Candidate) uint64 { return uint64(c.Entity) }),
		candidate(func(c *Candidate) uint64 { return uint64(c.Kind) }),
		candidate(func(c *Candidate) uint64 { return e.ref(string(c.From)) }),
		candidate(func(c *Candidate) uint64 { return e.ref(string(c.To)) }),
		candidate(func(c *Candidate) uint64 {
			if c.Alias == d.entities[c.Entity].Name {
				return 0
			}
			e.text = append(e.text, c.Alias...)
			return uint64(len(c.Alias)) + 1
		}))
	office := func(f func(o *Office) uint64) func(int) uint64 { return func(i int) uint64 { return f(&d.offices[i]) } }
	e.rows(len(d.offices),
		office(func(o *Office) uint64 { return uint64(o.Of) }),
		office(func(o *Office) uint64 { return uint64(o.Person) }),
		office(func(o *Office) uint64 { return uint64(o.Role) }),
		office(func(o *Office) uint64 { return e.ref(o.Title) }),
		office(func(o *Office) uint64 { return e.ref(string(o.From)) }),
		office(func(o *Office) uint64 { return e.ref(string(o.To)) }),
		office(func(o *Office) uint64 { return e.ref(string(o.AsOf)) }),
		office(func(o *Office) uint64 { return e.ref(o.Source) }))
	relation := func(f func(r *Relation) uint64) func(int) uint64 {
		return func(i int) uint64 { return f(&d.relations[i]) }
	}
	e.rows(len(d.relations),
		relation(func(r *Relation) uint64 { return uint64(r.Subject) }),
		relation(func(r *Relation) uint64 { return uint64(r.Object) }),
		relation(func(r *Relation) uint64 { return e.ref(r.Kind) }),
		relation(func(r *Relation) uint64 { return e.ref(string(r.From)) }),
		relation(func(r *Relation) uint64 { return e.ref(string(r.To)) }),
		relation(func(r *Relation) uint64 { return e.ref(r.Source) }))
	body := e.b
	e.b = nil
	e.rows(len(e.list), func(i int) uint64 { return uint64(len(e.list[i])) })
	e.b = append(e.b, body...)
	for _, s := range e.list {
		e.b = append(e.b, s...)
	}
	return append(e.b, e.text...)
}

// Decode reads what Encode wrote.
func Decode(stored []byte) (*Gazetteer, error) {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.IgnoreChecksum(true), zstd.WithDecoderMaxMemory(1<<30))
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

var errStored = errors.New("the stored form is damaged or of another version")

type decoder struct {
	b  []byte
	at int // len(b) + 1 after a number that is not there or too large
}

// below reads a number that must be less than n.
func (d *decoder) below(n int) int {
	if d.at <= len(d.b) {
		if v, k := binary.Uvarint(d.b[d.at:]); k > 0 && v < uint64(n) {
			d.at += k
			return int(v)
		}
	}
	d.at = len(d.b) + 1
	return 0
}

// count reads a number of rows; a row takes a byte at least.
func (d *decoder) count() int { return d.below(max(0, len(d.b)-d.at) + 1) }

// column reads n numbers that must be less than limit.
func column[T ~uint8 | ~uint16 | ~uint32 | ~int32, L int | uint32](d *decoder, n int, limit L) []T {
	out := make([]T, n)
	b, at := d.b, d.at
	for i := range out {
		v, shift := uint64(0), 0
		for {
			if at >= len(b) || shift > 56 {
				d.at = len(b) + 1
				return out
			}
			c := b[at]
			at++
			v |= uint64(c&0x7f) << shift
			if c < 0x80 {
				break
			}
			shift += 7
		}
		if v >= uint64(limit) {
			d.at = len(b) + 1
			return out
		}
		out[i] = T(v)
	}
	d.at = at
	return out
}

func unzigzag(u uint32) int32 { return int32(u>>1) ^ -int32(u&1) }

// decode reads the uncompressed form. raw must not change afterwards: strings are cut out of it.
func decode(raw []byte) (*Gazetteer, error) {
	if len(raw) < len(magic) || string(raw[:len(magic)]) != magic {
		return nil, errStored
	}
	head := len(magic)
	for head < len(raw) && raw[head] != '\n' {
		head++
	}
	if head == len(raw) {
		return nil, errStored
	}
	return read(raw[head+1:])
}

// read reads what follows the header.
func read(body []byte) (*Gazetteer, error) {
	d := &decoder{b: body}
	g := &Gazetteer{body: unsafe.String(unsafe.SliceData(body), len(body))}
	pool := column[uint32](d, d.count(), math.MaxInt32)
	g.readEntities(d, len(pool))
	words := column[uint32](d, d.count(), math.MaxInt32)
	if !g.readNodes(d, len(words)) {
		return nil, errStored
	}
	g.readCandidates(d, len(pool))
	if n := len(g.nodes.cand); d.at > len(body) || int(g.nodes.cand[n-1]) != len(g.namings.entity) {
		return nil, errStored
	}
	g.readOffices(d, len(pool))
	relations := readRelations(d, len(pool), len(g.entities.id))
	if d.at > len(body) || !g.cut(d.at, pool, words) {
		return nil, errStored
	}
	g.relations = relations(g.pool)
	g.finish()
	return g, nil
}

func (g *Gazetteer) readEntities(d *decoder, pool int) {
	n, e := d.count(), &g.entities
	e.id, e.name = column[uint16](d, n, math.MaxUint16), column[uint16](d, n, math.MaxUint16)
	e.wikidata, e.wikipedia = column[uint16](d, n, math.MaxUint16), column[uint16](d, n, math.MaxUint16)
	e.typ, e.country, e.iso2 = column[uint32](d, n, pool), column[uint32](d, n, pool), column[uint32](d, n, pool)
	e.code, e.source = column[uint32](d, n, pool), column[uint32](d, n, pool)
	e.prominence = column[uint8](d, n, math.MaxUint8+1)
	e.lat, e.lon = column[uint32](d, n, uint32(math.MaxUint32)), column[uint32](d, n, uint32(math.MaxUint32))
	e.population = column[uint32](d, n, uint32(math.MaxUint32))
}

// readNodes reports whether the nodes are a trie over words.
func (g *Gazetteer) readNodes(d *decoder, words int) bool {
	n, t := d.count(), &g.nodes
	deltas := column[uint32](d, n, uint32(math.MaxUint32))
	ends := func(first uint32) []uint32 { // of the numbers of a column, one after the other
		out := append(column[uint32](d, n, len(d.b)), 0)
		for k, of := range out {
			out[k] = first
			first += of
		}
		return out
	}
	t.word, t.child, t.cand = make([]Word, n), ends(1), ends(0)
	if d.at > len(d.b) || n > 0 && int(t.child[n]) != n {
		return false
	}
	for p := range n {
		w := int32(0)
		for k := t.child[p]; k < t.child[p+1]; k++ {
			if k >= uint32(n) {
				return false
			}
			if w += unzigzag(deltas[k]); w < 0 || int(w) > words {
				return false
			}
			t.word[k] = Word(w)
		}
	}
	return true
}

func (g *Gazetteer) readCandidates(d *decoder, pool int) {
	n, c := d.count(), &g.namings
	c.entity, c.kind = column[Index](d, n, len(g.entities.id)), column[Kind](d, n, len(kindNames))
	c.from, c.to = column[uint32](d, n, pool), column[uint32](d, n, pool)
	c.length = column[uint16](d, n, math.MaxUint16)
}

func (g *Gazetteer) readOffices(d *decoder, pool int) {
	n, t := d.count(), &g.offices
	t.of, t.person = column[Index](d, n, len(g.entities.id)), column[Index](d, n, len(g.entities.id))
	t.role = column[Role](d, n, len(roleNames))
	t.title, t.from, t.to = column[uint32](d, n, pool), column[uint32](d, n, pool), column[uint32](d, n, pool)
	t.asof, t.source = column[uint32](d, n, pool), column[uint32](d, n, pool)
}

// readRelations returns what makes the relations when the pool is known.
func readRelations(d *decoder, pool, entities int) func(pool []string) []Relation {
	n := d.count()
	subject, object := column[Index](d, n, entities), column[Index](d, n, entities)
	kind, from, to, source := column[uint32](d, n, pool), column[uint32](d, n, pool), column[uint32](d, n, pool), column[uint32](d, n, pool)
	return func(pool []string) []Relation {
		out := make([]Relation, n)
		for k := range out {
			out[k] = Relation{subject[k], object[k], pool[kind[k]], graph.Date(pool[from[k]]), graph.Date(pool[to[k]]), pool[source[k]]}
		}
		return out
	}
}

// cut tells every string where it stands in the text, which begins at at, and reports whether the text is as long as they are.
func (g *Gazetteer) cut(at int, pool, words []uint32) bool {
	end, p := uint64(len(g.body)), uint64(at)
	g.pool = make([]string, len(pool))
	for i, n := range pool {
		if p+uint64(n) > end {
			return false
		}
		g.pool[i] = g.body[p : p+uint64(n)]
		p += uint64(n)
	}
	e := &g.entities
	e.text = make([]uint32, len(e.id))
	for i := range e.text {
		e.text[i] = uint32(p)
		p += uint64(e.id[i]) + uint64(e.name[i]) + uint64(e.wikidata[i])
		if e.wikipedia[i] > 1 {
			p += uint64(e.wikipedia[i]) - 2
		}
	}
	g.words.text, g.words.start = g.body, make([]uint32, len(words)+1)
	for i, n := range words {
		g.words.start[i] = uint32(p)
		p += uint64(n)
	}
	g.words.start[len(words)] = uint32(p)
	c := &g.namings
	c.text = make([]uint32, len(c.length))
	for k, n := range c.length {
		c.text[k] = uint32(p)
		if n > 0 {
			p += uint64(n) - 1
		}
	}
	return p == end && end < math.MaxUint32
}

// finish makes what is not stored.
func (g *Gazetteer) finish() {
	g.words.index()
	g.found = make([]atomic.Pointer[[]Candidate], len(g.nodes.word))
	g.terms = make([]atomic.Pointer[[]Office], len(g.entities.id))
	g.homes()
	for c := range g.initials {
		g.initials[c] = g.words.word([]byte{'a' + byte(c)})
	}
}
