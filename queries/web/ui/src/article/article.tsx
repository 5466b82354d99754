import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { segments, type Article, type Evidence } from "../api";
import { useLoad } from "../load";
import { Await, Entity, Mark, Page, Unclassified } from "../parts";
import { go, here } from "../router";
import { articleURL, claim, day, plural, verb } from "../words";

export function ArticlePage(): VNode {
  const id = here.value.path.slice("/a/".length);
  const article = useLoad<Article>("article/" + segments(id));
  return (
    <Page title={article.data?.title || id} heading={article.data?.title ? <Text of={article.data} title /> : id} class="article-page">
      <Await of={article}>{(a) => <Body of={a} />}</Await>
    </Page>
  );
}

/** A piece of a text, and the statements whose evidence covers it. */
interface Piece { text: string; statements: Evidence[] }

/** cut cuts a text where evidence begins or ends. Ranges count bytes of UTF-8. */
export function cut(text: string, statements: Evidence[]): Piece[] {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
  const inside = statements.filter((s) => s.begin >= 0 && s.end <= bytes.length && s.begin < s.end);
  const edges = [...new Set([0, bytes.length, ...inside.flatMap((s) => [s.begin, s.end])])].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    pieces.push({
      text: decoder.decode(bytes.subarray(edges[i], edges[i + 1])),
      statements: inside.filter((s) => s.begin <= edges[i] && s.end >= edges[i + 1]),
    });
  }
  return pieces;
}

function Text({ of: a, title }: { of: Article; title?: boolean }): VNode {
  const chosen = here.value.params.get("s");
  const pieces = cut((title ? a.title : a.text) ?? "", a.statements.filter((s) => (s.sentence === -1) === !!title));
  return (
    <>
      {pieces.map((p) => {
        if (p.statements.length === 0) return p.text;
        const on = p.statements.some((s) => s.event === chosen);
        const weakest = p.statements.some((s) => s.modality === "asserted") ? "asserted" : p.statements[0].modality;
        return <mark class={"evidence " + weakest + (on ? " on" : "")} onClick={() => go(articleURL(p.statements[0]), true)}>{p.text}</mark>;
      })}
    </>
  );
}

function Body({ of: a }: { of: Article }): VNode {
  const chosen = here.value.params.get("s");
  const text = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!chosen) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    text.current?.querySelector("mark.on")?.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  }, [chosen, a]);
  return (
    <>
      <p class="lead">
        {[a.publisher, day(a.date)].filter(Boolean).join(", ")}
        {a.url && /^https?:/.test(a.url) && <> · <a href={a.url} rel="noreferrer" target="_blank">source</a></>}
        {" · "}<code>{a.id}</code>
      </p>
      <div class="reading">
        <div class="text" ref={text} lang={a.lang || undefined}><Text of={a} /></div>
        <aside aria-labelledby="statements">
          <h2 id="statements">{plural(a.statements.length, "statement")}</h2>
          {a.statements.length === 0 && <p class="hint">Nothing was found in this article.</p>}
          <ol>
            {a.statements.map((s) => (
              <li class={s.event === chosen ? "on" : undefined}>
                <Entity of={s.subject} quiet /> <span class="verb">{verb(s.predicate)}</span> <Entity of={s.object} quiet />
                <p>
                  <Mark of={s.modality} />
                  <Unclassified predicate={s.predicate} />
                  {s.date && <span>{day(s.date)}</span>}
                  {(s.attributed_to ?? []).length > 0 && <span>according to {s.attributed_to!.join(", citing ")}</span>}
                  <a href={articleURL(s)} aria-current={s.event === chosen ? "true" : undefined}
                    onClick={(e) => { e.preventDefault(); go(articleURL(s), true); }}>{s.sentence === -1 ? "in the title" : "in the text"}<span class="unseen">: {claim(s)}</span></a>
                </p>
              </li>
            ))}
          </ol>
        </aside>
      </div>
    </>
  );
}
