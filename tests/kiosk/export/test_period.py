"""A period is whole local days, or moments."""

import pytest

from kiosk.errors import UsageError
from kiosk.export.period import Period, parse_period

DAY_US = 86_400_000_000
START_US = 1_795_107_600_000_000
"""20 November 2026, 00:00 in Việt Nam."""


def test_nothing_given_is_everything() -> None:
    assert parse_period(None, None) == Period()
    assert parse_period(None, None).is_everything is True


def test_a_day_is_local_and_its_end_is_in() -> None:
    assert parse_period("2026-11-20", "2026-11-20") == Period(
        from_us=START_US, until_us=START_US + DAY_US
    )


@pytest.mark.parametrize(
    "text", ["2026-11-20T00:00:00+07:00", "2026-11-19T17:00:00", "2026-11-19T17:00:00Z"]
)
def test_a_moment_without_a_zone_is_utc(text: str) -> None:
    assert parse_period(text, None) == Period(from_us=START_US)


@pytest.mark.parametrize("text", ["", "today", "20/11/2026", "9999-12-31"])
def test_what_is_no_day_is_named(text: str) -> None:
    with pytest.raises(UsageError, match=f"--until '{text}' is no day"):
        parse_period(None, text)


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(UsageError, match="ends at '2026-11-19'"):
        parse_period("2026-11-20", "2026-11-19")
