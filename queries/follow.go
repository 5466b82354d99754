package queries

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sort"

	"entente/graph"
)

// Following the store.
//
// The store tells only that it changed. What changed is found by comparing the digests of its articles with those that
// the rows are from; a store that can name the changed articles itself (Changer) spares that. Rows of articles that are
// gone are marked dead by their article's number; rows of new ones go into a small csr that lies over the base. Each
// change makes another view of the same base, so searches under way go on undisturbed. When much lies over the base, it
// is built anew beside, and what changed meanwhile is put over it in turn.

// A Changer names the articles that were put or deleted after a generation; ok is false if it does not know any more.
type Changer interface {
	Changes(since uint64) (articles []string, ok bool)
}

// A follower keeps what the next view is made of. Its slices only grow, so views may share them.
type follower struct {
	known   map[string]uint32 // article that is alive -> its number
	raws    []raw             // live rows over the base
	tabs    tables
	extra   nodes
	aliases []alias // names of nodes of the base that the base does not have
	latest  day
}

type alias struct {
	node uint32
	name string
}

func newFollower(v *view) *follower {
	f := &follower{known: map[string]uint32{}, tabs: v.tables, extra: v.extra, latest: v.base.latest}
	for i := range uint32(v.tables.Articles.len()) {
		if !v.dead.has(i) {
			f.known[v.tables.Articles.get(i)] = i
		}
	}
	return f
}

// Refresh brings the index up to the store's present state. An index that follows does so by itself, soon after each
// commit; Refresh is for who wants to see a commit at once.
func (ix *Index) Refresh(ctx context.Context) error {
	g, ok := ix.g.(Living)
	if !ok {
		return nil
	}
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if b := ix.rebuilt; b != nil {
		ix.rebuilt = nil
		ix.replace(b)
	}
	v := ix.view.Load()
	if g.Generation() == v.at {
		return nil
	}
	if ix.follow == nil {
		ix.follow = newFollower(v)
	}
	next, err := ix.follow.advance(ctx, g, v)
	if errors.Is(err, errMuch) {
		b, err := build(ctx, ix.g)
		if err != nil {
			return err
		}
		ix.replace(b)
		return nil
	}
	if err != nil {
		// Half of a change may be in the follower: the next one starts from the view.
		ix.follow = nil
		return err
	}
	ix.view.Store(next)
	if (next.count > ix.o.Overlay || ix.follow.latest.year() > v.base.latest.year()) && ix.life != nil && !ix.building {
		ix.building = true
		ix.done.Go(ix.rebuild)
	}
	return nil
}

// replace puts another base under the index. ix.mu is held.
func (ix *Index) replace(b *base) {
	ix.view.Store(fresh(b))
	ix.follow = nil
	ix.save(b)
}

// rebuild builds another base beside the present one.
func (ix *Index) rebuild() {
	b, err := build(ix.life, ix.g)
	ix.mu.Lock()
	ix.building = false
	if err == nil {
		ix.rebuilt = b
	}
	ix.mu.Unlock()
	if err == nil {
		err = ix.Refresh(ix.life)
	}
	ix.note(err)
}

// note keeps the first error of following, for Close.
func (ix *Index) note(err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.failed == nil {
		ix.failed = err
	}
}

// errMuch says that more changed than can be read article by article.
var errMuch = errors.New("much has changed")

// changes lists the articles that were put or deleted since the view.
func (f *follower) changes(ctx context.Context, g Living, v *view) ([]string, error) {
	if c, ok := g.(Changer); ok {
		if ids, ok := c.Changes(v.at); ok {
			return ids, nil
		}
	}
	var ids []string
	seen := make(map[string]bool, len(f.known))
	n := 0
	for a, err := range g.Articles(ctx) {
		if err != nil {
			return nil, err
		}
		n++
		if at, ok := f.known[a.ID]; ok {
			seen[a.ID] = true
			if f.tabs.Digest[at] == digest(&a) {
				continue
			}
		}
		ids = append(ids, a.ID)
	}
	for id := range f.known {
		if !seen[id] {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	if len(ids) > 1000 && len(ids)*4 > n {
		return nil, errMuch
	}
	return ids, nil
}

// advance makes the view of the store's present state.
func (f *follower) advance(ctx context.Context, g Living, v *view) (*view, error) {
	next := *v
	next.at = g.Generation()
	ids, err := f.changes(ctx, g, v)
	if err != nil {
		return nil, err
	}
	if len(ids) == 0 {
		return &next, nil
	}
	baseNodes := uint32(v.base.nodes.len())
	next.extraID = maps.Clone(v.extraID)
	if next.extraID == nil {
		next.extraID = map[graph.Node]uint32{}
	}
	next.gone = maps.Clone(v.gone)
	if next.gone == nil {
		next.gone = map[uint32]bool{}
	}
	var entities map[graph.Node]*graph.Entity // of the article that is being filed
	number := func(id graph.Node) uint32 {
		if u, ok := v.base.nodes.lookup(id); ok {
			return u
		}
		if u, ok := next.extraID[id]; ok {
			return u
		}
		e := entities[id]
		if e == nil {
			e = &graph.Entity{ID: id}
		}
		u := baseNodes + uint32(f.extra.len())
		f.extra.append(e)
		next.extraID[id] = u
		return u
	}
	b := newBuilder(f.tabs, number)
	b.raws, b.latest = f.raws, f.latest

	// Old rows of changed articles die.
	var dying bitset
	deaths := 0
	for _, id := range ids {
		if n, ok := f.known[id]; ok {
			dying.set(n)
			deaths++
			delete(f.known, id)
		}
	}
	suspects := map[uint32]bool{} // nodes that may have been named by dead articles only
	if deaths > 0 {
		b.raws = slices.DeleteFunc(b.raws, func(r raw) bool {
			if r.article == noNode || !dying.has(r.article) {
				return false
			}
			suspects[r.subject], suspects[r.object] = true, true
			return true
		})
		next.bury(v, dying, suspects)
	}

	for _, id := range ids {
		rec, err := g.Record(ctx, id)
		if errors.Is(err, graph.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("article %s: %w", id, err)
		}
		if err := b.article(&rec.Article); err != nil {
			return nil, fmt.Errorf("article %s: %w", id, err)
		}
		f.known[id] = b.articles[id]
		entities = make(map[graph.Node]*graph.Entity, len(rec.Entities))
		for i := range rec.Entities {
			entities[rec.Entities[i].ID] = &rec.Entities[i]
		}
		for i := range rec.Entities {
			if err := f.entity(b, &next, &rec.Entities[i], entities); err != nil {
				return nil, fmt.Errorf("article %s: %w", id, err)
			}
		}
		for i := range rec.Statements {
			s := &rec.Statements[i]
			s.Article = id
			if err := b.statement(s); err != nil {
				return nil, fmt.Errorf("article %s: %w", id, err)
			}
		}
		entities = nil
	}
	c := b.sorted(0, true, v.base.latest)
	f.raws, f.tabs, f.latest = b.raws, b.tables, b.latest
	next.tables, next.extra, next.over = f.tabs, f.extra, &c
	next.join()
	next.alias = f.names(&next, baseNodes)
	for u := range suspects {
		if err := next.mourn(ctx, g, u); err != nil {
			return nil, err
		}
	}
	next.count = len(f.raws) + v.deadRows(next.dead)
	return &next, nil
}

// entity files an entity of a new article: the whole of it if it is new, else the names that it adds.
func (f *follower) entity(b *builder, v *view, e *graph.Entity, entities map[graph.Node]*graph.Entity) error {
	u, ok := v.base.nodes.lookup(e.ID)
	if !ok {
		u, ok = v.extraID[e.ID]
	}
	if ok {
		if v.gone[u] {
			delete(v.gone, u)
		}
		if u < uint32(v.base.nodes.len()) && len(e.Aliases) > 0 {
			has := v.base.nodes.aliases(u)
			for _, a := range e.Aliases {
				if !slices.Contains(has, a) && !slices.Contains(f.aliases, alias{u, a}) {
					f.aliases = append(f.aliases, alias{u, a})
				}
			}
		}
		return nil
	}
	b.number(e.ID)
	for i := range e.Facts {
		fact := &e.Facts[i]
		if fact.Object != "" && entities[fact.Object] == nil {
			entities[fact.Object] = &graph.Entity{ID: fact.Object, Name: fact.ObjectName, Type: fact.ObjectType}
		}
		if err := b.fact(e.ID, fact); err != nil {
			return err
		}
	}
	return nil
}

// names is the dictionary of what lies over the base.
func (f *follower) names(v *view, baseNodes uint32) names {
	var d nameBuilder
	for i := range uint32(f.extra.len()) {
		d.add(baseNodes+i, f.extra.str(i, strName), f.extra.aliases(i))
	}
	for _, a := range f.aliases {
		d.add(a.node, v.str(a.node, strName), []string{a.name})
	}
	return d.finish()
}

// bury marks the base's rows of dying articles dead, and their nodes as suspects.
func (v *view) bury(old *view, dying bitset, suspects map[uint32]bool) {
	v.dead, v.touched, v.lost = slices.Clone(old.dead), slices.Clone(old.touched), maps.Clone(old.lost)
	if v.lost == nil {
		v.lost = map[uint32]int{}
	}
	for i := range uint32(len(dying) * 64) {
		if dying.has(i) {
			v.dead.set(i)
		}
	}
	c := &v.base.csr
	last := noPair
	for i, a := range c.Article {
		if a == noNode || !dying.has(a) {
			continue
		}
		p := uint32(sort.Search(c.pairs(), func(p int) bool { return c.First[p+1] > uint32(i) }))
		if p == last {
			continue
		}
		last = p
		hi := c.Hi[p]
		lo := uint32(sort.Search(len(c.From)-1, func(u int) bool { return c.From[u+1] > p }))
		suspects[lo], suspects[hi] = true, true
		was := c.empty(p, old.dead)
		v.touched.set(p)
		if !was && c.empty(p, v.dead) {
			v.lost[lo]++
			v.lost[hi]++
		}
	}
}

// empty says whether no row of a pair is alive.
func (c *csr) empty(p uint32, dead bitset) bool {
	for i := c.First[p]; i < c.First[p+1]; i++ {
		if c.Article[i] == noNode || !dead.has(c.Article[i]) {
			return false
		}
	}
	return true
}

// join ties the pairs of the overlay to those of the base.
func (v *view) join() {
	v.twin, v.shadow = map[uint32]uint32{}, nil
	v.touched = slices.Clone(v.touched)
	for u := range v.over.Local {
		a, z := v.over.ahead(u)
		for p := a; p < z; p++ {
			if q, ok := v.base.csr.pair(u, v.over.Hi[p]); ok && !v.base.csr.empty(q, v.dead) {
				v.twin[q] = p
				v.shadow.set(p)
				v.touched.set(q)
			}
		}
	}
}

// mourn notes that a node is gone if the store does not know it and nothing that is left needs it.
func (v *view) mourn(ctx context.Context, g Living, u uint32) error {
	_, err := g.Entity(ctx, v.id(u))
	if err == nil {
		return nil
	}
	if !errors.Is(err, graph.ErrNotFound) {
		return err
	}
	needed := false
	v.eachRow(u, func(_ uint32, c *csr, i uint32, up bool) bool {
		how := c.How[i]
		// A fact of the node itself goes with it; a fact of another node that names it stays.
		needed = how&kindMask != kindBackground || (how&howBackward == 0) != up
		return !needed
	})
	if !needed {
		v.gone[u] = true
	}
	return nil
}

// eachRow calls fn with every live row of u, until it returns false. With up, u is the pair's lo.
func (v *view) eachRow(u uint32, fn func(w uint32, c *csr, i uint32, up bool) bool) {
	for _, c := range []*csr{&v.base.csr, v.over} {
		if c == nil {
			continue
		}
		run := func(p, w uint32, up bool) bool {
			for i := c.First[p]; i < c.First[p+1]; i++ {
				if (c.Article[i] == noNode || !v.dead.has(c.Article[i])) && !fn(w, c, i, up) {
					return false
				}
			}
			return true
		}
		b, y := c.behind(u)
		for j := b; j < y; j++ {
			if !run(c.Back[j], c.BackLo[j], false) {
				return
			}
		}
		a, z := c.ahead(u)
		for p := a; p < z; p++ {
			if !run(p, c.Hi[p], true) {
				return
			}
		}
	}
}

func (v *view) deadRows(dead bitset) int {
	if len(dead) == 0 {
		return 0
	}
	n := 0
	for _, a := range v.base.Article {
		if a != noNode && dead.has(a) {
			n++
		}
	}
	return n
}
