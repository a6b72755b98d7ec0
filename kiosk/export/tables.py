"""Tables: entries as CSV, XLSX or an AES-ZIP of the CSV, streamed."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

import pyzipper
import xlsxwriter

from kiosk.export.columns import HEADER, describe, guard
from kiosk.protocol.content import Content

Page = list[tuple[bytes, Content]]

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


def write_csv(pages: Iterable[Page], out: Writable) -> None:
    """Write UTF-8 with BOM and CRLF, every cell guarded against being a formula."""
    out.write(BOM)
    for rows in _guard_pages(pages):
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\r\n").writerows(rows)
        out.write(text.getvalue().encode("utf-8"))


def write_xlsx(pages: Iterable[Page], out: Writable, folder: Path) -> None:
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
        for page in pages:
            for entry_id, facts in page:
                if row == SHEET_ROWS:
                    sheet, row = workbook.add_worksheet(), 0
                    sheet.write_row(0, 0, HEADER)
                row += 1
                sheet.write_row(row, 0, describe(entry_id, facts))
        workbook.close()


def write_zip(pages: Iterable[Page], out: Writable, passphrase: str, rows: int) -> None:
    """Write an AES-256 ZIP of the CSV; its comment says how many `rows` it is to hold."""
    with pyzipper.AESZipFile(
        out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(passphrase.encode("ascii"))
        archive.comment = f"rows={rows}".encode("ascii")
        with archive.open(ZIPPED_NAME, "w", force_zip64=True) as member:
            write_csv(pages, member)


def _guard_pages(pages: Iterable[Page]) -> Iterator[list[list[str]]]:
    yield [list(HEADER)]
    for page in pages:
        yield [
            [guard(cell) for cell in describe(entry_id, facts)]
            for entry_id, facts in page
        ]
