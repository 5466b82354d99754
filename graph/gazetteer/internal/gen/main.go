// Command gen makes the embedded gazetteer, core.zst, of two sources: tables of facts from public registers (-facts, a folder
// that is not part of this repository; its README names the registers and their licences) and our own tables (-tables).
//
//	go run ./graph/gazetteer/internal/gen -facts ../shared/data/gazetteer
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"entente/graph/gazetteer"
)

func main() {
	facts := flag.String("facts", "", "folder of the fact tables (entities.tsv.gz ...)")
	dir := flag.String("dir", "graph/gazetteer", "folder of package gazetteer")
	flag.Parse()
	if err := run(*facts, *dir); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(facts, dir string) error {
	if facts == "" {
		return fmt.Errorf("-facts: name the folder of the fact tables (SHARED/data/gazetteer)")
	}
	f, err := readFacts(facts)
	if err != nil {
		return err
	}
	if err := f.fix(filepath.Join(dir, "internal", "gen", "fixes.tsv")); err != nil {
		return err
	}
	f.cleanNames()
	f.dropCommon()
	f.mergePersons()
	f.renameGeneric()
	f.assignIDs()
	f.regions()
	t, err := f.table()
	if err != nil {
		return err
	}
	own, err := gazetteer.ReadFiles(filepath.Join(dir, "tables"))
	if err != nil {
		return err
	}
	claim(own)
	if err := t.Merge(own); err != nil {
		return err
	}
	dropTwins(t, own)
	f.bodies(t)
	finish(t)
	g, err := gazetteer.Compile(t)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := g.Encode(&out, "made by graph/gazetteer/internal/gen; sources and licences: graph/gazetteer/ATTRIBUTION"); err != nil {
		return err
	}
	fmt.Printf("%d entities, %d aliases, %d offices, %d relations: %d bytes\n", len(t.Entities), len(t.Aliases), len(t.Offices), len(t.Relations), out.Len())
	return os.WriteFile(filepath.Join(dir, "core.zst"), out.Bytes(), 0o644)
}

// claim names the source of our own rows.
func claim(t *gazetteer.Table) {
	for i := range t.Entities {
		t.Entities[i].Source = "entente"
	}
	for i := range t.Offices {
		t.Offices[i].Source = "entente"
	}
	for i := range t.Relations {
		t.Relations[i].Source = "entente"
	}
}
