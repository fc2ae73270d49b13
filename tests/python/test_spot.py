"""Image classification on spot capacity that is taken away: the model is the one of a job that nobody interrupted."""

import time

import pytest

import requests_of
import stripes


@pytest.fixture(scope="module")
def data(s3, bucket):
    s3.put_object(Bucket=bucket, Key="spot/train/stripes.rec", Body=stripes.record_io(96, seed=1))
    s3.put_object(Bucket=bucket, Key="spot/validation/stripes.rec", Body=stripes.record_io(40, seed=2))
    return bucket


def request(kind, bucket, **more):
    channels = [requests_of.channel(name, f"s3://{bucket}/spot/{name}/") for name in ("train", "validation")]
    # Epochs of these few images take a fraction of a second: enough of them, so that any machine is still at it when the
    # capacity goes.
    return requests_of.job(kind, bucket, channels, {"epochs": "48", "checkpoint_frequency": "1"}, **more)


def finished(sagemaker, job, create=True):
    name = job["TrainingJobName"]
    if create:
        sagemaker.create_training_job(**job)
    end = time.monotonic() + 240
    while (description := sagemaker.describe_training_job(TrainingJobName=name))["TrainingJobStatus"] == "InProgress":
        assert time.monotonic() < end, description
        time.sleep(0.2)
    assert description["TrainingJobStatus"] == "Completed", description.get("FailureReason")
    return description


def test_an_interrupted_training_gives_the_very_same_artifact(sagemaker, s3, client, data):
    whole = finished(sagemaker, request("undisturbed", data, Environment={"JOB_RANDOM_SEED": "7"}))
    job = request(
        "interrupted", data, EnableManagedSpotTraining=True, Environment={"JOB_RANDOM_SEED": "7"},
        CheckpointConfig={"S3Uri": f"s3://{data}/spot/checkpoints"},
        StoppingCondition={"MaxRuntimeInSeconds": 3600, "MaxWaitTimeInSeconds": 3600},
        Tags=[{"Key": "baton:rehearse", "Value": "spot-interruption 1"}],
    )
    interrupted = finished(sagemaker, job)
    statuses = [entry["Status"] for entry in interrupted["SecondaryStatusTransitions"] if entry["Status"] != "Pending"]
    attempt = ["Starting", "Downloading", "Training"]
    assert statuses == [*attempt, "Interrupted", *attempt, "Uploading", "Completed"]
    assert interrupted["BillableTimeInSeconds"] < interrupted["TrainingTimeInSeconds"]
    tags = [
        s3.head_object(Bucket=data, Key=job["ModelArtifacts"]["S3ModelArtifacts"].removeprefix(f"s3://{data}/"))["ETag"]
        for job in (whole, interrupted)
    ]
    assert tags[0] == tags[1]
    logs = client("logs")
    stream = logs.describe_log_streams(
        logGroupName="/aws/sagemaker/TrainingJobs", logStreamNamePrefix=f"{job['TrainingJobName']}/"
    )["logStreams"][0]["logStreamName"]
    events = logs.get_log_events(
        logGroupName="/aws/sagemaker/TrainingJobs", logStreamName=stream, startFromHead=True
    )["events"]
    text = "\n".join(event["message"] for event in events)
    assert 'Saved checkpoint to "/opt/ml/model/image-classification-0001.params"' in text
    assert "/jobs/" not in text, "where the engine keeps its data is nobody's business"
    kept = s3.list_objects_v2(Bucket=data, Prefix="spot/checkpoints/")["Contents"]
    assert any(item["Key"].endswith("state.json") for item in kept)
