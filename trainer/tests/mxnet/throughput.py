"""Images per second of MXNet: ResNet-20, 3x28x28, batch 128, forward, backward and SGD with momentum; with `detector` the two
detectors, 3x300x300, batch 4.

usage: OMP_NUM_THREADS=2 python throughput.py [detector] [STEPS] [TRAINER]

TRAINER is the crate's example `throughput` (cargo build -p trainer --example throughput); with it, both run in turn and
the ratio of their best rates is printed.
"""

import re
import subprocess
import sys
import time

import mxnet as mx
import numpy as np

from detectors import GRAPHS, graph
from network import residual_network

BATCH = 128


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


def trainer_rates(program, steps, *kind):
    output = subprocess.run([program, *kind, str(steps)], check=True, capture_output=True, text=True).stdout
    return [float(rate) for rate in re.findall(r"(?:trainer: |trains )([\d.]+) images/s", output)]


def main(kind, steps, program=None):
    measures = [lambda base=base: detector_rate(base, steps) for base in GRAPHS] if kind else [lambda: mxnet_rate(steps)]
    rounds = [([measure() for measure in measures], trainer_rates(program, steps, *kind) if program else []) for _ in range(3)]
    for place, name in enumerate(GRAPHS if kind else ["resnet-20"]):
        theirs = max(theirs[place] for theirs, _ in rounds)
        print(f"{name}: mxnet {mx.__version__} {theirs:.2f} images/s (best of 3 x {steps} steps)")
        if program:
            ours = max(ours[place] for _, ours in rounds)
            print(f"{name}: trainer {ours:.2f} images/s, ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    kind = [arguments.pop(0)] if arguments[:1] == ["detector"] else []
    main(kind, int(arguments[0]) if arguments else 20, *arguments[1:2])
