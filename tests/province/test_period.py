"""Tests of periods: their bounds, names, and what addresses ask for."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from province.period import (
    LONGEST_DAYS,
    Period,
    find_last_days,
    find_month,
    find_week,
    parse_period,
)

NOW = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
"""Half past midnight of 21 November in Hà Nội."""

WEEK = Period(first=date(2026, 11, 9), last=date(2026, 11, 15))
NOVEMBER = Period(first=date(2026, 11, 1), last=date(2026, 11, 30))


def test_a_period_runs_from_local_midnight_to_midnight() -> None:
    assert WEEK.start.astimezone(UTC) == datetime(2026, 11, 8, 17, tzinfo=UTC)
    assert WEEK.end - WEEK.start == timedelta(days=7)
    assert WEEK.days[-1] == date(2026, 11, 15)


def test_a_week_follows_a_week_and_a_month_a_month() -> None:
    assert WEEK.previous == Period(first=date(2026, 11, 2), last=date(2026, 11, 8))
    assert NOVEMBER.previous == find_month(date(2026, 10, 31))
    assert find_month(date(2026, 1, 15)).previous == find_month(date(2025, 12, 1))


def test_the_last_days_end_with_the_local_day() -> None:
    last = find_last_days(NOW)

    assert last == Period(first=date(2026, 11, 15), last=date(2026, 11, 21))
    assert last.previous.last == date(2026, 11, 14)
    assert len(last.previous.days) == 7


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"week": "2026-W46"}, WEEK),
        ({"period": "2026-W46"}, WEEK),
        ({"month": "2026-11"}, NOVEMBER),
        ({"period": "2026-11"}, NOVEMBER),
        ({"day": "2026-11-09"}, Period(first=WEEK.first, last=WEEK.first)),
        ({"first": "2026-11-09", "last": "2026-11-15"}, WEEK),
        ({"week": "2026-W53"}, Period(first=date(2026, 12, 28), last=date(2027, 1, 3))),
    ],
)
def test_an_address_names_a_period(query: dict[str, str], expected: Period) -> None:
    assert parse_period(query, NOW) == expected


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"week": "2025-W53"},
        {"week": "1999-W01"},
        {"week": "9999-W52"},
        {"week": "2026-W4٦"},
        {"month": "2026-13"},
        {"month": "2026-00"},
        {"day": "9999-12-31"},
        {"day": "0001-01-01"},
        {"first": "2026-11-10", "last": "2026-11-09"},
        {"first": "2026-01-01", "last": "2027-06-01"},
    ],
)
def test_what_is_no_period_is_the_last_seven_days(query: dict[str, str]) -> None:
    assert parse_period(query, NOW) == find_last_days(NOW)


@given(
    first=st.dates(date(2000, 1, 1), date(2198, 12, 31)),
    more=st.integers(0, LONGEST_DAYS - 1),
)
def test_every_period_is_read_back_from_its_address(first: date, more: int) -> None:
    period = Period(first=first, last=first + timedelta(days=more))

    assert parse_period(period.query, NOW) == period
    assert period.previous.last == first - timedelta(days=1)


@given(st.dictionaries(st.sampled_from(["week", "month", "day", "period"]), st.text()))
def test_no_address_is_too_strange(query: dict[str, str]) -> None:
    found = parse_period(query, NOW)

    assert found.first <= found.last
    assert found.previous.last < found.first


def test_only_monday_to_sunday_is_a_week() -> None:
    assert (WEEK.week, WEEK.month) == ("2026-W46", "")
    assert find_week(date(2026, 11, 15)) == WEEK
    assert Period(first=date(2026, 11, 10), last=date(2026, 11, 16)).week == ""
