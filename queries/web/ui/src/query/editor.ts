// The editor of programs, loaded when the query page is opened. It lives in a shadow root: there its style sheets are
// constructed ones, which the content security policy allows, where it refuses style elements.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascriptLanguage } from "@codemirror/lang-javascript";
import { bracketMatching, HighlightStyle, LanguageSupport, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { get, parameters, type SearchResult, type Stats } from "../api";

export interface Editor { set: (text: string) => void; focus: () => void; close: () => void }

// Gizmo's methods of a path, with what they do.
const methods: [string, string][] = [
  ["All", "gives every node of the path, with its tags"], ["And", "keeps nodes that another path reaches too"], ["Back", "goes back to a tag"],
  ["Both", "follows a relation in both directions"], ["Count", "counts the nodes"], ["Except", "leaves out the nodes of another path"],
  ["Filter", "keeps values that fit, as regex() and gt()"], ["Follow", "applies a path that g.M() made"], ["FollowRecursive", "follows a relation any number of times"],
  ["GetLimit", "gives at most n nodes"], ["Has", "keeps nodes with a relation to a value"], ["HasR", "keeps nodes that a value has a relation to"],
  ["In", "follows a relation backwards"], ["InPredicates", "names of relations that lead here"], ["Intersect", "keeps nodes that another path reaches too"],
  ["Is", "keeps the named nodes"], ["LabelContext", "looks at quads of one article"], ["Labels", "the articles of the quads"], ["Limit", "stops after n nodes"],
  ["Or", "adds the nodes of another path"], ["Order", "sorts"], ["Out", "follows a relation forwards"], ["OutPredicates", "names of relations that leave here"],
  ["Save", "tags the value of a relation"], ["SaveOpt", "tags the value of a relation if there is one"], ["SaveR", "tags who has the relation to this"],
  ["Skip", "leaves out the first n nodes"], ["Tag", "remembers the node under a name"], ["ToArray", "gives the nodes to the program as a list"],
  ["Union", "adds the nodes of another path"], ["Unique", "gives each node once"],
];

let predicates: Promise<string[]> | undefined;
const vocabulary = (): Promise<string[]> => (predicates ??= get<Stats>("stats").then((s) => (s.predicates ?? []).map((p) => p.name.replace(/^rel:/, "")), () => []));

async function complete(context: CompletionContext): Promise<CompletionResult | null> {
  const method = context.matchBefore(/\.\w*$/);
  if (method) {
    return { from: method.from + 1, validFor: /^\w*$/, options: methods.map(([label, info]) => ({ label, info, type: "method", apply: label + "(" })) };
  }
  const name = context.matchBefore(/<(ent|rel):[^>"]*$/);
  if (!name) return null;
  const typed = name.text.slice(5);
  if (name.text.startsWith("<rel:")) {
    return { from: name.from, validFor: /^<rel:[^>"]*$/, options: (await vocabulary()).map((p) => ({ label: `<rel:${p}>`, type: "property" })) };
  }
  if (typed === "") return null;
  const found = await get<{ results: SearchResult[] }>("search" + parameters({ q: typed.replace(/-/g, " "), limit: 10 })).catch(() => ({ results: [] }));
  return { from: name.from, filter: false, options: found.results.map((r) => ({ label: `<${r.id}>`, detail: r.name, type: "constant" })) };
}

const look = EditorView.theme({
  "&": { fontSize: "inherit", color: "var(--ink)", backgroundColor: "var(--paper)" },
  "&.cm-focused": { outline: "2px solid var(--link)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", minHeight: "8.5em" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.6em 0" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--muted)", border: "none" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--choose) !important" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--choose)", color: "var(--ink)" },
});
const colours = HighlightStyle.define([
  { tag: [tags.string], color: "var(--code-string)" },
  { tag: [tags.keyword, tags.bool, tags.null], color: "var(--code-word)" },
  { tag: [tags.propertyName, tags.function(tags.variableName)], color: "var(--code-name)" },
  { tag: [tags.comment], color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.number], color: "var(--code-word)" },
]);

/** openEditor puts an editor into host. Ctrl Enter calls run. */
export function openEditor(host: HTMLElement, text: string, onInput: (text: string) => void, run: () => void): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open", delegatesFocus: true });
  root.replaceChildren();
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        keymap.of([{ key: "Mod-Enter", run: () => { run(); return true; } }, ...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        lineNumbers(), history(), bracketMatching(), closeBrackets(),
        autocompletion({ override: [complete] }),
        new LanguageSupport(javascriptLanguage),
        syntaxHighlighting(colours), look,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "Program", spellcheck: "false" }),
        EditorView.updateListener.of((u) => { if (u.docChanged) onInput(u.state.doc.toString()); }),
      ],
    }),
  });
  return {
    set: (t) => { if (t !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: t } }); },
    focus: () => view.focus(),
    close: () => view.destroy(),
  };
}
