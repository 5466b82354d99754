package entity

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"entente/graph"
)

//go:embed words.tsv
var wordsTSV string

// A wordClass is a set of what a word can be.
type wordClass uint64

const (
	isOffice wordClass = 1 << iota
	isModifier
	isPast
	isActing
	isHonorific
	isMilitary
	isGovernment
	isPolice
	isPeople
	isKeyword
	isDescribed
	isGiven
	isFemale
	isMale
	isCalendar
	isParticle
	isLocative
	isMotion
	isTransfer
	isSpeech
	isLocal
	isSuffix
	isJoined
	isFunction
	isLead
	isHappening
	isMiddle
	isSite
	isSiteMiddle
	isCityNoun
	isMutual
	isTogether
	isDirection
	isPartner
	isTalk
	isJoint
	isDeed
	isKind
	isPersonal
)

var wordClasses = map[string]wordClass{
	"office": isOffice, "modifier": isModifier, "past": isPast, "acting": isActing, "honorific": isHonorific,
	"military": isMilitary, "government": isGovernment, "police": isPolice, "people": isPeople, "keyword": isKeyword,
	"described": isDescribed, "given": isGiven, "female": isFemale, "male": isMale,
	"calendar": isCalendar, "particle": isParticle, "locative": isLocative, "motion": isMotion, "transfer": isTransfer,
	"speech": isSpeech, "local": isLocal,
	"suffix": isSuffix, "joined": isJoined, "function": isFunction, "lead": isLead, "happening": isHappening, "middle": isMiddle, "site": isSite,
	"sitemiddle": isSiteMiddle, "citynoun": isCityNoun, "mutual": isMutual, "together": isTogether, "direction": isDirection, "partner": isPartner, "talk": isTalk, "joint": isJoint, "deed": isDeed, "kind": isKind, "personal": isPersonal,
}

// A word is what the table says of one word form.
type word struct {
	class   wordClass
	role    string     // of an office
	keyword graph.Type // of a keyword
	means   graph.Type // of a described noun
	kind    graph.Type // of a noun beside an unknown name
}

func (w *word) is(c wordClass) bool { return w != nil && w.class&c != 0 }

// lexicon maps lower-cased word forms to what is known of them.
type lexicon map[string]*word

var lexiconOnce = sync.OnceValues(func() (lexicon, error) { return readLexicon("words.tsv", wordsTSV) })

func readLexicon(name, table string) (lexicon, error) {
	l := make(lexicon, 1500)
	n := 0
	for line := range strings.Lines(table) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		col := strings.Split(line, "\t")
		if len(col) != 3 {
			return nil, fmt.Errorf("%s:%d: %d columns, want 3", name, n, len(col))
		}
		class, ok := wordClasses[col[0]]
		if !ok {
			return nil, fmt.Errorf("%s:%d: class %q", name, n, col[0])
		}
		for f := range strings.FieldsSeq(col[2]) {
			form, gender, _ := strings.Cut(f, "/")
			w := l[form]
			if w == nil {
				w = new(word)
				l[form] = w
			}
			w.class |= class
			switch class {
			case isOffice:
				w.role = col[1]
			case isKeyword:
				w.keyword = graph.Type(col[1])
			case isKind:
				w.kind = graph.Type(col[1])
			case isDescribed, isJoined:
				if col[1] != "-" {
					w.means = graph.Type(col[1])
				}
			case isHonorific, isGiven:
				gender = col[1]
			}
			switch gender {
			case "f":
				w.class |= isFemale
			case "m":
				w.class |= isMale
			}
		}
	}
	return l, nil
}
