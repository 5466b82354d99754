package event

import (
	"time"

	"entente/graph"
)

// Resolve returns the date that the phrase tells in an article of that date, "" if it cannot be known. future says that
// the text speaks of what is to come: then a weekday or a month is the next one, else the last one.
func (p *DatePhrase) Resolve(article graph.Date, future bool) graph.Date {
	base, precision := parseDay(article)
	switch p.Prep {
	case "by", "until", "till", "through":
		future = true // a bound that lies ahead, whatever the verb
	}
	switch p.kind {
	case absolute:
		return p.absolute(base, precision, future)
	case weekday:
		if precision < 3 {
			return ""
		}
		if p.unit == weeks {
			monday := base.AddDate(0, 0, -int(base.Weekday()+6)%7)
			return day(monday.AddDate(0, 0, 7*p.n+int(p.weekday+6)%7))
		}
		back := (int(base.Weekday()-p.weekday) + 7) % 7 // days since the last one, 0 today
		switch {
		case p.n < 0 && back == 0:
			back = 7
		case p.n > 0:
			back -= 7
		case future && back > 0 && p.n == 0:
			back -= 7
		}
		return day(base.AddDate(0, 0, -back))
	case relative:
		return shift(base, precision, p.unit, p.n)
	case anaphoric:
		if p.anchor == nil {
			return ""
		}
		t, precision := parseDay(p.anchor.Resolve(article, false))
		return shift(t, precision, p.unit, p.n)
	case weekend:
		if precision < 3 {
			return ""
		}
		back := (int(base.Weekday()) + 1) % 7 // days since Saturday
		if p.n > 0 || p.n == 0 && future && back > 1 || p.told && p.n == 0 && back > 1 {
			back -= 7
		}
		return month(base.AddDate(0, 0, -back))
	}
	return ""
}

// coming reports whether the phrase itself tells a day, week or year after the article's.
func (p *DatePhrase) coming(article graph.Date) bool {
	switch p.Prep {
	case "", "on", "in", "at", "during", "over":
	default:
		return false
	}
	switch p.kind {
	case relative, weekday, weekend:
		return p.n > 0
	case absolute:
		x := p.Resolve(article, false)
		return p.year > 0 && x != "" && x > article && len(x) == len(article)
	}
	return false
}

// shift goes n units from t, which is known to the given precision, and returns a date of the unit's precision; a week
// has that of the month.
func shift(t time.Time, precision int, u unit, n int) graph.Date {
	switch u {
	case days:
		if precision < 3 {
			return ""
		}
		return day(t.AddDate(0, 0, n))
	case weeks:
		if precision < 3 {
			if n == 0 && precision == 2 {
				return month(t)
			}
			return ""
		}
		return month(t.AddDate(0, 0, 7*n))
	case months:
		if precision < 2 {
			return ""
		}
		return month(time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC))
	}
	if precision < 1 {
		return ""
	}
	return year(t.Year() + n)
}

func (p *DatePhrase) absolute(base time.Time, precision int, future bool) graph.Date {
	y := p.year
	if y == 0 {
		if precision == 0 {
			return ""
		}
		y = base.Year()
		switch {
		case p.told && p.unit == years:
			y += p.n
		case precision < 2:
			return ""
		case p.day > 0 && precision == 3:
			// The nearest such day from ten months before to two months after; of what is to come, from one month before.
			t := time.Date(y, time.Month(p.month), p.day, 0, 0, 0, 0, time.UTC)
			ahead := int(t.Sub(base).Hours() / 24)
			switch {
			case future && ahead < -31:
				y++
			case future:
			case ahead > 61:
				y--
			case ahead < -304:
				y++
			}
		default:
			m := int(base.Month())
			switch {
			case p.told && p.n < 0 && p.month >= m:
				y--
			case p.told && p.n > 0 && p.month <= m:
				y++
			case p.told:
			case future && p.month < m:
				y++
			case !future && p.month > m:
				y--
			}
		}
	}
	switch {
	case p.month == 0:
		return year(y)
	case p.day == 0:
		return month(time.Date(y, time.Month(p.month), 1, 0, 0, 0, 0, time.UTC))
	}
	t := time.Date(y, time.Month(p.month), p.day, 0, 0, 0, 0, time.UTC)
	if t.Day() != p.day {
		return "" // 30 February
	}
	return day(t)
}

// parseDay reads a date and the number of its parts: 3 for a day, 0 for none.
func parseDay(d graph.Date) (time.Time, int) {
	for i, layout := range [...]string{"2006", "2006-01", time.DateOnly} {
		if len(d) == len(layout) {
			if t, err := time.Parse(layout, string(d)); err == nil {
				return t, i + 1
			}
		}
	}
	return time.Time{}, 0
}

func day(t time.Time) graph.Date { return graph.Date(t.Format(time.DateOnly)) }

func month(t time.Time) graph.Date { return graph.Date(t.Format("2006-01")) }

func year(y int) graph.Date {
	return graph.Date(time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006"))
}
