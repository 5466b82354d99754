package rdf

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
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

// FormatOf guesses the format from a file's name; ".gz" at its end is looked through.
func FormatOf(name string) (Format, bool) {
	extension := filepath.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz"))
	for _, f := range Formats {
		if extension == formatTable[f].extension {
			return f, true
		}
	}
	return "", false
}

// MediaType is the format's type as in Content-Type.
func (f Format) MediaType() string { return formatTable[f].media }

// Extension is the format's file extension with its dot.
func (f Format) Extension() string { return formatTable[f].extension }

// HoldsGraphs tells whether the format keeps the graph names of quads.
func (f Format) HoldsGraphs() bool { return f == NQuads || f == TriG }

// Create makes the file of that name, compressed if the name ends in ".gz". The file appears under its name when
// Close returns without error; until then, and after Abort, what was there before stays.
func Create(name string) (*File, error) {
	temporary, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return nil, err
	}
	f := &File{name: name, temporary: temporary, Writer: temporary}
	if strings.HasSuffix(strings.ToLower(name), ".gz") {
		f.compressor = gzip.NewWriter(temporary) // its header has no name and no time: equal data, equal bytes
		f.Writer = f.compressor
	}
	return f, nil
}

// A File is a file that is being written.
type File struct {
	io.Writer
	name       string
	temporary  *os.File
	compressor *gzip.Writer
}

// Close makes what was written durable and gives the file its name.
func (f *File) Close() error {
	if f.temporary == nil {
		return nil
	}
	if f.compressor != nil {
		if err := f.compressor.Close(); err != nil {
			f.Abort()
			return err
		}
	}
	err := f.temporary.Chmod(0o644)
	if err == nil {
		err = f.temporary.Sync()
	}
	if err != nil {
		f.Abort()
		return err
	}
	if err := f.temporary.Close(); err != nil {
		os.Remove(f.temporary.Name())
		f.temporary = nil
		return err
	}
	err = os.Rename(f.temporary.Name(), f.name)
	f.temporary = nil
	return err
}

// Abort gives up what was written. After Close it does nothing.
func (f *File) Abort() {
	if f.temporary != nil {
		f.temporary.Close()
		os.Remove(f.temporary.Name())
		f.temporary = nil
	}
}
