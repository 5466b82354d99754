package queries

import (
	"context"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"sync"

	"entente/graph"
)

// Unknown actors across articles.
//
// The id of an actor that the gazetteer does not know is a function of its own article: "Pavel Drozdov" is one node where
// the article tells his country and another where it does not. Questions take such nodes for one when
//
//   - their names are equal, written with or without accents, middle initials and the article of Arabic names; a person's
//     has two words at least and tells no office, an organisation's is not made of general words only ("Foreign Ministry"),
//   - they are of one type,
//   - no country speaks against it: their own, and those of the offices that are asserted of them,
//   - their articles lie at most joinYears apart, and
//   - nobody has said that they are not (Options.Apart).
//
// Where the same name belongs to people of two countries, one without a country is taken for neither. Nothing of this is
// in the graph: it is worked out from what the graph holds now, every use of it is shown with its reason, and questions
// can do without it.
const joinYears = 10

// joinCost is what it costs a path to take two actors for one.
const joinCost = hopCost + 1000

// A Joined is an actor that is taken for the one asked for, or a hop that is there because two actors are taken for one.
type Joined struct {
	ID      graph.Node `json:"id"`
	Name    string     `json:"name"`
	Article string     `json:"article,omitempty"` // one in which it occurs
	Reason  string     `json:"reason"`
}

// joins are the actors that are taken for one.
type joins struct {
	group map[uint32]int // node -> its group
	list  [][]uint32     // groups of at least two nodes, in the order of their ids
}

// others are the nodes that u is taken for, itself left out.
func (j *joins) others(u uint32) []uint32 {
	if j == nil {
		return nil
	}
	g, ok := j.group[u]
	if !ok {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(j.list[g]), func(w uint32) bool { return w == u })
}

// one says whether two nodes are taken for one.
func (j *joins) one(u, w uint32) bool {
	if j == nil || u == w {
		return false
	}
	g, ok := j.group[u]
	h, also := j.group[w]
	return ok && also && g == h
}

// A joining works joins out when they are first needed.
type joining struct {
	once  sync.Once
	joins *joins
	names map[string][]uint32 // of a base: its unknown actors by what they are compared by
}

// joins are those of the view: of its base, but for the names that something lies over.
func (v *view) joins() *joins {
	v.joining.once.Do(func() {
		b := &v.base.joining
		b.once.Do(func() {
			alone := &view{base: v.base, tables: v.base.tables, apart: v.apart}
			b.names = alone.unknown()
			b.joins = alone.join(b.names, nil)
		})
		v.joining.joins = b.joins
		if changed := v.renamed(b.names); len(changed) > 0 {
			v.joining.joins = v.join(changed, b.joins)
		}
	})
	return v.joining.joins
}

const unknownPrefix = "ent:x/"

// unknown are the unknown actors of the base.
func (v *view) unknown() map[string][]uint32 {
	names := map[string][]uint32{}
	for _, u := range v.base.nodes.ByID[v.base.nodes.from(unknownPrefix):] {
		if !strings.HasPrefix(string(v.base.nodes.id(u)), unknownPrefix) {
			break
		}
		if key := v.joinKey(u); key != "" {
			names[key] = append(names[key], u)
		}
	}
	return names
}

// renamed are the unknown actors with a name that one bears of whom the view has more or less than its base.
func (v *view) renamed(names map[string][]uint32) map[string][]uint32 {
	changed := map[string][]uint32{}
	mark := func(u uint32) {
		if int(u) >= v.base.nodes.len() {
			return
		}
		if key := v.joinKey(u); key != "" {
			changed[key] = nil
		}
	}
	if v.over != nil {
		for u := range v.over.Local {
			mark(u)
		}
	}
	for i, word := range v.touched {
		for ; word != 0; word &= word - 1 {
			p := uint32(i*64 + bits.TrailingZeros64(word))
			mark(v.base.csr.lo(p))
			mark(v.base.csr.Hi[p])
		}
	}
	for u := range v.gone {
		mark(u)
	}
	for key := range changed {
		changed[key] = slices.DeleteFunc(slices.Clone(names[key]), func(u uint32) bool { return v.gone[u] })
	}
	for i := range v.extra.len() {
		u := uint32(v.base.nodes.len() + i)
		if key := v.joinKey(u); key != "" && !v.gone[u] {
			if changed[key] == nil {
				changed[key] = slices.DeleteFunc(slices.Clone(names[key]), func(u uint32) bool { return v.gone[u] })
			}
			changed[key] = append(changed[key], u)
		}
	}
	return changed
}

// join finds the actors of these names that are taken for one, and keeps what there was for other names.
func (v *view) join(names map[string][]uint32, before *joins) *joins {
	j := &joins{group: map[uint32]int{}}
	add := func(members []uint32) {
		for _, u := range members {
			j.group[u] = len(j.list)
		}
		j.list = append(j.list, members)
	}
	if before != nil {
		for _, members := range before.list {
			if _, again := names[v.joinKey(members[0])]; !again {
				add(members)
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(names)) {
		if len(names[key]) > 1 {
			for _, members := range v.agreeing(names[key]) {
				add(members)
			}
		}
	}
	if len(j.list) == 0 {
		return nil
	}
	return j
}

// joinKey is the type and name that an unknown actor is compared by, "" if it is not to be joined.
func (v *view) joinKey(u uint32) string {
	t := types[v.typeOf(u)]
	if !strings.HasPrefix(v.str(u, strID), unknownPrefix) {
		return ""
	}
	words := strings.Fields(fold(v.str(u, strName)))
	switch t {
	case graph.Person:
		words = personWords(words)
	case graph.IGO, graph.NGO, graph.GovernmentBody, graph.Military, graph.Media, graph.Party, graph.Company, graph.ArmedGroup:
		words = bodyWords(words)
	default:
		return ""
	}
	if len(words) < 2 {
		return ""
	}
	return string(t) + "/" + strings.Join(words, " ")
}

// personWords are the words of a full name that tell persons apart; none if it is no full name but an office.
func personWords(words []string) []string {
	var out []string
	for i, w := range words {
		switch {
		case w == "of" || w == "the" || w == "and" || strings.ContainsAny(w, "0123456789"):
			return nil
		case (w == "al" || w == "el") && i+1 < len(words) && len(words) > 2:
		case len([]rune(w)) == 1 && i > 0 && i+1 < len(words):
		default:
			out = append(out, w)
		}
	}
	if len(out) > 0 && len([]rune(out[0])) == 1 {
		return nil // "J Smith" may be many
	}
	return out
}

// general are words of which bodies of many countries are named.
var general = map[string]bool{}

func init() {
	for _, w := range strings.Fields(`administration agency air armed army assembly association authority bank board body border broadcasting
		bureau cabinet center central centre chamber city coast college command commission committee congress constitutional corporation
		council county court daily defence defense democratic department directorate district education election electoral emergency energy
		executive federal federation finance force forces foreign front general government guard health high home hospital house industry
		information institute intelligence interior internal international investigation joint justice labor labour law liberation local
		marine military minister ministry movement municipal national naval navy news office officers of and the for on in organization
		organisation parliament party people police post press prime prison prosecutor prosecutors public radio red regional republic
		republican revolutionary school science security senate service services social socialist space special staff state statistics
		supreme technology television times trade transport treasury union united university workers youth`) {
		general[w] = true
	}
}

// bodyWords are the words of an organisation's name; none if all of them are general.
func bodyWords(words []string) []string {
	for _, w := range words {
		if !general[w] && !strings.ContainsAny(w, "0123456789") {
			return words
		}
	}
	return nil
}

// A trait is what is known of an unknown actor beside its name.
type trait struct {
	countries   map[string]string // country -> how it is known
	first, last day               // of the articles that it is in
	article     uint32            // the first of them
}

func (v *view) trait(u uint32) trait {
	t := trait{countries: map[string]string{}, article: noNode}
	if c := v.str(u, strCountry); c != "" {
		t.countries[c] = ""
	}
	v.eachRow(u, func(w uint32, c *csr, i uint32, up bool) bool {
		if c.How[i]&kindMask == kindBackground {
			return true
		}
		p := graph.Predicate(v.tables.Predicates.get(uint32(c.Predicate[i])))
		if subject := (c.How[i]&howBackward == 0) == up; subject && offices[p] && c.How[i]&(kindMask|howModality) == kindStatement {
			if country := v.str(w, strCountry); country != "" {
				if _, told := t.countries[country]; !told {
					t.countries[country] = v.str(w, strName)
				}
			}
		}
		a := c.Article[i]
		d := v.tables.Published[a]
		if d != 0 && (t.first == 0 || d < t.first) {
			t.first = d
		}
		t.last = max(t.last, d)
		if t.article == noNode || d < v.tables.Published[t.article] || d == v.tables.Published[t.article] && v.tables.Articles.get(a) < v.tables.Articles.get(t.article) {
			t.article = a
		}
		return true
	})
	return t
}

// against says whether two traits cannot be of one actor.
func (t *trait) against(o *trait) bool {
	if len(t.countries) > 0 && len(o.countries) > 0 && t.shared(o) == "" {
		return true
	}
	if t.first == 0 || o.first == 0 {
		return false
	}
	return o.first.year()-t.last.year() > joinYears || t.first.year()-o.last.year() > joinYears
}

// shared is the first country that two traits have in common.
func (t *trait) shared(o *trait) string {
	for _, c := range slices.Sorted(maps.Keys(t.countries)) {
		if _, ok := o.countries[c]; ok {
			return c
		}
	}
	return ""
}

// agreeing parts actors of one name into those that are taken for one: groups of at least two.
func (v *view) agreeing(nodes []uint32) [][]uint32 {
	slices.SortFunc(nodes, v.compareIDs)
	traits := make([]trait, len(nodes))
	for i, u := range nodes {
		traits[i] = v.trait(u)
	}
	// Those of one country belong together; those without one go with them if there is one country only.
	var groups [][]int
	var stateless []int
	for i := range nodes {
		if len(traits[i].countries) == 0 {
			stateless = append(stateless, i)
			continue
		}
		at := slices.IndexFunc(groups, func(g []int) bool {
			return slices.ContainsFunc(g, func(k int) bool { return traits[i].shared(&traits[k]) != "" })
		})
		if at < 0 {
			groups = append(groups, []int{i})
		} else {
			groups[at] = append(groups[at], i)
		}
	}
	switch len(groups) {
	case 0:
		groups = [][]int{stateless}
	case 1:
		groups[0] = append(groups[0], stateless...)
		slices.Sort(groups[0])
	}
	var out [][]uint32
	for _, g := range groups {
		agree := len(g) > 1
		for a, i := range g {
			for _, k := range g[a+1:] {
				agree = agree && !traits[i].against(&traits[k]) && !v.apart[pairOf(v.id(nodes[i]), v.id(nodes[k]))]
			}
		}
		if !agree {
			continue
		}
		var members []uint32
		for _, i := range g {
			members = append(members, nodes[i])
		}
		out = append(out, members)
	}
	return out
}

// pairOf is two ids in their order.
func pairOf(a, b graph.Node) [2]graph.Node { return [2]graph.Node{min(a, b), max(a, b)} }

// joined describes w, which is taken for u.
func (v *view) joined(u, w uint32) Joined {
	a, b := v.trait(u), v.trait(w)
	j := Joined{ID: v.id(w), Name: v.str(w, strName)}
	if b.article != noNode {
		j.Article = v.tables.Articles.get(b.article)
	}
	reason := "same name"
	if v.str(u, strName) != v.str(w, strName) {
		reason = fmt.Sprintf("same name but for its spelling (%s, %s)", v.str(u, strName), v.str(w, strName))
	}
	office := func(t *trait, country string) string {
		if how := t.countries[country]; how != "" {
			return " by the office of the " + map[bool]string{true: "first", false: "second"}[t == &a]
		}
		return ""
	}
	switch shared := a.shared(&b); {
	case shared != "":
		reason += ", same country (" + shared + office(&a, shared) + office(&b, shared) + ")"
	case len(a.countries) == 0 && len(b.countries) == 0:
		reason += ", no country told of either"
	default:
		reason += ", the country of one is not told and nobody else of that name has another"
	}
	if a.first != 0 && b.first != 0 {
		reason += fmt.Sprintf(", articles of %s and %s", period(a.first, a.last), period(b.first, b.last))
	}
	j.Reason = reason
	return j
}

func period(first, last day) string {
	if first == last || first.date() == last.date() {
		return string(first.date())
	}
	return string(first.date()) + " to " + string(last.date())
}

// joinedWith lists the actors that u is taken for.
func (f *filter) joinedWith(u uint32) []Joined {
	var out []Joined
	for _, w := range f.joins.others(u) {
		if !f.avoid[w] {
			out = append(out, f.v.joined(u, w))
		}
	}
	return out
}

// all is u and the nodes that it is taken for.
func (f *filter) all(u uint32) []uint32 { return append([]uint32{u}, f.joins.others(u)...) }

// eachRowOf calls fn with every live row of u and of those that it is taken for.
func (f *filter) eachRowOf(u uint32, fn func(u, w uint32, c *csr, i uint32, up bool) bool) {
	for _, m := range f.all(u) {
		f.v.eachRow(m, func(w uint32, c *csr, i uint32, up bool) bool { return fn(m, w, c, i, up) })
	}
}

// joinHop says whether the hop from u to w is there only because they are taken for one.
func (f *filter) joinHop(u, w uint32) bool {
	if !f.joins.one(u, w) {
		return false
	}
	l, ok := f.v.link(u, w)
	return !ok || !f.passes(l, f.up(u, w))
}

// joinEdges appends the actors that u is taken for and not otherwise connected with.
func (f *filter) joinEdges(u uint32, back bool, want func(w uint32) bool, into []edge) []edge {
	for _, w := range f.joins.others(u) {
		from, to := u, w
		if back {
			from, to = w, u
		}
		if f.joinHop(from, to) && (want == nil || want(w)) {
			into = append(into, edge{w, joinCost, noPair})
		}
	}
	return into
}

// describeJoin is the hop between two actors that are taken for one.
func (f *filter) describeJoin(u, w uint32) Hop {
	j := f.v.joined(u, w)
	return Hop{From: f.v.ref(u), To: f.v.ref(w), Predicate: sameAs, Direction: Both, Modality: graph.Asserted, Confidence: 0.5,
		Weight: float64(joinCost) / 1000, Evidence: []Evidence{}, Source: "joined by name", Joined: j.Reason}
}

// sameAs stands for the predicate of a hop between two actors that are taken for one. No statement has it.
const sameAs graph.Predicate = "same_as"

// Joined lists the actors that n is taken for, with the reasons.
func (ix *Index) Joined(_ context.Context, n graph.Node) []Joined {
	v := ix.view.Load()
	u, ok := v.number(n)
	if !ok {
		return nil
	}
	f := filter{v: v, joins: v.joins()}
	return f.joinedWith(u)
}
