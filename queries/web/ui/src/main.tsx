import { render, type ComponentType, type VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { signal } from "@preact/signals";
import { announcement, Dialog, Page } from "./parts";
import { go, here, moved } from "./router";
import { NameBox } from "./namebox";
import { entityURL } from "./words";
import { parameters } from "./api";
import { Home } from "./home/home";
import { PathPage } from "./path/path";
import { EntityPage } from "./entity/entity";
import { QueryPage } from "./query/query";
import { ArticlePage } from "./article/article";
import { ArticlesPage } from "./articles/articles";
import { StatementPage } from "./statement/statement";
import { TimePage } from "./time/time";

const tabs = [
  { path: "/path", name: "Paths", page: PathPage, key: "p" },
  { path: "/time", name: "Timeline", page: TimePage, key: "t" },
  { path: "/articles", name: "Articles", page: ArticlesPage, key: "a" },
  { path: "/q", name: "Query", page: QueryPage, key: "q" },
];

// Settings of this browser.
const stored = (name: string): string | null => { try { return localStorage.getItem(name); } catch { return null; } };
const store = (name: string, value: string) => { try { localStorage.setItem(name, value); } catch { /* private window: forgotten with it */ } };
const theme = signal(stored("theme") ?? "system");
const shortcuts = signal(stored("shortcuts") !== "off");

theme.subscribe((t) => {
  if (t === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = t;
});

function current(): ComponentType {
  const { path } = here.value;
  if (path === "/") return Home;
  if (path.startsWith("/e/")) return EntityPage;
  if (path.startsWith("/a/")) return ArticlePage;
  if (path.startsWith("/f/")) return StatementPage;
  return tabs.find((t) => t.path === path)?.page ?? Lost;
}

function Lost(): VNode {
  return <Page title="No such page"><p>Nothing is at <code>{here.value.path}</code>. <a href="/">To the start</a>.</p></Page>;
}

function Search(): VNode {
  const [text, set] = useState("");
  return (
    <form role="search" onSubmit={(e) => { e.preventDefault(); if (text.trim()) { go("/e/" + encodeURIComponent(text.trim())); set(""); } }}>
      <NameBox id="search" label="Search" hideLabel placeholder="Search a person, country, organisation" value={text}
        onInput={set} onPick={(c) => { set(""); go(entityURL(c)); }} />
    </form>
  );
}

function Help({ open, close }: { open: boolean; close: () => void }): VNode {
  return (
    <Dialog open={open} close={close} title="Help">
      <dl class="keys">
        <dt><kbd>/</kbd></dt><dd>search</dd>
        <dt><kbd>g</kbd> then <kbd>p</kbd> <kbd>t</kbd> <kbd>a</kbd> <kbd>q</kbd></dt><dd>paths, timeline, articles, query</dd>
        <dt><kbd>Ctrl</kbd> <kbd>Enter</kbd></dt><dd>run the query</dd>
        <dt><kbd>Esc</kbd></dt><dd>cancel, close</dd>
        <dt><kbd>?</kbd></dt><dd>this help</dd>
      </dl>
      <p>
        <label><input type="checkbox" checked={shortcuts.value} onChange={(e) => { shortcuts.value = e.currentTarget.checked; store("shortcuts", shortcuts.value ? "on" : "off"); }} /> keys of one letter</label>
      </p>
      <p>The address of a page holds all that it shows: copy it to share the view. Programs use the <a href="/api/v1/openapi.json" target="_blank" rel="noreferrer">API</a>.</p>
    </Dialog>
  );
}

function useShortcuts(openHelp: () => void): void {
  useEffect(() => {
    let g = 0;
    const onKey = (e: KeyboardEvent) => {
      if (!shortcuts.value || e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
      const target = e.composedPath()[0] as HTMLElement;
      if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || document.querySelector("dialog[open]")) return;
      if (e.key === "/") {
        e.preventDefault();
        document.getElementById("search")?.focus();
      } else if (e.key === "?") openHelp();
      else if (e.key === "g") g = e.timeStamp;
      else if (e.timeStamp - g < 1500) {
        const tab = tabs.find((t) => t.key === e.key);
        if (tab) go(tab.path);
        g = 0;
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}

function App(): VNode {
  const [help, setHelp] = useState(false);
  useShortcuts(() => setHelp(true));
  useEffect(() => {
    if (moved.value > 0) document.getElementById("main")?.focus({ preventScroll: true });
  }, [moved.value]);
  const Current = current();
  return (
    <>
      <a class="skip" href="#main">Skip to the content</a>
      <header class="top">
        <a class="brand" href="/">entente</a>
        <nav aria-label="Pages">
          {tabs.map((t) => <a href={t.path} aria-current={here.value.path === t.path ? "page" : undefined}>{t.name}</a>)}
        </nav>
        <Search />
        <div class="tools">
          <label class="unseen" for="theme">Colours</label>
          <select id="theme" value={theme.value} onChange={(e) => { theme.value = e.currentTarget.value; store("theme", theme.value); }}>
            <option value="system">Auto</option><option value="light">Light</option><option value="dark">Dark</option>
          </select>
          <button type="button" onClick={() => setHelp(true)} aria-label="Help">?</button>
        </div>
      </header>
      <Current />
      <footer>
        <p>Every statement points to the sentence that it stands on. <a href={"/api/v1/export" + parameters({ format: "turtle" })} download>Download as RDF</a></p>
      </footer>
      <div class="unseen" role="status" aria-live="polite">{announcement.value}</div>
      <Help open={help} close={() => setHelp(false)} />
    </>
  );
}

render(<App />, document.getElementById("app")!);
