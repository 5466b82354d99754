package gazetteer

import "entente/graph"

// roleCodes are the CAMEO roles of offices of a country.
var roleCodes = map[Role]string{HeadOfState: "GOV", HeadOfGovernment: "GOV", DeputyHead: "GOV", VicePresident: "GOV", ForeignMinister: "GOV", DefenceMinister: "GOV",
	InteriorMinister: "GOV", FinanceMinister: "GOV", Minister: "GOV", DeputyMinister: "GOV", Spokesperson: "GOV", Ambassador: "GOV", UNAmbassador: "GOV",
	PermanentRepresentative: "GOV", MilitaryChief: "MIL", IntelligenceChief: "SPY", NationalSecurityAdviser: "GOV", SecurityCouncilSecretary: "GOV", Speaker: "LEG",
	Judge: "JUD", CentralBankGovernor: "GOV", GovernorGeneral: "GOV", RegionalHead: "GOV", Envoy: "GOV", Prosecutor: "JUD", Legislator: "LEG", Commander: "MIL",
	Official: "GOV", Expert: "EDU", Leader: "GOV", Director: "GOV", SecretaryGeneral: "GOV"}

// rank orders the offices that one person holds at a time by what the news mean; the smaller counts.
var rank = map[Role]int{HeadOfState: 1, HeadOfGovernment: 2, Leader: 3, SecretaryGeneral: 3, Director: 4, VicePresident: 4, DeputyHead: 5, ForeignMinister: 5, DefenceMinister: 5,
	InteriorMinister: 6, FinanceMinister: 6, NationalSecurityAdviser: 6, SecurityCouncilSecretary: 6, MilitaryChief: 6, IntelligenceChief: 6, Speaker: 7, CentralBankGovernor: 7, UNAmbassador: 7,
	Spokesperson: 7, Judge: 8, Prosecutor: 8, Minister: 8, Envoy: 8, Ambassador: 9, PermanentRepresentative: 9, RegionalHead: 9, GovernorGeneral: 9, Commander: 9, DeputyMinister: 10, Legislator: 11, Official: 12, Expert: 13}

// Code returns the CAMEO actor code of entity i at date at: country and role ("RUSGOV", "PRKMIL") or a code of its own ("IGOUNO").
// A person's is that of the weightiest office held at at; after the last office it is ELI, former elite; without any the country alone.
// Without a date the weightiest office counts, whether it has ended or not.
func (g *Gazetteer) Code(i Index, at graph.Date) string {
	if g.Type(i) != graph.Person {
		return g.code(i)
	}
	country := countryCode(g.country(i))
	all := g.Offices(i)
	best := -1
	for k := range all {
		o := &all[k]
		if !o.Holds(at) || o.From == "" && o.To == "" && best >= 0 {
			continue
		}
		if best < 0 || g.weight(i, o) < g.weight(i, &all[best]) || g.weight(i, o) == g.weight(i, &all[best]) && o.Stale(at) == all[best].Stale(at) && o.From > all[best].From {
			best = k
		}
	}
	if best >= 0 {
		o := &all[best]
		of := g.code(o.Of)
		if g.Type(o.Of) == graph.Country {
			return of + roleCodes[o.Role]
		}
		if of != "" {
			return of
		}
		return country + roleCodes[o.Role]
	}
	if c := g.code(i); c != "" {
		return c
	}
	for k := range all {
		if country != "" && all[k].To != "" && all[k].To < at {
			return country + "ELI"
		}
	}
	return country
}

// weight orders the offices of a person: by rank, after those of the person's own country what is held in another one, as
// the president of the United States heads American Samoa too.
func (g *Gazetteer) weight(person Index, o *Office) int {
	w := rank[o.Role]
	if home := g.country(person); g.Type(o.Of) == graph.Country && home != "" && g.country(o.Of) != home {
		w += len(rank)
	}
	return w
}

// countryCode is the code of a country in event data: ISO 3166-1 alpha-3 but for Kosovo.
func countryCode(iso3 string) string {
	if iso3 == "XKX" {
		return "KSV"
	}
	return iso3
}
