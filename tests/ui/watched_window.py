"""Watched window: the wedge's window as a process, and what it tells."""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 20.0

Told = dict[str, Any]
"""A line of JSON."""


class Window:
    """The window's process, and what it has told."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._told: queue.Queue[Told] = queue.Queue()

    def listen(self) -> None:
        """Take in what the process tells, to its end."""
        for line in self._process.stdout or ():
            self._told.put(json.loads(line))

    def take(self) -> Told:
        """Return what was told next."""
        return self._told.get(timeout=PATIENCE_S)

    def next(self, key: str) -> Told:
        """Return the next that was told, which must have `key`."""
        told = self.take()
        assert key in told, told
        return told

    def wait_for_field(self, text: str) -> None:
        """Wait until the field holds `text`."""
        while self.next("field")["field"] != text:
            pass

    def is_silent(self) -> bool:
        """Tell whether nothing more was told."""
        return self._told.empty()


@contextmanager
def a_window(
    server: str, *options: str, environment: Mapping[str, str] | None = None
) -> Iterator[Window]:
    """Show the window on `server` until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.wedge_window", *options],
        cwd=ROOT,
        env={
            **os.environ,
            **(environment or {}),
            "DISPLAY": server,
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": str(ROOT),
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    window = Window(process)
    listener = threading.Thread(target=window.listen, name="window listener")
    listener.start()
    try:
        window.next("ready")
        yield window
    finally:
        process.terminate()
        process.wait(PATIENCE_S)
        listener.join(PATIENCE_S)
        if process.stdout is not None:
            process.stdout.close()
