"""Hands: touches are told, and a still pointer is hidden."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.hands import Hands


@pytest.fixture
def button(qtbot: QtBot) -> QPushButton:
    button = QPushButton()
    qtbot.addWidget(button)
    button.resize(200, 100)
    with qtbot.waitExposed(button):
        button.show()
    return button


@pytest.fixture
def hands(button: QPushButton) -> Iterator[Hands]:
    hands = Hands(button.windowHandle())
    yield hands
    hands.finish()


def is_hidden() -> bool:
    cursor = QGuiApplication.overrideCursor()
    return cursor is not None and cursor.shape() == Qt.CursorShape.BlankCursor


def test_a_touch_is_told_and_not_taken(
    qtbot: QtBot, button: QPushButton, hands: Hands
) -> None:
    with qtbot.waitSignals([hands.touched, button.clicked], timeout=10_000):
        QTest.mouseClick(button.windowHandle(), Qt.MouseButton.LeftButton)


def test_a_key_is_told(qtbot: QtBot, button: QPushButton, hands: Hands) -> None:
    with qtbot.waitSignal(hands.touched, timeout=10_000):
        QTest.keyClick(button.windowHandle(), Qt.Key.Key_A)


def test_a_still_pointer_is_hidden_until_it_moves(
    button: QPushButton, hands: Hands
) -> None:
    hands.on_still()
    still = is_hidden()
    QTest.mouseMove(button.windowHandle(), QPoint(40, 40))
    assert (still, is_hidden(), hands._timer.isActive()) == (True, False, True)


def test_the_pointer_is_given_back(hands: Hands) -> None:
    hands.on_still()
    hands.finish()
    assert QGuiApplication.overrideCursor() is None


def test_a_window_that_is_covered_whole_is_seen_all_the_same(qtbot: QtBot) -> None:
    window = QWidget()
    cover = QPushButton(window)
    qtbot.addWidget(window)
    window.resize(100, 100)
    cover.setGeometry(window.rect())
    window.create()
    hands = Hands(window.windowHandle())
    with qtbot.waitSignal(hands.exposed, timeout=10_000):
        window.show()
    hands.finish()
