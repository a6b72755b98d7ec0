"""Tests of workbooks: what they say, and what they can't do."""

import io

import openpyxl
import pytest

from province import workbook
from province.workbook import WorkbookFault
from tests.province.tables import a_sheet, an_xlsx, zip_up

EVIL = (
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "&x;&x;">]>'
    "<worksheet><sheetData><row><c><v>&y;</v></c></row></sheetData></worksheet>"
)


def read(content: bytes) -> list[workbook.Row] | WorkbookFault:
    return workbook.read_first_sheet(content, most_rows=10, most_cells=4)


def test_texts_and_numbers_are_told_as_people_write_them() -> None:
    rows = read(an_xlsx(["Chợ Lớn", 4, 912345678, 0.5]))

    assert rows == [(1, ["Chợ Lớn", "4", "912345678", "0.5"])]


def test_a_row_and_a_cell_may_be_left_out() -> None:
    rows = read(a_sheet('<row r="3"><c r="C3"><v>7</v></c></row>'))

    assert rows == [(3, ["", "", "7"])]


def test_a_formula_is_its_last_result() -> None:
    rows = read(a_sheet('<row><c t="str"><f>WEBSERVICE("x")</f><v>a</v></c></row>'))

    assert rows == [(1, ["a"])]


def test_how_a_text_is_spoken_is_left_out() -> None:
    texts = (
        "<sst><si><r><t>Đông </t></r><r><t>Kinh</t></r><rPh><t>x</t></rPh></si></sst>"
    )
    rows = read(a_sheet('<row><c t="s"><v>0</v></c></row>', texts=texts))

    assert rows == [(1, ["Đông Kinh"])]


def test_the_first_sheet_is_the_one_that_the_workbook_names_first() -> None:
    body = "<worksheet><sheetData><row><c><v>{}</v></c></row></sheetData></worksheet>"
    parts = {
        "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<R><Relationship Id="b" Target="worksheets/sheet9.xml"/></R>',
        "xl/worksheets/sheet1.xml": body.format(1),
        "xl/worksheets/sheet9.xml": body.format(9),
    }

    assert read(zip_up(parts)) == [(1, ["9"])]


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_xml_that_declares_entities_is_not_read(member: str) -> None:
    assert read(zip_up({"xl/worksheets/sheet1.xml": "<a/>"} | {member: EVIL})) is (
        WorkbookFault.UNSAFE
    )


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zip_up({"xl/worksheets/sheet1.xml": bytes(workbook.MOST_UNPACKED + 1)})

    assert len(bomb) < 100_000
    assert read(bomb) is WorkbookFault.TOO_LARGE


def test_rows_beyond_the_bound_are_not_gathered() -> None:
    assert read(an_xlsx(*(["a"] for _ in range(11)))) is WorkbookFault.TOO_LARGE


def test_columns_beyond_the_bound_are_left_out() -> None:
    rows = read(a_sheet('<row><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>'))

    assert rows == [(1, ["1"])]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        zip_up({"a": "b"}),
        zip_up({"xl/worksheets/sheet1.xml": "<a>"}),
        a_sheet('<row><c t="s"><v>9</v></c></row>'),
        a_sheet('<row r="²"><c><v>9</v></c></row>'),
        zip_up({"xl/worksheets/sheet1.xml": '<?xml version="1.0" encoding="no"?><a/>'}),
        an_xlsx(["a"])[:-40],
    ],
)
def test_what_is_no_workbook_is_told(content: bytes) -> None:
    assert read(content) is WorkbookFault.BROKEN


def test_another_program_s_workbook_is_read_too() -> None:
    """Openpyxl writes members in its own order, and texts with merged titles above."""
    book = openpyxl.Workbook()
    other = book.create_sheet("Ghi chú")
    other["A1"] = "không đọc"
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH SÁCH ĐIỂM"])
    sheet.merge_cells("A1:C1")
    sheet.append(["Tên", None, "=1+1"])
    sheet["D2"] = 0.1
    file = io.BytesIO()
    book.save(file)

    assert read(file.getvalue()) == [
        (1, ["DANH SÁCH ĐIỂM"]),
        (2, ["Tên", "", "", "0.1"]),
    ]
