package model

type level struct {
	Name string
	Set  func() (restore func())
}

func levels() []level {
	use := func(wide, wider bool) func() func() {
		return func() func() {
			a, b := vector, dotProduct
			vector, dotProduct = wide, wider
			return func() { vector, dotProduct = a, b }
		}
	}
	out := []level{{"plain", use(false, false)}, {"neon", use(true, false)}}
	if dotProduct {
		out = append(out, level{"sdot", use(true, true)})
	}
	return out
}
