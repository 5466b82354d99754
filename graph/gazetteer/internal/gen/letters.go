package main

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// strip returns r without its marks; what is no Latin letter stays as it is.
func strip(r rune) string {
	if r < 0x80 || !unicode.Is(unicode.Latin, r) {
		return string(r)
	}
	return strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Mn, c) {
			return -1
		}
		return c
	}, norm.NFD.String(string(r)))
}
