//go:build unix

package main

import (
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestCreatePipe checks that what is no regular file is written to and stays what it is: a program run by root would
// otherwise put a file in the place of /dev/null.
func TestCreatePipe(t *testing.T) {
	name := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Skip(err)
	}
	read := make(chan string, 1)
	go func() {
		f, err := os.Open(name)
		if err != nil {
			read <- err.Error()
			return
		}
		defer f.Close()
		b, _ := io.ReadAll(f)
		read <- string(b)
	}()
	w, finish, err := create(name, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.WriteString(w, "quads")
	if err := finish(err); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(name); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Fatalf("%v, %v: the pipe is gone", info, err)
	}
	if got := <-read; got != "quads" {
		t.Errorf("read %q", got)
	}
}
