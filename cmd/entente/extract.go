package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"entente/graph/gazetteer"
	"entente/loader"
	"entente/loader/article"

	"github.com/spf13/cobra"
)

// inputs are the flags of commands that read articles.
type inputs struct {
	format    string
	date      string
	gazetteer []string
	open      bool
}

func (in *inputs) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&in.format, "input", "", "text, jsonl or html (default: told by the name, else by the first byte)")
	f.StringVar(&in.date, "date", "", "publication date of articles that tell none (2023-09-13)")
	f.StringSliceVar(&in.gazetteer, "gazetteer", nil, "tables of your own actors and places, files or folders (see entente gazetteer)")
	f.BoolVar(&in.open, "open", false, "keep relations that the vocabulary does not know (rel:open/...)")
}

// articles returns what the command line names, as article.Read yields it.
func (p *program) articles(in *inputs) (article.Options, error) {
	format, err := article.ParseFormat(in.format)
	if err != nil {
		return article.Options{}, usage("--input: %w", err)
	}
	o := article.Options{Format: format, Stdin: p.in}
	if in.date != "" {
		if o.Date, err = article.ParseDate(in.date); err != nil {
			return o, usage("--date %s: %w", in.date, err)
		}
	}
	return o, nil
}

// options are those of the loader that the flags tell.
func (in *inputs) options() (loader.Options, error) {
	o := loader.Options{Open: in.open}
	if len(in.gazetteer) > 0 {
		g, err := gazetteer.Load(in.gazetteer...)
		if err != nil {
			return o, &codeError{code: exitInvalid, err: err, hint: "entente gazetteer check FILE... lists what is wrong"}
		}
		o.Gazetteer = g
	}
	return o, nil
}

func (in *inputs) loader() (*loader.Loader, error) {
	o, err := in.options()
	if err != nil {
		return nil, err
	}
	return loader.New(o)
}

// each calls f for every article. An input that cannot be read is said on stderr and makes the command end with 4.
func (p *program) each(ctx context.Context, paths []string, o article.Options, f func(*article.Article) error) error {
	bad := 0
	for a, err := range article.Read(ctx, paths, o) {
		var read *article.ReadError
		switch {
		case errors.As(err, &read):
			bad++
			fmt.Fprintf(p.err, "entente: %v\n", err)
			continue
		case err != nil:
			return err
		}
		for _, note := range a.Warnings {
			p.say("entente: %s: %s", a.Source, note)
		}
		if err := f(a); err != nil {
			return err
		}
	}
	if bad > 0 {
		return &codeError{code: exitPartly, err: fmt.Errorf("%s could not be read", plural(bad, "input"))}
	}
	return nil
}

func (p *program) extractCommand() *cobra.Command {
	var in inputs
	formats := []string{"events", "articles"}
	cmd := &cobra.Command{
		Use:   "extract [FILE...]",
		Short: "Print the events of articles, without a store",
		Long:  `Extract prints one JSON object a line for each article: its events, or with --format articles the article as it was read.`,
		Example: `  entente extract article.txt --date 2023-09-13
  entente extract --format events articles.jsonl > events.jsonl
  cat article.txt | entente extract`,
		RunE: func(cmd *cobra.Command, args []string) error {
			format, err := p.chooseFormat(nil, formats...)
			if err != nil {
				return err
			}
			var l *loader.Loader
			if format == "events" {
				if l, err = in.loader(); err != nil {
					return err
				}
			}
			return p.lines(cmd.Context(), args, &in, func(a *article.Article) (any, error) {
				if l == nil {
					return a, nil
				}
				rec, err := l.Extract(a)
				if err != nil {
					return nil, err
				}
				return loader.Events(&rec), nil
			})
		},
	}
	p.outputFlags(cmd, formats...)
	in.flags(cmd)
	return cmd
}

func (p *program) mentionsCommand() *cobra.Command {
	var in inputs
	cmd := &cobra.Command{
		Use:   "mentions [FILE...]",
		Short: "Print who is named where in articles, and who that is",
		Example: `  entente mentions article.txt --date 2023-09-13
  entente mentions --format jsonl articles.jsonl`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := p.chooseFormat(nil, "jsonl"); err != nil {
				return err
			}
			l, err := in.loader()
			if err != nil {
				return err
			}
			return p.lines(cmd.Context(), args, &in, func(a *article.Article) (any, error) { return l.Mentions(a) })
		},
	}
	p.outputFlags(cmd, "jsonl")
	in.flags(cmd)
	return cmd
}

// lines prints what f makes of each article as a line of JSON.
func (p *program) lines(ctx context.Context, paths []string, in *inputs, f func(*article.Article) (any, error)) error {
	o, err := p.articles(in)
	if err != nil {
		return err
	}
	w, finish, err := create(p.file, p.out)
	if err != nil {
		return err
	}
	encode := json.NewEncoder(w)
	encode.SetEscapeHTML(false)
	failed := 0
	err = p.each(ctx, paths, o, func(a *article.Article) error {
		v, err := f(a)
		if err != nil {
			failed++
			fmt.Fprintf(p.err, "entente: %v\n", err)
			return nil
		}
		return encode.Encode(v)
	})
	var partly *codeError
	if errors.As(err, &partly) && partly.code == exitPartly || err == nil && failed > 0 {
		if err == nil {
			err = &codeError{code: exitPartly, err: fmt.Errorf("%s could not be extracted", plural(failed, "article"))}
		}
		return errors.Join(finish(nil), err)
	}
	return finish(err)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
