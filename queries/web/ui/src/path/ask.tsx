import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { NameBox } from "../namebox";

/** Ask is the question "How are A and B connected?" with its two boxes. */
export function Ask({ from, to, ask }: { from: string; to: string; ask: (from: string, to: string) => void }): VNode {
  const [a, setA] = useState(from);
  const [b, setB] = useState(to);
  useEffect(() => { setA(from); setB(to); }, [from, to]);
  return (
    <form class="ask" onSubmit={(e) => { e.preventDefault(); if (a.trim() && b.trim()) ask(a.trim(), b.trim()); }}>
      <span class="words">How are</span>
      <NameBox id="from" label="From" hideLabel placeholder="one actor" value={a} onInput={setA} />
      <span class="words">and</span>
      <NameBox id="to" label="To" hideLabel placeholder="another" value={b} onInput={setB} />
      <span class="words">connected?</span>
      <button type="submit" class="primary" disabled={!a.trim() || !b.trim()}>Find paths</button>
    </form>
  );
}
