package model

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
)

// magic begins every stored model. What follows is, little endian: the length of a JSON header and the header; the arrays
// in the order of (*Model).arrays, each after its length in bytes; the CRC-32 of all before.
const magic = "entente syntax model 2\n"

// Sizes are the dimensions of a network and its label sets.
type Sizes struct {
	Dims       [Slots]int
	Vocabulary int
	Hidden     int // units of one direction
	Layers     int
	Width      []int // rows that each layer sees, 3 or 1; where it is not told, 3
	TagAt      int   // the layer, from 1, whose output is tagged
	Arc        int
	Label      int
	Tags       []string // UPOS|XPOS
	Rels       []string
	Names      []string
	LemmaRules []Rule
	// What an integer of a layer's input, an arc vector and a label's hidden unit stands for. Input 0 is the embeddings,
	// whose scales are folded into the weights.
	Scale      []float32
	TagScale   float32
	ArcScale   [2]float32 // dependents, heads
	LabelScale float32
	// Next is how much likelier each name tag is after another, as a logarithm: row after row the one before.
	Next []float32
}

// A Model is a network with its lexicon; it is not changed once it is read.
type Model struct {
	Sizes
	Lexicon
	Lemmas     Lemmas
	Emb        [Slots][]int8
	Layer      []Dense
	Tag        Dense
	TagE       []float32
	MLP        Dense
	Root       []int8
	Dist       []int32 // what each tag makes of the distance to its head, in units of the scores
	Lab        Dense
	Name       Dense
	In         int
	inflection []inflection // of each tag
}

type array struct {
	p    any // *[]int8, *[]byte, *[]uint16, *[]uint32, *[]int32 or *[]float32
	what string
}

func (m *Model) arrays() []array {
	a := []array{
		{&m.Words.Keys, "words"}, {&m.Words.Vals, "word rows"}, {&m.Common, "common words"},
		{&m.Phrases.Keys, "phrases"}, {&m.Phrases.Vals, "phrase kinds"}, {&m.Singles.Keys, "singles"}, {&m.Singles.Vals, "single kinds"},
		{&m.Lemmas.Table.Keys, "lemma keys"}, {&m.Lemmas.Table.Vals, "lemma rules"},
	}
	for i := range m.Emb {
		a = append(a, array{&m.Emb[i], "embeddings"})
	}
	dense := func(d *Dense, what string) {
		a = append(a, array{&d.W, what}, array{&d.Scale, what}, array{&d.Bias, what})
	}
	for i := range m.Layer {
		dense(&m.Layer[i], "layer")
	}
	dense(&m.Tag, "tags")
	a = append(a, array{&m.TagE, "tag embeddings"})
	dense(&m.MLP, "arcs")
	a = append(a, array{&m.Root, "root"}, array{&m.Dist, "distances"})
	dense(&m.Lab, "labels")
	dense(&m.Name, "names")
	return a
}

// Encode returns the model as it is stored.
func (m *Model) Encode() ([]byte, error) {
	head, err := json.Marshal(m.Sizes)
	if err != nil {
		return nil, err
	}
	b := append([]byte(magic), binary.LittleEndian.AppendUint32(nil, uint32(len(head)))...)
	b = append(b, head...)
	for _, a := range m.arrays() {
		var raw bytes.Buffer
		switch p := a.p.(type) {
		case *[]int8:
			err = binary.Write(&raw, binary.LittleEndian, *p)
		case *[]byte:
			err = binary.Write(&raw, binary.LittleEndian, *p)
		case *[]uint16:
			err = binary.Write(&raw, binary.LittleEndian, *p)
		case *[]uint32:
			err = binary.Write(&raw, binary.LittleEndian, *p)
		case *[]int32:
			err = binary.Write(&raw, binary.LittleEndian, *p)
		case *[]float32:
			err = binary.Write(&raw, binary.LittleEndian, *p)
		}
		if err != nil {
			return nil, err
		}
		b = binary.LittleEndian.AppendUint32(b, uint32(raw.Len()))
		b = append(b, raw.Bytes()...)
	}
	return binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(b)), nil
}

// Decode reads a stored model.
func Decode(b []byte) (*Model, error) {
	if len(b) < len(magic)+8 || string(b[:len(magic)]) != magic {
		return nil, errors.New("syntax model: not a model of this version")
	}
	body := b[:len(b)-4]
	if crc32.ChecksumIEEE(body) != binary.LittleEndian.Uint32(b[len(b)-4:]) {
		return nil, errors.New("syntax model: damaged: checksum differs")
	}
	at := len(magic)
	next := func() ([]byte, error) {
		if len(body)-at < 4 {
			return nil, errors.New("syntax model: short")
		}
		n := int(binary.LittleEndian.Uint32(body[at:]))
		at += 4
		if n > len(body)-at {
			return nil, errors.New("syntax model: short")
		}
		at += n
		return body[at-n : at], nil
	}
	head, err := next()
	if err != nil {
		return nil, err
	}
	m := new(Model)
	if err := json.Unmarshal(head, &m.Sizes); err != nil {
		return nil, fmt.Errorf("syntax model: header: %w", err)
	}
	m.Lemmas.Rules = m.LemmaRules
	m.Layer = make([]Dense, m.Layers)
	if m.Next == nil {
		m.Next = make([]float32, nameTags*nameTags)
		for p := range nameTags {
			for t := 2; t < nameTags; t += 2 {
				if p != t && p != t-1 {
					m.Next[p*nameTags+t] = -1e9
				}
			}
		}
	}
	for len(m.Width) < m.Layers {
		m.Width = append(m.Width, 3)
	}
	for _, a := range m.arrays() {
		raw, err := next()
		if err != nil {
			return nil, fmt.Errorf("%w: %s", err, a.what)
		}
		switch p := a.p.(type) {
		case *[]int8:
			*p = make([]int8, len(raw))
			for i, c := range raw {
				(*p)[i] = int8(c)
			}
		case *[]byte:
			*p = raw
		case *[]uint16:
			*p = make([]uint16, len(raw)/2)
			for i := range *p {
				(*p)[i] = binary.LittleEndian.Uint16(raw[2*i:])
			}
		case *[]uint32:
			*p = make([]uint32, len(raw)/4)
			for i := range *p {
				(*p)[i] = binary.LittleEndian.Uint32(raw[4*i:])
			}
		case *[]int32:
			*p = make([]int32, len(raw)/4)
			for i := range *p {
				(*p)[i] = int32(binary.LittleEndian.Uint32(raw[4*i:]))
			}
		case *[]float32:
			*p = make([]float32, len(raw)/4)
			for i := range *p {
				(*p)[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
			}
		}
	}
	if err := m.finish(); err != nil {
		return nil, fmt.Errorf("syntax model: %w", err)
	}
	return m, nil
}

// finish derives what is not stored and checks that the arrays fit together.
func (m *Model) finish() error {
	m.In = 0
	sizes := SlotSizes
	sizes[SlotWord] = m.Vocabulary
	for i, d := range m.Dims {
		m.In += d
		if len(m.Emb[i]) != sizes[i]*d {
			return fmt.Errorf("embeddings %d: %d weights, want %d", i, len(m.Emb[i]), sizes[i]*d)
		}
	}
	out := 2 * m.Hidden
	in := m.In
	fit := func(d *Dense, taps, inputs, cols int, what string) error {
		rows := taps * inputs
		d.Rows, d.Cols, d.Taps = rows, cols, taps
		if taps != 1 && taps != 3 || inputs%4 != 0 || cols%32 != 0 || len(d.W) != rows*cols || len(d.Scale) != cols || len(d.Bias) != cols {
			return fmt.Errorf("%s: %d weights, %d scales, want %d×%d", what, len(d.W), len(d.Scale), rows, cols)
		}
		d.prepare()
		return nil
	}
	pad := func(n int) int { return (n + 31) / 32 * 32 }
	if len(m.Width) != m.Layers {
		return errors.New("sizes do not fit")
	}
	for i := range m.Layer {
		if err := fit(&m.Layer[i], m.Width[i], in, 4*m.Hidden, "layer"); err != nil {
			return err
		}
		in = out
	}
	if m.Hidden%32 != 0 || m.Arc%32 != 0 || m.Label%32 != 0 || m.In%8 != 0 || m.TagAt < 1 || m.TagAt > m.Layers || len(m.Scale) != m.Layers+1 || len(m.Names) != nameTags || len(m.Next) != nameTags*nameTags || len(m.TagE) != len(m.Tags)*out || len(m.Root) != m.Arc || len(m.Dist) != len(m.Tags)*Distances || len(m.Common) != m.Vocabulary {
		return errors.New("sizes do not fit")
	}
	if err := errors.Join(
		fit(&m.Tag, 1, out, pad(len(m.Tags)), "tags"),
		fit(&m.MLP, 1, out, 2*m.Arc+2*m.Label, "arcs"),
		fit(&m.Lab, 1, m.Label, pad(len(m.Rels)), "labels"),
		fit(&m.Name, 1, out, pad(len(m.Names)), "names")); err != nil {
		return err
	}
	for _, v := range m.Words.Vals {
		if int(v) >= m.Vocabulary {
			return errors.New("a word has no embedding")
		}
	}
	for _, v := range m.Lemmas.Table.Vals {
		if int(v) >= len(m.Lemmas.Rules) {
			return errors.New("a lemma has no rule")
		}
	}
	m.inflection = inflections(m.Tags)
	m.Lexicon.Build()
	m.Lemmas.Table.build()
	return nil
}
