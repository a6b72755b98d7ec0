"""Tests of the workbook that goes with a letter."""

import io

from msgspec.structs import replace
from openpyxl import load_workbook

from province.dispatch import load_letter_texts
from province.reminder_sheet import COLUMNS, write_sheet
from tests.province.test_reminders import POINT


def test_every_silent_point_is_a_row_and_nothing_is_a_formula() -> None:
    evil = replace(POINT, name='=HYPERLINK("http://x")')
    texts = load_letter_texts()

    book = load_workbook(io.BytesIO(write_sheet([POINT, evil], texts)))

    heading, first, second = book.worksheets[0].iter_rows()
    assert [cell.value for cell in heading] == [texts[key] for key in COLUMNS]
    assert first[1].value == "Chợ Mẫu"
    assert (second[1].value, second[1].data_type) == (evil.name, "s")
