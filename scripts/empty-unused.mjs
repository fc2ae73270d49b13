// Empties functions of the linked program that nothing calls, though tables of functions hold them.
//
//   node scripts/empty-unused.mjs IN.wasm OUT.wasm
//
// Every view of Leptos brings `hydrate_async`. `leptos::mount::hydrate_lazy` alone calls it, and the program starts by
// `hydrate_body`. No tool sees that, because the views' tables hold the functions: a tenth of the program.
//
// An emptied function stops the program when it is called: the browser tests would not get past the first page. Its length
// stays, so that no address in the file moves, and the relocations in it go, so that the splitter does not follow them.
//
// The compiler merges functions of the same content, and the name of one stays. Those that are emptied cannot have been
// merged with others: each of them has its place in the source inside it, or the table of one that has.

import { readFileSync, writeFileSync } from "node:fs";
import { readNumber } from "./wasm.mjs";

const CLOSURE = String.raw`28_\$u7b\$\$u7b\$closure\$u7d\$\$u7d\$`;
const UNUSED = new RegExp(`(13hydrate_async(${CLOSURE})+|8into_any13hydrate_async)17h[0-9a-f]{16}E$`);

const CUSTOM = 0;
const IMPORT = 2;
const CODE = 10;
/** Names of functions, in the section `name`. */
const FUNCTION_NAMES = 1;
/** Kinds of relocations with an addend after the index, by the tool conventions of WebAssembly. */
const WITH_ADDEND = new Set([3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23, 25]);
const NOTHING = 0x00;
const UNREACHABLE = 0x00;
const NOP = 0x01;
const END = 0x0b;

const [input, output] = process.argv.slice(2);
const wasm = readFileSync(input);
const sections = [...readSections()];
const code = sections.find(({ id }) => id === CODE);
const relocations = sections.find(({ name }) => name === "reloc.CODE");
if (!code || !relocations) throw new Error("the program was linked without relocations");

const emptied = emptyFunctions(unusedFunctions());
if (emptied.length === 0) throw new Error("no unused function was found: the names of functions are written differently now");
const kept = relocationsOutside(emptied);
writeFileSync(output, Buffer.concat([wasm.subarray(0, relocations.start), kept, wasm.subarray(relocations.end)]));
console.log(`emptied ${emptied.length} functions of ${emptied.reduce((sum, [start, end]) => sum + end - start, 0)} bytes`);

/** Sections with the places of their beginning, content and end; custom ones with their name. */
function* readSections() {
  for (let at = 8; at < wasm.length; ) {
    const [size, content] = readNumber(wasm, at + 1);
    const section = { id: wasm[at], start: at, content, end: content + size };
    if (section.id === CUSTOM) {
      const [length, text] = readNumber(wasm, content);
      section.content = text + length;
      section.name = wasm.toString("utf8", text, section.content);
    }
    yield section;
    at = section.end;
  }
}

/** The numbers of the functions, imported ones first. */
function unusedFunctions() {
  const names = sections.find(({ name }) => name === "name");
  const unused = new Set();
  for (let at = names.content; at < names.end; ) {
    const [size, content] = readNumber(wasm, at + 1);
    if (wasm[at] === FUNCTION_NAMES) {
      let [count, place] = readNumber(wasm, content);
      for (; count > 0; count -= 1) {
        const [index, afterIndex] = readNumber(wasm, place);
        const [length, text] = readNumber(wasm, afterIndex);
        place = text + length;
        if (UNUSED.test(wasm.toString("latin1", text, place))) unused.add(index);
      }
    }
    at = content + size;
  }
  return unused;
}

/** Empties them, and gives where their contents are. */
function emptyFunctions(unused) {
  const places = [];
  let [count, at] = readNumber(wasm, code.content);
  for (let index = importedFunctions(); count > 0; count -= 1, index += 1) {
    const [size, body] = readNumber(wasm, at);
    at = body + size;
    if (!unused.has(index)) continue;
    wasm.fill(NOP, body, at);
    wasm.set([NOTHING, UNREACHABLE], body);
    wasm[at - 1] = END;
    places.push([body, at]);
  }
  return places;
}

/** How many functions are imported. A linked program imports nothing else. */
function importedFunctions() {
  const imports = sections.find(({ id }) => id === IMPORT);
  let [count, at] = readNumber(wasm, imports.content);
  for (let index = 0; index < count; index += 1) {
    for (let text = 0; text < 2; text += 1) {
      const [length, start] = readNumber(wasm, at);
      at = start + length;
    }
    if (wasm[at] !== 0) throw new Error("the program imports something that is no function");
    [, at] = readNumber(wasm, at + 1);
  }
  return count;
}

/** The section of relocations without those that lie in one of these places; both are in order. */
function relocationsOutside(places) {
  let [section, at] = readNumber(wasm, relocations.content);
  let count;
  [count, at] = readNumber(wasm, at);
  const parts = [];
  let place = 0;
  for (; count > 0; count -= 1) {
    const start = at;
    const [offset, afterOffset] = readNumber(wasm, at + 1);
    [, at] = readNumber(wasm, afterOffset);
    if (WITH_ADDEND.has(wasm[start])) [, at] = readNumber(wasm, at);
    const target = code.content + offset;
    while (place < places.length && places[place][1] <= target) place += 1;
    if (place === places.length || target < places[place][0]) parts.push(wasm.subarray(start, at));
  }
  const name = Buffer.from("reloc.CODE");
  const content = Buffer.concat([number(name.length), name, number(section), number(parts.length), ...parts]);
  return Buffer.concat([Buffer.from([CUSTOM]), number(content.length), content]);
}

/** A number in LEB128. */
function number(value) {
  const bytes = [];
  for (; value >= 0x80; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return Buffer.from([...bytes, value]);
}
