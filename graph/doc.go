// Package graph is what entente knows: articles, statements with their evidence, entities, and the Store that keeps
// them as quads in Cayley.
package graph
