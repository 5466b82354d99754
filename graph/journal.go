package graph

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/syndtr/goleveldb/leveldb/journal"
	"github.com/syndtr/goleveldb/leveldb/util"
)

const journalBlock = 32 << 10

// scanJournal checks a file in LevelDB's journal form: blocks of 32 KiB with chunks of a header (CRC-32C 4, length 2,
// kind 1) and data. It returns where the last whole record ends. What follows is the trace of a crash if nothing readable
// comes after it; else the file is damaged.
func scanJournal(data []byte) (valid int, damage error) {
	chunk := func(at int) (end int, kind byte, ok bool) {
		room := journalBlock - at%journalBlock
		if room < 7 || at+7 > len(data) {
			return 0, 0, false
		}
		n := int(binary.LittleEndian.Uint16(data[at+4:]))
		kind = data[at+6]
		if 7+n > room || at+7+n > len(data) || kind < 1 || kind > 4 {
			return 0, 0, false
		}
		crc := binary.LittleEndian.Uint32(data[at:])
		return at + 7 + n, kind, crc == util.NewCRC(data[at+6:at+7+n]).Value()
	}
	at, within := 0, false
	for at < len(data) {
		if room := journalBlock - at%journalBlock; room < 7 {
			for _, c := range data[at:min(at+room, len(data))] {
				if c != 0 {
					return valid, fmt.Errorf("padding at byte %d is not empty", at)
				}
			}
			at += room
			continue
		}
		end, kind, ok := chunk(at)
		if !ok || within != (kind == 3 || kind == 4) {
			break
		}
		within = kind == 2 || kind == 3
		at = end
		if !within {
			valid = end
		}
	}
	if at >= len(data) {
		return valid, nil
	}
	// A header whose length was not changed leads to the next chunk; else the next block may be readable.
	bad := at
	if at+7 <= len(data) {
		next := at + 7 + int(binary.LittleEndian.Uint16(data[at+4:]))
		if _, _, ok := chunk(next); ok && next < len(data) && next > at {
			return valid, fmt.Errorf("record at byte %d is unreadable, what follows is not", bad)
		}
	}
	for next := (at/journalBlock + 1) * journalBlock; next < len(data); next += journalBlock {
		if _, _, ok := chunk(next); ok {
			return valid, fmt.Errorf("record at byte %d is unreadable, what follows is not", bad)
		}
	}
	return valid, nil
}

// An edit is one record of LevelDB's manifest, as far as it concerns which files are alive.
type edit struct {
	journal, next uint64
	hasJournal    bool
	added         map[uint64]uint64 // table -> size
	deleted       []uint64
}

func parseEdit(b []byte) (e edit, err error) {
	e.added = map[uint64]uint64{}
	number := func() uint64 {
		x, n := binary.Uvarint(b)
		if n <= 0 {
			err = errForm
			b = nil
			return 0
		}
		b = b[n:]
		return x
	}
	text := func() {
		n := number()
		if n > uint64(len(b)) {
			err, b = errForm, nil
			return
		}
		b = b[n:]
	}
	for len(b) > 0 {
		switch number() {
		case 1: // comparator
			text()
		case 2:
			e.journal, e.hasJournal = number(), true
		case 3:
			e.next = number()
		case 4, 9: // sequence number, previous journal
			number()
		case 5: // compaction pointer
			number()
			text()
		case 6:
			number()
			e.deleted = append(e.deleted, number())
		case 7:
			number()
			table := number()
			e.added[table] = number()
			text()
			text()
		default:
			return e, errForm
		}
	}
	return e, err
}

// liveFiles reads a manifest: the tables that are alive, with their sizes, and the first journal that counts.
func liveFiles(manifest []byte) (tables map[uint64]uint64, first uint64, err error) {
	tables = map[uint64]uint64{}
	r := journal.NewReader(bytes.NewReader(manifest), nil, true, true)
	for {
		rec, err := r.Next()
		if err == io.EOF {
			return tables, first, nil
		}
		if err != nil {
			return nil, 0, err
		}
		b, err := io.ReadAll(rec)
		if err != nil {
			return nil, 0, err
		}
		e, err := parseEdit(b)
		if err != nil {
			return nil, 0, err
		}
		if e.hasJournal {
			first = e.journal
		}
		for _, t := range e.deleted {
			delete(tables, t)
		}
		for t, size := range e.added {
			tables[t] = size
		}
	}
}
