package queries

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
)

// Formats are the names that Render knows.
var Formats = []string{"table", "json", "jsonl", "csv", "tsv", "dot", "mermaid"}

// FormatsOf are those that an answer can be written in: what has no hops cannot be drawn.
func FormatsOf(answer any) []string {
	if _, err := drawn(pointed(answer)); err != nil {
		return slices.DeleteFunc(slices.Clone(Formats), func(f string) bool { return f == "dot" || f == "mermaid" })
	}
	return Formats
}

// pointed is the answer that is pointed to, or the answer itself.
func pointed(answer any) any {
	if v := reflect.ValueOf(answer); v.Kind() == reflect.Pointer && !v.IsNil() {
		return v.Elem().Interface()
	}
	return answer
}

// RenderOptions say how a table looks. They never change the data.
type RenderOptions struct {
	Width int  // columns of the terminal; 0 is no limit
	Color bool // ANSI colours
}

// Render writes an answer of this package in one of the Formats: as "json" one document, as "jsonl" a line for each path,
// event, node or result, as "csv" and "tsv" one row for each piece of evidence, as "dot" and "mermaid" a drawing of the
// answers that have hops.
func Render(w io.Writer, format string, answer any, o RenderOptions) error {
	answer = pointed(answer)
	switch format {
	case "json":
		return writeJSON(w, answer, "  ")
	case "jsonl":
		for _, item := range items(answer) {
			if err := writeJSON(w, item, ""); err != nil {
				return err
			}
		}
		return nil
	case "csv", "tsv":
		c := csv.NewWriter(w)
		if format == "tsv" {
			c.Comma = '\t'
		}
		header, rows, err := cells(answer)
		if err != nil {
			return err
		}
		if err := c.Write(header); err != nil {
			return err
		}
		if err := c.WriteAll(rows); err != nil {
			return err
		}
		return c.Error()
	case "dot", "mermaid":
		hops, err := drawn(answer)
		if err != nil {
			return fmt.Errorf("format %s: %w", format, err)
		}
		if format == "dot" {
			return writeDot(w, hops)
		}
		return writeMermaid(w, hops)
	case "table":
		t := table{o: o}
		if err := t.answer(answer); err != nil {
			return err
		}
		_, err := w.Write(t.b.Bytes())
		return err
	}
	return fmt.Errorf("format %q is none of %s", format, strings.Join(Formats, ", "))
}

func writeJSON(w io.Writer, v any, indent string) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	return e.Encode(v)
}

func each[T any](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}

// items are the lines of an answer.
func items(answer any) []any {
	switch a := answer.(type) {
	case Paths:
		if len(a.Paths) == 0 {
			return each(a.Reasons)
		}
		return each(a.Paths)
	case Neighbourhood:
		return each(a.Edges)
	case Common:
		return each(a.Nodes)
	case Timeline:
		return each(a.Events)
	case []SearchResult:
		return each(a)
	}
	return []any{answer}
}
