"""The code that the form shows is run as it stands: command, boto3, SageMaker SDK. Each makes the job that the form makes."""

import html
import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.parse
import urllib.request

import boto3
import pytest

import requests_of
from programs import Program, clean_environment, exported

LANGUAGES = ["AWS CLI", "boto3", "SageMaker SDK v2"]
# What differs between two jobs of the same settings.
OWN = {
    "TrainingJobName", "TrainingJobArn", "CreationTime", "LastModifiedTime", "TrainingStartTime", "TrainingEndTime",
    "TrainingJobStatus", "SecondaryStatus", "SecondaryStatusTransitions", "ModelArtifacts", "ResponseMetadata",
    "TrainingTimeInSeconds", "BillableTimeInSeconds", "FinalMetricDataList", "FailureReason",
}
# What the service assumes for a member that is left out.
USUAL = {"CompressionType": "None", "RecordWrapperType": "None", "S3DataDistributionType": "FullyReplicated"}


@pytest.fixture(scope="module")
def console(tmp_path_factory):
    data = tmp_path_factory.mktemp("console")
    arguments = ["serve", "--listen", "127.0.0.1:0", "--engine-listen", "127.0.0.1:0", "--data", str(data)]
    with Program(arguments) as program:
        program.url = program.announced("Baton console")
        program.environment = clean_environment() | exported(data)
        yield program


@pytest.fixture(scope="module")
def sagemaker(console):
    return client(console, "sagemaker")


@pytest.fixture(scope="module")
def requests(console):
    """Requests by name: the example, and one with all that the engine takes."""
    s3 = client(console, "s3")
    bucket = "exports-of-the-tests"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    for key in ["it's train/a.rec", "validation/a.rec", "out/parent/output/model.tar.gz"]:
        s3.put_object(Bucket=bucket, Key=key, Body=b"nobody reads this")
    channels = [
        requests_of.channel("train", f"s3://{bucket}/it's train/", ShuffleConfig={"Seed": -7}),
        requests_of.channel("validation", f"s3://{bucket}/validation/"),
        requests_of.model_channel(f"s3://{bucket}/out/parent/output/model.tar.gz"),
    ]
    whole = requests_of.job(
        "export",
        bucket,
        channels,
        {"note": "it's a \"quoted\" $HOME `text`\\n ü", "empty": ""},
        Tags=[{"Key": "team", "Value": "vision"}, {"Key": "empty", "Value": ""}],
        EnableInterContainerTrafficEncryption=True,
        Environment={"GREETING": "good morning, it's me"},
    )
    return {"example": None, "whole": whole}


def client(console, service):
    environment = console.environment
    return boto3.client(
        service,
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        region_name=environment["AWS_DEFAULT_REGION"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
    )


def page(console, request):
    """The form, filled in with the example, or with a request that is pasted."""
    query = {"example": "base"} if request is None else {"paste": json.dumps(request)}
    address = urllib.parse.urljoin(console.url, f"/training-jobs/create?{urllib.parse.urlencode(query)}")
    asked = urllib.request.Request(address, headers={"Accept": "text/html"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return answer.read().decode()


def code(text, label):
    found = re.search(rf'aria-label="{re.escape(label)}"[^>]*>\s*<code>(.*?)</code>', text, re.DOTALL)
    assert found, f"no code called {label}"
    return html.unescape(re.sub(r"<!(?:--.*?--)?>|</?span[^>]*>", "", found[1]))


def run(console, language, script):
    tools = pathlib.Path(sys.executable).parent
    environment = console.environment | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    command = ["bash", "-c", script] if language == "AWS CLI" else [sys.executable, "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"


def settings(description):
    """What a description says about the settings, without what the service assumes anyway."""
    if isinstance(description, dict):
        kept = {name: value for name, value in description.items() if name not in OWN and USUAL.get(name) != value}
        # The SDK sends this member always; turned off, it is what a request without it comes nearest to.
        if kept.get("ProfilerConfig") == {"DisableProfiler": True}:
            del kept["ProfilerConfig"]
        return {name: settings(value) for name, value in kept.items() if value not in (None, False, [], {})}
    if isinstance(description, list):
        return [settings(item) for item in description]
    return description


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["example", "whole"])
def test_the_code_makes_the_job_that_the_form_makes(console, sagemaker, requests, kind, language):
    text = page(console, requests[kind])
    request = json.loads(code(text, "Request JSON"))
    if requests[kind] is not None:
        assert settings(request) == settings(requests[kind]), "the form has what was pasted"
    # The form sends the JSON; the script gets a name of its own, since a name is used once.
    by_form, by_script = requests_of.name("by-form"), requests_of.name("by-script")
    sagemaker.create_training_job(**(request | {"TrainingJobName": by_form}))
    script = code(text, language)
    assert request["TrainingJobName"] in script
    run(console, language, script.replace(request["TrainingJobName"], by_script))
    described = [settings(sagemaker.describe_training_job(TrainingJobName=name)) for name in (by_form, by_script)]
    assert described[0] == described[1]
    arns = [sagemaker.describe_training_job(TrainingJobName=name)["TrainingJobArn"] for name in (by_form, by_script)]
    tags = [sagemaker.list_tags(ResourceArn=arn).get("Tags", []) for arn in arns]
    assert tags[0] == tags[1]
    for name in (by_form, by_script):
        stop(sagemaker, name)


def stop(sagemaker, name):
    """Ends a job that has told all that it was made for; it may have ended by itself."""
    try:
        sagemaker.stop_training_job(TrainingJobName=name)
    except sagemaker.exceptions.ClientError as refused:
        assert "ValidationException" in str(refused), refused
