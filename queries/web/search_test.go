package web

import "testing"

func TestSearch(t *testing.T) {
	s := open(t)
	for _, q := range []string{"Lena%20Marsh", "marsh", "%D0%9B%D0%B5%D0%BD%D0%B0%20%D0%9C%D0%B0%D1%80%D1%88", "ent:lena-marsh", "Q900004"} {
		a := get[searchAnswer](s, "/api/v1/search?q="+q)
		if len(a.Results) == 0 || a.Results[0].ID != "ent:lena-marsh" {
			t.Errorf("%s: %+v", q, a.Results)
		}
	}
	if a := get[searchAnswer](s, "/api/v1/search?q=a&limit=2"); len(a.Results) > 2 {
		t.Errorf("%d results, limit 2", len(a.Results))
	}
	if a := get[searchAnswer](s, "/api/v1/search?q=qqqqqqqqqq"); a.Results == nil || len(a.Results) != 0 {
		t.Errorf("nonsense gives %+v, want []", a.Results)
	}
}
