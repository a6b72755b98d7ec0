"""Ink: pens and grounds are what Qt would make of the same colour."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui import theme
from kiosk.ui.ink import fill, lay_ground, make_pen


def test_a_pen_is_the_one_that_qt_makes() -> None:
    assert make_pen(theme.AMBER, 2.5) == QPen(QColor(theme.AMBER), 2.5)


def test_a_path_is_filled() -> None:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    path = QPainterPath()
    path.addRect(QRectF(0, 0, 4, 4))
    with QPainter(image) as painter:
        fill(painter, path, theme.AMBER)
    assert image.pixelColor(2, 2) == QColor(theme.AMBER)


def test_a_ground_lies_under_what_is_painted(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(4, 4)
    lay_ground(widget, theme.AMBER)
    assert widget.grab().toImage().pixelColor(2, 2) == QColor(theme.AMBER)
