// Package gazetteer knows actors and places before any article is read: their names, how else they are called and when,
// who held which office, what belongs to what, and the actor codes of event data (CAMEO).
//
// Core returns the embedded gazetteer. Lookup and Walk find names, Entity tells what the graph keeps of what was found,
// HoldersOf and LeaderOf turn "the Russian defence minister" into a person by date, Near answers misspelt names. Load lays
// users' own tables over the core, or takes a file that Build and Encode made of them; Check tells what is doubtful in them;
// Write writes tables out again.
//
// # Names
//
// Fold makes names comparable (case, accents, apostrophes, hyphens, "the", "'s"), Key joins spellings of one word: given names
// and endings that romanisations disagree about, so that "Sergey Shoygu" is "Sergei Shoigu" without an alias. All names are one
// trie over folded words; a token of a text is folded once and the longest name is found by walking.
//
// An alias tells how it names: as a full name, short ("Shoigu"), an abbreviation, in another script, formerly, as the adjective
// or people of a country (demonym), as a metonym ("Moscow"), by title ("King Salman"). A short name may be dated: "Kim" means
// whoever governs. Where several entities share a name the better known comes first (prominence, 0 to 100); who asks decides
// with what the text says whether that is enough. Ambiguous names are wanted: nothing marks them.
//
// # Tables
//
// A table is UTF-8 text, one row a line, columns parted by tabs. Lines that begin with "#" are notes. The first other line names
// the columns, in any order, and so tells the table's kind; the ones in brackets may be absent:
//
//	id type name [country iso2 cameo wikidata wikipedia prominence lat lon population aliases offices source]
//	id alias kind [lang from to source]
//	person role of title [from to asof source]
//	member organisation kind [from to source]
//
//	id          what stands after "ent:" in the graph: a slug without blanks
//	type        person, country, igo, ngo, government_body, military, media, party, company, armed_group, place, facility, event, group, topic
//	country     ISO 3166-1 alpha-3; XKX is Kosovo, SUN the Soviet Union
//	cameo       the actor code; persons need none, theirs follows from their offices by date
//	wikipedia   title in the English Wikipedia
//	aliases     parted by "|"; "short:Shoigu" tells a kind, without one it is a full name; "drop:..." takes an alias away
//	offices     parted by "|", each role;of;title[;from[;to]]; "of" is the id of a country or body
//	role        one of the names of Role, "defence_minister"
//	kind        of an alias: name, short, abbrev, native, former, demonym, metonym, title, drop;
//	            of a membership: member, part_of, located_in, capital_of ...
//	from, to    YYYY, YYYY-MM or YYYY-MM-DD, both included; empty has no bound
//	asof        last day on which the source showed an office without an end; 18 months later it is weak evidence
//
// A row of a known id lays the fields that it fills over those of the core ("-" empties one); aliases and memberships are added;
// an office takes the place of one of the same person, role and body whose term holds its start. Errors name file and line.
//
// # Ids
//
// An id is assigned once and never changes: graphs hold it. The best-known bearer of a name has the bare slug of its name
// (kim-jong-un, georgia), others "-" and the country's two letters or what else tells them apart (georgia-us). A better name for
// an entity goes into the name column; the id stays.
//
// # Where core.zst is from
//
// core.zst is made by internal/gen of tables of facts from public registers, which are no part of this repository (their
// names and licences: ATTRIBUTION), of corrections to them (internal/gen/fixes.tsv) and of our own tables (tables/*.tsv), which are
// written by hand from general knowledge: people, bodies, companies, parties, armed groups, organisations, places, treaties and
// weapons, names in other scripts. After a change to any of these, with SHARED naming the folder that holds the facts:
//
//	go run ./graph/gazetteer/internal/gen -facts $SHARED/data/gazetteer
//
// which is what make data runs. Equal tables give equal bytes. The stored form is described in codec.go.
//
// Facts hold until about February 2026 for heads of state and government, and until January 2023 for other ministers. For
// foreign, defence and interior ministers of most countries in the news terms.tsv carries on to the end of 2025 where their
// successors are known; later changes are for users' tables.
package gazetteer
