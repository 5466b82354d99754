// Package queries answers questions over what the store holds: how two actors are connected, what surrounds an actor,
// what happened when, who a name means. Every answer carries the sentences that it stands on.
//
// The store is scanned once into an Index, an immutable adjacency in memory; what the writer adds and deletes
// afterwards lies over it until the next rebuild. "Shoigu visited Pyongyang." becomes one row: predicate visited,
// modality asserted, a date, an article, a confidence and the event's number, filed under the pair (Sergei Shoigu,
// Pyongyang). A search walks pairs; only the hops of the paths that it returns are looked up in the store again, for
// their sentences.
//
// Actors that the gazetteer does not know have ids of their own article. Questions take two of them for one where name,
// country, office and time allow it, say so with the reason, and can do without (join.go).
//
// Costs are whole numbers, neighbours are visited in a fixed order and ties are broken by names, so equal graphs give
// equal answers.
package queries
