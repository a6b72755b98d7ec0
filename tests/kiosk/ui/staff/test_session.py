"""Staff session: a tap reaches the counter, and what is durable reaches the gate."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.clock import Instant
from kiosk.lane import Refusal
from kiosk.presentation import Decided
from kiosk.protocol.content import Act
from kiosk.ui.flow import Corrected, Deed, Flow, Settled, TakenBack
from kiosk.ui.screens import compose_screen
from kiosk.ui.staff.flow import ASK_AFTER_MS, ASK_FOR_MS
from kiosk.ui.staff.session import StaffSession
from tests.ui.fake_counter import FakeCounter
from tests.ui.samples import EN, NAME, VI, WALL, a_decided, surroundings
from tests.ui.visitors import an_instant

pytestmark = pytest.mark.usefixtures("fonts")

STATUS = compose_screen(Flow(), surroundings(), (VI, EN), WALL).status
DECIDED = a_decided()


class Stage:
    """A session over a fake counter, with a clock that is turned by hand."""

    def __init__(self, qtbot: QtBot) -> None:
        self.now_ms = 0
        self.done: list[object] = []
        self.counter = FakeCounter()
        self.session = StaffSession(self.counter.open, (VI, EN), now=self.read_clock)
        self.session.done.connect(self.done.append)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.session.view.setParent(self.window)
        self.session.view.setGeometry(self.window.rect())
        self.session.show_status(STATUS)
        self.window.show()
        self.session.start()
        self._qtbot = qtbot

    def read_clock(self) -> Instant:
        return an_instant(self.now_ms)

    def tap(self, text: str) -> None:
        buttons = self.window.findChildren(QPushButton)
        [button] = [b for b in buttons if b.isVisible() and b.text() == text]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def wait_for(self, *done: object) -> None:
        self._qtbot.waitUntil(lambda: self.done == list(done), timeout=10_000)

    def read(self) -> str:
        labels = self.window.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())

    def pass_to(self, now_ms: int) -> None:
        self.now_ms = now_ms
        self.session.on_time()


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(qtbot)
    yield stage
    stage.session.finish()


def test_a_check_is_settled_and_the_gate_hears_of_it(stage: Stage) -> None:
    stage.session.settle(DECIDED, Deed.ADMITTED)
    stage.tap(VI.say("staff.reason.known"))
    stage.wait_for(Settled(decided=DECIDED, deed=Deed.ADMITTED))
    assert stage.counter.acts == [
        (Act.ADMITTED, DECIDED.entry_id, VI.say("staff.reason.known"))
    ]
    assert (stage.session.is_open, stage.session.view.isHidden()) == (False, True)


def test_an_undo_shows_no_screen(stage: Stage) -> None:
    stage.session.undo(DECIDED.entry_id)
    stage.wait_for(TakenBack(entry_id=DECIDED.entry_id))
    assert stage.session.view.isHidden()


def test_an_entry_turned_round_is_told_as_the_new_one(stage: Stage) -> None:
    stage.session.turn_round(DECIDED)
    turned = stage.counter.turned
    assert isinstance(turned, Decided)
    stage.wait_for(Corrected(decided=turned))


def test_what_is_refused_stays_on_the_screen(stage: Stage, qtbot: QtBot) -> None:
    stage.counter.refusal = Refusal.ALREADY_SETTLED
    stage.session.settle(DECIDED, Deed.ADMITTED)
    stage.tap(VI.say("staff.reason.known"))
    words = VI.say("staff.refusal.already_settled")
    qtbot.waitUntil(lambda: words in " ".join(stage.read().split()), timeout=10_000)
    assert (stage.session.is_open, stage.done) == (True, [])


def test_a_form_that_nobody_ends_is_wiped(stage: Stage) -> None:
    stage.session.settle(DECIDED, Deed.ADMITTED)
    stage.pass_to(ASK_AFTER_MS)
    assert VI.say("staff.button.stay") in stage.read()
    stage.pass_to(ASK_AFTER_MS + ASK_FOR_MS)
    assert (stage.session.is_open, NAME in stage.read()) == (False, False)


def test_the_language_changes_on_the_screen(stage: Stage) -> None:
    stage.session.settle(DECIDED, Deed.ADMITTED)
    stage.session.set_languages((EN, VI))
    assert EN.say("staff.reason.known") in " ".join(stage.read().split())
