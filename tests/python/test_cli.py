"""The AWS CLI as PyPI has it, with nothing but the variables that `baton env` prints."""

import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

import requests_of
import stripes
from programs import clean_environment

AWS = pathlib.Path(sys.executable).parent / "aws"


@pytest.fixture(scope="module")
def aws(engine, tmp_path_factory):
    """Runs the CLI and gives what it printed."""
    home = tmp_path_factory.mktemp("home")

    def run(*words, fails=False):
        environment = clean_environment() | engine.environment | {"HOME": str(home), "AWS_PAGER": ""}
        done = subprocess.run([AWS, *map(str, words)], env=environment, capture_output=True, text=True)
        assert (done.returncode != 0) == fails, f"{words}: {done.stdout}{done.stderr}"
        return done.stderr if fails else done.stdout

    return run


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder to copy: small files, one in a folder of its own, odd names, and one that goes up in parts."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "deep").mkdir()
    (folder / "a.txt").write_text("a")
    (folder / "deep" / "ü + %20.txt").write_text("odd")
    (folder / "large.bin").write_bytes(os.urandom(9 * 1024 * 1024))
    return folder


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_the_version_is_the_one_that_was_asked_for(aws):
    assert aws("--version").startswith("aws-cli/1.46.3 ")


def test_folders_go_up_and_come_down_again(aws, folder, tmp_path):
    aws("s3", "mb", "s3://cli-folders")
    assert "cli-folders" in aws("s3", "ls")
    aws("s3", "cp", folder, "s3://cli-folders/copy/", "--recursive", "--quiet")
    listed = aws("s3", "ls", "s3://cli-folders/copy/", "--recursive")
    assert [line.split(maxsplit=3)[3] for line in listed.splitlines()] == [f"copy/{name}" for name in names(folder)]
    assert re.search(r"PRE deep/\n.* 1 a\.txt\n.* 9437184 large\.bin", aws("s3", "ls", "s3://cli-folders/copy/"))

    aws("s3", "cp", "s3://cli-folders/copy/", tmp_path / "down", "--recursive", "--quiet")
    assert names(tmp_path / "down") == names(folder)
    for name in names(folder):
        assert (tmp_path / "down" / name).read_bytes() == (folder / name).read_bytes()
    aws("s3", "cp", "s3://cli-folders/copy/large.bin", "s3://cli-folders/copied.bin", "--quiet")
    head = json.loads(aws("s3api", "head-object", "--bucket", "cli-folders", "--key", "copied.bin"))
    assert head["ContentLength"] == 9437184
    assert "BucketNotEmpty" in aws("s3", "rb", "s3://cli-folders", fails=True)
    aws("s3", "rb", "s3://cli-folders", "--force")
    assert "cli-folders" not in aws("s3", "ls")


def test_sync_copies_what_changed_and_deletes_what_is_gone(aws, folder, tmp_path):
    aws("s3", "mb", "s3://cli-sync")
    assert aws("s3", "sync", folder, "s3://cli-sync/set").count("upload: ") == 3
    assert aws("s3", "sync", folder, "s3://cli-sync/set") == "", "nothing changed"
    aws("s3", "sync", "s3://cli-sync/set", tmp_path / "set", "--quiet")
    (tmp_path / "set" / "a.txt").unlink()
    (tmp_path / "set" / "b.txt").write_text("b")
    changed = aws("s3", "sync", tmp_path / "set", "s3://cli-sync/set", "--delete")
    assert "upload: " in changed and "delete: s3://cli-sync/set/a.txt" in changed
    assert "a.txt" not in aws("s3", "ls", "s3://cli-sync/set/")
    aws("s3", "rm", "s3://cli-sync/set", "--recursive", "--quiet")
    assert aws("s3", "ls", "s3://cli-sync", "--recursive") == ""


def test_a_presigned_link_reads_without_keys(aws, bucket, s3):
    s3.put_object(Bucket=bucket, Key="linked.txt", Body=b"for everyone")
    link = aws("s3", "presign", f"s3://{bucket}/linked.txt", "--expires-in", "60").strip()
    with urllib.request.urlopen(link) as answer:
        assert answer.read() == b"for everyone"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(link.replace("linked.txt", "other.txt"))
    assert refused.value.code == 403


def test_a_job_from_the_shell(aws, sagemaker, s3, bucket, tmp_path):
    s3.put_object(Bucket=bucket, Key="cli/stripes.rec", Body=stripes.record_io(32, seed=6))
    channels = [requests_of.channel(name, f"s3://{bucket}/cli/") for name in ("train", "validation")]
    request = requests_of.job("cli", bucket, channels, hyperparameters={"epochs": "1", "num_training_samples": "32"})
    name = request["TrainingJobName"]
    file = tmp_path / "request.json"
    file.write_text(json.dumps(request | {"Tags": [{"Key": "from", "Value": "the shell"}]}))
    arn = json.loads(aws("sagemaker", "create-training-job", "--cli-input-json", f"file://{file}"))["TrainingJobArn"]
    # The CLI's own waiter asks at once and then every two minutes, so it is asked about a job that has ended.
    waiter = sagemaker.get_waiter("training_job_completed_or_stopped")
    waiter.wait(TrainingJobName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 240})
    aws("sagemaker", "wait", "training-job-completed-or-stopped", "--training-job-name", name)
    status = aws("sagemaker", "describe-training-job", "--training-job-name", name, "--query", "TrainingJobStatus")
    assert json.loads(status) == "Completed"
    tags = json.loads(aws("sagemaker", "list-tags", "--resource-arn", arn))["Tags"]
    assert tags == [{"Key": "from", "Value": "the shell"}]
    again = aws("sagemaker", "create-training-job", "--cli-input-json", f"file://{file}", fails=True)
    assert "(ResourceInUse) when calling the CreateTrainingJob operation: Training job names must be unique" in again

    group = "/aws/sagemaker/TrainingJobs"
    streams = json.loads(aws("logs", "describe-log-streams", "--log-group-name", group, "--log-stream-name-prefix", f"{name}/"))
    stream = streams["logStreams"][0]["logStreamName"]
    events = json.loads(aws("logs", "get-log-events", "--log-group-name", group, "--log-stream-name", stream))["events"]
    assert any("Training has finished" in event["message"] for event in events)
    found = json.loads(aws("logs", "filter-log-events", "--log-group-name", group, "--log-stream-name-prefix", f"{name}/",
                           "--filter-pattern", '"Validation-accuracy"'))["events"]
    assert [re.match(r"\S.*Epoch\[0\] Validation-accuracy=", event["message"]) is not None for event in found] == [True]
    aws("sagemaker", "delete-training-job", "--training-job-name", name)
    assert "Requested resource not found" in aws("sagemaker", "describe-training-job", "--training-job-name", name, fails=True)


def test_who_calls_and_which_role(aws):
    assert json.loads(aws("sts", "get-caller-identity"))["Account"] == "000000000000"
    role = json.loads(aws("iam", "get-role", "--role-name", "Trainers"))["Role"]
    assert role["Arn"] == "arn:aws:iam::000000000000:role/Trainers"
    assert role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {"Service": "sagemaker.amazonaws.com"}


def test_what_the_engine_cannot_do_it_says(aws):
    refused = aws("sagemaker", "list-endpoints", fails=True)
    assert "(UnknownOperationException)" in refused
    assert 'This engine does not have the operation "ListEndpoints"' in refused and "on AWS" in refused
