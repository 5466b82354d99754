package queries

import (
	"errors"
	"fmt"
	"strings"

	"entente/graph"
)

// Limits that hold whatever is asked for.
const (
	MaxHops  = 8       // hops of a path
	MaxPaths = 50      // paths of an answer
	MaxVia   = 4       // actors that a path has to pass
	MaxNodes = 100_000 // nodes or events of an answer
)

// ErrNoPath is returned by Paths.Err when two known actors are not connected under the filters; the Reasons say why.
var ErrNoPath = errors.New("no path")

// A Ref names a node for reading.
type Ref struct {
	ID   graph.Node `json:"id"`
	Name string     `json:"name"`
	Type graph.Type `json:"type,omitempty"`
}

// By is what paths are ranked by.
type By string

const (
	// ByWeight ranks by the sum of what hops and the actors in between cost: a rare actor beats a hub.
	ByWeight By = "weight"
	// ByHops ranks by the number of hops first and by weight among equals.
	ByHops By = "hops"
)

// PathOptions narrow a search for paths. The zero value asks for the three best asserted paths of at most four hops.
type PathOptions struct {
	K             int               `json:"k,omitempty"`        // paths wanted; 0 is 3, at most MaxPaths
	By            By                `json:"by,omitempty"`       // "" is ByWeight
	MaxHops       int               `json:"max_hops,omitempty"` // 0 is 4, at most MaxHops
	Via           []graph.Node      `json:"via,omitempty"`      // every path passes all of these, in any order; at most MaxVia
	Avoid         []graph.Node      `json:"avoid,omitempty"`    // no path passes any of these
	Predicates    []graph.Predicate `json:"predicates,omitempty"`
	Modalities    []graph.Modality  `json:"modalities,omitempty"` // none is asserted only
	Since         graph.Date        `json:"since,omitempty"`      // events dated on or after it; undated ones are left out
	Until         graph.Date        `json:"until,omitempty"`      // events dated on or before it; undated ones are left out
	AsOf          graph.Date        `json:"as_of,omitempty"`      // what had happened and what held on that day
	TimeOrdered   bool              `json:"time_ordered,omitempty"`
	Directed      bool              `json:"directed,omitempty"` // hops from subject to object only
	NoBackground  bool              `json:"no_background,omitempty"`
	Attribution   bool              `json:"attribution,omitempty"` // hops from who says something to whom it is about, and stated_about
	Topics        bool              `json:"topics,omitempty"`      // topics and nameless groups may stand in between
	Open          bool              `json:"open,omitempty"`        // predicates that no table knows
	NoJoin        bool              `json:"no_join,omitempty"`     // unknown actors of one name are not taken for one
	MinConfidence float64           `json:"min_confidence,omitempty"`
	Evidence      int               `json:"evidence,omitempty"` // sentences a hop; 0 is 5, below 0 none
}

// Paths is the answer to how two actors are connected. Without paths, Reasons says what stands in the way.
type Paths struct {
	From      Ref      `json:"from"`
	To        Ref      `json:"to"`
	Paths     []Path   `json:"paths"`
	Reasons   []Reason `json:"reasons,omitempty"`
	Truncated bool     `json:"truncated,omitempty"` // the search gave up on its limits: there may be better paths
}

// A Path connects two actors. It is no stronger than its weakest hop.
type Path struct {
	Hops     []Hop          `json:"hops"`
	Weight   float64        `json:"weight"`
	Modality graph.Modality `json:"modality"`
	Since    graph.Date     `json:"since,omitempty"` // of its dated hops
	Until    graph.Date     `json:"until,omitempty"`
	Why      []string       `json:"why"` // what the weight is made of
}

// Direction is how a statement runs along a hop.
type Direction string

const (
	Forward  Direction = "forward"  // from is the subject
	Backward Direction = "backward" // to is the subject
	Both     Direction = "both"     // a symmetric predicate
)

// A Hop is one step of a path: all statements between two actors that pass the filters, described by the best of them.
type Hop struct {
	From       Ref             `json:"from"`
	To         Ref             `json:"to"`
	Predicate  graph.Predicate `json:"predicate"`
	Direction  Direction       `json:"direction"`
	Modality   graph.Modality  `json:"modality"`
	Date       graph.Date      `json:"date,omitempty"`
	Position   string          `json:"position,omitempty"`
	Confidence float64         `json:"confidence"`
	Weight     float64         `json:"weight"`
	Statements int             `json:"statements"` // how many stand behind this hop; Evidence may hold fewer
	Articles   int             `json:"articles"`
	Evidence   []Evidence      `json:"evidence"`
	Source     string          `json:"source,omitempty"` // of a background hop, whose Evidence is empty
	Joined     string          `json:"joined,omitempty"` // why From and To are taken for one, if the hop is that
}

// Evidence is one statement with the sentence that gives it.
type Evidence struct {
	Event        graph.Node      `json:"event"`
	Subject      Ref             `json:"subject"`
	Predicate    graph.Predicate `json:"predicate"`
	Object       Ref             `json:"object"`
	Modality     graph.Modality  `json:"modality"`
	AttributedTo []string        `json:"attributed_to"`
	Date         graph.Date      `json:"date,omitempty"` // of the event
	Place        string          `json:"place,omitempty"`
	Position     string          `json:"position,omitempty"`
	Article      string          `json:"article"`
	Title        string          `json:"title,omitempty"`
	Publisher    string          `json:"publisher,omitempty"`
	Published    graph.Date      `json:"published,omitempty"`
	URL          string          `json:"url,omitempty"`
	Sentence     int             `json:"sentence"` // -1 is the title
	Begin        int             `json:"begin"`
	End          int             `json:"end"`
	Text         string          `json:"text"` // the sentence, as it stands in the article
	Confidence   float64         `json:"confidence"`
	Attribution  bool            `json:"attribution,omitempty"` // the hop is from a speaker to what the statement is about
}

// A Reason says which filter stands in the way of a path and how many paths its change would open.
type Reason struct {
	Filter string `json:"filter"` // "modality", "max_hops", "background", "predicates", ...
	Change string `json:"change"` // what to change, as flags of the command
	Paths  int    `json:"paths"`  // 0 if the change alone opens nothing
	More   bool   `json:"more,omitempty"`
	Text   string `json:"text"`
}

// NeighbourOptions narrow a neighbourhood. The zero value is one hop of asserted statements and background.
type NeighbourOptions struct {
	Hops          int               `json:"hops,omitempty"`  // 0 is 1, at most MaxHops
	Limit         int               `json:"limit,omitempty"` // nodes; 0 is 100, at most MaxNodes
	Predicates    []graph.Predicate `json:"predicates,omitempty"`
	Modalities    []graph.Modality  `json:"modalities,omitempty"`
	Since         graph.Date        `json:"since,omitempty"`
	Until         graph.Date        `json:"until,omitempty"`
	AsOf          graph.Date        `json:"as_of,omitempty"`
	Types         []graph.Type      `json:"types,omitempty"` // of the neighbours
	Directed      bool              `json:"directed,omitempty"`
	NoBackground  bool              `json:"no_background,omitempty"`
	Attribution   bool              `json:"attribution,omitempty"`
	Topics        bool              `json:"topics,omitempty"`
	Open          bool              `json:"open,omitempty"`
	NoJoin        bool              `json:"no_join,omitempty"`  // unknown actors of one name are not taken for one
	Evidence      int               `json:"evidence,omitempty"` // sentences an edge; 0 is none
	MinConfidence float64           `json:"min_confidence,omitempty"`
}

// Neighbourhood is what lies around one actor, nearest first.
type Neighbourhood struct {
	Center    Ref         `json:"center"`
	Joined    []Joined    `json:"joined,omitempty"` // actors that Center is taken for: their neighbours are among the nodes
	Nodes     []Neighbour `json:"nodes"`
	Edges     []Hop       `json:"edges"`  // between the nodes of the answer
	Groups    []Group     `json:"groups"` // the direct neighbours by predicate
	Total     int         `json:"total"`  // nodes found; Nodes may hold fewer
	Truncated bool        `json:"truncated,omitempty"`
}

// A Neighbour is an actor at a distance.
type Neighbour struct {
	Ref
	Hops       int `json:"hops"`
	Statements int `json:"statements"` // with the node through which it was reached
}

// A Group is the neighbours by one predicate and direction.
type Group struct {
	Predicate  graph.Predicate `json:"predicate"`
	Direction  Direction       `json:"direction"`
	Nodes      []Ref           `json:"nodes"`
	Total      int             `json:"total"`
	Statements int             `json:"statements"`
}

// Common is what several actors are all directly connected with.
type Common struct {
	Of        []Ref        `json:"of"`
	Joined    []Joined     `json:"joined,omitempty"` // actors that some of these are taken for
	Nodes     []CommonNode `json:"nodes"`
	Total     int          `json:"total"` // nodes, those beyond the limit too
	Truncated bool         `json:"truncated,omitempty"`
}

// A CommonNode has one hop to each of the actors asked for, in their order.
type CommonNode struct {
	Ref
	Hops []Hop `json:"hops"`
}

// TimelineOptions choose events. Without Actors all events are taken.
type TimelineOptions struct {
	Actors      []graph.Node      `json:"actors,omitempty"` // events that all of these take part in
	Places      []graph.Node      `json:"places,omitempty"` // events at any of these
	Predicates  []graph.Predicate `json:"predicates,omitempty"`
	Modalities  []graph.Modality  `json:"modalities,omitempty"` // none is every modality
	Since       graph.Date        `json:"since,omitempty"`
	Until       graph.Date        `json:"until,omitempty"`
	Attribution bool              `json:"attribution,omitempty"` // also what the actor said
	NoJoin      bool              `json:"no_join,omitempty"`     // unknown actors of one name are not taken for one
	Undated     bool              `json:"undated,omitempty"`     // events without a date, after the others
	Newest      bool              `json:"newest,omitempty"`      // newest first
	Limit       int               `json:"limit,omitempty"`       // 0 is 100, at most MaxNodes
}

// Timeline is events in the order of their dates.
type Timeline struct {
	Actors    []Ref      `json:"actors"`
	Joined    []Joined   `json:"joined,omitempty"` // actors that some of these are taken for
	Events    []Evidence `json:"events"`
	Total     int        `json:"total"`
	Undated   int        `json:"undated"` // left out for want of a date
	Truncated bool       `json:"truncated,omitempty"`
}

// ShowOptions narrow a profile.
type ShowOptions struct {
	Limit  int  `json:"limit,omitempty"`   // statements of each kind; 0 is 10
	NoJoin bool `json:"no_join,omitempty"` // unknown actors of one name are not taken for one
}

// Profile is what the graph knows of one entity.
type Profile struct {
	Ref
	Joined     []Joined     `json:"joined,omitempty"` // actors that it is taken for: what is known of them is in the profile
	Code       string       `json:"code,omitempty"`
	Country    string       `json:"country,omitempty"`
	Wikidata   string       `json:"wikidata,omitempty"`
	Wikipedia  string       `json:"wikipedia,omitempty"`
	Aliases    []string     `json:"aliases"`
	Offices    []Background `json:"offices"`    // dated offices
	Background []Background `json:"background"` // other facts of the gazetteer
	Statements int          `json:"statements"`
	Articles   int          `json:"articles"`
	Since      graph.Date   `json:"since,omitempty"`
	Until      graph.Date   `json:"until,omitempty"`
	Relations  []Group      `json:"relations"` // most statements first
	Said       []Evidence   `json:"said"`      // statements that it is the source of
	About      []Evidence   `json:"about"`     // what is stated of it, newest first
}

// Background is a fact of the gazetteer.
type Background struct {
	Predicate graph.Predicate `json:"predicate"`
	Subject   Ref             `json:"subject"`
	Object    Ref             `json:"object"`
	Position  string          `json:"position,omitempty"`
	From      graph.Date      `json:"from,omitempty"`
	To        graph.Date      `json:"to,omitempty"`
	Source    string          `json:"source"`
}

// Match is how a name was found.
type Match string

const (
	MatchID     Match = "id"
	MatchExact  Match = "exact"  // the whole name or an alias
	MatchWord   Match = "word"   // whole words of the name, such as a surname
	MatchPrefix Match = "prefix" // the beginning of the name or of a word in it
	MatchFuzzy  Match = "fuzzy"  // with typing errors
)

// A SearchResult is an entity that a name may mean.
type SearchResult struct {
	Ref
	Matched    string   `json:"matched"` // the name or alias that fits
	Match      Match    `json:"match"`
	Statements int      `json:"statements"`
	Country    string   `json:"country,omitempty"`
	Wikidata   string   `json:"wikidata,omitempty"`
	Joined     []Joined `json:"joined,omitempty"` // actors that it is taken for
}

// Stats counts what the index holds.
type Stats struct {
	Articles   int            `json:"articles"`
	Entities   int            `json:"entities"`
	Statements int            `json:"statements"`
	Background int            `json:"background"`
	Names      int            `json:"names"`
	Since      graph.Date     `json:"since,omitempty"`
	Until      graph.Date     `json:"until,omitempty"`
	Modalities []Count        `json:"modalities"`
	Predicates []Count        `json:"predicates"` // most first
	Types      []Count        `json:"types"`
	Publishers []Count        `json:"publishers"`
	Top        []SearchResult `json:"top"` // entities with most statements
	Generation uint64         `json:"generation"`
	Memory     int            `json:"memory"`     // bytes of the index
	EdgeBytes  float64        `json:"edge_bytes"` // bytes an edge beyond names
	Overlay    int            `json:"overlay"`    // edges that lie over the base
}

// A Count is how often something occurs.
type Count struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// An UnknownError is a name that nothing in the graph bears.
type UnknownError struct {
	Name string         `json:"name"`
	Near []SearchResult `json:"near"` // at most five, nearest first
}

func (e *UnknownError) Error() string {
	if len(e.Near) == 0 {
		return fmt.Sprintf("nothing in the graph is named %q", e.Name)
	}
	names := make([]string, len(e.Near))
	for i, n := range e.Near {
		names[i] = n.Name
	}
	return fmt.Sprintf("nothing in the graph is named %q; near: %s", e.Name, strings.Join(names, ", "))
}

// An AmbiguousError is a name that several entities bear alike.
type AmbiguousError struct {
	Name       string         `json:"name"`
	Candidates []SearchResult `json:"candidates"`
}

func (e *AmbiguousError) Error() string {
	names := make([]string, len(e.Candidates))
	for i, c := range e.Candidates {
		names[i] = fmt.Sprintf("%s (%s)", c.Name, c.ID)
	}
	return fmt.Sprintf("%q may be %s; give the id in brackets to say which", e.Name, strings.Join(names, ", "))
}

// Err is ErrNoPath, with the first reason, when there is no path, else nil. A command exits with 3 then.
func (p *Paths) Err() error {
	if len(p.Paths) > 0 {
		return nil
	}
	if len(p.Reasons) == 0 {
		return fmt.Errorf("%s and %s: %w", p.From.Name, p.To.Name, ErrNoPath)
	}
	return fmt.Errorf("%s and %s: %w: %s", p.From.Name, p.To.Name, ErrNoPath, p.Reasons[0].Text)
}
