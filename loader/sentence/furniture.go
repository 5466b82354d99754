package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Furniture is known by what it does, not by the page it is on: it leads elsewhere on the site, or speaks to the
// reader about the publisher's own channels. Three sights of it are used: the shape of a line (words glued to one
// another, separators, a run of a menu's words), how a line begins ("Read more", "Tags:"), and in running text
// a sentence that both addresses the reader and names a channel.

var menuWords = set("home news world sport sports business politics opinion opinions entertainment lifestyle technology tech science health culture travel weather video videos photos gallery galleries podcasts jobs market markets classifieds contact about login register subscribe search menu more explore topics sections latest trending live africa americas asia europe national international local economy finance money education features magazine newsletters newsletter account profile settings help faq privacy terms cookies advertise archive epaper e-paper shop store games crosswords horoscopes obituaries editorial columns analysis investigations climate environment arts books food style fashion auto cars property facebook twitter instagram youtube telegram whatsapp linkedin tiktok rss")

func menuWord(s string) bool {
	n, all := 0, 0
	for w := range strings.FieldsSeq(s) {
		w = strings.Trim(w, "|›»·•/,:&")
		if w == "" {
			continue
		}
		all++
		if len(w) <= 16 && menuWords[strings.ToLower(w)] {
			n++
		}
	}
	return all > 0 && n*2 >= all
}

// lineCues begin lines of furniture; a cue with a trailing "$" is the whole line (but for a number, a colon or dots).
var lineCues = []string{
	"tags$", "tags:", "tagged:", "filed under", "share$", "share this", "share on", "share via", "tweet$", "print$", "email$", "read more", "read also", "also read", "read next",
	"see also$", "see also:", "related$", "related:", "related news", "related stories", "related articles", "related topics", "recommended$", "recommended for you", "you may also like", "you might also like",
	"most read", "most popular", "trending$", "trending now", "top stories$", "latest news$", "more from", "more stories", "more news$", "more on this", "more in ",
	"advertisement", "sponsored content", "promoted content", "copyright", "©", "(c) 20", "all rights reserved", "follow us", "like us on", "join us on", "find us on", "subscribe", "sign up", "sign in", "log in", "create an account",
	"newsletter$", "get the latest", "loading$", "comments$", "leave a comment", "leave a reply", "post a comment", "no comments", "click here", "tap here", "watch live$", "listen to this", "listen$",
	"file photo", "photo:", "photo by", "photo credit", "image:", "image credit", "image source", "picture:", "getty images$", "reporting by ", "(reporting by ", "additional reporting by ", "(additional reporting", "editing by ", "writing by ", "(editing by", "compiled by ",
	"cookie", "we use cookies", "this website uses cookies", "this site uses cookies", "accept all", "reject all", "manage preferences", "skip to ", "jump to ", "back to top", "go to top", "previous article", "next article", "terms of ", "privacy policy",
	"posted on ", "posted by ", "published on ", "published:", "published at", "last updated", "updated:", "updated on ", "updated at ", "first published", "download our app", "download the app", "support our journalism", "our standards:", "article continues", "story continues", "continue reading", "show more$", "load more$", "view all$", "see all$",
}

// furnitureLine tells whether a whole line is furniture.
func furnitureLine(s string, words int) bool {
	if len(s) > 400 {
		return false
	}
	stop := stopped(s)
	if glued(s) && !stop {
		return true
	}
	if words <= 28 {
		var buf [32]byte
		low := string(lower(buf[:0], s[:min(len(s), 26)]))
		for _, cue := range lineCues {
			if whole := cue[len(cue)-1] == '$'; whole {
				cue = cue[:len(cue)-1]
				if strings.HasPrefix(low, cue) && strings.Trim(s[len(cue):], " :.…0123456789()") == "" {
					return true
				}
				continue
			}
			if strings.HasPrefix(low, cue) && (!letterAt(s, len(cue)) || cue[len(cue)-1] == ' ' || !letterAt(cue, len(cue)-1)) && cueHolds(cue, s, stop, words) {
				return true
			}
		}
		if !stop && byline(s, words) {
			return true
		}
		if !stop && moreNews(low, s, words) {
			return true
		}
	}
	if stop {
		return false
	}
	// "Home | News | World"
	if n := strings.Count(s, "|") + strings.Count(s, "›") + strings.Count(s, "»") + strings.Count(s, " • "); n >= 2 && n*4 >= words-n {
		return true
	}
	return words >= 4 && words <= 40 && menuShare(s)
}

// cueHolds tells a line of furniture from a sentence that happens to begin like one.
func cueHolds(cue, s string, stop bool, words int) bool {
	if !stop {
		return true
	}
	switch cue[0] {
	case '(', '\xc2':
		return true
	}
	switch cue {
	case "reporting by ", "additional reporting by ", "editing by ", "writing by ", "all rights reserved", "we use cookies", "this website uses cookies", "this site uses cookies", "click here", "tap here", "follow us", "subscribe", "sign up", "like us on", "join us on", "find us on", "download our app", "download the app", "support our journalism", "read more", "also read", "read also", "our standards:", "copyright", "photo by", "file photo", "photo:", "image:", "get the latest":
		return words <= 28
	}
	return words <= 6 && s[len(s)-1] != '.'
}

// glued tells whether s is made of words run together: "HomeNewsSport".
func glued(s string) bool {
	best, run, n := 0, 0, 0
	prev := rune(0)
	for _, r := range s {
		if unicode.IsSpace(r) {
			run, prev = 0, 0
			n++
			continue
		}
		if unicode.IsLower(prev) && unicode.IsUpper(r) {
			run++
			best = max(best, run)
		} else if !unicode.IsLetter(r) {
			run = 0
		}
		prev = r
	}
	return best >= 3 && n <= 12
}

// byline tells whether s is "By Jane Doe" or a line with nothing but a date or time.
func byline(s string, words int) bool {
	if words > 12 {
		return false
	}
	caps, dates, others := 0, 0, 0
	first := true
	by := false
	for w := range strings.FieldsSeq(s) {
		w = strings.Trim(w, ",.:|()–-—/")
		if w == "" {
			continue
		}
		if first && (w == "By" || w == "BY") {
			by = true
			first = false
			continue
		}
		first = false
		c := class7(w[0])
		switch {
		case c == classDigit || dateWord(w):
			dates++
		case c == classUpper || w[0] >= utf8.RuneSelf:
			caps++
		case w == "and" || w == "in" || w == "for" || w == "of" || w == "at" || w == "on" || w == "the":
			if by {
				continue
			}
			others++
		default:
			others++
		}
	}
	if by {
		return others == 0 && caps > 0 && caps <= 8
	}
	return caps == 0 && others == 0 && dates > 0
}

var dateWords = set("january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur fri sat sun am pm gmt utc est edt ist cet bst eat wat a.m p.m min mins minutes hours ago")

func dateWord(w string) bool { return len(w) <= 10 && dateWords[strings.ToLower(w)] }

// moreNews tells whether s is a signpost such as "More Example News" or "Latest Stories".
func moreNews(low, s string, words int) bool {
	if words > 6 || !strings.HasPrefix(low, "more ") && !strings.HasPrefix(low, "latest ") && !strings.HasPrefix(low, "other ") && !strings.HasPrefix(low, "top ") {
		return false
	}
	last := s[strings.LastIndexByte(s, ' ')+1:]
	switch strings.ToLower(strings.TrimRight(last, ":.»›> ")) {
	case "news", "stories", "articles", "headlines", "coverage", "videos", "posts", "reads":
		return true
	}
	return false
}

// menuShare tells whether a line is mostly a menu's words with capitals.
func menuShare(s string) bool {
	n, menu := 0, 0
	for w := range strings.FieldsSeq(s) {
		w = strings.Trim(w, "|›»·•/,:&")
		if w == "" {
			continue
		}
		n++
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) {
			return false
		}
		if len(w) <= 16 && menuWords[strings.ToLower(w)] {
			menu++
		}
	}
	return menu >= 3 && menu*5 >= n*3
}

// gluedPrefixes are labels that pages run into the text that follows them: "TagsKim Jong Un".
var gluedPrefixes = [...]string{"Tags", "Tag", "Advertisement", "ADVERTISEMENT", "Share", "ShareTweet", "Tweet", "Print", "Email", "Comments", "Listen", "Menu", "Search", "Subscribe", "Updated", "Published", "Topics", "Read more", "Read More", "Follow", "Save", "Home", "News", "World"}

// gluedPrefix returns the length of a label of furniture that is glued to the beginning of s.
func gluedPrefix(s string) int {
	for _, p := range gluedPrefixes {
		if len(s) > len(p)+2 && strings.HasPrefix(s, p) && class7(s[len(p)]) == classUpper && s[len(p)] < utf8.RuneSelf {
			return len(p)
		}
	}
	return 0
}

// Cues inside a sentence.
const (
	cueAddress = 1 << iota // speaks to the reader: "please", "click here", "follow us"
	cueChannel             // names a channel of the publisher's: "our newsletter", "Facebook"
	cueSure                // both at once: "we use cookies"
)

type phrase struct {
	words []string
	cue   int
}

var phrases = func() map[string][]phrase {
	m := map[string][]phrase{}
	for cue, list := range map[int]string{
		cueAddress: "please/click here/tap here/follow us/subscribe/sign up/join us/like us/share this/share your/download our/download the app/stay tuned/stay updated/keep watching/keep reading/don't miss/visit our/read our/check out our/log in/you can also/for more/for the latest/support us/tell us/write to us/contact us/get in touch",
		cueChannel: "newsletter/newsletters/our channel/our youtube/youtube channel/whatsapp channel/telegram channel/our website/our app/our page/our team/facebook/twitter/instagram/youtube/tiktok/linkedin/telegram/whatsapp/cookies/our journalism/this article/this story/our daily/breaking news/latest news/inbox/our coverage/google news",
		cueSure:    "we use cookies/uses cookies/cookie policy/privacy policy/all rights reserved/terms of use/terms of service/subscribe to our/sign up for our/sign up to our/follow us on/like us on facebook/join us on telegram/our youtube channel/our whatsapp channel/our telegram channel/support our journalism/may not be reproduced/this material may not be/originally published on/originally appeared on/first appeared on/the post appeared/our standards : the thomson/generated from an automated/syndicated feed",
	} {
		for p := range strings.SplitSeq(list, "/") {
			w := strings.Fields(p)
			m[w[0]] = append(m[w[0]], phrase{w, cue})
		}
	}
	return m
}()

// furnitureSentence tells whether tokens [i,j) are a sentence that speaks to the reader about the page.
func (g *Segmentation) furnitureSentence(i, j int) bool {
	if j-i > 60 {
		return false
	}
	found := 0
	var buf [16]byte
	for k := i; k < j; k++ {
		f := g.form(k)
		switch f {
		case "“", "”", "\"", "``", "''":
			return false // somebody is quoted
		}
		if len(f) > 12 || len(f) < 2 {
			continue
		}
		for _, p := range phrases[string(lower(buf[:0], f))] {
			if g.matches(k, j, p.words) {
				found |= p.cue
			}
		}
	}
	return found&cueSure != 0 || found&cueAddress != 0 && found&cueChannel != 0 && !g.narrated(i, j)
}

// matches tells whether the words stand at token k.
func (g *Segmentation) matches(k, j int, words []string) bool {
	if k+len(words) > j {
		return false
	}
	for n, w := range words {
		f := g.form(k + n)
		if len(f) != len(w) || !foldPrefix(f, w) {
			return false
		}
	}
	return true
}

// narrated tells whether tokens [i,j) hold a verb that tells what somebody said or did: then the sentence is news.
func (g *Segmentation) narrated(i, j int) bool {
	for k := i; k < j; k++ {
		if f := g.form(k); saying[f] || f == "he" || f == "she" || f == "they" || f == "was" || f == "were" || f == "had" {
			return true
		}
	}
	return false
}
