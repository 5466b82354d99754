package gazetteer

import (
	"slices"

	"entente/graph"
)

// A Word is a folded word of some name. The zero Word ends every name: it stands for punctuation and for words that no name holds.
type Word uint32

// The nodes of the trie over folded words, the root first. Children of one node are adjacent and sorted by word; in a
// name's last node, namings [cand, next node's cand) are what it means. child and cand have one more for the end.
type nodes struct {
	word  []Word
	child []uint32 // index of the first child; the next node's child ends them
	cand  []uint32
}

// Words appends the words of one token of a text to dst: one word for most tokens, several for "Jong-un" or "U.S.-led",
// none for hyphens, apostrophes, quotation marks and "'s", the zero Word for other punctuation and unknown words.
func (g *Gazetteer) Words(token string, dst []Word) []Word {
	var buf [96]byte
	folded := appendFold(buf[:0], token)
	if len(folded) == 0 {
		if silent(token) {
			return dst
		}
		return append(dst, 0)
	}
	for len(folded) > 0 {
		n := 0
		for n < len(folded) && folded[n] != ' ' {
			n++
		}
		dst = append(dst, g.word(folded[:n]))
		folded = folded[min(n+1, len(folded)):]
	}
	return dst
}

// Walk calls fn for every name that words begins with, the shortest first: words[:n] is a name of the candidates. It stops when fn returns false.
// The candidates are sorted by prominence, the highest first; the caller must not change them. A person's name may hold one initial
// more than the tables give: "Antony J. Blinken".
func (g *Gazetteer) Walk(words []Word, fn func(n int, c []Candidate) bool) {
	at, skipped := uint32(0), false
	for i, w := range words {
		if w == 0 {
			return
		}
		next, ok := g.child(at, w)
		if !ok {
			if i == 0 || skipped || !slices.Contains(g.initials[:], w) {
				return
			}
			skipped = true
			continue
		}
		at = next
		c := g.meanings(at)
		if len(c) == 0 || skipped && g.Type(c[0].Entity) != graph.Person {
			continue
		}
		if !fn(i+1, c) {
			return
		}
	}
}

// Longest returns the longest name that words begins with, and what it may mean; n is 0 if there is none.
func (g *Gazetteer) Longest(words []Word) (n int, c []Candidate) {
	g.Walk(words, func(k int, found []Candidate) bool {
		n, c = k, found
		return true
	})
	return n, c
}

func (g *Gazetteer) child(at uint32, w Word) (uint32, bool) {
	if len(g.nodes.word) == 0 {
		return 0, false
	}
	lo, hi := g.nodes.child[at], g.nodes.child[at+1]
	k, ok := slices.BinarySearch(g.nodes.word[lo:hi], w)
	return lo + uint32(k), ok
}

// word returns the Word of a folded word, 0 if no name holds it.
func (g *Gazetteer) word(folded []byte) Word {
	var buf [64]byte
	return g.words.word(canon(append(buf[:0], folded...)))
}

// Lookup returns what the whole name may mean, the most prominent first; nil if nothing. Case, accents, hyphens, a leading
// "the", a trailing "'s" and a person's middle initial make no difference. The caller must not change the result.
func (g *Gazetteer) Lookup(name string) []Candidate {
	var buf [128]byte
	folded := trimThe(appendFold(buf[:0], name))
	at, skipped := uint32(0), false
	for len(folded) > 0 {
		n := 0
		for n < len(folded) && folded[n] != ' ' {
			n++
		}
		w := g.word(folded[:n])
		if w == 0 {
			return nil
		}
		next, ok := g.child(at, w)
		if ok {
			at = next
		} else if at == 0 || skipped || n == len(folded) || !slices.Contains(g.initials[:], w) {
			return nil
		} else {
			skipped = true
		}
		folded = folded[min(n+1, len(folded)):]
	}
	if at == 0 {
		return nil
	}
	c := g.meanings(at)
	if len(c) > 0 && skipped && g.Type(c[0].Entity) != graph.Person {
		return nil
	}
	return c
}
