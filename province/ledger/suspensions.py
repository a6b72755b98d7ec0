"""Suspensions: when a point was not expected to work, and who said so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from sqlalchemy import Connection, insert, select, update

from province.ledger.place_tables import suspensions
from province.ledger.tables import points

LONGEST_REASON = 300


class Suspended(Enum):
    """What became of the wish to suspend a point."""

    DONE = auto()
    RESTS_ALREADY = auto()
    TOO_SOON = auto()
    """A suspension began at this very moment and is over: each has a moment of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """A time without work; `until` is None for one that lasts."""

    since: datetime
    until: datetime | None
    reason: str
    decided_by: str


def suspend(
    connection: Connection, point_id: str, reason: str, *, by: str, now: datetime
) -> Suspended:
    """Expect nothing of the point from now on."""
    this = points.c.point_id == point_id
    # Two officers at once take turns at the point's row.
    rests_since = select(points.c.suspended_at).where(this).with_for_update()
    if connection.scalar(rests_since) is not None:
        return Suspended.RESTS_ALREADY
    same = suspensions.c.point_id == point_id, suspensions.c.since == now
    if connection.scalar(select(suspensions.c.since).where(*same)) is not None:
        return Suspended.TOO_SOON
    connection.execute(update(points).where(this).values(suspended_at=now))
    connection.execute(
        insert(suspensions).values(
            point_id=point_id, since=now, reason=reason, decided_by=by
        )
    )
    return Suspended.DONE


def resume(connection: Connection, point_id: str, now: datetime) -> bool:
    """Expect work of the point again; False where it was not suspended."""
    works = update(points).where(
        points.c.point_id == point_id, points.c.suspended_at.is_not(None)
    )
    if connection.execute(works.values(suspended_at=None)).rowcount == 0:
        return False
    connection.execute(
        update(suspensions)
        .where(suspensions.c.point_id == point_id, suspensions.c.until.is_(None))
        .values(until=now)
    )
    return True


def list_suspensions(connection: Connection, point_id: str) -> Sequence[Suspension]:
    """Return every suspension of a point, the newest first."""
    names = Suspension.__dataclass_fields__
    query = (
        select(*(suspensions.c[name] for name in names))
        .where(suspensions.c.point_id == point_id)
        .order_by(suspensions.c.since.desc())
    )
    return [Suspension(**row._asdict()) for row in connection.execute(query)]
