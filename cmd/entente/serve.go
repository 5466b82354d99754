package main

import (
	"errors"
	"fmt"
	"net"

	"entente/graph"
	"entente/queries"
	"entente/queries/gizmo"
	"entente/queries/web"

	"github.com/spf13/cobra"
)

func (p *program) serveCommand() *cobra.Command {
	var (
		addr  string
		hosts []string
		base  string
	)
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Paths, evidence and Gizmo queries in the browser",
		Long: `Serve answers on this machine only, and changes nothing. It follows the store: what another process loads is
seen soon after. Gizmo programs run in child processes, bounded in time and memory.`,
		Example: `  entente serve
  entente serve --addr 127.0.0.1:8080 --db graph.db`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			l, err := web.Listen(addr)
			var failed *net.OpError // the address is good and the system refuses it
			if err != nil && !errors.As(err, &failed) {
				return usage("%w", err)
			}
			if err != nil {
				return err
			}
			defer l.Close()
			ctx := cmd.Context()
			return p.withGizmo(ctx, func(store *graph.Store, ix *queries.Index, runner *gizmo.Runner) error {
				stats := ix.Stats()
				p.say("%d articles, %d statements, %d entities in %s", stats.Articles, stats.Statements, stats.Entities, p.db)
				if !web.Built() {
					p.say("this binary has the API and no pages: make build puts them in")
				}
				fmt.Fprintf(p.out, "http://%s/\n", l.Addr())
				p.say("Ctrl-C ends it")
				return web.Serve(ctx, l, web.New(ix, store, runner, web.Options{Hosts: hosts, Base: base, Version: buildVersion()}))
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&addr, "addr", "127.0.0.1:7687", "address to listen on; port 0 takes a free one")
	f.StringSliceVar(&hosts, "host", nil, "names by which the server may be asked, beside localhost")
	f.StringVar(&base, "base", "", "base of the IRIs in exports")
	return cmd
}
