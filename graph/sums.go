package graph

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A sumFile is the file SUMS: size and CRC-32C of the store's files, one a line, "NAME SIZE CRC". While a writer has the
// store open its first line is "open" and it lists tables only, each added when it is written; it may lack the last ones
// after a crash. A store that was closed lists every file behind a first line "closed N CRC", the number of lines that
// follow and the checksum over them; then any change of any file shows.
type sumFile struct {
	mu   sync.Mutex
	sums map[string]fileSum
	f    *os.File
}

type fileSum struct {
	size int64
	crc  uint32
}

func (s fileSum) line(name string) string { return fmt.Sprintf("%s %d %08x\n", name, s.size, s.crc) }

func (s *sumFile) put(name string, sum fileSum) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sums[name] = sum
	if s.f != nil {
		// What cannot be written here is computed again when the store is closed.
		_, _ = s.f.WriteString(sum.line(name))
	}
}

func (s *sumFile) drop(name string) {
	if s == nil {
		return
	}
	s.mu.Lock()
	delete(s.sums, name)
	s.mu.Unlock()
}

// dropFolder drops the files of a data folder.
func (s *sumFile) dropFolder(data string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name := range s.sums {
		if strings.HasPrefix(name, data+"/") {
			delete(s.sums, name)
		}
	}
}

// readSums reads SUMS. closed says that it lists every file.
func readSums(path string) (sums map[string]fileSum, closed bool, err error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]fileSum{}, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	head, rest, ok := strings.Cut(string(b), "\n")
	if ok {
		closed = head == closedLine(strings.Count(rest, "\n"), rest)
	}
	if !ok || !closed && head != "open" {
		return nil, false, fmt.Errorf("%s: its own checksum is wrong", path)
	}
	sums = map[string]fileSum{}
	n := 1
	for line := range strings.Lines(rest) {
		n++
		fields := strings.Fields(line)
		if !closed && !strings.HasSuffix(line, "\n") {
			break // a crash cut it
		}
		if len(fields) != 3 {
			return nil, false, fmt.Errorf("%s:%d: %q is no line of it", path, n, strings.TrimSpace(line))
		}
		size, err1 := strconv.ParseInt(fields[1], 10, 64)
		crc, err2 := strconv.ParseUint(fields[2], 16, 32)
		if err1 != nil || err2 != nil {
			return nil, false, fmt.Errorf("%s:%d: %q is no line of it", path, n, strings.TrimSpace(line))
		}
		sums[fields[0]] = fileSum{size, uint32(crc)}
	}
	return sums, closed, nil
}

func closedLine(lines int, rest string) string {
	return fmt.Sprintf("closed %d %08x", lines, crc32.Checksum([]byte(rest), castagnoli))
}

func encodeSums(sums map[string]fileSum, closed bool) []byte {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		b.WriteString(sums[name].line(name))
	}
	head := "open"
	if closed {
		head = closedLine(len(sums), b.String())
	}
	return []byte(head + "\n" + b.String())
}

func sumOf(path string) (fileSum, error) {
	f, err := os.Open(path)
	if err != nil {
		return fileSum{}, err
	}
	defer f.Close()
	h := crc32.New(castagnoli)
	n, err := io.Copy(h, f)
	return fileSum{n, h.Sum32()}, err
}
