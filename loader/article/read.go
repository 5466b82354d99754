package article

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"entente/graph"
)

// A Format is how articles are written in a file.
type Format string

const (
	Guess Format = "" // by the name, else by the first byte that is no space
	Text  Format = "text"
	JSONL Format = "jsonl"
	HTML  Format = "html"
)

// ParseFormat returns the format named s.
func ParseFormat(s string) (Format, error) {
	switch f := Format(s); f {
	case Guess, Text, JSONL, HTML:
		return f, nil
	}
	return "", fmt.Errorf("input format %q is none of text, jsonl, html", s)
}

// Limits of what is read.
const (
	MaxFile     = 20 << 20  // bytes of a file that is one article
	MaxText     = 5 << 20   // bytes of an article's text
	MaxLine     = 16 << 20  // bytes of a line of JSON Lines
	MaxUnpacked = 200 << 20 // bytes that a packed file may unpack to
	MaxRatio    = 100       // and how many times its own size
	maxID       = 1024
)

// Options say how to read. The zero value guesses the format and leaves undated articles undated.
type Options struct {
	Format Format
	Date   graph.Date // publication date of articles that tell none
	Stdin  io.Reader  // what "-" reads; default os.Stdin
	Today  time.Time  // dates two days after it are flagged; default now
}

// A ReadError is one input that could not be read: a file, or a line of one.
type ReadError struct {
	Path string
	Line int // 0 if it is the whole file
	Err  error
}

func (e *ReadError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("%s:%d: %v", e.Path, e.Line, e.Err)
	}
	return fmt.Sprintf("%s: %v", e.Path, e.Err)
}

func (e *ReadError) Unwrap() error { return e.Err }

// Read yields the articles of files and folders in the order of paths; "-", or no path, is standard input. An error is a
// *ReadError for one input, and reading goes on; the one exception is the end of ctx, which is yielded last.
func Read(ctx context.Context, paths []string, o Options) iter.Seq2[*Article, error] {
	if len(paths) == 0 {
		paths = []string{"-"}
	}
	return func(yield func(*Article, error) bool) {
		for _, p := range paths {
			if !readPath(ctx, p, &o, yield) {
				return
			}
		}
	}
}

// ReadFrom yields the articles of r, which is called name: its ending tells the format if o does not.
func ReadFrom(ctx context.Context, name string, r io.Reader, o Options) iter.Seq2[*Article, error] {
	return func(yield func(*Article, error) bool) {
		readFile(ctx, name, filepath.Base(name), r, &o, yield)
	}
}

func readPath(ctx context.Context, p string, o *Options, yield func(*Article, error) bool) bool {
	if p == "-" {
		in := o.Stdin
		if in == nil {
			in = os.Stdin
		}
		return readFile(ctx, "-", "", in, o, yield)
	}
	info, err := os.Stat(p)
	if err != nil {
		return yield(nil, &ReadError{Path: p, Err: cause(err)})
	}
	if info.IsDir() {
		return readFolder(ctx, p, o, yield)
	}
	f, err := os.Open(p)
	if err != nil {
		return yield(nil, &ReadError{Path: p, Err: cause(err)})
	}
	defer f.Close()
	return readFile(ctx, p, filepath.Base(p), f, o, yield)
}

// readFolder reads the files of a folder whose names are those of articles. The root keeps links from leading out of it.
func readFolder(ctx context.Context, dir string, o *Options, yield func(*Article, error) bool) bool {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return yield(nil, &ReadError{Path: dir, Err: cause(err)})
	}
	defer root.Close()
	more, found := true, false
	err = fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err != nil {
			if more = yield(nil, &ReadError{Path: full, Err: cause(err)}); !more {
				return fs.SkipAll
			}
			return fs.SkipDir
		}
		if name != "." && strings.HasPrefix(path.Base(name), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() || !d.Type().IsRegular() || formatOf(name) == Guess {
			return nil
		}
		found = true
		f, err := root.Open(name)
		if err != nil {
			more = yield(nil, &ReadError{Path: full, Err: cause(err)})
		} else {
			more = readFile(ctx, full, name, f, o, yield)
			f.Close()
		}
		if !more {
			return fs.SkipAll
		}
		return nil
	})
	if more && err != nil {
		more = yield(nil, &ReadError{Path: dir, Err: cause(err)})
	}
	if more && !found && err == nil {
		more = yield(nil, &ReadError{Path: dir, Err: errors.New("no article in this folder: file names end in .txt, .jsonl, .html or these with .gz")})
	}
	return more
}

// cause strips the path of a file error, which is told before it.
func cause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

// formatOf tells the format by a file's name.
func formatOf(name string) Format {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	switch path.Ext(filepath.ToSlash(name)) {
	case ".txt", ".text":
		return Text
	case ".jsonl", ".ndjson", ".json":
		return JSONL
	case ".html", ".htm", ".xhtml":
		return HTML
	}
	return Guess
}

// readFile reads one file. full is how errors call it, name its path inside the argument and the id of its article.
func readFile(ctx context.Context, full, name string, r io.Reader, o *Options, yield func(*Article, error) bool) bool {
	if err := ctx.Err(); err != nil {
		yield(nil, err)
		return false
	}
	in := bufio.NewReaderSize(r, 1<<16)
	if head, _ := in.Peek(2); len(head) == 2 && head[0] == 0x1f && head[1] == 0x8b {
		z, err := unpack(in)
		if err != nil {
			return yield(nil, &ReadError{Path: full, Err: err})
		}
		in = bufio.NewReaderSize(z, 1<<16)
		name = strings.TrimSuffix(name, ".gz")
	}
	head, err := in.Peek(4096)
	if err != nil && err != io.EOF {
		return yield(nil, &ReadError{Path: full, Err: cause(err)})
	}
	if len(head) == 0 {
		return yield(nil, &ReadError{Path: full, Err: errors.New("is empty")})
	}
	if err := binary(head); err != nil {
		return yield(nil, &ReadError{Path: full, Err: err})
	}
	format := o.Format
	if format == Guess {
		format = formatOf(name)
	}
	if format == Guess {
		format = formatBy(head)
	}
	switch format {
	case JSONL:
		return readLines(ctx, full, in, o, yield)
	case HTML:
		return readPage(full, filepath.ToSlash(name), in, o, yield)
	}
	return readText(full, filepath.ToSlash(name), in, o, yield)
}

// formatBy tells the format by the first byte that is no space.
func formatBy(head []byte) Format {
	head = []byte(strings.TrimPrefix(strings.TrimLeft(string(head), " \t\r\n"), "\ufeff"))
	switch {
	case len(head) > 0 && head[0] == '{':
		return JSONL
	case len(head) > 0 && head[0] == '<' && strings.HasPrefix(http.DetectContentType(head), "text/html"):
		return HTML
	}
	return Text
}

// binary tells why the beginning of a file is no text.
func binary(head []byte) error {
	if len(head) >= 2 && (head[0] == 0xff && head[1] == 0xfe || head[0] == 0xfe && head[1] == 0xff) {
		return errors.New("is UTF-16: convert it first (iconv -f UTF-16 -t UTF-8)")
	}
	control := 0
	for _, c := range head {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' && c != 0x1b || c == 0x7f {
			control++
		}
	}
	kind := http.DetectContentType(head)
	if i := strings.IndexByte(kind, ';'); i > 0 {
		kind = kind[:i]
	}
	if control*20 > len(head) || !strings.HasPrefix(kind, "text/") && kind != "application/octet-stream" && control > 0 {
		return fmt.Errorf("is no text but binary (%s)", kind)
	}
	if strings.HasPrefix(kind, "image/") || strings.HasPrefix(kind, "video/") || strings.HasPrefix(kind, "audio/") || kind == "application/pdf" || kind == "application/zip" {
		return fmt.Errorf("is no text but %s", kind)
	}
	return nil
}

// A bounded unpacks gzip within MaxUnpacked and MaxRatio.
type bounded struct {
	z       *gzip.Reader
	packed  *counted
	n       int64
	stopped error
}

type counted struct {
	*bufio.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

func (c *counted) ReadByte() (byte, error) {
	b, err := c.Reader.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

func unpack(in *bufio.Reader) (io.Reader, error) {
	c := &counted{Reader: in}
	z, err := gzip.NewReader(c)
	if err != nil {
		return nil, fmt.Errorf("gzip: %w", err)
	}
	return &bounded{z: z, packed: c}, nil
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.stopped != nil {
		return 0, b.stopped
	}
	n, err := b.z.Read(p)
	b.n += int64(n)
	switch {
	case b.n > MaxUnpacked:
		b.stopped = fmt.Errorf("unpacks to more than %d MiB", MaxUnpacked>>20)
	case b.n > 1<<20 && b.n > MaxRatio*b.packed.n:
		b.stopped = fmt.Errorf("unpacks to more than %d times its size", MaxRatio)
	}
	if b.stopped != nil {
		return 0, b.stopped
	}
	return n, err
}

// readAll reads a file that is one article.
func readAll(in io.Reader) (string, error) {
	var b strings.Builder
	n, err := io.Copy(&b, io.LimitReader(in, MaxFile+1))
	if err != nil {
		return "", cause(err)
	}
	if n > MaxFile {
		return "", fmt.Errorf("has more than %d MiB: split it", MaxFile>>20)
	}
	return b.String(), nil
}

func readText(full, name string, in io.Reader, o *Options, yield func(*Article, error) bool) bool {
	text, err := readAll(in)
	if err != nil {
		return yield(nil, &ReadError{Path: full, Err: err})
	}
	a := &Article{ID: name, Text: text, Source: full}
	return yieldSealed(a, full, 0, o, yield)
}

// yieldSealed checks, completes and yields one article.
func yieldSealed(a *Article, full string, line int, o *Options, yield func(*Article, error) bool) bool {
	if err := a.finish(o); err != nil {
		return yield(nil, &ReadError{Path: full, Line: line, Err: err})
	}
	return yield(a, nil)
}

func (a *Article) finish(o *Options) error {
	if len(a.Text) > MaxText {
		return fmt.Errorf("text has %d bytes, the limit is %d MiB: split it", len(a.Text), MaxText>>20)
	}
	if len(a.ID) > maxID {
		return fmt.Errorf("id has %d bytes, the limit is %d", len(a.ID), maxID)
	}
	if strings.TrimSpace(a.Text) == "" && strings.TrimSpace(a.Title) == "" {
		return errors.New("has no text")
	}
	replaced := 0
	first := -1
	a.Text, replaced, first = valid(a.Text)
	if replaced > 0 {
		a.Warnings = append(a.Warnings, fmt.Sprintf("%d bytes of the text are no UTF-8, the first at %d: replaced by U+FFFD", replaced, first))
	}
	for _, f := range []*string{&a.ID, &a.Title, &a.Publisher, &a.URL, &a.Lang} {
		if *f, replaced, _ = valid(*f); replaced > 0 {
			a.Warnings = append(a.Warnings, "bytes of the metadata are no UTF-8: replaced by U+FFFD")
		}
	}
	if a.Date == "" {
		a.Date = o.Date
	}
	today := o.Today
	if today.IsZero() {
		today = time.Now()
	}
	if w := odd(a.Date, today); w != "" {
		a.Warnings = append(a.Warnings, w)
	}
	a.Seal()
	return nil
}

// valid returns s with every byte that is no UTF-8 replaced, how many there were, and where the first one was.
func valid(s string) (string, int, int) {
	if utf8.ValidString(s) {
		return s, 0, -1
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	n, first := 0, -1
	for i := 0; i < len(s); {
		r, k := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && k == 1 {
			if n == 0 {
				first = i
			}
			n++
		}
		b.WriteRune(r)
		i += k
	}
	return b.String(), n, first
}
