package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strconv"
	"strings"
)

// Identify gives every statement of rec its Event id, a function of the article's id and text and of what the
// statement says, so that the same article yields the same ids everywhere. Acts get ids of the same kind ("act:" + 16
// hex), because equal names of acts in two articles are not the same act. About may name acts by their Event ids, by the
// Event values that the statements held before the call, or by an Act, which stands for all of its statements.
// A record that is identified already is left as it is.
func Identify(rec *Record) {
	text := sha256.New()
	writeFields(text, rec.Article.Title, rec.Article.Text)
	textHash := hex.EncodeToString(text.Sum(nil))

	events := map[Node]Node{}
	equal := map[string]int{}
	for i := range rec.Statements {
		st := &rec.Statements[i]
		key := strings.Join([]string{strconv.Itoa(st.Sentence), string(st.Subject), string(st.Predicate), string(st.Object), string(st.Modality)}, "\x00")
		n := equal[key]
		equal[key]++
		h := sha256.New()
		writeFields(h, rec.Article.ID, textHash, key, strconv.Itoa(n))
		id := Node("evt:" + hex.EncodeToString(h.Sum(nil)[:8]))
		if st.Event != "" {
			events[st.Event] = id
		}
		st.Event = id
	}

	acts := map[string][]Node{}
	for i := range rec.Statements {
		st := &rec.Statements[i]
		if st.Act == "" {
			continue
		}
		acts[st.Act] = append(acts[st.Act], st.Event)
		if !strings.HasPrefix(st.Act, "act:") {
			h := sha256.New()
			writeFields(h, rec.Article.ID, textHash, st.Act)
			id := "act:" + hex.EncodeToString(h.Sum(nil)[:8])
			acts[id] = append(acts[id], st.Event)
			st.Act = id
		}
	}
	for i := range rec.Statements {
		st := &rec.Statements[i]
		if len(st.About) == 0 {
			continue
		}
		about := make([]Node, 0, len(st.About))
		add := func(n Node) {
			for _, a := range about {
				if a == n {
					return
				}
			}
			about = append(about, n)
		}
		for _, a := range st.About {
			if id, ok := events[a]; ok {
				add(id)
			} else if ids := acts[string(a)]; len(ids) > 0 {
				for _, id := range ids {
					add(id)
				}
			} else {
				add(a)
			}
		}
		st.About = about
	}
}

// writeFields writes each field with its length, so that no two lists of fields give the same bytes.
func writeFields(h hash.Hash, fields ...string) {
	for _, f := range fields {
		h.Write([]byte(strconv.Itoa(len(f))))
		h.Write([]byte{':'})
		h.Write([]byte(f))
	}
}
