package rdf

import (
	"fmt"
	"strings"
)

// A Format is a syntax of RDF.
type Format string

const (
	NQuads   Format = "nquads"
	NTriples Format = "ntriples"
	Turtle   Format = "turtle"
	TriG     Format = "trig"
)

// Formats lists the formats that Write knows.
var Formats = []Format{NQuads, NTriples, Turtle, TriG}

var formatTable = map[Format]struct{ extension, media string }{
	NQuads:   {".nq", "application/n-quads"},
	NTriples: {".nt", "application/n-triples"},
	Turtle:   {".ttl", "text/turtle"},
	TriG:     {".trig", "application/trig"},
}

// ParseFormat returns the format of that name, extension ("ttl") or media type.
func ParseFormat(name string) (Format, error) {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, f := range Formats {
		t := formatTable[f]
		if name == string(f) || "."+name == t.extension || name == t.media {
			return f, nil
		}
	}
	return "", fmt.Errorf("RDF format %q is none of %v", name, Formats)
}

// MediaType is the format's type as in Content-Type.
func (f Format) MediaType() string { return formatTable[f].media }

// Extension is the format's file extension with its dot.
func (f Format) Extension() string { return formatTable[f].extension }

// HoldsGraphs tells whether the format keeps the graph names of quads.
func (f Format) HoldsGraphs() bool { return f == NQuads || f == TriG }
