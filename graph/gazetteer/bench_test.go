package gazetteer

import (
	"runtime"
	"testing"
)

var lookups = []string{"Kim Jong Un", "Sergei Shoigu", "the United States", "U.S.", "Pyongyang", "Russian Defence Minister", "Democratic People's Republic of Korea",
	"Antony J. Blinken", "Nobody of that name", "Recep Tayyip Erdoğan"}

// The aim is 2 µs a name.
func BenchmarkLookup(b *testing.B) {
	g := core0(b)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		g.Lookup(lookups[n%len(lookups)])
		n++
	}
}

func BenchmarkWalk(b *testing.B) {
	g := core0(b)
	var words []Word
	for _, t := range []string{"Russian", "Defence", "Minister", "Sergei", "Shoigu", "visited", "the", "Democratic", "People", "'s", "Republic", "of", "Korea", "."} {
		words = g.Words(t, words)
	}
	b.ReportAllocs()
	for b.Loop() {
		for i := range words {
			g.Longest(words[i:])
		}
	}
}

// The aim is 25 ms of a processor and 30 MB; MB is what stays allocated after reading.
func BenchmarkStart(b *testing.B) {
	b.SetBytes(int64(len(stored)))
	b.ReportAllocs()
	var g *Gazetteer
	for b.Loop() {
		var err error
		if g, err = Decode(stored); err != nil {
			b.Fatal(err)
		}
	}
	var with, without runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&with)
	runtime.KeepAlive(g)
	g = nil
	runtime.GC()
	runtime.ReadMemStats(&without)
	b.ReportMetric(float64(with.HeapAlloc-without.HeapAlloc)/1e6, "MB")
}

func BenchmarkNear(b *testing.B) {
	g := core0(b)
	for b.Loop() {
		g.Near("Vladimir Puttin", 5)
	}
}

func core0(t testing.TB) *Gazetteer {
	t.Helper()
	g, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	return g
}
