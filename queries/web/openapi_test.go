package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestOpenAPI compares the description with what the handlers do: every path answers, with the declared fields only,
// and every declared parameter is taken.
func TestOpenAPI(t *testing.T) {
	s := open(t)
	var document struct {
		OpenAPI    string
		Paths      map[string]map[string]operation
		Components struct{ Schemas map[string]jsonSchema }
	}
	w := s.do("GET", "/api/v1/openapi.json", "")
	if err := json.Unmarshal(w.Body.Bytes(), &document); err != nil || document.OpenAPI != "3.1.0" {
		t.Fatalf("%v, version %q", err, document.OpenAPI)
	}
	event := s.firstEvent()
	examples := map[string]string{
		"/api/v1/search":           "?q=marsh",
		"/api/v1/entity/{id}":      "ent:boria",
		"/api/v1/neighbours":       "?of=boria&evidence=2",
		"/api/v1/paths":            "?from=ardelia&to=oto-brandt",
		"/api/v1/timeline":         "?undated=true",
		"/api/v1/evidence/{event}": event,
		"/api/v1/articles":         "",
		"/api/v1/article/{id}":     "visit",
		"/api/v1/export":           "",
		"/api/v1/stats":            "",
		"/api/v1/query":            "",
	}
	if got, want := slices.Sorted(maps.Keys(document.Paths)), slices.Sorted(maps.Keys(examples)); !slices.Equal(got, want) {
		t.Errorf("described paths %v, want %v", got, want)
	}
	for path, operations := range document.Paths {
		for method, o := range operations {
			address, _, inPath := strings.Cut(path, "{")
			address += examples[path]
			if !inPath {
				address = path + examples[path]
			}
			w := s.do(strings.ToUpper(method), address, "rows 2")
			if w.Code != 200 {
				t.Errorf("%s %s: %d %s", method, address, w.Code, w.Body)
				continue
			}
			media, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
			content, described := o.Responses["200"].Content[media]
			if !described {
				t.Errorf("%s answers %s, described are %v", address, media, slices.Collect(maps.Keys(o.Responses["200"].Content)))
				continue
			}
			if media == "application/json" {
				var answer any
				if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
					t.Errorf("%s: %v", address, err)
				}
				if err := content.Schema.check(answer, document.Components.Schemas, "answer"); err != nil {
					t.Errorf("%s: %v", address, err)
				}
			}
			for _, p := range o.Parameters {
				if p.In != "query" || strings.Contains(address, p.Name+"=") {
					continue
				}
				separator := "?"
				if strings.Contains(address, "?") {
					separator = "&"
				}
				// A value that cannot be right is refused for its value, so the name is known.
				with := s.do(strings.ToUpper(method), address+separator+p.Name+"="+strings.Repeat("9", 5000), "rows 2")
				if with.Code != 400 || strings.Contains(with.Body.String(), "no parameter") {
					t.Errorf("%s: parameter %s: %d %s", address, p.Name, with.Code, with.Body)
				}
			}
		}
	}
}

func (s *site) firstEvent() string {
	for st, err := range s.store.StatementsOf(s.t.Context(), "visit") {
		if err != nil {
			s.t.Fatal(err)
		}
		return string(st.Event)
	}
	s.t.Fatal("the sample has no event")
	return ""
}

type operation struct {
	Parameters []struct{ Name, In string }
	Responses  map[string]struct {
		Content map[string]struct{ Schema jsonSchema }
	}
}

// A jsonSchema is what our description uses of JSON Schema.
type jsonSchema struct {
	Ref        string `json:"$ref"`
	Type       any
	Properties map[string]jsonSchema
	Required   []string
	Items      *jsonSchema
}

func (j jsonSchema) check(v any, all map[string]jsonSchema, at string) error {
	if j.Ref != "" {
		name := strings.TrimPrefix(j.Ref, "#/components/schemas/")
		target, ok := all[name]
		if !ok {
			return fmt.Errorf("%s: no schema %s", at, name)
		}
		return target.check(v, all, at)
	}
	types := fmt.Sprint(j.Type)
	switch v := v.(type) {
	case map[string]any:
		if !strings.Contains(types, "object") {
			return fmt.Errorf("%s is an object, want %s", at, types)
		}
		for _, name := range j.Required {
			if _, ok := v[name]; !ok {
				return fmt.Errorf("%s lacks %s", at, name)
			}
		}
		if j.Properties == nil {
			return nil
		}
		for name, value := range v {
			p, ok := j.Properties[name]
			if !ok {
				return fmt.Errorf("%s.%s is not described", at, name)
			}
			if err := p.check(value, all, at+"."+name); err != nil {
				return err
			}
		}
	case []any:
		if j.Items == nil {
			return fmt.Errorf("%s is a list, want %s", at, types)
		}
		for i, value := range v {
			if err := j.Items.check(value, all, fmt.Sprintf("%s[%d]", at, i)); err != nil {
				return err
			}
		}
	case string:
		if types != "string" {
			return fmt.Errorf("%s is a text, want %s", at, types)
		}
	case float64:
		if types != "number" && types != "integer" {
			return fmt.Errorf("%s is a number, want %s", at, types)
		}
	case bool:
		if types != "boolean" {
			return fmt.Errorf("%s is a boolean, want %s", at, types)
		}
	case nil:
		if !strings.Contains(types, "null") {
			return fmt.Errorf("%s is null, want %s", at, types)
		}
	}
	return nil
}
