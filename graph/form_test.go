package graph

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"testing"

	"github.com/cayleygraph/cayley/graph/proto"
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/pquads"
	"github.com/hidal-go/hidalgo/kv"
	"github.com/hidal-go/hidalgo/kv/flat"
	gproto "google.golang.org/protobuf/proto"
)

var formValues = []quad.Value{
	quad.String(""), quad.String("x"), quad.String("a \"quoted\"\nline\t\\ and ünïcode \x00"), quad.IRI("ent:kim-jong-un"), quad.IRI("art:a%20b/c"), quad.BNode("b1"),
	quad.TypedString{Value: "2023-07", Type: "xsd:gYearMonth"}, quad.TypedString{Value: "", Type: "xsd:date"}, quad.LangString{Value: "Киев", Lang: "ru"},
	quad.Int(0), quad.Int(42), quad.Int(-1), quad.Int(math.MinInt64), quad.Float(0), quad.Float(0.93), quad.Float(math.Inf(1)), quad.Bool(true), quad.Bool(false),
	quad.IRI(string(bytes.Repeat([]byte("long/"), 100))),
}

// What is written by hand in cayleyform.go must be what Cayley's own packages write and read.
func TestForm(t *testing.T) {
	for _, v := range formValues {
		want, err := pquads.MarshalValue(v)
		if err != nil {
			t.Fatal(err)
		}
		got := appendStored(nil, v)
		if back, err := pquads.UnmarshalValue(got); err != nil || back != v {
			t.Errorf("%v: Cayley reads %v, %v", v, back, err)
		}
		if len(got) > 0 && len(want) > 1 {
			if back, err := parseStored(want); err != nil || back != v {
				t.Errorf("%v: read from Cayley's form as %v, %v", v, back, err)
			}
		}
		h := hashValue(v)
		if !bytes.Equal(h[:], quad.HashOf(v)) {
			t.Errorf("%v: hash %x, want %x", v, h, quad.HashOf(v))
		}
		key := valueKey(nil, &h)
		theirs := flat.KeyEscape(kv.Key{[]byte{'v', h[0], h[1]}, h[:]})
		if !bytes.Equal(key, theirs) {
			t.Errorf("%v: key %x, want %x", v, key, theirs)
		}
	}
	for _, p := range []primitive{{id: 1, value: []byte("x")}, {id: 0x2f5c, s: 1, p: 2, o: 1 << 40, l: 3}, {id: 7, s: 1, p: 1, o: 1}} {
		var theirs proto.Primitive
		stored, err := whole(logKey(nil, p.id), p.append(nil))
		if err != nil {
			t.Fatal(err)
		}
		if err := gproto.Unmarshal(stored, &theirs); err != nil || theirs.ID != p.id || theirs.Subject != p.s || theirs.Predicate != p.p ||
			theirs.Object != p.o || theirs.Label != p.l || !bytes.Equal(theirs.Value, p.value) {
			t.Errorf("%+v: Cayley reads %v, %v", p, &theirs, err)
		}
		theirs.Timestamp, theirs.Replaces = 12345, 9
		b, _ := gproto.Marshal(&theirs)
		var back primitive
		if err := back.parse(p.id, b); err != nil || back.id != p.id || back.s != p.s || back.p != p.p || back.o != p.o || back.l != p.l || !bytes.Equal(back.value, p.value) {
			t.Errorf("%+v: read from Cayley's form as %+v, %v", p, back, err)
		}
		if want := flat.KeyEscape(kv.Key{[]byte("log"), appendBig(p.id)}); !bytes.Equal(logKey(nil, p.id), want) {
			t.Errorf("log key %x, want %x", logKey(nil, p.id), want)
		}
	}
	var indexes []map[string]any
	if err := json.Unmarshal(indexesJSON(), &indexes); err != nil || len(indexes) != 3 {
		t.Errorf("indexes %s: %v", indexesJSON(), err)
	}
}

func appendBig(id uint64) []byte {
	b := make([]byte, 8)
	for i := range b {
		b[7-i] = byte(id)
		id >>= 8
	}
	return b
}

func TestRuns(t *testing.T) {
	for _, ids := range [][]uint64{nil, {1}, {1, 2, 3}, {7, 9, 10, 11, 4000, 4001}, {1 << 40}, {0, 1, 3}} {
		b := appendRuns(nil, ids)
		if back, err := parseRuns(nil, b); err != nil || !slices.Equal(back, ids) {
			t.Errorf("runs %v come back as %v, %v", ids, back, err)
		}
		// Cayley reads them as a list.
		list, err := whole(appendID([]byte(bucketC), 5), b)
		if back, perr := parseList(nil, list); err != nil || perr != nil || !slices.Equal(back, ids) {
			t.Errorf("runs %v are given to Cayley as %v, %v, %v", ids, back, err, perr)
		}
	}
	for _, b := range [][]byte{{1}, {0x80}, {0, 0xff, 0xff, 0xff, 0xff, 0xff, 1}} {
		if ids, err := parseRuns(nil, b); err == nil {
			t.Errorf("% x is read as %v", b, ids)
		}
	}
	for _, c := range [][2]uint64{{1, 1}, {300, 1}, {300, 7}, {1 << 40, 1 << 20}, {5, 0}} {
		if id, uses, err := parseValue(appendValue(nil, c[0], c[1])); id != c[0] || uses != c[1] || err != nil {
			t.Errorf("id %d and %d uses come back as %d and %d, %v", c[0], c[1], id, uses, err)
		}
	}
}

// Sorting by ranked bytes must be sorting by escaped keys.
func TestEscapedRank(t *testing.T) {
	var ids []uint32
	for _, a := range []uint32{0, 1, 0x2e, 0x2f, 0x30, 0x5b, 0x5c, 0x5d, 0xff} {
		for _, b := range []uint32{0, 0x2e, 0x2f, 0x5b, 0x5c, 0xff} {
			ids = append(ids, a<<8|b, a<<16|b, a<<24|b<<16)
		}
	}
	byRank, byKey := slices.Clone(ids), slices.Clone(ids)
	slices.SortStableFunc(byRank, func(a, b uint32) int { return int(int64(ranked(a)) - int64(ranked(b))) })
	slices.SortStableFunc(byKey, func(a, b uint32) int { return bytes.Compare(logKey(nil, uint64(a)), logKey(nil, uint64(b))) })
	if !slices.Equal(byRank, byKey) {
		t.Error("ranks and escaped keys give different orders")
	}
	for _, id := range ids {
		if unrank(ranked(id)) != id {
			t.Errorf("unrank(ranked(%x)) = %x", id, unrank(ranked(id)))
		}
	}
}

// No bytes may make the readers of stored forms panic.
func FuzzForm(f *testing.F) {
	for _, v := range formValues {
		f.Add(appendStored(nil, v))
	}
	p := primitive{id: 9, s: 1, p: 2, o: 3, l: 4}
	f.Add(p.append(nil))
	f.Add([]byte("closed 0 00000000\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if v, err := parseStored(b); err == nil {
			if back, err := parseStored(appendStored(nil, v)); err != nil || back != v && v == v {
				if f, ok := v.(quad.Float); !ok || !math.IsNaN(float64(f)) {
					t.Errorf("%v comes back as %v, %v", v, back, err)
				}
			}
		}
		var p primitive
		p.parse(1, b)
		parseList(nil, b)
		if len(b) < 64 { // a few bytes can stand for many ids
			if ids, err := parseRuns(nil, b); err == nil && len(ids) < 1000 {
				if back, err := parseRuns(nil, appendRuns(nil, ids)); err != nil || !slices.Equal(back, ids) {
					t.Errorf("runs %v come back as %v, %v", ids, back, err)
				}
			}
		}
		whole(logKey(nil, 7), b)
		parseValue(b)
		parseHistory(b, map[string]byte{})
		splitEntity(b)
		parseEdit(b)
		if valid, err := scanJournal(b); err == nil && valid > len(b) {
			t.Errorf("%d of %d bytes are valid", valid, len(b))
		}
	})
}

// escapeNode and unescapeNode are inverse, and leave nothing that an IRI may not hold.
func FuzzNode(f *testing.F) {
	for _, s := range []string{"ent:a", "open/be admitted to", "100%", "a<b>", "art:x%20y", "", "ü\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if p := Predicate(s); true {
			iri := p.IRI()
			if back, ok := PredicateOf(iri); !ok || back != p {
				t.Errorf("predicate %q comes back as %q", p, back)
			}
			if bytes.ContainsAny([]byte(iri), " <>\"{}|^`\\") {
				t.Errorf("%q is no IRI", iri)
			}
		}
		if id, ok := ArticleID(ArticleNode(s)); !ok || id != s {
			t.Errorf("article %q comes back as %q", s, id)
		}
	})
}
