package event

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"entente/loader/syntax"
)

// Classes of words.
type dateClass uint8

const (
	noDate dateClass = iota
	cMonth
	cMonthAbbr
	cWeekday
	cUnit
	cWeekend
	cSeason
	cPartOfDay
	cNumber // "two", "a"
	cLast
	cThis
	cNext
	cFollowing // "following", "previous": anaphoric after "the"
	cDayWord   // today, yesterday
	cAgo
	cLater // later, earlier
	cThe
	cSame
	cPossessive
)

type dateWord struct {
	class dateClass
	n     int
}

// dateWords knows words in lower case, with a capital and in capitals.
var dateWords = func() map[string]dateWord {
	m := map[string]dateWord{}
	add := func(class dateClass, n int, words string) {
		for w := range strings.FieldsSeq(words) {
			m[w] = dateWord{class, n}
			m[strings.ToUpper(w[:1])+w[1:]] = dateWord{class, n}
			if class != cThe && len(w) > 2 {
				m[strings.ToUpper(w)] = dateWord{class, n}
			}
		}
	}
	for i, w := range strings.Fields("january february march april may june july august september october november december") {
		add(cMonth, i+1, w)
		delete(m, w) // a month has a capital
	}
	for w, n := range map[string]int{"Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "Jun": 6, "Jul": 7, "Aug": 8, "Sep": 9, "Sept": 9, "Oct": 10, "Nov": 11, "Dec": 12} {
		m[w], m[w+"."] = dateWord{cMonthAbbr, n}, dateWord{cMonthAbbr, n}
	}
	for i, w := range strings.Fields("sunday monday tuesday wednesday thursday friday saturday") {
		add(cWeekday, i, w)
		delete(m, w)
	}
	add(cUnit, int(days), "day days")
	add(cUnit, int(weeks), "week weeks")
	add(cUnit, int(months), "month months")
	add(cUnit, int(years), "year years")
	add(cUnit, -1, "hour hours minute minutes")
	add(cWeekend, 0, "weekend")
	add(cSeason, 0, "spring summer autumn winter fall")
	add(cPartOfDay, 0, "morning afternoon evening night")
	for i, w := range strings.Fields("one two three four five six seven eight nine ten eleven twelve") {
		add(cNumber, i+1, w)
	}
	add(cNumber, 1, "a an")
	add(cNumber, 0, "several some many")
	add(cLast, -1, "last")
	add(cThis, 0, "this")
	add(cNext, 1, "next")
	add(cFollowing, 1, "following")
	add(cFollowing, -1, "previous preceding")
	add(cDayWord, 0, "today tonight")
	add(cDayWord, -1, "yesterday")
	add(cDayWord, 1, "tomorrow")
	add(cAgo, -1, "ago")
	add(cLater, 1, "later")
	add(cLater, -1, "earlier")
	add(cThe, 0, "the")
	add(cSame, 0, "same that")
	add(cPossessive, 0, "his her its their 's ’s")
	return m
}()

type dateFinder struct {
	d           *syntax.Document
	first, last int32
}

// at returns what token i is; a token outside the sentence is nothing.
func (f *dateFinder) at(i int32) dateWord {
	if i < f.first || i >= f.last {
		return dateWord{}
	}
	return dateWords[f.d.Form(int(i))]
}

func (f *dateFinder) form(i int32) string {
	if i < f.first || i >= f.last {
		return ""
	}
	return f.d.Form(int(i))
}

func (f *dateFinder) is(i int32, words ...string) bool {
	w := f.form(i)
	for _, x := range words {
		if strings.EqualFold(w, x) {
			return true
		}
	}
	return false
}

// number reads token i as a number of at most four digits, -1 if it is none; ordinal tells "25th".
func (f *dateFinder) number(i int32) (n int, ordinal bool) {
	w := f.form(i)
	k := 0
	for k < len(w) && k < 5 && w[k] >= '0' && w[k] <= '9' {
		n = 10*n + int(w[k]-'0')
		k++
	}
	if k == 0 || k > 4 {
		return -1, false
	}
	switch w[k:] {
	case "":
		return n, false
	case "st", "nd", "rd", "th":
		return n, true
	}
	return -1, false
}

func (f *dateFinder) dayNumber(i int32) int {
	if n, _ := f.number(i); n >= 1 && n <= 31 && len(f.form(i)) <= 4 {
		return n
	}
	return 0
}

func (f *dateFinder) yearNumber(i int32) int {
	if n, ordinal := f.number(i); n >= 1500 && n <= 2199 && !ordinal {
		return n
	}
	return 0
}

// match returns the phrase that begins at token i and where it ends; i if there is none.
func (f *dateFinder) match(i int32) (p DatePhrase, end int32) {
	w := f.form(i)
	word := dateWords[w]
	switch word.class {
	case cWeekday:
		return f.weekday(i, word.n)
	case cMonth, cMonthAbbr:
		return f.month(i, word)
	case cLast, cThis, cNext:
		return f.lastThisNext(i, word)
	case cDayWord:
		if unicode.IsUpper(rune(w[0])) && i > f.first && f.capital(i-1) {
			return p, i // "Russia Today"
		}
		return DatePhrase{kind: relative, unit: days, n: word.n}, i + 1
	case cThe, cSame:
		return f.definite(i)
	case cNumber:
		return f.counted(i, word.n, i+1)
	}
	if w == "" {
		return p, i
	}
	if c := w[0]; c >= '0' && c <= '9' {
		return f.digits(i)
	}
	if len(w) > 4 && strings.EqualFold(w[:4], "mid-") {
		rest := dateWords[strings.ToUpper(w[4:5])+w[5:]]
		if rest.class == cMonth {
			p, end = f.monthYear(i, rest.n)
			return p, max(end, i+1)
		}
		if len(w) == 8 && (w[4:6] == "19" || w[4:6] == "20") {
			if y, err := time.Parse("2006", w[4:]); err == nil {
				return DatePhrase{kind: absolute, year: y.Year()}, i + 1
			}
		}
	}
	return p, i
}

func (f *dateFinder) capital(i int32) bool {
	r, _ := utf8.DecodeRuneInString(f.form(i))
	return unicode.IsUpper(r)
}

// weekday reads "Tuesday", "Tuesday, 25 July", "Tuesday night", "Tuesday of last week".
func (f *dateFinder) weekday(i int32, n int) (DatePhrase, int32) {
	if f.is(i-1, "Black", "Good", "Bloody", "Super", "Cyber", "Palm", "Easter", "Ash", "Holy", "Maundy") || f.is(i+1, "Times", "Telegraph", "Mirror", "Mail", "Express") && f.capital(i+1) {
		return DatePhrase{}, i
	}
	j := i + 1
	if f.is(j, ",") {
		j++
	}
	if f.is(j, "the") {
		j++
	}
	if p, end := f.dayAndMonth(j); end > j {
		return p, end
	}
	p := DatePhrase{kind: weekday, weekday: time.Weekday(n)}
	j = i + 1
	if f.at(j).class == cPartOfDay {
		j++
	}
	k := j
	if f.is(k, "of") {
		k++
	}
	if w := f.at(k); (w.class == cLast || w.class == cThis || w.class == cNext) && f.is(k+1, "week") {
		p.unit, p.n, p.told = weeks, w.n, true
		return p, k + 2
	}
	return p, j
}

// dayAndMonth reads a day with its month at token i: "25 July 2023", "July 25, 2023".
func (f *dateFinder) dayAndMonth(i int32) (DatePhrase, int32) {
	if w := f.at(i); w.class == cMonth || w.class == cMonthAbbr {
		if f.dayNumber(i+1) > 0 {
			return f.month(i, w)
		}
		return DatePhrase{}, i
	}
	if f.dayNumber(i) > 0 {
		if p, end := f.digits(i); p.month > 0 {
			return p, end
		}
	}
	return DatePhrase{}, i
}

// month reads "July 25, 2023", "July 25", "July 2023", "July last year" and, where its surroundings show a month,
// "July" alone.
func (f *dateFinder) month(i int32, w dateWord) (DatePhrase, int32) {
	if d := f.dayNumber(i + 1); d > 0 && !f.is(i+2, "%", ":", "percent", "people") {
		p := DatePhrase{kind: absolute, month: w.n, day: d}
		j := i + 2
		for f.is(j, "-", "–", "to", "and", ",", "through") && f.dayNumber(j+1) > 0 && f.at(j+2).class != cMonth && f.at(j+2).class != cUnit && !f.is(j, "and", ",") {
			j += 2
		}
		if w.n == 9 && d == 11 && f.is(j, "attacks", "attack", "terrorist", "hijackers") {
			p.year = 2001
		}
		k := j
		if f.is(k, ",") || f.is(k, "of") {
			k++
		}
		if y := f.yearNumber(k); y > 0 {
			p.year = y
			return p, k + 1
		}
		if y, k := f.yearWord(j); k > j {
			p.n, p.unit, p.told = y, years, true
			return p, k
		}
		return p, j
	}
	p, end := f.monthYear(i, w.n)
	if end > i+1 {
		return p, end
	}
	if w.class == cMonthAbbr {
		return p, i
	}
	// May and March are words of other kinds too.
	if w.n == 3 || w.n == 5 {
		if !f.is(i-1, "in", "last", "next", "this", "since", "until", "till", "early", "late", "mid", "during", "of", "before", "after", "through") || w.n == 5 && f.is(i-1, "of", "after", "before") && !f.is(i-2, "end", "beginning", "start", "middle", "month") {
			return p, i
		}
	}
	if f.capital(i-1) && i-1 > f.first && f.at(i-1).class == noDate && f.d.Form(int(i-1)) != "In" && w.n >= 4 && w.n <= 8 {
		return p, i // "April Jones" is not told from a month by its capital; "June" after a capital is a name
	}
	if f.capital(i+1) && f.at(i+1).class == noDate && !f.is(i-1, "in", "since", "last", "early", "late", "this", "of", "until", "during") {
		return p, i
	}
	return p, i + 1
}

// monthYear reads the year after the month at token i.
func (f *dateFinder) monthYear(i int32, month int) (DatePhrase, int32) {
	p := DatePhrase{kind: absolute, month: month}
	j := i + 1
	if f.is(j, ",") || f.is(j, "of") {
		j++
	}
	if y := f.yearNumber(j); y > 0 {
		p.year = y
		return p, j + 1
	}
	if y, k := f.yearWord(i + 1); k > i+1 {
		p.n, p.unit, p.told = y, years, true
		return p, k
	}
	return p, i + 1
}

// yearWord reads "last year", "of this year", "next year".
func (f *dateFinder) yearWord(i int32) (n int, end int32) {
	j := i
	if f.is(j, "of", "in") {
		j++
	}
	if w := f.at(j); (w.class == cLast || w.class == cThis || w.class == cNext) && f.is(j+1, "year") {
		return w.n, j + 2
	}
	return 0, i
}

// digits reads what begins with a figure: "25 July 2023", "25-27 July", "2019", "2023-07-25", "10 days ago".
func (f *dateFinder) digits(i int32) (p DatePhrase, end int32) {
	w := f.form(i)
	if len(w) == 10 && w[4] == '-' && w[7] == '-' {
		if t, err := time.Parse(time.DateOnly, w); err == nil {
			return DatePhrase{kind: absolute, year: t.Year(), month: int(t.Month()), day: t.Day()}, i + 1
		}
		return p, i
	}
	if d := f.dayNumber(i); d > 0 {
		j := i + 1
		for f.is(j, "-", "–", "to", "and", "until") && f.dayNumber(j+1) > 0 {
			j += 2
		}
		if f.is(j, "of") {
			if _, ordinal := f.number(j - 1); ordinal {
				j++
			}
		}
		if m := f.at(j); m.class == cMonth || m.class == cMonthAbbr {
			p, end = f.monthYear(j, m.n)
			p.day = d
			return p, end
		}
	}
	if n, ordinal := f.number(i); n > 0 && n < 100 && !ordinal {
		if p, end = f.counted(i, n, i+1); end > i {
			return p, end
		}
	}
	if y := f.yearNumber(i); y > 0 && f.yearHere(i) {
		return DatePhrase{kind: absolute, year: y}, i + 1
	}
	return p, i
}

// yearHere tells whether the number at token i is a year by what stands around it.
func (f *dateFinder) yearHere(i int32) bool {
	if f.is(i+1, "-", "–", "/") && f.at(i+2).class == noDate {
		if n, _ := f.number(i + 2); n > 0 {
			return false // a range
		}
	}
	if f.is(i-1, "-", "–", "/", "$", "€", "£", "#", "No.") {
		return false
	}
	next := f.form(i + 1)
	if f.is(i-1, "in", "since", "until", "till", "during", "early", "late", "mid", "of", "year", "before", "after", "by", "from", "between", "through", "(", "summer", "spring", "autumn", "winter", "fall") {
		// "in 2000 people": a number of things
		return !(plural(next) && !f.is(i+1, "as", "was", "has", "is", "its", "this", "plans", "talks"))
	}
	if f.is(i-1, "as") && f.is(i-2, "late", "early", "recently", "far", "back") { // "as late as 2017"
		return true
	}
	switch f.at(i - 1).class {
	case cThe, cPossessive:
		r, _ := utf8.DecodeRuneInString(next)
		return unicode.IsLetter(r) && (!plural(next) || f.is(i+1, "talks", "elections", "Olympics", "protests", "sanctions"))
	}
	if f.is(i-1, "and", "or", ",") && f.yearNumber(i-2) > 0 {
		return f.yearHere(i - 2)
	}
	return false
}

func plural(w string) bool {
	return len(w) > 3 && (w[len(w)-1] == 's' && w[len(w)-2] != 's' || w == "people" || w == "troops")
}

// lastThisNext reads "last week", "this morning", "next Tuesday", "last July", "this coming Friday".
func (f *dateFinder) lastThisNext(i int32, w dateWord) (p DatePhrase, end int32) {
	j := i + 1
	n := w.n
	if w.class == cThis {
		if f.is(j, "coming", "upcoming") {
			j, n = j+1, 1
		} else if f.is(j, "past") {
			j, n = j+1, -1
		}
	}
	x := f.at(j)
	if f.at(i-1).class == cThe || f.is(i-1, "the") {
		// "over the last year" is a duration; "the next day" was read at "the".
		return p, i
	}
	switch x.class {
	case cWeekday:
		p = DatePhrase{kind: weekday, weekday: time.Weekday(x.n), n: n, told: n != 0}
		end = j + 1
		if f.at(end).class == cPartOfDay {
			end++
		}
		return p, end
	case cMonth:
		if f.capital(j) {
			return DatePhrase{kind: absolute, month: x.n, n: n, unit: months, told: true}, j + 1
		}
	case cUnit:
		if x.n < 0 || f.form(j)[len(f.form(j))-1]|32 == 's' {
			return p, i
		}
		if unit(x.n) == days && w.class != cThis {
			return p, i
		}
		return DatePhrase{kind: relative, unit: unit(x.n), n: n}, j + 1
	case cWeekend:
		return DatePhrase{kind: weekend, n: n, told: true}, j + 1
	case cPartOfDay:
		if w.class != cNext {
			return DatePhrase{kind: relative, unit: days, n: n}, j + 1
		}
	case cSeason:
		return DatePhrase{kind: relative, unit: years, n: min(n, 0) * boolInt(n < 0 && f.is(j, "winter")), told: true}, j + 1
	}
	return p, i
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// definite reads what "the", "that" or "same" begins: "the next day", "the day before yesterday", "the weekend".
func (f *dateFinder) definite(i int32) (p DatePhrase, end int32) {
	j := i
	if f.at(j).class == cThe {
		j++
		if f.is(j, "very") {
			j++
		}
	}
	n, told := 0, false
	switch x := f.at(j); {
	case f.is(j, "same"), f.is(i, "that") && j == i:
		told = true
		j++
	case x.class == cFollowing, x.class == cNext && j > i:
		n, told = x.n, true
		j++
	}
	x := f.at(j)
	switch {
	case x.class == cUnit && x.n >= 0 && f.form(j)[len(f.form(j))-1]|32 != 's':
		u := unit(x.n)
		if told {
			return DatePhrase{kind: anaphoric, unit: u, n: n}, j + 1
		}
		if u == days && f.is(j+1, "before", "after") && f.at(j+2).class == cDayWord {
			return DatePhrase{kind: relative, unit: days, n: 2 * f.at(j+2).n}, j + 3
		}
		if f.is(j+1, "before", "earlier", "after") && f.ends(j+2) {
			n = -1
			if f.is(j+1, "after") {
				n = 1
			}
			return DatePhrase{kind: anaphoric, unit: u, n: n}, j + 2
		}
		if f.is(i-1, "of", "late") && f.is(i-2, "end", "later", "rest") && u != days {
			return DatePhrase{kind: relative, unit: u}, j + 1 // "by the end of the year"
		}
	case x.class == cWeekend && f.is(i-1, "over", "at", "during", "on"):
		return DatePhrase{kind: weekend}, j + 1
	}
	return p, i
}

// ends tells whether nothing that "before" could govern follows at token i.
func (f *dateFinder) ends(i int32) bool {
	w := f.form(i)
	if w == "" {
		return true
	}
	r, _ := utf8.DecodeRuneInString(w)
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) || f.is(i, "and", "but", "when", "while", "in", "at")
}

// counted reads "two days ago", "a week later", "three months earlier"; n is the number, j the token after it.
func (f *dateFinder) counted(i int32, n int, j int32) (p DatePhrase, end int32) {
	few := n == 0
	if f.is(j, "few", "couple") {
		few = true
		j++
		if f.is(j, "of") {
			j++
		}
	}
	if few {
		n = 3
	}
	x := f.at(j)
	if x.class != cUnit {
		return p, i
	}
	u := unit(max(x.n, 0))
	switch y := f.at(j + 1); {
	case y.class == cAgo:
		if x.n < 0 {
			n = 0 // hours
		} else if few {
			switch u {
			case days:
				n, u = 0, weeks // the precision of a month
			case weeks:
			default:
				return p, i
			}
		}
		return DatePhrase{kind: relative, unit: u, n: -n, told: x.n < 0}, j + 2
	case y.class == cLater && x.n >= 0 && !few:
		return DatePhrase{kind: anaphoric, unit: u, n: n * y.n}, j + 2
	}
	return p, i
}

var datePrepositions = map[string]string{}

func init() {
	for _, w := range strings.Fields("on in since until till by before after from during through at over between for around") {
		datePrepositions[w] = w
		datePrepositions[strings.ToUpper(w[:1])+w[1:]] = w
	}
}

// preposition returns the one before token i, past adverbs and "the end of".
func (f *dateFinder) preposition(i int32) string {
	for k := i - 1; k >= i-5; k-- {
		if p := datePrepositions[f.form(k)]; p != "" {
			return p
		}
		if !f.is(k, "the", "early", "late", "mid", "end", "beginning", "start", "middle", "of", "about", "earlier", "later", "only", "just", "as", "-") {
			break
		}
	}
	return ""
}
