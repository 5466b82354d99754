// Package gizmo runs Gizmo programs, Cayley's query language, within limits of time, memory and rows.
package gizmo

import (
	"context"
	"errors"
	"iter"
	"time"

	"entente/graph"
	"entente/queries"
)

// Limits bound one program. The zero value of a field means its default.
type Limits struct {
	Timeout time.Duration // 10 s; a program that does not stop by itself is killed 2 s later
	Rows    int           // 1,000; at most 100,000
	Bytes   int           // of the answer; 32 MiB
	Memory  int64         // of the child process; 512 MiB
}

// A Row is one result: tags and their values, "id" the node's. Nodes are written in short form.
type Row map[string]any

// ErrTruncated ends the rows of a program that had more of them than its limits allow.
var ErrTruncated = errors.New("more rows than the limit")

// A Runner runs programs over one store. It is safe for use by many goroutines.
type Runner struct{}

// Options of a Runner. The zero value runs programs in this process, with a limit of time only.
type Options struct {
	// Child is the command line of a process that calls ChildMain, usually this binary with a hidden subcommand.
	Child []string
	// Running and Waiting bound programs at a time; 0 is 4 and 16. Others get ErrBusy.
	Running, Waiting int
}

// ErrBusy is returned when too many programs are waiting.
var ErrBusy = errors.New("too many queries are running")

// New returns a Runner over s. The index answers entente.path and its kind, and names as people write them.
func New(s *graph.Store, ix *queries.Index, o Options) (*Runner, error) { return &Runner{}, nil }

// Run runs a program and yields its rows as they come.
func (r *Runner) Run(ctx context.Context, program string, l Limits) iter.Seq2[Row, error] { return nil }

// Close stops the children.
func (r *Runner) Close() error { return nil }

// ChildMain is the main of a child process: it serves programs from standard input and returns the exit code.
func ChildMain(args []string) int { return 1 }
