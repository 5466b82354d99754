package event

import (
	"slices"
	"strings"
	"testing"

	"entente/loader/sentence"
	"entente/loader/syntax"
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

// A sentence whose heads hang at each other is as the parser left it; the others stay mended.
func TestKeepTrees(t *testing.T) {
	sentences := []sentence.Sentence{{First: 0, Last: 3}, {First: 3, Last: 6}}
	document := func(heads ...int32) syntax.Document {
		d := syntax.Document{Heads: heads}
		d.Sentences, d.Tokens = sentences, make([]sentence.Token, 6)
		d.Rels, d.UPOS, d.XPOS = make([]syntax.Rel, 6), make([]syntax.UPOS, 6), make([]syntax.XPOS, 6)
		return d
	}
	parsed := document(-1, 0, 1, 4, -1, 4)
	w := &work{doc: document(1, -1, 1, 5, 3, 4)}
	w.keepTrees(&parsed)
	if want := []int32{1, -1, 1, 4, -1, 4}; !slices.Equal(w.doc.Heads, want) {
		t.Errorf("heads %v, want %v", w.doc.Heads, want)
	}
}
