package web

import (
	"net/http"
	"reflect"
	"strings"
)

type object = map[string]any

// openAPI describes the resources as OpenAPI 3.1. The schemas are read off the Go types of the answers.
func openAPI(resources []resource, version string) resource {
	if version == "" {
		version = "0"
	}
	schemas := object{}
	paths := object{}
	problems := object{
		"description": "an error (RFC 9457)",
		"content":     object{"application/problem+json": object{"schema": schema(reflect.TypeOf(problem{}), schemas)}},
	}
	for _, res := range resources {
		method := "get"
		if res.method != "" {
			method = strings.ToLower(res.method)
		}
		content := object{}
		switch {
		case res.media != "":
			for _, p := range res.params {
				if p.name == "format" {
					content[res.media] = object{"schema": object{"type": "string"}}
				}
			}
		default:
			content["application/json"] = object{"schema": schema(reflect.TypeOf(res.answer), schemas)}
		}
		if res.rows {
			content["application/x-ndjson"] = object{"schema": object{"type": "string", "description": `lines {"row": ...}, at last {"end": {"rows", "truncated", "elapsed_ms", "problem"}}`}}
		}
		operation := object{
			"operationId": operationID(res.path),
			"summary":     res.summary,
			"parameters":  parameters(res),
			"responses": object{
				"200":     object{"description": "the answer", "content": content},
				"default": problems,
			},
		}
		if method == "get" {
			operation["responses"].(object)["304"] = object{"description": "the graph is as If-None-Match says"}
		}
		if res.body != nil {
			operation["requestBody"] = object{"required": true, "content": object{
				"text/plain":       object{"schema": object{"type": "string"}},
				"application/json": object{"schema": schema(reflect.TypeOf(res.body), schemas)},
			}}
		}
		paths["/api/v1/"+strings.ReplaceAll(res.path, "...}", "}")] = object{method: operation}
	}
	document := object{
		"openapi":    "3.1.0",
		"info":       object{"title": "entente", "version": version, "description": "Who did what to whom in the news, with the sentence behind every statement."},
		"servers":    []object{{"url": "/"}},
		"paths":      paths,
		"components": object{"schemas": schemas},
	}
	return resource{
		path: "openapi.json",
		handle: func(w http.ResponseWriter, r *http.Request, q *values) error {
			return writeJSON(w, r, document)
		},
	}
}

func operationID(path string) string {
	name, _, _ := strings.Cut(path, "/")
	return name
}

func parameters(res resource) []object {
	list := []object{}
	own := map[string]bool{}
	for _, p := range append(append([]param{}, res.params...), common...) {
		if own[p.name] || p.name == "format" && !res.rows && res.media == "" {
			continue
		}
		own[p.name] = true
		s := object{"type": string(p.kind)}
		switch p.kind {
		case integer:
			s["minimum"], s["maximum"] = p.min, p.max
		case number:
			s["minimum"], s["maximum"] = 0, 1
		case date:
			s["type"], s["pattern"] = "string", `^\d{4}(-\d\d(-\d\d)?)?$`
		}
		if len(p.enum) > 0 {
			s["enum"] = p.enum
		}
		if p.many {
			s = object{"type": "array", "items": s}
		}
		description := p.text
		if p.standard != "" {
			description += "; without it " + p.standard
		}
		in := "query"
		if p.path {
			in = "path"
		}
		list = append(list, object{"name": p.name, "in": in, "required": p.required || p.path, "description": description, "schema": s})
	}
	return list
}

// schema describes t as JSON Schema. Structs go to all under their names and are referred to.
func schema(t reflect.Type, all object) object {
	switch t.Kind() {
	case reflect.Pointer:
		return schema(t.Elem(), all)
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Float32, reflect.Float64:
		return object{"type": "number"}
	case reflect.Int, reflect.Int64, reflect.Int32, reflect.Uint, reflect.Uint64:
		return object{"type": "integer"}
	case reflect.Slice:
		return object{"type": []string{"array", "null"}, "items": schema(t.Elem(), all)}
	case reflect.Map:
		return object{"type": "object"}
	case reflect.Struct:
		name := strings.ToUpper(t.Name()[:1]) + t.Name()[1:]
		if _, done := all[name]; !done {
			all[name] = nil // a type may hold itself
			properties, required := object{}, []string{}
			fields(t, properties, &required, all)
			all[name] = object{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
		}
		return object{"$ref": "#/components/schemas/" + name}
	}
	return object{}
}

func fields(t reflect.Type, properties object, required *[]string, all object) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			fields(f.Type, properties, required, all)
			continue
		case !f.IsExported() || name == "-":
			continue
		case name == "":
			name = f.Name
		}
		properties[name] = schema(f.Type, all)
		if !strings.Contains(options, "omitempty") {
			*required = append(*required, name)
		}
	}
}
