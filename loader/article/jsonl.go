package article

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"entente/graph"
)

// fields are those of a line of JSON Lines; a pointer that stays nil is absent or null.
type fields struct {
	ID        json.RawMessage `json:"id"`
	Title     *string         `json:"title"`
	Text      *string         `json:"text"`
	Date      *string         `json:"date"`
	Publisher *string         `json:"publisher"`
	URL       *string         `json:"url"`
	Lang      *string         `json:"lang"`
}

func readLines(ctx context.Context, full string, in *bufio.Reader, o *Options, yield func(*Article, error) bool) bool {
	var buf []byte
	for line := 1; ; line++ {
		if err := ctx.Err(); err != nil {
			yield(nil, err)
			return false
		}
		var long bool
		var err error
		buf, long, err = readLine(in, buf[:0])
		if err != nil && err != io.EOF {
			return yield(nil, &ReadError{Path: full, Line: line, Err: cause(err)})
		}
		l := buf
		if line == 1 {
			l = bytes.TrimPrefix(l, []byte("\ufeff"))
		}
		if l = bytes.TrimSpace(l); long {
			if !yield(nil, &ReadError{Path: full, Line: line, Err: fmt.Errorf("the line has more than %d MiB: split it", MaxLine>>20)}) {
				return false
			}
		} else if len(l) > 0 {
			a, perr := parseLine(l)
			if perr != nil {
				if !yield(nil, &ReadError{Path: full, Line: line, Err: perr}) {
					return false
				}
			} else {
				a.Source = full + ":" + strconv.Itoa(line)
				if !yieldSealed(a, full, line, o, yield) {
					return false
				}
			}
		}
		if err == io.EOF {
			return true
		}
	}
}

// readLine appends a line to buf. A line that is too long is read to its end and dropped.
func readLine(in *bufio.Reader, buf []byte) (line []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if !long {
			if long = len(buf)+len(part) > MaxLine; !long {
				buf = append(buf, part...)
			}
		}
		if err != bufio.ErrBufferFull {
			return buf, long, err
		}
	}
}

func parseLine(l []byte) (*Article, error) {
	if l[0] == '[' {
		return nil, errors.New("is a JSON array: write one object a line")
	}
	var f fields
	if err := json.Unmarshal(l, &f); err != nil {
		if s, ok := errors.AsType[*json.SyntaxError](err); ok {
			return nil, fmt.Errorf("broken JSON at byte %d: %w", s.Offset, err)
		}
		if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			if t.Field == "" {
				return nil, fmt.Errorf("is a JSON %s: want an object with id and text", t.Value)
			}
			return nil, fmt.Errorf("field %q is a %s: want a string", t.Field, t.Value)
		}
		return nil, err
	}
	a := &Article{}
	switch {
	case len(f.ID) == 0 || string(f.ID) == "null":
	case f.ID[0] == '"':
		if err := json.Unmarshal(f.ID, &a.ID); err != nil {
			return nil, err
		}
	case f.ID[0] == '{' || f.ID[0] == '[' || f.ID[0] == 't' || f.ID[0] == 'f':
		return nil, errors.New(`field "id" is neither a string nor a number`)
	default:
		a.ID = string(f.ID)
	}
	for _, c := range []struct {
		from *string
		to   *string
	}{{f.Title, &a.Title}, {f.Text, &a.Text}, {f.Publisher, &a.Publisher}, {f.URL, &a.URL}, {f.Lang, &a.Lang}} {
		if c.from != nil {
			*c.to = *c.from
		}
	}
	if f.Date != nil && *f.Date != "" {
		d, err := ParseDate(*f.Date)
		if err != nil {
			return nil, err
		}
		a.Date = graph.Date(d)
	}
	if f.Text == nil && a.Title == "" {
		return nil, errors.New(`has no field "text"`)
	}
	if !utf8.Valid(l) {
		// The decoder has replaced the bytes; only their number is to be told.
		n := 0
		for i := 0; i < len(l); {
			r, k := utf8.DecodeRune(l[i:])
			if r == utf8.RuneError && k == 1 {
				n++
			}
			i += k
		}
		a.Warnings = append(a.Warnings, fmt.Sprintf("%d bytes of the line are no UTF-8: replaced by U+FFFD", n))
	}
	return a, nil
}
