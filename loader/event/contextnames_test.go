package event

import (
	"slices"
	"strings"
	"testing"
)

// Names behind long titles, in rows and in delegations: whoever was met is met, and nothing that only stands in a title is.
func TestTitledNames(t *testing.T) {
	s := open(t)
	for _, tt := range []struct{ name, text, want string }{
		{"row", "Emmanuel Macron spoke with NATO Deputy Secretary General Hans Doe, Polish Minister of Labour and Social Policy Anna Roe, and Governor of Ohio Mehmet Kara.",
			"Anna Roe Hans Doe Mehmet Kara"},
		{"aside in a row", "Emmanuel Macron spoke with NATO Deputy Secretary General Hans Doe, Polish Deputy Foreign Minister Anna Roe representing the bloc, and OSCE Secretary General Jane Loe.",
			"Anna Roe Hans Doe Jane Loe"},
		{"offices joined", "Emmanuel Macron met with Chadian Vice President and Foreign Minister-Designate Jane Roe today.", "Jane Roe"},
		{"acting", "Emmanuel Macron had a telephone conversation with acting Chancellor of Germany Angela Merkel.", "Angela Merkel"},
		{"on", "Emmanuel Macron met with UN Special Envoy on Myanmar Jane Roe today.", "Jane Roe"},
		{"bodies joined", "Emmanuel Macron had a meeting with President of the State Council and Council of Ministers of Cuba Juan Doe.", "Juan Doe"},
		{"aide", "Emmanuel Macron met today with Special Assistant to the Prime Minister of Pakistan, Ambassador Ali Doe.", "Ali Doe"},
		{"group and office", "Emmanuel Macron spoke with foreign ministers of the African Union (AU) and Secretary General Jane Roe.",
			"Jane Roe foreign ministers of the African Union"},
		{"included", "Emmanuel Macron met with a Chadian delegation that included Foreign Minister Jane Roe and Interior Minister Hans Doe.",
			"Chadian delegation Hans Doe Jane Roe"},
		{"led", "Emmanuel Macron met a Chadian team led by Foreign Minister Jane Roe.", "Chadian team Jane Roe"},
		{"began with", "Emmanuel Macron began the day with a working breakfast with President of Chad Jane Roe.", "Jane Roe"},
		{"concluded with", "Emmanuel Macron concluded his trip with a meeting with Governor of Ohio Mehmet Kara.", "Mehmet Kara"},
		{"subject behind a comma", "Following the flood in Chad, President Emmanuel Macron met Foreign Minister Jane Roe.", "Jane Roe"},
		{"two clauses", "Emmanuel Macron met President of Chad Jane Roe, and Foreign Minister Hans Doe met Ali Kaya.", "Jane Roe"},
		{"no row", "Emmanuel Macron met the son of President Jane Roe, General Hans Doe said.", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, l := range s.lines(tt.text) {
				f := strings.Split(l, "|")
				switch f[1] {
				case "met", "consulted_with", "phoned":
					if f[0] == "Emmanuel Macron" && !slices.Contains(got, f[2]) {
						got = append(got, f[2])
					}
				}
			}
			slices.Sort(got)
			if g := strings.Join(got, " "); g != tt.want {
				t.Errorf("%s\n got %q\nwant %q", tt.text, g, tt.want)
			}
		})
	}
}
