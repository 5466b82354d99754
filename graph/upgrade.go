package graph

import (
	"bytes"
	"fmt"

	"github.com/syndtr/goleveldb/leveldb/util"
)

// upgrade rewrites a store of format 1, as Compact does, in today's form. Format 1 has Cayley's form as Cayley has it: ids
// in the entries of the log, ids in those of labels, and the uses of values in a bucket of their own, nHH/HASH20, in the
// order of vHH/HASH20. Its tables are packed by LevelDB. The caller is alone.
func (b *levelDB) upgrade() error {
	err := b.rebuild(func(t *tableBuilder) error {
		all := b.db.NewIterator(nil, nil)
		defer all.Release()
		uses := b.db.NewIterator(util.BytesPrefix([]byte("n")), nil)
		defer uses.Release()
		var buf []byte
		for all.Next() {
			key, value := all.Key(), all.Value()
			var err error
			switch {
			case key[0] == 'n':
				continue
			case key[0] == 'v':
				if !uses.Next() || !bytes.Equal(uses.Key()[1:], key[1:]) {
					return fmt.Errorf("key %q: its uses are not there: %w", key, errForm)
				}
				buf, err = upgradeValue(buf[:0], value, uses.Value())
			case bytes.HasPrefix(key, []byte(bucketLog)):
				var p primitive
				if err = p.parse(0, value); err == nil {
					buf = p.append(buf[:0])
				}
			case bytes.HasPrefix(key, []byte(bucketC)):
				var ids []uint64
				if ids, err = parseList(nil, value); err == nil {
					buf = appendRuns(buf[:0], ids)
				}
			default:
				buf = append(buf[:0], value...)
			}
			if err != nil {
				return fmt.Errorf("key %q: %w", key, err)
			}
			if err := t.add(key, buf); err != nil {
				return err
			}
		}
		return all.Error()
	})
	if err != nil {
		return fmt.Errorf("store %s: bring format 1 up to date: %w", b.name, err)
	}
	return nil
}

func upgradeValue(b, id, uses []byte) ([]byte, error) {
	x, _, err := parseValue(id)
	if err != nil {
		return b, err
	}
	n, _, err := parseValue(uses)
	return appendValue(b, x, n), err
}
