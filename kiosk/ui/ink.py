"""Ink: pens, fields and frames that are painted before Qt's enumerations are made.

A pen or a brush of a colour, made at once, makes them all (`kiosk.ui.numbers`);
one whose colour is set, and a path, do not.
"""

from PySide6.QtGui import QColor, QPainter, QPainterPath, QPalette, QPen
from PySide6.QtWidgets import QWidget


def make_pen(color: str, width: float = 1.0) -> QPen:
    """Return a pen as Qt would make it of these."""
    pen = QPen()
    pen.setColor(QColor(color))
    pen.setWidthF(width)
    return pen


def fill(painter: QPainter, path: QPainterPath, color: str) -> None:
    """Fill `path` with `color`."""
    painter.fillPath(path, make_pen(color).brush())


def lay_ground(widget: QWidget, color: str) -> None:
    """Let `color` lie under what `widget` paints."""
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.Window, QColor(color))
    widget.setPalette(palette)
    widget.setAutoFillBackground(True)
