package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"entente/graph"
	"entente/queries"
	"entente/queries/gizmo"

	"github.com/spf13/cobra"
)

// gizmoChild is the hidden subcommand of a process that runs Gizmo programs for another.
const gizmoChild = "__gizmo"

func childCommand() ([]string, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("this program's own path: %w", err)
	}
	return []string{self, gizmoChild}, nil
}

func (p *program) queryCommand() *cobra.Command {
	var (
		limit   int
		timeout time.Duration
		file    string
	)
	cmd := &cobra.Command{
		Use:   "query [PROGRAM]",
		Short: "Run a Gizmo program over the graph",
		Long: `Query runs a program in Gizmo, Cayley's query language, and prints its rows as they come. Without PROGRAM it is read
from --file or standard input. Nodes are written in short form: <ent:kim-jong-un>, <rel:met>, <art:...>.`,
		Example: `  entente query 'g.V("<ent:kim-jong-un>").Out("<rel:met>").All()'
  entente query 'g.V(entente.resolve("Shoigu")).Out().All()' --format jsonl
  entente query --file question.js --timeout 5s`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := p.programText(args, file)
			if err != nil {
				return err
			}
			if limit < 1 || limit > gizmo.MaxRows {
				return usage("--limit %d: want 1 to %d", limit, gizmo.MaxRows)
			}
			format, err := p.chooseFormat(answerExt, "table", "json", "jsonl", "csv", "tsv")
			if err != nil {
				return err
			}
			return p.withGizmo(cmd.Context(), func(_ *graph.Store, _ *queries.Index, runner *gizmo.Runner) error {
				w, finish, err := create(p.file, p.out)
				if err != nil {
					return err
				}
				err = writeRows(w, format, runner.Run(cmd.Context(), text, gizmo.Limits{Timeout: timeout, Rows: limit}))
				if errors.Is(err, gizmo.ErrTruncated) {
					p.say("more rows than --limit %d", limit)
					err = nil
				}
				return finish(err)
			})
		},
	}
	p.outputFlags(cmd, "table", "json", "jsonl", "csv", "tsv")
	f := cmd.Flags()
	f.IntVar(&limit, "limit", 1000, "rows at most (100000)")
	f.DurationVar(&timeout, "timeout", 10*time.Second, "stop the program after this time")
	f.StringVarP(&file, "file", "f", "", "read the program from this file")
	return cmd
}

// programText is the Gizmo program that the command line, a file or standard input gives.
func (p *program) programText(args []string, file string) (string, error) {
	if len(args) == 1 && file != "" {
		return "", usage("the program is given twice: as an argument and by --file %s", file)
	}
	if len(args) == 1 && args[0] != "-" {
		return args[0], nil
	}
	in := p.in
	if file != "" && file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return "", err
		}
		defer f.Close()
		in = f
	}
	text, err := io.ReadAll(io.LimitReader(in, gizmo.MaxProgram+1))
	if err != nil {
		return "", err
	}
	if len(text) > gizmo.MaxProgram {
		return "", usage("the program has more than %d bytes", gizmo.MaxProgram)
	}
	return string(text), nil
}
