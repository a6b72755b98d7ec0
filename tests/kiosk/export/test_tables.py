"""Tables stream: what is written does not depend on how it is paged."""

import io
from collections.abc import Iterable
from pathlib import Path

import pytest
import pyzipper

from kiosk.export import tables
from kiosk.export.columns import HEADER, Where
from kiosk.export.source import Page
from tests.backlog import make_entries

WHERE = Where(kiosk_id="KAAAAAAAAAAAA", point="P1", point_name="Chốt Thử")
ROWS = [(n, e.entry_id, e.encoded) for n, e in enumerate(make_entries(5, 30))]


def split(size: int) -> Iterable[Page]:
    return (ROWS[at : at + size] for at in range(0, len(ROWS), size))


@pytest.mark.parametrize("size", [1, 7, 30])
def test_a_csv_does_not_show_its_pages(size: int) -> None:
    paged, whole = io.BytesIO(), io.BytesIO()
    tables.write_csv(WHERE, split(size), paged)
    tables.write_csv(WHERE, [ROWS], whole)
    assert paged.getvalue() == whole.getvalue()
    assert paged.getvalue().startswith(b"\xef\xbb\xbf")


def test_a_workbook_goes_on_on_the_next_sheet(tmp_path: Path) -> None:
    out = io.BytesIO()
    tables.write_xlsx(WHERE, split(7), out, folder=tmp_path, sheet_rows=20)
    with pyzipper.ZipFile(out) as book:
        sheets = [book.read(f"xl/worksheets/sheet{n}.xml") for n in (1, 2)]
    assert [sheet.count(b"<row ") for sheet in sheets] == [21, 11]
    assert b"<f>" not in b"".join(sheets)
    assert list(tmp_path.iterdir()) == []


def test_a_zip_is_sealed_and_holds_the_csv() -> None:
    out, plain = io.BytesIO(), io.BytesIO()
    tables.write_zip(WHERE, split(7), out, passphrase="long-enough", rows=30)
    tables.write_csv(WHERE, [ROWS], plain)
    with pyzipper.AESZipFile(out) as archive:
        archive.setpassword(b"long-enough")
        assert archive.read("entries.csv") == plain.getvalue()
        assert archive.getinfo("entries.csv").flag_bits & 1 == 1
    assert HEADER[3].encode() not in out.getvalue()
