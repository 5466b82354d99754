package gizmo

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"entente/graph"
)

// Parent and child speak in lines of JSON over the child's standard input and output.
//
// A request has a program and its limits; the child answers with lines that have a row or a call, and at last one that
// has End. A call is for the parent to answer, on the child's input, before the program goes on.
type request struct {
	DSN        string        `json:"dsn"`
	Generation uint64        `json:"generation"` // the child's view of the store is to be at least as new
	Program    string        `json:"program"`
	Timeout    time.Duration `json:"timeout"`
	Bytes      int           `json:"bytes"`
	Memory     int64         `json:"memory"`
}

type message struct {
	Row  Row             `json:"row,omitempty"`
	Call string          `json:"call,omitempty"`
	Args json.RawMessage `json:"args,omitempty"`
	End  bool            `json:"end,omitempty"`
	Kind string          `json:"kind,omitempty"` // of the error: "", program, timeout, truncated, store
	// Error is the message of the error, "" if the program ended in good order.
	Error string `json:"error,omitempty"`
}

type answer struct {
	Value json.RawMessage `json:"value,omitempty"`
	Error string          `json:"error,omitempty"`
}

// maxLine bounds a line of the child: a row is no larger than an answer may be.
const maxLine = 64 << 20

// A child is a process that runs one program at a time.
type child struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	stderr *tail
	timer  *time.Timer // while it waits
	once   sync.Once
	pipe   *os.File      // what out reads
	gone   chan struct{} // closed when the process has ended
}

// A tail keeps the beginning of what a process says when it dies.
type tail struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if room := 8<<10 - t.buf.Len(); room > 0 {
		t.buf.Write(p[:min(len(p), room)])
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.buf.String()
}

func start(command []string) (*child, error) {
	cmd := exec.Command(command[0], command[1:]...)
	c := &child{cmd: cmd, stderr: &tail{}, gone: make(chan struct{})}
	cmd.Stderr = c.stderr
	// One thread of the program and one for the garbage collector: a child must not slow the others down.
	cmd.Env = append(os.Environ(), "GOMAXPROCS=2", "GOTRACEBACK=none")
	var err error
	if c.in, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, theirs, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd.Stdout = theirs
	c.pipe, c.out = out, bufio.NewReaderSize(out, 64<<10)
	err = cmd.Start()
	theirs.Close()
	if err != nil {
		out.Close()
		return nil, fmt.Errorf("gizmo: start %s: %w", command[0], err)
	}
	return c, nil
}

// stop kills the child. It does not wait for its end: a process with much memory takes its time, and whoever asked is to
// have the answer. What reads from the child returns at once.
func (c *child) stop() {
	c.once.Do(func() {
		c.in.Close()
		_ = c.cmd.Process.Kill()
		_ = c.pipe.SetReadDeadline(time.Unix(1, 0))
		go func() {
			_ = c.cmd.Wait()
			c.pipe.Close()
			close(c.gone)
		}()
	})
}

// take returns a child that waits, or a new one.
func (r *Runner) take() (*child, error) {
	r.mu.Lock()
	if n := len(r.idle); n > 0 {
		c := r.idle[n-1]
		r.idle = r.idle[:n-1]
		c.timer.Stop()
		r.mu.Unlock()
		return c, nil
	}
	r.mu.Unlock()
	return start(r.o.Child)
}

// give lets a child wait for the next program.
func (r *Runner) give(c *child) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		c.stop()
		return
	}
	c.timer = time.AfterFunc(r.o.Idle, func() {
		r.mu.Lock()
		for i, other := range r.idle {
			if other == c {
				r.idle = append(r.idle[:i], r.idle[i+1:]...)
				r.mu.Unlock()
				c.stop()
				return
			}
		}
		r.mu.Unlock()
	})
	r.idle = append(r.idle, c)
}

// grace is how long after the time limit a program that does not stop is killed.
const grace = 500 * time.Millisecond

// beside runs a program in a child.
func (r *Runner) beside(ctx context.Context, program string, l Limits, row func(Row) bool) error {
	c, err := r.take()
	if err != nil {
		return err
	}
	good := false
	defer func() {
		if good {
			r.give(c)
		} else {
			c.stop()
		}
	}()
	ctx, cancel := context.WithTimeoutCause(ctx, l.Timeout+grace, ErrTimeout)
	defer cancel()
	// The pipe has no deadline of its own: killing the child ends the reads below.
	unhook := context.AfterFunc(ctx, c.stop)
	defer unhook()

	write := func(v any) error {
		data, err := json.Marshal(v)
		if err != nil {
			return err
		}
		_, err = c.in.Write(append(data, '\n'))
		return err
	}
	if err := write(request{DSN: r.store.DSN(), Generation: r.store.Generation(), Program: program, Timeout: l.Timeout, Bytes: l.Bytes,
		Memory: l.Memory}); err != nil {
		return c.died(ctx)
	}
	for {
		line, err := readLine(c.out)
		if err != nil {
			return c.died(ctx)
		}
		var m message
		if err := json.Unmarshal(line, &m); err != nil {
			return fmt.Errorf("%w: it said %.80q", ErrCrash, line)
		}
		switch {
		case m.End:
			good = ctx.Err() == nil && m.Kind != "timeout"
			return m.err()
		case m.Call != "":
			var a answer
			value, err := r.helper.call(ctx, m.Call, m.Args)
			if a.Value = value; err != nil {
				a.Error = err.Error()
			}
			if err := write(a); err != nil {
				return c.died(ctx)
			}
		case m.Row != nil:
			if !row(m.Row) {
				return nil
			}
		}
	}
}

// readLine reads a line of at most maxLine bytes.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		if err == nil {
			return line, nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return nil, err
		}
		if len(line) > maxLine {
			return nil, fmt.Errorf("a line of more than %d bytes", maxLine)
		}
	}
}

// died tells why a child ended before its program did.
func (c *child) died(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	c.stop()
	select {
	case <-c.gone: // all that it said is there
	case <-time.After(grace):
	}
	said := c.stderr.String()
	first, _, _ := strings.Cut(said, "\n")
	switch {
	case strings.Contains(said, "out of memory"), strings.Contains(said, "stack overflow"), strings.Contains(said, "stack exceeds"),
		strings.Contains(said, "cannot allocate memory"), strings.Contains(said, "limit of memory"):
		return ErrMemory
	case first != "":
		return fmt.Errorf("%w: %s", ErrCrash, first)
	}
	return ErrCrash
}

func (m *message) err() error {
	switch m.Kind {
	case "timeout":
		return ErrTimeout
	case "truncated":
		return ErrTruncated
	case "program":
		return programError(m.Error)
	case "store":
		return errors.New(m.Error)
	}
	return nil
}

// maxStack is how deep Go's own functions may nest in a child, for what the machine does natively (JSON.parse).
const maxStack = 64 << 20

// ChildMain is the main of a child: it runs programs from standard input until that ends, and returns the exit code.
func ChildMain(args []string) int {
	debug.SetMaxStack(maxStack)
	return serve(os.Stdin, os.Stdout, os.Stderr)
}

func serve(in io.Reader, out, words io.Writer) int {
	r := bufio.NewReader(in)
	w := bufio.NewWriter(out)
	var store *graph.Store
	var dsn string
	defer func() {
		if store != nil {
			store.Close()
		}
	}()
	say := func(m message) error {
		data, err := json.Marshal(m)
		if err != nil {
			return err
		}
		w.Write(data)
		w.WriteByte('\n')
		return w.Flush()
	}
	for {
		line, err := readLine(r)
		if errors.Is(err, io.EOF) {
			return 0
		}
		var q request
		if err == nil {
			err = json.Unmarshal(line, &q)
		}
		if err != nil {
			fmt.Fprintln(words, err)
			return 1
		}
		if store != nil && (dsn != q.DSN || store.Generation() < q.Generation) {
			store.Close()
			store = nil
		}
		if store == nil {
			if store, err = graph.Open(context.Background(), q.DSN, graph.Options{ReadOnly: true}); err != nil {
				store = nil
				if say(message{End: true, Kind: "store", Error: err.Error()}) != nil {
					return 1
				}
				continue
			}
			dsn = q.DSN
		}
		limitMemory(q.Memory, words)
		err = one(store, q, r, say)
		end := message{End: true}
		var program *ProgramError
		switch {
		case err == nil:
		case errors.Is(err, errParent):
			return 1
		case errors.As(err, &program):
			end.Kind, end.Error = "program", program.Message
		case errors.Is(err, ErrTimeout):
			end.Kind, end.Error = "timeout", err.Error()
		case errors.Is(err, ErrTruncated):
			end.Kind, end.Error = "truncated", err.Error()
		default:
			end.Kind, end.Error = "store", err.Error()
		}
		if say(end) != nil {
			return 1
		}
	}
}

// errParent ends a child whose parent is gone.
var errParent = errors.New("the parent is gone")

func one(store *graph.Store, q request, r *bufio.Reader, say func(message) error) error {
	qs, err := store.QuadStore()
	if err != nil {
		return err
	}
	// Rows are told by this goroutine and calls by the machine's, which this one waits for meanwhile; but a row may
	// still be under way when the machine calls.
	var mu sync.Mutex
	gone := false
	call := func(_ context.Context, function string, args json.RawMessage) (json.RawMessage, error) {
		mu.Lock()
		defer mu.Unlock()
		if err := say(message{Call: function, Args: args}); err != nil {
			return nil, errParent
		}
		line, err := readLine(r)
		if err != nil {
			return nil, errParent
		}
		var a answer
		if err := json.Unmarshal(line, &a); err != nil {
			return nil, err
		}
		if a.Error != "" {
			return nil, errors.New(a.Error)
		}
		return a.Value, nil
	}
	err = execute(context.Background(), qs, q.Program, Limits{Timeout: q.Timeout, Bytes: q.Bytes}, call, func(row Row) bool {
		mu.Lock()
		defer mu.Unlock()
		gone = say(message{Row: row}) != nil
		return !gone
	})
	if gone {
		return errParent
	}
	return err
}
