"""Disk: how long the free space of the data folder lasts, as a pure value."""

from enum import StrEnum

import msgspec

LOW_DAYS = 14
"""Two weeks: whoever looks after the kiosk comes by at least that often."""

CRITICAL_DAYS = 3

LOW_BYTES = 500_000_000
"""Other programs write too: an update of this one takes some 400 MB."""

CRITICAL_BYTES = 100_000_000

MOST_DAYS = 9_999
"""Nobody plans further."""


class DiskState(StrEnum):
    """Whether there is room for entries."""

    OK = "ok"
    LOW = "low"
    CRITICAL = "critical"
    RESERVE = "reserve"
    """The disk is full, and entries go into what the reserve gives back."""


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """How much room there is; `days` is None where no entry says how fast it goes."""

    state: DiskState = DiskState.OK
    days: int | None = None


def judge(*, free_bytes: int, bytes_a_day: float, in_reserve: bool) -> Room:
    """Return how long `free_bytes` last where entries take so many each day."""
    days = _count_days(free_bytes, bytes_a_day)
    return Room(state=_grade(free_bytes, days, in_reserve=in_reserve), days=days)


def _count_days(free_bytes: int, bytes_a_day: float) -> int | None:
    if bytes_a_day <= 0:
        return None
    return min(MOST_DAYS, int(free_bytes / bytes_a_day))


def _grade(free_bytes: int, days: int | None, *, in_reserve: bool) -> DiskState:
    if in_reserve:
        return DiskState.RESERVE
    lasts = MOST_DAYS if days is None else days
    if free_bytes < CRITICAL_BYTES or lasts < CRITICAL_DAYS:
        return DiskState.CRITICAL
    if free_bytes < LOW_BYTES or lasts < LOW_DAYS:
        return DiskState.LOW
    return DiskState.OK
