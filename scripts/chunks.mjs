// The program's WebAssembly: made small, and its chunks put together into one file for each page that loads one.
//
// The splitter writes a module for each chunk, and one for each set of chunks that share code: a hundred files, most of
// them small. Fetched one by one they would cost a page fifty requests, and compressed one by one a third more bytes.

import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readNumber } from "./wasm.mjs";

const run = promisify(execFile);

/** Modules below this size, in bytes, lose their names and nothing else: to start wasm-opt would cost more than it gains. */
const SMALL = 4096;
/** The features that rustc turns on for wasm32-unknown-unknown; wasm-opt refuses a module that uses others. */
const FEATURES = ["bulk-memory", "bulk-memory-opt", "call-indirect-overlong", "multivalue", "mutable-globals",
  "nontrapping-float-to-int", "reference-types", "sign-ext"].map((name) => `--enable-${name}`);

/**
 * What the splitter's own loader says of the chunks, in `__wasm_split.js`: the names of what the program shares with them,
 * and the modules that each of them needs, its own as the last.
 */
export function readSplit(folder) {
  const source = readFileSync(join(folder, "__wasm_split.js"), "utf8");
  const [, names] = /const \{ ([^}]*) \} = initSync\(/.exec(source) ?? [];
  const shared = names?.split(",").map((name) => name.trim()).filter(Boolean);
  const chunks = new Map();
  for (const [, name, fetcher, needed] of source.matchAll(/__wasm_split_load_(\w+) = wrapAsyncCb\(makeLoad\(([^]*?), \[([^\]]*)\]\)\)/g)) {
    const own = /"\.\/(\w+)\.wasm"/.exec(fetcher)?.[1];
    if (!own) throw new Error(`the chunk ${name} has no code of its own: remove it from app/src/routes/entries.rs`);
    chunks.set(name, [...needed.matchAll(/__(chunk_\d+)/g)].map(([, module]) => module).concat(own));
  }
  if (!shared?.includes("__indirect_function_table") || chunks.size === 0) {
    throw new Error("the splitter's loader is not what scripts/chunks.mjs expects: compare it with the pinned version");
  }
  return { shared, chunks };
}

/**
 * The chunk that is always loaded before this one: a part of a page is named after the page, as `job_tabs` after `job`. Nothing
 * else of the program calls it.
 */
export function outerChunk(name, chunks) {
  const outer = [...chunks.keys()].filter((other) => name.startsWith(`${other}_`));
  return outer.sort((a, b) => b.length - a.length)[0];
}

/** Optimises modules, as many at a time as there are processors; gives their bytes in the same order. */
export async function optimiseAll(modules, { optimiser, cache, digest }) {
  const results = new Array(modules.length);
  // The largest begins first, since it takes longest.
  const order = modules.map((_, index) => index).sort((a, b) => modules[b].length - modules[a].length);
  const work = async () => {
    for (let index = order.shift(); index !== undefined; index = order.shift()) {
      results[index] = await optimise(modules[index], { optimiser, cache, digest });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return results;
}

/** Runs wasm-opt, or takes the result of an earlier run on the same bytes. */
async function optimise(wasm, { optimiser, cache, digest }) {
  if (wasm.length < SMALL) return withoutNames(wasm);
  const cached = join(cache, `${digest(wasm)}.wasm`);
  if (!existsSync(cached)) {
    const input = join(cache, `${digest(wasm)}.input.wasm`);
    writeFileSync(input, wasm);
    // A module of the splitter keeps parts of the names that wasm-opt does not know, and it warns of each.
    await run(process.execPath, [optimiser, "-Oz", ...FEATURES, "--strip-debug", "--strip-producers", input, "-o", cached]);
  }
  return readFileSync(cached);
}

/** The module without its custom sections. */
function withoutNames(wasm) {
  const kept = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length; ) {
    const [size, content] = readNumber(wasm, at + 1);
    if (wasm[at] !== 0) kept.push(wasm.subarray(at, content + size));
    at = content + size;
  }
  return Buffer.concat(kept);
}

/** The bindings with the loader of chunks in front of them; `values` are those of the names that stand in the loader for them. */
export function bindingsWithLoader(bindings, loader, values) {
  const isImport = /^import \* as (import\d+) from "\.\/__wasm_split\.js"$/gm;
  if (!isImport.test(bindings)) throw new Error("the bindings do not import the loader of chunks");
  const own = bindings.replace(isImport, "const $1 = loaders;");
  if (/^import /m.test(own)) {
    throw new Error("a crate brings a JavaScript snippet; teach scripts/build-site.mjs to hash it");
  }
  const filled = Object.entries(values).reduce((text, [name, value]) => text.replace(`= ${name};`, `= ${JSON.stringify(value)};`), loader);
  return `${filled}\n${own}`;
}
