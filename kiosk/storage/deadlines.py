"""Deadlines: which contents are past their time, by what was noted of the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from kiosk.clock import ClockState, Instant, find_time, from_us, to_us
from kiosk.protocol.content import ADMIN_ACTS
from kiosk.retention import (
    Due,
    Mark,
    Terms,
    Walked,
    drop_marks,
    find_due,
    find_now,
    put_mark,
    walk,
)
from kiosk.storage import clock, entries, roster, settings
from kiosk.storage.connection import Connection
from kiosk.storage.tables import ENTRIES, OUTBOX

NO_TIME = timedelta()
IS_NO_ADMIN_ACT = ENTRIES.c.act.not_in([act.value for act in ADMIN_ACTS])
_SETTING = "deadlines"
_MICROSECOND = timedelta(microseconds=1)


class _Noted(msgspec.Struct, frozen=True):
    walked: tuple[int, int] | None = None
    marks: tuple[tuple[int, int, int], ...] = ()
    floor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a purge destroys: `settled` is what the province has, `ended` what it lacks.

    Both None mean: wait for a clock that can be believed. `late` is all that is
    past its time by the wall clock: an alarm destroys nothing, so it believes
    sooner. Up to `floor` nothing is left.
    """

    settled: Due | None
    ended: Due | None
    late: Due
    floor: int
    terms: Terms


def note_time(connection: Connection, at: Instant) -> None:
    """Look at the clock, and mark that the chain ended here then; the caller commits."""
    noted = _read(connection)
    walked, _ = _look(connection, noted, at)
    last = entries.read_head(connection).position
    marks = put_mark(_list_marks(noted), last, to_us(at.wall), walked)
    _put(connection, noted.floor, walked, marks)


def make_plan(
    connection: Connection, at: Instant, terms: Terms, *, ahead: timedelta = NO_TIME
) -> Plan:
    """Return what a purge destroys at `at`, or so much later; changes nothing."""
    noted = _read(connection)
    walked, state = _look(connection, noted, at)
    marks, last = _list_marks(noted), entries.read_head(connection).position
    now_us = find_now(walked, to_us(at.wall), state)
    longest = max(terms.settled, terms.unsettled)

    def find(from_us: int, kept: timedelta) -> Due:
        return find_due(marks, last, from_us + (ahead - kept) // _MICROSECOND)

    return Plan(
        settled=None if now_us is None else find(now_us, terms.settled),
        ended=None if now_us is None else find(now_us, longest),
        late=find(to_us(at.wall), terms.settled),
        floor=noted.floor,
        terms=terms,
    )


def raise_floor(connection: Connection, due: Due, at: Instant) -> None:
    """Remember that nothing is left below the first unsettled entry; the caller commits."""
    noted = _read(connection)
    first = connection.execute(select(func.min(OUTBOX.c.position))).scalar()
    floor = due.through if first is None else min(due.through, first - 1)
    walked, _ = _look(connection, noted, at)
    _put(connection, floor, walked, drop_marks(_list_marks(noted), floor))


def select_due(plan: Plan, *columns: ColumnElement[Any]) -> Select[Any]:
    """Select of the contents that a purge destroys, each with its row in the outbox, if any."""
    settled, ended = plan.settled, plan.ended
    query = (
        select(*columns)
        .select_from(ENTRIES)
        .outerjoin(OUTBOX, OUTBOX.c.position == ENTRIES.c.position)
    )
    if settled is None or ended is None:
        return query.where(ENTRIES.c.position < 0)
    return query.where(
        ENTRIES.c.position > plan.floor,
        ENTRIES.c.position <= settled.until,
        ENTRIES.c.content.is_not(None),
        IS_NO_ADMIN_ACT,
        is_past(settled),
        or_(OUTBOX.c.position.is_(None), is_past(ended)),
    )


def find_oldest(connection: Connection, plan: Plan) -> datetime | None:
    """Return when the oldest entry was decided that still has its content."""
    query = (
        select(ENTRIES.c.decided_at_us)
        .where(
            ENTRIES.c.position > plan.floor,
            ENTRIES.c.content.is_not(None),
            IS_NO_ADMIN_ACT,
        )
        .order_by(ENTRIES.c.position)
        .limit(1)
    )
    at_us = connection.execute(query).scalar()
    return None if at_us is None else from_us(at_us)


def is_past(due: Due) -> ColumnElement[bool]:
    """Say in SQL what `Due.takes` says."""
    return or_(ENTRIES.c.position <= due.through, is_past_by_word(due))


def is_past_by_word(due: Due) -> ColumnElement[bool]:
    """Say in SQL which entries are past their time by what they say of it."""
    return and_(
        ENTRIES.c.position > due.through,
        ENTRIES.c.position <= due.until,
        ENTRIES.c.decided_at_us.between(due.since_us, due.cutoff_us),
    )


def _look(
    connection: Connection, noted: _Noted, at: Instant
) -> tuple[Walked, ClockState]:
    state = clock.read_state(connection, at)
    before = None
    if noted.walked is not None:
        before = Walked(proven_us=noted.walked[0], looked_us=noted.walked[1])
    vouched_us = _read_vouched_us(connection, at)
    return walk(before, to_us(at.wall), state, vouched_us), state


def _read_vouched_us(connection: Connection, at: Instant) -> int:
    """Return the latest time that has come by the province's own word."""
    current = roster.read_head(connection)
    anchor = clock.read_anchor(connection)
    said = [0 if current is None else to_us(current.issued_at)]
    if anchor is not None:
        said.append(to_us(anchor.told))
        if anchor.at.boot == at.boot != "":
            said.append(to_us(find_time(at, anchor)))
    return max(said)


def _list_marks(noted: _Noted) -> Sequence[Mark]:
    return [
        Mark(position=position, wall_us=wall_us, proven_us=proven_us)
        for position, wall_us, proven_us in noted.marks
    ]


def _read(connection: Connection) -> _Noted:
    value = settings.get(connection, _SETTING)
    return _Noted() if value is None else msgspec.msgpack.decode(value, type=_Noted)


def _put(
    connection: Connection, floor: int, walked: Walked, marks: Sequence[Mark]
) -> None:
    noted = _Noted(
        walked=(walked.proven_us, walked.looked_us),
        marks=tuple((one.position, one.wall_us, one.proven_us) for one in marks),
        floor=floor,
    )
    settings.put(connection, _SETTING, msgspec.msgpack.encode(noted))
