package rdf

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"iter"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/quad"
)

// sample holds one quad for every kind of term and every character that some syntax treats specially.
func sample() []quad.Quad {
	article := quad.IRI("art:harbour-treaty")
	event := quad.IRI("evt:00ff12ab34cd56ef")
	var quads []quad.Quad
	add := func(s quad.Value, p quad.IRI, o, label quad.Value) {
		quads = append(quads, quad.Quad{Subject: s, Predicate: p, Object: o, Label: label})
	}
	gazetteer := quad.IRI("src:gazetteer")
	add(quad.IRI("ent:norway"), "rdf:type", quad.IRI("onto:country"), gazetteer)
	add(quad.IRI("ent:norway"), "rdfs:label", quad.LangString{Value: "Norway", Lang: "en"}, gazetteer)
	add(quad.IRI("ent:norway"), "rdfs:label", quad.LangString{Value: "Noruega", Lang: "es-419"}, gazetteer)
	add(quad.IRI("ent:norway"), "owl:sameAs", quad.IRI("wd:Q20"), gazetteer)
	add(quad.IRI("ent:norway"), "rel:met", quad.IRI("ent:x/person/åse-o'brien"), article)
	add(quad.IRI("ent:norway"), "rel:met", quad.IRI("ent:sweden"), article)
	add(quad.IRI("ent:norway"), "rel:open/hand-over", quad.IRI("ent:sweden"), article)
	add(event, "rdf:type", quad.IRI("onto:Event"), article)
	add(event, "onto:predicate", quad.IRI("rel:met"), article)
	add(event, "onto:actor", quad.IRI("ent:norway"), article)
	add(event, "onto:recipient", quad.IRI("ent:sweden"), article)
	add(event, "onto:modality", quad.IRI("onto:asserted"), article)
	add(event, "onto:date", quad.TypedString{Value: "2023-07", Type: "xsd:gYearMonth"}, article)
	add(event, "onto:date", quad.TypedString{Value: "2023", Type: "xsd:gYear"}, article)
	add(event, "onto:date", quad.TypedString{Value: "2023-07-25", Type: "xsd:date"}, article)
	add(event, "onto:confidence", quad.Float(0.93), article)
	add(event, "onto:confidence", quad.Float(1e-9), article)
	add(event, "onto:confidence", quad.Float(math.Inf(-1)), article)
	add(event, "onto:sentence", quad.Int(-1), article)
	add(event, "onto:sentence", quad.Int(31), article)
	add(event, "onto:symmetric", quad.Bool(true), article)
	add(event, "onto:read", quad.Time(time.Date(2023, 9, 12, 8, 30, 0, 0, time.UTC)), article)
	add(event, "onto:evidence", quad.String("“Yes”, she said: \"a\\b\tc\r\nd\".\x01\x7f {}<>^`| 北京 🚢 \u2028"), article)
	add(event, "onto:evidence", quad.String(`ends like a type "^^<http://a.example/b>`), article)
	add(event, "onto:evidence", quad.String(""), article)
	add(event, "dcterms:source", quad.IRI("https://news.example/a?b=c&d=(e)#f"), article)
	add(quad.IRI("art:folder%2Fharbour%20treaty.txt"), "dcterms:title", quad.String("A treaty"), nil)
	add(quad.IRI("ent:norway"), "rel:met", quad.IRI("ent:sweden"), quad.IRI("art:second"))
	return quads
}

func each(quads []quad.Quad) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for _, q := range quads {
			if !yield(q, nil) {
				return
			}
		}
	}
}

func write(t testing.TB, f Format, quads []quad.Quad, o Options) (string, Report) {
	t.Helper()
	var b bytes.Buffer
	report, err := Write(&b, f, each(quads), o)
	if err != nil {
		t.Fatalf("%s: %v", f, err)
	}
	return b.String(), report
}

func read(t testing.TB, text string, o Options) []quad.Quad {
	t.Helper()
	var quads []quad.Quad
	for q, err := range Read(strings.NewReader(text), o) {
		if err != nil {
			t.Fatal(err)
		}
		quads = append(quads, q)
	}
	return quads
}

func TestTerms(t *testing.T) {
	tests := []struct {
		value quad.Value
		want  string
	}{
		{quad.IRI("ent:norway"), `<https://entente.example/ent/norway>`},
		{quad.IRI("rdf:type"), `<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>`},
		{quad.IRI("https://a.example/b c"), `<https://a.example/b%20c>`},
		{quad.IRI("ent:a\"b<c>\\\n\xff"), `<https://entente.example/ent/a%22b%3Cc%3E%5C%0A%FF>`},
		{quad.IRI("bare"), `<https://entente.example/bare>`},
		{quad.BNode("b0"), `<https://entente.example/.well-known/genid/b0>`},
		{quad.String("a\nb\"c\\"), `"a\nb\"c\\"`},
		{quad.String("bad \xff byte"), "\"bad \uFFFD byte\""},
		{quad.LangString{Value: "oui", Lang: "fr"}, `"oui"@fr`},
		{quad.TypedString{Value: "2023-07", Type: "xsd:gYearMonth"}, `"2023-07"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>`},
		{quad.TypedString{Value: "2023", Type: "http://www.w3.org/2001/XMLSchema#gYear"}, `"2023"^^<http://www.w3.org/2001/XMLSchema#gYear>`},
		{quad.TypedString{Value: "x", Type: "xsd:string"}, `"x"`},
		{quad.Int(-7), `"-7"^^<http://www.w3.org/2001/XMLSchema#integer>`},
		{quad.Float(0.5), `"0.5"^^<http://www.w3.org/2001/XMLSchema#double>`},
		{quad.Float(math.Inf(1)), `"INF"^^<http://www.w3.org/2001/XMLSchema#double>`},
		{quad.Time(time.Date(2020, 1, 2, 3, 4, 5, 600, time.UTC)), `"2020-01-02T03:04:05.0000006Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>`},
	}
	n, err := newNames("")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range tests {
		got, err := n.term(test.value)
		if err != nil || got != test.want {
			t.Errorf("%#v: got %s, %v; want %s", test.value, got, err, test.want)
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	iri := quad.IRI("ent:a")
	for _, q := range []quad.Quad{
		{Subject: quad.String("a"), Predicate: iri, Object: iri},
		{Subject: iri, Predicate: quad.BNode("b"), Object: iri},
		{Subject: iri, Predicate: iri},
		{Predicate: iri, Object: iri},
		{Subject: iri, Predicate: iri, Object: iri, Label: quad.String("l")},
		{Subject: iri, Predicate: iri, Object: quad.LangString{Value: "a", Lang: "not a tag"}},
	} {
		if _, err := Write(io.Discard, NQuads, each([]quad.Quad{q}), Options{}); err == nil {
			t.Errorf("%v was written", q)
		}
	}
	for _, base := range []string{"relative/", "http://a b/", "http://a.example/<"} {
		if _, err := Write(io.Discard, NQuads, each(nil), Options{Base: base}); err == nil {
			t.Errorf("base %q was taken", base)
		}
	}
	wrong := errors.New("the store broke")
	_, err := Write(io.Discard, Turtle, func(yield func(quad.Quad, error) bool) { yield(quad.Quad{}, wrong) }, Options{})
	if !errors.Is(err, wrong) {
		t.Errorf("got %v, want %v", err, wrong)
	}
}

func TestTurtle(t *testing.T) {
	article := quad.IRI("art:one")
	quads := []quad.Quad{
		{Subject: quad.IRI("ent:a"), Predicate: quad.IRI("rdf:type"), Object: quad.IRI("onto:person"), Label: article},
		{Subject: quad.IRI("ent:a"), Predicate: quad.IRI("rel:met"), Object: quad.IRI("ent:b"), Label: article},
		{Subject: quad.IRI("ent:a"), Predicate: quad.IRI("rel:met"), Object: quad.IRI("ent:x/c"), Label: article},
		{Subject: quad.IRI("evt:1"), Predicate: quad.IRI("onto:sentence"), Object: quad.Int(3), Label: quad.IRI("art:two")},
	}
	text, report := write(t, Turtle, quads, Options{NoLabels: true})
	_, body, _ := strings.Cut(text, "\n\n")
	want := `ent:a a onto:person ;
	rel:met ent:b ,
		<https://entente.example/ent/x/c> .

evt:1 onto:sentence 3 .
`
	if body != want {
		t.Errorf("Turtle: got\n%s\nwant\n%s", body, want)
	}
	if report.Statements != 4 || !report.GraphsLost {
		t.Errorf("report %+v, want 4 statements and lost graphs", report)
	}
	text, _ = write(t, TriG, quads, Options{NoLabels: true})
	_, body, _ = strings.Cut(text, "\n\n")
	want = `art:one {
	ent:a a onto:person ;
		rel:met ent:b ,
			<https://entente.example/ent/x/c> .
}

art:two {
	evt:1 onto:sentence 3 .
}
`
	if body != want {
		t.Errorf("TriG: got\n%s\nwant\n%s", body, want)
	}
}

func TestLabelsAreAdded(t *testing.T) {
	text, _ := write(t, NQuads, sample(), Options{})
	for _, want := range []string{
		`<https://entente.example/rel/met> <http://www.w3.org/2000/01/rdf-schema#label> "met"@en <https://entente.example/src/vocabulary> .`,
		`<https://entente.example/rel/open/hand-over> <http://www.w3.org/2000/01/rdf-schema#label> "open: hand over"@en <https://entente.example/src/vocabulary> .`,
		`<https://entente.example/evt/00ff12ab34cd56ef> <http://www.w3.org/2000/01/rdf-schema#label> "norway met sweden" <https://entente.example/art/harbour-treaty> .`,
		`<https://entente.example/art/folder%2Fharbour%20treaty.txt> <http://www.w3.org/2000/01/rdf-schema#label> "A treaty" .`,
	} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("the export lacks %s", want)
		}
	}
}

func TestReadRestoresWhatWriteWrote(t *testing.T) {
	for _, base := range []string{"", "https://graph.example/news", "http://graph.example/onto#"} {
		for _, o := range []Options{{Base: base}, {Base: base, NoLabels: true}} {
			text, _ := write(t, NQuads, sample(), o)
			if got := read(t, text, o); !slices.Equal(got, sample()) {
				t.Errorf("base %q: read back\n%v\nwant\n%v", base, got, sample())
			}
		}
	}
}

func TestSorted(t *testing.T) {
	quads := append(sample(), sample()[3:9]...)
	defer func(n int) { sortMemory = n }(sortMemory)
	for _, f := range Formats {
		sortMemory = 256 << 20
		want, report := write(t, f, quads, Options{Sorted: true})
		for _, memory := range []int{1, 1000, 3000} {
			sortMemory = memory
			shuffled := slices.Clone(quads)
			rand.New(rand.NewPCG(1, uint64(memory))).Shuffle(len(shuffled), func(i, j int) {
				shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
			})
			dir := t.TempDir()
			got, _ := write(t, f, shuffled, Options{Sorted: true, TempDir: dir})
			if got != want {
				t.Errorf("%s, %d bytes of memory: another order of the same quads gives other bytes", f, memory)
			}
			if left, _ := os.ReadDir(dir); len(left) > 0 {
				t.Errorf("%s: %d files left behind", f, len(left))
			}
		}
		if f == NQuads {
			lines := strings.SplitAfter(want, "\n")
			lines = lines[:len(lines)-1]
			if !slices.IsSorted(lines) || len(slices.Compact(lines)) != report.Statements {
				t.Errorf("sorted N-Quads are not sorted lines without repeats")
			}
		}
	}
}

func TestOneGraph(t *testing.T) {
	text, report := write(t, NTriples, sample(), Options{Graph: "art:second"})
	want := "<https://entente.example/ent/norway> <https://entente.example/rel/met> <https://entente.example/ent/sweden> .\n"
	if text != want || report.GraphsLost {
		t.Errorf("got %q, %+v; want %q", text, report, want)
	}
	full, _ := write(t, NTriples, sample(), Options{Graph: "https://entente.example/art/second"})
	if full != text {
		t.Errorf("the graph by its full IRI: got %q", full)
	}
}

// TestRead has the cases of RDF 1.1 N-Quads' grammar: one line, and the quad's N-Quads form or "" for an error.
func TestRead(t *testing.T) {
	const s, p, o = "<http://e.example/s>", "<http://e.example/p>", "<http://e.example/o>"
	good := []struct{ line, object string }{
		{s + p + o + ".", "http://e.example/o"},
		{"\t" + s + "  " + p + "\t" + o + " . # done", "http://e.example/o"},
		{s + p + `"a" <http://e.example/g> .`, `"a"`},
		{s + p + `"" .`, `""`},
		{s + p + `"\t\b\n\r\f\"\'\\" .`, `"\t\b\n\r\f\"'\\"`},
		{s + p + `"\u0041\U0001F6A2" .`, `"A🚢"`},
		{s + p + `"x"@en-GB .`, `"x"@en-GB`},
		{s + p + `"x"^^<http://e.example/t> .`, `"x"^^<http://e.example/t>`},
		{s + p + `"007"^^<http://www.w3.org/2001/XMLSchema#integer> .`, `"007"^^<http://www.w3.org/2001/XMLSchema#integer>`},
		{s + p + `"1.0E3"^^<http://www.w3.org/2001/XMLSchema#double> .`, `"1.0E3"^^<http://www.w3.org/2001/XMLSchema#double>`},
		{s + p + `"yes"^^<http://www.w3.org/2001/XMLSchema#boolean> .`, `"yes"^^<http://www.w3.org/2001/XMLSchema#boolean>`},
		{s + p + `"2020-01-02T03:04:05+02:00"^^<http://www.w3.org/2001/XMLSchema#dateTime> .`, `"2020-01-02T03:04:05+02:00"^^<http://www.w3.org/2001/XMLSchema#dateTime>`},
		{s + p + `<http://e.example/\u00E9> .`, `http://e.example/é`},
		{s + p + `<urn:a:b> .`, `urn:a:b`},
		{s + p + "_:b1.2 .", "genid"},
		{s + p + "_:b1.", "genid"},
		{s + p + "_:1a _:g .", "genid"},
	}
	n, err := newNames("")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range good {
		q, found, err := n.parse([]byte(test.line))
		if err != nil || !found {
			t.Errorf("%s: %v, found %v", test.line, err, found)
			continue
		}
		if got, _ := n.term(q.Object); !strings.Contains(got, test.object) {
			t.Errorf("%s: object %s, want %s", test.line, got, test.object)
		}
	}
	for _, line := range []string{
		s + p + o,                              // no full stop
		s + p + ".",                            // no object
		s + `"p"` + o + ".",                    // predicate a literal
		s + "_:p" + o + ".",                    // predicate a blank node
		`"s"` + p + o + ".",                    // subject a literal
		s + p + o + `"g" .`,                    // graph a literal
		s + p + o + o + o + ".",                // five terms
		s + p + o + ". " + s,                   // a second statement in the line
		"<s>" + p + o + ".",                    // relative
		"<http://e.example/ s>" + p + o + ".",  // space
		`<http://e.example/\u0020>` + p + o,    // space, escaped
		`<http://e.example/\n>` + p + o,        // escape that IRIs have not
		"<http://e.example/{s}>" + p + o + ".", // braces
		"<http://e.example/s" + p + o + ".",    // no end
		s + p + `"a .`,                         // no end
		s + p + `"a\" .`,                       // the quote is escaped
		s + p + `"\x" .`,                       // unknown escape
		s + p + `"\u00G0" .`,                   // no hex
		s + p + `"\uD800" .`,                   // half a pair
		s + p + `"\U00110000" .`,               // beyond Unicode
		s + p + `"\u12`,                        // cut
		s + p + `'a' .`,                        // wrong quotes
		s + p + `"a"@ .`,                       // empty tag
		s + p + `"a"@1 .`,                      // tag of digits
		s + p + `"a"@en- .`,                    // empty subtag
		s + p + `"a"^^xsd:date .`,              // prefixed name
		s + p + `"a"^<http://e.example/t> .`,   // one caret
		s + p + "1 .",                          // Turtle's short form
		s + p + "_: .",                         // no label
		"@prefix a: <http://e.example/> .",     // Turtle
		s + p + "\"\xff\" .",                   // not UTF-8
		s + p + "\"a\rb\" .",                   // carriage return
	} {
		if q, _, err := n.parse([]byte(line)); err == nil {
			t.Errorf("%s was read as %v", line, q)
		}
	}
	if got := read(t, "# only a comment\n\n  \r\n", Options{}); len(got) != 0 {
		t.Errorf("comments gave %v", got)
	}
	for _, err := range Read(strings.NewReader(s+p+o+".\r\n\nbroken"), Options{}) {
		if err != nil && !strings.HasPrefix(err.Error(), "line 3: column 1: ") {
			t.Errorf("got %v, want an error in line 3", err)
		}
	}
}

func TestReadCompressed(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := Write(z, NQuads, each(sample()), Options{}); err != nil {
		t.Fatal(err)
	}
	z.Close()
	if got := read(t, b.String(), Options{}); !slices.Equal(got, sample()) {
		t.Error("the compressed export does not hold the quads")
	}
	cut := b.Bytes()[:b.Len()-20]
	for _, err := range Read(bytes.NewReader(cut), Options{}) {
		if err != nil {
			return
		}
	}
	t.Error("a cut file was read without error")
}

func TestParseFormat(t *testing.T) {
	for name, want := range map[string]Format{"turtle": Turtle, "ttl": Turtle, "NQuads": NQuads, "application/trig": TriG, "nt": NTriples} {
		if got, err := ParseFormat(name); got != want || err != nil {
			t.Errorf("ParseFormat(%q) = %s, %v", name, got, err)
		}
	}
	if _, err := ParseFormat("rdfxml"); err == nil {
		t.Error("rdfxml was taken")
	}
}

// FuzzRead checks that what is read can be written and read again.
func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	if _, err := Write(&b, NQuads, each(sample()), Options{}); err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		f.Add(line)
	}
	f.Add(`_:a <http://e.example/p> "\u0041\U0001F6A2\t"@en-GB _:g . # x`)
	f.Fuzz(func(t *testing.T, text string) {
		for q, err := range Read(strings.NewReader(text), Options{NoLabels: true}) {
			if err != nil {
				return
			}
			line, _ := write(t, NQuads, []quad.Quad{q}, Options{NoLabels: true})
			if got := read(t, line, Options{NoLabels: true}); len(got) != 1 || got[0] != q {
				t.Fatalf("%q: read %#v, then %#v", text, q, got)
			}
			for _, syntax := range []Format{Turtle, TriG, NTriples} {
				write(t, syntax, []quad.Quad{q}, Options{})
			}
		}
	})
}

// FuzzWrite checks that any text survives as a literal, and that any name gives a line that can be read.
func FuzzWrite(f *testing.F) {
	for _, q := range sample() {
		f.Add(quad.StringOf(q.Subject), quad.StringOf(q.Object))
	}
	f.Add("a b\xff\\u0020>", "\x00\r\n\"\\\u2028\ufffe")
	f.Fuzz(func(t *testing.T, name, text string) {
		q := quad.Quad{Subject: quad.IRI(name), Predicate: quad.IRI("rel:met"), Object: quad.String(text)}
		line, _ := write(t, NQuads, []quad.Quad{q}, Options{NoLabels: true})
		if strings.Contains(name, ":") && strings.Contains(line[:1+strings.IndexByte(line, ':')], "/") {
			return // no scheme before the colon: not a name that a store would hold
		}
		for got, err := range Read(strings.NewReader(line), Options{NoLabels: true}) {
			if err != nil {
				if scheme, _, _ := strings.Cut(name, ":"); !isScheme(scheme) {
					return
				}
				t.Fatalf("%q: %v", line, err)
			}
			if want := quad.String([]rune(text)); got.Object != quad.Value(want) { // each invalid byte is one U+FFFD
				t.Fatalf("%q came back as %v", text, got.Object)
			}
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	quads := sample()
	for range 10 {
		quads = append(quads, quads...)
	}
	for _, f := range Formats {
		b.Run(string(f), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Write(io.Discard, f, each(quads), Options{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(quads))*float64(b.N)/b.Elapsed().Seconds(), "quads/s")
		})
	}
}
