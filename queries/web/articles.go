package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"entente/graph"
	"entente/queries"
)

// An articleHead is an article without its text.
type articleHead struct {
	ID        string     `json:"id"`
	Title     string     `json:"title,omitempty"`
	Date      graph.Date `json:"date,omitempty"` // of publication
	Publisher string     `json:"publisher,omitempty"`
	URL       string     `json:"url,omitempty"`
	Lang      string     `json:"lang,omitempty"`
	SHA256    string     `json:"sha256,omitempty"`
	Extractor string     `json:"extractor,omitempty"`
}

type articlesAnswer struct {
	Articles  []articleHead `json:"articles"`
	Total     int           `json:"total"` // that fit the filter
	Truncated bool          `json:"truncated,omitempty"`
}

// An articleAnswer is an article with what was found in it, in the order of the text.
type articleAnswer struct {
	articleHead
	Text       string             `json:"text"`
	Statements []queries.Evidence `json:"statements"`
	Truncated  bool               `json:"truncated,omitempty"`
}

func head(a graph.Article) articleHead {
	return articleHead{a.ID, a.Title, a.Date, a.Publisher, a.URL, a.Lang, a.SHA256, a.Extractor}
}

func (s *server) articles() resource {
	return resource{
		path:    "articles",
		summary: "The articles, newest first",
		params: []param{
			{name: "q", kind: text, text: "words of title, publisher or id"},
			{name: "limit", kind: integer, min: 1, max: 10_000, standard: "100", text: "articles at most"},
			{name: "offset", kind: integer, min: 0, max: 100_000_000, standard: "0", text: "articles to leave out first"},
		},
		answer: articlesAnswer{},
		handle: func(w http.ResponseWriter, r *http.Request, q *values) error {
			words := strings.Fields(strings.ToLower(q.text("q")))
			list := []articleHead{}
			for a, err := range s.store.Articles(r.Context()) {
				if err != nil {
					return err
				}
				if err := r.Context().Err(); err != nil {
					return err
				}
				where := strings.ToLower(a.Title + " " + a.Publisher + " " + a.ID)
				if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(where, word) }) {
					list = append(list, head(a))
				}
			}
			slices.SortFunc(list, func(a, b articleHead) int {
				return cmp.Or(cmp.Compare(b.Date, a.Date), cmp.Compare(a.ID, b.ID))
			})
			answer := articlesAnswer{Total: len(list)}
			list = list[min(q.integer("offset", 0), len(list)):]
			if limit := q.integer("limit", 100); len(list) > limit {
				list, answer.Truncated = list[:limit], true
			}
			answer.Articles = list
			return writeJSON(w, r, answer)
		},
	}
}

func (s *server) article() resource {
	return resource{
		path:    "article/{id...}",
		summary: "One article with the statements that it gives",
		params: []param{
			{name: "id", kind: text, required: true, path: true, text: "id of the article, with or without art:"},
			{name: "limit", kind: integer, min: 1, max: 10_000, standard: "1000", text: "statements at most"},
		},
		answer: articleAnswer{},
		handle: func(w http.ResponseWriter, r *http.Request, q *values) error {
			id := q.text("id")
			if of, ok := graph.ArticleID(graph.Node(id)); ok {
				id = of
			}
			a, err := s.store.Article(r.Context(), id)
			if err != nil {
				return err
			}
			answer := articleAnswer{articleHead: head(a), Text: a.Text, Statements: []queries.Evidence{}}
			limit := q.integer("limit", 1000)
			for statement, err := range s.store.StatementsOf(r.Context(), a.ID) {
				if err != nil {
					return err
				}
				if len(answer.Statements) == limit {
					answer.Truncated = true
					break
				}
				answer.Statements = append(answer.Statements, s.show(statement, a))
			}
			slices.SortStableFunc(answer.Statements, func(a, b queries.Evidence) int {
				// The title's statements, sentence -1, come first.
				return cmp.Or(cmp.Compare(a.Sentence, b.Sentence), cmp.Compare(a.Begin, b.Begin), cmp.Compare(a.Predicate, b.Predicate),
					cmp.Compare(a.Subject.ID, b.Subject.ID), cmp.Compare(a.Object.ID, b.Object.ID), cmp.Compare(a.Event, b.Event))
			})
			return writeJSON(w, r, answer)
		},
	}
}

// show puts a statement into the form of the answers.
func (s *server) show(st graph.Statement, a graph.Article) queries.Evidence {
	place := st.PlaceName
	if place == "" && st.Place != "" {
		place = s.index.Ref(st.Place).Name
	}
	by := slices.Clone(st.Attribution)
	if by == nil {
		by = []string{}
	}
	return queries.Evidence{
		Event: st.Event, Subject: s.index.Ref(st.Subject), Predicate: st.Predicate, Object: s.index.Ref(st.Object),
		Modality: st.Modality, AttributedTo: by, Date: st.Date, Place: place, Position: st.Position,
		Article: a.ID, Title: a.Title, Publisher: a.Publisher, Published: a.Date, URL: a.URL,
		Sentence: st.Sentence, Begin: st.Begin, End: st.End, Text: st.Evidence, Confidence: st.Confidence,
	}
}
