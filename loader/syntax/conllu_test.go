package syntax

import (
	"bytes"
	"strings"
	"testing"
)

const twoDocs = `# newdoc id = a
# sent_id = 0
1	Shoigu	Shoigu	PROPN	NNP	_	2	nsubj	_	NER=B-PER|TokenRange=4:10
2	left	leave	VERB	VBD	_	0	root	_	SpaceAfter=No|TokenRange=11:15
3	.	.	PUNCT	.	_	2	punct	_	TokenRange=15:16

# newdoc id = b
1	It	it	PRON	PRP	_	2	nsubj	_	_
2-3	isn't	_	_	_	_	_	_	_	_
2	is	be	AUX	VBZ	_	0	root	_	SpaceAfter=No
3	n't	not	PART	RB	_	9	advmod:odd	_	_
`

func TestReadCoNLLU(t *testing.T) {
	var ids, texts []string
	var out bytes.Buffer
	err := ReadCoNLLU(strings.NewReader(twoDocs), func(id string, d *Document) error {
		ids, texts = append(ids, id), append(texts, d.Text)
		if id == "b" && (d.Heads[2] != -1 || d.Rels[2] != RelAdvmod) {
			t.Errorf("head %d %v, want -1 advmod", d.Heads[2], d.Rels[2])
		}
		if id == "a" && (d.Names[0] != BeginPER || d.Heads[0] != 1 || d.Form(1) != "left") {
			t.Errorf("names %v heads %v form %q", d.Names, d.Heads, d.Form(1))
		}
		return WriteCoNLLU(&out, id, d)
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(ids, " "); got != "a b" {
		t.Errorf("ids %q", got)
	}
	if texts[0] != "    Shoigu left." || texts[1] != "It isn't" {
		t.Errorf("texts %q", texts)
	}
	again := bytes.Buffer{}
	if err := ReadCoNLLU(bytes.NewReader(out.Bytes()), func(id string, d *Document) error { return WriteCoNLLU(&again, id, d) }); err != nil {
		t.Fatal(err)
	}
	if again.String() != out.String() {
		t.Errorf("second round differs:\n%s\n%s", out.String(), again.String())
	}
}

func TestReadCoNLLUErrors(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"1\ta\n", "conllu: line 1: 2 columns, want 10"},
		{"# x\n2\ta\ta\tX\tX\t_\t0\troot\t_\t_\n", `conllu: line 2: token id "2", want 1`},
		{"1\t\ta\tX\tX\t_\t0\troot\t_\t_\n", "conllu: line 1: empty form"},
	} {
		err := ReadCoNLLU(strings.NewReader(c.in), func(string, *Document) error { return nil })
		if err == nil || err.Error() != c.want {
			t.Errorf("%q: error %v, want %s", c.in, err, c.want)
		}
	}
}

func FuzzReadCoNLLU(f *testing.F) {
	f.Add(twoDocs)
	f.Add("1\ta\tb\tNOUN\tNN\t_\t1\tdep\t_\tTokenRange=9:10\n\n")
	f.Add("1\t\x00\tb\tNOUN\tNN\t_\t-7\tdep\t_\tTokenRange=3:4|NER=B-X\n2\té\t_\t_\t_\t_\t1\t_\t_\tTokenRange=0:2\n")
	f.Fuzz(func(t *testing.T, in string) {
		_ = ReadCoNLLU(strings.NewReader(in), func(id string, d *Document) error {
			end := uint32(0)
			for i, x := range d.Tokens {
				if x.Begin < end || x.End <= x.Begin || int(x.End) > len(d.Text) {
					t.Fatalf("token %d %v in text of %d bytes after %d", i, x, len(d.Text), end)
				}
				end = x.End
				if s := d.Sentences[d.Sent[i]]; d.Heads[i] != -1 && (d.Heads[i] < s.First || d.Heads[i] >= s.Last) {
					t.Fatalf("head %d outside %v", d.Heads[i], s)
				}
			}
			return nil
		})
	})
}
