"""Replay: a reader that plays a file of payloads, one a line."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from kiosk.payload import Payload
from kiosk.scanner.framing import Framer
from kiosk.scanner.reader import Gate, ReaderReport, ReaderState

CHUNK_BYTES = 4096


class ReplayReader:
    """Plays `path` once, in order, with `pause_s` between payloads.

    Lines are framed as a serial reader's are: AIM prefixes, vCards and
    over-long lines come out the same.
    """

    def __init__(self, path: Path, *, gate: Gate, pause_s: float = 0.0) -> None:
        self._path = path
        self._gate = gate
        self._pause_s = pause_s

    @property
    def name(self) -> str:
        """Return `replay:` and the file's name."""
        return f"replay:{self._path.name}"

    def run(
        self,
        emit: Callable[[Payload], None],
        report: Callable[[ReaderReport], None],
        stop: threading.Event,
    ) -> None:
        """Play the file and return at its end, or when `stop` is set."""
        try:
            with self._path.open("rb") as file:
                report(ReaderReport(reader=self.name, state=ReaderState.READING))
                self._play(file, emit, stop)
            detail = "The file is at its end."
        except OSError as error:
            detail = f"{error}. Name a file that can be read."
        report(ReaderReport(reader=self.name, state=ReaderState.MISSING, detail=detail))

    def _play(
        self, file: BinaryIO, emit: Callable[[Payload], None], stop: threading.Event
    ) -> None:
        framer = Framer()
        while not stop.is_set():
            chunk = file.read(CHUNK_BYTES)
            # The last line may have no line end.
            for frame in framer.feed(chunk or b"\n", time.monotonic_ns()):
                played = replace(frame, ended_ns=time.monotonic_ns())
                emit(played.payload(self.name, self._gate))
                if stop.wait(self._pause_s):
                    return
            if not chunk:
                return
