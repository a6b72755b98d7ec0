"""Pictures: icons and borders as Qt paints them."""

from functools import lru_cache
from itertools import pairwise

from PySide6 import QtCore
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtSvg import QSvgRenderer

from assets.folder import ASSETS
from kiosk.ui.screens import Border
from kiosk.ui.status import Icon


@lru_cache(maxsize=64)
def draw_icon(icon: Icon, color: str, size: int) -> QPixmap:
    """Return `icon` in `color`, `size` pixels wide and high."""
    source = ASSETS / "icons" / f"{icon.value}.svg"
    drawing = source.read_text(encoding="utf-8").replace("currentColor", color)
    pixmap = _make_sharp(size)
    pixmap.fill(QColor(0, 0, 0, 0))
    with QPainter(pixmap) as painter:
        QSvgRenderer(drawing.encode()).render(painter, QRectF(0, 0, size, size))
    return pixmap


def _make_sharp(size: int) -> QPixmap:
    """Return a pixmap with as many pixels as a scaled display shows for `size`."""
    application = QGuiApplication.instance()
    ratio = 1.0
    if isinstance(application, QGuiApplication):
        ratio = application.devicePixelRatio()
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def paint_border(
    painter: QPainter, border: Border, color: QColor, frame: QRectF, thickness: int
) -> None:
    """Paint `border` along the inside of `frame`."""
    match border:
        case Border.NONE:
            return
        case Border.STRIPES:
            _paint_stripes(painter, color, frame, thickness)
        case Border.DASHED | Border.DOTTED | Border.SOLID:
            _paint_line(painter, border, color, frame, thickness)


def _paint_line(
    painter: QPainter, border: Border, color: QColor, frame: QRectF, thickness: int
) -> None:
    inset = thickness / 2
    corners = QPolygonF(frame.adjusted(inset, inset, -inset, -inset))
    # Dots meet in the corner's middle, dashes and lines at its outside.
    reach = 0 if border is Border.DOTTED else inset
    for start, end in pairwise(corners.toList()):  # closed: its last is its first
        side = QLineF(start, end)
        side.setLength(side.length() + reach)
        side = QLineF(side.p2(), side.p1())
        side.setLength(side.length() + reach)
        painter.setPen(_make_pen(border, color, thickness, side.length()))
        painter.drawLine(side)


def _make_pen(border: Border, color: QColor, thickness: int, length: float) -> QPen:
    pen = QPen(color, thickness)
    match border:
        case Border.DASHED:
            # Half a dash meets half a dash at each corner.
            step = _divide(length, 5.5 * thickness) / thickness
            pen.setCapStyle(QtCore.Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([step * 0.6, step * 0.4])
            pen.setDashOffset(step * 0.3)
        case Border.DOTTED:
            step = _divide(length, 2.2 * thickness) / thickness
            pen.setCapStyle(QtCore.Qt.PenCapStyle.RoundCap)
            pen.setDashPattern([_DOT, step - _DOT])
        case _:
            pen.setCapStyle(QtCore.Qt.PenCapStyle.FlatCap)
    return pen


def _divide(length: float, step: float) -> float:
    """Return the step nearest to `step` that divides `length`."""
    return length / max(1, round(length / step))


_DOT = 0.001
"""A dash this short with a round cap is a dot."""


def _paint_stripes(
    painter: QPainter, color: QColor, frame: QRectF, thickness: int
) -> None:
    ring = QPainterPath()
    ring.addRect(frame)
    ring.addRect(frame.adjusted(thickness, thickness, -thickness, -thickness))
    painter.save()
    painter.setClipPath(ring)
    painter.setPen(QPen(color, thickness * 0.8))
    reach = frame.height()
    left = frame.left() - reach
    while left < frame.right() + thickness:
        painter.drawLine(QLineF(left, frame.bottom(), left + reach, frame.top()))
        left += thickness * 2.2
    painter.restore()
