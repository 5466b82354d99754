package graph

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	csql "github.com/cayleygraph/cayley/graph/sql"
	cpostgres "github.com/cayleygraph/cayley/graph/sql/postgres" // registers the data base with Cayley
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// postgres keeps the graph in Cayley's tables (nodes and quads, Cayley's package graph/sql/postgres, which makes them and
// reads them) and the records of manifest.go in a table of its own:
//
//	entente_records (key bytea primary key, value bytea not null)
//
// with the record "generation" for the number of the last change, big endian. An update is one transaction under an
// advisory lock, so that several processes write one after the other. It writes nodes and quads in batches rather than
// one by one, as Cayley does, and needs two indexes that Cayley does not make: quads by label, and nodes without uses.
// Cayley stores the byte 0 in texts as the four characters \x00.
type postgres struct {
	name string
	pool *pgxpool.Pool

	mu   sync.Mutex
	qs   cayley.QuadStore
	pqTo string // the address for Cayley's driver
	news news
}

const (
	recordsTable     = `CREATE TABLE IF NOT EXISTS entente_records (key bytea PRIMARY KEY, value bytea NOT NULL)`
	labelIndex       = `CREATE INDEX IF NOT EXISTS entente_quads_label ON quads (label_hash)`
	unusedIndex      = `CREATE INDEX IF NOT EXISTS entente_nodes_unused ON nodes (hash) WHERE refs <= 0`
	writerLock       = 0x656e74656e7465 // "entente"
	generationRecord = "generation"
)

// redact takes the password out of a dsn.
func redact(dsn string) string {
	if u, err := url.Parse(dsn); err == nil && u.User != nil {
		return u.Redacted()
	}
	return dsn
}

func openPostgres(ctx context.Context, dsn string, o Options) (backend, error) {
	unreachable := func(err error) error {
		return &BackendError{Scheme: redact(dsn), Reason: "cannot be reached: " + strings.ReplaceAll(err.Error(), dsn, redact(dsn))}
	}
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, &BackendError{Scheme: "postgres", Reason: "the address is not one of PostgreSQL: want postgres://USER@HOST:PORT/DATABASE"}
	}
	config.MaxConns = max(config.MaxConns, 12)
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = 10 * time.Second
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, unreachable(err)
	}
	p := &postgres{name: redact(dsn), pool: pool}
	conn, err := pool.Acquire(ctx)
	if err != nil {
		pool.Close()
		return nil, unreachable(err)
	}
	_, secure := conn.Conn().PgConn().Conn().(*tls.Conn)
	err = p.prepare(ctx, conn, o, dsn, secure)
	conn.Release()
	if err != nil {
		pool.Close()
		return nil, err
	}
	return p, nil
}

// prepare makes the tables if there are none.
func (p *postgres) prepare(ctx context.Context, conn *pgxpool.Conn, o Options, dsn string, secure bool) error {
	u, err := url.Parse(dsn)
	if err != nil {
		return &BackendError{Scheme: p.name, Reason: "the address is no URL"}
	}
	// Cayley's driver does not find out by itself whether the server encrypts.
	q := u.Query()
	if q.Get("sslmode") == "" || q.Get("sslmode") == "prefer" || q.Get("sslmode") == "allow" {
		q.Set("sslmode", map[bool]string{true: "require", false: "disable"}[secure])
		u.RawQuery = q.Encode()
	}
	p.pqTo = u.String()

	var quads, records bool
	exists := `SELECT to_regclass('quads') IS NOT NULL, to_regclass('entente_records') IS NOT NULL`
	if err := conn.QueryRow(ctx, exists).Scan(&quads, &records); err != nil {
		return p.wrap(err)
	}
	switch {
	case quads && records:
		return nil
	case o.ReadOnly:
		return fmt.Errorf("store %s: %w", p.name, ErrNoStore)
	case quads:
		return &FormatError{Path: p.name, Reason: "holds a graph of Cayley that entente did not make"}
	}
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1)`, int64(writerLock)); err != nil {
		return p.wrap(err)
	}
	defer conn.Exec(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, int64(writerLock))
	if err := conn.QueryRow(ctx, exists).Scan(&quads, &records); err != nil {
		return p.wrap(err)
	}
	if !quads {
		if err := csql.Init(cpostgres.Type, p.pqTo, nil); err != nil {
			return p.wrap(err)
		}
	}
	for _, sql := range []string{labelIndex, unusedIndex, recordsTable} {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return p.wrap(err)
		}
	}
	return nil
}

func (p *postgres) wrap(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("store %s: %w", p.name, err)
}

func (p *postgres) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var err error
	if p.qs != nil {
		err = p.qs.Close()
		p.qs = nil
	}
	p.pool.Close()
	return err
}

// quadStore is Cayley's own, over the newest state at any time: queries see changes as they come.
func (p *postgres) quadStore() (cayley.QuadStore, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.qs == nil {
		qs, err := csql.New(cpostgres.Type, p.pqTo, nil)
		if err != nil {
			return nil, p.wrap(err)
		}
		p.qs = qs
	}
	return p.qs, nil
}

type pgQuerier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

func pgRecord(ctx context.Context, q pgQuerier, key string) ([]byte, error) {
	var value []byte
	err := q.QueryRow(ctx, `SELECT value FROM entente_records WHERE key = $1`, []byte(key)).Scan(&value)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return value, err
}

func pgGeneration(ctx context.Context, q pgQuerier) (uint64, error) {
	b, err := pgRecord(ctx, q, generationRecord)
	if err != nil || len(b) != 8 {
		return 0, err
	}
	return binary.BigEndian.Uint64(b), nil
}

func (p *postgres) generation() uint64 {
	gen, err := pgGeneration(context.Background(), p.pool)
	if err != nil {
		return 0
	}
	return gen
}

func (p *postgres) watch(ctx context.Context, fn func(uint64)) {
	ch := p.news.subscribe()
	defer p.news.unsubscribe(ch)
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	last := p.generation()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ch:
		case <-tick.C:
		}
		if gen, err := pgGeneration(ctx, p.pool); err == nil && gen != last {
			last = gen
			fn(gen)
		}
	}
}

func (p *postgres) status(ctx context.Context, s *Status) error {
	s.Backend, s.Format = "postgres", formatVersion
	err := p.pool.QueryRow(ctx, `SELECT (SELECT count(*) FROM quads), pg_total_relation_size('quads') + pg_total_relation_size('nodes') + pg_total_relation_size('entente_records')`).Scan(&s.Quads, &s.Bytes)
	return p.wrap(err)
}
