import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { modalities, parameters, type Hop, type Modality, type Path, type Paths } from "../api";
import { useLoad } from "../load";
import { announcement, Await, Entity, Mark, Page, Quote, Relation } from "../parts";
import { go, here } from "../router";
import { period, plural, verb } from "../words";
import { Ask } from "./ask";

/** The names of the address that the API takes as they are. */
const passed = ["from", "to", "k", "max_hops", "by", "since", "until", "background", "join"] as const;

export function PathPage(): VNode {
  const { params } = here.value;
  const from = params.get("from") ?? "";
  const to = params.get("to") ?? "";
  const chosen = params.getAll("modality") as Modality[];
  const asked = from !== "" && to !== "";
  const query: Record<string, string | string[]> = { modality: chosen, evidence: "5" };
  for (const name of passed) query[name] = params.get(name) ?? "";
  const answer = useLoad<Paths>(asked ? "paths" + parameters(query) : undefined);

  useEffect(() => {
    if (answer.data) announcement.value = answer.data.paths.length === 0 ? "No path" : plural(answer.data.paths.length, "path") + " found";
  }, [answer.data]);

  const change = (changes: Record<string, string | string[]>) => {
    const next: Record<string, string | string[]> = { modality: chosen };
    for (const name of passed) next[name] = params.get(name) ?? "";
    go("/path" + parameters({ ...next, ...changes }), true);
  };
  const names = answer.data ? [answer.data.from.name, answer.data.to.name] : [from, to];
  return (
    <Page title={asked ? `${names[0]} and ${names[1]}` : "Paths"} heading="How are they connected?" class="paths">
      <Ask from={names[0]} to={names[1]} ask={(a, b) => go("/path" + parameters({ ...query, evidence: "", from: a, to: b }))} />
      {asked && <Filters chosen={chosen} params={params} change={change} />}
      {asked && (
        <Await of={answer} pick={(c) => change({ [answer.problem?.parameter === "to" ? "to" : "from"]: c.id })}>
          {(a) => (a.paths.length === 0 ? <None of={a} change={change} chosen={chosen} /> : <List of={a} />)}
        </Await>
      )}
      {!asked && <p class="hint">Name two actors: a person, a country, an organisation. Every hop of a path shows the sentence behind it.</p>}
    </Page>
  );
}

function Filters({ chosen, params, change }: { chosen: Modality[]; params: URLSearchParams; change: (c: Record<string, string | string[]>) => void }): VNode {
  const on = (m: Modality) => (chosen.length === 0 ? m === "asserted" : chosen.includes(m));
  const toggle = (m: Modality) => {
    const next = modalities.filter((x) => (x === m ? !on(x) : on(x)));
    change({ modality: next.length === 0 || (next.length === 1 && next[0] === "asserted") ? [] : next });
  };
  return (
    <div class="filters" role="group" aria-label="Filters">
      <fieldset class="chips">
        <legend>Statements</legend>
        {modalities.map((m) => (
          <label class={"chip" + (on(m) ? " on" : "")}>
            <input type="checkbox" checked={on(m)} onChange={() => toggle(m)} />{m}
          </label>
        ))}
      </fieldset>
      <label>Hops
        <select value={params.get("max_hops") || "4"} onChange={(e) => change({ max_hops: e.currentTarget.value === "4" ? "" : e.currentTarget.value })}>
          {[1, 2, 3, 4, 5, 6].map((n) => <option value={String(n)}>up to {n}</option>)}
        </select>
      </label>
      <label>Paths
        <select value={params.get("k") || "3"} onChange={(e) => change({ k: e.currentTarget.value === "3" ? "" : e.currentTarget.value })}>
          {[1, 3, 5, 10].map((n) => <option value={String(n)}>{n}</option>)}
        </select>
      </label>
      <label>Since <input type="text" size={10} placeholder="2023-07" pattern="\d{4}(-\d\d(-\d\d)?)?" value={params.get("since") ?? ""} onChange={(e) => { if (e.currentTarget.reportValidity()) change({ since: e.currentTarget.value }); }} /></label>
      <label>Until <input type="text" size={10} placeholder="2023-09" pattern="\d{4}(-\d\d(-\d\d)?)?" value={params.get("until") ?? ""} onChange={(e) => { if (e.currentTarget.reportValidity()) change({ until: e.currentTarget.value }); }} /></label>
      <label><input type="checkbox" checked={params.get("background") !== "false"} onChange={(e) => change({ background: e.currentTarget.checked ? "" : "false" })} /> background facts</label>
      <label title="Unknown actors of different articles with the same name, country and office"><input type="checkbox" checked={params.get("join") !== "false"} onChange={(e) => change({ join: e.currentTarget.checked ? "" : "false" })} /> join namesakes</label>
    </div>
  );
}

function List({ of: a }: { of: Paths }): VNode {
  return (
    <>
      <p class="summary">{plural(a.paths.length, "path")} from <Entity of={a.from} /> to <Entity of={a.to} />, the most telling first.{a.truncated && " The search gave up on its limits: there may be better ones."}</p>
      <ol class="pathlist">{a.paths.map((p, i) => <Card path={p} rank={i + 1} />)}</ol>
    </>
  );
}

function Card({ path, rank }: { path: Path; rank: number }): VNode {
  const background = path.hops.some((h) => h.source && !h.joined);
  const joined = path.hops.some((h) => h.joined);
  return (
    <li class="card" aria-label={`Path ${rank}`}>
      <h2 class="chain">
        <Entity of={path.hops[0].from} />
        {path.hops.map((h) => <><Relation predicate={h.predicate} direction={h.direction} modality={h.modality} /><Entity of={h.to} /></>)}
      </h2>
      <p class="facts">
        <span>{plural(path.hops.length, "hop")}</span>
        <span>weakest: <Mark of={path.modality} /></span>
        {(path.since || path.until) && <span>{period(path.since, path.until)}</span>}
        {background && <span>uses background facts</span>}
        {joined && <span>takes namesakes for one</span>}
        {path.why && path.why.length > 0 && <details class="why"><summary>Why this rank</summary><ul>{path.why.map((w) => <li>{w}</li>)}</ul></details>}
      </p>
      <ol class="hops">{path.hops.map((h) => <HopItem hop={h} />)}</ol>
    </li>
  );
}

function HopItem({ hop }: { hop: Hop }): VNode {
  const evidence = hop.evidence ?? [];
  const [first, ...more] = evidence;
  const [a, b] = hop.direction === "backward" ? [hop.to, hop.from] : [hop.from, hop.to];
  return (
    <li>
      <h3>{a.name} <span class="verb">{verb(hop.predicate)}</span> {b.name}{hop.position && <span class="position">, {hop.position}</span>}</h3>
      {first ? <Quote of={first} />
        : hop.joined ? <p class="background">Taken for one: {hop.joined}. No article says so.</p>
        : <p class="background">Background fact, stated by no article. Source: {hop.source || "gazetteer"}.</p>}
      {more.length > 0 && (
        <details>
          <summary>{plural(hop.statements - 1, "more statement")} in {plural(hop.articles, "article")}</summary>
          {more.map((e) => <Quote of={e} />)}
          {hop.statements > evidence.length && <p class="hint">{hop.statements - evidence.length} more are not shown.</p>}
        </details>
      )}
    </li>
  );
}

function None({ of: a, change, chosen }: { of: Paths; change: (c: Record<string, string | string[]>) => void; chosen: Modality[] }): VNode {
  return (
    <section class="empty" aria-labelledby="none">
      <h2 id="none">No path from {a.from.name} to {a.to.name}</h2>
      {(a.reasons ?? []).length > 0 && <ul>{a.reasons!.map((r) => <li>{r.text}</li>)}</ul>}
      <p class="row">
        {chosen.length < modalities.length && <button type="button" onClick={() => change({ modality: modalities })}>Allow every modality</button>}
        <button type="button" onClick={() => change({ max_hops: "6" })}>Allow 6 hops</button>
        <button type="button" onClick={() => change({ since: "", until: "", background: "" })}>Drop dates, use background</button>
      </p>
    </section>
  );
}
