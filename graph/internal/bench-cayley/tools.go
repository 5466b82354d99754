//go:build tools

package main

import _ "github.com/cayleygraph/cayley/cmd/cayley"
