package loader

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"entente/graph"
	"entente/loader/article"
)

// A Store is what Load needs of one.
type Store interface {
	// Known tells the hash and the extractor of a stored article.
	Known(ctx context.Context, id string) (sha, extractor string, ok bool, err error)
	// Put stores records, each in place of the one with its article's id. They are durable when it returns.
	Put(ctx context.Context, recs ...graph.Record) error
}

var _ Store = (*graph.Store)(nil)

// A Problem is one input that Load could not take as it was.
type Problem struct {
	Source  string `json:"source"`       // where it was read
	ID      string `json:"id,omitempty"` // of the article, if that is known
	Reason  string `json:"reason"`
	Warning bool   `json:"warning,omitempty"` // the article was loaded all the same
}

// A Report tells what Load did.
type Report struct {
	Articles   int // loaded, new or in place of others
	Replaced   int // of these: in place of others
	Unchanged  int // known to the store, or a second time in this load
	Failed     int
	Statements int
	Problems   []Problem // failures and warnings in the order of the input
}

// Progress is what Load has done so far.
type Progress struct {
	Done       int // inputs, whatever became of them
	Loaded     int
	Unchanged  int
	Failed     int
	Statements int
	ID         string // of the article that was done last
}

// How many records at most go into one Put; fewer if no more are ready.
const maxBatch = 32

// job is one input on its way through Load.
type job struct {
	a        *article.Article
	problem  *Problem // why there is no record
	same     bool     // nothing to do
	replaces bool
	rec      graph.Record
	done     chan struct{} // closed when rec or problem is there
}

// Load extracts the articles of src and stores them in their order. An input that cannot be read or extracted goes into the
// report and costs no other; an error of the store, or the end of ctx, ends the load, and what was stored stays. The
// second of two articles of one load with the same id is a problem if its content is another.
//
// progress, which may be nil, is called after each article by one goroutine, for a stored one when it is durable.
func (l *Loader) Load(ctx context.Context, src iter.Seq2[*article.Article, error], store Store, progress func(Progress)) (Report, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	queue := make(chan *job, max(2*maxBatch, 4*l.o.Workers)) // all inputs, in order: while one batch is made durable the next is extracted
	work := make(chan *job)                                  // those to be extracted
	var readErr error                                        // set before queue is closed
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(queue)
		defer close(work)
		readErr = l.feed(ctx, src, store, queue, work)
	})
	for range l.o.Workers {
		wg.Go(func() {
			for j := range work {
				l.do(ctx, j)
				close(j.done)
			}
		})
	}

	r := Report{}
	err := l.write(ctx, queue, store, &r, progress)
	cancel()
	for range queue { // the reader may wait to hand one over
	}
	wg.Wait()
	if err == nil {
		err = readErr
	}
	return r, err
}

// feed reads src, decides what is to be extracted and hands it over.
func (l *Loader) feed(ctx context.Context, src iter.Seq2[*article.Article, error], store Store, queue, work chan<- *job) error {
	type first struct{ sha, source string }
	seen := map[string]first{}
	for a, err := range src {
		j := &job{a: a, done: make(chan struct{})}
		switch {
		case err != nil:
			if ctx.Err() != nil {
				return ctx.Err()
			}
			j.problem = unread(err)
		default:
			if a.SHA256 == "" {
				a.Seal()
			}
			if f, ok := seen[a.ID]; ok {
				if j.same = f.sha == a.SHA256; !j.same {
					j.problem = &Problem{Source: a.Source, ID: a.ID, Reason: fmt.Sprintf("another article with this id was at %s: give it an id of its own", f.source)}
				}
				break
			}
			seen[a.ID] = first{a.SHA256, a.Source}
			sha, _, known, err := store.Known(ctx, a.ID)
			if err != nil {
				return fmt.Errorf("article %s: %w", a.ID, err)
			}
			j.same = known && sha == a.SHA256 && !l.o.Refresh
			j.replaces = known
		}
		extract := j.problem == nil && !j.same
		if !extract {
			close(j.done)
		}
		select {
		case queue <- j:
		case <-ctx.Done():
			return ctx.Err()
		}
		if extract {
			select {
			case work <- j:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	return nil
}

func unread(err error) *Problem {
	p := &Problem{Reason: err.Error()}
	if r, ok := errors.AsType[*article.ReadError](err); ok {
		p.Reason = r.Err.Error()
		p.Source = r.Path
		if r.Line > 0 {
			p.Source = fmt.Sprintf("%s:%d", r.Path, r.Line)
		}
	}
	return p
}

// do extracts one article. An extraction that takes too long is left to itself; it holds nothing that others need.
func (l *Loader) do(ctx context.Context, j *job) {
	type result struct {
		rec graph.Record
		err error
	}
	done := make(chan result, 1)
	go func() {
		rec, err := l.extract(j.a, true)
		done <- result{rec, err}
	}()
	timer := time.NewTimer(l.o.Timeout)
	defer timer.Stop()
	fail := func(reason string) { j.problem = &Problem{Source: j.a.Source, ID: j.a.ID, Reason: reason} }
	select {
	case x := <-done:
		j.rec = x.rec
		if x.err != nil {
			fail(x.err.Error())
		}
	case <-timer.C:
		fail(fmt.Sprintf("extraction took more than %v", l.o.Timeout))
	case <-ctx.Done():
		fail(ctx.Err().Error())
	}
}

// write stores what the queue holds, in its order, as many at once as are ready.
func (l *Loader) write(ctx context.Context, queue <-chan *job, store Store, r *Report, progress func(Progress)) error {
	var batch []*job
	var recs []graph.Record
	flush := func() error {
		recs = recs[:0]
		for _, j := range batch {
			if j.problem == nil && !j.same {
				recs = append(recs, j.rec)
			}
		}
		if len(recs) > 0 {
			// A Put that has begun is finished, whatever becomes of ctx.
			if err := store.Put(context.WithoutCancel(ctx), recs...); err != nil {
				return err
			}
		}
		for _, j := range batch {
			r.add(j)
			if progress != nil {
				p := Progress{Done: r.Articles + r.Unchanged + r.Failed, Loaded: r.Articles, Unchanged: r.Unchanged, Failed: r.Failed, Statements: r.Statements}
				if j.a != nil {
					p.ID = j.a.ID
				}
				progress(p)
			}
		}
		batch = batch[:0]
		return nil
	}
	for j := range queue {
		select {
		case <-j.done:
		default:
			// Nothing is ready: store what was, then wait.
			if err := flush(); err != nil {
				return err
			}
			select {
			case <-j.done:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if ctx.Err() != nil {
			break
		}
		if batch = append(batch, j); len(batch) == maxBatch {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := flush(); err != nil {
		return err
	}
	return ctx.Err()
}

// add counts one input.
func (r *Report) add(j *job) {
	if j.a != nil {
		for _, w := range j.a.Warnings {
			r.Problems = append(r.Problems, Problem{Source: j.a.Source, ID: j.a.ID, Reason: w, Warning: true})
		}
	}
	switch {
	case j.problem != nil:
		r.Failed++
		r.Problems = append(r.Problems, *j.problem)
	case j.same:
		r.Unchanged++
	default:
		r.Articles++
		r.Statements += len(j.rec.Statements)
		if j.replaces {
			r.Replaced++
		}
	}
}
