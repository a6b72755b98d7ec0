"""Crash log: where a bug happened, in a small file; never what it was about.

Stacks name files, lines and functions. The message of an exception is left
out, as are values: either may hold what a code said of a person.
"""

import faulthandler
import io
import os
import re
import sys
import threading
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from kiosk.version import VERSION

MOST_BYTES = 64 * 1024
"""Some twenty crashes; what is older is cut away at the next start."""
KEPT_BYTES = MOST_BYTES // 2
MOST_WORDS = 300
_MOST_QT = 50
"""Messages of Qt in one run: one that comes with each picture would fill the file."""


class CrashLog:
    """The file at `path` while entered: stacks of every thread at a fatal signal too."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._qt_left = _MOST_QT

    def __enter__(self) -> Self:
        self._file = _open(self._path)
        faulthandler.enable(self._file, all_threads=True)
        self._before = qInstallMessageHandler(self._on_qt_message)
        return self

    def __exit__(self, *_: object) -> None:
        qInstallMessageHandler(self._before)
        faulthandler.disable()
        self._file.close()

    def write(self, error: BaseException | None, trace: TracebackType | None) -> None:
        """Write where `error` came from, and those that it followed from."""
        kinds = " from ".join(type(one).__name__ for one in _list_causes(error))
        stack = "".join(traceback.format_list(_strip(trace)))
        self._write(f"{kinds or 'unknown'}\n{stack}")

    def _on_qt_message(
        self, kind: QtMsgType, context: QMessageLogContext, words: str
    ) -> None:
        """Write what Qt is unhappy with, and to stderr as Qt itself does."""
        if kind == QtMsgType.QtDebugMsg:
            return
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{words}\n")
        if kind == QtMsgType.QtInfoMsg or not self._qt_left:
            return
        self._qt_left -= 1
        words = re.sub(r"\d{4,}", "…", words[:MOST_WORDS])
        self._write(f"Qt {kind.name} {context.category}: {words}\n")

    def _write(self, text: str) -> None:
        head = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} kiosk {VERSION} "
        data = (head + text).encode(errors="replace")
        # A fault of the log is none of the gate's.
        with self._lock, suppress(OSError, ValueError):
            if os.fstat(self._file.fileno()).st_size + len(data) <= MOST_BYTES:
                self._file.write(data)


def _open(path: Path) -> io.FileIO:
    """Open the log for its end; a disk that takes nothing leaves it without one."""
    with suppress(OSError):
        if path.exists() and path.stat().st_size > KEPT_BYTES:
            path.write_bytes(path.read_bytes()[-KEPT_BYTES:])
        return path.open("ab", buffering=0)
    return Path(os.devnull).open("ab", buffering=0)


def _list_causes(error: BaseException | None) -> list[BaseException]:
    causes: list[BaseException] = []
    while error is not None and error not in causes:
        causes.append(error)
        error = error.__cause__ or error.__context__
    return causes


def _strip(trace: TracebackType | None) -> list[traceback.FrameSummary]:
    """Return the stack without its source lines."""
    return [
        traceback.FrameSummary(frame.filename, frame.lineno, frame.name, line="")
        for frame in traceback.extract_tb(trace, limit=-40)
    ]
