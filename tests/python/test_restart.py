"""A power cut in the middle of a training: after the next start the job goes on or says why it did not."""

import time

import boto3
import pytest

import requests_of
import stripes
from forms import Browser
from programs import Program, exported


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def serve(data):
    return Program(["serve", "--listen", "127.0.0.1:0", "--engine-listen", "127.0.0.1:0", "--data", str(data)])


def clients(data):
    environment = exported(data)
    settings = {
        "endpoint_url": environment["AWS_ENDPOINT_URL"],
        "region_name": environment["AWS_DEFAULT_REGION"],
        "aws_access_key_id": environment["AWS_ACCESS_KEY_ID"],
        "aws_secret_access_key": environment["AWS_SECRET_ACCESS_KEY"],
    }
    return boto3.client("sagemaker", **settings), boto3.client("s3", **settings)


def test_a_job_that_ran_during_a_power_cut_ends_honestly(data):
    with serve(data) as before:
        before.announced("Baton console")
        sagemaker, s3 = clients(data)
        s3.create_bucket(Bucket="stripes", CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
        s3.put_object(Bucket="stripes", Key="train/a.rec", Body=stripes.record_io(96, seed=1))
        s3.put_object(Bucket="stripes", Key="validation/a.rec", Body=stripes.record_io(40, seed=2))
        request = requests_of.job("cut-off", "stripes", hyperparameters={"epochs": "20"})
        name = request["TrainingJobName"]
        sagemaker.create_training_job(**request)
        wait_for(lambda: describe(sagemaker, name)["SecondaryStatus"] == "Training", "the training")
        before.process.kill()
        before.process.wait()

    with serve(data) as after:
        browser = Browser(after.announced("Baton console"))
        sagemaker, s3 = clients(data)
        wait_for(lambda: describe(sagemaker, name)["TrainingJobStatus"] != "InProgress", "the end", seconds=180)
        job = describe(sagemaker, name)
        assert job["TrainingJobStatus"] in {"Completed", "Failed"}
        if job["TrainingJobStatus"] == "Failed":
            assert job["FailureReason"]
        else:
            key = job["ModelArtifacts"]["S3ModelArtifacts"].removeprefix("s3://stripes/")
            assert s3.head_object(Bucket="stripes", Key=key)["ContentLength"] > 0
        # The console's own history tells the same, in its list and on the job's page.
        wait_for(lambda: name in browser.open("/training-jobs").text, "the job in the list")
        wait_for(lambda: job["TrainingJobStatus"] in browser.open(f"/training-jobs/{name}").text, "the status on the page")


def describe(sagemaker, name):
    return sagemaker.describe_training_job(TrainingJobName=name)


def wait_for(condition, what, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.2)
