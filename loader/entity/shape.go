package entity

import (
	"unicode"
	"unicode/utf8"
)

// shape tells how a token is written and whether it has no letter and no digit.
func shape(form string) (c capital, punct bool) {
	ups, lows, others, digits := 0, 0, 0, 0
	first := true
	firstUp := false
	for i := 0; i < len(form); {
		b := form[i]
		switch {
		case 'a' <= b && b <= 'z':
			lows++
			first = false
		case 'A' <= b && b <= 'Z':
			ups++
			firstUp = firstUp || first
			first = false
		case b < utf8.RuneSelf:
			if '0' <= b && b <= '9' {
				digits++
			}
		default:
			r, n := utf8.DecodeRuneInString(form[i:])
			i += n
			switch {
			case unicode.IsUpper(r):
				ups++
				firstUp = firstUp || first
				first = false
			case unicode.IsLower(r):
				lows++
				first = false
			case unicode.IsLetter(r):
				others++
				first = false
			}
			continue
		}
		i++
	}
	switch {
	case ups == 0 && others > 0:
		return caseless, false
	case ups == 0:
		return lower, lows == 0 && digits == 0
	case ups >= 2 && lows == 0:
		return upper, false
	case firstUp:
		return initial, false
	}
	return mixed, false
}
