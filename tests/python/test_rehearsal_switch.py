"""A person turns a fault on in the settings, meets it, and turns it off, in a browser without scripts."""

import json

import boto3
import botocore.config
import botocore.exceptions
import pytest

from forms import Browser
from programs import Program, exported


@pytest.fixture(scope="module")
def console(tmp_path_factory):
    data = tmp_path_factory.mktemp("rehearsal")
    arguments = ["serve", "--listen", "127.0.0.1:0", "--engine-listen", "127.0.0.1:0", "--data", str(data)]
    with Program(arguments) as program:
        program.origin = program.announced("Baton console").rstrip("/")
        program.data = data
        yield program


def list_models(console):
    """Another client of the engine."""
    environment = exported(console.data)
    sagemaker = boto3.client(
        "sagemaker",
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        region_name=environment["AWS_DEFAULT_REGION"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        config=botocore.config.Config(retries={"max_attempts": 0}),
    )
    return sagemaker.list_models()


def rules(console):
    return json.loads((console.data / "engine.json").read_text())["Rehearsal"]


WARNING = "A fault rehearsal is on"


def test_a_fault_is_turned_on_met_and_turned_off(console):
    # What the owner wrote by hand stays.
    (console.data / "engine.json").write_text(json.dumps({"Quotas": {"TrainingInstances": {"default": 5}}}))
    browser = Browser(console.origin).open("/settings")
    assert "No faults are being rehearsed" in browser.text and WARNING not in browser.text
    form = browser.form("/api/rehearsals/start")
    form.fill("fault", "throttling")
    form.fill("operation", "sagemaker:ListModels")
    browser.submit(form)
    assert rules(console) == [{"Fault": "throttling", "Service": "sagemaker", "Operation": "ListModels"}]

    browser.open("/settings")
    assert WARNING in browser.text
    assert "Rate exceeded (ThrottlingException): ListModels" in browser.text
    browser.open("/models")
    assert "ThrottlingException" in browser.text and browser.status == 502
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        list_models(console)
    assert refused.value.response["Error"]["Code"] == "ThrottlingException"

    browser.open("/settings")
    browser.submit(browser.form("/api/rehearsals/end"))
    assert json.loads((console.data / "engine.json").read_text()) == {
        "Quotas": {"TrainingInstances": {"default": 5}},
        "Rehearsal": [],
    }
    browser.open("/models")
    assert browser.status == 200 and WARNING not in browser.text
    assert list_models(console)["Models"] == []


def test_what_makes_no_sense_changes_nothing(console):
    browser = Browser(console.origin).open("/settings")
    form = browser.form("/api/rehearsals/start")
    form.fill("times", "often")
    before = (console.data / "engine.json").read_text() if (console.data / "engine.json").exists() else None
    browser.submit(form)
    after = (console.data / "engine.json").read_text() if (console.data / "engine.json").exists() else None
    assert before == after
