"""Sheet: a page of A4 that is written on in millimetres."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from kiosk.ui import theme
from kiosk.ui.fitting import fit_into

WIDTH_MM, HEIGHT_MM = 190.0, 277.0
"""A4 within margins of 10 mm."""
POINT_MM = 25.4 / 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is painted with; places are given in millimetres, sizes in points."""

    painter: QPainter
    dots_per_mm: float

    def write(
        self,
        text: str,
        rect: QRectF,
        size_pt: float,
        *,
        bold: bool = False,
        lines: int = 2,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """Write `text` in `rect` in at most so many lines; it shrinks to fit."""
        if not text:
            return
        place = self.scale(rect)
        largest = size_pt * POINT_MM * self.dots_per_mm
        room = place.toAlignedRect().size()
        fit = fit_into(text, largest, room, bold=bold, lines=lines)
        self.painter.setFont(theme.make_font(fit.size_px, bold=bold))
        self.painter.setPen(QPen(QColor(theme.BLACK)))
        middle = Qt.AlignmentFlag.AlignVCenter
        self.painter.drawText(place, side | middle, fit.text)

    def rule(self, top_mm: float, color: str, *, left_mm: float = 0.0) -> None:
        """Draw a line across the page, from `left_mm` on."""
        width = max(1.0, 0.2 * self.dots_per_mm)
        self.painter.setPen(QPen(QColor(color), width))
        top = top_mm * self.dots_per_mm
        left, right = left_mm * self.dots_per_mm, WIDTH_MM * self.dots_per_mm
        self.painter.drawLine(round(left), round(top), round(right), round(top))

    def scale(self, rect: QRectF) -> QRectF:
        """Return a place in dots."""
        by = self.dots_per_mm
        return QRectF(
            rect.left() * by, rect.top() * by, rect.width() * by, rect.height() * by
        )
