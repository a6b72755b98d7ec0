"""Sheet: the lines of an uploaded table, CSV or XLSX, as cells of text."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from province import workbook

MOST_BYTES = 8 * 1024 * 1024
MOST_LINES = 20_000
"""A province has some 6,000 points; 20,000 places are the largest register seen."""
MOST_CELLS = 64
LONGEST_CELL = 2_000
_RISKY = ("'=", "'+", "'-", "'@")
"""Our own downloads write a formula so; what comes back is the text again."""
_OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class SheetFault(StrEnum):
    """Why no table was read; its sentence is `sheet_fault_CODE`."""

    EMPTY = "empty"
    NOT_A_TABLE = "not_a_table"
    OLD_EXCEL = "old_excel"
    TOO_LARGE = "too_large"
    UNSAFE = "unsafe"
    NO_HEADING = "no_heading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that says something; `number` is that of the file, from 1."""

    number: int
    cells: tuple[str, ...]


def read_sheet(content: bytes) -> tuple[Line, ...] | SheetFault:
    """Return the lines of a CSV or XLSX file; whatever the bytes are, an answer."""
    if len(content) > MOST_BYTES:
        return SheetFault.TOO_LARGE
    if content.startswith(_OLD_EXCEL):
        return SheetFault.OLD_EXCEL
    if content.startswith(b"PK\x03\x04"):
        return _read_workbook(content)
    text = _decode(content)
    return SheetFault.NOT_A_TABLE if text is None else _read_csv(text)


def _read_workbook(content: bytes) -> tuple[Line, ...] | SheetFault:
    rows = workbook.read_first_sheet(content, MOST_LINES, MOST_CELLS)
    match rows:
        case workbook.WorkbookFault.BROKEN:
            return SheetFault.NOT_A_TABLE
        case workbook.WorkbookFault.TOO_LARGE:
            return SheetFault.TOO_LARGE
        case workbook.WorkbookFault.UNSAFE:
            return SheetFault.UNSAFE
        case _:
            return _gather(rows)


def _read_csv(text: str) -> tuple[Line, ...] | SheetFault:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_find_delimiter(text))
    try:
        return _gather((reader.line_num, cells) for cells in _follow(reader))
    except csv.Error:
        return SheetFault.NOT_A_TABLE


def _follow(reader: Iterable[list[str]]) -> Iterator[list[str]]:
    """Yield rows as they are read: the reader's line number is then the row's."""
    yield from reader


def _gather(rows: Iterable[tuple[int, Sequence[str]]]) -> tuple[Line, ...] | SheetFault:
    lines = []
    for number, row in rows:
        cells = tuple(_clean(cell) for cell in row[:MOST_CELLS])
        if any(cells):
            lines.append(Line(number=number, cells=cells))
            if len(lines) > MOST_LINES:
                return SheetFault.TOO_LARGE
    return tuple(lines) if lines else SheetFault.EMPTY


def _clean(cell: str) -> str:
    text = cell[:LONGEST_CELL].replace("\0", "").strip()
    return text[1:] if text.startswith(_RISKY) else text


def _decode(content: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _try(content[len(mark) :], encoding)
    return None if b"\0" in content else _try(content, "utf-8")


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _find_delimiter(text: str) -> str:
    """Return what most divides the first lines; Excel here writes semicolons."""
    first = text[:2_000]
    return max(",;\t", key=first.count)
