package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"entente/queries"
	"entente/queries/gizmo"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// A program is one run of the command: its streams and the flags that every subcommand has.
type program struct {
	in       io.Reader
	out, err io.Writer

	db      string
	file    string // -o
	format  string
	apart   string
	quiet   bool
	verbose bool
	noColor bool
}

const tour = `entente reads news and builds a knowledge graph of who did what to whom.

  entente load articles/                    read articles into the graph (a file, a folder, - for standard input)
  entente path China "Sergei Shoigu"        how two actors are connected, with the sentence behind every hop
  entente show "Kim Jong Un"                what the graph knows of an actor
  entente timeline Russia --since 2023-07   what happened, in order
  entente serve                             the same in the browser, and Gizmo queries
  entente export -o graph.ttl               RDF

No articles at hand? entente load --samples loads a few that come with entente.
entente help COMMAND tells more; entente --help lists all commands.
`

// usageTemplate is cobra's with the examples first.
const usageTemplate = `{{if .HasExample}}Examples:
{{.Example}}

{{end}}Usage:{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} COMMAND

Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

Flags of every command:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
`

// run is the whole command. It returns the exit code.
func run(args []string, in io.Reader, out, errw io.Writer) int {
	if len(args) > 0 && args[0] == gizmoChild {
		return gizmo.ChildMain(args[1:])
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() { // the first signal ends the work in order, the second one at once
		<-ctx.Done()
		stop()
	}()

	p := &program{in: in, out: out, err: errw}
	root := p.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errw)
	err := root.ExecuteContext(ctx)
	if err != nil && ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = &codeError{code: exitInterrupted, err: errors.New("interrupted"), hint: interruptHint(args)}
	}
	return report(errw, err)
}

func interruptHint(args []string) string {
	if len(args) > 0 && args[0] == "load" {
		return "what was loaded is kept; the same command goes on where this one ended"
	}
	return ""
}

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "entente",
		Short:         "A knowledge graph of geopolitical actors from news",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return settings(cmd)
		},
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprint(p.out, tour)
			return err
		},
	}
	root.Long = "entente builds a knowledge graph of geopolitical actors from news and answers how two actors are connected,\nwith the sentence behind every hop.\n\n" + exitCodes
	f := root.PersistentFlags()
	f.StringVar(&p.db, "db", "entente.db", "the store: a folder, mem: or postgres://... (also ENTENTE_DB)")
	f.StringVar(&p.apart, "apart", "", "a table of actors that questions never take for one, two ids a line")
	f.BoolVarP(&p.quiet, "quiet", "q", false, "say only errors")
	f.BoolVarP(&p.verbose, "verbose", "v", false, "say more")
	f.BoolVar(&p.noColor, "no-color", false, "no colours (also NO_COLOR)")
	root.SuggestionsMinimumDistance = 2
	root.SetUsageTemplate(usageTemplate)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return &codeError{code: exitUsage, err: err, hint: "see " + cmd.CommandPath() + " --help"}
	})
	root.AddCommand(
		p.loadCommand(), p.extractCommand(), p.parseCommand(), p.mentionsCommand(),
		p.pathCommand(), p.showCommand(), p.neighboursCommand(), p.commonCommand(), p.timelineCommand(), p.searchCommand(), p.statsCommand(),
		p.queryCommand(), p.exportCommand(), p.serveCommand(),
		p.deleteCommand(), p.verifyCommand(), p.compactCommand(), p.backupCommand(), p.restoreCommand(), p.statusCommand(),
		p.explainCommand(), p.coverageCommand(), p.gazetteerCommand(), p.versionCommand(),
	)
	wrapArgs(root)
	return root
}

// wrapArgs makes every complaint about arguments a usage error, and fits the examples' indent.
func wrapArgs(cmd *cobra.Command) {
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			err := check(cmd, args)
			if err == nil {
				return nil
			}
			if cmd.HasSubCommands() && len(args) > 0 {
				near := cmd.SuggestionsFor(args[0])
				e := &codeError{code: exitUsage, err: fmt.Errorf("unknown command %q", args[0]), hint: "entente --help lists the commands"}
				if len(near) > 0 {
					e.hint = "did you mean " + strings.Join(near, ", ") + "?"
				}
				return e
			}
			return &codeError{code: exitUsage, err: err, hint: "usage: " + cmd.UseLine()}
		}
	}
	for _, c := range cmd.Commands() {
		wrapArgs(c)
	}
}

// outputFlags gives a command -o and --format with the names that it knows, the first of them by default.
func (p *program) outputFlags(cmd *cobra.Command, formats ...string) {
	cmd.Flags().StringVarP(&p.file, "output", "o", "", "write to this file (.gz and .zst are compressed)")
	cmd.Flags().StringVar(&p.format, "format", "", "one of "+strings.Join(formats, ", ")+" (default "+formats[0]+")")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formats, cobra.ShellCompDirectiveNoFileComp))
}

// chooseFormat is the --format that was given, else the one that the output's name tells, else the first.
func (p *program) chooseFormat(byExt map[string]string, formats ...string) (string, error) {
	if p.format == "" {
		if f, ok := byExt[innerExt(p.file)]; ok {
			return f, nil
		}
		return formats[0], nil
	}
	asked := p.format
	if asked == "graphviz" {
		asked = "dot"
	}
	for _, f := range formats {
		if f == asked {
			return f, nil
		}
	}
	return "", usage("--format %s: want one of %s", p.format, strings.Join(formats, ", "))
}

var answerExt = map[string]string{".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv", ".dot": "dot", ".gv": "dot", ".mmd": "mermaid"}

// answer renders an answer of queries as the flags ask.
func (p *program) answer(v any) error {
	format, err := p.chooseFormat(answerExt, queries.FormatsOf(v)...)
	if err != nil {
		return err
	}
	w, finish, err := create(p.file, p.out)
	if err != nil {
		return err
	}
	return finish(queries.Render(w, format, v, p.renderOptions()))
}

// renderOptions are what the terminal and its conventions ask for: NO_COLOR, CLICOLOR_FORCE, TERM, COLUMNS.
func (p *program) renderOptions() queries.RenderOptions {
	o := queries.RenderOptions{}
	toTerminal := p.file == "" && isTerminal(p.out)
	if f, ok := p.out.(*os.File); ok && toTerminal {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil {
			o.Width = w
		}
	}
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		o.Width = n
	}
	force := os.Getenv("CLICOLOR_FORCE")
	o.Color = (toTerminal || force != "" && force != "0") && !p.noColor && os.Getenv("NO_COLOR") == ""
	return o
}

// say writes a line of words to stderr unless --quiet.
func (p *program) say(format string, args ...any) {
	if !p.quiet {
		fmt.Fprintf(p.err, format+"\n", args...)
	}
}
