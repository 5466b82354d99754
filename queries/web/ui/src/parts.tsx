// Parts that several pages use.
import type { ComponentChildren, VNode } from "preact";
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Direction, Evidence, Modality, Problem, Ref, SearchResult } from "./api";
import type { Loaded } from "./load";
import { articleURL, day, entityURL, kind, meaning, verb } from "./words";

/** announcement is read out by screen readers when it changes. */
export const announcement = signal("");

/** Page is the frame of a page; its heading takes the focus when one comes from another page. */
export function Page(props: { title: string; heading?: ComponentChildren; class?: string; children: ComponentChildren }): VNode {
  useEffect(() => { document.title = props.title === "entente" ? "entente" : props.title + " · entente"; }, [props.title]);
  return (
    <main id="main" class={props.class} tabIndex={-1}>
      <h1>{props.heading ?? props.title}</h1>
      {props.children}
    </main>
  );
}

export function Entity({ of, quiet }: { of: Ref; quiet?: boolean }): VNode {
  return <a class={quiet ? "entity quiet" : "entity"} href={entityURL(of)} title={kind(of.type)}>{of.name}</a>;
}

/** Mark tells a modality by word and by line, never by colour alone. */
export function Mark({ of }: { of: Modality }): VNode {
  return <span class={"mark " + of} title={meaning[of]}>{of}</span>;
}

export const arrow = (d: Direction): string => ({ forward: "→", backward: "←", both: "↔" })[d];

/** Unclassified marks a relation in the article's own words, which the vocabulary does not know. */
export function Unclassified({ predicate }: { predicate: string }): VNode | null {
  return predicate.startsWith("open/") ? <span class="mark unclassified" title="in the article's own words; the vocabulary does not know it">unclassified</span> : null;
}

/** Relation draws predicate and direction between two names. */
export function Relation({ predicate, direction, modality }: { predicate: string; direction: Direction; modality?: Modality }): VNode {
  const reading = { forward: "", backward: " (the other way)", both: " (both ways)" }[direction];
  return (
    <span class={"relation " + direction + " " + (modality ?? "asserted")}>
      <span aria-hidden="true">{direction === "backward" ? "←" : "—"}</span>
      <span class="verb">{verb(predicate)}</span>
      <span class="unseen">{reading}</span>
      <span aria-hidden="true">{direction === "backward" ? "—" : arrow(direction)}</span>
    </span>
  );
}

const escape = (s: string): string => s.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** named marks where a text names the two parties of a statement: by the whole name, or a person by its last or first word. */
function named(text: string, subject: Ref, object: Ref): ComponentChildren {
  const find = (ref: Ref): [number, number] | undefined => {
    const words = ref.name.split(/\s+/);
    const parts = ref.type === "person" ? [words.at(-1)!, words[0]] : [ref.name.replace(/^the /i, "")];
    for (const name of [ref.name, ...parts]) {
      if (name.length < 2) continue;
      const m = new RegExp(`(?<![\\p{L}\\p{N}])${escape(name)}(?![\\p{L}\\p{N}])`, "iu").exec(text);
      if (m) return [m.index, m.index + m[0].length];
    }
    return undefined;
  };
  const spans = [{ at: find(subject), role: "subject" }, { at: find(object), role: "object" }]
    .filter((s): s is { at: [number, number]; role: string } => s.at !== undefined)
    .sort((a, b) => a.at[0] - b.at[0]);
  const parts: ComponentChildren[] = [];
  let done = 0;
  for (const { at: [begin, end], role } of spans) {
    if (begin < done) continue;
    parts.push(text.slice(done, begin), <mark class={role}>{text.slice(begin, end)}</mark>);
    done = end;
  }
  parts.push(text.slice(done));
  return parts;
}

/** Quote shows a statement's sentence with its source. */
export function Quote({ of: e, claim }: { of: Evidence; claim?: boolean }): VNode {
  const by = e.attributed_to ?? [];
  return (
    <figure class={"quote " + e.modality}>
      {claim && (
        <p class="claim">
          <Entity of={e.subject} /> <span class="verb">{verb(e.predicate)}</span> <Entity of={e.object} /> <Mark of={e.modality} /> <Unclassified predicate={e.predicate} />
        </p>
      )}
      <blockquote>{named(e.text, e.subject, e.object)}</blockquote>
      <figcaption>
        {!claim && <Mark of={e.modality} />}
        {e.date && <span>event: <time dateTime={e.date}>{day(e.date)}</time></span>}
        {e.place && <span>in {e.place}</span>}
        {by.length > 0 && <span>according to {by.join(", citing ")}</span>}
        <span class="source">
          {e.publisher && <cite>{e.publisher}</cite>}{e.publisher && e.published && ", "}
          {e.published && <time dateTime={e.published}>{day(e.published)}</time>}
          {(e.publisher || e.published) && " · "}
          <a href={articleURL(e)}>{e.title || e.article}</a>
        </span>
      </figcaption>
    </figure>
  );
}

/** Trouble shows a problem with what can be done about it. */
export function Trouble({ problem, retry, pick }: { problem: Problem; retry?: () => void; pick?: (choice: SearchResult) => void }): VNode {
  const choices = problem.candidates ?? problem.near ?? [];
  return (
    <div class="trouble" role="alert">
      <p><strong>{problem.title}.</strong> {problem.detail}</p>
      {choices.length > 0 && (
        <p>
          {problem.candidates ? "Which one? " : "Did you mean "}
          {choices.map((c) => (
            pick
              ? <button type="button" class="choice" onClick={() => pick(c)}>{c.name} <small>{kind(c.type)}</small></button>
              : <a class="choice" href={entityURL(c)}>{c.name} <small>{kind(c.type)}</small></a>
          ))}
        </p>
      )}
      {retry && choices.length === 0 && <button type="button" onClick={retry}>Try again</button>}
    </div>
  );
}

/** Await shows what was loaded, or that it is not there yet, or why not. */
export function Await<T>({ of, children, pick }: { of: Loaded<T>; children: (data: T) => ComponentChildren; pick?: (choice: SearchResult) => void }): VNode {
  if (of.problem) return <Trouble problem={of.problem} retry={of.retry} pick={pick} />;
  if (of.data === undefined) return <div class="skeleton" aria-busy="true"><span class="unseen">Loading</span></div>;
  return <>{children(of.data)}</>;
}

/** Dialog is a modal dialog that closes with Escape. */
export function Dialog({ open, close, title, children }: { open: boolean; close: () => void; title: string; children: ComponentChildren }): VNode {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const d = ref.current!;
    if (open && !d.open) d.showModal();
    if (!open && d.open) d.close();
  }, [open]);
  return (
    <dialog ref={ref} onClose={close} aria-labelledby="dialog-title">
      <h2 id="dialog-title">{title}</h2>
      {children}
      <button type="button" onClick={close}>Close</button>
    </dialog>
  );
}
