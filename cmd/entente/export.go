package main

import (
	"entente/graph/rdf"

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
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the graph as RDF",
		Long: `Export streams the graph. N-Quads and TriG keep which article each statement is from; Turtle and N-Triples hold one
graph, by default the union of all.`,
		Example: `  entente export -o graph.nq.gz
  entente export --format turtle -o graph.ttl
  entente export --graph art:article-1 --format turtle`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			name, err := p.chooseFormat(byExt, formats...)
			if err != nil {
				return err
			}
			format, err := rdf.ParseFormat(name)
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
