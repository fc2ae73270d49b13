// Loads the chunks of the program. `scripts/chunks.mjs` puts this before the bindings and replaces CHUNKS, LENGTHS and SHARED.
//
// A chunk is one file with several WebAssembly modules, one after the other: those that it shares with other chunks, and
// its own as the last. A module that another chunk has brought already is not instantiated again, since it would fill the
// memory of the program a second time.
//
// The file of a part of a page lacks the modules that the page's own chunk has, so that one is instantiated before.

/** By the name of a chunk: its file, the chunk that comes before it, and the numbers of its modules. */
const chunks = CHUNKS;
/** By the number of a module: its length. */
const lengths = LENGTHS;
/** What the program exports to the modules. */
const sharedNames = SHARED;
/** The promise of each module that is or becomes part of the program; of those that failed none is kept. */
const modules = new Map();
/** The promise of each chunk, likewise. */
const loads = new Map();

function instantiate(number, bytes) {
  if (!modules.has(number)) {
    const exported = initSync();
    const shared = Object.fromEntries(sharedNames.map((key) => [key, exported[key]]));
    const started = WebAssembly.instantiate(bytes, { __wasm_split: shared });
    started.catch(() => modules.delete(number));
    modules.set(number, started);
  }
  return modules.get(number);
}

async function fetchContent(file) {
  const response = await fetch(new URL(file, import.meta.url));
  if (!response.ok) throw new Error(`${file} was answered with status ${response.status}`);
  return response.arrayBuffer();
}

async function load(chunk) {
  const { file, outer, modules: numbers } = chunks[chunk];
  const [content] = await Promise.all([fetchContent(file), outer && loadOnce(outer)]);
  let start = 0;
  const slices = numbers.map((number) => [number, content.slice(start, (start += lengths[number]))]);
  const own = slices.pop();
  await Promise.all(slices.map((slice) => instantiate(...slice)));
  // It fills places in the table that the shared ones made.
  await instantiate(...own);
}

/** A chunk is asked for by the program, and by the chunks of its parts. */
function loadOnce(chunk) {
  if (!loads.has(chunk)) {
    const loading = load(chunk);
    loading.catch(() => loads.delete(chunk));
    loads.set(chunk, loading);
  }
  return loads.get(chunk);
}

/** What the program calls to get a chunk: it tells by a function of its table whether that succeeded. */
function loader(chunk) {
  return async (callback, data) => {
    let succeeded = true;
    try {
      await loadOnce(chunk);
    } catch (error) {
      console.warn(error);
      succeeded = false;
    }
    initSync().__indirect_function_table.get(callback)(data, succeeded);
  };
}

const loaders = Object.fromEntries(Object.keys(chunks).map((name) => [`__wasm_split_load_${name}`, loader(name)]));
