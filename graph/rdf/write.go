package rdf

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// Options say how a graph is written or read. The zero value works.
type Options struct {
	Base   string // of full IRIs; DefaultBase if empty
	Graph  string // write only this graph, by its short or full IRI; empty: all
	Sorted bool   // in the order of the terms' bytes, equal quads once
	// NoLabels leaves out what Write adds to the quads of the store: rdfs:label of articles, events and facts, and,
	// in VocabularyGraph, of the predicates, classes and properties that occur. Read, which drops these, keeps them.
	NoLabels bool
	TempDir  string // for sorting graphs that do not fit into memory; os.TempDir() if empty
}

// A Report tells what Write wrote.
type Report struct {
	Statements int  // quads or triples written
	GraphsLost bool // the format holds one graph, and quads of several went into it
	Skolemized bool // blank nodes were written as IRIs
}

// A row is a quad as N-Triples terms; graph is empty for the default graph.
type row struct{ graph, subject, predicate, object string }

// Write writes quads to w. On error, what was written so far is no whole document.
func Write(w io.Writer, f Format, quads iter.Seq2[quad.Quad, error], o Options) (Report, error) {
	var report Report
	n, err := newNames(o.Base)
	if err != nil {
		return report, err
	}
	buffered := bufio.NewWriterSize(w, 64<<10)
	var out interface {
		row(row) error
		end() error
	}
	switch f {
	case NQuads, NTriples:
		out = &lineWriter{w: buffered, graphs: f == NQuads}
	case Turtle, TriG:
		t := &turtleWriter{w: buffered, names: n, graphs: f == TriG}
		t.begin()
		out = t
	default:
		return report, fmt.Errorf("RDF format %q is none of %v", f, Formats)
	}

	rows := n.rows(quads, o, &report)
	if !f.HoldsGraphs() {
		rows = oneGraph(rows, &report)
	}
	if o.Sorted {
		// Turtle wants graphs, then subjects, together; N-Quads wants the order of its lines.
		rows = sorted(rows, f == TriG, o.TempDir)
	}
	for r, err := range rows {
		if err != nil {
			return report, err
		}
		if err := out.row(r); err != nil {
			return report, err
		}
		report.Statements++
	}
	if err := out.end(); err != nil {
		return report, err
	}
	return report, buffered.Flush()
}

// rows encodes quads, keeps those of the wanted graph and adds the labels.
func (n *names) rows(quads iter.Seq2[quad.Quad, error], o Options, report *Report) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		var only string
		if o.Graph != "" {
			only = "<" + n.full(quad.IRI(o.Graph)) + ">"
		}
		labels := labels{seen: map[quad.IRI]bool{}, parts: map[quad.Value]parts{}}
		emit := func(q quad.Quad) bool {
			r, err := n.row(q)
			if err != nil {
				return yield(row{}, fmt.Errorf("quad %v: %w", q, err))
			}
			if only != "" && r.graph != only {
				return true
			}
			return yield(r, nil)
		}
		for q, err := range quads {
			if err != nil {
				yield(row{}, err)
				return
			}
			if _, blank := q.Subject.(quad.BNode); blank {
				report.Skolemized = true
			}
			if !emit(q) {
				return
			}
			if o.NoLabels {
				continue
			}
			if label, ok := labels.see(q); ok && !emit(label) {
				return
			}
		}
		if o.NoLabels {
			return
		}
		for _, q := range labels.vocabulary() {
			if !emit(q) {
				return
			}
		}
	}
}

func (n *names) row(q quad.Quad) (r row, err error) {
	if _, ok := q.Predicate.(quad.IRI); !ok {
		return r, fmt.Errorf("the predicate is no IRI")
	}
	switch q.Subject.(type) {
	case quad.IRI, quad.BNode:
	default:
		return r, fmt.Errorf("the subject is no IRI")
	}
	if r.subject, err = n.term(q.Subject); err != nil {
		return r, err
	}
	if r.predicate, err = n.term(q.Predicate); err != nil {
		return r, err
	}
	if r.object, err = n.term(q.Object); err != nil {
		return r, err
	}
	switch q.Label.(type) {
	case nil:
	case quad.IRI, quad.BNode:
		r.graph, err = n.term(q.Label)
	default:
		err = fmt.Errorf("the label is no IRI")
	}
	return r, err
}

// oneGraph takes the graph names away.
func oneGraph(rows iter.Seq2[row, error], report *Report) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		first, graph := true, ""
		for r, err := range rows {
			if err == nil {
				if first {
					first, graph = false, r.graph
				}
				report.GraphsLost = report.GraphsLost || r.graph != graph
				r.graph = ""
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

type lineWriter struct {
	w      *bufio.Writer
	graphs bool
}

func (l *lineWriter) row(r row) error {
	l.w.WriteString(r.subject)
	l.w.WriteByte(' ')
	l.w.WriteString(r.predicate)
	l.w.WriteByte(' ')
	l.w.WriteString(r.object)
	if l.graphs && r.graph != "" {
		l.w.WriteByte(' ')
		l.w.WriteString(r.graph)
	}
	_, err := l.w.WriteString(" .\n")
	return err
}

func (l *lineWriter) end() error { return nil }

// turtleWriter writes rows as they come: neighbours with the same graph, subject or predicate share it, and a
// subject that comes again later gets a second block, which means the same.
type turtleWriter struct {
	w      *bufio.Writer
	names  *names
	graphs bool
	last   row
	open   bool // a subject's block is open
	inside bool // the braces of a graph are open
}

func (t *turtleWriter) begin() {
	for _, p := range prefixes {
		fmt.Fprintf(t.w, "@prefix %s: <%s> .\n", p.prefix, t.names.namespaces[p.prefix])
	}
}

func (t *turtleWriter) row(r row) error {
	indent := ""
	if t.graphs && (r.graph != t.last.graph || !t.open) {
		if err := t.end(); err != nil {
			return err
		}
		if r.graph != "" {
			t.w.WriteByte('\n')
			t.w.WriteString(t.short(r.graph))
			t.w.WriteString(" {")
			t.inside = true
		}
	}
	if t.inside {
		indent = "\t"
	}
	switch {
	case t.open && r.subject == t.last.subject && r.predicate == t.last.predicate:
		t.w.WriteString(" ,\n\t\t")
		t.w.WriteString(indent)
	case t.open && r.subject == t.last.subject:
		t.w.WriteString(" ;\n\t")
		t.w.WriteString(indent)
		t.predicate(r.predicate)
	default:
		if t.open {
			t.w.WriteString(" .\n")
		} else if t.inside {
			t.w.WriteByte('\n')
		}
		if !t.inside {
			t.w.WriteByte('\n')
		}
		t.w.WriteString(indent)
		t.w.WriteString(t.short(r.subject))
		t.w.WriteByte(' ')
		t.predicate(r.predicate)
	}
	t.open, t.last = true, r
	_, err := t.w.WriteString(t.short(r.object))
	return err
}

func (t *turtleWriter) predicate(p string) {
	if p == "<"+t.names.namespaces["rdf"]+"type>" {
		t.w.WriteString("a ")
		return
	}
	t.w.WriteString(t.short(p))
	t.w.WriteByte(' ')
}

// end closes the open block and graph.
func (t *turtleWriter) end() error {
	var err error
	if t.open {
		_, err = t.w.WriteString(" .\n")
	}
	if t.inside {
		_, err = t.w.WriteString("}\n")
	}
	t.open, t.inside = false, false
	return err
}

// short is a term in Turtle's way: a prefixed name where the local part needs no escapes, a bare integer or boolean.
func (t *turtleWriter) short(term string) string {
	if iri, ok := strings.CutPrefix(term, "<"); ok {
		return t.shortIRI(strings.TrimSuffix(iri, ">"))
	}
	text, datatype, typed := cutLast(term, `"^^<`)
	if !typed || !strings.HasSuffix(datatype, ">") {
		return term
	}
	text, datatype = text[1:], strings.TrimSuffix(datatype, ">")
	switch {
	case datatype == xsd+"integer" && isInteger(text), datatype == xsd+"boolean" && (text == "true" || text == "false"):
		return text
	}
	return `"` + text + `"^^` + t.shortIRI(datatype)
}

func (t *turtleWriter) shortIRI(iri string) string {
	for _, p := range prefixes {
		if local, ok := strings.CutPrefix(iri, t.names.namespaces[p.prefix]); ok && isLocal(local) {
			return p.prefix + ":" + local
		}
	}
	return "<" + iri + ">"
}

func cutLast(s, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(s, separator); i >= 0 {
		return s[:i], s[i+len(separator):], true
	}
	return s, "", false
}

func isInteger(s string) bool {
	s = strings.TrimPrefix(s, "-")
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// isLocal is narrower than PN_LOCAL: what every reader of Turtle takes without escapes.
func isLocal(s string) bool {
	if s == "" || s[0] == '-' {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_' || r == '-')
	})
}

// VocabularyGraph is the graph of the labels of predicates, classes and properties, which Write adds.
const VocabularyGraph = quad.IRI("src:vocabulary")

// labels makes the rdfs:label quads that the store leaves to the export: of its own vocabulary, of articles (their
// titles), of events and facts (what they say, in the words of the ids).
type labels struct {
	seen map[quad.IRI]bool // rel: and onto: names in use; bounded by the ontology and the open predicates
	// Events and facts whose quads came in part; a store gives the quads of one together.
	parts map[quad.Value]parts
}

type parts struct{ actor, predicate, object string }

// see notes the names of q and returns the label that q completes.
func (l *labels) see(q quad.Quad) (label quad.Quad, ok bool) {
	for _, value := range []quad.Value{q.Predicate, q.Object} {
		if iri, ok := value.(quad.IRI); ok && (strings.HasPrefix(string(iri), "rel:") || strings.HasPrefix(string(iri), "onto:")) {
			l.seen[iri] = true
		}
	}
	if !isLabelled(q.Subject) {
		return label, false
	}
	text, known := "", l.parts[q.Subject]
	switch q.Predicate {
	case quad.IRI("dcterms:title"):
		title, _ := q.Object.(quad.String)
		text = string(title)
	case quad.IRI("onto:actor"):
		known.actor = words(q.Object)
	case quad.IRI("onto:predicate"):
		known.predicate = words(q.Object)
	case quad.IRI("onto:recipient"):
		known.object = words(q.Object)
	default:
		return label, false
	}
	switch {
	case text != "":
	case known.actor == "" || known.predicate == "" || known.object == "":
		l.parts[q.Subject] = known
		return label, false
	default:
		text = known.actor + " " + known.predicate + " " + known.object
		delete(l.parts, q.Subject)
	}
	return quad.Quad{Subject: q.Subject, Predicate: quad.IRI("rdfs:label"), Object: quad.String(text), Label: q.Label}, true
}

// words reads a name of the store: "ent:sergei-shoigu" as "sergei shoigu".
func words(v quad.Value) string {
	iri, _ := v.(quad.IRI)
	_, local, _ := strings.Cut(string(iri), ":")
	return strings.NewReplacer("_", " ", "-", " ", "/", ": ").Replace(local)
}

// isLabelled tells the nodes whose labels Write adds; the store has none for them.
func isLabelled(v quad.Value) bool {
	iri, _ := v.(quad.IRI)
	prefix, _, _ := strings.Cut(string(iri), ":")
	return prefix == "evt" || prefix == "fact" || prefix == "art"
}

// added tells that Write adds q and the store does not hold it.
func added(q quad.Quad) bool {
	return q.Label == quad.Value(VocabularyGraph) || q.Predicate == quad.Value(quad.IRI("rdfs:label")) && isLabelled(q.Subject)
}

// vocabulary are the labels of the names in use, in the order of the names.
func (l *labels) vocabulary() []quad.Quad {
	var quads []quad.Quad
	for _, iri := range slices.Sorted(maps.Keys(l.seen)) {
		quads = append(quads, quad.Quad{Subject: iri, Predicate: quad.IRI("rdfs:label"), Object: quad.LangString{Value: quad.String(words(iri)), Lang: "en"}, Label: VocabularyGraph})
	}
	return quads
}
