// Package entity finds mentions of actors and places in a parsed text, links them to entities and follows them
// through the text.
//
// "Russian Defence Minister Sergei Shoigu visited Pyongyang in July, and Kim gave him a tour" goes this way:
//
//   - spans (span.go, chunk.go, office.go) cuts runs of capitals into names and offices: the demonym "Russian", the office
//     "Defence Minister" with its country and its holder, the names "Sergei Shoigu", "Pyongyang" and "Kim". What single
//     words tell about names around them stands in words.tsv.
//   - name (link.go) chooses among the gazetteer's candidates of each name: those of the date, with the office, of the
//     countries of the text, by prominence if the margin is clear (weigh.go); a capital is the place or the government by
//     what the sentence does with it (use.go: "visited Pyongyang"). Surnames go to who was named in full (memory.go). A name
//     that nobody knows becomes an entity of its own (unknown.go).
//   - follow reads in text order: offices without a name by country and date (holder.go), forces and peoples of a country
//     (group.go), "him" by number, gender, part in the clause and distance (pronoun.go), "we" by who speaks (speaker.go),
//     "both leaders", "the ministry" (describe.go).
//   - Code (code.go, anchor.go) gives actor codes to those whom neither gazetteer nor name gave one.
//
// Each mention carries a score and the reasons for its link. Nothing here depends on anything but the document and its date.
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
	From        int32    // where the office before the name begins, with its country; First if none stands there
	title       int32    // head of the office that stands with the name, else -1 or 0
	inner       bool     // a name inside a longer name
	beside      bool     // an office beside a name: ByHead and ByToken pass over it
}

// Mentions is what Link finds in one document. Mentions are in text order.
type Mentions struct {
	Mentions []Mention
	Entities []graph.Entity
	ByHead   []int32  // per token: index of the mention whose head it is, or the head of whose office, or -1
	ByToken  []int32  // per token: innermost mention that covers it, or -1
	Codings  []Coding // filled by Code

	refs []int32 // backs Mention.Entities
}

var kindNames = [...]string{"name", "title", "demonym", "metonym", "pronoun", "description"}

func (k Kind) String() string { return kindNames[k] }
