"""A storm of requests and archives that nobody means well with: the engine answers or drops each, keeps its memory, and
nothing is written outside its folder."""

import contextlib
import gzip
import http.client
import io
import json
import pathlib
import random
import socket
import tarfile
import urllib.parse

import boto3
import botocore.auth
import botocore.awsrequest
import botocore.config
import botocore.credentials
import botocore.exceptions
import pytest

import requests_of
import stripes
from programs import Program, exported

ROUNDS = 1000
# What the storm may add to the resident memory, in MiB: buffers and the allocator's slack, not requests.
MOST_GROWTH = 96


class Target:
    """An engine of its own, so that what it holds is what the storm left."""

    def __init__(self, program, data):
        self.program, self.data = program, data
        self.environment = exported(data)
        self.host = urllib.parse.urlparse(self.environment["AWS_ENDPOINT_URL"]).netloc
        self.keys = botocore.credentials.Credentials(
            self.environment["AWS_ACCESS_KEY_ID"], self.environment["AWS_SECRET_ACCESS_KEY"]
        )

    def client(self, service):
        return boto3.client(
            service,
            endpoint_url=self.environment["AWS_ENDPOINT_URL"],
            region_name="us-west-2",
            aws_access_key_id=self.keys.access_key,
            aws_secret_access_key=self.keys.secret_key,
            config=botocore.config.Config(retries={"max_attempts": 0}),
        )

    def post(self, target, body, keys=None):
        """The status of a signed call whose body is any bytes; nothing when the call was cut before its body was heard."""
        url = self.environment["AWS_ENDPOINT_URL"] + "/"
        headers = {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1"}
        request = botocore.awsrequest.AWSRequest("POST", url, data=body, headers=headers)
        botocore.auth.SigV4Auth(keys or self.keys, "sagemaker", "us-west-2").add_auth(request)
        connection = http.client.HTTPConnection(self.host, timeout=60)
        with contextlib.closing(connection):
            try:
                connection.request("POST", "/", body=body, headers=dict(request.headers.items()))
                answer = connection.getresponse()
            except ConnectionError:
                return None
            answer.read()
            return answer.status

    def memory(self):
        """Resident memory in MiB."""
        status = pathlib.Path(f"/proc/{self.program.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    data = tmp_path_factory.mktemp("hostile") / "data"
    with Program(["engine", "--listen", "127.0.0.1:0", "--data", str(data)]) as program:
        program.announced("Baton engine")
        yield Target(program, data)


def mutated(rng, request):
    """The request as bytes, with members exchanged, cut or overwritten."""
    odd = [None, True, -1, 2**63, 1e308, "", "\0\u202eü🦀", "../../etc/passwd", "x" * 100_000, [], {}, [[[[{}]]]] * 50]
    body = json.loads(json.dumps(request))
    for _ in range(rng.randint(1, 3)):
        place = body
        while True:
            key = rng.choice(list(place)) if isinstance(place, dict) else rng.randrange(len(place))
            if isinstance(place[key], (dict, list)) and place[key] and rng.random() < 0.6:
                place = place[key]
                continue
            place[key] = rng.choice(odd)
            break
    text = bytearray(json.dumps(body).encode())
    if rng.random() < 0.2:
        text[rng.randrange(len(text))] = rng.randrange(256)
    return bytes(text[: rng.randrange(len(text))] if rng.random() < 0.1 else text)


def test_a_storm_of_bad_calls_leaves_the_engine_as_it_was(target):
    rng = random.Random(20_190_907)
    sagemaker, s3 = target.client("sagemaker"), target.client("s3")
    s3.create_bucket(Bucket="storm-bucket", CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    operations = ["CreateTrainingJob", "CreateModel", "Search", "ListTrainingJobs", "AddTags", "Nothing"]
    storm = lambda count: [
        target.post(f"SageMaker.{rng.choice(operations)}", mutated(rng, requests_of.job(f"storm-{number}", "nowhere-bucket")))
        for number in range(count)
    ]
    # What is loaded once is no growth.
    storm(50)
    before = target.memory()
    assert set(storm(ROUNDS)) <= {200, 400, 413}

    host, port = target.host.rsplit(":", 1)
    for _ in range(100):
        with socket.create_connection((host, int(port)), timeout=60) as noise:
            try:
                noise.sendall(rng.randbytes(20_000))
                noise.shutdown(socket.SHUT_WR)
                answer = noise.recv(65536)
            except OSError:
                # The engine need not hear all of it.
                continue
            assert not answer or answer.startswith(b"HTTP/1.1 400"), answer[:100]
    for _ in range(20):
        connection = http.client.HTTPConnection(target.host, timeout=60)
        try:
            connection.request("GET", "/storm-bucket/a", headers={"x-huge": "x" * 2_000_000})
            assert connection.getresponse().status in (400, 403, 431)
        except OSError:
            pass
    wrong = botocore.credentials.Credentials(target.keys.access_key, "not the secret")
    unknown = botocore.credentials.Credentials("AKIAAAAAAAAAAAAAAAAA", target.keys.secret_key)
    for keys in [wrong, unknown]:
        assert {target.post("SageMaker.ListTrainingJobs", b"{}", keys) for _ in range(50)} == {400}
    # Twice what a body may have, several times; who does not listen to the refusal is cut off.
    assert {target.post("SageMaker.CreateTrainingJob", b"[" * 8_000_000) for _ in range(5)} <= {413, None}
    assert target.post("SageMaker.CreateTrainingJob", b"[" * 1_000_000) == 400

    assert target.memory() < before + MOST_GROWTH
    assert sagemaker.list_training_jobs(MaxResults=1)["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_keys_are_names_and_never_paths(target):
    s3 = target.client("s3")
    s3.create_bucket(Bucket="odd-keys", CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    good = ["../../escape", "/etc/passwd", "a/../../b", "ü/🦀/\u202e", "k" * 1024, "a\tb", "con", "a\\..\\b", "%2e%2e/%00", " "]
    for key in good:
        s3.put_object(Bucket="odd-keys", Key=key, Body=key.encode())
    for key in good:
        assert s3.get_object(Bucket="odd-keys", Key=key)["Body"].read() == key.encode()
    assert sorted(entry["Key"] for entry in s3.list_objects_v2(Bucket="odd-keys")["Contents"]) == sorted(good)
    for key in ["k" * 1025, "ü" * 513, "a\0b"]:
        with pytest.raises(botocore.exceptions.ClientError) as refused:
            s3.put_object(Bucket="odd-keys", Key=key, Body=b"x")
        assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    outside = [path.name for path in target.data.parent.iterdir()]
    assert outside == [target.data.name], "nothing lies beside the data folder"


def archive(*members):
    """A `tar.gz` of members as they are given."""
    bytes_ = io.BytesIO()
    with tarfile.open(fileobj=bytes_, mode="w:gz") as file:
        for name, kind, link, content in members:
            member = tarfile.TarInfo(name)
            member.type, member.linkname, member.size = kind, link, len(content)
            file.addfile(member, io.BytesIO(content))
    return bytes_.getvalue()


def bomb(size):
    """An archive whose one file unpacks to `size` bytes of nothing."""
    header = tarfile.TarInfo("image-classification-0001.params")
    header.size = size
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=1) as file:
        file.write(header.tobuf())
        nothing = bytes(2**20)
        for _ in range(size // len(nothing)):
            file.write(nothing)
    return packed.getvalue()


PARAMETERS = "image-classification-0001.params"
ARCHIVES = {
    "bomb": lambda: bomb(2**29),
    "link": lambda: archive((PARAMETERS, tarfile.SYMTYPE, "/etc/passwd", b"")),
    "hard-link": lambda: archive((PARAMETERS, tarfile.LNKTYPE, "/etc/passwd", b"")),
    "device": lambda: archive((PARAMETERS, tarfile.CHRTYPE, "", b""), ("pipe", tarfile.FIFOTYPE, "", b"")),
    "absolute": lambda: archive(("/tmp/baton-was-here", tarfile.REGTYPE, "", b"x")),
    "parent": lambda: archive(("../../../../../../baton-was-here", tarfile.REGTYPE, "", b"x")),
}


@pytest.mark.parametrize("kind", ARCHIVES)
def test_a_hostile_archive_fails_its_job_and_nothing_else(target, kind):
    sagemaker, s3 = target.client("sagemaker"), target.client("s3")
    bucket = f"archive-{kind}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    s3.put_object(Bucket=bucket, Key="train/a.rec", Body=stripes.record_io(16, seed=1))
    s3.put_object(Bucket=bucket, Key="validation/a.rec", Body=stripes.record_io(8, seed=2))
    s3.put_object(Bucket=bucket, Key="model/model.tar.gz", Body=ARCHIVES[kind]())
    before = target.memory()
    request = requests_of.job(f"hostile-{kind}", bucket, hyperparameters={"num_training_samples": "16", "mini_batch_size": "8"})
    request["InputDataConfig"].append(requests_of.model_channel(f"s3://{bucket}/model/model.tar.gz"))
    sagemaker.create_training_job(**request)
    name = request["TrainingJobName"]
    description = ended(sagemaker, name)
    assert description["TrainingJobStatus"] == "Failed", description
    assert description["FailureReason"].startswith("ClientError"), description["FailureReason"]
    assert target.memory() < before + MOST_GROWTH
    assert not list(pathlib.Path("/tmp").glob("baton-was-here"))
    assert [path.name for path in target.data.parent.iterdir()] == [target.data.name]


def ended(sagemaker, name):
    waiter = sagemaker.get_waiter("training_job_completed_or_stopped")
    try:
        waiter.wait(TrainingJobName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 240})
    except botocore.exceptions.WaiterError as error:
        assert "terminal failure state" in str(error), error
    return sagemaker.describe_training_job(TrainingJobName=name)
