"""Admin thread: asks the data folder and writes to sticks, so that the window never waits."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from enum import Enum
from typing import Final

from PySide6.QtCore import QObject, QThread, Signal

from kiosk.errors import KioskError
from kiosk.export.writing import Progress
from kiosk.ui import theme
from kiosk.ui.admin_asking import ask
from kiosk.ui.admin_calls import (
    Admin,
    AdminAnswer,
    AdminCall,
    AdminFailed,
    ExportCall,
    ReadCall,
    Watching,
)

log = logging.getLogger(__name__)


class _End(Enum):
    END = "end"


_END: Final = _End.END


class AdminThread(QThread):
    """Asks one call after the other, and tells each answer as a signal.

    `open_admin` is called in this thread, once something is asked: most days
    nobody opens the admin's screens.
    """

    answered = Signal(object)
    """One of `admin_calls.AdminAnswer`."""

    def __init__(
        self, open_admin: Callable[[], Admin], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("admin")
        self._open_admin = open_admin
        self._admin: Admin | None = None
        self._calls: queue.SimpleQueue[AdminCall | _End] = queue.SimpleQueue()
        self._cancelled = threading.Event()
        self._ending = threading.Event()
        self._due_s = 0.0
        self._watching = Watching(self._note_progress, self._is_cancelled)

    def put(self, call: AdminCall) -> None:
        """Take a call, from any thread; returns at once."""
        if isinstance(call, ExportCall):
            self._cancelled.clear()
        self._calls.put(call)

    def cancel(self) -> None:
        """End the export that is under way; it is answered as cancelled."""
        self._cancelled.set()

    def finish(self) -> None:
        """End what is under way, and the thread."""
        self._ending.set()
        self._calls.put(_END)
        self.wait()

    def run(self) -> None:
        """Run the thread: Qt calls this."""
        while (call := self._calls.get()) is not _END:
            self.answered.emit(self._ask(call))

    def _ask(self, call: AdminCall) -> AdminAnswer:
        try:
            if self._admin is None:
                self._admin = self._open_admin()
            return ask(self._admin, call, self._watching)
        except (KioskError, OSError) as error:
            log.warning("admin call failed: %s", error)
            return AdminFailed(call=call, sentence=str(error))
        except Exception as error:  # a boundary: a picture may come from anywhere
            if not isinstance(call, ReadCall):
                raise
            log.exception("a picture met a bug")
            return AdminFailed(call=call, sentence=type(error).__name__)

    def _note_progress(self, progress: Progress) -> None:
        """Pass on a few of these a second: a stick is written in small pieces."""
        now_s = time.monotonic()
        if now_s >= self._due_s or progress.left_s is None:
            self._due_s = now_s + theme.HEALTH_STEP_S
            self.answered.emit(progress)

    def _is_cancelled(self) -> bool:
        return self._cancelled.is_set() or self._ending.is_set()
