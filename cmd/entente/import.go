package main

import (
	"context"
	"fmt"

	"entente/graph/rdf"
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
		in, closeIn, err := p.openPacked(name)
		if err != nil {
			return err
		}
		done, err := store.Import(ctx, rdf.Read(in, rdf.Options{Base: base}))
		closeIn()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		p.say("%s: %d quads, %s, %s", name, done.Quads, plural(done.Articles, "article"), plural(done.Statements, "statement"))
	}
	return store.Close()
}
