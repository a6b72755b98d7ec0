"""Recovery sheet: the recovery passphrase on A4, for the safe of who is in charge."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPen

from kiosk.decision import LOCAL
from kiosk.ui import theme
from kiosk.ui.gate_buttons import Languages
from kiosk.ui.setup.calls import Joined
from kiosk.ui.sheet import WIDTH_MM, Sheet
from kiosk.ui.texts import Texts

LETTER_PT = 28.0
"""Capitals 7 mm high, read at arm's length by a torch; the widest fits its cell."""
_CELL_MM = 11.0, 15.0
_GROUP_LETTERS = 5
_GROUPS_A_ROW = 3
_GROUP_STEP_MM = 62.0
_ROW_STEP_MM = 24.0
_MARK_MM = 4.5
_BOX = QRectF(0, 87, WIDTH_MM, 71.5)
_GREY = "#DDDDDD"
_RULES_MM = 20.0, 206.0, 249.0
_SIGNED_LEFT_MM = 66.0
_SIGNED_MM = 263.0, 276.0
_FACTS = ("province", "point", "gate", "fingerprint", "made")
_DUTIES = ("keep", "who", "pin", "key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text of the sheet: where it stands in millimetres, how large at most."""

    text: str
    rect: QRectF
    size_pt: float
    bold: bool = False
    lines: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One letter of the passphrase: all are as wide, and digits are told from letters."""

    letter: str
    rect: QRectF

    @property
    def is_digit(self) -> bool:
        """Say whether it gets a grey field, and the word below it."""
        return self.letter.isdigit()


def paint_page(sheet: Sheet, joined: Joined, languages: Languages) -> None:
    """Paint the one page, in Vietnamese and below it in English."""
    for top_mm in _RULES_MM:
        sheet.rule(top_mm, theme.BLACK)
    for top_mm in _SIGNED_MM:
        sheet.rule(top_mm, theme.BLACK, left_mm=_SIGNED_LEFT_MM)
    for one in list_passages(joined, languages):
        sheet.write(one.text, one.rect, one.size_pt, bold=one.bold, lines=one.lines)
    _paint_frame(sheet)
    digit = _order(languages)[0].say("setup.sheet.digit")
    for cell in list_cells(joined.recovery):
        _paint_cell(sheet, cell, digit)


def list_passages(joined: Joined, languages: Languages) -> Iterator[Passage]:
    """Yield every text but the passphrase itself, from the top."""
    first, second = _order(languages)
    yield from _list_head(first, second)
    yield from _list_facts(joined, first, second)
    yield from _list_reading(joined, first, second)
    yield from _list_duties(first, QRectF(0, 161, WIDTH_MM, 10), 11.5)
    yield from _list_duties(second, QRectF(0, 208, WIDTH_MM, 9), 10.0)
    yield from _list_signing(first, second)


def list_cells(passphrase: str) -> Iterator[Cell]:
    """Yield the letters of `passphrase`, each in its place."""
    width, height = _CELL_MM
    for number, group in enumerate(passphrase.split("-")):
        row, column = divmod(number, _GROUPS_A_ROW)
        left = _BOX.left() + 5 + column * _GROUP_STEP_MM
        top = _BOX.top() + 4 + row * _ROW_STEP_MM
        for place, letter in enumerate(group[:_GROUP_LETTERS]):
            rect = QRectF(left + place * width, top, width, height)
            yield Cell(letter=letter, rect=rect)


def _list_head(first: Texts, second: Texts) -> Iterator[Passage]:
    for texts, top, size_pt in ((first, 0, 24.0), (second, 11, 14.0)):
        rect = QRectF(0, top, WIDTH_MM, 11 if top == 0 else 7)
        title = texts.say("setup.sheet.title")
        yield Passage(text=title, rect=rect, size_pt=size_pt, bold=True)
    for texts, top, size_pt in ((first, 22, 12.0), (second, 34, 10.5)):
        rect = QRectF(0, top, WIDTH_MM, 11.5)
        what = texts.say("setup.sheet.what")
        yield Passage(text=what, rect=rect, size_pt=size_pt, lines=2)


def _list_facts(joined: Joined, first: Texts, second: Texts) -> Iterator[Passage]:
    values = {
        "province": joined.province,
        "point": joined.point,
        "gate": joined.gate,
        "fingerprint": joined.kiosk_id,
        "made": f"{joined.at.astimezone(LOCAL):%d/%m/%Y %H:%M}",
    }
    for row, key in enumerate(_FACTS):
        label = f"{first.say(f'setup.fact.{key}')} · {second.say(f'setup.fact.{key}')}"
        top = 46.5 + 7.8 * row
        yield Passage(text=label, rect=QRectF(0, top, 68, 7.8), size_pt=10.5)
        rect = QRectF(70, top, WIDTH_MM - 70, 7.8)
        yield Passage(text=values[key], rect=rect, size_pt=14.0, bold=True, lines=2)


def _list_reading(joined: Joined, first: Texts, second: Texts) -> Iterator[Passage]:
    """Yield how the passphrase is read, inside its frame."""
    count = str(len(joined.recovery.replace("-", "")))
    digit = first.say("setup.sheet.digit")
    top = _BOX.top() + 4 + 2 * _ROW_STEP_MM
    for texts, size_pt in ((first, 10.5), (second, 9.0)):
        text = texts.say("setup.sheet.reading", count=count, digit=digit)
        rect = QRectF(5, top, WIDTH_MM - 10, 9)
        yield Passage(text=text, rect=rect, size_pt=size_pt, lines=2)
        top += 9.5


def _list_duties(texts: Texts, first: QRectF, size_pt: float) -> Iterator[Passage]:
    forgot = texts.say("admin.button.forgot")
    for row, key in enumerate(_DUTIES):
        text = texts.say(f"setup.sheet.{key}", forgot=forgot)
        rect = first.translated(0, row * (first.height() + 1))
        yield Passage(text=text, rect=rect, size_pt=size_pt, lines=2)


def _list_signing(first: Texts, second: Texts) -> Iterator[Passage]:
    """Yield who has to write what on the lines at the bottom."""
    for bottom, key in zip(_SIGNED_MM, ("received", "day"), strict=True):
        for texts, above, size_pt in ((first, 11, 10.5), (second, 5.5, 9.0)):
            rect = QRectF(0, bottom - above, _SIGNED_LEFT_MM - 2, 5.5)
            text = texts.say(f"setup.sheet.{key}")
            yield Passage(text=text, rect=rect, size_pt=size_pt)


def _paint_frame(sheet: Sheet) -> None:
    sheet.painter.setPen(QPen(QColor(theme.BLACK), 0.7 * sheet.dots_per_mm))
    sheet.painter.setBrush(Qt.BrushStyle.NoBrush)
    sheet.painter.drawRect(sheet.scale(_BOX))


def _paint_cell(sheet: Sheet, cell: Cell, digit: str) -> None:
    painter, place = sheet.painter, sheet.scale(cell.rect)
    middle = Qt.AlignmentFlag.AlignHCenter
    if cell.is_digit:
        painter.fillRect(place, QColor(_GREY))
        below = QRectF(cell.rect.left(), cell.rect.bottom(), _CELL_MM[0], _MARK_MM)
        sheet.write(digit, below, 9.0, bold=True, lines=1, side=middle)
    painter.setPen(QPen(QColor(theme.BLACK), max(1.0, 0.25 * sheet.dots_per_mm)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place)
    sheet.write(cell.letter, cell.rect, LETTER_PT, bold=True, lines=1, side=middle)


def _order(languages: Languages) -> Languages:
    """Return Vietnamese first: the sheet outlives the screen's language."""
    first, second = sorted(languages, key=lambda texts: texts.language != "vi")
    return first, second
