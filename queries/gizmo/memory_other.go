//go:build !linux

package gizmo

import (
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"time"
)

// limitMemory ends this process when its heap grows beyond so many bytes: other systems do not bound a process's
// address space reliably.
func limitMemory(more int64, words io.Writer) {
	debug.SetMemoryLimit(more - more/8)
	bound.Store(more)
	watch.Do(func() {
		go func() {
			sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
			for range time.Tick(5 * time.Millisecond) {
				metrics.Read(sample)
				if sample[0].Value.Uint64() > uint64(bound.Load()) {
					fmt.Fprintln(words, "limit of memory reached")
					os.Exit(3)
				}
			}
		}()
	})
}

var (
	bound atomic.Int64
	watch sync.Once
)
