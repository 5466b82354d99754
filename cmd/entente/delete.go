package main

import (
	"errors"
	"fmt"

	"entente/graph"

	"github.com/spf13/cobra"
)

func (p *program) deleteCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "delete ARTICLE...",
		Short:   "Remove articles with all that they say",
		Example: `  entente delete news/2023-09-13.txt`,
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			store, err := p.openStore(cmd.Context(), false)
			if err != nil {
				return err
			}
			defer store.Close()
			missing := 0
			for _, id := range args {
				if a, ok := graph.ArticleID(graph.Node(id)); ok {
					id = a
				}
				switch err := store.Delete(cmd.Context(), id); {
				case errors.Is(err, graph.ErrNotFound):
					missing++
					fmt.Fprintf(p.err, "entente: article %s: not in the store\n", id)
				case err != nil:
					return err
				default:
					p.say("article %s: deleted", id)
				}
			}
			if missing > 0 {
				return &codeError{code: exitNotFound, err: fmt.Errorf("%s not found", plural(missing, "article")), hint: "entente query or GET /api/v1/articles lists the articles"}
			}
			return nil
		},
	}
}
