package graph_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"entente/graph"
	"entente/graph/graphtest"
)

const benchArticles = 500

func benchRecords() []graph.Record { return slices.Collect(graphtest.Articles(2, benchArticles)) }

func putAll(b *testing.B, s *graph.Store, recs []graph.Record) {
	b.Helper()
	for batch := range slices.Chunk(recs, 50) {
		if err := s.Put(b.Context(), batch...); err != nil {
			b.Fatal(err)
		}
	}
}

func quadCount(b *testing.B, s *graph.Store) float64 {
	b.Helper()
	st, err := s.Status(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	return float64(st.Quads)
}

// Articles into an empty store in a folder, 50 a synced batch.
func BenchmarkPut(b *testing.B) {
	recs := benchRecords()
	b.ReportAllocs()
	quads := 0.0
	for b.Loop() {
		s := open(b, filepath.Join(b.TempDir(), "db"), graph.Options{})
		putAll(b, s, recs)
		quads = quadCount(b, s)
		s.Close()
	}
	b.ReportMetric(quads*float64(b.N)/b.Elapsed().Seconds(), "quads/s")
}

// The same quads into an empty store in one go.
func BenchmarkImport(b *testing.B) {
	mem := open(b, "mem:", graph.Options{})
	defer mem.Close()
	putAll(b, mem, benchRecords())
	quads := quadsOf(b, mem)
	b.ReportAllocs()
	for b.Loop() {
		s := open(b, filepath.Join(b.TempDir(), "db"), graph.Options{})
		if _, err := s.Import(b.Context(), seq(quads)); err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
	b.ReportMetric(float64(len(quads)*b.N)/b.Elapsed().Seconds(), "quads/s")
}

// All statements of a store.
func BenchmarkStatements(b *testing.B) {
	s := open(b, filepath.Join(b.TempDir(), "db"), graph.Options{})
	defer s.Close()
	putAll(b, s, benchRecords())
	quads := quadCount(b, s)
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range s.Statements(b.Context()) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(quads*float64(b.N)/b.Elapsed().Seconds(), "quads/s")
}

// One article deleted and put back, in memory, so that the disk does not count.
func BenchmarkReplace(b *testing.B) {
	s := open(b, "mem:", graph.Options{})
	defer s.Close()
	recs := benchRecords()
	putAll(b, s, recs)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		rec := recs[i%len(recs)]
		i++
		if err := s.Delete(b.Context(), rec.Article.ID); err != nil {
			b.Fatal(err)
		}
		if err := s.Put(b.Context(), rec); err != nil {
			b.Fatal(err)
		}
	}
}
