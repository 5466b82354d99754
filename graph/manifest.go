package graph

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// Beside the quads the store keeps records, which only this package reads:
//
//	a/ID                    manifest of an article, as JSON: its metadata, the number of its quads and their checksum,
//	                        the entities that it mentions. It is there if and only if the article is, whole.
//	e/ENTITY 00 VARIANT     an entity: uvarint number of articles, uvarint length of the name, the name, the entity as JSON
//	                        without Code. VARIANT is the short hash of that JSON: articles that were extracted with
//	                        different knowledge of one entity have different variants of it.
//	h/GENERATION8           what a change did (history.go)
//	b/HASH                  uvarint number of entity variants that a background quad follows from; HASH is the first 16
//	                        bytes of its SHA-256
//
// Background quads are the union of what the variants say, so they are a function of the articles that are there.

const (
	manifestPrefix   = "a/"
	entityPrefix     = "e/"
	backgroundPrefix = "b/"
)

type manifest struct {
	ID         string      `json:"id"`
	SHA256     string      `json:"sha256,omitempty"`
	Extractor  string      `json:"extractor,omitempty"`
	Title      string      `json:"title,omitempty"`
	Date       Date        `json:"date,omitempty"`
	Publisher  string      `json:"publisher,omitempty"`
	URL        string      `json:"url,omitempty"`
	Lang       string      `json:"lang,omitempty"`
	Quads      int         `json:"quads"`
	Statements int         `json:"statements"`
	Sum        string      `json:"sum"`
	Entities   []entityRef `json:"entities,omitempty"`
}

type entityRef struct {
	ID      Node   `json:"id"`
	Variant string `json:"v"`
	Code    string `json:"c,omitempty"`
}

func (m *manifest) article() Article {
	return Article{ID: m.ID, Title: m.Title, Date: m.Date, Publisher: m.Publisher, URL: m.URL, Lang: m.Lang, SHA256: m.SHA256, Extractor: m.Extractor}
}

type recordReader interface {
	record(key string) ([]byte, error)
}

// readManifest returns nil if the store does not hold the article.
func readManifest(r recordReader, id string) (*manifest, error) {
	b, err := r.record(manifestPrefix + id)
	if err != nil || b == nil {
		return nil, err
	}
	m := new(manifest)
	if err := json.Unmarshal(b, m); err != nil {
		return nil, fmt.Errorf("manifest of article %s: %w", id, err)
	}
	return m, nil
}

// manifests yields every manifest, sorted by article id.
func manifests(ctx context.Context, v view) iter.Seq2[*manifest, error] {
	return func(yield func(*manifest, error) bool) {
		for r, err := range v.records(manifestPrefix) {
			if err == nil {
				err = ctx.Err()
			}
			m := new(manifest)
			if err == nil {
				if err = json.Unmarshal(r.value, m); err != nil {
					err = fmt.Errorf("manifest of article %s: %w", r.key[len(manifestPrefix):], err)
				}
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(m, nil) {
				return
			}
		}
	}
}

// A quadSum is a checksum over a set of quads that does not depend on their order: the sum, modulo 2^256, of the
// SHA-256 of each.
type quadSum [4]uint64

func (s *quadSum) add(q quad.Quad) {
	var buf [512]byte
	h := sha256.Sum256(appendQuad(buf[:0], q))
	var carry uint64
	for i := range s {
		x := binary.LittleEndian.Uint64(h[8*i:])
		sum := s[i] + x
		c1 := b2u(sum < x)
		sum += carry
		c2 := b2u(sum < carry)
		s[i], carry = sum, c1+c2
	}
}

func b2u(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

func (s *quadSum) String() string {
	var b [32]byte
	for i, x := range s {
		binary.LittleEndian.PutUint64(b[8*i:], x)
	}
	return hex.EncodeToString(b[:])
}

// appendQuad appends the four values, each as its kind and text with their lengths.
func appendQuad(b []byte, q quad.Quad) []byte {
	for _, v := range [...]quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
		b = appendStored(b, v)
		b = append(b, 0xff)
	}
	return b
}

func shortHash(fields ...string) string {
	h := sha256.New()
	writeFields(h, fields...)
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func entityKey(id Node, variant string) string { return entityPrefix + string(id) + "\x00" + variant }

// encodeEntity is e without its Code, and the variant that it is.
func encodeEntity(e *Entity) (variant string, data []byte, err error) {
	plain := *e
	plain.Code = ""
	data, err = json.Marshal(&plain)
	if err != nil {
		return "", nil, fmt.Errorf("entity %s: %w", e.ID, err)
	}
	return variantOf(data), data, nil
}

func variantOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

func entityRecord(count uint64, name string, data []byte) []byte {
	b := make([]byte, 0, len(data)+len(name)+8)
	b = binary.AppendUvarint(b, count)
	b = binary.AppendUvarint(b, uint64(len(name)))
	b = append(b, name...)
	return append(b, data...)
}

var errRecord = errors.New("the record is damaged")

// splitEntity takes an entity's record apart without reading its JSON.
func splitEntity(value []byte) (count uint64, name string, data []byte, err error) {
	count, n := binary.Uvarint(value)
	if n <= 0 {
		return 0, "", nil, errRecord
	}
	size, m := binary.Uvarint(value[n:])
	if m <= 0 || size > uint64(len(value)-n-m) {
		return 0, "", nil, errRecord
	}
	rest := value[n+m:]
	return count, string(rest[:size]), rest[size:], nil
}

func parseEntity(r record) (count uint64, e Entity, err error) {
	count, _, data, err := splitEntity(r.value)
	if err == nil {
		err = json.Unmarshal(data, &e)
	}
	if err != nil {
		err = fmt.Errorf("entity %q: %w", strings.TrimPrefix(r.key, entityPrefix), err)
	}
	return count, e, err
}

func readEntity(r recordReader, id Node, variant string) (Entity, error) {
	key := entityKey(id, variant)
	b, err := r.record(key)
	if err != nil {
		return Entity{}, err
	}
	if b == nil {
		return Entity{}, fmt.Errorf("entity %s: its record is missing", id)
	}
	_, e, err := parseEntity(record{key, b})
	return e, err
}

// entityNames maps each entity variant to its name.
func entityNames(ctx context.Context, v view) (map[string]string, error) {
	names := map[string]string{}
	for r, err := range v.records(entityPrefix) {
		if err != nil {
			return nil, err
		}
		_, name, _, err := splitEntity(r.value)
		if err != nil {
			return nil, fmt.Errorf("entity %q: %w", r.key, err)
		}
		names[r.key] = name
	}
	return names, ctx.Err()
}

// mergeEntities is what the variants of one entity say together. It does not depend on their order.
func mergeEntities(variants []Entity) Entity {
	if len(variants) == 1 {
		return variants[0]
	}
	variants = slices.Clone(variants)
	slices.SortFunc(variants, func(a, b Entity) int {
		x, _ := json.Marshal(a)
		y, _ := json.Marshal(b)
		return bytes.Compare(x, y)
	})
	e := variants[0]
	for _, v := range variants[1:] {
		e.Name = min(e.Name, v.Name)
	}
	aliases, facts := map[string]bool{e.Name: true}, map[Fact]bool{}
	e.Aliases, e.Facts = nil, nil
	for _, v := range variants {
		for _, name := range append([]string{v.Name}, v.Aliases...) {
			if !aliases[name] {
				aliases[name] = true
				e.Aliases = append(e.Aliases, name)
			}
		}
		for _, f := range v.Facts {
			if !facts[f] {
				facts[f] = true
				e.Facts = append(e.Facts, f)
			}
		}
		for field, other := range map[*string]string{&e.Country: v.Country, &e.ISO2: v.ISO2, &e.Wikidata: v.Wikidata, &e.Wikipedia: v.Wikipedia} {
			if *field == "" {
				*field = other
			}
		}
	}
	return e
}

// prepared is a record made ready to be written, outside the writer's lock.
type prepared struct {
	id       string
	manifest []byte
	m        *manifest
	quads    []quad.Quad
	entities []preparedEntity
}

type preparedEntity struct {
	key        string
	e          *Entity
	data       []byte
	quads      []quad.Quad
	background []string // keys of the records of quads
}

// keys are the records that writing p asks for.
func (p *prepared) keys(keys []string) []string {
	keys = append(keys, manifestPrefix+p.id)
	for i := range p.entities {
		keys = append(append(keys, p.entities[i].key), p.entities[i].background...)
	}
	return keys
}

func (s *Store) prepare(rec *Record) (*prepared, error) {
	a := &rec.Article
	if a.ID == "" {
		return nil, errors.New("article without an id")
	}
	Identify(rec)
	for i := range rec.Statements {
		st := &rec.Statements[i]
		if st.Subject == "" || st.Predicate == "" || st.Object == "" {
			return nil, fmt.Errorf("article %s: statement %d: subject, predicate or object is empty", a.ID, i)
		}
		if _, err := ParseModality(string(st.Modality)); err != nil {
			return nil, fmt.Errorf("article %s: statement %d: %w", a.ID, i, err)
		}
	}
	p := &prepared{id: a.ID, quads: articleQuads(rec, s.symmetric)}
	p.m = &manifest{
		ID: a.ID, SHA256: a.SHA256, Extractor: a.Extractor, Title: a.Title, Date: a.Date, Publisher: a.Publisher, URL: a.URL, Lang: a.Lang,
		Quads: len(p.quads), Statements: len(rec.Statements),
	}
	var sum quadSum
	for _, q := range p.quads {
		sum.add(q)
	}
	p.m.Sum = sum.String()
	seen := map[Node]bool{}
	for i := range rec.Entities {
		e := &rec.Entities[i]
		if e.ID == "" {
			return nil, fmt.Errorf("article %s: entity %d has no id", a.ID, i)
		}
		if seen[e.ID] {
			continue
		}
		seen[e.ID] = true
		variant, data, err := encodeEntity(e)
		if err != nil {
			return nil, fmt.Errorf("article %s: %w", a.ID, err)
		}
		p.m.Entities = append(p.m.Entities, entityRef{e.ID, variant, e.Code})
		known := preparedEntity{key: entityKey(e.ID, variant), e: e, data: data, quads: backgroundQuads(e)}
		for _, q := range known.quads {
			known.background = append(known.background, backgroundKey(q))
		}
		p.entities = append(p.entities, known)
	}
	var err error
	p.manifest, err = json.Marshal(p.m)
	return p, err
}

// replaceArticle writes an article in place of what its id had; if that is the same, nothing happens.
func replaceArticle(c change, p *prepared) (changed bool, err error) {
	old, err := c.record(manifestPrefix + p.id)
	if err != nil || bytes.Equal(old, p.manifest) {
		return false, err
	}
	if old != nil {
		m, err := readManifest(c, p.id)
		if err != nil {
			return false, err
		}
		if err := removeArticle(c, p.id, m); err != nil {
			return false, err
		}
	}
	for _, e := range p.entities {
		if err := addEntity(c, e); err != nil {
			return false, err
		}
	}
	if err := c.add(p.quads); err != nil {
		return false, err
	}
	c.setRecord(manifestPrefix+p.id, p.manifest)
	return true, nil
}

func removeArticle(c change, id string, m *manifest) error {
	if _, err := c.removeLabel(quad.IRI(ArticleNode(id))); err != nil {
		return err
	}
	for _, ref := range m.Entities {
		if err := removeEntity(c, ref); err != nil {
			return err
		}
	}
	c.deleteRecord(manifestPrefix + id)
	return nil
}

func backgroundKey(q quad.Quad) string {
	var buf [512]byte
	h := sha256.Sum256(appendQuad(buf[:0], q))
	return backgroundPrefix + string(h[:16])
}

func addEntity(c change, e preparedEntity) error {
	old, err := c.record(e.key)
	if err != nil {
		return err
	}
	if old != nil {
		count, name, data, err := splitEntity(old)
		if err != nil {
			return fmt.Errorf("entity %s: %w", e.e.ID, err)
		}
		c.setRecord(e.key, entityRecord(count+1, name, data))
		return nil
	}
	c.setRecord(e.key, entityRecord(1, e.e.Name, e.data))
	var fresh []quad.Quad
	for i, q := range e.quads {
		key := e.background[i]
		b, err := c.record(key)
		if err != nil {
			return err
		}
		count, _ := binary.Uvarint(b)
		c.setRecord(key, binary.AppendUvarint(nil, count+1))
		if count == 0 {
			fresh = append(fresh, q)
		}
	}
	return c.add(fresh)
}

func removeEntity(c change, ref entityRef) error {
	key := entityKey(ref.ID, ref.Variant)
	b, err := c.record(key)
	if err != nil {
		return err
	}
	if b == nil {
		return fmt.Errorf("entity %s: its record is missing", ref.ID)
	}
	count, name, data, err := splitEntity(b)
	if err != nil {
		return fmt.Errorf("entity %s: %w", ref.ID, err)
	}
	if count > 1 {
		c.setRecord(key, entityRecord(count-1, name, data))
		return nil
	}
	_, e, err := parseEntity(record{key, b})
	if err != nil {
		return err
	}
	c.deleteRecord(key)
	var stale []quad.Quad
	for _, q := range backgroundQuads(&e) {
		key := backgroundKey(q)
		b, err := c.record(key)
		if err != nil {
			return err
		}
		if count, _ := binary.Uvarint(b); count > 1 {
			c.setRecord(key, binary.AppendUvarint(nil, count-1))
			continue
		}
		c.deleteRecord(key)
		stale = append(stale, q)
	}
	return c.remove(stale)
}

// labelArticle is the id of the article whose label v is.
func labelArticle(v quad.Value) (id string, ok bool) {
	label, ok := v.(quad.IRI)
	if !ok {
		return "", false
	}
	return ArticleID(Node(label))
}

// decodeStatements rebuilds the statements of an article from quads of its label. names maps entity records to names;
// without it the records are read.
func decodeStatements(v view, id string, names map[string]string, quads []quad.Quad) ([]Statement, error) {
	var own map[Node]string
	var failed error
	name := func(n Node) string {
		if own == nil {
			m, err := readManifest(v, id)
			if err != nil {
				failed = err
			}
			own = map[Node]string{}
			if m != nil {
				for _, ref := range m.Entities {
					key := entityKey(ref.ID, ref.Variant)
					if names != nil {
						own[ref.ID] = names[key]
						continue
					}
					b, err := v.record(key)
					if err != nil {
						failed = err
					} else if b != nil {
						_, own[ref.ID], _, _ = splitEntity(b)
					}
				}
			}
		}
		return own[n]
	}
	d := newDecoder(id, name)
	for _, q := range quads {
		if err := d.add(q.Subject, q.Predicate, q.Object); err != nil {
			return nil, fmt.Errorf("article %s: %w", id, err)
		}
	}
	sts := d.statements()
	if failed != nil {
		return nil, fmt.Errorf("article %s: %w", id, failed)
	}
	return sts, nil
}

// eachArticle calls fn with each run of quads that have one label. The slice is used again.
func eachArticle(quads iter.Seq2[quad.Quad, error], fn func(label quad.Value, quads []quad.Quad) error) error {
	var run []quad.Quad
	for q, err := range quads {
		if err != nil {
			return err
		}
		if len(run) > 0 && run[0].Label != q.Label {
			if err := fn(run[0].Label, run); err != nil {
				return err
			}
			run = run[:0]
		}
		run = append(run, q)
	}
	if len(run) > 0 {
		return fn(run[0].Label, run)
	}
	return nil
}

// entityOfKey is the entity that a record's key names.
func entityOfKey(key string) Node {
	id, _, _ := strings.Cut(strings.TrimPrefix(key, entityPrefix), "\x00")
	return Node(id)
}
