"""Drawing: QR symbols and Vietnamese text on pages of a PDF."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from province.words import load_page_texts

REGULAR, BOLD = "Province", "ProvinceBold"
LINE = 1.35
"""Stacked Vietnamese marks need more than the usual 1.2."""
_SMALLEST = 5.0
_SHRINK = 0.92

Rows = Sequence[Sequence[int]]
"""A QR's modules from the top, 1 is dark."""


@dataclass(slots=True, kw_only=True)
class Pen:
    """Writes centred lines downwards from `top` around `middle`, `room` wide."""

    canvas: Canvas
    middle: float
    room: float
    top: float

    def write(self, text: str, font: str, size: float, most: int = 1) -> None:
        """Write `text`, smaller where it takes more than `most` lines."""
        lines = simpleSplit(text, font, size, self.room)
        while len(lines) > most and size > _SMALLEST:
            size *= _SHRINK
            lines = simpleSplit(text, font, size, self.room)
        self.canvas.setFont(font, size)
        for line in lines[:most]:
            self.top -= size * LINE
            self.canvas.drawCentredString(self.middle, self.top, line)

    def skip(self, height: float) -> None:
        """Leave `height` white."""
        self.top -= height


def draw_symbol(
    canvas: Canvas, rows: Rows, *, left: float, top: float, side: float
) -> None:
    """Draw a QR of `side` points below `top`; its quiet zone is the caller's."""
    module = side / len(rows)
    path = canvas.beginPath()
    for line, row in enumerate(rows, start=1):
        for start, length in find_runs(row):
            path.rect(
                left + start * module, top - line * module, length * module, module
            )
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)


def find_runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield where dark modules stand side by side, and how many they are."""
    start = 0
    while start < len(row):
        end = start
        while end < len(row) and row[end]:
            end += 1
        if end > start:
            yield start, end - start
        start = end + 1


@cache
def load_fonts() -> None:
    """Make our own fonts known: they go into every file."""
    folder = files("assets") / "fonts"
    for name, file in ((REGULAR, "Regular"), (BOLD, "Bold")):
        content = (folder / f"NotoSans-{file}.ttf").read_bytes()
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(content)))


@cache
def load_vietnamese() -> dict[str, str]:
    """Return the pages' texts in Vietnamese: what is printed hangs in Vietnam."""
    return {key: phrase.vi for key, phrase in load_page_texts().items()}
