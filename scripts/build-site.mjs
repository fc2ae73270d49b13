// Makes the folder that the executable serves below /assets/: scripts, WebAssembly, styles, fonts.
//
//   node scripts/build-site.mjs --bindgen DIR --out DIR --cache DIR
//
// --bindgen  what `wasm-bindgen --target web --out-name app` wrote: app.js, app_bg.wasm
// --out      the site folder; files that are no longer made are removed from it
// --cache    optimised WebAssembly and compressed files of earlier runs, by digest
//
// Every file but manifest.json has the digest of its content in its name, so that browsers may keep it for ever;
// manifest.json maps plain names to those. Beside each file that gains by it stands a brotli twin, NAME.br.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants } from "node:zlib";
import { browserslistToTargets, bundle } from "lightningcss";

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const options = parseArgs({
  options: { bindgen: { type: "string" }, out: { type: "string" }, cache: { type: "string" } },
}).values;

// The address below which the server serves the folder.
const BASE = "/assets/";
const FONT_WEIGHTS = [400, 600, 700];
// Chromium 123, Firefox 120 and Safari 17.5 are the first that know `light-dark()`, which the styles use as it is.
const BROWSERS = ["chrome 123", "firefox 120", "safari 17.5"];

const files = new Map();
const manifest = {};
const digest = (content) => createHash("sha256").update(content).digest("hex").slice(0, 16);

main();

function main() {
  mkdirSync(options.cache, { recursive: true });
  const wasm = add("app_bg.wasm", optimise(readFileSync(join(options.bindgen, "app_bg.wasm"))));
  const app = add("app.js", readFileSync(join(options.bindgen, "app.js")));
  refuseSnippets(app);
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

/** Runs wasm-opt, or takes the result of an earlier run on the same bytes. */
function optimise(wasm) {
  const cached = join(options.cache, `${digest(wasm)}.wasm`);
  if (!existsSync(cached)) {
    const input = join(options.cache, "input.wasm");
    writeFileSync(input, wasm);
    // The features that rustc turns on for wasm32-unknown-unknown; wasm-opt refuses a module that uses others.
    const features = ["bulk-memory", "bulk-memory-opt", "call-indirect-overlong", "multivalue", "mutable-globals",
      "nontrapping-float-to-int", "reference-types", "sign-ext"].map((name) => `--enable-${name}`);
    const optimiser = join(project, "node_modules/binaryen/bin/wasm-opt");
    execFileSync(process.execPath, [optimiser, "-Oz", ...features, "--strip-debug", "--strip-producers", input, "-o", cached], {
      stdio: "inherit",
    });
  }
  return readFileSync(cached);
}

/** wasm-bindgen writes JavaScript of dependencies into snippets/, imported by a relative path; none of ours has any. */
function refuseSnippets(app) {
  if (files.get(app).includes("./snippets/")) {
    throw new Error("a crate brings a JavaScript snippet; teach scripts/build-site.mjs to hash it");
  }
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

function fontFaces() {
  const folder = join(project, "node_modules/@fontsource/open-sans/files");
  const face = (weight) => {
    const name = `open-sans-latin-${weight}`;
    const hashed = add(`${name}.woff2`, readFileSync(join(folder, `${name}-normal.woff2`)));
    return `@font-face{font-family:"Open Sans";font-style:normal;font-weight:${weight};font-display:swap;src:url(${BASE}${hashed})format("woff2")}`;
  };
  return FONT_WEIGHTS.map(face).join("");
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
    if ([".js", ".wasm", ".css", ".svg"].includes(extname(name))) files.set(`${name}.br`, compress(content));
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
