package sentence

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
)

func forms(g *Segmentation, s Sentence) string {
	var b strings.Builder
	for i := s.First; i < s.Last; i++ {
		if i > s.First {
			b.WriteByte(' ')
		}
		b.WriteString(g.form(int(i)))
	}
	return b.String()
}

func TestTokens(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Don't say they can't, won't or cannot.", "Do|n't|say|they|ca|n't|,|wo|n't|or|can|not|."},
		{"It’s Russia’s; they’ve left, he’d know.", "It|’s|Russia|’s|;|they|’ve|left|,|he|’d|know|."},
		{"the leaders’ talks", "the|leaders|’|talks"},
		{"O'Reilly met Shi'ite clerics at 5 o'clock", "O'Reilly|met|Shi'ite|clerics|at|5|o'clock"},
		{"a 15-year-old, US-led, nuclear-armed bloc", "a|15|-|year|-|old|,|US|-|led|,|nuclear|-|armed|bloc"},
		{"anti-ship, co-founder, non-proliferation, ex-minister, re-elected", "anti-ship|,|co-founder|,|non-proliferation|,|ex-minister|,|re-elected"},
		{"Kim Jong-un and Moon Jae-in", "Kim|Jong-un|and|Moon|Jae-in"},
		{"Anglo-American ties, Al-Jazeera", "Anglo|-|American|ties|,|Al|-|Jazeera"},
		{"the F-16 and the AK-47", "the|F|-|16|and|the|AK|-|47"},
		{"$1.5 billion, €300m, 3,000 troops, 12.5%", "$|1.5|billion|,|€|300|m|,|3,000|troops|,|12.5|%"},
		{"US$5 million", "US$|5|million"},
		{"up .5 points", "up|.5|points"},
		{"at 5pm or 7:30 p.m. on 9/11/2001", "at|5|pm|or|7:30|p.m.|on|9/11/2001"},
		{"Mr. Smith, Gen. J. R. Jones and Dr. Lee of the U.S. Army", "Mr.|Smith|,|Gen.|J.|R.|Jones|and|Dr.|Lee|of|the|U.S.|Army"},
		{"U.S.-led talks with U.N. envoys", "U.S.|-|led|talks|with|U.N.|envoys"},
		{"“Yes,” he said. \"No!\"", "“|Yes|,|”|he|said|.|\"|No|!|\""},
		{"He said: “She told me, ‘Go.’”", "He|said|:|“|She|told|me|,|‘|Go|.|’|”"},
		{"SEOUL (Reuters) - South Korea", "SEOUL|(|Reuters|)|-|South|Korea"},
		{"one—two – three -- four...five", "one|—|two|–|three|--|four|...|five"},
		{"and/or he/she", "and|/|or|he|/|she"},
		{"See http://example.com/a?b=c, or mail a.b@example.org.", "See|http://example.com/a?b=c|,|or|mail|a.b@example.org|."},
		{"AT&T and R&D", "AT&T|and|R&D"},
		{"It ended.The next day", "It|ended|.|The|next|day"},
		{"No. 10 said no. Then", "No.|10|said|no|.|Then"},
		{"the 1990s, the ’90s and '02", "the|1990s|,|the|’90s|and|'02"},
		{"1969-1970, 713-555-0100", "1969|-|1970|,|713-555-0100"},
		{"Really?! Yes!!!", "Really|?!|Yes|!!!"},
		{"@user #peace #1", "@user|#peace|#|1"},
		{"Ph.D. from M.I.T., i.e. there", "Ph.D.|from|M.I.T.|,|i.e.|there"},
		{"dont go, cant stay, gonna leave", "do|nt|go|,|ca|nt|stay|,|gon|na|leave"},
		{"Пукин сказал: «Да».", "Пукин|сказал|:|«|Да|»|."},
		{"שלום عليكم 你好", "שלום|عليكم|你好"},
		{"👍🏽 👨‍👩‍👧 ok", "👍🏽|👨‍👩‍👧|ok"},
		{"a\x00b", "a|\x00|b"},
	} {
		var parts []string
		for _, tok := range tokens(c.text, 0, len(c.text), nil) {
			parts = append(parts, c.text[tok.Begin:tok.End])
		}
		if got := strings.Join(parts, "|"); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"plain", "Putin met Kim. They talked.", "Putin met Kim .|They talked ."},
		{"titles", "Gen. Mark Milley met Sen. Graham. Lt. Col. Smith left.", "Gen. Mark Milley met Sen. Graham .|Lt. Col. Smith left ."},
		{"states", "He left the U.S. The army stayed. The U.S. Army left.", "He left the U.S.|The army stayed .|The U.S. Army left ."},
		{"quote then speaker", "“It is over.” The minister left. “Why now?” Lavrov said.", "“ It is over . ”|The minister left .|“ Why now ? ” Lavrov said ."},
		{"straight quotes", `"We will see," he said. "They know it." Then he left.`, `" We will see , " he said .|" They know it . "|Then he left .`},
		{"question inside", "“Will they come?” asked the envoy.", "“ Will they come ? ” asked the envoy ."},
		{"missing space", "Talks ended.The envoys left.", "Talks ended .|The envoys left ."},
		{"decimals", "It rose 3.5 percent. It fell.", "It rose 3.5 percent .|It fell ."},
		{"dateline", "SEOUL, Sept. 12 (Reuters) - North Korea fired. Japan protested.", "SEOUL , Sept. 12 ( Reuters ) -|North Korea fired .|Japan protested ."},
		{"short dateline", "HANOI — Kim met Trump on Wednesday.", "HANOI —|Kim met Trump on Wednesday ."},
		{"agency", "Beijing, July 5 (Xinhua) -- China protested on Wednesday.", "Beijing , July 5 ( Xinhua ) --|China protested on Wednesday ."},
		{"no dateline", "NATO’s plan — Sweden joins — was ready. US - Iran talks ended.", "NATO ’s plan — Sweden joins — was ready .|US - Iran talks ended ."},
		{"initials", "George W. Bush met J. R. Kim. He left.", "George W. Bush met J. R. Kim .|He left ."},
		{"notes", "He was born there. [3] In 2004 he left.", "He was born there . [ 3 ]|In 2004 he left ."},
		{"ellipsis", "He waited ... then left. Later … They met.", "He waited ... then left .|Later …|They met ."},
		{"brackets", "They met. (Nobody spoke.) They left.", "They met .|( Nobody spoke . )|They left ."},
		{"wrapped", "Envoys of both countries met in the capital on\nTuesday and agreed to go on with the talks about\nthe border. They meet again in a month, and both\nsides said so.", "Envoys of both countries met in the capital on Tuesday and agreed to go on with the talks about the border .|They meet again in a month , and both sides said so ."},
		{"lines", "Talks in Vienna\nIran and the EU met.\nThey agreed.", "Talks in Vienna|Iran and the EU met .|They agreed ."},
	} {
		var s Splitter
		var g Segmentation
		s.Split("", c.text, &g)
		var parts []string
		for i, x := range g.Sentences {
			parts = append(parts, forms(&g, x))
			if int(x.Number) != i {
				t.Errorf("%s: sentence %d has number %d", c.name, i, x.Number)
			}
		}
		if got := strings.Join(parts, "|"); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestBlocks(t *testing.T) {
	for _, c := range []struct{ name, title, text, want string }{
		{"glued menu", "", "ExampleNewsSportMarketVideo\n\nIran met Iraq.", "paragraph:Iran met Iraq ."},
		{"glued tags", "", "TagsIran Talks: Iran met Iraq in Basra on Monday.", "headline:Iran Talks :|paragraph:Iran met Iraq in Basra on Monday ."},
		{"separated menu", "", "Home | World | Sport | Opinion\nIran met Iraq.", "paragraph:Iran met Iraq ."},
		{"menu line", "", "Home News Sport Business Opinion Travel\n\nIran met Iraq.", "paragraph:Iran met Iraq ."},
		{"menu column", "", "Home\nNews\nSport\nMore\n\nIran met Iraq.", "paragraph:Iran met Iraq ."},
		{"list", "", "Attending:\n\nJane Doe\nJohn Roe\nMary Major\n\nIran met Iraq.", "headline:Attending :|list:Jane Doe|list:John Roe|list:Mary Major|paragraph:Iran met Iraq ."},
		{"more news", "", "Iran met Iraq.\n\nMore Example News\nRead more: Iraq votes", "paragraph:Iran met Iraq ."},
		{"follow us", "", "Iran met Iraq. Please subscribe and follow us on FACEBOOK and TWITTER.", "paragraph:Iran met Iraq ."},
		{"cookies", "", "We use cookies to improve our service.\nIran met Iraq.", "paragraph:Iran met Iraq ."},
		{"newsletter", "", "Sign up for our newsletter to get the news first.\nIran met Iraq.", "paragraph:Iran met Iraq ."},
		{"platforms in the news stay", "", "Russia blocked Facebook and Twitter on Friday. Users can subscribe, officials said.", "paragraph:Russia blocked Facebook and Twitter on Friday .|paragraph:Users can subscribe , officials said ."},
		{"sign-off", "", "Iran met Iraq.\n(Reporting by Jane Doe; Editing by John Roe)", "paragraph:Iran met Iraq ."},
		{"byline and date", "", "By Jane Doe\nJuly 5, 2023\nIran met Iraq.", "paragraph:Iran met Iraq ."},
		{"title again", "Iran meets Iraq", "IRAN MEETS IRAQ\n\nIran met Iraq.", "headline:Iran meets Iraq|paragraph:Iran met Iraq ."},
		{"bullets", "", "– Closer ties: Iran and Iraq agreed to trade. They will meet.\n• Iran met Iraq.\n1. Syria came.", "headline:Closer ties :|bullet:Iran and Iraq agreed to trade .|bullet:They will meet .|bullet:Iran met Iraq .|bullet:Syria came ."},
		{"transcript", "", "President Jane Doe: Mr Roe, friends,\n\nI welcome you.", "headline:President Jane Doe :|paragraph:Mr Roe , friends ,|paragraph:I welcome you ."},
		{"colon of speech", "", "The minister said: We will not go there again.", "paragraph:The minister said : We will not go there again ."},
		{"quote", "", "“We will not go. It is late.”\n\nHe left.", "quote:“ We will not go .|quote:It is late . ”|paragraph:He left ."},
		{"headline", "", "Iran and Iraq Agree on Border\nThe two met.", "headline:Iran and Iraq Agree on Border|paragraph:The two met ."},
	} {
		var s Splitter
		var g Segmentation
		s.Split(c.title, c.text, &g)
		var parts []string
		for _, x := range g.Sentences {
			parts = append(parts, x.Kind.String()+":"+forms(&g, x))
			if x.Kind != Headline && x.Kind != g.Blocks[x.Block].Kind {
				t.Errorf("%s: kind %s in a block of kind %s", c.name, x.Kind, g.Blocks[x.Block].Kind)
			}
		}
		if got := strings.Join(parts, "|"); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestTitle(t *testing.T) {
	var s Splitter
	var g Segmentation
	s.Split("Iran meets Iraq. Again", "They talked.", &g)
	if len(g.Sentences) != 3 || g.Sentences[0].Number != -1 || g.Sentences[1].Number != -1 || g.Sentences[2].Number != 0 {
		t.Fatalf("numbers: %+v", g.Sentences)
	}
	if got := g.Text[g.Body:]; got != "They talked." {
		t.Errorf("body %q", got)
	}
	if begin := int(g.Tokens[g.Sentences[2].First].Begin) - g.Body; begin != 0 {
		t.Errorf("the first sentence begins at %d of the body", begin)
	}
}

// check fails if tokens or sentences are not in order and inside the text, or, with all set, if a character that is no
// white space is outside the tokens.
func check(t *testing.T, g *Segmentation, all bool) {
	t.Helper()
	at := uint32(0)
	for i, k := range g.Tokens {
		if k.Begin < at || k.End <= k.Begin || int(k.End) > len(g.Text) {
			t.Fatalf("token %d [%d,%d) after %d in %d bytes", i, k.Begin, k.End, at, len(g.Text))
		}
		if all && strings.IndexFunc(g.Text[at:k.Begin], func(r rune) bool { return !unicode.IsSpace(r) }) >= 0 {
			t.Fatalf("%q is lost before token %d", g.Text[at:k.Begin], i)
		}
		if strings.IndexFunc(g.Text[k.Begin:k.End], unicode.IsSpace) >= 0 {
			t.Fatalf("token %d holds space: %q", i, g.Text[k.Begin:k.End])
		}
		at = k.End
	}
	if all && strings.TrimSpace(g.Text[at:]) != "" {
		t.Fatalf("%q is lost at the end", g.Text[at:])
	}
	last := int32(0)
	for i, s := range g.Sentences {
		if s.First != last || s.Last <= s.First || s.Last-s.First > MaxTokens || int(s.Block) >= len(g.Blocks) {
			t.Fatalf("sentence %d: %+v after token %d", i, s, last)
		}
		last = s.Last
	}
	if int(last) != len(g.Tokens) {
		t.Fatalf("sentences end at token %d of %d", last, len(g.Tokens))
	}
	for i, b := range g.Blocks {
		if b.End <= b.Begin || int(b.End) > len(g.Text) || i > 0 && b.Begin < g.Blocks[i-1].End {
			t.Fatalf("block %d: %+v", i, b)
		}
	}
}

// TestHostile cuts texts that make careless splitters slow. A megabyte takes a few dozen milliseconds; the bound leaves
// room for a busy machine and is far below what anything quadratic needs.
func TestHostile(t *testing.T) {
	const n = 1 << 18
	for name, text := range map[string]string{
		"one word":           strings.Repeat("a", n),
		"one line of words":  strings.Repeat("word ", 1<<20),
		"one sentence a dot": strings.Repeat("A b. ", n/5),
		"dots":               strings.Repeat(".", n),
		"acronym":            strings.Repeat("a.", n/2),
		"digits and commas":  strings.Repeat("1,", n/2),
		"times":              strings.Repeat("1:", n/2),
		"hyphens":            strings.Repeat("a-", n/2),
		"numbers":            strings.Repeat("1-", n/2),
		"apostrophes":        strings.Repeat("a'", n/2),
		"nested quotes":      strings.Repeat("\"", 100_000) + "a" + strings.Repeat("\"", 100_000),
		"curly quotes":       strings.Repeat("“‘", 100_000) + "a." + strings.Repeat("’”", 100_000) + " B",
		"closing":            strings.Repeat("a. )", n/4),
		"brackets":           strings.Repeat("(", n),
		"nuls":               strings.Repeat("\x00a", n/2),
		"invalid":            strings.Repeat("\xff\xfe", n/2),
		"right to left":      strings.Repeat("שלום.\u202e ", n/16),
		"emoji":              strings.Repeat("👨‍👩‍👧", n/18),
		"lines":              strings.Repeat("a\n", n/2),
		"blank lines":        strings.Repeat("\n", n),
		"at signs":           strings.Repeat("a@", n/2),
		"slashes":            strings.Repeat("://", n/3),
		"colons":             strings.Repeat("a: ", n/3),
		"capitals":           strings.Repeat("aB", n/2),
		"bullets":            strings.Repeat("- a\n", n/4),
		"quote marks":        strings.Repeat("? \" Said ", n/9),
	} {
		var s Splitter
		var g Segmentation
		begin := time.Now()
		s.SplitAll(text, &g)
		check(t, &g, true)
		s.Split("Title", text, &g)
		check(t, &g, false)
		if d := time.Since(begin); d > 20*time.Second {
			t.Errorf("%s: %v", name, d)
		}
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("Iran meets Iraq", "– Topic: Iran met Iraq. They left.\n\nTagsMore\n")
	f.Add("", "SEOUL (Reuters) - It’s 3.5% of U.S. aid, he said: \"No.\" a@b.c http://x.y ...?!")
	f.Add(".5", "0.5 .5 is .05")
	f.Add("", "a\x00b \xff\xfe 👍🏽 don't 713-555-0100 F-16 'em 1. x")
	f.Fuzz(func(t *testing.T, title, text string) {
		var s Splitter
		var g Segmentation
		s.SplitAll(text, &g)
		check(t, &g, true)
		n := len(g.Tokens)
		s.Split(title, text, &g)
		check(t, &g, false)
		s.SplitAll(text, &g)
		if len(g.Tokens) != n {
			t.Fatalf("%d tokens, then %d", n, len(g.Tokens))
		}
	})
}

func BenchmarkSplit(b *testing.B) {
	text := sample(b)
	var s Splitter
	var g Segmentation
	s.Split("", text, &g)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		s.Split("", text, &g)
	}
	b.ReportMetric(float64(len(g.Tokens))*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// sample is about 100 kB of prose: the project's own pages.
func sample(tb testing.TB) string {
	var b strings.Builder
	files, _ := filepath.Glob("*.go")
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			tb.Fatal(err)
		}
		for l := range strings.Lines(string(data)) {
			if l, ok := strings.CutPrefix(strings.TrimSpace(l), "// "); ok {
				b.WriteString(l)
				b.WriteByte('\n')
			}
		}
	}
	return strings.Repeat("On Tuesday the Russian defence minister, Sergei Shoigu, visited Pyongyang. “It’s a full-fledged visit,” he said.\n\n", 400) + b.String()
}
