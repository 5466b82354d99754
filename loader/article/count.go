package article

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Count tells how many articles Read will find under the paths, for a progress bar: files, and lines of JSON Lines.
// It is -1 if that cannot be known without reading the articles themselves, as of standard input.
func Count(ctx context.Context, paths []string, o Options) int {
	n := 0
	if len(paths) == 0 {
		return -1
	}
	for _, p := range paths {
		info, err := os.Stat(p)
		switch {
		case p == "-":
			return -1
		case err != nil:
			n++ // an error counts as one, too
		case !info.IsDir():
			if !info.Mode().IsRegular() {
				return -1
			}
			n += countFile(p, &o)
		default:
			_ = filepath.WalkDir(p, func(name string, d fs.DirEntry, err error) error {
				if err != nil || ctx.Err() != nil {
					return err
				}
				hidden := name != p && strings.HasPrefix(filepath.Base(name), ".")
				switch {
				case hidden && d.IsDir():
					return fs.SkipDir
				case hidden || !d.Type().IsRegular() || formatOf(name) == Guess:
				default:
					n += countFile(name, &o)
				}
				return nil
			})
		}
	}
	return n
}

// countFile counts the lines of JSON Lines that are not blank; any other file is one article.
func countFile(name string, o *Options) int {
	if f := formatOf(name); o.Format != JSONL && (o.Format != Guess || f != JSONL) {
		return 1
	}
	f, err := os.Open(name)
	if err != nil {
		return 1
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<16)
	var r io.Reader = in
	if head, _ := in.Peek(2); len(head) == 2 && head[0] == 0x1f && head[1] == 0x8b {
		if r, err = unpack(in); err != nil {
			return 1
		}
	}
	buf := make([]byte, 1<<16)
	n, blank := 0, true
	for {
		k, err := r.Read(buf)
		for b := buf[:k]; len(b) > 0; {
			line, rest, ended := bytes.Cut(b, []byte{'\n'})
			blank = blank && len(bytes.TrimSpace(line)) == 0
			if ended && !blank {
				n, blank = n+1, true
			}
			b = rest
		}
		if err != nil {
			break
		}
	}
	if !blank {
		n++
	}
	return max(n, 1)
}
