"""Admin: works at the real window by what stands on it, with a folder for a stick."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.app import Road
from kiosk.config import Config
from kiosk.managed import Managed
from kiosk.payload import Direction
from kiosk.place import Place
from kiosk.scanner.reader import Gate
from kiosk.storage import entries
from kiosk.ui.admin_desk import AdminDesk
from kiosk.ui.admin_session import AdminSession, divert_reads
from kiosk.ui.behind import Behind
from kiosk.ui.picture_codes import read_codes
from kiosk.ui.picture_desk import PictureDesk
from kiosk.ui.setup.desk import Ground, SetupDesk
from kiosk.ui.sounds import Sounds
from kiosk.ui.threads import RoadThread
from kiosk.ui.window import KioskWindow
from tests.builders import a_payload
from tests.fakes import SteppedClock
from tests.ui.fake_admin import FakeSticks
from tests.ui.fake_paper import FakePaper
from tests.ui.samples import EN, VI, surroundings

PIN = "482915"
PATIENCE_MS = 10_000
GATE = Gate(name="A", direction=Direction.IN)


class Admin:
    """Works at the real window by what stands on it."""

    def __init__(
        self,
        qtbot: QtBot,
        place: Place,
        clock: SteppedClock,
        *,
        is_first_run: bool = False,
    ) -> None:
        self._qtbot = qtbot
        self.clock = clock
        self.place = place
        self.sticks = FakeSticks()
        self.paper = FakePaper()
        self.road = Road(place, [], sync=False)
        self.pictures = PictureDesk(self.road.submit, GATE, read_codes)
        ground = Ground(file=place.folder.config, started=Config(), managed=Managed())
        desk = SetupDesk(place, ground, tuple, play=list[Path]().append)
        self.session = AdminSession(
            lambda: AdminDesk(
                place, self.pictures, sticks=self.sticks, set_up=desk.set_up
            ),
            self.paper,
            (VI, EN),
            now=clock,
            is_enrolled=not is_first_run,
            is_first_run=is_first_run,
        )
        self.restarts = 0
        self.session.restart_asked.connect(self._note_restart)
        self._take = divert_reads(self.session, self.road.submit)
        self.window = KioskWindow(
            surroundings(),
            (VI, EN),
            now=clock,
            sounds=Sounds(list[Path]().append),
            behind=Behind(admin=self.session),
        )
        qtbot.addWidget(self.window)
        self.thread = RoadThread(self.road)
        self.thread.road_started.connect(self.thread.on_ready)
        self.thread.presented.connect(self.window.on_presented)
        self.thread.health_changed.connect(self.window.on_health_changed)
        self.window.resize(1280, 800)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow, timeout=PATIENCE_MS)
        self.thread.start()
        self.session.start()

    def finish(self) -> None:
        self.session.finish()
        self.thread.finish()

    def show_code(self, text: str) -> None:
        """Hold a code to the gate's reader, whatever becomes of it."""
        self.clock.advance(10)
        self._take(a_payload(text))

    def present(self, text: str) -> None:
        """Hold a card to the gate's reader, and wait until it is decided."""
        before = self.count_entries()
        self.clock.advance(10)
        self.road.submit(a_payload(text))
        self._qtbot.waitUntil(
            lambda: self.count_entries() > before, timeout=PATIENCE_MS
        )

    def count_entries(self) -> int:
        with self.place.database.read() as connection:
            head = entries.read_head(connection)
        return head.position - head.admin

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self._find_focus(), key)

    def enter(self, keys: str) -> None:
        """Type a PIN once its keys can be tapped."""
        self._qtbot.waitUntil(lambda: bool(self._find("Xong")), timeout=PATIENCE_MS)
        QTest.keyClicks(self._find_focus(), keys + "\r")

    def tap(self, text: str) -> None:
        self._qtbot.waitUntil(lambda: bool(self._find(text)), timeout=PATIENCE_MS)
        QTest.mouseClick(self._find(text)[0], Qt.MouseButton.LeftButton)

    def tap_and_await_stick(self, text: str) -> None:
        """Open a screen that asks for a stick, and wait until it knows the old ones."""
        before = self.sticks.listed
        self.tap(text)
        self.wait_for("Cắm USB vào máy.")
        self._qtbot.waitUntil(lambda: self.sticks.listed > before, timeout=PATIENCE_MS)

    def wait_for(self, text: str) -> None:
        self._qtbot.waitUntil(lambda: text in self.read(), timeout=PATIENCE_MS)

    def wait_until_gone(self, text: str) -> None:
        self._qtbot.waitUntil(lambda: text not in self.read(), timeout=PATIENCE_MS)

    def read(self) -> str:
        labels = self.window.findChildren(QLabel)
        shown = [label.text() for label in labels if label.isVisible()]
        return "\n".join(" ".join(text.split()) for text in shown)

    def open(self) -> None:
        """Ask for the admin's screens, which ask for the PIN."""
        self.press(Qt.Key.Key_F10)
        self.wait_for("MÃ PIN QUẢN TRỊ")

    def set_pin(self) -> None:
        """Open the admin's screens for the first time."""
        self.press(Qt.Key.Key_F10)
        self.wait_for("ĐẶT MÃ PIN MỚI")
        self.enter(PIN)
        self.wait_for("NHẬP LẠI MÃ PIN")
        self.enter(PIN)
        self.wait_for("QUẢN TRỊ")

    def _note_restart(self) -> None:
        self.restarts += 1

    def _find_focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def _find(self, text: str) -> list[QPushButton]:
        buttons = self.window.findChildren(QPushButton)
        return [
            one
            for one in buttons
            if one.isVisible() and one.isEnabled() and one.text() == text
        ]
