package main

import (
	"fmt"

	"entente/graph/gazetteer"

	"github.com/spf13/cobra"
)

func (p *program) gazetteerCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "gazetteer",
		Short: "Tables of actors and places of your own",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use:     "check FILE...",
		Short:   "List what is wrong with gazetteer tables",
		Example: "  entente gazetteer check my.tsv tables/",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			problems, err := gazetteer.Check(args...)
			if err != nil {
				return err
			}
			for _, problem := range problems {
				fmt.Fprintf(p.out, "%s: %s\n", problem.Where, problem.What)
			}
			if len(problems) > 0 {
				return &codeError{code: exitInvalid, err: fmt.Errorf("%s in the tables", plural(len(problems), "problem"))}
			}
			p.say("nothing is wrong")
			return nil
		},
	})
	return cmd
}
