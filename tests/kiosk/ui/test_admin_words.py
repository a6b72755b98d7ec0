"""Admin words: counts, times and sizes as people say them."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.ui.admin_state import State
from kiosk.ui.admin_words import name_days, tell_count, tell_lock, tell_size, tell_time
from tests.ui.admin_samples import NOW_MS, a_flow, an_end
from tests.ui.samples import EN, VI


def test_thousands_are_told_apart_as_the_language_does() -> None:
    told = tell_count(1_204_000, VI), tell_count(1_204_000, EN)
    assert told == ("1.204.000", "1,204,000")


@pytest.mark.parametrize(
    ("left_s", "told"), [(0, "1 giây"), (59, "59 giây"), (83, "1 phút 23 giây")]
)
def test_seconds_become_minutes(left_s: int, told: str) -> None:
    assert tell_time(left_s, VI) == told


def test_sizes_are_told_in_the_unit_that_sticks_are_sold_in() -> None:
    told = tell_size(9_130_000_000, VI), tell_size(64_250_000, EN)
    assert told == ("9,1 GB", "64.2 MB")


def test_the_lock_counts_down_but_not_while_it_writes() -> None:
    told = [
        tell_lock(a_flow(state), VI, NOW_MS) for state in (State.MENU, State.WRITING)
    ]
    assert told == ["Tự khoá sau 1:58", ""]


@pytest.mark.parametrize(
    ("first_day", "told"),
    [
        (date(2026, 11, 14), "7 ngày (14/11 – 20/11/2026)"),
        (date(2026, 11, 20), "7 ngày (20/11/2026)"),
        (None, "7 ngày"),
    ],
)
def test_a_period_is_told_with_its_days(first_day: date | None, told: str) -> None:
    assert name_days(replace(an_end(), first_day=first_day), VI) == told
