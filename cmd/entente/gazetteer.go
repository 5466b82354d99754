package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/article"

	"github.com/spf13/cobra"
)

const gazetteerHelp = `The gazetteer holds the actors and places that entente knows before it reads: names, offices with dates, memberships.
It is inside the program; tables of your own add to it and override it. A table is UTF-8 text, one row a line, columns
parted by tabs; the first line that does not begin with # names the columns (those in brackets may be absent):

  id type name [country iso2 cameo wikidata wikipedia prominence lat lon population aliases offices source]
  id alias kind [lang from to source]
  person role of title [from to asof source]
  member organisation kind [from to source]

  type       person, country, igo, ngo, government_body, military, media, party, company, armed_group, place, facility,
             event, group, topic
  country    three letters, ISO 3166-1 (RUS)
  prominence 0 to 100: who comes first of those who share a name
  aliases    parted by |; "short:Shoigu" tells a kind; kinds: name, short, abbrev, native, former, demonym, metonym, title, drop
  offices    parted by |, each role;of;title;from;to, as in defence_minister;russia;Minister of Defence;2012-11-06;2024-05-12
  dates      2023, 2023-07 or 2023-07-25

A row of an id that is known lays its filled fields over what is known ("-" empties one). Give the tables to load, extract
and mentions with --gazetteer, a file or a folder; one of them may be a file that "entente gazetteer build" made.`

func (p *program) gazetteerCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "gazetteer",
		Short: "Actors and places: look names up, check, build and export tables",
		Long:  gazetteerHelp,
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.gazetteerCheck(), p.gazetteerLookup(), p.gazetteerList(), p.gazetteerExport(), p.gazetteerBuild())
	return cmd
}

func (p *program) gazetteerCheck() *cobra.Command {
	return &cobra.Command{
		Use:     "check FILE...",
		Short:   "List what is wrong with gazetteer tables",
		Example: "  entente gazetteer check my.tsv tables/",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			problems, err := gazetteer.Check(args...)
			if err != nil {
				return &codeError{code: exitInvalid, err: err}
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
	}
}

func (p *program) gazetteerLookup() *cobra.Command {
	var tables []string
	var on string
	cmd := &cobra.Command{
		Use:     "lookup NAME...",
		Short:   "What a name may mean, the best known first",
		Example: "  entente gazetteer lookup Kim \"Foreign Ministry of Russia\" --date 2023-09-13\n  entente gazetteer lookup Gaza --format jsonl",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			g, at, err := openGazetteer(tables, on)
			if err != nil {
				return err
			}
			format, err := p.chooseFormat(answerExt, "text", "jsonl")
			if err != nil {
				return err
			}
			w, finish, err := create(p.file, p.out)
			if err != nil {
				return err
			}
			encode := json.NewEncoder(w)
			encode.SetEscapeHTML(false)
			var missing error
			for _, name := range args {
				senses := g.Explain(name, at)
				if len(senses) == 0 {
					missing = unknownName(g, name)
					if len(args) > 1 {
						p.say("%s", missing)
					}
					continue
				}
				if format == "jsonl" {
					err = encode.Encode(explanation(name, senses, at))
				} else {
					t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
					for _, s := range senses {
						fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%d\t%s\n", s.ID, s.Name, s.Type, s.Code, s.Kind, s.Prominence, strings.Join(when(&s, at), "; "))
					}
					err = t.Flush()
				}
				if err != nil {
					return finish(err)
				}
			}
			return finish(missing)
		},
	}
	p.outputFlags(cmd, "text", "jsonl")
	gazetteerFlag(cmd, &tables)
	cmd.Flags().StringVar(&on, "date", "", "at this date: offices, codes and names that mean somebody for a time")
	return cmd
}

type meaning struct {
	ID         graph.Node `json:"id"`
	Name       string     `json:"name"`
	Type       graph.Type `json:"type"`
	Code       string     `json:"code,omitempty"`
	Country    string     `json:"country,omitempty"`
	Wikidata   string     `json:"wikidata,omitempty"`
	Wikipedia  string     `json:"wikipedia,omitempty"`
	Prominence uint8      `json:"prominence"`
	Alias      string     `json:"alias"` // as the table writes it
	Kind       string     `json:"kind"`
	From       graph.Date `json:"from,omitempty"`
	To         graph.Date `json:"to,omitempty"`
	Holds      bool       `json:"holds"`
	Notes      []string   `json:"notes,omitempty"`
}

type meanings struct {
	Name   string    `json:"name"`
	Senses []meaning `json:"senses"`
}

func explanation(name string, senses []gazetteer.Sense, at graph.Date) meanings {
	out := meanings{Name: name}
	for _, s := range senses {
		out.Senses = append(out.Senses, meaning{s.ID, s.Name, s.Type, s.Code, s.Country, s.Wikidata, s.Wikipedia, s.Prominence, s.Alias, s.Kind.String(), s.From, s.To, s.Holds, when(&s, at)})
	}
	return out
}

// when tells for how long a name means somebody, and who he was then.
func when(s *gazetteer.Sense, at graph.Date) []string {
	var out []string
	if s.From != "" || s.To != "" {
		out = append(out, fmt.Sprintf("%s to %s", s.From, s.To))
	}
	if !s.Holds {
		out = append(out, "not at "+string(at))
	}
	for _, f := range s.Facts {
		held := at != "" && f.Position != "" && (f.From == "" || f.From <= at) && (f.To == "" || f.To >= at)
		if held && !slices.Contains(out, f.Position+" of "+f.ObjectName) {
			out = append(out, f.Position+" of "+f.ObjectName)
		}
	}
	return out
}

func unknownName(g *gazetteer.Gazetteer, name string) error {
	e := &codeError{code: exitNotFound, err: fmt.Errorf("no entity called %q", name)}
	var near []string
	for _, i := range g.Near(name, 3) {
		near = append(near, g.Name(i))
	}
	if len(near) > 0 {
		e.hint = "did you mean " + strings.Join(near, ", ") + "?"
	}
	return e
}

// A choice is the entities that flags choose.
type choice struct{ types, countries []string }

func (c *choice) flags(cmd *cobra.Command) {
	cmd.Flags().StringSliceVar(&c.types, "type", nil, "only entities of these types")
	cmd.Flags().StringSliceVar(&c.countries, "country", nil, "only entities of these countries (three letters)")
}

func (c *choice) keep(e *gazetteer.EntityRow) bool {
	return (len(c.types) == 0 || slices.Contains(c.types, string(e.Type))) && (len(c.countries) == 0 || slices.Contains(c.countries, e.Country))
}

func (p *program) gazetteerList() *cobra.Command {
	var tables []string
	var c choice
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "The entities, a line each: id, type, country, code, prominence, name",
		Example: "  entente gazetteer list --type party --country DEU",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			g, _, err := openGazetteer(tables, "")
			if err != nil {
				return err
			}
			w, finish, err := create(p.file, p.out)
			if err != nil {
				return err
			}
			for _, e := range g.Table().Entities {
				if !c.keep(&e) {
					continue
				}
				if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%s\n", e.ID, e.Type, e.Country, e.Code, e.Prominence, e.Name); err != nil {
					return finish(err)
				}
			}
			return finish(nil)
		},
	}
	cmd.Flags().StringVarP(&p.file, "output", "o", "", "write to this file (.gz and .zst are compressed)")
	gazetteerFlag(cmd, &tables)
	c.flags(cmd)
	return cmd
}

func (p *program) gazetteerExport() *cobra.Command {
	var tables []string
	var c choice
	cmd := &cobra.Command{
		Use:     "export FOLDER",
		Short:   "Write the gazetteer as tables, to start your own from",
		Example: "  entente gazetteer export all/\n  entente gazetteer export korea/ --country PRK,KOR",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			g, _, err := openGazetteer(tables, "")
			if err != nil {
				return err
			}
			t := g.Table()
			if len(c.types)+len(c.countries) > 0 {
				t = t.Only(c.keep)
			}
			if err := t.Write(args[0]); err != nil {
				return err
			}
			p.say("%d entities, %d aliases, %d offices, %d memberships in %s", len(t.Entities), len(t.Aliases), len(t.Offices), len(t.Relations), args[0])
			p.say("facts of public registers are among them: graph/gazetteer/ATTRIBUTION of the source tells whose; the source column names them row by row")
			return nil
		},
	}
	gazetteerFlag(cmd, &tables)
	c.flags(cmd)
	return cmd
}

func (p *program) gazetteerBuild() *cobra.Command {
	var alone bool
	cmd := &cobra.Command{
		Use:   "build TABLE... -o FILE",
		Short: "Compile tables into one file that loads as fast as the built-in gazetteer",
		Long: `Compile tables, laid over the built-in gazetteer or alone, into one file. --gazetteer FILE then takes the place of the
built-in gazetteer without compiling the tables on every start.`,
		Example: "  entente gazetteer build tables/ -o mine.gaz\n  entente load --gazetteer mine.gaz articles/",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if p.file == "" {
				return usage("-o FILE is missing: where the gazetteer goes")
			}
			g, err := gazetteer.Build(alone, args...)
			if err != nil {
				return &codeError{code: exitInvalid, err: err, hint: "entente gazetteer check FILE... lists what is wrong"}
			}
			w, finish, err := create(p.file, p.out)
			if err != nil {
				return err
			}
			if err := finish(g.Encode(w, "made by entente gazetteer build")); err != nil {
				return err
			}
			p.say("%d entities in %s", g.Len(), p.file)
			return nil
		},
	}
	cmd.Flags().StringVarP(&p.file, "output", "o", "", "the file to write")
	cmd.Flags().BoolVar(&alone, "alone", false, "only the tables, nothing of the built-in gazetteer")
	return cmd
}

func gazetteerFlag(cmd *cobra.Command, tables *[]string) {
	cmd.Flags().StringSliceVar(tables, "gazetteer", nil, "with these tables or this compiled file")
}

func openGazetteer(tables []string, on string) (*gazetteer.Gazetteer, graph.Date, error) {
	var at graph.Date
	if on != "" {
		var err error
		if at, err = article.ParseDate(on); err != nil {
			return nil, "", usage("--date %s: %w", on, err)
		}
	}
	g, err := gazetteer.Load(tables...)
	if err != nil {
		return nil, "", &codeError{code: exitInvalid, err: err, hint: "entente gazetteer check FILE... lists what is wrong"}
	}
	return g, at, nil
}
