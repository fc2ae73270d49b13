"""Writes trainer/tests/fixtures and mxnet_formats/tests/fixtures: what MXNet computes and writes, for tests to compare with.

usage: python fixtures.py REPOSITORY   (PyPI: requirements.txt)
"""

import json
import pathlib
import sys

import mxnet as mx
import numpy as np

import boxes
import detectors
import segmenters
from network import residual_network

# The gradient jumps where an input of a rectifier changes its sign. Among the many inputs of 50 layers some are so close to
# zero that single precision decides them otherwise: MXNet in double precision with weights that differ by a millionth gives
# gradients that differ by 2 to 7 per cent. In this network the normalisations therefore decide every sign clearly; the
# rectifiers near zero are the other two networks' part.
DECIDED = 50
NETWORKS = [(20, 10, (3, 28, 28)), (18, 5, (1, 20, 16)), (50, 7, (3, 40, 36))]
BATCH = 4
OPTIMIZERS = {
    "sgd": {"learning_rate": 0.1, "momentum": 0.9, "wd": 0.01},
    "nag": {"learning_rate": 0.1, "momentum": 0.9, "wd": 0.01},
    "adam": {"learning_rate": 0.1, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "wd": 0.0},
    "rmsprop": {"learning_rate": 0.1, "gamma1": 0.9, "epsilon": 1e-8, "wd": 0.01},
    "centered rmsprop": {"rule": "rmsprop", "learning_rate": 0.1, "gamma1": 0.9, "gamma2": 0.8, "epsilon": 1e-8, "centered": True, "wd": 0.0},
    "adagrad": {"learning_rate": 0.1, "eps": 1e-7, "wd": 0.0},
    "adadelta": {"rho": 0.9, "epsilon": 1e-5, "wd": 0.0},
}


def numbers(seed, count):
    """Reproducible numbers in 0..1; `support::numbers` in the crate's tests computes the same."""
    mask = np.uint64(0xFFFFFFFF)
    value = (np.arange(count, dtype=np.uint64) * np.uint64(2654435761) + np.uint64(seed) * np.uint64(2246822519)) & mask
    value ^= value >> np.uint64(15)
    value = (value * np.uint64(3266489917)) & mask
    value ^= value >> np.uint64(13)
    return (value.astype(np.float64) / 2**32).astype(np.float32)


def parameter(name, seed, shape, num_layers):
    values = numbers(seed, int(np.prod(shape))).reshape(shape)
    if num_layers == DECIDED and name.endswith("_beta") and name != "bn_data_beta":
        return np.where(np.arange(len(values)) % 2 == 0, values + 5, values - 6).astype("float32")
    if name.endswith("_weight"):
        return (values - 0.5) * np.float32(np.sqrt(24 / np.prod(shape[1:])))
    if name == "bn_data_gamma":
        return np.ones(shape, "float32")
    if name == "bn_data_moving_mean":
        return values * 100 + 50
    if name == "bn_data_moving_var":
        return values * 1000 + 5000
    if name.endswith("_var"):
        return values * 8 + 4
    if name.endswith("_gamma"):
        return values + 0.5
    return values - 0.5


def bound(symbol, num_layers, classes, shape, precision):
    """The network with its parameters and one batch."""
    channels, height, width = shape
    types = {name: precision for name in symbol.list_arguments()}
    executor = symbol.simple_bind(mx.cpu(), data=(BATCH, *shape), grad_req="write", type_dict=types)
    names = [name for name in symbol.list_arguments() if name not in ("data", "softmax_label")]
    for seed, name in enumerate(names + symbol.list_auxiliary_states(), start=1):
        array = executor.arg_dict.get(name)
        array = executor.aux_dict[name] if array is None else array
        array[:] = mx.nd.array(parameter(name, seed, array.shape, num_layers), dtype=array.dtype)
    pixels = np.floor(numbers(0, BATCH * int(np.prod(shape))) * 256).reshape(BATCH, height, width, channels)
    executor.arg_dict["data"][:] = mx.nd.array(pixels.transpose(0, 3, 1, 2), dtype=precision)
    executor.arg_dict["softmax_label"][:] = mx.nd.array(np.arange(BATCH) % classes, dtype=precision)
    return executor, names


def gradients(symbol, num_layers, classes, shape):
    """Of each parameter: the gradient's length, its first two values and its last two, computed in double precision."""
    executor, names = bound(symbol, num_layers, classes, shape, "float64")
    executor.forward(is_train=True)
    executor.backward()
    result = {}
    for name in names:
        if name != "bn_data_gamma":
            gradient = executor.grad_dict[name].asnumpy().ravel()
            result[name] = [float(np.sqrt((gradient**2).sum())), *map(float, gradient[:2]), *map(float, gradient[-2:])]
    return result


def network(num_layers, classes, shape):
    symbol = residual_network(num_layers, classes, shape[1])
    executor, _ = bound(symbol, num_layers, classes, shape, "float32")
    inference = executor.forward(is_train=False)[0].asnumpy()
    training = executor.forward(is_train=True)[0].asnumpy()
    executor.backward()
    # The running statistics are written by the backward pass, and reading them does not wait for it.
    mx.nd.waitall()
    running = {name: [float(value) for value in array.asnumpy()[:2]] for name, array in executor.aux_dict.items()}
    return {
        "num_layers": num_layers, "classes": classes, "shape": shape, "inference": inference.ravel().tolist(),
        "training": training.ravel().tolist(), "gradients": gradients(symbol, num_layers, classes, shape), "running": running,
    }


def optimizers():
    """Three steps of every rule on one weight, with the gradients 0.5, -1 and 2."""
    steps = {}
    for name, settings in OPTIMIZERS.items():
        rule = settings.get("rule", name)
        settings = {key: value for key, value in settings.items() if key != "rule"}
        optimizer = mx.optimizer.create(rule, param_idx2name={0: "a_weight"}, **settings)
        weight = mx.nd.array([1.0])
        state = optimizer.create_state(0, weight)
        steps[name] = []
        for gradient in (0.5, -1.0, 2.0):
            optimizer.update(0, weight, mx.nd.array([gradient]), state)
            steps[name].append(float(weight.asscalar()))
    return steps


def records(path):
    """One record each with a scalar label, several labels, and a payload that is stored in parts."""
    image = np.floor(numbers(7, 6 * 5 * 3) * 256).astype("uint8").reshape(6, 5, 3)
    writer = mx.recordio.MXRecordIO(str(path), "w")
    writer.write(mx.recordio.pack_img(mx.recordio.IRHeader(0, 3.0, 7, 0), image[:, :, ::-1], quality=9, img_fmt=".png"))
    writer.write(mx.recordio.pack(mx.recordio.IRHeader(2, [1.0, 4.0], 8, 0), b"labels"))
    writer.write(mx.recordio.pack(mx.recordio.IRHeader(0, 5.0, 9, 0), b"AAAA" + (0xCED7230A).to_bytes(4, "little") + b"BBBBB"))
    writer.close()


def main(repository):
    trainer, formats = (repository / crate / "tests" / "fixtures" for crate in ("trainer", "mxnet_formats"))
    for folder in (trainer, formats):
        folder.mkdir(parents=True, exist_ok=True)
    expected = {"networks": [network(*each) for each in NETWORKS], "optimizers": optimizers()}
    (trainer / "mxnet.json").write_text(json.dumps(expected, indent=0) + "\n")
    for name, module in (("boxes", boxes), ("detectors", detectors), ("segmenters", segmenters)):
        (trainer / f"{name}.json").write_text(json.dumps(module.expected(numbers), separators=(",", ":")) + "\n")
    residual_network(20, 10, 28).save(str(trainer / "resnet-20-symbol.json"), remove_amp_cast=False)
    records(formats / "records.rec")
    arrays = {"arg:fc1_bias": mx.nd.array([1.0, 2.0, 3.0]), "aux:bn0_moving_var": mx.nd.array([[4.0, 5.0]])}
    mx.nd.save(str(formats / "arrays.params"), arrays)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
