package graph

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/kv"
	"github.com/cayleygraph/quad"
	"github.com/syndtr/goleveldb/leveldb"
	"github.com/syndtr/goleveldb/leveldb/opt"
	"github.com/syndtr/goleveldb/leveldb/util"
)

// A levelView is a snapshot of the data base.
type levelView struct {
	levelReader
	snap *leveldb.Snapshot
	gen  uint64
}

func newLevelView(snap *leveldb.Snapshot) (*levelView, error) {
	v := &levelView{levelReader: levelReader{r: snap}, snap: snap}
	gen, err := snap.Get([]byte(generationKey), nil)
	if err != nil && err != leveldb.ErrNotFound {
		snap.Release()
		return nil, err
	}
	if len(gen) == 8 {
		v.gen = binary.BigEndian.Uint64(gen)
	}
	return v, nil
}

func (v *levelView) generation() uint64 { return v.gen }
func (v *levelView) release()           { v.snap.Release() }

func (v *levelView) quadStore() (cayley.QuadStore, error) {
	return kv.New(snapshotKV(v.snap), cayley.Options{kv.OptNoBloom: true})
}

// levelReader reads the graph and the records from a snapshot or from the data base itself.
type levelReader struct {
	r leveldb.Reader
}

func (r levelReader) get(key []byte) ([]byte, error) {
	b, err := r.r.Get(key, nil)
	if err == leveldb.ErrNotFound {
		return nil, nil
	}
	if b == nil && err == nil {
		b = []byte{}
	}
	return b, err
}

func (r levelReader) record(key string) ([]byte, error) {
	return r.get([]byte(recordPrefix + key))
}

func (r levelReader) records(prefix string) iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		it := r.r.NewIterator(util.BytesPrefix([]byte(recordPrefix+prefix)), nil)
		defer it.Release()
		for it.Next() {
			if !yield(record{string(it.Key()[len(recordPrefix):]), bytes.Clone(it.Value())}, nil) {
				return
			}
		}
		if err := it.Error(); err != nil {
			yield(record{}, err)
		}
	}
}

// lookup is the id of a value and how often quads use it, 0 if the graph does not hold it.
func (r levelReader) lookup(h *valueHash) (id, uses uint64, err error) {
	var buf [64]byte
	b, err := r.get(valueKey(buf[:0], h))
	if err != nil || b == nil {
		return 0, 0, err
	}
	return parseValue(b)
}

// primitive reads an entry of the log; ok is false if there is none.
func (r levelReader) primitive(id uint64) (p primitive, ok bool, err error) {
	var buf [32]byte
	b, err := r.get(logKey(buf[:0], id))
	if err != nil || b == nil {
		return p, false, err
	}
	if err := p.parse(id, b); err != nil {
		return p, false, fmt.Errorf("log entry %d: %w", id, err)
	}
	return p, !p.deleted, nil
}

// lists appends the ids of all entries whose keys begin with prefix, as parse reads them.
func (r levelReader) lists(ids []uint64, prefix []byte, parse func([]uint64, []byte) ([]uint64, error)) ([]uint64, error) {
	it := r.r.NewIterator(util.BytesPrefix(prefix), nil)
	defer it.Release()
	for it.Next() {
		var err error
		if ids, err = parse(ids, it.Value()); err != nil {
			return ids, err
		}
	}
	return ids, it.Error()
}

// values looks up values by id and remembers them.
type values struct {
	levelReader
	known map[uint64]quad.Value
}

func (v *values) value(id uint64) (quad.Value, error) {
	if id == 0 {
		return nil, nil
	}
	if x, ok := v.known[id]; ok {
		return x, nil
	}
	p, ok, err := v.primitive(id)
	if err != nil {
		return nil, err
	}
	if !ok || p.value == nil {
		return nil, fmt.Errorf("value %d: %w", id, errForm)
	}
	x, err := parseStored(p.value)
	if err != nil {
		return nil, fmt.Errorf("value %d: %w", id, err)
	}
	v.known[id] = x
	return x, nil
}

func (v *values) quad(p *primitive) (q quad.Quad, err error) {
	if q.Subject, err = v.value(p.s); err != nil {
		return q, err
	}
	if q.Predicate, err = v.value(p.p); err != nil {
		return q, err
	}
	if q.Object, err = v.value(p.o); err != nil {
		return q, err
	}
	q.Label, err = v.value(p.l)
	return q, err
}

func (r levelReader) quadsByID(ids []uint64) ([]quad.Quad, error) {
	slices.Sort(ids)
	vals := &values{r, map[uint64]quad.Value{}}
	quads := make([]quad.Quad, 0, len(ids))
	for _, id := range ids {
		p, ok, err := r.primitive(id)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		q, err := vals.quad(&p)
		if err != nil {
			return nil, fmt.Errorf("quad %d: %w", id, err)
		}
		quads = append(quads, q)
	}
	return quads, nil
}

func (r levelReader) byPrefix(bucket string, v quad.Value, parse func([]uint64, []byte) ([]uint64, error)) ([]quad.Quad, error) {
	h := hashValue(v)
	id, _, err := r.lookup(&h)
	if err != nil || id == 0 {
		return nil, err
	}
	ids, err := r.lists(nil, appendID([]byte(bucket), id), parse)
	if err != nil {
		return nil, err
	}
	return r.quadsByID(ids)
}

func (r levelReader) labelled(label quad.Value) ([]quad.Quad, error) {
	return r.byPrefix(bucketC, label, parseRuns)
}

func (r levelReader) subject(s quad.Value) ([]quad.Quad, error) {
	return r.byPrefix(bucketSP, s, parseList)
}

// log yields the entries of the log with ids from from on, in the order of their ids. Keys are not in that order, because
// some bytes are escaped, so it reads them in blocks of 256 ids. The value points into memory that is used again.
func (r levelReader) log(ctx context.Context, from uint64) iter.Seq2[*primitive, error] {
	return func(yield func(*primitive, error) bool) {
		var block [256]primitive
		var arena []byte
		horizon, err := r.metaInt("horizon")
		if err != nil {
			yield(nil, err)
			return
		}
		it := r.r.NewIterator(util.BytesPrefix([]byte(bucketLog)), &opt.ReadOptions{DontFillCache: true})
		defer it.Release()
		var key, raw []byte
		for base := from &^ 255; base <= uint64(horizon); base += 256 {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			var id [8]byte
			binary.BigEndian.PutUint64(id[:], base)
			key = appendEscaped(append(key[:0], bucketLog...), id[:7]...)
			clear(block[:])
			arena = arena[:0]
			if len(key) > 0 && bytes.HasPrefix(it.Key(), key) {
				// The iterator stands at the block already.
			} else if !it.Seek(key) {
				if it.Error() != nil {
					break
				}
				continue
			}
			for ok := true; ok && bytes.HasPrefix(it.Key(), key); ok = it.Next() {
				raw = unescapeKey(raw[:0], it.Key(), bucketLog)
				if len(raw) != 8 {
					// A shorter block number that is a prefix of this one after escaping cannot be: all have 7 bytes.
					yield(nil, fmt.Errorf("log key %q: %w", it.Key(), errForm))
					return
				}
				n := len(arena)
				arena = append(arena, it.Value()...)
				p := &block[raw[7]]
				id := binary.BigEndian.Uint64(raw)
				if err := p.parse(id, arena[n:len(arena):len(arena)]); err != nil {
					yield(nil, fmt.Errorf("log entry %d: %w", id, err))
					return
				}
			}
			for i := range block {
				p := &block[i]
				if p.id < max(from, 1) || p.deleted {
					continue
				}
				if !yield(p, nil) {
					return
				}
			}
		}
		if err := it.Error(); err != nil {
			yield(nil, err)
		}
	}
}

// keepLiterals bounds how many literals a scan remembers before it looks them up again.
const keepLiterals = 1 << 16

func (r levelReader) quads(ctx context.Context) iter.Seq2[quad.Quad, error] {
	return r.quadsFrom(ctx, 0)
}

func (r levelReader) quadsFrom(ctx context.Context, from uint64) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		vals := &values{r, map[uint64]quad.Value{}}
		literals := make([]uint64, 0, keepLiterals)
		for p, err := range r.log(ctx, from) {
			if err != nil {
				yield(quad.Quad{}, err)
				return
			}
			if p.value == nil {
				q, err := vals.quad(p)
				if err != nil {
					yield(quad.Quad{}, fmt.Errorf("quad %d: %w", p.id, err))
					return
				}
				if !yield(q, nil) {
					return
				}
				continue
			}
			v, err := parseStored(p.value)
			if err != nil {
				yield(quad.Quad{}, fmt.Errorf("value %d: %w", p.id, err))
				return
			}
			vals.known[p.id] = v
			if _, ok := v.(quad.IRI); !ok {
				if len(literals) == keepLiterals {
					for _, id := range literals[:keepLiterals/2] {
						delete(vals.known, id)
					}
					literals = append(literals[:0], literals[keepLiterals/2:]...)
				}
				literals = append(literals, p.id)
			}
		}
	}
}

func (r levelReader) metaInt(name string) (int64, error) {
	b, err := r.get([]byte(bucketMeta + name))
	if err != nil || b == nil {
		return 0, err
	}
	return metaInt(b)
}
