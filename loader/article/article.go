// Package article reads articles: plain text, JSON Lines, files, folders and standard input.
package article

import "entente/graph"

// An Article is a news text as it was read. Text is the input's text byte for byte, but for bytes that are not UTF-8.
type Article struct {
	ID        string
	Title     string
	Text      string
	Date      graph.Date // of publication
	Publisher string
	URL       string
	Lang      string
	SHA256    string // hex, over title, text and metadata
}
