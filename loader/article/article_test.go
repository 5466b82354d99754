package article

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var today = time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)

// all reads everything into lines: "id|title|date|text" or "error: ...".
func all(seq iter.Seq2[*Article, error]) []string {
	var out []string
	for a, err := range seq {
		if err != nil {
			out = append(out, "error: "+err.Error())
			continue
		}
		out = append(out, strings.Join([]string{a.ID, a.Title, string(a.Date), a.Text}, "|"))
		for _, w := range a.Warnings {
			out = append(out, "warning: "+w)
		}
	}
	return out
}

func TestReadFrom(t *testing.T) {
	long := strings.Repeat("x", MaxLine+10)
	for _, c := range []struct {
		name, file, in string
		o              Options
		want           []string
	}{
		{"text", "a.txt", "Iran met Iraq.\n", Options{Date: "2020-01-02"}, []string{"a.txt||2020-01-02|Iran met Iraq.\n"}},
		{"text on standard input", "-", "Iran met Iraq.", Options{}, []string{"-||||"}},
		{"lines", "a.jsonl", `{"id":"a","title":"T","text":"One.","date":"2020-02-03T10:00:00Z","more":{"x":[1]}}` + "\n\n" + `{"id":7,"text":"Two.","title":null}`, Options{}, []string{"a|T|2020-02-03|One.", "7|||Two."}},
		{"broken in the middle", "a.jsonl", `{"id":"a","text":"One."}` + "\n" + `{"id":"b","text":` + "\n" + `{"id":"c","text":"Three."}` + "\n", Options{}, []string{"a|||One.", "error: a.jsonl:2: broken JSON at byte 17: unexpected end of JSON input", "c|||Three."}},
		{"too long in the middle", "a.jsonl", `{"id":"a","text":"One."}` + "\n" + long + "\n" + `{"id":"c","text":"Three."}`, Options{}, []string{"a|||One.", "error: a.jsonl:2: the line has more than 16 MiB: split it", "c|||Three."}},
		{"no date", "a.jsonl", `{"id":"a","text":"One.","date":"soon"}` + "\n" + `{"id":"b","text":"Two."}`, Options{}, []string{`error: a.jsonl:1: date "soon" is none: write it as YYYY-MM-DD`, "b|||Two."}},
		{"wrong day", "a.jsonl", `{"id":"a","text":"One.","date":"2023-02-30"}`, Options{}, []string{`error: a.jsonl:1: date "2023-02-30" is none: write it as YYYY-MM-DD`}},
		{"future", "a.jsonl", `{"id":"a","text":"One.","date":"2033-02-03"}`, Options{}, []string{"a||2033-02-03|One.", "warning: publication date 2033-02-03 is in the future"}},
		{"no text", "a.jsonl", `{"id":"a"}` + "\n" + `{"id":"b","text":" "}` + "\n" + `{"id":"c","title":"T","text":""}`, Options{}, []string{`error: a.jsonl:1: has no field "text"`, "error: a.jsonl:2: has no text", "c|T||"}},
		{"wrong types", "a.jsonl", `{"id":"a","text":5}` + "\n" + `[1]` + "\n" + `5` + "\n" + `{"id":{},"text":"x"}`, Options{}, []string{`error: a.jsonl:1: field "text" is a number: want a string`, "error: a.jsonl:2: is a JSON array: write one object a line", "error: a.jsonl:3: is a JSON number: want an object with id and text", `error: a.jsonl:4: field "id" is neither a string nor a number`}},
		{"guessed lines", "-", "\n " + `{"id":"a","text":"One."}`, Options{}, []string{"a|||One."}},
		{"told text", "-", `{"id":"a"}`, Options{Format: Text}, []string{"-|||"}},
		{"byte order mark", "a.jsonl", "\ufeff" + `{"id":"a","text":"One."}`, Options{}, []string{"a|||One."}},
		{"invalid bytes", "a.txt", "Ira\xffn\xc3 met.", Options{}, []string{"a.txt|||Ira\ufffdn\ufffd met.", "warning: 2 bytes of the text are no UTF-8, the first at 3: replaced by U+FFFD"}},
		{"invalid bytes in a line", "a.jsonl", `{"id":"a","text":"O` + "\xff" + `ne."}`, Options{}, []string{"a|||O\ufffdne.", "warning: 1 bytes of the line are no UTF-8: replaced by U+FFFD"}},
		{"empty", "a.txt", "", Options{}, []string{"error: a.txt: is empty"}},
		{"space", "a.txt", " \n", Options{}, []string{"error: a.txt: has no text"}},
		{"binary", "a.txt", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", Options{}, []string{"error: a.txt: is no text but binary (image/png)"}},
		{"utf-16", "a.txt", "\xff\xfea\x00b\x00", Options{}, []string{"error: a.txt: is UTF-16: convert it first (iconv -f UTF-16 -t UTF-8)"}},
		{"a nul", "a.txt", "Iran\x00 met Iraq in Basra on Monday and left.", Options{}, []string{"a.txt|||Iran\x00 met Iraq in Basra on Monday and left."}},
		{"too long a text", "a.txt", strings.Repeat("word ", MaxText/5+1), Options{}, []string{"error: a.txt: text has 5242885 bytes, the limit is 5 MiB: split it"}},
	} {
		c.o.Today = today
		got := all(ReadFrom(context.Background(), c.file, strings.NewReader(c.in), c.o))
		if c.file == "-" { // the id is a hash, or the name of the reader
			for i := range got {
				if _, rest, ok := strings.Cut(got[i], "|"); ok && c.want[i][:1] == "-" {
					got[i], c.want[i] = rest[:0], ""
				}
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s\n got %.300q\nwant %.300q", c.name, got, c.want)
		}
	}
}

func TestReadPaths(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte(`{"id":"z","text":"Packed."}`))
	z.Close()
	write("b.txt", "B.")
	write("a/a.txt", "A.")
	write("README.md", "Not an article.")
	write(".hidden.txt", "Hidden.")
	write("c.jsonl.gz", packed.String())
	write("e.txt", "")
	if err := os.Symlink("/etc/hostname", filepath.Join(dir, "link.txt")); err != nil {
		t.Fatal(err)
	}
	got := all(Read(context.Background(), []string{dir, filepath.Join(dir, "b.txt"), filepath.Join(dir, "none.txt"), "-"}, Options{Stdin: strings.NewReader("S."), Today: today}))
	want := []string{
		"a/a.txt|||A.", "b.txt|||B.", "z|||Packed.", "error: " + filepath.Join(dir, "e.txt") + ": is empty",
		"b.txt|||B.",
		"error: " + filepath.Join(dir, "none.txt") + ": no such file or directory",
		"sha-7a089e1bba58|||S.",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("\n got %q\nwant %q", got, want)
	}
}

func TestCount(t *testing.T) {
	dir := t.TempDir()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte("{}\n{}"))
	z.Close()
	for name, text := range map[string]string{"a.txt": "A.\nB.", "b.jsonl": "{}\n\n{}\n \n{}", "c.jsonl.gz": packed.String(), "d.html": "<p>", "e.md": "x", ".f.txt": "x", "g.jsonl": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	ctx := context.Background()
	for _, c := range []struct {
		paths []string
		want  int
	}{
		{nil, -1},
		{[]string{dir}, 8},
		{[]string{filepath.Join(dir, "b.jsonl"), filepath.Join(dir, "e.md"), filepath.Join(dir, "none")}, 5},
		{[]string{dir, "-"}, -1},
	} {
		if got := Count(ctx, c.paths, Options{}); got != c.want {
			t.Errorf("Count(%v) = %d, want %d", c.paths, got, c.want)
		}
		if c.want > 0 {
			n := 0
			for range Read(ctx, c.paths, Options{Today: today}) {
				n++
			}
			if n != c.want {
				t.Errorf("Read(%v) yields %d, Count says %d", c.paths, n, c.want)
			}
		}
	}
}

func TestPages(t *testing.T) {
	const sentences = "Envoys of Iran and Iraq met in Basra on Monday to talk about the border. They agreed to meet again in a month and thanked their hosts. The two countries share a border of more than a thousand kilometres."
	for _, c := range []struct{ name, page, want string }{
		{"marked", `<!doctype html><html lang="en"><head><title>Iran meets Iraq | Example</title><meta property="og:site_name" content="Example"><meta property="article:published_time" content="2021-03-04T05:06:07Z"></head>
			<body><nav><ul><li>Home<li>News</ul></nav><article><h1>Iran meets Iraq</h1><p>A first meeting of the two this year took place on Monday.</p><div itemprop="articleBody"><p>` + sentences + `</p>
			<div class="related-links"><p>Read also what others have written about this long ago and far away.</p></div><ul><li>One point<li>Another point</ul></div></article><footer><p>All rights reserved by the people who made this page for you.</p></footer></body>`,
			"p|Iran meets Iraq|2021-03-04|A first meeting of the two this year took place on Monday.\n\n" + sentences + "\n\n• One point\n\n• Another point"},
		{"hidden in a sentence", `<body><main><h1>T</h1><p>Envoys of <a href="/x">Iran<span class="tooltip_person hidden">Islamic Republic</span></a> and Iraq met in <b>Basra</b> on&nbsp;Monday &amp; talked<script>x("<p>")</script> there.<span style="display: none">No</span></p></main>`,
			"p|T||Envoys of Iran and Iraq met in Basra on Monday & talked there."},
		{"without marks", `<title>Talks</title><body><div><a href=1>Home</a> <a href=2>News</a></div><h2>Sport</h2><div><p>` + sentences + `<h3>Background</h3><p>` + sentences + `</div><div><a href=3>One more article of this paper that is worth reading today</a></div><h4>Most read</h4>`,
			"p|Talks||" + sentences + "\n\nBackground\n\n" + sentences},
		{"date in a time element", `<body><article><h1>T</h1><time datetime="2020-02-03">3 Feb</time><p>` + sentences + `</article>`, "p|T|2020-02-03|" + sentences},
		{"deep", `<body><article><h1>T</h1>` + strings.Repeat("<div>", 5000) + "<p>" + sentences, "p|T||" + sentences},
		{"broken", `<p>` + sentences + `</div></span><p`, "p|||" + sentences},
		{"nothing", `<html><body><script>1</script></body></html>`, "error: p: has no text"},
	} {
		got := all(ReadFrom(context.Background(), "p", strings.NewReader(c.page), Options{Format: HTML, Today: today}))
		if len(got) != 1 || got[0] != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestBomb(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	line := bytes.Repeat([]byte(" "), 1<<16)
	for range 256 {
		z.Write(line)
	}
	z.Close()
	got := all(ReadFrom(context.Background(), "a.jsonl.gz", &packed, Options{}))
	if want := "error: a.jsonl.gz:1: unpacks to more than 100 times its size"; len(got) != 1 || got[0] != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	var last error
	for a, err := range ReadFrom(ctx, "a.jsonl", strings.NewReader(strings.Repeat(`{"id":"a","text":"One."}`+"\n", 100)), Options{}) {
		if n++; a != nil {
			cancel()
		}
		last = err
	}
	if n != 2 || !errors.Is(last, context.Canceled) {
		t.Errorf("%d yields, last error %v", n, last)
	}
}

func TestSeal(t *testing.T) {
	a := Article{ID: "a", Title: "x", Text: "yz"}
	b := Article{ID: "b", Title: "xy", Text: "z"}
	c := Article{ID: "c", Title: "x", Text: "yz"}
	a.Seal()
	b.Seal()
	c.Seal()
	if a.SHA256 == b.SHA256 || a.SHA256 != c.SHA256 || len(a.SHA256) != 64 {
		t.Errorf("hashes %s %s %s", a.SHA256, b.SHA256, c.SHA256)
	}
}

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{
		"2023-09-12": "2023-09-12", "2023-09": "2023-09", "2023": "2023", "2023-09-12T23:30:00+09:00": "2023-09-12", "2023-09-12 10:00:00": "2023-09-12",
		"Tue, 12 Sep 2023 10:00:00 GMT": "2023-09-12", "12 September 2023": "2023-09-12", "September 12, 2023": "2023-09-12", " 2023/09/12 ": "2023-09-12",
		"": "", "yesterday": "", "2023-13-01": "", "12.9.2023": "", "0000-01-01": "", "20230": "",
	} {
		got, err := ParseDate(in)
		if string(got) != want || (err == nil) != (want != "") {
			t.Errorf("ParseDate(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"id":"a","text":"One.","date":"2020-01-01"}`+"\n{\n"), "a.jsonl")
	f.Add([]byte("Iran met\xff Iraq."), "a.txt")
	f.Add([]byte("<html lang=en><title>T</title><article><h1>H</h1><p>One<br>two<li hidden>x<time datetime=2020-01-01></article>"), "a.html")
	f.Add([]byte("\x1f\x8b\x08\x00"), "a.gz")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		for a, err := range ReadFrom(context.Background(), name, bytes.NewReader(data), Options{Today: today}) {
			if (a == nil) == (err == nil) {
				t.Fatalf("article %v with error %v", a, err)
			}
			if a != nil && (a.ID == "" || a.SHA256 == "") {
				t.Fatalf("article without id or hash: %+v", a)
			}
		}
	})
}
