package main

import (
	"slices"
	"strings"

	"entente/graph/gazetteer"
)

// common are English words that some actor has for a name or abbreviation, though a text that begins a sentence with one, or
// sets one in capitals, never means the actor.
var common = strings.Fields(`
	act add ago al alliance alternative and ant are arena arm army as bar be bin bit blue bridge brown buy can car cc center central centre
	circle citizens conservative delta democratic desert did diet du east eastern enough fall fan far fast fat focus forward gay good green
	guide guy hope id immigration independence islands it jam kid king la labor league liberal lie long mad male man map mark metro
	minister mission modem most must my no nor normal north northeast northern northwest note nt or orange pan park pen per plant pm pool
	president price progress pros proven pup re reading real red reserves revival sad said sale same save saw sign son song south southeast southern
	southwest spring springs star store superior surprise tame tap tax tea temple the tip together ton total um union unity up ur us value
	victory visa vital west western yes young ye`)

// nobody are the surnames among them that even a capital does not make one.
var nobody = strings.Fields("man minister no note or president said saw son")

func isCommon(name string) bool { return slices.Contains(common, gazetteer.Fold(name)) }

// dropCommon takes away what would be read into ordinary words: little-known places, parties and bodies of such names, and
// abbreviations and surnames of others.
func (f *facts) dropCommon() {
	for _, it := range f.sorted() {
		if isCommon(it.name) && it.score < 60 && it.kind != "capital" && (it.typ == "place" || it.typ == "party" || it.typ == "military" || it.typ == "government_body") {
			delete(f.items, it.key)
			continue
		}
		it.aliases = slices.DeleteFunc(it.aliases, func(a alias) bool {
			switch it.typ {
			case "country":
				return isCommon(a.name) && (a.kind == "native" || a.kind == "abbrev" && len(a.name) == 3 && it.key != "country/USA")
			case "person":
				return slices.Contains(nobody, gazetteer.Fold(a.name))
			}
			return isCommon(a.name)
		})
	}
}
