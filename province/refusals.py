"""Refusals: the rows that a file's import left out, as a file to mend and send again."""

import csv
import io
from collections.abc import Sequence

import xlsxwriter

from province.headings import TITLES
from province.place import Field
from province.register import tell_fault
from province.row_plan import Refused, RowPlan
from province.words import load_page_texts

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet takes what begins so for a formula (OWASP, CSV injection)."""


def list_sentences(refused: Refused, language: str) -> list[str]:
    """Return a sentence for each field of a row that is wrong."""
    return [tell_fault(fault, language) for fault in refused.faults]


def write_refusals(plan: RowPlan, form: str, language: str) -> bytes:
    """Return the refused rows as they came, with their faults in one more column."""
    width = len(plan.heading)
    phrase = load_page_texts()["sheet_fault_column"]
    title = phrase.en if language == "en" else phrase.vi
    rows = [[*plan.heading, title]]
    for refused in plan.refused:
        cells = [*refused.line.cells[:width], *[""] * (width - len(refused.line.cells))]
        rows.append([*cells, " ".join(list_sentences(refused, language))])
    return write_table(rows, form)


def write_template(fields: Sequence[Field], example: Sequence[str], form: str) -> bytes:
    """Return a table to fill in: its headings, and one row to overwrite."""
    return write_table(
        [[TITLES[field][0].capitalize() for field in fields], example], form
    )


def write_table(rows: Sequence[Sequence[str]], form: str) -> bytes:
    """Return texts as `csv` or `xlsx`, none of which a spreadsheet runs."""
    return _write_xlsx(rows) if form == "xlsx" else _write_csv(rows)


def _write_csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(
        [f"'{cell}" if cell.startswith(_RISKY) else cell for cell in row]
        for row in rows
    )
    return text.getvalue().encode("utf-8-sig")


def _write_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    # Text as a column's format, so that 0912 345 678 typed there keeps its zero.
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
    width = max(len(row) for row in rows)
    sheet.set_column(0, width, 18, text)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell, text if number else bold)
    sheet.freeze_panes(1, 0)
    book.close()
    return file.getvalue()
