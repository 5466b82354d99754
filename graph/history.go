package graph

import (
	"context"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
)

// What each change put and deleted is kept for historyLength changes, so that who holds something made of the store can
// bring it up to date without looking at every article:
//
//	h/GENERATION8           big endian; for each article a byte, 'p' put or 'd' deleted, uvarint length of its id, the id
//
// A change that has none (an import, a restored backup) breaks the line: what was made before it is to be made anew.
const (
	historyPrefix = "h/"
	historyLength = 4096
)

func historyKey(generation uint64) string {
	return string(binary.BigEndian.AppendUint64([]byte(historyPrefix), generation))
}

// noteArticles notes what a change does to articles, and forgets an old change.
func noteArticles(c change, what byte, ids ...string) {
	if len(ids) == 0 {
		return
	}
	var b []byte
	for _, id := range ids {
		b = append(b, what)
		b = binary.AppendUvarint(b, uint64(len(id)))
		b = append(b, id...)
	}
	now := c.next()
	c.setRecord(historyKey(now), b)
	if now > historyLength {
		c.deleteRecord(historyKey(now - historyLength))
	}
}

// Changes names the articles, by their nodes, that were put and those that were deleted after the generation since. It
// takes time in proportion to what changed. ok is false if the store does not know any more: then what was made of it is
// to be made anew. Changes that come meanwhile may be among them, so ask for the generation first.
func (s *Store) Changes(ctx context.Context, since uint64) (changed, deleted []Node, ok bool, err error) {
	err = s.read(ctx, func(v view) error {
		now := v.generation()
		if since > now || now-since > historyLength {
			return nil
		}
		last := map[string]byte{} // by article
		for gen := since + 1; gen <= now; gen++ {
			b, err := v.record(historyKey(gen))
			if err != nil || b == nil {
				return err
			}
			if err := parseHistory(b, last); err != nil {
				return fmt.Errorf("change %d: %w", gen, err)
			}
		}
		for _, id := range slices.Sorted(maps.Keys(last)) {
			if last[id] == 'd' {
				deleted = append(deleted, ArticleNode(id))
			} else {
				changed = append(changed, ArticleNode(id))
			}
		}
		ok = true
		return nil
	})
	return changed, deleted, ok, err
}

// parseHistory notes in last what a change did to each article.
func parseHistory(b []byte, last map[string]byte) error {
	for len(b) > 0 {
		size, n := binary.Uvarint(b[1:])
		if n <= 0 || size > uint64(len(b)-1-n) || b[0] != 'p' && b[0] != 'd' {
			return errRecord
		}
		id := b[1+n : 1+n+int(size)]
		last[string(id)] = b[0]
		b = b[1+n+int(size):]
	}
	return nil
}
