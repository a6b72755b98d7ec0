"""Tests of tables that are taken along."""

import io

import openpyxl
import pytest

from province.web.listing import Column, Listing, Row, write_csv, write_xlsx

RISKY = "=cmd|' /C calc'!A0"
LISTING = Listing(
    name="points", columns=(Column(key="name"),), rows=(Row(cells=(RISKY,)),)
)


def test_vietnamese_is_told_to_spreadsheets() -> None:
    assert write_csv(["Điểm"], []).decode("utf-8-sig") == "Điểm\r\n"


@pytest.mark.parametrize("first", "=+-@\t\r")
def test_no_csv_cell_is_a_formula(first: str) -> None:
    body = write_csv(["a"], [Row(cells=(f"{first}1+1",))]).decode("utf-8-sig")
    assert body.split("\r\n", 1)[1].lstrip('"').startswith("'")


def test_no_xlsx_cell_is_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(["Tên"], LISTING)))
    sheet = book.active
    assert sheet is not None
    assert (sheet["A2"].value, sheet["A2"].data_type) == (RISKY, "s")
