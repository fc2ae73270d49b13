"""How fast the engine answers, against moto's server: the same boto3 client, side by side, in alternating rounds.
No part of the ordinary tests.

    target/python/bin/python tests/load/engine_speed.py [--rounds 5] [--moto-seconds 60] [--data-in /dev/shm]

BATON_EXECUTABLE names the program to measure. The engine forces every write onto the disk and moto keeps
it in memory, so the figures of `create` and `put` are also those of the disk, unless `--data-in` names one in memory.
The 100,000 jobs are copies of one row that the engine itself wrote, made with SQL, since its queue takes 100 jobs;
moto gets as many as its API takes within a minute.
"""

import argparse
import json
import pathlib
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import boto3
import botocore.config

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "python"))
from programs import EXECUTABLE, Program, exported  # noqa: E402

REGION = "us-west-2"
BUCKET = "speed-of-the-engine"
ROLE = "arn:aws:iam::000000000000:role/SageMakerRole"
IMAGE = f"000000000000.dkr.ecr.{REGION}.amazonaws.com/sleeper:1"
JOBS = 100_000
PIECE = 8 * 2**20
# Beside the one that runs; the engine's queue takes 100.
CREATED_IN_A_ROUND = 90

SETTINGS = {
    "Limits": {"RunningJobs": 1},
    "Containers": [{"Image": "*/sleeper:*", "Program": ["/bin/sh", "-c", "exec sleep 3600"]}],
}


class Peer:
    """A service under measurement, and what was measured."""

    def __init__(self, name, pid, environment):
        self.name, self.pid, self.figures = name, pid, {}
        settings = {
            "endpoint_url": environment["AWS_ENDPOINT_URL"],
            "region_name": REGION,
            "aws_access_key_id": environment["AWS_ACCESS_KEY_ID"],
            "aws_secret_access_key": environment["AWS_SECRET_ACCESS_KEY"],
            "config": botocore.config.Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}),
        }
        self.sagemaker = boto3.client("sagemaker", **settings)
        self.s3 = boto3.client("s3", **settings)

    def note(self, figure, seconds, count=1):
        self.figures.setdefault(figure, []).append(seconds / count)

    def memory(self):
        """Resident memory in MiB."""
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


def job(name):
    return {
        "TrainingJobName": name,
        "RoleArn": ROLE,
        "AlgorithmSpecification": {"TrainingImage": IMAGE, "TrainingInputMode": "File"},
        "HyperParameters": {"epochs": "3"},
        "InputDataConfig": [
            {
                "ChannelName": "train",
                "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{BUCKET}/train/"}},
            }
        ],
        "OutputDataConfig": {"S3OutputPath": f"s3://{BUCKET}/out"},
        "ResourceConfig": {"InstanceType": "ml.p3.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 10},
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
    }


def timed(function):
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def round_of(peer, number):
    body = bytes(PIECE)
    peer.note("8 MB put", timed(lambda: peer.s3.put_object(Bucket=BUCKET, Key="piece", Body=body)))
    peer.note("8 MB get", timed(lambda: peer.s3.get_object(Bucket=BUCKET, Key="piece")["Body"].read()))
    names = [f"speed-{number}-{place}" for place in range(CREATED_IN_A_ROUND)]
    peer.note("create", timed(lambda: [peer.sagemaker.create_training_job(**job(name)) for name in names]), len(names))
    describe = peer.sagemaker.describe_training_job
    peer.note("describe", timed(lambda: [describe(TrainingJobName=name) for name in names * 2]), 2 * len(names))
    if peer.name == "engine":
        # Makes room in the queue; moto cannot stop jobs.
        for name in names:
            peer.sagemaker.stop_training_job(TrainingJobName=name)
        for name in names:
            while describe(TrainingJobName=name)["TrainingJobStatus"] != "Stopped":
                time.sleep(0.05)


def fill_engine(data, name):
    """Copies the row of an ended job until there are 100,000."""
    database = sqlite3.connect(data / "engine.db", timeout=60)
    columns = [row[1] for row in database.execute("PRAGMA table_info(job)")]
    changed = {
        "sequence": "1000000 + value",
        "id": "printf('%032x', value)",
        "name": "printf('bulk-%06d', value)",
        "arn": "replace(arn, name, printf('bulk-%06d', value))",
        "request": "replace(request, name, printf('bulk-%06d', value))",
        "created_at": "created_at + value",
        "modified_at": "modified_at + value",
    }
    values = ", ".join(changed.get(column, column) for column in columns)
    database.execute(
        f"""WITH RECURSIVE number (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM number WHERE value < {JOBS})
            INSERT INTO job ({", ".join(columns)}) SELECT {values} FROM number CROSS JOIN job WHERE name = ?""",
        [name],
    )
    database.commit()
    database.close()
    return JOBS


def fill_moto(peer, seconds):
    """Creates jobs for as long as is allowed."""
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end and count < JOBS:
        peer.sagemaker.create_training_job(**job(f"bulk-{count:06}"))
        count += 1
    return count


def pages(peer, rounds):
    list_jobs = peer.sagemaker.list_training_jobs
    for _ in range(rounds):
        peer.note("first page of 100", timed(lambda: list_jobs(MaxResults=100)))
    if peer.name != "engine":
        return
    for order in ["Name", "CreationTime", "Status"]:
        token = {}
        for _ in range(30):
            start = time.perf_counter()
            token = {"NextToken": list_jobs(MaxResults=100, SortBy=order, **token)["NextToken"]}
            peer.note(f"page of 100 by {order}, 30 deep", time.perf_counter() - start)
    peer.note("page of 100, NameContains", timed(lambda: list_jobs(MaxResults=100, NameContains="99")))


def report(peers):
    engine, moto = peers
    print(f"{'median of the rounds':34}{'engine':>14}{'moto':>14}  ratio")
    for figure, values in engine.figures.items():
        ours = statistics.median(values)
        theirs = statistics.median(moto.figures[figure]) if figure in moto.figures else None
        if figure in ("create", "describe"):
            show = lambda seconds: f"{1 / seconds:.0f} /s"
        else:
            show = lambda seconds: f"{seconds * 1e3:.1f} ms"
        print(f"{figure:34}{show(ours):>14}" + (f"{show(theirs):>14}  {theirs / ours:.1f}" if theirs else ""))


def wait_for(url):
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=5).read()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nothing answers at {url}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--moto-seconds", type=float, default=60)
    parser.add_argument("--moto-port", type=int, default=5959)
    parser.add_argument("--data-in", help="where the engine's data folder is made; /dev/shm takes the disk out of the figures")
    flags = parser.parse_args()
    moto_server = pathlib.Path(sys.executable).parent / "moto_server"
    with tempfile.TemporaryDirectory(dir=flags.data_in) as folder:
        data = pathlib.Path(folder)
        (data / "engine.json").write_text(json.dumps(SETTINGS))
        with Program(["engine", "--listen", "127.0.0.1:0", "--data", str(data)]) as program:
            program.announced("Baton engine")
            moto = subprocess.Popen(
                [str(moto_server), "-p", str(flags.moto_port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            try:
                measure(flags, data, program, moto)
            finally:
                moto.terminate()
                moto.wait()


def measure(flags, data, program, moto):
    address = f"http://127.0.0.1:{flags.moto_port}"
    wait_for(address)
    keys = {"AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
    peers = [Peer("engine", program.process.pid, exported(data)), Peer("moto", moto.pid, keys)]
    print(f"engine: {EXECUTABLE}; memory at the start: " + ", ".join(f"{p.name} {p.memory():.0f} MiB" for p in peers))
    for peer in peers:
        peer.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        peer.s3.put_object(Bucket=BUCKET, Key="train/a", Body=b"data")
        peer.sagemaker.create_training_job(**job("first"))
    engine = peers[0]
    # The only slot stays taken, so that no job costs processor time while calls are measured.
    while engine.sagemaker.describe_training_job(TrainingJobName="first")["SecondaryStatus"] != "Training":
        time.sleep(0.05)
    for number in range(flags.rounds):
        for peer in peers if number % 2 else reversed(peers):
            round_of(peer, number)
    print("memory after the rounds: " + ", ".join(f"{p.name} {p.memory():.0f} MiB" for p in peers))
    held = [fill_engine(data, "speed-0-0"), fill_moto(peers[1], flags.moto_seconds)]
    for peer in peers:
        pages(peer, 9)
    print(f"jobs in the lists: engine {held[0]}, moto {held[1]}")
    print("memory after the lists: " + ", ".join(f"{p.name} {p.memory():.0f} MiB" for p in peers))
    engine.sagemaker.stop_training_job(TrainingJobName="first")
    report(peers)


main()
