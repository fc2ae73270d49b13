"""What the tests share: a running engine, a running console, and clients that point at them."""

import os
import pathlib
import sys

import boto3
import botocore.config
import pytest

from guide import GuideRun
from programs import Program, exported


def pytest_collection_modifyitems(items):
    """What runs beside the other tests is asked for last."""
    items.sort(key=lambda item: "guides" in item.fixturenames)


@pytest.fixture(scope="session", autouse=True)
def begun_early(request):
    """Starts the guide's programs before the first test, since they mostly wait."""
    if any("guides" in item.fixturenames for item in request.session.items):
        request.getfixturevalue("guides")


@pytest.fixture(scope="session")
def guides(tmp_path_factory):
    """The guide's program, running with each generation of the SageMaker SDK."""
    folder = tmp_path_factory.mktemp("guides")
    beside = pathlib.Path(sys.prefix).parent / "python-sagemaker-1" / "bin" / "python"
    first = os.environ.get("BATON_PYTHON_SAGEMAKER_1") or str(beside)
    assert pathlib.Path(first).exists(), f"{first} is missing: `make test-python` installs SageMaker's SDK 1 there"
    # SDK 1 has no configuration file, and asks the real STS for the bucket's name unless it is told.
    runs = {
        "2": GuideRun(folder / "2", sys.executable),
        "1": GuideRun(folder / "1", first, GUIDE_BUCKET="sagemaker-us-west-2-000000000000"),
    }
    yield runs
    for run in runs.values():
        run.end()


@pytest.fixture(scope="session")
def engine(tmp_path_factory):
    """`baton engine` with a data folder and a port of its own; `environment` is what `baton env` prints."""
    data = tmp_path_factory.mktemp("engine")
    with Program(["engine", "--listen", "127.0.0.1:0", "--data", str(data)], {"BATON_SAMPLES": "all"}) as program:
        program.address = program.announced("Baton engine")
        program.environment = exported(data)
        yield program


@pytest.fixture(scope="session")
def client(engine):
    """Makes a boto3 client of a service from nothing but the variables that `baton env` prints."""

    def make(service, **overrides):
        environment = engine.environment
        settings = {
            "endpoint_url": environment["AWS_ENDPOINT_URL"],
            "region_name": environment["AWS_DEFAULT_REGION"],
            "aws_access_key_id": environment["AWS_ACCESS_KEY_ID"],
            "aws_secret_access_key": environment["AWS_SECRET_ACCESS_KEY"],
            "config": botocore.config.Config(retries={"max_attempts": 1}),
        }
        return boto3.client(service, **(settings | overrides))

    return make


@pytest.fixture(scope="session")
def sagemaker(client):
    return client("sagemaker")


@pytest.fixture(scope="session")
def s3(client):
    return client("s3")


@pytest.fixture(scope="session")
def bucket(s3):
    name = "stripes-of-the-tests"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    return name


def pytest_sessionfinish(session, exitstatus):
    """A test that was skipped proved nothing: the run fails."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = 1
