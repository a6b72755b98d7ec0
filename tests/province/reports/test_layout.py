"""Tests of what a page is made with."""

import io
import zipfile

import docx

from province.reports.layout import (
    add_columns,
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
