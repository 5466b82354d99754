//go:build !amd64

package train

var tile = tileGo

var adamStep = adamGo
