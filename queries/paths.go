package queries

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"entente/graph"
)

func (o *PathOptions) rules() rules {
	return rules{predicates: o.Predicates, modalities: o.Modalities, since: o.Since, until: o.Until, asOf: o.AsOf,
		directed: o.Directed, topics: o.Topics, noBackground: o.NoBackground, attribution: o.Attribution, open: o.Open,
		noJoin: o.NoJoin, confidence: o.MinConfidence}
}

// normal fills in what was left out and refuses what cannot be.
func (o *PathOptions) normal() error {
	if o.K == 0 {
		o.K = 3
	}
	if o.MaxHops == 0 {
		o.MaxHops = 4
	}
	if o.By == "" {
		o.By = ByWeight
	}
	switch {
	case o.K < 1 || o.K > MaxPaths:
		return fmt.Errorf("%d paths: want 1 to %d", o.K, MaxPaths)
	case o.MaxHops < 1 || o.MaxHops > MaxHops:
		return fmt.Errorf("%d hops: want 1 to %d", o.MaxHops, MaxHops)
	case len(o.Via) > MaxVia:
		return fmt.Errorf("via %d actors: want at most %d", len(o.Via), MaxVia)
	case o.By != ByWeight && o.By != ByHops:
		return fmt.Errorf("paths by %q: want %s or %s", o.By, ByWeight, ByHops)
	}
	return nil
}

// Paths finds the best paths between two entities of the graph. That there is none is no error: see Paths.Err.
func (ix *Index) Paths(ctx context.Context, from, to graph.Node, o PathOptions) (Paths, error) {
	if err := o.normal(); err != nil {
		return Paths{}, err
	}
	v := ix.view.Load()
	s, err := v.newPathSearch(from, to, &o)
	if err != nil {
		return Paths{}, err
	}
	first, last := s.from, s.to
	if s.turned {
		first, last = last, first
	}
	out := Paths{From: v.ref(first), To: v.ref(last), Paths: []Path{}}
	if s.from == s.to {
		out.Reasons = []Reason{{Text: "both ends are " + out.From.Name}}
		return out, nil
	}
	routes, err := s.run(ctx)
	if err != nil {
		return Paths{}, err
	}
	out.Truncated = s.givenUp
	for _, r := range routes {
		p, err := ix.describe(ctx, s.f, r, o.Evidence)
		if err != nil {
			return Paths{}, err
		}
		out.Paths = append(out.Paths, p)
	}
	if len(routes) == 0 {
		out.Reasons, err = v.reasons(ctx, from, to, &o)
	}
	return out, err
}

// newPathSearch turns names into numbers.
func (v *view) newPathSearch(from, to graph.Node, o *PathOptions) (*search, error) {
	f, err := v.filter(o.rules())
	if err != nil {
		return nil, err
	}
	find := func(n graph.Node) (u uint32) {
		u, ok := v.number(n)
		if !ok && err == nil {
			err = &UnknownError{Name: string(n)}
		}
		return u
	}
	u, w := find(from), find(to)
	var via []uint32
	for _, n := range o.Via {
		if i := find(n); i != u && i != w && !slices.Contains(via, i) {
			via = append(via, i)
		}
	}
	for _, n := range o.Avoid {
		// What is not in the graph is avoided already.
		if i, ok := v.number(n); ok {
			if f.avoid == nil {
				f.avoid = map[uint32]bool{}
			}
			f.avoid[i] = true
		}
	}
	if err != nil {
		return nil, err
	}
	f.timed = o.TimeOrdered
	f.compile()
	return newSearch(f, u, w, via, o.K, o.MaxHops, o.By == ByHops), nil
}

// A rowAt is a row that stands behind a hop.
type rowAt struct {
	c    *csr
	row  uint32
	cost uint32
}

// before says whether a is the better row: stronger, then newer, then a statement rather than background.
func (a rowAt) before(b rowAt) bool {
	return cmp.Or(cmp.Compare(a.cost, b.cost), -cmp.Compare(a.c.Date[a.row].first(), b.c.Date[b.row].first()),
		cmp.Compare(a.c.How[a.row]&kindMask, b.c.How[b.row]&kindMask), cmp.Compare(a.c.Event[a.row], b.c.Event[b.row])) < 0
}

// A summary is what a hop shows of its rows.
type summary struct {
	top        []rowAt // the best statements, one row each, best first
	lead       rowAt   // the best row of all
	some       bool    // there is one
	statements int
	sources    int // articles
	costing
}

// summarize goes through the rows behind a hop from u to w and keeps the n best. In time order only those that can be of a
// day from t to end count.
func (f *filter) summarize(u, w uint32, t, end day, n int) summary {
	l, _ := f.v.link(u, w)
	s := summary{costing: newCosting(f.v.latest)}
	if n == 0 && !f.timed && f.simple && l.base != noPair && l.over == noPair {
		if known, ok := f.v.base.heavy[l.base]; ok {
			return known
		}
		s.simple(&f.v.base.csr, f.v.tables.Flags, l.base)
		return s
	}
	article, event := uint32(noNode), ^uint64(0)
	f.eachRow(l, u < w, func(c *csr, i uint32) bool {
		r := rowAt{c, i, s.costing.add(c, i)}
		ground := c.How[i]&kindMask == kindBackground
		if f.timed && !ground && (c.Date[i].last() < t || c.Date[i].first() > end) {
			return true
		}
		if !s.some || r.cost <= s.lead.cost && r.before(s.lead) {
			s.lead, s.some = r, true
		}
		if ground {
			return true
		}
		// Rows come in the order of their articles and events.
		if c.Article[i] != article {
			article = c.Article[i]
			s.sources++
		}
		again := c.Event[i] == event
		if !again {
			event = c.Event[i]
			s.statements++
		}
		if len(s.top) == n && (n == 0 || r.cost > s.top[n-1].cost || !r.before(s.top[n-1])) {
			return true
		}
		if again {
			if at := slices.IndexFunc(s.top, func(o rowAt) bool { return o.c.Event[o.row] == event }); at >= 0 {
				if !r.before(s.top[at]) {
					return true
				}
				s.top = slices.Delete(s.top, at, at+1)
			}
		}
		at, _ := slices.BinarySearchFunc(s.top, r, func(a, b rowAt) int {
			if a.before(b) {
				return -1
			}
			return 1
		})
		if len(s.top) == n {
			s.top = s.top[:n-1]
		}
		s.top = slices.Insert(s.top, at, r)
		return true
	})
	return s
}

// simple sums up the rows of a pair of the base of which no sentence is shown, where it is simple to say what passes. It
// is for pairs of hubs, which have thousands.
func (s *summary) simple(c *csr, flags []uint8, p uint32) {
	event := ^uint64(0)
	for i := c.First[p]; i < c.First[p+1]; i++ {
		how := c.How[i]
		cost := (255 - uint32(c.Confidence[i])) * 500 / 255
		switch {
		case how&kindMask == kindBackground:
			s.ground = true
			cost += backgroundCost
		case how&(kindMask|howModality) != 0 || flags[c.Predicate[i]]&(predSaid|predOpen) != 0:
			continue
		default:
			if a := c.Article[i]; a != s.costing.last {
				s.articles++
				s.costing.last = a
			}
			if e := c.Event[i]; e != event {
				s.statements++
				event = e
			}
			s.newest = max(s.newest, c.Date[i])
		}
		if r := (rowAt{c, i, cost}); cost <= s.best && (!s.some || r.before(s.lead)) {
			s.best, s.lead, s.some = cost, r, true
		}
	}
	s.any, s.sources = s.some, s.articles
}

// summaries sums up the hops of a path. In time order what is shown of them is in that order too: no hop comes before the
// earliest day that the hops before it allow, nor, from the last one back, after the one that is shown of the next.
func (f *filter) summaries(nodes []uint32, n int) []summary {
	out := make([]summary, len(nodes)-1)
	begin := make([]day, len(nodes))
	for i := range out {
		if l, ok := f.v.link(nodes[i], nodes[i+1]); ok && f.timed && !f.joinHop(nodes[i], nodes[i+1]) {
			begin[i+1], _ = f.after(l, nodes[i] < nodes[i+1], begin[i])
		} else {
			begin[i+1] = begin[i]
		}
	}
	end := ^day(0)
	for i, s := range slices.Backward(out) {
		s = f.summarize(nodes[i], nodes[i+1], begin[i], end, n)
		if lead := s.lead; f.timed && s.some && lead.c.How[lead.row]&kindMask != kindBackground {
			end = min(end, lead.c.Date[lead.row].last())
		}
		out[i] = s
	}
	return out
}

// evidenceOf is how many sentences a hop gets for what an option says.
func evidenceOf(n int) int {
	switch {
	case n < 0:
		return 0
	case n == 0:
		return 5
	}
	return n
}

func (ix *Index) describe(ctx context.Context, f *filter, r found, evidence int) (Path, error) {
	v := f.v
	p := Path{Weight: float64(r.cost) / 1000, Modality: graph.Asserted}
	sums := f.summaries(r.nodes, evidenceOf(evidence))
	weakest := 0
	why := []string{strconv.Itoa(len(r.nodes)-1) + plural(len(r.nodes)-1, " hop", " hops") + ": " + thousandths(uint32(len(r.nodes)-1)*hopCost)}
	for i := 0; i+1 < len(r.nodes); i++ {
		u, w := r.nodes[i], r.nodes[i+1]
		sum := &sums[i]
		hop, err := ix.hop(ctx, f, u, w, sum)
		if err != nil {
			return Path{}, err
		}
		if i > 0 {
			n := v.degree(u)
			why = append(why, fmt.Sprintf("through %s, which has %s %s: %s", v.str(u, strName), grouped(n),
				plural(n, "neighbour", "neighbours"), plus(hubCost(n))))
		}
		if hop.Joined != "" {
			why = append(why, v.str(u, strName)+" is taken for "+v.str(w, strName)+": "+plus(joinCost-hopCost))
		}
		if m, _ := modalityNumber(hop.Modality); int(m) > weakest {
			weakest = int(m)
		}
		if hop.Date != "" {
			if p.Since == "" || hop.Date < p.Since {
				p.Since = hop.Date
			}
			if p.Until == "" || hop.Date > p.Until {
				p.Until = hop.Date
			}
		}
		p.Hops = append(p.Hops, hop)
		why = append(why, sum.why(v.str(u, strName)+" – "+v.str(w, strName)+": ")...)
	}
	p.Modality = graph.Modalities[weakest]
	p.Why = why
	return p, nil
}

// why says what a hop costs beyond being one.
func (c *summary) why(hop string) []string {
	if !c.some {
		return nil
	}
	var out []string
	if c.best > 0 {
		reason := "confidence, modality"
		if c.ground && c.articles == 0 {
			reason = "background, no article says so"
		}
		out = append(out, hop+reason+": "+plus(c.best))
	}
	if n := c.support(); n > 0 {
		out = append(out, fmt.Sprintf("%s%d %s: %s", hop, c.articles, plural(c.articles, "article", "articles"), plus(n)))
	}
	if n := c.age(); n > 0 {
		reason := "no date"
		if c.newest != 0 {
			reason = "last in " + strconv.Itoa(c.newest.year())
		}
		out = append(out, hop+reason+": "+plus(n))
	}
	return out
}

func plus(n uint32) string { return "+" + thousandths(n) }

func thousandths(n uint32) string { return strconv.FormatFloat(float64(n)/1000, 'f', 2, 64) }

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// grouped writes 12345 as 12,345.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// hop describes what connects u and w by the best of the rows that pass.
func (ix *Index) hop(ctx context.Context, f *filter, u, w uint32, s *summary) (Hop, error) {
	v := f.v
	h := Hop{From: v.ref(u), To: v.ref(w), Evidence: []Evidence{}}
	if !s.some {
		if f.joins.one(u, w) {
			return f.describeJoin(u, w), nil
		}
		return h, nil
	}
	c, i := s.lead.c, s.lead.row
	h.Predicate = graph.Predicate(v.tables.Predicates.get(uint32(c.Predicate[i])))
	h.Direction = direction(c, i, u < w)
	h.Modality = graph.Modalities[c.How[i]&howModality]
	h.Date = c.Date[i].date()
	h.Confidence = confidence(c.Confidence[i])
	h.Weight = float64(s.sum()) / 1000
	if c.How[i]&kindMask == kindBackground {
		fact := uint32(c.Event[i])
		h.Source = v.tables.Facts.Text.get(v.tables.Facts.Source[fact])
		if h.Source == "" {
			h.Source = "gazetteer"
		}
		h.Position = v.tables.Facts.Text.get(v.tables.Facts.Position[fact])
	}
	if c.How[i]&kindMask == kindAttribution {
		h.Modality = graph.Asserted // that it was said; what was said has its own, in the evidence
	}
	h.Statements, h.Articles = s.statements, s.sources
	for _, r := range s.top {
		if h.Source != "" {
			break
		}
		e, ok, err := ix.evidence(ctx, v, r)
		if err != nil {
			return h, err
		}
		if ok {
			h.Evidence = append(h.Evidence, e)
		}
	}
	if len(h.Evidence) > 0 && h.Position == "" {
		h.Position = h.Evidence[0].Position
	}
	return h, nil
}

// between describes the hop between two nodes with at most n sentences.
func (ix *Index) between(ctx context.Context, f *filter, u, w uint32, n int) (Hop, error) {
	s := f.summarize(u, w, 0, ^day(0), n)
	return ix.hop(ctx, f, u, w, &s)
}

func confidence(c uint8) float64 { return float64((int(c)*1000+127)/255) / 1000 }

func direction(c *csr, i uint32, up bool) Direction {
	switch how := c.How[i]; {
	case how&howSymmetric != 0:
		return Both
	case (how&howBackward == 0) == up:
		return Forward
	}
	return Backward
}

// reasons tries each filter by itself: what opens a path when it is changed?
func (v *view) reasons(ctx context.Context, from, to graph.Node, o *PathOptions) ([]Reason, error) {
	const enough = 10
	none := Reason{Text: fmt.Sprintf("none %s within %d %s", join(asked(o)), o.MaxHops, plural(o.MaxHops, "hop", "hops"))}
	for _, n := range []graph.Node{from, to} {
		if u, _ := v.number(n); v.degree(u) == 0 && (o.NoJoin || v.joins().others(u) == nil) {
			none.Text = v.str(u, strName) + " is in no statement and no background fact"
			return []Reason{none}, nil
		}
	}
	for _, p := range o.Predicates {
		if v.predicate(p) < 0 {
			none.Text += "; nothing in the graph is connected by " + string(p)
		}
	}
	var out []Reason
	add := func(filter, change, text string, n int, more bool) {
		count := strconv.Itoa(n)
		if more {
			count = "at least " + count
		}
		out = append(out, Reason{Filter: filter, Change: change, Paths: n, More: more, Text: count + plural(n, " path ", " paths ") + text})
	}
	try := func(filter, change, text string, edit func(*PathOptions)) error {
		p := *o
		p.K, p.By = enough, ByHops
		edit(&p)
		s, err := v.newPathSearch(from, to, &p)
		if err != nil {
			return err
		}
		s.most = reasonWork
		routes, err := s.run(ctx)
		if err == nil && len(routes) > 0 {
			add(filter, change, text, len(routes), len(routes) == enough || s.givenUp)
		}
		return err
	}
	type attempt struct {
		filter, change, text string
		edit                 func(*PathOptions)
	}
	var attempts []attempt
	for _, m := range graph.Modalities {
		if slices.Contains(asked(o), m) {
			continue
		}
		more := append(slices.Clone(asked(o)), m)
		attempts = append(attempts, attempt{"modality", "--modality " + join(more), "if " + string(m) + " statements are allowed",
			func(p *PathOptions) { p.Modalities = more }})
	}
	if o.NoBackground {
		attempts = append(attempts, attempt{"background", "--background on", "with background facts",
			func(p *PathOptions) { p.NoBackground = false }})
	}
	if len(o.Predicates) > 0 {
		attempts = append(attempts, attempt{"predicates", "without --predicates", "by other predicates",
			func(p *PathOptions) { p.Predicates = nil }})
	}
	if o.Since != "" || o.Until != "" {
		attempts = append(attempts, attempt{"date", "without --since, --until", "at any date",
			func(p *PathOptions) { p.Since, p.Until = "", "" }})
	}
	if o.AsOf != "" {
		attempts = append(attempts, attempt{"as_of", "without --as-of", "at other times than " + string(o.AsOf),
			func(p *PathOptions) { p.AsOf = "" }})
	}
	if len(o.Avoid) > 0 {
		attempts = append(attempts, attempt{"avoid", "without --avoid", "through " + v.listed(o.Avoid),
			func(p *PathOptions) { p.Avoid = nil }})
	}
	if len(o.Via) > 0 {
		attempts = append(attempts, attempt{"via", "without --via", "that do not pass " + v.listed(o.Via),
			func(p *PathOptions) { p.Via = nil }})
	}
	if o.Directed {
		attempts = append(attempts, attempt{"directed", "without --directed", "when hops may run against their direction",
			func(p *PathOptions) { p.Directed = false }})
	}
	if o.TimeOrdered {
		attempts = append(attempts, attempt{"time_ordered", "without --time-ordered", "when hops need not be in the order of events",
			func(p *PathOptions) { p.TimeOrdered = false }})
	}
	if o.MinConfidence > 0 {
		attempts = append(attempts, attempt{"min_confidence", "without --min-confidence", "of lower confidence",
			func(p *PathOptions) { p.MinConfidence = 0 }})
	}
	if o.NoJoin {
		attempts = append(attempts, attempt{"join", "without --no-join", "when unknown actors of one name are taken for one",
			func(p *PathOptions) { p.NoJoin = false }})
	}
	if !o.Attribution {
		attempts = append(attempts, attempt{"attribution", "--attribution", "when who speaks of whom counts as a tie",
			func(p *PathOptions) { p.Attribution = true }})
	}
	if !o.Topics {
		attempts = append(attempts, attempt{"topics", "--topics", "through topics and nameless groups",
			func(p *PathOptions) { p.Topics = true }})
	}
	for _, a := range attempts {
		if err := try(a.filter, a.change, a.text, a.edit); err != nil {
			return nil, err
		}
	}
	if o.MaxHops < MaxHops {
		// Fewest hops come first: the first path tells how far one has to go.
		p := *o
		p.K, p.By, p.MaxHops = enough, ByHops, MaxHops
		s, err := v.newPathSearch(from, to, &p)
		if err != nil {
			return nil, err
		}
		s.most = reasonWork
		routes, err := s.run(ctx)
		if err != nil {
			return nil, err
		}
		if len(routes) > 0 {
			hops := len(routes[0].nodes) - 1
			n := 0
			for n < len(routes) && len(routes[n].nodes)-1 == hops {
				n++
			}
			add("max_hops", "--max-hops "+strconv.Itoa(hops), fmt.Sprintf("within %d hops", hops), n, n == enough)
		}
	}
	if len(out) == 0 {
		none.Text += fmt.Sprintf("; no single change of a filter opens one, nor do %d hops", MaxHops)
	}
	return append([]Reason{none}, out...), nil
}

// reasonWork bounds the edges that one attempt looks at: a reason that takes long to find is not given.
const reasonWork = 100_000

func asked(o *PathOptions) []graph.Modality {
	if len(o.Modalities) == 0 {
		return []graph.Modality{graph.Asserted}
	}
	return o.Modalities
}

func join[S ~string](list []S) string {
	parts := make([]string, len(list))
	for i, s := range list {
		parts[i] = string(s)
	}
	return strings.Join(parts, ",")
}

func (v *view) listed(list []graph.Node) string {
	parts := make([]string, len(list))
	for i, n := range list {
		parts[i] = string(n)
		if u, ok := v.number(n); ok {
			parts[i] = v.str(u, strName)
		}
	}
	return strings.Join(parts, ", ")
}
