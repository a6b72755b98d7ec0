"""Typing page: its keys and a real keyboard's type the same."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.staff.taps import StaffAct, StaffPress, StaffTap, StaffWrite
from kiosk.ui.staff.typing_flow import begin_typing
from kiosk.ui.staff.typing_page import TypingPage
from kiosk.ui.staff.typing_screens import compose_typing
from kiosk.ui.staff.typing_taps import DigitTap, Mode
from kiosk.ui.text_box import TextBox
from kiosk.ui.theme import Measure
from tests.ui.samples import GATE, VI

pytestmark = pytest.mark.usefixtures("fonts")

BEGUN = begin_typing(GATE, 2026)


class Stage:
    """A page, and what is done at it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1280, 700)
        self.page = TypingPage(self.window)
        self.page.resize(1280, 700)
        self.taps: list[StaffTap] = []
        self.page.tapped.connect(self.taps.append)
        self.window.show()
        self.show("001190")

    def show(self, text: str, mode: Mode = Mode.NUMBER) -> None:
        screen = compose_typing(replace(BEGUN, text=text, mode=mode), VI)
        self.page.show_screen(screen, Measure(width=1280, height=800))

    def find_box(self) -> TextBox:
        (box,) = self.page.findChildren(TextBox)
        return box

    def read(self) -> list[str]:
        labels = self.page.findChildren(QLabel)
        return [label.text() for label in labels if label.isVisible()]


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def test_a_key_types_its_digit(stage: Stage) -> None:
    keys = stage.page.findChildren(QPushButton)
    QTest.mouseClick(
        next(key for key in keys if key.text() == "7"), Qt.MouseButton.LeftButton
    )
    assert stage.taps == [DigitTap(digit="7")]


def test_a_real_keyboard_types_too(stage: Stage) -> None:
    QTest.keyClicks(stage.page, "7x")
    QTest.keyClick(stage.page, Qt.Key.Key_Backspace)
    QTest.keyClick(stage.page, Qt.Key.Key_Return)
    confirm = StaffPress(act=StaffAct.CONFIRM)
    assert stage.taps == [DigitTap(digit="7"), DigitTap(digit=""), confirm]


def test_another_code_is_written_into_a_box_that_asks_for_keys(stage: Stage) -> None:
    touched: list[None] = []
    stage.find_box().touched.connect(lambda: touched.append(None))
    stage.show("", Mode.CODE)
    QTest.keyClicks(stage.find_box(), "K")
    assert (len(touched), stage.taps) == (1, [StaffWrite(text="K")])


def test_a_page_that_is_left_holds_no_number(stage: Stage) -> None:
    stage.show("KH-0042", Mode.CODE)
    stage.page.hide_all()
    assert (stage.find_box().text(), "001 190 ······" in stage.read()) == ("", False)
