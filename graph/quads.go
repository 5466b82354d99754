package graph

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// The quads of one article, all under the label of the article ("art:" and its percent-encoded id).
//
// The article itself:
//
//	<art:ID> <rdf:type>            <onto:Article>
//	<art:ID> <dcterms:title>       "..."                  these five only if they are known
//	<art:ID> <dcterms:date>        "2023-09-12"^^<xsd:date>
//	<art:ID> <dcterms:publisher>   "..."
//	<art:ID> <dcterms:source>      "https://..."
//	<art:ID> <dcterms:language>    "en"
//	<art:ID> <onto:sha256>         "..."
//	<art:ID> <onto:extractor>      "..."
//	<art:ID> <onto:text>           "..."
//	<art:ID> <onto:mentions>       <ent:...>              every entity of the record
//	<ent:E>  <onto:code>           "RUSGOV"               its CAMEO code at the article's date
//
// An edge for each asserted statement, in both directions where the predicate is symmetric:
//
//	<ent:A> <rel:visited> <ent:B>
//
// A node for each statement, asserted or not:
//
//	<evt:...> <rdf:type>           <onto:Event>
//	<evt:...> <onto:predicate>     <rel:visited>
//	<evt:...> <onto:actor>         <ent:A>
//	<evt:...> <onto:recipient>     <ent:B>
//	<evt:...> <onto:modality>      <onto:asserted>
//	<evt:...> <onto:confidence>    0.93
//	<evt:...> <onto:sentence>      31                     -1 is the title
//	<evt:...> <onto:range>         "4711-4839"            bytes of the text (of the title), end excluded
//	<evt:...> <onto:evidence>      "..."
//	<evt:...> <onto:attributedTo>  <ent:...>              each source; nearest to the reader first when read in order
//	<evt:...> <onto:attribution>   "ent:tass\nent:x"      the chain as lines "node" or "node\tname": only if it has
//	                                                      several links, or a name that is not the entity's own
//	<evt:...> <onto:date>          "2023-07"^^<xsd:gYearMonth>
//	<evt:...> <onto:place>         <ent:...>
//	<evt:...> <onto:placeName>     "..."                  only if it is not the entity's own name
//	<evt:...> <onto:position>      "defence minister"
//	<evt:...> <onto:plover>        "CONSULT"
//	<evt:...> <onto:mode>          "visit"
//	<evt:...> <onto:cameo>         "042"
//	<evt:...> <onto:act>           <act:...>
//	<evt:...> <onto:about>         <evt:...>
//
// What is empty has no quad. Characters that an IRI may not hold are percent-encoded.
//
// Background, what the gazetteer knows of the entities that occur, is under the label <src:gazetteer>:
//
//	<ent:E> <rdf:type>       <onto:Person>
//	<ent:E> <rdfs:label>     "Sergei Shoigu"
//	<ent:E> <skos:altLabel>  "..."
//	<ent:E> <onto:country>   "RUS"
//	<ent:E> <onto:iso2>      "RU"
//	<ent:E> <owl:sameAs>     <wd:Q123>
//	<ent:E> <onto:wikipedia> "Sergei Shoigu"
//	<ent:E> <rel:holds_position> <ent:O>                  each fact
//	<ent:O> <rdf:type>, <rdfs:label>                      of the fact's object
//	<fact:16 hex> <rdf:type> <onto:Fact>                  only if the fact has one of the last four
//	<fact:...> <onto:predicate>, <onto:actor>, <onto:recipient>
//	<fact:...> <onto:position>, <onto:from>, <onto:to>, <onto:source>

// BackgroundLabel is the label of what is known from the gazetteer and not from an article.
const BackgroundLabel Node = "src:gazetteer"

const (
	iriType      = quad.IRI("rdf:type")
	iriLabel     = quad.IRI("rdfs:label")
	iriAltLabel  = quad.IRI("skos:altLabel")
	iriSameAs    = quad.IRI("owl:sameAs")
	iriTitle     = quad.IRI("dcterms:title")
	iriDate      = quad.IRI("dcterms:date")
	iriPublisher = quad.IRI("dcterms:publisher")
	iriURL       = quad.IRI("dcterms:source")
	iriLanguage  = quad.IRI("dcterms:language")

	ontoArticle      = quad.IRI("onto:Article")
	ontoEvent        = quad.IRI("onto:Event")
	ontoFact         = quad.IRI("onto:Fact")
	ontoSHA256       = quad.IRI("onto:sha256")
	ontoExtractor    = quad.IRI("onto:extractor")
	ontoText         = quad.IRI("onto:text")
	ontoMentions     = quad.IRI("onto:mentions")
	ontoCode         = quad.IRI("onto:code")
	ontoPredicate    = quad.IRI("onto:predicate")
	ontoActor        = quad.IRI("onto:actor")
	ontoRecipient    = quad.IRI("onto:recipient")
	ontoModality     = quad.IRI("onto:modality")
	ontoConfidence   = quad.IRI("onto:confidence")
	ontoSentence     = quad.IRI("onto:sentence")
	ontoRange        = quad.IRI("onto:range")
	ontoEvidence     = quad.IRI("onto:evidence")
	ontoAttributedTo = quad.IRI("onto:attributedTo")
	ontoAttribution  = quad.IRI("onto:attribution")
	ontoDate         = quad.IRI("onto:date")
	ontoPlace        = quad.IRI("onto:place")
	ontoPlaceName    = quad.IRI("onto:placeName")
	ontoPosition     = quad.IRI("onto:position")
	ontoPLOVER       = quad.IRI("onto:plover")
	ontoMode         = quad.IRI("onto:mode")
	ontoCAMEO        = quad.IRI("onto:cameo")
	ontoAct          = quad.IRI("onto:act")
	ontoAbout        = quad.IRI("onto:about")
	ontoCountry      = quad.IRI("onto:country")
	ontoISO2         = quad.IRI("onto:iso2")
	ontoWikipedia    = quad.IRI("onto:wikipedia")
	ontoFrom         = quad.IRI("onto:from")
	ontoTo           = quad.IRI("onto:to")
	ontoSource       = quad.IRI("onto:source")
)

// ArticleNode is the node, and the label, of the article with this id.
func ArticleNode(id string) Node { return Node("art:" + escapeIRI(id)) }

// ArticleID is the id of the article whose node is n; ok is false if n is no article's.
func ArticleID(n Node) (id string, ok bool) {
	s, ok := strings.CutPrefix(string(n), "art:")
	if !ok {
		return "", false
	}
	return unescape(s), true
}

// Class is the vocabulary's class of entities of type t: "onto:GovernmentBody". Named events are onto:NamedEvent, because
// onto:Event is the class of the statements' nodes.
func Class(t Type) Node {
	switch t {
	case IGO, NGO:
		return Node("onto:" + strings.ToUpper(string(t)))
	case EventType:
		return "onto:NamedEvent"
	}
	var b strings.Builder
	b.WriteString("onto:")
	for part := range strings.SplitSeq(string(t), "_") {
		if part != "" {
			b.WriteString(strings.ToUpper(part[:1]))
			b.WriteString(part[1:])
		}
	}
	return Node(b.String())
}

// IRI is n as Cayley holds it.
func (n Node) IRI() quad.IRI { return quad.IRI(escapeNode(string(n))) }

// IRI is p as Cayley holds it: <rel:met>.
func (p Predicate) IRI() quad.IRI { return quad.IRI("rel:" + escape(string(p), inIRI)) }

// NodeOf is the node of an IRI as Cayley holds it.
func NodeOf(v quad.IRI) Node { return Node(unescapeNode(string(v))) }

// PredicateOf is the predicate of an IRI as Cayley holds it; ok is false if it is not one of entente's ("rel:...").
func PredicateOf(v quad.IRI) (p Predicate, ok bool) {
	s, ok := strings.CutPrefix(string(v), "rel:")
	return Predicate(unescape(s)), ok
}

const upperHex = "0123456789ABCDEF"

// escapeIRI percent-encodes every byte that is not unreserved in RFC 3986, nor '/'.
func escapeIRI(s string) string {
	return escape(s, func(c byte) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~' || c == '/'
	})
}

// inIRI says whether a byte may stand in an IRI; '%' is left out, so that encoding can be undone.
func inIRI(c byte) bool {
	return c > ' ' && c != '%' && c != '<' && c != '>' && c != '"' && c != '{' && c != '}' && c != '|' && c != '^' && c != '`' && c != '\\' && c != 0x7f
}

// escapeNode percent-encodes the bytes that an IRI may not hold. The ids of article nodes are encoded already.
func escapeNode(s string) string {
	if strings.HasPrefix(s, "art:") {
		return s
	}
	return escape(s, inIRI)
}

func unescapeNode(s string) string {
	if strings.HasPrefix(s, "art:") {
		return s
	}
	return unescape(s)
}

func unescape(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				b = append(b, byte(n))
				i += 2
				continue
			}
		}
		b = append(b, s[i])
	}
	return string(b)
}

func escape(s string, keep func(byte) bool) string {
	clean := true
	for i := 0; i < len(s) && clean; i++ {
		clean = keep(s[i])
	}
	if clean && utf8.ValidString(s) {
		return s
	}
	b := make([]byte, 0, len(s)+16)
	for i := 0; i < len(s); {
		_, n := utf8.DecodeRuneInString(s[i:])
		valid := n > 1 || s[i] < utf8.RuneSelf
		for ; n > 0; n, i = n-1, i+1 {
			if valid && keep(s[i]) {
				b = append(b, s[i])
			} else {
				b = append(b, '%', upperHex[s[i]>>4], upperHex[s[i]&15])
			}
		}
	}
	return string(b)
}

func dateValue(d Date) quad.Value {
	switch len(d) {
	case 4:
		return quad.TypedString{Value: quad.String(d), Type: "xsd:gYear"}
	case 7:
		return quad.TypedString{Value: quad.String(d), Type: "xsd:gYearMonth"}
	case 10:
		return quad.TypedString{Value: quad.String(d), Type: "xsd:date"}
	}
	return quad.String(d)
}

// quadList collects the quads of one label, each once.
type quadList struct {
	label quad.Value
	list  []quad.Quad
	edges map[[3]quad.IRI]struct{}
}

func (l *quadList) add(s, p quad.IRI, o quad.Value) {
	l.list = append(l.list, quad.Quad{Subject: s, Predicate: p, Object: o, Label: l.label})
}

func (l *quadList) text(s, p quad.IRI, o string) {
	if o != "" {
		l.add(s, p, quad.String(o))
	}
}

// edge adds a quad between two nodes unless it is there.
func (l *quadList) edge(s, p, o quad.IRI) {
	k := [3]quad.IRI{s, p, o}
	if _, ok := l.edges[k]; ok {
		return
	}
	if l.edges == nil {
		l.edges = map[[3]quad.IRI]struct{}{}
	}
	l.edges[k] = struct{}{}
	l.add(s, p, o)
}

// articleQuads are the quads of rec under its article's label, in an order that is a function of rec.
func articleQuads(rec *Record, symmetric func(Predicate) bool) []quad.Quad {
	a := &rec.Article
	art := quad.IRI(ArticleNode(a.ID))
	l := quadList{label: art, list: make([]quad.Quad, 0, 12+2*len(rec.Entities)+18*len(rec.Statements))}
	l.add(art, iriType, ontoArticle)
	l.text(art, iriTitle, a.Title)
	if a.Date != "" {
		l.add(art, iriDate, dateValue(a.Date))
	}
	l.text(art, iriPublisher, a.Publisher)
	l.text(art, iriURL, a.URL)
	l.text(art, iriLanguage, a.Lang)
	l.text(art, ontoSHA256, a.SHA256)
	l.text(art, ontoExtractor, a.Extractor)
	l.text(art, ontoText, a.Text)

	names := make(map[Node]string, len(rec.Entities))
	for i := range rec.Entities {
		e := &rec.Entities[i]
		if _, ok := names[e.ID]; ok {
			continue
		}
		names[e.ID] = e.Name
		l.add(art, ontoMentions, e.ID.IRI())
		l.text(e.ID.IRI(), ontoCode, e.Code)
	}

	for i := range rec.Statements {
		st := &rec.Statements[i]
		evt, pred := st.Event.IRI(), st.Predicate.IRI()
		subj, obj := st.Subject.IRI(), st.Object.IRI()
		if st.Modality == Asserted {
			l.edge(subj, pred, obj)
			if symmetric(st.Predicate) {
				l.edge(obj, pred, subj)
			}
		}
		l.add(evt, iriType, ontoEvent)
		l.add(evt, ontoPredicate, pred)
		l.add(evt, ontoActor, subj)
		l.add(evt, ontoRecipient, obj)
		l.add(evt, ontoModality, quad.IRI("onto:"+st.Modality))
		l.add(evt, ontoConfidence, quad.Float(st.Confidence))
		l.add(evt, ontoSentence, quad.Int(st.Sentence))
		l.add(evt, ontoRange, quad.String(strconv.Itoa(st.Begin)+"-"+strconv.Itoa(st.End)))
		l.text(evt, ontoEvidence, st.Evidence)
		for _, by := range st.AttributedTo {
			if by != "" {
				l.edge(evt, ontoAttributedTo, by.IRI())
			}
		}
		l.text(evt, ontoAttribution, attributionLines(st, names))
		if st.Date != "" {
			l.add(evt, ontoDate, dateValue(st.Date))
		}
		if st.Place != "" {
			l.add(evt, ontoPlace, st.Place.IRI())
		}
		if st.PlaceName != names[st.Place] || st.Place == "" {
			l.text(evt, ontoPlaceName, st.PlaceName)
		}
		l.text(evt, ontoPosition, st.Position)
		l.text(evt, ontoPLOVER, st.PLOVER)
		l.text(evt, ontoMode, st.Mode)
		l.text(evt, ontoCAMEO, st.CAMEO)
		if st.Act != "" {
			l.add(evt, ontoAct, Node(st.Act).IRI())
		}
		for _, about := range st.About {
			l.edge(evt, ontoAbout, about.IRI())
		}
	}
	return l.list
}

// attributionLines is the value of onto:attribution, "" if the sources' own quads tell all.
func attributionLines(st *Statement, names map[Node]string) string {
	n := max(len(st.AttributedTo), len(st.Attribution))
	plain := n <= 1 && len(st.AttributedTo) == len(st.Attribution)
	var b strings.Builder
	for i := range n {
		var node Node
		var name string
		if i < len(st.AttributedTo) {
			node = st.AttributedTo[i]
		}
		if i < len(st.Attribution) {
			name = st.Attribution[i]
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(escapeNode(string(node)))
		own, known := names[node]
		if node == "" || !known || own != name {
			b.WriteByte('\t')
			b.WriteString(strings.NewReplacer("\n", " ", "\t", " ").Replace(name))
			plain = false
		}
	}
	if plain {
		return ""
	}
	return b.String()
}

// backgroundQuads are what e adds under BackgroundLabel.
func backgroundQuads(e *Entity) []quad.Quad {
	l := quadList{label: quad.IRI(BackgroundLabel)}
	id := e.ID.IRI()
	describe := func(n quad.IRI, t Type, name string) {
		if t != "" {
			l.edge(n, iriType, quad.IRI(Class(t)))
		}
		l.text(n, iriLabel, name)
	}
	describe(id, e.Type, e.Name)
	seen := map[string]bool{e.Name: true}
	for _, alias := range e.Aliases {
		if !seen[alias] {
			seen[alias] = true
			l.text(id, iriAltLabel, alias)
		}
	}
	l.text(id, ontoCountry, e.Country)
	l.text(id, ontoISO2, e.ISO2)
	if e.Wikidata != "" {
		l.add(id, iriSameAs, Node("wd:"+e.Wikidata).IRI())
	}
	l.text(id, ontoWikipedia, e.Wikipedia)
	described := map[Node]bool{e.ID: true}
	facts := map[Node]bool{}
	for i := range e.Facts {
		f := &e.Facts[i]
		obj := f.Object.IRI()
		l.edge(id, f.Predicate.IRI(), obj)
		if !described[f.Object] {
			described[f.Object] = true
			describe(obj, f.ObjectType, f.ObjectName)
		}
		if f.Position == "" && f.From == "" && f.To == "" && f.Source == "" {
			continue
		}
		node := factNode(e.ID, f)
		if facts[node] {
			continue
		}
		facts[node] = true
		n := node.IRI()
		l.add(n, iriType, ontoFact)
		l.add(n, ontoPredicate, f.Predicate.IRI())
		l.add(n, ontoActor, id)
		l.add(n, ontoRecipient, obj)
		l.text(n, ontoPosition, f.Position)
		if f.From != "" {
			l.add(n, ontoFrom, dateValue(f.From))
		}
		if f.To != "" {
			l.add(n, ontoTo, dateValue(f.To))
		}
		l.text(n, ontoSource, f.Source)
	}
	return l.list
}

func factNode(e Node, f *Fact) Node {
	return Node("fact:" + shortHash(string(e), string(f.Predicate), string(f.Object), f.Position, string(f.From), string(f.To), f.Source))
}

// textOf is what a literal says.
func textOf(v quad.Value) string {
	switch v := v.(type) {
	case quad.String:
		return string(v)
	case quad.TypedString:
		return string(v.Value)
	case quad.LangString:
		return string(v.Value)
	case quad.IRI:
		return string(v)
	case nil:
		return ""
	}
	return quad.ToString(v)
}

// A decoder rebuilds statements from their quads.
type decoder struct {
	article string
	name    func(Node) string // canonical names, as of the article's record
	byNode  map[quad.Value]int
	events  []Statement
	chains  map[int]string // attribution lines, by index of events
	named   map[int]bool   // events with a placeName of their own
}

func newDecoder(article string, name func(Node) string) *decoder {
	return &decoder{article: article, name: name, byNode: map[quad.Value]int{}, chains: map[int]string{}, named: map[int]bool{}}
}

// add takes one quad of the article; those of no event are left aside.
func (d *decoder) add(s, p, o quad.Value) error {
	subj, ok := s.(quad.IRI)
	if !ok || !strings.HasPrefix(string(subj), "evt:") {
		return nil
	}
	i, ok := d.byNode[s]
	if !ok {
		i = len(d.events)
		d.byNode[s] = i
		d.events = append(d.events, Statement{Event: NodeOf(subj), Article: d.article})
	}
	st := &d.events[i]
	pred, _ := p.(quad.IRI)
	node := func() Node { v, _ := o.(quad.IRI); return NodeOf(v) }
	switch pred {
	case ontoPredicate:
		v, _ := o.(quad.IRI)
		q, ok := PredicateOf(v)
		if !ok {
			return fmt.Errorf("event %s: %v is no predicate", st.Event, o)
		}
		st.Predicate = q
	case ontoActor:
		st.Subject = node()
	case ontoRecipient:
		st.Object = node()
	case ontoModality:
		st.Modality = Modality(strings.TrimPrefix(string(node()), "onto:"))
	case ontoConfidence:
		switch v := o.(type) {
		case quad.Float:
			st.Confidence = float64(v)
		case quad.Int:
			st.Confidence = float64(v)
		}
	case ontoSentence:
		v, _ := o.(quad.Int)
		st.Sentence = int(v)
	case ontoRange:
		from, to, _ := strings.Cut(textOf(o), "-")
		var err1, err2 error
		st.Begin, err1 = strconv.Atoi(from)
		st.End, err2 = strconv.Atoi(to)
		if err1 != nil || err2 != nil {
			return fmt.Errorf("event %s: %q is no range", st.Event, textOf(o))
		}
	case ontoEvidence:
		st.Evidence = textOf(o)
	case ontoAttributedTo:
		st.AttributedTo = append(st.AttributedTo, node())
	case ontoAttribution:
		d.chains[i] = textOf(o)
	case ontoDate:
		st.Date = Date(textOf(o))
	case ontoPlace:
		st.Place = node()
	case ontoPlaceName:
		st.PlaceName = textOf(o)
		d.named[i] = true
	case ontoPosition:
		st.Position = textOf(o)
	case ontoPLOVER:
		st.PLOVER = textOf(o)
	case ontoMode:
		st.Mode = textOf(o)
	case ontoCAMEO:
		st.CAMEO = textOf(o)
	case ontoAct:
		st.Act = string(node())
	case ontoAbout:
		st.About = append(st.About, node())
	}
	return nil
}

// statements are the events in the order in which they came.
func (d *decoder) statements() []Statement {
	for i := range d.events {
		st := &d.events[i]
		if lines, ok := d.chains[i]; ok {
			st.AttributedTo = nil
			for line := range strings.SplitSeq(lines, "\n") {
				node, name, named := strings.Cut(line, "\t")
				by := NodeOf(quad.IRI(node))
				if !named {
					name = d.name(by)
				}
				st.AttributedTo = append(st.AttributedTo, by)
				st.Attribution = append(st.Attribution, name)
			}
		} else {
			for _, by := range st.AttributedTo {
				st.Attribution = append(st.Attribution, d.name(by))
			}
		}
		if st.Place != "" && !d.named[i] {
			st.PlaceName = d.name(st.Place)
		}
	}
	return d.events
}

// decodeArticle takes an article's metadata and text from its quads.
func decodeArticle(id string, quads []quad.Quad) Article {
	a := Article{ID: id}
	art := quad.IRI(ArticleNode(id))
	for _, q := range quads {
		if q.Subject != quad.Value(art) {
			continue
		}
		pred, _ := q.Predicate.(quad.IRI)
		switch pred {
		case iriTitle:
			a.Title = textOf(q.Object)
		case iriDate:
			a.Date = Date(textOf(q.Object))
		case iriPublisher:
			a.Publisher = textOf(q.Object)
		case iriURL:
			a.URL = textOf(q.Object)
		case iriLanguage:
			a.Lang = textOf(q.Object)
		case ontoSHA256:
			a.SHA256 = textOf(q.Object)
		case ontoExtractor:
			a.Extractor = textOf(q.Object)
		case ontoText:
			a.Text = textOf(q.Object)
		}
	}
	return a
}
