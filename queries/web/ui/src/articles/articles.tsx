import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { parameters, segments, type Articles } from "../api";
import { useLoad } from "../load";
import { Await, Page } from "../parts";
import { go, here } from "../router";
import { day, plural } from "../words";

const size = 50;

export function ArticlesPage(): VNode {
  const { params } = here.value;
  const q = params.get("q") ?? "";
  const offset = Number(params.get("offset") ?? 0) || 0;
  const [text, set] = useState(q);
  const list = useLoad<Articles>("articles" + parameters({ q, offset, limit: size }));
  const page = (at: number) => "/articles" + parameters({ q, offset: at > 0 ? at : "" });
  return (
    <Page title="Articles">
      <form class="filters" onSubmit={(e) => { e.preventDefault(); go("/articles" + parameters({ q: text.trim() })); }}>
        <label>Words of the title or publisher <input type="search" value={text} onInput={(e) => set(e.currentTarget.value)} /></label>
        <button type="submit">Show</button>
      </form>
      <Await of={list}>{(a) => (
        <>
          <p class="summary">{plural(a.total, "article")}, newest first</p>
          <ul class="articles">
            {a.articles.map((x) => (
              <li><a href={"/a/" + segments(x.id)}>{x.title || x.id}</a> <small>{[x.publisher, day(x.date)].filter(Boolean).join(", ")}</small></li>
            ))}
          </ul>
          <nav class="row" aria-label="Parts of the list">
            {offset > 0 && <a href={page(offset - size)}>Newer</a>}
            {a.truncated && <a href={page(offset + size)}>Older</a>}
          </nav>
        </>
      )}</Await>
    </Page>
  );
}
