package queries

import (
	"time"

	"golang.org/x/sys/unix"
)

// cpuTime is the time of the processor that this thread has used. On a shared machine it says more than the clock.
func cpuTime() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		return 0
	}
	return time.Duration(t.Nano())
}
