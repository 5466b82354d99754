package rdf

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
)

// A checker is another project's RDF reader. Its command reads the file $1 of a format and prints N-Quads or N-Triples.
type checker struct {
	name, install string
	command       string
	formats       []Format
}

var checkers = []checker{
	{"rapper", "raptor2-utils", `rapper -q -i $2 -o ntriples "$1" https://base.example/`, []Format{NTriples, Turtle}},
	{"serdi", "serdi", `serdi -q -i $2 -o nquads "$1"`, []Format{NTriples, NQuads, Turtle, TriG}},
	{"rdflib", "python3-rdflib", `/usr/bin/python3 -c 'import sys, rdflib
from rdflib.plugins.serializers.nt import _quoteLiteral
rdflib.NORMALIZE_LITERALS = False
d = rdflib.ConjunctiveGraph()
d.parse(sys.argv[1], format={"ntriples": "nt11"}.get(sys.argv[2], sys.argv[2]))
for s, p, o, c in d.quads():
    name = getattr(c, "identifier", c)
    named = sys.argv[2] in ("nquads", "trig") and isinstance(name, rdflib.URIRef) and not name.startswith("file:")
    print(s.n3(), p.n3(), _quoteLiteral(o) if isinstance(o, rdflib.Literal) else o.n3(), name.n3() if named else "", ".")
' "$1" $2`, []Format{NTriples, NQuads, Turtle, TriG}},
}

func (c checker) installed() bool {
	if c.name == "rdflib" {
		return exec.Command("/usr/bin/python3", "-c", "import rdflib").Run() == nil
	}
	_, err := exec.LookPath(c.name)
	return err == nil
}

// TestOthersReadTheSame gives every format to readers of other projects and compares what they read with what we wrote.
func TestOthersReadTheSame(t *testing.T) {
	quads := sample()
	// rapper drops the characters that XML cannot hold. rdflib 6.1 reads "\\b" in N-Triples as a backslash and a
	// backspace, so the backslash here stands before a space.
	quads = slices.DeleteFunc(quads, func(q quad.Quad) bool {
		text, ok := q.Object.(quad.String)
		return ok && strings.ContainsAny(string(text), "\x01\x7f")
	})
	quads = append(quads, quad.Quad{Subject: quad.IRI("evt:1"), Predicate: quad.IRI("onto:evidence"), Object: quad.String("\"a\\ b\tc\r\nd\" {}<>^`| 北京 🚢"), Label: quad.IRI("art:one")})
	for _, c := range checkers {
		t.Run(c.name, func(t *testing.T) {
			if !c.installed() {
				message := c.name + " is missing; apt-get install " + c.install
				if os.Getenv("CI") == "true" {
					t.Fatal(message)
				}
				t.Skip(message)
			}
			for _, f := range c.formats {
				name := filepath.Join(t.TempDir(), "g"+f.Extension())
				text, _ := write(t, f, quads, Options{Base: "https://graph.example/"})
				if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
				command := exec.Command("sh", "-c", c.command, "sh", name, string(f))
				var stderr bytes.Buffer
				command.Stderr = &stderr
				out, err := command.Output()
				if err != nil || strings.Contains(strings.ToLower(stderr.String()), "error") {
					t.Errorf("%s: %v\n%s", f, err, stderr.String())
					continue
				}
				want, got := lines(t, quads, f), map[string]bool{}
				for _, q := range read(t, string(out), Options{Base: "https://graph.example/", NoLabels: true}) {
					if !f.HoldsGraphs() {
						q.Label = nil
					}
					got[line(t, q)] = true
				}
				for _, l := range slices.Sorted(maps.Keys(want)) {
					if !got[l] {
						t.Errorf("%s: %s did not read %s", f, c.name, l)
					}
				}
				for _, l := range slices.Sorted(maps.Keys(got)) {
					if !want[l] {
						t.Errorf("%s: %s read also %s", f, c.name, l)
					}
				}
			}
		})
	}
}

// TestFormatsHoldTheSameTriples compares through our own reader where others are not installed.
func TestFormatsHoldTheSameTriples(t *testing.T) {
	triples := lines(t, sample(), NTriples)
	text, _ := write(t, NTriples, sample(), Options{})
	got := map[string]bool{}
	for _, q := range read(t, text, Options{NoLabels: true}) {
		got[line(t, q)] = true
	}
	if !maps.Equal(triples, got) {
		t.Errorf("N-Triples hold %d triples, N-Quads %d", len(got), len(triples))
	}
}

// lines are the distinct statements that a format should hold, each as its N-Quads line.
func lines(t *testing.T, quads []quad.Quad, f Format) map[string]bool {
	t.Helper()
	text, _ := write(t, NQuads, quads, Options{})
	set := map[string]bool{}
	for _, q := range read(t, text, Options{NoLabels: true}) {
		if !f.HoldsGraphs() {
			q.Label = nil
		}
		set[line(t, q)] = true
	}
	return set
}

func line(t *testing.T, q quad.Quad) string {
	t.Helper()
	text, _ := write(t, NQuads, []quad.Quad{q}, Options{NoLabels: true})
	return text
}
