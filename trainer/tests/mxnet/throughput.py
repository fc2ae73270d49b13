"""Images per second of MXNet: ResNet-20, 3x28x28, batch 128, forward, backward and SGD with momentum.

usage: OMP_NUM_THREADS=2 python throughput.py [STEPS] [TRAINER]

TRAINER is the crate's example `throughput` (cargo build -p trainer --example throughput); with it, both run in turn and
the ratio of their best rates is printed.
"""

import re
import subprocess
import sys
import time

import mxnet as mx
import numpy as np

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


def trainer_rate(program, steps):
    output = subprocess.run([program, str(steps)], check=True, capture_output=True, text=True).stdout
    return float(re.search(r"(\d+) images/s", output).group(1))


def main(steps, program=None):
    rounds = [(mxnet_rate(steps), trainer_rate(program, steps) if program else 0) for _ in range(3)]
    theirs, ours = (max(rates) for rates in zip(*rounds))
    print(f"mxnet {mx.__version__}: {theirs:.0f} images/s (best of 3 x {steps} steps)")
    if program:
        print(f"trainer: {ours:.0f} images/s, ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20, *sys.argv[2:3])
