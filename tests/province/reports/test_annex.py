"""Tests of the annex."""

import io
from dataclasses import replace

import openpyxl

from province.reports.annex import write_annex
from tests.province.reports.samples import make_figures, make_part, make_report


def open_book(report: object = None) -> openpyxl.Workbook:
    made = write_annex(report or make_report(), {"market": "Chợ"})  # type: ignore[arg-type]  # a Report or the usual one
    return openpyxl.load_workbook(io.BytesIO(made))


def test_every_table_has_its_sheet() -> None:
    names = ["Chỉ tiêu", "Theo đơn vị", "Theo loại điểm", "Theo ngày", "Theo giờ"]
    assert open_book().sheetnames == names


def test_a_unit_has_its_figures() -> None:
    rows = list(open_book()["Theo đơn vị"].values)
    assert rows[1] == ("001", "Xã Một", 12, 2, 7, 0.7, 2, 1, 1500, 1400, 1600, -100)


def test_a_category_has_its_name() -> None:
    assert list(open_book()["Theo loại điểm"].values)[1][1] == "Chợ"


def test_no_name_is_a_formula() -> None:
    figures = replace(make_figures(), by_unit=(make_part("001", "=1+1"),))
    cell = open_book(make_report(figures))["Theo đơn vị"]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_same_report_gives_the_same_bytes() -> None:
    assert write_annex(make_report(), {}) == write_annex(make_report(), {})
