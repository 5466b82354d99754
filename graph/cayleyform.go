package graph

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/pquads"
)

// The form in which Cayley's package graph/kv keeps a graph in a flat key-value store (data version 2). Writing it here
// rather than through Cayley makes an article one atomic batch, leaves no tombstones, and is several times as fast.
// Some values are kept shorter than Cayley has them, and are made whole when Cayley reads them (whole).
//
// A key is a bucket, '/', and the rest with '/' and '\' escaped by '\'. All integers in keys are big endian.
//
//	meta/version             int64 little endian: 2
//	meta/indexes             JSON list of the quad indexes
//	meta/size                int64 little endian: number of quads
//	meta/horizon             int64 little endian: the highest id that was given
//	log/ID8                  protocol buffer Primitive: a value (Value) or a quad (Subject, Predicate, Object, Label as
//	                         ids). Time stamps are left out: a graph does not depend on when it was loaded. So is the
//	                         field ID, which the key tells; Cayley reads it with it.
//	vHH/HASH20               uvarint id of the value with this SHA-1 of its String; HH are the first two bytes of HASH;
//	                         then uvarint number of times that quads use it, if more than once. Cayley reads the first;
//	                         for the second it has a bucket of its own, which only its writing needs.
//	sp/ID8 ID8               uvarint ids of the quads with this subject and predicate
//	ops/ID8 ID8 ID8          the same for object, predicate and subject
//	c/ID8 [CHUNK8]           the same for the label, as runs: uvarint number of ids that are left out, uvarint number of
//	                         ids that follow on each other. Cayley reads ids.
//
// The list of a label that only grows is cut: ids that do not fit in the first entry go to entries with the upper bits
// of the id behind the label's. Cayley reads them with the first, because it looks for keys that begin with the label.
//
// Values and quads take their ids from one counter, and a value's is lower than those of the quads that use it.

const (
	bucketMeta = "meta/"
	bucketLog  = "log/"
	bucketSP   = "sp/"
	bucketOPS  = "ops/"
	bucketC    = "c/"

	cayleyVersion = 2
)

const (
	chunkBits  = 10   // ids of one entry of a long list share all but these bits
	firstChunk = 1024 // ids in the first entry of a long list
)

var errForm = errors.New("not in Cayley's form")

func appendEscaped(key []byte, rest ...byte) []byte {
	for _, c := range rest {
		if c == '/' || c == '\\' {
			key = append(key, '\\')
		}
		key = append(key, c)
	}
	return key
}

func appendID(key []byte, id uint64) []byte {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], id)
	return appendEscaped(key, b[:]...)
}

func logKey(key []byte, id uint64) []byte { return appendID(append(key[:0], bucketLog...), id) }

// unescapeKey appends to b what is behind the bucket of key.
func unescapeKey(b, key []byte, bucket string) []byte {
	for i := len(bucket); i < len(key); i++ {
		if key[i] == '\\' && i+1 < len(key) {
			i++
		}
		b = append(b, key[i])
	}
	return b
}

type valueHash [sha1.Size]byte

func hashValue(v quad.Value) (h valueHash) {
	switch v := v.(type) {
	case quad.IRI:
		var buf [128]byte
		b := append(buf[:0], '<')
		b = append(b, v...)
		return sha1.Sum(append(b, '>'))
	}
	return sha1.Sum([]byte(v.String()))
}

// valueKey is the key of a value's id and uses.
func valueKey(key []byte, h *valueHash) []byte {
	key = append(key[:0], 'v')
	for _, c := range h[:2] {
		key = appendEscaped(key, c)
	}
	key = append(key, '/')
	return appendEscaped(key, h[:]...)
}

// appendStored appends the protocol buffer Value of v.
func appendStored(b []byte, v quad.Value) []byte {
	text := func(field byte, s string) {
		b = append(b, field<<3|2)
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	pair := func(field byte, value, kind string) {
		n := 1 + uvarintLen(uint64(len(value))) + len(value) + 1 + uvarintLen(uint64(len(kind))) + len(kind)
		b = append(b, field<<3|2)
		b = binary.AppendUvarint(b, uint64(n))
		text(1, value)
		text(2, kind)
	}
	switch v := v.(type) {
	case nil:
	case quad.String:
		text(2, string(v))
	case quad.IRI:
		text(3, string(v))
	case quad.BNode:
		text(4, string(v))
	case quad.TypedString:
		if v.Value != "" && v.Type != "" {
			pair(5, string(v.Value), string(v.Type))
			break
		}
		return appendProto(b, v)
	case quad.Int:
		b = append(b, 7<<3)
		b = binary.AppendUvarint(b, uint64(v))
	case quad.Float:
		b = append(b, 8<<3|1)
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(float64(v)))
	default:
		return appendProto(b, v)
	}
	return b
}

func appendProto(b []byte, v quad.Value) []byte {
	data, err := pquads.MarshalValue(v)
	if err != nil {
		// Only a type that Cayley does not know can come here.
		return append(b, v.String()...)
	}
	return append(b, data...)
}

func uvarintLen(x uint64) int {
	n := 1
	for ; x >= 0x80; x >>= 7 {
		n++
	}
	return n
}

// parseStored reads a protocol buffer Value.
func parseStored(b []byte) (quad.Value, error) {
	if len(b) < 2 {
		return nil, errForm
	}
	switch b[0] {
	case 2<<3 | 2, 3<<3 | 2, 4<<3 | 2:
		n, k := binary.Uvarint(b[1:])
		if k <= 0 || uint64(len(b)-1-k) != n {
			break
		}
		s := string(b[1+k:])
		switch b[0] >> 3 {
		case 2:
			return quad.String(s), nil
		case 3:
			return quad.IRI(s), nil
		}
		return quad.BNode(s), nil
	case 7 << 3:
		n, k := binary.Uvarint(b[1:])
		if k != len(b)-1 {
			break
		}
		return quad.Int(n), nil
	case 8<<3 | 1:
		if len(b) != 9 {
			break
		}
		return quad.Float(math.Float64frombits(binary.LittleEndian.Uint64(b[1:]))), nil
	}
	return parseProto(b)
}

// parseProto reads the rarer kinds of values. Cayley's package panics at some bytes that are no value.
func parseProto(b []byte) (v quad.Value, err error) {
	defer func() {
		if recover() != nil {
			v, err = nil, errForm
		}
	}()
	v, err = pquads.UnmarshalValue(b)
	if err == nil && v == nil {
		err = errForm
	}
	return v, err
}

// appendValue appends what valueKey leads to.
func appendValue(b []byte, id, uses uint64) []byte {
	b = binary.AppendUvarint(b, id)
	if uses != 1 {
		b = binary.AppendUvarint(b, uses)
	}
	return b
}

func parseValue(b []byte) (id, uses uint64, err error) {
	id, n := binary.Uvarint(b)
	if n <= 0 {
		return 0, 0, errForm
	}
	if n == len(b) {
		return id, 1, nil
	}
	uses, m := binary.Uvarint(b[n:])
	if m != len(b)-n {
		return 0, 0, errForm
	}
	return id, uses, nil
}

// A primitive is an entry of the log: a value if value is not nil, else a quad.
type primitive struct {
	id      uint64
	s, p    uint64
	o, l    uint64
	value   []byte
	deleted bool
}

func (p *primitive) append(b []byte) []byte {
	field := func(n byte, x uint64) {
		if x != 0 {
			b = append(b, n<<3)
			b = binary.AppendUvarint(b, x)
		}
	}
	field(2, p.s)
	field(3, p.p)
	field(4, p.o)
	field(5, p.l)
	if p.value != nil {
		b = append(b, 8<<3|2)
		b = binary.AppendUvarint(b, uint64(len(p.value)))
		b = append(b, p.value...)
	}
	return b
}

// parse reads the entry id of the log. value points into b.
func (p *primitive) parse(id uint64, b []byte) error {
	*p = primitive{id: id}
	for len(b) > 0 {
		tag, n := binary.Uvarint(b)
		if n <= 0 {
			return errForm
		}
		b = b[n:]
		switch tag & 7 {
		case 0:
			x, n := binary.Uvarint(b)
			if n <= 0 {
				return errForm
			}
			b = b[n:]
			switch tag >> 3 {
			case 2:
				p.s = x
			case 3:
				p.p = x
			case 4:
				p.o = x
			case 5:
				p.l = x
			case 9:
				p.deleted = x != 0
			}
		case 2:
			x, n := binary.Uvarint(b)
			if n <= 0 || x > uint64(len(b)-n) {
				return errForm
			}
			if tag>>3 == 8 {
				p.value = b[n : n+int(x)]
			}
			b = b[n+int(x):]
		default:
			return errForm
		}
	}
	return nil
}

// parseList reads ids of quads and appends them to ids.
func parseList(ids []uint64, b []byte) ([]uint64, error) {
	ids = slices.Grow(ids, (len(b)+3)/4) // most ids take three or four bytes
	for len(b) > 0 {
		x, n := binary.Uvarint(b)
		if n <= 0 {
			return ids, errForm
		}
		ids = append(ids, x)
		b = b[n:]
	}
	return ids, nil
}

func appendList(b []byte, ids []uint64) []byte {
	for _, id := range ids {
		b = binary.AppendUvarint(b, id)
	}
	return b
}

// maxRun bounds what a damaged entry can ask for; longer runs are written as several.
const maxRun = 1 << 16

// parseRuns is parseList for the entries of labels.
func parseRuns(ids []uint64, b []byte) ([]uint64, error) {
	next := uint64(0)
	for len(b) > 0 {
		gap, n := binary.Uvarint(b)
		if n <= 0 {
			return ids, errForm
		}
		count, m := binary.Uvarint(b[n:])
		if m <= 0 || count > maxRun || gap > math.MaxUint64-next-count {
			return ids, errForm
		}
		b = b[n+m:]
		next += gap
		for range count {
			ids = append(ids, next)
			next++
		}
	}
	return ids, nil
}

// appendRuns is appendList for the entries of labels. The ids are in order.
func appendRuns(b []byte, ids []uint64) []byte {
	next := uint64(0)
	for i := 0; i < len(ids); {
		n := 1
		for n < maxRun && i+n < len(ids) && ids[i+n] == ids[i]+uint64(n) {
			n++
		}
		b = binary.AppendUvarint(b, ids[i]-next)
		b = binary.AppendUvarint(b, uint64(n))
		next = ids[i] + uint64(n)
		i += n
	}
	return b
}

// whole is the value of a key as Cayley has it.
func whole(key, value []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(key, []byte(bucketLog)):
		var buf [16]byte
		id := unescapeKey(buf[:0], key, bucketLog)
		if len(id) != 8 {
			return nil, errForm
		}
		b := make([]byte, 0, len(value)+11)
		b = binary.AppendUvarint(append(b, 1<<3), binary.BigEndian.Uint64(id))
		return append(b, value...), nil
	case bytes.HasPrefix(key, []byte(bucketC)):
		ids, err := parseRuns(nil, value)
		return appendList(make([]byte, 0, 4*len(ids)), ids), err
	}
	return value, nil
}

func metaInt(b []byte) (int64, error) {
	if len(b) != 8 {
		return 0, fmt.Errorf("%w: number of %d bytes", errForm, len(b))
	}
	return int64(binary.LittleEndian.Uint64(b)), nil
}
