"""Code sheet: one-time enrolment codes as a PDF, to be cut and taken to the gates."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import segno
from reportlab.lib.pagesizes import A4
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

ACROSS, DOWN = 2, 3
_SIDE = 58 * mm
"""49 modules of 1.2 mm: any reader takes it from a hand's breadth."""
_MARGIN = 8 * mm


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A code with the place it is for."""

    point_id: str
    point_name: str
    gate: str
    code: str
    expires_at: datetime


def draw(labels: Sequence[Label]) -> bytes:
    """Return a PDF with six codes a page, in the order of `labels`."""
    load_fonts()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, pageCompression=1, lang="vi-VN")
    canvas.setTitle(load_vietnamese()["enrolling_sheet_title"])
    each = ACROSS * DOWN
    for number, label in enumerate(labels):
        if number and number % each == 0:
            canvas.showPage()
        _draw_label(canvas, label, number % each)
    canvas.save()
    return file.getvalue()


def _draw_label(canvas: Canvas, label: Label, place: int) -> None:
    texts, (width, height) = load_vietnamese(), A4
    wide, high = width / ACROSS, height / DOWN
    left, top = place % ACROSS * wide, height - place // ACROSS * high
    canvas.setDash(2, 4)
    canvas.rect(left, top - high, wide, high)
    room = wide - 2 * _MARGIN
    middle = left + wide / 2
    pen = Pen(canvas=canvas, middle=middle, room=room, top=top - _MARGIN / 2)
    pen.write(label.point_name, BOLD, 12)
    place_name = " · ".join(filter(None, (label.point_id, label.gate)))
    pen.write(place_name, REGULAR, 10)
    rows = [list(row) for row in _make_symbol(label.code).matrix]
    pen.skip(4 * _SIDE / len(rows))
    draw_symbol(canvas, rows, left=middle - _SIDE / 2, top=pen.top, side=_SIDE)
    pen.skip(_SIDE + _MARGIN / 2)
    until = f"{label.expires_at.astimezone(LOCAL):%H:%M %d/%m/%Y}"
    pen.write(f"{texts['enrolling_expires']}: {until}", REGULAR, 9)


def _make_symbol(code: str) -> segno.QRCode:
    return segno.make(code, error="m", boost_error=False, micro=False)
