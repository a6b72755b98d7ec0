"""Test what tokens have in common: capped inflating, times, texts."""

import math
import zlib
from datetime import UTC, datetime

import pytest

from kiosk.credentials.cwt import MAX_INFLATED_BYTES, as_text, inflate, read_time

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def test_what_was_packed_comes_back() -> None:
    assert inflate(zlib.compress(b"whole")) == b"whole"


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"not packed",
        zlib.compress(b"cut off")[:-3],
        zlib.compress(bytes(MAX_INFLATED_BYTES + 1)),
    ],
)
def test_what_is_broken_or_too_much_is_none(packed: bytes) -> None:
    assert inflate(packed) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, EPOCH),
        (1.5, datetime(1970, 1, 1, 0, 0, 1, 500_000, tzinfo=UTC)),
        (datetime(1970, 1, 1, tzinfo=UTC), EPOCH),
        (datetime(1970, 1, 1), EPOCH),  # noqa: DTZ001 - a tag 0 without a zone
        (True, None),
        ("1970", None),
        (None, None),
        (math.nan, None),
        (math.inf, None),
        (1e300, None),
    ],
)
def test_a_numeric_date_is_told_or_not(value: object, expected: object) -> None:
    assert read_time(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  Nguyễn   Văn ", "Nguyễn Văn"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        (12, "12"),
        (datetime(2026, 1, 2, tzinfo=UTC), "2026-01-02T00:00:00+00:00"),
        (True, ""),
        (None, ""),
        (["a"], ""),
        ("x" * 300, "x" * 200),
    ],
)
def test_a_field_is_short_nfc_text_or_nothing(value: object, expected: str) -> None:
    assert as_text(value) == expected
