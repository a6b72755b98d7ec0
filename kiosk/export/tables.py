"""Tables: entries as CSV, XLSX or an AES-ZIP of the CSV, streamed."""

import itertools
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import pyzipper
import xlsxwriter

from kiosk.export.columns import HEADER, Where, format_lines, read_cells
from kiosk.export.source import Page

BOM = b"\xef\xbb\xbf"
"""Excel takes a CSV without it for the local code page."""

SHEET_ROWS = 1_048_575
"""What a sheet holds beside its header; more go to the next sheet."""

ZIPPED_NAME = "entries.csv"


class Writable(Protocol):
    """Where bytes go; a `Sink` is one."""

    def write(self, data: bytes, /) -> int:
        """Write all of `data`."""

    def flush(self) -> None:
        """Hand over what was gathered."""


def write_csv(where: Where, pages: Iterable[Page], out: Writable) -> None:
    """Write UTF-8 with BOM and CRLF, every cell guarded against being a formula."""
    out.write(BOM + ",".join(HEADER).encode("ascii") + b"\r\n")
    for page in pages:
        out.write(format_lines(where, page).encode("utf-8"))


def write_xlsx(
    where: Where,
    pages: Iterable[Page],
    out: Writable,
    *,
    folder: Path,
    sheet_rows: int = SHEET_ROWS,
) -> None:
    """Write a workbook; `folder` holds what does not fit in memory meanwhile."""
    with tempfile.TemporaryDirectory(prefix="export-", dir=folder) as beside:
        workbook = xlsxwriter.Workbook(
            out,
            {
                "constant_memory": True,
                "tmpdir": beside,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
            },
        )
        sheet, row = workbook.add_worksheet(), 0
        sheet.write_row(0, 0, HEADER)
        for cells in itertools.chain.from_iterable(
            read_cells(where, page) for page in pages
        ):
            if row == sheet_rows:
                sheet, row = workbook.add_worksheet(), 0
                sheet.write_row(0, 0, HEADER)
            row += 1
            sheet.write_row(row, 0, cells)
        workbook.close()


def write_zip(
    where: Where, pages: Iterable[Page], out: Writable, *, passphrase: str, rows: int
) -> None:
    """Write an AES-256 ZIP of the CSV; its comment says how many `rows` it is to hold."""
    with pyzipper.AESZipFile(
        out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(passphrase.encode("ascii"))
        archive.comment = f"rows={rows}".encode("ascii")
        with archive.open(ZIPPED_NAME, "w", force_zip64=True) as member:
            write_csv(where, pages, member)
