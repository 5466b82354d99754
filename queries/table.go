package queries

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"entente/graph"
	"entente/graph/ontology"
)

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
		if len(a) == 0 {
			return nil
		}
		rows := [][]string{{"name", "type", "id", "found as", "by", "statements"}}
		for _, r := range a {
			rows = append(rows, []string{r.Name, string(r.Type), string(r.ID), r.Matched, string(r.Match), strconv.Itoa(r.Statements)})
		}
		t.columns("", rows)
		for _, r := range a {
			t.joined(string(r.ID)+" ", r.Joined)
		}
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
	if h.Joined != "" {
		return " ≈ "
	}
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
	if h.Joined != "" {
		t.line("%s%s ≈ %s  %s", indent, printable(h.From.with()), printable(h.To.with()),
			t.paint(dim, "taken for one: "+printable(h.Joined)+"  --no-join"))
		return
	}
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

// with is a name with its id, to tell namesakes apart.
func (r *Ref) with() string { return r.Name + " (" + string(r.ID) + ")" }

// joined tells whom an answer takes for one.
func (t *table) joined(indent string, list []Joined) {
	for _, j := range list {
		where := ""
		if j.Article != "" {
			where = " in article " + j.Article
		}
		t.line("%s≈ %s%s  %s", indent, printable(j.Name+" ("+string(j.ID)+")"), printable(where),
			t.paint(dim, "taken for one: "+printable(j.Reason)+"  --no-join"))
	}
}

// evidenceOf writes the sentences below a hop, each once, with what else is read from it and what other articles have it
// word for word.
func (t *table) evidenceOf(indent string, h *Hop) {
	for i := range h.Evidence {
		e := &h.Evidence[i]
		same := func(o *Evidence) bool {
			return o.Article == e.Article && o.Begin == e.Begin && o.End == e.End && o.Sentence == e.Sentence ||
				o.Article != e.Article && o.Text == e.Text
		}
		if slices.ContainsFunc(h.Evidence[:i], func(o Evidence) bool { return same(&o) }) {
			continue
		}
		var others, again []string
		for j := i; j < len(h.Evidence); j++ {
			o := &h.Evidence[j]
			if same(o) && o.Article != e.Article && !slices.Contains(again, o.Article) {
				again = append(again, o.Article)
			}
			if same(o) && o.Predicate != h.Predicate && !slices.Contains(others, string(o.Predicate)) {
				others = append(others, string(o.Predicate))
			}
		}
		t.sentence(indent, e)
		if len(others) > 0 {
			t.line("%s%s", indent, t.paint(dim, "  here: "+strings.Join(others, ", ")))
		}
		if len(again) > 0 {
			t.line("%s%s", indent, t.paint(dim, printable("  word for word in "+strings.Join(again, ", "))))
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
	h := Hop{Predicate: e.Predicate, Direction: Forward}
	if ontology.Symmetric(e.Predicate) {
		h.Direction = Both
	}
	t.line("%s%-10s  %s%s%s  %s", indent, date, t.paint(bold, printable(e.Subject.Name)), arrow(&h), t.paint(bold, printable(e.Object.Name)),
		t.paint(dim, strings.Join(notes, ", ")))
	t.sentence(indent+"            ", e)
}

func (t *table) neighbourhood(a *Neighbourhood) {
	t.line("%s: %s %s", t.paint(bold, printable(a.Center.Name)), grouped(a.Total), plural(a.Total, "neighbour", "neighbours"))
	t.joined("  ", a.Joined)
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
	t.line("%s have %s in common", t.paint(bold, strings.Join(names, ", ")), grouped(a.Total))
	t.joined("  ", a.Joined)
	for i := range a.Nodes {
		t.line("%s  %s", t.paint(bold, printable(a.Nodes[i].Name)), t.paint(dim, string(a.Nodes[i].Type)))
		for j := range a.Nodes[i].Hops {
			h := &a.Nodes[i].Hops[j]
			t.hop("   ", h)
			t.evidenceOf("      ", h)
		}
	}
	if a.Truncated {
		t.line("(%s of %s shown)", grouped(len(a.Nodes)), grouped(a.Total))
	}
}

func (t *table) timeline(a *Timeline) {
	t.joined("", a.Joined)
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
	t.joined("  ", a.Joined)
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
