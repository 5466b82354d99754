package loader

import (
	"cmp"
	"slices"
	"strings"

	"entente/graph"
	"entente/loader/article"
)

// OpenPrefix begins the predicates that no table knows: "open/<lemma phrase>".
const OpenPrefix = "open/"

// IsOpen tells whether the vocabulary does not know p.
func IsOpen(p graph.Predicate) bool { return strings.HasPrefix(string(p), OpenPrefix) }

// ArticleEvents is the events of one article, as entente extract --format events prints them, an object a line.
type ArticleEvents struct {
	ID     string     `json:"id"`
	Date   graph.Date `json:"date"`
	Events []Event    `json:"events"`
}

// An Event is one statement. Names are canonical; begin and end are byte offsets of the evidence in the article's text, in
// its title if sentence is -1.
type Event struct {
	Subject      string          `json:"subject"`
	SubjectID    graph.Node      `json:"subject_id"`
	SubjectCode  string          `json:"subject_code"`
	Predicate    graph.Predicate `json:"predicate"`
	Object       string          `json:"object"`
	ObjectID     graph.Node      `json:"object_id"`
	ObjectCode   string          `json:"object_code"`
	Position     string          `json:"position"`
	PLOVER       string          `json:"plover"`
	Mode         string          `json:"mode"`
	CAMEO        string          `json:"cameo"`
	Modality     graph.Modality  `json:"modality"`
	AttributedTo []string        `json:"attributed_to"`
	Date         graph.Date      `json:"date"`
	Place        string          `json:"place"`
	Sentence     int             `json:"sentence"`
	Begin        int             `json:"begin"`
	End          int             `json:"end"`
	Evidence     string          `json:"evidence"`
	Confidence   float64         `json:"confidence"`
}

// Events returns rec's statements, sorted by begin, predicate, subject and object.
func Events(rec *graph.Record) ArticleEvents {
	entity := map[graph.Node]*graph.Entity{}
	for i := range rec.Entities {
		entity[rec.Entities[i].ID] = &rec.Entities[i]
	}
	nameCode := func(n graph.Node) (name, code string) {
		if e := entity[n]; e != nil {
			return e.Name, e.Code
		}
		return string(n), ""
	}
	out := ArticleEvents{ID: rec.Article.ID, Date: rec.Article.Date, Events: make([]Event, 0, len(rec.Statements))}
	for i := range rec.Statements {
		s := &rec.Statements[i]
		e := Event{
			SubjectID: s.Subject, ObjectID: s.Object, Predicate: s.Predicate, Position: s.Position,
			PLOVER: s.PLOVER, Mode: s.Mode, CAMEO: s.CAMEO, Modality: s.Modality, AttributedTo: s.Attribution,
			Date: s.Date, Place: s.PlaceName, Sentence: s.Sentence, Begin: s.Begin, End: s.End, Evidence: s.Evidence,
			Confidence: s.Confidence,
		}
		e.Subject, e.SubjectCode = nameCode(s.Subject)
		e.Object, e.ObjectCode = nameCode(s.Object)
		if e.AttributedTo == nil {
			e.AttributedTo = []string{}
		}
		out.Events = append(out.Events, e)
	}
	slices.SortStableFunc(out.Events, func(a, b Event) int {
		return cmp.Or(cmp.Compare(a.Begin, b.Begin), cmp.Compare(a.Predicate, b.Predicate), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Object, b.Object))
	})
	return out
}

// ArticleMentions is the mentions of one article, as entente mentions prints them, an object a line.
type ArticleMentions struct {
	ID       string    `json:"id"`
	Mentions []Mention `json:"mentions"`
}

// A Mention is a stretch of text that names an entity. Begin and end are byte offsets into the text.
type Mention struct {
	Begin     int        `json:"begin"`
	End       int        `json:"end"`
	Text      string     `json:"text"`
	Kind      string     `json:"kind"`
	Type      graph.Type `json:"type"`
	Entity    string     `json:"entity"`
	EntityID  graph.Node `json:"entity_id"`
	ISO2      string     `json:"iso2,omitempty"`
	Wikipedia string     `json:"wikipedia,omitempty"`
	Score     float64    `json:"score"`
	Reasons   []string   `json:"reasons,omitempty"`
}

// Mentions returns the mentions in the text of a, in text order; one that names several entities is given once for each.
// The title is read too, as it helps to link, but offsets are into the text, so that its mentions are not among them.
// Common nouns are given as the topics that they would be.
func (l *Loader) Mentions(a *article.Article) (out ArticleMentions, err error) {
	defer recovered(a, &err)
	w := l.pool.Get().(*Work)
	l.Link(a, w)
	d, m := &w.Document, &w.Mentions
	m.AddNouns(d)
	out = ArticleMentions{ID: a.ID, Mentions: []Mention{}}
	for i := range m.Mentions {
		x := &m.Mentions[i]
		begin, end := int(x.Begin), int(x.End)
		if begin < d.Body {
			continue
		}
		text := d.Text[begin:end]
		begin, end = begin-d.Body, end-d.Body
		for _, k := range x.Entities {
			e := &m.Entities[k]
			out.Mentions = append(out.Mentions, Mention{
				Begin: begin, End: end, Text: text, Kind: x.Kind.String(), Type: e.Type, Entity: clean(e.Name), EntityID: e.ID,
				ISO2: e.ISO2, Wikipedia: e.Wikipedia, Score: float64(x.Score), Reasons: x.Reasons,
			})
		}
	}
	l.pool.Put(w)
	return out, nil
}
