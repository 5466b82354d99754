package gazetteer

import "sync"

var core = sync.OnceValues(func() (*Gazetteer, error) { return compile(&Table{}) })
