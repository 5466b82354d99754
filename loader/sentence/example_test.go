package sentence_test

import (
	"fmt"

	"entente/loader/sentence"
)

func ExampleSplitter_Split() {
	var s sentence.Splitter
	var g sentence.Segmentation
	s.Split("Talks in Basra", "By Jane Doe\n\nBASRA - Iran didn't agree. Iraq left.\n\nFollow us on Facebook", &g)
	for _, x := range g.Sentences {
		fmt.Printf("%d %s:", x.Number, x.Kind)
		for _, t := range g.Tokens[x.First:x.Last] {
			fmt.Printf(" %s", g.Text[t.Begin:t.End])
		}
		fmt.Println()
	}
	// Output:
	// -1 headline: Talks in Basra
	// 0 headline: BASRA -
	// 1 paragraph: Iran did n't agree .
	// 2 paragraph: Iraq left .
}
