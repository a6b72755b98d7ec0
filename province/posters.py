"""Posters: location codes as PDF pages to print and hang on a wall."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import segno
from reportlab.lib.pagesizes import A4 as A4_PAGE
from reportlab.lib.pagesizes import A5 as A5_PAGE
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kiosk.decision import LOCAL
from province.drawing import (
    BOLD,
    REGULAR,
    Pen,
    draw_symbol,
    load_fonts,
    load_vietnamese,
)

PATH = "/l/"
QUIET_MODULES = 4
"""ISO/IEC 18004: what must stay white around a symbol."""
_GROUP = 5
_ROOM = 0.92
_BELOW = 0.4
"""Of a size, what hangs below the line: the dot of Ệ too."""


class Paper(StrEnum):
    """What a poster is printed on."""

    A4 = "a4"
    A5 = "a5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What one poster says."""

    poster_id: str
    point_name: str
    address: str
    gate: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Sizes of a paper: the symbol's in points, fonts' too.

    On A4 the symbol is 15 cm and more (Hà Nội's letter of 23 September 2021,
    reference/formats.md). With its quiet zone a symbol of 33 modules and 15 cm takes
    18.6 cm; A5, however it lies, has 14.8, so 11.9 cm is the most that it can carry.
    """

    page: tuple[float, float]
    symbol: float
    title: float
    name: float
    text: float


_LAYOUTS = {
    Paper.A4: _Layout(page=A4_PAGE, symbol=151 * mm, title=24, name=21, text=13),
    Paper.A5: _Layout(page=A5_PAGE, symbol=118 * mm, title=12, name=11, text=8),
}


def name_address(public_url: str, poster_id: str) -> str:
    """Return what the code of a poster says."""
    return f"{public_url.rstrip('/')}{PATH}{poster_id}"


def group(poster_id: str) -> str:
    """Return an id as people read it out."""
    starts = range(0, len(poster_id), _GROUP)
    return "-".join(poster_id[at : at + _GROUP] for at in starts)


def make_symbol(address: str) -> segno.QRCode:
    """Return the QR of an address at level Q, which still reads with a quarter gone."""
    return segno.make(address, error="q", boost_error=False, micro=False)


def draw(
    sheets: Iterable[Sheet], paper: Paper, public_url: str, province: str
) -> bytes:
    """Return a PDF with a page for each of `sheets`; fonts are inside it."""
    load_fonts()
    layout = _LAYOUTS[paper]
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=layout.page, pageCompression=1, lang="vi-VN")
    canvas.setTitle(load_vietnamese()["posters_title"])
    canvas.setAuthor(province)
    for sheet in sheets:
        address = name_address(public_url, sheet.poster_id)
        _draw_sheet(canvas, layout, sheet, address)
        _draw_foot(canvas, layout, province, sheet.made_at)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _draw_sheet(canvas: Canvas, layout: _Layout, sheet: Sheet, address: str) -> None:
    texts, (width, height) = load_vietnamese(), layout.page
    middle, room = width / 2, width * _ROOM
    pen = Pen(canvas=canvas, middle=middle, room=room, top=height - layout.title)
    pen.write(texts["posters_sheet_title"], BOLD, layout.title)
    pen.skip(layout.text / 2)
    pen.write(sheet.point_name, BOLD, layout.name, most=2)
    pen.skip(layout.text / 2)
    pen.write(sheet.address, REGULAR, layout.text)
    pen.write(sheet.gate, BOLD, layout.text * 1.3)
    rows = [list(row) for row in make_symbol(address).matrix]
    side = min(layout.symbol, width * len(rows) / (len(rows) + 2 * QUIET_MODULES))
    quiet = QUIET_MODULES * side / len(rows)
    pen.skip(quiet + _BELOW * layout.text * 1.3)
    draw_symbol(canvas, rows, left=middle - side / 2, top=pen.top, side=side)
    pen.skip(side + quiet)
    pen.write(group(sheet.poster_id), BOLD, layout.text * 1.3)
    pen.skip(layout.text / 2)
    for key in ("posters_step_1", "posters_step_2", "posters_step_3"):
        pen.write(texts[key], REGULAR, layout.text, most=2)


def _draw_foot(
    canvas: Canvas, layout: _Layout, province: str, made_at: datetime
) -> None:
    made = f"{load_vietnamese()['posters_made']} {made_at.astimezone(LOCAL):%d/%m/%Y}"
    edge = layout.text * 1.5
    canvas.setFont(REGULAR, layout.text * 0.75)
    canvas.drawString(edge, edge, province)
    canvas.drawRightString(layout.page[0] - edge, edge, made)
