"""Detectors that travel between the trainer and Apache MXNet, in both directions."""

import json
import re

import cv2
import mxnet as mx
import numpy as np
import pytest

import jobs
from jobs import pack

NAME = "object-detection"
PREFIX = "model_algo_1"
SIDE = 300
CLASSES = 2
IMAGES = 4
TOLERANCE = 1e-4
# Detectors that have seen a few images find little. With so small an overlap some of it is right.
OVERLAP = 0.2
SETTINGS = {"base_network": "resnet-50", "num_classes": CLASSES, "num_training_samples": IMAGES, "image_shape": SIDE,
            "mini_batch_size": 2, "epochs": 1, "learning_rate": 0.001, "use_pretrained_model": 0, "overlap_threshold": OVERLAP}


def scene(number):
    """An image of the network's size, so that nothing is scaled, and its objects."""
    random = np.random.RandomState(number)
    image = random.randint(0, 90, (SIDE, SIDE, 3)).astype("uint8")
    objects = []
    for class_id in range(CLASSES):
        width, height = random.randint(90, 140, 2)
        left, top = random.randint(0, SIDE - width), random.randint(0, SIDE - height)
        image[top : top + height, left : left + width] = (230, 200, 60) if class_id else (60, 200, 230)
        objects.append([class_id, left / SIDE, top / SIDE, (left + width) / SIDE, (top + height) / SIDE])
    return image, objects


@pytest.fixture(scope="module")
def channel(tmp_path_factory):
    """A RecordIO file, the pixels as the network reads them, and the objects."""
    path = tmp_path_factory.mktemp("data") / "scenes.rec"
    writer, pixels, labels = mx.recordio.MXRecordIO(str(path), "w"), [], []
    for number in range(IMAGES):
        image, objects = scene(number)
        label = [2, 5, *np.array(objects, "float32").ravel()]
        header = mx.recordio.IRHeader(0, label, number, 0)
        writer.write(mx.recordio.pack(header, cv2.imencode(".png", image[:, :, ::-1])[1].tobytes()))
        pixels.append(image.transpose(2, 0, 1).astype("float32"))
        labels.append(objects)
    writer.close()
    return path, np.stack(pixels), np.array(labels, "float32")


def detections(symbol, arguments, states, pixels):
    """For each image what output 3 says: rows of class, score, left, top, right, bottom."""
    found = []
    executor = symbol.simple_bind(mx.cpu(), data=(1, 3, SIDE, SIDE), label=(1, 1, 5), grad_req="null")
    executor.copy_params_from(arguments, states)
    for image in pixels:
        output = executor.forward(is_train=False, data=mx.nd.array(image[None]), label=mx.nd.full((1, 1, 5), -1))[3]
        rows = output.asnumpy()[0]
        found.append(rows[rows[:, 0] >= 0])
    return found


def ours(folder):
    return [np.array(json.loads(line)["prediction"]) for line in jobs.run("predict", folder, NAME).splitlines()]


def compare(left, right):
    """The same rows; those of almost the same score may change places."""
    assert len(left) == len(right) == IMAGES
    for mine, theirs in zip(left, right):
        assert len(mine) == len(theirs) > 0
        distances = np.abs(mine[:, None, :] - theirs[None, :, :]).max(axis=2)
        assert (np.sort(mine[:, 1])[::-1] == mine[:, 1]).all(), "the most probable come first"
        for axis in (0, 1):
            assert distances.min(axis=axis).max() < TOLERANCE, distances.min(axis=axis).max()


def overlap(box, others):
    low, high = np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])
    both = np.clip(high - low, 0, None).prod(axis=1)
    return both / ((box[2:] - box[:2]).prod() + (others[:, 2:] - others[:, :2]).prod(axis=1) - both)


def mean_average_precision(found, objects):
    precisions = []
    for class_id in range(CLASSES):
        rows = [(row[1], image, row[2:]) for image, rows in enumerate(found) for row in rows if row[0] == class_id]
        places = [labels[labels[:, 0] == class_id][:, 1:] for labels in objects]
        taken, right = set(), []
        for _, image, box in sorted(rows, key=lambda row: -row[0]):
            shares = overlap(box, places[image])
            best = int(shares.argmax())
            right.append(shares[best] > OVERLAP and (image, best) not in taken)
            if shares[best] > OVERLAP:
                taken.add((image, best))
        count = np.cumsum(right)
        recall, precision = count / sum(map(len, places)), count / np.arange(1, len(right) + 1)
        envelope = np.maximum.accumulate(precision[::-1])[::-1]
        precisions.append((np.diff(recall, prepend=0) * envelope).sum())
    return float(np.mean(precisions))


def test_mxnet_loads_our_artifact_and_detects_the_same(tmp_path, channel):
    path, pixels, objects = channel
    trained = jobs.job(tmp_path / "job", SETTINGS, train=path, validation=path)
    log = jobs.run("train", trained, NAME)
    model = trained / "model"
    names = sorted(file.name for file in model.iterdir())
    assert names == ["hyperparams.json", f"{PREFIX}-0000.params", f"{PREFIX}-symbol.json"]
    assert json.loads((model / "hyperparams.json").read_text())["base_network"] == "resnet-50"
    theirs = detections(*mx.model.load_checkpoint(str(model / PREFIX), 0), pixels)

    asked = jobs.job(tmp_path / "asked", SETTINGS, validation=path, model=pack(model, tmp_path / "model.tar.gz"))
    compare(ours(asked), theirs)
    score = float(re.findall(r"validation mAP <score>=\((\S+)\)", log)[-1])
    assert score == pytest.approx(mean_average_precision(theirs, objects), abs=1e-3)


def test_a_checkpoint_of_mxnet_seeds_one_of_our_jobs(tmp_path, channel):
    path, pixels, objects = channel
    # The graph that our job writes; its parameters are MXNet's.
    described = jobs.job(tmp_path / "described", SETTINGS, train=path, validation=path)
    jobs.run("train", described, NAME)
    symbol = mx.sym.load(str(described / "model" / f"{PREFIX}-symbol.json"))
    mx.random.seed(7)
    module = mx.mod.Module(symbol, data_names=["data"], label_names=["label"])
    module.bind([("data", (2, 3, SIDE, SIDE))], [("label", (2, CLASSES, 5))])
    module.init_params(mx.init.Xavier(magnitude=3))
    module.init_optimizer(optimizer_params={"learning_rate": 0.001, "momentum": 0.9, "rescale_grad": 1.0})
    halves = [slice(0, 2), slice(2, 4)]
    batches = [mx.io.DataBatch([mx.nd.array(pixels[half])], [mx.nd.array(objects[half])]) for half in halves]
    for batch in batches * 2:
        module.forward_backward(batch)
        module.update()
    # The running statistics catch up with so few steps.
    for batch in batches * 12:
        module.forward(batch, is_train=True)
    folder = tmp_path / "mxnet"
    folder.mkdir()
    module.save_checkpoint(str(folder / PREFIX), 0)
    (folder / "hyperparams.json").write_text(json.dumps({name: str(value) for name, value in SETTINGS.items()}))
    theirs = detections(*mx.model.load_checkpoint(str(folder / PREFIX), 0), pixels)

    archive = pack(folder, tmp_path / "model.tar.gz")
    child = jobs.job(tmp_path / "child", SETTINGS, train=path, validation=path, model=archive)
    compare(ours(child), theirs)
    log = jobs.run("train", child, NAME)
    assert "Loaded weights of epoch 0 from channel model (model_algo_1-0000.params)" in log
    loaded = float(re.search(r"Validation mAP of the loaded model=(\S+)", log)[1])
    assert loaded == pytest.approx(mean_average_precision(theirs, objects), abs=1e-3)
    assert loaded > 0.001, "a network that has learned nothing would prove little"
