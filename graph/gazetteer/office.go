package gazetteer

import "entente/graph"

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

// OfficeRole returns the role that the words of an office name, without country and person: "defence minister", "Premier",
// "top diplomat", "Secretary of State", "Chancellor". The country decides where a word means different offices.
func (g *Gazetteer) OfficeRole(office string, of Index) (Role, bool) { return NoRole, false }

// HoldersOf returns who held the office that the words name ("Energy Minister", "Minister of Transport", "CIA director")
// in the country or body of at date at, the surest first.
func (g *Gazetteer) HoldersOf(office string, of Index, at graph.Date) []Holder { return nil }

// LeaderOf returns whom "the {adjective} leader" means: the head of state where he governs, else the head of government,
// for parties and organisations their leader.
func (g *Gazetteer) LeaderOf(of Index, at graph.Date) (Index, bool) { return None, false }
