package syntax

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"
)

// WriteTree draws the document's sentences for people: each token under its head, indented, with its relation, its part of
// speech, its lemma where that differs from the form, and its name tag.
//
//	visited  root VERB visit
//	├─ Shoigu  nsubj PROPN [B-PER]
//	├─ Pyongyang  obj PROPN [B-LOC]
//	└─ .  punct PUNCT
func WriteTree(w io.Writer, d *Document) error {
	b := bufio.NewWriter(w)
	t := drawer{w: b, d: d}
	for k, s := range d.Sentences {
		if s.First == s.Last {
			continue
		}
		if k > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(oneLine(d.Text[d.Tokens[s.First].Begin:d.Tokens[s.Last-1].End]))
		b.WriteByte('\n')
		n := int(s.Last - s.First)
		t.first, t.next, t.child = s.First, sized(t.next, n), sized(t.child, n)
		roots := []int32{}
		for i := s.Last - 1; i >= s.First; i-- {
			if h := d.Heads[i]; h >= s.First && h < s.Last {
				t.next[i-s.First], t.child[h-s.First] = t.child[h-s.First], i+1
			} else {
				roots = append(roots, i)
			}
		}
		for i := len(roots) - 1; i >= 0; i-- {
			t.draw(roots[i])
		}
	}
	return b.Flush()
}

type drawer struct {
	w     *bufio.Writer
	d     *Document
	first int32
	// The first child of each token of the sentence and its next sibling, as indexes of tokens plus one; 0 is none.
	child, next []int32
}

// draw walks the tree below a token without recursion, for a tree can be as deep as the sentence is long.
func (t *drawer) draw(root int32) {
	const deepest = 60 // beyond this many levels the indent stays
	t.line("", "", root)
	type level struct {
		at     int32 // the next child to draw plus one
		prefix string
	}
	stack := []level{{t.child[root-t.first], ""}}
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		if top.at == 0 {
			stack = stack[:len(stack)-1]
			continue
		}
		i := top.at - 1
		top.at = t.next[i-t.first]
		branch, below := "├─ ", "│  "
		if top.at == 0 {
			branch, below = "└─ ", "   "
		}
		t.line(top.prefix, branch, i)
		prefix := top.prefix + below
		if len(stack) > deepest {
			prefix = top.prefix
		}
		stack = append(stack, level{t.child[i-t.first], prefix})
	}
}

func (t *drawer) line(prefix, branch string, i int32) {
	d := t.d
	form := oneLine(d.Form(int(i)))
	for _, s := range []string{prefix, branch, form, "  ", d.Rels[i].String(), " ", d.UPOS[i].String()} {
		t.w.WriteString(s)
	}
	if l := d.Lemmas[i]; l != form && l != "" && utf8.ValidString(l) {
		t.w.WriteString(" " + strings.TrimSpace(oneLine(l)))
	}
	if d.Names[i] != NoName {
		t.w.WriteString(" [" + d.Names[i].String() + "]")
	}
	t.w.WriteByte('\n')
}
