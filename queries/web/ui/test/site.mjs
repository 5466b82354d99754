// Starts `entente serve` on the sample articles and a browser, for the tests of the pages.
//
//   ENTENTE_BIN   the binary; without it the tests fail and say so
//   CHROMIUM      the browser, /usr/bin/chromium unless told
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** hostile is an article whose every field would run a script if a page took it for HTML. */
export const hostile = {
  id: "hostile/<img src=x onerror=window.attacked=1>?#%",
  title: "<img src=x onerror=window.attacked=1> Xi Jinping met <script>window.attacked=1</script> Vladimir Putin",
  publisher: "\"><svg onload=window.attacked=1>",
  url: "javascript:window.attacked=1",
  date: "2024-01-02",
  text: "Xi Jinping met Vladimir Putin in Beijing on Monday. <img src=x onerror=window.attacked=1> The {{7*7}} ${7*7} 'meeting' was \"short\". \u202Eesrever\u202C 🚢 Åse O’Brien said so.",
};

/** namesakes are two articles about a person whom the gazetteer does not know. */
export const namesakes = [
  { id: "port", date: "2023-03-01", text: "Pavel Drozdov visited Minsk on Monday." },
  { id: "works", date: "2023-05-01", text: "Russian deputy governor Pavel Drozdov visited Tehran on Friday." },
];

/** open starts everything; close ends it. */
export async function open() {
  const binary = process.env.ENTENTE_BIN;
  assert.ok(binary, "set ENTENTE_BIN to the binary with the pages in it (make build makes bin/entente)");
  const folder = mkdtempSync(join(tmpdir(), "entente-ui-"));
  const db = join(folder, "graph.db");
  writeFileSync(join(folder, "more.jsonl"), [hostile, ...namesakes].map((a) => JSON.stringify(a) + "\n").join(""));
  execFileSync(binary, ["load", "--samples", "--db", db], { stdio: ["ignore", "ignore", "inherit"] });
  execFileSync(binary, ["load", join(folder, "more.jsonl"), "--db", db], { stdio: ["ignore", "ignore", "inherit"] });
  const server = spawn(binary, ["serve", "--addr", "127.0.0.1:0", "--db", db], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  server.stderr.on("data", (d) => { said += d; });
  const base = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the server does not start: " + said)), 30_000);
    const done = (url) => { clearTimeout(timer); resolve(url); };
    createInterface(server.stdout).on("line", (line) => { if (line.startsWith("http://")) done(line.trim().replace(/\/$/, "")); });
    server.on("exit", (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
  const profile = mkdtempSync(join(tmpdir(), "entente-browser-"));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const close = async () => {
    await browser.close();
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGINT");
    const hard = setTimeout(() => server.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(hard);
    rmSync(folder, { recursive: true, force: true });
    rmSync(profile, { recursive: true, force: true });
  };
  return { base, browser, close, api: (path) => fetch(base + "/api/v1/" + path).then((r) => r.json()) };
}

/** visit opens a page in a fresh profile. What goes wrong in it is collected in page.trouble. */
export async function visit(site, path, options = {}) {
  const context = await site.browser.newContext({ viewport: { width: 1200, height: 800 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.trouble = [];
  page.on("pageerror", (e) => page.trouble.push("error: " + e.message));
  page.on("dialog", (d) => { page.trouble.push("dialog: " + d.message()); void d.dismiss(); });
  page.on("console", (m) => {
    if (["error", "warning"].includes(m.type()) && !/status of (4\d\d|50[14])/.test(m.text())) page.trouble.push("console: " + m.text());
  });
  page.on("request", (r) => { if (!r.url().startsWith(site.base) && !r.url().startsWith("data:")) page.trouble.push("asks another host: " + r.url()); });
  await page.goto(site.base + path);
  await settled(page);
  return page;
}

/** settled waits until nothing is loading any more. */
export async function settled(page) {
  await page.locator("main h1").waitFor();
  await page.waitForFunction(() => document.querySelector("[aria-busy]") === null);
}

/** leave checks that nothing went wrong in a page and closes its profile. */
export async function leave(page) {
  assert.deepEqual(page.trouble, [], "trouble at " + page.url());
  assert.equal(await page.evaluate(() => window.attacked), undefined, "a script of an article ran");
  await page.context().close();
}

/** accessible runs axe over the page, or those rules of it, and gives what it finds wrong. */
export async function accessible(page, what, rules) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(({ rules }) => window.axe.run(document, { resultTypes: ["violations"], ...(rules && { runOnly: rules }) }), { rules });
  return violations.map((v) => `${what}: ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + " | " + n.failureSummary.replace(/\s+/g, " ").slice(0, 200)).join("; ")}`);
}
