"""Images per second of MXNet: ResNet-20, 3x28x28, batch 128, forward, backward and SGD with momentum; with `detector` the two
detectors, 3x300x300, batch 4; with `segmenter` GluonCV's segmenters, 3x240x240, batch 4, and the first also 3x96x96, batch 8.

usage: OMP_NUM_THREADS=2 python throughput.py [detector | segmenter] [STEPS] [TRAINER]

TRAINER is the crate's example `throughput` (cargo build -p trainer --example throughput); with it, both run in turn and
the ratio of their best rates is printed.
"""

import re
import subprocess
import sys
import time

import mxnet as mx
import numpy as np
from gluoncv.loss import MixSoftmaxCrossEntropyLoss

from detectors import GRAPHS, graph
from network import residual_network
from segmenters import HEADS

BATCH = 128
SEGMENTERS = [("fcn", 240, 4), ("fcn", 96, 8), ("psp", 240, 4), ("deeplab", 240, 4)]


def mxnet_rate(steps):
    module = mx.mod.Module(residual_network(20, 10, 28))
    module.bind(data_shapes=[("data", (BATCH, 3, 28, 28))], label_shapes=[("softmax_label", (BATCH,))])
    module.init_params(mx.init.Xavier(rnd_type="gaussian", factor_type="in", magnitude=2))
    module.init_optimizer(optimizer="sgd", optimizer_params={"learning_rate": 0.1, "momentum": 0.9, "wd": 1e-4})
    data = mx.nd.array(np.random.randint(0, 256, (BATCH, 3, 28, 28)).astype("float32"))
    label = mx.nd.array(np.random.randint(0, 10, BATCH))
    batch = mx.io.DataBatch([data], [label])
    best = 0.0
    for step in range(steps):
        started = time.perf_counter()
        module.forward_backward(batch)
        module.update()
        mx.nd.waitall()
        rate = BATCH / (time.perf_counter() - started)
        best = max(best, rate)
    return best


def detector_rate(base, steps):
    batch, side = 4, 300
    executor = graph(base).simple_bind(mx.cpu(), data=(batch, 3, side, side), label=(batch, 1, 5), grad_req="write")
    names = [name for name in executor.arg_dict if name not in ("data", "label")]
    initial = mx.init.Xavier(magnitude=3)
    for name in names:
        initial(mx.init.InitDesc(name), executor.arg_dict[name]) if name.endswith("_weight") else None
    executor.arg_dict["data"][:] = mx.nd.array(np.random.randint(0, 256, (batch, 3, side, side)))
    executor.arg_dict["label"][:] = mx.nd.array([[[0, 0.2, 0.3, 0.6, 0.8]]] * batch)
    states = {name: mx.nd.zeros(executor.arg_dict[name].shape) for name in names}
    best = 0.0
    for _ in range(steps):
        started = time.perf_counter()
        executor.forward(is_train=True)
        executor.backward()
        for name in names:
            values, gradient = executor.arg_dict[name], executor.grad_dict[name]
            mx.nd.sgd_mom_update(values, gradient, states[name], out=values, lr=0.001, momentum=0.9, wd=1e-4)
        mx.nd.waitall()
        best = max(best, batch / (time.perf_counter() - started))
    return best


def segmenter_rate(name, side, batch, steps):
    net = HEADS[name](4, backbone="resnet50", pretrained_base=False, crop_size=side)
    net.initialize(mx.init.Xavier(), force_reinit=True)
    net.hybridize(static_alloc=True)
    loss = MixSoftmaxCrossEntropyLoss(True, aux_weight=0.5, ignore_label=255)
    settings = {"learning_rate": 0.001, "momentum": 0.9, "wd": 1e-4}
    trainer = mx.gluon.Trainer(net.collect_params(), "sgd", settings, kvstore=None)
    data = mx.nd.array(np.random.rand(batch, 3, side, side))
    label = mx.nd.array(np.random.randint(0, 4, (batch, side, side)))
    best = 0.0
    for _ in range(steps):
        started = time.perf_counter()
        with mx.autograd.record():
            error = loss(*net(data), label)
        error.backward()
        trainer.step(batch)
        mx.nd.waitall()
        best = max(best, batch / (time.perf_counter() - started))
    return best


def trainer_rates(program, steps, *kind):
    output = subprocess.run([program, *kind, str(steps)], check=True, capture_output=True, text=True).stdout
    return [float(rate) for rate in re.findall(r"(?:trainer: |trains )([\d.]+) images/s", output)]


def main(kind, steps, program=None):
    kinds = {
        "detector": {base: lambda base=base: detector_rate(base, steps) for base in GRAPHS},
        "segmenter": {f"{name} at {side}": lambda each=(name, side, batch): segmenter_rate(*each, steps) for name, side, batch in SEGMENTERS},
    }
    measures = kinds[kind[0]] if kind else {"resnet-20": lambda: mxnet_rate(steps)}
    rounds = [([measure() for measure in measures.values()], trainer_rates(program, steps, *kind) if program else []) for _ in range(3)]
    for place, name in enumerate(measures):
        theirs = max(theirs[place] for theirs, _ in rounds)
        print(f"{name}: mxnet {mx.__version__} {theirs:.2f} images/s (best of 3 x {steps} steps)")
        if program:
            ours = max(ours[place] for _, ours in rounds)
            print(f"{name}: trainer {ours:.2f} images/s, ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    kind = [arguments.pop(0)] if arguments[:1] in (["detector"], ["segmenter"]) else []
    main(kind, int(arguments[0]) if arguments else 20, *arguments[1:2])
