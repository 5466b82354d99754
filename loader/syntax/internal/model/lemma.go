package model

import (
	"unicode"
	"unicode/utf8"
)

// Lemmas finds dictionary forms. Table maps the hash of a tag and a form, or of a tag and an ending, to a rule;
// the form is asked first, then endings from the longest to the empty one.
type Lemmas struct {
	Table Table
	Rules []Rule
}

// A Rule makes a lemma: lower the letters (unless Keep), cut runes off the end and append.
type Rule struct {
	Cut  int
	Add  string
	Keep bool
}

// MaxEnding is the longest ending, in runes, that has rules.
const MaxEnding = 6

// FormHash is the key of a whole form under a tag.
func FormHash(k *Key, tag int) uint32 {
	return uint32(spread(hash(k.r[:k.n], uint64(tag+1)<<40)) >> 32)
}

// EndingHash is the key of the form's last n runes under a tag; false if the form is no longer than that.
func EndingHash(k *Key, tag, n int) (uint32, bool) {
	if n >= k.n {
		return 0, false
	}
	return uint32(spread(hash(k.r[k.n-n:k.n], uint64(tag+1)<<40|1<<60)) >> 32), true
}

// find is the rule for a form, and whether it is one for the whole form. k is form's key.
func (l *Lemmas) find(k *Key, tag int) (r Rule, whole bool) {
	if v, ok := l.Table.Find(FormHash(k, tag)); ok {
		return l.Rules[v], true
	}
	for n := MaxEnding; n >= 0; n-- {
		h, ok := EndingHash(k, tag, n)
		if !ok {
			continue
		}
		if v, ok := l.Table.Find(h); ok {
			return l.Rules[v], false
		}
	}
	return Rule{}, false
}

// Apply appends the lemma of form to b. Curly apostrophes become straight ones.
func (r Rule) Apply(b []byte, form string) []byte {
	n := utf8.RuneCountInString(form) - r.Cut
	for _, c := range form {
		if n <= 0 {
			break
		}
		n--
		switch {
		case c == '’' || c == '‘':
			c = '\''
		case !r.Keep:
			c = unicode.ToLower(c)
		}
		b = utf8.AppendRune(b, c)
	}
	return append(b, r.Add...)
}

// Same reports that the rule leaves a form of lower-case ASCII as it is.
func (r Rule) Same(form string) bool {
	if r.Cut != 0 || r.Add != "" {
		return false
	}
	for i := range len(form) {
		if c := form[i]; c >= utf8.RuneSelf || !r.Keep && c >= 'A' && c <= 'Z' {
			return false
		}
	}
	return true
}
