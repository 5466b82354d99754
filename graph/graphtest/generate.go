package graphtest

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"strings"

	"entente/graph"
)

var (
	genPredicates = []graph.Predicate{"met", "visited", "accused", "supplied_arms_to", "sanctioned", "criticized", "praised", "phoned", "ally_of", "hosted"}
	genModalities = []graph.Modality{graph.Asserted, graph.Asserted, graph.Asserted, graph.Asserted, graph.Planned, graph.Alleged, graph.Denied}
	genWords      = strings.Fields("the minister said that talks on grain and gas would resume after the summit in the capital where both sides had met before and no date was given for a new round of consultations about borders trade and security")
)

// Articles yields n articles made by chance from seed: a few statements each, with actors of which few are frequent and
// many are rare. The same seed gives the same articles, and article i does not depend on n.
func Articles(seed uint64, n int) iter.Seq[graph.Record] {
	return func(yield func(graph.Record) bool) {
		for i := range n {
			if !yield(Article(seed, i)) {
				return
			}
		}
	}
}

// Article is article i of Articles.
func Article(seed uint64, i int) graph.Record {
	rnd := rand.New(rand.NewPCG(seed, uint64(i)))
	rec := graph.Record{Article: graph.Article{
		ID: fmt.Sprintf("gen/%d/%06d", seed, i), Title: "News " + fmt.Sprint(i), Publisher: fmt.Sprintf("Paper %d", rnd.IntN(20)),
		Date: graph.Date(fmt.Sprintf("20%02d-%02d-%02d", 10+rnd.IntN(15), 1+rnd.IntN(12), 1+rnd.IntN(28))), Lang: "en",
		SHA256: fmt.Sprintf("%016x%048x", seed, i), Extractor: "generated-1",
	}}
	mentioned := map[graph.Node]bool{}
	actor := func() graph.Node {
		// Rank by a power law over 5,000 actors.
		rank := int(math.Pow(5000, rnd.Float64())) - 1
		id := graph.Node(fmt.Sprintf("ent:actor-%d", rank))
		if !mentioned[id] {
			mentioned[id] = true
			e := graph.Entity{ID: id, Name: fmt.Sprintf("Actor %d", rank), Type: graph.Person, Country: fmt.Sprintf("C%02d", rank%60)}
			if rank%3 == 0 {
				e.Facts = []graph.Fact{{Predicate: "national_of", Object: graph.Node(fmt.Sprintf("ent:country-%d", rank%60)), ObjectName: fmt.Sprintf("Country %d", rank%60), ObjectType: graph.Country, Source: "generated"}}
			}
			if rank%2 == 0 {
				e.Code = fmt.Sprintf("C%02dGOV", rank%60)
			}
			rec.Entities = append(rec.Entities, e)
		}
		return id
	}
	var text strings.Builder
	for s := range 3 + rnd.IntN(6) {
		begin := text.Len()
		for range 12 + rnd.IntN(15) {
			text.WriteString(genWords[rnd.IntN(len(genWords))])
			text.WriteByte(' ')
		}
		fmt.Fprintf(&text, "%d.", rnd.IntN(1000))
		end := text.Len()
		text.WriteByte(' ')
		if rnd.IntN(3) == 0 {
			continue
		}
		for range 1 + rnd.IntN(2) {
			st := graph.Statement{
				Subject: actor(), Predicate: genPredicates[rnd.IntN(len(genPredicates))], Object: actor(), Modality: genModalities[rnd.IntN(len(genModalities))],
				PLOVER: "CONSULT", CAMEO: fmt.Sprintf("0%d", 40+rnd.IntN(7)), Confidence: float64(50+rnd.IntN(50)) / 100, Sentence: s, Begin: begin, End: end, Evidence: text.String()[begin:end],
			}
			if rnd.IntN(2) == 0 {
				st.Date = rec.Article.Date[:7]
			}
			if rnd.IntN(3) == 0 {
				st.AttributedTo = []graph.Node{actor()}
				st.Attribution = []string{"Actor " + strings.TrimPrefix(string(st.AttributedTo[0]), "ent:actor-")}
			}
			rec.Statements = append(rec.Statements, st)
		}
	}
	rec.Article.Text = text.String()
	graph.Identify(&rec)
	return rec
}
