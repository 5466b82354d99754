//go:build !amd64 && !arm64

package model

type level struct {
	Name string
	Set  func() (restore func())
}

func levels() []level { return []level{{"plain", func() func() { return func() {} }}} }
