package main

import (
	"fmt"
	"time"

	"entente/graph"
	"entente/queries"

	"github.com/spf13/cobra"
)

func (p *program) pathCommand() *cobra.Command {
	var (
		f           filters
		via, avoid  []string
		k, maxHops  int
		by          string
		timeOrdered bool
		evidence    int
	)
	cmd := &cobra.Command{
		Use:   "path FROM TO",
		Short: "How two actors are connected, with the sentence behind every hop",
		Example: `  entente path China "Sergei Shoigu"
  entente path Putin "Jo Chun Ryong" -k 5 --background off
  entente path Russia "North Korea" --modality denied,alleged
  entente path Putin Kim --since 2023-09 --format mermaid`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			modalities, predicates, noBackground, err := f.check()
			if err != nil {
				return err
			}
			switch {
			case k < 1 || k > queries.MaxPaths:
				return usage("-k %d: want 1 to %d", k, queries.MaxPaths)
			case maxHops < 1 || maxHops > queries.MaxHops:
				return usage("--max-hops %d: want 1 to %d", maxHops, queries.MaxHops)
			case by != string(queries.ByWeight) && by != string(queries.ByHops):
				return usage("--by %s: want weight or hops", by)
			}
			return p.withIndex(cmd.Context(), func(ix *queries.Index) error {
				ends, err := resolve(ix, args)
				if err != nil {
					return err
				}
				o := queries.PathOptions{
					K: k, By: queries.By(by), MaxHops: maxHops, Predicates: predicates, Modalities: modalities,
					Since: graph.Date(f.since), Until: graph.Date(f.until), AsOf: graph.Date(f.asOf),
					TimeOrdered: timeOrdered, Directed: f.directed, NoBackground: noBackground, Attribution: f.attribution,
					Topics: f.topics, Open: f.open, NoJoin: f.noJoin, MinConfidence: f.minConfidence, Evidence: evidence,
				}
				if o.Via, err = resolve(ix, via); err != nil {
					return err
				}
				if o.Avoid, err = resolve(ix, avoid); err != nil {
					return err
				}
				answer, err := ix.Paths(cmd.Context(), ends[0], ends[1], o)
				if err != nil {
					return err
				}
				if err := p.answer(&answer); err != nil {
					return err
				}
				if err := answer.Err(); err != nil {
					return &codeError{code: exitNotFound, err: err}
				}
				return nil
			})
		},
	}
	p.outputFlags(cmd, queries.Formats...)
	f.flags(cmd)
	s := cmd.Flags()
	s.IntVarP(&k, "paths", "k", 3, "how many paths")
	s.IntVar(&maxHops, "max-hops", 4, "longest path")
	s.StringVar(&by, "by", string(queries.ByWeight), "rank by weight (a rare actor beats a hub) or hops")
	s.StringSliceVar(&via, "via", nil, "the path passes these actors")
	s.StringSliceVar(&avoid, "avoid", nil, "the path does not pass these actors")
	s.BoolVar(&timeOrdered, "time-ordered", false, "hops in the order of their events")
	s.IntVar(&evidence, "evidence", 0, "sentences a hop (default 5)")
	return cmd
}

func (p *program) neighboursCommand() *cobra.Command {
	var (
		f           filters
		hops, limit int
		types       []string
		evidence    int
	)
	cmd := &cobra.Command{
		Use:     "neighbours NAME",
		Aliases: []string{"neighbors"},
		Short:   "Whom an actor is connected with",
		Example: `  entente neighbours "Sergei Shoigu"
  entente neighbours China --hops 2 --background off --format dot -o china.dot`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := f.neighbours()
			if err != nil {
				return err
			}
			if hops < 1 || hops > queries.MaxHops {
				return usage("--hops %d: want 1 to %d", hops, queries.MaxHops)
			}
			if err := checkLimit(limit); err != nil {
				return err
			}
			o.Hops, o.Limit, o.Evidence = hops, limit, evidence
			for _, t := range types {
				o.Types = append(o.Types, graph.Type(t))
			}
			return p.withIndex(cmd.Context(), func(ix *queries.Index) error {
				n, err := ix.Resolve(args[0])
				if err != nil {
					return err
				}
				answer, err := ix.Neighbourhood(cmd.Context(), n, o)
				if err != nil {
					return err
				}
				return p.answer(&answer)
			})
		},
	}
	p.outputFlags(cmd, queries.Formats...)
	f.flags(cmd)
	s := cmd.Flags()
	s.IntVar(&hops, "hops", 1, "how far")
	s.IntVar(&limit, "limit", 100, "nodes at most")
	s.StringSliceVar(&types, "types", nil, "only neighbours of these types (person,country,...)")
	s.IntVar(&evidence, "evidence", 0, "sentences an edge")
	return cmd
}

func (p *program) commonCommand() *cobra.Command {
	var (
		f               filters
		limit, evidence int
	)
	cmd := &cobra.Command{
		Use:     "common NAME NAME...",
		Short:   "What several actors are all connected with",
		Example: `  entente common Putin "Kim Jong Un" "Xi Jinping"`,
		Args:    cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := f.neighbours()
			if err != nil {
				return err
			}
			if err := checkLimit(limit); err != nil {
				return err
			}
			o.Limit, o.Evidence = limit, evidence
			return p.withIndex(cmd.Context(), func(ix *queries.Index) error {
				nodes, err := resolve(ix, args)
				if err != nil {
					return err
				}
				answer, err := ix.Common(cmd.Context(), nodes, o)
				if err != nil {
					return err
				}
				return p.answer(&answer)
			})
		},
	}
	p.outputFlags(cmd, queries.Formats...)
	f.flags(cmd)
	cmd.Flags().IntVar(&limit, "limit", 100, "actors at most")
	cmd.Flags().IntVar(&evidence, "evidence", 1, "sentences a hop")
	return cmd
}

func (p *program) timelineCommand() *cobra.Command {
	var (
		f               filters
		places          []string
		newest, undated bool
		limit           int
	)
	cmd := &cobra.Command{
		Use:   "timeline [NAME...]",
		Short: "What happened, in order: of one actor, or of several together",
		Example: `  entente timeline "Kim Jong Un"
  entente timeline Russia Ukraine --since 2022-02 --predicates attacked,invaded
  entente timeline --place Pyongyang`,
		RunE: func(cmd *cobra.Command, args []string) error {
			modalities, predicates, _, err := f.check()
			if err != nil {
				return err
			}
			if err := checkLimit(limit); err != nil {
				return err
			}
			return p.withIndex(cmd.Context(), func(ix *queries.Index) error {
				o := queries.TimelineOptions{
					Predicates: predicates, Modalities: modalities, Since: graph.Date(f.since), Until: graph.Date(f.until),
					Attribution: f.attribution, NoJoin: f.noJoin, Undated: undated, Newest: newest, Limit: limit,
				}
				var err error
				if o.Actors, err = resolve(ix, args); err != nil {
					return err
				}
				if o.Places, err = resolve(ix, places); err != nil {
					return err
				}
				answer, err := ix.Timeline(cmd.Context(), o)
				if err != nil {
					return err
				}
				return p.answer(&answer)
			})
		},
	}
	p.outputFlags(cmd, queries.Formats...)
	f.eventFlags(cmd)
	s := cmd.Flags()
	s.StringSliceVar(&places, "place", nil, "events at these places")
	s.BoolVar(&newest, "newest", false, "newest first")
	s.BoolVar(&undated, "undated", false, "also events without a date, last")
	s.IntVar(&limit, "limit", 100, "events at most")
	return cmd
}

func (p *program) showCommand() *cobra.Command {
	var o queries.ShowOptions
	cmd := &cobra.Command{
		Use:   "show NAME",
		Short: "What the graph knows of an actor",
		Example: `  entente show "Kim Jong Un"
  entente show ent:georgia --format json`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkLimit(o.Limit); err != nil {
				return err
			}
			return p.withIndex(cmd.Context(), func(ix *queries.Index) error {
				n, err := ix.Resolve(args[0])
				if err != nil {
					return err
				}
				answer, err := ix.Show(cmd.Context(), n, o)
				if err != nil {
					return err
				}
				return p.answer(&answer)
			})
		},
	}
	p.outputFlags(cmd, queries.Formats...)
	cmd.Flags().IntVar(&o.Limit, "limit", 10, "statements of each kind")
	joinFlag(cmd, &o.NoJoin)
	return cmd
}

func (p *program) searchCommand() *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use:   "search NAME",
		Short: "Actors of that name, with typing errors and in other scripts",
		Example: `  entente search shoygu
  entente search Шойгу`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkLimit(limit); err != nil {
				return err
			}
			return p.withIndex(cmd.Context(), func(ix *queries.Index) error {
				found := ix.Search(args[0], limit)
				if err := p.answer(found); err != nil {
					return err
				}
				if len(found) == 0 {
					return &codeError{code: exitNotFound, err: fmt.Errorf("nothing in the graph is named like %q", args[0])}
				}
				return nil
			})
		},
	}
	p.outputFlags(cmd, queries.FormatsOf([]queries.SearchResult{})...)
	cmd.Flags().IntVar(&limit, "limit", 10, "how many")
	return cmd
}

func (p *program) statsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "stats",
		Short: "Counts of what the graph holds",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withIndex(cmd.Context(), func(ix *queries.Index) error {
				answer := ix.Stats()
				return p.answer(&answer)
			})
		},
	}
	p.outputFlags(cmd, queries.FormatsOf(queries.Stats{})...)
	return cmd
}

// checkLimit tells what is wrong with a --limit.
func checkLimit(limit int) error {
	if limit < 1 || limit > queries.MaxNodes {
		return usage("--limit %d: want 1 to %d", limit, queries.MaxNodes)
	}
	return nil
}

// checkDate tells what is wrong with a date of year, month or day precision; "" is fine.
func checkDate(s string) error {
	if s == "" {
		return nil
	}
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if _, err := time.Parse(layout, s); err == nil {
			return nil
		}
	}
	return fmt.Errorf("is no date; write 2023, 2023-07 or 2023-07-25")
}
