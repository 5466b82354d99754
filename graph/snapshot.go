package graph

import (
	"context"

	hkv "github.com/hidal-go/hidalgo/kv"
	"github.com/hidal-go/hidalgo/kv/flat"
	"github.com/syndtr/goleveldb/leveldb"
	"github.com/syndtr/goleveldb/leveldb/iterator"
	"github.com/syndtr/goleveldb/leveldb/util"
)

// snapshotKV is a snapshot of LevelDB as the key-value store that Cayley reads. Closing it releases the snapshot.
func snapshotKV(s *leveldb.Snapshot) hkv.KV { return flat.Upgrade(snapKV{s}) }

type snapKV struct{ s *leveldb.Snapshot }

func (k snapKV) Close() error { k.s.Release(); return nil }

func (k snapKV) Tx(ctx context.Context, rw bool) (flat.Tx, error) {
	if rw {
		return nil, flat.ErrReadOnly
	}
	return snapTx(k), nil
}

func (k snapKV) View(ctx context.Context, fn func(flat.Tx) error) error { return flat.View(ctx, k, fn) }
func (k snapKV) Update(context.Context, func(flat.Tx) error) error      { return flat.ErrReadOnly }

type snapTx struct{ s *leveldb.Snapshot }

func (t snapTx) Commit(context.Context) error { return nil }
func (t snapTx) Close() error                 { return nil }

func (t snapTx) Get(_ context.Context, key flat.Key) (flat.Value, error) {
	b, err := t.s.Get(key, nil)
	if err == leveldb.ErrNotFound {
		return nil, flat.ErrNotFound
	}
	return b, err
}

func (t snapTx) GetBatch(ctx context.Context, keys []flat.Key) ([]flat.Value, error) {
	return flat.GetBatch(ctx, t, keys)
}

func (t snapTx) Put(context.Context, flat.Key, flat.Value) error { return flat.ErrReadOnly }
func (t snapTx) Del(context.Context, flat.Key) error             { return flat.ErrReadOnly }

func (t snapTx) Scan(_ context.Context, opts ...flat.IteratorOption) flat.Iterator {
	it := &snapIterator{s: t.s}
	it.WithPrefix(nil)
	return flat.ApplyIteratorOptions(it, opts)
}

type snapIterator struct {
	s     *leveldb.Snapshot
	it    iterator.Iterator
	moved bool
}

func (i *snapIterator) WithPrefix(prefix flat.Key) flat.Iterator {
	if i.it != nil {
		i.it.Release()
	}
	i.it, i.moved = i.s.NewIterator(util.BytesPrefix(prefix), nil), false
	return i
}

func (i *snapIterator) Reset() { i.moved = false }

func (i *snapIterator) Seek(_ context.Context, key flat.Key) bool {
	i.moved = true
	return i.it.Seek(key)
}

func (i *snapIterator) Next(ctx context.Context) bool {
	if ctx.Err() != nil {
		return false
	}
	if !i.moved {
		i.moved = true
		return i.it.First()
	}
	return i.it.Next()
}

func (i *snapIterator) Key() flat.Key   { return i.it.Key() }
func (i *snapIterator) Val() flat.Value { return i.it.Value() }
func (i *snapIterator) Err() error      { return i.it.Error() }

func (i *snapIterator) Close() error {
	i.it.Release()
	return i.it.Error()
}
