"""Receptionist: works at the real window by what stands on it, and takes a person's time."""

import time
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.reception_session import ReceptionSession
from tests.builders import a_payload
from tests.fakes import SteppedClock

TAP_S = 0.7
KEY_S = 0.3
PRESENT_S = 3.0
"""A card is taken, turned over, and held to the reader."""
PATIENCE_MS = 10_000


class Receptionist:
    """Finds buttons and boxes by their words, and nothing that is not to be seen."""

    def __init__(
        self,
        qtbot: QtBot,
        window: QWidget,
        session: ReceptionSession,
        clock: SteppedClock,
    ) -> None:
        self._qtbot = qtbot
        self._window = window
        self._session = session
        self._clock = clock
        self.spent_s = 0.0
        self.taps = 0

    def tap(self, text: str) -> None:
        """Tap the button that says `text`."""
        self._qtbot.waitUntil(
            lambda: bool(self._find_buttons(text)), timeout=PATIENCE_MS
        )
        self._spend(TAP_S)
        self.taps += 1
        QTest.mouseClick(self._find_buttons(text)[0], Qt.MouseButton.LeftButton)

    def type(self, label: str, keys: str) -> None:
        """Tap the box called `label` and type `keys` on a plain keyboard."""
        box = self._find_box(label)
        self._spend(TAP_S + KEY_S * len(keys))
        QTest.mouseClick(box, Qt.MouseButton.LeftButton)
        QTest.keyClicks(box, keys)

    def wipe(self, label: str) -> None:
        """Empty the box called `label`."""
        box = self._find_box(label)
        self._spend(TAP_S)
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(box, Qt.Key.Key_Delete)

    def present(self, code: str) -> None:
        """Hold a code to the reader."""
        self._spend(PRESENT_S)
        self._session.submit(a_payload(code))

    def tick(self, name: str) -> None:
        """Tick the row of the roll call that says `name`."""
        rows = self._window.findChild(QListView, "roll")
        assert isinstance(rows, QListView)
        model = rows.model()
        found = next(
            index
            for index in (model.index(row, 0) for row in range(model.rowCount()))
            if index.data() == name
        )
        rows.scrollTo(found)
        self._spend(TAP_S)
        place = rows.visualRect(found).center()
        viewport = rows.viewport()
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)

    def wait_for(self, text: str) -> None:
        """Look until `text` stands on the screen; the kiosk's own time counts too."""
        began_s = time.monotonic()
        self._qtbot.waitUntil(lambda: text in self.read(), timeout=PATIENCE_MS)
        self.spent_s += time.monotonic() - began_s

    def read(self) -> str:
        """Return everything that stands on the screen."""
        return "\n".join(self._list_texts())

    def read_box(self, label: str) -> str:
        """Return what stands in the box called `label`."""
        return self._find_box(label).text()

    def pause(self, seconds: float) -> None:
        """Do something else for a while."""
        self._spend(seconds)
        self._session.on_time()

    def start_watch(self) -> None:
        """Count time and taps from here."""
        self.spent_s, self.taps = 0.0, 0

    def _spend(self, seconds: float) -> None:
        self.spent_s += seconds
        self._clock.advance(seconds)

    def _find_buttons(self, text: str) -> list[QPushButton]:
        buttons = self._window.findChildren(QPushButton)
        return [
            button
            for button in buttons
            if button.isVisible() and button.isEnabled() and button.text() == text
        ]

    def _find_box(self, label: str) -> QLineEdit:
        boxes = self._window.findChildren(QLineEdit)
        return next(
            box for box in boxes if box.isVisible() and box.accessibleName() == label
        )

    def _list_texts(self) -> Iterator[str]:
        for label in self._window.findChildren(QLabel):
            if label.isVisible() and label.text():
                yield " ".join(label.text().split())
        for box in self._window.findChildren(QLineEdit):
            if box.isVisible() and box.text():
                yield box.text()
