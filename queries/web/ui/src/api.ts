// The API of the server, as far as the pages use it. The types are those of package queries.

export interface Ref { id: string; name: string; type?: string }
export type Modality = "asserted" | "planned" | "requested" | "possible" | "alleged" | "hypothetical" | "negated" | "denied";
export const modalities: Modality[] = ["asserted", "planned", "requested", "possible", "alleged", "hypothetical", "negated", "denied"];

export interface Evidence {
  event: string; subject: Ref; predicate: string; object: Ref; modality: Modality;
  attributed_to: string[] | null; date?: string; place?: string; position?: string;
  article: string; title?: string; publisher?: string; published?: string; url?: string;
  sentence: number; begin: number; end: number; text: string; confidence: number;
}
export type Direction = "forward" | "backward" | "both";
export interface Hop {
  from: Ref; to: Ref; predicate: string; direction: Direction; modality: Modality; date?: string; position?: string;
  confidence: number; statements: number; articles: number; evidence: Evidence[] | null; source?: string; joined?: string;
}
export interface Path { hops: Hop[]; weight: number; modality: Modality; since?: string; until?: string; why: string[] | null }
export interface Reason { filter: string; change: string; paths: number; more?: boolean; text: string }
export interface Paths { from: Ref; to: Ref; paths: Path[]; reasons?: Reason[]; truncated?: boolean }
export interface SearchResult extends Ref { matched: string; match: string; statements: number; country?: string; wikidata?: string }
export interface Group { predicate: string; direction: Direction; nodes: Ref[]; total: number; statements: number }
export interface Background { predicate: string; subject: Ref; object: Ref; position?: string; from?: string; to?: string; source: string }
/** Joined is an actor of other articles that is taken for the one asked for. */
export interface Joined { id: string; name: string; article?: string; reason: string }
export interface Profile extends Ref {
  code?: string; country?: string; wikidata?: string; wikipedia?: string; aliases: string[] | null;
  offices: Background[] | null; background: Background[] | null; statements: number; articles: number;
  since?: string; until?: string; relations: Group[] | null; said: Evidence[] | null; about: Evidence[] | null; joined?: Joined[];
}
export interface Timeline { actors: Ref[] | null; events: Evidence[] | null; total: number; undated: number; truncated?: boolean }
export interface Count { name: string; count: number }
export interface Stats {
  articles: number; entities: number; statements: number; background: number; since?: string; until?: string;
  modalities: Count[] | null; predicates: Count[] | null; types: Count[] | null; publishers: Count[] | null;
  top: SearchResult[] | null; generation: number;
}
export interface ArticleHead { id: string; title?: string; date?: string; publisher?: string; url?: string; lang?: string }
export interface Articles { articles: ArticleHead[]; total: number; truncated?: boolean }
export interface Article extends ArticleHead { text: string; statements: Evidence[]; truncated?: boolean }

/** Row is one result of a Gizmo program. */
export type Row = Record<string, unknown>;
export interface RowsEnd { rows: number; truncated?: boolean; elapsed_ms: number; problem?: Problem }

/** Problem is an error as the server tells it (RFC 9457). */
export interface Problem {
  type: string; title: string; status: number; detail?: string; parameter?: string;
  near?: SearchResult[]; candidates?: SearchResult[];
}

export class ProblemError extends Error {
  constructor(readonly problem: Problem) { super(problem.detail ?? problem.title); }
}

const base = "/api/v1/";

/** segments escapes an id for the path of an address and keeps its slashes. */
export const segments = (id: string): string => id.split("/").map(encodeURIComponent).join("/").replaceAll("%3A", ":");

/** parameters makes the query part of an address; empty values are left out and lists are repeated. */
export function parameters(values: Record<string, string | number | boolean | string[] | undefined>): string {
  const list = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (Array.isArray(value)) value.forEach((v) => list.append(name, v));
    else if (value !== undefined && value !== "") list.append(name, String(value));
  }
  const text = list.toString();
  return text === "" ? "" : "?" + text;
}

async function check(response: Response): Promise<Response> {
  if (response.ok) return response;
  let problem: Problem = { type: "about:blank", title: response.statusText || "Error", status: response.status };
  try { problem = { ...problem, ...(await response.json()) }; } catch { /* the body is no problem document */ }
  throw new ProblemError(problem);
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(base + path, { signal, headers: { Accept: "application/json" } });
  } catch (e) {
    if (signal?.aborted) throw e;
    throw new ProblemError({ type: "about:blank", title: "The server does not answer", status: 0, detail: "It may have been stopped. Start it again with: entente serve" });
  }
  return (await check(response)).json() as Promise<T>;
}

/** run runs a Gizmo program and gives its rows to onRow as they come. */
export async function run(
  program: string, limit: number, timeout: string, signal: AbortSignal, onRow: (row: Row) => void,
): Promise<RowsEnd> {
  const response = await check(await fetch(base + "query" + parameters({ limit, timeout }), {
    method: "POST", body: program, signal,
    headers: { "Content-Type": "text/plain", Accept: "application/x-ndjson" },
  }));
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    rest += value ?? "";
    const lines = rest.split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      if (line === "") continue;
      const message = JSON.parse(line) as { row?: Row; end?: RowsEnd };
      if (message.row) onRow(message.row);
      if (message.end) return message.end;
    }
    if (done) throw new ProblemError({ type: "about:blank", title: "The answer broke off", status: 0 });
  }
}
