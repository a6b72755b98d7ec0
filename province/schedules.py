"""Schedules: when what happens by itself is due; pure."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from kiosk.decision import LOCAL

WEEK_DAYS = 7
SHELL = "shell"
"""Who did something by the command line, where nobody logs in."""
DAY_MINUTES = 24 * 60
_LONGEST_MONTH = 31


class ScheduleKind(StrEnum):
    """What a schedule does."""

    REMINDER = "reminder"
    REPORT = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """A local minute of a weekday (1 Monday to 7), or of a day of the month.

    Of the two days one is None; a day that a month has not is its last one.
    """

    weekday: int | None
    month_day: int | None
    minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What happens by itself for `unit` (empty: the province).

    `last_run` is its last slot, None where it never ran.
    """

    schedule_id: int
    kind: ScheduleKind
    unit: str
    rhythm: Rhythm
    recipients: tuple[str, ...]
    is_on: bool
    last_run: datetime | None
    made_by: str


def check_rhythm(rhythm: Rhythm) -> bool:
    """Say whether a rhythm names one day and a minute that there is."""
    week, month = rhythm.weekday, rhythm.month_day
    if (week is None) == (month is None) or not 0 <= rhythm.minute < DAY_MINUTES:
        return False
    if week is not None:
        return 1 <= week <= WEEK_DAYS
    return month is not None and 1 <= month <= _LONGEST_MONTH


def find_due(schedule: Schedule, now: datetime) -> datetime | None:
    """Return the slot that `schedule` is to be run for, None where it is not due.

    Of several that were missed it is the newest: one letter makes up for them.
    """
    slot = find_slot(schedule.rhythm, now)
    is_new = schedule.last_run is None or slot > schedule.last_run
    return slot if schedule.is_on and is_new else None


def find_slot(rhythm: Rhythm, now: datetime) -> datetime:
    """Return the newest moment of `rhythm` that is not after `now`."""
    today = now.astimezone(LOCAL).date()
    slot = _place(rhythm, today)
    return slot if slot <= now else _place(rhythm, _step_back(rhythm, today))


def find_next(rhythm: Rhythm, now: datetime) -> datetime:
    """Return the first moment of `rhythm` after `now`."""
    slot = find_slot(rhythm, now)
    local = slot.astimezone(LOCAL).date()
    if rhythm.weekday is not None:
        return _place(rhythm, local + timedelta(days=WEEK_DAYS))
    return _place(rhythm, local.replace(day=28) + timedelta(days=4))


def _place(rhythm: Rhythm, day: date) -> datetime:
    """Return the moment of `rhythm` in the week or month of `day`."""
    if rhythm.weekday is not None:
        chosen = day + timedelta(days=rhythm.weekday - day.isoweekday())
    else:
        last = calendar.monthrange(day.year, day.month)[1]
        chosen = day.replace(day=min(rhythm.month_day or last, last))
    hour, minute = divmod(rhythm.minute, 60)
    return datetime.combine(chosen, time(hour, minute), LOCAL)


def _step_back(rhythm: Rhythm, day: date) -> date:
    if rhythm.weekday is not None:
        return day - timedelta(days=WEEK_DAYS)
    return day.replace(day=1) - timedelta(days=1)
