"""Log row: one entry of the log as a button."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.pictures import draw_icon
from kiosk.ui.reception_theme import ButtonPaint
from kiosk.ui.reception_widgets import Caption, paint_frame, paint_ring
from kiosk.ui.screens import LOOKS
from kiosk.ui.staff.log_screens import LogRow
from kiosk.ui.theme import PALETTE

_ROW = ButtonPaint(field=look.ROW, ink=look.INK, border=look.LINE)
_ALERT = look.DESK.alert
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_UPPER = 0.53
"""Of a row's height: the line that is read first."""
_SHARES = (25, 44, 44)
"""When and what; who; where it is."""
_ICON_UNITS = 4.4


class LogRowView(QPushButton):
    """Shows one entry in the place that it has; a tap opens it."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row: LogRow | None = None
        self._unit = 1.0
        self._is_tall = False
        self._size = self.size()
        names = ("time", "outcome", "name", "number", "act", "state")
        self._captions = {name: Caption(f"row_{name}", self) for name in names}
        for caption in self._captions.values():
            caption.setAlignment(_LEFT)
        self.clicked.connect(self.on_clicked)

    def show_row(self, row: LogRow | None, unit: float, *, is_tall: bool) -> None:
        """Show `row`, None where it is still read; a tall one has three lines."""
        shown = (row, unit, is_tall, self.size())
        if shown != (self._row, self._unit, self._is_tall, self._size):
            self._row, self._unit, self._is_tall = row, unit, is_tall
            self._size = self.size()
            self._arrange()
            self.update()
        self.show()

    def take_away(self) -> None:
        """Hide, and hold nothing of anybody."""
        self.hide()
        self._row = None
        self.setAccessibleName("")
        for caption in self._captions.values():
            caption.take_away()

    @Slot()
    def on_clicked(self) -> None:
        """Tell which entry it is."""
        if self._row is not None:
            self.tapped.emit(self._row.tap)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the field, the verdict's colour and icon, and the ring of the focus."""
        del event
        with QPainter(self) as painter:
            paint_frame(painter, QRectF(self.rect()), _ROW, self._unit)
            if self._row is not None:
                self._paint_verdict(painter, self._row)
            if self.hasFocus():
                paint_ring(painter, QRectF(self.rect()), self._unit)

    def _paint_verdict(self, painter: QPainter, row: LogRow) -> None:
        edge = round(look.BORDER * self._unit) + 1
        place = self._verdict_place.adjusted(edge, edge, 0, -edge)
        corner = look.CORNER * self._unit
        path = QPainterPath()
        path.addRoundedRect(QRectF(place), corner, corner)
        paint = PALETTE[row.kind]
        painter.fillPath(path, QColor(paint.field))
        side = round(_ICON_UNITS * self._unit)
        left = place.left() + (place.width() - side) // 2
        top = place.top() + (place.height() - side) // 2
        icon, _ = LOOKS[row.kind]
        painter.drawPixmap(left, top, draw_icon(icon, paint.ink, side))

    @property
    def _verdict_place(self) -> QRect:
        return QRect(0, 0, round(look.LOG_ROW * self._unit), self.height())

    def _arrange(self) -> None:
        row = self._row
        if row is None:
            for caption in self._captions.values():
                caption.take_away()
            return
        self.setAccessibleName(
            f"{row.time}, {row.outcome}, {row.name}, {row.number}, {row.act}, {row.state}"
        )
        pad = round(look.PADDING * self._unit)
        left = self._verdict_place.right() + pad
        area = QRect(left, 0, self.width() - left - pad, self.height())
        places = self._stack(area) if self._is_tall else self._lay_out(area)
        self._write(row, places)

    def _lay_out(self, area: QRect) -> list[QRect]:
        """Return places in three columns of two lines."""
        columns = _divide(area, _SHARES)
        return [place for one in columns for place in self._split(one, _UPPER)]

    def _stack(self, area: QRect) -> list[QRect]:
        """Return places in three lines: an upright screen is narrow, a name is long."""
        edge = round(0.4 * self._unit)
        area = area.adjusted(0, edge, 0, -edge)
        height = area.height() // 3
        lines = [
            QRect(area.left(), area.top() + line * height, area.width(), height)
            for line in range(3)
        ]
        time, outcome, act = _divide(lines[0], (20, 46, 34))
        number, state = _divide(lines[2], (30, 70))
        return [time, outcome, lines[1], number, act, state]

    def _split(self, column: QRect, share: float) -> list[QRect]:
        edge = round(0.35 * self._unit)
        upper = round((column.height() - 2 * edge) * share)
        lower = column.height() - 2 * edge - upper
        top = column.top() + edge
        return [
            QRect(column.left(), top, column.width(), upper),
            QRect(column.left(), top + upper, column.width(), lower),
        ]

    def _write(self, row: LogRow, places: list[QRect]) -> None:
        state_ink = _ALERT if row.needs_attention else look.QUIET
        name_ink = look.QUIET if row.is_void else look.INK
        texts = (
            ("time", row.time, look.INK, True),
            ("outcome", row.outcome, look.INK, False),
            ("name", row.name, name_ink, True),
            ("number", row.number, look.QUIET, False),
            ("act", row.act, look.INK, True),
            ("state", row.state, state_ink, row.needs_attention),
        )
        size_px = look.LOG_TEXT * self._unit
        for place, (name, text, ink, bold) in zip(places, texts, strict=True):
            caption = self._captions[name]
            caption.setGeometry(place)
            caption.fit(text, size_px, ink, bold=bold)
            font = caption.font()
            font.setStrikeOut(name == "name" and row.is_void)
            caption.setFont(font)


def _divide(line: QRect, shares: Sequence[int]) -> list[QRect]:
    places, left = [], line.left()
    for share in shares:
        width = line.width() * share // sum(shares)
        # A hundredth of the line keeps the texts apart.
        inner = width - line.width() // 100
        places.append(QRect(left, line.top(), inner, line.height()))
        left += width
    return places
