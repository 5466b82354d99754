// Parsecmd fills the columns of CoNLL-U from standard input with the model in a file, or the one in the binary.
package main

import (
	"bufio"
	"fmt"
	"os"

	"entente/loader/syntax"
)

func main() {
	p, err := syntax.New()
	if len(os.Args) > 1 {
		var b []byte
		if b, err = os.ReadFile(os.Args[1]); err == nil {
			p, err = syntax.Load(b)
		}
	}
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
