"""Stage: a reception at work over fakes, with a clock that is turned by hand."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.clock import Instant
from kiosk.payload import Payload
from kiosk.reception import Visit
from kiosk.ui.flow import Flow
from kiosk.ui.reception_session import ReceptionSession
from kiosk.ui.screens import compose_screen
from tests.ui.fake_desk import FakeDesk
from tests.ui.fake_paper import FakePaper
from tests.ui.samples import EN, VI, WALL, surroundings
from tests.ui.visitors import an_instant


class Stage:
    """A session whose view stands in a window of its own."""

    def __init__(self, qtbot: QtBot, *visits: Visit) -> None:
        self.now_ms = 0
        self.left: list[Payload] = []
        self.paper = FakePaper()
        self.desk = FakeDesk(self.read_clock, *visits)
        self.session = ReceptionSession(
            self.desk, self.paper, (VI, EN), now=self.read_clock, leave=self.left.append
        )
        self._qtbot = qtbot
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.session.view.setParent(self.window)
        self.session.view.setGeometry(self.window.rect())
        status = compose_screen(Flow(), surroundings(), (VI, EN), WALL).status
        self.session.show_status(status)
        self.window.show()
        self.session.start()

    def read_clock(self) -> Instant:
        return an_instant(self.now_ms)

    def finish(self) -> None:
        self.session.finish()

    def tap(self, text: str) -> None:
        self._qtbot.waitUntil(lambda: bool(self._find(text)), timeout=10_000)
        QTest.mouseClick(self._find(text)[0], Qt.MouseButton.LeftButton)

    def wait_for(self, text: str) -> None:
        self._qtbot.waitUntil(lambda: text in self.read(), timeout=10_000)

    def wait_for_entry(self, text: str) -> None:
        """Wait until `text` stands in one of the boxes."""
        boxes = self.window.findChildren(QLineEdit)
        self._qtbot.waitUntil(
            lambda: text in [box.text() for box in boxes], timeout=10_000
        )

    def read(self) -> str:
        labels = self.window.findChildren(QLabel)
        shown = [label.text() for label in labels if label.isVisible()]
        return "\n".join(" ".join(text.split()) for text in shown)

    def pass_to(self, now_ms: int) -> None:
        self.now_ms = now_ms
        self.session.on_time()

    def _find(self, text: str) -> list[QPushButton]:
        buttons = self.window.findChildren(QPushButton)
        return [one for one in buttons if one.isVisible() and one.text() == text]
