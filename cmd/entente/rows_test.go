package main

import (
	"strings"
	"testing"
)

// A table shows the beginning of a long list or object, and a long string whole.
func TestInTable(t *testing.T) {
	long := strings.Repeat("é", 100)
	for _, tt := range []struct {
		value any
		text  string
		want  string
	}{
		{[]any{long}, long, strings.Repeat("é", 59) + "…"},
		{map[string]any{"a": long}, long, strings.Repeat("é", 59) + "…"},
		{long, long, long},
		{[]any{"b"}, `["b"]`, `["b"]`},
	} {
		if got := inTable(tt.value, tt.text); got != tt.want {
			t.Errorf("%T: %q, want %q", tt.value, got, tt.want)
		}
	}
}
