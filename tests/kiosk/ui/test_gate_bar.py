"""Gate bar: buttons of one width in the middle, and a tap that is told."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.buttons import Button
from kiosk.ui.gate_bar import GateBar
from kiosk.ui.gate_taps import GateAct, GateTap

pytestmark = pytest.mark.usefixtures("fonts")

BUTTONS = [
    Button(text=act, tap=GateTap(act=act, entry_id=UUID(int=7))) for act in GateAct
]


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[GateBar]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 80)
    bar = GateBar(window)
    bar.setGeometry(window.rect())
    window.show()
    yield bar
    assert bar.parent() is window  # which lives until here


def list_shown(bar: GateBar) -> list[QPushButton]:
    return [b for b in bar.findChildren(QPushButton) if b.isVisible()]


@pytest.mark.parametrize("count", [1, 3, 7])
def test_the_buttons_stand_in_the_middle_and_inside(bar: GateBar, count: int) -> None:
    bar.show_buttons(BUTTONS[:count], 8.0)
    places = [button.geometry() for button in list_shown(bar)]
    left, right = places[0].left(), bar.width() - places[-1].right() - 1
    assert (len(places), abs(left - right) <= 1, left >= 0) == (count, True, True)
    assert len({place.width() for place in places}) == 1


def test_fewer_buttons_leave_none_of_before(bar: GateBar) -> None:
    bar.show_buttons(BUTTONS[:4], 8.0)
    bar.show_buttons(BUTTONS[:2], 8.0)
    assert [b.text() for b in list_shown(bar)] == [b.text for b in BUTTONS[:2]]


def test_a_bar_without_buttons_is_not_there(bar: GateBar) -> None:
    bar.show_buttons(BUTTONS[:1], 8.0)
    bar.show_buttons([], 8.0)
    assert bar.isHidden()


def test_a_tap_says_what_it_is_about(bar: GateBar, qtbot: QtBot) -> None:
    bar.show_buttons(BUTTONS[:2], 8.0)
    with qtbot.waitSignal(bar.tapped) as told:
        QTest.mouseClick(list_shown(bar)[1], Qt.MouseButton.LeftButton)
    assert told.args == [BUTTONS[1].tap]


def test_a_key_presses_no_button_that_nobody_went_to(
    bar: GateBar, qtbot: QtBot
) -> None:
    window = bar.window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    bar.show_buttons(BUTTONS[:2], 8.0)
    told: list[object] = []
    bar.tapped.connect(told.append)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Space):
        QTest.keyClick(QApplication.focusWidget() or window, key)
    assert told == [BUTTONS[0].tap]


def test_a_key_meant_for_the_screen_before_presses_nothing(
    bar: GateBar, qtbot: QtBot
) -> None:
    window = bar.window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    bar.show_buttons(BUTTONS[:2], 8.0)
    list_shown(bar)[0].setFocus()
    bar.show_buttons(BUTTONS[2:4], 8.0)
    assert QApplication.focusWidget() is window
