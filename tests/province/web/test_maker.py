"""Tests of who made something, in words."""

import pytest

from province.web.maker import tell_maker
from province.web.page import load_texts


@pytest.mark.parametrize(
    ("made_by", "told"),
    [
        ("schedule 12", "tự động (lịch 12)"),
        ("shell", "dòng lệnh"),
        ("van.thu", "van.thu"),
        ("schedule x", "schedule x"),
    ],
)
def test_a_schedule_and_the_command_line_have_words(made_by: str, told: str) -> None:
    assert tell_maker(made_by, load_texts("vi")) == told
