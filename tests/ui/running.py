"""Running: the kiosk's window as a process of its own, and what it tells."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 30


class Running:
    """A process that tells one JSON object a line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def wait_for(self, key: str) -> object:
        """Return what was told under `key`, skipping what came before."""
        for line in self.process.stdout or ():
            told = json.loads(line)
            if key in told:
                return told[key]
        message = f"the window ended without telling {key}"
        raise AssertionError(message)

    def wait_for_end(self) -> int:
        """Return the exit code."""
        return self.process.wait(PATIENCE_S)


@contextmanager
def running(mode: str, **environment: str) -> Iterator[Running]:
    """Run the window over a fake road in `mode`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.fake_road", mode],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    # Whoever waits for a process that hangs is told that it ended.
    patience = threading.Timer(PATIENCE_S, process.kill)
    patience.start()
    try:
        yield Running(process)
    finally:
        patience.cancel()
        patience.join()
        process.kill()
        process.communicate()
