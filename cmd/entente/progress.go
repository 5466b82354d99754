package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// A meter shows how far a long command is: a bar on a terminal, else a line every few seconds.
type meter struct {
	w     io.Writer
	bar   *progressbar.ProgressBar
	unit  string
	start time.Time
	last  time.Time
}

const lineInterval = 5 * time.Second

// newMeter returns a meter of units on w; total is -1 if unknown.
func newMeter(w io.Writer, unit string, total int, quiet bool) *meter {
	m := &meter{w: w, unit: unit, start: time.Now(), last: time.Now()}
	if quiet {
		m.w = nil
		return m
	}
	if !isTerminal(w) {
		return m
	}
	m.bar = progressbar.NewOptions(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionShowCount(),
		progressbar.OptionShowIts(),
		progressbar.OptionSetItsString(unit),
		progressbar.OptionSetPredictTime(total > 0),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetWidth(24),
		progressbar.OptionClearOnFinish(),
	)
	return m
}

// show tells that done units of total are through; detail is said beside it.
func (m *meter) show(done, total int, detail string) {
	switch {
	case m.w == nil:
	case m.bar != nil:
		m.bar.Describe(detail)
		_ = m.bar.Set(done)
	case time.Since(m.last) >= lineInterval:
		m.last = time.Now()
		of := ""
		if total > 0 {
			of = fmt.Sprintf(" of %d", total)
		}
		fmt.Fprintf(m.w, "%d%s %s, %.0f/s, %s\n", done, of, m.unit, float64(done)/time.Since(m.start).Seconds(), detail)
	}
}

func (m *meter) done() {
	if m.bar != nil {
		_ = m.bar.Finish()
	}
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(f.Fd()))
}
