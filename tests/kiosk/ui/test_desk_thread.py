"""Desk thread: answers reach the GUI thread in order; a slow desk stops nobody."""

import threading
from collections.abc import Sequence

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.reception import Visit
from kiosk.ui.desk_calls import (
    BadgesCall,
    DeskCall,
    DeskFailed,
    HostsCall,
    Inside,
    InsideCall,
)
from kiosk.ui.desk_thread import DeskThread, drop_overtaken
from tests.guards import LogWatch
from tests.ui.fake_desk import FULL, FakeDesk
from tests.ui.visitors import an_instant


class Listener(QObject):
    """Notes what is answered, and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: set[QThread] = set()

    @Slot(object)
    def on_answered(self, answer: object) -> None:
        self.heard.append(answer)
        self.threads.add(QThread.currentThread())


class SlowDesk(FakeDesk):
    """Counts nobody until it is let go."""

    def __init__(self) -> None:
        super().__init__(an_instant)
        self.gate = threading.Event()
        self.searches: list[str] = []

    def find_inside(self, search: str, *, limit: int) -> Sequence[Visit]:
        self.searches.append(search)
        self.gate.wait(10)
        return super().find_inside(search, limit=limit)


@pytest.fixture
def listener(qapp: QApplication) -> Listener:
    del qapp
    return Listener()


def run(desk: FakeDesk, listener: Listener) -> DeskThread:
    thread = DeskThread(desk)
    thread.answered.connect(listener.on_answered)
    thread.start()
    return thread


def an_inside(search: str) -> Inside:
    return Inside(search=search, visits=(), count=0)


def test_answers_come_to_the_gui_thread(qtbot: QtBot, listener: Listener) -> None:
    thread = run(FakeDesk(an_instant), listener)
    thread.put(InsideCall(search=""))
    qtbot.waitUntil(lambda: listener.heard == [an_inside("")], timeout=10_000)
    thread.finish()
    assert listener.threads == {QThread.currentThread()}


def test_letters_that_were_typed_over_are_not_searched(
    qtbot: QtBot, listener: Listener
) -> None:
    desk = SlowDesk()
    thread = run(desk, listener)
    thread.put(InsideCall(search="n"))
    qtbot.waitUntil(lambda: desk.searches == ["n"], timeout=10_000)
    for search in ("ng", "ngu", "nguy"):
        thread.put(InsideCall(search=search))
    desk.gate.set()
    thread.finish()
    assert desk.searches == ["n", "nguy"]


def test_a_desk_that_fails_says_so_and_goes_on(
    qtbot: QtBot, listener: Listener, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.ui.desk_thread", "desk failed")
    desk = FakeDesk(an_instant)
    desk.is_broken = True
    thread = run(desk, listener)
    thread.put(InsideCall(search=""))
    qtbot.waitUntil(lambda: listener.heard == [DeskFailed(sentence=FULL)])
    desk.is_broken = False
    thread.put(InsideCall(search=""))
    qtbot.waitUntil(lambda: listener.heard[-1] == an_inside(""))
    thread.finish()


def test_only_searches_overtake_each_other() -> None:
    calls: list[DeskCall] = [
        HostsCall(search="a"),
        BadgesCall(),
        InsideCall(search="a"),
        HostsCall(search="b"),
        BadgesCall(),
    ]
    assert drop_overtaken(calls) == calls[1:]
