"""What GluonCV computes with segmenters on ResNet-50, in double precision and without dropout."""

import mxnet as mx
import numpy as np
from gluoncv.loss import MixSoftmaxCrossEntropyLoss
from gluoncv.model_zoo import FCN, DeepLabV3, PSPNet
from mxnet import autograd

HEADS = {"fcn": FCN, "psp": PSPNet, "deeplab": DeepLabV3}
CLASSES = 4
SIDE = 64
BATCH = 4
IGNORED = 255
MEAN = np.array([0.485, 0.456, 0.406]).reshape(1, 3, 1, 1)
DEVIATION = np.array([0.229, 0.224, 0.225]).reshape(1, 3, 1, 1)
# Places of the scores that are compared, as rows and columns.
PLACES = [(0, 0), (17, 40), (63, 5)]


def parameter(numbers, name, seed, shape):
    """Values with which no rectifier is close to zero, so that single and double precision decide alike."""
    values = numbers(seed, int(np.prod(shape))).reshape(shape)
    if name.endswith(".weight"):
        return (values - 0.5) * np.float32(np.sqrt(24 / np.prod(shape[1:])))
    if name.endswith(".running_var"):
        return values * 8 + 4
    if name.endswith(".gamma"):
        return values + 0.5
    if name.endswith(".beta"):
        return np.where(np.arange(shape[0]) % 2 == 0, values + 5, values - 6).astype("float32")
    return values - 0.5


def classes(numbers):
    found = np.floor(numbers(77, BATCH * SIDE * SIDE) * CLASSES).reshape(BATCH, SIDE, SIDE)
    found[0, 10:30, 5:40] = IGNORED
    return found


def pixels(numbers):
    """Each image is brighter than the one before, so that the means of images differ."""
    values = numbers(0, BATCH * SIDE * SIDE * 3).reshape(BATCH, SIDE, SIDE, 3)
    bright = (np.arange(BATCH, dtype="float32") + 1).reshape(-1, 1, 1, 1) / np.float32(BATCH)
    whole = np.floor(values * np.float32(256) * bright).transpose(0, 3, 1, 2).astype("float64")
    return (whole / 255 - MEAN) / DEVIATION


def without_dropout(block):
    if isinstance(block, mx.gluon.nn.Dropout):
        block._rate = 0
    for child in block._children.values():
        without_dropout(child)


def build(name):
    return HEADS[name](CLASSES, backbone="resnet50", pretrained_base=False, crop_size=SIDE)


def network(numbers, name):
    net = build(name)
    net.initialize(force_reinit=True)
    # The shapes of the first convolution's weights follow from the images.
    net(mx.nd.zeros((1, 3, SIDE, SIDE)))
    net.cast("float64")
    without_dropout(net)
    parameters = net._collect_params_with_prefix()
    data = mx.nd.array(pixels(numbers), dtype="float64")
    for seed, (key, each) in enumerate(parameters.items(), start=1):
        each.set_data(mx.nd.array(parameter(numbers, key, seed, each.shape), dtype="float64"))
    scores = net(data)[0].asnumpy()
    shown = [float(value) for image in (0, BATCH - 1) for row, column in PLACES for value in scores[image, :, row, column]]
    label = mx.nd.array(classes(numbers), dtype="float64")
    with autograd.record():
        loss = MixSoftmaxCrossEntropyLoss(True, aux_weight=0.5, ignore_label=IGNORED)(*net(data), label)
    loss.backward()
    mx.nd.waitall()
    gradients = {}
    for key, each in parameters.items():
        if each.grad_req != "null":
            gradient = each.grad().asnumpy().ravel()
            gradients[key] = [float(np.sqrt((gradient**2).sum())), *map(float, gradient[:2]), *map(float, gradient[-2:])]
    running = {key: [float(value) for value in each.data().asnumpy()[:2]] for key, each in parameters.items() if "running" in key}
    return {"head": name, "scores": shown, "loss": float(loss.asnumpy().mean()), "gradients": gradients, "running": running}


def expected(numbers):
    return [network(numbers, name) for name in HEADS]
