"""Tests of letterheads."""

import msgspec
import pytest

from province.reports.letterhead import LONGEST_LINE, check, make_first
from tests.province.reports.samples import HEAD


def test_a_whole_letterhead_is_printed() -> None:
    assert check(HEAD) == ""
    assert check(make_first("Xã Một")) == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("issuer", ""),
        ("issuer", "a" * (LONGEST_LINE + 1)),
        ("place", "a\nb"),
        ("copies", ("Như trên", "a\x07")),
        ("addressees", ("a",) * 13),
    ],
)
def test_what_cant_be_printed_is_named(name: str, value: object) -> None:
    assert check(msgspec.structs.replace(HEAD, **{name: value})) == name
