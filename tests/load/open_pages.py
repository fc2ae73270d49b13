"""How much 200 open pages cost: CPU, memory and delay of one console. No part of the ordinary tests.

    python3 tests/load/open_pages.py --address 127.0.0.1:8080 --pid PID --job NAME [--pages 200] [--seconds 30]

Half of the pages follow the list and half the job, as browsers do, through server-sent events; the job should be one
that trains. The delay is the time from the first page that is told of a change to the last one that is told the same.
"""

import argparse
import asyncio
import collections
import os
import statistics
import time


async def follow(address, path, seen, ready):
    host, port = address.rsplit(":", 1)
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/event-stream\r\n\r\n".encode())
    status = await reader.readline()
    if b" 200 " not in status:
        raise SystemExit(f"{path}: {status.decode().strip()}")
    ready.append(path)
    times = collections.Counter()
    while line := await reader.readline():
        if line.startswith(b"data: "):
            # A row may look the same again later: each page's first is compared with the others' first, and so on.
            times[hash(line)] += 1
            seen.setdefault((path, hash(line), times[hash(line)]), []).append(time.monotonic())


def usage(pid):
    """Seconds of CPU so far, and resident memory in MiB."""
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    pages = int(open(f"/proc/{pid}/statm").read().split()[1])
    return seconds, pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--address", default="127.0.0.1:8080")
    parser.add_argument("--pid", type=int, required=True)
    parser.add_argument("--job", required=True)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=30)
    flags = parser.parse_args()
    paths = ["/events/training-jobs", f"/events/training-jobs/{flags.job}"]

    before, memory_before = usage(flags.pid)
    start = time.monotonic()
    await asyncio.sleep(flags.seconds / 3)
    alone = (usage(flags.pid)[0] - before) / (time.monotonic() - start)

    seen, ready = {}, []
    tasks = [asyncio.create_task(follow(flags.address, paths[page % 2], seen, ready)) for page in range(flags.pages)]
    while len(ready) < flags.pages:
        for task in tasks:
            if task.done() and task.exception():
                raise task.exception()
        await asyncio.sleep(0.05)
    await asyncio.sleep(1)
    seen.clear()
    before, _ = usage(flags.pid)
    start = time.monotonic()
    await asyncio.sleep(flags.seconds)
    now, memory = usage(flags.pid)
    load = (now - before) / (time.monotonic() - start)
    for task in tasks:
        task.cancel()

    pages_of_each = flags.pages // 2
    delays = sorted(max(times) - min(times) for times in seen.values() if len(times) >= pages_of_each)
    print(f"{flags.pages} pages for {flags.seconds:.0f} s, {len(delays)} changes told to all")
    print(f"CPU: {alone:.1%} of one core without pages, {load:.1%} with them")
    print(f"memory: {memory_before:.0f} MiB without pages, {memory:.0f} MiB with them")
    if delays:
        print(f"delay from first to last page: median {statistics.median(delays) * 1e3:.0f} ms, longest {delays[-1] * 1e3:.0f} ms")


asyncio.run(main())
