package graph

import (
	"cmp"
	"context"

	hkv "github.com/hidal-go/hidalgo/kv"
	"github.com/hidal-go/hidalgo/kv/flat"
	"github.com/syndtr/goleveldb/leveldb"
	"github.com/syndtr/goleveldb/leveldb/iterator"
	"github.com/syndtr/goleveldb/leveldb/util"
)

// snapshotKV is a snapshot of LevelDB as the key-value store that Cayley reads, values as Cayley has them (whole). Closing it releases the snapshot.
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
	if err != nil {
		return nil, err
	}
	return whole(key, b)
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
	val   []byte
	err   error
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
	return i.read(i.it.Seek(key))
}

// read makes the value whole at which the iterator stands, if ok.
func (i *snapIterator) read(ok bool) bool {
	if ok && i.err == nil {
		i.val, i.err = whole(i.it.Key(), i.it.Value())
	}
	return ok && i.err == nil
}

func (i *snapIterator) Next(ctx context.Context) bool {
	if ctx.Err() != nil {
		return false
	}
	if !i.moved {
		i.moved = true
		return i.read(i.it.First())
	}
	return i.read(i.it.Next())
}

func (i *snapIterator) Key() flat.Key   { return i.it.Key() }
func (i *snapIterator) Val() flat.Value { return i.val }
func (i *snapIterator) Err() error      { return cmp.Or(i.err, i.it.Error()) }

func (i *snapIterator) Close() error {
	i.it.Release()
	return i.Err()
}
