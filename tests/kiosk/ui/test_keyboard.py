"""Keyboard: keys that tell their tap, and leave the focus where it is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.config import TypingMethod
from kiosk.ui.key_taps import CharacterTap, KeyAct, KeyPress, KeyTap
from kiosk.ui.keyboard import Keyboard, find_height
from kiosk.ui.keyboard_layout import KeyboardState, Layer, begin, list_rows
from kiosk.ui.theme import Measure
from tests.ui.samples import VI

pytestmark = pytest.mark.usefixtures("fonts")

MEASURE = Measure(width=1280, height=800)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(MEASURE.width, MEASURE.height)
    return made


@pytest.fixture
def keyboard(window: QWidget) -> Keyboard:
    made = Keyboard(window)
    state = begin(TypingMethod.TELEX, number=False, composes=True)
    made.show_rows(list_rows(state, VI), MEASURE)
    return made


def find_keys(keyboard: Keyboard) -> dict[str, QPushButton]:
    keys = keyboard.findChildren(QPushButton)
    return {key.text(): key for key in keys if key.isVisibleTo(keyboard)}


def test_a_key_tells_what_it_writes(keyboard: Keyboard) -> None:
    told: list[KeyTap] = []
    keyboard.tapped.connect(told.append)
    for text in ("q", "Xoá"):
        QTest.mouseClick(find_keys(keyboard)[text], Qt.MouseButton.LeftButton)
    assert told == [CharacterTap(text="q"), KeyPress(act=KeyAct.ERASE)]


def test_no_key_takes_the_focus(keyboard: Keyboard) -> None:
    policies = {key.focusPolicy() for key in find_keys(keyboard).values()}
    assert policies == {Qt.FocusPolicy.NoFocus}


def test_only_erasing_repeats_while_it_is_held(keyboard: Keyboard) -> None:
    keys = find_keys(keyboard)
    assert [text for text, key in keys.items() if key.autoRepeat()] == ["Xoá"]


def test_it_stands_at_the_bottom(keyboard: Keyboard) -> None:
    assert keyboard.geometry().bottom() == MEASURE.height - 1
    assert keyboard.height() == find_height(5, MEASURE)


def test_keys_of_another_layer_take_the_place_of_the_first(keyboard: Keyboard) -> None:
    keyboard.show_rows(list_rows(KeyboardState(layer=Layer.NUMBERS), VI), MEASURE)
    assert ("q" in find_keys(keyboard), "7" in find_keys(keyboard)) == (False, True)
