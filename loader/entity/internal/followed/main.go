// Command followed measures how often a pronoun or a description that a gold fact depends on is resolved:
//
//	followed GOLD.jsonl INPUT.jsonl MENTIONS.jsonl
//
// GOLD holds the annotators' facts and entities, INPUT the texts that were read ({"id","text"}), MENTIONS what entente mentions
// --format jsonl printed for them. A fact's subject or object counts if none of its acceptable names, nor the forms by
// which the annotators saw them named in the document, stands in the sentence of its evidence, while the evidence itself
// holds a pronoun or a description that may stand for it. It is resolved if a mention in the evidence is linked to it.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"entente/graph/gazetteer"
)

type document struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	Facts []struct {
		Subject, Object []string
		Evidence        string
	} `json:"facts"`
	Entities []struct {
		Name, Type string
		Mentions   []string
	} `json:"entities"`
	Mentions []mention `json:"mentions"`
}

type mention struct {
	Begin, End   int
	Text, Entity string
}

func main() {
	all := slices.Contains(os.Args[1:], "-v")
	args := slices.DeleteFunc(os.Args[1:], func(s string) bool { return s == "-v" })
	if len(args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: followed [-v] GOLD.jsonl INPUT.jsonl MENTIONS.jsonl")
		os.Exit(2)
	}
	docs, err := join(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "followed:", err)
		os.Exit(1)
	}
	right, n := 0, 0
	for _, d := range docs {
		for _, c := range cases(d) {
			n++
			if c.right {
				right++
			} else if all {
				fmt.Printf("%s: %s: %s\n", d.ID, strings.Join(c.names, ", "), c.evidence)
			}
		}
	}
	share := 0.0
	if n > 0 {
		share = float64(right) / float64(n)
	}
	fmt.Printf("followed: %d, resolved %d, %.3f\n", n, right, share)
}

// join reads the three files and joins them by id, in the order of the first.
func join(files []string) ([]*document, error) {
	var docs []*document
	byID := map[string]*document{}
	for i, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		r := bufio.NewReader(f)
		for line := 1; ; line++ {
			b, err := r.ReadBytes('\n')
			if len(b) > 1 {
				var d document
				if err := json.Unmarshal(b, &d); err != nil {
					f.Close()
					return nil, fmt.Errorf("%s:%d: %w", name, line, err)
				}
				switch old := byID[d.ID]; {
				case i == 0:
					byID[d.ID] = &d
					docs = append(docs, &d)
				case old != nil && i == 1:
					old.Text = d.Text
				case old != nil:
					old.Mentions = d.Mentions
				}
			}
			if err != nil {
				break
			}
		}
		f.Close()
	}
	return docs, nil
}

// A followed is a slot of a fact that only a pronoun or a description fills.
type followed struct {
	names    []string
	evidence string
	right    bool
}

var (
	ofPersons = regexp.MustCompile(`(?i)\b(he|him|his|himself|she|her|hers|herself|they|them|their|themselves|i|me|my|myself|we|us|our|ours|ourselves|you|your)\b|` +
		definite + `(leaders?|presidents?|heads? of state|sides?|ministers?|secretary|officials?|spokes\w+|parties|delegations?|latter|former|premier|` +
		`chancellor|king|general|ambassador|chairman|speaker|interlocutors|counterparts?|partners|men|man|woman|diplomats?|chief|pair|pope)\b`)
	ofOthers = regexp.MustCompile(`(?i)\b(it|its|itself|they|them|their|themselves|we|us|our|ours|ourselves|you|your)\b|` +
		definite + `(sides?|countries|country|nations?|states?|governments?|parties|party|ministry|group|alliance|bloc|company|agency|council|` +
		`organi[sz]ation|army|military|forces|delegations?|regime|movement|capitals?|latter|former|commission|department|union|committee|court|` +
		`police|partners|republic|kingdom|administration|parliament)\b`)
)

const definite = `\b(?:the|this|both|these|those|two|his|her|its|their|our) (?:[a-z]+[ -]){0,2}?`

// cases returns the slots of d that count, each sentence and entity once.
func cases(d *document) []followed {
	typ := map[string]string{}
	forms := map[string][]string{}
	for _, e := range d.Entities {
		typ[e.Name] = e.Type
		forms[e.Name] = append(forms[e.Name], e.Mentions...)
	}
	var out []followed
	done := map[string]bool{}
	for _, f := range d.Facts {
		begin := strings.Index(d.Text, f.Evidence)
		if begin < 0 {
			continue
		}
		end := begin + len(f.Evidence)
		from, to := sentence(d.Text, begin, end)
		for _, names := range [2][]string{f.Subject, f.Object} {
			k := slices.IndexFunc(names, func(n string) bool { return forms[n] != nil })
			if k < 0 {
				continue
			}
			may := ofOthers
			switch typ[names[k]] {
			case "person":
				may = ofPersons
			case "position", "other", "group", "event", "place", "facility":
				continue // no actors, or nameless
			}
			key := fmt.Sprint(from, names)
			if done[key] || !may.MatchString(f.Evidence) || slices.ContainsFunc(names, func(n string) bool { return stands(d.Text[from:to], n, typ[n], forms[n]) }) {
				continue
			}
			done[key] = true
			out = append(out, followed{names: names, evidence: f.Evidence, right: slices.ContainsFunc(d.Mentions, func(m mention) bool {
				return m.Begin < end && m.End > begin && slices.ContainsFunc(names, func(n string) bool { return same(m.Entity, n, typ[n]) })
			})})
		}
	}
	return out
}

// sentence widens a range of text to the ends of its sentences, by what is written.
func sentence(text string, begin, end int) (from, to int) {
	const stop = `.?!"`
	for begin > 0 && text[begin-1] != '\n' && (text[begin-1] != ' ' || begin < 2 || !strings.ContainsRune(stop, rune(text[begin-2])) && !strings.HasSuffix(text[:begin-1], "”")) {
		begin--
	}
	for end < len(text) && text[end] != '\n' && (text[end] != ' ' || !strings.ContainsRune(stop, rune(text[end-1])) && !strings.HasSuffix(text[:end], "”")) {
		end++
	}
	return begin, end
}

// stands reports whether an entity is named in s: by its name, by a form with a capital that the annotators saw (any form, where
// none has one), a person also by the last word.
func stands(s, name, typ string, forms []string) bool {
	capital := func(f string) bool {
		for k, w := range strings.Fields(f) {
			if w[0] >= 'A' && w[0] <= 'Z' && (k > 0 || w != "The" && w != "This") {
				return true
			}
		}
		return false
	}
	look := []string{name}
	if i := slices.IndexFunc(forms, capital); i < 0 {
		look = append(look, forms...)
	} else {
		for _, f := range forms {
			if capital(f) {
				look = append(look, f)
			}
		}
	}
	if typ == "person" {
		look = append(look, name[strings.LastIndexByte(name, ' ')+1:])
	}
	for _, f := range look {
		if regexp.MustCompile(`(?:^|\W)` + regexp.QuoteMeta(f) + `(?:\W|$)`).MatchString(s) {
			return true
		}
	}
	return false
}

// same reports whether a and b have the same words, or, for persons, one all words of the other and the same last one.
func same(a, b, typ string) bool {
	fields := func(s string) []string {
		return slices.DeleteFunc(strings.Fields(gazetteer.Fold(s)), func(w string) bool { return w == "the" || w == "of" || w == "government" })
	}
	x, y := fields(a), fields(b)
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	if typ == "person" && x[len(x)-1] == y[len(y)-1] {
		if len(x) > len(y) {
			x, y = y, x
		}
		return !slices.ContainsFunc(x, func(w string) bool { return !slices.Contains(y, w) })
	}
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}
