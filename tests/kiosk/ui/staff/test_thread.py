"""Staff thread: opens the counter when it is first asked, and outlives its faults."""

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.logged import LogQuery
from kiosk.ui.flow import TakenBack
from kiosk.ui.staff.calls import StaffCall, StaffFailed, VoidCall
from kiosk.ui.staff.log_calls import ListCall, RowsCall
from kiosk.ui.staff.thread import StaffThread, drop_overtaken
from tests.guards import LogWatch
from tests.ui.fake_counter import FULL, FakeCounter
from tests.ui.samples import a_decided

ENTRY = a_decided().entry_id
VOID = VoidCall(entry_id=ENTRY)
VOIDED = TakenBack(entry_id=ENTRY)


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


@pytest.fixture
def listener(qapp: QApplication) -> Listener:
    del qapp
    return Listener()


def run(counter: FakeCounter, listener: Listener) -> StaffThread:
    thread = StaffThread(counter.open)
    thread.answered.connect(listener.on_answered)
    thread.start()
    return thread


def test_answers_come_to_the_gui_thread(qtbot: QtBot, listener: Listener) -> None:
    thread = run(FakeCounter(), listener)
    thread.put(VOID)
    qtbot.waitUntil(lambda: listener.heard == [VOIDED], timeout=10_000)
    thread.finish()
    assert listener.threads == {QThread.currentThread()}


def test_a_counter_nobody_asks_is_never_opened(listener: Listener) -> None:
    counter = FakeCounter()
    run(counter, listener).finish()
    assert (counter.opened, counter.closed) == (0, 0)


def test_what_was_asked_is_done_before_the_end(listener: Listener) -> None:
    counter = FakeCounter()
    thread = run(counter, listener)
    for _ in range(3):
        thread.put(VOID)
    thread.finish()
    assert (len(counter.acts), counter.opened, counter.closed) == (3, 1, 1)


def test_a_disk_that_fails_is_told_and_asked_again(
    qtbot: QtBot, listener: Listener, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.ui.staff.thread", "staff's call failed")
    counter = FakeCounter()
    counter.is_broken = True
    thread = run(counter, listener)
    thread.put(VOID)
    qtbot.waitUntil(lambda: listener.heard == [StaffFailed(sentence=FULL)])
    counter.is_broken = False
    thread.put(VOID)
    thread.finish()
    qtbot.waitUntil(lambda: listener.heard[1:] == [VOIDED])


def test_only_searches_and_rows_overtake_each_other() -> None:
    calls: list[StaffCall] = [
        ListCall(query=LogQuery(day=None, search="a")),
        VOID,
        RowsCall(positions=(1,)),
        ListCall(query=LogQuery(day=None, search="an")),
        VOID,
        RowsCall(positions=(2,)),
    ]
    assert drop_overtaken(calls) == [VOID, *calls[3:]]
