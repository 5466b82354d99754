package graph_test

import (
	"os"
	"syscall"
)

// The tests sync tens of thousands of times, which none of them needs to reach a disk: a killed process does not lose
// what it wrote, and power cuts are played on a file system of their own. So their files are kept in memory where there is
// room.
func init() {
	const shm, room = "/dev/shm", 2 << 30
	var st syscall.Statfs_t
	if os.Getenv("TMPDIR") != "" || syscall.Statfs(shm, &st) != nil || st.Bavail*uint64(st.Bsize) < room {
		return
	}
	if dir, err := os.MkdirTemp(shm, "x"); err == nil {
		os.Remove(dir)
		os.Setenv("TMPDIR", shm)
	}
}
