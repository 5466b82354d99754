package graph

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"strings"
	"sync"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	csql "github.com/cayleygraph/cayley/graph/sql"
	cpostgres "github.com/cayleygraph/cayley/graph/sql/postgres" // registers the data base with Cayley
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/pquads"
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

// A pgView is a read-only transaction that sees one state.
type pgView struct {
	p   *postgres
	ctx context.Context
	tx  pgx.Tx
	gen uint64
}

func (p *postgres) view(ctx context.Context) (view, error) {
	tx, err := p.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, p.wrap(err)
	}
	v := &pgView{p: p, ctx: ctx, tx: tx}
	if v.gen, err = pgGeneration(ctx, tx); err != nil {
		v.release()
		return nil, p.wrap(err)
	}
	return v, nil
}

func (v *pgView) release()                             { v.tx.Rollback(context.WithoutCancel(v.ctx)) }
func (v *pgView) generation() uint64                   { return v.gen }
func (v *pgView) record(key string) ([]byte, error)    { return pgRecord(v.ctx, v.tx, key) }
func (v *pgView) quadStore() (cayley.QuadStore, error) { return v.p.quadStore() }

// recordBatch is how many records a listing reads at a time: a connection has one query under way, and whoever goes
// through a listing asks for other things meanwhile.
const recordBatch = 1000

func (v *pgView) records(prefix string) iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		from, first := []byte(prefix), true
		for {
			rows, err := v.tx.Query(v.ctx, `SELECT key, value FROM entente_records WHERE (key > $1 OR $3 AND key = $1) AND substr(key, 1, $4) = $2 ORDER BY key LIMIT $5`,
				from, []byte(prefix), first, len(prefix), recordBatch)
			if err != nil {
				yield(record{}, err)
				return
			}
			batch, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (record, error) {
				var key, value []byte
				err := row.Scan(&key, &value)
				return record{string(key), value}, err
			})
			if err != nil {
				yield(record{}, err)
				return
			}
			for _, r := range batch {
				if !yield(r, nil) {
					return
				}
			}
			if len(batch) < recordBatch {
				return
			}
			from, first = []byte(batch[len(batch)-1].key), false
		}
	}
}

// pgValue is a node's columns.
type pgValue struct {
	value             []byte
	text, kind, lang  *string
	iri, bnode, truth *bool
	number            *int64
	float             *float64
	time              *time.Time
}

func pgColumns(table string) string {
	names := []string{"value", "value_string", "datatype", "language", "iri", "bnode", "value_int", "value_bool", "value_float", "value_time"}
	for i := range names {
		names[i] = table + "." + names[i]
	}
	return strings.Join(names, ", ")
}

func (x *pgValue) targets() []any {
	return []any{&x.value, &x.text, &x.kind, &x.lang, &x.iri, &x.bnode, &x.number, &x.truth, &x.float, &x.time}
}

func (x *pgValue) quadValue() (quad.Value, error) {
	switch {
	case x.value != nil:
		return pquads.UnmarshalValue(x.value)
	case x.text != nil:
		text := strings.ReplaceAll(*x.text, `\x00`, "\x00")
		switch {
		case x.iri != nil && *x.iri:
			return quad.IRI(*x.text), nil
		case x.bnode != nil && *x.bnode:
			return quad.BNode(*x.text), nil
		case x.kind != nil:
			return quad.TypedString{Value: quad.String(text), Type: quad.IRI(*x.kind)}, nil
		case x.lang != nil:
			return quad.LangString{Value: quad.String(text), Lang: *x.lang}, nil
		}
		return quad.String(text), nil
	case x.number != nil:
		return quad.Int(*x.number), nil
	case x.truth != nil:
		return quad.Bool(*x.truth), nil
	case x.float != nil:
		return quad.Float(*x.float), nil
	case x.time != nil:
		return quad.Time(*x.time), nil
	}
	return nil, errForm
}

var pgSelect = `SELECT q.horizon, ` + pgColumns("s") + `, ` + pgColumns("p") + `, ` + pgColumns("o") + `, ` + pgColumns("l") + `
	FROM quads q JOIN nodes s ON s.hash = q.subject_hash JOIN nodes p ON p.hash = q.predicate_hash
	JOIN nodes o ON o.hash = q.object_hash JOIN nodes l ON l.hash = q.label_hash WHERE `

// quadRows reads the quads that where selects, in the order in which they were written.
func (v *pgView) quadRows(where string, args ...any) ([]quad.Quad, int64, error) {
	rows, err := v.tx.Query(v.ctx, pgSelect+where, args...)
	if err != nil {
		return nil, 0, err
	}
	var last int64
	quads, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (quad.Quad, error) {
		var at int64
		var vals [4]pgValue
		targets := []any{&at}
		for i := range vals {
			targets = append(targets, vals[i].targets()...)
		}
		if err := row.Scan(targets...); err != nil {
			return quad.Quad{}, err
		}
		last = at
		var out [4]quad.Value
		for i := range vals {
			var err error
			if out[i], err = vals[i].quadValue(); err != nil {
				return quad.Quad{}, err
			}
		}
		return quad.Quad{Subject: out[0], Predicate: out[1], Object: out[2], Label: out[3]}, nil
	})
	return quads, last, err
}

func pgHash(v quad.Value) []byte {
	h := hashValue(v)
	return h[:]
}

func (v *pgView) labelled(label quad.Value) ([]quad.Quad, error) {
	quads, _, err := v.quadRows(`q.label_hash = $1 ORDER BY q.horizon`, pgHash(label))
	return quads, err
}

func (v *pgView) subject(s quad.Value) ([]quad.Quad, error) {
	quads, _, err := v.quadRows(`q.subject_hash = $1 ORDER BY q.horizon`, pgHash(s))
	return quads, err
}

func (v *pgView) quads(ctx context.Context) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		const batch = 5000
		last := int64(0)
		for {
			if err := ctx.Err(); err != nil {
				yield(quad.Quad{}, err)
				return
			}
			quads, at, err := v.quadRows(`q.horizon > $1 ORDER BY q.horizon LIMIT $2`, last, batch)
			if err != nil {
				yield(quad.Quad{}, err)
				return
			}
			for _, q := range quads {
				if !yield(q, nil) {
					return
				}
			}
			if len(quads) < batch {
				return
			}
			last = at
		}
	}
}

// A pgChange is a transaction. Quads to be added wait until something is removed or the update ends, so that many go in
// one statement.
type pgChange struct {
	ctx     context.Context
	tx      pgx.Tx
	gen     uint64 // that it makes
	recs    map[string][]byte
	known   map[string][]byte // read ahead
	pending []quad.Quad
	uses    map[valueHash]int
	touched bool
}

func (p *postgres) update(ctx context.Context, fn func(change) error) error {
	tx, err := p.pool.Begin(ctx)
	if err != nil {
		return p.wrap(err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(writerLock)); err != nil {
		return p.wrap(err)
	}
	gen, err := pgGeneration(ctx, tx)
	if err != nil {
		return p.wrap(err)
	}
	c := &pgChange{ctx: ctx, tx: tx, gen: gen + 1, recs: map[string][]byte{}, uses: map[valueHash]int{}}
	if err := fn(c); err != nil {
		return p.wrap(err)
	}
	if !c.touched {
		return nil
	}
	c.recs[generationRecord] = binary.BigEndian.AppendUint64(nil, c.gen)
	for _, step := range []func() error{c.flush, c.writeUses, c.writeRecords} {
		if err := step(); err != nil {
			return p.wrap(err)
		}
	}
	if err := tx.Commit(ctx); err != nil {
		return p.wrap(err)
	}
	p.news.publish()
	return nil
}

func (c *pgChange) record(key string) ([]byte, error) {
	if v, ok := c.recs[key]; ok {
		return v, nil
	}
	if v, ok := c.known[key]; ok {
		return v, nil
	}
	return pgRecord(c.ctx, c.tx, key)
}

// prefetch reads records that will be asked for in one query.
func (c *pgChange) prefetch(keys []string) error {
	c.known = make(map[string][]byte, len(keys))
	list := make([][]byte, 0, len(keys))
	for _, key := range keys {
		if _, ok := c.known[key]; !ok {
			c.known[key] = nil
			list = append(list, []byte(key))
		}
	}
	rows, err := c.tx.Query(c.ctx, `SELECT key, value FROM entente_records WHERE key = ANY($1::bytea[])`, list)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key, value []byte
		if err := rows.Scan(&key, &value); err != nil {
			return err
		}
		c.known[string(key)] = value
	}
	return rows.Err()
}

func (c *pgChange) next() uint64                       { return c.gen }
func (c *pgChange) touch()                             { c.touched = true }
func (c *pgChange) setRecord(key string, value []byte) { c.touched = true; c.recs[key] = value }
func (c *pgChange) deleteRecord(key string)            { c.touched = true; c.recs[key] = nil }

func (c *pgChange) add(quads []quad.Quad) error {
	if len(quads) > 0 {
		c.touched = true
		c.pending = append(c.pending, quads...)
	}
	return nil
}

func (c *pgChange) removeLabel(label quad.Value) (int, error) {
	return c.delete(`DELETE FROM quads WHERE label_hash = $1 RETURNING subject_hash, predicate_hash, object_hash, label_hash`, pgHash(label))
}

func (c *pgChange) remove(quads []quad.Quad) error {
	if len(quads) == 0 {
		return nil
	}
	var columns [4][][]byte
	for _, q := range quads {
		for i, v := range [...]quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
			columns[i] = append(columns[i], pgHash(v))
		}
	}
	_, err := c.delete(`DELETE FROM quads q USING unnest($1::bytea[], $2::bytea[], $3::bytea[], $4::bytea[]) AS d(s, p, o, l)
		WHERE q.subject_hash = d.s AND q.predicate_hash = d.p AND q.object_hash = d.o AND q.label_hash = d.l
		RETURNING q.subject_hash, q.predicate_hash, q.object_hash, q.label_hash`, columns[0], columns[1], columns[2], columns[3])
	return err
}

// delete removes quads and counts their values down.
func (c *pgChange) delete(sql string, args ...any) (int, error) {
	if err := c.flush(); err != nil {
		return 0, err
	}
	rows, err := c.tx.Query(c.ctx, sql, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		var hashes [4][]byte
		if err := rows.Scan(&hashes[0], &hashes[1], &hashes[2], &hashes[3]); err != nil {
			return n, err
		}
		for _, h := range hashes {
			if len(h) == len(valueHash{}) {
				c.uses[valueHash(h)]--
			}
		}
		n++
		c.touched = true
	}
	return n, rows.Err()
}

// flush writes the quads that wait: their values in one statement, then the quads by COPY.
func (c *pgChange) flush() error {
	if len(c.pending) == 0 {
		return nil
	}
	type node struct {
		v    quad.Value
		uses int32
	}
	index := map[quad.Value]int{}
	var nodes []node
	var hashes []valueHash
	rows := make([][4]int, len(c.pending))
	for i, q := range c.pending {
		for d, v := range [...]quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
			n, ok := index[v]
			if !ok {
				n = len(nodes)
				index[v] = n
				nodes = append(nodes, node{v: v})
				hashes = append(hashes, hashValue(v))
			}
			nodes[n].uses++
			rows[i][d] = n
		}
	}
	var (
		uses              []int32
		hash, value       [][]byte
		text, kind, lang  []*string
		iri, bnode, truth []*bool
		number            []*int64
		float             []*float64
		moment            []*time.Time
	)
	yes := true
	for i := range nodes {
		var x pgValue
		str := func(s string) *string { s = strings.ReplaceAll(s, "\x00", `\x00`); return &s }
		switch v := nodes[i].v.(type) {
		case quad.IRI:
			x.text, x.iri = str(string(v)), &yes
		case quad.BNode:
			x.text, x.bnode = str(string(v)), &yes
		case quad.String:
			x.text = str(string(v))
		case quad.TypedString:
			x.text, x.kind = str(string(v.Value)), str(string(v.Type))
		case quad.LangString:
			x.text, x.lang = str(string(v.Value)), str(v.Lang)
		case quad.Int:
			n := int64(v)
			x.number = &n
		case quad.Bool:
			b := bool(v)
			x.truth = &b
		case quad.Float:
			f := float64(v)
			x.float = &f
		case quad.Time:
			t := time.Time(v).Truncate(time.Second) // the data base keeps microseconds only, Cayley's hash all
			x.time = &t
		default:
			var err error
			if x.value, err = pquads.MarshalValue(v); err != nil {
				return err
			}
		}
		uses = append(uses, nodes[i].uses)
		hash = append(hash, hashes[i][:])
		value = append(value, x.value)
		text, kind, lang = append(text, x.text), append(kind, x.kind), append(lang, x.lang)
		iri, bnode, truth = append(iri, x.iri), append(bnode, x.bnode), append(truth, x.truth)
		number, float, moment = append(number, x.number), append(float, x.float), append(moment, x.time)
	}
	_, err := c.tx.Exec(c.ctx, `INSERT INTO nodes (refs, hash, value, value_string, datatype, language, iri, bnode, value_int, value_bool, value_float, value_time)
		SELECT * FROM unnest($1::int[], $2::bytea[], $3::bytea[], $4::text[], $5::text[], $6::text[], $7::bool[], $8::bool[], $9::bigint[], $10::bool[], $11::float8[], $12::timestamptz[])
		ON CONFLICT (hash) DO UPDATE SET refs = nodes.refs + EXCLUDED.refs`,
		uses, hash, value, text, kind, lang, iri, bnode, number, truth, float, moment)
	if err != nil {
		return err
	}
	_, err = c.tx.CopyFrom(c.ctx, pgx.Identifier{"quads"}, []string{"subject_hash", "predicate_hash", "object_hash", "label_hash"},
		pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
			r := rows[i]
			return []any{hashes[r[0]][:], hashes[r[1]][:], hashes[r[2]][:], hashes[r[3]][:]}, nil
		}))
	c.pending = c.pending[:0]
	return err
}

// writeUses counts the values of removed quads down, and removes those that no quad uses.
func (c *pgChange) writeUses() error {
	if len(c.uses) == 0 {
		return nil
	}
	var hashes [][]byte
	var less []int32
	for h, n := range c.uses {
		hashes = append(hashes, append([]byte(nil), h[:]...))
		less = append(less, int32(n))
	}
	if _, err := c.tx.Exec(c.ctx, `UPDATE nodes SET refs = nodes.refs + d.n FROM unnest($1::bytea[], $2::int[]) AS d(hash, n) WHERE nodes.hash = d.hash`, hashes, less); err != nil {
		return err
	}
	_, err := c.tx.Exec(c.ctx, `DELETE FROM nodes WHERE refs <= 0`)
	return err
}

func (c *pgChange) writeRecords() error {
	var set, values, gone [][]byte
	for key, value := range c.recs {
		if value == nil {
			gone = append(gone, []byte(key))
		} else {
			set, values = append(set, []byte(key)), append(values, value)
		}
	}
	if len(gone) > 0 {
		if _, err := c.tx.Exec(c.ctx, `DELETE FROM entente_records WHERE key = ANY($1::bytea[])`, gone); err != nil {
			return err
		}
	}
	_, err := c.tx.Exec(c.ctx, `INSERT INTO entente_records (key, value) SELECT * FROM unnest($1::bytea[], $2::bytea[]) ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value`, set, values)
	return err
}
