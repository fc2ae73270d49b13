"""Images per second of MXNet: ResNet-20, 3x28x28, batch 128, forward, backward and SGD with momentum.

usage: OMP_NUM_THREADS=2 python throughput.py [STEPS]
"""

import sys
import time

import mxnet as mx
import numpy as np

from network import residual_network

BATCH = 128


def main(steps):
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
    print(f"mxnet {mx.__version__}: {best:.0f} images/s (best of {steps} steps)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
