"""Tests of texts as they are searched for."""

from province.folding import fold


def test_marks_case_and_blanks_are_folded() -> None:
    assert fold("  Đặng Thị  ÁNH ") == "dang thi anh"


def test_a_letter_in_parts_is_the_letter() -> None:
    assert fold("a\u0302\u0301") == fold("\u1ea5") == "a"
