"""Tests of the rows to mend."""

import pytest

from province.category import Category
from province.place import Field, Place
from province.refusals import write_refusals, write_template
from province.row_plan import Register, RowPlan, plan_rows
from province.sheet import SheetFault, read_sheet
from tests.province.tables import a_csv


def plan(content: bytes) -> RowPlan:
    register = Register(
        places={"P000001": Place(name="A", category=Category.MARKET, unit="04")},
        find_unit=lambda said: said,
        fields=tuple(Field),
    )
    found = plan_rows(content, register)
    assert isinstance(found, RowPlan), found
    return found


def read(content: bytes) -> list[tuple[str, ...]]:
    lines = read_sheet(content)
    assert not isinstance(lines, SheetFault)
    return [line.cells for line in lines]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_refused_row_comes_back_with_what_is_wrong(form: str) -> None:
    refused = plan(a_csv("Ghi chú,Tên,Loại,Đơn vị", "=1+1,B,Tiệm,04", "x,C,Chợ,04"))

    assert read(write_refusals(refused, form, "vi")) == [
        ("Ghi chú", "Tên", "Loại", "Đơn vị", "Lỗi"),
        (
            *("=1+1", "B", "Tiệm", "04"),
            "Loại 'Tiệm': không có loại này; hãy chọn trong danh mục.",
        ),
    ]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_mended_rows_can_be_sent_again(form: str) -> None:
    again = plan(write_refusals(plan(a_csv("Tên,Loại,Đơn vị", "B,x,04")), form, "vi"))

    assert (len(again.refused), again.heading[-1]) == (1, "Lỗi")


def test_no_cell_of_the_file_is_a_formula() -> None:
    body = write_refusals(plan(a_csv("Tên,Loại,Đơn vị", "@SUM(1),x,04")), "csv", "vi")

    assert "\r\n'@SUM(1)," in body.decode("utf-8-sig")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_is_a_table_that_is_taken(form: str) -> None:
    example = {Field.NAME: "Trường Mẫu", Field.CATEGORY: "Trường học", Field.UNIT: "04"}
    said = [example.get(field, "") for field in Field]

    (draft,) = plan(write_template(tuple(Field), said, form)).added

    assert draft.place.name == "Trường Mẫu"
