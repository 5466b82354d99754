package queries

import (
	"fmt"

	"entente/graph"
)

// A day is a date as a number that sorts: year<<9 | month<<5 | day, with zeros for what is not known; 0 is no date.
type day uint32

func packDate(d graph.Date) (day, error) {
	var y, m, n int
	number := func(s string) (v int, ok bool) {
		for _, c := range []byte(s) {
			if c < '0' || c > '9' {
				return 0, false
			}
			v = v*10 + int(c-'0')
		}
		return v, len(s) > 0
	}
	s, ok := string(d), true
	switch len(s) {
	case 0:
		return 0, nil
	case 4:
		y, ok = number(s)
	case 7:
		y, ok = number(s[:4])
		if ok = ok && s[4] == '-'; ok {
			m, ok = number(s[5:])
		}
		ok = ok && m >= 1
	case 10:
		y, ok = number(s[:4])
		if ok = ok && s[4] == '-' && s[7] == '-'; ok {
			m, ok = number(s[5:7])
		}
		if ok {
			n, ok = number(s[8:])
		}
		ok = ok && m >= 1 && n >= 1
	default:
		ok = false
	}
	if !ok || m > 12 || n > 31 || y == 0 {
		return 0, fmt.Errorf("date %q is none of YYYY, YYYY-MM, YYYY-MM-DD", d)
	}
	return day(y<<9 | m<<5 | n), nil
}

func (d day) date() graph.Date {
	y, m, n := d>>9, d>>5&15, d&31
	switch {
	case d == 0:
		return ""
	case m == 0:
		return graph.Date(fmt.Sprintf("%04d", y))
	case n == 0:
		return graph.Date(fmt.Sprintf("%04d-%02d", y, m))
	}
	return graph.Date(fmt.Sprintf("%04d-%02d-%02d", y, m, n))
}

// first and last are the days that d may mean: of "2023-07" the 1st and the 31st of July.
func (d day) first() day {
	if d&(15<<5) == 0 {
		return d | 1<<5 | 1
	}
	return d | b2d(d&31 == 0)
}

func (d day) last() day {
	if d&(15<<5) == 0 {
		return d | 12<<5 | 31
	}
	if d&31 == 0 {
		return d | 31
	}
	return d
}

func b2d(b bool) day {
	if b {
		return 1
	}
	return 0
}

func (d day) year() int { return int(d >> 9) }

// A month is a day without its last part.
type month uint16

const never = ^month(0)

func (d day) month() month { return month(min(d>>5, day(never))) }
