"""What MXNet's operators for boxes make of random cases, which the crate's tests build from the same numbers."""

import mxnet as mx
import numpy as np

CASES = 1000
PRIORS = 40
CLASSES = 3
VARIANCES = (0.1, 0.1, 0.2, 0.2)


def boxes(numbers, count):
    """Rectangles from four numbers in 0..1 each: left and top, then sides of 0.05 to 0.45."""
    numbers = numbers[: 4 * count].reshape(count, 4)
    corner = numbers[:, :2] * np.float32(0.7) - np.float32(0.05)
    side = numbers[:, 2:] * np.float32(0.4) + np.float32(0.05)
    return np.concatenate([corner, corner + side], axis=1)


def case(numbers, number):
    """Priors, objects, what the network says of the classes of each prior, and of its place."""
    values = numbers(number + 1, 4 * PRIORS + 20 + PRIORS * (CLASSES + 1) + 4 * PRIORS + 5)
    priors, values = boxes(values, PRIORS), values[4 * PRIORS :]
    objects, values = boxes(values, number % 6 if number % 6 < 5 else 2), values[20:]
    scores, values = values[: PRIORS * (CLASSES + 1)].reshape(PRIORS, CLASSES + 1) * np.float32(6), values[PRIORS * (CLASSES + 1) :]
    places, values = (values[: 4 * PRIORS].reshape(PRIORS, 4) - np.float32(0.5)) * np.float32(4), values[4 * PRIORS :]
    classes = np.floor(values[: len(objects)] * CLASSES)
    return priors, objects, classes, scores, places


def target(priors, objects, classes, scores):
    label = np.full((1, 6, 5), -1, "float32")
    label[0, : len(objects), 0] = classes
    label[0, : len(objects), 1:] = objects
    place, mask, found = mx.nd.contrib.MultiBoxTarget(
        mx.nd.array(priors[None]), mx.nd.array(label), mx.nd.array(scores.T[None]), overlap_threshold=0.5, ignore_label=-1,
        negative_mining_ratio=3, negative_mining_thresh=0.5, minimum_negative_samples=0, variances=VARIANCES)
    return found.asnumpy()[0].astype(int).tolist(), float((place * mask).asnumpy().astype("float64").sum())


def detections(priors, scores, places):
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities = (shifted / shifted.sum(axis=1, keepdims=True)).astype("float32")
    rows = mx.nd.contrib.MultiBoxDetection(
        mx.nd.array(probabilities.T[None]), mx.nd.array(places.reshape(1, -1)), mx.nd.array(priors[None]), nms_threshold=0.45,
        force_suppress=False, nms_topk=400, variances=VARIANCES).asnumpy()[0]
    rows = rows[rows[:, 0] >= 0]
    return [[int(row[0]), *(round(float(value), 5) for value in row[1:])] for row in rows[:3]], len(rows)


def expected(numbers):
    cases = []
    for number in range(CASES):
        priors, objects, classes, scores, places = case(numbers, number)
        found, total = target(priors, objects, classes, scores)
        first, count = detections(priors, scores, places)
        cases.append({"targets": "".join("i" if each < 0 else str(each) for each in found), "places": total, "first": first, "count": count})
    return cases
