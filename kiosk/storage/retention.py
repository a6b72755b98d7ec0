"""Retention: contents past their time, destroyed some at a time with all that derives of them.

Id, commitment and link stay, so the chain verifies. The counts of a run stand in
the transaction that destroys: a run that was killed goes on, and its one record
in the admin log says the right sums.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Row, delete, func, select, update

from kiosk.clock import Instant, from_us, to_us
from kiosk.protocol.content import Act
from kiosk.storage import (
    admin_log,
    deadlines,
    entries,
    hosts,
    overdue,
    pass_uses,
    roll,
    settings,
    visits,
    wiping,
)
from kiosk.storage.connection import Connection
from kiosk.storage.deadlines import Plan, select_due
from kiosk.storage.entries import PENDING, REFUSED
from kiosk.storage.tables import ENTRIES, HEAD, OUTBOX, PRESENCE, RECENT, VISITS

_SETTING = "retention"


class _Run(msgspec.Struct, frozen=True):
    first: int
    last: int
    purged: int
    unsettled: int


class _Counted(msgspec.Struct, frozen=True):
    """`unsettled` are all that ever went without the province having them."""

    unsettled: int = 0
    run: _Run | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Destroyed:
    """So many contents are gone; `unsettled` of them never reached the province."""

    purged: int = 0
    unsettled: int = 0

    def __add__(self, other: "Destroyed") -> "Destroyed":
        return Destroyed(
            purged=self.purged + other.purged,
            unsettled=self.unsettled + other.unsettled,
        )


def find_some(
    connection: Connection, plan: Plan, *, after: int, limit: int
) -> Sequence[int]:
    """Return the oldest positions behind `after` whose content is to go."""
    query = (
        select_due(plan, ENTRIES.c.position)
        .where(ENTRIES.c.position > after)
        .order_by(ENTRIES.c.position)
        .limit(limit)
    )
    return connection.execute(query).scalars().all()


def count_due(connection: Connection, plan: Plan) -> Destroyed:
    """Return what a purge by `plan` would destroy."""
    found = select_due(plan, func.count(), func.count(OUTBOX.c.position))
    purged, unsettled = connection.execute(found).one()
    return Destroyed(purged=purged, unsettled=unsettled)


def destroy(connection: Connection, plan: Plan, positions: Sequence[int]) -> Destroyed:
    """Destroy contents and what derives of them; the caller commits.

    Of `positions` those that another process emptied meanwhile are left alone.
    """
    query = select_due(
        plan,
        ENTRIES.c.position,
        ENTRIES.c.entry_id,
        ENTRIES.c.holder,
        OUTBOX.c.state,
    ).where(ENTRIES.c.position.in_(positions))
    rows = connection.execute(query).all()
    if not rows:
        return Destroyed()
    _forget(connection, rows)
    gone = [row.position for row in rows]
    connection.execute(
        update(ENTRIES)
        .where(ENTRIES.c.position.in_(gone))
        .values(content=None, salt=None, holder=None)
    )
    states = [row.state for row in rows if row.state is not None]
    if states:
        connection.execute(delete(OUTBOX).where(OUTBOX.c.position.in_(gone)))
    entries.fold(connection)
    connection.execute(
        update(HEAD).values(
            purged=HEAD.c.purged + len(gone),
            pending=HEAD.c.pending - states.count(PENDING),
            refused=HEAD.c.refused - states.count(REFUSED),
        )
    )
    destroyed = Destroyed(purged=len(gone), unsettled=len(states))
    _count(connection, gone, destroyed)
    overdue.note_gone(connection, min(gone))
    return destroyed


def finish(connection: Connection, plan: Plan, at: Instant, *, copies: int = 0) -> int:
    """End a run with its record; return how many are overdue. The caller commits.

    `copies` of the database go as well.
    """
    if plan.settled is not None:
        if _read(connection).run is not None:
            wiping.wipe_names(connection)
        _put_record(connection, plan.settled.cutoff_us, at, copies)
        deadlines.raise_floor(connection, plan.settled, at)
        pass_uses.forget(connection, to_us(at.wall))
        roll.drop_before(connection, from_us(plan.settled.cutoff_us))
    return overdue.note(connection, plan)


def read_unsettled(connection: Connection) -> int:
    """Return how many entries ever went that the province never had."""
    return _read(connection).unsettled


def _forget(connection: Connection, rows: Sequence[Row[Any]]) -> None:
    positions = [row.position for row in rows]
    ids = [row.entry_id for row in rows]
    holders = [row.holder for row in rows if row.holder is not None]
    begun = select(VISITS.c.position).where(VISITS.c.position.in_(positions))
    for position in connection.execute(begun).scalars().all():
        visits.forget(connection, position)
    hosts.forget(connection, *positions)
    connection.execute(
        delete(PRESENCE).where(
            PRESENCE.c.holder.in_(holders), PRESENCE.c.entry_id.in_(ids)
        )
    )
    connection.execute(delete(RECENT).where(RECENT.c.entry_id.in_(ids)))


def _count(connection: Connection, gone: Sequence[int], destroyed: Destroyed) -> None:
    counted = _read(connection)
    run = counted.run or _Run(first=gone[0], last=0, purged=0, unsettled=0)
    grown = _Run(
        first=min(run.first, *gone),
        last=max(run.last, *gone),
        purged=run.purged + destroyed.purged,
        unsettled=run.unsettled + destroyed.unsettled,
    )
    _put(connection, _Counted(counted.unsettled + destroyed.unsettled, grown))


def _put_record(
    connection: Connection, cutoff_us: int, at: Instant, copies: int
) -> None:
    counted = _read(connection)
    if counted.run is None and not copies:
        return
    until = from_us(cutoff_us).isoformat(timespec="seconds")
    run = counted.run or _Run(first=0, last=0, purged=0, unsettled=0)
    said = {"until": until, **msgspec.structs.asdict(run), "copies": copies}
    admin_log.append(connection, Act.PURGED, said, at=at)
    _put(connection, _Counted(counted.unsettled))


def _read(connection: Connection) -> _Counted:
    value = settings.get(connection, _SETTING)
    return _Counted() if value is None else msgspec.msgpack.decode(value, type=_Counted)


def _put(connection: Connection, counted: _Counted) -> None:
    settings.put(connection, _SETTING, msgspec.msgpack.encode(counted))
