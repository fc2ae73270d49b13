"""What it costs to look into large archives and to compare them: no part of the ordinary tests.

    python3 tests/load/large_archives.py --address 127.0.0.1:8080 --pid PID s3://bucket/a/model.tar.gz s3://bucket/b/model.tar.gz

Both are in the target's S3 already (`large_model.py` makes some). The console is asked as its pages ask it; meanwhile
the list is loaded every half second.
"""

import argparse
import json
import os
import statistics
import threading
import time
import urllib.parse
import urllib.request


def resident(pid):
    """Resident memory in MiB."""
    pages = int(open(f"/proc/{pid}/statm").read().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def ask(address, function, **members):
    body = urllib.parse.urlencode(members).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    request = urllib.request.Request(f"http://{address}/api/{function}", body, headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def watched(what, flags, question):
    """Asks until the pass has ended; says how long it took, the most memory, and how long a page took meanwhile."""
    ended, memory, pages = threading.Event(), [resident(flags.pid)], []

    def watch():
        while not ended.wait(0.5):
            memory.append(resident(flags.pid))
            start = time.monotonic()
            urllib.request.urlopen(f"http://{flags.address}/training-jobs", timeout=60).read()
            pages.append(time.monotonic() - start)

    watcher = threading.Thread(target=watch)
    watcher.start()
    start, seen = time.monotonic(), 0
    try:
        while True:
            answer = question()
            if "Running" not in answer:
                break
            seen += 1
            time.sleep(0.4)
    finally:
        ended.set()
        watcher.join()
    seconds = time.monotonic() - start
    page = f"median {statistics.median(pages) * 1e3:.0f} ms, longest {max(pages) * 1e3:.0f} ms" if pages else "not asked"
    print(f"{what}: {seconds:.1f} s, progress told {seen} times")
    print(f"  memory: {memory[0]:.0f} MiB before, {max(memory):.0f} MiB at most; the list meanwhile: {page}", flush=True)
    return answer["Done"]["found"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("first")
    parser.add_argument("second")
    parser.add_argument("--address", default="127.0.0.1:8080")
    parser.add_argument("--pid", type=int, required=True)
    flags = parser.parse_args()
    for archive in (flags.first, flags.second):
        report = watched(archive, flags, lambda: ask(flags.address, "examine-artifact", uri=archive))
        found = report["parameters"] or {}
        print(f"  {report['size']} bytes, {report['unpacked']} unpacked, digest {report['digest']}, problem: {report['problem']}")
        print(f"  {len(found.get('layers', []))} arrays")
    distance = watched("comparison", flags, lambda: ask(flags.address, "compare-artifacts", first=flags.first, second=flags.second))
    print(f"  relative distance {distance['relative']}, cosine {distance['cosine']}, {len(distance['layers'])} arrays")


main()
