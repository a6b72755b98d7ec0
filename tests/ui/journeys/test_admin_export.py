"""An admin's export: F10, a PIN set and asked for, a stick, a CSV that is right, and the gate goes on."""

import csv
import hashlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.app import Road
from kiosk.place import Place, open_place
from kiosk.storage import entries
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.ui.admin_desk import AdminDesk
from kiosk.ui.admin_flow import LOCK_AFTER_MS
from kiosk.ui.admin_session import AdminSession
from kiosk.ui.screens import ScreenKind
from kiosk.ui.sounds import Sounds
from kiosk.ui.threads import RoadThread
from kiosk.ui.window import KioskWindow
from tests.builders import CARD, OTHER_CARD, a_card, a_payload
from tests.fakes import SteppedClock
from tests.ui.fake_admin import FakeSticks
from tests.ui.samples import EN, VI, surroundings

PIN = "482915"
CORNER = QPoint(10, 10)
PATIENCE_MS = 10_000
BEFORE = [CARD, OTHER_CARD, a_card(3)]

pytestmark = [pytest.mark.usefixtures("fonts"), pytest.mark.system]


class Admin:
    """Works at the real window by what stands on it."""

    def __init__(self, qtbot: QtBot, place: Place, clock: SteppedClock) -> None:
        self._qtbot = qtbot
        self.clock = clock
        self.place = place
        self.sticks = FakeSticks()
        self.road = Road(place, [], sync=False)
        self.session = AdminSession(
            lambda: AdminDesk(place, sticks=self.sticks), (VI, EN), now=clock
        )
        self.window = KioskWindow(
            surroundings(),
            (VI, EN),
            now=clock,
            sounds=Sounds(list[Path]().append),
            admin=self.session,
        )
        qtbot.addWidget(self.window)
        self.thread = RoadThread(self.road)
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

    def wait_for(self, text: str) -> None:
        self._qtbot.waitUntil(lambda: text in self.read(), timeout=PATIENCE_MS)

    def wait_until_gone(self, text: str) -> None:
        self._qtbot.waitUntil(lambda: text not in self.read(), timeout=PATIENCE_MS)

    def read(self) -> str:
        labels = self.window.findChildren(QLabel)
        shown = [label.text() for label in labels if label.isVisible()]
        return "\n".join(" ".join(text.split()) for text in shown)

    def set_pin(self) -> None:
        """Open the admin's screens for the first time."""
        self.press(Qt.Key.Key_F10)
        self.wait_for("ĐẶT MÃ PIN MỚI")
        self.enter(PIN)
        self.wait_for("NHẬP LẠI MÃ PIN")
        self.enter(PIN)
        self.wait_for("QUẢN TRỊ")

    def _find_focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def _find(self, text: str) -> list[QPushButton]:
        buttons = self.window.findChildren(QPushButton)
        return [
            one
            for one in buttons
            if one.isVisible() and one.isEnabled() and one.text() == text
        ]


@pytest.fixture
def admin(qtbot: QtBot, tmp_path: Path) -> Iterator[Admin]:
    folder, clock = Folder(tmp_path / "kiosk"), SteppedClock()
    with closing(open_or_make(folder, upgrade)) as database:
        admin = Admin(qtbot, open_place(folder, database, clock), clock)
        yield admin
        admin.finish()


def test_an_admin_exports_a_csv_and_the_gate_goes_on(
    admin: Admin, tmp_path: Path
) -> None:
    for card in BEFORE:
        admin.present(card)
    admin.set_pin()
    admin.press(Qt.Key.Key_Escape)
    admin.press(Qt.Key.Key_F10)
    admin.wait_for("MÃ PIN QUẢN TRỊ")
    admin.enter("111111")
    admin.wait_for("Sai mã PIN. Còn 4 trong 5 lần thử.")
    admin.enter(PIN)
    admin.tap("Xuất ra USB")
    admin.wait_for("Cắm USB vào máy.")
    admin.present(a_card(4))  # behind the admin's screen
    admin.wait_for("1 lượt vừa đọc")
    admin.sticks.plug(tmp_path / "KINGSTON")
    admin.clock.advance(1)
    admin.wait_for("USB KINGSTON")
    admin.tap("7 ngày")
    admin.wait_for("Sẽ ghi 4 lượt")
    admin.tap("Ghi ra USB")
    admin.wait_for("Đã kiểm tra, rút USB được rồi")
    assert "4 lượt, tỉnh chưa xác nhận" in admin.read()
    stick = tmp_path / "KINGSTON"
    (written,) = stick.glob("*.csv")
    with written.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    sums = (stick / "SHA256SUMS").read_text(encoding="utf-8")
    digest = hashlib.sha256(written.read_bytes()).hexdigest()
    assert (len(rows), sums) == (4, f"{digest}  {written.name}\n")
    assert digest[:16] in admin.read()
    assert admin.sticks.ejected == [stick]


def test_five_taps_in_the_corner_ask_for_the_pin_too(admin: Admin) -> None:
    for _ in range(5):
        QTest.mouseClick(admin.window, Qt.MouseButton.LeftButton, pos=CORNER)
    admin.wait_for("ĐẶT MÃ PIN MỚI")


def test_two_minutes_later_the_gates_screen_is_back(admin: Admin) -> None:
    admin.set_pin()
    admin.clock.advance(LOCK_AFTER_MS / 1000)
    admin.wait_until_gone("QUẢN TRỊ")
    assert admin.window.view.screen_shown.kind is ScreenKind.IDLE
    assert "ĐƯA MÃ QR VÀO ĐẦU ĐỌC" in admin.read()
