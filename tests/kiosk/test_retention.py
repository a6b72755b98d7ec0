"""Retention judges by place and marks, so that a wrong clock destroys and keeps nothing wrongly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import ClockState
from kiosk.retention import (
    BORN_US,
    MARK_US,
    STEP_US,
    Mark,
    Walked,
    drop_marks,
    find_due,
    find_now,
    put_mark,
    walk,
)

DAY_US = 86_400_000_000
NOW_US = BORN_US + 300 * DAY_US
CUTOFF_US = NOW_US - 30 * DAY_US
LAST = 1_000
YEAR_1970_US = 60_000_000


def a_mark(position: int, days_ago: float) -> Mark:
    at_us = NOW_US - int(days_ago * DAY_US)
    return Mark(position=position, wall_us=at_us, proven_us=at_us)


MARKS = (a_mark(100, 50), a_mark(200, 40), a_mark(300, 20), a_mark(400, 10))


def is_due(position: int, days_ago: float, marks: tuple[Mark, ...] = MARKS) -> bool:
    said_us = NOW_US - int(days_ago * DAY_US)
    return find_due(marks, LAST, CUTOFF_US).takes(position, said_us)


@pytest.mark.parametrize(
    ("position", "days_ago", "expected"),
    [(150, 45, True), (250, 31, True), (250, 29, False), (350, 15, False)],
)
def test_an_entry_goes_when_its_time_has_come(
    position: int, days_ago: float, *, expected: bool
) -> None:
    assert is_due(position, days_ago) is expected


@pytest.mark.parametrize("days_ago", [-4_000, 20_000])
def test_an_entry_of_a_wrong_time_is_not_kept_for_ever(days_ago: float) -> None:
    assert is_due(150, days_ago)


@pytest.mark.parametrize("days_ago", [-4_000, 41, 20_000])
def test_an_entry_of_a_wrong_time_is_not_destroyed_early(days_ago: float) -> None:
    assert not is_due(250, days_ago)
    assert not is_due(350, days_ago)


def test_the_first_entries_of_a_clock_without_a_battery_are_not_destroyed_early() -> (
    None
):
    due = find_due((), LAST, CUTOFF_US)
    assert not due.takes(1, YEAR_1970_US)
    assert due.takes(1, CUTOFF_US)


def test_a_mark_of_a_clock_that_ran_ahead_is_mended_by_a_later_one() -> None:
    ahead = Mark(position=50, wall_us=NOW_US + 4_000 * DAY_US, proven_us=BORN_US)
    assert is_due(40, 45, (ahead, *MARKS))


@given(
    position=st.integers(1, LAST),
    said_us=st.integers(0, 2 * NOW_US),
    cutoff_us=st.integers(BORN_US, NOW_US),
    later_us=st.integers(0, 400 * DAY_US),
)
def test_what_is_due_stays_due(
    position: int, said_us: int, cutoff_us: int, later_us: int
) -> None:
    if find_due(MARKS, LAST, cutoff_us).takes(position, said_us):
        later = find_due(MARKS, LAST, cutoff_us + later_us)
        behind = [mark.wall_us for mark in MARKS if mark.position >= position]
        is_marked = bool(behind) and min(behind) <= cutoff_us + later_us
        assert later.takes(position, said_us) or not is_marked


@given(
    position=st.integers(1, 400),
    said_us=st.integers(0, 2 * NOW_US),
    cutoff_us=st.integers(BORN_US, NOW_US),
)
def test_nothing_is_destroyed_before_the_clock_had_passed_its_time(
    position: int, said_us: int, cutoff_us: int
) -> None:
    before = [mark.proven_us for mark in MARKS if mark.position < position]
    if find_due(MARKS, LAST, cutoff_us).takes(position, said_us):
        assert max(before, default=BORN_US) <= cutoff_us


def test_a_believed_clock_is_what_time_it_is() -> None:
    walked = walk(None, NOW_US, ClockState.TRUSTED, 0)
    assert find_now(walked, NOW_US, ClockState.TRUSTED) == NOW_US


def test_a_clock_that_nobody_vouches_for_is_followed_a_day_at_a_time() -> None:
    first = walk(None, NOW_US, ClockState.UNKNOWN, 0)
    ahead_us = NOW_US + 900 * DAY_US
    leapt = walk(first, ahead_us, ClockState.UNKNOWN, 0)
    again = walk(leapt, ahead_us + 5, ClockState.UNKNOWN, 0)
    assert again == Walked(proven_us=NOW_US + STEP_US + 5, looked_us=ahead_us + 5)
    assert find_now(again, ahead_us, ClockState.UNKNOWN) == again.proven_us


def test_the_province_s_word_is_proof() -> None:
    first = walk(None, NOW_US, ClockState.UNKNOWN, 0)
    heard = walk(first, NOW_US, ClockState.DRIFTING, NOW_US + 9 * DAY_US)
    assert heard.proven_us == NOW_US + 9 * DAY_US


def test_nothing_is_destroyed_by_a_clock_that_was_set_back() -> None:
    walked = walk(None, NOW_US, ClockState.SET_BACK, NOW_US)
    assert find_now(walked, NOW_US, ClockState.SET_BACK) is None
    assert find_now(walked, YEAR_1970_US, ClockState.UNKNOWN) is None


def test_marks_stand_an_hour_apart() -> None:
    walked = Walked(proven_us=NOW_US, looked_us=NOW_US)
    marks = put_mark((), 5, NOW_US, walked)
    marks = put_mark(marks, 6, NOW_US + MARK_US - 1, walked)
    marks = put_mark(marks, 7, NOW_US + MARK_US, walked)
    assert [mark.position for mark in marks] == [5, 7]


def test_a_quiet_kiosk_makes_no_more_marks_but_learns_the_time() -> None:
    marks = put_mark((), 5, NOW_US, Walked(proven_us=NOW_US, looked_us=0))
    later_us = NOW_US + DAY_US
    marks = put_mark(marks, 5, later_us, Walked(proven_us=later_us, looked_us=0))
    assert marks == (Mark(position=5, wall_us=NOW_US, proven_us=later_us),)


def test_a_clock_that_lags_marks_nothing() -> None:
    assert put_mark(MARKS, 900, NOW_US, Walked(proven_us=NOW_US + 1, looked_us=0)) == (
        MARKS
    )


def test_marks_are_dropped_but_for_the_one_before_what_is_kept() -> None:
    assert drop_marks(MARKS, 200) == MARKS[1:]
    assert drop_marks(MARKS, 50) == MARKS
