package main

import (
	"errors"
	"os/exec"
	"strconv"
)

// codeOf is the exit code that err of a command tells.
func codeOf(err error) string {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return strconv.Itoa(exit.ExitCode())
	}
	return err.Error()
}
