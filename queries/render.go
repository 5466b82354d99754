package queries

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"entente/graph"
)

// Formats are the names that Render knows.
var Formats = []string{"table", "json", "jsonl", "csv", "tsv", "dot", "mermaid"}

// RenderOptions say how a table looks. They never change the data.
type RenderOptions struct {
	Width int  // columns of the terminal; 0 is no limit
	Color bool // ANSI colours
}

// Render writes an answer of this package in one of the Formats: as "json" one document, as "jsonl" a line for each path,
// event, node or result, as "csv" and "tsv" one row for each piece of evidence, as "dot" and "mermaid" a drawing of the
// answers that have hops.
func Render(w io.Writer, format string, answer any, o RenderOptions) error {
	if v := reflect.ValueOf(answer); v.Kind() == reflect.Pointer && !v.IsNil() {
		answer = v.Elem().Interface()
	}
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

var hopHeader = []string{"path", "hop", "from", "from_id", "predicate", "direction", "to", "to_id", "modality", "date", "confidence",
	"statements", "source"}

var evidenceHeader = []string{"event", "subject", "subject_id", "predicate", "object", "object_id", "modality", "attributed_to", "date",
	"place", "position", "article", "title", "publisher", "published", "sentence", "begin", "end", "text", "confidence"}

func evidenceCells(e *Evidence) []string {
	return []string{string(e.Event), e.Subject.Name, string(e.Subject.ID), string(e.Predicate), e.Object.Name, string(e.Object.ID),
		string(e.Modality), strings.Join(e.AttributedTo, "; "), string(e.Date), e.Place, e.Position, e.Article, e.Title, e.Publisher,
		string(e.Published), strconv.Itoa(e.Sentence), strconv.Itoa(e.Begin), strconv.Itoa(e.End), e.Text, decimal(e.Confidence)}
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// hopCells is one row for each piece of a hop's evidence, or one if it has none.
func hopCells(path, n int, h *Hop) [][]string {
	head := []string{strconv.Itoa(path), strconv.Itoa(n), h.From.Name, string(h.From.ID), string(h.Predicate), string(h.Direction), h.To.Name,
		string(h.To.ID), string(h.Modality), string(h.Date), decimal(h.Confidence), strconv.Itoa(h.Statements), h.Source}
	if len(h.Evidence) == 0 {
		return [][]string{append(head, make([]string, len(evidenceHeader))...)}
	}
	var out [][]string
	for i := range h.Evidence {
		out = append(out, append(head[:len(head):len(head)], evidenceCells(&h.Evidence[i])...))
	}
	return out
}

// cells is an answer as a table of one row per piece of evidence.
func cells(answer any) (header []string, rows [][]string, err error) {
	hops := func() []string {
		h := hopHeader[:len(hopHeader):len(hopHeader)]
		for _, name := range evidenceHeader {
			h = append(h, "evidence_"+name)
		}
		return h
	}
	switch a := answer.(type) {
	case Paths:
		for i := range a.Paths {
			for j := range a.Paths[i].Hops {
				rows = append(rows, hopCells(i+1, j+1, &a.Paths[i].Hops[j])...)
			}
		}
		return hops(), rows, nil
	case Neighbourhood:
		for j := range a.Edges {
			rows = append(rows, hopCells(1, j+1, &a.Edges[j])...)
		}
		return hops(), rows, nil
	case Common:
		for i := range a.Nodes {
			for j := range a.Nodes[i].Hops {
				rows = append(rows, hopCells(i+1, j+1, &a.Nodes[i].Hops[j])...)
			}
		}
		return hops(), rows, nil
	case Timeline:
		for i := range a.Events {
			rows = append(rows, evidenceCells(&a.Events[i]))
		}
		return evidenceHeader, rows, nil
	case Profile:
		for _, list := range [][]Evidence{a.About, a.Said} {
			for i := range list {
				rows = append(rows, evidenceCells(&list[i]))
			}
		}
		return evidenceHeader, rows, nil
	case []SearchResult:
		for _, r := range a {
			rows = append(rows, []string{string(r.ID), r.Name, string(r.Type), r.Matched, string(r.Match), strconv.Itoa(r.Statements), r.Country,
				r.Wikidata})
		}
		return []string{"id", "name", "type", "matched", "match", "statements", "country", "wikidata"}, rows, nil
	case Stats:
		add := func(kind string, list []Count) {
			for _, c := range list {
				rows = append(rows, []string{kind, c.Name, strconv.Itoa(c.Count)})
			}
		}
		add("total", a.totals())
		add("modality", a.Modalities)
		add("predicate", a.Predicates)
		add("type", a.Types)
		add("publisher", a.Publishers)
		return []string{"kind", "name", "count"}, rows, nil
	case Evidence:
		return evidenceHeader, [][]string{evidenceCells(&a)}, nil
	}
	return nil, nil, fmt.Errorf("%T is no answer that can be written as rows", answer)
}

func (s *Stats) totals() []Count {
	return []Count{{"articles", s.Articles}, {"entities", s.Entities}, {"statements", s.Statements}, {"background facts", s.Background},
		{"names", s.Names}}
}

// drawn are the hops of an answer, each once.
func drawn(answer any) ([]Hop, error) {
	var out []Hop
	seen := map[[3]string]bool{}
	add := func(hops []Hop) {
		for _, h := range hops {
			if h.Direction == Backward {
				h.From, h.To, h.Direction = h.To, h.From, Forward
			}
			k := [3]string{string(h.From.ID), string(h.Predicate), string(h.To.ID)}
			if h.Direction == Both && k[0] > k[2] {
				k[0], k[2] = k[2], k[0]
			}
			if !seen[k] {
				seen[k] = true
				out = append(out, h)
			}
		}
	}
	switch a := answer.(type) {
	case Paths:
		for _, p := range a.Paths {
			add(p.Hops)
		}
	case Neighbourhood:
		add(a.Edges)
	case Common:
		for _, n := range a.Nodes {
			add(n.Hops)
		}
	case Timeline:
		for _, e := range a.Events {
			add([]Hop{{From: e.Subject, To: e.Object, Predicate: e.Predicate, Direction: Forward, Modality: e.Modality, Date: e.Date}})
		}
	default:
		return nil, fmt.Errorf("%T cannot be drawn", answer)
	}
	return out, nil
}

func (h *Hop) caption() string {
	s := strings.ReplaceAll(string(h.Predicate), "_", " ")
	if h.Modality != graph.Asserted {
		s += " (" + string(h.Modality) + ")"
	}
	if h.Date != "" {
		s += " " + string(h.Date)
	}
	return s
}

func writeDot(w io.Writer, hops []Hop) error {
	var b bytes.Buffer
	quote := func(s string) string {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ", "\r", " ", "\x00", "").Replace(s) + `"`
	}
	b.WriteString("digraph entente {\n\trankdir=LR;\n\tnode [shape=box, style=rounded, fontname=\"sans-serif\"];\n\tedge [fontname=\"sans-serif\", fontsize=10];\n")
	seen := map[graph.Node]bool{}
	for _, h := range hops {
		for _, n := range []Ref{h.From, h.To} {
			if !seen[n.ID] {
				seen[n.ID] = true
				fmt.Fprintf(&b, "\t%s [label=%s];\n", quote(string(n.ID)), quote(n.Name))
			}
		}
	}
	for _, h := range hops {
		fmt.Fprintf(&b, "\t%s -> %s [label=%s%s];\n", quote(string(h.From.ID)), quote(string(h.To.ID)), quote(h.caption()), dotStyle(&h))
	}
	b.WriteString("}\n")
	_, err := w.Write(b.Bytes())
	return err
}

func dotStyle(h *Hop) string {
	s := ""
	if h.Direction == Both {
		s += ", dir=both"
	}
	switch {
	case h.Source != "":
		s += ", style=dotted"
	case h.Modality != graph.Asserted:
		s += ", style=dashed"
	}
	return s
}

func writeMermaid(w io.Writer, hops []Hop) error {
	var b bytes.Buffer
	quote := func(s string) string {
		return `"` + strings.NewReplacer(`"`, "#quot;", "#", "#35;", "<", "#lt;", ">", "#gt;", "\n", " ", "\r", " ", "|", "#124;", "`", "#96;").Replace(s) + `"`
	}
	b.WriteString("graph LR\n")
	names := map[graph.Node]string{}
	for _, h := range hops {
		for _, n := range []Ref{h.From, h.To} {
			if names[n.ID] == "" {
				names[n.ID] = "n" + strconv.Itoa(len(names)+1)
				fmt.Fprintf(&b, "    %s[%s]\n", names[n.ID], quote(n.Name))
			}
		}
	}
	for _, h := range hops {
		arrow := "-->"
		switch {
		case h.Source != "" || h.Modality != graph.Asserted:
			arrow = "-.->"
			if h.Direction == Both {
				arrow = "<-.->"
			}
		case h.Direction == Both:
			arrow = "<-->"
		}
		fmt.Fprintf(&b, "    %s %s|%s| %s\n", names[h.From.ID], arrow, quote(h.caption()), names[h.To.ID])
	}
	_, err := w.Write(b.Bytes())
	return err
}

// A table is text for people.
type table struct {
	b bytes.Buffer
	o RenderOptions
}

const (
	bold  = "1"
	dim   = "2"
	green = "32"
	amber = "33"
)

func (t *table) paint(code, s string) string {
	if !t.o.Color || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (t *table) line(format string, args ...any) { fmt.Fprintf(&t.b, format+"\n", args...) }

// wrapped writes text with an indentation, broken at spaces when the terminal has a width.
func (t *table) wrapped(indent, text, code string) {
	width := t.o.Width - utf8.RuneCountInString(indent)
	text = strings.Join(strings.Fields(printable(text)), " ")
	for t.o.Width > 0 && width >= 20 && utf8.RuneCountInString(text) > width {
		cut, n := -1, 0
		for i, r := range text {
			if r == ' ' && n <= width {
				cut = i
			}
			if n > width {
				break
			}
			n++
		}
		if cut <= 0 {
			break
		}
		t.line("%s%s", indent, t.paint(code, text[:cut]))
		text = text[cut+1:]
	}
	t.line("%s%s", indent, t.paint(code, text))
}

// printable leaves out what could steer a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case r < 0x20 || r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e || r == 0x200f:
			return -1
		}
		return r
	}, s)
}

// columns writes rows with aligned columns; the last is not padded.
func (t *table) columns(indent string, rows [][]string) {
	var width []int
	for _, r := range rows {
		for i, c := range r {
			if i == len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], utf8.RuneCountInString(printable(c)))
		}
	}
	for n, r := range rows {
		var b strings.Builder
		b.WriteString(indent)
		for i, c := range r {
			c = printable(c)
			b.WriteString(c)
			if i < len(r)-1 {
				b.WriteString(strings.Repeat(" ", width[i]-utf8.RuneCountInString(c)+2))
			}
		}
		s := strings.TrimRight(b.String(), " ")
		if n == 0 {
			s = t.paint(bold, s)
		}
		t.line("%s", s)
	}
}

func (t *table) answer(answer any) error {
	switch a := answer.(type) {
	case Paths:
		t.paths(&a)
	case Neighbourhood:
		t.neighbourhood(&a)
	case Common:
		t.common(&a)
	case Timeline:
		t.timeline(&a)
	case Profile:
		t.profile(&a)
	case []SearchResult:
		rows := [][]string{{"name", "type", "id", "found as", "by", "statements"}}
		for _, r := range a {
			rows = append(rows, []string{r.Name, string(r.Type), string(r.ID), r.Matched, string(r.Match), strconv.Itoa(r.Statements)})
		}
		t.columns("", rows)
	case Stats:
		t.stats(&a)
	case Evidence:
		t.evidence("", &a)
	default:
		return fmt.Errorf("%T is no answer that can be written as a table", answer)
	}
	return nil
}

func (t *table) paths(a *Paths) {
	if len(a.Paths) == 0 {
		t.line("%s and %s: no path", t.paint(bold, printable(a.From.Name)), t.paint(bold, printable(a.To.Name)))
		for _, r := range a.Reasons {
			change := ""
			if r.Change != "" {
				change = "  " + t.paint(dim, r.Change)
			}
			t.line("  %s%s", printable(r.Text), change)
		}
		return
	}
	for i := range a.Paths {
		p := &a.Paths[i]
		if i > 0 {
			t.line("")
		}
		var chain strings.Builder
		chain.WriteString(printable(p.Hops[0].From.Name))
		for j := range p.Hops {
			chain.WriteString(arrow(&p.Hops[j]) + printable(p.Hops[j].To.Name))
		}
		t.line("%d  %s", i+1, t.paint(bold, chain.String()))
		span := ""
		if p.Since != "" {
			span = ", " + string(p.Since)
			if p.Until != p.Since {
				span += " to " + string(p.Until)
			}
		}
		t.line("   %s, weight %s%s", t.modality(p.Modality), strconv.FormatFloat(p.Weight, 'f', 2, 64), span)
		for j := range p.Hops {
			h := &p.Hops[j]
			t.hop("   ", h)
			t.evidenceOf("      ", h)
		}
		for _, w := range p.Why {
			t.line("   %s", t.paint(dim, "· "+printable(w)))
		}
	}
	if a.Truncated {
		t.line("\n(the search gave up on its limits: there may be better paths)")
	}
}

func arrow(h *Hop) string {
	p := string(h.Predicate)
	switch h.Direction {
	case Forward:
		return " —" + p + "→ "
	case Backward:
		return " ←" + p + "— "
	}
	return " —" + p + "— "
}

func (t *table) modality(m graph.Modality) string {
	if m == graph.Asserted {
		return t.paint(green, string(m))
	}
	return t.paint(amber, string(m))
}

func (t *table) hop(indent string, h *Hop) {
	notes := []string{}
	if h.Modality != graph.Asserted {
		notes = append(notes, string(h.Modality))
	}
	if h.Date != "" {
		notes = append(notes, string(h.Date))
	}
	if h.Position != "" {
		notes = append(notes, printable(h.Position))
	}
	switch {
	case h.Source != "":
		notes = append(notes, "background: "+printable(h.Source))
	default:
		notes = append(notes, fmt.Sprintf("%d %s in %d %s", h.Statements, plural(h.Statements, "statement", "statements"), h.Articles,
			plural(h.Articles, "article", "articles")))
	}
	t.line("%s%s%s%s  %s", indent, printable(h.From.Name), arrow(h), printable(h.To.Name), t.paint(dim, strings.Join(notes, ", ")))
}

// evidenceOf writes the sentences below a hop, each once, with what else is read from it.
func (t *table) evidenceOf(indent string, h *Hop) {
	for i := range h.Evidence {
		e := &h.Evidence[i]
		same := func(o *Evidence) bool {
			return o.Article == e.Article && o.Begin == e.Begin && o.End == e.End && o.Sentence == e.Sentence
		}
		if slices.ContainsFunc(h.Evidence[:i], func(o Evidence) bool { return same(&o) }) {
			continue
		}
		var others []string
		for j := i; j < len(h.Evidence); j++ {
			o := &h.Evidence[j]
			if same(o) && o.Predicate != h.Predicate && !slices.Contains(others, string(o.Predicate)) {
				others = append(others, string(o.Predicate))
			}
		}
		t.sentence(indent, e)
		if len(others) > 0 {
			t.line("%s%s", indent, t.paint(dim, "  here: "+strings.Join(others, ", ")))
		}
	}
}

// sentence is the evidence below a hop.
func (t *table) sentence(indent string, e *Evidence) {
	t.wrapped(indent, "“"+e.Text+"”", "")
	t.line("%s%s", indent, t.paint(dim, printable(e.where())))
}

// where tells the article of a piece of evidence, who says so and how it is meant.
func (e *Evidence) where() string {
	parts := []string{}
	for _, s := range []string{e.Publisher, e.Title} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if e.Published != "" {
		parts = append(parts, string(e.Published))
	}
	parts = append(parts, e.Article)
	s := "— " + strings.Join(parts, ", ")
	if len(e.AttributedTo) > 0 {
		s += "; according to " + strings.Join(e.AttributedTo, ", who cites ")
	}
	if e.Modality != graph.Asserted {
		s += "; " + string(e.Modality)
	}
	return s
}

func (t *table) evidence(indent string, e *Evidence) {
	date := string(e.Date)
	if date == "" {
		date = "no date"
	}
	notes := []string{string(e.Modality)}
	if e.Place != "" {
		notes = append(notes, "in "+printable(e.Place))
	}
	if e.Position != "" {
		notes = append(notes, printable(e.Position))
	}
	t.line("%s%-10s  %s —%s→ %s  %s", indent, date, t.paint(bold, printable(e.Subject.Name)), e.Predicate, t.paint(bold, printable(e.Object.Name)),
		t.paint(dim, strings.Join(notes, ", ")))
	t.sentence(indent+"            ", e)
}

func (t *table) neighbourhood(a *Neighbourhood) {
	t.line("%s: %s %s", t.paint(bold, printable(a.Center.Name)), grouped(a.Total), plural(a.Total, "neighbour", "neighbours"))
	for _, g := range a.Groups {
		names := make([]string, len(g.Nodes))
		for i, n := range g.Nodes {
			names[i] = printable(n.Name)
		}
		more := ""
		if g.Total > len(g.Nodes) {
			more = fmt.Sprintf(" and %s more", grouped(g.Total-len(g.Nodes)))
		}
		h := Hop{Predicate: g.Predicate, Direction: g.Direction}
		t.wrapped("  ", strings.TrimSpace(arrow(&h))+" "+strings.Join(names, ", ")+more, "")
	}
	t.line("")
	rows := [][]string{{"hops", "statements", "name", "type", "id"}}
	for _, n := range a.Nodes {
		rows = append(rows, []string{strconv.Itoa(n.Hops), strconv.Itoa(n.Statements), n.Name, string(n.Type), string(n.ID)})
	}
	t.columns("", rows)
	if a.Truncated {
		t.line("(%s of %s shown)", grouped(len(a.Nodes)), grouped(a.Total))
	}
}

func (t *table) common(a *Common) {
	names := make([]string, len(a.Of))
	for i, n := range a.Of {
		names[i] = printable(n.Name)
	}
	t.line("%s have %d in common", t.paint(bold, strings.Join(names, ", ")), len(a.Nodes))
	for i := range a.Nodes {
		t.line("%s  %s", t.paint(bold, printable(a.Nodes[i].Name)), t.paint(dim, string(a.Nodes[i].Type)))
		for j := range a.Nodes[i].Hops {
			h := &a.Nodes[i].Hops[j]
			t.hop("   ", h)
			t.evidenceOf("      ", h)
		}
	}
}

func (t *table) timeline(a *Timeline) {
	for i := range a.Events {
		t.evidence("", &a.Events[i])
	}
	if a.Truncated {
		t.line("(%s of %s events shown)", grouped(len(a.Events)), grouped(a.Total))
	}
	if a.Undated > 0 {
		t.line("(%s %s without a date)", grouped(a.Undated), plural(a.Undated, "event", "events"))
	}
	if len(a.Events) == 0 && a.Undated == 0 {
		t.line("(no events)")
	}
}

func (t *table) profile(a *Profile) {
	t.line("%s  %s", t.paint(bold, printable(a.Name)), t.paint(dim, strings.Trim(string(a.Type)+" "+string(a.ID), " ")))
	var facts [][]string
	for _, f := range [][2]string{{"code", a.Code}, {"country", a.Country}, {"Wikidata", a.Wikidata}, {"Wikipedia", a.Wikipedia},
		{"names", strings.Join(a.Aliases, ", ")}} {
		if f[1] != "" {
			facts = append(facts, []string{f[0], f[1]})
		}
	}
	for _, f := range facts {
		t.wrapped("  ", f[0]+": "+f[1], "")
	}
	span := ""
	if a.Since != "" {
		span = fmt.Sprintf(", %s to %s", a.Since, a.Until)
	}
	t.line("  %d %s in %d %s%s", a.Statements, plural(a.Statements, "statement", "statements"), a.Articles,
		plural(a.Articles, "article", "articles"), span)
	for _, part := range []struct {
		title string
		list  []Background
	}{{"Offices", a.Offices}, {"Background", a.Background}} {
		if len(part.list) == 0 {
			continue
		}
		t.line("\n%s", t.paint(bold, part.title))
		for _, b := range part.list {
			t.line("  %s", printable(b.line(a.ID)))
		}
	}
	if len(a.Relations) > 0 {
		t.line("\n%s", t.paint(bold, "Relations"))
		for _, g := range a.Relations {
			names := make([]string, len(g.Nodes))
			for i, n := range g.Nodes {
				names[i] = printable(n.Name)
			}
			more := ""
			if g.Total > len(g.Nodes) {
				more = fmt.Sprintf(" and %s more", grouped(g.Total-len(g.Nodes)))
			}
			h := Hop{Predicate: g.Predicate, Direction: g.Direction}
			t.wrapped("  ", strings.TrimSpace(arrow(&h))+" "+strings.Join(names, ", ")+more, "")
		}
	}
	for _, part := range []struct {
		title string
		list  []Evidence
	}{{"What is stated of it", a.About}, {"What it said", a.Said}} {
		if len(part.list) == 0 {
			continue
		}
		t.line("\n%s", t.paint(bold, part.title))
		for i := range part.list {
			t.evidence("  ", &part.list[i])
		}
	}
}

// line is a fact as seen from one of its ends.
func (b *Background) line(of graph.Node) string {
	s := strings.ReplaceAll(string(b.Predicate), "_", " ")
	if b.Position != "" {
		s = b.Position
	}
	if b.Subject.ID == of {
		s += ": " + b.Object.Name
	} else {
		s = b.Subject.Name + " – " + s
	}
	if b.From != "" || b.To != "" {
		s += fmt.Sprintf(" (%s–%s)", b.From, b.To)
	}
	return s + " [" + b.Source + "]"
}

func (t *table) stats(a *Stats) {
	rows := [][]string{{"in the graph", ""}}
	for _, c := range a.totals() {
		rows = append(rows, []string{c.Name, grouped(c.Count)})
	}
	if a.Since != "" {
		rows = append(rows, []string{"dates", string(a.Since) + " to " + string(a.Until)})
	}
	rows = append(rows, []string{"index", fmt.Sprintf("%s bytes, %.1f an edge beyond names", grouped(a.Memory), a.EdgeBytes)})
	t.columns("", rows)
	for _, part := range []struct {
		title string
		list  []Count
	}{{"modality", a.Modalities}, {"predicate", a.Predicates}, {"type", a.Types}, {"publisher", a.Publishers}} {
		if len(part.list) == 0 {
			continue
		}
		t.line("")
		rows := [][]string{{part.title, "count"}}
		for _, c := range part.list[:min(len(part.list), 20)] {
			rows = append(rows, []string{c.Name, grouped(c.Count)})
		}
		t.columns("", rows)
	}
	if len(a.Top) > 0 {
		t.line("")
		rows := [][]string{{"most statements", "count", "id"}}
		for _, r := range a.Top {
			rows = append(rows, []string{r.Name, grouped(r.Statements), string(r.ID)})
		}
		t.columns("", rows)
	}
}
