// Label sets of Universal Dependencies version 2 (universaldependencies.org) and of the Penn Treebank, as the
// English treebanks EWT and GUM use them.

package syntax

// UPOS is a universal part of speech.
type UPOS uint8

const (
	X UPOS = iota
	ADJ
	ADP
	ADV
	AUX
	CCONJ
	DET
	INTJ
	NOUN
	NUM
	PART
	PRON
	PROPN
	PUNCT
	SCONJ
	SYM
	VERB
)

var uposNames = [...]string{"X", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB"}

func (u UPOS) String() string { return uposNames[u] }

// XPOS is a Penn Treebank tag.
type XPOS uint8

const (
	TagXNone XPOS = iota
	TagCC
	TagCD
	TagDT
	TagEX
	TagFW
	TagIN
	TagJJ
	TagJJR
	TagJJS
	TagLS
	TagMD
	TagNN
	TagNNS
	TagNNP
	TagNNPS
	TagPDT
	TagPOS
	TagPRP
	TagPRPS
	TagRB
	TagRBR
	TagRBS
	TagRP
	TagSYM
	TagTO
	TagUH
	TagVB
	TagVBD
	TagVBG
	TagVBN
	TagVBP
	TagVBZ
	TagWDT
	TagWP
	TagWPS
	TagWRB
	TagStop
	TagComma
	TagColon
	TagCloseQuote
	TagOpenQuote
	TagLRB
	TagRRB
	TagHYPH
	TagNFP
	TagADD
	TagAFX
	TagGW
	TagDollar
)

var xposNames = [...]string{"_", "CC", "CD", "DT", "EX", "FW", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NN", "NNS", "NNP", "NNPS", "PDT", "POS", "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB", ".", ",", ":", "''", "``", "-LRB-", "-RRB-", "HYPH", "NFP", "ADD", "AFX", "GW", "$"}

func (x XPOS) String() string { return xposNames[x] }

// Rel is a dependency relation with its subtype.
type Rel uint8

const (
	RelDep Rel = iota
	RelRoot
	RelNsubj
	RelNsubjPass
	RelNsubjOuter
	RelCsubj
	RelCsubjPass
	RelCsubjOuter
	RelObj
	RelIobj
	RelObl
	RelOblAgent
	RelOblUnmarked
	RelNmod
	RelNmodPoss
	RelNmodDesc
	RelNmodUnmarked
	RelAppos
	RelNummod
	RelAmod
	RelAdvmod
	RelAdvcl
	RelAdvclRelcl
	RelAcl
	RelAclRelcl
	RelCcomp
	RelXcomp
	RelConj
	RelCc
	RelCcPreconj
	RelAux
	RelAuxPass
	RelCop
	RelMark
	RelCase
	RelDet
	RelDetPredet
	RelCompound
	RelCompoundPrt
	RelFlat
	RelFixed
	RelExpl
	RelVocative
	RelDiscourse
	RelDislocated
	RelParataxis
	RelList
	RelOrphan
	RelGoeswith
	RelReparandum
	RelPunct
)

var relNames = [...]string{"dep", "root", "nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass", "csubj:outer", "obj", "iobj", "obl", "obl:agent", "obl:unmarked", "nmod", "nmod:poss", "nmod:desc", "nmod:unmarked", "appos", "nummod", "amod", "advmod", "advcl", "advcl:relcl", "acl", "acl:relcl", "ccomp", "xcomp", "conj", "cc", "cc:preconj", "aux", "aux:pass", "cop", "mark", "case", "det", "det:predet", "compound", "compound:prt", "flat", "fixed", "expl", "vocative", "discourse", "dislocated", "parataxis", "list", "orphan", "goeswith", "reparandum", "punct"}

func (r Rel) String() string { return relNames[r] }

// NameTag marks names: NoName, or begin and inside of a person, an organisation, a place.
type NameTag uint8

const (
	NoName NameTag = iota
	BeginPER
	InPER
	BeginORG
	InORG
	BeginLOC
	InLOC
)

var nameTags = [...]string{"O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"}

func (t NameTag) String() string { return nameTags[t] }
