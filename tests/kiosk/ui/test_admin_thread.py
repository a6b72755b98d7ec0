"""Admin thread: asks in a thread of its own, tells progress, and can be cancelled."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from kiosk.errors import StorageError
from kiosk.export.fault import ExportFault
from kiosk.ui.admin_calls import (
    AdminAnswer,
    AdminFailed,
    ExportCall,
    FactsCall,
    NotExported,
    ReadCall,
    Span,
    What,
)
from kiosk.ui.admin_thread import AdminThread
from tests.guards import LogWatch
from tests.ui.admin_samples import FACTS, STICK, a_progress, an_end
from tests.ui.fake_admin import FakeAdmin

EXPORT = ExportCall(what=What.CSV, span=Span.WEEK, stick=STICK)


class Listener(QObject):
    """Notes what arrives, and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[AdminAnswer] = []
        self.threads: set[QThread] = set()

    @Slot(object)
    def on_answered(self, answer: AdminAnswer) -> None:
        self.heard.append(answer)
        self.threads.add(QThread.currentThread())


class Asked:
    """A running thread over a fake."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.admin = FakeAdmin(STICK)
        self.opened = 0
        self.listener = Listener()
        self.thread = AdminThread(self.open)
        self.thread.answered.connect(self.listener.on_answered)
        self.thread.start()

    def open(self) -> FakeAdmin:
        self.opened += 1
        return self.admin

    def wait_for(self, count: int) -> list[AdminAnswer]:
        heard = self.listener.heard
        self._qtbot.waitUntil(lambda: len(heard) >= count, timeout=10_000)
        return heard


@pytest.fixture
def asked(qtbot: QtBot) -> Iterator[Asked]:
    asked = Asked(qtbot)
    yield asked
    asked.thread.finish()


def test_nothing_is_opened_before_something_is_asked(asked: Asked) -> None:
    assert asked.opened == 0


def test_answers_come_in_the_gui_thread_from_one_of_its_own(asked: Asked) -> None:
    asked.thread.put(FactsCall())
    asked.thread.put(FactsCall())
    assert (asked.wait_for(2), asked.opened) == ([FACTS, FACTS], 1)
    assert asked.listener.threads == {QThread.currentThread()}


def test_an_export_tells_its_progress_and_its_end(asked: Asked) -> None:
    asked.thread.put(EXPORT)
    assert asked.wait_for(2) == [a_progress(), an_end()]


def test_an_export_can_be_cancelled_and_the_next_one_is_not(asked: Asked) -> None:
    asked.admin.waits_for_cancel = True
    asked.thread.put(EXPORT)
    asked.wait_for(1)
    asked.thread.cancel()
    assert asked.wait_for(2)[-1] == NotExported(fault=ExportFault.CANCELLED)
    asked.admin.waits_for_cancel = False
    asked.thread.put(EXPORT)
    assert asked.wait_for(3)[-1] == an_end()


def test_the_end_of_the_window_ends_an_export(asked: Asked) -> None:
    asked.admin.waits_for_cancel = True
    asked.thread.put(EXPORT)
    asked.wait_for(1)
    asked.thread.finish()
    assert asked.wait_for(2)[-1] == NotExported(fault=ExportFault.CANCELLED)


def test_a_disk_that_fails_is_an_answer(asked: Asked, log_watch: LogWatch) -> None:
    log_watch.expect("kiosk.ui.admin_thread", "admin call failed")
    asked.admin.error = StorageError("Disk: it is full. Free some space.")
    asked.thread.put(FactsCall())
    sentence = "Disk: it is full. Free some space."
    assert asked.wait_for(1) == [AdminFailed(call=FactsCall(), sentence=sentence)]


def test_a_picture_that_meets_a_bug_does_not_end_the_window(
    asked: Asked, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.ui.admin_thread", "a picture met a bug")
    asked.admin.picture_error = RuntimeError("decoder")
    call = ReadCall(source=b"strange", name="strange.png")
    asked.thread.put(call)
    assert asked.wait_for(1) == [AdminFailed(call=call, sentence="RuntimeError")]
