package queries

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"
	"time"

	"entente/graph"
)

// A Graph is what an Index is built from and where it looks up sentences; a *graph.Store is one.
type Graph interface {
	Statements(ctx context.Context) iter.Seq2[graph.Statement, error]
	Entities(ctx context.Context) iter.Seq2[graph.Entity, error]
	Articles(ctx context.Context) iter.Seq2[graph.Article, error]
	Event(ctx context.Context, event graph.Node) (graph.Statement, graph.Article, error)
	Generation() uint64
}

// A Living graph tells of its changes; an Index follows it. A *graph.Store is one.
type Living interface {
	Graph
	Watch(ctx context.Context, fn func(generation uint64))
	Record(ctx context.Context, article string) (graph.Record, error)
	Entity(ctx context.Context, id graph.Node) (graph.Entity, error)
}

var _ Living = (*graph.Store)(nil)

// Options of an Index. The zero value keeps no file and follows the store's changes.
type Options struct {
	// Path is the file that keeps the index between runs; default: none is kept. A file of an older state of the store
	// is brought up to date, a damaged or foreign one is built anew.
	Path string
	// Overlay is how many changed rows may lie over the base before it is rebuilt. Default: 50,000.
	Overlay int
	// Still leaves the index as it is when the store changes. Default: it follows.
	Still bool
	// Apart names pairs of unknown actors that are never taken for one, whatever they have in common. Default: none.
	Apart [][2]graph.Node
}

// An Index answers questions. It is safe for use by many goroutines; each answer is from one state of the store.
type Index struct {
	g    Graph
	o    Options
	view atomic.Pointer[view]

	mu       sync.Mutex // one goroutine at a time puts another view
	follow   *follower  // nil until the first change
	rebuilt  *view      // waits to take the place of the present view,
	refollow *follower  // with its follower
	building bool
	broken   bool            // the follower stopped half-way: the next refresh builds anew
	failed   error           // why the index could not follow
	life     context.Context // ends with Close; nil if the index does not follow
	cancel   context.CancelFunc
	done     sync.WaitGroup
}

// Open loads the index of g from o.Path or builds it.
func Open(ctx context.Context, g Graph, o Options) (*Index, error) {
	if o.Overlay == 0 {
		o.Overlay = 50_000
	}
	ix := &Index{g: g, o: o}
	if b := ix.load(ctx); b != nil {
		ix.view.Store(ix.fresh(b))
	} else {
		b, err := build(ctx, g)
		if err != nil {
			return nil, err
		}
		ix.replace(b)
		ix.save(b)
	}
	if err := ix.Refresh(ctx); err != nil {
		return nil, err
	}
	// What lies over a saved base is read again at every start: beyond a part it is cheaper to build and save another.
	if v := ix.view.Load(); v.count > o.Overlay || v.count > 2000 && v.count > len(v.base.Event)/20 {
		b, err := build(ctx, g)
		if err != nil {
			return nil, err
		}
		ix.replace(b)
		ix.save(b)
	}
	living, ok := g.(Living)
	if !ok || o.Still {
		return ix, nil
	}
	ix.life, ix.cancel = context.WithCancel(context.Background())
	ix.done.Go(func() {
		// The first commit is to find everything ready.
		ix.mu.Lock()
		if ix.follow == nil {
			ix.follow = newFollower(ix.view.Load())
		}
		ix.mu.Unlock()
		living.Watch(ix.life, func(uint64) { ix.note(ix.Refresh(ix.life)) })
	})
	// A commit between the refresh above and the begin of the watch is told by nobody.
	ix.done.Go(func() {
		tick := time.NewTicker(lookAgain)
		defer tick.Stop()
		for {
			select {
			case <-ix.life.Done():
				return
			case <-tick.C:
				if g.Generation() != ix.Generation() {
					ix.note(ix.Refresh(ix.life))
				}
			}
		}
	})
	return ix, nil
}

// lookAgain is how often an index looks whether the store has changed without being told.
const lookAgain = 50 * time.Millisecond

// Close stops following the store, which stays open.
func (ix *Index) Close() error {
	if ix.cancel != nil {
		ix.cancel()
	}
	ix.done.Wait()
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.failed != nil {
		return fmt.Errorf("index: follow the store: %w", ix.failed)
	}
	return nil
}

// Generation is the store's generation that answers are from.
func (ix *Index) Generation() uint64 { return ix.view.Load().at }

// Ref names n for reading.
func (ix *Index) Ref(n graph.Node) Ref { return ix.view.Load().refOf(n) }

// refOf names a node that need not be in the index.
func (v *view) refOf(n graph.Node) Ref {
	if u, ok := v.number(n); ok {
		return v.ref(u)
	}
	return Ref{ID: n, Name: bare(n)}
}

// fresh is a view of a base over which nothing lies.
func (ix *Index) fresh(b *base) *view {
	v := &view{base: b, tables: b.tables, at: b.generation, joining: &joining{}, apart: map[[2]graph.Node]bool{}}
	for _, p := range ix.o.Apart {
		v.apart[pairOf(p[0], p[1])] = true
	}
	return v
}

// Evidence returns a statement with its sentence.
func (ix *Index) Evidence(ctx context.Context, event graph.Node) (Evidence, error) {
	s, a, err := ix.g.Event(ctx, event)
	if err != nil {
		return Evidence{}, err
	}
	return ix.view.Load().evidence(&s, &a), nil
}

func (ix *Index) evidence(ctx context.Context, v *view, r rowAt) (e Evidence, ok bool, err error) {
	s, a, err := ix.g.Event(ctx, eventNode(r.c.Event[r.row]))
	if errors.Is(err, graph.ErrNotFound) {
		// Deleted since this view: the next one has no row for it.
		return e, false, nil
	}
	if err != nil {
		return e, false, err
	}
	e = v.evidence(&s, &a)
	e.Attribution = r.c.How[r.row]&kindMask == kindAttribution
	return e, true, nil
}

func (v *view) evidence(s *graph.Statement, a *graph.Article) Evidence {
	e := Evidence{Event: s.Event, Subject: v.refOf(s.Subject), Predicate: s.Predicate, Object: v.refOf(s.Object),
		Modality: s.Modality, AttributedTo: []string{}, Date: s.Date, Place: s.PlaceName, Position: s.Position, Article: a.ID,
		Title: a.Title, Publisher: a.Publisher, Published: a.Date, URL: a.URL, Sentence: s.Sentence, Begin: s.Begin,
		End: s.End, Text: s.Evidence, Confidence: s.Confidence}
	if e.Place == "" && s.Place != "" {
		e.Place = v.refOf(s.Place).Name
	}
	for i, n := range s.AttributedTo {
		name := v.refOf(n).Name
		if i < len(s.Attribution) && s.Attribution[i] != "" {
			name = s.Attribution[i]
		}
		e.AttributedTo = append(e.AttributedTo, name)
	}
	return e
}
