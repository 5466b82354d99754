package rdf

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// DefaultBase is the base of full IRIs unless Options.Base says otherwise.
const DefaultBase = "https://entente.example/"

// The namespaces of the prefixes that the store uses: a trailing-slash path under the base for entente's own, the
// published namespace for the others. They stand in Turtle and TriG in this order.
var prefixes = []struct{ prefix, namespace string }{
	{"ent", ""}, {"rel", ""}, {"evt", ""}, {"art", ""}, {"onto", ""}, {"act", ""}, {"fact", ""}, {"src", ""},
	{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
	{"xsd", "http://www.w3.org/2001/XMLSchema#"},
	{"owl", "http://www.w3.org/2002/07/owl#"},
	{"dcterms", "http://purl.org/dc/terms/"},
	{"prov", "http://www.w3.org/ns/prov#"},
	{"skos", "http://www.w3.org/2004/02/skos/core#"},
	{"oa", "http://www.w3.org/ns/oa#"},
	{"wd", "http://www.wikidata.org/entity/"},
}

const (
	xsd     = "http://www.w3.org/2001/XMLSchema#"
	skolem  = ".well-known/genid/" // blank nodes are written as IRIs under this path, as RDF 1.1 section 3.5 proposes
	xsdText = xsd + "string"
)

// names maps short names to full IRIs and back.
type names struct {
	base       string
	namespaces map[string]string     // prefix -> namespace
	read       map[string]quad.Value // nodes, as they are written between '<' and '>'
}

func newNames(base string) (*names, error) {
	if base == "" {
		base = DefaultBase
	}
	u, err := url.Parse(base)
	if err != nil || u.Scheme == "" || strings.ContainsFunc(base, notIRI) {
		return nil, fmt.Errorf("base %q is no absolute IRI", base)
	}
	if !strings.HasSuffix(base, "/") && !strings.HasSuffix(base, "#") {
		base += "/"
	}
	n := &names{base: base, namespaces: map[string]string{}, read: map[string]quad.Value{}}
	for _, p := range prefixes {
		n.namespaces[p.prefix] = p.namespace
		if p.namespace == "" {
			n.namespaces[p.prefix] = base + p.prefix + "/"
		}
	}
	return n, nil
}

// full is the full IRI of a name as the store has it. What no IRI may hold is percent-encoded.
func (n *names) full(name quad.IRI) string {
	s := string(name)
	prefix, rest, colon := strings.Cut(s, ":")
	switch namespace, known := n.namespaces[prefix]; {
	case !colon:
		return n.base + escapeIRI(s)
	case known:
		return namespace + escapeIRI(rest)
	}
	return escapeIRI(s)
}

// short is the name of a full IRI in the store: the reverse of full.
func (n *names) short(iri string) quad.Value {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(iri, n.namespaces[p.prefix]); ok {
			return quad.IRI(p.prefix + ":" + rest)
		}
	}
	if rest, ok := strings.CutPrefix(iri, n.base+skolem); ok {
		return quad.BNode(rest)
	}
	if rest, ok := strings.CutPrefix(iri, n.base); ok && rest != "" && !strings.Contains(rest, ":") {
		return quad.IRI(rest)
	}
	return quad.IRI(iri)
}

// notIRI tells the characters that the grammar of IRIREF forbids.
func notIRI(r rune) bool {
	return r <= 0x20 || r == 0x7f || strings.ContainsRune("<>\"{}|^`\\", r)
}

func escapeIRI(s string) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, notIRI) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 || notIRI(r) {
			for _, c := range []byte(s[i : i+size]) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
		} else {
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	return b.String()
}

// A literal is a value's lexical form with the IRI of its datatype or its language tag.
type literal struct{ text, datatype, language string }

// term gives a value as an N-Triples term. The forms are the canonical ones: no white space, the escapes that
// RDF 1.1 N-Triples section 4 asks for and no others.
func (n *names) term(v quad.Value) (string, error) {
	switch v := v.(type) {
	case quad.IRI:
		return "<" + n.full(v) + ">", nil
	case quad.BNode:
		return "<" + n.base + skolem + escapeIRI(string(v)) + ">", nil
	}
	l, err := n.literal(v)
	if err != nil {
		return "", err
	}
	b := make([]byte, 0, len(l.text)+len(l.datatype)+8)
	b = appendQuoted(b, l.text)
	switch {
	case l.language != "":
		b = append(append(b, '@'), l.language...)
	case l.datatype != "" && l.datatype != xsdText:
		b = append(append(append(b, "^^<"...), l.datatype...), '>')
	}
	return string(b), nil
}

func (n *names) literal(v quad.Value) (literal, error) {
	switch v := v.(type) {
	case quad.String:
		return literal{text: string(v)}, nil
	case quad.TypedString:
		return literal{text: string(v.Value), datatype: n.full(v.Type)}, nil
	case quad.LangString:
		if !isLanguage(v.Lang) {
			return literal{}, fmt.Errorf("language tag %q is not well formed", v.Lang)
		}
		return literal{text: string(v.Value), language: v.Lang}, nil
	case quad.Int:
		return literal{text: strconv.FormatInt(int64(v), 10), datatype: xsd + "integer"}, nil
	case quad.Float:
		return literal{text: formatDouble(float64(v)), datatype: xsd + "double"}, nil
	case quad.Bool:
		return literal{text: strconv.FormatBool(bool(v)), datatype: xsd + "boolean"}, nil
	case quad.Time:
		return literal{text: time.Time(v).UTC().Format(time.RFC3339Nano), datatype: xsd + "dateTime"}, nil
	case nil:
		return literal{}, fmt.Errorf("a term is missing")
	}
	return literal{}, fmt.Errorf("a %T is no RDF term", v)
}

// formatDouble writes the shortest text that reads back as f; xsd:double spells infinities and NaN its own way.
func formatDouble(f float64) string {
	switch s := strconv.FormatFloat(f, 'g', -1, 64); s {
	case "+Inf":
		return "INF"
	case "-Inf":
		return "-INF"
	default:
		return s
	}
}

func parseDouble(s string) (float64, bool) {
	switch s {
	case "INF":
		s = "+Inf"
	case "-INF":
		s = "-Inf"
	case "NaN":
	default:
		if s == "" || strings.Trim(s, "+-0123456789.eE") != "" {
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}

// value is the store's value of a literal. A text that does not round-trip through the native value ("007") stays
// as it was written.
func (n *names) value(l literal) quad.Value {
	if l.language != "" {
		return quad.LangString{Value: quad.String(l.text), Lang: l.language}
	}
	switch strings.TrimPrefix(l.datatype, xsd) {
	case "", "string":
		return quad.String(l.text)
	case "integer":
		if i, err := strconv.ParseInt(l.text, 10, 64); err == nil && strconv.FormatInt(i, 10) == l.text {
			return quad.Int(i)
		}
	case "double":
		if f, ok := parseDouble(l.text); ok && formatDouble(f) == l.text {
			return quad.Float(f)
		}
	case "boolean":
		if l.text == "true" || l.text == "false" {
			return quad.Bool(l.text == "true")
		}
	case "dateTime":
		if t, err := time.Parse(time.RFC3339Nano, l.text); err == nil && t.UTC().Format(time.RFC3339Nano) == l.text {
			return quad.Time(t.UTC())
		}
	}
	if datatype, ok := n.short(l.datatype).(quad.IRI); ok {
		return quad.TypedString{Value: quad.String(l.text), Type: datatype}
	}
	return quad.TypedString{Value: quad.String(l.text), Type: quad.IRI(l.datatype)}
}

// appendQuoted appends s as a quoted string. Bytes that are not UTF-8 become U+FFFD.
func appendQuoted(b []byte, s string) []byte {
	const hex = "0123456789ABCDEF"
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\n':
			b = append(b, `\n`...)
		case r == '\r':
			b = append(b, `\r`...)
		case r == '\t':
			b = append(b, `\t`...)
		case r == '\b':
			b = append(b, `\b`...)
		case r == '\f':
			b = append(b, `\f`...)
		case r < 0x20 || r == 0x7f:
			b = append(b, `\u00`...)
			b = append(b, hex[r>>4], hex[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

// isLanguage tells whether s fits LANGTAG: letters, then groups of letters and digits after hyphens.
func isLanguage(s string) bool {
	for i, part := range strings.Split(s, "-") {
		if part == "" {
			return false
		}
		for _, c := range []byte(part) {
			letter := 'a' <= c|0x20 && c|0x20 <= 'z'
			if !letter && (i == 0 || c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}
