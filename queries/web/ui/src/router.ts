// The address holds the state of every page: what is shown is a function of it, and changes go through go().
import { signal } from "@preact/signals";

export interface Place { path: string; params: URLSearchParams }

const read = (): Place => ({ path: decodeURIComponent(location.pathname), params: new URLSearchParams(location.search) });

export const here = signal<Place>(read());

/** moved counts the moves to another page, not changes within one; the new page takes the focus then. */
export const moved = signal(0);

export function go(url: string, replace = false): void {
  const before = location.pathname;
  if (replace) history.replaceState(null, "", url);
  else if (url !== location.pathname + location.search) history.pushState(null, "", url);
  here.value = read();
  if (location.pathname !== before) {
    scrollTo(0, 0);
    moved.value++;
  }
}

addEventListener("popstate", () => { here.value = read(); });

// Links within the site do not load the page anew.
document.addEventListener("click", (e) => {
  if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
  const link = (e.target as Element).closest("a");
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (link.pathname.startsWith("/api/") || link.getAttribute("href")!.startsWith("#")) return;
  e.preventDefault();
  go(link.pathname + link.search);
});
