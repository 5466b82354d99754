package graph

import (
	"context"
)

// Status is what `entente status` tells of a store.
type Status struct {
	DSN        string         `json:"dsn"`
	Backend    string         `json:"backend"` // leveldb, memory, postgres
	Format     int            `json:"format"`
	Generation uint64         `json:"generation"`
	Articles   int            `json:"articles"`
	Statements int            `json:"statements"`
	Entities   int            `json:"entities"`
	Quads      int64          `json:"quads"`
	Bytes      int64          `json:"bytes"`                // on disk, or in memory
	Extractors map[string]int `json:"extractors"`           // articles by version of the extractor
	FirstDate  Date           `json:"first_date,omitempty"` // of publication
	LastDate   Date           `json:"last_date,omitempty"`
	Changed    string         `json:"changed,omitempty"`    // time of the last change, RFC 3339
	WriterPID  int            `json:"writer_pid,omitempty"` // process that writes to it now
}

// Status counts what the store holds.
func (s *Store) Status(ctx context.Context) (Status, error) {
	st := Status{DSN: redact(s.dsn), Generation: s.Generation(), Extractors: map[string]int{}}
	err := s.read(ctx, func(v view) error {
		for m, err := range manifests(ctx, v) {
			if err != nil {
				return err
			}
			st.Articles++
			st.Statements += m.Statements
			st.Extractors[m.Extractor]++
			if m.Date != "" {
				if st.FirstDate == "" || m.Date < st.FirstDate {
					st.FirstDate = m.Date
				}
				st.LastDate = max(st.LastDate, m.Date)
			}
		}
		last := Node("")
		for r, err := range v.records(entityPrefix) {
			if err != nil {
				return err
			}
			if id := entityOfKey(r.key); id != last {
				last = id
				st.Entities++
			}
		}
		return nil
	})
	if err != nil {
		return st, err
	}
	return st, s.b.status(ctx, &st)
}
