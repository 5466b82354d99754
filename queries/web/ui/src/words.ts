// How things are put into words.
import type { Evidence, Modality } from "./api";
import { segments } from "./api";

export const plural = (n: number, one: string, many = one + "s"): string => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

/** verb reads a predicate: "supplied_arms_to" is "supplied arms to". */
export const verb = (predicate: string): string => predicate.replace(/^open\//, "").replace(/[_-]/g, " ");

export const kind = (type?: string): string => ({ igo: "organisation", ngo: "organisation" })[type ?? ""] ?? (type ?? "").replace(/_/g, " ");

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** day writes a date of any precision: "2023-07" is "July 2023". */
export function day(date?: string): string {
  if (!date) return "";
  const [y, m, d] = date.split("-");
  return [d && String(Number(d)), m && months[Number(m) - 1], y].filter(Boolean).join(" ");
}

export function period(since?: string, until?: string): string {
  if (!since && !until) return "";
  return since === until || !until ? day(since) : !since ? "until " + day(until) : `${day(since)} to ${day(until)}`;
}

export const meaning: Record<Modality, string> = {
  asserted: "stated as a fact",
  planned: "announced or expected",
  requested: "asked for",
  possible: "said to be possible",
  alleged: "alleged or disputed",
  hypothetical: "only if",
  negated: "stated not to have happened",
  denied: "denied",
};

export const entityURL = (ref: { id: string }): string => "/e/" + segments(ref.id);
export const articleURL = (e: { article: string; event?: string }): string => "/a/" + segments(e.article) + (e.event ? "?s=" + encodeURIComponent(e.event) : "");

/** claim says a statement as a sentence. */
export const claim = (e: Evidence): string => `${e.subject.name} ${verb(e.predicate)} ${e.object.name}`;
