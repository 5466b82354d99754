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
type names struct {
	Text   []byte
	Starts []uint32
	Owner  []uint32
	Words  []uint32
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

func (b *nameBuilder) finish() names {
	// The first eight bytes decide nearly always; equal entries stay in the order of their names.
	type entry struct {
		head uint64
		at   uint32
	}
	entries := make([]entry, len(b.Words))
	for i, at := range b.Words {
		var head uint64
		for j := uint32(0); j < 8; j++ {
			c := b.Text[at+j]
			head = head<<8 | uint64(c)
			if c == 0 {
				head <<= 8 * (7 - j)
				break
			}
		}
		entries[i] = entry{head, at}
	}
	slices.SortFunc(entries, func(x, y entry) int {
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
	return b.names
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

// most entries of one range that are looked at: "a" begins a fifth of all words.
const maxRange = 50_000

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
	for _, pos := range n.Words[lo:min(hi, lo+maxRange)] {
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
	if words := strings.Fields(q); len(words) > 1 {
		found = n.allWords(words, yield) || found
	}
	if !found && edits > 0 {
		n.fuzzy(q, edits, yield)
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

// fuzzyStates bounds the work of one search with typing errors; at a million names 20,000 states take about 3 ms.
const fuzzyStates = 30_000

// fuzzy yields entries within a number of edits (insert, delete, replace, swap of neighbours) of the query. The sorted
// entries are walked as the tree of their beginnings; a branch is left as soon as no continuation can fit. An entry
// also fits when only its first words do: "sergey shoygu" finds "sergei shoigu family".
func (n *names) fuzzy(q string, edits int, yield func(hit)) {
	width := len(q) + 1
	rows := make([]uint8, width)
	for i := range rows {
		rows[i] = uint8(min(i, 255))
	}
	budget := fuzzyStates
	var walk func(lo, hi, depth int, previous byte)
	walk = func(lo, hi, depth int, previous byte) {
		for lo < hi && budget > 0 {
			budget--
			pos := n.Words[lo] + uint32(depth)
			c := n.Text[pos]
			row := rows[depth*width : (depth+1)*width]
			if c == 0 || c == ' ' {
				if d := int(row[len(q)]); d <= edits {
					end := lo + 1
					if c == 0 {
						for end < hi && n.Text[n.Words[end]+uint32(depth)] == 0 {
							end++
						}
					} else {
						end = lo + sort.Search(hi-lo, func(i int) bool { return n.Text[n.Words[lo+i]+uint32(depth)] > ' ' })
					}
					for _, p := range n.Words[lo:min(end, lo+200)] {
						start := p == 0 || n.Text[p-1] == 0
						yield(hit{name: n.of(p), match: MatchFuzzy, whole: start, edits: d, tail: n.Text[p+uint32(depth)] == 0})
					}
				}
				if c == 0 {
					for lo < hi && n.Text[n.Words[lo]+uint32(depth)] == 0 {
						lo++
					}
					continue
				}
			}
			end := lo + 1
			if end < hi && n.Text[n.Words[end]+uint32(depth)] == c {
				end = lo + sort.Search(hi-lo, func(i int) bool { return n.Text[n.Words[lo+i]+uint32(depth)] > c })
			}
			rows = append(rows[:(depth+1)*width], make([]uint8, width)...)
			row = rows[depth*width : (depth+1)*width]
			next := rows[(depth+1)*width:]
			next[0] = row[0] + 1
			best := next[0]
			for i := 1; i < width; i++ {
				d := min(row[i]+1, next[i-1]+1)
				if q[i-1] == c {
					d = min(d, row[i-1])
				} else {
					d = min(d, row[i-1]+1)
				}
				if i > 1 && depth > 0 && q[i-1] == previous && q[i-2] == c {
					d = min(d, rows[(depth-1)*width+i-2]+1)
				}
				next[i] = d
				best = min(best, d)
			}
			if int(best) <= edits {
				walk(lo, end, depth+1, c)
			}
			lo = end
		}
	}
	walk(0, len(n.Words), 0, 0)
}
