package gazetteer

import (
	_ "embed"
	"sync"
)

//go:generate go run entente/graph/gazetteer/internal/gen

//go:embed core.zst
var stored []byte

var core = sync.OnceValues(func() (*Gazetteer, error) { return Decode(stored) })
