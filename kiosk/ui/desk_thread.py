"""Desk thread: runs the desk's calls, so that the window never waits for a disk."""

import logging
import queue
from collections.abc import Sequence
from enum import Enum
from typing import Final, get_args

from PySide6.QtCore import QObject, QThread, Signal

from kiosk.errors import KioskError
from kiosk.reception import Desk
from kiosk.ui.desk_calls import Answer, DeskCall, DeskFailed, Overtaken, ask

log = logging.getLogger(__name__)


class _End(Enum):
    END = "end"


_END: Final = _End.END
_OVERTAKEN = get_args(Overtaken)


class DeskThread(QThread):
    """Asks the desk one call after the other, and tells each answer as a signal.

    Of several searches of one kind that wait, only the last is asked: the
    letters before it were typed over. So are ticks: the last says all.
    """

    answered = Signal(object)
    """One of `desk_calls.Answer`."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("desk")
        self._desk = desk
        self._calls: queue.SimpleQueue[DeskCall | _End] = queue.SimpleQueue()

    def put(self, call: DeskCall) -> None:
        """Take a call, from any thread; returns at once."""
        self._calls.put(call)

    def finish(self) -> None:
        """Answer what was asked before, and end."""
        self._calls.put(_END)
        self.wait()

    def run(self) -> None:
        """Run the thread: Qt calls this."""
        while True:
            waiting = self._take_waiting()
            for call in drop_overtaken([one for one in waiting if one is not _END]):
                self.answered.emit(self._ask(call))
            if _END in waiting:
                return

    def _take_waiting(self) -> list[DeskCall | _End]:
        waiting = [self._calls.get()]
        while not self._calls.empty():
            waiting.append(self._calls.get())
        return waiting

    def _ask(self, call: DeskCall) -> Answer:
        try:
            return ask(self._desk, call)
        except KioskError as error:
            log.warning("desk failed: %s", error)
            return DeskFailed(sentence=str(error))


def drop_overtaken(calls: Sequence[DeskCall]) -> list[DeskCall]:
    """Return `calls` without those that a later one of their kind overtakes."""
    last = {type(call): index for index, call in enumerate(calls)}
    return [
        call
        for index, call in enumerate(calls)
        if not isinstance(call, _OVERTAKEN) or last[type(call)] == index
    ]
