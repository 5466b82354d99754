// Package article reads articles: plain text, JSON Lines, web pages; from files, folders and standard input.
//
// A plain text file is one article. A line of JSON Lines is one article with the fields id, title, text, date,
// publisher, url and lang; unknown fields are passed over and null counts as absent. Of a web page the main text is
// taken, with the title and the date that the page tells. A folder is read in the order of
// its names, through its own folders, without following links out of it. Files that end in .gz are unpacked.
//
// What cannot be read is an error of its own beside the articles that can: reading goes on with the next line or file.
package article

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"entente/graph"
)

// An Article is a news text as it was read. Text is the input's text byte for byte, but for bytes that are not UTF-8.
type Article struct {
	ID        string     `json:"id"`
	Title     string     `json:"title"`
	Date      graph.Date `json:"date"` // of publication
	Publisher string     `json:"publisher"`
	URL       string     `json:"url"`
	Lang      string     `json:"lang"`
	Text      string     `json:"text"`
	SHA256    string     `json:"-"` // hex, over title, text and metadata

	Source   string   `json:"-"` // where it was read: "news.jsonl:17"
	Warnings []string `json:"-"` // what was odd and was put right: bytes that are no UTF-8, a date in the future
}

// Seal sets SHA256 from the title, the text and the metadata, and the ID from the text if there is none.
func (a *Article) Seal() {
	h := sha256.New()
	for _, f := range []string{a.Title, a.Text, string(a.Date), a.Publisher, a.URL, a.Lang} {
		h.Write(strconv.AppendInt(nil, int64(len(f)), 10))
		h.Write([]byte{':'})
		h.Write([]byte(f))
	}
	a.SHA256 = hex.EncodeToString(h.Sum(nil))
	if a.ID == "" {
		sum := sha256.Sum256([]byte(a.Text))
		a.ID = "sha-" + hex.EncodeToString(sum[:6])
	}
}
