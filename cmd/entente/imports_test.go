package main

import (
	"os/exec"
	"strings"
	"testing"
)

// Imports point one way: cmd -> loader, queries -> graph; no stage of the loader imports a later one; only graph and
// queries/gizmo stand on Cayley.
func TestImportDirections(t *testing.T) {
	forbidden := map[string][]string{
		"entente/graph/...":         {"entente/loader", "entente/queries", "entente/cmd"},
		"entente/loader/...":        {"entente/queries", "entente/cmd"},
		"entente/queries/...":       {"entente/loader", "entente/cmd"},
		"entente/loader/article":    {"entente/loader/sentence", "entente/loader/syntax", "entente/loader/entity", "entente/loader/event"},
		"entente/loader/sentence":   {"entente/loader/article", "entente/loader/syntax", "entente/loader/entity", "entente/loader/event"},
		"entente/loader/syntax/...": {"entente/loader/article", "entente/loader/entity", "entente/loader/event"},
		"entente/loader/entity":     {"entente/loader/article", "entente/loader/event"},
		"entente/loader/event":      {"entente/loader/article"},
	}
	for packages, banned := range forbidden {
		for pkg, deps := range imports(t, "-deps", packages) {
			if !within(pkg, packages) {
				continue
			}
			for _, dep := range deps {
				for _, b := range banned {
					if dep == b || strings.HasPrefix(dep, b+"/") {
						t.Errorf("%s depends on %s", pkg, dep)
					}
				}
			}
		}
	}
	for pkg, deps := range imports(t, "entente/...") {
		for _, dep := range deps {
			if strings.HasPrefix(dep, "github.com/cayleygraph/cayley") && !mayUseCayley(pkg) {
				t.Errorf("%s imports %s: Cayley stays behind graph and queries/gizmo", pkg, dep)
			}
		}
	}
}

func mayUseCayley(pkg string) bool {
	return pkg == "entente/graph" || strings.HasPrefix(pkg, "entente/graph/internal/") || pkg == "entente/graph/graphtest" || pkg == "entente/queries/gizmo"
}

func within(pkg, pattern string) bool {
	base, tree := strings.CutSuffix(pattern, "/...")
	return pkg == base || tree && strings.HasPrefix(pkg, base+"/")
}

// imports lists packages with what they import; with -deps in args, with all that they depend on.
func imports(t *testing.T, args ...string) map[string][]string {
	t.Helper()
	format := "{{.ImportPath}}\t{{join .Imports \" \"}}"
	if args[0] == "-deps" {
		format, args = "{{.ImportPath}}\t{{join .Deps \" \"}}", args[1:]
	}
	out, err := exec.Command("go", append([]string{"list", "-f", format}, args...)...).Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	found := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		pkg, deps, _ := strings.Cut(strings.TrimSpace(line), "\t")
		found[pkg] = strings.Fields(deps)
	}
	return found
}
