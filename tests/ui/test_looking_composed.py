"""The composed window: what a reader's thread reads while staff look never reaches the road."""

import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.payload import Payload
from kiosk.ui.behind import Openings, compose
from kiosk.ui.main import run_window
from kiosk.ui.posts import Posts
from kiosk.ui.threads import Event
from tests.ui.fake_counter import FakeCounter
from tests.ui.samples import GATE, NAME, VI, a_health, a_payload

STEP_MS = 50
_Kind = TypeVar("_Kind", QLabel, QPushButton)


class Road:
    """Notes what it is given to decide."""

    def __init__(self) -> None:
        self.submitted: list[Payload] = []
        self.read: Callable[[Payload], None] = self.submit

    def start(
        self,
        on_event: Callable[[Event], None],
        on_payload: Callable[[Payload], None] | None = None,
    ) -> None:
        self.read = on_payload or self.submit
        on_event(a_health())

    def follow(self) -> None:
        """Start nothing more."""

    def submit(self, payload: Payload) -> None:
        self.submitted.append(payload)

    def stop(self) -> None:
        """End."""


class Hand(QObject):
    """Taps and reads, one step after the other, once the window is ready."""

    def __init__(self, road: Road) -> None:
        super().__init__()
        self._road = road
        self._steps = [self._look, self._read, self._see, self._leave, self._read]
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.on_time)

    def start(self) -> None:
        self._timer.start(STEP_MS)

    @Slot()
    def on_time(self) -> None:
        if not self._steps:
            self._timer.stop()
            QApplication.exit(0)
        elif self._steps[0]():
            self._steps.pop(0)

    def _look(self) -> bool:
        return _tap(VI.say("gate.button.look"))

    def _read(self) -> bool:
        reader = threading.Thread(target=self._road.read, args=(a_payload(),))
        reader.start()
        reader.join()
        return True

    def _see(self) -> bool:
        return any(
            label.text() == NAME and label.isVisible() for label in _find(QLabel)
        )

    def _leave(self) -> bool:
        return _tap(VI.say("staff.look.done"))


def _find(kind: type[_Kind]) -> list[_Kind]:
    windows = QApplication.topLevelWidgets()
    return [found for window in windows for found in window.findChildren(kind)]


def _tap(text: str) -> bool:
    shown = [b for b in _find(QPushButton) if b.isVisible() and b.text() == text]
    for button in shown:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    return bool(shown)


def test_only_what_is_read_after_looking_reaches_the_road(qtbot: QtBot) -> None:
    del qtbot
    road, counter = Road(), FakeCounter()
    hand = Hand(road)
    code = run_window(
        road,
        title="Kiosk",
        gate=GATE,
        on_ready=hand.start,
        fullscreen=False,
        wedge=False,
        posts=Posts(
            load=lambda: partial(compose, Openings(open_counter=counter.open)),
            has_counter=True,
        ),
    )
    assert code == 0
    assert [act for act, _, _ in counter.acts] == ["look"]
    assert road.submitted == [a_payload()]
