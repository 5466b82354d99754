package graph

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/syndtr/goleveldb/leveldb/opt"
	"github.com/syndtr/goleveldb/leveldb/util"
)

// Verified is what Verify went through.
type Verified struct {
	Files      int   `json:"files"`
	Articles   int   `json:"articles"`
	Statements int   `json:"statements"`
	Entities   int   `json:"entities"`
	Quads      int64 `json:"quads"`
	Damage     int   `json:"damage"` // how often report was called
}

// Verify reads a whole store, which need not be one that can be opened, and tells report everything that is wrong with
// it: files that changed, index entries that do not agree with the log, articles whose quads are not those that were put,
// evidence that is not in its article's text, background that does not follow from the articles. It changes nothing and
// works beside a writer. The error is for a store that cannot be read at all for another reason than damage.
func Verify(ctx context.Context, dsn string, o Options, report func(Damage)) (Verified, error) {
	var done Verified
	tell := func(d Damage) {
		done.Damage++
		if report != nil {
			report(d)
		}
	}
	o.ReadOnly, o.Damaged = true, true
	if schemeOf(dsn) == "" {
		if err := verifyFiles(dsn, &done, tell); err != nil {
			return done, err
		}
	}
	if err := verifyContent(ctx, dsn, o, &done, tell); err != nil {
		if done.Damage > 0 && ctx.Err() == nil {
			// The files are damaged already; what cannot be read because of it is part of that.
			tell(Damage{"content", err.Error()})
			return done, nil
		}
		var damaged *DamagedError
		if errors.As(err, &damaged) {
			for _, d := range damaged.Damage {
				tell(d)
			}
			return done, nil
		}
		return done, err
	}
	return done, nil
}

// Verify is the function Verify for a store that is open, without its files.
func (s *Store) Verify(ctx context.Context, report func(Damage)) (Verified, error) {
	var done Verified
	err := s.read(ctx, func(v view) error {
		return verifyView(ctx, v, &done, func(d Damage) {
			done.Damage++
			if report != nil {
				report(d)
			}
		})
	})
	return done, err
}

func verifyContent(ctx context.Context, dsn string, o Options, done *Verified, tell func(Damage)) (err error) {
	// LevelDB and the protocol buffers are given damaged bytes here.
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("store %s: unreadable: %v", dsn, p)
		}
	}()
	s, err := Open(ctx, dsn, o)
	if err != nil {
		var format *FormatError
		if errors.As(err, &format) && done.Damage > 0 {
			return nil
		}
		return err
	}
	defer s.Close()
	if b, ok := s.b.(*beside); ok {
		if told, err := readGeneration(b.path); err == nil {
			if gen := b.at.gen.Load(); told > gen && writerOf(b.path) == 0 {
				tell(Damage{b.data, lostChanges(told, gen)})
			}
		}
	}
	return s.read(ctx, func(v view) error {
		if err := verifyView(ctx, v, done, tell); err != nil {
			// What cannot be read is damage, whatever LevelDB calls it.
			if ctx.Err() != nil {
				return ctx.Err()
			}
			tell(Damage{"content", err.Error()})
		}
		return nil
	})
}

// verifyFiles compares the files with SUMS and checks those that are not in it.
func verifyFiles(path string, done *Verified, tell func(Damage)) error {
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return nil // Open tells
	}
	f := &folder{path: path}
	sums, closed, err := readSums(f.file(sumsFile))
	if err != nil {
		tell(Damage{sumsFile, err.Error()})
	}
	data, err := readFormat(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			if len(sums) > 0 {
				tell(Damage{formatFile, "is missing"})
			}
			return nil
		}
		var format *FormatError
		if errors.As(err, &format) && format.Format == 0 {
			tell(Damage{formatFile, format.Reason})
		}
		return nil
	}
	f.data = data
	busy := writerOf(path) != 0
	if _, err := readGeneration(path); err != nil && !busy {
		tell(Damage{generationFile, err.Error()})
	}
	if busy {
		return nil // the files are at work; the content is checked on a state of its own
	}
	if _, err := os.Stat(f.file(sumsFile)); errors.Is(err, fs.ErrNotExist) {
		if gen, _ := readGeneration(path); gen > 0 {
			tell(Damage{sumsFile, "is missing"})
		}
	}
	more, err := checkLogs(f.file(data))
	if err != nil {
		return err
	}
	bad := map[string]bool{}
	for _, d := range more {
		d.Where = strings.TrimSuffix(data+"/"+d.Where, "/")
		bad[d.Where] = true
		tell(d)
	}
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		if !closed && !strings.HasPrefix(name, data+"/") || bad[name] {
			continue
		}
		if !closed {
			if _, err := os.Stat(f.file(filepath.FromSlash(name))); errors.Is(err, fs.ErrNotExist) {
				continue // a compaction removed it; the manifest tells what must be there
			}
		}
		done.Files++
		if d := f.checkSum(name, sums[name], true); d != nil {
			tell(*d)
		}
	}
	if closed {
		entries, err := os.ReadDir(f.file(data))
		if err != nil {
			return err
		}
		for _, e := range entries {
			if name := data + "/" + e.Name(); sums[name] == (fileSum{}) && !bad[name] {
				if _, ok := sums[name]; !ok {
					tell(Damage{name, "does not belong to the store"})
				}
			}
		}
	}
	return nil
}

// verifyView checks what one state holds.
func verifyView(ctx context.Context, v view, done *Verified, tell func(Damage)) error {
	type article struct {
		sum        quadSum
		quads      int
		statements int
		want       *manifest
	}
	articles := map[string]*article{}
	variants := map[string]int{} // articles by entity record
	for m, err := range manifests(ctx, v) {
		if err != nil {
			return err
		}
		articles[m.ID] = &article{want: m}
		for _, ref := range m.Entities {
			variants[entityKey(ref.ID, ref.Variant)]++
		}
	}
	done.Articles = len(articles)

	// The background that the entities' records call for.
	background := map[string]int{}
	last := Node("")
	for r, err := range v.records(entityPrefix) {
		if err != nil {
			return err
		}
		count, e, err := parseEntity(r)
		if err != nil {
			tell(Damage{fmt.Sprintf("entity %s", entityOfKey(r.key)), err.Error()})
			continue
		}
		if e.ID != last {
			last = e.ID
			done.Entities++
		}
		if _, _, data, err := splitEntity(r.value); err != nil || entityKey(e.ID, variantOf(data)) != r.key {
			tell(Damage{fmt.Sprintf("entity %s", e.ID), "its record is not what was put"})
		}
		if want := variants[r.key]; int(count) != want {
			tell(Damage{fmt.Sprintf("entity %s", e.ID), fmt.Sprintf("is counted in %d articles, %d mention it", count, want)})
		}
		delete(variants, r.key)
		for _, q := range backgroundQuads(&e) {
			background[backgroundKey(q)]++
		}
	}
	for key := range variants {
		tell(Damage{fmt.Sprintf("entity %s", entityOfKey(key)), "its record is missing"})
	}
	for r, err := range v.records(backgroundPrefix) {
		if err != nil {
			return err
		}
		count, _ := binary.Uvarint(r.value)
		if want := background[r.key]; int(count) != want {
			tell(Damage{"background", fmt.Sprintf("a quad is counted %d times, want %d", count, want)})
		}
	}

	text := func(a *manifest, quads []quad.Quad) Article { return decodeArticle(a.ID, quads) }
	err := eachArticle(v.quads(ctx), func(label quad.Value, quads []quad.Quad) error {
		done.Quads += int64(len(quads))
		if label == quad.Value(quad.IRI(BackgroundLabel)) {
			for _, q := range quads {
				key := backgroundKey(q)
				if background[key] == 0 {
					tell(Damage{"background", fmt.Sprintf("%v follows from no entity", q)})
				} else {
					background[key] = -1 // seen; a second one is too many
				}
			}
			return nil
		}
		id, ok := labelArticle(label)
		a := articles[id]
		if !ok || a == nil {
			tell(Damage{fmt.Sprintf("label %v", label), fmt.Sprintf("%d quads belong to no article", len(quads))})
			return nil
		}
		for _, q := range quads {
			a.sum.add(q)
		}
		a.quads += len(quads)
		where := "article " + id
		sts, err := decodeStatements(v, id, nil, quads)
		if err != nil {
			tell(Damage{where, err.Error()})
			return nil
		}
		a.statements += len(sts)
		done.Statements += len(sts)
		stored := text(a.want, quads)
		for i := range sts {
			st := &sts[i]
			in := stored.Text
			if st.Sentence < 0 {
				in = stored.Title
			}
			if st.Begin < 0 || st.End < st.Begin || st.End > len(in) || in[st.Begin:st.End] != st.Evidence {
				tell(Damage{where, fmt.Sprintf("the evidence of %s is not at %d-%d of its text", st.Event, st.Begin, st.End)})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(articles)) {
		a := articles[id]
		switch {
		case a.quads != a.want.Quads:
			tell(Damage{"article " + id, fmt.Sprintf("has %d quads, want %d", a.quads, a.want.Quads)})
		case a.sum.String() != a.want.Sum:
			tell(Damage{"article " + id, "its quads are not those that were put"})
		case a.statements != a.want.Statements:
			tell(Damage{"article " + id, fmt.Sprintf("has %d statements, want %d", a.statements, a.want.Statements)})
		}
	}
	missing := 0
	for _, n := range background {
		if n > 0 {
			missing++
		}
	}
	if missing > 0 {
		tell(Damage{"background", fmt.Sprintf("%d quads are missing", missing)})
	}
	switch v := v.(type) {
	case besideView:
		return v.verifyIndexes(ctx, tell)
	case *levelView:
		return v.verifyIndexes(ctx, tell)
	}
	return nil
}

// verifyIndexes compares every index of Cayley's form with the log. It adds up a hash of each entry that the log calls
// for and of each that is there, so that it needs no look-ups; what differs is then looked for.
func (r levelReader) verifyIndexes(ctx context.Context, tell func(Damage)) error {
	type value struct {
		hash valueHash
		uses int64
	}
	values := map[uint64]*value{}
	var want, got struct{ sp, ops, c, v uint64 }
	label := map[uint64]uint64{} // ids of values that are labels -> number of quads
	var quads int64
	for p, err := range r.log(ctx, 0) {
		if err != nil {
			return err
		}
		if p.value != nil {
			v, err := parseStored(p.value)
			if err != nil {
				return fmt.Errorf("value %d: %w", p.id, err)
			}
			values[p.id] = &value{hash: hashValue(v)}
			continue
		}
		quads++
		for _, id := range [...]uint64{p.s, p.p, p.o, p.l} {
			if id == 0 {
				continue
			}
			x := values[id]
			if x == nil {
				tell(Damage{fmt.Sprintf("quad %d", p.id), fmt.Sprintf("its value %d is missing", id)})
				continue
			}
			x.uses++
		}
		want.sp += mix(p.s, p.p, 0, p.id)
		want.ops += mix(p.o, p.p, p.s, p.id)
		if p.l != 0 {
			want.c += mix(p.l, 0, 0, p.id)
			label[p.l]++
		}
	}
	for id, x := range values {
		want.v += mixHash(&x.hash, id, uint64(x.uses))
		if x.uses == 0 {
			tell(Damage{fmt.Sprintf("value %d", id), "no quad uses it"})
		}
	}
	scan := func(prefix string, fn func(key, value []byte) error) error {
		it := r.r.NewIterator(util.BytesPrefix([]byte(prefix)), &opt.ReadOptions{DontFillCache: true})
		defer it.Release()
		var key []byte
		for it.Next() {
			at := strings.IndexByte(string(it.Key()), '/')
			if prefix == "v" {
				// The two bytes of the bucket may be '/' themselves, escaped.
				at = bucketEnd(it.Key())
			}
			if at < 0 {
				continue
			}
			key = unescapeKey(key[:0], it.Key(), string(it.Key()[:at+1]))
			if err := fn(key, it.Value()); err != nil {
				return fmt.Errorf("index entry %q: %w", it.Key(), err)
			}
		}
		return it.Error()
	}
	ids := func(b []byte, n int) (out [3]uint64, err error) {
		if len(b) != 8*n {
			return out, errForm
		}
		for i := range n {
			out[i] = binary.BigEndian.Uint64(b[8*i:])
		}
		return out, nil
	}
	background := hashValue(quad.IRI(BackgroundLabel))
	backgroundID, _, err := r.lookup(&background)
	if err != nil {
		return err
	}
	var list []uint64
	lists := func(bucket string, n int, sum *uint64) error {
		return scan(bucket, func(key, value []byte) error {
			if bucket == bucketC && len(key) == 16 {
				key = key[:8]
			}
			k, err := ids(key, n)
			if err != nil {
				return err
			}
			parse := parseList
			if bucket == bucketC {
				parse = parseRuns
			}
			if list, err = parse(list[:0], value); err != nil {
				return err
			}
			for i, id := range list {
				if i > 0 && list[i-1] >= id {
					return fmt.Errorf("its ids are not in order: %w", errForm)
				}
				if bucket == bucketC && k[0] == backgroundID {
					// The first entry of the background may keep ids that are gone.
					if _, ok, err := r.primitive(id); err != nil {
						return err
					} else if !ok {
						continue
					}
				}
				*sum += mix(k[0], k[1], k[2], id)
			}
			return nil
		})
	}
	for _, err := range []error{
		lists(bucketSP, 2, &got.sp), lists(bucketOPS, 3, &got.ops), lists(bucketC, 1, &got.c),
	} {
		if err != nil {
			return err
		}
	}
	err = scan("v", func(key, b []byte) error {
		if len(key) != len(valueHash{}) {
			return errForm
		}
		id, uses, err := parseValue(b)
		if err != nil {
			return err
		}
		h := valueHash(key)
		got.v += mixHash(&h, id, uses)
		return nil
	})
	if err != nil {
		return err
	}
	for _, index := range []struct {
		name      string
		want, got uint64
	}{
		{"subject and predicate", want.sp, got.sp}, {"object, predicate and subject", want.ops, got.ops}, {"label", want.c, got.c},
		{"value", want.v, got.v},
	} {
		if index.want != index.got {
			tell(Damage{"index by " + index.name, "does not agree with the log"})
		}
	}
	size, err := r.metaInt("size")
	if err != nil {
		return err
	}
	if size != quads {
		tell(Damage{"log", fmt.Sprintf("holds %d quads, want %d", quads, size)})
	}
	return nil
}

// bucketEnd is where the bucket of a value's key ends: at the first '/' that is not escaped.
func bucketEnd(key []byte) int {
	for i := 0; i < len(key); i++ {
		switch key[i] {
		case '\\':
			i++
		case '/':
			return i
		}
	}
	return -1
}

func mix(a, b, c, id uint64) uint64 {
	h := uint64(14695981039346656037)
	for _, x := range [...]uint64{a, b, c, id} {
		h ^= x
		h *= 0x9e3779b97f4a7c15
		h ^= h >> 29
		h *= 0xbf58476d1ce4e5b9
		h ^= h >> 32
	}
	return h
}

func mixHash(h *valueHash, id, uses uint64) uint64 {
	return mix(binary.LittleEndian.Uint64(h[:])^uses*0x9e3779b97f4a7c15, binary.LittleEndian.Uint64(h[8:]), uint64(binary.LittleEndian.Uint32(h[16:])), id)
}
