"""Tests of tables that are uploaded: any bytes give lines or a fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from province.sheet import MOST_BYTES, MOST_LINES, Line, SheetFault, read_sheet
from tests.province.tables import a_csv, an_xlsx

WORKBOOK = an_xlsx(["tên", "loại"], ["Chợ", "market"])


def cells(content: bytes) -> list[tuple[str, ...]]:
    lines = read_sheet(content)
    assert not isinstance(lines, SheetFault), lines
    return [line.cells for line in lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_every_way_of_saving_csv_is_read(encoding: str, mark: str) -> None:
    content = a_csv(f"tên{mark}loại", f"Chợ Lớn{mark}market", encoding=encoding)

    assert cells(content) == [("tên", "loại"), ("Chợ Lớn", "market")]


def test_a_line_keeps_its_number_and_empty_ones_are_left_out() -> None:
    assert read_sheet(b"a\n\n,,\nb\n") == (
        Line(number=1, cells=("a",)),
        Line(number=4, cells=("b",)),
    )


def test_a_quoted_cell_may_hold_marks_and_lines() -> None:
    assert cells(b'a,"b, c\nd"\n') == [("a", "b, c\nd")]


def test_what_our_own_downloads_made_harmless_is_the_text_again() -> None:
    assert cells(b"'=1+1,'a,'+84912345678\n") == [("=1+1", "'a", "+84912345678")]


def test_a_workbook_is_read_like_a_text() -> None:
    assert cells(WORKBOOK) == [("tên", "loại"), ("Chợ", "market")]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", SheetFault.EMPTY),
        (b" , ,\n", SheetFault.EMPTY),
        (b"\xff\xfe\x00\xd8", SheetFault.NOT_A_TABLE),
        (b"a\0b", SheetFault.NOT_A_TABLE),
        ("Chợ".encode()[:-1], SheetFault.NOT_A_TABLE),
        (b'"' + b"a" * 200_000, SheetFault.NOT_A_TABLE),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500), SheetFault.OLD_EXCEL),
        (bytes(MOST_BYTES + 1), SheetFault.TOO_LARGE),
        (b"a\n" * (MOST_LINES + 1), SheetFault.TOO_LARGE),
        (b"PK\x03\x04", SheetFault.NOT_A_TABLE),
    ],
)
def test_what_is_no_table_is_told(content: bytes, fault: SheetFault) -> None:
    assert read_sheet(content) is fault


@given(st.binary())
def test_any_bytes_give_lines_or_a_fault(content: bytes) -> None:
    lines = read_sheet(content)

    assert isinstance(lines, SheetFault) or all(any(line.cells) for line in lines)


@given(st.integers(0, len(WORKBOOK) - 1), st.binary(max_size=30))
def test_a_damaged_workbook_gives_lines_or_a_fault(place: int, damage: bytes) -> None:
    content = WORKBOOK[:place] + damage + WORKBOOK[place + len(damage) :]

    assert isinstance(read_sheet(content), tuple | SheetFault)
