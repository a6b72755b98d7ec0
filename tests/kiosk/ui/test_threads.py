"""Threads: events reach the GUI thread, in order, and the newest health only."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.errors import KioskError, StorageError
from kiosk.health import Health, InOrder
from kiosk.payload import Payload
from kiosk.presentation import Decided, Repeated
from kiosk.scanner.reader import ReaderReport, ReaderState
from kiosk.ui.threads import Event, RoadThread
from tests.ui.samples import FAULT, a_decided, a_health, a_repeat


class FakeRoad:
    """A road that says what it is told to, from a thread of its own."""

    def __init__(self, *events: Event, fault: KioskError | None = None) -> None:
        self._events = events
        self._fault = fault
        self.stopped = self.followed = False

    def start(
        self,
        on_event: Callable[[Event], None],
        on_payload: Callable[[Payload], None] | None = None,
    ) -> None:
        del on_payload
        if self._fault is not None:
            raise self._fault
        speaker = threading.Thread(target=self._speak, args=(on_event,), name="road")
        speaker.start()
        speaker.join()

    def follow(self) -> None:
        self.followed = True

    def submit(self, payload: Payload) -> None:
        del payload

    def stop(self) -> None:
        self.stopped = True

    def _speak(self, on_event: Callable[[Event], None]) -> None:
        for event in self._events:
            on_event(event)


class Listener(QObject):
    """Notes what arrives, and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: set[QThread] = set()

    @Slot(object)
    def on_event(self, event: object) -> None:
        self.heard.append(event)
        self.threads.add(QThread.currentThread())


@pytest.fixture
def listener(qapp: QApplication) -> Listener:
    del qapp
    return Listener()


def hear(qtbot: QtBot, listener: Listener, road: FakeRoad, last: object) -> None:
    thread = RoadThread(road)
    for signal in (
        thread.presented,
        thread.health_changed,
        thread.reader_reported,
        thread.broken,
        thread.mended,
        thread.failed,
    ):
        signal.connect(listener.on_event)
    thread.start()
    qtbot.waitUntil(lambda: listener.heard[-1:] == [last], timeout=10_000)
    thread.finish()


def test_events_arrive_in_order_in_the_gui_thread(
    qtbot: QtBot, listener: Listener
) -> None:
    report = ReaderReport(reader="serial:a", state=ReaderState.MISSING)
    events: list[Decided | Repeated | ReaderReport] = [a_decided(), report, a_repeat()]
    hear(qtbot, listener, FakeRoad(*events, FAULT, InOrder()), InOrder())
    assert listener.heard == [*events, FAULT, InOrder()]
    assert listener.threads == {QThread.currentThread()}


def test_of_many_healths_few_are_passed_on_and_the_newest_last(
    qtbot: QtBot, listener: Listener
) -> None:
    healths: list[Health] = [a_health(pending=left) for left in range(1000, -1, -1)]
    hear(qtbot, listener, FakeRoad(*healths), healths[-1])
    assert len(listener.heard) < 10


def test_the_road_is_stopped(qtbot: QtBot, listener: Listener) -> None:
    road = FakeRoad(FAULT)
    hear(qtbot, listener, road, FAULT)
    assert road.stopped


def test_a_road_that_does_not_start_says_why(qtbot: QtBot, listener: Listener) -> None:
    fault = StorageError("The disk is full. Free some space.")
    hear(qtbot, listener, FakeRoad(fault=fault), fault)
    assert listener.heard == [fault]
