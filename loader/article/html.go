package article

import (
	"io"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A page is read tag by tag, without a tree: no page is nested too deep, and the time is linear in its length.
//
// The main text is what the page marks as such (itemprop articleBody, else article, else main); a page without marks
// gives its paragraphs of running text and the headings between them. Navigation, forms, scripts, hidden elements
// (tooltips inside sentences, too) and boxes whose class names say what they are ("related", "share") are left out.

const (
	maxOpen       = 512 // elements that are followed at once; deeper ones belong to the last of these
	maxAttributes = 256
)

// Regions of a page by how surely they are the article.
const (
	regionNone = iota
	regionMain
	regionArticle
	regionBody
)

type element struct {
	tag    atom.Atom
	skip   bool // nothing in it is text of the article
	link   bool
	region uint8
}

// htmlBlock is a paragraph, heading or list item.
type htmlBlock struct {
	text   string
	linked int // bytes of it that are in links
	region uint8
	head   bool
}

type pageReader struct {
	open   []element
	blocks []htmlBlock
	buf    strings.Builder
	linked int
	space  bool

	a             Article
	title, h1     string
	dates         [3]string // by how sure: metadata of the article, marked times, any time
	inTitle, inH1 bool
}

func readPage(full, name string, in io.Reader, o *Options, yield func(*Article, error) bool) bool {
	text, err := readAll(in)
	if err != nil {
		return yield(nil, &ReadError{Path: full, Err: err})
	}
	text, replaced, _ := valid(text)
	a := parsePage(text)
	a.ID, a.Source = name, full
	if replaced > 0 {
		a.Warnings = append(a.Warnings, "bytes of the page are no UTF-8: replaced by U+FFFD")
	}
	return yieldSealed(a, full, 0, o, yield)
}

// parsePage returns the article of a page without an id.
func parsePage(text string) *Article {
	p := &pageReader{}
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			p.flush()
			return p.article()
		case html.TextToken:
			p.text(string(z.Text()))
		case html.StartTagToken:
			p.start(z, false)
		case html.SelfClosingTagToken:
			p.start(z, true)
		case html.EndTagToken:
			tag, _ := z.TagName()
			p.end(atom.Lookup(tag))
		}
	}
}

func (p *pageReader) top() element {
	if n := len(p.open); n > 0 {
		return p.open[n-1]
	}
	return element{}
}

func (p *pageReader) start(z *html.Tokenizer, closed bool) {
	tag, more := z.TagName()
	e := p.top()
	e.tag = atom.Lookup(tag)
	attrs := map[string]string{}
	for n := 0; more && n < maxAttributes; n++ {
		var k, v []byte
		k, v, more = z.TagAttr()
		if _, ok := attrs[string(k)]; !ok {
			attrs[string(k)] = string(v)
		}
	}
	p.metadata(e.tag, attrs)
	switch e.tag {
	case atom.Html:
		if l := attrs["lang"]; l != "" && len(l) <= 16 {
			p.a.Lang = strings.ToLower(l)
		}
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Math, atom.Nav, atom.Footer, atom.Aside, atom.Form, atom.Button, atom.Select, atom.Textarea,
		atom.Iframe, atom.Object, atom.Audio, atom.Video, atom.Canvas, atom.Dialog, atom.Menu, atom.Figcaption, atom.Time, atom.Title:
		e.skip = true
	case atom.Header:
		e.skip = e.skip || e.region == regionNone
	case atom.A:
		e.link = true
	case atom.Article:
		e.region = max(e.region, regionArticle)
	case atom.Main:
		e.region = max(e.region, regionMain)
	}
	if strings.Contains(attrs["itemprop"], "articleBody") {
		e.region = regionBody
	}
	if attrs["role"] == "main" {
		e.region = max(e.region, regionMain)
	}
	if e.tag != atom.Html && e.tag != atom.Body && e.tag != atom.Main && e.tag != atom.Article {
		e.skip = e.skip || hidden(attrs) || aside(attrs)
	}
	p.inTitle = p.inTitle || e.tag == atom.Title && p.title == ""
	if isBlock(e.tag) {
		p.flush()
	}
	if e.tag == atom.H1 && p.h1 == "" && !e.skip {
		p.inH1 = true
	}
	if e.tag == atom.P || e.tag == atom.Li {
		// An open one of the same kind ends here.
		if n := len(p.open); n > 0 && p.open[n-1].tag == e.tag {
			p.open = p.open[:n-1]
		}
	}
	if closed && e.tag != atom.P && e.tag != atom.Div || void(e.tag) || len(p.open) >= maxOpen {
		return
	}
	p.open = append(p.open, e)
}

func (p *pageReader) end(tag atom.Atom) {
	if isBlock(tag) {
		p.flush()
	}
	switch tag {
	case atom.Title:
		p.inTitle = false
	case atom.H1:
		p.inH1 = false
	}
	for i := len(p.open) - 1; i >= 0 && i >= len(p.open)-32; i-- {
		if p.open[i].tag == tag && tag != 0 {
			p.open = p.open[:i]
			return
		}
	}
	if tag == 0 && len(p.open) > 0 && p.top().tag == 0 { // an element that HTML does not know
		p.open = p.open[:len(p.open)-1]
	}
}

func void(tag atom.Atom) bool {
	switch tag {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}

func isBlock(tag atom.Atom) bool {
	switch tag {
	case atom.P, atom.Div, atom.Br, atom.Hr, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Ul, atom.Ol, atom.Blockquote, atom.Section, atom.Article, atom.Main,
		atom.Header, atom.Footer, atom.Table, atom.Tr, atom.Td, atom.Th, atom.Dl, atom.Dt, atom.Dd, atom.Pre, atom.Figure, atom.Body, atom.Aside, atom.Nav, atom.Form:
		return true
	}
	return false
}

// hidden tells whether a browser would not show the element.
func hidden(attrs map[string]string) bool {
	if _, ok := attrs["hidden"]; ok || attrs["aria-hidden"] == "true" {
		return true
	}
	style := strings.ReplaceAll(strings.ToLower(attrs["style"]), " ", "")
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

var asideWords = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq("share sharing social related comments comment cookie cookies consent breadcrumb breadcrumbs sidebar newsletter subscribe subscription advert advertisement ads promo popup modal tooltip hidden navigation navbar nav menu tags byline caption toolbar recommended trending outbrain taboola paywall skip sr visually") {
		m[w] = true
	}
	return m
}()

// aside tells whether the names of the element's class say that it is beside the article. A name counts by its first or
// only word, so that "share-buttons" is one and "no-sidebar" is not.
func aside(attrs map[string]string) bool {
	for name := range strings.FieldsSeq(strings.ToLower(attrs["class"] + " " + attrs["id"])) {
		first := strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' })
		if len(first) > 0 && asideWords[first[0]] {
			return true
		}
	}
	return false
}

// text adds text to the block, with its white space reduced to single spaces.
func (p *pageReader) text(s string) {
	if p.inTitle {
		p.title += s
		return
	}
	e := p.top()
	if e.skip {
		return
	}
	for _, r := range s {
		if unicode.IsSpace(r) {
			p.space = true
			continue
		}
		if p.space && p.buf.Len() > 0 {
			p.buf.WriteByte(' ')
		}
		p.space = false
		before := p.buf.Len()
		p.buf.WriteRune(r)
		if e.link {
			p.linked += p.buf.Len() - before
		}
	}
}

// flush ends the block.
func (p *pageReader) flush() {
	if p.buf.Len() > 0 {
		e := p.top()
		b := htmlBlock{text: p.buf.String(), linked: p.linked, region: e.region}
		switch e.tag {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			b.head = true
		case atom.Li:
			b.text = "• " + b.text
		}
		if p.inH1 && p.h1 == "" {
			p.h1 = b.text
		}
		p.blocks = append(p.blocks, b)
	}
	p.buf.Reset()
	p.linked, p.space = 0, false
}

// metadata reads what elements say about the page.
func (p *pageReader) metadata(tag atom.Atom, attrs map[string]string) {
	content := strings.TrimSpace(attrs["content"])
	if tag == atom.Time && p.dates[2] == "" {
		p.dates[2] = attrs["datetime"]
	}
	if strings.Contains(attrs["itemprop"], "datePublished") && p.dates[1] == "" {
		if p.dates[1] = attrs["datetime"]; p.dates[1] == "" {
			p.dates[1] = content
		}
	}
	if tag == atom.Link && strings.EqualFold(attrs["rel"], "canonical") && p.a.URL == "" {
		p.a.URL = attrs["href"]
	}
	if tag != atom.Meta || content == "" {
		return
	}
	key := attrs["property"]
	if key == "" {
		key = attrs["name"]
	}
	switch strings.ToLower(key) {
	case "og:title":
		p.a.Title = content
	case "og:site_name":
		p.a.Publisher = content
	case "og:url":
		if p.a.URL == "" {
			p.a.URL = content
		}
	case "article:published_time", "og:article:published_time", "date", "pubdate", "publishdate", "dc.date", "dc.date.issued", "dcterms.created", "parsely-pub-date", "sailthru.date":
		if p.dates[0] == "" {
			p.dates[0] = content
		}
	}
}

// article puts the parts together.
func (p *pageReader) article() *Article {
	a := &p.a
	site := strings.Join(strings.Fields(p.title), " ")
	switch {
	case p.h1 != "" && (a.Title == "" || strings.HasPrefix(a.Title, p.h1) || strings.HasPrefix(site, p.h1)):
		a.Title = p.h1
	case a.Title == "":
		a.Title = site
	}
	for _, d := range p.dates {
		if x, err := ParseDate(d); err == nil && a.Date == "" {
			a.Date = x
		}
	}
	a.Text = p.main()
	return a
}

// main is the text of the region that most surely is the article and holds a fair part of the running text.
func (p *pageReader) main() string {
	size := [regionBody + 1]int{}
	for i := range p.blocks {
		if b := &p.blocks[i]; b.running() {
			for r := uint8(0); r <= b.region; r++ {
				size[r] += len(b.text)
			}
		}
	}
	region := uint8(regionBody)
	for region > 0 && (size[region] < 200 && size[region] < size[0] || size[region]*4 < size[0]) {
		region--
	}
	var out []string
	pending := []string{}
	seen, titled := false, false
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.text == p.h1 {
			titled = true
			continue
		}
		if b.region < region {
			if titled && !seen && b.running() { // the lead between the title and the marked text
				out = append(out, b.text)
			}
			continue
		}
		switch {
		case b.running():
			out = append(append(out, pending...), b.text)
			pending, seen = pending[:0], true
		case b.linked*2 > len(b.text):
		case region > 0:
			out = append(out, b.text)
		case seen && (b.head || strings.HasPrefix(b.text, "•")):
			pending = append(pending, b.text) // kept if running text follows
		}
	}
	return strings.Join(out, "\n\n")
}

// running tells whether the block is running text: some words, not mostly links.
func (b *htmlBlock) running() bool {
	return b.linked*2 <= len(b.text) && !b.head && strings.Count(b.text, " ") >= 7
}
