"""Tables: CSV and XLSX files as clerks send them."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import xlsxwriter

_PART = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def a_csv(*rows: str, encoding: str = "utf-8-sig") -> bytes:
    """Return lines of text as a file."""
    return "".join(f"{row}\r\n" for row in rows).encode(encoding)


def an_xlsx(*rows: Sequence[str | int | float]) -> bytes:
    """Return a workbook of one sheet."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return file.getvalue()


def a_sheet(rows: str, **members: str) -> bytes:
    """Return a workbook whose sheet is the XML `rows`; `texts` are the shared ones."""
    body = f'<worksheet xmlns="{_PART}"><sheetData>{rows}</sheetData></worksheet>'
    parts = {"xl/worksheets/sheet1.xml": body}
    if "texts" in members:
        parts["xl/sharedStrings.xml"] = members["texts"]
    return zip_up(parts)


def zip_up(parts: Mapping[str, str | bytes]) -> bytes:
    """Return an archive of `parts` by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return file.getvalue()
