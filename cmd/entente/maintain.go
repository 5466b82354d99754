package main

import (
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"entente/graph"
	"entente/loader"

	"github.com/klauspost/compress/zstd"
	"github.com/spf13/cobra"
)

func (p *program) statusCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "status",
		Short: "What the store holds: counts, size, versions, last change",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			format, err := p.chooseFormat(answerExt, "table", "json")
			if err != nil {
				return err
			}
			store, err := p.openStore(cmd.Context(), true)
			if err != nil {
				return err
			}
			defer store.Close()
			st, err := store.Status(cmd.Context())
			if err != nil {
				return err
			}
			w, finish, err := create(p.file, p.out)
			if err != nil {
				return err
			}
			if format == "json" {
				encode := json.NewEncoder(w)
				encode.SetIndent("", "  ")
				return finish(encode.Encode(st))
			}
			return finish(writeStatus(w, st))
		},
	}
	p.outputFlags(cmd, "table", "json")
	return cmd
}

func writeStatus(w io.Writer, st graph.Status) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(name string, format string, args ...any) {
		fmt.Fprintf(t, "%s\t"+format+"\n", append([]any{name}, args...)...)
	}
	row("store", "%s (%s, format %d, generation %d)", st.DSN, st.Backend, st.Format, st.Generation)
	row("articles", "%d", st.Articles)
	if st.FirstDate != "" {
		row("published", "%s to %s", st.FirstDate, st.LastDate)
	}
	row("statements", "%d", st.Statements)
	row("entities", "%d", st.Entities)
	row("quads", "%d", st.Quads)
	row("size", "%.1f MB", float64(st.Bytes)/1e6)
	if st.Statements > 0 {
		row("", "%.0f bytes a statement", float64(st.Bytes)/float64(st.Statements))
	}
	stale := 0
	for _, version := range slices.Sorted(maps.Keys(st.Extractors)) {
		row("extractor", "%s: %s", cmp.Or(version, "none"), plural(st.Extractors[version], "article"))
		if version != loader.Version {
			stale += st.Extractors[version]
		}
	}
	if stale > 0 {
		row("stale", "%s; entente load --refresh extracts again", plural(stale, "article"))
	}
	if st.Changed != "" {
		row("last change", "%s", st.Changed)
	}
	if st.WriterPID != 0 {
		row("writing now", "process %d", st.WriterPID)
	}
	return t.Flush()
}

func (p *program) verifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "Check the whole store: files, index, every article's quads and evidence",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			done, err := graph.Verify(cmd.Context(), p.db, graph.Options{}, func(d graph.Damage) { fmt.Fprintln(p.out, d) })
			if err != nil {
				return err
			}
			if done.Damage > 0 {
				return &codeError{
					code: exitInvalid, err: fmt.Errorf("store %s is damaged: %s", p.db, plural(done.Damage, "problem")),
					hint: "entente restore brings back a backup; or load the articles into a new store",
				}
			}
			p.say("%s: nothing is wrong with %s, %s, %d quads in %s", p.db, plural(done.Articles, "article"), plural(done.Statements, "statement"), done.Quads, plural(done.Files, "file"))
			return nil
		},
	}
}

func (p *program) compactCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "compact",
		Short: "Give back the space that deleted and replaced articles took",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			store, err := p.openStore(cmd.Context(), false)
			if err != nil {
				return err
			}
			before, err := store.Status(cmd.Context())
			if err != nil {
				return errors.Join(err, store.Close())
			}
			m := newMeter(p.err, "entries", -1, p.quiet)
			err = store.Compact(cmd.Context(), func(done, total int64) { m.show(int(done), int(total), "compacting") })
			m.done()
			if err := errors.Join(err, store.Close()); err != nil {
				return err
			}
			store, err = p.openStore(cmd.Context(), true)
			if err != nil {
				return err
			}
			defer store.Close()
			after, err := store.Status(cmd.Context())
			if err != nil {
				return err
			}
			p.say("%s: %.1f MB, before %.1f MB", p.db, float64(after.Bytes)/1e6, float64(before.Bytes)/1e6)
			return nil
		},
	}
}

func (p *program) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "backup FILE",
		Short:   "Write one state of the store to a file, while it is in use",
		Example: "  entente backup graph.tar.zst",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			store, err := p.openStore(cmd.Context(), true)
			if err != nil {
				return err
			}
			defer store.Close()
			w, finish, err := create(args[0], p.out)
			if err != nil {
				return err
			}
			if err := finish(store.Backup(cmd.Context(), w)); err != nil {
				return err
			}
			p.say("%s: backed up to %s", p.db, args[0])
			return nil
		},
	}
}

func (p *program) restoreCommand() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:     "restore FILE",
		Short:   "Make a store from a backup",
		Example: "  entente restore graph.tar.zst --db restored.db",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := os.Stat(p.db); err == nil && !force {
				return usage("%s is there already: name another store with --db, or replace it with --force", p.db)
			}
			in, closeIn, err := p.openPacked(args[0])
			if err != nil {
				return err
			}
			defer closeIn()
			if err := graph.Restore(cmd.Context(), in, p.db); err != nil {
				return err
			}
			p.say("%s: restored from %s", p.db, args[0])
			return nil
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "replace the store that is there")
	return cmd
}

// openPacked opens a file, - for standard input, and unpacks .gz and .zst.
func (p *program) openPacked(name string) (io.Reader, func(), error) {
	if name == "-" {
		return p.in, func() {}, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	closeFile := func() { f.Close() }
	switch {
	case strings.HasSuffix(name, ".gz"):
		r, err := gzip.NewReader(f)
		if err != nil {
			closeFile()
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		return r, closeFile, nil
	case strings.HasSuffix(name, ".zst"):
		r, err := zstd.NewReader(f)
		if err != nil {
			closeFile()
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		return r, func() { r.Close(); closeFile() }, nil
	}
	return f, closeFile, nil
}
