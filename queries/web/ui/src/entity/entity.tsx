import type { ComponentChildren, VNode } from "preact";
import { useState } from "preact/hooks";
import { parameters, segments, type Background, type Profile, type Timeline } from "../api";
import { useLoad } from "../load";
import { Await, Entity, Page, Quote, Relation } from "../parts";
import { NameBox } from "../namebox";
import { go, here } from "../router";
import { day, entityURL, kind, period, plural, verb } from "../words";

export function EntityPage(): VNode {
  const id = here.value.path.slice("/e/".length);
  const profile = useLoad<Profile>("entity/" + segments(id) + parameters({ limit: 20, join: here.value.params.get("join") ?? "" }));
  const name = profile.data?.name ?? id;
  return (
    <Page title={name} heading={profile.problem ? id : name} class="entity-page">
      <Await of={profile} pick={(c) => go(entityURL(c))}>{(p) => <Known of={p} />}</Await>
    </Page>
  );
}

function Known({ of: p }: { of: Profile }): VNode {
  const tab = here.value.params.get("tab") ?? "relations";
  const apart = here.value.params.get("join") === "false";
  const tabs = [["relations", "Relations"], ["timeline", "Timeline"], ["said", "Says"], ["about", "Background"]];
  const aliases = (p.aliases ?? []).filter((a) => a !== p.name);
  return (
    <>
      <p class="lead">
        {[kind(p.type), p.country].filter(Boolean).join(", ")} · {plural(p.statements, "statement")} in {plural(p.articles, "article")}
        {(p.since || p.until) && <> · {period(p.since, p.until)}</>}
        {p.wikidata && <> · <a href={"https://www.wikidata.org/wiki/" + p.wikidata} rel="noreferrer" target="_blank">{p.wikidata}</a></>}
        {" · "}<code>{p.id}</code>
      </p>
      {aliases.length > 0 && <p class="aliases">also {aliases.slice(0, 8).join(", ")}{aliases.length > 8 && `, and ${aliases.length - 8} more`}</p>}
      {(p.joined ?? []).length > 0 && (
        <ul class="plain">
          {p.joined!.map((j) => <li>Taken for one with <a href={entityURL(j)}>{j.name}</a> <small><code>{j.id}</code> · {j.reason}</small></li>)}
          <li><a href={tabURL(p, tab, "false")}>Keep them apart</a></li>
        </ul>
      )}
      {apart && <p><a href={tabURL(p, tab, "")}>Join it with its namesakes</a></p>}
      {(p.offices ?? []).length > 0 && <ul class="offices">{p.offices!.map((o) => <li><Office of={o} /></li>)}</ul>}
      <FindPath from={p} />
      <nav class="tabs" aria-label="About this entity">
        {tabs.map(([key, title]) => <a href={tabURL(p, key, apart ? "false" : "")} aria-current={tab === key ? "true" : undefined}>{title}</a>)}
      </nav>
      {tab === "timeline" ? <History of={p} />
        : tab === "said" ? <List of={p.said ?? []} none="No article gives it as a source.">{(e) => <Quote of={e} claim />}</List>
        : tab === "about" ? <List of={p.background ?? []} none="The gazetteer has no facts about it."><BackgroundList of={p.background ?? []} /></List>
        : <Relations of={p} />}
    </>
  );
}

/** tabURL is the address of a tab; join is "false" where namesakes are kept apart. */
const tabURL = (p: Profile, tab: string, join: string): string => entityURL(p) + parameters({ tab: tab === "relations" ? "" : tab, join });

function Office({ of: o }: { of: Background }): VNode {
  return <>{o.position || verb(o.predicate)}, <Entity of={o.object} quiet /> <small>{o.from || o.to ? `${day(o.from) || "?"} – ${day(o.to)}` : ""}</small></>;
}

function BackgroundList({ of }: { of: Background[] }): VNode {
  return (
    <ul class="plain">
      {of.map((b) => <li><Entity of={b.subject} quiet /> {verb(b.predicate)} <Entity of={b.object} quiet /> <small>{[b.position, period(b.from, b.to), b.source].filter(Boolean).join(" · ")}</small></li>)}
    </ul>
  );
}

function List<T>({ of, none, children }: { of: T[]; none: string; children: ComponentChildren | ((x: T) => VNode) }): VNode {
  if (of.length === 0) return <p class="hint">{none}</p>;
  return <div class="cards">{typeof children === "function" ? of.map(children as (x: T) => VNode) : children}</div>;
}

function Relations({ of: p }: { of: Profile }): VNode {
  const groups = p.relations ?? [];
  return (
    <div class="two">
      <section aria-labelledby="relations">
        <h2 id="relations">Asserted relations</h2>
        {groups.length === 0 && <p class="hint">None is asserted.</p>}
        <ul class="relations">
          {groups.map((g) => (
            <li>
              <Relation predicate={g.predicate} direction={g.direction} />
              <span>{(g.nodes ?? []).map((n, i) => <>{i > 0 && ", "}<Entity of={n} /></>)}{g.total > g.nodes.length && ` and ${g.total - g.nodes.length} more`}</span>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="stated">
        <h2 id="stated">What the articles say</h2>
        <List of={p.about ?? []} none="No statement is about it.">{(e) => <Quote of={e} claim />}</List>
      </section>
    </div>
  );
}

function History({ of: p }: { of: Profile }): VNode {
  const timeline = useLoad<Timeline>("timeline" + parameters({ actor: p.id, newest: true, undated: true, limit: 200, join: here.value.params.get("join") ?? "" }));
  return <Await of={timeline}>{(t) => <Events of={t} />}</Await>;
}

/** Events lists events under their months. */
export function Events({ of: t }: { of: Timeline }): VNode {
  const events = t.events ?? [];
  if (events.length === 0) return <p class="hint">No events.</p>;
  const months: { month: string; events: typeof events }[] = [];
  for (const e of events) {
    const month = (e.date ?? "").slice(0, 7);
    if (months.at(-1)?.month !== month) months.push({ month, events: [] });
    months.at(-1)!.events.push(e);
  }
  return (
    <>
      <p class="summary">{plural(t.total, "event")}{t.truncated && `, ${events.length} shown`}{t.undated > 0 && `, ${t.undated} without a date left out`}</p>
      <ol class="timeline">
        {months.map((m) => (
          <li>
            <h2>{day(m.month) || "No date told"}</h2>
            {m.events.map((e) => <Quote of={e} claim />)}
          </li>
        ))}
      </ol>
    </>
  );
}

function FindPath({ from }: { from: Profile }): VNode {
  const [to, set] = useState("");
  const ask = (name: string) => go("/path" + parameters({ from: from.id, to: name }));
  return (
    <form class="findpath" onSubmit={(e) => { e.preventDefault(); if (to.trim()) ask(to.trim()); }}>
      <NameBox label={`How is ${from.name} connected with`} placeholder="another actor" value={to} onInput={set} onPick={(c) => ask(c.id)} />
      <button type="submit" disabled={!to.trim()}>Find paths</button>
    </form>
  );
}
