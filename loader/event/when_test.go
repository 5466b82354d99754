package event

import (
	"testing"

	"entente/graph"
)

// Which of the dates in a text is that of an act; the article is of 12 September 2023, a Tuesday.
func TestDateOfAct(t *testing.T) {
	s := open(t)
	for _, tt := range []struct{ text, predicate, want string }{
		{"Emmanuel Macron met Olaf Scholz on Monday.", "met", "2023-09-11"},
		{"Emmanuel Macron met with Egyptian President Abdel Fattah el-Sisi today at the Department of State.", "met", "2023-09-12"},
		{"Last November the United States and Nigeria held talks.", "consulted_with", "2022-11"},
		{"During her July visit to Egypt, Annalena Baerbock praised Turkey.", "praised", "2023-07"},
		{"Emmanuel Macron will travel to Rome on 20 September, where he will meet Olaf Scholz.", "met", "2023-09-20"},
		{"In 2017, China voted for resolutions sanctioning North Korea.", "backed", "2017"},
		{"As late as 2017, Norway attacked Mexico.", "attacked", "2017"},
		{"In 1791 Portugal recognized the United States.", "recognized", "1791"},
		// A date that is another act's.
		{"Emmanuel Macron welcomed the March 17 Norway-Mexico dialogue, which will bring teams together.", "praised", ""},
		{"Emmanuel Macron spoke today with Olaf Scholz to condemn the attack by Norway on Mexico.", "attacked", ""},
		{"Emmanuel Macron said on Monday that Norway had attacked Mexico.", "attacked", ""},
		{"Ahead of the summit that begins today, Emmanuel Macron met Olaf Scholz.", "met", ""},
		// An office is no act of the day.
		{"Emmanuel Macron, President of France, spoke on Monday.", "leader_of", ""},
	} {
		s.read("", tt.text, "2023-09-12")
		got := "no statement"
		for _, st := range s.finder.Find(&s.d, &s.m, "2023-09-12") {
			if string(st.Predicate) == tt.predicate {
				got = string(st.Date)
				break
			}
		}
		if got != tt.want {
			t.Errorf("%s\n got %q, want %q", tt.text, got, tt.want)
		}
	}
}

// Who says "today" in a transcript says it on the day of the conversation.
func TestTranscriptDay(t *testing.T) {
	s := open(t)
	const text = "Emmanuel Macron met with Prime Minister of Spain Pedro Sanchez.\n\nPrime Minister of Spain Pedro Sanchez (retranslated): Thank you for your welcome today.\n\nEmmanuel Macron: I am glad to see you."
	s.read("", text, "2023-09-12")
	list := s.finder.Find(&s.d, &s.m, "2023-09-12")
	new(Calendar).Carry(&s.d, &s.m, "2023-09-12", list)
	met := 0
	for _, st := range list {
		switch st.Predicate {
		case "met", "consulted_with":
			met++
			if st.Date != graph.Date("2023-09-12") {
				t.Errorf("%s in sentence %d is of %q", st.Predicate, st.Sentence, st.Date)
			}
			if len(st.Attribution) > 0 {
				t.Errorf("%s in sentence %d is said by %q", st.Predicate, st.Sentence, st.Attribution)
			}
		}
	}
	if met < 2 {
		t.Errorf("%d statements that they met or spoke, want 2", met)
	}
}
