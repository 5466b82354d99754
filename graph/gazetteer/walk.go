package gazetteer

import "slices"

// A Word is a folded word of some name. The zero Word ends every name: it stands for punctuation and for words that no name holds.
type Word uint32

// A node of the trie over folded words. Children of one node are adjacent and sorted by word; the root's are found by
// word alone. In a name's last node, candidates [cand, next node's cand) are what it means.
type node struct {
	word  Word
	child uint32 // index of the first child; the next node's child ends them
	cand  uint32
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
// The candidates are sorted by prominence, the highest first; the caller must not change them.
func (g *Gazetteer) Walk(words []Word, fn func(n int, c []Candidate) bool) {
	at := uint32(0)
	for i, w := range words {
		if w == 0 {
			return
		}
		next, ok := g.child(at, w)
		if !ok {
			return
		}
		at = next
		if c := g.candidates[g.nodes[at].cand:g.nodes[at+1].cand]; len(c) > 0 && !fn(i+1, c) {
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
	if len(g.nodes) < 2 {
		return 0, false
	}
	lo, hi := g.nodes[at].child, g.nodes[at+1].child
	k, ok := slices.BinarySearchFunc(g.nodes[lo:hi], w, func(n node, w Word) int { return int(n.word) - int(w) })
	return lo + uint32(k), ok
}

// word returns the Word of a folded word, 0 if no name holds it.
func (g *Gazetteer) word(folded []byte) Word {
	var buf [64]byte
	return g.words[string(canon(append(buf[:0], folded...)))]
}

// Lookup returns what the whole name may mean, the most prominent first; nil if nothing. Case, accents, hyphens, a leading
// "the" and a trailing "'s" make no difference. The caller must not change the result.
func (g *Gazetteer) Lookup(name string) []Candidate {
	var buf [128]byte
	folded := trimThe(appendFold(buf[:0], name))
	at := uint32(0)
	for len(folded) > 0 {
		n := 0
		for n < len(folded) && folded[n] != ' ' {
			n++
		}
		w := g.word(folded[:n])
		next, ok := g.child(at, w)
		if w == 0 || !ok {
			return nil
		}
		at = next
		folded = folded[min(n+1, len(folded)):]
	}
	if at == 0 {
		return nil
	}
	return g.candidates[g.nodes[at].cand:g.nodes[at+1].cand]
}
