// Files that tests make: archives, parameters, RecordIO, pictures.

import { deflateSync, gzipSync } from "node:zlib";

/** An entry of an archive. */
export type Entry = { path: string; content?: Buffer; kind?: "file" | "link"; link?: string };

/** A `tar.gz` of entries, whose paths are taken as they are. */
export function archive(entries: Entry[]): Buffer {
  return gzipSync(Buffer.concat([...entries.map(tarEntry), Buffer.alloc(1024)]));
}

function tarEntry({ path, content = Buffer.alloc(0), kind = "file", link = "" }: Entry): Buffer {
  const header = Buffer.alloc(512);
  header.write(path, 0, 100);
  header.write("0000644\0", 100);
  header.write(content.length.toString(8).padStart(11, "0") + "\0", 124);
  header.write("        ", 148);
  header.write(kind === "link" ? "2" : "0", 156);
  header.write(link, 157, 100);
  header.write("ustar\0" + "00", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(sum.toString(8).padStart(6, "0") + "\0 ", 148);
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
  return Buffer.concat([header, content, padding]);
}

/** Parameters in the framework's layout. */
export function parameters(arrays: [name: string, shape: number[], value: (index: number) => number][]): Buffer {
  const count = u64(arrays.length);
  const bodies = arrays.map(([, shape, value]) => {
    const values = Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, index) => value(index));
    const sizes = Buffer.concat(shape.map((size) => u64(size)));
    return Buffer.concat([u32(0xf993fac9), u32(0), u32(shape.length), sizes, u32(1), u32(0), u32(0), Buffer.from(values.buffer)]);
  });
  const names = arrays.map(([name]) => Buffer.concat([u64(name.length), Buffer.from(name)]));
  return Buffer.concat([u64(0x112), u64(0), count, ...bodies, count, ...names]);
}

/** A model of image classification with 20 layers, whose values follow from `seed`. */
export function classifier(seed: number): Buffer {
  const units = [1, 2, 3].flatMap((stage) => [1, 2, 3].map((unit) => `arg:stage${stage}_unit${unit}_conv1_weight`));
  const value = (place: number) => (index: number) => Math.sin((index + place * 1000) * seed);
  const arrays = units.map((name, place): [string, number[], (index: number) => number] => [name, [4, 4, 3, 3], value(place)]);
  arrays.push(["arg:fc1_weight", [10, 4], value(20)], ["aux:bn1_moving_var", [4], () => 1]);
  const symbol = { nodes: [{ op: "null", name: "data", inputs: [] }], arg_nodes: [0], heads: [[0, 0, 0]] };
  return archive([
    { path: "image-classification-0002.params", content: parameters(arrays) },
    { path: "image-classification-symbol.json", content: Buffer.from(JSON.stringify(symbol)) },
    { path: "model-shapes.json", content: Buffer.from('[{"shape":[1,3,28,28],"name":"data"}]') },
  ]);
}

/** A grey PNG. */
export function png(side: number): Buffer {
  const raw = Buffer.concat(Array.from({ length: side }, (_, y) => Buffer.from([0, ...Array.from({ length: side }, (_, x) => (x * y * 7) % 256)])));
  const head = Buffer.concat([u32be(side), u32be(side), Buffer.from([8, 0, 0, 0, 0])]);
  const chunk = (kind: string, data: Buffer) => Buffer.concat([u32be(data.length), Buffer.from(kind), data, u32be(crc(Buffer.concat([Buffer.from(kind), data])))]);
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("IDAT", deflateSync(raw)), chunk("IEND", Buffer.alloc(0))]);
}

/** A RecordIO file of pictures with labels. */
export function records(pictures: [label: number, picture: Buffer][]): Buffer {
  return Buffer.concat(
    pictures.map(([label, picture], id) => {
      const number = Buffer.alloc(4);
      number.writeFloatLE(label);
      const payload = Buffer.concat([u32(0), number, u64(id), u64(0), picture]);
      const padding = Buffer.alloc((4 - (payload.length % 4)) % 4);
      return Buffer.concat([u32(0xced7230a), u32(payload.length), payload, padding]);
    }),
  );
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u32be(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
