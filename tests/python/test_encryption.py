"""Keys and encryption as boto3 sees them, and what is on the disk."""

import base64
import json
import pathlib
import sqlite3

import boto3
import botocore.exceptions
import pytest

import requests_of
import stripes
from programs import Program, exported

WAITER = {"Delay": 1, "MaxAttempts": 240}


@pytest.fixture(scope="module")
def kms(client):
    return client("kms")


@pytest.fixture
def key(kms):
    """The description of a new key."""
    return kms.create_key(Description="of the tests")["KeyMetadata"]


def refused(call, **arguments):
    """The code of the refusal of a call."""
    with pytest.raises(botocore.exceptions.ClientError) as refusal:
        call(**arguments)
    return refusal.value.response["Error"]["Code"]


def test_what_a_key_encrypts_it_decrypts(kms, key):
    kms.create_alias(AliasName="alias/of-the-tests", TargetKeyId=key["KeyId"])
    context = {"purpose": "tests"}
    sealed = kms.encrypt(KeyId="alias/of-the-tests", Plaintext=b"text", EncryptionContext=context)
    assert sealed["KeyId"] == key["Arn"]
    opened = kms.decrypt(CiphertextBlob=sealed["CiphertextBlob"], EncryptionContext=context)
    assert (opened["Plaintext"], opened["KeyId"]) == (b"text", key["Arn"])
    assert refused(kms.decrypt, CiphertextBlob=sealed["CiphertextBlob"]) == "InvalidCiphertextException"
    data_key = kms.generate_data_key(KeyId=key["Arn"], KeySpec="AES_256")
    assert kms.decrypt(CiphertextBlob=data_key["CiphertextBlob"])["Plaintext"] == data_key["Plaintext"]
    pages = kms.get_paginator("list_aliases").paginate(PaginationConfig={"PageSize": 1})
    aliases = {alias["AliasName"]: alias["TargetKeyId"] for page in pages for alias in page["Aliases"]}
    assert aliases.keys() >= {"alias/aws/s3", "alias/aws/sagemaker", "alias/of-the-tests"}
    assert aliases["alias/of-the-tests"] == key["KeyId"]
    kms.delete_alias(AliasName="alias/of-the-tests")
    keys = [found["KeyId"] for page in kms.get_paginator("list_keys").paginate() for found in page["Keys"]]
    assert key["KeyId"] in keys


def test_a_key_may_be_disabled_and_deleted(kms, key):
    named = {"KeyId": key["KeyId"]}
    kms.disable_key(**named)
    assert refused(kms.encrypt, **named, Plaintext=b"text") == "DisabledException"
    kms.enable_key(**named)
    kms.schedule_key_deletion(**named, PendingWindowInDays=7)
    assert kms.describe_key(**named)["KeyMetadata"]["KeyState"] == "PendingDeletion"
    assert refused(kms.encrypt, **named, Plaintext=b"text") == "KMSInvalidStateException"
    kms.cancel_key_deletion(**named)
    assert kms.describe_key(**named)["KeyMetadata"]["KeyState"] == "Disabled"
    with pytest.raises(kms.exceptions.NotFoundException):
        kms.describe_key(KeyId="alias/of-nobody")


def test_objects_say_how_they_are_encrypted(kms, s3, bucket, key, tmp_path):
    default = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert default["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert s3.put_object(Bucket=bucket, Key="plain", Body=b"bytes")["ServerSideEncryption"] == "AES256"
    assert s3.head_object(Bucket=bucket, Key="plain")["ServerSideEncryption"] == "AES256"
    file = tmp_path / "large"
    file.write_bytes(bytes(range(256)) * (20 << 12))
    asked = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key["KeyId"]}
    s3.upload_file(str(file), bucket, "large", ExtraArgs=asked)
    head = s3.head_object(Bucket=bucket, Key="large")
    assert (head["ServerSideEncryption"], head["SSEKMSKeyId"]) == ("aws:kms", key["Arn"])
    s3.download_file(bucket, "large", str(tmp_path / "back"))
    assert (tmp_path / "back").read_bytes() == file.read_bytes()
    context = base64.b64encode(json.dumps({"a": "b"}).encode()).decode()
    copied = s3.copy_object(Bucket=bucket, Key="copied", CopySource={"Bucket": bucket, "Key": "plain"},
                            SSEKMSEncryptionContext=context, **asked)
    assert copied["SSEKMSKeyId"] == key["Arn"]
    kms.disable_key(KeyId=key["KeyId"])
    for name in ("large", "copied"):
        assert refused(s3.get_object, Bucket=bucket, Key=name) == "KMS.DisabledException"
        assert s3.head_object(Bucket=bucket, Key=name)["SSEKMSKeyId"] == key["Arn"]
    assert refused(s3.put_object, Bucket=bucket, Key="new", Body=b"", **asked) == "KMS.DisabledException"
    asked["SSEKMSKeyId"] = "alias/of-nobody"
    assert refused(s3.put_object, Bucket=bucket, Key="new", Body=b"", **asked) == "KMS.NotFoundException"


def test_a_job_trains_on_encrypted_data_and_encrypts_its_artifact(kms, s3, sagemaker, bucket, key):
    asked = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key["KeyId"]}
    s3.put_object(Bucket=bucket, Key="encrypted/stripes.rec", Body=stripes.record_io(32, seed=3), **asked)
    channels = [requests_of.channel("train", f"s3://{bucket}/encrypted/", InputMode="FastFile"),
                requests_of.channel("validation", f"s3://{bucket}/encrypted/")]
    request = requests_of.job("encrypted", bucket, channels, {"epochs": "1", "num_training_samples": "32"})
    request["OutputDataConfig"]["KmsKeyId"] = key["Arn"]
    sagemaker.create_training_job(**request)
    waiter = sagemaker.get_waiter("training_job_completed_or_stopped")
    waiter.wait(TrainingJobName=request["TrainingJobName"], WaiterConfig=WAITER)
    job = sagemaker.describe_training_job(TrainingJobName=request["TrainingJobName"])
    assert job["TrainingJobStatus"] == "Completed", job.get("FailureReason")
    artifact = job["ModelArtifacts"]["S3ModelArtifacts"].removeprefix(f"s3://{bucket}/")
    assert s3.get_object(Bucket=bucket, Key=artifact)["SSEKMSKeyId"] == key["Arn"]
    kms.disable_key(KeyId=key["KeyId"])
    request["TrainingJobName"] = requests_of.name("disabled")
    assert refused(sagemaker.create_training_job, **request) == "ValidationException"


def test_objects_from_before_encryption_stay_readable(tmp_path):
    def store():
        environment = exported(tmp_path)
        return boto3.client(
            "s3", endpoint_url=environment["AWS_ENDPOINT_URL"], region_name=environment["AWS_DEFAULT_REGION"],
            aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"])

    arguments = ["engine", "--listen", "127.0.0.1:0", "--data", str(tmp_path)]
    body = bytes(range(256)) * 1000
    with Program(arguments) as program:
        program.announced("Baton engine")
        s3 = store()
        s3.create_bucket(Bucket="old", CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
        s3.put_object(Bucket="old", Key="object", Body=body)
    with sqlite3.connect(tmp_path / "engine.db") as database:
        (blob,) = database.execute("SELECT blob FROM object WHERE bucket = 'old'").fetchone()
        database.execute("UPDATE object SET encryption = NULL WHERE bucket = 'old'")
    database.close()
    file = pathlib.Path(tmp_path, "s3", "blobs", blob[:2], blob)
    assert body[:1000] not in file.read_bytes()
    file.write_bytes(body)
    with Program(arguments) as program:
        program.announced("Baton engine")
        s3 = store()
        old = s3.get_object(Bucket="old", Key="object")
        assert "ServerSideEncryption" not in old and old["Body"].read() == body
        assert s3.get_object(Bucket="old", Key="object", Range="bytes=1000-1099")["Body"].read() == body[1000:1100]
        copied = s3.copy_object(Bucket="old", Key="copy", CopySource={"Bucket": "old", "Key": "object"})
        assert copied["ServerSideEncryption"] == "AES256"
        assert s3.get_object(Bucket="old", Key="copy")["Body"].read() == body
