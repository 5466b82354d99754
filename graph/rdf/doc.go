// Package rdf writes the quads of a store as RDF and reads them back.
//
// The store keeps short names (ent:kim-jong-un, rel:met). Outside, names are full IRIs under a base that the user can
// set, so a short name with one of entente's own prefixes becomes base + prefix + "/" + rest:
//
//	<rel:met>  ->  <https://entente.example/rel/met>
//
// and the names of well-known vocabularies (rdf, rdfs, xsd, owl, dcterms, prov, skos, oa) go to their namespaces. Read
// does the reverse, so that an export, read with the same base, gives the quads that were written.
//
// N-Quads and TriG hold every quad with its graph name, which is the article that the quad comes from. N-Triples and
// Turtle hold one graph: by default the union of all, with the graph names left out, or one that Options.Graph names.
//
// Write streams: its memory does not grow with the graph. Two stores with the same quads in the same order give the
// same bytes; with Options.Sorted the order does not matter either, and equal quads are written once.
package rdf
