package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"entente/loader/article"
	"entente/loader/sentence"
	"entente/loader/syntax"

	"github.com/spf13/cobra"
)

func (p *program) parseCommand() *cobra.Command {
	var input string
	formats := []string{"conllu", "tree"}
	cmd := &cobra.Command{
		Use:   "parse [FILE...]",
		Short: "Print how sentences are parsed, as CoNLL-U or as trees",
		Long: `Parse reads bare text and prints its sentences as CoNLL-U, with names as NER=B-PER in the last column. With
--input conllu it keeps the sentences and tokens that it reads and fills the other columns.`,
		Example: `  echo "Shoigu visited Pyongyang in July." | entente parse --format tree
  entente parse article.txt
  entente parse --input conllu treebank.conllu`,
		RunE: func(cmd *cobra.Command, args []string) error {
			format, err := p.chooseFormat(nil, formats...)
			if err != nil {
				return err
			}
			if input != "text" && input != "conllu" {
				return usage("--input %s: want text or conllu", input)
			}
			parser, err := syntax.New()
			if err != nil {
				return err
			}
			w, finish, err := create(p.file, p.out)
			if err != nil {
				return err
			}
			write := func(id string, d *syntax.Document) error {
				parser.Parse(d)
				if format == "tree" {
					return syntax.WriteTree(w, d)
				}
				return syntax.WriteCoNLLU(w, id, d)
			}
			if len(args) == 0 {
				args = []string{"-"}
			}
			bad := 0
			for _, name := range args {
				err := p.parseFile(name, input, write)
				if err == nil {
					continue
				}
				if cmd.Context().Err() != nil {
					return finish(cmd.Context().Err())
				}
				bad++
				fmt.Fprintf(p.err, "entente: %v\n", err)
			}
			if bad > 0 {
				return errors.Join(finish(nil), &codeError{code: exitPartly, err: fmt.Errorf("%s could not be read", plural(bad, "input"))})
			}
			return finish(nil)
		},
	}
	p.outputFlags(cmd, formats...)
	cmd.Flags().StringVar(&input, "input", "text", "text or conllu")
	return cmd
}

func (p *program) parseFile(name, input string, write func(string, *syntax.Document) error) error {
	in := p.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	if input == "conllu" {
		if err := syntax.ReadCoNLLU(in, write); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	}
	text, err := io.ReadAll(io.LimitReader(in, article.MaxFile+1))
	if err != nil {
		return err
	}
	if len(text) > article.MaxFile {
		return fmt.Errorf("%s: more than %d MiB; split it", name, article.MaxFile>>20)
	}
	var d syntax.Document
	new(sentence.Splitter).SplitAll(string(text), &d.Segmentation)
	return write("", &d)
}
