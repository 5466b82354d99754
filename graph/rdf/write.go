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
	// NoVocabulary leaves out what Write adds to the quads of the store: rdfs:label of the predicates, classes and
	// properties that occur, and owl:sameAs to Wikidata. These carry the graph name <src:vocabulary>.
	NoVocabulary bool
	TempDir      string // for sorting graphs that do not fit into memory; os.TempDir() if empty
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

// rows encodes quads, keeps those of the wanted graph and adds the vocabulary.
func (n *names) rows(quads iter.Seq2[quad.Quad, error], o Options, report *Report) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		var only string
		if o.Graph != "" {
			only = "<" + n.full(quad.IRI(o.Graph)) + ">"
		}
		vocabulary := vocabulary{seen: map[quad.IRI]bool{}}
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
			if o.NoVocabulary {
				continue
			}
			if same, ok := vocabulary.see(q); ok && !emit(same) {
				return
			}
		}
		if o.NoVocabulary {
			return
		}
		for _, q := range vocabulary.labels() {
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

// vocabulary makes what the store leaves to the export: labels of rel: and onto: names, links to Wikidata.
type vocabulary struct {
	seen map[quad.IRI]bool // names in use; bounded by the ontology and the open predicates
}

const (
	// VocabularyGraph is the graph of the quads that Write adds.
	VocabularyGraph = quad.IRI("src:vocabulary")

	wikidataPredicate = quad.IRI("onto:wikidata")
)

// see notes the names of q. For a Wikidata id it returns the owl:sameAs quad that follows from it.
func (v *vocabulary) see(q quad.Quad) (same quad.Quad, ok bool) {
	for _, value := range []quad.Value{q.Predicate, q.Object} {
		if iri, ok := value.(quad.IRI); ok && (strings.HasPrefix(string(iri), "rel:") || strings.HasPrefix(string(iri), "onto:")) {
			v.seen[iri] = true
		}
	}
	if q.Predicate != wikidataPredicate {
		return same, false
	}
	id := ""
	switch object := q.Object.(type) {
	case quad.String:
		id = string(object)
	case quad.IRI:
		id = strings.TrimPrefix(string(object), "wd:")
	}
	if len(id) < 2 || id[0] != 'Q' || strings.Trim(id[1:], "0123456789") != "" {
		return same, false
	}
	return quad.Quad{Subject: q.Subject, Predicate: quad.IRI("owl:sameAs"), Object: quad.IRI("wd:" + id), Label: VocabularyGraph}, true
}

// labels are the names' rdfs:label quads in the order of the names.
func (v *vocabulary) labels() []quad.Quad {
	var quads []quad.Quad
	for _, iri := range slices.Sorted(maps.Keys(v.seen)) {
		_, local, _ := strings.Cut(string(iri), ":")
		label := strings.NewReplacer("_", " ", "-", " ", "/", ": ").Replace(local)
		quads = append(quads, quad.Quad{Subject: iri, Predicate: quad.IRI("rdfs:label"), Object: quad.LangString{Value: quad.String(label), Lang: "en"}, Label: VocabularyGraph})
	}
	return quads
}
