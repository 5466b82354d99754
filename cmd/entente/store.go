package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"entente/graph"
	"entente/queries"
	"entente/queries/gizmo"

	"github.com/spf13/cobra"
)

// openStore opens the store of --db. Reading commands work beside a process that writes.
func (p *program) openStore(ctx context.Context, readOnly bool) (*graph.Store, error) {
	store, err := graph.Open(ctx, p.db, graph.Options{ReadOnly: readOnly})
	var format *graph.FormatError
	var backend *graph.BackendError
	switch {
	case errors.Is(err, graph.ErrNoStore):
		return nil, &codeError{code: exitLocked, err: err, hint: "entente load FILE... makes the store; --db or ENTENTE_DB names another one"}
	case errors.As(err, &format):
		return nil, &codeError{code: exitFailure, err: err, hint: format.Hint}
	case errors.As(err, &backend):
		return nil, &codeError{code: exitLocked, err: err}
	}
	return store, err
}

// withIndex opens the store for reading and its index, and calls f.
func (p *program) withIndex(ctx context.Context, f func(*queries.Index) error) error {
	return p.withStore(ctx, func(_ *graph.Store, ix *queries.Index) error { return f(ix) })
}

// withGizmo is withIndex for what runs Gizmo programs, in children of this binary.
func (p *program) withGizmo(ctx context.Context, f func(*graph.Store, *queries.Index, *gizmo.Runner) error) error {
	child, err := childCommand()
	if err != nil {
		return err
	}
	return p.withStore(ctx, func(store *graph.Store, ix *queries.Index) error {
		runner, err := gizmo.New(store, ix, gizmo.Options{Child: child})
		if err != nil {
			return err
		}
		return errors.Join(f(store, ix, runner), runner.Close())
	})
}

func (p *program) withStore(ctx context.Context, f func(*graph.Store, *queries.Index) error) error {
	store, err := p.openStore(ctx, true)
	if err != nil {
		return err
	}
	defer store.Close()
	apart, err := readApart(p.apart)
	if err != nil {
		return err
	}
	ix, err := queries.Open(ctx, store, queries.Options{Path: indexFile(p.db), Apart: apart})
	if err != nil {
		return err
	}
	return errors.Join(f(store, ix), ix.Close())
}

// indexFile is where the index of a store on disk is kept, "" for other stores.
func indexFile(db string) string {
	if strings.Contains(db, ":") && !filepath.IsAbs(db) {
		return ""
	}
	return filepath.Join(db, "paths.index")
}

// readApart reads the table of --apart: two ids a line, of actors that are never taken for one.
func readApart(name string) ([][2]graph.Node, error) {
	if name == "" {
		return nil, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, usage("--apart: %w", err)
	}
	var pairs [][2]graph.Node
	for i, line := range strings.Split(string(text), "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		if len(fields) != 2 {
			return nil, usage("%s:%d: %d columns, want two ids as entente show prints them", name, i+1, len(fields))
		}
		for _, id := range fields {
			if !strings.HasPrefix(id, "ent:") {
				return nil, usage("%s:%d: %q is no id such as ent:x/person/ivan-petrov", name, i+1, id)
			}
		}
		pairs = append(pairs, [2]graph.Node{graph.Node(fields[0]), graph.Node(fields[1])})
	}
	return pairs, nil
}

// resolve returns the nodes that names mean.
func resolve(ix *queries.Index, names []string) ([]graph.Node, error) {
	nodes := make([]graph.Node, 0, len(names))
	for _, name := range names {
		n, err := ix.Resolve(name)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	return nodes, nil
}

// filters are the flags that several questions share.
type filters struct {
	predicates, modalities []string
	since, until, asOf     string
	directed, attribution  bool
	topics, open, noJoin   bool
	background             string
	minConfidence          float64
}

func (f *filters) flags(cmd *cobra.Command) {
	f.eventFlags(cmd)
	s := cmd.Flags()
	s.StringVar(&f.asOf, "as-of", "", "what had happened, and what held, on this day")
	s.BoolVar(&f.directed, "directed", false, "only from subject to object")
	s.BoolVar(&f.topics, "topics", false, "also through topics and nameless groups")
	s.BoolVar(&f.open, "open", false, "also relations that the vocabulary does not know")
	s.StringVar(&f.background, "background", "on", "facts of the gazetteer: on or off")
	s.Float64Var(&f.minConfidence, "min-confidence", 0, "leave out statements below this confidence (0 to 1)")
}

// eventFlags are those that choose events, without paths and facts.
func (f *filters) eventFlags(cmd *cobra.Command) {
	s := cmd.Flags()
	f.background = "on"
	s.StringSliceVar(&f.predicates, "predicates", nil, "only these predicates (met,visited,...)")
	s.StringSliceVar(&f.modalities, "modality", nil, "modalities that count: asserted (the default), planned, alleged, denied, ... or all")
	s.StringVar(&f.since, "since", "", "events dated on or after this day (2023, 2023-07, 2023-07-25)")
	s.StringVar(&f.until, "until", "", "events dated on or before this day")
	s.BoolVar(&f.attribution, "attribution", false, "also from who says something to whom it is about")
	joinFlag(cmd, &f.noJoin)
}

func joinFlag(cmd *cobra.Command, noJoin *bool) {
	cmd.Flags().BoolVar(noJoin, "no-join", false, "do not take unknown actors of different articles for one by name, country and office")
}

// neighbours are the filters of a neighbourhood.
func (f *filters) neighbours() (queries.NeighbourOptions, error) {
	modalities, predicates, noBackground, err := f.check()
	return queries.NeighbourOptions{
		Predicates: predicates, Modalities: modalities, Since: graph.Date(f.since), Until: graph.Date(f.until), AsOf: graph.Date(f.asOf),
		Directed: f.directed, NoBackground: noBackground, Attribution: f.attribution, Topics: f.topics, Open: f.open, NoJoin: f.noJoin,
		MinConfidence: f.minConfidence,
	}, err
}

// check returns the typed values of the flags.
func (f *filters) check() (modalities []graph.Modality, predicates []graph.Predicate, noBackground bool, err error) {
	for _, m := range f.modalities {
		if m == "all" {
			modalities = graph.Modalities
			break
		}
		v, err := graph.ParseModality(m)
		if err != nil {
			return nil, nil, false, usage("--modality: %w", err)
		}
		modalities = append(modalities, v)
	}
	for _, name := range f.predicates {
		predicates = append(predicates, graph.Predicate(strings.TrimPrefix(name, "rel:")))
	}
	for _, d := range []struct{ flag, value string }{{"--since", f.since}, {"--until", f.until}, {"--as-of", f.asOf}} {
		if err := checkDate(d.value); err != nil {
			return nil, nil, false, usage("%s %s: %w", d.flag, d.value, err)
		}
	}
	if n := min(len(f.since), len(f.until)); f.since[:n] > f.until[:n] {
		return nil, nil, false, usage("--until %s is before --since %s", f.until, f.since)
	}
	if f.minConfidence < 0 || f.minConfidence > 1 {
		return nil, nil, false, usage("--min-confidence %v: want 0 to 1", f.minConfidence)
	}
	switch f.background {
	case "on", "off":
	default:
		return nil, nil, false, usage("--background %s: want on or off", f.background)
	}
	return modalities, predicates, f.background == "off", nil
}
