"""A stranger's script: boto3 trains on the engine, reads the artifact, and starts the next job from it."""

import io
import re
import tarfile
import time

import pytest

import requests_of
import stripes

WAITER = {"Delay": 1, "MaxAttempts": 240}


@pytest.fixture(scope="module")
def data(s3, bucket):
    s3.put_object(Bucket=bucket, Key="train/stripes.rec", Body=stripes.record_io(96, seed=1))
    s3.put_object(Bucket=bucket, Key="validation/stripes.rec", Body=stripes.record_io(40, seed=2))
    return bucket


@pytest.fixture(scope="module")
def parent(sagemaker, data):
    """The description of a finished job."""
    return finished(sagemaker, requests_of.job("parent", data), "Completed")


def test_a_job_trains_and_leaves_the_artifact(sagemaker, s3, client, data, parent):
    name = parent["TrainingJobName"]
    statuses = [entry["Status"] for entry in parent["SecondaryStatusTransitions"]]
    assert [status for status in statuses if status != "Pending"] == [
        "Starting", "Downloading", "Training", "Uploading", "Completed",
    ]
    assert all(entry["EndTime"] >= entry["StartTime"] for entry in parent["SecondaryStatusTransitions"] if "EndTime" in entry)
    assert parent["ModelArtifacts"]["S3ModelArtifacts"] == f"s3://{data}/output/{name}/output/model.tar.gz"

    archive = s3.get_object(Bucket=data, Key=f"output/{name}/output/model.tar.gz")["Body"].read()
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as model:
        names = model.getnames()
        parameters = max(entry for entry in names if entry.endswith(".params"))
        assert "image-classification-symbol.json" in names
        # The framework's own file format begins with this number.
        assert model.extractfile(parameters).read(8) == (0x112).to_bytes(8, "little")

    assert validation_accuracies(client("logs"), name)[-1] >= 0.9
    metrics = {metric["MetricName"]: metric["Value"] for metric in parent["FinalMetricDataList"]}
    assert metrics["validation:accuracy"] >= 0.9


def test_the_next_job_starts_from_the_parents_weights(sagemaker, client, data, parent):
    artifact = parent["ModelArtifacts"]["S3ModelArtifacts"]
    request = requests_of.job("child", data, hyperparameters={"epochs": "1", "learning_rate": "0.000001"})
    request["InputDataConfig"].append(requests_of.model_channel(artifact))
    child = finished(sagemaker, request, "Completed")
    # So small a learning rate teaches nothing in one epoch: what it knows, it knows from the parent.
    assert validation_accuracies(client("logs"), child["TrainingJobName"])[0] >= 0.9
    assert [entry["ChannelName"] for entry in child["InputDataConfig"]] == ["train", "validation", "model"]


@pytest.mark.parametrize("field, value", [("num_classes", "3"), ("num_layers", "32"), ("image_shape", "3,24,24")])
def test_a_model_of_another_architecture_is_refused(sagemaker, data, parent, field, value):
    request = requests_of.job("mismatch", data, hyperparameters={field: value, "epochs": "1"})
    request["InputDataConfig"].append(requests_of.model_channel(parent["ModelArtifacts"]["S3ModelArtifacts"]))
    failed = finished(sagemaker, request, "Failed")
    assert failed["FailureReason"].startswith("ClientError")
    assert field in failed["FailureReason"]


@pytest.mark.parametrize("content", [b"this is no archive", b""], ids=["text", "empty"])
def test_a_model_that_is_no_archive_is_refused(sagemaker, s3, data, content):
    s3.put_object(Bucket=data, Key="broken/model.tar.gz", Body=content)
    request = requests_of.job("broken-model", data)
    request["InputDataConfig"].append(requests_of.model_channel(f"s3://{data}/broken/model.tar.gz"))
    failed = finished(sagemaker, request, "Failed")
    assert failed["FailureReason"].startswith("ClientError")
    assert "model" in failed["FailureReason"]


def test_a_corrupt_record_file_is_refused(sagemaker, s3, data):
    good = stripes.record_io(8, seed=3)
    s3.put_object(Bucket=data, Key="corrupt/a.rec", Body=good[:100] + b"\0\0\0\0" + good[104:-50])
    channels = [
        requests_of.channel("train", f"s3://{data}/corrupt/"),
        requests_of.channel("validation", f"s3://{data}/validation/"),
    ]
    failed = finished(sagemaker, requests_of.job("corrupt", data, channels), "Failed")
    assert failed["FailureReason"].startswith("ClientError")


def test_a_label_beyond_the_classes_is_refused(sagemaker, data):
    # The stripes have the classes 0 and 1; a network with one class cannot learn them.
    failed = finished(sagemaker, requests_of.job("labels", data, hyperparameters={"num_classes": "1"}), "Failed", refusable=True)
    assert "num_classes" in failed["FailureReason"]


def test_stop_ends_a_job_with_what_was_saved(sagemaker, s3, client, data):
    request = requests_of.job("stopped", data, hyperparameters={"epochs": "500"})
    name = request["TrainingJobName"]
    sagemaker.create_training_job(**request)
    wait_until(lambda: len(validation_accuracies(client("logs"), name)) >= 1, "the first epoch")
    asked = time.monotonic()
    sagemaker.stop_training_job(TrainingJobName=name)
    stopped = finished(sagemaker, request, "Stopped", create=False)
    assert time.monotonic() - asked < 120
    key = stopped["ModelArtifacts"]["S3ModelArtifacts"].removeprefix(f"s3://{data}/")
    assert s3.head_object(Bucket=data, Key=key)["ContentLength"] > 1000

    child = requests_of.job("resumed", data, hyperparameters={"epochs": "1"})
    child["InputDataConfig"].append(requests_of.model_channel(stopped["ModelArtifacts"]["S3ModelArtifacts"]))
    finished(sagemaker, child, "Completed")


def test_jobs_are_listed_newest_first_and_found_by_name(sagemaker, parent):
    jobs = sagemaker.list_training_jobs(SortBy="CreationTime", SortOrder="Descending")["TrainingJobSummaries"]
    times = [job["CreationTime"] for job in jobs]
    assert times == sorted(times, reverse=True)
    found = sagemaker.list_training_jobs(NameContains=parent["TrainingJobName"], StatusEquals="Completed")
    assert [job["TrainingJobName"] for job in found["TrainingJobSummaries"]] == [parent["TrainingJobName"]]


def finished(sagemaker, request, status, create=True, refusable=False):
    """Creates the job, waits for its end with boto3's waiter, and gives its description."""
    name = request["TrainingJobName"]
    if create:
        try:
            sagemaker.create_training_job(**request)
        except sagemaker.exceptions.ClientError as refusal:
            if not refusable:
                raise
            return {"FailureReason": refusal.response["Error"]["Message"]}
    waiter = sagemaker.get_waiter("training_job_completed_or_stopped")
    try:
        waiter.wait(TrainingJobName=name, WaiterConfig=WAITER)
    except Exception:
        if status != "Failed":
            raise
    description = sagemaker.describe_training_job(TrainingJobName=name)
    assert description["TrainingJobStatus"] == status, description.get("FailureReason")
    return description


def validation_accuracies(logs, job):
    """The accuracies of the log, epoch by epoch; none before there is a log."""
    group = "/aws/sagemaker/TrainingJobs"
    try:
        streams = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix=f"{job}/")["logStreams"]
    except logs.exceptions.ResourceNotFoundException:
        return []
    messages = []
    for stream in streams:
        token = {}
        while True:
            page = logs.get_log_events(
                logGroupName=group, logStreamName=stream["logStreamName"], startFromHead=True, **token
            )
            messages += [event["message"] for event in page["events"]]
            if not page["events"] or page["nextForwardToken"] == token.get("nextToken"):
                break
            token = {"nextToken": page["nextForwardToken"]}
    found = (re.search(r"Validation-accuracy=([0-9.]+)", message) for message in messages)
    return [float(match[1]) for match in found if match]


def wait_until(condition, what, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.2)
