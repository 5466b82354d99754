package queries

import (
	"context"
	"fmt"
	"hash/fnv"
	"iter"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"entente/graph"
)

// fake is a Living graph in memory.
type fake struct {
	mu         sync.Mutex
	records    map[string]graph.Record
	generation uint64
	watchers   []chan struct{}
	scans      int          // of Statements
	compares   int          // of Articles
	history    []graph.Node // articles that changed,
	steps      []int        // and how many of them there were after each change
	forgetful  bool         // does not know what changed
}

func newFake(recs ...graph.Record) *fake {
	f := &fake{records: map[string]graph.Record{}}
	f.put(recs...)
	return f
}

func (f *fake) put(recs ...graph.Record) {
	f.mu.Lock()
	for _, r := range recs {
		for i := range r.Statements {
			r.Statements[i].Article = r.Article.ID
		}
		f.records[r.Article.ID] = r
	}
	var nodes []graph.Node
	for _, r := range recs {
		nodes = append(nodes, graph.ArticleNode(r.Article.ID))
	}
	f.changed(nodes...)
}

func (f *fake) remove(id string) {
	f.mu.Lock()
	delete(f.records, id)
	f.changed(graph.ArticleNode(id))
}

func (f *fake) changed(articles ...graph.Node) {
	f.generation++
	f.history = append(f.history, articles...)
	f.steps = append(f.steps, len(f.history))
	watchers := slices.Clone(f.watchers)
	f.mu.Unlock()
	for _, w := range watchers {
		select {
		case w <- struct{}{}:
		default:
		}
	}
}

func (f *fake) sorted() []graph.Record {
	f.mu.Lock()
	defer f.mu.Unlock()
	var ids []string
	for id := range f.records {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	out := make([]graph.Record, len(ids))
	for i, id := range ids {
		out[i] = f.records[id]
	}
	return out
}

func (f *fake) Statements(context.Context) iter.Seq2[graph.Statement, error] {
	f.mu.Lock()
	f.scans++
	f.mu.Unlock()
	return func(yield func(graph.Statement, error) bool) {
		for _, r := range f.sorted() {
			for _, s := range r.Statements {
				if !yield(s, nil) {
					return
				}
			}
		}
	}
}

func (f *fake) Entities(context.Context) iter.Seq2[graph.Entity, error] {
	return func(yield func(graph.Entity, error) bool) {
		seen := map[graph.Node]bool{}
		for _, r := range f.sorted() {
			for _, e := range r.Entities {
				if !seen[e.ID] {
					seen[e.ID] = true
					if !yield(e, nil) {
						return
					}
				}
			}
		}
	}
}

func (f *fake) Articles(context.Context) iter.Seq2[graph.Article, error] {
	f.mu.Lock()
	f.compares++
	f.mu.Unlock()
	return func(yield func(graph.Article, error) bool) {
		for _, r := range f.sorted() {
			if !yield(r.Article, nil) {
				return
			}
		}
	}
}

func (f *fake) Event(_ context.Context, event graph.Node) (graph.Statement, graph.Article, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, r := range f.records {
		for _, s := range r.Statements {
			if s.Event == event {
				return s, r.Article, nil
			}
		}
	}
	return graph.Statement{}, graph.Article{}, fmt.Errorf("event %s: %w", event, graph.ErrNotFound)
}

func (f *fake) Changes(_ context.Context, since uint64) (changed, deleted []graph.Node, ok bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.forgetful || since > f.generation {
		return nil, nil, false, nil
	}
	begin := 0
	if since > 0 {
		begin = f.steps[since-1]
	}
	for _, n := range f.history[begin:] {
		id, _ := graph.ArticleID(n)
		if _, there := f.records[id]; there {
			changed = append(changed, n)
		} else {
			deleted = append(deleted, n)
		}
	}
	return changed, deleted, true, nil
}

func (f *fake) Generation() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.generation
}

func (f *fake) Record(_ context.Context, id string) (graph.Record, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	r, ok := f.records[id]
	if !ok {
		return r, graph.ErrNotFound
	}
	return r, nil
}

func (f *fake) Entity(_ context.Context, id graph.Node) (graph.Entity, error) {
	for _, r := range f.sorted() {
		for _, e := range r.Entities {
			if e.ID == id {
				return e, nil
			}
		}
	}
	return graph.Entity{}, graph.ErrNotFound
}

func (f *fake) Watch(ctx context.Context, fn func(uint64)) {
	news := make(chan struct{}, 1)
	f.mu.Lock()
	f.watchers = append(f.watchers, news)
	f.mu.Unlock()
	for {
		select {
		case <-ctx.Done():
			return
		case <-news:
			fn(f.Generation())
		}
	}
}

// A sketch is a record in short: statements as "subject predicate object", with what differs from the usual after it.
type sketch struct {
	id    string
	date  graph.Date
	lines []line
}

type line struct {
	subject, object graph.Node
	predicate       graph.Predicate
	modality        graph.Modality
	date            graph.Date
	confidence      float64
	says            []graph.Node
	place           graph.Node
}

var eventCount uint64

// record turns a sketch into a record. Names are made of the ids.
func (s sketch) record(entities ...graph.Entity) graph.Record {
	r := graph.Record{Article: graph.Article{ID: s.id, Date: s.date, Publisher: "The Example", Title: "On " + s.id,
		SHA256: fmt.Sprint(s.id, len(s.lines), s.lines)}}
	known := map[graph.Node]bool{}
	for _, e := range entities {
		known[e.ID] = true
		r.Entities = append(r.Entities, e)
	}
	name := func(n graph.Node) {
		if n != "" && !known[n] {
			known[n] = true
			r.Entities = append(r.Entities, graph.Entity{ID: n, Name: bare(n)})
		}
	}
	for i, l := range s.lines {
		eventCount++
		if l.modality == "" {
			l.modality = graph.Asserted
		}
		if l.confidence == 0 {
			l.confidence = 1
		}
		st := graph.Statement{Event: eventNode(eventCount), Subject: l.subject, Predicate: l.predicate, Object: l.object,
			Modality: l.modality, Date: l.date, Confidence: l.confidence, AttributedTo: l.says, Place: l.place, Sentence: i,
			Evidence: fmt.Sprintf("%s %s %s.", bare(l.subject), l.predicate, bare(l.object))}
		for _, n := range append([]graph.Node{l.subject, l.object, l.place}, l.says...) {
			name(n)
		}
		r.Statements = append(r.Statements, st)
	}
	return r
}

func open(t testing.TB, g Graph, o Options) *Index {
	t.Helper()
	ix, err := Open(context.Background(), g, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	})
	return ix
}

// strangers are unknown actors: some of them are taken for one.
var strangers = []graph.Entity{
	{ID: "ent:x/person/ann-bell", Name: "Ann Bell", Type: graph.Person},
	{ID: "ent:x/person/ann-bell-fra", Name: "Ann Bell", Type: graph.Person, Country: "FRA"},
	{ID: "ent:x/person/ann-b-bell", Name: "Ann B. Bell", Type: graph.Person},
	{ID: "ent:x/person/omar-haddad", Name: "Omar Haddad", Type: graph.Person},
	{ID: "ent:x/person/omar-haddad-irq", Name: "Omar Haddad", Type: graph.Person, Country: "IRQ"},
	{ID: "ent:x/person/omar-haddad-syr", Name: "Omar Haddad", Type: graph.Person, Country: "SYR"},
	{ID: "ent:x/person/omar-al-haddad-syr", Name: "Omar al-Haddad", Type: graph.Person, Country: "SYR"},
}

func nodesOfStatements(list []graph.Statement) map[graph.Node]bool {
	used := map[graph.Node]bool{}
	for _, s := range list {
		for _, n := range append([]graph.Node{s.Subject, s.Object, s.Place}, s.AttributedTo...) {
			used[n] = true
		}
	}
	return used
}

// random makes records of a small graph with everything that filters look at.
func random(r *rand.Rand, articles, actors int) []graph.Record {
	node := func() graph.Node {
		// Few hubs and many others.
		n := int(float64(actors) * r.Float64() * r.Float64())
		if n%11 == 7 {
			return graph.Node(fmt.Sprintf("ent:topic/t%02d", n))
		}
		if n%5 == 3 {
			return strangers[n%len(strangers)].ID
		}
		return graph.Node(fmt.Sprintf("ent:a%02d", n))
	}
	predicates := []graph.Predicate{"met", "visited", "accused", "supplied_arms_to", "stated_about", "ally_of", "open/lean on"}
	dates := []graph.Date{"", "2021", "2022-03", "2022-11-05", "2023-07-25", "2023-07", "2023-09-13"}
	var out []graph.Record
	for i := range articles {
		s := sketch{id: fmt.Sprintf("article-%02d", i), date: []graph.Date{"", "2022-06-01", "2023-09-14"}[r.IntN(3)]}
		for range 1 + r.IntN(4) {
			l := line{subject: node(), object: node(), predicate: predicates[r.IntN(len(predicates))], date: dates[r.IntN(len(dates))],
				confidence: float64(1+r.IntN(100)) / 100, modality: graph.Modalities[min(r.IntN(12), 7)]}
			if l.modality == graph.Denied && r.IntN(2) == 0 {
				l.modality = graph.Asserted
			}
			if r.IntN(3) == 0 {
				l.says = append(l.says, node())
			}
			s.lines = append(s.lines, l)
		}
		rec := s.record(strangers...)
		used := nodesOfStatements(rec.Statements)
		rec.Entities = slices.DeleteFunc(rec.Entities, func(e graph.Entity) bool { return !used[e.ID] })
		for j := range rec.Entities {
			// Background is a function of the entity.
			h := fnv.New32a()
			h.Write([]byte(rec.Entities[j].ID))
			if n := int(h.Sum32() >> 8); n%4 == 0 {
				o := graph.Node(fmt.Sprintf("ent:a%02d", n/4%actors))
				rec.Entities[j].Facts = []graph.Fact{{Predicate: "member_of", Object: o, ObjectName: bare(o), Source: "table",
					From: dates[n/7%len(dates)], To: []graph.Date{"", "2024"}[n/3%2]}}
			}
		}
		out = append(out, rec)
	}
	return out
}
