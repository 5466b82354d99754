//go:build unix

// Command bench-taggers measures entente's parser beside taggers of others: prose (Go) and wink-nlp (JavaScript; wants
// Node.js and npm), which give parts of speech and no trees. One run, one core, the same text: the sample articles of entente,
// article by article. Each counts its own tokens. Time is processor time, and of several rounds the quickest counts, so that a
// busy machine matters less.
//
//	make bench-taggers
//
// Every measurement is a process of its own, so that GODEBUG can switch off kernels.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"

	"entente/loader/sentence"
	"entente/loader/syntax"

	"github.com/jdkato/prose/v3"
	"golang.org/x/sys/cpu"
)

func main() {
	samples := flag.String("samples", "../../../../cmd/entente/samples/samples.jsonl", "articles, as JSON Lines")
	seconds := flag.Float64("seconds", 5, "time for each")
	child := flag.String("child", "", "measure this one and print its figures")
	flag.Parse()
	texts, err := read(*samples)
	if err == nil {
		if *child != "" {
			err = measure(*child, texts, *seconds)
		} else {
			err = compare(*samples, *seconds)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench-taggers:", err)
		os.Exit(1)
	}
}

func read(name string) ([]string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []string
	for d := json.NewDecoder(f); d.More(); {
		var a struct{ Title, Text string }
		if err := d.Decode(&a); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, a.Title+"\n\n"+a.Text)
	}
	return out, nil
}

// measure prints tokens and seconds of the quickest round.
func measure(what string, texts []string, seconds float64) error {
	runtime.GOMAXPROCS(1)
	round, err := reader(what)
	if err != nil {
		return err
	}
	best, tokens := math.Inf(1), 0
	for begin := time.Now(); time.Since(begin).Seconds() < seconds; {
		tokens = 0
		t := processor()
		for _, s := range texts {
			n, err := round(s)
			if err != nil {
				return err
			}
			tokens += n
		}
		best = min(best, processor()-t)
	}
	_, err = fmt.Println(tokens, best)
	return err
}

// processor is the time that this process had a processor, in seconds.
func processor() float64 {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano()).Seconds()
}

// reader is what reads a text and tells its tokens.
func reader(what string) (func(string) (int, error), error) {
	switch what {
	case "entente":
		p, err := syntax.New()
		if err != nil {
			return nil, err
		}
		var d syntax.Document
		var s sentence.Splitter
		return func(text string) (int, error) {
			s.SplitAll(text, &d.Segmentation)
			p.Parse(&d)
			return d.Len(), nil
		}, nil
	case "prose", "prose-names":
		return func(text string) (int, error) {
			d, err := prose.NewDocument(text, prose.WithExtraction(what == "prose-names"))
			if err != nil {
				return 0, err
			}
			return len(d.Tokens()), nil
		}, nil
	}
	return nil, fmt.Errorf("no reader %q", what)
}

type row struct {
	name, gives string
	child       string
	debug       string
}

func compare(samples string, seconds float64) error {
	rows := []row{{"entente", "tags, lemmas, names, trees", "entente", ""}}
	if cpu.X86.HasAVX512VNNI {
		rows[0].name = "entente, AVX-512"
		rows = append(rows, row{"entente, AVX2", rows[0].gives, "entente", "cpu.avx512bw=off"})
	}
	if cpu.X86.HasAVX2 {
		rows = append(rows, row{"entente, plain Go", rows[0].gives, "entente", "cpu.avx2=off"})
	}
	rows = append(rows, row{"prose v3", "tags", "prose", ""}, row{"prose v3", "tags, names", "prose-names", ""})
	fmt.Printf("%-20s %-28s %10s %12s %8s\n", "", "gives", "tokens", "tokens/s", "ratio")
	first := 0.0
	show := func(name, gives string, out []byte) error {
		var tokens int
		var took float64
		if _, err := fmt.Sscan(string(out), &tokens, &took); err != nil {
			return fmt.Errorf("%s: %q: %w", name, strings.TrimSpace(string(out)), err)
		}
		rate := float64(tokens) / took
		if first == 0 {
			first = rate
		}
		fmt.Printf("%-20s %-28s %10d %12.0f %8.2f\n", name, gives, tokens, rate, rate/first)
		return nil
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	for _, r := range rows {
		c := exec.Command(self, "-child", r.child, "-samples", samples, "-seconds", fmt.Sprint(seconds))
		c.Env = append(os.Environ(), "GODEBUG="+r.debug)
		c.Stderr = os.Stderr
		out, err := c.Output()
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		if err := show(r.name, r.gives, out); err != nil {
			return err
		}
	}
	c := exec.Command("node", "wink.js", samples, fmt.Sprint(seconds))
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		fmt.Println("wink-nlp left out:", err)
		return nil
	}
	return show("wink-nlp", "tags", out)
}
