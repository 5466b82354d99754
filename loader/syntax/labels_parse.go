package syntax

import "strings"

var (
	uposByName = index[UPOS](uposNames[:])
	xposByName = index[XPOS](xposNames[:])
	relByName  = index[Rel](relNames[:])
	nameByName = index[NameTag](nameTags[:])
)

func index[T ~uint8](names []string) map[string]T {
	m := make(map[string]T, len(names))
	for i, s := range names {
		m[s] = T(i)
	}
	return m
}

// ParseUPOS is the universal part of speech of that name; X and false if there is none.
func ParseUPOS(s string) (UPOS, bool) { u, ok := uposByName[s]; return u, ok }

// ParseXPOS is the Penn Treebank tag of that name; TagXNone and false if there is none.
func ParseXPOS(s string) (XPOS, bool) { x, ok := xposByName[s]; return x, ok }

// ParseNameTag is the BIO tag of that name; NoName and false if there is none.
func ParseNameTag(s string) (NameTag, bool) { t, ok := nameByName[s]; return t, ok }

// ParseRel is the relation of that name. An unknown subtype gives its universal relation, anything else RelDep and false.
func ParseRel(s string) (Rel, bool) {
	if r, ok := relByName[s]; ok {
		return r, true
	}
	base, _, _ := strings.Cut(s, ":")
	r, ok := relByName[base]
	return r, ok
}

// Base is the universal relation without its subtype: RelNsubj of RelNsubjPass.
func (r Rel) Base() Rel { return relBase[r] }

var relBase = func() (b [len(relNames)]Rel) {
	for i, s := range relNames {
		base, _, _ := strings.Cut(s, ":")
		b[i] = relByName[base]
	}
	return b
}()

// RelNames lists the relations in the order of their numbers.
func RelNames() []string { return append([]string(nil), relNames[:]...) }

// NameTagNames lists the name tags in the order of their numbers.
func NameTagNames() []string { return append([]string(nil), nameTags[:]...) }
