module entente/loader/syntax/internal/bench-taggers

go 1.26.0

replace entente => ../../../..

require (
	entente v0.0.0
	github.com/jdkato/prose/v3 v3.2.3
	golang.org/x/sys v0.49.0
)

require gopkg.in/neurosnap/sentences.v1 v1.0.6 // indirect
