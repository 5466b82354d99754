// Package loader turns articles into statements: Extract for one article, Load for many.
//
// The stages, each a package of its own below this one, in order:
//
//	article    bytes become an Article: id, title, date, text
//	sentence   blocks, sentences and tokens, as byte ranges of the text
//	syntax     part of speech, lemma, head and relation of each token
//	entity     mentions of actors and places, linked to the gazetteer and followed through the text
//	event      statements: who did what to whom, how certain, who says so, when, where
//
// Between the events and the record, days that were told a few sentences before go to what was said on them
// (event.Calendar.Carry).
//
// What becomes of "Shoigu visited Pyongyang.", in an article of September 2023:
//
//	sentence   [0,6) [7,14) [15,24) [24,25)
//	syntax     Shoigu <-nsubj- visited -obj-> Pyongyang
//	entity     Shoigu is ent:sergei-shoigu, the defence minister of that day; Pyongyang is ent:pyongyang, the city
//	event      ent:sergei-shoigu visited ent:pyongyang, asserted, evidence [0,25)
//	graph      <ent:sergei-shoigu> <rel:visited> <ent:pyongyang> <art:...> and the event's own quads
//
// Extraction is a pure function of the article, the gazetteer and the model: no clock, no randomness, no order of a
// map, no goroutine. Only Load has goroutines: workers extract, one writer writes in the order of the input, so any
// number of workers builds the same graph.
//
// To test a change: go test ./loader/..., then make golden and read the difference in testdata/golden, then make eval.
package loader
