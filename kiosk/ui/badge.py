"""Badge: what a visitor wears, painted at the size of its label."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import segno
from PySide6.QtCore import QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from kiosk.decision import LOCAL
from kiosk.reception import Visit, VisitField
from kiosk.ui import theme
from kiosk.ui.fitting import fit_into
from kiosk.ui.gate_buttons import Languages
from kiosk.ui.texts import Texts

SIZE_MM = QSizeF(105, 74)
"""A7, which badge holders and label printers take."""
LEAST_NAME_PT = 24.0
"""A name is read across a desk (screens.md 6); 48 letters are, in three lines."""
_NAME_PT = 30.0
_NAME_LINES = 3
_POINT_MM = 25.4 / 72
_QUIET_MODULES = 4
_EDGE_MM = 4.0
_WIDTH_MM = 97.0
_BAND_MM = 11.0
_NAME_MM = 35.2
_ROW_MM = 5.2
_QR_MM = 27.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One text of a badge; sizes in points, places in millimetres."""

    text: str
    rect: QRectF
    size_pt: float
    bold: bool = False
    lines: int = 1


def paint_badge(
    painter: QPainter, visit: Visit, languages: Languages, dots_per_mm: float
) -> None:
    """Paint the badge of `visit` with its corner at the painter's origin."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    _paint_band(painter, languages, dots_per_mm)
    for line in list_lines(visit, languages):
        _paint_line(painter, line, dots_per_mm)
    number = visit.fields.get(VisitField.BADGE, "")
    if number:
        left = SIZE_MM.width() - _QR_MM
        top = SIZE_MM.height() - _QR_MM
        place = _scale(QRectF(left, top, _QR_MM, _QR_MM), dots_per_mm)
        paint_qr(painter, number, place)


def list_lines(visit: Visit, languages: Languages) -> Iterator[Line]:
    """Yield every text of a badge below its band."""
    yield Line(
        text=visit.name,
        rect=QRectF(_EDGE_MM, _BAND_MM + 0.3, _WIDTH_MM, _NAME_MM),
        size_pt=_NAME_PT,
        bold=True,
        lines=_NAME_LINES,
    )
    number = visit.fields.get(VisitField.BADGE, "")
    width = _WIDTH_MM - _QR_MM if number else _WIDTH_MM
    top = _BAND_MM + 0.3 + _NAME_MM
    for text, size_pt, bold in _list_small(visit, languages[0]):
        rect = QRectF(_EDGE_MM, top, width, _ROW_MM)
        yield Line(text=text, rect=rect, size_pt=size_pt, bold=bold)
        top += _ROW_MM


def _list_small(visit: Visit, texts: Texts) -> Iterator[tuple[str, float, bool]]:
    fields = visit.fields
    came, end = visit.came_at.astimezone(LOCAL), find_end(visit.came_at)
    if fields.get(VisitField.HOST):
        yield texts.say("paper.host", host=fields[VisitField.HOST]), 12.0, True
    if fields.get(VisitField.COMPANY):
        text = texts.say("paper.company", company=fields[VisitField.COMPANY])
        yield text, 10.0, False
    yield texts.say("paper.day", day=f"{came:%d/%m/%Y %H:%M}"), 10.0, False
    yield texts.say("paper.valid_until", time=f"{end:%H:%M %d/%m}"), 10.0, True
    number = fields.get(VisitField.BADGE, "")
    yield f"{number} · {texts.say('paper.return')}".strip(" ·"), 8.0, False


def find_end(came_at: datetime) -> datetime:
    """Return until when a badge is valid: the end of its day in Việt Nam."""
    day = came_at.astimezone(LOCAL).date()
    midnight = datetime.combine(day + timedelta(days=1), time(), LOCAL)
    return midnight - timedelta(minutes=1)


def paint_qr(painter: QPainter, digits: str, place: QRectF) -> None:
    """Paint `digits` as a QR of numeric mode, whose quiet zone is in `place`."""
    code = segno.make(digits, error="q", micro=False, boost_error=False)
    rows = [bytes(row) for row in code.matrix]
    module = int(place.width() / (len(rows) + 2 * _QUIET_MODULES))
    side = module * len(rows)
    left = round(place.left() + (place.width() - side) / 2)
    top = round(place.top() + (place.height() - side) / 2)
    for row_index, row in enumerate(rows):
        for column, is_dark in enumerate(row):
            if is_dark:
                at = QRect(
                    left + column * module, top + row_index * module, module, module
                )
                painter.fillRect(at, Qt.GlobalColor.black)


def _paint_band(painter: QPainter, languages: Languages, dots_per_mm: float) -> None:
    band = _scale(QRectF(0, 0, SIZE_MM.width(), _BAND_MM), dots_per_mm)
    painter.fillRect(band, QColor(theme.BLACK))
    first, second = (texts.say("paper.visitor") for texts in languages)
    painter.setPen(QPen(QColor(theme.WHITE)))
    for text, size_pt, side in (
        (first, 24.0, Qt.AlignmentFlag.AlignLeft),
        (second, 15.0, Qt.AlignmentFlag.AlignRight),
    ):
        room = _scale(QRectF(_EDGE_MM, 0, _WIDTH_MM, _BAND_MM), dots_per_mm)
        size_px = size_pt * _POINT_MM * dots_per_mm
        painter.setFont(theme.make_font(size_px, bold=True))
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, text)


def _paint_line(painter: QPainter, line: Line, dots_per_mm: float) -> None:
    rect = _scale(line.rect, dots_per_mm)
    largest_px = line.size_pt * _POINT_MM * dots_per_mm
    room = rect.toAlignedRect().size()
    fit = fit_into(line.text, largest_px, room, bold=line.bold, lines=line.lines)
    painter.setFont(theme.make_font(fit.size_px, bold=line.bold))
    painter.setPen(QPen(QColor(theme.BLACK)))
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | middle, fit.text)


def _scale(rect: QRectF, dots_per_mm: float) -> QRectF:
    return QRectF(
        rect.left() * dots_per_mm,
        rect.top() * dots_per_mm,
        rect.width() * dots_per_mm,
        rect.height() * dots_per_mm,
    )
