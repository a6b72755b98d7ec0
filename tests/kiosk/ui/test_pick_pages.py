"""Pick pages: tell what was tapped, and hold no passphrase once they are left."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.admin_screens import compose_admin
from kiosk.ui.admin_shown import PickScreen, RecoveryScreen
from kiosk.ui.admin_taps import AdminAct, AdminPress, AdminTap, Letter, Present
from kiosk.ui.pick_pages import PickPage, RecoveryPage
from kiosk.ui.theme import Measure
from tests.ui.admin_samples import NOW_MS, PASS, list_admin_flows
from tests.ui.samples import VI

FLOWS = list_admin_flows()
MEASURE = Measure(width=1280, height=800)

pytestmark = pytest.mark.usefixtures("fonts")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    return window


def tap(page: QWidget, text: str) -> None:
    buttons = page.findChildren(QPushButton)
    found = next(one for one in buttons if one.text() == text)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def test_a_letter_is_told_and_a_typed_one_goes_with_the_page(window: QWidget) -> None:
    page, heard = RecoveryPage(window), list[AdminTap]()
    page.resize(1200, 700)
    page.tapped.connect(heard.append)
    screen = compose_admin(FLOWS["pin_forgotten"], VI, NOW_MS)
    assert isinstance(screen, RecoveryScreen)
    page.show_screen(screen, MEASURE)
    tap(page, "Q")
    assert heard == [Letter(letter="Q")]
    page.hide_all()
    shown = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "ABCDE" not in shown


def test_a_code_and_a_page_are_told(window: QWidget) -> None:
    page, heard = PickPage(window), list[AdminTap]()
    page.resize(1200, 700)
    page.tapped.connect(heard.append)
    for name in ("picture_codes", "picture_pages"):
        screen = compose_admin(FLOWS[name], VI, NOW_MS)
        assert isinstance(screen, PickScreen)
        page.show_screen(screen, MEASURE)
        tap(page, "CCCD: Trần Thị Thử Nghiệm" if "codes" in name else "Trang sau")
    assert heard == [Present(code=PASS), AdminPress(act=AdminAct.LATER)]
