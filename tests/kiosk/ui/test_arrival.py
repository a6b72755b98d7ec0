"""Arrival: screens that come late stand where they would have stood, and do what was asked."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.payload import Payload
from kiosk.ui.arrival import Arrival, Gatehouse
from kiosk.ui.behind import Behind, Open, Openings, compose
from kiosk.ui.doorway import Doorway
from kiosk.ui.gate_taps import GateAct, GateTap
from kiosk.ui.posts import Posts
from kiosk.ui.sounds import Sounds
from kiosk.ui.staff.flow import State
from kiosk.ui.window import KioskWindow
from tests.ui.fake_admin import FakeAdmin
from tests.ui.fake_counter import FakeCounter
from tests.ui.fake_log import FakeLog
from tests.ui.samples import EN, VI, a_payload, surroundings
from tests.ui.staff_samples import MANY
from tests.ui.visitors import an_instant

pytestmark = pytest.mark.usefixtures("fonts")


class Stage:
    """A window whose screens are loaded when the test lets them."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.may_load = Event()
        self.submitted: list[Payload] = []
        self.wired: list[Behind] = []
        self.doorway = Doorway(self.submitted.append, keeps_enrolment_codes=False)
        self.window = KioskWindow(
            surroundings(),
            (VI, EN),
            now=an_instant,
            sounds=Sounds(list[Path]().append),
        )
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.window.show()
        gatehouse = Gatehouse(
            window=self.window,
            doorway=self.doorway,
            languages=(VI, EN),
            now=an_instant,
            submit=self.submitted.append,
        )
        posts = Posts(load=self.load, has_counter=True)
        self.arrival = Arrival(posts, gatehouse, self.wired.append)

    def load(self) -> Open:
        self.may_load.wait()
        counter = FakeCounter(FakeLog(MANY))
        openings = Openings(open_counter=counter.open, open_admin=FakeAdmin)
        return partial(compose, openings)

    def arrive(self) -> Behind:
        with self._qtbot.waitSignal(self.arrival.settled):
            self.arrival.on_ready()
            self.may_load.set()
        (behind,) = self.wired
        return behind


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(qtbot)
    yield stage
    stage.may_load.set()
    stage.arrival.finish()


def test_a_code_is_read_before_the_screens_have_come(stage: Stage) -> None:
    stage.doorway.take(a_payload())
    assert (stage.submitted, stage.wired) == ([a_payload()], [])


def test_what_was_tapped_too_early_is_done_once_they_have_come(stage: Stage) -> None:
    stage.window.on_tapped(GateTap(act=GateAct.LOG))
    behind = stage.arrive()
    assert behind.staff is not None
    assert behind.staff.flow.state is State.LOG


def test_a_key_pressed_too_early_opens_the_admins_screens(stage: Stage) -> None:
    QTest.keyClick(stage.window, Qt.Key.Key_F10)
    behind = stage.arrive()
    assert behind.admin is not None
    assert behind.admin.is_open


def test_they_fill_the_window_and_speak_its_language(stage: Stage) -> None:
    stage.window.on_tapped(GateTap(act=GateAct.LANGUAGE))
    behind = stage.arrive()
    assert behind.staff is not None
    stage.window.on_tapped(GateTap(act=GateAct.LOOK))
    assert behind.staff.view.geometry() == stage.window.rect()
    assert behind.staff._languages == (EN, VI)


def test_codes_pass_by_them_from_then_on(stage: Stage) -> None:
    stage.arrive()
    stage.window.on_tapped(GateTap(act=GateAct.LOOK))
    stage.doorway.take(a_payload())
    assert stage.submitted == []


def test_nothing_comes_into_a_window_that_has_ended(stage: Stage) -> None:
    stage.arrival.on_ready()
    stage.may_load.set()
    stage.arrival.finish()
    stage.arrival.on_loaded(stage.load())
    assert stage.wired == []


def test_a_gate_with_nothing_behind_it_is_settled_at_once(
    stage: Stage, qtbot: QtBot
) -> None:
    arrival = Arrival(None, stage.arrival._gatehouse, stage.wired.append)
    with qtbot.waitSignal(arrival.settled):
        arrival.on_ready()
    assert stage.wired == []
