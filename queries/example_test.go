package queries_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"entente/graph"
	"entente/queries"
)

// sample is a store with two short articles.
func sample(ctx context.Context) *graph.Store {
	store, err := graph.Open(ctx, "mem:", graph.Options{})
	if err != nil {
		log.Fatal(err)
	}
	entities := []graph.Entity{
		{ID: "ent:vladimir-putin", Name: "Vladimir Putin", Type: graph.Person},
		{ID: "ent:kim-jong-un", Name: "Kim Jong Un", Type: graph.Person},
		{ID: "ent:sergei-shoigu", Name: "Sergei Shoigu", Type: graph.Person},
	}
	put := func(id, text string, s graph.Statement) {
		s.End, s.Evidence, s.Confidence = len(text), text, 0.9
		rec := graph.Record{Article: graph.Article{ID: id, Publisher: "The Example", Text: text, SHA256: id}, Statements: []graph.Statement{s},
			Entities: entities}
		if err := store.Put(ctx, rec); err != nil {
			log.Fatal(err)
		}
	}
	put("july", "Kim met Shoigu on 26 July.", graph.Statement{Subject: "ent:kim-jong-un", Predicate: "met", Object: "ent:sergei-shoigu",
		Modality: graph.Asserted, Date: "2023-07-26"})
	put("september", "Putin plans to meet Kim in September.", graph.Statement{Subject: "ent:vladimir-putin", Predicate: "met",
		Object: "ent:kim-jong-un", Modality: graph.Planned, Date: "2023-09"})
	return store
}

func Example() {
	ctx := context.Background()
	store := sample(ctx)
	defer store.Close()
	index, err := queries.Open(ctx, store, queries.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer index.Close()

	putin, err := index.Resolve("Putin")
	if err != nil {
		log.Fatal(err)
	}
	shoigu, err := index.Resolve("Шойгу")
	if err != nil {
		log.Fatal(err)
	}
	answer, err := index.Paths(ctx, putin, shoigu, queries.PathOptions{})
	if err != nil {
		log.Fatal(err)
	}
	if errors.Is(answer.Err(), queries.ErrNoPath) {
		for _, reason := range answer.Reasons {
			fmt.Println(reason.Text)
		}
	}
	answer, err = index.Paths(ctx, putin, shoigu, queries.PathOptions{Modalities: []graph.Modality{graph.Asserted, graph.Planned}})
	if err != nil {
		log.Fatal(err)
	}
	for _, hop := range answer.Paths[0].Hops {
		fmt.Printf("%s, %s, %s (%s): %q\n", hop.From.Name, hop.Predicate, hop.To.Name, hop.Modality, hop.Evidence[0].Text)
	}
	// Output:
	// none asserted within 4 hops
	// 1 path if planned statements are allowed
	// Vladimir Putin, met, Kim Jong Un (planned): "Putin plans to meet Kim in September."
	// Kim Jong Un, met, Sergei Shoigu (asserted): "Kim met Shoigu on 26 July."
}

func ExampleIndex_Resolve() {
	ctx := context.Background()
	store := sample(ctx)
	defer store.Close()
	index, err := queries.Open(ctx, store, queries.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer index.Close()

	_, err = index.Resolve("Shoigo")
	var unknown *queries.UnknownError
	if errors.As(err, &unknown) {
		fmt.Println("did you mean", unknown.Near[0].Name)
	}
	// Output:
	// did you mean Sergei Shoigu
}

func ExampleIndex_Timeline() {
	ctx := context.Background()
	store := sample(ctx)
	defer store.Close()
	index, err := queries.Open(ctx, store, queries.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer index.Close()

	timeline, err := index.Timeline(ctx, queries.TimelineOptions{Actors: []graph.Node{"ent:kim-jong-un"}})
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range timeline.Events {
		fmt.Println(e.Date, e.Subject.Name, e.Predicate, e.Object.Name, e.Modality)
	}
	// Output:
	// 2023-07-26 Kim Jong Un met Sergei Shoigu asserted
	// 2023-09 Vladimir Putin met Kim Jong Un planned
}
