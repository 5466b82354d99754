package syntax

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"entente/loader/sentence"
)

// maxLine bounds a line of CoNLL-U; a longer one is an error.
const maxLine = 1 << 24

// A LineError tells where CoNLL-U input is broken.
type LineError struct {
	Line int
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("conllu: line %d: %v", e.Line, e.Err) }

func (e *LineError) Unwrap() error { return e.Err }

// ReadCoNLLU reads CoNLL-U and calls fn for every "# newdoc" (or once, without any) with the document's id ("" if it has
// none) and its sentences. The document is used again for the next call.
//
// Where every token has TokenRange=BEGIN:END in MISC, offsets are kept and Text is the forms at their places with spaces
// between them; otherwise Text is the forms joined after SpaceAfter=No, with a line feed between sentences. Multiword and
// empty nodes are passed over. Unknown labels become X, "_" and dep; a head outside the sentence becomes -1.
func ReadCoNLLU(r io.Reader, fn func(id string, d *Document) error) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<16), maxLine)
	c := &conlluReader{d: new(Document)}
	c.reset()
	started := false
	id := ""
	flush := func() error {
		if err := c.endSentence(); err != nil {
			return err
		}
		if len(c.d.Tokens) == 0 && !started {
			return nil
		}
		if err := c.finish(); err != nil {
			return err
		}
		if err := fn(id, c.d); err != nil {
			return err
		}
		c.reset()
		return nil
	}
	line := 0
	for sc.Scan() {
		line++
		s := strings.TrimSuffix(sc.Text(), "\r")
		var err error
		switch {
		case strings.TrimSpace(s) == "":
			err = c.endSentence()
		case s[0] == '#':
			if v, ok := strings.CutPrefix(s, "# newdoc"); ok && (v == "" || v[0] == ' ') {
				if len(c.d.Tokens) > 0 || started {
					if err := flush(); err != nil {
						return err
					}
				}
				_, id, _ = strings.Cut(v, "=")
				id, started = strings.TrimSpace(id), true
			}
		default:
			if err = c.token(s); err != nil {
				err = &LineError{line, err}
			}
		}
		if err != nil {
			return err
		}
	}
	if err := sc.Err(); err != nil {
		return &LineError{line + 1, err}
	}
	return flush()
}

type conlluReader struct {
	d      *Document
	forms  []string
	space  []bool
	ranged bool // every token so far has a TokenRange
	first  int  // first token of the open sentence
}

func (c *conlluReader) reset() {
	d := c.d
	c.forms, c.space, c.ranged, c.first = c.forms[:0], c.space[:0], true, 0
	d.Text, d.Body = "", 0
	d.Tokens, d.Sentences = d.Tokens[:0], d.Sentences[:0]
	d.Resize(0)
}

func (c *conlluReader) token(s string) error {
	col := strings.Split(s, "\t")
	if len(col) != 10 {
		return fmt.Errorf("%d columns, want 10", len(col))
	}
	if strings.ContainsAny(col[0], "-.") {
		return nil
	}
	d := c.d
	n := len(c.forms) - c.first
	if k, err := strconv.Atoi(col[0]); err != nil || k != n+1 {
		return fmt.Errorf("token id %q, want %d", col[0], n+1)
	}
	if col[1] == "" {
		return errors.New("empty form")
	}
	head := int32(-1)
	if h, err := strconv.ParseInt(col[6], 10, 32); err == nil && h > 0 {
		head = int32(h-1) + int32(c.first)
	}
	u, _ := ParseUPOS(col[3])
	x, _ := ParseXPOS(col[4])
	rel, _ := ParseRel(col[7])
	t := sentence.Token{}
	ranged, space, name := false, true, NoName
	for f := range strings.SplitSeq(col[9], "|") {
		k, v, _ := strings.Cut(f, "=")
		switch k {
		case "SpaceAfter":
			space = v != "No"
		case "NER":
			name, _ = ParseNameTag(v)
		case "TokenRange":
			b, e, _ := strings.Cut(v, ":")
			p, err1 := strconv.ParseUint(b, 10, 32)
			q, err2 := strconv.ParseUint(e, 10, 32)
			if err1 == nil && err2 == nil && q-p == uint64(len(col[1])) && (len(d.Tokens) == 0 || uint32(p) >= d.Tokens[len(d.Tokens)-1].End) && q < maxLine {
				t, ranged = sentence.Token{Begin: uint32(p), End: uint32(q)}, true
			}
		}
	}
	c.ranged = c.ranged && ranged
	c.forms, c.space = append(c.forms, col[1]), append(c.space, space)
	d.Tokens = append(d.Tokens, t)
	d.UPOS, d.XPOS = append(d.UPOS, u), append(d.XPOS, x)
	d.Heads, d.Rels = append(d.Heads, head), append(d.Rels, rel)
	d.Names, d.Score = append(d.Names, name), append(d.Score, 255)
	d.Lemmas = append(d.Lemmas, col[2])
	d.Sent = append(d.Sent, int32(len(d.Sentences)))
	return nil
}

func (c *conlluReader) endSentence() error {
	d, n := c.d, int32(len(c.forms))
	if n == int32(c.first) {
		return nil
	}
	for i := c.first; i < int(n); i++ {
		if d.Heads[i] >= n || int(d.Heads[i]) == i {
			d.Heads[i] = -1
		}
	}
	d.Sentences = append(d.Sentences, sentence.Sentence{First: int32(c.first), Last: n, Number: int32(len(d.Sentences))})
	c.first = int(n)
	return nil
}

// finish builds the text.
func (c *conlluReader) finish() error {
	d := c.d
	var b strings.Builder
	if c.ranged {
		for i, f := range c.forms {
			for b.Len() < int(d.Tokens[i].Begin) {
				b.WriteByte(' ')
			}
			b.WriteString(f)
		}
		d.Text = b.String()
		return nil
	}
	for _, s := range d.Sentences {
		if s.First > 0 {
			b.WriteByte('\n')
		}
		for i := s.First; i < s.Last; i++ {
			d.Tokens[i].Begin = uint32(b.Len())
			b.WriteString(c.forms[i])
			d.Tokens[i].End = uint32(b.Len())
			if c.space[i] && i+1 < s.Last {
				b.WriteByte(' ')
			}
		}
	}
	d.Text = b.String()
	return nil
}

// WriteCoNLLU writes the document's sentences as CoNLL-U, after a "# newdoc" line where id is not empty.
func WriteCoNLLU(w io.Writer, id string, d *Document) error {
	b := bufio.NewWriter(w)
	if id != "" {
		fmt.Fprintf(b, "# newdoc id = %s\n", oneLine(id))
	}
	var num []byte
	for _, s := range d.Sentences {
		if s.First == s.Last {
			continue
		}
		fmt.Fprintf(b, "# sent_id = %d\n# text = %s\n", s.Number, oneLine(d.Text[d.Tokens[s.First].Begin:d.Tokens[s.Last-1].End]))
		for i := s.First; i < s.Last; i++ {
			head := int32(0)
			if d.Heads[i] >= 0 {
				head = d.Heads[i] - s.First + 1
			}
			num = strconv.AppendInt(num[:0], int64(i-s.First+1), 10)
			b.Write(num)
			b.WriteByte('\t')
			b.WriteString(oneLine(d.Form(int(i))))
			b.WriteByte('\t')
			if l := oneLine(d.Lemmas[i]); l != "" {
				b.WriteString(l)
			} else {
				b.WriteByte('_')
			}
			b.WriteByte('\t')
			b.WriteString(d.UPOS[i].String())
			b.WriteByte('\t')
			b.WriteString(d.XPOS[i].String())
			b.WriteString("\t_\t")
			num = strconv.AppendInt(num[:0], int64(head), 10)
			b.Write(num)
			b.WriteByte('\t')
			b.WriteString(d.Rels[i].String())
			b.WriteString("\t_\t")
			if d.Names[i] != NoName {
				b.WriteString("NER=")
				b.WriteString(d.Names[i].String())
				b.WriteByte('|')
			}
			t := d.Tokens[i]
			if i+1 < s.Last && d.Tokens[i+1].Begin == t.End {
				b.WriteString("SpaceAfter=No|")
			}
			b.WriteString("TokenRange=")
			num = strconv.AppendInt(num[:0], int64(t.Begin), 10)
			num = append(num, ':')
			num = strconv.AppendInt(num, int64(t.End), 10)
			b.Write(num)
			b.WriteByte('\n')
		}
		b.WriteByte('\n')
	}
	return b.Flush()
}

// oneLine is s without what would break a line or a column of CoNLL-U.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\n\r\t") {
		return s
	}
	return strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(s)
}
