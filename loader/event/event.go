// Package event finds who did what to whom in parsed text whose mentions are linked: statements with modality,
// attribution, date and place.
//
// Find goes over the tokens of a document. Each verb, event noun ("talks", "invasion") and predicate noun ("an ally of")
// that patterns.tsv knows as a trigger looks for its arguments in the tree (clause.go, slot.go, match.go): voice, relative and
// participial clauses, coordination and control are undone there, so that one row serves "Kim met Putin", "Putin, who was
// met by Kim", "Kim held a meeting with Putin" and "agreed to meet Putin". argument.go and owner.go turn noun phrases into
// entities: linked mentions, the country of "Russian officials", nameless groups. context.go reads top-down how each clause is given:
// asserted, planned, alleged, denied ..., and who says so; wrappers.tsv lists the words that change it. What wraps an act
// ("urged", "threatened", "refused") is a statement of its own, made more exact by the act in refine.tsv. state.go adds what
// titles, appositions and addresses say, quote.go and transcript.go give quotations to their speakers, when.go and where.go
// tell which of the dates and places in reach are the act's, confidence.go says how sure a statement is.
//
// "When Russian Defence Minister Sergei Shoigu visited Pyongyang in July": the trigger is "visited", its row asks for a subject
// and an object, the clause stands under "when" and so is given, "in July" is its date, and the title yields
// holds_position beside visited.
//
// A new phrase is a row of patterns.tsv with its own example sentence, which go test reads.
package event

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"entente/graph"
	"entente/graph/gazetteer"
	"entente/graph/ontology"
	"entente/loader/entity"
	"entente/loader/syntax"
)

// A Finder finds statements. It is safe for any number of goroutines.
type Finder struct {
	p    *patterns
	pool sync.Pool
}

// New reads the tables.
func New() (*Finder, error) {
	p, err := readTables()
	if err != nil {
		return nil, err
	}
	g, err := gazetteer.Core()
	if err != nil {
		return nil, err
	}
	f := &Finder{p: p}
	f.pool.New = func() any { return newWork(p, g) }
	return f, nil
}

// Examples returns the example sentences of patterns.tsv with what each must yield.
func (f *Finder) Examples() []Example { return f.p.examples }

// A Drop is a candidate that became no statement.
type Drop struct {
	Sentence int
	Trigger  string // as it stands in the text
	Line     int    // of patterns.tsv, 0 if the candidate comes from no row
	Subject  string
	Object   string
	Reason   string
	graph.Predicate
}

// A Verb is a verb that no pattern knows, between two known actors.
type Verb struct {
	Sentence        int
	Lemma           string
	Subject, Object string
}

// A Report tells what Find made of a document and what it left out.
type Report struct {
	Statements []graph.Statement
	Triggers   []string // the words that each statement stands on
	Lines      []int    // the line of patterns.tsv behind each statement, 0 if none
	Dropped    []Drop
	Unknown    []Verb
	Silent     []int // sentences with two known actors and no statement
}

// Find returns the statements of a document, sorted by begin, predicate, subject and object. Entities that only the event
// stage knows (nameless groups, topics) are added to m.Entities. Date is the article's.
//
// Statements with predicate open/<lemma> join two actors by a verb that no pattern knows; their confidence is low, and
// callers leave them out unless asked.
func (f *Finder) Find(d *syntax.Document, m *entity.Mentions, date graph.Date) []graph.Statement {
	return f.find(d, m, date, nil)
}

// Explain is Find, and tells what was dropped and why.
func (f *Finder) Explain(d *syntax.Document, m *entity.Mentions, date graph.Date) *Report {
	r := &Report{}
	r.Statements = f.find(d, m, date, r)
	return r
}

func (f *Finder) find(d *syntax.Document, m *entity.Mentions, date graph.Date, report *Report) []graph.Statement {
	if d.Len() == 0 || len(m.ByHead) != d.Len() || len(m.ByToken) != d.Len() {
		return nil
	}
	w := f.pool.Get().(*work)
	defer f.pool.Put(w)
	w.date = date
	w.reset(d, m)
	w.quotations()
	for t := range int32(d.Len()) {
		w.match(t)
	}
	w.demands()
	w.states()
	w.open()
	out := w.statements(date, report)
	w.d, w.m, w.doc = nil, nil, syntax.Document{}
	return out
}

// statements turns protos into statements.
func (w *work) statements(date graph.Date, report *Report) []graph.Statement {
	type key struct {
		s, o     int32
		p        graph.Predicate
		modality graph.Modality
		sentence int32
	}
	seen := make(map[key]int, len(w.protos))
	out := make([]graph.Statement, 0, len(w.protos))
	var triggers []string
	var rows []int
	for i := range w.protos {
		p := &w.protos[i]
		sentence := w.d.Sent[p.trigger]
		ctx := w.context(p.trigger)
		st := graph.Statement{Predicate: p.predicate, Position: p.position, Act: p.act()}
		st.Modality = w.modality(p, ctx)
		if p.drop == "" {
			p.drop = w.refuse(p, st.Modality)
		}
		if p.drop == "" && ctx.idle && p.modality == "" {
			p.drop = "only asked not to happen"
		}
		if p.drop != "" {
			w.dropped(report, p, p.drop)
			continue
		}
		k := key{p.a.entity, p.b.entity, p.predicate, st.Modality, sentence}
		if p.state {
			k.sentence = -2 // once in an article
		}
		if _, ok := seen[k]; ok {
			continue
		}
		back := key{p.b.entity, p.a.entity, p.predicate, st.Modality, k.sentence}
		if _, ok := seen[back]; ok && ontology.Symmetric(p.predicate) {
			continue
		}
		seen[k] = len(out)
		st.Subject = w.m.Entities[p.a.entity].ID
		st.Object = w.m.Entities[p.b.entity].ID
		if p.predicate == "granted_access_to" && w.compatriots(p) {
			p.cameo = "080" // what a state allows its own people is a concession, no access
		}
		st.PLOVER, st.Mode, st.CAMEO = ontology.Class(p.predicate, p.cameo)
		if st.Modality == graph.Planned && (st.PLOVER == "RETREAT" || st.PLOVER == "CONCEDE") {
			st.PLOVER, st.Mode, st.CAMEO = w.intent(p, st.CAMEO)
		}
		if !w.inLabel(p.trigger) {
			w.attribute(&st, ctx)
		}
		if p.state && len(st.AttributedTo) == 1 && st.AttributedTo[0] == st.Subject { // "Iran's IRNA" is not what IRNA says
			st.AttributedTo, st.Attribution = nil, nil
		}
		st.Date = w.dateOf(p, date, st.Modality)
		if !p.state {
			if place := w.where(p); place >= 0 {
				st.Place, st.PlaceName = w.m.Entities[place].ID, w.m.Entities[place].Name
			}
		}
		if p.about >= 0 {
			st.About = []graph.Node{graph.Node(w.protos[p.about].act())}
		}
		st.Confidence = w.confidence(p, ctx, st.Modality)
		w.evidence(&st, sentence)
		out = append(out, st)
		if report != nil {
			triggers = append(triggers, w.d.Form(int(p.trigger)))
			line := 0
			if p.row != nil {
				line = p.row.line
			}
			rows = append(rows, line)
		}
	}
	if report != nil {
		w.coverage(report, out)
		report.Triggers, report.Lines = triggers, rows
		return out
	}
	slices.SortStableFunc(out, func(a, b graph.Statement) int {
		return cmp.Or(cmp.Compare(a.Sentence, b.Sentence), cmp.Compare(a.Begin, b.Begin), cmp.Compare(a.Predicate, b.Predicate),
			cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Object, b.Object))
	})
	return out
}

// compatriots reports whether both sides of p are of one country.
func (w *work) compatriots(p *proto) bool {
	a, b := &w.m.Entities[p.a.entity], &w.m.Entities[p.b.entity]
	return a.Country != "" && a.Country == b.Country
}

// intent returns class, mode and code of a planned release, withdrawal or concession: CAMEO has codes of its own for the
// intent to yield (035), which PLOVER counts as AGREE.
func (w *work) intent(p *proto, code string) (class, mode, cameo string) {
	best := &refinement{cameo: "035"}
	for i, list := 0, w.p.refine["agreed_to"]; i < len(list); i++ {
		x := &list[i]
		if x.act == p.predicate || x.act == "" && len(code) >= len(x.prefix) && code[:len(x.prefix)] == x.prefix && len(x.prefix) > len(best.prefix) {
			best = x
		}
	}
	return ontology.Class("agreed_to", best.cameo)
}

// evidence sets sentence, byte range and words. Offsets are relative to the article's text, or its title.
func (w *work) evidence(st *graph.Statement, sentence int32) {
	s := w.d.Sentences[sentence]
	begin, end := int(w.d.Tokens[s.First].Begin), int(w.d.Tokens[s.Last-1].End)
	st.Evidence = w.d.Text[begin:end]
	st.Sentence = int(s.Number)
	if s.Number >= 0 {
		begin, end = begin-w.d.Body, end-w.d.Body
	}
	st.Begin, st.End = begin, end
}

// conflict reports whether statements of a predicate say something bad of their subject.
func conflict(class string) bool {
	switch class {
	case "ASSAULT", "COERCE", "THREATEN", "MOBILIZE", "PROTEST", "SANCTION":
		return true
	}
	return false
}

// modality is the modality of p in its context.
func (w *work) modality(p *proto, c *context) graph.Modality {
	if p.modality != "" {
		return p.modality
	}
	m := c.modality
	if m == graph.Asserted && p.predicate == "signed_agreement_with" && w.draft(p.trigger) {
		return graph.Planned
	}
	if m != graph.Asserted || c.n == 0 || p.state {
		return m
	}
	row := ontology.Lookup(p.predicate)
	if row == nil || !conflict(row.Class) && p.predicate != "negotiated_with" && p.predicate != "supplied_arms_to" {
		return m
	}
	// what one party says of another's bad deeds is its claim; what agencies and bodies of many report is a fact
	sp := w.speaking(c)
	if sp < 0 || sp == p.a.entity {
		return m
	}
	s, a := &w.m.Entities[sp], &w.m.Entities[p.a.entity]
	switch s.Type {
	case graph.Media, graph.IGO, graph.NGO, graph.Group:
		return m
	}
	if s.Country != "" && s.Country != a.Country && w.context(c.verbOr(p.trigger)).modality == graph.Asserted {
		return graph.Alleged
	}
	return m
}

// draft reports whether what verb t reaches is only the plan of an agreement: "a framework for a treaty".
func (w *work) draft(t int32) bool {
	o := w.child(t, syntax.RelObj)
	if o < 0 || w.d.UPOS[t] != syntax.VERB {
		return false
	}
	switch w.lemma[o] {
	case "framework", "outline", "draft", "roadmap", "blueprint", "basis", "text", "understanding":
	default:
		return false
	}
	agreement := w.p.names["agreement"]
	for k := w.first[o]; k >= 0; k = w.next[k] {
		if w.d.Rels[k] == syntax.RelNmod && w.p.classes[w.lemma[k]].meets(agreement) {
			switch w.preposition(k) {
			case "for", "of", "towards", "on":
				return true
			}
		}
	}
	return false
}

func (c *context) verbOr(t int32) int32 {
	if c.verb > 0 {
		return c.verb
	}
	return t
}

// speaking returns the entity whose word the context is, the last of the chain, or -1.
func (w *work) speaking(c *context) int32 {
	if c.n == 0 {
		return -1
	}
	sp := c.speakers[c.n-1]
	if sp.entity >= 0 {
		return sp.entity
	}
	mark := len(w.args)
	w.args = w.resolve(sp.token, slot{owner: true}, w.args)
	e := int32(-1)
	if len(w.args) > mark {
		e = w.args[mark].entity
	}
	w.args = w.args[:mark]
	return e
}

// attribute sets who says so, nearest to the reader first.
func (w *work) attribute(st *graph.Statement, c *context) {
	for i := range c.n {
		sp := c.speakers[i]
		if sp.entity >= 0 {
			st.AttributedTo = append(st.AttributedTo, w.m.Entities[sp.entity].ID)
			st.Attribution = append(st.Attribution, w.m.Entities[sp.entity].Name)
			continue
		}
		mark := len(w.args)
		if e := w.outlets(sp.token); e >= 0 {
			w.args = append(w.args, arg{entity: e, token: sp.token})
		} else {
			w.args = w.resolve(sp.token, slot{owner: true}, w.args)
		}
		for _, a := range w.args[mark:] {
			e := &w.m.Entities[a.entity]
			if e.Type == graph.Topic || slices.Contains(st.AttributedTo, e.ID) {
				continue
			}
			st.AttributedTo = append(st.AttributedTo, e.ID)
			st.Attribution = append(st.Attribution, e.Name)
		}
		w.args = w.args[:mark]
	}
}

// refuse tells why p is no statement, "" if it is one.
func (w *work) refuse(p *proto, m graph.Modality) string {
	a, b := &w.m.Entities[p.a.entity], &w.m.Entities[p.b.entity]
	if a.ID == b.ID {
		return "subject and object are one"
	}
	meta := ontology.Lookup(p.predicate)
	if meta == nil {
		return ""
	}
	if nobody(a) && nobody(b) && !w.unknownName(p.a) && !w.unknownName(p.b) && a.Country == b.Country {
		return "no named actor on either side"
	}
	if !w.accepts(meta.Domain, p.a) && !p.state {
		return "a " + string(a.Type) + " cannot be its subject"
	}
	if !w.accepts(meta.Range, p.b) && !p.state {
		return "a " + string(b.Type) + " cannot be its object"
	}
	if !p.state && p.row != nil && p.row.pos == 'n' && w.bare[w.d.Sent[p.trigger]] {
		return "a title or heading without a verb"
	}
	if b.Type == graph.Country && a.Type == graph.Person && a.Country == b.Country && a.Country != "" && meta.Kind == ontology.Event && !strings.HasPrefix(p.cameo, "034") {
		switch meta.Class {
		case "AID", "COOPERATE", "AGREE":
			return "a person and the own country"
		}
		switch p.predicate {
		case "signed_agreement_with", "negotiated_with", "met", "consulted_with", "phoned":
			return "a person and the own country"
		}
	}
	if p.predicate == "hosted" && w.unknownName(p.b) && b.Type == graph.Topic {
		return "a thing is no guest"
	}
	if (p.predicate == "destroyed" || p.predicate == "seized" && p.b.how >= agency) && b.Type == graph.Person {
		return "whose thing is destroyed or seized is not"
	}
	if p.predicate == "ratified" && w.decree(b.Name) {
		return "an order or law of one's own is no treaty"
	}
	if p.row != nil && p.row.pos == 'v' && meta.Class == "ASSAULT" && w.calamity(p) {
		return "a force of nature did it"
	}
	if p.a.derived && p.b.derived && p.b.how != direct {
		return "both sides are guessed"
	}
	return ""
}

// decree reports whether a text of that name is made by one side alone.
func (w *work) decree(name string) bool {
	for f := range strings.FieldsSeq(name) {
		switch f {
		case "Order", "Decree", "Proclamation", "Act", "Bill", "Law", "Edict", "Directive", "Memorandum", "Resolution", "Budget":
			return true
		}
	}
	return false
}

// calamity reports whether the verb of p, which has no subject of its own, tells what an earthquake or a storm did that
// stands before it: "Earthquake strikes Turkey, killing hundreds".
func (w *work) calamity(p *proto) bool {
	if w.ownSubject(p.trigger) >= 0 || w.d.Sent[p.a.token] != w.d.Sent[p.trigger] {
		return false
	}
	class := w.p.names["calamity"]
	for t := w.d.Sentences[w.d.Sent[p.trigger]].First; t < p.trigger; t++ {
		if w.p.classes[w.lemma[t]].meets(class) && w.d.UPOS[t] == syntax.NOUN {
			if prep := w.preposition(t); prep == "by" || prep == "" && t < p.a.token {
				return true
			}
		}
	}
	return false
}

// nobody reports whether an entity has no name of its own. "Palestinian gunmen" and "Israeli settlers" are told by their
// countries.
func nobody(e *graph.Entity) bool { return e.Type == graph.Group || e.Type == graph.Topic }

func (w *work) dropped(report *Report, p *proto, reason string) {
	if report == nil {
		return
	}
	d := Drop{Sentence: int(w.d.Sentences[w.d.Sent[p.trigger]].Number), Trigger: w.d.Form(int(p.trigger)),
		Subject: w.m.Entities[p.a.entity].Name, Object: w.m.Entities[p.b.entity].Name, Reason: reason, Predicate: p.predicate}
	if p.row != nil {
		d.Line = p.row.line
	}
	report.Dropped = append(report.Dropped, d)
}

// demands finds "must": what somebody says that another must do, he asks for.
func (w *work) demands() {
	table := w.p.refine["urged"]
	asks := row{predicate: "urged", cameo: "100"}
	for t := range int32(w.d.Len()) {
		if w.d.UPOS[t] != syntax.VERB || !w.clausal(t) {
			continue
		}
		c := w.context(t)
		if c.n == 0 || c.verb <= 0 || c.modality != graph.Requested || !c.demand && !w.needs(t) {
			continue
		}
		s, _ := w.surfaceSubject(t)
		if s < 0 || w.passive(t) {
			continue
		}
		sp := w.speaking(c)
		if sp < 0 {
			continue
		}
		mark := len(w.args)
		w.args = w.resolve(s, slot{}, w.args)
		about := int32(-1)
		if x := w.spans[t]; w.matched[t] && x.to > x.from {
			about = x.from
		}
		predicate, cameo, _ := w.refined(&asks, table, []int32{t})
		for _, b := range w.args[mark:] {
			if e := &w.m.Entities[b.entity]; b.entity != sp && accepts([]string{"Actor"}, e.Type) && e.Type != graph.Group {
				w.protos = append(w.protos, proto{predicate: predicate, cameo: cameo, trigger: c.verb, about: about,
					a: arg{entity: sp, token: c.verb, how: direct, score: 0.8}, b: b, prior: 0.5})
			}
		}
		w.args = w.args[:mark]
	}
}

// needs reports whether t stands under "need to" or "have to".
func (w *work) needs(t int32) bool {
	h := w.d.Heads[t]
	return h >= 0 && w.d.Rels[t] == syntax.RelXcomp && (w.lemma[h] == "need" || w.lemma[h] == "have")
}

// coverage fills in what found no statement.
func (w *work) coverage(report *Report, out []graph.Statement) {
	with := map[int]bool{}
	for i := range out {
		with[out[i].Sentence] = true
	}
	for i := range w.d.Sentences {
		s := &w.d.Sentences[i]
		var one int32 = -1
		two := false
		for t := s.First; t < s.Last; t++ {
			if k := w.m.ByHead[t]; k >= 0 && len(w.m.Mentions[k].Entities) > 0 {
				if e := w.m.Mentions[k].Entities[0]; one < 0 {
					one = e
				} else if e != one {
					two = true
				}
			}
		}
		if two && !with[int(s.Number)] {
			report.Silent = append(report.Silent, int(s.Number))
		}
	}
	for t := range int32(w.d.Len()) {
		if s, o := w.unknownVerb(t); s >= 0 {
			report.Unknown = append(report.Unknown, Verb{int(w.d.Sentences[w.d.Sent[t]].Number), w.lemma[t], w.m.Entities[s].Name, w.m.Entities[o].Name})
		}
	}
}

// unknownVerb returns the two actors that verb t joins if no pattern knows it.
func (w *work) unknownVerb(t int32) (subject, object int32) {
	if w.d.UPOS[t] != syntax.VERB || len(w.p.verbs[w.lemma[t]]) > 0 || !w.clausal(t) {
		return -1, -1
	}
	if _, ok := w.wrapperOf(t); ok {
		return -1, -1
	}
	mark := len(w.args)
	defer func() { w.args = w.args[:mark] }()
	actor := []string{"Actor"}
	named := []slot{{kind: slotSubj, named: true}}
	w.args = w.arguments(t, 'v', named, 'A', actor, w.args)
	if len(w.args) == mark {
		return -1, -1
	}
	named[0].kind = slotObj
	mid := len(w.args)
	w.args = w.arguments(t, 'v', named, 'B', actor, w.args)
	if len(w.args) == mid || w.args[mark].entity == w.args[mid].entity {
		return -1, -1
	}
	return w.args[mark].entity, w.args[mid].entity
}

// open joins two linked actors by a verb that the table does not know.
func (w *work) open() {
	for t := range int32(w.d.Len()) {
		if s, o := w.unknownVerb(t); s >= 0 {
			w.protos = append(w.protos, proto{predicate: "open/" + graph.Predicate(slug(w.lemma[t])), trigger: t, about: -1,
				a: arg{entity: s, token: t}, b: arg{entity: o, token: t}, prior: 0.2})
		}
	}
}
