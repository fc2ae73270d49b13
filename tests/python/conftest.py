"""What the tests share: a running engine, a running console, and clients that point at them."""

import boto3
import botocore.config
import pytest

from programs import Program, exported


@pytest.fixture(scope="session")
def engine(tmp_path_factory):
    """`baton engine` with a data folder and a port of its own; `environment` is what `baton env` prints."""
    data = tmp_path_factory.mktemp("engine")
    with Program(["engine", "--listen", "127.0.0.1:0", "--data", str(data)]) as program:
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
