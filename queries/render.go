package queries

import (
	"fmt"
	"io"
	"strings"
)

// Formats are the names that Render knows.
var Formats = []string{"table", "json", "jsonl", "csv", "tsv", "dot", "mermaid"}

// RenderOptions say how a table looks. They never change the data.
type RenderOptions struct {
	Width int  // columns of the terminal; 0 is no limit
	Color bool // ANSI colours
}

// Render writes an answer of this package in one of the Formats.
func Render(w io.Writer, format string, answer any, o RenderOptions) error {
	return fmt.Errorf("format %q is none of %s", format, strings.Join(Formats, ", "))
}
