"""An admin's export: F10, a PIN set and asked for, a stick, a CSV that is right, and the gate goes on."""

import csv
import hashlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.place import open_place
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.ui.admin_state import LOCK_AFTER_MS
from kiosk.ui.screens import ScreenKind
from tests.builders import CARD, OTHER_CARD, a_card
from tests.fakes import SteppedClock
from tests.ui.journeys.admin import PIN, Admin

CORNER = QPoint(10, 10)
BEFORE = [CARD, OTHER_CARD, a_card(3)]

pytestmark = [pytest.mark.usefixtures("fonts"), pytest.mark.system]


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
    admin.tap_and_await_stick("Xuất ra USB")
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
