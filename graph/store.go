package graph

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// Options says how a store is opened. The zero value opens it for writing and creates it if there is none.
type Options struct {
	// ReadOnly opens the newest whole state beside a writer of another process, if there is one, and changes nothing.
	// Default: for writing, one process at a time.
	ReadOnly bool
	// Symmetric tells the predicates that hold in both directions. Default: those that ontology/predicates.tsv marks.
	Symmetric func(Predicate) bool
	// Damaged opens a store for which the quick checks at opening fail, so that what is left can be read.
	// Default: a *DamagedError.
	Damaged bool
	// Memory bounds, in bytes, what the embedded store keeps of its files in memory. Default: 32 MiB.
	Memory int
}

// A Store keeps articles, their statements and what is known of their entities, as quads in Cayley. It is for any number
// of goroutines: one writes at a time, readers see the state before or after a whole Put or Delete and never between.
type Store struct {
	dsn       string
	o         Options
	symmetric func(Predicate) bool
	b         backend

	mu    sync.Mutex   // guards what follows
	given []givenStore // the newest last
}

// A backend keeps quads and the store's own records, and changes both as one.
type backend interface {
	// view is the newest whole state. The caller releases it.
	view(ctx context.Context) (view, error)
	// update makes what fn changes durable as one, or changes nothing. One update runs at a time. It says whether
	// anything changed.
	update(ctx context.Context, fn func(change) error) error
	generation() uint64
	// watch calls fn, which must be quick, after each change, its own or another process's, until ctx ends.
	watch(ctx context.Context, fn func(generation uint64))
	status(ctx context.Context, s *Status) error
	close() error
}

// A view is one state of a backend.
type view interface {
	record(key string) ([]byte, error) // nil if there is none
	records(prefix string) iter.Seq2[record, error]
	labelled(label quad.Value) ([]quad.Quad, error) // in the order in which they were written
	subject(s quad.Value) ([]quad.Quad, error)      // likewise
	quads(ctx context.Context) iter.Seq2[quad.Quad, error]
	quadStore() (cayley.QuadStore, error)
	generation() uint64
	release()
}

// A change is an update under way. It reads what it has written.
type change interface {
	record(key string) ([]byte, error)
	setRecord(key string, value []byte)
	deleteRecord(key string)
	// removeLabel removes every quad with this label and returns their number.
	removeLabel(label quad.Value) (int, error)
	remove(quads []quad.Quad) error
	// next is the generation that this change makes.
	next() uint64
	// touch makes it a change although nothing else did.
	touch()
	// add adds quads that are not there.
	add(quads []quad.Quad) error
}

type record struct {
	key   string
	value []byte
}

//go:embed ontology/predicates.tsv
var predicatesTable string

// symmetricPredicates are the rows of the ontology's table that are marked so. The ontology's package knows this package,
// so that it cannot be asked.
var symmetricPredicates = sync.OnceValue(func() map[Predicate]bool {
	set := map[Predicate]bool{}
	column := -1
	for line := range strings.Lines(predicatesTable) {
		fields := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if i := slices.Index(fields, "symmetric"); i >= 0 {
			column = i // the line that names the columns
		} else if column >= 0 && column < len(fields) && fields[column] == "y" {
			set[Predicate(fields[0])] = true
		}
	}
	return set
})

// Open opens the store that dsn names: the path of a folder (Cayley over LevelDB), "mem:" (in memory, gone with the
// Store) or "postgres://..." (Cayley over PostgreSQL).
func Open(ctx context.Context, dsn string, o Options) (*Store, error) {
	s := &Store{dsn: dsn, o: o, symmetric: o.Symmetric}
	if s.symmetric == nil {
		set := symmetricPredicates()
		s.symmetric = func(p Predicate) bool { return set[p] }
	}
	var err error
	switch scheme := schemeOf(dsn); scheme {
	case "mem":
		s.b, err = openMemory(o)
	case "":
		s.b, err = openFolder(ctx, dsn, o)
	case "postgres", "postgresql":
		s.b, err = openPostgres(ctx, dsn, o)
	default:
		err = &BackendError{Scheme: scheme, Reason: backendReason(scheme)}
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// schemeOf is the scheme of a dsn, "" for a path.
func schemeOf(dsn string) string {
	if dsn == "mem" || strings.HasPrefix(dsn, "mem:") {
		return "mem"
	}
	if i := strings.Index(dsn, "://"); i > 0 {
		if u, err := url.Parse(dsn[:i] + "://x"); err == nil {
			return u.Scheme
		}
		return dsn[:i]
	}
	return ""
}

// backendReason says why a data base that Cayley knows is no store of ours.
func backendReason(scheme string) string {
	switch scheme {
	case "bolt", "bbolt":
		return "not supported: a reader that looks up a quad inside an iteration can block the writer for ever; use a path (LevelDB)"
	case "badger":
		return "not supported: one article can be too big for a transaction; use a path (LevelDB)"
	case "sqlite", "cockroach", "mysql":
		return "not supported: it drops a quad that another article states as well; use a path (LevelDB) or postgres://"
	case "mongo", "mongodb", "couch", "couchdb", "elastic", "elasticsearch":
		return "not supported: an article cannot be replaced as one; use a path (LevelDB) or postgres://"
	}
	return "not known; use a path (LevelDB), mem: or postgres://"
}

// Close ends the use of the store. What was put is durable already.
func (s *Store) Close() error {
	s.mu.Lock()
	for _, g := range s.given {
		g.release()
	}
	s.given = nil
	s.mu.Unlock()
	return s.b.close()
}

// Put adds articles with their statements and entities, each replacing what its id had before. All of recs is durable
// when it returns nil, and nothing of it is stored when it returns an error. Records that hold what the store has change
// nothing. Of two records with one id the later counts. It calls Identify on every record.
func (s *Store) Put(ctx context.Context, recs ...Record) error {
	if s.o.ReadOnly {
		return ErrReadOnly
	}
	prepared := make([]*prepared, len(recs))
	for i := range recs {
		p, err := s.prepare(&recs[i])
		if err != nil {
			return err
		}
		prepared[i] = p
	}
	err := s.b.update(ctx, func(c change) error {
		if c, ok := c.(interface{ prefetch([]string) error }); ok {
			var keys []string
			for _, p := range prepared {
				keys = p.keys(keys)
			}
			if err := c.prefetch(keys); err != nil {
				return err
			}
		}
		var put []string
		for _, p := range prepared {
			changed, err := replaceArticle(c, p)
			if err != nil {
				return fmt.Errorf("article %s: %w", p.id, err)
			}
			if changed {
				put = append(put, p.id)
			}
		}
		noteArticles(c, 'p', put...)
		return nil
	})
	return err
}

// Delete removes an article, its statements, and the background of entities that no other article mentions.
func (s *Store) Delete(ctx context.Context, id string) error {
	if s.o.ReadOnly {
		return ErrReadOnly
	}
	return s.b.update(ctx, func(c change) error {
		old, err := readManifest(c, id)
		if err != nil {
			return err
		}
		if old == nil {
			return fmt.Errorf("article %s: %w", id, ErrNotFound)
		}
		if err := removeArticle(c, id, old); err != nil {
			return fmt.Errorf("article %s: %w", id, err)
		}
		noteArticles(c, 'd', id)
		return nil
	})
}

// read runs fn over the newest state.
func (s *Store) read(ctx context.Context, fn func(view) error) error {
	v, err := s.b.view(ctx)
	if err != nil {
		return err
	}
	defer v.release()
	return fn(v)
}

// Known says whether the store holds the article id, with which content and made by which version of the extractor.
func (s *Store) Known(ctx context.Context, id string) (sha, extractor string, ok bool, err error) {
	err = s.read(ctx, func(v view) error {
		m, err := readManifest(v, id)
		if m != nil {
			sha, extractor, ok = m.SHA256, m.Extractor, true
		}
		return err
	})
	return sha, extractor, ok, err
}

// Article returns an article with its text.
func (s *Store) Article(ctx context.Context, id string) (Article, error) {
	var a Article
	err := s.read(ctx, func(v view) error {
		var err error
		a, err = readArticle(v, id)
		return err
	})
	return a, err
}

func readArticle(v view, id string) (Article, error) {
	m, err := readManifest(v, id)
	if err != nil {
		return Article{}, err
	}
	if m == nil {
		return Article{}, fmt.Errorf("article %s: %w", id, ErrNotFound)
	}
	quads, err := v.subject(quad.IRI(ArticleNode(id)))
	if err != nil {
		return Article{}, fmt.Errorf("article %s: %w", id, err)
	}
	return decodeArticle(id, quads), nil
}

// Articles yields every article without its text, sorted by id.
func (s *Store) Articles(ctx context.Context) iter.Seq2[Article, error] {
	return func(yield func(Article, error) bool) {
		err := s.read(ctx, func(v view) error {
			for m, err := range manifests(ctx, v) {
				if err != nil {
					return err
				}
				if !yield(m.article(), nil) {
					return errStop
				}
			}
			return nil
		})
		if err != nil && err != errStop {
			yield(Article{}, err)
		}
	}
}

// errStop ends an iteration that its caller left.
var errStop = errors.New("stop")

// Statements yields every statement, asserted or not, in the order in which their articles were put. A loop that needs an
// order of its own sorts. It reads the log from end to end and is the fast way to read the whole store.
func (s *Store) Statements(ctx context.Context) iter.Seq2[Statement, error] {
	return func(yield func(Statement, error) bool) {
		err := s.read(ctx, func(v view) error {
			names, err := entityNames(ctx, v)
			if err != nil {
				return err
			}
			return eachArticle(v.quads(ctx), func(label quad.Value, quads []quad.Quad) error {
				id, ok := labelArticle(label)
				if !ok {
					return nil
				}
				sts, err := decodeStatements(v, id, names, quads)
				if err != nil {
					return err
				}
				for _, st := range sts {
					if !yield(st, nil) {
						return errStop
					}
				}
				return nil
			})
		})
		if err != nil && err != errStop {
			yield(Statement{}, err)
		}
	}
}

// StatementsOf yields the statements of one article, in the order of its record.
func (s *Store) StatementsOf(ctx context.Context, id string) iter.Seq2[Statement, error] {
	return func(yield func(Statement, error) bool) {
		rec, err := s.Record(ctx, id)
		if err != nil {
			yield(Statement{}, err)
			return
		}
		for _, st := range rec.Statements {
			if !yield(st, nil) {
				return
			}
		}
	}
}

// Record returns what was put for an article.
func (s *Store) Record(ctx context.Context, id string) (Record, error) {
	var rec Record
	err := s.read(ctx, func(v view) error {
		m, err := readManifest(v, id)
		if err != nil {
			return err
		}
		if m == nil {
			return fmt.Errorf("article %s: %w", id, ErrNotFound)
		}
		quads, err := v.labelled(quad.IRI(ArticleNode(id)))
		if err != nil {
			return fmt.Errorf("article %s: %w", id, err)
		}
		rec.Article = decodeArticle(id, quads)
		for _, ref := range m.Entities {
			e, err := readEntity(v, ref.ID, ref.Variant)
			if err != nil {
				return fmt.Errorf("article %s: %w", id, err)
			}
			e.Code = ref.Code
			rec.Entities = append(rec.Entities, e)
		}
		rec.Statements, err = decodeStatements(v, id, nil, quads)
		return err
	})
	return rec, err
}

// Entities yields every entity that an article mentions, sorted by id. Where articles were extracted with different
// knowledge of an entity, it has what all of them say together. Code is that of the latest article.
func (s *Store) Entities(ctx context.Context) iter.Seq2[Entity, error] {
	return func(yield func(Entity, error) bool) {
		err := s.read(ctx, func(v view) error {
			codes := map[Node]entityCode{}
			for m, err := range manifests(ctx, v) {
				if err != nil {
					return err
				}
				for _, ref := range m.Entities {
					c := entityCode{ref.Code, m.Date, m.ID}
					if old, ok := codes[ref.ID]; !ok || old.before(c) {
						codes[ref.ID] = c
					}
				}
			}
			var variants []Entity
			flush := func() bool {
				if len(variants) == 0 {
					return true
				}
				e := mergeEntities(variants)
				variants = variants[:0]
				e.Code = codes[e.ID].code
				return yield(e, nil)
			}
			for r, err := range v.records(entityPrefix) {
				if err != nil {
					return err
				}
				if err := ctx.Err(); err != nil {
					return err
				}
				_, e, err := parseEntity(r)
				if err != nil {
					return err
				}
				if len(variants) > 0 && variants[0].ID != e.ID {
					if !flush() {
						return errStop
					}
				}
				variants = append(variants, e)
			}
			if !flush() {
				return errStop
			}
			return nil
		})
		if err != nil && err != errStop {
			yield(Entity{}, err)
		}
	}
}

type entityCode struct {
	code    string
	date    Date
	article string
}

// before says whether c is the code to show rather than o: of a later article; told rather than not.
func (o entityCode) before(c entityCode) bool {
	if (o.code == "") != (c.code == "") {
		return o.code == ""
	}
	if o.date != c.date {
		return o.date < c.date
	}
	return o.article < c.article
}

// Entity returns one entity, as Entities does, but without its Code.
func (s *Store) Entity(ctx context.Context, id Node) (Entity, error) {
	var variants []Entity
	err := s.read(ctx, func(v view) error {
		for r, err := range v.records(entityKey(id, "")) {
			if err != nil {
				return err
			}
			_, e, err := parseEntity(r)
			if err != nil {
				return err
			}
			variants = append(variants, e)
		}
		return nil
	})
	if err != nil {
		return Entity{}, err
	}
	if len(variants) == 0 {
		return Entity{}, fmt.Errorf("entity %s: %w", id, ErrNotFound)
	}
	return mergeEntities(variants), nil
}

// Event returns the statement of an event node and the article that says it, with its text.
func (s *Store) Event(ctx context.Context, event Node) (Statement, Article, error) {
	var st Statement
	var a Article
	err := s.read(ctx, func(v view) error {
		quads, err := v.subject(event.IRI())
		if err != nil {
			return fmt.Errorf("event %s: %w", event, err)
		}
		if len(quads) == 0 {
			return fmt.Errorf("event %s: %w", event, ErrNotFound)
		}
		id, ok := labelArticle(quads[0].Label)
		if !ok {
			return fmt.Errorf("event %s: %w", event, ErrNotFound)
		}
		sts, err := decodeStatements(v, id, nil, quads)
		if err != nil {
			return err
		}
		if len(sts) == 0 {
			return fmt.Errorf("event %s: %w", event, ErrNotFound)
		}
		st = sts[0]
		a, err = readArticle(v, id)
		return err
	})
	return st, a, err
}

// Quads yields every quad of the store, in the order in which they were written.
func (s *Store) Quads(ctx context.Context) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		err := s.read(ctx, func(v view) error {
			for q, err := range v.quads(ctx) {
				if err != nil {
					return err
				}
				if !yield(q, nil) {
					return errStop
				}
			}
			return nil
		})
		if err != nil && err != errStop {
			yield(quad.Quad{}, err)
		}
	}
}

// QuadStore is the newest whole state as Cayley's own interface, for Gizmo. It does not change when the store does, so
// that a query sees one state: ask for it again for each query. Writing through it is refused. It is valid until the
// Store is closed, and for two minutes after a later call gave a newer one; closing it is not needed. With embedded
// stores it is a *kv.QuadStore.
func (s *Store) QuadStore() (cayley.QuadStore, error) {
	v, err := s.b.view(context.Background())
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.given); n > 0 && s.given[n-1].generation == v.generation() {
		v.release()
		return s.given[n-1].qs, nil
	}
	qs, err := v.quadStore()
	if err != nil {
		v.release()
		return nil, err
	}
	now := time.Now()
	for i := range s.given {
		if s.given[i].until.IsZero() {
			s.given[i].until = now.Add(2 * time.Minute)
		}
	}
	s.given = slices.DeleteFunc(s.given, func(g givenStore) bool {
		if now.Before(g.until) {
			return false
		}
		g.release()
		return true
	})
	s.given = append(s.given, givenStore{qs: qs, generation: v.generation(), release: v.release})
	return qs, nil
}

// A givenStore is what QuadStore returned for one state.
type givenStore struct {
	qs         cayley.QuadStore
	generation uint64
	until      time.Time // zero for the newest
	release    func()
}

// Generation counts the changes of the store. It grows with each Put or Delete that changed something, also of another
// process if the store is read beside it.
func (s *Store) Generation() uint64 { return s.b.generation() }

// Watch calls fn with the new generation after changes, those of other processes within a second, until ctx ends; it
// returns then. Changes that come while fn runs are told by one call.
func (s *Store) Watch(ctx context.Context, fn func(generation uint64)) {
	news := make(chan struct{}, 1)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go s.b.watch(ctx, func(uint64) {
		select {
		case news <- struct{}{}:
		default:
		}
	})
	last := s.Generation()
	for {
		select {
		case <-ctx.Done():
			return
		case <-news:
			if g := s.Generation(); g != last {
				last = g
				fn(g)
			}
		}
	}
}
