package gizmo

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strconv"
	"syscall"
)

// limitMemory bounds the address space of this process to what it has now and so many bytes more, so that the system
// refuses what a program asks for beyond, and tells the garbage collector of the bound.
func limitMemory(more int64, words io.Writer) {
	now, err := addressSpace()
	if err != nil {
		fmt.Fprintln(words, err)
		return
	}
	if base == 0 {
		base = now
	}
	limit := syscall.Rlimit{Cur: base + uint64(more), Max: ^uint64(0)}
	var old syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_AS, &old) == nil {
		limit.Max = old.Max
		limit.Cur = min(limit.Cur, old.Max)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_AS, &limit); err != nil {
		fmt.Fprintln(words, err)
	}
	debug.SetMemoryLimit(more - more/8)
}

// base is the address space at the first program: what later ones leave behind counts against them.
var base uint64

func addressSpace() (uint64, error) {
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, err
	}
	pages, _, _ := bytes.Cut(data, []byte(" "))
	n, err := strconv.ParseUint(string(pages), 10, 64)
	return n * uint64(os.Getpagesize()), err
}
