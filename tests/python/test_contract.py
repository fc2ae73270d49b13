"""A model of which no job is known: what its archive says about the network is filled in, locked, and explained."""

import gzip
import io
import json
import tarfile
import urllib.parse
import urllib.request

import pytest

from test_exports import client, code, console  # noqa: F401  (the console is a fixture)

BUCKET = "models-from-elsewhere"


def archive(files):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def network(layers, classes):
    """The files of an image classification model, as far as they tell what it is."""
    nodes = [{"op": "Convolution", "name": f"conv{number}"} for number in range(layers - 1)]
    nodes += [{"op": "Convolution", "name": "stage2_unit1_sc"}]
    nodes += [{"op": "FullyConnected", "name": "fc1", "attrs": {"num_hidden": str(classes)}}]
    return {
        "image-classification-0002.params": bytes(200_000),
        "image-classification-symbol.json": json.dumps({"nodes": nodes}).encode(),
        "model-shapes.json": json.dumps([{"shape": [1, 3, 28, 28], "name": "data"}]).encode(),
    }


@pytest.fixture(scope="module")
def put(console):  # noqa: F811
    s3 = client(console, "s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})

    def store(key, content):
        s3.put_object(Bucket=BUCKET, Key=key, Body=content)
        return f"s3://{BUCKET}/{key}"

    return store


def form(console, artifact):  # noqa: F811
    query = urllib.parse.urlencode({"artifact": artifact})
    asked = urllib.request.Request(f"{console.url}/training-jobs/create?{query}", headers={"Accept": "text/html"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return answer.read().decode()


def test_the_archive_fills_in_and_locks_what_defines_the_network(console, put):  # noqa: F811
    text = form(console, put("cats/model.tar.gz", archive(network(20, 7))))
    request = json.loads(code(text, "Request JSON"))
    hyperparameters = request["HyperParameters"]
    # The depth is that of the arrays, which cannot be read here.
    found = {name: hyperparameters.get(name) for name in ("num_layers", "num_classes", "image_shape")}
    assert found == {"num_layers": None, "num_classes": "7", "image_shape": "3,28,28"}
    assert text.count("must equal the value of the model&#x27;s archive") + text.count("must equal the value of the model's archive") == 2
    model = [channel for channel in request["InputDataConfig"] if channel["ChannelName"] == "model"]
    assert [channel["DataSource"]["S3DataSource"]["S3Uri"] for channel in model] == [f"s3://{BUCKET}/cats/model.tar.gz"]


@pytest.mark.parametrize(
    "content, words",
    [
        (archive({"model_algo_1-0000.params": b"x", "hyperparams.json": b"{}"}), "Object Detection"),
        (gzip.compress(b"no archive"), "this model cannot be read"),
    ],
    ids=["another algorithm", "no archive"],
)
def test_what_does_not_fit_is_explained(console, put, content, words):  # noqa: F811
    text = form(console, put(f"other-{len(content)}/model.tar.gz", content))
    assert words.lower() in text.lower()


def test_a_model_that_is_not_there_is_explained(console, put):  # noqa: F811
    assert "No object at s3://" in form(console, f"s3://{BUCKET}/nothing/model.tar.gz")
