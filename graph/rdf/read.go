package rdf

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// maxLine bounds a line of N-Quads; an article's text is at most 5 MiB, and escapes may make it longer.
const maxLine = 32 << 20

// Read reads N-Quads, and so N-Triples, plain or compressed with gzip. The labels that Write added are left out
// unless Options.NoLabels is set. A line that does not parse ends the reading with an error that
// tells its number.
func Read(r io.Reader, o Options) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		n, err := newNames(o.Base)
		if err != nil {
			yield(quad.Quad{}, err)
			return
		}
		buffered := bufio.NewReaderSize(r, 64<<10)
		if magic, _ := buffered.Peek(2); len(magic) == 2 && magic[0] == 0x1f && magic[1] == 0x8b {
			z, err := gzip.NewReader(buffered)
			if err != nil {
				yield(quad.Quad{}, fmt.Errorf("line 1: %w", err))
				return
			}
			buffered = bufio.NewReaderSize(z, 64<<10)
		}
		var line []byte
		for number := 1; ; number++ {
			line, err = readLine(buffered, line[:0])
			if err != nil && err != io.EOF {
				yield(quad.Quad{}, fmt.Errorf("line %d: %w", number, err))
				return
			}
			end := err == io.EOF
			q, found, err := n.parse(line)
			switch {
			case err != nil:
				yield(quad.Quad{}, fmt.Errorf("line %d: %w", number, err))
				return
			case found && (o.NoLabels || !added(q)):
				if !yield(q, nil) {
					return
				}
			}
			if end {
				return
			}
		}
	}
}

// readLine appends the next line without its end to line.
func readLine(r *bufio.Reader, line []byte) ([]byte, error) {
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > maxLine {
			return nil, fmt.Errorf("longer than %d MiB", maxLine>>20)
		}
		line = append(line, part...)
		if err == bufio.ErrBufferFull {
			continue
		}
		return bytes.TrimRight(line, "\r\n"), err
	}
}

// A parser reads one line of N-Quads, RDF 1.1 N-Quads section 4.
type parser struct {
	names *names
	line  []byte
	at    int
}

func (n *names) parse(line []byte) (q quad.Quad, found bool, err error) {
	p := parser{names: n, line: line}
	if p.space(); p.done() {
		return q, false, nil
	}
	if !utf8.Valid(line) {
		return q, false, errors.New("not UTF-8")
	}
	if q.Subject, err = p.resource("subject"); err != nil {
		return q, false, err
	}
	p.space()
	if p.peek() != '<' {
		return q, false, p.errorf("the predicate must be an IRI")
	}
	if q.Predicate, err = p.resource("predicate"); err != nil {
		return q, false, err
	}
	p.space()
	if p.peek() == '"' {
		q.Object, err = p.literal()
	} else {
		q.Object, err = p.resource("object")
	}
	if err != nil {
		return q, false, err
	}
	if p.space(); p.peek() == '<' || p.peek() == '_' {
		if q.Label, err = p.resource("graph name"); err != nil {
			return q, false, err
		}
		p.space()
	}
	if p.peek() != '.' {
		return q, false, p.errorf("want a full stop")
	}
	p.at++
	if p.space(); !p.done() {
		return q, false, p.errorf("text after the full stop")
	}
	return q, true, nil
}

func (p *parser) errorf(format string, args ...any) error {
	return fmt.Errorf("column %d: %s", utf8.RuneCount(p.line[:p.at])+1, fmt.Sprintf(format, args...))
}

func (p *parser) peek() byte {
	if p.at < len(p.line) {
		return p.line[p.at]
	}
	return 0
}

func (p *parser) space() {
	for p.peek() == ' ' || p.peek() == '\t' {
		p.at++
	}
}

// done tells that only a comment, if anything, is left.
func (p *parser) done() bool { return p.at >= len(p.line) || p.line[p.at] == '#' }

func (p *parser) resource(what string) (quad.Value, error) {
	switch p.peek() {
	case '<':
		// The same few nodes come again and again.
		var written []byte
		if end := bytes.IndexByte(p.line[p.at:], '>'); end >= 0 {
			written = p.line[p.at+1 : p.at+end]
			if v, ok := p.names.read[string(written)]; ok {
				p.at += end + 1
				return v, nil
			}
		}
		iri, err := p.iri()
		if err != nil {
			return nil, err
		}
		if len(p.names.read) >= readNames {
			clear(p.names.read)
		}
		v := p.names.short(iri)
		p.names.read[string(written)] = v
		return v, nil
	case '_':
		return p.blank()
	}
	return nil, p.errorf("want the %s", what)
}

// readNames bounds how many nodes a reader remembers.
const readNames = 1 << 14

func (p *parser) iri() (string, error) {
	p.at++
	var b strings.Builder
	for p.at < len(p.line) {
		r, size := utf8.DecodeRune(p.line[p.at:])
		switch {
		case r == '>':
			p.at++
			iri := b.String()
			if scheme, _, ok := strings.Cut(iri, ":"); !ok || !isScheme(scheme) {
				return "", p.errorf("IRI <%s> is not absolute", iri)
			}
			return iri, nil
		case r == '\\':
			u, err := p.escape(false)
			if err != nil {
				return "", err
			}
			if notIRI(u) {
				return "", p.errorf("U+%04X in an IRI", u)
			}
			b.WriteRune(u)
			continue
		case notIRI(r):
			return "", p.errorf("%q in an IRI", r)
		}
		b.Write(p.line[p.at : p.at+size])
		p.at += size
	}
	return "", p.errorf("an IRI without end")
}

func isScheme(s string) bool {
	for i, c := range []byte(s) {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (i == 0 || !strings.ContainsRune("0123456789+-.", rune(c))) {
			return false
		}
	}
	return s != ""
}

func (p *parser) blank() (quad.Value, error) {
	if !bytes.HasPrefix(p.line[p.at:], []byte("_:")) {
		return nil, p.errorf("want a blank node")
	}
	p.at += 2
	begin := p.at
	for p.at < len(p.line) {
		r, size := utf8.DecodeRune(p.line[p.at:])
		word := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_' || r >= 0xC0 && r != 0xD7 && r != 0xF7
		if !word && (p.at == begin || r != '-' && r != '.' && r != 0xB7) {
			break
		}
		p.at += size
	}
	for p.at > begin && p.line[p.at-1] == '.' { // a label does not end in a full stop
		p.at--
	}
	if p.at == begin {
		return nil, p.errorf("a blank node without label")
	}
	return quad.BNode(p.line[begin:p.at]), nil
}

func (p *parser) literal() (quad.Value, error) {
	p.at++
	var b strings.Builder
	for {
		plain := bytes.IndexAny(p.line[p.at:], "\"\\\r")
		if plain < 0 {
			p.at = len(p.line)
			return nil, p.errorf("a literal without end")
		}
		b.Write(p.line[p.at : p.at+plain])
		p.at += plain
		c := p.line[p.at]
		if c == '"' {
			p.at++
			break
		}
		if c == '\r' {
			return nil, p.errorf("a bare carriage return in a literal")
		}
		r, err := p.escape(true)
		if err != nil {
			return nil, err
		}
		b.WriteRune(r)
	}
	l := literal{text: b.String()}
	switch {
	case bytes.HasPrefix(p.line[p.at:], []byte("^^<")):
		p.at += 2
		datatype, err := p.iri()
		if err != nil {
			return nil, err
		}
		l.datatype = datatype
	case bytes.HasPrefix(p.line[p.at:], []byte("^^")):
		return nil, p.errorf("want a datatype IRI")
	case p.peek() == '@':
		p.at++
		begin := p.at
		for c := p.peek(); c == '-' || 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'; c = p.peek() {
			p.at++
		}
		l.language = string(p.line[begin:p.at])
		if !isLanguage(l.language) {
			return nil, p.errorf("language tag %q is not well formed", l.language)
		}
	}
	return p.names.value(l), nil
}

// escape reads the number of a character in four or eight hexadecimal digits and, in a literal, the escapes of one character.
func (p *parser) escape(inLiteral bool) (rune, error) {
	if p.at+1 >= len(p.line) {
		return 0, p.errorf("an escape without end")
	}
	c := p.line[p.at+1]
	digits := 0
	switch c {
	case 'u':
		digits = 4
	case 'U':
		digits = 8
	default:
		if i := strings.IndexByte(`tbnrf"'\`, c); inLiteral && i >= 0 {
			p.at += 2
			return rune("\t\b\n\r\f\"'\\"[i]), nil
		}
		return 0, p.errorf("unknown escape \\%c", c)
	}
	if p.at+2+digits > len(p.line) {
		return 0, p.errorf("an escape without end")
	}
	u, err := strconv.ParseUint(string(p.line[p.at+2:p.at+2+digits]), 16, 32)
	if err != nil || u > utf8.MaxRune || u >= 0xD800 && u < 0xE000 {
		return 0, p.errorf("\\%s is no character", p.line[p.at+1:p.at+2+digits])
	}
	p.at += 2 + digits
	return rune(u), nil
}
