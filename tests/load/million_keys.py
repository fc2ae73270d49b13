"""How ListObjectsV2 does over a million keys: every page once, then by folders, then a restart. No part of the ordinary tests.

    target/python/bin/python tests/load/million_keys.py [--keys 1000000] [--data-in /dev/shm]

BATON_EXECUTABLE names the program to measure. The rows are copies of one that the engine wrote, made with SQL: a
million uploads would measure the disk. There are no bytes behind them, which a listing does not look for.
"""

import argparse
import pathlib
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time

import boto3
import botocore.config

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "python"))
from programs import EXECUTABLE, Program, exported  # noqa: E402

BUCKET = "a-million-keys"


def client(data):
    environment = exported(data)
    return boto3.client(
        "s3",
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        region_name=environment["AWS_DEFAULT_REGION"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        config=botocore.config.Config(retries={"max_attempts": 0}),
    )


def memory(program):
    """Resident memory in MiB: now, and the most so far."""
    status = pathlib.Path(f"/proc/{program.process.pid}/status").read_text()
    return tuple(int(status.split(f"{name}:")[1].split()[0]) // 1024 for name in ("VmRSS", "VmHWM"))


def start(data):
    begun = time.perf_counter()
    program = Program(["engine", "--listen", "127.0.0.1:0", "--data", str(data)])
    program.announced("Baton engine")
    print(f"started in {time.perf_counter() - begun:.1f} s, memory {memory(program)[0]} MiB")
    return program


def fill(data, keys):
    """Rows for `keys` objects in 1,000 folders."""
    database = sqlite3.connect(data / "engine.db", timeout=60)
    columns = [row[1] for row in database.execute("PRAGMA table_info(object)")]
    changed = {
        "key": "CAST(printf('images/%03d/%07d.jpg', value % 1000, value) AS BLOB)",
        "blob": "printf('%032x', value * 2654435761)",
    }
    values = ", ".join(changed.get(column, column) for column in columns)
    database.execute(
        f"""WITH RECURSIVE number (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM number WHERE value < {keys})
            INSERT INTO object ({", ".join(columns)}) SELECT {values} FROM number CROSS JOIN object
            WHERE bucket = ? AND key = CAST('first' AS BLOB)""",
        [BUCKET],
    )
    database.commit()
    database.close()


def walk(s3, **arguments):
    """Times of the pages, and how many keys and folders they hold."""
    times, keys, folders, token = [], 0, 0, {}
    last = ""
    while token is not None:
        begun = time.perf_counter()
        page = s3.list_objects_v2(Bucket=BUCKET, **arguments, **token)
        times.append(time.perf_counter() - begun)
        found = [entry["Key"] for entry in page.get("Contents", [])]
        assert found == sorted(found) and (not found or found[0] > last), "keys come in order, each once"
        last = found[-1] if found else last
        keys += len(found)
        folders += len(page.get("CommonPrefixes", []))
        token = {"ContinuationToken": page["NextContinuationToken"]} if page["IsTruncated"] else None
    return times, keys, folders


def report(what, times, keys, folders):
    percentiles = statistics.quantiles(times, n=100) if len(times) > 1 else [times[0]] * 99
    print(
        f"{what}: {keys} keys and {folders} folders on {len(times)} pages in {sum(times):.1f} s; "
        f"page median {percentiles[49] * 1e3:.1f} ms, p99 {percentiles[98] * 1e3:.1f} ms, slowest {max(times) * 1e3:.1f} ms"
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", type=int, default=1_000_000)
    parser.add_argument("--data-in", help="where the data folder is made")
    flags = parser.parse_args()
    data = pathlib.Path(tempfile.mkdtemp(dir=flags.data_in))
    print(EXECUTABLE)
    try:
        with start(data) as program:
            s3 = client(data)
            s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
            s3.put_object(Bucket=BUCKET, Key="first", Body=b"x")
            fill(data, flags.keys)
            times, keys, folders = walk(s3)
            assert keys == flags.keys + 1, keys
            report("all keys", times, keys, folders)
            report("folders", *walk(s3, Prefix="images/", Delimiter="/"))
            report("one folder", *walk(s3, Prefix="images/500/", Delimiter="/"))
            print("memory now and at most: {} and {} MiB".format(*memory(program)))
        with start(data) as program:
            report("one folder", *walk(client(data), Prefix="images/500/", Delimiter="/"))
            print("memory now and at most: {} and {} MiB".format(*memory(program)))
    finally:
        shutil.rmtree(data, ignore_errors=True)


main()
