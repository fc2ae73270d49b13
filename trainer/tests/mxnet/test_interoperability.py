"""Models of image classification that travel between the trainer and Apache MXNet, in both directions."""

import json
import re

import mxnet as mx
import numpy as np
import pytest

import jobs
from jobs import pack
from network import residual_network

DIGITS = jobs.PROJECT / "engine/samples/digits"
PREFIX = "image-classification"
SHAPE = (3, 28, 28)
BATCH = 50
# Images of a training step of MXNet.
STEP = 25
TOLERANCE = 1e-4


def job(folder, hyperparameters, **channels):
    config = {"num_layers": 20, "num_classes": 10, "image_shape": "3,28,28", "num_training_samples": 2000,
              "mini_batch_size": 32, "epochs": 1, "learning_rate": 0.05} | hyperparameters
    return jobs.job(folder, config, **channels)


def run(example, folder):
    return jobs.run(example, folder, PREFIX)


def images(path):
    """Pixels as the network reads them, and labels, of a RecordIO file."""
    reader, pixels, labels = mx.recordio.MXRecordIO(str(path), "r"), [], []
    while record := reader.read():
        header, image = mx.recordio.unpack_img(record, iscolor=1)
        pixels.append(image[:, :, ::-1].transpose(2, 0, 1).astype("float32"))
        labels.append(int(header.label))
    return np.stack(pixels), np.array(labels)


def bound(symbol, arguments, states):
    module = mx.mod.Module(symbol)
    module.bind([("data", (BATCH, *SHAPE))], [("softmax_label", (BATCH,))], for_training=False)
    module.set_params(arguments, states)
    return module


def predictions(module, pixels):
    found = []
    for start in range(0, len(pixels), BATCH):
        batch = pixels[start : start + BATCH]
        padded = np.concatenate([batch, np.zeros((BATCH - len(batch), *SHAPE), "float32")])
        module.forward(mx.io.DataBatch([mx.nd.array(padded)]), is_train=False)
        found.append(module.get_outputs()[0].asnumpy()[: len(batch)])
    return np.concatenate(found)


def ours(folder):
    return np.array([json.loads(line) for line in run("predict", folder).splitlines()])


@pytest.fixture(scope="module")
def validation():
    return images(DIGITS / "base-validation.rec")


def test_mxnet_loads_our_artifact_and_predicts_the_same(tmp_path, validation):
    pixels, labels = validation
    # The checkpoints of both epochs: MXNet takes the second.
    settings = {"epochs": 2, "checkpoint_frequency": 1}
    trained = job(tmp_path / "job", settings, train=DIGITS / "base-train.rec", validation=DIGITS / "base-validation.rec")
    log = run("train", trained)
    model = trained / "model"
    assert sorted(path.name for path in model.iterdir()) == [
        f"{PREFIX}-0001.params", f"{PREFIX}-0002.params", f"{PREFIX}-symbol.json", "model-shapes.json",
    ]
    assert json.loads((model / "model-shapes.json").read_text())[0]["shape"][1:] == list(SHAPE)
    theirs = predictions(bound(*mx.model.load_checkpoint(str(model / PREFIX), 2)), pixels)

    archive = pack(model, tmp_path / "model.tar.gz")
    asked = job(tmp_path / "asked", {}, validation=DIGITS / "base-validation.rec", model=archive)
    difference = np.abs(ours(asked) - theirs).max()
    assert difference < TOLERANCE, difference
    accuracy = float(re.findall(r"Validation-accuracy=([0-9.]+)", log)[-1])
    assert accuracy == pytest.approx((theirs.argmax(axis=1) == labels).mean(), abs=1e-6)
    assert accuracy > 0.15, "a network that has learned nothing would prove little"


def test_a_checkpoint_of_mxnet_seeds_one_of_our_jobs(tmp_path, validation):
    pixels, labels = validation
    mx.random.seed(7)
    train, classes = images(DIGITS / "base-train.rec")
    module = mx.mod.Module(residual_network(20, 10, SHAPE[1]))
    module.bind([("data", (STEP, *SHAPE))], [("softmax_label", (STEP,))])
    module.init_params(mx.init.Xavier(rnd_type="gaussian", factor_type="in", magnitude=2))
    module.init_optimizer(optimizer_params={"learning_rate": 0.02, "momentum": 0.9})
    order = np.random.RandomState(7).permutation(len(train))
    for start in range(0, len(order) - STEP + 1, STEP):
        chosen = order[start : start + STEP]
        module.forward_backward(mx.io.DataBatch([mx.nd.array(train[chosen])], [mx.nd.array(classes[chosen])]))
        module.update()
    folder = tmp_path / "mxnet"
    folder.mkdir()
    module.save_checkpoint(str(folder / PREFIX), 3)
    (folder / "model-shapes.json").write_text(json.dumps([{"shape": [1, *SHAPE], "name": "data"}]))
    symbol, arguments, states = mx.model.load_checkpoint(str(folder / PREFIX), 3)
    theirs = predictions(bound(symbol, arguments, states), pixels)

    archive = pack(folder, tmp_path / "model.tar.gz")
    child = job(
        tmp_path / "child", {"learning_rate": 1e-6}, train=DIGITS / "base-train.rec",
        validation=DIGITS / "base-validation.rec", model=archive,
    )
    difference = np.abs(ours(child) - theirs).max()
    assert difference < TOLERANCE, difference
    log = run("train", child)
    assert "Loaded weights of epoch 3 from channel model" in log
    loaded = float(re.search(r"Validation-accuracy of the loaded model=([0-9.]+)", log)[1])
    assert loaded == pytest.approx((theirs.argmax(axis=1) == labels).mean(), abs=1e-6)
    assert loaded > 0.15, "a network that has learned nothing would prove little"
