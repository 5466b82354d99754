package event

import (
	"strings"

	"entente/graph"
	"entente/graph/ontology"
	"entente/loader/entity"
	"entente/loader/syntax"
)

// arguments resolves the first alternative of slots that names somebody.
func (w *work) arguments(t int32, pos byte, alternatives []slot, side byte, kinds []string, dst []arg) []arg {
	n := len(dst)
	for _, s := range alternatives {
		if s.kind == slotComp {
			continue
		}
		if s.kind == slotAny {
			mark := n
			for mark > 0 && side == 'B' && w.args[mark-1].token >= 0 && mark > w.argMark {
				mark--
			}
			k := len(dst)
			for _, a := range w.anyone(t, mark, nil) {
				if accepts(kinds, w.m.Entities[a.entity].Type) {
					dst = append(dst, a)
				}
			}
			if len(dst) > k {
				return dst
			}
			continue
		}
		if s.kind == slotOffice {
			if dst = w.officeArgument(t, kinds, dst); len(dst) > n {
				return dst
			}
			continue
		}
		var derived bool
		mark := len(w.tokens)
		w.tokens, derived = w.fill(t, pos, s, w.tokens)
		list := w.tokens[mark:]
		for _, i := range list {
			dst = w.resolve(i, s, dst)
		}
		w.tokens = w.tokens[:mark]
		kept := dst[:n]
		for _, a := range dst[n:] {
			if s.body && !accepts(bodies, w.m.Entities[a.entity].Type) {
				continue
			}
			if !w.accepts(kinds, a) {
				if a.entity = w.seat(a); a.entity < 0 || !accepts(kinds, graph.Country) {
					continue
				}
				a.how = max(a.how, agency)
			}
			a.derived = derived
			kept = append(kept, a)
		}
		dst = kept
		if len(dst) > n {
			return dst
		}
	}
	return dst
}

// bodies are the kinds of a slot with %.
var bodies = []string{"Organization", "Agreement", "Event"}

// accepts reports whether an argument is of one of the kinds. A name that nothing is known of may be an actor.
func (w *work) accepts(kinds []string, a arg) bool {
	e := &w.m.Entities[a.entity]
	return accepts(kinds, e.Type) || w.unknownName(a) && a.how < agency && accepts(kinds, graph.Company)
}

// seat returns the country of a place that stands for its government, "aid to Kabul", or whose courts and police act,
// "a court in Lyon"; or -1.
func (w *work) seat(a arg) int32 {
	e := &w.m.Entities[a.entity]
	if e.Type != graph.Place {
		return -1
	}
	i, ok := w.g.ByID(e.ID)
	if !ok {
		return -1
	}
	if c, ok := w.g.CapitalOf(i); ok {
		return w.add(c)
	}
	if a.how == agency {
		if c, ok := w.g.ByISO3(e.Country); ok {
			return w.add(c)
		}
	}
	return -1
}

func (w *work) unknownName(a arg) bool {
	e := &w.m.Entities[a.entity]
	if e.Type != graph.Topic && (e.Type != graph.Place || !strings.HasPrefix(string(e.ID), "ent:x/")) || a.token < 0 || w.d.UPOS[a.token] != syntax.PROPN {
		return false
	}
	k := w.mentionAt(a.token)
	return k >= 0 && w.m.Mentions[k].Kind == entity.Name && !w.programme(w.m.Mentions[k].Head)
}

// programme reports whether the last word of a name says that it is a plan or a text, which does nothing.
func (w *work) programme(i int32) bool {
	switch w.lemma[i] {
	case "plan", "act", "program", "programme", "initiative", "agreement", "law", "bill", "order", "declaration", "compact", "guide", "strategy", "charter", "project", "treaty",
		"convention", "resolution", "award", "prize", "medal", "day":
		return true
	}
	return false
}

// anyone appends the first name in the clause of t behind it, other than those in w.args[mark:].
func (w *work) anyone(t int32, mark int, dst []arg) []arg {
	end := w.d.Sentences[w.d.Sent[t]].Last
	if h := w.d.Heads[t]; h >= 0 && w.d.Rels[t] == syntax.RelObj && w.d.UPOS[t] == syntax.NOUN && w.d.UPOS[h] == syntax.VERB {
		t = h // what hangs at "opened" in "opened an inquiry into"
	}
	for i := t + 1; i < end; i++ {
		k := w.m.ByHead[i]
		if k < 0 || len(w.m.Mentions[k].Entities) != 1 {
			continue
		}
		m := &w.m.Mentions[k]
		if m.Kind == entity.Pronoun || m.Kind == entity.Description {
			continue
		}
		inside := false
		for h, n := i, 0; h >= 0 && n < 3*maxDepth; h, n = w.d.Heads[h], n+1 {
			if h == t {
				inside = true
				break
			}
			if r := w.d.Rels[h]; r == syntax.RelParataxis || r == syntax.RelAclRelcl || r == syntax.RelConj && w.d.UPOS[h] == syntax.VERB {
				break
			}
		}
		if !inside || w.suffered(i) {
			continue
		}
		e := m.Entities[0]
		known := false
		for _, a := range w.args[mark:] {
			known = known || a.entity == e
		}
		switch w.m.Entities[e].Type {
		case graph.Topic, graph.EventType, graph.Group:
			known = true
		}
		if !known {
			n := len(dst)
			dst = append(dst, arg{entity: e, token: i, score: m.Score, how: owner, derived: true})
			if m.Kind == entity.Name {
				dst = w.listed(k, n, dst)
				for j := n + 1; j < len(dst); j++ {
					dst[j].how, dst[j].derived = owner, true
				}
			}
			return dst
		}
	}
	return dst
}

// suffered reports whether name i tells who died or was seized: nobody asks "the death of X" for anything.
func (w *work) suffered(i int32) bool {
	h := w.d.Heads[i]
	if h < 0 || w.d.Rels[i] != syntax.RelNmodPoss && (w.d.Rels[i] != syntax.RelNmod || w.preposition(i) != "of") {
		return false
	}
	switch w.lemma[h] {
	case "death", "killing", "murder", "assassination", "execution", "arrest", "detention", "disappearance", "abduction", "kidnapping", "funeral", "memory", "poisoning", "suicide":
		return true
	}
	return false
}

// officeArgument appends the country or body of the office that the subject of t holds.
func (w *work) officeArgument(t int32, kinds []string, dst []arg) []arg {
	i, _ := w.surfaceSubject(t)
	if i < 0 {
		return dst
	}
	k := w.mentionAt(i)
	if k < 0 {
		return dst
	}
	m := &w.m.Mentions[k]
	of := m.OfficeOf
	if of < 0 && m.Office != "" {
		of = w.officeOf(m)
	}
	if of >= 0 && accepts(kinds, w.m.Entities[of].Type) {
		dst = append(dst, arg{entity: of, token: i, score: m.Score})
	}
	return dst
}

// classOf returns the word classes of noun phrase i: its head's, those of what stands before it and after "of".
func (w *work) classOf(i int32) frameClass {
	cl := w.p.classes[w.lemma[i]]
	for c := w.first[i]; c >= 0; c = w.next[c] {
		switch w.d.Rels[c] {
		case syntax.RelCompound, syntax.RelAmod, syntax.RelConj:
			cl.add(w.p.classes[w.lemma[c]])
			for k := w.first[c]; k >= 0; k = w.next[k] {
				if w.d.Rels[k] == syntax.RelCompound || w.d.Rels[k] == syntax.RelConj {
					cl.add(w.p.classes[w.lemma[k]])
				}
			}
		case syntax.RelNmod:
			if p := w.preposition(c); p == "like" || p == "of" && (w.p.roles[w.lemma[i]]&w.partitiveClass != 0 || w.d.UPOS[i] == syntax.NUM || w.d.UPOS[i] == syntax.SYM) || p == "in" && w.d.UPOS[i] == syntax.SYM {
				cl.add(w.p.classes[w.lemma[c]])
				for k := w.first[c]; k >= 0; k = w.next[k] {
					if w.d.Rels[k] == syntax.RelCompound || w.d.Rels[k] == syntax.RelAmod || w.d.Rels[k] == syntax.RelConj {
						cl.add(w.p.classes[w.lemma[k]])
					}
				}
			}
		}
	}
	return cl
}

func (w *work) holds(t int32, r *row) bool {
	if r.pos == 'v' {
		if r.passive != 0 && (r.passive > 0) != w.passive(t) {
			return false
		}
		if r.particle != "" && !w.particle(t, r.particle) {
			return false
		}
	}
	for i := range r.conditions {
		c := &r.conditions[i]
		found := false
		mark := len(w.tokens)
		if c.slot.kind == slotMod { // any word before the noun, not only actors
			var cl frameClass
			for k := w.first[t]; k >= 0; k = w.next[k] {
				switch w.d.Rels[k] {
				case syntax.RelCompound, syntax.RelAmod:
					cl.add(w.p.classes[w.lemma[k]])
					for j := w.first[k]; j >= 0; j = w.next[j] {
						cl.add(w.p.classes[w.lemma[j]])
					}
				}
			}
			found = cl.meets(c.class)
		} else if c.slot.kind == slotComp {
			for k := w.first[t]; k >= 0 && !found; k = w.next[k] {
				switch w.d.Rels[k] {
				case syntax.RelXcomp, syntax.RelCcomp, syntax.RelAdvcl, syntax.RelAcl:
					found = c.class == (frameClass{}) || w.classOf(k).meets(c.class)
				}
			}
		} else {
			w.tokens, _ = w.fill(t, r.pos, c.slot, w.tokens)
			for _, k := range w.tokens[mark:] {
				if c.class == (frameClass{}) || w.classOf(k).meets(c.class) {
					found = true
					break
				}
			}
		}
		w.tokens = w.tokens[:mark]
		if found == c.absent {
			return false
		}
	}
	return true
}

// complements appends the acts that stand in the complement of wrapper t.
func (w *work) complements(t int32, dst []int32) []int32 {
	if g := w.d.Heads[t]; g >= 0 && w.d.Rels[t] == syntax.RelObj && w.d.UPOS[t] == syntax.NOUN {
		if x, ok := w.wrapperOf(g); ok && x.support { // "showed its willingness to help" with the clause at the verb
			for c := w.first[g]; c >= 0; c = w.next[c] {
				if (w.d.Rels[c] == syntax.RelXcomp || w.d.Rels[c] == syntax.RelAdvcl) && c > t && w.infinitive(c) {
					dst = append(dst, c)
				}
			}
		}
	}
	for c := w.first[t]; c >= 0; c = w.next[c] {
		take := false
		switch w.d.Rels[c] {
		case syntax.RelXcomp, syntax.RelCcomp:
			take = true
		case syntax.RelAcl:
			take = w.d.UPOS[t] == syntax.NOUN && (w.infinitive(c) || w.complementClause(c))
		case syntax.RelAclRelcl:
			take = w.d.UPOS[t] == syntax.NOUN && w.complementClause(c)
		case syntax.RelAdvcl:
			if m := w.child(c, syntax.RelMark); m >= 0 {
				switch w.lemma[m] {
				case "of", "against", "for", "from", "to":
					take = true
				}
			}
		case syntax.RelObj, syntax.RelObl, syntax.RelNmod, syntax.RelNsubjPass:
			take = w.event(c) && w.complementNoun(c, t)
		}
		if w.d.Rels[c] == syntax.RelObj && w.control(t) { // "accused Russia of shelling" with the clause at the object
			for k := w.first[c]; k >= 0; k = w.next[k] {
				if (w.d.Rels[k] == syntax.RelAcl || w.d.Rels[k] == syntax.RelAclRelcl) && w.has(k, syntax.RelMark) {
					dst = append(dst, k)
				}
			}
		}
		if !take {
			continue
		}
		dst = append(dst, c)
		for k := w.first[c]; k >= 0; k = w.next[k] {
			if w.d.Rels[k] == syntax.RelConj && (w.d.UPOS[k] == syntax.VERB || w.event(k)) {
				dst = append(dst, k)
			}
			// "agreed to hold talks with": the act is the noun
			if w.d.Rels[k] == syntax.RelObj && w.event(k) {
				if x, ok := w.wrapperOf(c); ok && x.support {
					dst = append(dst, k)
				}
			}
			// "agreed to begin withdrawing"
			if w.d.Rels[k] == syntax.RelXcomp && w.d.UPOS[k] == syntax.VERB && w.d.UPOS[c] == syntax.VERB {
				dst = append(dst, k)
			}
		}
	}
	return dst
}

// match finds the statements of trigger t, those in its complement first.
func (w *work) match(t int32) span {
	if w.matched[t] {
		return w.spans[t]
	}
	w.matched[t] = true
	w.spans[t] = span{}
	rows := w.rows(t)
	if len(rows) == 0 {
		return span{}
	}
	wraps := false
	for _, r := range rows {
		if len(w.p.refine[r.predicate]) > 0 || slotsHave(r.b, slotComp) {
			wraps = true
			break
		}
	}
	mark := len(w.tokens)
	if wraps {
		w.tokens = w.complements(t, w.tokens)
		for k := mark; k < len(w.tokens); k++ {
			w.match(w.tokens[k])
		}
	}
	from := int32(len(w.protos))
	found := false
	for _, r := range rows {
		if !w.holds(t, r) {
			continue
		}
		if w.acts[t] == nil {
			w.acts[t] = r
		}
		if w.try(t, r, w.tokens[mark:]) {
			w.acts[t], found = r, true
			if r.pos != 'a' { // "an expert at the Stimson Center on Iran" says two things
				break
			}
		}
	}
	if r := w.acts[t]; !found && r != nil && !r.pair {
		w.tryPlace(t, r, w.tokens[mark:])
	}
	w.tokens = w.tokens[:mark]
	w.spans[t] = span{from, int32(len(w.protos))}
	return w.spans[t]
}

// try fills row r at trigger t; comps are the acts of its complement.
func (w *work) try(t int32, r *row, comps []int32) bool {
	mark := len(w.args)
	w.argMark = mark
	defer func() { w.args = w.args[:mark] }()
	if r.pair {
		for k := range r.a { // the first place that names two
			w.args = w.arguments(t, r.pos, r.a[k:k+1], 'A', r.meta.Domain, w.args[:mark])
			list := w.args[mark:]
			done := false
			for i := range list {
				for j := i + 1; j < len(list); j++ {
					if list[i].entity != list[j].entity {
						w.push(t, r, r.predicate, r.cameo, list[i], list[j], -1)
						done = true
					}
				}
			}
			if done {
				return true
			}
		}
		return false
	}
	w.args = w.arguments(t, r.pos, r.a, 'A', r.meta.Domain, w.args)
	mid := len(w.args)
	if mid == mark {
		return false
	}
	predicate, cameo, about := r.predicate, r.cameo, int32(-1)
	refined := w.p.refine[r.predicate]
	if r.cameo == "038" {
		refined = nil // who accepts a mediator does not mediate
	}
	if len(refined) > 0 {
		predicate, cameo, about = w.refined(r, refined, comps)
	}
	switch {
	case predicate == "agreed_to" && r.pos == 'a' && about >= 0 && w.protos[about].row != nil && w.protos[about].row.meta.Class == "CONSULT":
		return false // who is ready to meet somebody has not agreed with him
	case predicate == "agreed_to" || predicate == "promised":
		if harm, undone := w.harmful(comps); undone || harm && w.lemma[t] == "agree" {
			return false // to spare somebody, or to harm him together with others, is no promise to him
		} else if harm {
			predicate, cameo, about = w.refined(&threat, w.p.refine[threat.predicate], comps)
		}
	case predicate == "charged" && w.lemma[t] == "charge" && w.tasked(t):
		return false
	case w.lemma[t] == "insist" && !w.insists(t), predicate == "phoned" && r.pos == 'v' && w.object(t) >= 0 && w.twoObjects(w.object(t)):
		return false
	case r.b[0].kind == slotAny && predicate == "released":
		if o := w.object(t); w.passive(t) || o >= 0 && w.classOf(o).meets(w.p.names["text"]) {
			return false
		}
	}
	if r.b[0].kind == slotComp && w.tryComplement(t, r, predicate, cameo, mark, mid, comps) {
		return true
	}
	w.args = w.arguments(t, r.pos, r.b, 'B', r.meta.Range, w.args)
	as, bs := w.args[mark:mid], w.args[mid:]
	done := false
	for _, a := range as {
		for _, b := range bs {
			if a.entity == b.entity || r.predicate == "seized" && b.how < agency && w.m.Entities[b.entity].Type == graph.Person {
				continue // who is captured is arrested
			}
			w.push(t, r, predicate, cameo, a, b, about)
			done = true
		}
	}
	if len(bs) > 0 || !slotsHave(r.b, slotComp) {
		return done
	}
	return r.b[0].kind != slotComp && w.tryComplement(t, r, predicate, cameo, mark, mid, comps)
}

// threat is what a vow to do harm is.
var threat = row{predicate: "threatened", cameo: "130"}

// harmful reports whether the complement tells of harm, and whether of harm that is not to be done.
func (w *work) harmful(comps []int32) (harm, undone bool) {
	for _, c := range comps {
		if act := w.acts[c]; act != nil && act.meta.Kind == ontology.Event {
			switch act.meta.Class {
			case "ASSAULT", "COERCE", "SANCTION":
				w.context(c)
				return true, w.own[c] == graph.Negated || w.hasLemma(c, syntax.RelAdvmod, "never")
			}
			return false, false
		}
		switch w.lemma[c] {
		case "block", "isolate", "counter", "combat", "fight", "defeat", "punish", "confront", "destroy", "eliminate", "deter", "contain":
			return false, true
		}
	}
	return false, false
}

// tasked reports whether verb t gives somebody something to do: "charged the ministers to oversee it".
func (w *work) tasked(t int32) bool {
	for c := w.first[t]; c >= 0; c = w.next[c] {
		if r := w.d.Rels[c]; (r == syntax.RelXcomp || r == syntax.RelAdvcl) && w.infinitive(c) {
			return true
		}
		if w.d.Rels[c] != syntax.RelObj {
			continue
		}
		for k := w.first[c]; k >= 0; k = w.next[k] {
			if w.d.Rels[k] == syntax.RelAcl && w.infinitive(k) && w.d.UPOS[k] == syntax.VERB {
				return true
			}
		}
	}
	return false
}

// insists reports whether verb t asks for what its clause tells, "insisted that Iran leave", and does not affirm it,
// "insisted that it had left".
func (w *work) insists(t int32) bool {
	k := w.child(t, syntax.RelCcomp)
	return k < 0 || !w.past(k) && w.d.XPOS[k] != syntax.TagVBZ && !w.has(k, syntax.RelCop) && !w.hasLemma(k, syntax.RelAux, "have") && !w.hasLemma(k, syntax.RelAux, "will") &&
		!w.hasLemma(k, syntax.RelAux, "do")
}

// tryPlace takes what the act at t happens in, on or to for its recipient where the words name no other: "imposed a curfew
// on Basra", "protested in Hong Kong", "agreed to withdraw from Lebanon".
func (w *work) tryPlace(t int32, r *row, comps []int32) {
	switch r.meta.Class {
	case "ASSAULT", "COERCE", "MOBILIZE", "AID", "PROTEST", "RETREAT", "CONCEDE", "AGREE", "REJECT", "THREATEN", "SANCTION":
	default:
		return
	}
	if r.meta.Kind != ontology.Event || r.b[0].named || !r.meta.Accepts("Place") && r.pos == 'v' && r.b[0].kind == slotObj && !r.b[0].owner {
		return // who kills people in a country does not kill the country
	}
	mark := len(w.args)
	w.argMark = mark
	defer func() { w.args = w.args[:mark] }()
	w.args = w.arguments(t, r.pos, r.a, 'A', r.meta.Domain, w.args)
	mid := len(w.args)
	if mid == mark {
		return
	}
	if w.args = w.around(t, 0, r.meta.Class, r.meta.Range, w.args); len(w.args) == mid && r.meta.Class == "PROTEST" {
		w.args = w.around(w.args[mark].token, 0, r.meta.Class, r.meta.Range, w.args) // "workers in Poland went on strike"
	}
	predicate, cameo, about := r.predicate, r.cameo, int32(-1)
	if refined := w.p.refine[r.predicate]; len(refined) > 0 {
		predicate, cameo, about = w.refined(r, refined, comps)
	}
	as, bs := w.args[mark:mid], w.args[mid:]
	for _, a := range as {
		for _, b := range bs {
			if a.entity != b.entity {
				w.push(t, r, predicate, cameo, a, b, about)
			}
		}
	}
}

// around appends the first names that stand in a prepositional phrase of t or of what it governs.
func (w *work) around(t int32, depth int, class string, kinds []string, dst []arg) []arg {
	if depth > 4 {
		return dst
	}
	n := len(dst)
	for c := w.first[t]; c >= 0; c = w.next[c] {
		switch w.d.Rels[c] {
		case syntax.RelObl, syntax.RelNmod:
			switch w.preposition(c) {
			case "in", "on", "at", "near", "against", "to", "from", "into", "along", "inside", "outside", "across", "for", "towards", "throughout":
			case "of":
				if class == "PROTEST" && !territory(w.lemma[t]) { // "a demonstration of the game"
					continue
				}
			case "with":
				if w.lemma[t] != "border" && w.lemma[t] != "frontier" {
					continue
				}
			default:
				continue
			}
			if k := w.mentionAt(c); k >= 0 && w.m.Mentions[k].Kind == entity.Name && len(w.m.Mentions[k].Entities) == 1 {
				a := arg{entity: w.m.Mentions[k].Entities[0], token: c, score: w.m.Mentions[k].Score, how: owner, derived: true}
				if !accepts(kinds, w.m.Entities[a.entity].Type) {
					a.how = agency
					a.entity, a.how = w.seat(a), owner
				}
				if a.entity >= 0 && accepts(kinds, w.m.Entities[a.entity].Type) && w.m.Entities[a.entity].Type != graph.Person {
					return append(dst, a)
				}
			}
		case syntax.RelObj, syntax.RelXcomp:
		default:
			continue
		}
		if dst = w.around(c, depth+1, class, kinds, dst); len(dst) > n {
			return dst
		}
	}
	return dst
}

// territory lists parts of countries that are told by name: "the province of Kosovo".
func territory(lemma string) bool {
	switch lemma {
	case "province", "region", "state", "city", "town", "village", "district", "capital", "island", "republic", "part", "area", "suburb", "port":
		return true
	}
	return false
}

// tryComplement takes the recipient of wrapper t from the act in its complement: w.args[mark:mid] are the actors.
func (w *work) tryComplement(t int32, r *row, predicate graph.Predicate, cameo string, mark, mid int, comps []int32) bool {
	done := false
	add := func(b arg, about int32) {
		if b.how == topic {
			return // who agrees to lay down weapons agrees with nobody by that
		}
		b.derived = true
		if !accepts(r.meta.Range, w.m.Entities[b.entity].Type) {
			if e := w.seat(b); e >= 0 {
				b.entity, b.how = e, max(b.how, agency)
			}
		}
		for k := mark; k < mid; k++ {
			if a := w.args[k]; b.entity != a.entity && accepts(r.meta.Range, w.m.Entities[b.entity].Type) {
				w.push(t, r, predicate, cameo, a, b, about)
				done = true
			}
		}
	}
	for _, c := range comps {
		sp := w.spans[c]
		for k := sp.from; k < sp.to; k++ {
			q := w.protos[k]
			if q.drop != "" {
				continue
			}
			b := q.b
			if q.a.entity != w.args[mark].entity {
				b = q.a
			} else if predicate == "accused" {
				continue // nobody accuses himself
			}
			if predicate == "accused" {
				if m := ontology.Lookup(q.predicate); m != nil && !conflict(m.Class) {
					continue
				}
			}
			add(b, k)
		}
	}
	if done {
		return true
	}
	// an act that the table does not know: who does it, else to whom
	for _, c := range comps {
		n := len(w.args)
		if predicate == "accused" {
			act := w.acts[c]
			blamed := w.d.UPOS[c] == syntax.ADJ && w.p.classes[w.lemma[c]].meets(w.p.names["blameful"]) // "said that the rebels were responsible"
			if w.context(c); !blamed && w.own[c] != graph.Negated && (act == nil || act.meta.Class != "REJECT" && !conflict(act.meta.Class)) {
				continue // to claim what another does accuses him of bad deeds and of what he leaves undone
			}
		}
		if w.d.UPOS[c] == syntax.VERB || w.d.UPOS[c] == syntax.ADJ && predicate == "accused" {
			if s, _ := w.surfaceSubject(c); s >= 0 {
				w.args = w.resolve(s, slot{}, w.args)
			}
			for k := n; k < len(w.args); k++ {
				add(w.args[k], -1)
			}
			if done {
				return true
			}
		}
		w.args = w.args[:n]
		for k := w.first[c]; k >= 0 && !done; k = w.next[k] {
			switch w.d.Rels[k] {
			case syntax.RelObj, syntax.RelObl, syntax.RelNmod:
				if k > c {
					w.args = w.resolve(k, slot{owner: w.d.Rels[k] == syntax.RelObj}, w.args)
					if len(w.args) == n {
						mark := len(w.tokens)
						for _, p := range [...]string{"on", "against", "to", "with", "for", "from", "of", "in"} {
							if w.tokens = w.deep(k, p, w.tokens, 0); len(w.tokens) > mark {
								w.args = w.resolve(w.tokens[mark], slot{}, w.args)
								break
							}
						}
						w.tokens = w.tokens[:mark]
					}
					for j := n; j < len(w.args); j++ {
						if w.args[j].how < nameless {
							add(w.args[j], -1)
						}
					}
					w.args = w.args[:n]
				}
			}
		}
		if !done {
			for _, b := range w.anyone(c, mark, nil) {
				add(b, -1)
			}
		}
		if done {
			return true
		}
	}
	return done
}

func slotsHave(s []slot, k slotKind) bool {
	for i := range s {
		if s[i].kind == k {
			return true
		}
	}
	return false
}

// refined returns what a wrapper of row r becomes by the first act in its complement that the table knows.
func (w *work) refined(r *row, table []refinement, comps []int32) (graph.Predicate, string, int32) {
	for _, c := range comps {
		act := w.acts[c]
		if act == nil {
			continue
		}
		predicate, code, about := act.predicate, act.cameo, int32(-1)
		if sp := w.spans[c]; sp.to > sp.from {
			about = sp.from
			predicate, code = w.protos[about].predicate, w.protos[about].cameo
		}
		if code == "" {
			_, _, code = ontology.Class(predicate, "")
		}
		best := -1
		for i := range table {
			x := &table[i]
			if x.base != "" && x.base != "-" && x.base != r.cameo {
				continue
			}
			ok := x.act != "" && x.act == predicate || x.act == "" && len(code) >= len(x.prefix) && code[:len(x.prefix)] == x.prefix
			if ok && (best < 0 || x.act != "" || table[best].act == "" && len(x.prefix) > len(table[best].prefix)) {
				best = i
			}
		}
		if best >= 0 {
			return table[best].predicate, table[best].cameo, about
		}
		return r.predicate, r.cameo, about
	}
	return r.predicate, r.cameo, -1
}

func (w *work) push(t int32, r *row, predicate graph.Predicate, cameo string, a, b arg, about int32) {
	p := proto{row: r, predicate: predicate, cameo: cameo, trigger: t, a: a, b: b, about: about}
	if r.pos == 'a' && !w.copular(t) && !w.unsettled(t) {
		p.modality = graph.Asserted // an apposition is given, whatever the clause around it is
	}
	if b.how == topic && predicate == "tested_weapon" && !w.p.classes[w.lemma[b.token]].meets(w.p.names["missile"]) {
		p.drop = "no weapon"
	} else if e := w.eventOf(b.token); b.how == topic && predicate == "attended" && e >= 0 {
		p.b.entity, p.b.how = e, owner
	} else if b.how == topic && predicate == "attended" && !strings.Contains(w.m.Entities[b.entity].Name, " ") {
		if e := w.lastEvent(b.token); e >= 0 {
			p.b.entity, p.b.how = e, pronoun
		} else {
			p.drop = "a meeting without a name"
		}
	}
	w.protos = append(w.protos, p)
}

// eventOf returns the named event that a meeting is part of: "the forum's main session"; or -1.
func (w *work) eventOf(i int32) int32 {
	if i < 0 {
		return -1
	}
	for c := w.first[i]; c >= 0; c = w.next[c] {
		switch w.d.Rels[c] {
		case syntax.RelNmodPoss, syntax.RelCompound, syntax.RelNmod:
			if k := w.m.ByHead[c]; k >= 0 && len(w.m.Mentions[k].Entities) == 1 {
				if e := w.m.Mentions[k].Entities[0]; w.m.Entities[e].Type == graph.EventType {
					return e
				}
			}
		}
	}
	return -1
}

// lastEvent returns the named meeting that was last told before token i, or -1: "the event".
func (w *work) lastEvent(i int32) int32 {
	for k := i - 1; k >= 0 && w.d.Sent[k]+3 >= w.d.Sent[i]; k-- {
		if m := w.m.ByHead[k]; m >= 0 && len(w.m.Mentions[m].Entities) == 1 {
			if e := w.m.Mentions[m].Entities[0]; w.m.Entities[e].Type == graph.EventType {
				return e
			}
		}
	}
	return -1
}
