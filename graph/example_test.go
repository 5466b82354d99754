package graph_test

import (
	"context"
	"fmt"
	"log"

	"entente/graph"
)

func ExampleStore() {
	ctx := context.Background()
	s, err := graph.Open(ctx, "mem:", graph.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	err = s.Put(ctx, graph.Record{
		Article: graph.Article{ID: "a1", Text: "Shoigu visited Pyongyang."},
		Statements: []graph.Statement{{
			Subject: "ent:sergei-shoigu", Predicate: "visited", Object: "ent:pyongyang", Modality: graph.Asserted,
			Evidence: "Shoigu visited Pyongyang.", Begin: 0, End: 25,
		}},
	})
	if err != nil {
		log.Fatal(err)
	}
	for st, err := range s.Statements(ctx) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(st.Article, st.Subject, st.Predicate, st.Object, st.Modality)
	}
	// Output: a1 ent:sergei-shoigu visited ent:pyongyang asserted
}
