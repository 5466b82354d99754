package web

import (
	"net/http"
	"testing"
)

func TestArticles(t *testing.T) {
	s := open(t)
	a := get[articlesAnswer](s, "/api/v1/articles")
	if a.Total != 6 || len(a.Articles) != 6 || a.Truncated {
		t.Fatalf("%+v", a)
	}
	for i := 1; i < len(a.Articles); i++ {
		if a.Articles[i].Date > a.Articles[i-1].Date {
			t.Errorf("%s stands after %s", a.Articles[i].Date, a.Articles[i-1].Date)
		}
	}
	if a := get[articlesAnswer](s, "/api/v1/articles?limit=2&offset=3"); len(a.Articles) != 2 || !a.Truncated || a.Total != 6 {
		t.Errorf("a part: %+v", a)
	}
	if a := get[articlesAnswer](s, "/api/v1/articles?offset=100"); a.Articles == nil || len(a.Articles) != 0 {
		t.Errorf("beyond the end: %+v", a)
	}
	if a := get[articlesAnswer](s, "/api/v1/articles?q=SHELLS+denies"); a.Total != 1 || a.Articles[0].ID != "news/shells 2024" {
		t.Errorf("by words: %+v", a)
	}
}

func TestArticle(t *testing.T) {
	s := open(t)
	for path, id := range map[string]string{
		"visit": "visit", "news/shells%202024": "news/shells 2024", "art:news/shells%25202024": "news/shells 2024", "%C3%BCn%C3%AFcode%3F%231": "ünïcode?#1",
	} {
		a := get[articleAnswer](s, "/api/v1/article/"+path)
		if a.ID != id || a.Text == "" || len(a.Statements) == 0 {
			t.Errorf("%s: %+v", path, a)
		}
		for i, st := range a.Statements {
			text := a.Text
			if st.Sentence < 0 {
				text = a.Title
			}
			if text[st.Begin:st.End] != st.Text || st.Subject.Name == "" || st.Object.Name == "" {
				t.Errorf("%s: statement %+v", path, st)
			}
			if i > 0 && st.Sentence < a.Statements[i-1].Sentence {
				t.Errorf("%s: statements are not in the order of the text", path)
			}
		}
	}
	if a := get[articleAnswer](s, "/api/v1/article/visit?limit=2"); len(a.Statements) != 2 || !a.Truncated {
		t.Errorf("limit 2: %d statements, truncated %v", len(a.Statements), a.Truncated)
	}
	if a := get[articleAnswer](s, "/api/v1/article/empty"); a.Statements == nil || len(a.Statements) != 0 {
		t.Errorf("an article without statements: %+v", a)
	}
	s.wantProblem(s.do("GET", "/api/v1/article/nothing", ""), http.StatusNotFound)
}
