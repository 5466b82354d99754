package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"text/tabwriter"

	"entente/queries/gizmo"
)

// writeRows prints the rows of a Gizmo program. JSON and JSON Lines come as the rows come; a table needs all of them to know
// its columns: "id" first, then the tags in alphabetical order.
func writeRows(w io.Writer, format string, rows iter.Seq2[gizmo.Row, error]) error {
	encode := json.NewEncoder(w)
	encode.SetEscapeHTML(false)
	switch format {
	case "jsonl":
		for row, err := range rows {
			if err != nil {
				return err
			}
			if err := encode.Encode(row); err != nil {
				return err
			}
		}
		return nil
	case "json":
		all := []gizmo.Row{}
		end := collect(rows, &all)
		encode.SetIndent("", "  ")
		if err := encode.Encode(all); err != nil {
			return err
		}
		return end
	}
	var all []gizmo.Row
	end := collect(rows, &all)
	if err := writeColumns(w, format, all); err != nil {
		return err
	}
	return end
}

// collect appends rows until they end, and returns the error that ended them.
func collect(rows iter.Seq2[gizmo.Row, error], all *[]gizmo.Row) error {
	for row, err := range rows {
		if err != nil {
			return err
		}
		*all = append(*all, row)
	}
	return nil
}

func writeColumns(w io.Writer, format string, rows []gizmo.Row) error {
	set := map[string]bool{}
	for _, row := range rows {
		for k := range row {
			set[k] = true
		}
	}
	var columns []string
	for k := range set {
		columns = append(columns, k)
	}
	slices.SortFunc(columns, func(a, b string) int {
		if (a == "id") != (b == "id") {
			if a == "id" {
				return -1
			}
			return 1
		}
		if a < b {
			return -1
		}
		return 1
	})
	if len(columns) == 0 {
		return nil
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	var write func([]string) error
	flush := table.Flush
	if format == "table" {
		write = func(cells []string) error {
			for i, c := range cells {
				if i > 0 {
					if _, err := io.WriteString(table, "\t"); err != nil {
						return err
					}
				}
				if _, err := io.WriteString(table, c); err != nil {
					return err
				}
			}
			_, err := io.WriteString(table, "\n")
			return err
		}
	} else {
		c := csv.NewWriter(w)
		if format == "tsv" {
			c.Comma = '\t'
		}
		write = c.Write
		flush = func() error { c.Flush(); return c.Error() }
	}
	if err := write(columns); err != nil {
		return err
	}
	cells := make([]string, len(columns))
	for _, row := range rows {
		for i, k := range columns {
			cells[i] = cell(row[k])
			if format == "table" {
				cells[i] = inTable(row[k], cells[i])
			}
		}
		if err := write(cells); err != nil {
			return err
		}
	}
	return flush()
}

func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64, int, int64, bool:
		return fmt.Sprint(v)
	}
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}

// inTable shortens a list or an object, of which a table for people shows no more than the beginning.
func inTable(value any, text string) string {
	const most = 60
	switch value.(type) {
	case map[string]any, []any:
		if r := []rune(text); len(r) > most {
			return string(r[:most-1]) + "…"
		}
	}
	return text
}
