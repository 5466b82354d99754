package article

import (
	"fmt"
	"strings"
	"time"

	"entente/graph"
)

// ParseDate reads a publication date: "2023-09-12", "2023-09", "2023", a date with a time behind it (RFC 3339) or one of
// the written forms of mail and newspapers. The time of day is dropped without changing the zone.
func ParseDate(s string) (graph.Date, error) {
	s = strings.TrimSpace(s)
	if len(s) > 64 {
		s = s[:64]
	}
	for _, f := range [...]struct{ layout, as string }{
		{time.DateOnly, time.DateOnly}, {"2006-01", "2006-01"}, {"2006", "2006"},
		{time.RFC3339, time.DateOnly}, {"2006-01-02T15:04:05", time.DateOnly}, {"2006-01-02T15:04", time.DateOnly}, {"2006-01-02T15:04:05Z0700", time.DateOnly},
		{time.DateTime, time.DateOnly}, {"2006-01-02 15:04:05Z07:00", time.DateOnly}, {"2006-01-02 15:04", time.DateOnly}, {"2006/01/02", time.DateOnly}, {"20060102", time.DateOnly},
		{time.RFC1123, time.DateOnly}, {time.RFC1123Z, time.DateOnly}, {"Mon, 2 Jan 2006 15:04:05 -0700", time.DateOnly},
		{"2 January 2006", time.DateOnly}, {"January 2, 2006", time.DateOnly}, {"2 Jan 2006", time.DateOnly}, {"Jan 2, 2006", time.DateOnly}, {"January 2006", "2006-01"},
	} {
		if t, err := time.Parse(f.layout, s); err == nil {
			if t.Year() < 1 {
				break
			}
			return graph.Date(t.Format(f.as)), nil
		}
	}
	return "", fmt.Errorf("date %q is none: write it as YYYY-MM-DD", s)
}

// odd says what is wrong with a publication date seen on the day today, "" if nothing.
func odd(d graph.Date, today time.Time) string {
	switch last := today.AddDate(0, 0, 2).Format(time.DateOnly); {
	case d == "":
		return ""
	case d < "1900":
		return fmt.Sprintf("publication date %s is before 1900", d)
	case string(d) > last[:min(len(d), len(last))]:
		return fmt.Sprintf("publication date %s is in the future", d)
	}
	return ""
}
