package queries

import (
	"bytes"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold writes a name so that spellings that people take for equal are equal: compatibility forms and accents
// dissolved, lower case, apostrophes and points gone, hyphens and other marks as one space, no leading "the", no
// trailing "'s".
func fold(name string) string {
	b := make([]byte, 0, len(name)+8)
	space := false
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case r == '\'' || r == '’' || r == 'ʼ' || r == '‘' || r == '`':
			// "Xi's" is Xi, "Sana'a" is Sanaa: the s of a possessive is dropped at the end.
			b = append(b, '\'')
			continue
		case r == '.':
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if space && len(b) > 0 {
				b = append(b, ' ')
			}
			space = false
			for _, l := range lower(r) {
				b = utf8.AppendRune(b, l)
			}
		default:
			space = true
		}
	}
	b = bytes.TrimSuffix(b, []byte("'s"))
	b = bytes.ReplaceAll(b, []byte("'"), nil)
	if rest, ok := bytes.CutPrefix(b, []byte("the ")); ok {
		b = rest
	}
	return string(b)
}

// lower is the lower case of r, with the letters that Unicode does not decompose spelt out.
func lower(r rune) string {
	switch r {
	case 'ß', 'ẞ':
		return "ss"
	case 'æ', 'Æ':
		return "ae"
	case 'œ', 'Œ':
		return "oe"
	case 'ø', 'Ø':
		return "o"
	case 'đ', 'Đ', 'ð', 'Ð':
		return "d"
	case 'ł', 'Ł':
		return "l"
	case 'ı':
		return "i"
	case 'þ', 'Þ':
		return "th"
	}
	return string(unicode.ToLower(r))
}

// cyrillic and greek give each letter the way English-language news spells it.
var cyrillic = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "e", 'ж': "zh", 'з': "z", 'и': "i", 'й': "i",
	'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f",
	'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya",
	'і': "i", 'є': "ye", 'ґ': "g", 'ў': "u", 'ј': "j", 'љ': "lj", 'њ': "nj", 'ћ': "c", 'ђ': "dj", 'џ': "dz",
}

var greek = map[rune]string{
	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k", 'λ': "l",
	'μ': "m", 'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'ς': "s", 'τ': "t", 'υ': "y", 'φ': "f",
	'χ': "ch", 'ψ': "ps", 'ω': "o",
}

// latin spells a folded name in Latin letters; ok says that there was something to spell. (Folding has already made й
// to и and ї to і.)
func latin(folded string) (_ string, ok bool) {
	var b strings.Builder
	for i, word := range strings.Fields(folded) {
		if i > 0 {
			b.WriteByte(' ')
		}
		// The ending of Зеленский and Грозный is written -y.
		for _, ending := range []string{"ии", "ыи"} {
			if stem, cut := strings.CutSuffix(word, ending); cut {
				word = stem + "ы"
			}
		}
		for _, r := range word {
			s, known := cyrillic[r]
			if !known {
				s, known = greek[r]
			}
			if !known {
				b.WriteRune(r)
				continue
			}
			ok = true
			b.WriteString(s)
		}
	}
	return b.String(), ok
}

// names is a dictionary of folded names. Every word of every name begins an entry, so that a surname is found as fast
// as a full name.
//
// Text holds the folded names one after the other, each closed by a zero byte. Starts[i] is where name i begins and
// Owner[i]>>1 the node that bears it; the lowest bit says that it is the canonical name. Words holds the positions in
// Text where words begin, in the order of what stands there.
//
// A beginning that more than wide entries have ("a" begins a fifth of all words) has its most connected ones set apart:
// TopKey[i] is such a beginning as a number, left-aligned, and TopWord[TopFrom[i]:TopFrom[i+1]] the positions.
//
// Why no finite state transducer: of a million generated names of two or three words (17.5 MB), the words in all their
// places are 25.2 MB as one (github.com/blevesearch/vellum 1.2.1), beside 10 MB for the entries that share a key, the 8 MB of
// Starts and Owner and the names themselves, which hits are ranked by: 61 bytes a name, where these arrays take 36. Building it
// took twice the time of sorting the words. On a busy machine it found a whole name in 2 µs, the first 250 of a prefix in 140 µs and
// names with two typing errors in 6 ms at the median; the arrays with their lists of the most connected answer the slowest of
// these within 2 ms at the 99th percentile (BenchmarkSearch).
type names struct {
	Text    []byte
	Starts  []uint32
	Owner   []uint32
	Words   []uint32
	TopKey  []uint64
	TopFrom []uint32
	TopWord []uint32
}

type nameBuilder struct {
	names
	seen map[string]struct{} // folded names of the current node
}

// add files the names of one node, the canonical one first.
func (b *nameBuilder) add(node uint32, canonical string, aliases []string) {
	if b.seen == nil {
		b.seen = map[string]struct{}{}
	}
	clear(b.seen)
	for i := -1; i < len(aliases); i++ {
		name, owner := canonical, node<<1|1
		if i >= 0 {
			name, owner = aliases[i], node<<1
		}
		f := fold(name)
		if f == "" {
			continue
		}
		if _, dup := b.seen[f]; dup {
			continue
		}
		b.seen[f] = struct{}{}
		b.Starts = append(b.Starts, uint32(len(b.Text)))
		b.Owner = append(b.Owner, owner)
		b.Words = append(b.Words, uint32(len(b.Text)))
		for j := range len(f) {
			if f[j] == ' ' {
				b.Words = append(b.Words, uint32(len(b.Text)+j+1))
			}
		}
		b.Text = append(b.Text, f...)
		b.Text = append(b.Text, 0)
	}
}

// finish sorts the words. With degrees, wide beginnings get their most connected entries.
func (b *nameBuilder) finish(degree func(node uint32) int) names {
	// The first eight bytes decide nearly always; equal entries stay in the order of their names.
	entries := make([]wordEntry, len(b.Words))
	name := -1
	for i, at := range b.Words {
		if name+1 < len(b.Starts) && b.Starts[name+1] == at {
			name++
		}
		var head uint64
		for j := uint32(0); j < 8; j++ {
			c := b.Text[at+j]
			head = head<<8 | uint64(c)
			if c == 0 {
				head <<= 8 * (7 - j)
				break
			}
		}
		entries[i] = wordEntry{head, at, uint32(name)}
	}
	slices.SortFunc(entries, func(x, y wordEntry) int {
		switch {
		case x.head < y.head:
			return -1
		case x.head > y.head:
			return 1
		}
		if c := bytes.Compare(b.at(x.at), b.at(y.at)); c != 0 {
			return c
		}
		return int(x.at) - int(y.at)
	})
	for i, e := range entries {
		b.Words[i] = e.at
	}
	if degree != nil && len(entries) > wide {
		degrees := make([]int32, len(entries))
		for i, e := range entries {
			degrees[i] = int32(degree(b.Owner[e.name] >> 1))
		}
		b.tops(entries, degrees, 1)
		b.TopFrom = append(b.TopFrom, uint32(len(b.TopWord)))
	}
	return b.names
}

type wordEntry struct {
	head     uint64
	at, name uint32
}

const (
	wide    = 1000 // entries of a beginning beyond which it has a list of the most connected
	tops    = 64   // entries of that list
	topDeep = 6    // bytes of the longest beginning that has one
)

// tops lists the most connected entries of each wide beginning of n bytes, and of longer ones.
func (b *nameBuilder) tops(entries []wordEntry, degrees []int32, n int) {
	for lo := 0; lo < len(entries); {
		key := entries[lo].head >> (64 - 8*n)
		hi := lo + sort.Search(len(entries)-lo, func(i int) bool { return entries[lo+i].head>>(64-8*n) > key })
		if hi-lo > wide && key&0xff != 0 {
			var best []int // a heap of the entries kept, the least connected first
			less := func(i, j int) bool { return degrees[i] < degrees[j] || degrees[i] == degrees[j] && i > j }
			for i := lo; i < hi; i++ {
				if len(best) == tops && !less(best[0], i) {
					continue
				}
				at := sort.Search(len(best), func(k int) bool { return less(i, best[k]) })
				best = slices.Insert(best, at, i)
				if len(best) > tops {
					best = best[1:]
				}
			}
			b.TopKey = append(b.TopKey, key<<(64-8*n))
			b.TopFrom = append(b.TopFrom, uint32(len(b.TopWord)))
			for i := len(best) - 1; i >= 0; i-- {
				b.TopWord = append(b.TopWord, entries[best[i]].at)
			}
			if n < topDeep {
				b.tops(entries[lo:hi], degrees[lo:hi], n+1)
			}
		}
		lo = hi
	}
}

// top is the list of a wide beginning.
func (n *names) top(q string) []uint32 {
	if len(q) > topDeep {
		return nil
	}
	var key uint64
	for i := range 8 {
		key <<= 8
		if i < len(q) {
			key |= uint64(q[i])
		}
	}
	i, ok := slices.BinarySearch(n.TopKey, key)
	if !ok {
		return nil
	}
	return n.TopWord[n.TopFrom[i]:n.TopFrom[i+1]]
}

// at is what stands at a position, up to the end of the name.
func (n *names) at(pos uint32) []byte {
	t := n.Text[pos:]
	return t[:bytes.IndexByte(t, 0)]
}

// of is the name that covers a position.
func (n *names) of(pos uint32) int {
	return sort.Search(len(n.Starts), func(i int) bool { return n.Starts[i] > pos }) - 1
}

// find is the range of entries that begin with q.
func (n *names) find(q string) (lo, hi int) {
	lo = sort.Search(len(n.Words), func(i int) bool { return string(n.at(n.Words[i])) >= q })
	hi = lo + sort.Search(len(n.Words)-lo, func(i int) bool { return !strings.HasPrefix(string(n.at(n.Words[lo+i])), q) })
	return lo, hi
}

// maxRange is how many entries of one range are looked at; where there is a list of the most connected, only so many that
// exact fits, which come first, are among them.
const (
	maxRange = 2 * wide
	someFits = 250
)

// A hit is a name that fits a query.
type hit struct {
	name  int
	match Match
	whole bool // the entry begins the name
	edits int
	tail  bool // the entry ends the name: "Shoigu" of "Sergei Shoigu"
}

// search yields the names that fit a folded query: exactly, as words, as prefix, then with typing errors. A name may
// come more than once.
func (n *names) search(q string, edits int, yield func(hit)) {
	if q == "" || len(n.Words) == 0 {
		return
	}
	lo, hi := n.find(q)
	found := hi > lo
	connected, most := n.top(q), maxRange
	if connected != nil {
		most = someFits
	}
	for _, list := range [][]uint32{n.Words[lo:min(hi, lo+most)], connected} {
		for _, pos := range list {
			text := n.at(pos)
			h := hit{name: n.of(pos), match: MatchPrefix, whole: pos == 0 || n.Text[pos-1] == 0}
			switch {
			case len(text) == len(q):
				h.match, h.tail = MatchWord, true
				if h.whole {
					h.match = MatchExact
				}
			case text[len(q)] == ' ':
				h.match = MatchWord
			}
			yield(h)
		}
	}
	if words := strings.Fields(q); len(words) > 1 {
		found = n.allWords(words, yield) || found
	}
	for e := 1; e <= edits && !found; e++ {
		n.fuzzy(q, e, func(h hit) {
			found = true
			yield(h)
		})
	}
}

// allWords yields names that have every word of the query, in any order, as a whole word or the beginning of one.
func (n *names) allWords(words []string, yield func(hit)) bool {
	best, bestLo, bestHi := -1, 0, 0
	for i, w := range words {
		lo, hi := n.find(w)
		if hi == lo {
			return false
		}
		if best < 0 || hi-lo < bestHi-bestLo {
			best, bestLo, bestHi = i, lo, hi
		}
	}
	found := false
	for _, pos := range n.Words[bestLo:min(bestHi, bestLo+maxRange)] {
		name := n.of(pos)
		text := n.at(n.Starts[name])
		h := hit{name: name, match: MatchWord}
		for _, w := range words {
			switch begin, whole := wordIn(text, w); {
			case !begin:
				h.match = ""
			case !whole && h.match == MatchWord:
				h.match = MatchPrefix
			}
		}
		if h.match != "" {
			found = true
			yield(h)
		}
	}
	return found
}

// wordIn says whether a word of text begins with w and whether one is w.
func wordIn(text []byte, w string) (begin, whole bool) {
	for i := 0; i+len(w) <= len(text); i++ {
		if (i == 0 || text[i-1] == ' ') && string(text[i:i+len(w)]) == w {
			begin = true
			if i+len(w) == len(text) || text[i+len(w)] == ' ' {
				return true, true
			}
		}
	}
	return begin, false
}

// fuzzyStates bounds the work of one search with typing errors.
const fuzzyStates = 20_000

// fuzzy yields entries within a number of edits (insert, delete, replace, swap of neighbours) of the query. The sorted
// entries are walked as the tree of their beginnings; a branch is left as soon as no continuation can fit. An entry
// also fits when only its first words do: "sergey shoygu" finds "sergei shoigu family".
//
// The distance is worked out row by row, only within so many columns of the diagonal as there may be edits.
func (n *names) fuzzy(q string, edits int, yield func(hit)) {
	const far = 100
	w := 2*edits + 3 // columns of a row: the band, and one beyond on each side that stays far
	depths := len(q) + edits + 1
	rows := make([]uint8, (depths+1)*w)
	for i := range rows {
		rows[i] = far
	}
	// Column c of the row at a depth stands for the query's first depth+c-edits-1 bytes.
	for i := 0; i <= edits; i++ {
		rows[i+edits+1] = uint8(i)
	}
	budget := fuzzyStates
	var walk func(lo, hi, depth int, previous byte)
	walk = func(lo, hi, depth int, previous byte) {
		row := rows[depth*w : (depth+1)*w]
		for lo < hi && budget > 0 {
			budget--
			c := n.Text[n.Words[lo]+uint32(depth)]
			end := lo + 1
			if end < hi && n.Text[n.Words[end]+uint32(depth)] == c {
				// Most ranges are short: gallop.
				step := 1
				for end+step < hi && n.Text[n.Words[end+step]+uint32(depth)] == c {
					end += step
					step *= 2
				}
				end += sort.Search(min(step, hi-end), func(i int) bool { return n.Text[n.Words[end+i]+uint32(depth)] > c })
			}
			if c == 0 || c == ' ' {
				if at := len(q) - depth + edits + 1; at >= 1 && at < w-1 && int(row[at]) <= edits {
					for _, p := range n.Words[lo:min(end, lo+200)] {
						yield(hit{name: n.of(p), match: MatchFuzzy, whole: p == 0 || n.Text[p-1] == 0, edits: int(row[at]), tail: c == 0})
					}
				}
			}
			if c != 0 && depth+1 < depths {
				next := rows[(depth+1)*w : (depth+2)*w]
				best := uint8(far)
				for j := 1; j < w-1; j++ {
					i := depth + 1 + j - edits - 1 // bytes of the query
					if i < 0 || i > len(q) {
						next[j] = far
						continue
					}
					d := min(row[j+1], next[j-1]) + 1 // one byte more here or there
					if i > 0 {
						same := row[j]
						if q[i-1] != c {
							same++
						}
						d = min(d, same)
						if i > 1 && depth > 0 && q[i-1] == previous && q[i-2] == c {
							d = min(d, rows[(depth-1)*w+j]+1)
						}
					}
					next[j] = min(d, far)
					best = min(best, d)
				}
				if int(best) <= edits {
					walk(lo, end, depth+1, c)
				}
			}
			lo = end
		}
	}
	walk(0, len(n.Words), 0, 0)
}
