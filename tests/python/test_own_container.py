"""The sample algorithm of docs/own-containers.md, registered as its readers are told to."""

import io
import json
import pathlib
import random
import sys
import tarfile
import time

import boto3
import pytest

import programs
import requests_of

SAMPLE = programs.PROJECT / "samples/own-container/train.py"
IMAGE = "000000000000.dkr.ecr.us-west-2.amazonaws.com/softmax-regression:1"
BUCKET = "rows-of-the-tests"
METRICS = [
    {"Name": "train:accuracy", "Regex": r"train_accuracy=([0-9.]+);"},
    {"Name": "validation:accuracy", "Regex": r"validation_accuracy=([0-9.]+);"},
]


@pytest.fixture(scope="module")
def clients(tmp_path_factory):
    data = tmp_path_factory.mktemp("own")
    entry = {"Image": "*/softmax-regression:*", "Program": [sys.executable, str(SAMPLE)], "Environment": {"PYTHONUNBUFFERED": "1"}}
    pathlib.Path(data, "engine.json").write_text(json.dumps({"Limits": {"RunningJobs": 2}, "Containers": [entry]}))
    with programs.Program(["engine", "--listen", "127.0.0.1:0", "--data", str(data)]) as engine:
        engine.announced("Baton engine")
        environment = programs.exported(data)
        settings = {
            "endpoint_url": environment["AWS_ENDPOINT_URL"],
            "region_name": environment["AWS_DEFAULT_REGION"],
            "aws_access_key_id": environment["AWS_ACCESS_KEY_ID"],
            "aws_secret_access_key": environment["AWS_SECRET_ACCESS_KEY"],
        }
        s3 = boto3.client("s3", **settings)
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
        for key, seed, count in [("train/a.csv", 1, 300), ("train/b.csv", 2, 300), ("validation/a.csv", 3, 200)]:
            s3.put_object(Bucket=BUCKET, Key=key, Body=rows(seed, count))
        yield boto3.client("sagemaker", **settings), s3


def rows(seed, count):
    """Points around three centres."""
    generator, centres = random.Random(seed), [(0, 2), (2, -1), (-2, -1)]
    lines = []
    for number in range(count):
        label = number % 3
        point = [generator.gauss(centre, 0.6) for centre in centres[label]]
        lines.append(",".join([str(label), *(f"{value:.4f}" for value in point)]))
    return "\n".join(lines).encode() + b"\n"


def job(kind, mode="File", hyperparameters=None, **more):
    channels = [
        requests_of.channel(name, f"s3://{BUCKET}/{name}/", "text/csv", InputMode=mode) for name in ("train", "validation")
    ]
    request = requests_of.job(kind, BUCKET, channels, **more)
    request["HyperParameters"] = {"num_classes": "3", "epochs": "4", "learning_rate": "0.1"} | (hyperparameters or {})
    request["AlgorithmSpecification"] = {
        "TrainingImage": IMAGE, "TrainingInputMode": mode, "MetricDefinitions": METRICS,
    }
    return request


def finished(sagemaker, request, create=True):
    name = request["TrainingJobName"]
    if create:
        sagemaker.create_training_job(**request)
    end = time.monotonic() + 120
    while (description := sagemaker.describe_training_job(TrainingJobName=name))["TrainingJobStatus"] in {"InProgress", "Stopping"}:
        assert time.monotonic() < end, description
        time.sleep(0.2)
    return description


def model(s3, description):
    key = description["ModelArtifacts"]["S3ModelArtifacts"].removeprefix(f"s3://{BUCKET}/")
    archive = s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        return json.load(tar.extractfile("weights.json"))


@pytest.mark.parametrize("mode", ["File", "FastFile", "Pipe"])
def test_the_sample_learns_from_files_and_from_pipes(clients, mode):
    sagemaker, s3 = clients
    description = finished(sagemaker, job(f"sample-{mode.lower()}", mode))
    assert description["TrainingJobStatus"] == "Completed", description.get("FailureReason")
    metrics = {metric["MetricName"]: metric["Value"] for metric in description["FinalMetricDataList"]}
    assert metrics["validation:accuracy"] > 0.9
    assert len(model(s3, description)["weights"]) == 3
    output = f"output/{description['TrainingJobName']}/output/output.tar.gz"
    assert s3.head_object(Bucket=BUCKET, Key=output)["ContentLength"] > 0


def test_an_interrupted_job_ends_with_the_same_weights(clients):
    sagemaker, s3 = clients
    epochs = {"epochs": "60"}
    whole = finished(sagemaker, job("whole", hyperparameters=epochs))
    request = job(
        "interrupted", hyperparameters=epochs, EnableManagedSpotTraining=True,
        CheckpointConfig={"S3Uri": f"s3://{BUCKET}/checkpoints/interrupted"},
        StoppingCondition={"MaxRuntimeInSeconds": 600, "MaxWaitTimeInSeconds": 600},
        Tags=[{"Key": "baton:rehearse", "Value": "spot-interruption 0"}],
    )
    interrupted = finished(sagemaker, request)
    assert interrupted["TrainingJobStatus"] == "Completed", interrupted.get("FailureReason")
    statuses = [entry["Status"] for entry in interrupted["SecondaryStatusTransitions"]]
    assert "Interrupted" in statuses and statuses.count("Training") == 2
    # Begun seconds count, so a job of one second has no discount.
    assert 0 < interrupted["BillableTimeInSeconds"] <= interrupted["TrainingTimeInSeconds"]
    assert model(s3, interrupted) == model(s3, whole)


def test_its_own_reason_becomes_the_failure_reason(clients):
    sagemaker, _ = clients
    description = finished(sagemaker, job("few-classes", hyperparameters={"num_classes": "2"}))
    assert description["TrainingJobStatus"] == "Failed"
    assert description["FailureReason"].startswith("ClientError: the class 2 is not below num_classes 2")
