package queries

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"sort"

	"entente/graph"
)

// Following the store.
//
// The store names the articles that changed since a generation; a store that does not know (any more) has the digests of
// its articles compared with those that the rows are from. Rows of articles that are gone are marked dead by their
// article's number; rows of new ones go into a small csr that lies over the base. Each change makes another view of the
// same base, so searches under way go on undisturbed. When much lies over the base, it is built and saved anew beside, and
// what changed meanwhile is put over it in turn.

// A Changer names the articles that were put or deleted after a generation; ok is false if it does not know. A
// *graph.Store is one.
type Changer interface {
	Changes(ctx context.Context, since uint64) (changed, deleted []graph.Node, ok bool, err error)
}

var _ Changer = (*graph.Store)(nil)

// A follower keeps what the next view is made of. Its slices only grow, so views may share them.
type follower struct {
	known   map[string]uint32 // article that is alive -> its number
	raws    []raw             // live rows over the base
	tabs    tables
	extra   nodes
	aliases []alias         // names of nodes of the base that the base does not have
	placed  map[uint32]bool // nodes whose facts are in raws
	latest  day
}

type alias struct {
	node uint32
	name string
}

func newFollower(v *view) *follower {
	f := &follower{known: map[string]uint32{}, placed: map[uint32]bool{}, tabs: v.tables, extra: v.extra, latest: v.base.latest}
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
	if v := ix.rebuilt; v != nil {
		ix.view.Store(v)
		ix.follow, ix.broken = ix.refollow, false
		ix.rebuilt, ix.refollow = nil, nil
	}
	v := ix.view.Load()
	if g.Generation() == v.at {
		return nil
	}
	if ix.follow == nil {
		ix.follow = newFollower(v)
	}
	var next *view
	err := errMuch
	if !ix.broken {
		next, err = ix.follow.advance(ctx, g, v)
	}
	if errors.Is(err, errMuch) {
		b, err := build(ctx, ix.g)
		if err != nil {
			return err
		}
		ix.replace(b)
		ix.save(b)
		return nil
	}
	if err != nil {
		// Half of a change may be in the follower: start anew from the store.
		ix.broken = true
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
	ix.view.Store(ix.fresh(b))
	ix.follow, ix.broken = nil, false
}

// rebuild builds another base beside the present one.
func (ix *Index) rebuild() {
	b, err := build(ix.life, ix.g)
	var v *view
	var f *follower
	if err == nil {
		// Whatever takes time is done before the index waits for it.
		ix.save(b)
		v = ix.fresh(b)
		f = newFollower(v)
	}
	ix.mu.Lock()
	ix.building = false
	ix.rebuilt, ix.refollow = v, f
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

// changes lists the articles that were put or deleted since the view, sorted.
func (f *follower) changes(ctx context.Context, g Living, v *view) ([]string, error) {
	ids, ok, err := f.told(ctx, g, v.at)
	if !ok && err == nil {
		ids, err = f.compared(ctx, g)
	}
	if err != nil {
		return nil, err
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) > 1000 && len(ids) > len(f.known)/3 {
		return nil, errMuch
	}
	return ids, nil
}

// told lists what the store says has changed, without articles that have the content that the rows are from.
func (f *follower) told(ctx context.Context, g Living, since uint64) (ids []string, ok bool, err error) {
	c, is := g.(Changer)
	if !is {
		return nil, false, nil
	}
	changed, deleted, ok, err := c.Changes(ctx, since)
	if !ok || err != nil {
		return nil, false, err
	}
	for _, list := range [][]graph.Node{changed, deleted} {
		for _, n := range list {
			id, is := graph.ArticleID(n)
			if !is {
				return nil, false, fmt.Errorf("changed article %q: no node of an article", n)
			}
			ids = append(ids, id)
		}
	}
	return ids, true, nil
}

// compared lists the articles whose content is not the one that the rows are from.
func (f *follower) compared(ctx context.Context, g Living) ([]string, error) {
	var ids []string
	seen := make(map[string]bool, len(f.known))
	for a, err := range g.Articles(ctx) {
		if err != nil {
			return nil, err
		}
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
	return ids, nil
}

// advance makes the view of the store's present state.
func (f *follower) advance(ctx context.Context, g Living, v *view) (*view, error) {
	next := *v
	next.at, next.joining = g.Generation(), &joining{}
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
		b.article(&rec.Article)
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
			s := rec.Statements[i] // a copy: the record is the store's
			s.Article = id
			if err := b.statement(&s); err != nil {
				return nil, fmt.Errorf("article %s: %w", id, err)
			}
		}
		entities = nil
	}
	c := b.sorted(0, true, v.base.latest)
	next.tables, next.extra, next.over = b.tables, f.extra, &c
	if err := f.mourn(ctx, g, &next, suspects); err != nil {
		return nil, err
	}
	// The facts of entities that the store does not know any more go with them.
	n := len(b.raws)
	b.raws = slices.DeleteFunc(b.raws, func(r raw) bool { return r.how&kindMask == kindBackground && !f.placed[r.owner()] })
	if len(b.raws) != n {
		c = b.sorted(0, true, v.base.latest)
	}
	next.part(suspects)
	f.raws, f.tabs, f.latest = b.raws, b.tables, b.latest
	next.settle()
	next.alias = f.names(&next, baseNodes)
	next.count = len(f.raws) + next.deadRows
	return &next, nil
}

// entity files an entity of a new article: its facts, unless they are there already, and the names that it adds.
func (f *follower) entity(b *builder, v *view, e *graph.Entity, entities map[graph.Node]*graph.Entity) error {
	u := b.number(e.ID)
	delete(v.gone, u)
	if u < uint32(v.base.nodes.len()) {
		has := v.base.nodes.aliases(u)
		for _, a := range e.Aliases {
			if !slices.Contains(has, a) && !slices.Contains(f.aliases, alias{u, a}) {
				f.aliases = append(f.aliases, alias{u, a})
			}
		}
		if v.base.nodes.Type[u]&typeBare == 0 && !v.unplaced[u] {
			return nil
		}
	}
	if f.placed[u] {
		return nil
	}
	f.placed[u] = true
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
	return d.finish(nil)
}

// bury marks the base's rows of dying articles dead, and their nodes as suspects.
func (v *view) bury(old *view, dying bitset, suspects map[uint32]bool) {
	v.dead, v.touched = slices.Clone(old.dead), slices.Clone(old.touched)
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
		v.deadRows++
		p := uint32(sort.Search(c.pairs(), func(p int) bool { return c.First[p+1] > uint32(i) }))
		if p != last {
			last = p
			suspects[c.lo(p)], suspects[c.Hi[p]] = true, true
			v.touched.set(p)
		}
	}
}

// lo is the smaller node of a pair of the base.
func (c *csr) lo(p uint32) uint32 {
	return uint32(sort.Search(len(c.From)-1, func(u int) bool { return c.From[u+1] > p }))
}

// alive says whether a row is there: a statement of a live article or a fact of an entity that the store knows.
func (v *view) alive(c *csr, i uint32) bool {
	if c.How[i]&kindMask == kindBackground {
		return !v.deadFacts.has(uint32(c.Event[i]))
	}
	return !v.dead.has(c.Article[i])
}

// empty says whether no row of a pair of the base is alive.
func (v *view) empty(p uint32) bool {
	c := &v.base.csr
	for i := c.First[p]; i < c.First[p+1]; i++ {
		if v.alive(c, i) {
			return false
		}
	}
	return true
}

// settle works out what follows from the dead, the gone and the overlay: which pairs of the base need a closer look,
// which are lost, and which continue in the overlay.
func (v *view) settle() {
	c := &v.base.csr
	v.touched = slices.Clone(v.touched)
	v.lost = map[uint32]int{}
	for i, word := range v.touched {
		for ; word != 0; word &= word - 1 {
			p := uint32(i*64 + bits.TrailingZeros64(word))
			if lo, hi := c.lo(p), c.Hi[p]; lo != hi && v.empty(p) {
				v.lost[lo]++
				v.lost[hi]++
			}
		}
	}
	v.twin, v.shadow = map[uint32]uint32{}, nil
	for u := range v.over.Local {
		a, z := v.over.ahead(u)
		for p := a; p < z; p++ {
			if q, ok := c.pair(u, v.over.Hi[p]); ok && !v.empty(q) {
				v.twin[q] = p
				v.shadow.set(p)
				v.touched.set(q)
			}
		}
	}
}

// mourn keeps of the suspects those that the store does not know any more, and drops their facts.
func (f *follower) mourn(ctx context.Context, g Living, v *view, suspects map[uint32]bool) error {
	v.deadFacts, v.unplaced = slices.Clone(v.deadFacts), maps.Clone(v.unplaced)
	if v.unplaced == nil {
		v.unplaced = map[uint32]bool{}
	}
	for u := range suspects {
		_, err := g.Entity(ctx, v.id(u))
		if err == nil {
			delete(suspects, u)
			continue
		}
		if !errors.Is(err, graph.ErrNotFound) {
			return err
		}
		delete(f.placed, u)
		if int(u) >= v.base.nodes.len() {
			continue
		}
		v.unplaced[u] = true
		c := &v.base.csr
		drop := func(p uint32, up bool) {
			for i := c.First[p]; i < c.First[p+1]; i++ {
				if c.How[i]&kindMask == kindBackground && (c.How[i]&howBackward == 0) == up {
					v.deadFacts.set(uint32(c.Event[i]))
					v.touched.set(p)
				}
			}
		}
		for p, z := c.ahead(u); p < z; p++ {
			drop(p, true)
		}
		for j, y := c.behind(u); j < y; j++ {
			drop(c.Back[j], false)
		}
	}
	return nil
}

// part notes the suspects that nothing names any more.
func (v *view) part(suspects map[uint32]bool) {
	for u := range suspects {
		named := false
		v.eachRow(u, func(uint32, *csr, uint32, bool) bool { named = true; return false })
		if !named {
			v.gone[u] = true
		}
	}
}

// eachRow calls fn with every live row of u, until it returns false. With up, u is the pair's lo.
func (v *view) eachRow(u uint32, fn func(w uint32, c *csr, i uint32, up bool) bool) {
	for _, c := range []*csr{&v.base.csr, v.over} {
		if c == nil {
			continue
		}
		run := func(p, w uint32, up bool) bool {
			for i := c.First[p]; i < c.First[p+1]; i++ {
				if v.alive(c, i) && !fn(w, c, i, up) {
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
