package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"entente/graph"
	"entente/loader"
	"entente/loader/article"
	"entente/loader/event"

	"github.com/spf13/cobra"
)

func (p *program) explainCommand() *cobra.Command {
	var (
		in     inputs
		whyNot string
	)
	cmd := &cobra.Command{
		Use:   "explain [FILE...]",
		Short: "Why a statement was found: pattern, links, confidence; and which candidates were dropped",
		Example: `  entente explain article.txt --date 2023-09-13
  entente explain --why-not "Moscow denied that Pyongyang would send shells."`,
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := in.loader()
			if err != nil {
				return err
			}
			o, err := p.articles(&in)
			if err != nil {
				return err
			}
			w, finish, err := create(p.file, p.out)
			if err != nil {
				return err
			}
			var work loader.Work
			explain := func(a *article.Article) error {
				rec, report, err := l.Explain(a, &work)
				if err != nil {
					return err
				}
				return writeExplanation(w, &work, &rec, report)
			}
			if whyNot != "" {
				if len(args) > 0 {
					return finish(usage("--why-not takes a sentence and no file"))
				}
				a := &article.Article{Text: whyNot, Date: o.Date}
				a.Seal()
				return finish(explain(a))
			}
			err = p.each(cmd.Context(), args, o, explain)
			return errors.Join(finish(nil), err)
		},
	}
	cmd.Flags().StringVarP(&p.file, "output", "o", "", "write to this file")
	cmd.Flags().StringVar(&whyNot, "why-not", "", "explain this sentence")
	in.flags(cmd)
	return cmd
}

// writeExplanation tells, sentence by sentence, who is named, what was found on which words, and what was dropped.
func writeExplanation(w io.Writer, work *loader.Work, rec *graph.Record, report *event.Report) error {
	d, m := &work.Document, &work.Mentions
	name := map[graph.Node]string{}
	for _, e := range rec.Entities {
		name[e.ID] = e.Name
	}
	var b strings.Builder
	mention := 0
	for k := range d.Sentences {
		s := &d.Sentences[k]
		first, last := d.Tokens[s.First], d.Tokens[s.Last-1]
		fmt.Fprintf(&b, "[%d] %s\n", s.Number, strings.Join(strings.Fields(d.Text[first.Begin:last.End]), " "))
		for ; mention < len(m.Mentions) && m.Mentions[mention].First < s.Last; mention++ {
			x := &m.Mentions[mention]
			var who []string
			for _, e := range x.Entities {
				who = append(who, string(m.Entities[e].ID))
			}
			if who == nil {
				who = []string{"nobody known"}
			}
			fmt.Fprintf(&b, "    %-11s %q = %s  %.2f  %s\n", x.Kind, d.Text[x.Begin:x.End], strings.Join(who, ", "), x.Score, strings.Join(x.Reasons, "; "))
		}
		for _, c := range m.Codings {
			if c.Token >= s.First && c.Token < s.Last {
				fmt.Fprintf(&b, "    code        %s = %s  %s\n", m.Entities[c.Entity].ID, m.Entities[c.Entity].Code, strings.Join(c.Reasons, "; "))
			}
		}
		for i := range report.Statements {
			st := &report.Statements[i]
			if st.Sentence != int(s.Number) {
				continue
			}
			fmt.Fprintf(&b, "  + %s %s %s [%s", cmp.Or(name[st.Subject], string(st.Subject)), st.Predicate, cmp.Or(name[st.Object], string(st.Object)), st.Modality)
			if st.Date != "" {
				fmt.Fprintf(&b, ", %s", st.Date)
			}
			fmt.Fprintf(&b, "] confidence %.2f, CAMEO %s", st.Confidence, cmp.Or(st.CAMEO, "-"))
			if len(st.Attribution) > 0 {
				fmt.Fprintf(&b, ", says %s", strings.Join(st.Attribution, " after "))
			}
			if i < len(report.Triggers) {
				fmt.Fprintf(&b, "\n      by %s", report.Triggers[i])
			}
			b.WriteByte('\n')
		}
		for _, x := range report.Dropped {
			if x.Sentence == int(s.Number) {
				fmt.Fprintf(&b, "  - %s %s %s (%q): %s\n", cmp.Or(x.Subject, "?"), x.Predicate, cmp.Or(x.Object, "?"), x.Trigger, x.Reason)
			}
		}
		for _, x := range report.Unknown {
			if x.Sentence == int(s.Number) {
				fmt.Fprintf(&b, "  ? no pattern for %q between %s and %s\n", x.Lemma, x.Subject, x.Object)
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (p *program) coverageCommand() *cobra.Command {
	var (
		in    inputs
		limit int
		rows  bool
	)
	cmd := &cobra.Command{
		Use:   "coverage [FILE...]",
		Short: "What was read and not understood: verbs without a pattern, sentences with two actors and no statement",
		Example: `  entente coverage articles/
  entente coverage news.jsonl --limit 50
  entente coverage news.jsonl --rows`,
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := in.loader()
			if err != nil {
				return err
			}
			o, err := p.articles(&in)
			if err != nil {
				return err
			}
			var (
				work              loader.Work
				articles, found   int
				sentences, silent int
				verbs             = map[string]int{}
				lines             = map[int]int{}
				examples          []string
			)
			err = p.each(cmd.Context(), args, o, func(a *article.Article) error {
				rec, report, err := l.Explain(a, &work)
				if err != nil {
					fmt.Fprintf(p.err, "entente: %v\n", err)
					return nil
				}
				d := &work.Document
				articles++
				found += len(rec.Statements)
				sentences += len(d.Sentences)
				silent += len(report.Silent)
				for _, v := range report.Unknown {
					verbs[v.Lemma]++
				}
				counted := map[[2]int]bool{}
				for i, line := range report.Lines {
					if k := [2]int{line, report.Statements[i].Sentence}; !counted[k] {
						counted[k] = true
						lines[line]++
					}
				}
				for _, k := range report.Silent {
					if len(examples) < limit {
						examples = append(examples, sentenceText(&work, k, a.ID))
					}
				}
				return nil
			})
			var partly *codeError
			if err != nil && !errors.As(err, &partly) {
				return err
			}
			fmt.Fprintf(p.out, "%s, %s, %s, %d with two known actors and nothing found\n",
				plural(articles, "article"), plural(sentences, "sentence"), plural(found, "statement"), silent)
			if rows {
				fmt.Fprintln(p.out, "\nsentences by row of patterns.tsv:")
				list := event.Rows()
				slices.SortStableFunc(list, func(a, b event.Row) int { return cmp.Compare(lines[a.Line], lines[b.Line]) })
				rare, unmarked, marked := 0, 0, 0
				for _, r := range list {
					mark := ""
					if r.Rare {
						mark = "  rare"
						rare++
					}
					switch few := lines[r.Line] < event.RareBelow; {
					case few && !r.Rare:
						unmarked++
					case !few && r.Rare:
						marked++
					}
					fmt.Fprintf(p.out, "%7d  patterns.tsv:%d  %s  %s  %s%s\n", lines[r.Line], r.Line, r.Predicate, r.Triggers, r.Frame, mark)
				}
				fmt.Fprintf(p.out, "\n%s, %d marked as rare and kept for the ontology; here %d of the others read fewer than %d sentences, and %d of the rare ones read more\n",
					plural(len(list), "row"), rare, unmarked, event.RareBelow, marked)
				return err
			}
			fmt.Fprintln(p.out, "\nverbs without a pattern between two known actors:")
			for i, lemma := range slices.SortedFunc(maps.Keys(verbs), func(a, b string) int { return cmp.Or(verbs[b]-verbs[a], cmp.Compare(a, b)) }) {
				if i == limit {
					break
				}
				fmt.Fprintf(p.out, "%7d  %s\n", verbs[lemma], lemma)
			}
			fmt.Fprintln(p.out, "\nsentences with two known actors and no statement:")
			for _, e := range examples {
				fmt.Fprintln(p.out, e)
			}
			return err
		},
	}
	in.flags(cmd)
	cmd.Flags().IntVar(&limit, "limit", 30, "verbs and sentences to list")
	cmd.Flags().BoolVar(&rows, "rows", false, "count the sentences that each row of patterns.tsv reads")
	return cmd
}

// sentenceText is the sentence numbered k of an article as one line.
func sentenceText(w *loader.Work, k int, id string) string {
	d := &w.Document
	for i := range d.Sentences {
		s := &d.Sentences[i]
		if int(s.Number) == k {
			text := d.Text[d.Tokens[s.First].Begin:d.Tokens[s.Last-1].End]
			return fmt.Sprintf("  %s [%d] %s", id, k, strings.Join(strings.Fields(text), " "))
		}
	}
	return ""
}
