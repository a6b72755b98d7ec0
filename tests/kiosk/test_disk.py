"""How long a disk lasts, and when that is said."""

import pytest

from kiosk.disk import (
    CRITICAL_BYTES,
    CRITICAL_DAYS,
    LOW_BYTES,
    LOW_DAYS,
    MOST_DAYS,
    DiskState,
    Room,
    judge,
)

A_DAY = 1e9


def days_of(days: float) -> Room:
    return judge(free_bytes=int(days * A_DAY), bytes_a_day=A_DAY, in_reserve=False)


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (LOW_DAYS, DiskState.OK),
        (LOW_DAYS - 0.1, DiskState.LOW),
        (CRITICAL_DAYS, DiskState.LOW),
        (CRITICAL_DAYS - 0.1, DiskState.CRITICAL),
    ],
)
def test_days_ahead_it_is_said_that_the_disk_fills_up(
    days: float, state: DiskState
) -> None:
    assert days_of(days) == Room(state=state, days=int(days))


@pytest.mark.parametrize(
    ("free_bytes", "state"),
    [
        (LOW_BYTES, DiskState.OK),
        (LOW_BYTES - 1, DiskState.LOW),
        (CRITICAL_BYTES - 1, DiskState.CRITICAL),
    ],
)
def test_a_small_disk_is_said_where_no_entry_tells_its_pace(
    free_bytes: int, state: DiskState
) -> None:
    room = judge(free_bytes=free_bytes, bytes_a_day=0, in_reserve=False)
    assert room == Room(state=state, days=None)


def test_a_reserve_in_use_is_said_however_much_is_free() -> None:
    room = judge(free_bytes=10**12, bytes_a_day=1, in_reserve=True)
    assert room == Room(state=DiskState.RESERVE, days=MOST_DAYS)
