"""Covering: a verdict stands before the log, then the log again; nothing is swallowed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.clock import Instant
from kiosk.decision import Outcome
from kiosk.health import InOrder
from kiosk.ui.behind import Behind
from kiosk.ui.flow import ALLOW_SHOWN_MS, OTHERS_SHOWN_MS, Deed
from kiosk.ui.gate_taps import GateAct, GateTap
from kiosk.ui.sounds import Sounds
from kiosk.ui.staff.flow import State
from kiosk.ui.staff.session import StaffSession
from kiosk.ui.window import KioskWindow
from tests.ui.fake_counter import FakeCounter
from tests.ui.fake_log import FakeLog
from tests.ui.samples import EN, FAULT, VI, a_decided, surroundings
from tests.ui.staff_samples import MANY
from tests.ui.visitors import an_instant

pytestmark = pytest.mark.usefixtures("fonts")

CHECK = a_decided(Outcome.CHECK)


class Stage:
    """A window with staff's session over fakes, and a clock that is turned by hand."""

    def __init__(self, qtbot: QtBot) -> None:
        self.now_ms = 0
        self.played: list[Path] = []
        self.counter = FakeCounter(FakeLog(MANY))
        self.staff = StaffSession(self.counter.open, (VI, EN), now=self.read_clock)
        self.window = KioskWindow(
            surroundings(),
            (VI, EN),
            now=self.read_clock,
            sounds=Sounds(self.played.append),
            behind=Behind(staff=self.staff),
        )
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.window.show()
        self.staff.start()
        self._qtbot = qtbot

    def read_clock(self) -> Instant:
        return an_instant(self.now_ms)

    def open_log(self) -> None:
        self.window.on_tapped(GateTap(act=GateAct.LOG))
        self._qtbot.waitUntil(lambda: self.is_listed, timeout=10_000)

    @property
    def is_listed(self) -> bool:
        log = self.staff.flow.log
        return log is not None and bool(log.rows)

    def find_front(self) -> QWidget:
        """Return what a finger meets in the middle of the screen."""
        met: QWidget | None = self.window.childAt(QPoint(640, 400))
        while met is not None and met.parent() is not self.window:
            met = met.parentWidget()
        assert met is not None
        return met

    def pass_to(self, now_ms: int) -> None:
        self.now_ms = now_ms
        self.window.on_time()


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(qtbot)
    yield stage
    stage.staff.finish()


def test_a_code_read_at_the_log_is_shown_and_heard_then_the_log(stage: Stage) -> None:
    stage.open_log()
    assert stage.find_front() is stage.staff.view
    stage.window.on_presented(a_decided())
    assert (stage.find_front() is stage.window.view, len(stage.played)) == (True, 1)
    stage.pass_to(ALLOW_SHOWN_MS + 1)
    assert (stage.find_front(), stage.staff.is_open) == (stage.staff.view, True)


def test_every_verdict_over_the_log_is_shown(stage: Stage) -> None:
    stage.open_log()
    for name in ("A", "B"):
        stage.window.on_presented(a_decided(name=name))
        assert stage.find_front() is stage.window.view
    stage.pass_to(ALLOW_SHOWN_MS + 1)
    assert stage.find_front() is stage.staff.view


def test_a_check_over_the_log_can_be_settled_at_once(stage: Stage) -> None:
    stage.open_log()
    stage.window.on_presented(CHECK)
    tapped = GateTap(act=GateAct.ADMIT, entry_id=CHECK.entry_id)
    stage.window.on_tapped(tapped)
    assert stage.staff.flow.state is State.SETTLE
    assert stage.find_front() is stage.staff.view


def test_who_comes_while_a_check_is_settled_is_shown(stage: Stage) -> None:
    stage.window.on_presented(CHECK)
    stage.staff.settle(CHECK, Deed.ADMITTED)
    stage.pass_to(OTHERS_SHOWN_MS + 1)
    stage.window.on_presented(a_decided(name="TRẦN QUỐC ĐẠT"))
    assert stage.find_front() is stage.window.view
    stage.pass_to(stage.now_ms + ALLOW_SHOWN_MS + 1)
    assert stage.find_front() is stage.staff.view


def test_a_fault_stands_before_the_log_until_it_is_mended(stage: Stage) -> None:
    stage.open_log()
    stage.window.on_broken(FAULT)
    assert stage.find_front() is stage.window.view
    stage.window.on_mended(InOrder())
    assert stage.find_front() is stage.staff.view


def test_a_log_that_is_left_behind_a_verdict_does_not_come_back(stage: Stage) -> None:
    stage.open_log()
    stage.pass_to(79_000)
    stage.window.on_presented(a_decided())
    stage.now_ms = 80_500
    stage.staff.on_time()
    stage.pass_to(90_000)
    assert (stage.staff.is_open, stage.find_front()) == (False, stage.window.view)
    assert stage.counter.opened == 1
