package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"entente/graph"
	"entente/queries"
)

// Exit codes, as --help lists them.
const (
	exitOK          = 0
	exitFailure     = 1
	exitUsage       = 2
	exitNotFound    = 3
	exitPartly      = 4
	exitLocked      = 5
	exitInvalid     = 6
	exitTimeout     = 124
	exitInterrupted = 130
)

const exitCodes = `Exit codes:
  0    all went well
  1    failure
  2    wrong usage
  3    what was asked for was not found (no path, unknown name)
  4    done in part: some inputs failed, the report says which
  5    the store is locked or cannot be reached
  6    validation failed
  124  time-out
  130  interrupted`

// A codeError ends the command with a code of its own. An empty message prints nothing: it has been said.
type codeError struct {
	code int
	err  error
	hint string
}

func (e *codeError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *codeError) Unwrap() error { return e.err }

func usage(format string, args ...any) error {
	return &codeError{code: exitUsage, err: fmt.Errorf(format, args...)}
}

// report prints err as people read it and returns the exit code.
func report(w io.Writer, err error) int {
	if err == nil {
		return exitOK
	}
	code, hint := classify(err)
	if msg := err.Error(); msg != "" {
		fmt.Fprintf(w, "entente: error: %s\n", msg)
	}
	if hint != "" {
		fmt.Fprintf(w, "entente: hint: %s\n", hint)
	}
	return code
}

func classify(err error) (code int, hint string) {
	var (
		coded     *codeError
		locked    *graph.LockedError
		unknown   *queries.UnknownError
		ambiguous *queries.AmbiguousError
	)
	switch {
	case errors.As(err, &coded):
		return coded.code, coded.hint
	case errors.As(err, &locked):
		return exitLocked, "wait for the other process to end, or stop it"
	case errors.As(err, &unknown):
		if len(unknown.Near) == 0 {
			return exitNotFound, "entente search PART-OF-NAME lists what the graph knows"
		}
		return exitNotFound, "did you mean " + unknown.Near[0].Name + "?"
	case errors.As(err, &ambiguous):
		return exitNotFound, ""
	case errors.Is(err, graph.ErrNotFound), errors.Is(err, queries.ErrNoPath):
		return exitNotFound, ""
	case errors.Is(err, context.DeadlineExceeded):
		return exitTimeout, ""
	case errors.Is(err, context.Canceled):
		return exitInterrupted, ""
	}
	return exitFailure, ""
}
