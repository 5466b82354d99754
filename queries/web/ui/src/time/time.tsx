import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { modalities, parameters, type Timeline } from "../api";
import { Events } from "../entity/entity";
import { useLoad } from "../load";
import { NameBox } from "../namebox";
import { Await, Page } from "../parts";
import { go, here } from "../router";

const passed = ["actor", "modality", "since", "until"] as const;

export function TimePage(): VNode {
  const { params } = here.value;
  const query: Record<string, string> = {};
  for (const name of passed) query[name] = params.get(name) ?? "";
  const timeline = useLoad<Timeline>("timeline" + parameters({ ...query, newest: true, limit: 200 }));
  const change = (changes: Record<string, string>) => go("/time" + parameters({ ...query, ...changes }), true);
  const [actor, setActor] = useState(query.actor);
  const known = timeline.data?.actors?.[0]?.name ?? query.actor;
  useEffect(() => setActor(known), [known]);
  return (
    <Page title="Timeline">
      <form class="filters" onSubmit={(e) => { e.preventDefault(); change({ actor: actor.trim() }); }}>
        <NameBox label="Actor" placeholder="anyone" value={actor} onInput={setActor} onPick={(c) => change({ actor: c.id })} />
        <label>Statements
          <select value={query.modality} onChange={(e) => change({ modality: e.currentTarget.value })}>
            <option value="">all</option>
            {modalities.map((m) => <option value={m}>{m}</option>)}
          </select>
        </label>
        <label>Since <input type="text" size={10} placeholder="2023-07" pattern="\d{4}(-\d\d(-\d\d)?)?" value={query.since} onChange={(e) => { if (e.currentTarget.reportValidity()) change({ since: e.currentTarget.value }); }} /></label>
        <label>Until <input type="text" size={10} placeholder="2023-09" pattern="\d{4}(-\d\d(-\d\d)?)?" value={query.until} onChange={(e) => { if (e.currentTarget.reportValidity()) change({ until: e.currentTarget.value }); }} /></label>
        <button type="submit">Show</button>
      </form>
      <Await of={timeline} pick={(c) => change({ actor: c.id })}>{(t) => <Events of={t} />}</Await>
    </Page>
  );
}
