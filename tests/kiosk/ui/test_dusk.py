"""Dusk: darkens what lies under it and lets touches through."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.dusk import Dusk


@pytest.fixture
def ground(qtbot: QtBot) -> QWidget:
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.setPalette(QPalette(QColor("#FFFFFF")))
    ground.resize(100, 100)
    return ground


def test_white_becomes_dark(ground: QWidget) -> None:
    dusk = Dusk(ground)
    dusk.setGeometry(ground.rect())
    before = ground.grab().toImage().pixelColor(50, 50).lightness()
    dusk.show()
    after = ground.grab().toImage().pixelColor(50, 50).lightness()
    assert (before, 80 < after < 130) == (255, True)


def test_a_touch_goes_through(qtbot: QtBot, ground: QWidget) -> None:
    button = QPushButton(ground)
    dusk = Dusk(ground)
    for widget in (button, dusk):
        widget.setGeometry(ground.rect())
    dusk.show()
    ground.show()
    place = ground.rect().center()
    assert ground.childAt(place) is button
    with qtbot.waitSignal(button.clicked, timeout=10_000):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
