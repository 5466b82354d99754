package event

import (
	"strings"
	"testing"

	"entente/graph"
	"entente/loader/entity"
	"entente/loader/sentence"
	"entente/loader/syntax"
)

func split(text string) *syntax.Document {
	d := &syntax.Document{}
	var s sentence.Splitter
	s.SplitAll(text, &d.Segmentation)
	return d
}

func TestDates(t *testing.T) {
	const article = "2023-09-12" // a Tuesday
	for _, c := range []struct {
		text   string
		future bool
		want   string // the dates of the text, in order
	}{
		// Weekdays.
		{"They met on Tuesday.", false, "2023-09-12"},
		{"They met on Monday.", false, "2023-09-11"},
		{"They met on Wednesday.", false, "2023-09-06"},
		{"They will meet on Wednesday.", true, "2023-09-13"},
		{"They will meet on Tuesday.", true, "2023-09-12"},
		{"They met last Tuesday.", false, "2023-09-05"},
		{"They met last Friday night.", false, "2023-09-08"},
		{"They meet next Tuesday.", true, "2023-09-19"},
		{"They meet next Sunday.", false, "2023-09-17"},
		{"They meet this Friday.", true, "2023-09-15"},
		{"They meet this coming Friday.", false, "2023-09-15"},
		{"Tuesday's talks ended.", false, "2023-09-12"},
		{"They met on Thursday of last week.", false, "2023-09-07"},
		{"They meet on Monday next week.", false, "2023-09-18"},
		{"He spoke on Sunday and Monday.", false, "2023-09-10 2023-09-11"},
		{"He works on Mondays.", false, ""},
		{"Shops opened on Black Friday.", false, ""},
		{"The Sunday Times reported it.", false, ""},
		// Day, month, year.
		{"They met on 25 July 2023.", false, "2023-07-25"},
		{"They met on July 25, 2023.", false, "2023-07-25"},
		{"They met on July 25, 2022, in Rome.", false, "2022-07-25"},
		{"They met on the 25th of July, 2021.", false, "2021-07-25"},
		{"They met on Tuesday, July 25.", false, "2023-07-25"},
		{"They met on Tuesday 25 July.", false, "2023-07-25"},
		{"They met on July 25th.", false, "2023-07-25"},
		{"They met on Sept. 3.", false, "2023-09-03"},
		{"They met on 20 December.", false, "2022-12-20"},
		{"They will meet on 20 December.", true, "2023-12-20"},
		{"They will meet on 5 January.", true, "2024-01-05"},
		{"The summit of September 15-17 is near.", false, "2023-09-15"},
		{"They met on 25-27 July.", false, "2023-07-25"},
		{"They met from 25 to 27 July 2020.", false, "2020-07-25"},
		{"They met on 30 February 2020.", false, ""},
		{"It is dated 2023-07-25.", false, "2023-07-25"},
		{"They met on July 25 last year.", false, "2022-07-25"},
		{"The September 11 attacks changed it.", false, "2001-09-11"},
		// Months.
		{"He visited in July.", false, "2023-07"},
		{"He visited in December.", false, "2022-12"},
		{"He will visit in December.", true, "2023-12"},
		{"He will visit in March.", true, "2024-03"},
		{"He visited in September.", false, "2023-09"},
		{"He visited in July 2019.", false, "2019-07"},
		{"He visited in July, 2019.", false, "2019-07"},
		{"He visited in May of 2019.", false, "2019-05"},
		{"He visited in July last year.", false, "2022-07"},
		{"He visited last July.", false, "2023-07"},
		{"He visited last November.", false, "2022-11"},
		{"He visits next March.", false, "2024-03"},
		{"He visited in early July.", false, "2023-07"},
		{"He visited in mid-July.", false, "2023-07"},
		{"He visited at the end of July.", false, "2023-07"},
		{"Theresa May may march in protest.", false, ""},
		{"He visited in May.", false, "2023-05"},
		{"He has been there since March.", false, "2023-03"},
		{"April Jones met June Smith.", false, ""},
		// Years.
		{"They met in 2019.", false, "2019"},
		{"Since 2014 they have not met.", false, "2014"},
		{"They met in 2018 and 2019.", false, "2018 2019"},
		{"The 2019 summit failed.", false, "2019"},
		{"He won Turkey's 2023 election.", false, "2023"},
		{"They sent 2000 troops in a ship.", false, ""},
		{"It ended in 2000 deaths.", false, ""},
		{"They were there in 2019-2020.", false, ""},
		{"It was mid-2022.", false, "2022"},
		{"They met in the summer of 2021.", false, "2021"},
		// Relative.
		{"He left today.", false, "2023-09-12"},
		{"He left yesterday.", false, "2023-09-11"},
		{"He leaves tomorrow.", true, "2023-09-13"},
		{"He left last night.", false, "2023-09-11"},
		{"He left this morning.", false, "2023-09-12"},
		{"He left the day before yesterday.", false, "2023-09-10"},
		{"He said it on Russia Today.", false, ""},
		{"He left last week.", false, "2023-09"},
		{"He leaves next week.", true, "2023-09"},
		{"He left last month.", false, "2023-08"},
		{"He left earlier this month.", false, "2023-09"},
		{"He leaves later this year.", true, "2023"},
		{"He left last year.", false, "2022"},
		{"He leaves next year.", true, "2024"},
		{"He leaves by the end of the year.", true, "2023"},
		{"He left two days ago.", false, "2023-09-10"},
		{"He left 10 days ago.", false, "2023-09-02"},
		{"He left two weeks ago.", false, "2023-08"},
		{"He left three months ago.", false, "2023-06"},
		{"He left a year ago.", false, "2022"},
		{"He left five years ago.", false, "2018"},
		{"He left an hour ago.", false, "2023-09-12"},
		{"He left several days ago.", false, "2023-09"},
		{"He left a few days ago.", false, "2023-09"},
		{"He left a couple of days ago.", false, "2023-09"},
		{"He left a few weeks ago.", false, "2023-08"},
		{"He left many years ago.", false, ""},
		{"They had to agree by the end of October.", false, "2023-10"},
		{"He left over the weekend.", false, "2023-09"},
		{"Prices rose over the last year.", false, ""},
		{"Prices rose over the past two weeks.", false, ""},
		{"He came for the first time in two years.", false, ""},
		{"They met last summer.", false, "2023"},
		// Anaphoric.
		{"He came on 25 July. He left the next day.", false, "2023-07-25 2023-07-26"},
		{"He came on 25 July. He left two days later.", false, "2023-07-25 2023-07-27"},
		{"He came in July 2019 and left a month later.", false, "2019-07 2019-08"},
		{"He came on Monday; she had come the day before.", false, "2023-09-11 2023-09-10"},
		{"He came in 2019. She came the same year.", false, "2019 2019"},
		{"He came in 2019. She had come a year earlier.", false, "2019 2018"},
		{"He left the next day.", false, ""},
		{"He left the day after.", false, ""},
		{"It began the day after the summit.", false, ""},
	} {
		d := split(c.text)
		var got []string
		var cal Calendar
		for s := range d.Sentences {
			for _, p := range cal.Find(d, s) {
				if x := p.Resolve(article, c.future); x != "" {
					got = append(got, string(x))
				}
			}
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s (future %v): got %q, want %q", c.text, c.future, g, c.want)
		}
	}
}

func TestDatesOfUndatedArticles(t *testing.T) {
	for _, c := range []struct{ text, article, want string }{
		{"They met on Tuesday.", "", ""},
		{"They met in July.", "", ""},
		{"They met in July 2019.", "", "2019-07"},
		{"They met last year.", "2020", "2019"},
		{"They met last month.", "2020", ""},
		{"They met last month.", "2020-01", "2019-12"},
		{"They met on Tuesday.", "2020-01", ""},
		{"They met in July.", "2020-01", "2019-07"},
		{"They met on Monday.", "2020-03-01", "2020-02-24"},
		{"They met yesterday.", "2020-03-01", "2020-02-29"},
		{"They met last month.", "2020-03-31", "2020-02"},
	} {
		d := split(c.text)
		var cal Calendar
		got := graph.Date("")
		for _, p := range cal.Find(d, 0) {
			got = p.Resolve(graph.Date(c.article), false)
		}
		if string(got) != c.want {
			t.Errorf("%s in an article of %q: got %q, want %q", c.text, c.article, got, c.want)
		}
	}
}

func TestDatePrepositions(t *testing.T) {
	for text, want := range map[string]string{
		"They met on Tuesday.":                     "on",
		"Since early July they talk.":              "since",
		"They talk until the end of next month.":   "until",
		"They met Tuesday.":                        "",
		"By Monday they were gone.":                "by",
		"The meeting, earlier this month, failed.": "",
	} {
		d := split(text)
		var cal Calendar
		p := cal.Find(d, 0)
		if len(p) != 1 || p[0].Prep != want {
			t.Errorf("%s: %+v, want preposition %q", text, p, want)
		}
	}
}

func FuzzDates(f *testing.F) {
	f.Add("He came on Tuesday, 25 July 2023, and left two days later. Mid-July, the 25th of May.", "2023-09-12")
	f.Add("the day before yesterday the same day last next this 2019-2020 31 31 31 -", "2023-02")
	f.Fuzz(func(t *testing.T, text, article string) {
		d := split(text)
		var cal Calendar
		for i, s := range d.Sentences {
			at := s.First
			for _, p := range cal.Find(d, i) {
				if p.First < at || p.Last <= p.First || p.Last > s.Last {
					t.Fatalf("phrase [%d,%d) after %d in [%d,%d)", p.First, p.Last, at, s.First, s.Last)
				}
				at = p.Last
				for _, future := range []bool{false, true} {
					if x := p.Resolve(graph.Date(article), future); x != "" {
						if _, n := parseDay(x); n == 0 {
							t.Fatalf("%q is no date", x)
						}
					}
				}
			}
		}
	})
}

func TestCarry(t *testing.T) {
	d := split("He met her on Tuesday. He praised her. On 3 July he left. She thanked him. It rained. It rained. It rained. It rained. He praised her.")
	d.Heads = make([]int32, d.Len())
	d.Rels = make([]syntax.Rel, d.Len())
	d.UPOS = make([]syntax.UPOS, d.Len())
	st := func(sentence int, class string, date graph.Date, m graph.Modality) graph.Statement {
		return graph.Statement{Sentence: sentence, Subject: "ent:he", Object: "ent:she", PLOVER: class, Date: date, Modality: m}
	}
	list := []graph.Statement{
		st(-1, "CONSULT", "", graph.Asserted),
		st(0, "CONSULT", "2023-09-12", graph.Asserted),
		st(1, "SUPPORT", "", graph.Asserted),
		st(1, "REQUEST", "", graph.Requested),
		st(1, "ASSAULT", "", graph.Asserted),
		st(2, "REJECT", "", graph.Asserted),
		st(3, "SUPPORT", "", graph.Asserted),
		st(8, "SUPPORT", "", graph.Asserted),
	}
	want := []graph.Date{"2023-09-12", "2023-09-12", "2023-09-12", "", "", "", "2023-09-12", ""}
	new(Calendar).Carry(d, &entity.Mentions{}, "2023-09-12", list)
	for i := range list {
		if list[i].Date != want[i] {
			t.Errorf("statement %d of sentence %d: date %q, want %q", i, list[i].Sentence, list[i].Date, want[i])
		}
	}
}
