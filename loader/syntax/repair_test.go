package syntax

import (
	"strings"
	"testing"
)

func TestRepair(t *testing.T) {
	for _, c := range []struct{ what, in, want string }{
		{"the second subject after a comma explains the first", `
1	Fyodor	_	PROPN	_	_	9	nsubj	_	_
2	,	_	PUNCT	_	_	4	punct	_	_
3	an	_	DET	_	_	4	det	_	_
4	expert	_	NOUN	_	_	9	nsubj	_	_
5	on	_	ADP	_	_	7	case	_	_
6	the	_	DET	_	_	7	det	_	_
7	North	_	PROPN	_	_	4	nmod	_	_
8	,	_	PUNCT	_	_	4	punct	_	_
9	says	_	VERB	_	_	0	root	_	_
`, "nsubj>says punct>expert det>expert appos>Fyodor case>North det>North nmod>expert punct>Fyodor root"},
		{"a coordination is left alone", `
1	Kim	_	PROPN	_	_	4	nsubj	_	_
2	and	_	CCONJ	_	_	3	cc	_	_
3	Putin	_	PROPN	_	_	4	nsubj	_	_
4	met	_	VERB	_	_	0	root	_	_
`, "nsubj>met cc>Putin nsubj>met root"},
		{"a name is one thing", `
1	Dmitry	_	PROPN	_	_	3	nsubj	_	NER=B-PER
2	Peskov	_	PROPN	_	_	3	obj	_	NER=I-PER
3	spoke	_	VERB	_	_	0	root	_	_
`, "nsubj>spoke flat>Dmitry root"},
		{"two subjects side by side", `
1	Defence	_	PROPN	_	_	3	nsubj	_	_
2	officials	_	NOUN	_	_	3	nsubj	_	_
3	spoke	_	VERB	_	_	0	root	_	_
`, "compound>officials nsubj>spoke root"},
		{"punctuation marks belong to what they set off or enclose", `
1	"	_	PUNCT	_	_	5	punct	_	_
2	We	_	PRON	_	_	3	nsubj	_	_
3	agree	_	VERB	_	_	7	ccomp	_	_
4	,	_	PUNCT	_	_	2	punct	_	_
5	"	_	PUNCT	_	_	2	punct	_	_
6	he	_	PRON	_	_	7	nsubj	_	_
7	said	_	VERB	_	_	0	root	_	_
8	.	_	PUNCT	_	_	3	punct	_	_
`, "punct>agree nsubj>agree ccomp>said punct>agree punct>agree nsubj>said root punct>said"},
		{"at least so many are an object", `
1	It	_	PRON	_	_	2	nsubj	_	_
2	killed	_	VERB	_	_	0	root	_	_
3	at	_	ADP	_	_	4	case	_	_
4	least	_	ADJ	_	_	5	nmod	_	_
5	12	_	NUM	_	_	6	nummod	_	_
6	people	_	NOUN	_	_	2	obl	_	_
`, "nsubj>killed root case>least nmod>12 nummod>people obj>killed"},
		{"but not after another preposition", `
1	It	_	PRON	_	_	2	nsubj	_	_
2	went	_	VERB	_	_	0	root	_	_
3	to	_	ADP	_	_	7	case	_	_
4	at	_	ADP	_	_	5	case	_	_
5	least	_	ADJ	_	_	6	nmod	_	_
6	12	_	NUM	_	_	7	nummod	_	_
7	towns	_	NOUN	_	_	2	obl	_	_
`, "nsubj>went root case>towns case>least nmod>12 nummod>towns obl>went"},
		{"a passive verb has no object", `
1	It	_	PRON	_	_	3	nsubj:pass	_	_
2	is	_	AUX	_	_	3	aux:pass	_	_
3	shaped	_	VERB	_	_	0	root	_	_
4	by	_	ADP	_	_	5	case	_	_
5	China	_	PROPN	_	_	3	obl:agent	_	_
6	,	_	PUNCT	_	_	8	punct	_	_
7	their	_	PRON	_	_	8	nmod:poss	_	_
8	patron	_	NOUN	_	_	3	obj	_	_
`, "nsubj:pass>shaped aux:pass>shaped root case>China obl:agent>shaped punct>patron nmod:poss>patron appos>China"},
		{"an object after a time may be one", `
1	He	_	PRON	_	_	2	nsubj	_	_
2	saw	_	VERB	_	_	0	root	_	_
3	in	_	ADP	_	_	4	case	_	_
4	May	_	PROPN	_	_	2	obl	_	_
5	,	_	PUNCT	_	_	2	punct	_	_
6	ships	_	NOUN	_	_	2	obj	_	_
`, "nsubj>saw root case>May obl>saw punct>ships obj>saw"},
		{"pronouns are no parts of each other", `
1	all	_	PRON	_	_	3	nsubj	_	_
2	they	_	PRON	_	_	3	nsubj	_	_
3	spoke	_	VERB	_	_	0	root	_	_
`, "nsubj>spoke nsubj>spoke root"},
	} {
		err := ReadCoNLLU(strings.NewReader(strings.TrimSpace(c.in)), func(_ string, d *Document) error {
			d.repair(0, int32(d.Len()), new(workspace))
			var got []string
			for i, r := range d.Rels {
				s := r.String()
				if h := d.Heads[i]; h >= 0 {
					s += ">" + d.Form(int(h))
				}
				got = append(got, s)
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("%s:\ngot  %s\nwant %s", c.what, s, c.want)
			}
			for i := range d.Lemmas {
				d.Lemmas[i] = "x"
			}
			checkTree(t, d)
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}
