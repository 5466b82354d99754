package queries

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"entente/graph"
)

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
		add(told(a.Events))
	case Profile:
		for _, b := range slices.Concat(a.Offices, a.Background) {
			add([]Hop{{From: b.Subject, To: b.Object, Predicate: b.Predicate, Direction: Forward, Modality: graph.Asserted, Date: b.From, Source: cmp.Or(b.Source, "gazetteer")}})
		}
		add(told(a.About))
	default:
		return nil, fmt.Errorf("%T cannot be drawn", answer)
	}
	return out, nil
}

// told are statements as hops.
func told(list []Evidence) []Hop {
	var out []Hop
	for _, e := range list {
		out = append(out, Hop{From: e.Subject, To: e.Object, Predicate: e.Predicate, Direction: Forward, Modality: e.Modality, Date: e.Date})
	}
	return out
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
