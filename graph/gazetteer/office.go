package gazetteer

import (
	"strings"

	"entente/graph"
)

// A Role is a kind of office.
type Role uint8

const (
	NoRole Role = iota
	HeadOfState
	HeadOfGovernment
	Leader // of a party, movement or armed group; the supreme leader of Iran or North Korea
	DeputyHead
	VicePresident
	ForeignMinister
	DefenceMinister
	InteriorMinister
	FinanceMinister
	Minister
	DeputyMinister
	Spokesperson
	Ambassador
	UNAmbassador
	PermanentRepresentative
	MilitaryChief
	IntelligenceChief
	NationalSecurityAdviser
	SecurityCouncilSecretary
	Speaker
	Judge
	CentralBankGovernor
	GovernorGeneral
	RegionalHead
	SecretaryGeneral
	Director
	Envoy
	Prosecutor
	Legislator
	Commander
	Official
	Expert
)

var roleNames = []string{"", "head_of_state", "head_of_government", "leader", "deputy_head_of_government", "vice_president",
	"foreign_minister", "defence_minister", "interior_minister", "finance_minister", "minister", "deputy_minister",
	"spokesperson", "ambassador", "un_ambassador", "permanent_representative", "military_chief", "intelligence_chief",
	"national_security_adviser", "security_council_secretary", "legislature_speaker", "judiciary", "central_bank_governor",
	"governor_general", "regional_head", "secretary_general", "director", "special_envoy", "prosecutor", "legislator",
	"commander", "official", "expert"}

func (r Role) String() string { return roleNames[r] }

// ParseRole returns the role named s ("foreign_minister").
func ParseRole(s string) (Role, bool) {
	for i, n := range roleNames {
		if n == s && i > 0 {
			return Role(i), true
		}
	}
	return NoRole, false
}

// offices gives the role of an office by the words that name it, folded and in the spelling of Key. The longest one that the words end or begin with counts.
var officeWords = func() map[string]Role {
	m := map[string]Role{}
	for line := range strings.SplitSeq(officeNames, "\n") {
		role, names, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		r, ok := ParseRole(role)
		if !ok {
			panic("gazetteer: role " + role)
		}
		for n := range strings.SplitSeq(names, ",") {
			m[Key(n)] = r
		}
	}
	return m
}()

const officeNames = `
head_of_state:president,head of state,king,queen,emperor,empress,emir,sultan,monarch,pope,pontiff,grand duke,ruler,dictator,strongman,supreme leader,acting president,interim president,transitional president,federal president,chairman of the state affairs commission,president of the state affairs commission,paramount leader,holy father,commander in chief,chairman of the presidency
head_of_government:prime minister,premier,chancellor,federal chancellor,head of government,taoiseach,acting prime minister,interim prime minister,caretaker prime minister,chairman of the government,government head,chief minister of the government,pm,crown prince and prime minister
deputy_head_of_government:deputy prime minister,deputy premier,vice premier,first deputy prime minister,first vice premier,vice prime minister,vice chancellor,tanaiste
vice_president:vice president,first vice president,vp
foreign_minister:foreign minister,minister of foreign affairs,foreign affairs minister,minister for foreign affairs,top diplomat,chief diplomat,secretary of state,foreign secretary,secretary for foreign affairs,external affairs minister,minister of external affairs,minister of external relations,minister of foreign relations,foreign policy chief,high representative for foreign affairs and security policy,high representative,minister of international relations and cooperation,international relations minister,minister for europe and foreign affairs
defence_minister:defence minister,minister of defence,minister for defence,minister of national defence,national defence minister,defence secretary,secretary of defence,secretary of state for defence,armed forces minister,minister of the armed forces,war secretary,secretary of war,pentagon chief,defence chief,minister of people's armed forces,minister of war,secretary of national defence,raksha mantri
interior_minister:interior minister,minister of the interior,minister of interior,minister of internal affairs,internal affairs minister,home secretary,home minister,minister of home affairs,home affairs minister,minister of public security,public security minister,homeland security secretary,secretary of homeland security,secretary of the interior
finance_minister:finance minister,minister of finance,treasury secretary,secretary of the treasury,chancellor of the exchequer,treasurer,minister of economy and finance,economy and finance minister,minister for finance
deputy_minister:deputy foreign minister,first deputy foreign minister,vice foreign minister,first vice foreign minister,vice minister of foreign affairs,deputy minister of foreign affairs,deputy defence minister,first deputy defence minister,deputy minister of defence,deputy secretary of state,deputy minister,assistant secretary of state,under secretary of state,undersecretary of state,under secretary,undersecretary,deputy secretary of defence,assistant secretary,vice minister,minister of state,deputy finance minister,deputy interior minister,deputy secretary,state secretary
spokesperson:spokesperson,spokesman,spokeswoman,press secretary,press spokesman,chief spokesman,government spokesman,chief cabinet secretary,spokesperson for the secretary general
ambassador:ambassador,envoy to,high commissioner,charge d'affaires,consul general,consul
un_ambassador:ambassador to the united nations,ambassador to the un,permanent representative to the united nations,un ambassador,un envoy,permanent representative to the un,united nations ambassador
permanent_representative:permanent representative
military_chief:chief of the general staff,chief of general staff,army chief,military chief,chairman of the joint chiefs of staff,joint chiefs chairman,chief of staff of the armed forces,commander in chief of the armed forces,chief of defence staff,chief of the defence staff,chief of army staff,armed forces chief,chief of the army,top general,chief of staff,commander of the armed forces
intelligence_chief:intelligence chief,spy chief,director of the central intelligence agency,cia director,cia chief,director of national intelligence,director of the federal security service,fsb director,fsb chief,mossad chief,head of mossad,director of mossad,director of the foreign intelligence service,head of military intelligence,military intelligence chief,security service chief,intelligence director
national_security_adviser:national security adviser,national security advisor,assistant to the president for national security affairs,national security chief
security_council_secretary:secretary of the security council,security council secretary,security council chief,secretary of the national security council,secretary of the supreme national security council,secretary of the national security and defence council
legislature_speaker:speaker,parliament speaker,speaker of parliament,speaker of the parliament,house speaker,speaker of the house,speaker of the house of representatives,speaker of the state duma,chairman of the state duma,chairman of the federation council,federation council speaker,president of the senate,senate president,president of the national assembly,parliamentary speaker,chairman of parliament,knesset speaker,bundestag president,duma speaker,president of the european parliament,national assembly speaker
judiciary:chief justice,supreme court justice,president of the supreme court,judge,chairman of the supreme court,president of the constitutional court,justice
prosecutor:prosecutor general,attorney general,chief prosecutor,prosecutor,public prosecutor,justice minister and attorney general
central_bank_governor:central bank governor,governor of the central bank,central bank chief,federal reserve chair,fed chair,fed chairman,chairman of the federal reserve,central bank chairman,president of the central bank
governor_general:governor general
regional_head:governor,regional governor,mayor,chief minister,chief executive,first minister,head of the republic,regional head,state governor,minister president,regional leader,provincial governor
secretary_general:secretary general,un chief,nato chief,un secretary general,nato secretary general,asean secretary general
director:director general,director,managing director,head,chief,chairman,president of the european commission,president of the european council,european commission president,european council president,executive director,chief executive officer,ceo,chair,chairwoman,chairperson,general director,iaea chief,who chief,imf chief,un human rights chief,high commissioner for human rights,high commissioner for refugees
leader:leader,general secretary,party leader,chairman of the party,party chief,political leader,rebel leader,head of the political bureau,political bureau chief,party chairman,first secretary,founder,warlord,opposition leader,leader of the opposition,party president
special_envoy:special envoy,special representative,envoy,special presidential envoy,special coordinator,peace envoy,climate envoy
commander:commander,general,top commander,naval commander,air force commander,navy commander,navy chief,air force chief,field commander
legislator:senator,congressman,congresswoman,member of parliament,lawmaker,legislator,mp,member of the state duma,representative,deputy
expert:analyst,expert,senior fellow,fellow,researcher,scholar,professor
official:adviser,advisor,aide,presidential aide,presidential adviser,chief of staff of the presidential executive office,senior adviser,deputy chief of staff,white house chief of staff,first lady,crown prince,deputy crown prince,foreign policy adviser,deputy national security adviser
`

// OfficeRole returns the role that the words of an office name, without country and person: "defence minister", "Premier",
// "top diplomat", "Secretary of State". "Minister of Energy" and "Energy Minister" are Minister. What follows "of", "for" or "to" is
// taken away word by word until an office is left: "ambassador to Ukraine".
func OfficeRole(office string) (Role, bool) {
	k := Key(office)
	for _, p := range []string{"former ", "then ", "outgoing ", "incoming ", "newly elected ", "new ", "current ", "us ", "ex ", "former ", "acting ", "interim "} {
		if s, ok := strings.CutPrefix(k, p); ok {
			if _, exact := officeWords[k]; !exact {
				k = s
			}
		}
	}
	if r, ok := officeWords[k]; ok {
		return r, true
	}
	words := strings.Fields(k)
	for n := len(words) - 1; n > 0; n-- {
		if r, ok := officeWords[strings.Join(words[:n], " ")]; ok {
			switch words[n] {
			case "of", "for", "to", "in", "on", "and", "at":
				return refine(r, words[n:]), true
			}
		}
	}
	for n := 1; n < len(words); n++ {
		if r, ok := officeWords[strings.Join(words[n:], " ")]; ok {
			return r, true
		}
	}
	for _, w := range words {
		if w == "minister" || w == "ministers" {
			return Minister, true
		}
	}
	if len(words) > 1 && words[0] == "secretary" && words[1] == "of" {
		return Minister, true
	}
	if n := len(words); n > 1 && words[n-1] == "secretary" {
		return Minister, true
	}
	return NoRole, false
}

func refine(r Role, rest []string) Role {
	if r == Ambassador && len(rest) > 1 && (rest[len(rest)-1] == "un" || rest[len(rest)-1] == "nations") {
		return UNAmbassador
	}
	return r
}

// HoldersOf returns who held the office that the words name ("Energy Minister", "Minister of Transport", "CIA director")
// in the country or body of at date at: those whose title says it, then those whose role it is; within each the surest first.
// A title that no term is filed under gives nobody.
func (g *Gazetteer) HoldersOf(office string, of Index, at graph.Date) []Holder {
	role, ok := OfficeRole(office)
	if !ok {
		return nil
	}
	var exact, same []Holder
	want := subject(office)
	for _, o := range g.OfficesOf(of) {
		if !o.Holds(at) {
			continue
		}
		h := Holder{o, o.Stale(at)}
		switch {
		case o.Role == role && role != Minister && role != DeputyMinister && role != Official && role != Ambassador && role != Director && role != RegionalHead:
			if len(want) > 0 && overlap(want, subject(o.Title)) == len(want) {
				exact = append(exact, h)
			} else {
				same = append(same, h)
			}
		case o.Role == role || o.Role == Minister || o.Role == Official || o.Role == DeputyMinister:
			if len(want) > 0 && overlap(want, subject(o.Title)) == len(want) && (role == DeputyMinister) == (o.Role == DeputyMinister) {
				exact = append(exact, h)
			}
		}
	}
	sortHolders(exact)
	sortHolders(same)
	return append(exact, same...)
}

// subject returns the words of a title that tell it from others of its role.
func subject(title string) []string {
	var out []string
	for _, w := range strings.Fields(Key(title)) {
		switch w {
		case "minister", "ministers", "ministry", "of", "the", "for", "and", "to", "secretary", "state", "first", "deputy", "acting", "federal", "national", "people", "affairs", "a", "in", "general", "director", "head", "chief", "president", "chairman":
		default:
			out = append(out, w)
		}
	}
	return out
}

func overlap(a, b []string) int {
	n := 0
	for _, w := range a {
		for _, v := range b {
			if w == v {
				n++
				break
			}
		}
	}
	return n
}

// figureheads are countries where the head of government, not the head of state, is "the leader".
const figureheads = "GBR DEU ITA JPN IND ISR CAN AUS NZL ESP NLD BEL SWE NOR DNK GRC IRL AUT HUN POL CZE SVK SVN HRV BGR ROU EST LVA LTU FIN PRT MLT LUX ISL ALB MKD MNE GEO ARM PAK BGD NPL LKA THA MYS KHM SGP ETH IRQ LBN LBY JAM BHS BRB BLZ PNG FJI WSM SLB VUT TTO MUS LSO XKX MDA KWT"

// LeaderOf returns whom "the {adjective} leader" means: the head of state where he governs, else the head of government,
// for parties and organisations their leader.
func (g *Gazetteer) LeaderOf(of Index, at graph.Date) (Index, bool) {
	order := []Role{HeadOfState, Leader, SecretaryGeneral, Director, HeadOfGovernment, MilitaryChief, RegionalHead}
	if g.Type(of) == graph.Country && strings.Contains(figureheads, g.country(of)) {
		order = []Role{HeadOfGovernment, HeadOfState}
	}
	if g.country(of) == "IRN" {
		order = []Role{HeadOfState}
	}
	for _, r := range order {
		best := None
		for _, h := range g.Holders(r, of, at) {
			if at == "" && h.To != "" || h.Stale && best != None {
				continue
			}
			if g.country(of) == "IRN" && !strings.HasPrefix(h.Title, "Supreme") {
				continue // the president is no more than that
			}
			if best == None || g.Prominence(h.Person) > g.Prominence(best) {
				best = h.Person
			}
		}
		if best != None {
			return best, true
		}
	}
	return None, false
}

// Within returns what a name means inside a country: "foreign ministry" in Russia is the Russian Foreign Ministry.
func (g *Gazetteer) Within(country Index, name string) []Candidate {
	forms := []string{g.Name(country) + " " + name, name + " of " + g.Name(country)}
	for _, c := range g.Aliases(country) {
		if c.Kind == Demonym {
			forms = append(forms, c.Alias+" "+name)
		}
	}
	for _, f := range forms {
		var out []Candidate
		for _, c := range g.Lookup(f) {
			if g.Country(c.Entity) == country && c.Entity != country {
				out = append(out, c)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}
