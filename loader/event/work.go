package event

import (
	"strconv"

	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/entity"
	"entente/loader/syntax"
)

// A proto is a statement in the making.
type proto struct {
	row       *row
	predicate graph.Predicate
	cameo     string
	trigger   int32
	a, b      arg
	state     bool
	position  string
	about     int32          // proto of the act that this one wraps, -1
	modality  graph.Modality // "" is that of the trigger's context
	drop      string         // why it is no statement
	prior     float32        // for statements without a row
}

// span is a range of protos.
type span struct{ from, to int32 }

// work is what one article needs; it is used again for the next.
type work struct {
	tree
	p    *patterns
	g    *gazetteer.Gazetteer
	m    *entity.Mentions
	date graph.Date // of the article

	doc   syntax.Document // the document with mended heads, relations and tags
	heads []int32
	rels  []syntax.Rel
	upos  []syntax.UPOS
	xpos  []syntax.XPOS

	known    []bool
	contexts []context
	outer    []context
	own      []graph.Modality
	bases    []context // per sentence
	bare     []bool    // sentences without a verb

	matched []bool
	spans   []span
	acts    []*row // the row that fits a trigger, whatever its arguments
	protos  []proto

	known1 func(string) bool
	host   int32   // who speaks first in a transcript, -1
	today  bool    // somebody in it says "today"
	labels []int32 // per sentence: where the label that names the speaker ends

	made map[graph.Node]int32
	hash string

	calendar Calendar
	dates    []DatePhrase
	datesOf  int32 // sentence, -1 for none

	args    []arg
	argMark int // where the arguments of the row in work begin
	tokens  []int32
	walked  []int32

	partitiveClass, agencyClass, instrumentClass, peopleClass, reportClass, organClass           wordClass
	addressClass                                                                                 wordClass
	plannedClass, possibleClass, allegedClass, happenClass, titleClass, stateClass, installClass wordClass
}

func newWork(p *patterns, g *gazetteer.Gazetteer) *work {
	w := &work{p: p, g: g, made: map[graph.Node]int32{}}
	w.known1 = w.knownVerb
	w.control = func(i int32) bool {
		x, ok := w.wrapperOf(i)
		return ok && (x.object || w.lemma[i] == "accuse" || w.lemma[i] == "suspect")
	}
	w.reports = func(i int32) bool { return w.p.roles[w.lemma[i]]&w.reportClass != 0 }
	w.partitiveClass = p.roleNames["partitive"]
	w.agencyClass = p.roleNames["agency"]
	w.instrumentClass = p.roleNames["instrument"]
	w.peopleClass = p.roleNames["people"]
	w.reportClass = p.roleNames["report"]
	w.organClass = p.roleNames["organ"]
	w.addressClass = p.roleNames["address"]
	w.plannedClass = p.roleNames["planned"]
	w.possibleClass = p.roleNames["possible"]
	w.allegedClass = p.roleNames["alleged"]
	w.happenClass = p.roleNames["happen"]
	w.titleClass = p.roleNames["title"]
	w.installClass = p.roleNames["install"]
	w.stateClass = p.roleNames["state"]
	return w
}

func (w *work) reset(d *syntax.Document, m *entity.Mentions) {
	w.doc = *d
	w.heads = append(w.heads[:0], d.Heads...)
	w.rels = append(w.rels[:0], d.Rels...)
	w.upos = append(w.upos[:0], d.UPOS...)
	w.xpos = append(w.xpos[:0], d.XPOS...)
	w.doc.Heads, w.doc.Rels, w.doc.UPOS, w.doc.XPOS = w.heads, w.rels, w.upos, w.xpos
	w.repair()
	w.corrections()
	w.lists(m)
	w.delegations(m)
	w.subjects(m)
	w.occasions()
	w.keepTrees(d)
	d = &w.doc
	w.tree.reset(d, w.known1)
	w.m = m
	n := d.Len()
	w.known = resize(w.known, n)
	w.contexts = resize(w.contexts, n)
	w.outer = resize(w.outer, n)
	w.own = resize(w.own, n)
	w.matched = resize(w.matched, n)
	w.spans = resize(w.spans, n)
	w.acts = resize(w.acts, n)
	clear(w.known)
	clear(w.matched)
	clear(w.acts)
	w.bases = resize(w.bases, len(d.Sentences))
	w.bare = resize(w.bare, len(d.Sentences))
	w.labels = resize(w.labels, len(d.Sentences))
	clear(w.labels)
	for i := range d.Sentences {
		w.bare[i] = true
		for t := d.Sentences[i].First; t < d.Sentences[i].Last; t++ {
			if d.UPOS[t] == syntax.VERB && d.Rels[t] != syntax.RelAmod || d.UPOS[t] == syntax.AUX {
				w.bare[i] = false
				break
			}
		}
	}
	w.protos = w.protos[:0]
	clear(w.made)
	for i := range m.Entities {
		w.made[m.Entities[i].ID] = int32(i)
	}
	w.hash = ""
	w.datesOf = -1
	w.host = -1
	w.today = false
}

// knownVerb reports whether a table knows the verb.
func (w *work) knownVerb(lemma string) bool {
	if len(w.p.verbs[lemma]) > 0 {
		return true
	}
	_, ok := w.p.wrappers[wrapperKey{lemma, 'v'}]
	return ok
}

// rows returns the rows of trigger t.
func (w *work) rows(t int32) []*row {
	switch w.d.UPOS[t] {
	case syntax.VERB, syntax.AUX:
		if w.d.Rels[t] == syntax.RelAux || w.d.Rels[t] == syntax.RelAuxPass || w.d.Rels[t] == syntax.RelCop || w.d.Rels[t] == syntax.RelCase {
			return nil
		}
		return w.p.verbs[w.lemma[t]]
	case syntax.NOUN, syntax.PROPN, syntax.ADJ:
		if k := w.m.ByToken[t]; k >= 0 && w.m.Mentions[k].Kind == entity.Name && w.d.UPOS[t] != syntax.NOUN && w.m.Mentions[k].Last-w.m.Mentions[k].First > 1 {
			return nil // part of a name
		}
		if w.predicated(t) {
			if r := w.p.adjectives[w.lemma[t]]; len(r) > 0 {
				return r
			}
		}
		if w.d.UPOS[t] == syntax.ADJ {
			if w.has(t, syntax.RelObj) { // "it would free prisoners" with "free" as an adjective
				return w.p.verbs[w.lemma[t]]
			}
			return nil
		}
		return w.p.nouns[w.lemma[t]]
	}
	return nil
}

func (p *proto) act() string { return "a" + strconv.Itoa(int(p.trigger)) }
