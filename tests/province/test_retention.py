"""Tests of which days are past their time, and when a purge is due; pure."""

from datetime import UTC, date, datetime, timedelta

import pytest

from province.ledger.columns import to_us
from province.retention import (
    BUILT_IN_DAYS,
    Terms,
    find_next_night,
    find_night,
    is_due,
    read_terms,
    read_told,
)
from tests.province.builders import NOW, an_entry

HOUR = timedelta(hours=1)
NIGHT = datetime(2026, 11, 19, 19, 0, tzinfo=UTC)
"""Two in the morning of NOW's day in Hà Nội."""
POLICY = b"""{"version": 3, "default": {"retention_days": 14},
"points": {"P1": {"retention_days": 90}, "P2": {"capacity": 5}}}"""


def test_a_day_is_kept_for_whole_days() -> None:
    terms = Terms(days=30, own={})

    assert terms.find_first_kept("P1", NOW) == date(2026, 10, 21)
    midnight = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
    before = midnight - timedelta(microseconds=1)
    assert terms.find_first_kept("P1", before) == date(2026, 10, 21)
    assert terms.find_first_kept("P1", midnight) == date(2026, 10, 22)


def test_a_point_may_have_its_own_days() -> None:
    assert read_terms(POLICY) == Terms(days=14, own={"P1": 90})


def test_without_a_word_on_it_the_built_in_days_hold() -> None:
    assert read_terms(None) == Terms(days=BUILT_IN_DAYS, own={})
    assert read_terms(b'{"version": 1}') == Terms(days=BUILT_IN_DAYS, own={})


def test_a_policy_that_can_not_be_read_has_no_terms() -> None:
    assert isinstance(read_terms(b'{"version": 1, "defualt": {}}'), str)


@pytest.mark.parametrize(
    ("last", "now", "expected"),
    [
        (None, NOW, False),
        (NIGHT - HOUR, NIGHT - HOUR / 2, False),
        (NIGHT - HOUR, NIGHT, True),
        (NIGHT, NIGHT + 12 * HOUR, False),
        (NIGHT - 80 * HOUR, NIGHT + 12 * HOUR, True),
    ],
)
def test_it_is_due_once_a_night_has_come(
    last: datetime | None, now: datetime, *, expected: bool
) -> None:
    assert is_due(last, now) is expected


def test_a_night_is_at_two_in_the_morning() -> None:
    assert find_night(NOW) == NIGHT
    assert find_night(NIGHT - HOUR) == NIGHT - 24 * HOUR
    assert find_next_night(NOW) == NIGHT + 24 * HOUR


def test_what_an_entry_says_counts_where_its_clock_is_trusted() -> None:
    came_us = to_us(NOW)
    old = an_entry(decided_at_us=came_us - 5)
    ahead = an_entry(decided_at_us=came_us + 5)
    doubtful = an_entry(decided_at_us=5, clock="unknown")

    found = [read_told(one.content, came_us).at_us for one in (old, ahead, doubtful)]

    assert found == [came_us - 5, came_us, came_us]
    assert read_told(b"\xff", came_us).at_us == came_us
