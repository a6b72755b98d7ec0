"""Staff thread: asks the counter, so that the window never waits for a disk."""

import logging
import queue
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from enum import Enum
from typing import Final, get_args

from PySide6.QtCore import QObject, QThread, Signal

from kiosk.errors import KioskError
from kiosk.ui.staff.calls import StaffAnswer, StaffCall, StaffDesk, StaffFailed, ask
from kiosk.ui.staff.log_calls import Overtaken

log = logging.getLogger(__name__)


class _End(Enum):
    END = "end"


_END: Final = _End.END
_OVERTAKEN = get_args(Overtaken)


class StaffThread(QThread):
    """Asks one call after the other, and tells each answer as a signal.

    Of several searches of one kind that wait, only the last is asked: the
    letters before it were typed over, the rows before it scrolled past.
    `open_desk` is called in this thread, once something is asked.
    """

    answered = Signal(object)
    """One of `calls.StaffAnswer`."""

    def __init__(
        self,
        open_desk: Callable[[], AbstractContextManager[StaffDesk]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("staff")
        self._open_desk = open_desk
        self._desk: StaffDesk | None = None
        self._calls: queue.SimpleQueue[StaffCall | _End] = queue.SimpleQueue()

    def put(self, call: StaffCall) -> None:
        """Take a call, from any thread; returns at once."""
        self._calls.put(call)

    def finish(self) -> None:
        """Answer what was asked before, and end."""
        self._calls.put(_END)
        self.wait()

    def run(self) -> None:
        """Run the thread: Qt calls this."""
        with ExitStack() as opened:
            while True:
                waiting = self._take_waiting()
                for call in drop_overtaken([one for one in waiting if one is not _END]):
                    self.answered.emit(self._ask(call, opened))
                if _END in waiting:
                    return

    def _take_waiting(self) -> list[StaffCall | _End]:
        waiting = [self._calls.get()]
        while not self._calls.empty():
            waiting.append(self._calls.get())
        return waiting

    def _ask(self, call: StaffCall, opened: ExitStack) -> StaffAnswer:
        try:
            if self._desk is None:
                self._desk = opened.enter_context(self._open_desk())
            return ask(self._desk, call)
        except KioskError as error:
            log.warning("staff's call failed: %s", error)
            return StaffFailed(sentence=str(error))


def drop_overtaken(calls: Sequence[StaffCall]) -> list[StaffCall]:
    """Return `calls` without those that a later one of their kind overtakes."""
    last = {type(call): index for index, call in enumerate(calls)}
    return [
        call
        for index, call in enumerate(calls)
        if not isinstance(call, _OVERTAKEN) or last[type(call)] == index
    ]
