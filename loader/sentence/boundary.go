package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentences appends the tokens and sentences of one block, text[begin:end]. With news set, the topic before a colon
// ("Deepening ties: ...") becomes a sentence of its own and sentences of page furniture are dropped.
func (g *Segmentation) sentences(block, begin, end int, news bool) {
	kind := g.Blocks[block].Kind
	first := len(g.Tokens)
	g.Tokens = tokens(g.Text, begin, end, g.Tokens)
	if news && (kind == Bullet || kind == Paragraph) {
		t := g.topic(first)
		if t == first && kind == Paragraph {
			t = g.dateline(first)
		}
		if t > first {
			g.Sentences = append(g.Sentences, Sentence{First: int32(first), Last: int32(t), Kind: Headline, Block: int32(block)})
			first = t
		}
	}
	for i := first; i < len(g.Tokens); {
		j := g.sentenceEnd(i, news)
		if j-i > MaxTokens {
			j = g.cut(i)
		}
		if news && g.furnitureSentence(i, j) {
			n := copy(g.Tokens[i:], g.Tokens[j:])
			g.Tokens = g.Tokens[:i+n]
			continue
		}
		g.Sentences = append(g.Sentences, Sentence{First: int32(i), Last: int32(j), Kind: kind, Block: int32(block)})
		i = j
	}
}

// cut chooses where a sentence that is too long is cut.
func (g *Segmentation) cut(i int) int {
	for j := i + MaxTokens; j > i+MaxTokens/2; j-- {
		switch g.form(j - 1) {
		case ",", ";", ":", "-", "–", "—", "--":
			return j
		}
	}
	return i + MaxTokens
}

// sentenceEnd returns the token after the sentence that begins with token i, or one more than MaxTokens later.
func (g *Segmentation) sentenceEnd(i int, news bool) int {
	n := len(g.Tokens)
	start := i
	for ; i < n && i-start <= MaxTokens; i++ {
		f := g.form(i)
		c := f[len(f)-1]
		switch {
		case c == '.' || c == '!' || c == '?':
		case f == "…" || f == "。" || f == "？" || f == "！":
		default:
			continue
		}
		if i+1 == n {
			return n
		}
		if c == '.' && f != "." && f[0] != '.' {
			if g.endsAfterAbbreviation(i, start) {
				return i + 1
			}
			continue
		}
		// What closes stays with the sentence.
		j := i + 1
		quoted := false
		for j < n && g.adjacent(j) && g.closing(j) {
			quoted = quoted || g.form(j)[0] != ')' && g.form(j)[0] != ']'
			j++
		}
		for j+2 < n && g.form(j) == "[" && class7(g.form(j + 1)[0]) == classDigit && g.form(j+2) == "]" { // a note's number
			j += 3
		}
		if j == n {
			return n
		}
		if g.begins(i, j, quoted, news) {
			return j
		}
		i = j - 1
	}
	return i
}

// adjacent tells whether no space stands before token i.
func (g *Segmentation) adjacent(i int) bool { return g.Tokens[i].Begin == g.Tokens[i-1].End }

// closing tells whether token i closes a quotation or a bracket.
func (g *Segmentation) closing(i int) bool {
	switch g.form(i) {
	case "”", "’", "»", ")", "]", "''", "’’", "}":
		return true
	case "\"", "'", "“":
		// A straight quote closes if it does not touch the next word.
		return i+1 == len(g.Tokens) || !g.adjacent(i+1) || !g.wordToken(i+1)
	}
	return false
}

func (g *Segmentation) wordToken(i int) bool {
	r, _ := utf8.DecodeRuneInString(g.form(i))
	return wordRune(r)
}

// begins tells whether a sentence begins at token j after one that ended with the stop i and, if quoted, a closing quote.
func (g *Segmentation) begins(i, j int, quoted, news bool) bool {
	stop := g.form(i)
	r, _ := utf8.DecodeRuneInString(g.form(j))
	if g.adjacent(j) {
		// The space is missing: "said.The".
		if !unicode.IsUpper(r) || j == i+1 && i == 0 {
			return false
		}
		return stop == "." || stop == "?" || stop == "!"
	}
	for k := j; opening(r) && k+1 < len(g.Tokens) && k < j+3; {
		k++
		r, _ = utf8.DecodeRuneInString(g.form(k))
	}
	dots := len(stop) > 1 && stop[0] == '.' || stop == "…"
	switch {
	case unicode.IsLower(r):
		// Edited text never begins a sentence in lower case; mail and comments do.
		return !news && !quoted && !dots
	case unicode.IsUpper(r), unicode.IsTitle(r):
		if quoted && !dots && stop != "." || quoted && dots {
			return !g.speaker(j)
		}
		return true
	case unicode.IsDigit(r):
		return !dots
	case unicode.IsLetter(r): // scripts without case
		return true
	}
	switch r {
	case ',', ';', ':', ')', ']', '.', '?', '!':
		return false
	case '-', '–', '—':
		// A dash after a stop goes on, unless it opens a list or a name.
		return false
	}
	return !dots
}

func opening(r rune) bool {
	switch r {
	case '"', '“', '‘', '\'', '(', '[', '«', '`', '„', '”':
		return true
	}
	return false
}

// speaker tells whether tokens from j on say who spoke the quotation before: "President Joe Biden said".
func (g *Segmentation) speaker(j int) bool {
	for k := j; k < len(g.Tokens) && k < j+9; k++ {
		f := g.form(k)
		if saying[f] {
			return true
		}
		switch f {
		case ".", "!", "?", ":", ";", "\"", "“", "”":
			return false
		}
		if k == j && starters[f] && f != "The" && f != "He" && f != "She" && f != "They" && f != "I" && f != "We" && f != "A" && f != "An" && f != "One" {
			return false
		}
	}
	return false
}

var saying = set("said says asked told added replied wrote tweeted declared exclaimed shouted responded joked wondered asks adds tells cried quipped")

// endsAfterAbbreviation tells whether token i, an abbreviation with its full stop, also ends the sentence.
func (g *Segmentation) endsAfterAbbreviation(i, start int) bool {
	f := g.form(i)
	w := f[:len(f)-1]
	j := i + 1
	next, _ := utf8.DecodeRuneInString(g.form(j))
	if g.adjacent(j) && !unicode.IsUpper(next) {
		if !g.closing(j) || j+1 >= len(g.Tokens) {
			return false
		}
		return false
	}
	if class7(w[0]) == classDigit { // "1."
		return false
	}
	k := j
	for opening(next) && k+1 < len(g.Tokens) && k < j+2 {
		k++
		next, _ = utf8.DecodeRuneInString(g.form(k))
	}
	if !unicode.IsUpper(next) {
		return false
	}
	if k > j && g.form(j) != "(" { // an opening quote
		return true
	}
	if len(w) == 1 { // an initial, or the end of "plan B."
		return starters[g.form(k)] && i > start && !capitalised(g.form(i-1))
	}
	switch abbreviation(w) {
	case abbrTitle:
		return false
	case abbrNumber, abbrDay:
		return false
	}
	if starters[g.form(k)] {
		return true
	}
	switch w {
	case "etc":
		return true
	case "Inc", "Ltd", "Corp", "Jr", "Sr", "a.m", "p.m", "A.M", "P.M":
		// A name that goes on rarely follows these.
		return false
	}
	return false
}

// capital tells whether no letter of f is small.
func capital(f string) bool { return strings.IndexFunc(f, unicode.IsLower) < 0 }

func capitalised(f string) bool {
	r, _ := utf8.DecodeRuneInString(f)
	return unicode.IsUpper(r)
}

// starters are words that, with a capital, rather begin a sentence than go on with a name.
var starters = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("The A An He She It They We I You This That These Those There Here In On At But And Or However If When While As After Before For Since With By To From Both Some Many Most All Its His Her Their Our My Your What Who Why How Where Which Meanwhile Earlier Later Last Next According Also So Then Now No Not One Two Three Despite Although Though Because Until Under During Other Another Each Every Yet Still Even Only Such More Is Are Was Were Do Does Did Have Has Had Will Would Can Could Should Please Mr. Mrs. Ms. Dr.") {
		m[w] = true
	}
	return m
}()

// dateline returns the token after "SEOUL, South Korea, Sept. 12 (Reuters) -" at the beginning of the block's tokens, or
// first if there is none: a place in capitals or an agency in brackets, and a dash.
func (g *Segmentation) dateline(first int) int {
	bracket, capitals := false, false
	for i := first; i+3 < len(g.Tokens) && i < first+16; i++ {
		f := g.form(i)
		r, _ := utf8.DecodeRuneInString(f)
		switch {
		case f == "(":
			bracket = true
		case f == "-" || f == "–" || f == "—" || f == "--":
			if g.adjacent(i) || g.adjacent(i+1) {
				if f == "-" || f == "–" {
					continue // "Port-au-Prince"
				}
			}
			next, _ := utf8.DecodeRuneInString(g.form(i + 1))
			if i > first && (bracket || capitals) && (unicode.IsUpper(next) || opening(next) || unicode.IsDigit(next)) {
				return i + 1
			}
			return first
		case f == ")" || f == "," || f == "/" || f == "." || unicode.IsDigit(r):
		case unicode.IsUpper(r):
			if i == first {
				capitals = len(f) > 2 && capital(f)
			}
		default:
			return first
		}
	}
	return first
}

// topic returns the token after "Topic:" at the beginning of the block's tokens, or first if there is none.
func (g *Segmentation) topic(first int) int {
	n := len(g.Tokens)
	for i := first; i < n && i < first+14; i++ {
		switch f := g.form(i); f {
		case ":":
			if i == first || i+3 > n || g.adjacent(i+1) {
				return first
			}
			switch last := g.form(i - 1); last {
			case "following", "this", "that", "is", "are":
				return first
			default:
				if saying[last] {
					return first
				}
			}
			r, _ := utf8.DecodeRuneInString(g.form(i + 1))
			if !unicode.IsUpper(r) && !opening(r) && !unicode.IsDigit(r) {
				return first
			}
			// What follows is a sentence: it has an end.
			switch f := g.form(n - 1); f[len(f)-1] {
			case '.', '!', '?', '"', '\'', ')', ',': // a greeting ends in a comma
				return i + 1
			default:
				if f == "”" || f == "’" || f == "…" {
					return i + 1
				}
			}
			return first
		case ".", "!", "?", ",", ";", "\"", "“", "”":
			return first
		}
	}
	return first
}
