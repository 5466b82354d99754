// Bundles src into ../dist: index.html and assets with a hash of their content in the name. Fails if the first load
// is over its budget, so that it cannot grow unseen.
import { build } from "esbuild";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "../dist");
const budget = 60 * 1024; // bytes of the first load, gzipped

await mkdir(dist, { recursive: true });
for (const name of await readdir(dist)) {
  if (name !== ".keep") await rm(join(dist, name), { recursive: true });
}
const result = await build({
  entryPoints: [join(here, "src/main.tsx"), join(here, "src/style.css"), join(here, "src/icon.svg")],
  outdir: join(dist, "assets"),
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  loader: { ".svg": "copy" },
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  jsx: "automatic",
  jsxImportSource: "preact",
  metafile: true,
  logLevel: "warning",
});
const outputs = Object.entries(result.metafile.outputs);
const output = (source) => {
  const [name] = outputs.find(([, o]) => o.entryPoint?.endsWith(source)) ?? outputs.find(([n]) => /icon-/.test(n));
  return name;
};
const entries = { script: output("src/main.tsx"), style: output("src/style.css"), icon: output("src/icon.svg") };
let html = await readFile(join(here, "src/index.html"), "utf8");
for (const [key, name] of Object.entries(entries)) html = html.replaceAll(`{{${key}}}`, `/assets/${basename(name)}`);
await writeFile(join(dist, "index.html"), html);

// The first load: the entry, what it imports at once, and the style sheet.
const first = new Set([entries.style]);
const queue = [entries.script];
while (queue.length > 0) {
  const name = queue.pop();
  if (first.has(name)) continue;
  first.add(name);
  for (const i of result.metafile.outputs[name].imports) if (i.kind === "import-statement") queue.push(i.path);
}
let size = gzipSync(html).length;
for (const name of first) size += gzipSync(await readFile(name)).length;
console.log(`first load ${(size / 1024).toFixed(1)} kB gzipped, of ${budget / 1024}`);
if (size > budget) {
  console.error("the first load is over its budget");
  process.exit(1);
}
