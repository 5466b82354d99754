package rdf

import (
	"bufio"
	"container/heap"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"
)

// sortMemory is how many bytes of rows are sorted in memory before a run goes to a file. A variable for the tests.
var sortMemory = 256 << 20

// A key is a row as one string whose byte order is the wanted order: terms hold no NUL, so fields joined by NUL
// compare field by field.
func makeKey(r row, graphFirst bool) string {
	if graphFirst {
		return strings.Join([]string{r.graph, r.subject, r.predicate, r.object}, "\x00")
	}
	return strings.Join([]string{r.subject, r.predicate, r.object, r.graph}, "\x00")
}

func splitKey(key string, graphFirst bool) (r row) {
	f := strings.SplitN(key, "\x00", 4)
	if graphFirst {
		return row{graph: f[0], subject: f[1], predicate: f[2], object: f[3]}
	}
	return row{subject: f[0], predicate: f[1], object: f[2], graph: f[3]}
}

// sorted puts rows in order and drops repeated ones: in memory as far as sortMemory goes, then in runs on disk that
// are merged.
func sorted(rows iter.Seq2[row, error], graphFirst bool, dir string) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		var runs []*run
		defer func() {
			for _, r := range runs {
				r.close()
			}
		}()
		var keys []string
		size := 0
		for r, err := range rows {
			if err != nil {
				yield(row{}, err)
				return
			}
			key := makeKey(r, graphFirst)
			keys = append(keys, key)
			if size += len(key) + 16; size < sortMemory {
				continue
			}
			slices.Sort(keys)
			written, err := writeRun(slices.Compact(keys), dir)
			if err != nil {
				yield(row{}, fmt.Errorf("sorting: %w", err))
				return
			}
			runs = append(runs, written)
			keys, size = keys[:0], 0
		}
		slices.Sort(keys)
		keys = slices.Compact(keys)
		if len(runs) == 0 {
			for _, key := range keys {
				if !yield(splitKey(key, graphFirst), nil) {
					return
				}
			}
			return
		}
		last, err := writeRun(keys, dir)
		if err != nil {
			yield(row{}, fmt.Errorf("sorting: %w", err))
			return
		}
		runs = append(runs, last)
		previous, first := "", true
		for key, err := range merge(runs) {
			if err != nil {
				yield(row{}, fmt.Errorf("sorting: %w", err))
				return
			}
			if !first && key == previous {
				continue
			}
			if !yield(splitKey(key, graphFirst), nil) {
				return
			}
			previous, first = key, false
		}
	}
}

// A run is a file of sorted keys, each after its length.
type run struct {
	file   *os.File
	reader *bufio.Reader
	head   string
}

func writeRun(keys []string, dir string) (*run, error) {
	f, err := os.CreateTemp(dir, "entente-sort-*")
	if err != nil {
		return nil, err
	}
	r := &run{file: f}
	w := bufio.NewWriterSize(f, 1<<20)
	var length [binary.MaxVarintLen64]byte
	for _, key := range keys {
		w.Write(length[:binary.PutUvarint(length[:], uint64(len(key)))])
		if _, err = w.WriteString(key); err != nil {
			break
		}
	}
	if err == nil {
		err = w.Flush()
	}
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		r.close()
		return nil, err
	}
	r.reader = bufio.NewReaderSize(f, 256<<10)
	return r, nil
}

// next reads the following key into head; io.EOF after the last.
func (r *run) next() error {
	length, err := binary.ReadUvarint(r.reader)
	if err != nil {
		return err
	}
	key := make([]byte, length)
	if _, err := io.ReadFull(r.reader, key); err != nil {
		return fmt.Errorf("%s: %w", r.file.Name(), io.ErrUnexpectedEOF)
	}
	r.head = string(key)
	return nil
}

func (r *run) close() {
	r.file.Close()
	os.Remove(r.file.Name())
}

type runHeap []*run

func (h runHeap) Len() int           { return len(h) }
func (h runHeap) Less(i, j int) bool { return h[i].head < h[j].head }
func (h runHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *runHeap) Push(x any)        { *h = append(*h, x.(*run)) }
func (h *runHeap) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

// merge gives the keys of all runs in order.
func merge(runs []*run) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		var h runHeap
		for _, r := range runs {
			switch err := r.next(); err {
			case nil:
				h = append(h, r)
			case io.EOF:
			default:
				yield("", err)
				return
			}
		}
		heap.Init(&h)
		for len(h) > 0 {
			r := h[0]
			if !yield(r.head, nil) {
				return
			}
			switch err := r.next(); err {
			case nil:
				heap.Fix(&h, 0)
			case io.EOF:
				heap.Pop(&h)
			default:
				yield("", err)
				return
			}
		}
	}
}
