//go:build race

package gizmo

const raceEnabled = true
