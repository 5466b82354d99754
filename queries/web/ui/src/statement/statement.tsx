import type { VNode } from "preact";
import { segments, type Evidence } from "../api";
import { useLoad } from "../load";
import { Await, Page, Quote } from "../parts";
import { here } from "../router";
import { articleURL, claim, meaning } from "../words";

/** StatementPage shows one statement, by the id of its event. */
export function StatementPage(): VNode {
  const id = here.value.path.slice("/f/".length);
  const evidence = useLoad<Evidence>("evidence/" + segments(id));
  return (
    <Page title={evidence.data ? claim(evidence.data) : id}>
      <Await of={evidence}>{(e) => (
        <>
          <p class="lead">{meaning[e.modality]} · confidence {e.confidence.toFixed(2)} · <code>{e.event}</code></p>
          <Quote of={e} claim />
          <p><a href={articleURL(e)}>Read it in the article</a></p>
        </>
      )}</Await>
    </Page>
  );
}
