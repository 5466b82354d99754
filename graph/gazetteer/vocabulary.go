package gazetteer

// A vocabulary numbers words from 1. It is a hash table of its own because it is filled on every start: 50,000 insertions into
// a map cost more than reading all the rest.
type vocabulary struct {
	text  string
	start []uint32 // Word w is text[start[w-1]:start[w]]
	slots []Word   // a power of two, a third of it filled at most
}

// hash is FNV-1a.
func hash(word []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range word {
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// word returns the Word of a folded word, 0 if there is none.
func (v *vocabulary) word(folded []byte) Word {
	if len(v.slots) == 0 {
		return 0
	}
	mask := uint32(len(v.slots) - 1)
	for h := hash(folded) & mask; ; h = (h + 1) & mask {
		w := v.slots[h]
		if w == 0 || v.text[v.start[w-1]:v.start[w]] == string(folded) {
			return w
		}
	}
}

// index fills the table.
func (v *vocabulary) index() {
	words := len(v.start) - 1
	n := 64
	for n < 3*words {
		n *= 2
	}
	v.slots = make([]Word, n)
	mask := uint32(n - 1)
	for i := range words {
		h := uint32(2166136261)
		for at := v.start[i]; at < v.start[i+1]; at++ {
			h = (h ^ uint32(v.text[at])) * 16777619
		}
		for h &= mask; v.slots[h] != 0; h = (h + 1) & mask {
		}
		v.slots[h] = Word(i + 1)
	}
}
