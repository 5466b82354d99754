package graph

import (
	"context"
	"encoding/binary"
	"strings"
	"time"

	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/pquads"
	"github.com/jackc/pgx/v5"
)

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
