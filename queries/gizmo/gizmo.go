// Package gizmo runs programs in Gizmo, Cayley's query language, within limits of time, memory and rows.
//
// Some programs end the process that they run in, and some go on after they are told to stop: a Runner runs each in a
// child process that is killed when it must be. The child opens the store for reading by itself, so it sees whole
// articles only; what a program asks of the index ("entente.path") goes back to the parent over a pipe. A child that
// finished a program in good order runs the next one, with another session.
//
// Programs have one object beside Cayley's own: entente, with the functions
//
//	resolve(name)             the node that a name means, as "<ent:...>"
//	label(node)               its name
//	search(name, n)           what a name may mean, best first
//	path(from, to, options)   the paths between two actors; options as in queries.PathOptions, {"k": 3, "avoid": ["China"]}
//	evidence(event)           the statement of an event node with its sentence
//	evidence(s, p, o)         the statements behind an edge
//	neighbours(node, options) what lies around an actor
//	timeline(node, options)   its events by date
//	show(node)                its profile
//
// Wherever a node is wanted a name will do: entente.path("Putin", "Kim Jong Un"). An answer at a program's end is shown
// as it is, one of a list row by row; g.emit shows others.
package gizmo

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"strconv"
	"sync"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"

	"entente/graph"
	"entente/queries"
)

// Limits bound one program. A field that is zero has its default.
type Limits struct {
	Timeout time.Duration // default: 10 s; a program that does not stop by itself is killed half a second later
	Rows    int           // default: 1,000; at most MaxRows
	Bytes   int           // of the rows as JSON; default: 32 MiB
	Memory  int64         // of the child, beyond what it starts with; default: 512 MiB
}

// Bounds that hold whatever is asked for.
const (
	MaxRows    = 100_000
	MaxProgram = 64 << 10 // bytes of a program
	MaxNesting = 200      // of brackets
	MaxTimeout = 10 * time.Minute
)

func (l Limits) normal() Limits {
	if l.Timeout <= 0 {
		l.Timeout = 10 * time.Second
	}
	if l.Rows <= 0 {
		l.Rows = 1000
	}
	if l.Bytes <= 0 {
		l.Bytes = 32 << 20
	}
	if l.Memory <= 0 {
		l.Memory = 512 << 20
	}
	l.Timeout, l.Rows = min(l.Timeout, MaxTimeout), min(l.Rows, MaxRows)
	return l
}

// A Row is one result: tags and their values, "id" the node's. Nodes are written as Gizmo takes them, "<ent:...>". What a
// program emits that is no object is in "value".
type Row map[string]any

var (
	// ErrTruncated ends the rows of a program that has more of them than its limits allow.
	ErrTruncated = errors.New("more rows than the limit")
	// ErrBusy is returned when too many programs are waiting.
	ErrBusy = errors.New("too many queries are running")
	// ErrTimeout ends a program that ran too long.
	ErrTimeout = fmt.Errorf("the query ran out of time: %w", context.DeadlineExceeded)
	// ErrMemory ends a program that needed more memory than its limit or nested too deep.
	ErrMemory = errors.New("the query needs more memory than its limit")
	// ErrCrash ends a program that broke the process which it ran in.
	ErrCrash = errors.New("the query broke the process that ran it")
)

// A ProgramError is a fault of the program: it cannot be read, or it throws.
type ProgramError struct {
	Message      string `json:"message"`
	Line, Column int    // from 1; 0 if not known
}

func (e *ProgramError) Error() string { return e.Message }

var place = regexp.MustCompile(`(?:Line |<eval>:|\(anonymous\):)(\d+):(\d+)`)

func programError(message string) *ProgramError {
	e := &ProgramError{Message: message}
	if m := place.FindStringSubmatch(message); m != nil {
		e.Line, _ = strconv.Atoi(m[1])
		e.Column, _ = strconv.Atoi(m[2])
	}
	return e
}

// Options of a Runner. The zero value runs programs in this process, with limits of time and rows only: for programs
// that are trusted not to break it.
type Options struct {
	// Child is the command line of a process that calls ChildMain, usually this binary with a hidden subcommand.
	Child []string
	// Running and Waiting bound programs at a time. Default: 4 and 16; others get ErrBusy.
	Running, Waiting int
	// Idle is how long a child waits for another program. Default: 30 s.
	Idle time.Duration
}

// A Runner runs programs over one store. It is safe for use by many goroutines.
type Runner struct {
	store   *graph.Store
	helper  helper
	o       Options
	running chan struct{}
	waiting chan struct{}

	mu     sync.Mutex
	idle   []*child
	closed bool
}

// New returns a Runner over s. The index answers entente.path and its kind, and names as people write them. A store in
// memory cannot be opened by a child: its programs run in this process.
func New(s *graph.Store, ix *queries.Index, o Options) (*Runner, error) {
	if o.Running <= 0 {
		o.Running = 4
	}
	if o.Waiting <= 0 {
		o.Waiting = 16
	}
	if o.Idle <= 0 {
		o.Idle = 30 * time.Second
	}
	if s.DSN() == "mem:" {
		o.Child = nil
	}
	return &Runner{store: s, helper: helper{ix}, o: o, running: make(chan struct{}, o.Running),
		waiting: make(chan struct{}, o.Running+o.Waiting)}, nil
}

// Run runs a program and yields its rows as they come, and at last an error if it did not end in good order.
func (r *Runner) Run(ctx context.Context, program string, l Limits) iter.Seq2[Row, error] {
	l = l.normal()
	return func(yield func(Row, error) bool) {
		if err := check(program); err != nil {
			yield(nil, err)
			return
		}
		select {
		case r.waiting <- struct{}{}:
			defer func() { <-r.waiting }()
		default:
			yield(nil, ErrBusy)
			return
		}
		select {
		case r.running <- struct{}{}:
			defer func() { <-r.running }()
		case <-ctx.Done():
			yield(nil, ctx.Err())
			return
		}
		run := r.inside
		if len(r.o.Child) > 0 {
			run = r.beside
		}
		stopped := false
		rows := 0
		err := run(ctx, program, l, func(row Row) bool {
			if rows++; rows > l.Rows {
				return false
			}
			if !yield(row, nil) {
				stopped = true
				return false
			}
			return true
		})
		if stopped {
			return
		}
		if rows > l.Rows {
			err = ErrTruncated
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// inside runs a program in this process.
func (r *Runner) inside(ctx context.Context, program string, l Limits, row func(Row) bool) error {
	qs, err := r.store.QuadStore()
	if err != nil {
		return err
	}
	return execute(ctx, qs, program, l, r.helper.call, row)
}

// Close stops the children that wait, and waits for their end. Programs that run are for their callers to cancel.
func (r *Runner) Close() error {
	r.mu.Lock()
	idle := r.idle
	r.idle, r.closed = nil, true
	r.mu.Unlock()
	for _, c := range idle {
		c.timer.Stop()
		c.stop()
		<-c.gone
	}
	return nil
}

var _ cayley.QuadStore = safeStore{}
