"""Threads: how what happens on the road reaches the window.

The road calls from any thread; `RoadThread` passes each event on as a signal
that Qt queues to the GUI thread. Slots are methods of QObjects there.
"""

import queue
import time
from collections.abc import Callable
from enum import Enum
from typing import Final, Protocol, assert_never

from PySide6.QtCore import QObject, QThread, Signal, Slot

from kiosk.errors import KioskError
from kiosk.health import Health, InOrder, OutOfOrder
from kiosk.payload import Payload
from kiosk.presentation import Decided, Repeated
from kiosk.scanner.reader import ReaderReport
from kiosk.ui import theme

Event = Decided | Repeated | Health | ReaderReport | OutOfOrder | InOrder


class Road(Protocol):
    """The way of a payload to a durable decision, as the window sees it."""

    def start(
        self,
        on_event: Callable[[Event], None],
        on_payload: Callable[[Payload], None] | None = None,
    ) -> None:
        """Start readers and writers; both may be called from any thread.

        Where `on_payload` is given, it gets what the readers read.
        """

    def follow(self) -> None:
        """Start what no code waits for."""

    def submit(self, payload: Payload) -> None:
        """Take a payload that the window read itself; returns at once."""

    def stop(self) -> None:
        """End all that `start` started; returns when it has ended."""


class _End(Enum):
    END = "end"


_END: Final = _End.END


class RoadThread(QThread):
    """Starts the road and hands its events to the GUI thread, in order.

    Only the newest `Health` of each moment is passed on: a draining outbox
    reports faster than a screen is painted.
    """

    road_started = Signal()
    presented = Signal(object)
    """Decided or Repeated."""
    health_changed = Signal(object)
    reader_reported = Signal(object)
    broken = Signal(object)
    mended = Signal(object)
    failed = Signal(object)
    """The KioskError for which the road did not start."""

    def __init__(
        self,
        road: Road,
        parent: QObject | None = None,
        *,
        on_payload: Callable[[Payload], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("road")
        self._road = road
        self._on_payload = on_payload
        self._events: queue.SimpleQueue[Event | _End] = queue.SimpleQueue()
        self._health: Health | None = None
        self._health_due_s = 0.0

    def put(self, event: Event) -> None:
        """Take an event, from any thread."""
        self._events.put(event)

    def finish(self) -> None:
        """Stop the road and end; what it says from now on is not shown."""
        self._events.put(_END)
        self.wait()

    @Slot()
    def on_ready(self) -> None:
        """Let the rest of the road start, now that the window can be seen and codes are read."""
        self._road.follow()

    def run(self) -> None:
        """Run the thread: Qt calls this."""
        try:
            self._road.start(self.put, self._on_payload)
        except KioskError as error:
            self.failed.emit(error)
            return
        self.road_started.emit()
        self._pass_on()
        self._road.stop()

    def _pass_on(self) -> None:
        while True:
            try:
                event = self._events.get(timeout=self._find_wait_s())
            except queue.Empty:
                self._emit_health()
                continue
            if event is _END:
                return
            self._emit(event)

    def _emit(self, event: Event) -> None:
        match event:
            case Decided() | Repeated():
                self.presented.emit(event)
            case Health():
                self._health = event
                if time.monotonic() >= self._health_due_s:
                    self._emit_health()
            case ReaderReport():
                self.reader_reported.emit(event)
            case OutOfOrder():
                self.broken.emit(event)
            case InOrder():
                self.mended.emit(event)
            case _:
                assert_never(event)

    def _emit_health(self) -> None:
        if self._health is not None:
            self.health_changed.emit(self._health)
        self._health = None
        self._health_due_s = time.monotonic() + theme.HEALTH_STEP_S

    def _find_wait_s(self) -> float | None:
        if self._health is None:
            return None
        return max(0.0, self._health_due_s - time.monotonic())
