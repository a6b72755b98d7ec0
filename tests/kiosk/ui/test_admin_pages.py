"""Admin pages: each tells what was tapped on it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.admin_calls import What
from kiosk.ui.admin_pages import ChoosePage, PinPage
from kiosk.ui.admin_screens import compose_admin
from kiosk.ui.admin_shown import ChooseScreen, PinScreen
from kiosk.ui.admin_taps import AdminAct, AdminPress, AdminTap, ChooseWhat, Digit
from kiosk.ui.theme import Measure
from tests.ui.admin_samples import NOW_MS, list_admin_flows
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


def test_the_keypad_tells_its_digit(window: QWidget) -> None:
    page, heard = PinPage(window), list[AdminTap]()
    page.resize(1200, 700)
    page.tapped.connect(heard.append)
    screen = compose_admin(FLOWS["pin"], VI, NOW_MS)
    assert isinstance(screen, PinScreen)
    page.show_screen(screen, MEASURE)
    tap(page, "7")
    tap(page, "Quay lại")
    assert heard == [Digit(digit="7"), AdminPress(act=AdminAct.BACK)]


def test_a_choice_tells_what_was_chosen_and_a_disabled_one_nothing(
    window: QWidget,
) -> None:
    page, heard = ChoosePage(window), list[AdminTap]()
    page.resize(1200, 700)
    page.tapped.connect(heard.append)
    screen = compose_admin(FLOWS["export_choose_two"], VI, NOW_MS)
    assert isinstance(screen, ChooseScreen)
    page.show_screen(screen, MEASURE)
    tap(page, "Gói gửi tỉnh")
    tap(page, "ZIP có mật khẩu")
    tap(page, "Ghi ra USB")
    assert heard == [ChooseWhat(what=What.ZIP)]
