package queries

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"strings"

	"entente/graph"
	"entente/graph/ontology"
)

// A raw row waits for its nodes to be numbered and its pair to be sorted. It has 32 bytes: there are as many as rows.
type raw struct {
	event           uint64
	subject, object uint32
	place           uint32 // noNode if not told
	date            day
	article         uint32
	predicate       uint16
	how, confidence uint8
}

// owner is the node whose fact a background row is.
func (r *raw) owner() uint32 {
	if r.how&howBackward != 0 {
		return r.object
	}
	return r.subject
}

const noNode = math.MaxUint32

// A builder gathers what the store holds and sorts it into a csr.
type builder struct {
	tables
	predicates map[graph.Predicate]uint16
	articles   map[string]uint32
	publishers map[string]uint32

	number func(graph.Node) uint32 // numbers a node, known or new
	raws   []raw
	latest day

	dropped int
}

func newBuilder(t tables, number func(graph.Node) uint32) *builder {
	b := &builder{tables: t, number: number, predicates: map[graph.Predicate]uint16{}, articles: map[string]uint32{},
		publishers: map[string]uint32{}}
	for i := range t.Predicates.len() {
		b.predicates[graph.Predicate(t.Predicates.get(uint32(i)))] = uint16(i)
	}
	for i := range t.Publishers.len() {
		b.publishers[t.Publishers.get(uint32(i))] = uint32(i)
	}
	return b
}

// said are the predicates that tell who speaks of whom, or of what: that Teheran denied an act towards Minsk connects the two
// no more than the denied act does.
var said = map[graph.Predicate]bool{"stated_about": true, "declined_comment_on": true, "denied": true}

func (b *builder) predicate(p graph.Predicate) uint16 {
	if i, ok := b.predicates[p]; ok {
		return i
	}
	if len(b.predicates) > math.MaxUint16 {
		// Phrases that no table knows have no end: the last number stands for all further ones.
		return math.MaxUint16
	}
	var flags uint8
	switch known := ontology.Lookup(p); {
	case strings.HasPrefix(string(p), "open/"):
		flags |= predOpen
	case known != nil && known.Kind == ontology.State:
		flags |= predState
	}
	if ontology.Symmetric(p) {
		flags |= predSymmetric
	}
	if said[p] {
		flags |= predSaid
	}
	i := uint16(b.Predicates.add(string(p)))
	b.Flags = append(b.Flags, flags)
	b.predicates[p] = i
	return i
}

// article numbers an article. A replaced article gets a new number, for its old rows are dead by the old one.
func (b *builder) article(a *graph.Article) {
	published, err := packDate(a.Date)
	if err != nil {
		published = 0 // a date that cannot be read is as none
	}
	p, ok := b.publishers[a.Publisher]
	if !ok {
		p = b.Publishers.add(a.Publisher)
		b.publishers[a.Publisher] = p
	}
	b.articles[a.ID] = b.Articles.add(a.ID)
	b.Published = append(b.Published, published)
	b.Digest = append(b.Digest, digest(a))
	b.Publisher = append(b.Publisher, p)
}

// digest tells two contents of an article apart, and two extractions of one content.
func digest(a *graph.Article) uint64 {
	h := fnv.New64a()
	h.Write([]byte(a.SHA256))
	h.Write([]byte{0})
	h.Write([]byte(a.Extractor))
	return h.Sum64()
}

func modalityNumber(m graph.Modality) (uint8, bool) {
	for i, x := range graph.Modalities {
		if x == m {
			return uint8(i), true
		}
	}
	return 0, false
}

func (b *builder) statement(s *graph.Statement) error {
	if s.Subject == "" || s.Object == "" {
		b.dropped++
		return nil
	}
	m, ok := modalityNumber(s.Modality)
	if !ok {
		return fmt.Errorf("%s: modality %q", s.Event, s.Modality)
	}
	event, err := eventNumber(s.Event)
	if err != nil {
		return err
	}
	date, err := packDate(s.Date)
	if err != nil {
		return fmt.Errorf("%s: %w", s.Event, err)
	}
	article, ok := b.articles[s.Article]
	if !ok {
		b.article(&graph.Article{ID: s.Article})
		article = b.articles[s.Article]
	}
	p := b.predicate(s.Predicate)
	how := kindStatement | m
	if b.Flags[p]&predSymmetric != 0 {
		how |= howSymmetric
	}
	r := raw{subject: b.number(s.Subject), object: b.number(s.Object), place: noNode, date: date, article: article,
		event: event, predicate: p, how: how, confidence: uint8(255*min(max(s.Confidence, 0), 1) + 0.5)}
	if s.Place != "" {
		r.place = b.number(s.Place)
	}
	b.latest = max(b.latest, date)
	b.raws = append(b.raws, r)

	about := b.predicate("stated_about")
	for _, speaker := range s.AttributedTo {
		if speaker == "" {
			continue
		}
		a := r
		a.subject, a.place, a.predicate, a.how = b.number(speaker), noNode, about, kindAttribution
		parties := []uint32{r.subject, r.object}
		if r.subject == r.object {
			parties = parties[:1]
		}
		for _, party := range parties {
			if a.object = party; a.object != a.subject {
				b.raws = append(b.raws, a)
			}
		}
	}
	return nil
}

// fact files a background fact of the gazetteer about an entity.
func (b *builder) fact(subject graph.Node, f *graph.Fact) error {
	if f.Object == "" {
		return nil
	}
	from, err := packDate(f.From)
	if err != nil {
		return fmt.Errorf("%s: fact %s: %w", subject, f.Predicate, err)
	}
	to, err := packDate(f.To)
	if err != nil {
		return fmt.Errorf("%s: fact %s: %w", subject, f.Predicate, err)
	}
	p := b.predicate(f.Predicate)
	how := uint8(kindBackground)
	if b.Flags[p]&predSymmetric != 0 {
		how |= howSymmetric
	}
	b.raws = append(b.raws, raw{subject: b.number(subject), object: b.number(f.Object), place: noNode, date: from,
		event: uint64(len(b.Facts.To)), predicate: p, how: how, confidence: 255, article: noNode})
	b.Facts.To = append(b.Facts.To, to)
	b.Facts.Position = append(b.Facts.Position, b.Facts.Text.add(f.Position))
	b.Facts.Source = append(b.Facts.Source, b.Facts.Text.add(f.Source))
	return nil
}

// sorted files the gathered rows under n nodes. With local, only nodes that occur are numbered.
func (b *builder) sorted(n int, local bool, latest day) csr {
	for i := range b.raws {
		if r := &b.raws[i]; r.subject > r.object {
			r.subject, r.object, r.how = r.object, r.subject, r.how|howBackward
		}
	}
	slices.SortFunc(b.raws, func(x, y raw) int {
		switch {
		case x.subject != y.subject:
			return compare(x.subject, y.subject)
		case x.object != y.object:
			return compare(x.object, y.object)
		case x.article != y.article:
			return compare(x.article, y.article)
		case x.event != y.event:
			if x.event < y.event {
				return -1
			}
			return 1
		}
		return compare(uint32(x.predicate)<<8|uint32(x.how), uint32(y.predicate)<<8|uint32(y.how))
	})
	// One act told twice in one article with the same speaker gives equal attributions.
	b.raws = slices.Compact(b.raws)

	m := len(b.raws)
	c := csr{rows: rows{make([]uint16, m), make([]uint8, m), make([]uint8, m), make([]day, m), make([]uint32, m), make([]uint64, m)}}
	if local {
		c.Local = map[uint32]uint32{}
		for i := range b.raws {
			c.Local[b.raws[i].subject] = 0
			c.Local[b.raws[i].object] = 0
		}
		touched := make([]uint32, 0, len(c.Local))
		for u := range c.Local {
			touched = append(touched, u)
		}
		slices.Sort(touched)
		for i, u := range touched {
			c.Local[u] = uint32(i)
		}
		n = len(touched)
	}
	slot := func(u uint32) uint32 {
		if local {
			return c.Local[u]
		}
		return u
	}
	c.From = make([]uint32, n+1)
	c.BackFrom = make([]uint32, n+1)
	places := 0
	for i := range b.raws {
		r := &b.raws[i]
		c.Predicate[i], c.How[i], c.Confidence[i] = r.predicate, r.how, r.confidence
		c.Date[i], c.Article[i], c.Event[i] = r.date, r.article, r.event
		if i == 0 || b.raws[i-1].subject != r.subject || b.raws[i-1].object != r.object {
			c.Hi = append(c.Hi, r.object)
			c.First = append(c.First, uint32(i))
			c.Mask = append(c.Mask, 0)
			c.Oldest, c.Newest = append(c.Oldest, never), append(c.Newest, 0)
			c.From[slot(r.subject)+1]++
			if r.subject != r.object {
				c.BackFrom[slot(r.object)+1]++
			}
		}
		p := len(c.Mask) - 1
		c.Mask[p] |= b.maskOf(r)
		if r.date != 0 && r.how&kindMask != kindBackground {
			c.Oldest[p], c.Newest[p] = min(c.Oldest[p], r.date.first().month()), max(c.Newest[p], r.date.last().month())
		}
		if r.place != noNode {
			places++
		}
	}
	c.First = append(c.First, uint32(m))
	c.Hi, c.First, c.Mask, c.Oldest, c.Newest = slices.Clip(c.Hi), slices.Clip(c.First), slices.Clip(c.Mask), slices.Clip(c.Oldest), slices.Clip(c.Newest)
	for i := range n {
		c.From[i+1] += c.From[i]
		c.BackFrom[i+1] += c.BackFrom[i]
	}
	c.Back = make([]uint32, c.BackFrom[n])
	c.BackLo = make([]uint32, c.BackFrom[n])
	next := slices.Clone(c.BackFrom[:n])
	c.Cost = make([]uint16, len(c.Hi))
	for p := range c.Hi {
		first := &b.raws[c.First[p]]
		if first.subject != first.object {
			at := &next[slot(first.object)]
			c.Back[*at], c.BackLo[*at] = uint32(p), first.subject
			*at++
		}
		cost := newCosting(latest)
		for i := c.First[p]; i < c.First[p+1]; i++ {
			if k := c.How[i]; (k&(kindMask|howModality) == kindStatement && b.Flags[c.Predicate[i]]&(predSaid|predOpen) == 0) || k&kindMask == kindBackground {
				cost.add(&c, i)
			}
		}
		c.Cost[p] = uint16(cost.sum())
	}
	type at struct{ place, row uint32 }
	byPlace := make([]at, 0, places)
	for i := range b.raws {
		if p := b.raws[i].place; p != noNode {
			byPlace = append(byPlace, at{p, uint32(i)})
		}
	}
	slices.SortFunc(byPlace, func(x, y at) int {
		if x.place != y.place {
			return compare(x.place, y.place)
		}
		return compare(x.row, y.row)
	})
	for _, a := range byPlace {
		c.PlaceNode = append(c.PlaceNode, a.place)
		c.PlaceRow = append(c.PlaceRow, a.row)
	}
	return c
}

func (b *builder) maskOf(r *raw) uint32 {
	mask := predicateMask(r.predicate)
	if r.how&kindMask == kindBackground {
		return mask | maskBackground
	}
	if r.date == 0 {
		mask |= maskUndated
	}
	switch {
	case r.how&kindMask == kindAttribution || b.Flags[r.predicate]&predSaid != 0:
		return mask | maskAttribution
	case b.Flags[r.predicate]&predOpen != 0:
		return mask | maskOpen
	}
	return mask | 1<<(r.how&howModality)
}

func predicateMask(p uint16) uint32 { return maskPredicates << (p % predicateBits) }

func compare(a, b uint32) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// nodeBuilder gathers entities under temporary numbers.
type nodeBuilder struct {
	numbers  map[graph.Node]uint32
	entities []graph.Entity // by temporary number, without Facts
	placed   []bool         // an entity record was seen, and not only a reference
}

func (n *nodeBuilder) number(id graph.Node) uint32 {
	if u, ok := n.numbers[id]; ok {
		return u
	}
	u := uint32(len(n.entities))
	n.numbers[id] = u
	n.entities = append(n.entities, graph.Entity{ID: id})
	n.placed = append(n.placed, false)
	return u
}

// bare is a name for an entity of which only the id is known: "ent:x/person/ivan-petrov" is "ivan petrov".
func bare(id graph.Node) string {
	s := string(id)
	s = s[strings.LastIndexByte(s, '/')+1:]
	if _, after, ok := strings.Cut(s, ":"); ok {
		s = after
	}
	return strings.ReplaceAll(s, "-", " ")
}

func typeOf(e *graph.Entity) graph.Type {
	switch {
	case e.Type != "":
		return e.Type
	case strings.HasPrefix(string(e.ID), "ent:topic/"):
		return graph.Topic
	case strings.HasPrefix(string(e.ID), "ent:group/"):
		return graph.Group
	}
	return ""
}

// append files one entity.
func (n *nodes) append(e *graph.Entity) {
	if n.Str == nil {
		n.Str = []uint32{uint32(n.Strs.len())}
	}
	name := e.Name
	if name == "" {
		name = bare(e.ID)
	}
	for _, s := range []string{string(e.ID), name, e.Code, e.Country, e.Wikidata, e.Wikipedia} {
		n.Strs.add(s)
	}
	for _, a := range e.Aliases {
		n.Strs.add(a)
	}
	n.Str = append(n.Str, uint32(n.Strs.len()))
	n.Type = append(n.Type, typeNumber(typeOf(e)))
}

// build scans g into a base.
func build(ctx context.Context, g Graph) (*base, error) {
	generation := g.Generation()
	nb := &nodeBuilder{numbers: map[graph.Node]uint32{}}
	b := newBuilder(tables{}, nb.number)
	for a, err := range g.Articles(ctx) {
		if err != nil {
			return nil, fmt.Errorf("index: articles: %w", err)
		}
		b.article(&a)
	}
	for e, err := range g.Entities(ctx) {
		if err != nil {
			return nil, fmt.Errorf("index: entities: %w", err)
		}
		if err := nb.entity(b, &e); err != nil {
			return nil, fmt.Errorf("index: %w", err)
		}
	}
	for s, err := range g.Statements(ctx) {
		if err != nil {
			return nil, fmt.Errorf("index: statements: %w", err)
		}
		if err := b.statement(&s); err != nil {
			return nil, fmt.Errorf("index: article %s: %w", s.Article, err)
		}
	}
	return finish(nb, b, generation), nil
}

// entity files an entity and its facts.
func (n *nodeBuilder) entity(b *builder, e *graph.Entity) error {
	u := n.number(e.ID)
	facts := e.Facts
	n.entities[u] = *e
	n.entities[u].Facts = nil
	n.placed[u] = true
	for i := range facts {
		f := &facts[i]
		if err := b.fact(e.ID, f); err != nil {
			return err
		}
		if f.Object == "" {
			continue
		}
		if o := n.number(f.Object); !n.placed[o] && n.entities[o].Name == "" {
			n.entities[o].Name, n.entities[o].Type = f.ObjectName, f.ObjectType
		}
	}
	return nil
}

// finish numbers the nodes by their rows, those with most first, and files the rows.
func finish(nb *nodeBuilder, b *builder, generation uint64) *base {
	byID, order := make([]uint32, len(nb.entities)), make([]uint32, len(nb.entities))
	for i := range byID {
		byID[i] = uint32(i)
	}
	slices.SortFunc(byID, func(x, y uint32) int { return strings.Compare(string(nb.entities[x].ID), string(nb.entities[y].ID)) })
	rows := make([]int32, len(nb.entities))
	for i := range b.raws {
		rows[b.raws[i].subject]++
		rows[b.raws[i].object]++
	}
	copy(order, byID)
	slices.SortStableFunc(order, func(x, y uint32) int { return cmp.Compare(rows[y], rows[x]) })
	renumber := make([]uint32, len(order))
	var n nodes
	var dictionary nameBuilder
	for i, old := range order {
		renumber[old] = uint32(i)
		e := &nb.entities[old]
		n.append(e)
		if !nb.placed[old] {
			n.Type[i] |= typeBare
		}
		dictionary.add(uint32(i), n.str(uint32(i), strName), e.Aliases)
		if e.Wikidata != "" {
			n.ByWikidata = append(n.ByWikidata, uint32(i))
		}
	}
	slices.SortFunc(n.ByWikidata, func(x, y uint32) int {
		if c := strings.Compare(n.str(x, strWikidata), n.str(y, strWikidata)); c != 0 {
			return c
		}
		return compare(x, y)
	})
	if n.Str == nil {
		n.Str = []uint32{0}
	}
	for i, old := range byID {
		byID[i] = renumber[old]
	}
	n.ByID = byID
	for i := range b.raws {
		r := &b.raws[i]
		r.subject, r.object = renumber[r.subject], renumber[r.object]
		if r.place != noNode {
			r.place = renumber[r.place]
		}
	}
	c := b.sorted(len(order), false, b.latest)
	n.Names = dictionary.finish(c.degree)
	out := &base{csr: c, nodes: n, tables: b.tables, generation: generation, latest: b.latest, dropped: b.dropped}
	return out.derive()
}
