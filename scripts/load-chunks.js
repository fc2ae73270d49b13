// Loads the chunks of the program. `scripts/chunks.mjs` puts this before the bindings and replaces CHUNKS and SHARED.
//
// A chunk is one file with several WebAssembly modules, one after the other: those that it shares with other chunks, and
// its own as the last. A module that another chunk has brought already is not instantiated again, since it would fill the
// memory of the program a second time.

/** By the name of a chunk: its file, and the names and lengths of its modules. */
const chunks = CHUNKS;
/** What the program exports to the modules. */
const sharedNames = SHARED;
/** The promise of each module that is or becomes part of the program; of those that failed none is kept. */
const modules = new Map();

function instantiate(name, bytes) {
  if (!modules.has(name)) {
    const exported = initSync();
    const shared = Object.fromEntries(sharedNames.map((key) => [key, exported[key]]));
    const started = WebAssembly.instantiate(bytes, { __wasm_split: shared });
    started.catch(() => modules.delete(name));
    modules.set(name, started);
  }
  return modules.get(name);
}

async function load({ file, parts }) {
  const response = await fetch(new URL(file, import.meta.url));
  if (!response.ok) throw new Error(`${file} was answered with status ${response.status}`);
  const content = await response.arrayBuffer();
  let start = 0;
  const slices = parts.map(([name, length]) => [name, content.slice(start, (start += length))]);
  const own = slices.pop();
  await Promise.all(slices.map((slice) => instantiate(...slice)));
  // It fills places in the table that the shared ones made.
  await instantiate(...own);
}

/** What the program calls to get a chunk: it tells by a function of its table whether that succeeded. */
function loader(chunk) {
  return async (callback, data) => {
    let succeeded = true;
    try {
      await load(chunk);
    } catch (error) {
      console.warn(error);
      succeeded = false;
    }
    initSync().__indirect_function_table.get(callback)(data, succeeded);
  };
}

const loaders = Object.fromEntries(Object.entries(chunks).map(([name, chunk]) => [`__wasm_split_load_${name}`, loader(chunk)]));
