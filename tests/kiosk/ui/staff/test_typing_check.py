"""Typing check: what digits say before they are all there, and what they can't."""

import pytest

from kiosk.ui.staff.typing_check import Doubt, Said, read_digits

YEAR = 2026


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ("", Said()),
        ("00", Said()),
        ("001", Said(province="Hà Nội")),
        ("00119", Said(province="Hà Nội")),
        ("001190", Said(province="Hà Nội", sex="female", birth_year=1990)),
        ("079205012345", Said(province="TP. Hồ Chí Minh", sex="male", birth_year=2005)),
        ("003", Said(doubt=Doubt.PROVINCE)),
        ("012345678", Said(doubt=Doubt.BIRTH_YEAR, province="Lai Châu")),
    ],
)
def test_each_digit_says_more(digits: str, said: Said) -> None:
    found = read_digits(digits, YEAR)
    assert (found.province, found.doubt) == (said.province, said.doubt)
    assert said.doubt or found == said


@pytest.mark.parametrize(
    ("digits", "doubt"),
    [("001226", None), ("001227", Doubt.BIRTH_YEAR), ("001490", Doubt.BIRTH_YEAR)],
)
def test_nobody_is_born_in_a_year_to_come(digits: str, doubt: Doubt | None) -> None:
    assert read_digits(digits, YEAR).doubt is doubt
