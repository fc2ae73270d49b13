"""What MXNet computes with the detectors of fixtures/detector-symbols.json.

The boxes that a detector starts from exist in single precision only, so everything here is computed in it.
"""

import json
import pathlib

import mxnet as mx
import numpy as np

GRAPHS = {"resnet-50": "resnet-50, image_shape 512, num_classes 1, nms_threshold 0.45", "vgg-16": "vgg-16, image_shape 300, num_classes 3, nms_threshold 0.45"}
SIDES = {"resnet-50": 512, "vgg-16": 300}
BATCH = 2
# Class, left, top, right, bottom; the second image shows nothing.
OBJECTS = [[[0, 0.1, 0.15, 0.42, 0.55], [0, 0.5, 0.4, 0.93, 0.96], [0, 0.7, 0.05, 0.82, 0.2]], []]
VGG_MEAN = (123.0, 117.0, 104.0)


def parameter(numbers, base, name, seed, shape):
    """Values with which no rectifier is close to zero, so that single and double precision decide alike."""
    values = numbers(seed, int(np.prod(shape))).reshape(shape)
    decided = np.where(np.arange(shape[0]) % 2 == 0, 5, -6).reshape((-1,) + (1,) * (len(shape) - 1)).astype("float32")
    if name == "bn_data_gamma":
        return np.ones(shape, "float32")
    if name == "bn_data_moving_mean":
        return values * 100 + 50
    if name == "bn_data_moving_var":
        return values * 1000 + 5000
    if name == "bn_data_beta":
        return values - 0.5
    if name == "relu4_3_scale":
        return values + 19
    if name.endswith("_weight"):
        deviation = (values - 0.5) * np.float32(np.sqrt(24 / np.prod(shape[1:])))
        if name == "conv1_1_weight":
            return deviation * np.float32(0.01)
        if "pred_conv" in name:
            return deviation * np.float32(0.02)
        return deviation * np.float32(0.4 if "multi_feat" in name or base == "vgg-16" else 1)
    if name.endswith("_var"):
        return values * 8 + 4
    if name.endswith("_gamma"):
        return values + 0.5
    if "pred_conv" in name or name.endswith("_mean"):
        return values - 0.5
    return values + decided


def graph(base):
    graphs = json.loads((pathlib.Path(__file__).parent.parent / "fixtures" / "detector-symbols.json").read_text())
    return mx.sym.load_json(json.dumps(graphs[GRAPHS[base]]))


def bound(numbers, base, precision):
    symbol = graph(base)
    side = SIDES[base]
    types = {name: precision for name in symbol.list_arguments()}
    executor = symbol.simple_bind(mx.cpu(), data=(BATCH, 3, side, side), label=(BATCH, 3, 5), grad_req="write", type_dict=types)
    names = [name for name in symbol.list_arguments() if name not in ("data", "label")]
    for seed, name in enumerate(names + symbol.list_auxiliary_states(), start=1):
        array = executor.arg_dict.get(name)
        array = executor.aux_dict[name] if array is None else array
        array[:] = mx.nd.array(parameter(numbers, base, name, seed, array.shape), dtype=array.dtype)
    pixels = np.floor(numbers(0, BATCH * side * side * 3) * 256).reshape(BATCH, side, side, 3).transpose(0, 3, 1, 2)
    if base == "vgg-16":
        pixels = pixels - np.array(VGG_MEAN, "float32").reshape(1, 3, 1, 1)
    executor.arg_dict["data"][:] = mx.nd.array(pixels, dtype=precision)
    label = np.full((BATCH, 3, 5), -1, "float32")
    for image, objects in enumerate(OBJECTS):
        if objects:
            label[image, : len(objects)] = objects
    executor.arg_dict["label"][:] = mx.nd.array(label, dtype=precision)
    return executor, names


def network(numbers, base):
    executor, names = bound(numbers, base, "float32")
    executor.forward(is_train=False)
    detected = executor.outputs[3].asnumpy()[0]
    detected = detected[detected[:, 0] >= 0][:5]
    probabilities, places, labels, _ = (output.asnumpy() for output in executor.forward(is_train=True))
    counted = labels >= 0
    chosen = np.take_along_axis(probabilities, np.maximum(labels, 0).astype(int)[:, None, :], axis=1)[:, 0]
    executor.backward()
    mx.nd.waitall()
    gradients = {}
    for name in names:
        if name != "bn_data_gamma":
            gradient = executor.grad_dict[name].asnumpy().ravel()
            gradients[name] = [float(np.sqrt((gradient**2).sum())), *map(float, gradient[:2]), *map(float, gradient[-2:])]
    return {
        "base": base, "detected": detected.tolist(), "priors": int(counted.sum()),
        "cross_entropy": float(-np.log(chosen[counted] + 1e-8).sum()), "smooth_l1": float(places.sum()), "gradients": gradients,
    }


def expected(numbers):
    return [network(numbers, base) for base in GRAPHS]
