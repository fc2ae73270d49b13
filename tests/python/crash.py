"""Kills the engine, supervisors and trainers at random moments with jobs in flight, and checks what is left.

usage: python crash.py [--rounds 200] [--jobs 20] [--seed 1]

In each round one process ends by SIGKILL, and the engine starts again when it was the engine. Nothing may be lost, doubled or
stuck: every job that was accepted exists once and ends in one final status with a truthful reason; a model that is named is
whole; an object is the old one or the new one, never a part; no program ran twice.
"""

import argparse
import collections
import hashlib
import io
import json
import os
import pathlib
import random
import signal
import tarfile
import tempfile
import threading
import time

import boto3
import botocore.config
import botocore.exceptions

import programs
import requests_of

IMAGE = "000000000000.dkr.ecr.us-west-2.amazonaws.com/crash:1"
BUCKET = "crash-data"
FINAL = {"Completed", "Failed", "Stopped"}
LOST = "InternalServerError: the program that watches the training ended while the job ran"
# Its first line tells that it ran; the model holds the job's name, a checksum and enough bytes to be cut in the middle.
PROGRAM = """
echo run >> "$RUNS/$TRAINING_JOB_NAME"
trap 'exit 0' TERM
sleep "$SM_HP_SECONDS" & wait
head -c 300000 /dev/urandom > "$SM_MODEL_DIR/weights"
sha256sum < "$SM_MODEL_DIR/weights" | cut -d' ' -f1 > "$SM_MODEL_DIR/sum"
echo "$TRAINING_JOB_NAME" > "$SM_MODEL_DIR/name"
"""


class Crash:
    """An engine that is killed again and again, and what its clients know."""

    def __init__(self, folder, jobs, seed):
        self.random = random.Random(seed)
        self.folder, self.data, self.runs = folder, folder / "data", folder / "runs"
        self.wanted = jobs
        self.accepted, self.doubtful, self.ended = set(), set(), {}
        self.stopped, self.blamed = set(), set()
        self.objects = collections.defaultdict(set)
        self.kills = collections.Counter()
        self.data.mkdir()
        self.runs.mkdir()
        self.data.joinpath("engine.json").write_text(json.dumps({
            "Limits": {"RunningJobs": 4},
            "Containers": [{"Image": IMAGE, "Program": ["/bin/sh", "-c", PROGRAM], "Environment": {"RUNS": str(self.runs)}}],
        }))

    def start(self):
        self.engine = programs.Program(["engine", "--listen", "127.0.0.1:0", "--data", str(self.data)])
        self.engine.announced("Baton engine")
        environment = programs.exported(self.data)
        settings = {
            "endpoint_url": environment["AWS_ENDPOINT_URL"],
            "region_name": environment["AWS_DEFAULT_REGION"],
            "aws_access_key_id": environment["AWS_ACCESS_KEY_ID"],
            "aws_secret_access_key": environment["AWS_SECRET_ACCESS_KEY"],
            "config": botocore.config.Config(retries={"max_attempts": 1}, read_timeout=30),
        }
        self.sagemaker, self.s3 = boto3.client("sagemaker", **settings), boto3.client("s3", **settings)

    def prepare(self):
        self.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
        self.s3.put_object(Bucket=BUCKET, Key="train/a", Body=b"data")

    def round(self):
        """Work on all sides, and one kill in the middle of it."""
        workers = [threading.Thread(target=work, args=(random.Random(self.random.random()),)) for work in (self.create, self.store)]
        for worker in workers:
            worker.start()
        time.sleep(self.random.uniform(0, 0.6))
        victim = self.random.choices(["engine", "supervisor", "trainer"], [6, 2, 2])[0]
        if victim == "engine":
            self.engine.process.kill()
            self.engine.process.wait()
            self.kills[victim] += 1
        else:
            # There may be nothing to kill at first.
            end = time.monotonic() + 5
            while not self.kill_one(victim) and time.monotonic() < end:
                time.sleep(0.02)
        for worker in workers:
            worker.join()
        if victim == "engine":
            self.start()
        self.check()

    def kill_one(self, kind):
        """Kills a supervisor of this data folder, or what it started; `False` when there is none."""
        supervisors = {}
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            words = read(process / "cmdline").split("\0")
            if "supervise" in words and any(word.startswith(str(self.data)) for word in words):
                supervisors[int(process.name)] = next(word for word in words if word.startswith(str(self.data)))
        if not supervisors:
            return False
        supervisor = self.random.choice(sorted(supervisors))
        spec = read(pathlib.Path(supervisors[supervisor]) / "spec.json")
        name = dict(json.loads(spec)["environment"]).get("TRAINING_JOB_NAME") if spec else None
        target = supervisor
        if kind == "trainer":
            children = read(pathlib.Path(f"/proc/{supervisor}/task/{supervisor}/children")).split()
            if not children:
                return False
            target = int(children[0])
        self.blamed.add(name)
        try:
            os.kill(target, signal.SIGKILL)
        except ProcessLookupError:
            return False
        self.kills[kind] += 1
        return True

    def create(self, generator):
        """Fills the queue up to the wanted number, and stops a job now and then."""
        try:
            while len(self.accepted - self.ended.keys()) < self.wanted:
                request = requests_of.job("crash", BUCKET, [requests_of.channel("train", f"s3://{BUCKET}/train/")])
                request["AlgorithmSpecification"]["TrainingImage"] = IMAGE
                request["HyperParameters"] = {"seconds": f"{generator.uniform(0.05, 1.0):.2f}"}
                name = request["TrainingJobName"]
                self.doubtful.add(name)
                self.sagemaker.create_training_job(**request)
                self.accepted.add(name)
            if generator.random() < 0.3:
                name = generator.choice(sorted(self.accepted - self.ended.keys()))
                self.stopped.add(name)
                self.sagemaker.stop_training_job(TrainingJobName=name)
        except botocore.exceptions.ClientError as refusal:
            # A job may have ended a moment ago.
            assert "is in status" in str(refusal), refusal
        except botocore.exceptions.BotoCoreError:
            pass

    def store(self, generator):
        """Replaces objects whose bytes tell whether they are whole."""
        try:
            for _ in range(20):
                key = f"objects/{generator.randrange(4)}"
                body = whole(generator.randbytes(generator.randrange(200_000)))
                self.objects[key].add(body[:64])
                self.s3.put_object(Bucket=BUCKET, Key=key, Body=body)
        except botocore.exceptions.BotoCoreError:
            pass

    def check(self):
        """What must hold at any time."""
        for key, sums in self.objects.items():
            try:
                body = self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
            except self.s3.exceptions.NoSuchKey:
                continue
            assert body[:64] in sums and whole(body[64:]) == body, f"{key} is not what anybody stored"
        for name in sorted(self.doubtful - self.ended.keys()):
            try:
                job = self.sagemaker.describe_training_job(TrainingJobName=name)
            except botocore.exceptions.ClientError as error:
                assert "not found" in str(error) and name not in self.accepted, f"{name} was accepted and is lost"
                self.doubtful.discard(name)
                continue
            self.accepted.add(name)
            if job["TrainingJobStatus"] in FINAL:
                self.ended[name] = job["TrainingJobStatus"]
                self.check_end(name, job)

    def check_end(self, name, job):
        status, reason = job["TrainingJobStatus"], job.get("FailureReason", "")
        words = [transition["Status"] for transition in job["SecondaryStatusTransitions"]]
        finals = [word for word in words if word in FINAL]
        assert finals == [status] and words[-1] == status, f"{name}: {words}"
        if status == "Failed":
            assert name in self.blamed, f"{name} failed though nobody killed it: {reason}"
            assert reason == LOST or reason.startswith("AlgorithmError: ") and "signal: 9" in reason, reason
        if status == "Stopped":
            assert name in self.stopped, f"{name} was stopped by nobody"
        if status == "Completed":
            self.check_model(name, job["ModelArtifacts"]["S3ModelArtifacts"])

    def check_model(self, name, uri):
        archive = self.s3.get_object(Bucket=BUCKET, Key=uri.removeprefix(f"s3://{BUCKET}/"))["Body"].read()
        with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as model:
            text = {entry: model.extractfile(entry).read() for entry in model.getnames()}
        assert text["name"].decode().strip() == name
        assert hashlib.sha256(text["weights"]).hexdigest() == text["sum"].decode().strip()

    def finish(self, seconds=180):
        """Waits until nothing is in flight, and looks at everything once more."""
        end = time.monotonic() + seconds
        while self.accepted - self.ended.keys():
            assert time.monotonic() < end, f"stuck: {sorted(self.accepted - self.ended.keys())}"
            self.check()
            time.sleep(0.2)
        listed = collections.Counter()
        for page in self.sagemaker.get_paginator("list_training_jobs").paginate(PaginationConfig={"PageSize": 100}):
            for job in page["TrainingJobSummaries"]:
                listed[job["TrainingJobName"]] += 1
                # A final status stays.
                assert job["TrainingJobStatus"] == self.ended[job["TrainingJobName"]]
        known = collections.Counter(self.ended.keys())
        assert listed == known, f"the list is not what was accepted: {listed - known} more, {known - listed} missing"
        for path in self.runs.iterdir():
            assert path.read_text().count("run") == 1, f"{path.name} ran more than once"
        left = [path for path in self.data.glob("jobs/*/ml") if path.exists()]
        assert not left, f"working folders are left: {left}"
        self.engine.process.terminate()
        self.engine.process.wait(timeout=30)
        return collections.Counter(self.ended.values())


def whole(payload):
    """Bytes that begin with their own checksum."""
    return hashlib.sha256(payload).hexdigest().encode() + payload


def read(path):
    try:
        return path.read_text()
    except OSError:
        return ""


def rehearse(folder, rounds, jobs, seed, tell=lambda text: None):
    crash = Crash(folder, jobs, seed)
    crash.start()
    try:
        crash.prepare()
        for number in range(rounds):
            crash.round()
            if number % 20 == 19:
                tell(f"round {number + 1}: {dict(crash.kills)}, {len(crash.accepted)} jobs, {len(crash.ended)} ended")
        return crash.finish(), crash.kills
    finally:
        crash.engine.process.kill()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        ended, kills = rehearse(pathlib.Path(folder), **vars(arguments), tell=lambda text: print(text, flush=True))
    seconds = time.monotonic() - started
    print(f"{sum(kills.values())} kills {dict(kills)}: {sum(ended.values())} jobs, all ended: {dict(ended)}; {seconds:.0f} s")


if __name__ == "__main__":
    main()
