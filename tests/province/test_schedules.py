"""Tests of when schedules are due."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kiosk.decision import LOCAL
from province.schedules import (
    Rhythm,
    Schedule,
    ScheduleKind,
    check_rhythm,
    find_due,
    find_next,
    find_slot,
)

FRIDAY = Rhythm(weekday=5, month_day=None, minute=14 * 60)
LAST_DAY = Rhythm(weekday=None, month_day=31, minute=8 * 60)


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=LOCAL)


def a_schedule(last_run: datetime | None, rhythm: Rhythm = FRIDAY) -> Schedule:
    return Schedule(
        schedule_id=1,
        kind=ScheduleKind.REMINDER,
        unit="",
        rhythm=rhythm,
        recipients=(),
        is_on=True,
        last_run=last_run,
        made_by="lan",
    )


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (at(20, 13), at(13, 14)),
        (at(20, 14), at(20, 14)),
        (at(21, 9), at(20, 14)),
        (at(16, 0), at(13, 14)),
        (at(22, 23), at(20, 14)),
    ],
)
def test_a_weekly_slot_is_the_newest_that_has_come(
    now: datetime, slot: datetime
) -> None:
    assert find_slot(FRIDAY, now) == slot


def test_a_day_that_a_month_has_not_is_its_last() -> None:
    assert find_slot(LAST_DAY, at(30, 8)) == at(30, 8)
    assert find_slot(LAST_DAY, at(30, 7)) == at(31, 8, month=10)
    assert find_next(LAST_DAY, at(30, 9)) == at(31, 8, month=12)
    assert find_next(FRIDAY, at(20, 14)) == at(27, 14)


def test_it_is_due_once_for_each_slot() -> None:
    schedule = a_schedule(at(14, 0))

    assert find_due(schedule, at(20, 13)) is None
    assert find_due(schedule, at(20, 14)) == at(20, 14)
    assert find_due(replace(schedule, last_run=at(20, 14)), at(26, 23)) is None


def test_of_three_missed_weeks_one_is_made_up_for() -> None:
    schedule = a_schedule(at(1, 0))

    slot = find_due(schedule, at(28, 0))

    assert slot == at(27, 14)
    assert find_due(replace(schedule, last_run=slot), at(28, 0)) is None


def test_what_is_off_is_never_due() -> None:
    assert find_due(replace(a_schedule(at(1, 0)), is_on=False), at(28, 0)) is None


@pytest.mark.parametrize(
    ("weekday", "month_day", "minute", "good"),
    [
        (1, None, 0, True),
        (7, None, 1439, True),
        (None, 3, 60, True),
        (None, None, 60, False),
        (1, 1, 60, False),
        (0, None, 60, False),
        (8, None, 60, False),
        (None, 32, 60, False),
        (1, None, 1440, False),
        (1, None, -1, False),
    ],
)
def test_a_rhythm_names_one_day_and_a_minute(
    weekday: int | None, month_day: int | None, minute: int, *, good: bool
) -> None:
    rhythm = Rhythm(weekday=weekday, month_day=month_day, minute=minute)

    assert check_rhythm(rhythm) is good


def test_the_next_slot_follows_every_slot_without_a_gap() -> None:
    now = at(1, 0)
    for _ in range(500):
        now += timedelta(hours=5)
        for rhythm in (FRIDAY, LAST_DAY):
            assert find_slot(rhythm, now) <= now < find_next(rhythm, now)


def test_a_schedule_that_never_ran_is_due_for_its_newest_slot() -> None:
    schedule = a_schedule(None)

    assert find_due(schedule, at(26, 23)) == at(20, 14)
    assert find_due(replace(schedule, is_on=False), at(26, 23)) is None
