package main

import (
	"context"
	"encoding/json"
	"io"

	"entente/graph"
	"entente/graph/eventdata"
	"entente/graph/rdf"
	"entente/loader"

	"github.com/spf13/cobra"
)

func (p *program) exportCommand() *cobra.Command {
	var o rdf.Options
	formats := make([]string, len(rdf.Formats))
	byExt := map[string]string{}
	for i, f := range rdf.Formats {
		formats[i] = string(f)
		byExt[f.Extension()] = string(f)
	}
	formats = append(formats, "events")
	for _, f := range eventdata.Formats {
		formats = append(formats, string(f))
	}
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the graph as RDF or as event data",
		Long: `Export streams the graph. N-Quads and TriG keep which article each statement is from; Turtle and N-Triples hold one
graph, by default the union of all.

The format events is that of entente extract: JSON Lines with every statement. plover, cameo, icews and gdelt are tables
with the columns that users of such data know (of POLECAT, Phoenix, ICEWS and GDELT). They hold the acts that are
asserted or announced; what is denied, alleged or only possible has no place in them.`,
		Example: `  entente export -o graph.nq.gz
  entente export --format turtle -o graph.ttl
  entente export --graph art:article-1 --format turtle
  entente export --format plover -o events.tsv`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			name, err := p.chooseFormat(byExt, formats...)
			if err != nil {
				return err
			}
			store, err := p.openStore(cmd.Context(), true)
			if err != nil {
				return err
			}
			defer store.Close()
			w, finish, err := create(p.file, p.out)
			if err != nil {
				return err
			}
			format, err := rdf.ParseFormat(name)
			if err != nil { // no RDF: a table
				return finish(p.exportEvents(cmd.Context(), w, name, store))
			}
			if o.Graph == "union" {
				o.Graph = ""
			}
			report, err := rdf.Write(w, format, store.Quads(cmd.Context()), o)
			if err := finish(err); err != nil {
				return err
			}
			p.told(report, format)
			return nil
		},
	}
	p.outputFlags(cmd, formats...)
	f := cmd.Flags()
	f.StringVar(&o.Base, "base", rdf.DefaultBase, "base of the IRIs")
	f.StringVar(&o.Graph, "graph", "", "only this graph: art:ID of an article, src:gazetteer, or union (all)")
	f.BoolVar(&o.Sorted, "sorted", false, "in the order of the terms: equal graphs give equal bytes")
	return cmd
}

// exportEvents writes statements article by article: as JSON, or as a table of event data.
func (p *program) exportEvents(ctx context.Context, w io.Writer, format string, store *graph.Store) error {
	records := eventdata.Records(ctx, store)
	if format != "events" {
		n, err := eventdata.Write(w, eventdata.Format(format), records)
		if err == nil {
			p.say("%d events", n)
		}
		return err
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := e.Encode(loader.Events(&r)); err != nil {
			return err
		}
	}
	return nil
}

func (p *program) told(r rdf.Report, f rdf.Format) {
	what := "triples"
	if f.HoldsGraphs() {
		what = "quads"
	}
	p.say("%d %s", r.Statements, what)
	if r.GraphsLost {
		p.say("%s holds one graph: the articles that statements are from were left out; N-Quads and TriG keep them", f)
	}
}
