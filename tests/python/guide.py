"""Runs the guide's own program with a SageMaker Python SDK, on an engine of its own, while other tests run."""

import os
import pathlib
import subprocess
import sys

import stripes
from programs import Program, clean_environment, exported

PROGRAM = pathlib.Path(__file__).parent / "guide" / "incremental_training.py"
ROLE = "arn:aws:iam::000000000000:role/service-role/Guide"
# The SDK asks for log lines every ten seconds and for the status every thirty: two jobs take a minute and a half.
PATIENCE_SECONDS = 600


class GuideRun:
    """The program of the guide, running; `python` is an interpreter whose environment has the SDK."""

    def __init__(self, folder, python, **variables):
        folder.mkdir()
        self.engine = Program(["engine", "--listen", "127.0.0.1:0", "--data", str(folder / "data")])
        self.engine.announced("Baton engine")
        self.environment = exported(folder / "data")
        # The guide's hyperparameters ask for batches of 128.
        (folder / "train.rec").write_bytes(stripes.record_io(128, seed=4))
        (folder / "validation.rec").write_bytes(stripes.record_io(32, seed=5))
        data = {"GUIDE_TRAIN": str(folder / "train.rec"), "GUIDE_VALIDATION": str(folder / "validation.rec")}
        # `aws` is the CLI of the tests' own environment.
        path = {"PATH": f"{pathlib.Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder)}
        self.python = python
        self.output = folder / "output"
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [python, str(PROGRAM)],
                cwd=folder,
                env=clean_environment() | self.environment | data | path | {"GUIDE_ROLE": ROLE} | variables,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def finished(self):
        """Waits for the program and gives what it printed."""
        code = self.process.wait(timeout=PATIENCE_SECONDS)
        printed = self.output.read_text()
        assert code == 0, printed[-4000:]
        return printed

    def version(self):
        """The version of the SDK that ran."""
        question = "import importlib.metadata; print(importlib.metadata.version('sagemaker'))"
        return subprocess.run([self.python, "-c", question], capture_output=True, text=True, check=True).stdout.strip()

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.engine.__exit__(None, None, None)
