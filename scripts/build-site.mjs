// Makes the folder that the executable serves below /assets/: scripts, WebAssembly, styles, fonts.
//
//   node scripts/build-site.mjs --split DIR --bindgen DIR --out DIR --cache DIR
//
// --split    what the splitter wrote: the chunks of the program
// --bindgen  what `wasm-bindgen --target web --out-name app` wrote: app.js, app_bg.wasm
// --out      the site folder; files that are no longer made are removed from it
// --cache    optimised WebAssembly and compressed files of earlier runs, by digest
//
// Every file but manifest.json has the digest of its content in its name, so that browsers may keep it for ever;
// manifest.json maps plain names to those. Beside each file that gains by it stands a brotli twin, NAME.br.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants } from "node:zlib";
import { browserslistToTargets, bundle } from "lightningcss";
import { bindingsWithLoader, optimiseAll, outerChunk, readSplit } from "./chunks.mjs";

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const options = parseArgs({
  options: { split: { type: "string" }, bindgen: { type: "string" }, out: { type: "string" }, cache: { type: "string" } },
}).values;

// The address below which the server serves the folder.
const BASE = "/assets/";
const FONT_WEIGHTS = [400, 700];
// Chromium 123, Firefox 120 and Safari 17.5 are the first that know `light-dark()`, which the styles use as it is.
const BROWSERS = ["chrome 123", "firefox 120", "safari 17.5"];

const files = new Map();
const manifest = {};
const digest = (content) => createHash("sha256").update(content).digest("hex").slice(0, 16);

await main();

async function main() {
  mkdirSync(options.cache, { recursive: true });
  const { app, wasm } = await addProgram();
  add("boot.js", bootModule(app, wasm));
  add("main.css", styles());
  addPublicFiles();
  write();
}

/** Registers a file under a name with its digest and gives that name. */
function add(name, content) {
  const extension = extname(name);
  const hashed = `${basename(name, extension)}-${digest(content)}${extension}`;
  files.set(hashed, Buffer.from(content));
  manifest[name] = hashed;
  return hashed;
}

/** The program: its WebAssembly, a file for each chunk, and the bindings, which know the files of the chunks. */
async function addProgram() {
  const { shared, chunks } = readSplit(options.split);
  const names = [...new Set([...chunks.values()].flat())];
  const sources = [join(options.bindgen, "app_bg.wasm"), ...names.map((name) => join(options.split, `${name}.wasm`))];
  const optimiser = join(project, "node_modules/binaryen/bin/wasm-opt");
  const [program, ...optimised] = await optimiseAll(sources.map((path) => readFileSync(path)), { optimiser, cache: options.cache, digest });
  const modules = new Map(names.map((name, index) => [name, optimised[index]]));
  const files = {};
  for (const [chunk, needed] of chunks) {
    const outer = outerChunk(chunk, chunks);
    const own = needed.filter((name) => !chunks.get(outer)?.includes(name));
    const file = add(`${chunk}.bin`, Buffer.concat(own.map((name) => modules.get(name))));
    files[chunk] = { file: `./${file}`, outer, modules: own.map((name) => names.indexOf(name)) };
  }
  const bindings = readFileSync(join(options.bindgen, "app.js"), "utf8");
  const loader = readFileSync(join(project, "scripts/load-chunks.js"), "utf8");
  const values = { CHUNKS: files, LENGTHS: optimised.map(({ length }) => length), SHARED: shared };
  const app = add("app.js", bindingsWithLoader(bindings, loader, values));
  return { app, wasm: add("app_bg.wasm", program) };
}

/** The module that the page loads: a file, since the Content-Security-Policy forbids scripts in the page. */
function bootModule(app, wasm) {
  const source = readFileSync(join(project, "scripts/boot.js"), "utf8");
  return source.replace('"APP"', `"./${app}"`).replace('"WASM"', `"${BASE}${wasm}"`);
}

/** One minified style sheet: the fonts, then style/main.css with everything that it imports. */
function styles() {
  const sheet = bundle({
    filename: join(project, "style/main.css"),
    minify: true,
    targets: browserslistToTargets(BROWSERS),
  });
  return fontFaces() + sheet.code.toString("utf8");
}

/**
 * Two files for each weight: the characters that every page has, and all. A browser takes the face that comes last and has the
 * character, and fetches the file with all when a page has another one.
 */
function fontFaces() {
  const basic = readFileSync(join(project, "style/fonts/basic.txt"), "utf8").trim().split("\n").join(",");
  const all = join(project, "node_modules/@fontsource/open-sans");
  const ranges = JSON.parse(readFileSync(join(all, "unicode.json"), "utf8"));
  const face = (weight, name, path, range) => {
    const hashed = add(`${name}.woff2`, readFileSync(path));
    return `@font-face{font-family:"Open Sans";font-style:normal;font-weight:${weight};font-display:swap;src:url(${BASE}${hashed})format("woff2");unicode-range:${range}}`;
  };
  const faces = FONT_WEIGHTS.flatMap((weight) => [
    face(weight, `open-sans-latin-${weight}`, join(all, `files/open-sans-latin-${weight}-normal.woff2`), ranges.latin),
    face(weight, `open-sans-basic-${weight}`, join(project, `style/fonts/open-sans-basic-${weight}.woff2`), basic),
  ]);
  return faces.join("");
}

/** Icons and the like, as they are. */
function addPublicFiles() {
  const folder = join(project, "style/public");
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile()) add(entry.name, readFileSync(join(folder, entry.name)));
  }
}

/** Writes what changed and removes what is no longer made, so that an unchanged site rebuilds nothing. */
function write() {
  files.set("manifest.json", Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  for (const [name, content] of [...files]) {
    if ([".bin", ".js", ".wasm", ".css", ".svg"].includes(extname(name))) files.set(`${name}.br`, compress(content));
  }
  mkdirSync(options.out, { recursive: true });
  for (const name of readdirSync(options.out)) {
    if (!files.has(name)) rmSync(join(options.out, name), { recursive: true });
  }
  for (const [name, content] of files) {
    const path = join(options.out, name);
    if (!existsSync(path) || !readFileSync(path).equals(content)) writeFileSync(path, content);
  }
  report();
}

function compress(content) {
  const cached = join(options.cache, `${digest(content)}.br`);
  if (!existsSync(cached)) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    writeFileSync(cached, brotliCompressSync(content, { params }));
  }
  return readFileSync(cached);
}

function report() {
  for (const [plain, hashed] of Object.entries(manifest)) {
    const twin = files.get(`${hashed}.br`);
    console.log(`${plain}: ${files.get(hashed).length} bytes${twin ? `, ${twin.length} compressed` : ""}`);
  }
}
