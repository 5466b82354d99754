import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { parameters, ProblemError, run, segments, type Problem, type Row } from "../api";
import { announcement, Page, Trouble } from "../parts";
import { go, here } from "../router";
import { plural } from "../words";
import type { Editor } from "./editor";

const examples = [
  { name: "Whom did Kim Jong Un meet?", text: 'g.V("<ent:kim-jong-un>").Out("<rel:met>").All()' },
  { name: "Every meeting", text: 'g.V().Tag("who").Out("<rel:met>").Tag("whom").All()' },
  { name: "Denied statements with their sentences", text: 'g.V("<onto:denied>").In("<onto:modality>").Tag("event")\n  .Save("<onto:evidence>", "sentence").All()' },
];
const start = examples[0].text;
const shownRows = 1000; // of a table; the raw view has all

interface Result { rows: Row[]; running: boolean; millis: number; truncated?: boolean; problem?: Problem; cancelled?: boolean }

export function QueryPage(): VNode {
  const { params } = here.value;
  const limit = Math.max(1, Math.min(100000, Number(params.get("limit")) || 100));
  const timeout = Math.max(1, Math.min(60, Number(params.get("timeout")) || 5));
  const view = params.get("view") ?? "table";
  const [text, setText] = useState(params.get("q") ?? start);
  const [given, setGiven] = useState({ text }); // what the editor is told to hold; what it holds then, it tells
  const [result, setResult] = useState<Result>();
  const control = useRef<AbortController>();
  const latest = useRef({ text, limit, timeout, view });
  latest.current = { text, limit, timeout, view };

  const address = (changes: Record<string, string | number>) => {
    const now = latest.current;
    const next = { q: now.text, limit: now.limit, timeout: now.timeout, view: now.view, ...changes };
    go("/q" + parameters({ q: next.q, limit: next.limit === 100 ? "" : next.limit, timeout: next.timeout === 5 ? "" : next.timeout, view: next.view === "table" ? "" : next.view }), true);
  };

  const execute = async (program = latest.current.text) => {
    control.current?.abort();
    const own = new AbortController();
    control.current = own;
    const rows: Row[] = [];
    const begin = performance.now();
    let drawn = 0;
    const show = (more: Partial<Result>) => { if (control.current === own) setResult({ rows, running: true, millis: performance.now() - begin, ...more }); };
    const clock = setInterval(() => show({}), 100);
    show({});
    address({ q: program });
    try {
      const end = await run(program, latest.current.limit, latest.current.timeout + "s", own.signal, (row) => {
        rows.push(row);
        if (performance.now() - drawn > 100) { drawn = performance.now(); show({}); }
      });
      show({ running: false, millis: end.elapsed_ms, truncated: end.truncated, problem: end.problem });
      announcement.value = end.problem ? end.problem.title : plural(rows.length, "row");
    } catch (e) {
      const cancelled = own.signal.aborted;
      show({
        running: false, cancelled,
        problem: cancelled ? undefined : e instanceof ProblemError ? e.problem : { type: "about:blank", title: "The query failed", status: 0, detail: String(e) },
      });
      announcement.value = cancelled ? "Cancelled" : "The query failed";
    } finally {
      clearInterval(clock);
    }
  };
  const cancel = () => control.current?.abort();
  // A shared address shows its result at once; leaving the page ends the query.
  useEffect(() => {
    if (params.get("q")) void execute();
    return cancel;
  }, []);

  const running = result?.running ?? false;
  return (
    <Page title="Query" class="query">
      <p class="hint">
        Programs in Gizmo, Cayley's query language: JavaScript that walks the graph. Names are <code>{"<ent:…>"}</code>, relations <code>{"<rel:…>"}</code>.
      </p>
      <div class="row examples">
        {examples.map((x) => <button type="button" class="choice" onClick={() => { setText(x.text); setGiven({ text: x.text }); void execute(x.text); }}>{x.name}</button>)}
      </div>
      <form onSubmit={(e) => { e.preventDefault(); if (running) cancel(); else void execute(); }}
        onKeyDown={(e) => { if (e.key === "Escape" && running) { e.preventDefault(); cancel(); } }}>
        <ProgramBox value={text} given={given} onInput={setText} run={() => void execute()} />
        <div class="row controls">
          {running
            ? <button type="submit" class="primary cancel">Cancel <small>{(result!.millis / 1000).toFixed(1)} s, {plural(result!.rows.length, "row")}</small></button>
            : <button type="submit" class="primary" disabled={!text.trim()}>Run <kbd>Ctrl ↵</kbd></button>}
          <label>Rows at most <input type="number" min={1} max={100000} value={limit} onChange={(e) => { if (e.currentTarget.reportValidity()) address({ limit: Number(e.currentTarget.value) }); }} /></label>
          <label>Seconds at most <input type="number" min={1} max={60} value={timeout} onChange={(e) => { if (e.currentTarget.reportValidity()) address({ timeout: Number(e.currentTarget.value) }); }} /></label>
        </div>
      </form>
      {result && <ResultView of={result} limit={limit} view={view} choose={(v) => address({ view: v })} />}
    </Page>
  );
}

/** ProgramBox is a text box that becomes an editor once that is loaded. */
function ProgramBox({ value, given, onInput, run: onRun }: { value: string; given: { text: string }; onInput: (text: string) => void; run: () => void }): VNode {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor>();
  const [ready, setReady] = useState(false);
  const calls = useRef({ onInput, onRun });
  calls.current = { onInput, onRun };
  const initial = useRef(value);
  initial.current = value;
  useEffect(() => {
    let gone = false;
    import("./editor").then(({ openEditor }) => {
      if (gone) return;
      const had = document.activeElement?.id === "program";
      editor.current = openEditor(host.current!, initial.current, (t) => calls.current.onInput(t), () => calls.current.onRun());
      setReady(true);
      if (had) editor.current.focus();
    }, () => { /* the plain box does as well */ });
    return () => { gone = true; editor.current?.close(); };
  }, []);
  // Only a text from outside goes into the editor. Its own would come back late, while more is typed.
  useEffect(() => { editor.current?.set(given.text); }, [given]);
  return (
    <>
      <div ref={host} class="editor" hidden={!ready} />
      {!ready && (
        <>
          <label class="unseen" for="program">Program</label>
          <textarea id="program" rows={6} spellcheck={false} value={value} onInput={(e) => onInput(e.currentTarget.value)}
            onKeyDown={(e) => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); onRun(); } }} />
        </>
      )}
    </>
  );
}

function ResultView({ of: r, limit, view, choose }: { of: Result; limit: number; view: string; choose: (view: string) => void }): VNode {
  const views = [["table", "Table"], ["raw", "Raw"]];
  return (
    <section aria-labelledby="result" class="result">
      <div class="row">
        <h2 id="result">Result</h2>
        <p class="summary">
          {plural(r.rows.length, "row")}{!r.running && ` in ${Math.round(r.millis)} ms`}
          {r.cancelled && ", cancelled"}{r.truncated && `, cut at the limit of ${limit}`}
        </p>
        <nav class="tabs" aria-label="Views of the result">
          {views.map(([key, title]) => <button type="button" aria-pressed={view === key} onClick={() => choose(key)}>{title}</button>)}
        </nav>
      </div>
      {r.problem && <Trouble problem={r.problem} />}
      {r.rows.length > 0 && (view === "raw"
        ? <pre class="raw" tabIndex={0} aria-label="Rows as JSON">{r.rows.map((x) => JSON.stringify(x)).join("\n")}</pre>
        : <Table rows={r.rows} />)}
      {r.rows.length === 0 && !r.running && !r.problem && !r.cancelled && <p class="hint">No rows. Does the program end in <code>.All()</code>?</p>}
    </section>
  );
}

function Table({ rows }: { rows: Row[] }): VNode {
  const columns: string[] = [];
  for (const row of rows.slice(0, shownRows)) for (const c of Object.keys(row)) if (!columns.includes(c)) columns.push(c);
  return (
    <div class="table" tabIndex={0} role="group" aria-label="Rows as a table">
      <table>
        <thead><tr>{columns.map((c) => <th scope="col">{c}</th>)}</tr></thead>
        <tbody>{rows.slice(0, shownRows).map((row) => <tr>{columns.map((c) => <td><Cell value={row[c]} /></td>)}</tr>)}</tbody>
      </table>
      {rows.length > shownRows && <p class="hint">The first {shownRows} rows; the raw view has all.</p>}
    </div>
  );
}

function Cell({ value }: { value: unknown }): VNode {
  if (value === undefined) return <></>;
  if (typeof value !== "string") return <>{JSON.stringify(value)}</>;
  const name = value.replace(/^<(.*)>$/, "$1");
  if (name.startsWith("ent:")) return <a href={"/e/" + segments(name)}>{name}</a>;
  if (name.startsWith("evt:")) return <a href={"/f/" + name}>{name}</a>;
  if (name.startsWith("art:")) return <a href={"/a/" + name.slice(4)}>{name}</a>;
  return <>{value}</>;
}
