import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, hostile, leave, open, settled, visit } from "./site.mjs";

let site;
before(async () => { site = await open(); });
after(async () => { await site?.close(); });

const path = (from, to, more = "") => `/path?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}${more}`;

test("home shows what the graph holds, from this server alone, in a small first load", async () => {
  const page = await visit(site, "/");
  const stats = await site.api("stats");
  const counts = await page.locator(".counts dd").allTextContents();
  assert.deepEqual(counts.slice(0, 3), [stats.articles, stats.statements, stats.entities].map((n) => n.toLocaleString("en")));
  assert.equal(await page.locator(".people li").count(), Math.min(12, stats.top.length));
  const bytes = await page.evaluate(() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter((e) => !e.name.includes("/api/")).reduce((n, e) => n + e.encodedBodySize, 0));
  assert.ok(bytes > 1000 && bytes <= 60 * 1024, `first load is ${bytes} bytes`);
  await page.locator(".examples a").first().click();
  await page.locator(".card, .empty").first().waitFor();
  await leave(page);
});

test("a name finds its entity, in other scripts too, by keyboard", async () => {
  for (const name of ["Shoigu", "Шойгу", "sergei shoi"]) {
    const page = await visit(site, "/");
    await page.keyboard.press("/");
    await page.keyboard.type(name, { delay: 10 });
    await page.locator("#search-list [role=option]").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/e/ent:sergei-shoigu");
    await settled(page);
    assert.equal(await page.locator("h1").textContent(), "Sergei Shoigu");
    assert.equal(await page.title(), "Sergei Shoigu · entente");
    await leave(page);
  }
});

test("two actors, the paths between them, each hop with its sentence, by keyboard alone", async () => {
  const page = await visit(site, "/");
  await page.locator("#from").focus();
  await page.keyboard.type("China");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Sergei Shoigu");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/path?**");
  await page.locator(".card").first().waitFor();
  const answer = await site.api("paths?from=China&to=Sergei+Shoigu&evidence=5");
  assert.equal(await page.locator(".card").count(), answer.paths.length);
  for (const [i, p] of answer.paths.entries()) {
    const hops = page.locator(".card").nth(i).locator(".hops > li");
    assert.equal(await hops.count(), p.hops.length);
    for (const [j, hop] of p.hops.entries()) {
      if (hop.evidence.length === 0) assert.match(await hops.nth(j).textContent(), /Background fact/);
      else assert.equal(await hops.nth(j).locator("blockquote").first().textContent(), hop.evidence[0].text);
    }
  }
  assert.match(await page.locator("[role=status]").textContent(), /path/);
  await leave(page);
});

test("evidence leads to its place in the article", async () => {
  const page = await visit(site, path("China", "Sergei Shoigu"));
  const quote = page.locator(".card figure").first();
  const sentence = await quote.locator("blockquote").textContent();
  await quote.locator(".source a").click();
  await page.waitForURL("**/a/**");
  await settled(page);
  const marked = (await page.locator("mark.on").allTextContents()).join("");
  assert.equal(marked, sentence);
  assert.ok(await page.locator("mark.on").first().evaluate((m) => { const r = m.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; }), "the sentence is not in view");
  await leave(page);
});

test("every statement of an article marks its own sentence", async () => {
  const { articles } = await site.api("articles?limit=3");
  for (const { id } of articles) {
    const address = "/a/" + id.split("/").map(encodeURIComponent).join("/");
    const article = await site.api("article/" + id.split("/").map(encodeURIComponent).join("/"));
    const page = await visit(site, address);
    assert.equal(await page.locator(".text").textContent(), article.text);
    for (const s of article.statements.slice(0, 4)) {
      await page.goto(site.base + address + "?s=" + encodeURIComponent(s.event));
      await settled(page);
      assert.equal((await page.locator("mark.on").allTextContents()).join(""), s.text, s.event);
    }
    await leave(page);
  }
});

test("filters stand in the address, and the address gives the same view elsewhere", async () => {
  const page = await visit(site, path("China", "Sergei Shoigu"));
  await page.getByLabel("denied").check();
  await page.getByLabel("Hops").selectOption("3");
  await page.waitForURL(/modality=asserted&modality=denied.*max_hops=3|max_hops=3.*modality=asserted&modality=denied/);
  await settled(page);
  const view = await page.locator("main").innerText();
  const other = await visit(site, page.url().slice(site.base.length));
  assert.equal(await other.locator("main").innerText(), view);
  assert.ok(await other.getByLabel("denied").isChecked());
  await leave(other);
  await leave(page);
});

test("an unknown name proposes near ones, no path says why, and both lead on", async () => {
  const page = await visit(site, path("Chinna", "Sergei Shoiguu"));
  for (let i = 0; i < 2 && (await page.locator(".trouble").count()) > 0; i++) {
    await page.locator(".trouble .choice").first().click();
    await settled(page);
  }
  await page.locator(".card, .empty").first().waitFor();
  await page.goto(site.base + path("China", "Sergei Shoigu", "&max_hops=1&background=false&since=1901&until=1902"));
  await settled(page);
  assert.match(await page.locator(".empty h2").textContent(), /^No path from China to Sergei Shoigu$/);
  await page.getByRole("button", { name: "Drop dates" }).click();
  await page.waitForURL((u) => !u.search.includes("since"));
  await leave(page);

  const lost = await visit(site, "/e/Shoigoo-nobody-qqq");
  await lost.locator(".trouble").waitFor();
  await leave(lost);
});

test("an entity's page has its relations, its timeline and the way to others", async () => {
  const page = await visit(site, "/e/ent:kim-jong-un");
  const profile = await site.api("entity/ent:kim-jong-un?limit=20");
  assert.equal(await page.locator(".relations li").count(), profile.relations.length);
  await page.getByRole("link", { name: "Timeline" }).last().click();
  await page.waitForURL("**?tab=timeline");
  await settled(page);
  const timeline = await site.api("timeline?actor=ent:kim-jong-un&newest=true&undated=true&limit=200");
  assert.equal(await page.locator(".timeline figure").count(), timeline.events.length);
  await page.getByRole("combobox", { name: "How is Kim Jong Un connected with" }).fill("Russia");
  await page.getByRole("button", { name: "Find paths" }).click();
  await page.waitForURL("**/path?from=ent%3Akim-jong-un&to=Russia");
  await settled(page);
  await page.goBack();
  await page.waitForURL("**?tab=timeline");
  await leave(page);
});

test("namesakes are taken for one, which is said and can be refused", async () => {
  const page = await visit(site, path("Minsk", "Tehran", "&background=false"));
  assert.match(await page.locator(".card").first().textContent(), /takes namesakes for one/);
  assert.match(await page.locator(".hops .background").first().textContent(), /Taken for one: same name/);
  await page.getByLabel("join namesakes").uncheck();
  await page.waitForURL("**join=false**");
  await page.locator(".empty").waitFor();
  await leave(page);

  const one = await visit(site, "/e/ent:x/person/pavel-drozdov");
  assert.match(await one.locator("main").textContent(), /Taken for one with Pavel Drozdov/);
  const both = await one.locator(".relations li").allTextContents();
  assert.ok(both.some((t) => /Minsk/.test(t)) && both.some((t) => /Tehran/.test(t)), both.join("; "));
  await one.getByRole("link", { name: "Keep them apart" }).click();
  await one.waitForURL("**join=false**");
  await settled(one);
  await one.getByRole("link", { name: "Join it with its namesakes" }).waitFor();
  const own = (await one.locator(".relations li").allTextContents()).join("; ");
  assert.ok(!(/Minsk/.test(own) && /Tehran/.test(own)), own);
  await leave(one);
});

test("a Gizmo program gives the same rows in the page as in the API, as table and raw", async () => {
  const page = await visit(site, "/q");
  const program = 'g.V("<ent:kim-jong-un>").Out("<rel:met>").All()';
  const editor = page.locator(".cm-content");
  await editor.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  // Fast typing must not race with the page's own state.
  for (const c of program) void page.keyboard.insertText(c);
  await page.waitForFunction((p) => document.querySelector(".editor").shadowRoot.querySelector(".cm-content").textContent === p, program);
  await page.keyboard.press("Control+Enter");
  await page.locator("tbody tr").first().waitFor();
  const want = await (await fetch(site.base + "/api/v1/query", { method: "POST", body: program })).json();
  assert.ok(want.rows.length > 0);
  assert.equal(await page.locator("tbody tr").count(), want.rows.length);
  await page.getByRole("button", { name: "Raw" }).click();
  const raw = (await page.locator("pre.raw").textContent()).trim().split("\n").map((l) => JSON.parse(l));
  assert.deepEqual(raw, want.rows);

  const other = await visit(site, page.url().slice(site.base.length));
  await other.locator("pre.raw").waitFor();
  assert.equal(await other.locator("pre.raw").textContent(), await page.locator("pre.raw").textContent());
  await leave(other);
  await page.getByRole("button", { name: "Table" }).click();
  await page.locator("tbody a").first().click();
  await page.waitForURL("**/e/ent:**");
  await leave(page);
});

test("a program can fail, be cut at its limit, and be cancelled", async () => {
  const run = async (program, more = "") => {
    const page = await visit(site, "/q?q=" + encodeURIComponent(program) + more);
    await page.locator(".result").waitFor();
    return page;
  };
  const failed = await run("g.V(.All()");
  await failed.locator(".trouble").waitFor();
  await leave(failed);

  const cut = await run("g.V().All()", "&limit=7");
  await cut.getByText("cut at the limit of 7").waitFor();
  assert.equal(await cut.locator("tbody tr").count(), 7);
  await leave(cut);

  const endless = await run("while (true) {}", "&timeout=30");
  await endless.getByRole("button", { name: /Cancel/ }).click();
  await endless.getByText(", cancelled").waitFor();
  await endless.getByRole("button", { name: /Run/ }).waitFor();
  await leave(endless);

  const late = await run("while (true) {}", "&timeout=1");
  await late.locator(".trouble").waitFor();
  await leave(late);
});

test("what an article holds is never run", async () => {
  const address = "/a/" + hostile.id.split("/").map(encodeURIComponent).join("/");
  for (const where of [address, "/articles", "/", "/time", path("Xi Jinping", "Vladimir Putin"), "/e/ent:xi-jinping", "/e/" + encodeURIComponent(hostile.title), "/q?q=" + encodeURIComponent('g.emit("<img src=x onerror=window.attacked=1>")')]) {
    const page = await visit(site, where);
    await page.waitForTimeout(200);
    assert.equal(await page.locator("img, main svg, main script").count(), 0, where);
    assert.equal(await page.locator("a[href^='javascript:']").count(), 0, where);
    await leave(page);
  }
  const page = await visit(site, address);
  assert.equal(await page.locator(".text").textContent(), hostile.text);
  assert.equal(await page.locator("h1").textContent(), hostile.title);
  await leave(page);
});

test("every page passes axe, light and dark, and fits a narrow screen", async () => {
  const { articles } = await site.api("articles?limit=1");
  const timeline = await site.api("timeline?limit=1");
  const pages = ["/", path("China", "Sergei Shoigu"), path("China", "Nobody At All Qqq"), path("China", "Sergei Shoigu", "&since=1901&until=1902"),
    "/e/ent:kim-jong-un", "/e/ent:kim-jong-un?tab=timeline", "/e/ent:kim-jong-un?tab=said", "/e/ent:kim-jong-un?tab=about", "/time", "/articles",
    "/f/" + timeline.events[0].event, "/a/" + articles[0].id.split("/").map(encodeURIComponent).join("/"), "/q", "/q?q=" + encodeURIComponent("g.V().Limit(5).All()"), "/nowhere"];
  const wrong = [];
  for (const colorScheme of ["light", "dark"]) {
    const page = await visit(site, "/", { colorScheme });
    for (const where of pages) {
      await page.setViewportSize({ width: 1200, height: 800 });
      await page.goto(site.base + (where === "/nowhere" ? "/" : where));
      if (where === "/nowhere") await page.evaluate(() => { history.pushState(null, "", "/nowhere"); dispatchEvent(new PopStateEvent("popstate")); });
      await settled(page);
      if (where.startsWith("/q")) await page.locator(".cm-content").waitFor();
      if (where.startsWith("/q?")) await page.locator("tbody, .trouble").first().waitFor();
      wrong.push(...await accessible(page, `${where}, ${colorScheme}`, colorScheme === "dark" ? ["color-contrast"] : undefined));
      await page.setViewportSize({ width: 320, height: 640 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) wrong.push(`${where} is ${wide} pixels wider than a screen of 320`);
    }
    await leave(page);
  }
  assert.deepEqual(wrong, []);
});

test("help and colours", async () => {
  const page = await visit(site, "/");
  await page.keyboard.press("?");
  await page.locator("dialog[open]").waitFor();
  assert.deepEqual(await accessible(page, "help"), []);
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  await page.getByLabel("Colours").selectOption("dark");
  const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.reload();
  await settled(page);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), dark);
  await page.locator("body").press("g");
  await page.keyboard.press("q");
  await page.waitForURL("**/q");
  await leave(page);
});
