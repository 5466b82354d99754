package model

type level struct {
	Name string
	Set  func() (restore func())
}

func levels() []level {
	use := func(wide, wider bool) func() func() {
		return func() func() {
			a, b := vector, vnni
			vector, vnni = wide, wider
			return func() { vector, vnni = a, b }
		}
	}
	out := []level{{"plain", use(false, false)}}
	if vector {
		out = append(out, level{"avx2", use(true, false)})
	}
	if vnni {
		out = append(out, level{"vnni", use(true, true)})
	}
	return out
}
