package graph

import (
	"errors"
	"fmt"
	"time"
)

// ErrNotFound is returned for an article, event or entity that the store does not hold.
var ErrNotFound = errors.New("not found")

// ErrNoStore is returned when a store that is only to be read does not exist.
var ErrNoStore = errors.New("no store here")

// ErrReadOnly is returned by what would change a store that was opened with Options.ReadOnly.
var ErrReadOnly = errors.New("the store is open for reading only")

// ErrClosed is returned by a store that was closed.
var ErrClosed = errors.New("the store is closed")

// A LockedError says that another process holds the store for writing.
type LockedError struct {
	Path  string
	PID   int       // 0 if it is not known
	Since time.Time // when that process opened it; zero if it is not known
}

func (e *LockedError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("store %s: another process is writing to it", e.Path)
	}
	return fmt.Sprintf("store %s: process %d is writing to it", e.Path, e.PID)
}

// A FormatError says that a path is no store, or one of a format that this version does not write.
type FormatError struct {
	Path   string
	Format int    // format found; 0 if it is no store
	Reason string // what is wrong
	Hint   string // the command to run; "" if there is none
}

func (e *FormatError) Error() string { return fmt.Sprintf("store %s: %s", e.Path, e.Reason) }

// A DamagedError says that a store lost or changed data since it was written.
type DamagedError struct {
	Path   string
	Damage []Damage
}

func (e *DamagedError) Error() string {
	if len(e.Damage) == 0 {
		return fmt.Sprintf("store %s is damaged", e.Path)
	}
	more := ""
	if n := len(e.Damage) - 1; n > 0 {
		more = fmt.Sprintf(" (and %d more)", n)
	}
	return fmt.Sprintf("store %s is damaged: %s%s", e.Path, e.Damage[0], more)
}

// Damage is one thing that is wrong with a store.
type Damage struct {
	Where string `json:"where"` // a file, an article, an entity
	What  string `json:"what"`
}

func (d Damage) String() string { return d.Where + ": " + d.What }

// A BackendError says that a data base cannot be used as a store, and why.
type BackendError struct{ Scheme, Reason string }

func (e *BackendError) Error() string { return fmt.Sprintf("store %s: %s", e.Scheme, e.Reason) }
