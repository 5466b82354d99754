// Package graph is what entente knows: articles, statements with their evidence, entities, and the Store that keeps
// them as quads in Cayley.
//
// # What is kept
//
// "Shoigu visited Pyongyang." in article "a1" becomes a Statement:
//
//	{Subject: "ent:sergei-shoigu", Predicate: "visited", Object: "ent:pyongyang", Modality: Asserted,
//	 Evidence: "Shoigu visited Pyongyang.", Sentence: 0, Begin: 0, End: 25, ...}
//
// The article's statements, its text and its entities are a Record, which Store.Put writes as one. In Cayley it is an
// edge, and a node with everything that is said of it, all under the label of the article:
//
//	<ent:sergei-shoigu> <rel:visited> <ent:pyongyang> <art:a1>
//	<evt:1f0c...> <onto:predicate> <rel:visited> <art:a1>
//	<evt:1f0c...> <onto:evidence> "Shoigu visited Pyongyang." <art:a1>
//	...
//
// A statement that is not asserted (planned, alleged, denied, ...) has the node only. What the gazetteer knows of the
// entities has the label <src:gazetteer>. quads.go lists all quads.
//
// # How it is kept
//
// A Store is opened on a folder (LevelDB), in memory ("mem:") or on PostgreSQL. All of them keep Cayley's own form, shorter
// in places, which Cayley and Gizmo read through Store.QuadStore, and beside it the records of manifest.go: a manifest of each article with a
// checksum over its quads, and the entities.
//
//	store.go       Store: what callers see
//	quads.go       statements and entities as quads, and back
//	manifest.go    articles, entities and background, replaced as one
//	history.go     what changed since
//	cayleyform.go  Cayley's key-value form; snapshot.go gives it to Cayley
//	leveldb.go     the embedded backend; levelread.go one state of it, levelchange.go one change: one atomic, synced batch
//	folder.go      its folder and lock; check.go what is checked at opening, upgrade.go older formats
//	files.go       its files; compress.go packs tables, sums.go keeps checksums, journal.go reads LevelDB's journals
//	beside.go      readers beside a writer, on files that pinned.go holds
//	bulk.go        an empty store from sorted tables (bulkindex.go, bulkrecords.go, tables.go)
//	postgres.go    the backend for servers (pgread.go, pgchange.go)
//	verify.go      everything that can be checked
//
// A change is one LevelDB batch (or one PostgreSQL transaction): the quads that go, those that come, the index entries,
// the entities and the manifest. So a crash leaves the article as it was or as it was to be, and nothing has to be undone
// when the store is opened. The generation counts changes; history.go keeps which articles the last of them changed.
//
// # To change something
//
// A new kind of quad: quads.go, both ways, and graphtest.Sample. A new backend: one case in Open, one call of
// graphtest.TestStore. go test ./graph runs the store through kills, damaged files, power cuts and full disks, briefly;
// with ENTENTE_TORTURE=1 it does so at length.
package graph
