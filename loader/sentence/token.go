package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Classes of ASCII bytes.
const (
	classOther = iota
	classSpace
	classLower
	classUpper
	classDigit
)

var class = func() (t [128]uint8) {
	for _, c := range "\t\n\v\f\r " {
		t[c] = classSpace
	}
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-32] = classLower, classUpper
	}
	for c := '0'; c <= '9'; c++ {
		t[c] = classDigit
	}
	return
}()

// tokens appends the tokens of text[begin:end].
func tokens(text string, begin, end int, out []Token) []Token {
	for i := begin; i < end; {
		c := text[i]
		if c < utf8.RuneSelf {
			if class[c] == classSpace {
				i++
				continue
			}
		} else if r, n := utf8.DecodeRuneInString(text[i:end]); unicode.IsSpace(r) {
			i += n
			continue
		}
		// A chunk is what stands between white space.
		j, plain := i, true
		for j < end {
			c := text[j]
			if c < utf8.RuneSelf {
				k := class[c]
				if k == classSpace {
					break
				}
				plain = plain && (k == classLower || k == classUpper)
				j++
				continue
			}
			r, n := utf8.DecodeRuneInString(text[j:end])
			if unicode.IsSpace(r) {
				break
			}
			plain = plain && unicode.IsLetter(r)
			j += n
		}
		if plain {
			out = word(text, i, j, out)
		} else {
			out = chunk(text, i, j, end, out)
		}
		i = j
	}
	return out
}

// chunk appends the tokens of text[a:b], which holds no white space; end is where the block ends.
func chunk(text string, a, b, end int, out []Token) []Token {
	first := a
	address := false // whether the chunk was looked at as an address
	for a < b {
		r, n := decode(text, a, b)
		if !wordRune(r) {
			if j := symbol(text, first, a, b, r, n); j > a {
				out = append(out, Token{uint32(a), uint32(j)})
				a = j
				continue
			}
		}
		if !address {
			address = true
			if j := addressEnd(text, a, b); j > a {
				out = append(out, Token{uint32(a), uint32(j)})
				a = j
				continue
			}
		}
		j := wordEnd(text, first, a, b, end)
		out = word(text, a, j, out)
		a = j
	}
	return out
}

func decode(text string, i, b int) (rune, int) {
	if c := text[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(text[i:b])
}

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return class[r] >= classLower || r == '_'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' || r == '`' || r == 'ʼ' || r == '´' }

func hyphen(r rune) bool { return r == '-' || r == '‐' || r == '‑' }

// symbol returns the end of the token that begins with the character r at text[a:], or a if a word begins there.
func symbol(text string, first, a, b int, r rune, n int) int {
	next := rune(0)
	if a+n < b {
		next, _ = decode(text, a+n, b)
	}
	switch {
	case apostrophe(r):
		if k := clitic(text, a, b, n); k > 0 {
			if a > first { // "'s" after a word, a closing bracket or a quote
				return a + k
			}
			if a+k == b { // "'s" alone
				return b
			}
		}
		if next == r {
			return a + 2*n // '' and ``
		}
		if a == first {
			// "'72", "'em"
			rest := text[a+n : b]
			if next >= '0' && next <= '9' && (len(rest) == 2 || len(rest) > 2 && class7(rest[2]) == classOther || len(rest) == 3 && rest[2] == 's') {
				return a + n + 2 + min(len(rest)-2, boolInt(len(rest) == 3 && rest[2] == 's'))
			}
			for _, w := range [...]string{"em", "til", "cause", "tis", "twas", "n"} {
				if foldPrefix(rest, w) && (len(rest) == len(w) || !letterAt(rest, len(w))) {
					return a + n + len(w)
				}
			}
		}
		return a + n
	case r == '.' || r == '-' || r == '*' || r == '=' || r == '!' || r == '?' || r == '~' || r == '+' || r == '^' || r == '<' && next == '<' || r == '>' && next == '>':
		j := a + n
		for j < b && (rune(text[j]) == r || (r == '!' || r == '?' || r == '.') && (text[j] == '!' || text[j] == '?')) {
			j++
		}
		if r == '.' && j == a+1 && next >= '0' && next <= '9' { // ".5"
			if a == first || !wordBefore(text, first, a) {
				return a
			}
		}
		return j
	case (r == ':' || r == ';') && a == first && b-a <= 4:
		// An emoticon is a chunk of its own: ":-)".
		if b-a >= 2 && strings.Trim(text[a+1:b], "-'^oO)(DPp/\\|*3][}{") == "" {
			return b
		}
		return a + n
	case r == '#' || r == '@':
		if next != 0 && wordRune(next) && (r == '@' || next < '0' || next > '9') && (a == first || !wordBefore(text, first, a)) {
			j := a + n
			for j < b {
				q, m := decode(text, j, b)
				if !wordRune(q) {
					break
				}
				j += m
			}
			return j
		}
		return a + n
	case unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r):
		// Pictures with their joiners and modifiers.
		j := a + n
		for j < b {
			q, m := decode(text, j, b)
			if q != '\u200d' && q != '\ufe0f' && (q < 0x1f3fb || q > 0x1f3ff) {
				if p, _ := utf8.DecodeLastRuneInString(text[a:j]); p != '\u200d' {
					break
				}
			}
			j += m
		}
		return j
	case unicode.IsControl(r) || r == utf8.RuneError:
		j := a + n
		for j < b {
			q, m := decode(text, j, b)
			if q != r {
				break
			}
			j += m
		}
		return j
	case r == '‘' && (next == '‘' || next == '’'):
		return a + 2*n
	case r == '[' && strings.HasPrefix(text[a:b], "[...]"):
		return a + 5
	}
	return a + n
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func class7(c byte) uint8 {
	if c < utf8.RuneSelf {
		return class[c]
	}
	return classLower
}

func wordBefore(text string, first, a int) bool {
	if a <= first {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(text[first:a])
	return wordRune(r)
}

func letterAt(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return wordRune(r)
}

// foldPrefix tells whether s begins with the lower-case ASCII word w in any case.
func foldPrefix(s, w string) bool {
	if len(s) < len(w) {
		return false
	}
	for i := range len(w) {
		c := s[i]
		if class7(c) == classUpper {
			c += 32
		}
		if c != w[i] {
			return false
		}
	}
	return true
}

var clitics = [...]string{"s", "m", "d", "re", "ve", "ll"}

// clitic returns the length of "'s", "'re", ... at text[a:b], whose apostrophe has n bytes, or 0.
func clitic(text string, a, b, n int) int {
	rest := text[a+n : b]
	for _, w := range clitics {
		if foldPrefix(rest, w) && !letterAt(rest, len(w)) {
			return n + len(w)
		}
	}
	return 0
}

// addressEnd returns the end of a web or mail address that begins at text[a:b], or a.
func addressEnd(text string, a, b int) int {
	s := text[a:b]
	if len(s) > 2048 {
		return a
	}
	web := strings.Contains(s, "://") || foldPrefix(s, "www.") || foldPrefix(s, "mailto:")
	if !web {
		at := strings.IndexByte(s, '@')
		if at <= 0 || strings.IndexByte(s[at:], '.') < 0 || !letterAt(s, at+1) {
			return a
		}
	}
	e := len(s)
	for e > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:e])
		if !strings.ContainsRune(".,;:!?)]>}\"'”’»…", r) {
			break
		}
		e -= n
	}
	// Text that is glued to the closing bracket or quote of an address is none of it.
	if i := strings.IndexAny(s[:e], "<>\"”"); i > 0 {
		e = i
	}
	return a + e
}

// wordEnd returns the end of the word that begins at text[a:b]. first is where the chunk begins, end where the block ends.
func wordEnd(text string, first, a, b, end int) int {
	j := a
	digits, letters := 0, 0 // so far
	for j < b {
		r, n := decode(text, j, b)
		if r < utf8.RuneSelf {
			switch class[r] {
			case classDigit:
				digits++
				j++
				continue
			case classLower, classUpper:
				if digits > 0 && letters == 0 && unit(text, a, j, b) {
					return j
				}
				letters++
				j++
				continue
			}
			if r == '_' {
				letters++
				j++
				continue
			}
		} else if wordRune(r) {
			letters++
			j += n
			continue
		}
		next := rune(0)
		if j+n < b {
			next, _ = decode(text, j+n, b)
		}
		nextWord := next != 0 && wordRune(next)
		switch {
		case r == '.':
			if j == a { // ".5"
				j++
				continue
			}
			if nextWord {
				if dotInside(text, a, j, b) {
					j++
					continue
				}
				return keepDot(text, first, a, j, b, end, false)
			}
			return keepDot(text, first, a, j, b, end, true)
		case r == ',':
			if nextWord && letters == 0 && next >= '0' && next <= '9' && thousands(text, j, b) {
				j++
				continue
			}
			return j
		case r == ':':
			if letters == 0 && next >= '0' && next <= '9' && j-a <= 5 { // 7:30, 12:30:05
				j++
				continue
			}
			return j
		case r == '/':
			if letters == 0 && digits > 0 && next >= '0' && next <= '9' {
				j++
				continue
			}
			return j
		case r == '&' || r == '*':
			if nextWord && j > a && class7(text[j-1]) != classDigit && j-a <= 3 && !(r == '&' && class7(text[j-1]) == classLower) {
				j++
				continue
			}
			return j
		case r == '@':
			if nextWord && j > a {
				j++
				continue
			}
			return j
		case r == '$':
			if nextWord && letters > 0 && letters <= 2 && digits == 0 { // "US$5"
				return j + 1
			}
			return j
		case hyphen(r):
			if nextWord && keepHyphen(text, a, j, b, n, digits, letters) {
				if letters == 0 {
					return number(text, j, b)
				}
				j += n
				digits, letters = 0, 1
				continue
			}
			return j
		case apostrophe(r):
			if j == a {
				j += n
				continue
			}
			if !nextWord {
				if j-a >= 4 && foldSuffix(text[a:j], "in") && r != '`' && letters > 3 && droppedG(text, j+n, end, text[a:j]) {
					return j + n
				}
				return j
			}
			if clitic(text, j, b, n) > 0 {
				return j
			}
			if (next == 't' || next == 'T') && (text[j-1] == 'n' || text[j-1] == 'N') && !letterAt(text[:b], j+n+1) {
				if j-1 > a {
					return j - 1
				}
				return j + n + 1
			}
			j += n
			continue
		case r == '\u00ad' || r == '\u200d' || r == '\u200c':
			if nextWord {
				j += n
				continue
			}
			return j
		default:
			return j
		}
	}
	return j
}

// droppedG tells a "cookin'" from a plural or a name at the end of a quotation.
func droppedG(text string, after, end int, w string) bool {
	if class7(w[0]) == classUpper {
		return false
	}
	r := nextRune(text, after, end)
	return r >= 'a' && r <= 'z'
}

func foldSuffix(s, w string) bool { return len(s) >= len(w) && foldPrefix(s[len(s)-len(w):], w) }

// unit tells whether a unit stands at text[j:b] after the number text[a:j]: "5pm", "35mm", "10k".
func unit(text string, a, j, b int) bool {
	e := j
	for e < b && e-j <= 4 && (class7(text[e]) == classLower || class7(text[e]) == classUpper) {
		e++
	}
	if e < b && letterAt(text[:b], e) {
		return false
	}
	switch text[j:e] {
	case "am", "pm", "AM", "PM", "k", "K", "m", "M", "bn", "mm", "cm", "km", "kg", "ft", "lb", "lbs", "mph", "hz", "Hz", "mb", "MB", "gb", "GB", "tn", "kW", "MW", "GW", "km2":
		return true
	case "b", "B", "t", "x", "X", "C", "F":
		return strings.IndexByte(text[a:j], '.') >= 0 || j-a <= 3 && (text[j:e] == "b" || text[j:e] == "x")
	case "a", "p": // "5p.m."
		return e < b && text[e] == '.'
	}
	return false
}

// thousands tells whether the comma at text[j] is followed by a group of three digits (or, in India, two).
func thousands(text string, j, b int) bool {
	n := 0
	for k := j + 1; k < b && class7(text[k]) == classDigit; k++ {
		if n++; n > 3 {
			return false
		}
	}
	return n == 3 || n == 2 && j+3 < b && text[j+3] == ','
}

// dotInside tells whether the full stop at text[j], between two word characters, is inside the word that begins at
// a ("3.5", "U.S", "example.com") and not one whose space is missing ("said.The").
func dotInside(text string, a, j, b int) bool {
	prev, next := class7(text[j-1]), class7(text[j+1])
	if next == classDigit {
		return true
	}
	if prev == classDigit {
		return next != classUpper
	}
	single := j-1 == a || text[j-2] == '.' || text[j-2] == '-' // one letter before the stop
	if next == classUpper {
		if single {
			return true // U.S, J.K
		}
		// "Ph.D", "said.The": a capital alone or an abbreviation goes on; a word begins a sentence
		if j+2 < b && letterAt(text, j+2) {
			return class7(text[j+2]) == classUpper && j+3 < b && letterAt(text, j+3) && prev == classUpper
		}
		return j-a <= 2
	}
	return true
}

// keepDot returns the end of the word text[a:j], with the full stop at j if it is an abbreviation's.
func keepDot(text string, first, a, j, b, end int, last bool) int {
	w := text[a:j]
	if len(w) > 12 {
		return j
	}
	next := nextRune(text, j+1, end)
	if i := strings.LastIndexByte(w, '.'); i >= 0 {
		if acronym(w) {
			return j + 1
		}
		return j
	}
	if len(w) == 1 {
		switch {
		case w == "I":
			// The pronoun, or an initial.
			if last && j+1 < end && (next >= 'A' && next <= 'Z') && initialBefore(text, a) {
				return j + 1
			}
			return j
		case class7(w[0]) == classUpper:
			if !last {
				return j + 1
			}
			if next == 0 || j+1 < b && !closer(text, j+1, b) {
				return j
			}
			return j + 1
		case class7(w[0]) == classDigit:
			return enumerator(text, first, a, j, b, end)
		case w == "c" || w == "p" || w == "b" || w == "d" || w == "v":
			if next >= '0' && next <= '9' || w == "v" {
				return j + 1
			}
		}
		return j
	}
	if class7(w[0]) == classDigit {
		return enumerator(text, first, a, j, b, end)
	}
	switch abbreviation(w) {
	case abbrNone:
		return j
	case abbrNumber:
		if next >= '0' && next <= '9' {
			return j + 1
		}
		return j
	case abbrDay:
		if class7(w[0]) == classUpper && (next >= '0' && next <= '9' || next == ',') {
			return j + 1
		}
		return j
	}
	return j + 1
}

// enumerator keeps the full stop of a number that stands alone at the beginning of a block: "1. The first".
func enumerator(text string, first, a, j, b, end int) int {
	if a == first && j-a <= 2 && j+1 == b && b < end && blockStart(text, a) {
		return j + 1
	}
	return j
}

// blockStart tells whether nothing but white space stands between the line's beginning and a.
func blockStart(text string, a int) bool {
	for k := a - 1; k >= 0 && a-k <= 16; k-- {
		switch text[k] {
		case '\n', '\r':
			return true
		case ' ', '\t':
		default:
			return false
		}
	}
	return a <= 16
}

func initialBefore(text string, a int) bool {
	return a >= 3 && text[a-1] == ' ' && text[a-2] == '.' && class7(text[a-3]) == classUpper || a >= 2 && text[a-1] == '.' && class7(text[a-2]) == classUpper
}

// closer tells whether only closing punctuation stands in text[i:b].
func closer(text string, i, b int) bool {
	r, _ := decode(text, i, b)
	return strings.ContainsRune(",;:)]\"”’'-?!", r)
}

// nextRune is the first character at or after text[i] that is no white space, within 64 bytes and before end, or 0.
func nextRune(text string, i, end int) rune {
	for limit := min(end, i+64); i < limit; {
		r, n := decode(text, i, end)
		if !unicode.IsSpace(r) {
			return r
		}
		i += n
	}
	return 0
}

// acronym tells whether w is made of single letters (or "Ph") between full stops: "U.S", "a.m", "Ph.D".
func acronym(w string) bool {
	run := 0
	short := false
	for i := range len(w) {
		switch class7(w[i]) {
		case classLower, classUpper:
			run++
		case classDigit:
			return false
		default:
			if w[i] != '.' {
				return false
			}
			if run == 0 || run > 2 {
				return false
			}
			short = short || run == 1
			run = 0
		}
	}
	return run > 0 && run <= 2 && (short || run == 1)
}

// number returns the end of a telephone number or the like that goes on at text[j:b].
func number(text string, j, b int) int {
	for j < b && (class7(text[j]) == classDigit || text[j] == '-' && j+1 < b && class7(text[j+1]) == classDigit) {
		j++
	}
	return j
}

// keepHyphen tells whether the hyphen of n bytes at text[j] stays inside the word text[a:j]. The treebanks keep
// prefixes ("anti-ship", "co-founder"), telephone numbers and the two syllables of a Korean or Chinese given name
// ("Jong-un") whole and split all other compounds.
func keepHyphen(text string, a, j, b, n, digits, letters int) bool {
	if letters == 0 {
		groups, run := 0, 0
		k := j + n
		for ; k < b && k-a <= 20; k++ {
			if class7(text[k]) == classDigit {
				run++
			} else if text[k] == '-' && run > 0 {
				groups++
				run = 0
			} else {
				break
			}
		}
		if k < b && (class7(text[k]) == classLower || class7(text[k]) == classUpper) {
			return false
		}
		if groups >= 1 && run > 0 {
			return true
		}
		return digits == 3 && run == 4 && groups == 0
	}
	if digits > 0 {
		return false
	}
	w := text[a:j]
	if len(w) <= 8 {
		var buf [8]byte
		if prefixes[string(lower(buf[:0], w))] {
			return true
		}
	}
	e := j + n
	for e < b && e-j <= 12 && (class7(text[e]) == classLower || class7(text[e]) == classUpper) && text[e] < utf8.RuneSelf {
		e++
	}
	v := text[j+n : e]
	if e < b && letterAt(text[:b], e) {
		return false
	}
	if v == "wise" || v == "esque" {
		return true
	}
	return class7(w[0]) == classUpper && len(v) > 1 && class7(v[0]) == classLower && syllable(w) && syllable(v)
}

func lower(dst []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c += 32
		}
		dst = append(dst, c)
	}
	return dst
}

// syllable tells whether w can be one syllable of a romanised Korean or Chinese name.
func syllable(w string) bool {
	if len(w) < 2 || len(w) > 6 {
		return false
	}
	i := 0
	for i < len(w) && !vowel(w[i]) {
		i++
	}
	switch w[:i] {
	case "", "B", "b", "C", "c", "D", "d", "F", "f", "G", "g", "H", "h", "J", "j", "K", "k", "L", "l", "M", "m", "N", "n", "P", "p", "R", "r", "S", "s", "T", "t", "W", "w", "Y", "y", "Z", "z",
		"Ch", "ch", "Sh", "sh", "Kw", "kw", "Hw", "hw", "Ts", "ts", "Hs", "hs", "Ng", "ng", "Zh", "zh", "Ky", "ky", "My", "my", "Hy", "hy", "Gy", "gy", "By", "by", "Pyo", "Py", "py", "Gw", "gw":
	default:
		return false
	}
	j := i
	for j < len(w) && vowel(w[j]) {
		j++
	}
	if j == i || j-i > 3 {
		return false
	}
	switch w[j:] {
	case "":
		// English compounds have short second words in open syllables: "by", "to", "go", "so", "no", "me", "too".
		return i > 0 && !englishOpen[w]
	case "n", "ng", "m", "h", "k", "l", "p":
		return !englishClosed[w]
	}
	return false
}

func vowel(c byte) bool {
	switch c | 32 {
	case 'a', 'e', 'i', 'o', 'u', 'y':
		return c|32 != 'y'
	}
	return false
}

var englishOpen = set("by to go so no me too two do be he we see free tie die lie pay day way say may bay key toe doe fee sea tea pea bee new low")

var englishClosed = set("on an am up man men can ban run gun sun fun win sin pin bin tin ten hen pen den own men main gain rain pain chain mean lean clean seen keen been teen moon soon noon loan king long song wing ring thing being going doing gang bang hang young team seem beam room loom boom him them dim ham jam ram rim gum sum look book took cook week seek peek tank bank rank sink link pink think back pack sack lack jack deck neck check sick kick pick lick thick rock lock dock sock shock duck luck suck tuck all call hall fall ball tall wall mail sail rail nail fail tail jail goal coal deal seal heal meal real feel heel wheel pool tool cool fool kill fill bill hill will till chill sell cell tell well bell hell full pull bull null heap cheap leap keep deep sleep sheep jeep weep ship shop chip chop tip top tap cap map gap lap cup pup soup group loop hoop help ah oh")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
		if c := w[0]; c >= 'a' && c <= 'z' {
			m[string(c-32)+w[1:]] = true
		}
	}
	return m
}

// prefixes stay with their word in the treebanks.
var prefixes = set("non anti pro pre post re co ex mid multi semi sub neo inter intra counter cross e over mini micro socio psycho ultra super pseudo quasi trans bi tri uni un dis mega hyper arch crypto electro geo infra macro meta mono para poly proto retro")

// word appends the word text[a:b], in two tokens if it is a contraction without an apostrophe.
func word(text string, a, b int, out []Token) []Token {
	if n := b - a; n >= 4 && n <= 8 {
		if k := contraction(text[a:b]); k > 0 {
			return append(out, Token{uint32(a), uint32(a + k)}, Token{uint32(a + k), uint32(b)})
		}
	}
	return append(out, Token{uint32(a), uint32(b)})
}

// contraction returns where a word that is two is split: "can not", "gon na", "do nt"; else 0.
func contraction(w string) int {
	switch w[0] | 32 {
	case 'c', 'g', 'w', 'd', 'i', 'h', 's':
	default:
		return 0
	}
	var buf [8]byte
	return contractions[string(lower(buf[:0], w))]
}

var contractions = map[string]int{
	"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3,
	"dont": 2, "didnt": 3, "doesnt": 4, "isnt": 2, "wasnt": 3, "couldnt": 5, "wouldnt": 5, "shouldnt": 6, "havent": 4, "hasnt": 3, "hadnt": 3, "werent": 4,
	"cant": 2, "wont": 2, "ive": 1,
}
