package loader

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"entente/graph"
	"entente/graph/gazetteer"
	"entente/loader/article"
	"entente/loader/entity"
	"entente/loader/event"
	"entente/loader/sentence"
	"entente/loader/syntax"
)

// Version names the extractor. Statements of an article that another version made are stale; entente status counts
// them. It changes with whatever changes the statements.
const Version = "1"

// Options of a Loader. The zero value works.
type Options struct {
	Gazetteer *gazetteer.Gazetteer // who is who; the one in the binary if nil
	Open      bool                 // keep relations that the vocabulary does not know in what Extract returns; Load keeps them always
	Workers   int                  // articles that Load extracts at the same time; the number of processors if 0
	Timeout   time.Duration        // how long Load waits for one extraction; 10 s if 0
	Refresh   bool                 // Load extracts articles again that the store has unchanged
}

// A Loader turns articles into records. It is shared by goroutines.
type Loader struct {
	o      Options
	parser *syntax.Parser
	linker *entity.Linker
	finder *event.Finder
	pool   sync.Pool // of *Work

	calendar event.Calendar
}

// New returns a loader with the model and the tables that are part of the binary.
func New(o Options) (*Loader, error) {
	if o.Gazetteer == nil {
		core, err := gazetteer.Core()
		if err != nil {
			return nil, err
		}
		o.Gazetteer = core
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Timeout <= 0 {
		o.Timeout = 10 * time.Second
	}
	parser, err := syntax.New()
	if err != nil {
		return nil, err
	}
	finder, err := event.New()
	if err != nil {
		return nil, err
	}
	l := &Loader{o: o, parser: parser, linker: entity.New(o.Gazetteer), finder: finder}
	l.pool.New = func() any { return new(Work) }
	return l, nil
}

// Work holds what the stages made of one article: each can be shown. It is used again for the next article.
type Work struct {
	Document syntax.Document
	Mentions entity.Mentions
	splitter sentence.Splitter
}

// Parse splits and parses an article.
func (l *Loader) Parse(a *article.Article, w *Work) {
	w.splitter.Split(a.Title, a.Text, &w.Document.Segmentation)
	l.parser.Parse(&w.Document)
}

// Link parses an article and finds who is named in it.
func (l *Loader) Link(a *article.Article, w *Work) {
	l.Parse(a, w)
	l.linker.Link(&w.Document, a.Date, &w.Mentions)
}

// Extract returns the record of one article: a pure function of the article, whatever was extracted before.
func (l *Loader) Extract(a *article.Article) (graph.Record, error) { return l.extract(a, l.o.Open) }

func (l *Loader) extract(a *article.Article, open bool) (rec graph.Record, err error) {
	defer recovered(a, &err)
	w := l.pool.Get().(*Work)
	l.Link(a, w)
	rec, err = l.record(a, w, l.finder.Find(&w.Document, &w.Mentions, a.Date), open)
	l.pool.Put(w)
	return rec, err
}

// recovered makes a panic of a stage an error of the article, with the place in our code that it came from.
func recovered(a *article.Article, err *error) {
	r := recover()
	if r == nil {
		return
	}
	where := ""
	var pcs [32]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	for {
		f, more := frames.Next()
		if strings.HasPrefix(f.Function, "entente/") {
			where = fmt.Sprintf(" in %s, line %d", f.Function, f.Line)
			break
		}
		if !more {
			break
		}
	}
	*err = fmt.Errorf("article %s: extraction broke off%s: %v", a.ID, where, r)
}

// Explain is Extract, and tells which candidates were dropped and why.
func (l *Loader) Explain(a *article.Article, w *Work) (rec graph.Record, report *event.Report, err error) {
	defer recovered(a, &err)
	l.Link(a, w)
	report = l.finder.Explain(&w.Document, &w.Mentions, a.Date)
	rec, err = l.record(a, w, slices.Clone(report.Statements), l.o.Open)
	return rec, report, err
}

func (l *Loader) record(a *article.Article, w *Work, statements []graph.Statement, open bool) (graph.Record, error) {
	if a.SHA256 == "" {
		sealed := *a
		sealed.Seal()
		a = &sealed
	}
	if !open {
		statements = slices.DeleteFunc(statements, func(s graph.Statement) bool { return IsOpen(s.Predicate) })
	}
	l.calendar.Carry(&w.Document, &w.Mentions, a.Date, statements)
	rec := graph.Record{Article: graph.Article{
		ID: a.ID, Title: a.Title, Date: a.Date, Publisher: a.Publisher, URL: a.URL, Lang: a.Lang, Text: a.Text,
		SHA256: a.SHA256, Extractor: Version,
	}, Statements: statements}
	for i := range statements {
		s := &statements[i]
		s.Article = a.ID
		text := a.Text
		if s.Sentence < 0 {
			text = a.Title
		}
		if s.Begin < 0 || s.End > len(text) || s.Begin > s.End || text[s.Begin:s.End] != s.Evidence {
			return graph.Record{}, fmt.Errorf("article %s: sentence %d: the evidence is not at bytes %d to %d", a.ID, s.Sentence, s.Begin, s.End)
		}
	}
	l.linker.Code(&w.Document, &w.Mentions, statements)
	rec.Entities = entities(&w.Mentions, statements)
	graph.Identify(&rec)
	return rec, nil
}

// entities are those that a statement names and those that a mention is linked to, by id.
func entities(m *entity.Mentions, statements []graph.Statement) []graph.Entity {
	named := map[graph.Node]bool{}
	for i := range statements {
		s := &statements[i]
		named[s.Subject], named[s.Object] = true, true
		if s.Place != "" {
			named[s.Place] = true
		}
		for _, n := range s.AttributedTo {
			named[n] = true
		}
	}
	for i := range m.Mentions {
		for _, e := range m.Mentions[i].Entities {
			named[m.Entities[e].ID] = true
		}
	}
	var out []graph.Entity
	for _, e := range m.Entities {
		if named[e.ID] {
			named[e.ID] = false
			e.Name = clean(e.Name)
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b graph.Entity) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return out
}

// clean strips control characters and marks of direction from a name; the text keeps them.
func clean(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, name)
}
