"""Retention: which entries are past their time, judged by a clock that may be wrong.

docs/decisions/0013 says why. Two bounds hold whatever the clock shows: an entry
is younger than all before it and older than all behind it, and a mark says what
time it was when the chain ended at its position.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.clock import ClockState

BORN_US = 1_767_225_600_000_000
"""2026-01-01: no entry is older than this program."""

STEP_US = 86_400_000_000
"""So much time is believed to have passed, at most, between two looks at a clock that
nobody vouches for: a day, as it is looked at every night."""

MARK_US = 3_600_000_000
"""Marks stand an hour apart at least: a kiosk that is restarted all day makes no more."""


class PurgeState(StrEnum):
    """How a purge ended."""

    WHOLE = "whole"
    STOPPED = "stopped"
    """It goes on the next time."""
    WAITING = "waiting"
    """The clock can't be believed, so nothing was destroyed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How long content is kept: what the province has, and what it lacks."""

    settled: timedelta
    unsettled: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """`proven_us` has surely come; the clock showed `looked_us` at the last look."""

    proven_us: int
    looked_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The chain ended at `position` when the clock showed `wall_us`; see `Walked`."""

    position: int
    wall_us: int
    proven_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Entries past their time: all up to `through`, and up to `until` those that say so.

    What an entry says of its time is believed from `since_us` on.
    """

    through: int
    until: int
    since_us: int
    cutoff_us: int

    def takes(self, position: int, decided_at_us: int) -> bool:
        """Say whether the entry at `position` is past its time."""
        is_said = self.since_us <= decided_at_us <= self.cutoff_us
        return position <= self.through or (position <= self.until and is_said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    """What the next purge will take: `due` entries of before `before`.

    `before` is None where it waits for a clock that can be believed. `overdue`
    are past their time and unsettled; the first of them goes at `overdue_until`.
    """

    due: int
    before: datetime | None
    oldest: datetime | None
    overdue: int
    overdue_until: datetime | None


def walk(
    before: Walked | None, wall_us: int, state: ClockState, vouched_us: int
) -> Walked:
    """Return what is proven of the time once the clock was looked at.

    `vouched_us` is the latest time that the province's word says has come, 0 for
    none. A clock that nobody vouches for is followed a day at a time.
    """
    if state is ClockState.TRUSTED:
        return Walked(proven_us=wall_us, looked_us=wall_us)
    floor_us = max(vouched_us, BORN_US)
    if before is None:
        first_us = floor_us if state is ClockState.SET_BACK else max(wall_us, floor_us)
        return Walked(proven_us=first_us, looked_us=wall_us)
    passed_us = min(max(wall_us - before.looked_us, 0), STEP_US)
    walked_us = before.proven_us + passed_us
    return Walked(proven_us=max(walked_us, floor_us), looked_us=wall_us)


def find_now(walked: Walked, wall_us: int, state: ClockState) -> int | None:
    """Return the time by which content may be destroyed; None means wait.

    It never lies ahead of the real one, as far as anybody can tell.
    """
    if state is ClockState.SET_BACK or wall_us < BORN_US:
        return None
    return min(wall_us, walked.proven_us)


def put_mark(
    marks: Sequence[Mark], position: int, wall_us: int, walked: Walked
) -> tuple[Mark, ...]:
    """Return `marks` with one for the chain's end at `position`, where it says more."""
    made = Mark(position=position, wall_us=wall_us, proven_us=walked.proven_us)
    if wall_us < walked.proven_us:  # the clock lags behind what is proven
        return tuple(marks)
    if not marks:
        return (made,)
    last = marks[-1]
    if position == last.position:
        merged = Mark(
            position=position,
            wall_us=min(wall_us, last.wall_us),
            proven_us=max(walked.proven_us, last.proven_us),
        )
        return (*marks[:-1], merged)
    if 0 <= wall_us - last.wall_us < MARK_US:
        return tuple(marks)
    return (*marks, made)


def drop_marks(marks: Sequence[Mark], through: int) -> tuple[Mark, ...]:
    """Return `marks` without those that nothing kept is judged by any more."""
    passed = [one for one in marks if one.position <= through]
    return (*passed[-1:], *marks[len(passed) :])


def find_due(marks: Sequence[Mark], last: int, cutoff_us: int) -> Due:
    """Return which entries up to `last` are older than `cutoff_us`, by their place.

    An entry's time is what it says where that lies between the marks around it,
    else the later mark's: it is never destroyed early, and never kept for ever.
    """
    through, newest_us = 0, None
    for mark in reversed(marks):
        newest_us = mark.wall_us if newest_us is None else min(newest_us, mark.wall_us)
        if newest_us <= cutoff_us:
            through = mark.position
            break
    before = [mark.proven_us for mark in marks if mark.position <= through]
    behind = [mark.position for mark in marks if mark.position > through]
    return Due(
        through=through,
        until=min(behind, default=last),
        since_us=max(before, default=BORN_US),
        cutoff_us=cutoff_us,
    )
