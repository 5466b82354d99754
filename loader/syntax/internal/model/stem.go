package model

import "strings"

// Forms in -ed and -ing have lost what tells whether an e or a doubled consonant belongs to the verb: ruled, pulled, planned.
// Rules of endings are learned from forms and guess wrong at times. Here the vocabulary is asked which of the possible verbs
// there is, and the spelling which there can be.

// An inflection is what a tag says of the form.
type inflection uint8

const (
	uninflected inflection = iota
	past                   // -ed
	progressive            // -ing
	third                  // -s
	plural                 // -s
)

func inflections(tags []string) []inflection {
	of := map[string]inflection{"VERB|VBD": past, "VERB|VBN": past, "VERB|VBG": progressive, "VERB|VBZ": third, "NOUN|NNS": plural}
	out := make([]inflection, len(tags))
	for i, t := range tags {
		out[i] = of[t]
	}
	return out
}

// Lemma is the rule for a form under a tag. k is the form's key.
func (m *Model) Lemma(k *Key, tag int) Rule {
	if m.inflection[tag] == past {
		// Before the treebanks' own lemma, which for some of these verbs is a slip.
		if r, ok := strongForms[Short(k)]; ok {
			return r
		}
	}
	r, whole := m.Lemmas.find(k, tag)
	if whole {
		return r
	}
	switch m.inflection[tag] {
	case past:
		if r, ok := prefixed(k); ok && !k.endsIn("ied") {
			return r
		}
		if n := k.n - 2; n >= 2 && k.endsIn("ed") {
			return m.stem(k, n, false, r)
		}
	case progressive:
		if n := k.n - 3; n >= 2 && k.endsIn("ing") {
			return m.stem(k, n, true, r)
		}
	case third, plural:
		if n := k.n - 2; n >= 2 && k.endsIn("es") {
			return m.sibilant(k, n, r)
		}
	}
	return r
}

// sibilant chooses between the first n letters of a form in -es and those with an e.
func (m *Model) sibilant(k *Key, n int, learned Rule) Rule {
	s := k.r[:n]
	last, before := s[n-1], s[n-2]
	bare, withE := Rule{Cut: 2}, Rule{Cut: 1}
	switch {
	case !letters(s):
		return learned
	case last == 'i':
		if n == 2 { // dies
			return withE
		}
		return learned
	case last == 'z' && before == 'z' && m.knows(s[:n-1], "") > m.knows(s, ""):
		return Rule{Cut: 3}
	case last != 'o' && last != 'x' && last != 'z' && last != 's' && last != 'h':
		return learned
	}
	a, b := m.knows(s, ""), m.knows(s, "e")
	switch {
	case last == 's' && before == 'i' || last == 'h' && before != 's' && before != 'c':
		return learned
	case b > a:
		return withE
	case a > b || last == 'x' || last == 'o' && n > 2 || last == 'h' || before == last || a == 0 && before == 'u':
		return bare
	}
	return learned
}

// stem chooses among the verbs that the first n letters of a form can be: they alone, with an e, or without the last of two
// like consonants.
func (m *Model) stem(k *Key, n int, ing bool, learned Rule) Rule {
	s, cut := k.r[:n], k.n-n
	bare, withE, single := Rule{Cut: cut}, Rule{Cut: cut, Add: "e"}, Rule{Cut: cut + 1}
	if !ing {
		withE = Rule{Cut: 1}
	}
	last, before := s[n-1], s[n-2]
	switch {
	case !letters(s) || syllables(s) == 0 || last == 'i' && !ing:
		return learned
	case last == before && !vowel(s, n-1):
		both, one := m.knows(s, ""), m.knows(s[:n-1], "")
		short := strings.ContainsRune("bdgmnprtv", last) || last == 'l' && syllables(s) > 1 && !strings.ContainsRune("aou", s[n-3])
		if one > both || one == both && short && (one == 0 || learned != bare) {
			return single
		}
		return bare
	case last == 'k' && before == 'c' && m.knows(s[:n-1], "") > m.knows(s, ""):
		return single // trafficked
	case last == 'e':
		if ing || before == 'e' {
			return bare
		}
		return withE // agreed
	}
	a, b := m.knows(s, ""), m.knows(s, "e")
	switch {
	case needsE(s) && !((strings.ContainsRune("au", before) || last != 's' && syllables(s) > 1) && a > b):
		return withE
	case refusesE(s):
		return bare
	case a > b:
		return bare
	case b > a:
		return withE
	case a == 0 && vowel(s, n-2) && !vowel(s, n-1):
		if n > 2 && vowel(s, n-3) && last != 'g' && string(s[n-2:]) != "at" {
			return bare
		}
		switch string(s[n-2:]) {
		case "it", "et", "ot", "er", "or", "en", "on", "el", "al", "il", "op", "om":
			return bare
		}
		return withE
	}
	if learned == withE {
		return withE
	}
	return bare
}

// knows is 2 if a word is in the vocabulary, if need be in American spelling, and 1 if that holds for what follows its prefix.
func (m *Model) knows(s []rune, end string) int {
	var k Key
	k.n = copy(k.r[:keyRunes-1], s)
	for _, c := range end {
		k.r[k.n] = c
		k.n++
	}
	is := func(k *Key) bool {
		_, ok := m.Words.Find(Short(k))
		return ok
	}
	if is(&k) || k.American(is) {
		return 2
	}
	for _, p := range []string{"un", "re", "over", "under", "mis", "dis", "out", "pre", "de", "inter"} {
		if w := k; w.n >= len(p)+4 && string(w.r[:len(p)]) == p {
			w.n = copy(w.r[:], k.r[len(p):k.n])
			if is(&w) || w.American(is) {
				return 1
			}
		}
	}
	return 0
}

// needsE reports that no English verb ends so: rul, endors, tackl, serv, argu.
func needsE(s []rune) bool {
	n := len(s)
	last, before := s[n-1], s[n-2]
	switch last {
	case 'c', 'v', 'u':
		return true
	case 'z':
		return before != 't'
	case 's':
		return before != 's'
	case 'l':
		return strings.ContainsRune("bcdfgkpstz", before)
	case 'r':
		if strings.ContainsRune("bcdfgpt", before) {
			return true
		}
	case 'g':
		if strings.ContainsRune("drl", before) {
			return true
		}
	case 'w', 'x', 'y', 'a', 'i', 'o', 'h':
		return false
	}
	// A verb of one syllable with a short vowel doubles its consonant before -ed.
	return vowel(s, n-2) && (n == 2 || !vowel(s, n-3)) && syllables(s) == 1
}

// refusesE reports that no English verb ends so with an e: chair, float, want, push.
func refusesE(s []rune) bool {
	n := len(s)
	last, before := s[n-1], s[n-2]
	if strings.ContainsRune("wxyhaio", last) && last != 'h' || last == 'h' && before != 't' {
		return true
	}
	if n >= 3 && vowel(s, n-2) && vowel(s, n-3) && strings.ContainsRune("tdrnlmkpf", last) {
		switch string(s[n-3 : n-1]) {
		case "ai", "ee", "oa", "oo", "ei", "au":
			return true
		case "ea":
			return !strings.HasSuffix(string(s), "creat") && !strings.HasSuffix(string(s), "lineat")
		}
		return false
	}
	switch string(s[n-2:]) {
	case "nt", "ct", "pt", "nd", "rd", "ld", "lt", "ft", "rt", "xt", "mp", "lp", "rp", "sp", "sk", "rk", "lk", "nk", "rm", "lm", "rn", "wn", "ck", "gn", "rl", "wl":
		return true
	case "st":
		return syllables(s) > 1
	}
	return false
}

func letters(s []rune) bool {
	for _, c := range s {
		if c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// vowel reports that letter i sounds: not the u of qu, but the y of try.
func vowel(s []rune, i int) bool {
	switch s[i] {
	case 'a', 'e', 'i', 'o':
		return true
	case 'u':
		return i == 0 || s[i-1] != 'q'
	case 'y':
		return i > 0 && !vowel(s, i-1)
	}
	return false
}

// syllables counts groups of vowels.
func syllables(s []rune) int {
	n, in := 0, false
	for i := range s {
		v := vowel(s, i)
		if v && !in {
			n++
		}
		in = v
	}
	return n
}

// strongVerbs are verbs with the forms of their past that no rule makes.
const strongVerbs = `
	lie lied; go went gone; do did done; see saw seen; let let; say said; get got gotten;
	arise arose arisen; awake awoke awoken; bear bore borne; beat beat beaten; become became become; begin began begun; bend bent;
	bet bet; bid bid; bind bound; bite bit bitten; bleed bled; blow blew blown; break broke broken; breed bred; bring brought;
	broadcast broadcast; build built; burn burnt; burst burst; buy bought; cast cast; catch caught; choose chose chosen;
	cling clung; come came come; cost cost; creep crept; cut cut; deal dealt; dig dug; draw drew drawn; dream dreamt;
	drink drank drunk; drive drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought; find found;
	flee fled; fling flung; fly flew flown; forbid forbade forbidden; forecast forecast; forget forgot forgotten;
	forgive forgave forgiven; forsake forsook forsaken; freeze froze frozen; give gave given; grind ground; grow grew grown;
	hang hung; hear heard; hide hid hidden; hit hit; hold held; hurt hurt; keep kept; kneel knelt; know knew known; lay laid;
	lead led; lean leant; leap leapt; learn learnt; leave left; lend lent; lie lain; light lit; lose lost; make made; mean meant;
	meet met; pay paid; prove proven; put put; quit quit; read read; rid rid; ride rode ridden; ring rang rung; rise rose risen;
	run ran run; seek sought; sell sold; send sent; set set; sew sewn; shake shook shaken; shed shed; shine shone; shoot shot;
	show shown; shrink shrank shrunk; shut shut; sing sang sung; sink sank sunk; sit sat; slay slew slain; sleep slept;
	slide slid; smell smelt; sow sown; speak spoke spoken; speed sped; spell spelt; spend spent; spill spilt; spin spun;
	split split; spoil spoilt; spread spread; spring sprang sprung; stand stood; steal stole stolen; stick stuck; sting stung;
	strike struck; strive strove striven; swear swore sworn; sweep swept; swell swollen; swim swam swum; swing swung;
	take took taken; teach taught; tear tore torn; tell told; think thought; throw threw thrown; thrust thrust; wake woke woken;
	wear wore worn; weave wove woven; wed wed; weep wept; win won; wind wound; withdraw withdrew withdrawn; wring wrung;
	write wrote written; beset beset; behold beheld; stride strode stridden; tread trod trodden; spit spat; bid bade; burst burst;
	cleave cleft; shear shorn; shrive shrove; hew hewn; mow mown; saw sawn; strew strewn; sling slung; slink slunk; slit slit;
	smite smote smitten; stink stank stunk; string strung; wet wet; knit knit; shoe shod; tie tied; die died; vie vied`

var strongForms = func() map[uint32]Rule {
	out := make(map[uint32]Rule)
	var k Key
	for v := range strings.SplitSeq(strongVerbs, ";") {
		f := strings.Fields(v)
		for _, form := range f[1:] {
			n := 0
			for n < len(form) && n < len(f[0]) && form[n] == f[0][n] {
				n++
			}
			k.Set(form)
			out[Short(&k)] = Rule{Cut: len(form) - n, Add: f[0][n:]}
		}
	}
	return out
}()

// prefixed is the rule for a form of a strong verb with a prefix: underwent.
func prefixed(k *Key) (Rule, bool) {
	for _, p := range []string{"re", "over", "under", "mis", "out", "up", "un", "with", "fore", "be"} {
		if w := *k; w.n >= len(p)+3 && string(w.r[:len(p)]) == p {
			w.n = copy(w.r[:], k.r[len(p):k.n])
			if r, ok := strongForms[Short(&w)]; ok {
				return r, true
			}
		}
	}
	return Rule{}, false
}
