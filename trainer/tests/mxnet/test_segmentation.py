"""Segmenters that travel between the trainer and GluonCV, in both directions."""

import json
import re
import subprocess

import cv2
import mxnet as mx
import numpy as np
import pytest
from gluoncv.loss import MixSoftmaxCrossEntropyLoss
from gluoncv.model_zoo import FCN

import jobs
from jobs import pack
from segmenters import DEVIATION, MEAN, without_dropout

NAME = "semantic-segmentation"
# Scenes of the crop's size, so that validation neither scales nor cuts.
SIDE = 64
CLASSES = 3
IMAGES = 4
SETTINGS = {"algorithm": "fcn", "backbone": "resnet-50", "num_classes": CLASSES, "num_training_samples": IMAGES, "crop_size": SIDE,
            "base_size": SIDE, "mini_batch_size": 2, "epochs": 10, "optimizer": "adam", "learning_rate": 0.0005,
            "use_pretrained_model": False}


def scene(number):
    random = np.random.RandomState(number)
    # Three bands in any order, so that no class is rarer than the others.
    image = random.randint(0, 60, (SIDE, SIDE, 3)).astype("uint8")
    mask = np.zeros((SIDE, SIDE), "uint8")
    edges = [0, *sorted(random.randint(16, 48, CLASSES - 1)), SIDE]
    for place, class_id in enumerate(random.permutation(CLASSES)):
        band = slice(edges[place], edges[place + 1])
        image[:, band, class_id] += 180
        mask[:, band] = class_id
    mask[:4] = 255
    return image, mask


@pytest.fixture(scope="module")
def scenes():
    pairs = [scene(number) for number in range(IMAGES)]
    return np.stack([image for image, _ in pairs]), np.stack([mask for _, mask in pairs])


def job(folder, scenes, model=None, **settings):
    """A job whose both channels hold the scenes."""
    jobs.job(folder, SETTINGS | settings, **({"model": model} if model else {}))
    kinds = json.loads((folder / "input/config/inputdataconfig.json").read_text())
    for channel in ("train", "validation"):
        for number, (image, mask) in enumerate(zip(*scenes)):
            for name, picture in ((channel, image[:, :, ::-1]), (f"{channel}_annotation", mask)):
                kinds[name] = {"ContentType": "image/png"}
                (folder / "input/data" / name).mkdir(parents=True, exist_ok=True)
                cv2.imwrite(str(folder / "input/data" / name / f"{number}.png"), picture)
    (folder / "input/config/inputdataconfig.json").write_text(json.dumps(kinds))
    return folder


def pixels(images):
    return mx.nd.array((images.transpose(0, 3, 1, 2) / 255 - MEAN) / DEVIATION)


def mean_iou(found, truth):
    counted = truth != 255
    shares = []
    for class_id in range(CLASSES):
        own, true = (found == class_id) & counted, (truth == class_id) & counted
        shares.append((own & true).sum() / max((own | true).sum(), 1))
    return float(np.mean(shares))


def answers(folder):
    """The class of each pixel, which the trainer answers as PNG files one behind the other."""
    command = [jobs.EXAMPLES / "predict", folder, NAME]
    output = subprocess.run(command, check=True, capture_output=True).stdout
    files = [b"\x89PNG" + part for part in output.split(b"\x89PNG")[1:]]
    return np.stack([cv2.imdecode(np.frombuffer(file, "uint8"), cv2.IMREAD_GRAYSCALE) for file in files])


def network():
    return FCN(CLASSES, backbone="resnet50", pretrained_base=False, crop_size=SIDE)


def test_gluoncv_loads_our_artifact_and_finds_the_same_classes(tmp_path, scenes):
    trained = job(tmp_path / "job", scenes)
    log = jobs.run("train", trained, NAME)
    model = trained / "model"
    assert sorted(path.name for path in model.iterdir()) == ["hyperparams.json", "model_algo-1", "model_best.params"]
    net = network()
    net.load_parameters(str(model / "model_algo-1"))
    theirs = net(pixels(scenes[0]))[0].asnumpy().argmax(axis=1)
    assert len(np.unique(theirs)) > 1, "a network that has learned nothing would prove little"

    asked = job(tmp_path / "asked", scenes, model=pack(model, tmp_path / "model.tar.gz"))
    assert (answers(asked) == theirs).mean() > 0.999
    score = max(float(value) for value in re.findall(r"validation mIOU: (\S+) \.", log))
    assert score == pytest.approx(mean_iou(theirs, scenes[1]), abs=1e-3)


def test_parameters_of_gluoncv_seed_one_of_our_jobs(tmp_path, scenes):
    mx.random.seed(7)
    net = network()
    net.initialize(mx.init.Xavier(), force_reinit=True)
    without_dropout(net)
    data, label = pixels(scenes[0]), mx.nd.array(scenes[1])
    trainer = mx.gluon.Trainer(net.collect_params(), "adam", {"learning_rate": 0.0005})
    loss = MixSoftmaxCrossEntropyLoss(True, aux_weight=0.5, ignore_label=255)
    for _ in range(16):
        with mx.autograd.record():
            error = loss(*net(data), label)
        error.backward()
        trainer.step(IMAGES)
    # The running statistics catch up with so few steps.
    for _ in range(20):
        with mx.autograd.record():
            net(data)
    folder = tmp_path / "gluoncv"
    folder.mkdir()
    net.save_parameters(str(folder / "model_algo-1"))
    (folder / "hyperparams.json").write_text(json.dumps({name: str(value) for name, value in SETTINGS.items()}))
    theirs = net(data)[0].asnumpy().argmax(axis=1)
    assert len(np.unique(theirs)) > 1, "a network that has learned nothing would prove little"

    archive = pack(folder, tmp_path / "model.tar.gz")
    child = job(tmp_path / "child", scenes, model=archive, epochs=1, learning_rate=1e-6)
    assert (answers(child) == theirs).mean() > 0.999
    log = jobs.run("train", child, NAME)
    loaded = float(re.search(r"Validation mIOU of the loaded model=(\S+)", log)[1])
    assert loaded == pytest.approx(mean_iou(theirs, scenes[1]), abs=1e-3)
