package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"entente/graph/rdf"

	"github.com/klauspost/compress/zstd"
)

// namesQuads tells whether load is asked for exports in N-Quads: by --input, or by the names of all files.
func namesQuads(format string, args []string) bool {
	if format != "" || len(args) == 0 {
		return format == string(rdf.NQuads)
	}
	for _, name := range args {
		if innerExt(name) != rdf.NQuads.Extension() {
			return false
		}
	}
	return true
}

// importQuads restores exports: nothing is extracted, the graph is taken as it is.
func (p *program) importQuads(ctx context.Context, args []string, base string) error {
	store, err := p.openStore(ctx, false)
	if err != nil {
		return err
	}
	defer store.Close()
	for _, name := range args {
		r := io.NopCloser(p.in)
		if name != "-" {
			if r, err = os.Open(name); err != nil {
				return err
			}
		}
		in := io.Reader(r)
		if strings.HasSuffix(name, ".zst") {
			z, err := zstd.NewReader(r)
			if err != nil {
				r.Close()
				return fmt.Errorf("%s: %w", name, err)
			}
			defer z.Close()
			in = z
		}
		done, err := store.Import(ctx, rdf.Read(in, rdf.Options{Base: base}))
		r.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		p.say("%s: %d quads, %d articles, %d statements", name, done.Quads, done.Articles, done.Statements)
	}
	return store.Close()
}
