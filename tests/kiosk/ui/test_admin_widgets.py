"""Admin widgets: dots, bars and facts as they are painted."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui import reception_theme as look
from kiosk.ui.admin_shown import Line
from kiosk.ui.admin_taps import AdminAct, AdminPress
from kiosk.ui.admin_widgets import Bar, Dots, FactTable, Foot, Keys
from kiosk.ui.buttons import Button, Weight
from tests.ui.images import share_of

UNIT = 8.0

pytestmark = pytest.mark.usefixtures("fonts")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    return window


def a_button(text: str, weight: Weight = Weight.PLAIN) -> Button:
    return Button(text=text, tap=AdminPress(act=AdminAct.BACK), weight=weight)


def test_a_bar_is_filled_by_its_share(window: QWidget) -> None:
    bar = Bar(window)
    bar.resize(1000, 80)
    bar.show_share(0.7, "70 %", UNIT)
    assert share_of(bar.grab().toImage(), look.NAVY) == pytest.approx(0.7, abs=0.02)


def test_each_typed_digit_is_one_more_filled_dot(window: QWidget) -> None:
    dots = Dots(window)
    dots.resize(600, 60)
    shares = []
    for typed in (0, 4, 8):
        dots.show_dots(typed, 8, UNIT)
        shares.append(share_of(dots.grab().toImage(), look.NAVY))
    assert shares == sorted(set(shares))


def test_facts_that_are_gone_are_on_no_label(window: QWidget) -> None:
    table = FactTable(window)
    table.resize(800, 300)
    table.show_lines([Line(label="A", text="1"), Line(label="B", text="2")], UNIT)
    table.show_lines([Line(label="C", text="3")], UNIT)
    shown = [label.text() for label in table.findChildren(QLabel) if label.text()]
    assert shown == ["C", "3"]


def test_what_goes_on_stands_right_and_what_goes_back_left(window: QWidget) -> None:
    foot = Foot(window)
    foot.resize(1000, 80)
    foot.show_buttons([a_button("Back"), a_button("On", Weight.PRIMARY)], UNIT)
    back, on = foot.findChildren(QPushButton)
    assert (back.x(), on.x() + on.width()) == (0, 1000)


def test_keys_fill_their_place_in_rows(window: QWidget) -> None:
    keys = Keys(window)
    keys.resize(600, 400)
    keys.show_keys([a_button(str(number)) for number in range(6)], 3, UNIT)
    places = {(key.x(), key.y()) for key in keys.findChildren(QPushButton)}
    assert (len(places), len({y for _, y in places})) == (6, 2)
