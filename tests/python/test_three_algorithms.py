"""Object detection and semantic segmentation train on a few of the engine's sample scenes, each with a job that goes on from another.

The parents are made with boto3, and their children with SDK 2, which takes the parent's `model_data`.
"""

import io
import json
import struct
import tarfile
import time

import boto3
import pytest
import sagemaker as sdk
from sagemaker.estimator import Estimator
from sagemaker.inputs import TrainingInput

import requests_of
from test_training import finished

SAMPLES = "sagemaker-us-west-2-000000000000"
REGISTRY = "433757028032.dkr.ecr.us-west-2.amazonaws.com"
SCENES = {"train": 24, "validation": 8}
DETECTION = {
    "base_network": "resnet-50", "num_classes": "3", "image_shape": "300", "mini_batch_size": "8", "epochs": "1",
    "optimizer": "sgd", "learning_rate": "0.004", "num_training_samples": "24", "use_pretrained_model": "0",
}
SEGMENTATION = {
    "algorithm": "fcn", "backbone": "resnet-50", "num_classes": "4", "crop_size": "96", "base_size": "128", "mini_batch_size": "8",
    "epochs": "1", "optimizer": "adam", "learning_rate": "0.0005", "num_training_samples": "24", "use_pretrained_model": "False",
}
MAGIC = 0xCED7230A


def keys(s3, prefix):
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=SAMPLES, Prefix=prefix)
    return sorted(entry["Key"] for page in pages for entry in page.get("Contents", []))


def waited_for(s3, prefix, count):
    """The keys below a prefix. The engine draws its scenes after it has started to answer."""
    end = time.monotonic() + 120
    while len(found := keys(s3, prefix)) < count:
        assert time.monotonic() < end, f"{len(found)} of {count} objects below {prefix}"
        time.sleep(0.2)
    return found


def first_records(content, count):
    """The first records of a RecordIO file, as they are."""
    at = 0
    for _ in range(count):
        magic, length = struct.unpack_from("<II", content, at)
        assert magic == MAGIC
        at += 8 + (length + 3) // 4 * 4
    return content[:at]


@pytest.fixture(scope="module")
def scenes(s3, bucket):
    """A few scenes in each form: below `records`, `json` and `masks` of the tests' bucket."""
    for split, count in SCENES.items():
        [key] = waited_for(s3, f"samples/shapes/base/{split}/", 1)
        records = s3.get_object(Bucket=SAMPLES, Key=key)["Body"].read()
        s3.put_object(Bucket=bucket, Key=f"records/{split}/{split}.rec", Body=first_records(records, count))
        for form in ("json", "masks"):
            for channel in (split, f"{split}_annotation"):
                for key in waited_for(s3, f"samples/shapes-{form}/base/{channel}/", 32)[:count]:
                    name = key.rsplit("/", 1)[1]
                    s3.copy_object(Bucket=bucket, Key=f"{form}/{channel}/{name}", CopySource={"Bucket": SAMPLES, "Key": key})
    return bucket


def request(kind, repository, bucket, hyperparameters, folder, content_type):
    channels = ["train", "validation"]
    if content_type != "application/x-recordio":
        channels += ["train_annotation", "validation_annotation"]
    made = requests_of.job(
        kind, bucket, [requests_of.channel(name, f"s3://{bucket}/{folder}/{name}/", content_type) for name in channels]
    )
    made["AlgorithmSpecification"]["TrainingImage"] = f"{REGISTRY}/{repository}:1"
    made["HyperParameters"] = hyperparameters
    made["ResourceConfig"]["VolumeSizeInGB"] = 5
    return made


def child_of(sagemaker, parent, bucket, folder, content_type, hyperparameters):
    """A job that SDK 2 makes from the `model_data` of an attached estimator."""
    session = sdk.Session(boto_session=boto3.Session(region_name="us-west-2"), sagemaker_client=sagemaker, default_bucket=bucket)
    before = Estimator.attach(parent["TrainingJobName"], sagemaker_session=session)
    estimator = Estimator(
        image_uri=parent["AlgorithmSpecification"]["TrainingImage"],
        role=requests_of.ROLE,
        instance_count=1,
        instance_type="ml.p3.2xlarge",
        volume_size=5,
        output_path=f"s3://{bucket}/output",
        base_job_name=f"child-of-{parent['TrainingJobName']}"[:40],
        model_uri=before.model_data,
        hyperparameters=hyperparameters,
        sagemaker_session=session,
    )
    names = ["train", "validation"] + ([] if folder == "records" else ["train_annotation", "validation_annotation"])
    inputs = {name: TrainingInput(f"s3://{bucket}/{folder}/{name}/", content_type=content_type) for name in names}
    estimator.fit(inputs, wait=False)
    made = {"TrainingJobName": estimator.latest_training_job.name}
    return finished(sagemaker, made, "Completed", create=False)


def files_of(s3, description):
    bucket, key = description["ModelArtifacts"]["S3ModelArtifacts"].removeprefix("s3://").split("/", 1)
    archive = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as model:
        return {entry.name: model.extractfile(entry).read(4096) for entry in model if entry.isfile()}


def metrics_of(description):
    return {metric["MetricName"]: metric["Value"] for metric in description["FinalMetricDataList"]}


def log_of(client, name):
    logs = client("logs")
    group = "/aws/sagemaker/TrainingJobs"
    [stream] = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix=f"{name}/")["logStreams"]
    events = logs.get_log_events(logGroupName=group, logStreamName=stream["logStreamName"], startFromHead=True)["events"]
    return "\n".join(event["message"] for event in events)


def test_detection_trains_on_records_and_goes_on_with_annotations(sagemaker, s3, client, scenes):
    base = request("detection", "object-detection", scenes, DETECTION, "records", "application/x-recordio")
    parent = finished(sagemaker, base, "Completed")
    files = files_of(s3, parent)
    assert set(files) == {"hyperparams.json", "model_algo_1-symbol.json", "model_algo_1-0000.params"}
    assert json.loads(files["hyperparams.json"])["base_network"] == "resnet-50"
    assert {"train:cross_entropy", "train:smooth_l1", "validation:mAP"} <= set(metrics_of(parent))

    child = child_of(sagemaker, parent, scenes, "json", "image/jpeg", DETECTION)
    log = log_of(client, child["TrainingJobName"])
    assert "Loaded weights of epoch 0 from channel model (model_algo_1-0000.params)" in log
    assert "Validation mAP of the loaded model=" in log
    # What the parent learned is not lost: its first epoch began with a loss as high as that of random weights.
    assert metrics_of(child)["train:cross_entropy"] < metrics_of(parent)["train:cross_entropy"]


def test_segmentation_trains_on_masks_and_goes_on(sagemaker, s3, client, scenes):
    base = request("segmentation", "semantic-segmentation", scenes, SEGMENTATION, "masks", "image/jpeg")
    for channel in base["InputDataConfig"]:
        if channel["ChannelName"].endswith("_annotation"):
            channel["ContentType"] = "image/png"
    parent = finished(sagemaker, base, "Completed")
    files = files_of(s3, parent)
    assert set(files) == {"hyperparams.json", "model_algo-1", "model_best.params"}
    assert json.loads(files["hyperparams.json"])["crop_size"] == "96"
    assert {"train:loss", "validation:mIOU", "validation:pixel_accuracy"} <= set(metrics_of(parent))

    child = child_of(sagemaker, parent, scenes, "masks", None, SEGMENTATION)
    assert "of the loaded model=" in log_of(client, child["TrainingJobName"])
    assert metrics_of(child)["train:loss"] < metrics_of(parent)["train:loss"]


@pytest.fixture
def manifested(s3, scenes):
    """A function that writes an augmented manifest of a few scenes for each channel, as Ground Truth does, and gives a request."""

    def made(change=lambda lines: lines):
        channels = []
        for split in SCENES:
            names = [key["Key"] for key in s3.list_objects_v2(Bucket=scenes, Prefix=f"masks/{split}/")["Contents"]]
            lines = [line_of(scenes, split, name.rsplit("/", 1)[1].removesuffix(".jpg")) for name in names[:8]]
            key = requests_of.name(f"{split}-manifest")
            text = "\n".join(json.dumps(line) for line in (change(lines) if split == "train" else lines))
            s3.put_object(Bucket=scenes, Key=key, Body=text)
            channel = requests_of.channel(split, f"s3://{scenes}/{key}", InputMode="Pipe", RecordWrapperType="RecordIO")
            channel["DataSource"]["S3DataSource"] |= {
                "S3DataType": "AugmentedManifestFile", "AttributeNames": ["source-ref", "shapes-ref"],
            }
            channels.append(channel)
        small = {"crop_size": "24", "base_size": "48", "num_training_samples": "8"}
        job = request("manifested", "semantic-segmentation", scenes, SEGMENTATION | small, "masks", "image/jpeg")
        return job | {"InputDataConfig": channels}

    return made


def line_of(bucket, split, name):
    colours = {"0": {"class-name": "BACKGROUND", "hex-color": "#ffffff"}, "1": {"class-name": "disc", "hex-color": "#2ca02c"}}
    return {
        "source-ref": f"s3://{bucket}/masks/{split}/{name}.jpg",
        "shapes-ref": f"s3://{bucket}/masks/{split}_annotation/{name}.png",
        "shapes-ref-metadata": {"internal-color-map": colours, "type": "groundtruth/semantic-segmentation"},
    }


def test_segmentation_trains_on_an_augmented_manifest(sagemaker, client, manifested):
    described = finished(sagemaker, manifested(), "Completed")
    assert {"train:loss", "validation:mIOU"} <= set(metrics_of(described))
    log = log_of(client, described["TrainingJobName"])
    assert "Channel train: the images and masks of the augmented manifest were copied" in log
    assert "not a readable image file" not in log


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda line: {"source-ref": line["source-ref"]}, ["line 3", "no attribute shapes-ref"]),
        (lambda line: line | {"shapes-ref": line["shapes-ref"] + "x"}, ["line 3", "NoSuchKey", "Upload it"]),
        (
            lambda line: line | {"source-ref": line["shapes-ref"], "shapes-ref": line["source-ref"]},
            ["line 3", "Name the image first"],
        ),
        (lambda line: line | {"shapes-ref": line["source-ref"]}, ["line-000003", "JPEG file", "Save the mask as PNG"]),
    ],
)
def test_a_line_that_segmentation_cannot_use_is_named(sagemaker, manifested, change, words):
    failed = finished(sagemaker, manifested(lambda lines: lines[:2] + [change(lines[2])] + lines[3:]), "Failed")
    for word in words:
        assert word in failed["FailureReason"]


@pytest.mark.parametrize(
    "repository, own, other",
    [
        ("object-detection", DETECTION, {"image_shape": "299"}),
        ("object-detection", DETECTION, {"mini_batch_size": "64"}),
        ("semantic-segmentation", SEGMENTATION, {"crop_size": "15"}),
        ("semantic-segmentation", SEGMENTATION, {"mini_batch_size": "64"}),
    ],
)
def test_a_setting_that_cannot_be_is_named(sagemaker, scenes, repository, own, other):
    folder, kind = ("records", "application/x-recordio") if repository == "object-detection" else ("masks", "image/jpeg")
    failed = finished(sagemaker, request("wrong", repository, scenes, own | other, folder, kind), "Failed", refusable=True)
    [name] = other
    assert name in failed["FailureReason"]
