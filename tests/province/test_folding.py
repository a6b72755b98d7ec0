"""Tests of texts as they are searched for."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from province.folding import fold


def test_marks_case_and_blanks_are_folded() -> None:
    assert fold("  Đặng Thị  ÁNH ") == "dang thi anh"


def test_a_letter_in_parts_is_the_letter() -> None:
    assert fold("a\u0302\u0301") == fold("\u1ea5") == "a"


@given(st.text(max_size=400))
def test_whatever_the_script_only_what_combines_is_gone(text: str) -> None:
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "d"))
    kept = [one for one in apart if not unicodedata.combining(one)]
    assert fold(text) == " ".join("".join(kept).casefold().split())
