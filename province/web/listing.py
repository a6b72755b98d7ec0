"""Listing: a table of a page, which can be taken along as CSV or XLSX."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import xlsxwriter
from fastapi import Response

from kiosk.decision import LOCAL
from province.web.page import HEADERS, Cell, load_texts, tell
from province.web.visit import Visit

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet takes what begins so for a formula (OWASP, CSV injection)."""

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Kind(StrEnum):
    """How a column is aligned and told."""

    TEXT = "text"
    NUMBER = "number"
    MOMENT = "moment"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading is the text `key` of the locale files."""

    key: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row; `place` is where its first cell leads, empty where nowhere."""

    cells: tuple[Cell, ...]
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A table; `name` is that of its file and of its heading's text."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]


def answer_download(visit: Visit, *listings: Listing) -> Response | None:
    """Return the table that the address asks for as a file; None where it asks for none.

    `?table=NAME&form=csv` or `form=xlsx`; the macro of listing.html links to it.
    """
    asked, form = visit.ask("table"), visit.ask("form")
    listing = next((one for one in listings if one.name == asked), None)
    if listing is None:
        return None
    texts = load_texts(visit.language)
    heading = [texts[column.key] for column in listing.columns]
    match form:
        case "csv":
            body = write_csv(heading, listing.rows)
        case "xlsx":
            body = write_xlsx(heading, listing)
        case _:
            return None
    name = f"{listing.name}-{visit.now.astimezone(LOCAL):%Y%m%d-%H%M}"
    return answer_file(name, form, body)


def answer_file(name: str, form: str, body: bytes) -> Response:
    """Return `body` as a file to keep, whose name is ours."""
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(body, media_type=_TYPES[form], headers=headers)


def write_csv(heading: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Return a table in UTF-8 with a BOM, which spreadsheets need to see Vietnamese."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heading)
    writer.writerows([_harmless(cell) for cell in row.cells] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(heading: Sequence[str], listing: Listing) -> bytes:
    """Return a table as a workbook of one sheet; texts are never formulas."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for place, title in enumerate(heading):
        sheet.write_string(0, place, title, bold)
    for line, row in enumerate(listing.rows, start=1):
        for place, cell in enumerate(row.cells):
            if isinstance(cell, int | float):
                sheet.write_number(line, place, cell)
            else:
                sheet.write_string(line, place, tell(cell))
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return file.getvalue()


def _harmless(cell: Cell) -> str | int | float:
    """Return `cell` as no spreadsheet runs it."""
    if isinstance(cell, int | float):
        return cell
    text = tell(cell)
    return f"'{text}" if text.startswith(_RISKY) else text
