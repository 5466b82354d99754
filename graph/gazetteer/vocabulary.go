package gazetteer

// A vocabulary numbers words from 1. It is a hash table of its own because it is filled on every start: 50,000 insertions into
// a map cost more than reading all the rest.
type vocabulary struct {
	words []string // words[w-1] is Word w
	slots []Word   // a power of two, half of it empty
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
		if w == 0 || v.words[w-1] == string(folded) {
			return w
		}
	}
}

// add returns the Word of a folded word, a new one if there is none.
func (v *vocabulary) add(folded string) Word {
	if w := v.word([]byte(folded)); w != 0 {
		return w
	}
	v.words = append(v.words, folded)
	if 2*len(v.words) > len(v.slots) {
		v.index()
	} else {
		v.put(Word(len(v.words)))
	}
	return Word(len(v.words))
}

// index fills the table anew.
func (v *vocabulary) index() {
	n := 64
	for n < 3*len(v.words) {
		n *= 2
	}
	v.slots = make([]Word, n)
	for i := range v.words {
		v.put(Word(i + 1))
	}
}

func (v *vocabulary) put(w Word) {
	mask := uint32(len(v.slots) - 1)
	h := uint32(2166136261)
	s := v.words[w-1]
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	for h &= mask; v.slots[h] != 0; h = (h + 1) & mask {
	}
	v.slots[h] = w
}
