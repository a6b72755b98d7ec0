"""Roll sheet: the list of a roll call on A4, to be ticked with a pen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPen

from kiosk.decision import LOCAL
from kiosk.reception import Visit, VisitField
from kiosk.ui import theme
from kiosk.ui.paper_calls import PrintRoll
from kiosk.ui.sheet import WIDTH_MM, Sheet
from kiosk.ui.texts import Texts

ROWS = 30
_ROW_MM = 8.0
_HEAD_MM = 21.0
_LIGHT = "#B8C0C6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the list: its heading's key, width, and what stands in it."""

    key: str
    width_mm: float
    read: Callable[[Visit], str]


COLUMNS = (
    Column(key="seen", width_mm=13, read=lambda _: ""),
    Column(key="name", width_mm=56, read=lambda visit: visit.name),
    Column(key="host", width_mm=36, read=lambda visit: _field(visit, VisitField.HOST)),
    Column(
        key="company", width_mm=33, read=lambda visit: _field(visit, VisitField.COMPANY)
    ),
    Column(
        key="plate", width_mm=21, read=lambda visit: _field(visit, VisitField.PLATE)
    ),
    Column(
        key="came",
        width_mm=17,
        read=lambda visit: f"{visit.came_at.astimezone(LOCAL):%d/%m %H:%M}",
    ),
    Column(
        key="badge", width_mm=14, read=lambda visit: _field(visit, VisitField.BADGE)
    ),
)


def count_pages(call: PrintRoll) -> int:
    """Return how many pages the list takes; one at least."""
    return max(1, -(-len(call.roll.list_shown()) // ROWS))


def paint_page(sheet: Sheet, call: PrintRoll, page: int, texts: Texts) -> None:
    """Paint page `page`, counted from 0, of what the screen shows."""
    _paint_head(sheet, call, page, texts)
    visits = call.roll.list_shown()[page * ROWS : (page + 1) * ROWS]
    for index, visit in enumerate(visits):
        top = _HEAD_MM + index * _ROW_MM
        _paint_row(sheet, visit, top, is_seen=visit.visit_id in call.roll.seen)


def _paint_head(sheet: Sheet, call: PrintRoll, page: int, texts: Texts) -> None:
    say, roll = texts.say, call.roll
    number = say("paper.page", page=str(page + 1), pages=str(count_pages(call)))
    sheet.write(say("paper.roll.title"), QRectF(0, 0, 150, 9), 18, bold=True)
    sheet.write(number, QRectF(160, 0, 30, 9), 10)
    count = say(
        "paper.roll.count",
        count=str(len(roll.visits)),
        time=f"{roll.taken_at.astimezone(LOCAL):%H:%M %d/%m/%Y}",
        seen=str(len(roll.seen)),
        unseen=str(roll.unseen_count),
        printed=_tell_hour(call.at),
    )
    sheet.write(count, QRectF(0, 9, WIDTH_MM, 6), 10)
    left = 0.0
    for column in COLUMNS:
        text = say(f"paper.roll.{column.key}")
        rect = QRectF(left, 15, column.width_mm - 1, 6)
        sheet.write(text, rect, 9, bold=True)
        left += column.width_mm
    sheet.rule(_HEAD_MM, theme.BLACK)


def _paint_row(sheet: Sheet, visit: Visit, top: float, *, is_seen: bool) -> None:
    _paint_box(sheet, top, is_seen=is_seen)
    left = COLUMNS[0].width_mm
    for column in COLUMNS[1:]:
        is_name = column.key == "name"
        rect = QRectF(left, top, column.width_mm - 1, _ROW_MM)
        sheet.write(column.read(visit), rect, 11 if is_name else 9, bold=is_name)
        left += column.width_mm
    sheet.rule(top + _ROW_MM, _LIGHT)


def _paint_box(sheet: Sheet, top: float, *, is_seen: bool) -> None:
    painter = sheet.painter
    place = sheet.scale(QRectF(2, top + 1.5, 5, 5))
    painter.setPen(QPen(QColor(theme.BLACK), max(1.0, 0.35 * sheet.dots_per_mm)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place)
    if is_seen:
        painter.drawLine(place.topLeft(), place.bottomRight())
        painter.drawLine(place.topRight(), place.bottomLeft())


def _field(visit: Visit, name: VisitField) -> str:
    return visit.fields.get(name, "")


def _tell_hour(at: datetime) -> str:
    return f"{at.astimezone(LOCAL):%H:%M}"
