"""The console with `--target aws`, through the ordinary credential chain, against moto's AWS."""

import html
import io
import socket
import sys
import tarfile
import time

import boto3
import pytest

import requests_of
from forms import Browser
from programs import Program

REGION = "us-west-2"
BUCKET = "sagemaker-us-west-2-123456789012"
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION, "AWS_REGION": REGION}


@pytest.fixture(scope="module")
def aws():
    """Amazon's API as moto imitates it; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = ["-c", "from moto.server import main; main()", "-H", "127.0.0.1", "-p", str(port)]
    with Program(arguments, executable=sys.executable) as program:
        program.line_with("Running on")
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def account(aws):
    """boto3 clients of the same account, and a bucket with data."""

    def make(service):
        return boto3.client(
            service, endpoint_url=aws, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test"
        )

    s3 = make("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    for channel in ("train", "validation"):
        s3.put_object(Bucket=BUCKET, Key=f"cats/{channel}/a.rec", Body=b"records")
    return make


@pytest.fixture(scope="module")
def browser(aws, account, tmp_path_factory):
    data = tmp_path_factory.mktemp("aws-console")
    arguments = ["serve", "--target", "aws", "--listen", "127.0.0.1:0", "--data", str(data)]
    with Program(arguments, environment=KEYS | {"AWS_ENDPOINT_URL": aws}) as program:
        yield Browser(program.announced("Baton console"))


def submit(browser, name):
    """Fills the page's form in and sends it, without scripts."""
    browser.open("/training-jobs/create")
    form = browser.form("create")
    for label, value in {
        "Job name": name,
        "IAM role": "arn:aws:iam::123456789012:role/service-role/Cats",
        "S3 output path": f"s3://{BUCKET}/output",
        "num_classes": "2",
        "num_training_samples": "100",
    }.items():
        form.fill(form.labelled(label), value)
    for nth, channel in enumerate(("train", "validation")):
        form.fill(form.labelled("S3 location", nth), f"s3://{BUCKET}/cats/{channel}/")
    browser.submit(form)
    assert browser.status == 200, browser.text[:2000]


@pytest.fixture(scope="module")
def created(browser):
    """The name of a job that was created through the page."""
    name = requests_of.name("cats")
    submit(browser, name)
    assert browser.url.endswith(f"/training-jobs/{name}"), browser.url
    return name


def test_every_page_names_the_account_and_the_region(browser):
    page = browser.open("/training-jobs").text
    assert "AWS" in page and REGION in page and "Local engine" not in page


def test_create_sends_what_the_form_says(created, account):
    job = account("sagemaker").describe_training_job(TrainingJobName=created)
    assert job["RoleArn"] == "arn:aws:iam::123456789012:role/service-role/Cats"
    assert job["HyperParameters"]["num_classes"] == "2"
    assert job["AlgorithmSpecification"]["TrainingImage"].startswith("433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification")
    locations = {
        channel["ChannelName"]: channel["DataSource"]["S3DataSource"]["S3Uri"] for channel in job["InputDataConfig"]
    }
    assert locations == {"train": f"s3://{BUCKET}/cats/train/", "validation": f"s3://{BUCKET}/cats/validation/"}


def test_the_page_describes_the_job(browser, created):
    wait_for(lambda: "Completed" in browser.open(f"/training-jobs/{created}").text, "the end of the job")
    assert f"s3://{BUCKET}/output" in browser.text


def test_the_list_shows_the_job(browser, created):
    assert created in browser.open("/training-jobs").text


def test_a_job_made_elsewhere_appears(browser, account):
    name = requests_of.name("elsewhere")
    request = requests_of.job("elsewhere", BUCKET) | {"TrainingJobName": name}
    account("sagemaker").create_training_job(**request)
    wait_for(lambda: name in browser.open("/training-jobs").text, "the job in the list")


def test_an_artifact_is_shown_only_when_it_is_there(browser, created, account):
    # moto says Completed and stores nothing: the page must look itself.
    page = f"/training-jobs/{created}/artifact"
    assert "image-classification-0001.params" not in browser.open(page).text
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as model:
        model.addfile(tarfile.TarInfo("image-classification-0001.params"), io.BytesIO(b""))
    artifact = account("sagemaker").describe_training_job(TrainingJobName=created)["ModelArtifacts"]["S3ModelArtifacts"]
    bucket, key = artifact.removeprefix("s3://").split("/", 1)
    assert bucket == BUCKET
    account("s3").put_object(Bucket=bucket, Key=key, Body=archive.getvalue())
    wait_for(
        lambda: "image-classification-0001.params" in browser.open(page).text, "the archive's entries on the page"
    )


def test_a_name_that_is_taken_is_refused_on_the_form(browser, created):
    submit(browser, created)
    assert "/training-jobs/create" in browser.url
    assert f'A training job called "{created}" already exists in {REGION}.' in html.unescape(browser.text)


def wait_for(condition, what, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.5)
