"""Residual networks with pre-activation, as MXNet's image classification example defines them."""

import mxnet as mx

EPSILON = 2e-5
MOMENTUM = 0.9


def normalize(data, name, fix_gamma=False):
    return mx.sym.BatchNorm(data, fix_gamma=fix_gamma, eps=EPSILON, momentum=MOMENTUM, name=name)


def convolve(data, filters, kernel, stride, pad, name):
    return mx.sym.Convolution(
        data, num_filter=filters, kernel=(kernel, kernel), stride=(stride, stride), pad=(pad, pad), no_bias=True, name=name
    )


def unit(data, filters, stride, same_shape, name, bottleneck):
    """One residual unit; its convolutions read normalised, rectified input."""
    if bottleneck:
        steps = [(filters // 4, 1, 1, 0), (filters // 4, 3, stride, 1), (filters, 1, 1, 0)]
    else:
        steps = [(filters, 3, stride, 1), (filters, 3, 1, 1)]
    body, first = data, None
    for number, (count, kernel, step, pad) in enumerate(steps, start=1):
        body = normalize(body, f"{name}_bn{number}")
        body = mx.sym.Activation(body, act_type="relu", name=f"{name}_relu{number}")
        first = body if first is None else first
        body = convolve(body, count, kernel, step, pad, f"{name}_conv{number}")
    shortcut = data if same_shape else convolve(first, filters, 1, stride, 0, f"{name}_sc")
    return body + shortcut


DEPTHS = {
    20: [3] * 3, 32: [5] * 3, 44: [7] * 3, 56: [9] * 3, 110: [18] * 3,
    18: [2, 2, 2, 2], 34: [3, 4, 6, 3], 50: [3, 4, 6, 3], 101: [3, 4, 23, 3], 152: [3, 8, 36, 3], 200: [3, 24, 36, 3],
}


def residual_network(num_layers, num_classes, height):
    units = DEPTHS[num_layers]
    bottleneck = len(units) == 4 and num_layers >= 50
    if len(units) == 3:
        filters = [16, 16, 32, 64]
    else:
        filters = [64, 256, 512, 1024, 2048] if bottleneck else [64, 64, 128, 256, 512]
    body = mx.sym.identity(mx.sym.Variable("data"), name="id")
    body = normalize(body, "bn_data", fix_gamma=True)
    if height <= 32:
        body = convolve(body, filters[0], 3, 1, 1, "conv0")
    else:
        body = convolve(body, filters[0], 7, 2, 3, "conv0")
        body = normalize(body, "bn0")
        body = mx.sym.Activation(body, act_type="relu", name="relu0")
        body = mx.sym.Pooling(body, kernel=(3, 3), stride=(2, 2), pad=(1, 1), pool_type="max", name="pooling0")
    for stage, count in enumerate(units, start=1):
        for number in range(1, count + 1):
            stride = 2 if stage > 1 and number == 1 else 1
            body = unit(body, filters[stage], stride, number > 1, f"stage{stage}_unit{number}", bottleneck)
    body = normalize(body, "bn1")
    body = mx.sym.Activation(body, act_type="relu", name="relu1")
    body = mx.sym.Pooling(body, global_pool=True, kernel=(7, 7), pool_type="avg", name="pool1")
    body = mx.sym.FullyConnected(mx.sym.Flatten(body, name="flatten0"), num_hidden=num_classes, name="fc1")
    return mx.sym.SoftmaxOutput(body, name="softmax")
