package gazetteer

import (
	"slices"
	"strings"
	"testing"

	"entente/graph"
)

// unique are the offices that one person holds at a time.
var unique = []Role{HeadOfState, HeadOfGovernment, ForeignMinister, DefenceMinister, InteriorMinister, FinanceMinister, SecretaryGeneral,
	NationalSecurityAdviser, SecurityCouncilSecretary, CentralBankGovernor}

// shared are the countries of which a unique role is two offices: a king and a president of the government, a supreme leader and
// a president, a collective presidency, rival governments.
const shared = "AFG AND ARE BIH CHE KHM ESH IRN KOR LBY MMR PRK PSE SAU SDN SMR SYR TWN YEM CHN VNM LAO CUB HTI VEN XKX"

// day returns the first or, of an end, the last day of a date.
func day(d graph.Date, last bool) string {
	switch {
	case d == "" && last:
		return "9999"
	case last:
		return (string(d) + "-99-99")[:10]
	}
	return string(d)
}

// Our own rows of offices agree with one another and with those of the registers: no end before its start, nobody twice in
// one office at a time, no two in an office for one.
func TestOwnOfficesAgree(t *testing.T) {
	g := core0(t)
	own, pairs := 0, 0
	for i := Index(0); int(i) < g.Len(); i++ {
		for k, a := range g.OfficesOf(i) {
			if !strings.HasPrefix(a.Source, "entente") {
				continue
			}
			own++
			if day(a.To, true) < day(a.From, false) {
				t.Errorf("%s: %s of %s from %s to %s", g.ID(a.Person), a.Title, g.ID(i), a.From, a.To)
			}
			for j, b := range g.OfficesOf(i) {
				if j == k || a.Role != b.Role || strings.HasPrefix(b.Source, "entente") && j < k {
					continue
				}
				pairs++
				overlap := day(a.From, false) < day(b.To, false) && day(b.From, false) < day(a.To, false) && (a.To == "" || b.To == "" || len(a.To) > 4 && len(b.To) > 4) &&
					len(a.From) > 4 && len(b.From) > 4 && !b.Stale(a.From)
				if !overlap || a.From == b.To || b.From == a.To {
					continue
				}
				switch {
				case a.Person == b.Person && a.Title == b.Title:
					t.Errorf("%s: %s of %s twice: %s to %s (%s), %s to %s (%s)", g.ID(a.Person), a.Title, g.ID(i), a.From, a.To, a.Source, b.From, b.To, b.Source)
				case a.Person != b.Person && slices.Contains(unique, a.Role) && !strings.Contains(shared, g.ISO3(i)) && g.Type(i) == graph.Country:
					t.Errorf("%s of %s: %s, %s, %s to %s (%s) and %s, %s, %s to %s (%s)", a.Role, g.ID(i), g.ID(a.Person), a.Title, a.From, a.To, a.Source, g.ID(b.Person), b.Title, b.From, b.To, b.Source)
				}
			}
		}
	}
	t.Logf("%d offices of our own, %d pairs compared", own, pairs)
}
