package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A line is what stands between line breaks, without the white space around it.
type line struct {
	begin, end int
	words      int
	group      int32 // lines between two blank lines are a group
}

// blocks appends the blocks of g.Text[begin:end]. A block is a line, or the lines of a paragraph that was wrapped to a
// fixed width.
func (g *Segmentation) blocks(begin, end int) {
	g.lines = g.lines[:0]
	group := int32(0)
	text := g.Text
	for i := begin; i < end; {
		j := i
		for j < end && !breakAt(text, j) {
			j++
		}
		a, b := trim(text, i, j)
		if a < b {
			g.lines = append(g.lines, line{begin: a, end: b, words: 1 + countSpaces(text[a:b]), group: group})
		} else if j > i || len(g.lines) > 0 {
			group++
		}
		if j < end {
			switch {
			case text[j] == '\r' && j+1 < end && text[j+1] == '\n':
				j += 2
			case text[j] >= utf8.RuneSelf:
				j += 3
			default:
				j++
			}
		}
		i = j
	}
	for i := 0; i < len(g.lines); {
		j := i + 1
		for j < len(g.lines) && g.lines[j].group == g.lines[i].group {
			j++
		}
		wrapped := g.wrapped(i, j)
		for k := i; k < j; {
			m := k + 1
			for m < j && markerLen(text[g.lines[m].begin:g.lines[m].end]) == 0 && (wrapped || g.goesOn(m)) {
				m++
			}
			g.Blocks = append(g.Blocks, Block{Begin: uint32(g.lines[k].begin), End: uint32(g.lines[m-1].end)})
			k = m
		}
		i = j
	}
}

// breakAt tells whether a line ends at text[j].
func breakAt(text string, j int) bool {
	switch c := text[j]; c {
	case '\n', '\r', '\v', '\f':
		return true
	case 0xe2:
		return j+2 < len(text) && text[j+1] == 0x80 && (text[j+2] == 0xa8 || text[j+2] == 0xa9)
	}
	return false
}

func trim(text string, a, b int) (int, int) {
	for a < b {
		r, n := decode(text, a, b)
		if !unicode.IsSpace(r) {
			break
		}
		a += n
	}
	for a < b {
		r, n := utf8.DecodeLastRuneInString(text[a:b])
		if !unicode.IsSpace(r) {
			break
		}
		b -= n
	}
	return a, b
}

func countSpaces(s string) int { return strings.Count(s, " ") }

// wrapped tells whether lines [i,j) are one paragraph, wrapped where the next word did not fit.
func (g *Segmentation) wrapped(i, j int) bool {
	if j-i < 2 {
		return false
	}
	width := 0
	for _, l := range g.lines[i:j] {
		width = max(width, l.end-l.begin)
	}
	if width < 45 || width > 130 {
		return false
	}
	fits, open := 0, 0
	for k := i; k+1 < j; k++ {
		l, next := g.lines[k], g.lines[k+1]
		s := g.Text[next.begin:next.end]
		w := strings.IndexByte(s, ' ')
		if w < 0 {
			w = len(s)
		}
		if l.end-l.begin+1+w <= width {
			fits++
		}
		if !stopped(g.Text[l.begin:l.end]) {
			open++
		}
	}
	return fits*8 <= j-i && open*2 >= j-i-1
}

// goesOn tells whether line m goes on with the sentence of the line before it.
func (g *Segmentation) goesOn(m int) bool {
	before, l := g.lines[m-1], g.lines[m]
	if stopped(g.Text[before.begin:before.end]) || before.words < 4 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(g.Text[l.begin:l.end])
	return unicode.IsLower(r)
}

// stopped tells whether s ends like a sentence.
func stopped(s string) bool {
	for len(s) > 0 {
		r, n := utf8.DecodeLastRuneInString(s)
		switch r {
		case '.', '!', '?', ':', '…', '。':
			return true
		case '"', '”', '’', '\'', ')', ']', '»':
			s = s[:len(s)-n]
		default:
			return false
		}
	}
	return false
}

// markerLen returns the length of the list marker and space that s begins with, or 0.
func markerLen(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	switch r {
	case '-', '–', '—', '•', '*', '·', '▪', '●', '◦', '■', '►', '▶', '➤', '✓', '‣', '⁃', '>':
	default:
		// "1." "2)" "(a)"
		k := 0
		if s[0] == '(' {
			k++
		}
		d := k
		for d < len(s) && d-k < 2 && class7(s[d]) == classDigit {
			d++
		}
		if d == k {
			if k == 0 || len(s) < 4 || class7(s[1]) != classLower {
				return 0
			}
			d++
		}
		if d+1 >= len(s) || s[d] != ')' && (s[d] != '.' || k == 1) || s[d+1] != ' ' {
			return 0
		}
		n = d + 1
	}
	m := n
	for m < len(s) {
		r, k := utf8.DecodeRuneInString(s[m:])
		if !unicode.IsSpace(r) {
			break
		}
		m += k
	}
	if m == n && r != '•' && r != '▪' && r != '●' && r != '■' && r != '►' || m == len(s) {
		return 0
	}
	return m
}

// classify gives the blocks from `from` on their kinds.
func (g *Segmentation) classify(from int) {
	title := ""
	if g.Body > 0 {
		title = g.Text[:g.Body-2]
	}
	if g.seen == nil {
		g.seen = map[string]bool{}
	}
	clear(g.seen)
	for i := from; i < len(g.Blocks); i++ {
		b := &g.Blocks[i]
		s := g.Text[b.Begin:b.End]
		words := 1 + strings.Count(s, " ")
		switch {
		case furnitureLine(s, words):
			b.Kind = Furniture
		case markerLen(s) > 0:
			b.Kind = Bullet
			if s[0] == '>' {
				b.Kind = Quote
			}
		case words <= 24 && len(s) <= 240 && (!stopped(s) && s[len(s)-1] != ',' || s[len(s)-1] == ':') && letters(s):
			b.Kind = Headline
			if title != "" && sameWords(s, title) || g.seen[s] {
				b.Kind = Furniture // the title again
			}
			if len(g.seen) < 64 {
				g.seen[s] = true
			}
		case title != "" && i < from+4 && sameWords(s, title):
			b.Kind = Furniture
		case quotedWhole(s):
			b.Kind = Quote
		}
	}
	// Runs of short lines are menus if they hold a menu's words, else lists.
	for i := from; i < len(g.Blocks); {
		j, menu := i, 0
		for j < len(g.Blocks) && (g.Blocks[j].Kind == Headline || g.Blocks[j].Kind == Furniture) {
			s := g.Text[g.Blocks[j].Begin:g.Blocks[j].End]
			if len(s) > 32 || strings.Count(s, " ") > 2 || s[len(s)-1] == ':' {
				break
			}
			if menuWord(s) {
				menu++
			}
			j++
		}
		if j-i >= 3 {
			kind := List
			if menu*3 >= j-i {
				kind = Furniture
			}
			for k := i; k < j; k++ {
				if g.Blocks[k].Kind == Headline {
					g.Blocks[k].Kind = kind
				}
			}
		}
		i = max(j, i+1)
	}
}

func letters(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return true
		}
	}
	return false
}

// quotedWhole tells whether s is one quotation from end to end.
func quotedWhole(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	if r != '“' && r != '"' && r != '«' {
		return false
	}
	end := "\""
	switch r {
	case '“':
		end = "”"
	case '«':
		end = "»"
	}
	i := strings.Index(s[n:], end)
	return i >= 0 && n+i+len(end) == len(s)
}

// sameWords tells whether two lines have the same letters and digits, whatever their case and punctuation.
func sameWords(a, b string) bool {
	for {
		x, y := rune(0), rune(0)
		for a != "" && x == 0 {
			r, n := utf8.DecodeRuneInString(a)
			a = a[n:]
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				x = unicode.ToLower(r)
			}
		}
		for b != "" && y == 0 {
			r, n := utf8.DecodeRuneInString(b)
			b = b[n:]
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				y = unicode.ToLower(r)
			}
		}
		if x != y {
			return false
		}
		if x == 0 {
			return true
		}
	}
}
