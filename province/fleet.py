"""Fleet: what of a kiosk is an alarm, by what it said last and when; pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from kiosk.decision import LOCAL

OPENS, CLOSES = time(6), time(22)
"""A gate is silent at night by right; its own hours are not known here."""
SILENT_AFTER = timedelta(hours=20)
"""Of opening time: a kiosk says something at least daily (design.md), and the
shortest way to 20 such hours takes 28."""
BACKLOG_AFTER = timedelta(days=1)
BACKLOG_ENTRIES = 50
"""Fewer wait at a busy gate while nothing is wrong."""
WRONG_CLOCK = timedelta(minutes=2)
"""As the kiosk judges it (`kiosk.clock.BOUND`)."""
LOW_DISK_BYTES = 500 * 1024 * 1024
"""A year of a busy gate's entries, and room for an update."""
OLD_ROSTER = timedelta(days=7)
"""The kiosk itself warns by content; a week without news is a line that is broken."""


class AlarmKind(StrEnum):
    """What an officer is told of a kiosk."""

    SILENT = "silent"
    BACKLOG = "backlog"
    CLOCK = "clock"
    DISK = "disk"
    VERSION = "version"
    ROSTER = "roster"
    READER = "reader"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A kiosk in use, as its newest batch told; None where it never told."""

    kiosk_id: str
    enrolled_at: datetime
    last_contact: datetime | None
    pending: int
    drained_at: datetime | None
    covered_until: datetime | None
    drift_s: int | None
    app_version: str | None
    roster_issued_at: datetime | None
    disk_free: int | None
    reader_faults: int | None


def find_alarms(
    state: State, newest: str | None, now: datetime
) -> frozenset[AlarmKind]:
    """Return what is wrong with a kiosk now; `newest` is the fleet's newest program."""
    heard = state.last_contact or state.enrolled_at
    wrong = {
        AlarmKind.SILENT: measure_opening(heard, now) > SILENT_AFTER,
        AlarmKind.BACKLOG: _has_backlog(state),
        AlarmKind.CLOCK: abs(state.drift_s or 0) > WRONG_CLOCK.total_seconds(),
        AlarmKind.DISK: state.disk_free is not None
        and state.disk_free < LOW_DISK_BYTES,
        AlarmKind.VERSION: is_older(state.app_version, newest),
        AlarmKind.ROSTER: _has_old_roster(state),
        AlarmKind.READER: bool(state.reader_faults),
    }
    return frozenset(kind for kind, is_wrong in wrong.items() if is_wrong)


def measure_opening(since: datetime, until: datetime) -> timedelta:
    """Return how much opening time lies between two moments."""
    if until <= since:
        return timedelta()
    first, last = since.astimezone(LOCAL), until.astimezone(LOCAL)
    days = (last.date() - first.date()).days
    whole = datetime.combine(last.date(), CLOSES) - datetime.combine(last.date(), OPENS)
    return whole * days + _opened_by(last) - _opened_by(first)


def read_version(text: str | None) -> tuple[int, ...]:
    """Return the numbers of a version, as far as they are any."""
    numbers: list[int] = []
    for part in (text or "").split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits or len(digits) > _LONGEST_NUMBER:
            break
        numbers.append(int(digits))
    return tuple(numbers)


def is_older(text: str | None, newest: str | None) -> bool:
    """Say whether a program is older than the newest by more than a correction."""
    mine, theirs = read_version(text)[:2], read_version(newest)[:2]
    return bool(mine) and mine < theirs


_LONGEST_NUMBER = 9


def _opened_by(moment: datetime) -> timedelta:
    """Return how long it has been open on the local day of `moment`."""
    day = moment.date()
    clock = min(max(moment.time(), OPENS), CLOSES)
    return datetime.combine(day, clock) - datetime.combine(day, OPENS)


def _has_backlog(state: State) -> bool:
    """Say whether much has waited for a day, though the kiosk speaks."""
    if state.pending < BACKLOG_ENTRIES or state.covered_until is None:
        return False
    empty = state.drained_at or state.enrolled_at
    return state.covered_until - empty > BACKLOG_AFTER


def _has_old_roster(state: State) -> bool:
    """Say whether the roster was old when the kiosk last spoke: a silent one can't know."""
    if state.last_contact is None:
        return False
    issued = state.roster_issued_at or state.enrolled_at
    return state.last_contact - issued > OLD_ROSTER
