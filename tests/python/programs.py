"""Starts the programs under test and stops them again."""

import os
import pathlib
import queue
import shlex
import subprocess
import threading

PROJECT = pathlib.Path(__file__).resolve().parents[2]
EXECUTABLE = os.environ.get("BATON_EXECUTABLE") or str(
    pathlib.Path(os.environ.get("CARGO_TARGET_DIR", PROJECT / "target")) / "debug" / "baton"
)
START_SECONDS = 60


class Program:
    """A running process whose lines can be waited for; used with `with`, which ends it."""

    def __init__(self, arguments, environment=None, executable=EXECUTABLE):
        self.lines = []
        self._arrived = queue.Queue()
        self.process = subprocess.Popen(
            [executable, *arguments],
            # Two thousand scenes take a second of each engine that starts: tests that need them ask for them.
            env=clean_environment() | {"BATON_SAMPLES": "digits"} | (environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            self._arrived.put(line.rstrip())
        self._arrived.put(None)

    def announced(self, name):
        """Waits for the line `NAME: http://ADDRESS` and gives the address."""
        return self.line_with(f"{name}: http").split(": ", 1)[1].strip()

    def line_with(self, text):
        """Waits for a line that holds the text and gives it."""
        while True:
            line = self._arrived.get(timeout=START_SECONDS)
            if line is None:
                raise RuntimeError("the program ended:\n" + "\n".join(self.lines))
            if text in line:
                return line

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


def clean_environment():
    """The environment without anything that points at an account or configures the program."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "BATON_"))}


def exported(data):
    """The variables that `baton env` prints, read as a shell would."""
    printed = subprocess.run(
        [EXECUTABLE, "env", "--data", str(data)], env=clean_environment(), capture_output=True, text=True, check=True
    ).stdout
    variables = {}
    for line in printed.splitlines():
        words = shlex.split(line, comments=True)
        if not words:
            continue
        export, assignment = words
        assert export == "export", line
        name, value = assignment.split("=", 1)
        variables[name] = value
    return variables
