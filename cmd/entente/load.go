package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"runtime"
	"time"

	"entente/graph"
	"entente/loader"
	"entente/loader/article"

	"github.com/spf13/cobra"
)

// The sample articles are ours: short texts about public events, for the demonstration and the tests.
//
//go:embed samples
var sampleFiles embed.FS

// samples yields the sample articles.
func samples(ctx context.Context) iter.Seq2[*article.Article, error] {
	return func(yield func(*article.Article, error) bool) {
		names, err := fs.Glob(sampleFiles, "samples/*.jsonl")
		if err != nil {
			yield(nil, err)
			return
		}
		for _, name := range names {
			f, err := sampleFiles.Open(name)
			if err != nil {
				yield(nil, err)
				return
			}
			for a, err := range article.ReadFrom(ctx, name, f, article.Options{}) {
				if !yield(a, err) {
					f.Close()
					return
				}
			}
			f.Close()
		}
	}
}

func (p *program) loadCommand() *cobra.Command {
	var (
		in                  inputs
		useSamples, refresh bool
		workers             int
		timeout             time.Duration
		reportFile, base    string
	)
	cmd := &cobra.Command{
		Use:   "load [FILE...]",
		Short: "Read articles into the graph",
		Long: `Load reads plain text and JSON Lines: files, folders, or standard input as -. An article that the store has already is
skipped; one that has changed is replaced. A load that was interrupted goes on where it was when it is started again.
One bad input stops nothing: it is named in the report.

An export in N-Quads (--input nquads, or told by the name) restores the graph that it was written from.`,
		Example: `  entente load articles/
  entente load article.txt --date 2023-09-13
  cat news.jsonl | entente load - --report problems.jsonl
  entente load graph.nq.gz
  entente load --samples`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if useSamples == (len(args) > 0) {
				return &codeError{code: exitUsage, err: errors.New("nothing to load"), hint: "name files, folders or - for standard input; or --samples alone"}
			}
			if namesQuads(in.format, args) {
				return p.importQuads(cmd.Context(), args, base)
			}
			o, err := p.articles(&in)
			if err != nil {
				return err
			}
			lo, err := in.options()
			if err != nil {
				return err
			}
			lo.Workers, lo.Refresh, lo.Timeout = workers, refresh, timeout
			l, err := loader.New(lo)
			if err != nil {
				return err
			}
			ctx := cmd.Context()
			store, err := p.openStore(ctx, false)
			if err != nil {
				return err
			}
			src, total := article.Read(ctx, args, o), -1
			if useSamples {
				src = samples(ctx)
			} else if !p.quiet {
				total = article.Count(ctx, args, o)
			}
			err = p.load(ctx, l, src, total, store, reportFile)
			return errors.Join(err, store.Close())
		},
	}
	in.flags(cmd)
	f := cmd.Flags()
	f.BoolVar(&useSamples, "samples", false, "load the articles that come with entente")
	f.BoolVar(&refresh, "refresh", false, "extract again what is stored unchanged")
	f.IntVarP(&workers, "workers", "j", runtime.GOMAXPROCS(0), "articles at a time; the graph is the same for any number")
	f.DurationVar(&timeout, "timeout", 10*time.Second, "give up an article after this time")
	f.StringVar(&base, "base", "", "base of the IRIs in N-Quads, if the export had one of its own")
	f.StringVar(&reportFile, "report", "", "write what could not be loaded to this file, as JSON Lines")
	return cmd
}

func (p *program) load(ctx context.Context, l *loader.Loader, src iter.Seq2[*article.Article, error], total int, store *graph.Store, reportFile string) error {
	start := time.Now()
	m := newMeter(p.err, "articles", total, p.quiet)
	report, err := l.Load(ctx, src, store, func(x loader.Progress) {
		m.show(x.Done, total, fmt.Sprintf("%d statements, %d skipped, %d failed", x.Statements, x.Unchanged, x.Failed))
	})
	m.done()
	for _, problem := range report.Problems {
		if !problem.Warning || p.verbose {
			fmt.Fprintf(p.err, "entente: %s: %s\n", problem.Source, problem.Reason)
		}
	}
	seconds := time.Since(start).Seconds()
	p.say("%s loaded (%d new, %d replaced), %d unchanged, %d failed; %s in %.1f s (%.0f articles/s)",
		plural(report.Articles, "article"), report.Articles-report.Replaced, report.Replaced, report.Unchanged, report.Failed,
		plural(report.Statements, "statement"), seconds, float64(report.Articles+report.Unchanged)/seconds)
	if reportFile != "" {
		err = errors.Join(err, writeReport(reportFile, report.Problems))
	}
	if err != nil {
		return err
	}
	if report.Failed > 0 {
		return &codeError{code: exitPartly, err: fmt.Errorf("%s could not be loaded; everything else was", plural(report.Failed, "input"))}
	}
	return nil
}

func writeReport(name string, problems []loader.Problem) error {
	w, finish, err := create(name, nil)
	if err != nil {
		return err
	}
	encode := json.NewEncoder(w)
	encode.SetEscapeHTML(false)
	for _, problem := range problems {
		if err := encode.Encode(problem); err != nil {
			return finish(err)
		}
	}
	return finish(nil)
}
