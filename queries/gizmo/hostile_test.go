package gizmo

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// hostile programs try to keep the processor, the memory or the process. Each has to be answered within its time limit
// and a second, whatever the answer is, and the next program has to run.
var hostile = []struct{ name, program string }{
	// Endless.
	{"loop", `for (;;) ;`},
	{"while", `while (true) { var x = 1 }`},
	{"do", `do {} while (true)`},
	{"labelled loops", `a: for (;;) { for (;;) { continue a } }`},
	{"emitting loop", `for (;;) g.emit(1)`},
	{"emitting objects", `for (var i = 0; ; i++) g.emit({i: i, s: "xxxxxxxxxxxxxxxxxxxxxxxx"})`},
	{"emitting null", `for (;;) g.emit(null)`},
	{"catching loop", `for (;;) { try { for (;;) ; } catch (e) {} }`},
	{"finally", `function f() { try { for (;;) ; } finally { f() } } f()`},
	{"getter", `var o = { get x() { return this.x } }; o.x`},
	{"setter", `var o = { set x(v) { this.x = v } }; o.x = 1`},
	{"proxy", `var p = new Proxy({}, {get: function (t, k, r) { return r[k] }}); p.a`},
	{"toString", `var o = {toString: function () { return "" + this }}; "" + o`},
	{"valueOf", `var o = {valueOf: function () { for (;;) ; }}; o + 1`},
	{"toJSON", `g.emit(JSON.stringify({toJSON: function () { for (;;) ; }}))`},
	{"iterator", `var o = {}; o[Symbol.iterator] = function () { return {next: function () { return {value: 1, done: false} }} }; Array.from(o)`},
	{"spread iterator", `var o = {}; o[Symbol.iterator] = function* () { for (;;) yield 1 }; Math.max(...o)`},
	{"generator", `function* f() { for (;;) yield* f() } for (var x of f()) ;`},
	{"promise chain", `function f() { return Promise.resolve().then(f) } f(); for (;;) ;`},
	{"async", `async function f() { for (;;) await 1 } f()`},
	{"sort", `var a = []; for (var i = 0; i < 1e5; i++) a.push(i); a.sort(function () { for (;;) ; })`},
	{"array fill", `[].fill.call({length: 1e15}, 1)`},
	{"indexOf", `[].indexOf.call({length: 1e15}, 1)`},
	{"join of holes", `var a = []; a.length = 4294967295; a.join("x")`},
	{"sparse array", `var a = []; a[4294967294] = 1; a.forEach(function () {}); a.sort(); a.reverse()`},
	// Native code that does not look at its interrupt.
	{"backtracking", `/^(a+)+$/.test("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")`},
	{"backtracking with look-ahead", `/^(?=(a+)+b)(a|aa)+$/.test("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")`},
	{"back reference", `/(x+x+)+y\1/.test("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")`},
	{"replace", `"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!".replace(/(a|a?)+$(?=b)/, "")`},
	{"split", `"x".repeat(1e7).split(/(x*)*y/)`},
	{"big integer", `var x = 10n; for (var i = 0; i < 64; i++) x = x * x`},
	{"big power", `2n ** 10000000n ** 2n`},
	{"number format", `for (;;) (1.1).toFixed(20)`},
	// Memory.
	{"string doubling", `var s = "x"; for (;;) s += s`},
	{"string doubling in an array", `var a = ["x"]; for (;;) a.push(a[a.length - 1] + a[a.length - 1])`},
	{"repeat", `"x".repeat(1e9)`},
	{"repeat twice", `"x".repeat(2e9).repeat(10)`},
	{"padding", `"x".padStart(2e9, "yz")`},
	{"array growth", `var a = []; for (;;) a.push(a.length)`},
	{"array of arrays", `var a = []; for (;;) a = [a, a]; `},
	{"big array", `new Array(1e9).fill(1)`},
	{"big buffer", `new ArrayBuffer(8e9)`},
	{"typed array", `new Float64Array(1e9)`},
	{"many buffers", `var a = []; for (;;) a.push(new ArrayBuffer(1e7))`},
	{"concat", `var a = [1]; for (;;) a = a.concat(a)`},
	{"object growth", `var o = {}; for (var i = 0; ; i++) o["k" + i] = {}`},
	{"map growth", `var m = new Map(); for (var i = 0; ; i++) m.set(i, "x" + i)`},
	{"closures", `var f = function () {}; for (;;) { f = (function (g) { return function () { return g } })(f) }`},
	{"join", `var a = new Array(1e5).fill("x".repeat(1e4)); a.join(",")`},
	{"replace growth", `var s = "aa"; for (;;) s = s.replace(/a/g, "aa")`},
	{"stringify growth", `var s = "\""; for (;;) s = JSON.stringify(s)`},
	{"emitted string", `g.emit("x".repeat(1e8))`},
	{"symbols", `var a = []; for (;;) a.push(Symbol("x".repeat(1000)))`},
	// Depth.
	{"recursion", `function f() { f() } f()`},
	{"mutual recursion", `function f() { h() } function h() { f() } f()`},
	{"recursion through sort", `function f() { [2, 1].sort(f); return 0 } f()`},
	{"recursion through apply", `function f() { f.apply(null, [1]) } f()`},
	{"recursion through replace", `function f() { return "a".replace(/a/, f) } f()`},
	{"recursion through a constructor", `function F() { new F() } new F()`},
	{"brackets", strings.Repeat("(", 30_000)},
	{"square brackets", strings.Repeat("[", 60_000)},
	{"braces", strings.Repeat("{", 60_000)},
	{"negations", strings.Repeat("!", 60_000) + "1"},
	{"minuses", strings.Repeat("- ", 30_000) + "1"},
	{"conditions", strings.Repeat("1?1:", 15_000) + "1"},
	{"additions", strings.Repeat("1+", 30_000) + "1"},
	{"arrows", strings.Repeat("a=>", 20_000) + "1"},
	{"templates", "`" + strings.Repeat("${`", 10_000)},
	{"deep JSON", `JSON.parse("[".repeat(1e7))`},
	{"deep JSON that closes", `JSON.parse("[".repeat(1e6) + "]".repeat(1e6))`},
	{"deep expression", `eval("(".repeat(1e6))`},
	{"deep regular expression", `new RegExp("(".repeat(1e6) + ")".repeat(1e6))`},
	{"deep function", `Function("(".repeat(1e6))`},
	{"nested array as string", `var a = []; for (var i = 0; i < 1e6; i++) a = [a]; "" + a`},
	{"nested object emitted", `var o = {}; for (var i = 0; i < 1e6; i++) o = {o: o}; g.emit(o)`},
	{"flat", `var a = []; for (var i = 0; i < 1e5; i++) a = [a]; a.flat(Infinity)`},
	{"bound functions", `var f = function () {}; for (var i = 0; i < 1e6; i++) f = f.bind(null); f()`},
	{"proxies of proxies", `var p = {}; for (var i = 0; i < 1e6; i++) p = new Proxy(p, {}); p.x`},
	{"prototypes", `var o = {}; for (var i = 0; i < 1e6; i++) o = Object.create(o); o.x`},
	// What Gizmo itself does with strange things.
	{"cyclic emit", `var o = {}; o.o = o; g.emit(o)`},
	{"cyclic array", `var a = []; a.push(a); g.emit(a); "" + a`},
	{"emit of a path", `g.emit(g.V())`},
	{"emit of g", `g.emit(g)`},
	{"emit of a function", `g.emit(function () {})`},
	{"emit of all things", `g.emit(undefined); g.emit(NaN); g.emit(Infinity); g.emit(Symbol("x")); g.emit(new Date(NaN)); g.emit(1n)`},
	{"except an unknown node", `g.V().except(g.V("<unknown>")).all()`},
	{"except of nothing", `g.V().Except(g.V("<a>").Except(g.V("<b>"))).All()`},
	{"difference", `g.V().difference(g.V("<unknown>")).all()`},
	{"out of an object", `g.V().Out({}).All()`},
	{"out of an array of arrays", `g.V().Out([[[]]]).All()`},
	{"out of a function", `g.V().Out(function () {}).All()`},
	{"out of null", `g.V(null).Out(null, null).All()`},
	{"out of a number", `g.V(1).Out(1.5, true).All()`},
	{"label context of an object", `g.V().LabelContext({}).Out().All()`},
	{"label context of null", `g.V().LabelContext(null).In(null).All()`},
	{"has without value", `g.V().Has().All()`},
	{"has of objects", `g.V().Has({}, {}).All()`},
	{"limit below zero", `g.V().Limit(-1).Skip(-5).All()`},
	{"limit of a string", `g.V().GetLimit("x")`},
	{"all twice", `g.V().All(); g.V().All()`},
	{"all within each", `g.V().ForEach(function (d) { g.V().ForEach(function (e) { g.V().All() }) })`},
	{"walks", `g.V().Both().Both().Both().Both().Both().Both().Both().Both().All()`},
	{"recursive follow", `g.V().FollowRecursive(g.M().Both()).FollowRecursive(g.M().Both()).All()`},
	{"recursive follow of itself", `var m = g.M(); for (var i = 0; i < 200; i++) m = m.Follow(m); g.V().Follow(m).All()`},
	{"long path", `var p = g.V(); for (var i = 0; i < 1e5; i++) p = p.Both(); p.All()`},
	{"long union", `var p = g.V(); for (var i = 0; i < 20000; i++) p = p.Union(g.V()); p.All()`},
	{"doubled intersection", `var p = g.V(); for (var i = 0; i < 30; i++) p = p.And(p); p.All()`},
	{"doubled union", `var p = g.V("<ent:china>"); for (var i = 0; i < 30; i++) p = p.Union(p); p.All()`},
	{"tags", `var p = g.V(); for (var i = 0; i < 20000; i++) p = p.Tag("t" + i); p.All()`},
	{"save of an object", `g.V().Save({}, {}).All()`},
	{"regex filter", `g.V().Filter(regex("(a+)+$", true)).All()`},
	{"count in a loop", `for (;;) g.V().Count()`},
	{"to array in a loop", `var a = []; for (;;) a.push(g.V().ToArray())`},
	{"callback that is none", `g.V().ForEach(1)`},
	{"callback that throws", `g.V().ForEach(function () { throw {} })`},
	{"throwing a path", `throw g.V()`},
	{"g without its things", `delete g.V; g = null; graph = undefined; entente = null; g.V()`},
	{"another prototype", `Object.prototype.toString = null; Array.prototype.push = null; Function.prototype.call = null; g.emit({})`},
	{"foreign JSON", `JSON.parse = function () { for (;;) ; }; entente.path("Putin", "Shoigu")`},
	{"foreign this", `g.V.call(null); g.emit.call(1, 2); g.V().All.apply({})`},
	{"names that are none", `entente.resolve({}); entente.path([], {}); entente.label(null)`},
	{"endless questions", `for (;;) entente.search("a", 1000)`},
	{"cyclic options", `var o = {}; o.via = [o]; entente.path("Putin", "Shoigu", o)`},
	{"big options", `entente.path("Putin", "Shoigu", {via: new Array(1e6).fill("x")})`},
	{"far neighbours", `for (;;) entente.neighbours("Putin", {hops: 8, limit: 100000})`},
	{"deep options", `var o = []; for (var i = 0; i < 1e6; i++) o = [o]; entente.path("Putin", "Shoigu", o)`},
	// What the machine must not have.
	{"require", `require("fs")`},
	{"process", `process.exit(1)`},
	{"load", `load("/etc/passwd")`},
	{"import", `import("fs")`},
	{"module", `import fs from "fs"`},
	{"not text", "\x00\xff\xfe\x01"},
}

func TestHostile(t *testing.T) {
	if len(hostile) < 60 {
		t.Fatalf("%d programs", len(hostile))
	}
	r, _ := runner(t, beside(t))
	const limit = time.Second
	slack := time.Second
	if raceEnabled {
		slack = 4 * time.Second
	}
	for i, h := range hostile {
		if testing.Short() && i%5 != 0 {
			continue
		}
		t.Run(h.name, func(t *testing.T) {
			begin := time.Now()
			rows, err := collect(r, h.program, Limits{Timeout: limit, Memory: 256 << 20})
			took := time.Since(begin)
			if took > limit+slack {
				t.Errorf("answered after %v: %v", took, err)
			}
			t.Logf("%v: %d rows, %.200v", took.Round(time.Millisecond), len(rows), err)
			got, err := collect(r, `g.V("<ent:kim-jong-un>").Out("<rel:met>").All()`, Limits{})
			if err != nil || len(got) != 1 {
				t.Fatalf("the next program gives %v, %v", got, err)
			}
		})
	}
	time.Sleep(2 * time.Second)
	before := busy(t)
	time.Sleep(time.Second)
	if used := busy(t) - before; used > 200*time.Millisecond {
		t.Errorf("two seconds after the last program, this process and its children use %v of the processor in a second", used)
	}
}

// busy is the time of the processor that this process and its children have used.
func busy(t *testing.T) time.Duration {
	if runtime.GOOS != "linux" {
		t.Skip("reads /proc")
	}
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	var ticks int64
	for _, path := range stats {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // it has just ended
		}
		// The name stands in brackets and may have spaces.
		fields := strings.Fields(string(data[strings.LastIndexByte(string(data), ')')+1:]))
		self := filepath.Base(filepath.Dir(path)) == strconv.Itoa(os.Getpid())
		if !self && fields[1] != strconv.Itoa(os.Getpid()) {
			continue
		}
		for _, f := range fields[11:13] {
			n, err := strconv.ParseInt(f, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			ticks += n
		}
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// Programs that are cancelled at any moment leave neither a process nor a wrong answer to the next one.
func TestCancelled(t *testing.T) {
	n := 200
	if testing.Short() {
		n = 30
	}
	r, _ := runner(t, beside(t))
	before := runtime.NumGoroutine()
	for i := range n {
		want := fmt.Sprint(i)
		for row, err := range r.Run(t.Context(), `for (;;) g.emit("`+want+`")`, Limits{Rows: MaxRows}) {
			if err != nil && !errors.Is(err, ErrTruncated) {
				t.Fatal(err)
			}
			if row["value"] != want {
				t.Fatalf("program %d got a row %v", i, row)
			}
			break
		}
	}
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, %d before the programs", runtime.NumGoroutine(), before)
		}
	}
}
