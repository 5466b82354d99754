package loader_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"entente/loader"
	"entente/loader/article"
)

// One article, from bytes to statements.
func Example() {
	l, err := loader.New(loader.Options{})
	if err != nil {
		log.Fatal(err)
	}
	in := strings.NewReader(`{"id":"a1","date":"2023-09-12","text":"Russian Defence Minister Sergei Shoigu visited Pyongyang in July."}`)
	for a, err := range article.ReadFrom(context.Background(), "news.jsonl", in, article.Options{}) {
		if err != nil {
			log.Fatal(err)
		}
		rec, err := l.Extract(a)
		if err != nil {
			log.Fatal(err)
		}
		for _, e := range loader.Events(&rec).Events {
			fmt.Printf("%s %s %s (%s, %q)\n", e.Subject, e.Predicate, e.Object, e.Modality, e.Date)
		}
	}
	// Output:
	// Sergei Shoigu holds_position Russia (asserted, "")
	// Sergei Shoigu visited Pyongyang (asserted, "2023-07")
}
