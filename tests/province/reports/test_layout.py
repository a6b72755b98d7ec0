"""Tests of what a page is made with."""

import io
import zipfile

import docx
from docx.shared import Pt

from province.reports.layout import (
    CENTER,
    LEFT,
    RIGHT,
    add_columns,
    add_rows,
    draw_rule,
    get_first,
    repeat_heading,
    save,
)


def test_no_part_carries_the_time_of_its_making() -> None:
    parts = zipfile.ZipFile(io.BytesIO(save(docx.Document()))).infolist()
    assert {part.date_time for part in parts} == {(1980, 1, 1, 0, 0, 0)}


def test_a_rule_is_a_border_below_an_empty_line() -> None:
    paragraph = docx.Document().add_paragraph()
    draw_rule(paragraph, 20, 20)
    assert paragraph.text == ""
    assert '<w:bottom w:val="single"' in paragraph._p.xml


def test_columns_have_no_borders_and_start_empty() -> None:
    table = add_columns(docx.Document(), (70, 95))
    assert [get_first(cell).text for cell in table.rows[0].cells] == ["", ""]
    assert "w:tblBorders" not in table._tbl.xml


def test_a_heading_is_repeated_on_each_page() -> None:
    table = add_columns(docx.Document(), (70, 95))
    repeat_heading(table)
    assert "w:tblHeader" in table.rows[0]._tr.xml


def test_rows_stand_under_each_other_each_text_on_its_side() -> None:
    table = add_columns(docx.Document(), (70, 95))
    add_rows(
        table, [(("1", CENTER), ("Xã Một", LEFT)), (("", RIGHT), ("2", RIGHT))], 10
    )
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["", ""],
        ["1", "Xã Một"],
        ["", "2"],
    ]
    sides = [get_first(cell).alignment for row in table.rows for cell in row.cells]
    assert sides[2:] == [CENTER, LEFT, RIGHT, RIGHT]
    run = get_first(table.cell(2, 1)).runs[0]
    assert run.font.size == Pt(10)


def test_spaces_in_a_row_are_one() -> None:
    table = add_columns(docx.Document(), (165,))
    add_rows(table, [[(" Xã\n\tMột ", LEFT)]], 10)
    assert table.cell(1, 0).text == "Xã Một"


def test_a_document_that_was_saved_is_let_go() -> None:
    document = docx.Document()
    table = add_columns(document, (70, 95))
    saved = save(document)
    assert document.element.body is None
    assert len(table._tbl) == 0
    assert len(docx.Document(io.BytesIO(saved)).tables) == 1
