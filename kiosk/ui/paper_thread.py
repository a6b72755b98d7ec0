"""Paper thread: prints beside the desk, so that a slow printer stops nobody."""

import queue
from enum import Enum
from typing import Final

from PySide6.QtCore import QObject, QThread, Signal

from kiosk.ui.paper_calls import Paper, PaperCall


class _End(Enum):
    END = "end"


_END: Final = _End.END


class PaperThread(QThread):
    """Prints one after the other, and tells what came of each as a signal."""

    came = Signal(object)
    """One of `paper_calls.PaperAnswer`."""

    def __init__(self, paper: Paper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paper")
        self._paper = paper
        self._calls: queue.SimpleQueue[PaperCall | _End] = queue.SimpleQueue()

    def put(self, call: PaperCall) -> None:
        """Take a call, from any thread; returns at once."""
        self._calls.put(call)

    def finish(self) -> None:
        """Print what was asked for before, and end."""
        self._calls.put(_END)
        self.wait()

    def run(self) -> None:
        """Run the thread: Qt calls this."""
        while (call := self._calls.get()) is not _END:
            self.came.emit(self._paper.print_out(call))
