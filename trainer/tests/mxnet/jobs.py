"""Directories of the container contract, and the trainer's programs that run in them."""

import json
import os
import pathlib
import shutil
import subprocess
import tarfile

PROJECT = pathlib.Path(__file__).resolve().parents[3]
EXAMPLES = pathlib.Path(os.environ.get("TRAINER_EXAMPLES") or PROJECT / "target/debug/examples")


def job(folder, hyperparameters, **channels):
    """A directory of the container contract; channels are files."""
    (folder / "input/config").mkdir(parents=True)
    settings = {name: str(value) for name, value in hyperparameters.items()}
    (folder / "input/config/hyperparameters.json").write_text(json.dumps(settings))
    kinds = {name: {"ContentType": "application/x-sagemaker-model" if name == "model" else "application/x-recordio"}
             for name in channels}
    (folder / "input/config/inputdataconfig.json").write_text(json.dumps(kinds))
    for name, path in channels.items():
        (folder / "input/data" / name).mkdir(parents=True)
        shutil.copy(path, folder / "input/data" / name / path.name)
    return folder


def run(example, folder, algorithm):
    # One seed, so that a run can be repeated.
    environment = {**os.environ, "JOB_RANDOM_SEED": "20190907"}
    command = [EXAMPLES / example, folder, algorithm]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout


def pack(folder, archive):
    with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
        for path in sorted(folder.iterdir()):
            tar.add(path, path.name)
    return archive
