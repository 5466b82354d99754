package gazetteer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the form under which names are compared: lower case, without accents and apostrophes, words parted by one
// space, "&" as "and", without a leading "the" and without possessive "'s". "U.S." and "US" fold alike.
func Fold(name string) string {
	var buf [128]byte
	return string(trimThe(appendFold(buf[:0], name)))
}

func trimThe(s []byte) []byte {
	if len(s) > 4 && string(s[:4]) == "the " {
		return s[4:]
	}
	return s
}

// appendFold is Fold without the article.
func appendFold(dst []byte, s string) []byte {
	start := len(dst)
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			s = norm.NFKD.String(s)
			break
		}
	}
	word := start // where the current word begins
	space := func() {
		if n := len(dst); n > start && dst[n-1] != ' ' {
			dst = append(dst, ' ')
		}
		word = len(dst)
	}
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
				dst = append(dst, c)
			case 'A' <= c && c <= 'Z':
				dst = append(dst, c+'a'-'A')
			case c == '\'' || c == '`':
				if possessive(s[i:]) {
					i++
				}
			case c == '.':
				// "U.S." is one word, "St.Petersburg" two.
				if len(dst)-word > 1 && !acronym(s[:i-1]) {
					space()
				}
			case c == '&':
				space()
				dst = append(dst, "and"...)
				space()
			default:
				space()
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		switch r {
		case '’', '‘', 'ʻ', 'ʿ', 'ʼ', 'ʾ', 'ʹ', '′', '´':
			if possessive(s[i:]) {
				i++
			}
			continue
		case 'ı':
			dst = append(dst, 'i')
			continue
		case 'ł', 'Ł':
			dst = append(dst, 'l')
			continue
		case 'ø', 'Ø':
			dst = append(dst, 'o')
			continue
		case 'đ', 'Đ', 'ð', 'Ð':
			dst = append(dst, 'd')
			continue
		case 'ß':
			dst = append(dst, "ss"...)
			continue
		case 'æ', 'Æ':
			dst = append(dst, "ae"...)
			continue
		case 'œ', 'Œ':
			dst = append(dst, "oe"...)
			continue
		case 'þ', 'Þ':
			dst = append(dst, "th"...)
			continue
		case 'ə', 'Ə':
			dst = append(dst, 'a')
			continue
		}
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		default:
			space()
		}
	}
	for len(dst) > start && dst[len(dst)-1] == ' ' {
		dst = dst[:len(dst)-1]
	}
	return dst
}

// acronym reports whether s ends in ".X", a letter after a dot, so that the dot after it goes on an acronym.
func acronym(s string) bool {
	return len(s) >= 2 && s[len(s)-2] == '.'
}

// possessive reports whether rest, what stands after an apostrophe, is an "s" that ends its word.
func possessive(rest string) bool {
	if rest == "" || rest[0] != 's' && rest[0] != 'S' {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest[1:])
	return len(rest) == 1 || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// silent reports whether a token without letters may stand inside a name: "-", "'s", quotation marks, the dot of an abbreviation.
func silent(token string) bool {
	return strings.Trim(token, "-‐‑–'’‘`\"“”.sS") == ""
}
