// Package entity finds mentions of actors and places in a parsed text, links them to entities and follows them
// through the text.
package entity

import "entente/graph"

// Kind is how a mention names its entity.
type Kind uint8

const (
	Name        Kind = iota // "Sergei Shoigu", "the UN"
	Title                   // "the Russian defence minister", by office and date
	Demonym                 // "Russian" in "Russian officials"
	Metonym                 // "Moscow" the government
	Pronoun                 // "he"
	Description             // "the ministry", "both leaders"
)

// A Mention is a run of tokens that names one entity, or several ("both leaders").
type Mention struct {
	First, Last int32 // tokens [First, Last)
	Head        int32 // the token that the rest of the sentence sees
	Begin, End  uint32
	Kind        Kind
	Entities    []int32  // indexes of Mentions.Entities; empty if nothing is known
	Office      string   // the title that stands with the name: "Defence Minister" in "Russian Defence Minister Sergei Shoigu"
	OfficeOf    int32    // entity of the country or body of that office, -1 if none
	Score       float32  // 0..1
	Reasons     []string // shared: not to be changed
	title       int32    // head of the office that stands with the name, else -1 or 0
	inner       bool     // a name inside a longer name
	beside      bool     // an office beside a name: ByHead and ByToken pass over it
}

// Mentions is what Link finds in one document. Mentions are in text order; ByHead finds the one whose head, or the head of whose office, is token i.
type Mentions struct {
	Mentions []Mention
	Entities []graph.Entity
	ByHead   []int32 // per token: index of the mention whose head it is, or the head of whose office, or -1
	ByToken  []int32 // per token: innermost mention that covers it, or -1

	refs []int32 // backs Mention.Entities
}

var kindNames = [...]string{"name", "title", "demonym", "metonym", "pronoun", "description"}

func (k Kind) String() string { return kindNames[k] }
