"""Test the notations of dates on the wire."""

import pytest

from kiosk.credentials.dates import (
    read_compact,
    read_dashed,
    read_full_compact,
    read_full_slashed,
    read_slashed,
)
from kiosk.reason import Reason


@pytest.mark.parametrize(
    ("value", "written"),
    [("05031990", "1990-03-05"), ("031990", "1990-03"), ("1945", "1945")],
)
def test_a_card_may_know_the_day_the_month_or_the_year(
    value: str, written: str
) -> None:
    assert read_compact(value) == written


@pytest.mark.parametrize(
    "value",
    ["31022001", "00001990", "132001", "0000", "1899", "2400", "5031990", "", "١٩٩٠"],
)
def test_a_day_that_never_was_is_malformed(value: str) -> None:
    assert read_compact(value) == Reason.MALFORMED


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("05/03/1990", "1990-03-05"),
        ("5/3/1990", "1990-03-05"),
        ("3/1990", "1990-03"),
        ("1990", "1990"),
    ],
)
def test_single_digits_are_padded(value: str, written: str) -> None:
    assert read_slashed(value) == written


@pytest.mark.parametrize("value", ["1990-03-05", "05/1990/03", "29/02/2023", "//1990"])
def test_another_notation_with_slashes_is_malformed(value: str) -> None:
    assert read_slashed(value) == Reason.MALFORMED


@pytest.mark.parametrize(
    "value", ["1990-03-05", "1990-**-**", "****-**-**", "1990-02-**", "1990"]
)
def test_a_masked_part_stays_masked(value: str) -> None:
    assert read_dashed(value) == value


@pytest.mark.parametrize(
    "value", ["1990-13-**", "1990-02-30", "1990-*1-05", "05/03/1990", "19**-01-01"]
)
def test_an_impossible_or_half_masked_part_is_malformed(value: str) -> None:
    assert read_dashed(value) == Reason.MALFORMED


@pytest.mark.parametrize("value", ["", "1", "1005", "1005202"])
def test_part_of_an_issue_date_is_a_truncated_code(value: str) -> None:
    assert read_full_compact(value) == Reason.TRUNCATED


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("10052021", "2021-05-10"),
        ("32052021", Reason.MALFORMED),
        ("100520211", Reason.MALFORMED),
        ("abc", Reason.MALFORMED),
    ],
)
def test_an_issue_date_has_day_month_and_year(value: str, answer: str) -> None:
    assert read_full_compact(value) == answer


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("1/1/2026", "2026-01-01"),
        ("-", ""),
        ("", ""),
        ("2026", Reason.MALFORMED),
        ("31/02/2026", Reason.MALFORMED),
    ],
)
def test_a_validity_date_is_whole_or_not_there(value: str, answer: str) -> None:
    assert read_full_slashed(value) == answer
