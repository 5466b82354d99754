package graph

import (
	"context"
	"iter"
	"strings"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/pquads"
	"github.com/jackc/pgx/v5"
)

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
