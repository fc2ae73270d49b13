#!/usr/bin/env python3
"""A training algorithm of one's own, with nothing but Python: softmax regression on rows `class,feature,feature,…`.

It keeps the contract of a SageMaker training container, so the same file runs as a program of Baton's engine and, copied into
an image, at Amazon: it is started with the argument `train` and finds everything below /opt/ml.

Channels: train (needed), validation. Hyperparameters: num_classes (needed), epochs, learning_rate.
"""

import json
import math
import os
import pathlib
import signal
import sys
import traceback

ML = pathlib.Path(os.environ.get("SAGEMAKER_BASE_DIR", "/opt/ml"))
CHECKPOINT = ML / "checkpoints" / "state.json"


class Stopped(Exception):
    """SIGTERM came: there are two minutes left to save what there is."""


class InputError(Exception):
    """The job's configuration or data is wrong, and whoever created the job can change it."""


def main():
    signal.signal(signal.SIGTERM, stop)
    settings = configuration("hyperparameters.json")
    channels = configuration("inputdataconfig.json")
    try:
        classes, epochs = int(settings["num_classes"]), int(settings.get("epochs", "5"))
        rate = float(settings.get("learning_rate", "0.1"))
    except (KeyError, ValueError) as error:
        raise InputError(f"num_classes, epochs and learning_rate must be numbers: {error}") from error
    if "train" not in channels:
        raise InputError("the channel train is missing")
    state = resume() or {"epoch": 0, "weights": None}
    try:
        while state["epoch"] < epochs:
            state = train_epoch(state, channels, classes, rate)
            save(CHECKPOINT, state)
    except Stopped:
        print("stopped: storing what was learned so far", flush=True)
    if state["weights"]:
        save(ML / "model" / "weights.json", {"num_classes": classes, "weights": state["weights"]})
        save(ML / "output" / "data" / "summary.json", {"epochs": state["epoch"]})


def train_epoch(before, channels, classes, rate):
    """One pass over the data. Gives a new state, so that an interrupted pass leaves the old one whole."""
    epoch = before["epoch"]
    weights = [list(row) for row in before["weights"]] if before["weights"] else None
    rows = correct = 0
    for label, features in records("train", channels, epoch):
        if not 0 <= label < classes:
            raise InputError(f"the class {label} is not below num_classes {classes}")
        weights = weights or [[0.0] * len(features) for _ in range(classes)]
        chances = predict(weights, features)
        correct += chances.index(max(chances)) == label
        rows += 1
        for row, chance, number in zip(weights, chances, range(classes)):
            step = rate * ((number == label) - chance)
            for place, value in enumerate(features):
                row[place] += step * value
    if not rows:
        raise InputError("the channel train holds no rows")
    print(f"epoch={epoch + 1}; train_accuracy={correct / rows:.6f};", flush=True)
    if "validation" in channels:
        hits = [max(chances := predict(weights, features)) == chances[label] for label, features in
                records("validation", channels, epoch)]
        print(f"epoch={epoch + 1}; validation_accuracy={sum(hits) / max(1, len(hits)):.6f};", flush=True)
    return {"epoch": epoch + 1, "weights": weights}


def predict(weights, features):
    scores = [sum(weight * value for weight, value in zip(row, features)) for row in weights]
    powers = [math.exp(score - max(scores)) for score in scores]
    return [power / sum(powers) for power in powers]


def records(channel, channels, epoch):
    """The rows of a channel: from its files, or in Pipe mode from the pipe of this epoch."""
    folder = ML / "input" / "data"
    if channels[channel].get("TrainingInputMode") == "Pipe":
        paths = [folder / f"{channel}_{epoch}"]
    else:
        paths = sorted(path for path in (folder / channel).rglob("*") if path.is_file())
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for line in filter(str.strip, lines):
                try:
                    label, *features = line.split(",")
                    yield int(label), [1.0, *map(float, features)]
                except ValueError as error:
                    raise InputError(f"{path.name}: {line.strip()[:80]!r} is no row of numbers: {error}") from error


def configuration(name):
    return json.loads((ML / "input" / "config" / name).read_text())


def resume():
    """What an attempt before this one has stored; the engine brings it back with CheckpointConfig."""
    if not CHECKPOINT.exists():
        return None
    state = json.loads(CHECKPOINT.read_text())
    print(f"resuming after epoch {state['epoch']}", flush=True)
    return state


def save(path, document):
    """Writes a file that is whole or absent, whatever happens meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(document))
    partial.replace(path)


def stop(*_):
    raise Stopped


if __name__ == "__main__":
    if sys.argv[1:] != ["train"]:
        sys.exit("usage: train.py train")
    try:
        main()
    except InputError as error:
        (ML / "output" / "failure").write_text(f"ClientError: {error}")
        sys.exit(2)
    except Exception:
        (ML / "output" / "failure").write_text(f"AlgorithmError: {traceback.format_exc()}"[:1024])
        raise
