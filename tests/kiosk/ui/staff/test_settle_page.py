"""Settle page: every reason is a button, and what is written is told."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.ui.flow import Deed
from kiosk.ui.staff.flow import StaffFlow, begin_settling
from kiosk.ui.staff.screens import compose_staff
from kiosk.ui.staff.settle_page import SettlePage
from kiosk.ui.staff.settle_screens import SettleScreen
from kiosk.ui.staff.taps import ReasonTap, StaffWrite
from kiosk.ui.text_box import TextBox
from kiosk.ui.theme import Measure
from tests.ui.samples import NAME, VI, a_decided

pytestmark = pytest.mark.usefixtures("fonts")


def a_screen() -> SettleScreen:
    flow, _ = begin_settling(StaffFlow(), a_decided(), Deed.ADMITTED, 0)
    screen = compose_staff(flow, VI)
    assert isinstance(screen, SettleScreen)
    return screen


@pytest.fixture
def page(qtbot: QtBot) -> SettlePage:
    page = SettlePage(None)  # type: ignore[arg-type]  # a window of its own
    qtbot.addWidget(page)
    page.resize(1240, 700)
    page.show_screen(a_screen(), Measure(width=1280, height=800))
    page.show()
    return page


def read(page: SettlePage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.text()]


def test_a_tapped_reason_is_told(page: SettlePage, qtbot: QtBot) -> None:
    reason = a_screen().reasons[1]
    [button] = [b for b in page.findChildren(QPushButton) if b.text() == reason.text]
    with qtbot.waitSignal(page.tapped) as told:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args == [ReasonTap(reason=reason.text)]


def test_what_is_written_is_told_with_its_accents(page: SettlePage) -> None:
    told: list[object] = []
    page.tapped.connect(told.append)
    [box] = page.findChildren(TextBox)
    QTest.keyClicks(box, "ddi")
    assert told[-1] == StaffWrite(text="đi")


def test_a_page_that_is_left_holds_nobodys_name(page: SettlePage) -> None:
    assert NAME in read(page)
    page.hide_all()
    assert NAME not in read(page)
    assert [box.text() for box in page.findChildren(TextBox)] == [""]
