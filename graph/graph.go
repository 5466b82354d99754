package graph

import "fmt"

// A Node names an entity, an event, an article or a class in short form: "ent:kim-jong-un", "evt:00ff...", "art:...".
type Node string

// A Predicate is a row of the ontology's table without its prefix: "met". Predicates that no table knows
// are written "open/<lemma phrase>".
type Predicate string

// Modality says how the text gives a statement; see DESIGN in doc.go. The zero value is not valid.
type Modality string

const (
	Asserted     Modality = "asserted"     // as having happened or holding
	Planned      Modality = "planned"      // announced or expected
	Possible     Modality = "possible"     // might, could
	Alleged      Modality = "alleged"      // accused, claimed, reportedly
	Denied       Modality = "denied"       // a denial is reported
	Negated      Modality = "negated"      // stated not to have happened
	Hypothetical Modality = "hypothetical" // if, would
	Requested    Modality = "requested"    // the asked-for act
)

// Modalities lists every modality from the strongest to the weakest; a path carries the weakest of its hops.
var Modalities = []Modality{Asserted, Planned, Requested, Possible, Alleged, Hypothetical, Negated, Denied}

// ParseModality returns the modality named s.
func ParseModality(s string) (Modality, error) {
	for _, m := range Modalities {
		if string(m) == s {
			return m, nil
		}
	}
	return "", fmt.Errorf("modality %q is none of %v", s, Modalities)
}

// Date is an ISO 8601 date of year, month or day precision ("2023", "2023-07", "2023-07-25"), or "" if unknown.
type Date string

// Type is the kind of an entity.
type Type string

const (
	Person         Type = "person"
	Country        Type = "country"
	IGO            Type = "igo"
	NGO            Type = "ngo"
	GovernmentBody Type = "government_body"
	Military       Type = "military"
	Media          Type = "media"
	Party          Type = "party"
	Company        Type = "company"
	ArmedGroup     Type = "armed_group"
	Place          Type = "place"
	Facility       Type = "facility"
	EventType      Type = "event" // a named event: "Eastern Economic Forum"
	Group          Type = "group" // nameless: "North Korean officials"
	Topic          Type = "topic" // a class of things: "ballistic missiles"
)

// An Entity is an actor, a place or a topic that statements are about.
type Entity struct {
	ID        Node   // "ent:kim-jong-un"
	Name      string // canonical English name
	Type      Type
	Code      string // CAMEO actor code at the article's date: "RUSGOV", "PRK", "" if unknown
	Country   string // ISO 3166-1 alpha-3 of the country it belongs to (of a country: its own), "" if none
	ISO2      string // countries only
	Wikidata  string // "Q15487", "" if unknown
	Wikipedia string // title in the English Wikipedia, "" if unknown
	Aliases   []string
	Facts     []Fact // what the gazetteer knows of it, whatever the articles say
}

// A Fact is a piece of background knowledge about an entity: not extracted, from the gazetteer.
type Fact struct {
	Predicate Predicate // holds_position, member_of, located_in, part_of, capital_of, national_of, leader_of
	Object    Node
	// ObjectName, ObjectType describe Object, which need not occur in any article.
	ObjectName string
	ObjectType Type
	Position   string // the office, for holds_position
	From, To   Date   // "" if open
	Source     string // gazetteer source tag
}

// A Statement is one (subject, predicate, object) with how, when, where and by whom it is said, and the sentence behind it.
type Statement struct {
	Event        Node   // "evt:" + 16 hex; set by Identify
	Article      string // id of the article that says it; set by the store when it is read
	Subject      Node
	Predicate    Predicate
	Object       Node
	Modality     Modality
	Position     string   // office, for holds_position, leader_of, represents, spokesperson_for
	AttributedTo []Node   // who says so, nearest to the reader first
	Attribution  []string // their canonical names, same order
	Date         Date     // of the event; never the publication date
	Place        Node     // "" if not told
	PlaceName    string
	PLOVER       string // event class: "CONSULT"
	Mode         string
	CAMEO        string // the most specific code that the text supports
	Act          string // statements of one act share it; unique within the article
	About        []Node // acts that this one wraps (the denied, urged, threatened act): their Event ids
	Confidence   float64
	Sentence     int // 0-based; -1 is the title
	Begin, End   int // byte range of the evidence in the article's text (in its title if Sentence is -1)
	Evidence     string
}

// An Article is a text with its metadata, as it is stored.
type Article struct {
	ID        string
	Title     string
	Date      Date
	Publisher string
	URL       string
	Lang      string
	Text      string
	SHA256    string // of title, text and metadata, hex
	Extractor string // version of the extractor that made its statements
}

// A Record is everything that one article adds to the graph; the store writes and replaces it as one.
type Record struct {
	Article    Article
	Statements []Statement
	Entities   []Entity // every entity that a statement names, and every linked mention
}
