// Parsecmd fills the columns of CoNLL-U from standard input, for scoring a model apart from the product.
package main

import (
	"bufio"
	"fmt"
	"os"

	"entente/loader/syntax"
)

func main() {
	p, err := syntax.New()
	if err == nil {
		w := bufio.NewWriter(os.Stdout)
		defer w.Flush()
		err = syntax.ReadCoNLLU(bufio.NewReader(os.Stdin), func(id string, d *syntax.Document) error {
			p.Parse(d)
			return syntax.WriteCoNLLU(w, id, d)
		})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
