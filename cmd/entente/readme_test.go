package main

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what the commands print into README.md")

// README's console blocks show what the commands print: "$ entente ARGS", then standard output to the next "$" or the end of
// the block; "..." stands for lines that are left out at the end. They run in order in one folder.
func TestReadme(t *testing.T) {
	const name = "../../README.md"
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	t.Setenv("NO_COLOR", "1")
	t.Setenv("COLUMNS", "")
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	if code := run([]string{"load", "--samples", "-q"}, strings.NewReader(""), &bytes.Buffer{}, os.Stderr); code != 0 {
		t.Fatalf("load --samples exits with %d", code)
	}
	var out strings.Builder
	lines := strings.Split(string(text), "\n")
	for i := 0; i < len(lines); i++ {
		out.WriteString(lines[i] + "\n")
		if lines[i] != "```console" {
			continue
		}
		for i++; lines[i] != "```"; {
			command := lines[i]
			out.WriteString(command + "\n")
			i++
			var want []string
			for ; lines[i] != "```" && !strings.HasPrefix(lines[i], "$ "); i++ {
				want = append(want, lines[i])
			}
			if !strings.HasPrefix(command, "$ entente ") {
				t.Fatalf("README.md: %q is no entente command", command)
			}
			got := printed(t, strings.TrimPrefix(command, "$ entente "))
			cut := len(want) > 0 && want[len(want)-1] == "..."
			if cut {
				want = want[:len(want)-1]
				got = got[:min(len(got), max(len(want), 1))]
			}
			if !*update && strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Errorf("README.md shows for %s\n%s\nbut it prints\n%s", command, strings.Join(want, "\n"), strings.Join(got, "\n"))
			}
			for _, line := range got {
				out.WriteString(line + "\n")
			}
			if cut {
				out.WriteString("...\n")
			}
		}
		out.WriteString("```\n")
	}
	if *update {
		if err := os.WriteFile(originalDir+"/"+name, []byte(strings.TrimSuffix(out.String(), "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// originalDir is where go test starts the tests.
var originalDir, _ = os.Getwd()

// printed runs a command line and returns the lines of its standard output.
func printed(t *testing.T, line string) []string {
	t.Helper()
	var out, errs bytes.Buffer
	run(words(line), strings.NewReader(""), &out, &errs)
	text := strings.TrimRight(out.String(), "\n")
	if text == "" {
		t.Errorf("%s prints nothing: %s", line, errs.String())
		return nil
	}
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

// words splits a command line; single and double quotes group.
func words(line string) []string {
	var list []string
	var word strings.Builder
	var quote rune
	inside := false
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, inside = r, true
		case quote == 0 && r == ' ':
			if inside {
				list = append(list, word.String())
			}
			word.Reset()
			inside = false
		default:
			word.WriteRune(r)
			inside = true
		}
	}
	if inside {
		list = append(list, word.String())
	}
	return list
}
