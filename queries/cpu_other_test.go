//go:build !linux

package queries

import "time"

var started = time.Now()

func cpuTime() time.Duration { return time.Since(started) }
