// Package train makes the model of package syntax from treebanks, name lists and raw news.
package train

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"math/bits"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/loader/sentence"
	"entente/loader/syntax"
	"entente/loader/syntax/internal/model"
)

// open opens a file that may be gzipped.
func open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil || !strings.HasSuffix(path, ".gz") {
		return f, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{z, f}, nil
}

// A Sentence is a sentence of a treebank.
type Sentence struct {
	Forms  []string
	Lemmas []string
	Tags   []string // UPOS|XPOS
	Heads  []int32
	Rels   []int32
	Names  []int32 // nil if it is not known which names it holds
}

// ReadDocuments reads a CoNLL-U file, document by document.
func ReadDocuments(path string, fn func(id string, d *syntax.Document) error) error {
	f, err := open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := syntax.ReadCoNLLU(f, fn); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// ReadTreebank reads all sentences of a CoNLL-U file.
func ReadTreebank(path string) ([]Sentence, error) {
	var out []Sentence
	err := ReadDocuments(path, func(_ string, d *syntax.Document) error {
		for _, s := range d.Sentences {
			var x Sentence
			for i := s.First; i < s.Last; i++ {
				x.Forms = append(x.Forms, strings.Clone(d.Form(int(i))))
				x.Lemmas = append(x.Lemmas, strings.Clone(d.Lemmas[i]))
				x.Tags = append(x.Tags, d.UPOS[i].String()+"|"+d.XPOS[i].String())
				x.Heads = append(x.Heads, max(d.Heads[i]-s.First, -1))
				x.Rels = append(x.Rels, int32(d.Rels[i]))
			}
			for i := range x.Heads {
				if d.Heads[int(s.First)+i] < 0 {
					x.Heads[i] = -1
				}
			}
			out = append(out, x)
		}
		return nil
	})
	return out, err
}

// ReadNames reads sentences with name tags: "form [...] tag" a line, an empty line after each sentence.
func ReadNames(path string) ([]Sentence, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []Sentence
	var x Sentence
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		c := strings.Fields(sc.Text())
		switch {
		case len(c) == 0:
			if len(x.Forms) > 0 {
				out = append(out, x)
			}
			x = Sentence{}
		case len(c) >= 2:
			t, _ := syntax.ParseNameTag(c[len(c)-1])
			x.Forms, x.Names = append(x.Forms, c[0]), append(x.Names, int32(t))
		}
	}
	if len(x.Forms) > 0 {
		out = append(out, x)
	}
	return out, sc.Err()
}

// MergeNames gives the sentences of a treebank the names of equal ones; the others are appended without a tree.
func MergeNames(bank, named []Sentence) []Sentence {
	at := make(map[string]int)
	for i, s := range bank {
		at[strings.Join(s.Forms, " ")] = i
	}
	for _, s := range named {
		if i, ok := at[strings.Join(s.Forms, " ")]; ok {
			bank[i].Names = s.Names
		} else {
			bank = append(bank, s)
		}
	}
	return bank
}

func key(form string) *model.Key {
	k := new(model.Key)
	k.Set(form)
	return k
}

// Table makes a lookup table; of two equal hashes the first wins.
func Table(m map[uint32]uint16) model.Table {
	var t model.Table
	for _, k := range slices.Sorted(maps.Keys(m)) {
		t.Keys, t.Vals = append(t.Keys, k), append(t.Vals, m[k])
	}
	return t
}

// A Vocabulary is the words that get an embedding of their own, by row.
type Vocabulary struct {
	Keys   []string // by row; 0 is every other word
	Freq   []int    // in the treebank
	Common []byte
	Row    map[uint32]uint16
}

// MakeVocabulary takes the words that the treebank has at least twice and those that the news has at least min times, the
// most frequent first.
func MakeVocabulary(bank []Sentence, news [][]string, atLeast, limit int) *Vocabulary {
	type count struct {
		key            string
		hash           uint32
		bank, news     int
		lower, capital int
	}
	byKey := make(map[string]*count)
	see := func(forms []string, inBank bool) {
		for i, f := range forms {
			k := key(f)
			s := k.String()
			c := byKey[s]
			if c == nil {
				c = &count{key: s, hash: model.Short(k)}
				byKey[s] = c
			}
			if inBank {
				c.bank++
			} else {
				c.news++
			}
			if r, _ := utf8.DecodeRuneInString(f); unicode.IsLower(r) {
				c.lower++
			} else if unicode.IsUpper(r) && i > 0 {
				c.capital++
			}
		}
	}
	for _, s := range bank {
		see(s.Forms, true)
	}
	for _, s := range news {
		see(s, false)
	}
	all := slices.SortedFunc(maps.Values(byKey), func(a, b *count) int {
		return cmp.Or(cmp.Compare(b.bank*20+b.news, a.bank*20+a.news), cmp.Compare(a.key, b.key))
	})
	v := &Vocabulary{Keys: []string{""}, Freq: []int{1 << 30}, Common: []byte{0}, Row: make(map[uint32]uint16)}
	for _, c := range all {
		if c.bank < 2 && c.news < atLeast || len(v.Keys) >= limit {
			continue
		}
		if _, ok := v.Row[c.hash]; ok {
			continue
		}
		v.Row[c.hash] = uint16(len(v.Keys))
		v.Keys, v.Freq = append(v.Keys, c.key), append(v.Freq, c.bank)
		common := byte(0)
		if c.lower > 2*c.capital {
			common = 1
		}
		v.Common = append(v.Common, common)
	}
	return v
}

// Order gives the words the rows that a list has for them: weights fit only the order of words they were learnt with.
func (v *Vocabulary) Order(keys []string) error {
	at := make(map[string]int, len(v.Keys))
	for i, k := range v.Keys {
		at[k] = i
	}
	o := Vocabulary{Row: make(map[uint32]uint16)}
	for i, k := range keys {
		j, ok := at[k]
		if !ok {
			return fmt.Errorf("vocabulary: %q is not in the data", k)
		}
		o.Keys, o.Freq, o.Common = append(o.Keys, k), append(o.Freq, v.Freq[j]), append(o.Common, v.Common[j])
		if i > 0 {
			o.Row[model.Short(key(k))] = uint16(i)
		}
	}
	*v = o
	return nil
}

// Listed are the names of persons, organisations and places that are known beforehand.
type Listed struct {
	Phrases, Singles map[uint32]uint16 // kinds of names and of words in names, by hash
	Names            [3][]string       // of persons, organisations, places
}

// Gazetteer reads listed names.
func Gazetteer(dir string) (*Listed, error) {
	var err error
	kind := make(map[string]uint16)
	phrases, singles := make(map[uint32]uint16), make(map[uint32]uint16)
	l := &Listed{Phrases: phrases, Singles: singles}
	count := make(map[uint32]*[5]int)
	name := func(s string, k uint16) {
		words := model.PhraseWords(s)
		h := uint32(0)
		for i, w := range words {
			x := model.Short(key(w))
			h = model.JoinHash(h, x)
			if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) {
				continue
			}
			c := count[x]
			if c == nil {
				c = new([5]int)
				count[x] = c
			}
			for b := range 3 {
				if k>>b&1 != 0 {
					c[b]++
				}
			}
			if k == model.KindPerson && len(words) > 1 && i == 0 {
				c[3]++
			}
			if k == model.KindPerson && i == len(words)-1 {
				c[4]++
			}
		}
		if len(words) > 0 && utf8.RuneCountInString(s) > 1 {
			phrases[h] |= k
		}
	}
	rows := func(file string, fn func(c []string)) {
		if err != nil {
			return
		}
		var f io.ReadCloser
		if f, err = open(filepath.Join(dir, file)); err != nil {
			return
		}
		defer f.Close()
		sc := bufio.NewScanner(f)
		for n := 0; sc.Scan(); n++ {
			if c := strings.Split(sc.Text(), "\t"); n > 0 && len(c) > 2 {
				fn(c)
			}
		}
		err = sc.Err()
	}
	rows("entities.tsv.gz", func(c []string) {
		k := uint16(model.KindOrganisation)
		switch c[1] {
		case "person":
			k = model.KindPerson
		case "place", "country":
			k = model.KindPlace
		}
		kind[c[0]] = k
		name(c[2], k)
		if at := bits.TrailingZeros16(k); len(c[2]) > 3 && !strings.ContainsAny(c[2], "(/") {
			l.Names[at] = append(l.Names[at], c[2])
		}
	})
	rows("aliases.tsv.gz", func(c []string) {
		switch c[2] {
		case "demonym", "title", "metonym", "native":
			return
		}
		if k := kind[c[0]]; k != 0 {
			name(c[1], k)
		}
	})
	rows("places.tsv.gz", func(c []string) { name(c[1], model.KindPlace) })
	for h, c := range count {
		v := uint16(0)
		for b, n := range c {
			// One bearer among places or organisations says little about a word.
			if n >= 2 || n >= 1 && b >= 3 {
				v |= 1 << b
			}
			if b == 1 && n >= 8 && n > 2*(c[0]+c[2]) {
				v |= headOfOrganisations
			}
		}
		if v != 0 {
			singles[h] = v
		}
	}
	return l, err
}

// headOfOrganisations is a kind of word in names: many organisations have it, few others, as Ministry or Party.
const headOfOrganisations = 1 << 5

// TagSet lists the tags of a treebank.
func TagSet(bank []Sentence) []string {
	seen := make(map[string]bool)
	for _, s := range bank {
		for _, t := range s.Tags {
			seen[t] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// Features turns a sentence into a sample.
func Features(x *model.Lexicon, s *Sentence, tags map[string]int32, scratch *model.Scratch) *Sample {
	var b strings.Builder
	tokens := make([]sentence.Token, len(s.Forms))
	for i, f := range s.Forms {
		tokens[i].Begin = uint32(b.Len())
		b.WriteString(f)
		tokens[i].End = uint32(b.Len())
		b.WriteByte(' ')
	}
	out := &Sample{Rows: make([]model.Row, len(tokens)), Head: s.Heads, Rel: s.Rels, Name: s.Names}
	x.Rows(out.Rows, b.String(), tokens, scratch)
	for _, t := range s.Tags {
		out.Tag = append(out.Tag, tags[t])
	}
	return out
}

// Capitals is the sentence as a headline would write it; ok is false where that changes little.
func (s *Sentence) Capitals() (Sentence, bool) {
	c, changed := *s, 0
	c.Forms = slices.Clone(s.Forms)
	for i, f := range c.Forms {
		r, n := utf8.DecodeRuneInString(f)
		if unicode.IsLower(r) && (i == 0 || len(f) > 3) {
			c.Forms[i] = string(unicode.ToUpper(r)) + f[n:]
			changed++
		}
	}
	// Headlines end without a full stop.
	if n := len(c.Forms) - 1; n > 3 && c.Forms[n] == "." && !slices.Contains(c.Heads, int32(n)) && c.Heads != nil {
		c.Forms, c.Tags, c.Heads, c.Rels, c.Lemmas = c.Forms[:n], c.Tags[:n], c.Heads[:n], c.Rels[:n], c.Lemmas[:n]
		if c.Names != nil {
			c.Names = c.Names[:n]
		}
	}
	return c, changed >= 3
}

// Swap is the sentence with other listed names of the same kinds, without its tree; ok is false if it has none.
func (s *Sentence) Swap(l *Listed, r *rand.Rand) (c Sentence, ok bool) {
	proper := "PROPN|NNP"
	for i := 0; i < len(s.Forms); {
		t := s.Names[i]
		if t%2 == 0 {
			c.Forms, c.Names = append(c.Forms, s.Forms[i]), append(c.Names, t)
			if s.Tags != nil {
				c.Tags = append(c.Tags, s.Tags[i])
			}
			i++
			continue
		}
		j := i + 1
		for j < len(s.Forms) && s.Names[j] == t+1 {
			j++
		}
		kind := int(t) / 2
		words := model.PhraseWords(l.Names[kind][r.IntN(len(l.Names[kind]))])
		if kind == 0 && j == i+1 {
			// A name of one word: a given name or a family name.
			words = words[r.IntN(len(words)):][:1]
		}
		for k, w := range words {
			c.Forms, c.Names = append(c.Forms, w), append(c.Names, t+int32(min(k, 1)))
			if s.Tags != nil {
				c.Tags = append(c.Tags, proper)
			}
		}
		ok = true
		i = j
	}
	return c, ok
}
