"""Writes a model.tar.gz of a gigabyte and more: no part of the ordinary tests.

    python3 tests/load/large_model.py --seed 1 /tmp/first.tar.gz
    python3 tests/load/large_model.py --seed 1 --moved 2 /tmp/second.tar.gz

Weights are random, so that they hardly compress. With `--moved` each weight moves a little by another seed, as if the
model had been trained on.
"""

import argparse
import io
import json
import random
import struct
import tarfile

LAYERS = 116
SHAPE = (512, 512, 3, 3)
COUNT = 512 * 512 * 3 * 3
# An entry of MXNet's file: magic number, dense storage, dimensions, shape, device, type (32-bit floats).
HEAD = struct.pack("<IiI4q3i", 0xF993FAC9, 0, 4, *SHAPE, 1, 0, 0)


def weights(layer, seed, moved):
    block = bytearray(random.Random(f"{seed}/{layer}").randbytes(4 * COUNT))
    # Signs take turns, and all sizes are between 2^-7 and 2^-5.
    block[3::8] = b"\x3c" * (COUNT // 2)
    block[7::8] = b"\xbc" * (COUNT // 2)
    if moved is not None:
        block[1::4] = random.Random(f"{moved}/{layer}").randbytes(COUNT)
    return block


class Parameters(io.RawIOBase):
    """The file of parameters, made piece by piece."""

    def __init__(self, seed, moved):
        self.pieces = self.make(seed, moved)
        self.rest = memoryview(b"")

    @staticmethod
    def names():
        return [f"arg:conv{layer}_weight".encode() for layer in range(LAYERS)]

    @classmethod
    def size(cls):
        names = sum(8 + len(name) for name in cls.names())
        return 24 + LAYERS * (len(HEAD) + 4 * COUNT) + 8 + names

    def make(self, seed, moved):
        yield struct.pack("<QQQ", 0x112, 0, LAYERS)
        for layer in range(LAYERS):
            yield HEAD
            yield weights(layer, seed, moved)
        yield struct.pack("<Q", LAYERS)
        for name in self.names():
            yield struct.pack("<Q", len(name)) + name

    def readable(self):
        return True

    def readinto(self, buffer):
        while not self.rest:
            piece = next(self.pieces, None)
            if piece is None:
                return 0
            self.rest = memoryview(piece)
        count = min(len(buffer), len(self.rest))
        buffer[:count] = self.rest[:count]
        self.rest = self.rest[count:]
        return count


def symbol():
    nodes, last = [{"op": "null", "name": "data", "inputs": []}], 0
    for layer in range(LAYERS):
        nodes.append({"op": "null", "name": f"conv{layer}_weight", "inputs": []})
        attrs = {"kernel": "(3, 3)", "num_filter": "512", "no_bias": "True", "pad": "(1, 1)"}
        nodes.append({"op": "Convolution", "name": f"conv{layer}", "attrs": attrs, "inputs": [[last, 0, 0], [len(nodes) - 1, 0, 0]]})
        last = len(nodes) - 1
    arguments = [index for index, node in enumerate(nodes) if node["op"] == "null"]
    return json.dumps({"nodes": nodes, "arg_nodes": arguments, "heads": [[last, 0, 0]]}).encode()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--moved", type=int)
    flags = parser.parse_args()
    with tarfile.open(flags.file, "w:gz", compresslevel=1) as archive:

        def add(name, size, content):
            entry = tarfile.TarInfo(name)
            entry.size = size
            archive.addfile(entry, content)

        text, shapes = symbol(), json.dumps([{"shape": [1, 512, 32, 32], "name": "data"}]).encode()
        add("image-classification-symbol.json", len(text), io.BytesIO(text))
        add("model-shapes.json", len(shapes), io.BytesIO(shapes))
        add("image-classification-0001.params", Parameters.size(), io.BufferedReader(Parameters(flags.seed, flags.moved), 1 << 20))


main()
