package graph

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// Imported is what Import loaded.
type Imported struct {
	Quads      int64
	Articles   int
	Statements int
	Dropped    int64 // background quads that follow from no entity of the articles
}

// Import loads the quads of a store, as Quads yields them or an RDF export of them holds them, in any order, and
// rebuilds the articles from them. An empty store in a folder is built in one go: the indexes are sorted and written
// once, which is several times as fast as Put. The quads become part of the store together, when all of them were read.
func (s *Store) Import(ctx context.Context, quads iter.Seq2[quad.Quad, error]) (Imported, error) {
	if s.o.ReadOnly {
		return Imported{}, ErrReadOnly
	}
	if b, ok := s.b.(*levelDB); ok && b.folder != nil {
		done, loaded, err := b.importEmpty(ctx, quads)
		if err == nil && loaded {
			err = s.rewrite(ctx, done.again)
		}
		if err != nil || loaded {
			return done.Imported, err
		}
	}
	// Through a store of its own, article by article.
	dir, err := os.MkdirTemp("", "entente-import-")
	if err != nil {
		return Imported{}, err
	}
	defer os.RemoveAll(dir)
	tmp, err := Open(ctx, filepath.Join(dir, "db"), Options{Symmetric: s.symmetric})
	if err != nil {
		return Imported{}, err
	}
	defer tmp.Close()
	done, err := tmp.Import(ctx, quads)
	if err != nil {
		return Imported{}, err
	}
	var batch []Record
	for a, err := range tmp.Articles(ctx) {
		if err != nil {
			return done, err
		}
		rec, err := tmp.Record(ctx, a.ID)
		if err != nil {
			return done, err
		}
		if batch = append(batch, rec); len(batch) == 32 {
			if err := s.Put(ctx, batch...); err != nil {
				return done, err
			}
			batch = batch[:0]
		}
	}
	return done, s.Put(ctx, batch...)
}

// rewrite puts articles again whose quads came in several places or twice, so that they stand together and once.
func (s *Store) rewrite(ctx context.Context, ids []string) error {
	for len(ids) > 0 {
		n := min(len(ids), 32)
		err := s.b.update(ctx, func(c change) error {
			for _, id := range ids[:n] {
				rec, err := s.Record(ctx, id)
				if err != nil {
					return err
				}
				m, err := readManifest(c, id)
				if err != nil {
					return err
				}
				p, err := s.prepare(&rec)
				if err != nil {
					return err
				}
				if err := removeArticle(c, id, m); err != nil {
					return err
				}
				if _, err := replaceArticle(c, p); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

type bulkResult struct {
	Imported
	again []string // articles to write again
}

// importEmpty loads quads if the store holds none yet.
func (b *levelDB) importEmpty(ctx context.Context, quads iter.Seq2[quad.Quad, error]) (done bulkResult, loaded bool, err error) {
	b.writer.Lock()
	defer b.writer.Unlock()
	db, err := b.handle()
	if err != nil {
		return done, false, err
	}
	if n, err := (levelReader{r: db}).metaInt("horizon"); err != nil || n != 0 {
		return done, false, err
	}
	// What is kept in memory grows steadily and holds hardly a pointer, so that collecting garbage often costs little: 5
	// million quads take a third less memory for a twentieth more processor time.
	defer debug.SetGCPercent(debug.SetGCPercent(bulkGCPercent))
	gen := b.gen.Load() + 1
	var dead []uint64
	err = b.rebuild(func(t *tableBuilder) error {
		k := newBulk(ctx, t)
		for q, err := range quads {
			if err != nil {
				return err
			}
			if err := k.add(q); err != nil {
				return err
			}
		}
		if err := k.finish(gen); err != nil {
			return err
		}
		done, dead = k.result(), k.twice
		return nil
	})
	if err != nil {
		return done, false, fmt.Errorf("store %s: import: %w", b.name, err)
	}
	b.onNews(gen)
	b.news.publish()
	if len(dead) > 0 {
		b.writer.Unlock()
		err = b.update(ctx, func(c change) error { return c.(*levelChange).removeIDs(dead) })
		b.writer.Lock()
	}
	return done, true, err
}

// removeIDs removes quads by their ids.
func (c *levelChange) removeIDs(ids []uint64) error {
	for _, id := range ids {
		p, ok, err := c.quad(id)
		if err != nil || !ok {
			return err
		}
		if err := c.kill(&p); err != nil {
			return err
		}
		if err := c.dropFromLabel(&p); err != nil {
			return err
		}
	}
	return nil
}

// bulk builds a graph in Cayley's form from a stream of quads. The log is written as the quads come; what the indexes need
// is kept in memory (16 bytes a quad, about 40 a value), sorted at the end, and written once. Keys must come in the order
// of their escaped bytes, which is the order of their bytes with two of them moved (escapedRank): sorting is by ids whose
// bytes were replaced by their ranks.
type bulk struct {
	ctx context.Context
	t   *tableBuilder

	next  uint32 // id
	quads int64

	values valueSet
	ids    []uint32 // by value
	uses   []uint32
	recent [2]map[quad.Value]uint32 // values by what they are: younger and older half of a cache

	run     []quad.Quad // of one label, not yet written
	numbers [][4]uint32 // the values of run

	tuples [][]tuple
	labels []labelRun
	twice  []uint64

	window     []byte // log entries of the 65,536 ids under way
	ends       []uint32
	windowBase uint32
	scratch    []byte
	key        []byte

	articles   map[string]*bulkArticle
	mentions   mentions // of the article that comes now
	names      names
	seen       map[quad.Value]bool // labels whose run has ended
	again      map[string]bool
	byLabel    map[uint32]string // articles by the ids of their labels, made when it is first needed
	background []quad.Quad
	dropped    int64
	statements int
}

type tuple struct{ s, p, o, id uint32 }

type labelRun struct{ label, first, last uint32 }

const (
	bulkGCPercent = 25

	tupleChunk = 1 << 18
	runLimit   = 8192
	windowSize = 1 << 16
)

// escapedRank is the place of a byte among all bytes when '/' and '\' are escaped by '\'; rankedByte is its inverse.
var escapedRank, rankedByte = func() (rank, inverse [256]byte) {
	order := make([]int, 256)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return strings.Compare(string(appendEscaped(nil, byte(a))), string(appendEscaped(nil, byte(b))))
	})
	for place, c := range order {
		rank[c], inverse[place] = byte(place), byte(c)
	}
	return rank, inverse
}()

func ranked(id uint32) uint32 { return substitute(id, &escapedRank) }
func unrank(r uint32) uint32  { return substitute(r, &rankedByte) }

func substitute(x uint32, table *[256]byte) uint32 {
	return uint32(table[x>>24])<<24 | uint32(table[x>>16&255])<<16 | uint32(table[x>>8&255])<<8 | uint32(table[x&255])
}

func newBulk(ctx context.Context, t *tableBuilder) *bulk {
	return &bulk{ctx: ctx, t: t, articles: map[string]*bulkArticle{}, names: names{numbers: map[string]uint32{}}, seen: map[quad.Value]bool{}, again: map[string]bool{},
		recent: [2]map[quad.Value]uint32{{}, {}}}
}

func (k *bulk) add(q quad.Quad) error {
	if len(k.run) > 0 && k.run[0].Label != q.Label || len(k.run) == runLimit {
		over := k.run[0].Label != q.Label
		label := k.run[0].Label
		if err := k.flush(); err != nil {
			return err
		}
		if over {
			k.seen[label] = true
			if again, ok := labelArticle(q.Label); ok && k.seen[q.Label] {
				k.again[again] = true
			}
		}
		if err := k.ctx.Err(); err != nil {
			return err
		}
	}
	k.run = append(k.run, q)
	return nil
}

// number is the number of a value, by which ids and uses are found; a new one gets an id and goes to the log.
func (k *bulk) number(v quad.Value) (uint32, error) {
	if n, ok := k.recent[0][v]; ok {
		return n, nil
	}
	n, ok := k.recent[1][v]
	if !ok {
		h := hashValue(v)
		var fresh bool
		if n, fresh = k.values.add(&h); fresh {
			if err := k.newID(); err != nil {
				return 0, err
			}
			k.ids = append(k.ids, k.next)
			k.uses = append(k.uses, 0)
			k.scratch = appendStored(k.scratch[:0], v)
			p := primitive{id: uint64(k.next), value: k.scratch}
			k.window = p.append(k.window)
			k.ends = append(k.ends, uint32(len(k.window)))
		}
	}
	if s, ok := v.(quad.String); !ok || len(s) <= cacheValueSize {
		if len(k.recent[0]) >= cacheHalf {
			k.recent[0], k.recent[1] = make(map[quad.Value]uint32, cacheHalf), k.recent[0]
		}
		k.recent[0][v] = n
	}
	return n, nil
}

// newID gives the next id, and writes the log's window if it is full.
func (k *bulk) newID() error {
	if k.next == 1<<32-1 {
		return errors.New("more than 4,294,967,295 quads and values")
	}
	k.next++
	if k.next&(windowSize-1) == 0 {
		if err := k.flushWindow(); err != nil {
			return err
		}
		k.windowBase = k.next
	} else if k.next == 1 {
		k.windowBase = 1
	}
	return nil
}

// flushWindow writes the log's entries under way, in the order of their escaped keys, as a table of their own: windows
// are not in that order among themselves.
func (k *bulk) flushWindow() error {
	base := k.windowBase &^ (windowSize - 1)
	for hi := range 256 {
		for lo := range 256 {
			at := int(base) + int(rankedByte[hi])<<8 + int(rankedByte[lo]) - int(k.windowBase)
			if at < 0 || at >= len(k.ends) {
				continue
			}
			begin := uint32(0)
			if at > 0 {
				begin = k.ends[at-1]
			}
			k.key = logKey(k.key, uint64(k.windowBase)+uint64(at))
			if err := k.t.add(k.key, k.window[begin:k.ends[at]]); err != nil {
				return err
			}
		}
	}
	k.window, k.ends = k.window[:0], k.ends[:0]
	return k.t.cut()
}

// flush writes the quads of the run to the log, their new values before them.
func (k *bulk) flush() error {
	if len(k.run) == 0 {
		return nil
	}
	label := k.run[0].Label
	var labelNumber uint32
	var err error
	if label != nil {
		if labelNumber, err = k.number(label); err != nil {
			return err
		}
		k.uses[labelNumber] += uint32(len(k.run))
	}
	k.numbers = k.numbers[:0]
	var subject quad.Value
	var subjectNumber uint32
	for i := range k.run {
		q := &k.run[i]
		if i == 0 || q.Subject != subject {
			subject = q.Subject
			if subjectNumber, err = k.number(subject); err != nil {
				return err
			}
		}
		p, err := k.number(q.Predicate)
		if err != nil {
			return err
		}
		o, err := k.number(q.Object)
		if err != nil {
			return err
		}
		k.uses[subjectNumber]++
		k.uses[p]++
		k.uses[o]++
		k.numbers = append(k.numbers, [4]uint32{subjectNumber, p, o})
	}
	first := k.next + 1
	for i := range k.numbers {
		n := &k.numbers[i]
		if err := k.newID(); err != nil {
			return err
		}
		p := primitive{id: uint64(k.next), s: uint64(k.ids[n[0]]), p: uint64(k.ids[n[1]]), o: uint64(k.ids[n[2]])}
		if label != nil {
			p.l = uint64(k.ids[labelNumber])
		}
		k.window = p.append(k.window)
		k.ends = append(k.ends, uint32(len(k.window)))
		if last := len(k.tuples) - 1; last < 0 || len(k.tuples[last]) == tupleChunk {
			k.tuples = append(k.tuples, make([]tuple, 0, tupleChunk))
		}
		chunk := &k.tuples[len(k.tuples)-1]
		*chunk = append(*chunk, tuple{ranked(uint32(p.s)), ranked(uint32(p.p)), ranked(uint32(p.o)), k.next})
	}
	k.quads += int64(len(k.run))
	if label != nil {
		k.labels = append(k.labels, labelRun{k.ids[labelNumber], first, k.next})
	}
	if label == quad.Value(quad.IRI(BackgroundLabel)) {
		k.background = append(k.background, k.run...)
	} else if id, ok := labelArticle(label); ok {
		k.describe(id)
	}
	k.run = k.run[:0]
	return nil
}

func (k *bulk) result() bulkResult {
	return bulkResult{
		Imported: Imported{Quads: k.quads - int64(len(k.twice)), Articles: len(k.articles), Statements: k.statements, Dropped: k.dropped},
		again:    slices.Sorted(maps.Keys(k.again)),
	}
}

// finish writes everything but the log, which is there.
func (k *bulk) finish(gen uint64) error {
	if err := k.flush(); err != nil {
		return err
	}
	if err := k.backgroundRecords(); err != nil {
		return err
	}
	if err := k.flushWindow(); err != nil {
		return err
	}
	k.window, k.recent, k.run = nil, [2]map[quad.Value]uint32{}, nil
	for _, write := range []func() error{k.writeSP, k.writeOPS, k.writeLabels, k.writeValues, func() error { return k.writeRest(gen) }} {
		if err := k.ctx.Err(); err != nil {
			return err
		}
		if err := errors.Join(write(), k.t.cut()); err != nil {
			return err
		}
	}
	return nil
}
