import type { VNode } from "preact";
import { parameters, type SearchResult, type Stats, type Timeline } from "../api";
import { useLoad } from "../load";
import { Await, Entity, Page, Quote } from "../parts";
import { Ask } from "../path/ask";
import { go } from "../router";
import { kind, period, plural } from "../words";

export function Home(): VNode {
  const stats = useLoad<Stats>("stats");
  const news = useLoad<Timeline>("timeline" + parameters({ newest: true, limit: 6, modality: "asserted" }));
  return (
    <Page title="entente" heading="Who did what to whom, and where it says so" class="home">
      <Ask from="" to="" ask={(from, to) => go("/path" + parameters({ from, to }))} />
      <Await of={stats}>{(s) => (s.articles === 0 ? <Empty /> : <Known stats={s} />)}</Await>
      {stats.data && stats.data.articles > 0 && (
        <section aria-labelledby="newest">
          <h2 id="newest">Newest events</h2>
          <Await of={news}>{(t) => (
            <div class="cards">{(t.events ?? []).map((e) => <Quote of={e} claim />)}</div>
          )}</Await>
        </section>
      )}
    </Page>
  );
}

function Known({ stats }: { stats: Stats }): VNode {
  const top = stats.top ?? [];
  // Questions about this graph: pairs of those who occur most, so that none leads to unknown names.
  const people = top.filter((t) => t.type === "person");
  const others = top.filter((t) => t.type !== "person");
  // A person and a country that is not theirs make the better question.
  const abroad = (p?: SearchResult) => others.find((o) => o.type === "country" && o.country !== p?.country);
  const questions = [[abroad(people[0]), people[0]], [people[0], people[1]], [abroad(people[2]), people[2]]].filter(([a, b]) => a && b) as SearchResult[][];
  return (
    <>
      {questions.length > 0 && (
        <p class="examples">
          For example{" "}
          {questions.map(([a, b]) => <a class="choice" href={"/path" + parameters({ from: a.id, to: b.id })}>{a.name} and {b.name}</a>)}
        </p>
      )}
      <dl class="counts">
        <div><dt>articles</dt><dd>{stats.articles.toLocaleString("en")}</dd></div>
        <div><dt>statements</dt><dd>{stats.statements.toLocaleString("en")}</dd></div>
        <div><dt>actors and places</dt><dd>{stats.entities.toLocaleString("en")}</dd></div>
        {(stats.since || stats.until) && <div class="wide"><dt>events from</dt><dd>{period(stats.since, stats.until)}</dd></div>}
      </dl>
      <section aria-labelledby="top">
        <h2 id="top">Most mentioned</h2>
        <ul class="people">
          {top.slice(0, 12).map((t) => <li><Entity of={t} /> <small>{kind(t.type)} · {plural(t.statements, "statement")}</small></li>)}
        </ul>
      </section>
    </>
  );
}

function Empty(): VNode {
  return (
    <section class="empty" aria-labelledby="empty">
      <h2 id="empty">The graph is empty</h2>
      <p>Load articles into it: files, a folder, or JSON Lines.</p>
      <pre>entente load articles/</pre>
    </section>
  );
}
