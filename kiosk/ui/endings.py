"""Endings: what ends the window's process from outside or by a bug, as Qt signals."""

import contextlib
import signal
import socket
import sys
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Self

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class SignalWatch(QObject):
    """Turns SIGINT and SIGTERM into `asked_to_end` while it is entered.

    A Python handler alone would wait until Qt's loop runs Python again; the
    wake-up file descriptor rouses the loop at once. Main thread only.
    """

    asked_to_end = Signal()

    def __enter__(self) -> Self:
        self._heard, self._told = socket.socketpair()
        self._heard.setblocking(False)
        self._told.setblocking(False)
        self._fd = signal.set_wakeup_fd(self._told.fileno(), warn_on_full_buffer=False)
        self._handlers = {
            number: signal.signal(number, _leave_to_fd) for number in ENDING_SIGNALS
        }
        kind = QSocketNotifier.Type.Read
        self._notifier = QSocketNotifier(self._heard.fileno(), kind, self)
        self._notifier.activated.connect(self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        self._notifier.setEnabled(False)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._fd)
        self._heard.close()
        self._told.close()

    @Slot()
    def _on_signal(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._heard.recv(64)
        self.asked_to_end.emit()


Write = Callable[[BaseException | None, TracebackType | None], None]
"""Keeps where a bug happened; called in the thread in which it did."""


class CrashWatch(QObject):
    """Turns an uncaught exception of any thread into `crashed` while entered.

    One that Python can raise nowhere is a crash too: what ran there is over.
    """

    crashed = Signal()

    def __init__(self, write: Write | None = None) -> None:
        super().__init__()
        self._write = write

    def __enter__(self) -> Self:
        self._hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = self._on_unraisable
        return self

    def __exit__(self, *_: object) -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._hooks

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        sys.__excepthook__(kind, error, trace)
        self._tell(error, trace)

    def _on_thread_exception(self, caught: threading.ExceptHookArgs) -> None:
        threading.__excepthook__(caught)
        self._tell(caught.exc_value, caught.exc_traceback)

    def _on_unraisable(self, caught: "sys.UnraisableHookArgs") -> None:
        sys.__unraisablehook__(caught)
        self._tell(caught.exc_value, caught.exc_traceback)

    def _tell(self, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._write is not None:
            self._write(error, trace)
        self.crashed.emit()


def _leave_to_fd(number: int, frame: FrameType | None) -> None:
    """Do nothing: the wake-up file descriptor has told already."""
    del number, frame
