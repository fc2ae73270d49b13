"""What the engine refuses, in the service's wire form, and what a key may not do."""

import json
import urllib.error
import urllib.request

import botocore.exceptions
import pytest

import requests_of


def refusal(call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as raised:
        call(**arguments)
    return raised.value.response["Error"]


@pytest.mark.parametrize(
    "change, part",
    [
        ({"TrainingJobName": "under_score"}, "trainingJobName"),
        ({"TrainingJobName": "x" * 64}, "trainingJobName"),
        ({"RoleArn": "BatonTests-is-not-an-ARN"}, "roleArn"),
        ({"ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 1}}, "GPU"),
        ({"OutputDataConfig": {"S3OutputPath": "nowhere"}}, "s3"),
    ],
    ids=["name with underscore", "name too long", "role no ARN", "CPU instance", "output no URI"],
)
def test_a_bad_request_is_a_validation_exception(sagemaker, bucket, change, part):
    error = refusal(sagemaker.create_training_job, **(requests_of.job("bad", bucket) | change))
    assert error["Code"] == "ValidationException"
    assert part.lower() in error["Message"].lower()


@pytest.mark.parametrize(
    "change",
    [{"CompressionType": "Gzip"}, {"RecordWrapperType": "RecordIO"}],
    ids=["gzip in File mode", "record wrapper in File mode"],
)
def test_pipe_only_settings_are_refused_in_file_mode(sagemaker, bucket, change):
    channels = [
        requests_of.channel("train", f"s3://{bucket}/train/", **change),
        requests_of.channel("validation", f"s3://{bucket}/validation/"),
    ]
    error = refusal(sagemaker.create_training_job, **requests_of.job("bad", bucket, channels))
    assert error["Code"] == "ValidationException"
    assert "Pipe" in error["Message"]


def test_two_channels_of_one_name_are_refused(sagemaker, bucket):
    channels = [requests_of.channel("train", f"s3://{bucket}/train/")] * 2
    error = refusal(sagemaker.create_training_job, **requests_of.job("bad", bucket, channels))
    assert error["Code"] == "ValidationException"
    assert "train" in error["Message"]


def test_a_name_is_used_once(sagemaker, s3, bucket):
    s3.put_object(Bucket=bucket, Key="unread/a.rec", Body=b"no records")
    channels = [
        requests_of.channel("train", f"s3://{bucket}/unread/"),
        requests_of.channel("validation", f"s3://{bucket}/unread/"),
    ]
    request = requests_of.job("twice", bucket, channels)
    arn = sagemaker.create_training_job(**request)["TrainingJobArn"]
    assert arn.endswith(f":training-job/{request['TrainingJobName']}")
    assert refusal(sagemaker.create_training_job, **request)["Code"] == "ResourceInUse"


def test_data_that_is_not_there_is_named(sagemaker, bucket):
    channels = [
        requests_of.channel("train", f"s3://{bucket}/nothing-here/"),
        requests_of.channel("validation", "s3://no-such-bucket-at-all/validation/"),
    ]
    error = refusal(sagemaker.create_training_job, **requests_of.job("no-data", bucket, channels))
    assert error["Code"] == "ValidationException"
    assert f"s3://{bucket}/nothing-here/" in error["Message"]


def test_an_unknown_job_is_not_found(sagemaker):
    for call in (sagemaker.describe_training_job, sagemaker.stop_training_job):
        error = refusal(call, TrainingJobName="never-created")
        assert error["Code"] == "ValidationException"
        assert "not found" in error["Message"].lower()


@pytest.mark.parametrize("service, call", [("sagemaker", "list_training_jobs"), ("s3", "list_buckets"), ("sts", "get_caller_identity")])
def test_a_wrong_secret_is_refused(client, service, call):
    stranger = client(service, aws_secret_access_key="wrong")
    error = refusal(getattr(stranger, call))
    assert error["Code"] in {"SignatureDoesNotMatch", "InvalidSignatureException"}


def test_a_call_without_a_signature_is_refused(engine):
    status, _ = post(engine.address, {"X-Amz-Target": "SageMaker.ListTrainingJobs"}, b"{}")
    assert status in {400, 403}


def test_another_host_name_is_refused(engine):
    status, _ = post(engine.address, {"Host": "evil.example", "X-Amz-Target": "SageMaker.ListTrainingJobs"}, b"{}")
    assert status in {400, 403, 421}


def test_a_body_of_fifty_megabytes_is_refused_and_the_engine_goes_on(engine, sagemaker, bucket):
    request = requests_of.job("huge", bucket)
    body = json.dumps(request | {"Tags": [{"Key": "filler", "Value": "x" * 50_000_000}]}).encode()
    try:
        status, _ = post(engine.address, {"X-Amz-Target": "SageMaker.CreateTrainingJob"}, body)
        assert 400 <= status < 500
    except urllib.error.URLError as gone:
        # The server may close the connection while the rest of the body is still being sent.
        assert isinstance(gone.reason, (BrokenPipeError, ConnectionResetError)), gone
    assert sagemaker.list_training_jobs(NameContains=request["TrainingJobName"])["TrainingJobSummaries"] == []


@pytest.mark.parametrize("key", ["../escape.txt", "a/../../escape.txt", "..", "a/./b//c", "k" * 900])
def test_a_key_is_a_name_and_no_path(s3, bucket, key):
    s3.put_object(Bucket=bucket, Key=f"keys/{key}", Body=key.encode())
    s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
    assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == key.encode()
    listed = [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket, Prefix="keys/")["Contents"]]
    assert f"keys/{key}" in listed


def test_a_key_cannot_reach_another_bucket(s3, bucket):
    s3.create_bucket(Bucket="neighbour-of-the-tests", CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    s3.put_object(Bucket=bucket, Key="../neighbour-of-the-tests/planted", Body=b"planted")
    assert s3.list_objects_v2(Bucket="neighbour-of-the-tests")["KeyCount"] == 0


def test_who_am_i(client):
    identity = client("sts").get_caller_identity()
    assert identity["Account"] == "000000000000"


def post(address, headers, body):
    """One plain request; gives status and body, also of a refusal."""
    request = urllib.request.Request(
        address, data=body, headers={"Content-Type": "application/x-amz-json-1.1"} | headers, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()
