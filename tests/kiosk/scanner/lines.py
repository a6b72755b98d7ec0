"""Lines: a pseudo-terminal as a reader's port, and what a reader gave."""

import os
import pty
import queue
import threading
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.payload import Payload
from kiosk.scanner.reader import Reader, ReaderReport, ReaderState

PATIENCE_S = 10.0


class Port:
    """A port at a path that stays the same when the device is another one."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "reader"
        self._master = -1

    def __del__(self) -> None:
        """Leave no open file behind."""
        if self._master >= 0:
            os.close(self._master)

    def plug(self) -> None:
        """Put a new device behind the path."""
        self._master, device = pty.openpty()
        tty.setraw(device)
        self.path.symlink_to(os.ttyname(device))
        os.close(device)

    def unplug(self) -> None:
        """Take the device away, as pulling the plug does."""
        os.close(self._master)
        self._master = -1
        self.path.unlink()

    def send(self, sent: bytes, chunk_bytes: int = 4096) -> None:
        """Send as a reader does, `chunk_bytes` at a time."""
        for start in range(0, len(sent), chunk_bytes):
            rest = sent[start : start + chunk_bytes]
            while rest:
                rest = rest[os.write(self._master, rest) :]


class Heard:
    """What a reader emitted and reported, to be waited for."""

    def __init__(self) -> None:
        self.payloads: queue.Queue[Payload] = queue.Queue()
        self.reports: queue.Queue[ReaderReport] = queue.Queue()

    def take(self, count: int) -> list[bytes]:
        """Return the next `count` payloads' bytes."""
        return [self.payloads.get(timeout=PATIENCE_S).data for _ in range(count)]

    def until(self, state: ReaderState) -> tuple[ReaderReport, float]:
        """Return the next report, which must be `state`, and seconds waited."""
        started = time.monotonic()
        report = self.reports.get(timeout=PATIENCE_S)
        assert report.state == state
        return report, time.monotonic() - started


@contextmanager
def running(reader: Reader) -> Iterator[Heard]:
    """Run `reader` in a thread of its own."""
    heard, stop = Heard(), threading.Event()
    thread = threading.Thread(
        target=reader.run,
        args=(heard.payloads.put, heard.reports.put, stop),
        name="reader",
    )
    thread.start()
    try:
        yield heard
    finally:
        stop.set()
        thread.join(PATIENCE_S)
        assert not thread.is_alive()
